//! The settings file as written (serde types).

use serde::Deserialize;
use toml::Spanned;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub roadmap: Option<Spanned<String>>,
    #[serde(default)]
    pub waive: Vec<Spanned<Waive>>,
    pub baseline: Option<Spanned<Baseline>>,
    #[serde(default)]
    pub thresholds: Thresholds,
    #[serde(default)]
    pub ignore: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waive {
    pub criterion: Spanned<String>,
    pub reason: Spanned<String>,
    pub until: Spanned<Day>,
}

/// A date with or without quotes.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Day {
    Text(String),
    Date(toml::value::Datetime),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    pub commit: Option<Spanned<String>>,
    pub tag: Option<Spanned<String>>,
    pub template: Option<Spanned<Template>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Template {
    Is(bool),
    Named(String),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Thresholds {
    pub fail_under: Option<Spanned<i64>>,
    pub min_level: Option<Spanned<String>>,
    #[serde(default)]
    pub fail_on: Vec<FailOn>,
}

/// What else than a number makes a check fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// A criterion that the base met is lost.
    Lost,
    /// The evidence of a criterion climbs less high.
    Weaker,
}
