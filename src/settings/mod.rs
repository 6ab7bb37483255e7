//! The settings file of a scanned repository: `portfolio-check.toml` in the folder that is scanned.
//!
//! Hostile input like everything there: it is read from the snapshot alone, has caps on size and lists, and every
//! word of it that is shown again has lost what a terminal would obey. A mistake in it is told with line, caret and
//! the words that would be right. It decides nothing of its own: it holds what others ask for.

mod check;
mod date;
mod decide;
mod file;
mod mistake;
mod waiver;

pub use check::Known;
pub use decide::{Decided, decide, forgiving};
pub use file::FailOn;
pub use mistake::Mistakes;
pub use waiver::{Waive, Waived};

use crate::repo::{Snapshot, Start};

/// The file's name.
pub const FILE: &str = "portfolio-check.toml";

/// What a repository's own settings ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Id of a roadmap; what is said on the command line goes first.
    pub roadmap: Option<String>,
    /// Criteria set aside, each once.
    pub waive: Vec<Waive>,
    pub baseline: Option<Baseline>,
    pub thresholds: Thresholds,
    /// Path patterns, from the folder of the settings file, of files that prove nothing.
    pub ignore: Vec<String>,
}

/// With what the learner's own work began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Baseline {
    Commit(String),
    Tag(String),
    /// A branch or tag that holds the template.
    Template(String),
    /// The first commit is the template.
    Root,
    /// There is none, and none is to be recognised.
    Nothing,
}

/// When a check fails. Nothing is asked by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thresholds {
    pub fail_under: Option<u32>,
    /// Id of a level.
    pub min_level: Option<String>,
    pub fail_on: Vec<FailOn>,
}

impl Baseline {
    /// The commit that is meant, if any.
    #[must_use]
    pub fn start(&self) -> Option<Start<'_>> {
        match self {
            Baseline::Commit(id) => Some(Start::Commit(id)),
            Baseline::Tag(name) => Some(Start::Tag(name)),
            Baseline::Template(name) => Some(Start::Named(name)),
            Baseline::Root => Some(Start::Root),
            Baseline::Nothing => None,
        }
    }
}

impl Settings {
    /// The patterns of `ignore` from the root of the repository, for a scan of `folder` (with a trailing `/`).
    #[must_use]
    pub fn ignored(&self, folder: &str) -> Vec<String> {
        let folder = globset::escape(folder);
        let full = self.ignore.iter().map(|glob| format!("{folder}{glob}"));
        full.collect()
    }
}

/// The text of the settings file of a snapshot, if there is one that can be read.
#[must_use]
pub fn text(snapshot: &Snapshot) -> Option<&str> {
    snapshot.file(&path(snapshot))?.text()
}

/// Where the settings file of a snapshot is, from the root of the repository.
#[must_use]
pub fn path(snapshot: &Snapshot) -> String {
    format!("{}{FILE}", snapshot.folder)
}

/// The settings of a snapshot; the defaults where there is no file.
///
/// # Errors
/// Every mistake in the file.
pub fn read(snapshot: &Snapshot, known: &Known<'_>) -> Result<Settings, Mistakes> {
    let path = path(snapshot);
    match snapshot.file(&path) {
        None => Ok(Settings::default()),
        Some(file) => match file.text() {
            Some(text) => parse(&path, text, known),
            None => Err(Mistakes::unreadable(&path)),
        },
    }
}

/// A way of reading the settings of a snapshot.
pub type Reading = fn(&Snapshot, &Known<'_>) -> Result<Decided, Mistakes>;

/// At the desk a mistake ends the run: it is seen where it is made.
///
/// # Errors
/// As [`read`].
pub fn strictly(snapshot: &Snapshot, known: &Known<'_>) -> Result<Decided, Mistakes> {
    read(snapshot, known).map(|settings| Decided {
        settings,
        note: None,
    })
}

/// In the Action a mistake becomes a note, and the defaults decide.
///
/// # Errors
/// Never.
pub fn leniently(snapshot: &Snapshot, known: &Known<'_>) -> Result<Decided, Mistakes> {
    Ok(forgiving(text(snapshot), known))
}

/// Settings from a text.
///
/// # Errors
/// Every mistake in it.
pub fn parse(path: &str, text: &str, known: &Known<'_>) -> Result<Settings, Mistakes> {
    check::check(path, text, known)
}
