//! The commits behind a snapshot, newest first, with the paths that each of them changed.

use std::ops::ControlFlow;

use git2::{Odb, Oid, Repository, Sort};

use super::decode;
use super::known::Known;
use super::lines::{Lines, Sample};
use super::role::Roles;
use super::snapshot::Limits;
use super::tree::{self, Leaf, Visitor};

const SUMMARY_BYTES: usize = 1_000;
const NAME_BYTES: usize = 250;
/// Changed paths kept over the whole history, in bytes.
const CHANGED_PATH_BYTES: usize = 128 << 20;

/// The history of one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub state: HistoryState,
    /// No commit before its children, and among those free to come next the newest first.
    pub commits: Vec<Commit>,
    /// Local and remote branches by name (`main`, `origin/main`), sorted.
    pub branches: Vec<String>,
    pub tags: usize,
}

impl History {
    pub(super) fn without_commits(state: HistoryState) -> Self {
        Self {
            state,
            commits: Vec::new(),
            branches: Vec::new(),
            tags: 0,
        }
    }

    /// When a commit was committed, in seconds since 1970.
    #[must_use]
    pub fn committed(&self, id: Option<&str>) -> Option<i64> {
        let commit = self
            .commits
            .iter()
            .find(|commit| Some(commit.id.as_str()) == id);
        commit.map(|commit| commit.committed)
    }

    /// The first commit, where the history is known to its end. Of several the last in the order of this list.
    #[must_use]
    pub fn root(&self) -> Option<&Commit> {
        let root = self.commits.iter().rev().find(|commit| commit.parents == 0);
        root.filter(|_| self.state == HistoryState::Complete)
    }
}

/// How much of the history `commits` is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryState {
    Complete,
    /// The clone ends before the first commit.
    Shallow,
    NoCommits,
    /// There are more commits than are read.
    Truncated {
        limit: usize,
    },
    /// Why the history, or the rest of it, cannot be known.
    Unavailable(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    pub id: String,
    /// The first paragraph of the message, on one line.
    pub summary: String,
    /// What follows the summary, cut at a limit.
    pub body: String,
    pub author: String,
    pub email: String,
    /// When the author wrote it: seconds since 1970, UTC.
    pub time: i64,
    /// The author's clock against UTC.
    pub offset_minutes: i32,
    /// When it was committed; a rebase changes this and not `time`.
    pub committed: i64,
    /// As the commit says, also where a shallow clone lacks them.
    pub parents: usize,
    /// Sorted by path, cut at a limit. Empty for merges and where `changed_total` is unknown.
    pub changed: Vec<Change>,
    /// All changed paths, counted up to the limit for files. None for merges, at the end of a shallow clone, where
    /// tree objects are missing, and after the limit for the whole history.
    pub changed_total: Option<usize>,
    /// None outside the sample of the newest commits, for merges, and where blobs are missing or changes are too
    /// many. Vendored and generated files are not counted.
    pub lines: Option<Lines>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub path: String,
    pub kind: ChangeKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    Added,
    Modified,
    Deleted,
}

pub(super) fn read(
    repository: &Repository,
    head: Oid,
    roles: &Roles,
    limits: &Limits,
    known: &Known<'_>,
) -> History {
    let mut history = History::without_commits(HistoryState::Complete);
    history.state = walk(repository, head, roles, limits, known, &mut history.commits)
        .unwrap_or_else(|error| {
            HistoryState::Unavailable(format!("commits are missing: {}", error.message()))
        });
    history
}

fn walk(
    repository: &Repository,
    head: Oid,
    roles: &Roles,
    limits: &Limits,
    known: &Known<'_>,
    commits: &mut Vec<Commit>,
) -> Result<HistoryState, git2::Error> {
    let mut walk = repository.revwalk()?;
    walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
    walk.push(head)?;
    let mut differences = Differences {
        objects: repository.odb()?,
        limits,
        entries_left: limits.tree_entries,
        bytes_left: CHANGED_PATH_BYTES,
        sample: Sample::new(repository, roles, limits),
    };
    let mut state = HistoryState::Complete;
    for id in walk {
        let commit = repository.find_commit(id?)?;
        if commits.len() >= limits.commits {
            return Ok(HistoryState::Truncated {
                limit: limits.commits,
            });
        }
        let mut read = described(&commit, limits);
        if read.parents > commit.parent_count() {
            state = HistoryState::Shallow;
        } else if read.parents < 2 {
            match known.commit(&read.id) {
                Some(known) if differences.take_over(&mut read, known) => {}
                _ => differences.add_to(&mut read, &commit),
            }
        }
        commits.push(read);
    }
    Ok(state)
}

