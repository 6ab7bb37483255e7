//! The vocabulary of evidence: what a detector may find, and where.
//!
//! A closed list. Adding a kind is a change here and a review; everything else about evidence is
//! data in `rules/`. Nothing here reads a file or judges.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal [$($attribute:literal),*];)*) => {
        /// What a fact is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $variant,)* }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$variant,)*];

            /// The name that rules and reports use.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name,)* }
            }

            /// The attributes a fact of this kind may carry.
            pub fn attributes(self) -> &'static [&'static str] {
                match self { $(Kind::$variant => &[$($attribute),*],)* }
            }
        }
    };
}

kinds! {
    /// One source file the learner wrote: its language and what it holds.
    Source = "source" ["language", "lines", "functions", "classes", "methods", "folder"];
    Framework = "framework" ["id"];
    Dependency = "dependency" ["name", "ecosystem", "scope"];
    Manifest = "manifest" ["ecosystem"];
    Lockfile = "lockfile" ["ecosystem"];
    Runtime = "runtime" ["tool", "version"];
    /// A class with at least one method that is not a test.
    Class = "class" ["name", "methods"];
    Async = "async" ["form"];
    ErrorHandling = "error-handling" ["form"];
    /// A composed HTTP route. `tested` and `guarded` are `true`, `false` or absent.
    Route = "route" ["method", "path", "framework", "guarded", "tested", "resource", "folder"];
    Middleware = "middleware" ["name"];
    /// A file or class that plays one part: `route`, `controller`, `service`, `model`, `data`.
    Layer = "layer" ["part"];
    StatusCode = "status-code" ["code"];
    ErrorHandler = "error-handler" ["name"];
    Pagination = "pagination" ["name"];
    Versioning = "versioning" ["version"];
    ApiDoc = "api-doc" ["tool"];
    Graphql = "graphql" ["part"];
    /// A database that is connected to or configured: `engine` and `family` (`sql`, `nosql`).
    Database = "database" ["engine", "family"];
    Model = "model" ["name", "tool", "field"];
    Migration = "migration" ["tool", "name", "change"];
    /// A data access: `operation` is `create`, `read`, `update` or `delete`.
    Query = "query" ["operation", "tool"];
    Relation = "relation" ["tool", "to"];
    Join = "join" ["tool"];
    Index = "index" ["tool"];
    Transaction = "transaction" ["tool"];
    Signup = "signup" ["name"];
    Login = "login" ["name"];
    /// A signed token: `operation` is `sign` or `verify`.
    Token = "token" ["operation", "tool", "expiry"];
    Session = "session" ["tool"];
    Oauth = "oauth" ["provider"];
    /// An authentication check in front of a handler.
    Guard = "guard" ["name"];
    Role = "role" ["name"];
    PasswordHash = "password-hash" ["algorithm", "operation"];
    WeakHash = "weak-hash" ["algorithm"];
    PlainPassword = "plain-password" ["form"];
    /// A model, form or schema that has a password.
    PasswordField = "password-field" ["name"];
    Validation = "validation" ["tool", "field"];
    Cors = "cors" ["tool"];
    Https = "https" ["form"];
    SecurityHeader = "security-header" ["tool", "header"];
    RateLimit = "rate-limit" ["tool"];
    Csrf = "csrf" ["tool"];
    /// SQL put together from values at run time.
    Injection = "injection" ["form"];
    /// SQL sent with bound parameters.
    BoundSql = "bound-sql" ["form"];
    /// A committed secret. Its value is never kept: only the type and the name beside it.
    Secret = "secret" ["type", "name"];
    EnvRead = "env-read" ["name", "tool"];
    EnvTemplate = "env-template" ["name"];
    Logging = "logging" ["tool"];
    DebugSetup = "debug-setup" ["tool"];
    HealthCheck = "health-check" ["tool"];
    Cache = "cache" ["tool"];
    Job = "job" ["tool"];
    Test = "test" ["tool", "name"];
    Assertion = "assertion" ["tool"];
    /// What a test expects of an answer: that somebody is `refused`, that what was sent is `invalid`.
    Expectation = "expectation" ["answer"];
    /// A request that a test makes: by `path`, or to the `route` of a name.
    RequestInTest = "request-in-test" ["method", "path", "route", "tool"];
    Coverage = "coverage" ["tool"];
    Container = "container" ["instruction", "value"];
    ContainerIgnore = "container-ignore" ["entry"];
    Compose = "compose" ["service"];
    /// A step of a pipeline: `runs` is `build`, `test`, `lint`, `deploy` or `other`.
    Pipeline = "pipeline" ["runs", "tool"];
    Deploy = "deploy" ["platform"];
    /// `gist` is the subject in small letters without anything that holds a digit: a machine's
    /// `Fixing a bug 17` has the gist of its sisters.
    Commit = "commit" [
        "subject", "gist", "words", "type", "size", "lines", "files", "tests", "day", "author", "body"
    ];
    Branch = "branch" ["name"];
    Merge = "merge" ["subject"];
    IgnoreFile = "ignore-file" ["entry"];
    Junk = "junk" ["type"];
    Readme = "readme" ["section", "words"];
    Licence = "licence" ["name"];
    /// Something that a generator made and nobody changed.
    Scaffold = "scaffold" ["tool"];
}

impl Kind {
    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A place in the scanned repository: a path and a line from 1, or 0 for the file as a whole.
/// Facts from history have a commit id as their path and line 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    pub path: Arc<str>,
    pub line: u32,
}

impl Location {
    pub fn new(path: impl Into<Arc<str>>, line: u32) -> Location {
        Location {
            path: path.into(),
            line,
        }
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    pub kind: Kind,
    pub location: Location,
    /// Sorted by name; only those of [`Kind::attributes`].
    pub attributes: BTreeMap<&'static str, String>,
    /// The id of the detector that found it.
    pub detector: Arc<str>,
}

/// An attribute that the kind does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a `{kind}` fact has no attribute `{attribute}` (it has {})", list(.kind.attributes()))]
pub struct UnknownAttribute {
    pub kind: Kind,
    pub attribute: String,
}

fn list(names: &[&str]) -> String {
    names
        .iter()
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

impl Fact {
    pub fn new(kind: Kind, location: Location, detector: impl Into<Arc<str>>) -> Fact {
        Fact {
            kind,
            location,
            attributes: BTreeMap::new(),
            detector: detector.into(),
        }
    }

    /// The same fact with one more attribute.
    ///
    /// # Errors
    /// When the kind has no such attribute.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Result<Fact, UnknownAttribute> {
        match self.kind.attributes().iter().find(|known| **known == name) {
            Some(known) => {
                self.attributes.insert(known, value.into());
                Ok(self)
            }
            None => Err(UnknownAttribute {
                kind: self.kind,
                attribute: name.to_owned(),
            }),
        }
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_distinct() {
        let mut seen = std::collections::BTreeSet::new();
        for kind in Kind::ALL {
            let name = kind.name();
            assert!(seen.insert(name), "{name} twice");
            assert!(
                name.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{name}"
            );
            assert_eq!(Kind::from_name(name), Some(*kind));
        }
    }

    #[test]
    fn an_attribute_outside_of_the_vocabulary_is_refused() {
        let fact = Fact::new(Kind::Cors, Location::new("a", 1), "d");
        let error = fact.with("colour", "red").unwrap_err();
        assert_eq!(
            error.to_string(),
            "a `cors` fact has no attribute `colour` (it has `tool`)"
        );
    }
}
