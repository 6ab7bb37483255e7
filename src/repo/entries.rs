//! Which paths a snapshot holds: from the index, from a commit's tree, or from a bare walk of a folder.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use git2::{IndexEntryExtendedFlag, Oid, Repository};
use walkdir::WalkDir;

use super::error::RepoError;
use super::role::{Role, Roles};
use super::snapshot::{Limits, Why};
use super::tree::{self, Leaf, Visitor};

/// Looked at for each path kept, before a tree or a folder is given up as endless.
const VISITS_PER_FILE: usize = 20;
/// Kept for each path, on average; real repositories need a fifth.
const BYTES_PER_PATH: usize = 300;
/// Most folders that show to be somebody else's.
const FOREIGN: usize = 64;

/// One path that becomes a file of the snapshot.
pub(super) struct Entry {
    pub path: String,
    /// The bytes that Git has for the path, where they are not UTF-8.
    raw: Option<Vec<u8>>,
    pub role: Role,
    pub blob: Option<Oid>,
    /// Known without looking: a link, a submodule, a path that leads out of the repository.
    pub skip: Option<Why>,
    /// Absent on disk by intention (a sparse checkout): its blob stands in.
    pub sparse: bool,
}

impl Entry {
    fn new(raw: &[u8], blob: Option<Oid>, mode: i32, roles: &Roles) -> Self {
        let path = String::from_utf8_lossy(raw).into_owned();
        let role = roles.role(&path);
        let skip = match tree::kind(mode) {
            _ if !stays_inside(raw) => {
                Some(Why::Unreadable("the path is not a plain path".to_owned()))
            }
            tree::LINK => Some(Why::Link),
            tree::SUBMODULE => Some(Why::Submodule),
            _ => None,
        };
        let raw = (path.as_bytes() != raw).then(|| raw.to_vec());
        Self {
            path,
            raw,
            role,
            blob,
            skip,
            sparse: false,
        }
    }

    /// The segments of the path on disk.
    pub fn segments(&self) -> impl Iterator<Item = PathBuf> {
        let raw = self.raw.as_deref().unwrap_or(self.path.as_bytes());
        raw.split(|byte| *byte == b'/').map(to_path)
    }
}

#[cfg(unix)]
pub(super) fn to_path(raw: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(raw))
}

#[cfg(not(unix))]
pub(super) fn to_path(raw: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(raw).into_owned())
}

/// An index or a tree may hold any bytes; joined to the root they must not lead out of it or into `.git`.
fn stays_inside(raw: &[u8]) -> bool {
    raw.split(|byte| *byte == b'/').all(|part| {
        let is_special = matches!(part, b"" | b"." | b"..") || part.eq_ignore_ascii_case(b".git");
        let separates = |byte: &u8| *byte == 0 || (cfg!(windows) && matches!(byte, b'\\' | b':'));
        !is_special && !part.iter().any(separates)
    })
}

/// The paths of a snapshot, sorted.
#[derive(Default)]
pub(super) struct Entries {
    pub listed: Vec<Entry>,
    pub left_out: usize,
}

impl Entries {
    /// A file beside the tracked ones, where it lies on disk.
    pub fn add_untracked(&mut self, root: &Path, prefix: &[u8], name: &str, roles: &Roles) {
        let raw = [prefix, name.as_bytes()].concat();
        let entry = Entry::new(&raw, None, 0, roles);
        let at = self
            .listed
            .binary_search_by(|listed| listed.path.cmp(&entry.path));
        if let Err(at) = at
            && fs::symlink_metadata(root.join(to_path(&raw))).is_ok()
        {
            self.listed.insert(at, entry);
        }
    }
}

/// Gathers entries up to the limit: a committed folder of packages must not push the learner's own files out.
struct Gathering<'a> {
    prefix: &'a [u8],
    roles: &'a Roles,
    limit: usize,
    bytes_left: usize,
    read: Vec<Entry>,
    not_read: Vec<Entry>,
    left_out: usize,
}

impl<'a> Gathering<'a> {
    fn new(prefix: &'a [u8], roles: &'a Roles, limits: &Limits) -> Self {
        let limit = limits.files;
        let bytes_left = limit.saturating_mul(BYTES_PER_PATH);
        Self {
            prefix,
            roles,
            limit,
            bytes_left,
            read: Vec::new(),
            not_read: Vec::new(),
            left_out: 0,
        }
    }

    fn add(&mut self, raw: &[u8], blob: Option<Oid>, mode: i32) -> Option<&mut Entry> {
        if !raw.starts_with(self.prefix) {
            return None;
        }
        let entry = Entry::new(raw, blob, mode, self.roles);
        let bucket = if entry.role.is_read() {
            &mut self.read
        } else {
            &mut self.not_read
        };
        let left = self
            .bytes_left
            .checked_sub(raw.len())
            .filter(|_| bucket.len() < self.limit);
        let Some(left) = left else {
            self.left_out += 1;
            return None;
        };
        self.bytes_left = left;
        bucket.push(entry);
        bucket.last_mut()
    }

