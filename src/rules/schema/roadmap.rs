//! A roadmap as written: what one source asks for, in its own order, and how much each part weighs.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Roadmap {
    pub id: String,
    pub title: String,
    /// One sentence: what it is a roadmap of and where it comes from.
    pub about: String,
    pub points: Points,
    pub stage: Vec<Stage>,
    /// From the lowest to the highest.
    pub level: Vec<Level>,
    /// Mistakes that the roadmap names.
    #[serde(default)]
    pub warning: Vec<Warning>,
}

/// A combination of outcomes that the source calls a mistake.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Warning {
    pub text: String,
    /// Criteria that are met …
    #[serde(default)]
    pub with: Vec<String>,
    /// … while all of these are looked for and not there.
    pub without: Vec<String>,
}

/// What an outcome is worth, in hundredths of the criterion's weight.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Points {
    pub partial: u32,
    pub used: u32,
    pub tested: u32,
    pub enforced: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Stage {
    pub id: String,
    pub title: String,
    /// The stage's share of the score, relative to the other stages.
    pub weight: u32,
    /// The roadmap's items in its own words, each with what proves it.
    pub item: Vec<Item>,
    /// Weights of criteria inside the stage; 1 where nothing is said.
    #[serde(default)]
    pub weights: BTreeMap<String, u32>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Item {
    pub text: String,
    /// Criterion ids; empty only for self-study.
    #[serde(default)]
    pub criteria: Vec<String>,
    /// Nothing in a repository can show it (or all of it): listed once, never scored.
    #[serde(default)]
    pub self_study: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Level {
    pub id: String,
    pub title: String,
    /// The least score.
    pub percent: u32,
    /// Criteria that must be met, whatever the score. `a|b` means either.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The roadmap's own time estimate, if it gives one.
    pub caption: Option<String>,
}