fn described(commit: &git2::Commit<'_>, limits: &Limits) -> Commit {
    let author = commit.author();
    let header = commit.raw_header_bytes().split(|byte| *byte == b'\n');
    Commit {
        id: commit.id().to_string(),
        summary: clipped(commit.summary_bytes().unwrap_or_default(), SUMMARY_BYTES),
        body: clipped(
            commit.body_bytes().unwrap_or_default(),
            limits.message_bytes,
        ),
        author: clipped(author.name_bytes(), NAME_BYTES),
        email: clipped(author.email_bytes(), NAME_BYTES),
        time: author.when().seconds(),
        offset_minutes: author.when().offset_minutes(),
        committed: commit.time().seconds(),
        // libgit2 hides the parents that a shallow clone lacks; the header still names them.
        parents: header.filter(|line| line.starts_with(b"parent ")).count(),
        changed: Vec::new(),
        changed_total: None,
        lines: None,
    }
}

/// The text of the first bytes; a letter cut in two goes.
fn clipped(bytes: &[u8], limit: usize) -> String {
    let mut end = bytes.len().min(limit);
    while end < bytes.len() && end > 0 && bytes.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    decode::text(bytes.get(..end).unwrap_or_default())
}

/// What commits changed, within the limits for the whole history.
struct Differences<'r> {
    objects: Odb<'r>,
    limits: &'r Limits,
    entries_left: u64,
    bytes_left: usize,
    sample: Sample<'r>,
}

/// A changed path with both its sides.
pub(super) struct Difference {
    pub path: String,
    pub kind: ChangeKind,
    pub old: Option<Leaf>,
    pub new: Option<Leaf>,
}

impl Differences<'_> {
    /// Takes what is known of a commit, unless its lines belong to this sample and were not counted for the other.
    fn take_over(&mut self, read: &mut Commit, known: &Commit) -> bool {
        let is_enough = known.lines.is_some() || self.sample.is_full();
        if known.changed_total.is_none() || !is_enough {
            return false;
        }
        let is_sampled = !self.sample.is_full();
        self.sample.pass();
        read.changed.clone_from(&known.changed);
        read.changed_total = known.changed_total;
        read.lines = known.lines.filter(|_| is_sampled);
        true
    }

    fn add_to(&mut self, read: &mut Commit, commit: &git2::Commit<'_>) {
        let Some(changed) = self.of(commit) else {
            return;
        };
        read.changed_total = Some(changed.total);
        if changed.total == changed.listed.len() {
            read.lines = self.sample.lines(&changed.listed);
        } else {
            self.sample.pass();
        }
        let kept = changed.listed.into_iter().map(|change| Change {
            path: change.path,
            kind: change.kind,
        });
        read.changed = kept.collect();
    }

    fn of(&mut self, commit: &git2::Commit<'_>) -> Option<Changed> {
        let old = match commit.parent_count() {
            0 => None,
            _ => Some(commit.parent(0).ok()?.tree_id()),
        };
        let mut changed = Changed {
            listed: Vec::new(),
            total: 0,
            room: self.limits.changed_paths,
            bytes_left: self.bytes_left,
            stop_at: self.limits.files,
            is_known: true,
        };
        let within = tree::compare(
            &self.objects,
            (old, Some(commit.tree_id())),
            &mut self.entries_left,
            &mut changed,
        );
        self.bytes_left = changed.bytes_left;
        changed.listed.sort_by(|a, b| a.path.cmp(&b.path));
        (within && changed.is_known).then_some(changed)
    }
}

struct Changed {
    listed: Vec<Difference>,
    total: usize,
    room: usize,
    bytes_left: usize,
    stop_at: usize,
    is_known: bool,
}

impl Visitor for Changed {
    fn leaf(&mut self, path: &[u8], old: Option<Leaf>, new: Option<Leaf>) -> ControlFlow<()> {
        if self.total >= self.stop_at {
            return ControlFlow::Break(());
        }
        self.total += 1;
        let left = self
            .bytes_left
            .checked_sub(path.len())
            .filter(|_| self.listed.len() < self.room);
        if let Some(left) = left {
            self.bytes_left = left;
            let kind = match (old, new) {
                (None, _) => ChangeKind::Added,
                (_, None) => ChangeKind::Deleted,
                _ => ChangeKind::Modified,
            };
            self.listed.push(Difference {
                path: String::from_utf8_lossy(path).into_owned(),
                kind,
                old,
                new,
            });
        }
        ControlFlow::Continue(())
    }

    fn unreadable(&mut self, _: &[u8]) -> ControlFlow<()> {
        self.is_known = false;
        ControlFlow::Break(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clipped_text_ends_between_letters() {
        assert_eq!(clipped("abé".as_bytes(), 9), "abé");
        assert_eq!(clipped("abé".as_bytes(), 3), "ab");
        assert_eq!(clipped("éé".as_bytes(), 1), "");
        assert_eq!(clipped(&[0x80; 5], 3), "");
    }
}
