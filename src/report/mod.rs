//! The report: the only types that are serialised, schema 1 (`schema/report-1.json`). A public
//! contract: fields are added, never changed. Same commit, same rules, same options: same bytes.
//!
//! It says what is so; how it is shown is `render`'s business, and so is escaping. In `said` and
//! `limits` text from the repository stands between backticks and holds none itself.

mod apart;
mod build;
mod delta;
mod detail;
mod limits;
mod question;
pub mod untrusted;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use build::{Subject as SubjectOf, build};
pub use delta::{Change, Delta, State, delta};

/// A readiness report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    pub schema: u32,
    pub tool: Tool,
    pub subject: Subject,
    pub roadmap: Roadmap,
    pub score: Score,
    pub stages: Vec<Stage>,
    pub criteria: Vec<Criterion>,
    pub routes: Vec<Route>,
    pub next_steps: Vec<NextStep>,
    pub warnings: Vec<String>,
    pub self_study: Vec<String>,
    pub limits: Vec<String>,
    /// What a reviewer may ask the author, in the order of the criteria.
    #[serde(default)]
    pub questions: Vec<Question>,
    /// The change against the base, scanned with the same rules.
    pub delta: Option<Delta>,
    /// Titles of the roadmap's levels by id, for people. Not part of the wire format.
    #[serde(skip)]
    pub level_titles: BTreeMap<String, String>,
    /// Why each criterion is asked, by id, for people. Not part of the wire format.
    #[serde(skip)]
    pub reasons: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    pub name: String,
    pub version: String,
    /// `sha256:…` over all rule files.
    pub rules: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// `owner/name`, when the remote says so.
    pub repository: Option<String>,
    pub head: Option<String>,
    pub base: Option<String>,
    pub languages: Vec<String>,
    pub frameworks: Vec<String>,
    pub files: usize,
    pub commits: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roadmap {
    pub id: String,
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    pub percent: u32,
    /// A level of the roadmap; `none` below all of them.
    pub level: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    pub id: String,
    pub title: String,
    /// Null when nothing in it could be judged.
    pub percent: Option<u32>,
    pub criteria: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub id: String,
    pub family: String,
    pub title: String,
    pub outcome: String,
    pub strength: Option<String>,
    pub said: String,
    pub evidence: Vec<Evidence>,
    pub step: Option<Advice>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub kind: String,
    /// A path in the repository; a commit id for evidence from history.
    pub path: String,
    /// From 1; 0 for evidence from history.
    pub line: u32,
    pub detail: String,
}

/// What to do about a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    pub text: String,
    pub effort: String,
    pub learn: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    pub method: String,
    pub path: String,
    pub file: String,
    pub line: u32,
    pub framework: String,
    /// Null when a middleware stands there that could not be understood.
    pub guarded: Option<bool>,
    pub tested: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextStep {
    pub criterion: String,
    pub title: String,
    pub text: String,
    pub why: String,
    pub effort: String,
    /// The level that needs it.
    pub unlocks: Option<String>,
    pub learn: Vec<String>,
}

/// A question about a line that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub criterion: String,
    /// Repository text in it stands between backticks.
    pub text: String,
    pub path: String,
    pub line: u32,
}

impl Report {
    /// Whether anything of the roadmap could be judged; otherwise the score says nothing.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        self.stages.iter().any(|stage| stage.percent.is_some())
    }

    /// The title of a level, or its id in words where the report came without titles.
    #[must_use]
    pub fn level_title(&self, level: &str) -> String {
        match (self.level_titles.get(level), level) {
            (Some(title), _) => title.clone(),
            (None, "none") => "Starting out".to_owned(),
            (None, id) => id.replace('-', " "),
        }
    }

    /// Why a criterion is asked, where the report came with its reasons or names it as a step.
    #[must_use]
    pub fn reason(&self, criterion: &str) -> Option<&str> {
        let named = || {
            self.next_steps
                .iter()
                .find(|step| step.criterion == criterion)
        };
        let reason = self
            .reasons
            .get(criterion)
            .or_else(|| named().map(|step| &step.why));
        reason
            .map(String::as_str)
            .filter(|reason| !reason.is_empty())
    }

    /// The criterion with this id.
    #[must_use]
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }
}