    fn finish(self) -> Entries {
        let room = self.limit.saturating_sub(self.read.len());
        let left_out = self.left_out + self.not_read.len().saturating_sub(room);
        let mut listed = self.read;
        listed.extend(self.not_read.into_iter().take(room));
        listed.sort_by(|a, b| a.path.cmp(&b.path));
        let paths = listed.iter().map(|entry| entry.path.as_str());
        let foreign = paths.filter_map(|path| self.roles.foreign_folder(path));
        let foreign: BTreeSet<String> = foreign.take(FOREIGN).map(str::to_owned).collect();
        for entry in &mut listed {
            if foreign.iter().any(|folder| entry.path.starts_with(folder)) {
                entry.role = Role::Vendored;
            }
        }
        Entries { listed, left_out }
    }
}

/// The tracked files of a work tree. Where the index is absent (a clone without a checkout) or of a kind that libgit2
/// cannot read (split, sparse), the tree of HEAD says what is tracked.
pub(super) fn of_index(
    repository: &Repository,
    head: Option<Oid>,
    prefix: &[u8],
    roles: &Roles,
    limits: &Limits,
) -> Entries {
    let index = repository
        .index()
        .ok()
        .filter(|index| index.path().is_some_and(Path::exists));
    let Some(index) = index else {
        let entries = head.and_then(|head| of_commit(repository, head, prefix, roles, limits).ok());
        let mut entries = entries.unwrap_or_default();
        entries
            .listed
            .iter_mut()
            .for_each(|entry| entry.sparse = true);
        return entries;
    };
    let mut gathering = Gathering::new(prefix, roles, limits);
    let mut last = Vec::new();
    for entry in index.iter() {
        // A file in conflict stands there up to three times.
        if entry.path == last {
            continue;
        }
        let mode = i32::try_from(entry.mode).unwrap_or_default();
        if let Some(kept) = gathering.add(&entry.path, Some(entry.id), mode) {
            let flags = IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended);
            kept.sparse = flags.is_skip_worktree();
        }
        last = entry.path;
    }
    gathering.finish()
}

/// The files of a commit.
pub(super) fn of_commit(
    repository: &Repository,
    commit: Oid,
    prefix: &[u8],
    roles: &Roles,
    limits: &Limits,
) -> Result<Entries, RepoError> {
    let tree = repository
        .find_commit(commit)
        .and_then(|commit| commit.tree());
    let (tree, objects) = tree
        .and_then(|tree| Ok((tree.id(), repository.odb()?)))
        .map_err(|error| {
            let reason = format!("the tree of {commit} cannot be read: {}", error.message());
            RepoError::Unreadable { reason }
        })?;
    let mut gathering = Gathering::new(prefix, roles, limits);
    let mut budget = limits.files.saturating_mul(VISITS_PER_FILE) as u64;
    if !tree::compare(&objects, (None, Some(tree)), &mut budget, &mut gathering) {
        gathering.left_out += 1;
    }
    Ok(gathering.finish())
}

impl Visitor for Gathering<'_> {
    fn leaf(&mut self, path: &[u8], _: Option<Leaf>, new: Option<Leaf>) -> ControlFlow<()> {
        if let Some(leaf) = new {
            self.add(path, Some(leaf.id), leaf.mode);
        }
        ControlFlow::Continue(())
    }

    fn unreadable(&mut self, path: &[u8]) -> ControlFlow<()> {
        if let Some(entry) = self.add(path, None, tree::FOLDER) {
            entry.skip = Some(Why::Missing);
        }
        ControlFlow::Continue(())
    }
}

/// All files below `path`, for a repository whose index cannot be read. Other repositories inside are left closed.
pub(super) fn of_folder(root: &Path, path: &Path, roles: &Roles, limits: &Limits) -> Entries {
    let mut gathering = Gathering::new(&[], roles, limits);
    let walk = WalkDir::new(path)
        .same_file_system(true)
        .sort_by_file_name();
    let mut walk = walk.into_iter();
    let mut visits = limits.files.saturating_mul(VISITS_PER_FILE);
    while let Some(found) = walk.next() {
        let Some(left) = visits.checked_sub(1) else {
            gathering.left_out += 1;
            break;
        };
        visits = left;
        let (at, is_folder, failed) = match &found {
            Ok(entry) => (Some(entry.path()), entry.file_type().is_dir(), None),
            Err(error) => (error.path(), false, Some(unreadable(error))),
        };
        let Some(relative) = at.and_then(|at| at.strip_prefix(root).ok()) else {
            continue;
        };
        let raw = to_raw(relative);
        if relative
            .file_name()
            .is_some_and(|name| name.eq_ignore_ascii_case(".git"))
        {
            if is_folder {
                walk.skip_current_dir();
            }
        } else if !is_folder {
            if let Some(entry) = gathering.add(&raw, None, 0) {
                entry.skip = entry.skip.take().or(failed);
            }
        } else if at.is_some_and(|at| {
            at != path && at != root && fs::symlink_metadata(at.join(".git")).is_ok()
        }) {
            gathering.add(&raw, None, tree::SUBMODULE);
            walk.skip_current_dir();
        }
    }
    gathering.finish()
}

fn unreadable(error: &walkdir::Error) -> Why {
    Why::Unreadable(
        error
            .io_error()
            .map_or_else(|| "a loop of links".to_owned(), |io| io.kind().to_string()),
    )
}

pub(super) fn to_raw(relative: &Path) -> Vec<u8> {
    let parts: Vec<&[u8]> = relative
        .iter()
        .map(|part| part.as_encoded_bytes())
        .collect();
    parts.join(&b'/')
}
