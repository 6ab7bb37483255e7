//! The snapshot and its assembly: which tree, which history, in which order.

use std::sync::Arc;

use super::entries::{self, Entries};
use super::error::RepoError;
use super::history::{self, History, HistoryState};
use super::known::Known;
use super::locate::{Located, Opened};
use super::read::Reader;
use super::refs;
use super::role::{Role, Roles};
use super::untracked;

/// What to scan and how much of it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A commit, branch or tag; without it the work tree.
    pub rev: Option<String>,
    /// Names in the scanned folder of the work tree that are read also while Git does not track them.
    pub untracked: Vec<String>,
    pub limits: Limits,
}

/// The most that is read of anything. Reaching one is reported in the snapshot.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes of all files together.
    pub total_bytes: u64,
    pub files: usize,
    pub commits: usize,
    /// Bytes of one commit message.
    pub message_bytes: usize,
    /// Changed paths kept of one commit.
    pub changed_paths: usize,
    /// Tree entries looked at for all the changed paths of the history.
    pub tree_entries: u64,
    /// Newest commits, merges left out, whose added and deleted lines are counted.
    pub sampled_commits: usize,
    /// Bytes of one blob whose lines are counted.
    pub sampled_blob_bytes: usize,
    /// Bytes of all blobs whose lines are counted.
    pub sampled_bytes: usize,
    /// Lines compared for all of them, without those at the start and the end that are the same.
    pub sampled_lines: usize,
    pub branches: usize,
    /// Untracked files counted.
    pub untracked: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 20,
            total_bytes: 256 << 20,
            files: 200_000,
            commits: 20_000,
            message_bytes: 4 << 10,
            changed_paths: 2_000,
            tree_entries: 20_000_000,
            sampled_commits: 300,
            sampled_blob_bytes: 256 << 10,
            sampled_bytes: 64 << 20,
            sampled_lines: 1_000_000,
            branches: 1_000,
            untracked: 1_000,
        }
    }
}

/// Where the files were read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The tracked files of the work tree, as they are on disk.
    WorkTree,
    /// The tree of this commit, in hexadecimal, from Git objects alone.
    Commit(String),
    /// All files of the folder, tracked or not: Git's index could not be read, so nobody knows which are tracked.
    Folder,
}

/// One revision of a repository, in memory.
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub source: Source,
    /// The folder to which the scan is narrowed, with a trailing `/`; empty for all.
    pub folder: String,
    /// `owner/name` from the remote `origin`, when it has that shape.
    pub repository: Option<String>,
    /// The commit whose history this is, in hexadecimal.
    pub head: Option<String>,
    /// Sorted by path.
    pub files: Vec<File>,
    /// Files beyond the limit, which are not even listed. Vendored and generated ones are left out first.
    pub left_out: usize,
    pub history: History,
    /// The files that should have been read and were not, sorted by path.
    pub skipped: Vec<Skipped>,
    /// Files in the work tree that are neither tracked nor ignored, counted up to a limit. Depends on the machine
    /// (its global ignore file counts, as it does for Git).
    pub untracked: usize,
}

