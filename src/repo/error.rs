//! Why no snapshot could be taken at all, each with what to do about it.

use std::path::PathBuf;

/// The reasons for having nothing to look at. A single unreadable file is none of them: it is a `Skipped`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RepoError {
    #[error("no such folder: {}", .0.display())]
    NoSuchFolder(PathBuf),
    #[error("not a folder: {}", .0.display())]
    NotAFolder(PathBuf),
    #[error("not a Git repository: {}", .0.display())]
    NotARepository(PathBuf),
    #[error("a repository without a work tree: {}", .0.display())]
    NoWorkTree(PathBuf),
    #[error("no such revision: {revision}")]
    NoSuchRevision { revision: String, shallow: bool },
    #[error("more than one object is meant by the revision {0}")]
    AmbiguousRevision(String),
    #[error("not a commit: {0}")]
    NotACommit(String),
    #[error("the revision {revision} cannot be read: {reason}")]
    RevisionUnavailable { revision: String, reason: String },
    #[error("the repository cannot be read: {reason}")]
    Unreadable { reason: String },
}

impl RepoError {
    /// What the person at the keyboard can do next.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::NoSuchFolder(_) => {
                "check the spelling, or leave the path out to scan the current folder"
            }
            Self::NotAFolder(_) => {
                "give the folder that holds the repository, not a file inside it"
            }
            Self::NotARepository(_) => {
                "run `git init`, then commit your work; or give the path of a clone"
            }
            Self::NoWorkTree(_) => "give the path of a clone whose files are checked out",
            Self::NoSuchRevision { shallow: true, .. } => {
                "this clone is shallow: fetch the whole history with `git fetch --unshallow`, \
                 or set `fetch-depth: 0` on the checkout step"
            }
            Self::NoSuchRevision { .. } => {
                "`git branch --all`, `git tag` and `git log` list what this clone knows; \
                 a branch of a remote is written origin/NAME"
            }
            Self::AmbiguousRevision(_) => "write more digits of the commit id",
            Self::NotACommit(_) => "give a commit, a branch or a tag that points to a commit",
            Self::RevisionUnavailable { .. } => {
                "leave the revision out to scan the files of the folder"
            }
            Self::Unreadable { .. } => {
                "`git fsck` says what is wrong; a fresh clone usually repairs it"
            }
        };
        Some(help.to_owned())
    }
}
