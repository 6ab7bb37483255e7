//! Lines added and deleted, for a bounded sample of commits: comparing texts is a hundred times dearer than
//! comparing trees.

use git2::{DiffOptions, Odb, Patch, Repository};

use super::history::Difference;
use super::role::Roles;
use super::snapshot::Limits;
use super::tree::{self, FOLDER, LINK, Leaf, SUBMODULE};

/// What `git show --numstat` adds up to. Links, submodules and binary files have no lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lines {
    pub added: usize,
    pub deleted: usize,
    /// Files left out of the count because of their size; whether they are binary is not asked.
    pub too_large: usize,
}

/// The newest commits, until their number, their bytes or the lines to compare reach the limit.
pub(super) struct Sample<'r> {
    objects: Option<Odb<'r>>,
    roles: &'r Roles,
    commits_left: usize,
    bytes_left: usize,
    lines_left: usize,
    blob_bytes: usize,
}

/// Why the lines of a commit are not known.
enum Unknown {
    /// An object is missing.
    Missing,
    /// The sample ends here.
    Full,
}

impl<'r> Sample<'r> {
    pub fn new(repository: &'r Repository, roles: &'r Roles, limits: &Limits) -> Self {
        Self {
            objects: repository.odb().ok(),
            roles,
            commits_left: limits.sampled_commits,
            bytes_left: limits.sampled_bytes,
            lines_left: limits.sampled_lines,
            blob_bytes: limits.sampled_blob_bytes,
        }
    }

    /// A commit that takes its place in the sample without being counted.
    pub fn pass(&mut self) {
        self.commits_left = self.commits_left.saturating_sub(1);
    }

    /// Whether no further commit is counted.
    pub fn is_full(&self) -> bool {
        self.commits_left == 0
    }

    pub fn lines(&mut self, changed: &[Difference]) -> Option<Lines> {
        self.commits_left = self.commits_left.checked_sub(1)?;
        let mut lines = Lines::default();
        for change in changed {
            if self.roles.role(&change.path).is_read() {
                match self.add(change, &mut lines) {
                    Ok(()) => {}
                    Err(Unknown::Missing) => return None,
                    Err(Unknown::Full) => {
                        self.commits_left = 0;
                        return None;
                    }
                }
            }
        }
        Some(lines)
    }

    fn add(&mut self, change: &Difference, lines: &mut Lines) -> Result<(), Unknown> {
        let sides = [change.old, change.new];
        let is_mode_only = change.old.map(|old| old.id) == change.new.map(|new| new.id);
        if is_mode_only || !sides.into_iter().flatten().all(is_file) {
            return Ok(());
        }
        for leaf in sides.into_iter().flatten() {
            let objects = self.objects.as_ref().ok_or(Unknown::Missing)?;
            let (size, _) = objects.read_header(leaf.id).map_err(|_| Unknown::Missing)?;
            if size > self.blob_bytes {
                lines.too_large += 1;
                return Ok(());
            }
        }
        let (old, new) = (self.bytes(change.old)?, self.bytes(change.new)?);
        let unlike = unlike_lines(&old, &new);
        self.lines_left = self.lines_left.checked_sub(unlike).ok_or(Unknown::Full)?;
        let (added, deleted) = compared(&old, &new)?;
        lines.added += added;
        lines.deleted += deleted;
        Ok(())
    }

    fn bytes(&mut self, side: Option<Leaf>) -> Result<Vec<u8>, Unknown> {
        let Some(leaf) = side else {
            return Ok(Vec::new());
        };
        let object = self
            .objects
            .as_ref()
            .ok_or(Unknown::Missing)?
            .read(leaf.id)
            .map_err(|_| Unknown::Missing)?;
        self.bytes_left = self
            .bytes_left
            .checked_sub(object.data().len())
            .ok_or(Unknown::Full)?;
        Ok(object.data().to_vec())
    }
}

fn is_file(leaf: Leaf) -> bool {
    !matches!(tree::kind(leaf.mode), FOLDER | LINK | SUBMODULE)
}

/// Lines added and deleted between two texts.
fn compared(old: &[u8], new: &[u8]) -> Result<(usize, usize), Unknown> {
    if is_binary(old) || is_binary(new) {
        return Ok((0, 0));
    }
    if old.is_empty() || new.is_empty() {
        return Ok((count(new), count(old)));
    }
    let mut options = DiffOptions::new();
    options.context_lines(0);
    let patch = Patch::from_buffers(old, None, new, None, Some(&mut options));
    let (_, added, deleted) = patch
        .and_then(|patch| patch.line_stats())
        .map_err(|_| Unknown::Missing)?;
    Ok((added, deleted))
}

fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(8_000).any(|byte| *byte == 0)
}

/// The lines between the common start and the common end: what there is to compare, and what costs.
pub(super) fn unlike_lines(old: &[u8], new: &[u8]) -> usize {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (
        old.get(start..).unwrap_or_default(),
        new.get(start..).unwrap_or_default(),
    );
    let end = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let unlike = |side: &[u8]| count(side.get(..side.len() - end).unwrap_or_default());
    if old.is_empty() || new.is_empty() {
        0
    } else {
        unlike(old) + unlike(new)
    }
}

/// A last line without its end counts, as for Git.
fn count(bytes: &[u8]) -> usize {
    let ends = bytes.iter().filter(|byte| **byte == b'\n').count();
    ends + usize::from(bytes.last().is_some_and(|last| *last != b'\n'))
}
