//! The change between two reports made with the same rules, roadmap and options: what is new, what
//! was lost, and where. A criterion that could not be looked at on either side is not compared.

use serde::{Deserialize, Serialize};

use super::{Evidence, Route, Score};

/// The change against a base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delta {
    /// The commit that it is held against.
    pub base: Option<String>,
    /// The base's score with the rules of this report, so that newer rules change nothing here.
    pub from: Score,
    /// The head's percent minus that of the base.
    pub percent: i32,
    /// In the order of the report's criteria.
    pub changes: Vec<Change>,
    pub routes_added: Vec<Route>,
    pub routes_removed: Vec<Route>,
    /// What else a reader must know of the comparison; repository text stands between backticks.
    pub notes: Vec<String>,
}

/// One criterion whose answer changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub criterion: String,
    pub title: String,
    /// `gained` (met now), `lost` (no longer met), `stronger` and `weaker` (a rung of the ladder, or
    /// partial), `asked` (the question did not arise before, and is open now).
    pub change: String,
    pub before: State,
    pub after: State,
    /// Lines of the head for what is there now, lines of the base for what is gone.
    pub evidence: Vec<Evidence>,
}

/// An answer without its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    pub outcome: String,
    pub strength: Option<String>,
}
