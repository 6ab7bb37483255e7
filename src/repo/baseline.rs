//! What a snapshot has from a baseline: the commit with which a learner's own work began.
//!
//! A file whose blob is anywhere in the baseline's tree is inherited whole; of a changed file only the lines that the
//! comparison with the baseline's version calls new are the learner's. White space is no change. A name is looked up
//! as a commit id, a tag or a branch and never as an expression: it may come from a hostile settings file.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use git2::{DiffOptions, ObjectType, Odb, Oid, Patch, Repository};

use super::decode::decode;
use super::entries;
use super::lines::unlike_lines;
use super::locate::{Located, locate};
use super::role::Roles;
use super::snapshot::{Limits, Snapshot};

/// Versions of the same name held against a file that is not where the baseline had it.
const MOVED_FROM: usize = 4;
/// A moved file is a changed one, and not a new one, when at least this share of its lines was there.
const MOVED_PERCENT: usize = 50;

/// Where the learner's own work starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start<'n> {
    /// A commit by its id, or the start of it.
    Commit(&'n str),
    Tag(&'n str),
    /// A branch, also of a remote (`template/main`), or a tag.
    Named(&'n str),
    /// The first commit of the history.
    Root,
}

/// What is not the learner's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inherited {
    /// The baseline, in hexadecimal.
    pub commit: String,
    /// Files that are as they were.
    pub files: BTreeSet<String>,
    /// The learner's lines of files that changed, as first and last, in order.
    pub own_lines: BTreeMap<String, Vec<(u32, u32)>>,
    /// Commits of the snapshot's history that the baseline has, too.
    pub commits: HashSet<String>,
    /// Changed files that could not be compared and count whole.
    pub not_compared: usize,
}

/// Why there is no baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoBaseline {
    /// The clone does not know it, because it is shallow or because there is no such thing.
    Absent { shallow: bool },
    /// The repository or the tree cannot be read.
    Unreadable,
}

/// What of a snapshot, taken at `path`, was there at the start.
///
/// # Errors
/// When the start cannot be found or read; never because of a single file.
pub fn inherited(
    path: &Path,
    snapshot: &Snapshot,
    start: Start<'_>,
    limits: &Limits,
) -> Result<Inherited, NoBaseline> {
    let Ok(Located::Repository(opened)) = locate(path) else {
        return Err(NoBaseline::Unreadable);
    };
    let repository = &opened.repository;
    let commit = commit(repository, snapshot, start).ok_or(NoBaseline::Absent {
        shallow: repository.is_shallow(),
    })?;
    // Roles do not matter on the other side.
    let entries = entries::of_commit(repository, commit, b"", &Roles::default(), limits)
        .map_err(|_| NoBaseline::Unreadable)?;
    let old: BTreeMap<String, Oid> = entries
        .listed
        .into_iter()
        .filter_map(|entry| Some((entry.path, entry.blob?)))
        .collect();
    let mut inherited = Inherited {
        commit: commit.to_string(),
        commits: commits(repository, snapshot, commit),
        ..Inherited::default()
    };
    let objects = repository.odb().map_err(|_| NoBaseline::Unreadable)?;
    Comparison::new(objects, &old, snapshot, limits).fill(snapshot, &mut inherited);
    Ok(inherited)
}

fn commit(repository: &Repository, snapshot: &Snapshot, start: Start<'_>) -> Option<Oid> {
    let reference = |kinds: &[&str], name: &str| {
        kinds.iter().find_map(|kind| {
            let full = format!("refs/{kind}/{name}");
            let found = repository.find_reference(&full).ok()?;
            found.peel_to_commit().ok().map(|commit| commit.id())
        })
    };
    match start {
        Start::Commit(id) => {
            let found = repository.find_commit_by_prefix(id).ok()?;
            Some(found.id())
        }
        Start::Tag(name) => reference(&["tags"], name),
        Start::Named(name) => reference(&["heads", "remotes", "tags"], name),
        Start::Root => Oid::from_str(&snapshot.history.root()?.id).ok(),
    }
}

/// Commits of the snapshot that can be reached from the baseline.
fn commits(repository: &Repository, snapshot: &Snapshot, baseline: Oid) -> HashSet<String> {
    let of_snapshot: HashSet<&str> = snapshot
        .history
        .commits
        .iter()
        .map(|commit| commit.id.as_str())
        .collect();
    let walk = repository.revwalk().and_then(|mut walk| {
        walk.push(baseline)?;
        Ok(walk)
    });
    // A walk that meets a missing object ends there; what it reached stays.
    walk.into_iter()
        .flatten()
        .take(snapshot.history.commits.len().saturating_mul(4) + 1_000)
        .map_while(Result::ok)
        .map(|id| id.to_string())
        .filter(|id| of_snapshot.contains(id.as_str()))
        .collect()
}

