//! Builds small repositories for tests, the same bytes and the same ids on every machine.
//!
//! ```ignore
//! let fixture = Fixture::new().file("app.py", "print()\n").commit("Start");
//! scan(fixture.path());
//! ```
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};

use git2::build::CheckoutBuilder;
use git2::{Oid, Repository, RepositoryInitOptions, Signature, Time};
use tempfile::TempDir;

/// 2024-01-01, 10:00 UTC; each commit comes a day after the one before.
pub const START: i64 = 1_704_103_200;
pub const DAY: i64 = 86_400;

/// A repository in a folder that goes with it. Steps apply in the order in which they are written.
pub struct Fixture {
    folder: TempDir,
    repository: Repository,
    author: (String, String),
    clock: i64,
    offset_minutes: i32,
}

impl Default for Fixture {
    fn default() -> Self {
        Self::new()
    }
}

impl Fixture {
    /// An empty repository with a work tree, on the branch `main`.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut options = RepositoryInitOptions::new();
        options.initial_head("main").external_template(false);
        let repository = Repository::init_opts(folder.path(), &options).unwrap();
        repository
            .config()
            .unwrap()
            .set_bool("core.autocrlf", false)
            .unwrap();
        let author = ("Ada".to_owned(), "ada@example.org".to_owned());
        Self {
            folder,
            repository,
            author,
            clock: START,
            offset_minutes: 0,
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn repository(&self) -> &Repository {
        &self.repository
    }

    /// The commit of HEAD, in hexadecimal.
    pub fn head(&self) -> String {
        self.repository
            .head()
            .unwrap()
            .peel_to_commit()
            .unwrap()
            .id()
            .to_string()
    }

    /// A tracked text file.
    pub fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    /// A tracked file of any bytes.
    pub fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        self.untracked(path, bytes).track(path)
    }

    /// Written to disk only: a new file is untracked, a tracked one modified.
    pub fn untracked(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let at = self.place(path);
        fs::write(at, bytes).unwrap();
        self
    }

    /// Adds what lies on disk to the index.
    pub fn track(self, path: &str) -> Self {
        let mut index = self.repository.index().unwrap();
        index.add_path(Path::new(path)).unwrap();
        index.write().unwrap();
        self
    }

    /// A tracked symbolic link.
    #[cfg(unix)]
    pub fn link(self, path: &str, target: &str) -> Self {
        std::os::unix::fs::symlink(target, self.place(path)).unwrap();
        self.track(path)
    }

    /// A submodule at a commit that need not exist.
    pub fn submodule(self, path: &str, id: &str) -> Self {
        let mut index = self.repository.index().unwrap();
        let zero = git2::IndexTime::new(0, 0);
        let entry = git2::IndexEntry {
            ctime: zero,
            mtime: zero,
            dev: 0,
            ino: 0,
            mode: 0o160_000,
            uid: 0,
            gid: 0,
            file_size: 0,
            id: Oid::from_str(id).unwrap(),
            flags: 0,
            flags_extended: 0,
            path: path.as_bytes().to_vec(),
        };
        index.add(&entry).unwrap();
        index.write().unwrap();
        self
    }

    /// Deletes a tracked file on disk and in the index.
    pub fn remove(self, path: &str) -> Self {
        fs::remove_file(self.folder.path().join(path)).unwrap();
        let mut index = self.repository.index().unwrap();
        index.remove_path(Path::new(path)).unwrap();
        index.write().unwrap();
        self
    }

    /// Deletes on disk only.
    pub fn delete(self, path: &str) -> Self {
        let at = self.folder.path().join(path);
        if at.is_dir() {
            fs::remove_dir_all(at).unwrap()
        } else {
            fs::remove_file(at).unwrap()
        }
        self
    }

    /// Who writes the commits from here on.
    pub fn author(mut self, name: &str, email: &str) -> Self {
        self.author = (name.to_owned(), email.to_owned());
        self
    }

    /// When the next commit is written: seconds since 1970, and the author's offset from UTC.
    pub fn at(mut self, time: i64, offset_minutes: i32) -> Self {
        self.clock = time;
        self.offset_minutes = offset_minutes;
        self
    }

    /// Commits the index to the current branch.
    pub fn commit(self, message: &str) -> Self {
        let parents = self.head_commit().into_iter().collect();
        self.commit_with(message, parents)
    }

    /// Commits the index with the given branch as the second parent.
    pub fn merge(self, branch: &str, message: &str) -> Self {
        let mut parents: Vec<Oid> = self.head_commit().into_iter().collect();
        parents.push(self.repository.revparse_single(branch).unwrap().id());
        self.commit_with(message, parents)
    }

    fn commit_with(mut self, message: &str, parents: Vec<Oid>) -> Self {
        {
            let tree = self.repository.index().unwrap().write_tree().unwrap();
            let tree = self.repository.find_tree(tree).unwrap();
            let parents: Vec<_> = parents
                .into_iter()
                .map(|id| self.repository.find_commit(id).unwrap())
                .collect();
            let parents: Vec<_> = parents.iter().collect();
            let by = self.signature();
            self.repository
                .commit(Some("HEAD"), &by, &by, message, &tree, &parents)
                .unwrap();
        }
        self.clock += DAY;
        self
    }

    /// Creates a branch here and moves to it.
    pub fn branch(self, name: &str) -> Self {
        {
            let here = self.repository.head().unwrap().peel_to_commit().unwrap();
            self.repository.branch(name, &here, false).unwrap();
        }
        self.repository
            .set_head(&format!("refs/heads/{name}"))
            .unwrap();
        self
    }

    /// Moves to a branch, the work tree with it.
    pub fn checkout(self, name: &str) -> Self {
        self.repository
            .set_head(&format!("refs/heads/{name}"))
            .unwrap();
        self.repository
            .checkout_head(Some(CheckoutBuilder::new().force()))
            .unwrap();
        self
    }

    pub fn detach(self) -> Self {
        let here = self.head_commit().unwrap();
        self.repository.set_head_detached(here).unwrap();
        self
    }

    /// An annotated tag of HEAD.
    pub fn tag(self, name: &str) -> Self {
        {
            let here = self
                .repository
                .head()
                .unwrap()
                .peel(git2::ObjectType::Commit)
                .unwrap();
            self.repository
                .tag(name, &here, &self.signature(), "", false)
                .unwrap();
        }
        self
    }

    pub fn remote(self, name: &str, url: &str) -> Self {
        self.repository.remote(name, url).unwrap();
        self
    }

    /// Any reference, `refs/remotes/origin/main` for one, to HEAD's commit.
    pub fn reference(self, name: &str) -> Self {
        self.repository
            .reference(name, self.head_commit().unwrap(), true, "")
            .unwrap();
        self
    }

    fn head_commit(&self) -> Option<Oid> {
        self.repository
            .head()
            .ok()
            .map(|head| head.peel_to_commit().unwrap().id())
    }

    fn signature(&self) -> Signature<'static> {
        let time = Time::new(self.clock, self.offset_minutes);
        Signature::new(&self.author.0, &self.author.1, &time).unwrap()
    }

    fn place(&self, path: &str) -> PathBuf {
        let at = self.folder.path().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        at
    }
}
