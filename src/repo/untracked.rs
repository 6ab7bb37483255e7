//! How many files lie in the work tree that Git neither tracks nor ignores. Counted, never opened.

use std::path::Path;

use git2::{Index, Repository};
use walkdir::WalkDir;

use super::snapshot::Limits;

/// Looked at before the count is given up; a tracked path costs one, too.
const VISITS: usize = 300_000;

pub(super) fn count(repository: &Repository, root: &Path, prefix: &[u8], limits: &Limits) -> usize {
    let Some(index) = repository
        .index()
        .ok()
        .filter(|index| index.path().is_some_and(Path::exists))
    else {
        return 0;
    };
    let start = root.join(super::entries::to_path(prefix));
    let mut walk = WalkDir::new(start)
        .min_depth(1)
        .same_file_system(true)
        .into_iter();
    let mut untracked = 0;
    for _ in 0..VISITS {
        if untracked >= limits.untracked {
            break;
        }
        let entry = match walk.next() {
            None => break,
            Some(Err(_)) => continue,
            Some(Ok(entry)) => entry,
        };
        let is_folder = entry.file_type().is_dir();
        let Ok(path) = entry.path().strip_prefix(root) else {
            continue;
        };
        if entry.file_name().eq_ignore_ascii_case(".git") {
            if is_folder {
                walk.skip_current_dir();
            }
        } else if !is_folder {
            untracked += usize::from(!is_tracked(&index, path) && !is_ignored(repository, path));
        } else if !holds_tracked(&index, path) {
            // A folder that Git sees as one: ignored, or a repository of its own.
            let is_repository = entry.path().join(".git").exists();
            if is_repository || is_ignored(repository, path) {
                untracked += usize::from(
                    is_repository && !is_tracked(&index, path) && !is_ignored(repository, path),
                );
                walk.skip_current_dir();
            }
        }
    }
    untracked
}

/// A file in conflict has no stage 0.
fn is_tracked(index: &Index, path: &Path) -> bool {
    (0..4).any(|stage| index.get_path(path, stage).is_some())
}

fn holds_tracked(index: &Index, folder: &Path) -> bool {
    let mut prefix = super::entries::to_raw(folder);
    prefix.push(b'/');
    index.find_prefix(prefix).is_ok()
}

fn is_ignored(repository: &Repository, path: &Path) -> bool {
    repository.is_path_ignored(path).unwrap_or(true)
}
