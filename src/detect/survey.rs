//! What a scan found: plain data, sorted, the only thing that judging sees.

use super::own::Apart;
use crate::fact::{Fact, Location};

/// All that was found in one snapshot.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survey {
    /// Sorted by kind, path, line, detector.
    pub facts: Vec<Fact>,
    /// Sorted by path, method, place. Each has a fact of kind `route`, too.
    pub routes: Vec<Route>,
    /// Languages of the learner's own source, the one with most code first.
    pub languages: Vec<String>,
    /// Ids of the web frameworks in use, sorted.
    pub frameworks: Vec<String>,
    /// Files that were looked at (not vendored, not generated).
    pub files: usize,
    pub commits: usize,
    /// Languages in which a backend may be written here and which have no outline yet.
    pub unread_languages: Vec<String>,
    /// True when commits are known as far as the first one.
    pub history_complete: bool,
    /// Why the history cannot be judged, if so: a sentence with the fix.
    pub history_gap: Option<String>,
    /// Files that are the tool's business and could not be read, routes with open ends.
    pub blind_spots: Vec<BlindSpot>,
    /// Files that do not count, by reason.
    pub apart: Vec<Apart>,
    /// The baseline, where there is one.
    pub baseline: Option<Baseline>,
}

/// What a baseline took out of account, beside whole files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    pub commit: String,
    /// Files in which only some lines count.
    pub changed: usize,
    pub commits: usize,
    /// Changed files that could not be compared and count whole.
    pub not_compared: usize,
}

/// A composed HTTP route.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// Parameters are `{name}`; `{?}` is what could not be resolved.
    pub path: String,
    /// Upper case; `ANY` where the method is not fixed.
    pub method: String,
    pub location: Location,
    /// Id of the framework.
    pub framework: String,
    pub guarded: Guarded,
    /// A test in the repository requests it.
    pub tested: bool,
    /// Where the handler's body is, when it is known.
    pub handler: Option<Location>,
}

/// Whether an authentication check stands before a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guarded {
    Yes,
    No,
    /// Middleware stands there that could not be understood.
    Unknown,
}

/// Something that was not looked at, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlindSpot {
    /// Empty for the repository as a whole.
    pub path: String,
    pub line: u32,
    /// A sentence in the present tense.
    pub reason: String,
}
