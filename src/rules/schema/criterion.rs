//! A criterion as written: one question about a repository, and what answers it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::pattern::Patterns;

/// The content of a `rules/criteria/*.toml` file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriteriaFile {
    /// The family all criteria of the file belong to.
    pub family: String,
    #[serde(default)]
    pub criterion: Vec<Criterion>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Criterion {
    pub id: String,
    /// Filled from the file.
    #[serde(skip)]
    pub family: String,
    pub title: String,
    /// Counter-evidence: `met` when nothing was found, `violated` when something was.
    #[serde(default)]
    pub counter: bool,
    /// Where the evidence lives: decides when the verdict is `unknown`.
    #[serde(default)]
    pub looks_at: LooksAt,
    /// When the question makes sense at all; otherwise `not-applicable`.
    pub applies: Option<Condition>,
    /// For counter-evidence: what violates it.
    pub violated: Option<Condition>,
    pub met: Option<Condition>,
    /// `declared`: a first sign, never enough.
    pub partial: Option<Condition>,
    /// The ladder above `used`.
    pub tested: Option<Condition>,
    pub enforced: Option<Condition>,
    /// Why nobody looks yet: the verdict is then always `unknown`.
    pub not_looked_for: Option<String>,
    /// Sentences by outcome. `{count}`, `{files}`, `{commits}` and the attributes of the first
    /// piece of evidence (`{tool}`, `{name}` …) are filled in.
    #[serde(default)]
    pub said: Said,
    pub why: String,
    /// One concrete step: `default`, and better ones by framework or language id.
    pub step: BTreeMap<String, String>,
    /// Criteria that come first: it is proposed as a next step only when they are met.
    #[serde(default)]
    pub after: Vec<String>,
    /// Time it takes: `15m`, `1h`, `1d`.
    pub effort: String,
    /// Pages to read that suit every framework.
    #[serde(default)]
    pub learn: Vec<String>,
    /// The page about it in the own documentation of a framework or language, by its id; read first.
    #[serde(default)]
    pub docs: BTreeMap<String, String>,
    /// What a reviewer may ask the author about the evidence: the first of them whose placeholders
    /// have values. They are attributes of the first piece of evidence, and the two routes of
    /// [`ROUTES`](super::super::template::ROUTES).
    #[serde(default)]
    pub question: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LooksAt {
    /// Source code: unknown when the repository's languages are not read.
    #[default]
    Code,
    /// Files by name or plain text: always visible.
    Files,
    /// Commits: unknown when the history is shallow or missing.
    History,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Said {
    pub met: Option<String>,
    pub partial: Option<String>,
    pub missing: Option<String>,
    pub violated: Option<String>,
    pub not_applicable: Option<String>,
}

/// A condition over facts: exactly one of `has`, `all`, `any`, `not`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Condition {
    /// There are facts of this kind …
    pub has: Option<String>,
    /// … whose attributes match (an attribute that the fact lacks matches nothing but `"!…"`).
    #[serde(default, rename = "where")]
    pub filter: BTreeMap<String, Patterns>,
    /// At least so many (default 1) …
    pub min: Option<usize>,
    /// … and at most so many.
    pub max: Option<usize>,
    /// Count the distinct values of this attribute instead of facts (`path` is the file, unless the
    /// kind has a `path` of its own).
    pub distinct: Option<String>,
    /// Compare with the facts of the same kind that match this filter …
    pub of: Option<BTreeMap<String, Patterns>>,
    /// … of which at least so many in a hundred must match `where`.
    pub percent: Option<u32>,
    /// The facts must agree in this attribute: `{ same = "resource", each = [..] }` holds when one
    /// value of the attribute occurs with every one of the conditions' facts.
    pub same: Option<String>,
    #[serde(default)]
    pub each: Vec<Condition>,
    pub all: Option<Vec<Condition>>,
    pub any: Option<Vec<Condition>>,
    pub not: Option<Box<Condition>>,
}
