//! Where a head left its base: the commit that a change is held against.

use std::path::Path;

use git2::{ErrorCode, Oid, Repository};

use super::error::RepoError;
use super::locate::{self, Located};
use super::refs;

/// What is known of the last commit that two revisions share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeBase {
    /// Its id, in hexadecimal.
    Commit(String),
    /// The two have no commit in common.
    Unrelated,
    /// The clone does not reach it; `shallow` says whether it ends early.
    NotFetched { shallow: bool },
    /// There is no commit that could have left anything.
    NoCommits,
    /// Git cannot be read here, for this reason.
    Unreadable(String),
}

/// The merge base of `base` and `head` (a revision each; HEAD without one).
///
/// # Errors
/// When a revision is misspelt, or there is no repository. A full commit id that is not there was not fetched.
pub fn merge_base(path: &Path, base: &str, head: Option<&str>) -> Result<MergeBase, RepoError> {
    let opened = match locate::locate(path)? {
        Located::Repository(opened) => opened,
        Located::Folder { reason, .. } => return Ok(MergeBase::Unreadable(reason)),
    };
    let repository = &opened.repository;
    let head = match head {
        Some(head) => refs::commit(repository, head, opened.reftable)?,
        None => match refs::head(repository, opened.reftable) {
            Ok(Some(head)) => head,
            Ok(None) => return Ok(MergeBase::NoCommits),
            Err(reason) => return Ok(MergeBase::Unreadable(reason)),
        },
    };
    let shallow = repository.is_shallow();
    let base = match refs::commit(repository, base, opened.reftable) {
        Ok(base) => base,
        Err(RepoError::NoSuchRevision { .. }) if shallow || is_full_id(base) => {
            return Ok(MergeBase::NotFetched { shallow });
        }
        Err(error) => return Err(error),
    };
    Ok(of(repository, base, head, shallow))
}

fn of(repository: &Repository, base: Oid, head: Oid, shallow: bool) -> MergeBase {
    match repository.merge_base(base, head) {
        Ok(commit) => MergeBase::Commit(commit.to_string()),
        Err(error) if error.code() != ErrorCode::NotFound => {
            MergeBase::Unreadable(format!("commits are missing: {}", error.message()))
        }
        Err(_) if shallow => MergeBase::NotFetched { shallow },
        Err(_) => MergeBase::Unrelated,
    }
}

fn is_full_id(revision: &str) -> bool {
    revision.len() == 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit())
}
