//! A scaffold as written: files of a project generator by their lines.

use serde::Deserialize;

use super::super::pattern::Patterns;

/// The content of a `rules/scaffolds/*.toml` file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaffoldFile {
    #[serde(default)]
    pub scaffold: Vec<Scaffold>,
}

/// Files that do not count while every line in them is the generator's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scaffold {
    /// The generator, as a report names it.
    pub tool: String,
    /// Where it writes them.
    pub files: Vec<String>,
    /// What it writes; of several versions all lines count together.
    #[serde(default)]
    pub text: Vec<String>,
    /// The same as digests of the lines, as `portfolio-check rules lines` prints them: for long texts, and for
    /// those of others.
    #[serde(default)]
    pub lines: String,
    /// Further lines of its own, as patterns over the trimmed line: those with the project's name.
    #[serde(default)]
    pub line: Patterns,
    /// Lines of which one at least is there, where the others are what anybody writes.
    #[serde(default)]
    pub sign: Patterns,
    pub example: Vec<ScaffoldExample>,
}

/// A file that is untouched, or is not.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaffoldExample {
    pub path: String,
    pub text: String,
    pub untouched: bool,
}
