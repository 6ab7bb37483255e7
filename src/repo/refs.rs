//! Names in a repository: revisions, branches, tags, the remote. Read, never followed over the network.

use git2::{ErrorCode, Oid, Repository};

use super::error::RepoError;
use super::history::History;
use crate::unseen::is_unseen;

const REFTABLE: &str = "its references are kept in a reftable, which is not supported yet";

/// The commit that a revision names, through tags.
pub(super) fn commit(
    repository: &Repository,
    revision: &str,
    reftable: bool,
) -> Result<Oid, RepoError> {
    let revision = revision.to_owned();
    let object = match repository.revparse_single(&revision) {
        Ok(object) => object,
        Err(error) if error.code() == ErrorCode::Ambiguous => {
            return Err(RepoError::AmbiguousRevision(revision));
        }
        Err(_) if reftable => {
            let reason = format!("{REFTABLE}; the full id of a commit works");
            return Err(RepoError::RevisionUnavailable { revision, reason });
        }
        Err(_) => {
            let shallow = repository.is_shallow();
            return Err(RepoError::NoSuchRevision { revision, shallow });
        }
    };
    object
        .peel_to_commit()
        .map(|commit| commit.id())
        .map_err(|_| RepoError::NotACommit(revision))
}

/// The commit of HEAD: none before the first commit, an error where it cannot be known.
pub(super) fn head(repository: &Repository, reftable: bool) -> Result<Option<Oid>, String> {
    if reftable {
        return Err(REFTABLE.to_owned());
    }
    match repository.head() {
        Ok(head) => match head.peel_to_commit() {
            Ok(commit) => Ok(Some(commit.id())),
            Err(_) => Err("the commit that HEAD names cannot be read".to_owned()),
        },
        Err(error) if error.code() == ErrorCode::UnbornBranch => Ok(None),
        Err(_) => Err("HEAD names no commit".to_owned()),
    }
}

pub(super) fn branches_and_tags(
    repository: &Repository,
    reftable: bool,
    limit: usize,
    history: &mut History,
) {
    if reftable {
        return;
    }
    if let Ok(branches) = repository.branches(None) {
        // A remote's HEAD is another name for one of its branches.
        let names = branches
            .flatten()
            .filter_map(|(branch, _)| Some(printable(branch.name_bytes().ok()?)));
        history.branches = names
            .filter(|name| !name.is_empty() && !name.ends_with("/HEAD"))
            .collect();
    }
    history.branches.sort_unstable();
    history.branches.dedup();
    history.branches.truncate(limit);
    history.tags = repository.tag_names(None).map_or(0, |tags| tags.len());
}

/// `owner/name` of the remote `origin`.
pub(super) fn repository_name(repository: &Repository) -> Option<String> {
    let remote = repository.find_remote("origin").ok()?;
    owner_and_name(&String::from_utf8_lossy(remote.url_bytes()))
}

/// Only the two usual shapes with exactly two parts: a wrong name is worse than none, and what stands before the
/// host may be a password.
fn owner_and_name(url: &str) -> Option<String> {
    let path = match url.split_once("://") {
        Some(("http" | "https" | "ssh" | "git" | "git+ssh", rest)) => rest.split_once('/')?.1,
        Some(_) => return None,
        None => {
            let (host, path) = url.split_once(':')?;
            // `C:\x` and `./a:b` are paths of the machine.
            if host.len() < 2 || host.contains(['/', '\\']) || path.starts_with('/') {
                return None;
            }
            path
        }
    };
    let path = path.trim_end_matches('/');
    let (owner, name) = path.strip_suffix(".git").unwrap_or(path).split_once('/')?;
    let is_plain = |part: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        (1..=100).contains(&part.len()) && part.chars().all(plain) && part.chars().any(|c| c != '.')
    };
    (is_plain(owner) && is_plain(name)).then(|| format!("{owner}/{name}"))
}

/// A name without what changes how the text around it shows: control, direction and invisible characters.
fn printable(name: &[u8]) -> String {
    let turns = |c: &char| c.is_control() || is_unseen(*c) || matches!(c, '\u{2028}'..='\u{2029}');
    String::from_utf8_lossy(name)
        .chars()
        .filter(|c| !turns(c))
        .take(250)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_repository_is_read_from_the_usual_addresses() {
        for url in [
            "https://example.org/ada/shop.git",
            "https://ada:secret@example.org/ada/shop",
            "https://example.org:8443/ada/shop/",
            "git@example.org:ada/shop.git",
            "ssh://git@example.org:22/ada/shop.git",
        ] {
            assert_eq!(owner_and_name(url).as_deref(), Some("ada/shop"), "{url}");
        }
    }

    #[test]
    fn other_addresses_give_no_name() {
        for url in [
            "",
            "/srv/ada/shop",
            "file:///srv/ada/shop",
            "C:\\ada\\shop",
            "../ada/shop",
            "./x:ada/shop",
            "https://example.org/shop",
            "https://example.org/group/ada/shop",
            "https://example.org/a|b/shop",
            "https://example.org/../shop",
            "git@example.org:/srv/shop",
        ] {
            assert_eq!(owner_and_name(url), None, "{url}");
        }
    }

    #[test]
    fn names_lose_what_is_not_seen() {
        assert_eq!(printable("a\u{202e}b\u{7}c\n\u{200b}é".as_bytes()), "abcé");
        assert_eq!(printable(b"a\xffb"), "a\u{fffd}b");
    }
}