/// Files held against their versions in the baseline, within the limits for all of them.
struct Comparison<'o> {
    objects: Odb<'o>,
    old: &'o BTreeMap<String, Oid>,
    blobs: HashSet<String>,
    /// Where the baseline has files of a name that are no longer in their place.
    moved: HashMap<&'o str, Vec<Oid>>,
    blob_bytes: usize,
    bytes_left: usize,
    lines_left: usize,
}

impl<'o> Comparison<'o> {
    fn new(
        objects: Odb<'o>,
        old: &'o BTreeMap<String, Oid>,
        snapshot: &Snapshot,
        limits: &Limits,
    ) -> Self {
        let mut moved: HashMap<&str, Vec<Oid>> = HashMap::new();
        for (path, blob) in old {
            let of_name = moved.entry(name(path)).or_default();
            if of_name.len() < MOVED_FROM && snapshot.file(path).is_none() {
                of_name.push(*blob);
            }
        }
        Self {
            objects,
            old,
            blobs: old.values().map(ToString::to_string).collect(),
            moved,
            blob_bytes: limits.sampled_blob_bytes,
            bytes_left: limits.sampled_bytes,
            lines_left: limits.sampled_lines,
        }
    }

    fn fill(mut self, snapshot: &Snapshot, inherited: &mut Inherited) {
        for file in snapshot.files.iter().filter(|file| file.role.is_read()) {
            if file.size == 0 {
                continue;
            }
            if file
                .blob
                .as_ref()
                .is_some_and(|blob| self.blobs.contains(blob))
            {
                inherited.files.insert(file.path.clone());
                continue;
            }
            let Some(text) = file.text() else { continue };
            let own = match self.old.get(&file.path) {
                Some(blob) => self.own_lines(*blob, text),
                None => match self.moved_from(&file.path, text) {
                    Some(own) => Some(own),
                    None => continue,
                },
            };
            match own {
                None => inherited.not_compared += 1,
                Some(own) if own.is_empty() => _ = inherited.files.insert(file.path.clone()),
                Some(own) => _ = inherited.own_lines.insert(file.path.clone(), own),
            }
        }
    }

    /// The lines of a file in a new place, when it is for the most part one of the baseline's.
    fn moved_from(&mut self, path: &str, text: &str) -> Option<Vec<(u32, u32)>> {
        let candidates = self.moved.get(name(path))?.clone();
        let lines = text.lines().count();
        let known = |own: &Vec<(u32, u32)>| {
            let own: usize = own
                .iter()
                .map(|(first, last)| (last - first) as usize + 1)
                .sum();
            lines.saturating_sub(own)
        };
        candidates
            .into_iter()
            .filter_map(|blob| self.own_lines(blob, text))
            .max_by_key(known)
            .filter(|own| known(own) * 100 >= lines * MOVED_PERCENT)
    }

    /// The lines that are new against a blob; none when that cannot be said.
    fn own_lines(&mut self, blob: Oid, text: &str) -> Option<Vec<(u32, u32)>> {
        let (size, kind) = self.objects.read_header(blob).ok()?;
        if kind != ObjectType::Blob || size > self.blob_bytes || text.len() > self.blob_bytes {
            return None;
        }
        self.bytes_left = self.bytes_left.checked_sub(size)?;
        let old = decode(self.objects.read(blob).ok()?.data().to_vec()).ok()?;
        let unlike = unlike_lines(old.as_bytes(), text.as_bytes());
        self.lines_left = self.lines_left.checked_sub(unlike)?;
        let mut options = DiffOptions::new();
        // Reformatting a template makes nothing one's own.
        options
            .context_lines(0)
            .patience(true)
            .ignore_whitespace(true);
        options.ignore_blank_lines(true).force_text(true);
        let patch = Patch::from_buffers(
            old.as_bytes(),
            None,
            text.as_bytes(),
            None,
            Some(&mut options),
        );
        let patch = patch.ok()?;
        let mut own = Vec::new();
        for hunk in 0..patch.num_hunks() {
            let (hunk, _) = patch.hunk(hunk).ok()?;
            let (first, count) = (hunk.new_start(), hunk.new_lines());
            if count > 0 {
                own.push((first, first + count - 1));
            }
        }
        Some(own)
    }
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
