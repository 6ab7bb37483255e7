//! The change between two reports made with the same rules, roadmap and options: what is new, what
//! was lost, and where. A criterion that could not be looked at on either side is not compared.

mod criteria;
mod notes;
mod routes;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::{Evidence, Report, Route, Score};

/// The change against a base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delta {
    /// The commit that it is held against.
    pub base: Option<String>,
    /// The base's score with the rules of this report, so that newer rules change nothing here.
    pub from: Score,
    /// The head's percent minus that of the base; 0 where either of them says nothing.
    pub percent: i32,
    /// Of the criteria that the roadmap asks for, in the order of the report.
    pub changes: Vec<Change>,
    /// By method and path: moving a route or renaming its parameters is no change.
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

impl Change {
    /// Whether the evidence stands in the head; else in the base.
    #[must_use]
    pub fn shows_head(&self) -> bool {
        match self.change.as_str() {
            "lost" | "weaker" => self.after.outcome == "violated",
            _ => self.before.outcome != "violated",
        }
    }
}

/// What `head` changed against `base`. Both come from the same rules and the same roadmap; where they
/// do not, the notes say so.
#[must_use]
pub fn delta(head: &Report, base: &Report) -> Delta {
    let percent = |report: &Report| i32::try_from(report.score.percent).unwrap_or(0);
    let (routes_added, routes_removed) = routes::changed(&head.routes, &base.routes);
    Delta {
        base: base.subject.head.clone(),
        from: base.score.clone(),
        percent: match head.is_judged() && base.is_judged() {
            true => percent(head) - percent(base),
            false => 0,
        },
        changes: criteria::changes(head, base),
        routes_added,
        routes_removed,
        notes: notes::notes(head, base),
    }
}
