//! General knowledge as written: languages, ecosystems, file roles, guard words, words of labels.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::pattern::Patterns;

/// `rules/languages.toml`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Languages {
    pub language: Vec<Language>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Language {
    /// For languages with an outline this is its id there; others are only named and counted.
    pub id: String,
    pub title: String,
    pub extensions: Vec<String>,
    /// Shown as this language (TSX is TypeScript).
    pub shown_as: Option<String>,
    /// A backend may be written in it: when it cannot be read, code criteria are unknown.
    #[serde(default)]
    pub backend: bool,
    /// How an import names a file of the repository: `path` (relative paths), `dotted` (Python),
    /// `folder` (Go packages), `class` (namespaces and class names), `module` (a tree of modules).
    pub imports: Option<String>,
    /// Where a package of the repository says its own name, by which others import it.
    pub package: Option<Package>,
    /// What makes a line a comment: for proving that comments do not count.
    pub comment: Option<String>,
    /// How a long string is written: for proving that strings do not count.
    pub string: Option<LongString>,
    /// How a doc block is written: for proving that it does not count.
    pub doc: Option<DocBlock>,
    /// File names a path import may leave out: `index`, `__init__`. In a tree of modules all but
    /// the first also mark its root.
    #[serde(default)]
    pub index: Vec<String>,
}

/// A file that names the package in whose folder it stands.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    pub file: String,
    /// The first line that matches; the named group `name` is the name.
    pub line: Patterns,
}

/// A string over several lines, as a file that holds nothing else.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LongString {
    pub open: String,
    /// What starts each line.
    #[serde(default)]
    pub line: String,
    pub close: String,
    /// What cannot stand inside, and is left out of the text.
    #[serde(default)]
    pub without: Vec<String>,
}

/// A comment over several lines, as a file that holds nothing else.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DocBlock {
    pub open: String,
    /// What starts each line.
    #[serde(default)]
    pub line: String,
    pub close: String,
    /// What cannot stand inside, and is left out of the text.
    #[serde(default)]
    pub without: Vec<String>,
}

/// `rules/ecosystems.toml`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ecosystems {
    pub manifest: Vec<Manifest>,
    #[serde(default)]
    pub lockfile: Vec<Lockfile>,
}

/// A file that declares dependencies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    pub ecosystem: String,
    /// Globs.
    pub files: Vec<String>,
    /// `json`, `toml` (with `keys`), or `lines` (with `name`).
    pub format: String,
    /// Dotted key paths to tables or lists of dependencies; `*` for any key. A trailing
    /// `=dev` marks development dependencies.
    #[serde(default)]
    pub keys: Vec<String>,
    /// Expressions for comments (`lines` only): what they match is blanked, line breaks kept,
    /// before `name` is looked for.
    #[serde(default)]
    pub comments: Vec<String>,
    /// Expressions over the text with a group `name` (and `group` before a `:`, for Maven).
    #[serde(default)]
    pub name: Vec<String>,
    /// Expressions over the line of a match that mark a development dependency.
    #[serde(default)]
    pub dev: Patterns,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lockfile {
    pub ecosystem: String,
    pub files: Vec<String>,
}

/// `rules/layout.toml`: ordered, first match wins; what matches nothing is `source`. A role may
/// stand there several times, also `source`: it keeps files from the entries below it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    pub role: Vec<Role>,
    /// Paths of files by which a folder shows that all of it is somebody else's code. The folder is
    /// the first part of the path, wherever it lies: `system/core/Kernel.php`.
    #[serde(default)]
    pub foreign: Vec<String>,
    /// Folders that a program wrote, told by what it leaves in them.
    #[serde(default)]
    pub written: Vec<WrittenFolder>,
}

/// A folder below the root that holds all of these files was written by a program.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenFolder {
    pub holds: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Role {
    /// `source`, `test`, `docs`, `example`, `vendored`, `generated`, `scaffold`.
    pub role: String,
    pub files: Vec<String>,
    /// Expressions of which one must match a line of the file, where names like these do not tell.
    #[serde(default)]
    pub sign: Vec<String>,
    /// Folders whose files have this role: for proving that what stands there does not count.
    #[serde(default)]
    pub sample: Vec<String>,
}

/// `rules/guards.toml`: words for authentication in front of a handler, common to all frameworks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Guards {
    /// Names of middleware that check who is asking.
    pub name: Patterns,
    /// Names that never do, though they look so.
    pub not_name: Patterns,
    /// `name=value` of an argument that makes a check let everybody through: `required=false`.
    #[serde(default)]
    pub optional: Patterns,
    /// Calls that leave paths out of a check: `jwt().unless({ path: [...] })`.
    #[serde(default)]
    pub except: Patterns,
    /// What reads the path of a request, dotted: a check that does so may leave paths out.
    #[serde(default)]
    pub path_read: Patterns,
    /// Path segments that are verbs and not resources: `add`, `update`, `all`. With a group `noun`
    /// it is what they speak of: `getAllTasks`, `add-task`.
    #[serde(default)]
    pub verb: Patterns,
    /// Facts inside a middleware's body that make it a guard, whatever its name.
    pub evidence: Vec<BTreeMap<String, Patterns>>,
    /// Comments inside a middleware's body that say that it checks nobody yet, whatever its name …
    #[serde(default)]
    pub unfinished: Patterns,
    /// … unless one of these facts is there, too.
    #[serde(default)]
    pub finished: Vec<BTreeMap<String, Patterns>>,
    /// Last segments of paths where somebody shows who they are.
    #[serde(default)]
    pub entrance: Patterns,
    /// Facts that recognise who is asking also in a handler's own body, or in what it calls …
    #[serde(default)]
    pub inside: Vec<BTreeMap<String, Patterns>>,
    /// … when others are turned away there …
    #[serde(default)]
    pub refusal: Vec<BTreeMap<String, Patterns>>,
    /// … and no segment of the path says that another kind of token is looked at, or one is made.
    #[serde(default)]
    pub inside_not: Patterns,
    /// Paths as registered that every request fits …
    #[serde(default)]
    pub everywhere: Patterns,
    /// … and facts that make a handler of one no route, when its body is nothing else.
    #[serde(default)]
    pub nowhere: Vec<BTreeMap<String, Patterns>>,
}

/// `rules/calibration.toml`: labels that are called differently from their criteria.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    pub label: BTreeMap<String, String>,
}
