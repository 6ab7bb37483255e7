//! A snapshot of one revision of a repository: its files, their roles and its history.
//!
//! The only module that touches the disk or Git. It reads and never writes: no checkout, no hook, no filter, no
//! network, no program started. Links are never followed, special files never opened, and everything read has a
//! limit, because what lies in a scanned repository was written by somebody else. What could not be read is named
//! in the snapshot and never aborts the scan. No rules are known here: globs for roles come in through [`Roles`].

mod baseline;
mod decode;
mod entries;
mod error;
mod history;
mod known;
mod lines;
mod locate;
mod merge_base;
mod read;
mod refs;
mod role;
mod snapshot;
mod tree;
mod untracked;

use std::path::{Path, PathBuf};

use locate::{Located, Opened};

pub use baseline::{Inherited, NoBaseline, Start, inherited};
pub use error::RepoError;
pub use history::{Change, ChangeKind, Commit, History, HistoryState};
use known::Known;
pub use lines::Lines;
pub use merge_base::{MergeBase, merge_base};
pub use role::{Role, Roles};
pub use snapshot::{Content, File, Limits, Options, Skipped, Snapshot, Source, Why};

/// Takes the snapshot of the repository at `path`.
///
/// Without a revision: the tracked files of the work tree as they are on disk, and the history of HEAD. With one, or
/// in a bare repository: the tree and the history of that commit, from Git objects alone. A folder below the root of
/// a work tree narrows the files to that folder; paths stay relative to the root and the history stays whole.
///
/// # Errors
/// Only when there is nothing to look at: no such folder, no repository, no such revision.
pub fn open(path: &Path, options: &Options, roles: &Roles) -> Result<Snapshot, RepoError> {
    snapshot::take(locate::locate(path)?, options, roles, &Known::default())
}

/// The same, taking over from a snapshot of the same repository what both hold: texts by the id of their blob, and
/// what commits changed. For the base of a comparison, of which the most is usually known from the head.
///
/// # Errors
/// As [`open`].
pub fn open_beside(
    other: &Snapshot,
    path: &Path,
    options: &Options,
    roles: &Roles,
) -> Result<Snapshot, RepoError> {
    snapshot::take(locate::locate(path)?, options, roles, &Known::of(other))
}

/// The root of the work tree that holds `path`, and the way from there to `path` as Git writes it: empty at the root,
/// no `/` at the end.
///
/// # Errors
/// When `path` is no folder of a work tree: nothing there, no repository, or a bare one.
pub fn work_tree(path: &Path) -> Result<(PathBuf, String), RepoError> {
    match locate::locate(path)? {
        Located::Repository(Opened {
            work_tree: Some(root),
            prefix,
            ..
        }) => {
            let below = String::from_utf8_lossy(&prefix);
            Ok((root, below.trim_end_matches('/').to_owned()))
        }
        Located::Repository(_) => Err(RepoError::NoWorkTree(path.to_owned())),
        Located::Folder { root, path, .. } => {
            let below = path.strip_prefix(&root).unwrap_or(Path::new(""));
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            Ok((root, parts.join("/")))
        }
    }
}