impl Snapshot {
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&File> {
        let at = self
            .files
            .binary_search_by(|file| file.path.as_str().cmp(path))
            .ok()?;
        self.files.get(at)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the root of the repository, with `/` on every platform. Bytes that are not UTF-8 are replaced.
    pub path: String,
    pub role: Role,
    /// Bytes; 0 where nothing could be asked.
    pub size: u64,
    /// The blob that Git has for this path, in hexadecimal; none when the text on disk is another.
    pub blob: Option<String>,
    pub content: Content,
}

impl File {
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Skipped(_) | Content::NotRead => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Text(Arc<str>),
    Skipped(Why),
    /// Vendored or generated: listed by path only.
    NotRead,
}

/// Why a file was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    Binary,
    /// Larger than the limit for one file.
    TooLarge,
    /// The limit for all files together was reached before it.
    OverTotal,
    NotUtf8,
    /// A symbolic link, or a file behind one.
    Link,
    Submodule,
    LfsPointer,
    /// Deleted on disk, or its object is absent (a partial clone).
    Missing,
    Unreadable(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub path: String,
    pub why: Why,
}

pub(super) fn take(
    located: Located,
    options: &Options,
    roles: &Roles,
    known: &Known<'_>,
) -> Result<Snapshot, RepoError> {
    match located {
        Located::Repository(opened) => of_repository(&opened, options, roles, known),
        Located::Folder { root, path, reason } => {
            if let Some(revision) = options.rev.clone() {
                return Err(RepoError::RevisionUnavailable { revision, reason });
            }
            let entries = entries::of_folder(&root, &path, roles, &options.limits);
            let mut reader = Reader::of_disk(root, None, options.limits);
            let history = History::without_commits(HistoryState::Unavailable(reason));
            Ok(assemble(
                Source::Folder,
                entries,
                &mut reader,
                history,
                roles,
            ))
        }
    }
}

fn of_repository(
    opened: &Opened,
    options: &Options,
    roles: &Roles,
    known: &Known<'_>,
) -> Result<Snapshot, RepoError> {
    let Opened {
        repository,
        work_tree,
        prefix,
        reftable,
    } = opened;
    let limits = options.limits;
    let chosen = match &options.rev {
        Some(revision) => Some(refs::commit(repository, revision, *reftable)?),
        None => None,
    };
    let head = match chosen {
        Some(commit) => Ok(Some(commit)),
        None => refs::head(repository, *reftable),
    };
    let history = match &head {
        Ok(Some(commit)) => history::read(repository, *commit, roles, &limits, known),
        Ok(None) => History::without_commits(HistoryState::NoCommits),
        Err(reason) => History::without_commits(HistoryState::Unavailable(reason.clone())),
    };
    let head = head.ok().flatten();

    let on_disk = work_tree.as_ref().filter(|_| chosen.is_none());
    let mut snapshot = if let Some(root) = on_disk {
        let mut entries = entries::of_index(repository, head, prefix, roles, &limits);
        for name in &options.untracked {
            entries.add_untracked(root, prefix, name, roles);
        }
        let untracked = untracked::count(repository, root, prefix, &limits);
        let mut reader = Reader::of_disk(root.clone(), Some(repository), limits);
        Snapshot {
            untracked,
            ..assemble(Source::WorkTree, entries, &mut reader, history, roles)
        }
    } else {
        let entries = match head {
            Some(commit) => entries::of_commit(repository, commit, prefix, roles, &limits)?,
            None => Entries::default(),
        };
        let source = head.map_or(Source::WorkTree, |commit| {
            Source::Commit(commit.to_string())
        });
        assemble(
            source,
            entries,
            &mut Reader::of_objects(repository, limits, known),
            history,
            roles,
        )
    };
    refs::branches_and_tags(
        repository,
        *reftable,
        limits.branches,
        &mut snapshot.history,
    );
    snapshot.repository = refs::repository_name(repository);
    snapshot.head = head.map(|commit| commit.to_string());
    snapshot.folder = String::from_utf8_lossy(prefix).into_owned();
    Ok(snapshot)
}

fn assemble(
    source: Source,
    mut entries: Entries,
    reader: &mut Reader<'_>,
    history: History,
    roles: &Roles,
) -> Snapshot {
    let paths: Vec<String> = entries.listed.iter().map(|it| it.path.clone()).collect();
    let written = roles.written(paths.iter().map(String::as_str));
    for entry in &mut entries.listed {
        if entry.role != Role::Vendored && written.holds(&entry.path) {
            entry.role = Role::Generated;
        }
    }
    let mut files: Vec<File> = entries
        .listed
        .into_iter()
        .map(|entry| reader.file(entry))
        .collect();
    for file in &mut files {
        // What was read may turn out to be another's part, never to be nobody's to read.
        if let Content::Text(text) = &file.content
            && file.role.is_read()
        {
            file.role = roles.role_of(&file.path, text);
        }
    }
    let skipped = files.iter().filter_map(|file| match &file.content {
        Content::Skipped(why) => Some(Skipped {
            path: file.path.clone(),
            why: why.clone(),
        }),
        Content::Text(_) | Content::NotRead => None,
    });
    Snapshot {
        source,
        folder: String::new(),
        repository: None,
        head: None,
        left_out: entries.left_out,
        history,
        skipped: skipped.collect(),
        untracked: 0,
        files,
    }
}
