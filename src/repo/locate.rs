//! From a path to an open repository, and the way out where libgit2 cannot open one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use git2::{Config, ErrorCode, Repository, RepositoryOpenFlags};

use super::error::RepoError;

/// What lies at a path.
pub(super) enum Located {
    Repository(Opened),
    /// A repository that libgit2 cannot open: the files of `path` can be scanned, its history cannot.
    Folder {
        root: PathBuf,
        path: PathBuf,
        reason: String,
    },
}

pub(super) struct Opened {
    pub repository: Repository,
    /// The root of the work tree, links resolved; none in a bare repository.
    pub work_tree: Option<PathBuf>,
    /// The folder to which the scan is narrowed, as Git writes it, with a trailing `/`; empty for all.
    pub prefix: Vec<u8>,
    /// libgit2 opens these but sees no reference in them, HEAD included.
    pub reftable: bool,
}

/// The extensions that libgit2 refuses by name but that a reader can live with: an object of a partial clone may be
/// absent, and references in a reftable are looked for in vain, of which [`Opened::reftable`] warns.
const READABLE_EXTENSIONS: [&str; 2] = ["partialclone", "refstorage"];

pub(super) fn locate(path: &Path) -> Result<Located, RepoError> {
    let Ok(canonical) = fs::canonicalize(path) else {
        return Err(RepoError::NoSuchFolder(path.to_owned()));
    };
    if !canonical.is_dir() {
        return Err(RepoError::NotAFolder(path.to_owned()));
    }
    prepare_libgit2();
    // No flag reads the environment: GIT_DIR and its kin must not lead the scan elsewhere.
    let nowhere: [&Path; 0] = [];
    match Repository::open_ext(path, RepositoryOpenFlags::empty(), nowhere) {
        Ok(repository) => Ok(Located::Repository(opened(repository, &canonical))),
        Err(error) => unopened(path, canonical, &error),
    }
}

fn opened(repository: Repository, path: &Path) -> Opened {
    let root = repository
        .workdir()
        .and_then(|root| fs::canonicalize(root).ok());
    let git_folder = fs::canonicalize(repository.path()).ok();
    // `core.worktree` may name any folder of the machine. It is believed only when it holds the path asked for.
    let (work_tree, prefix) = match root {
        Some(root)
            if git_folder.is_some_and(|git| path.starts_with(git)) && path.starts_with(&root) =>
        {
            (Some(root), Vec::new())
        }
        Some(root) => match path.strip_prefix(&root).map(git_prefix) {
            Ok(prefix) => (Some(root), prefix),
            Err(_) => (None, Vec::new()),
        },
        None => (None, Vec::new()),
    };
    let storage = repository
        .config()
        .and_then(|config| config.get_string("extensions.refstorage"));
    let reftable = storage.is_ok_and(|storage| !storage.eq_ignore_ascii_case("files"));
    Opened {
        repository,
        work_tree,
        prefix,
        reftable,
    }
}

fn unopened(asked: &Path, path: PathBuf, error: &git2::Error) -> Result<Located, RepoError> {
    let root = path
        .ancestors()
        .find(|folder| holds_git_entry(folder))
        .map(Path::to_owned);
    match root {
        Some(root) => {
            let reason = reason(&root, error);
            Ok(Located::Folder { root, path, reason })
        }
        None if error.code() == ErrorCode::NotFound => {
            Err(RepoError::NotARepository(asked.to_owned()))
        }
        None => Err(RepoError::Unreadable {
            reason: error.message().to_owned(),
        }),
    }
}

/// An empty `.git` folder makes no repository, for Git neither.
fn holds_git_entry(folder: &Path) -> bool {
    let entry = folder.join(".git");
    entry.is_file() || entry.join("HEAD").exists() || entry.join("config").exists()
}

fn reason(root: &Path, error: &git2::Error) -> String {
    let format = Config::open(&root.join(".git").join("config"))
        .and_then(|config| config.get_string("extensions.objectformat"))
        .unwrap_or_default();
    if format.eq_ignore_ascii_case("sha256") {
        "its objects are named with SHA-256, which is not supported yet".to_owned()
    } else if error.code() == ErrorCode::NotFound {
        "its .git entry does not lead to a repository".to_owned()
    } else {
        error.message().to_owned()
    }
}

#[cfg(unix)]
fn git_prefix(relative: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    let mut prefix = relative.as_os_str().as_bytes().to_vec();
    if !prefix.is_empty() {
        prefix.push(b'/');
    }
    prefix
}

#[cfg(not(unix))]
fn git_prefix(relative: &Path) -> Vec<u8> {
    relative
        .iter()
        .flat_map(|part| format!("{}/", part.to_string_lossy()).into_bytes())
        .collect()
}

/// The switches of libgit2, global to the process, of which git2 marks two unsafe.
fn prepare_libgit2() {
    static ONCE: Once = Once::new();
    #[allow(
        unsafe_code,
        reason = "the one place; set once, before this module opens its first repository"
    )]
    ONCE.call_once(|| {
        // In a container the checkout often belongs to another user. The check guards against settings that start
        // programs; this module starts none. A failure leaves libgit2's own, stricter behaviour.
        let _ = unsafe { git2::opts::set_verify_owner_validation(false) };
        let _ = unsafe { git2::opts::set_extensions(&READABLE_EXTENSIONS) };
        // Hashing each object again takes half of the time of reading a history; `git log` does not do it either.
        git2::opts::strict_hash_verification(false);
    });
}
