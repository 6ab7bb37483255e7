//! What lies at a path: work trees, bare and broken repositories, nothing at all.

use std::path::Path;
use std::process::Command;

use portfolio_check::repo::{HistoryState, RepoError, Source, Why};

use super::support::Fixture;
use super::{paths, scan, scan_rev, text, try_rev, why};

/// Git itself, without the settings of this machine.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .envs([
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
        ])
        .envs([
            ("GIT_AUTHOR_NAME", "Ada"),
            ("GIT_AUTHOR_EMAIL", "ada@example.org"),
        ])
        .envs([
            ("GIT_COMMITTER_NAME", "Ada"),
            ("GIT_COMMITTER_EMAIL", "ada@example.org"),
        ])
        .envs([
            ("GIT_AUTHOR_DATE", "1704103200 +0000"),
            ("GIT_COMMITTER_DATE", "1704103200 +0000"),
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn failed(path: &Path) -> RepoError {
    super::open(path, &super::Options::default(), &super::roles()).unwrap_err()
}

#[test]
fn where_nothing_is_the_error_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let missing = failed(&folder.path().join("missing"));
    assert!(matches!(missing, RepoError::NoSuchFolder(_)));
    let none = failed(folder.path());
    assert!(matches!(none, RepoError::NotARepository(_)), "{none:?}");
    assert!(none.help().unwrap().contains("git init"));
    let fixture = Fixture::new().file("a.py", "a\n");
    let file = failed(&fixture.path().join("a.py"));
    assert!(matches!(file, RepoError::NotAFolder(_)));
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    assert!(
        matches!(failed(folder.path()), RepoError::NotARepository(_)),
        "an empty .git folder"
    );
    for error in [missing, none, file] {
        assert!(error.help().is_some());
    }
}

#[test]
fn before_the_first_commit_the_files_are_there() {
    let empty = scan(Fixture::new().path());
    assert!(empty.files.is_empty());
    assert_eq!(
        (empty.history.state, empty.head),
        (HistoryState::NoCommits, None)
    );
    let fixture = Fixture::new().file("a.py", "a\n").untracked("b.py", "b\n");
    let snapshot = scan(fixture.path());
    assert_eq!(paths(&snapshot), ["a.py"]);
    assert_eq!(
        (snapshot.history.state, snapshot.untracked),
        (HistoryState::NoCommits, 1)
    );
    assert!(matches!(
        try_rev(fixture.path(), "HEAD"),
        Err(RepoError::NoSuchRevision { .. })
    ));
}

#[test]
fn a_folder_below_the_root_narrows_the_files_only() {
    let fixture = Fixture::new()
        .file("api/src/a.py", "a\n")
        .file("api2/b.py", "b\n")
        .file("c.py", "c\n")
        .commit("Start")
        .file("c.py", "cc\n")
        .commit("More");
    for rev in [None, Some("HEAD~1")] {
        let options = super::Options {
            rev: rev.map(str::to_owned),
            ..Default::default()
        };
        let snapshot = super::open(&fixture.path().join("api"), &options, &super::roles()).unwrap();
        assert_eq!(paths(&snapshot), ["api/src/a.py"]);
        assert_eq!(
            snapshot.history.commits.len(),
            if rev.is_some() { 1 } else { 2 }
        );
    }
}

#[test]
fn the_git_folder_itself_stands_for_the_repository() {
    let fixture = Fixture::new()
        .file("a.py", "a\n")
        .commit("Start")
        .untracked("a.py", "b\n");
    assert_eq!(text(&scan(&fixture.path().join(".git")), "a.py"), "b\n");
}

#[test]
fn a_bare_repository_is_read_at_head() {
    let origin = Fixture::new()
        .file("a.py", "a\n")
        .commit("One")
        .file("b.py", "b\n")
        .commit("Two");
    let folder = tempfile::tempdir().unwrap();
    let bare = git2::build::RepoBuilder::new()
        .bare(true)
        .clone(
            origin.path().to_str().unwrap(),
            &folder.path().join("bare.git"),
        )
        .unwrap();
    let snapshot = scan(bare.path());
    assert_eq!(snapshot.source, Source::Commit(origin.head()));
    assert_eq!(paths(&snapshot), ["a.py", "b.py"]);
    assert_eq!(text(&snapshot, "b.py"), "b\n");
    assert_eq!(snapshot.history.commits.len(), 2);
    assert_eq!(paths(&scan_rev(bare.path(), "HEAD~1")), ["a.py"]);
    let empty = git2::Repository::init_bare(folder.path().join("empty.git")).unwrap();
    assert_eq!(scan(empty.path()).history.state, HistoryState::NoCommits);
}

#[test]
fn a_detached_head_is_a_head() {
    let fixture = Fixture::new()
        .file("a.py", "a\n")
        .commit("One")
        .detach()
        .commit("Two");
    let snapshot = scan(fixture.path());
    assert_eq!(snapshot.head, Some(fixture.head()));
    assert_eq!(snapshot.history.commits.len(), 2);
}

#[test]
fn a_head_that_leads_nowhere_leaves_the_files() {
    let fixture = Fixture::new().file("a.py", "a\n").commit("One");
    std::fs::write(
        fixture.path().join(".git/refs/heads/main"),
        format!("{}\n", "1".repeat(40)),
    )
    .unwrap();
    let snapshot = scan(fixture.path());
    assert_eq!(text(&snapshot, "a.py"), "a\n");
    assert!(
        matches!(snapshot.history.state, HistoryState::Unavailable(_)),
        "{:?}",
        snapshot.history
    );
}

#[test]
fn a_revision_may_be_a_branch_a_tag_or_an_id() {
    let fixture = Fixture::new().file("a.py", "a\n").commit("One").tag("v1");
    let first = fixture.head();
    let fixture = fixture.branch("other").file("b.py", "b\n").commit("Two");
    for rev in [
        "v1",
        "main",
        "HEAD~1",
        "other~1",
        "v1^{commit}",
        first.as_str(),
        &first[..9],
    ] {
        assert_eq!(
            scan_rev(fixture.path(), rev).head.as_ref(),
            Some(&first),
            "{rev}"
        );
    }
}

#[test]
fn a_revision_that_is_no_commit_is_refused() {
    let fixture = Fixture::new().file("a.py", "a\n").commit("One");
    let tree = fixture
        .repository()
        .revparse_single("HEAD^{tree}")
        .unwrap()
        .id()
        .to_string();
    assert!(matches!(
        try_rev(fixture.path(), &tree),
        Err(RepoError::NotACommit(_))
    ));
    assert!(matches!(
        try_rev(fixture.path(), "HEAD:a.py"),
        Err(RepoError::NotACommit(_))
    ));
    for rev in [
        "",
        "nowhere",
        "HEAD~9",
        "-x",
        "a..b",
        "@{u}",
        "a\0b",
        &"f".repeat(40),
        ":/x",
        "HEAD^{/(",
    ] {
        let error = try_rev(fixture.path(), rev).unwrap_err();
        assert!(
            matches!(error, RepoError::NoSuchRevision { shallow: false, .. }),
            "{rev}: {error:?}"
        );
        assert!(error.help().is_some());
    }
}

#[test]
fn a_short_id_of_two_objects_is_ambiguous() {
    let fixture = Fixture::new().file("a.py", "a\n").commit("One");
    let mut seen = std::collections::HashSet::new();
    let mut numbers = 0..100_000;
    let short = loop {
        let blob = fixture
            .repository()
            .blob(numbers.next().unwrap().to_string().as_bytes())
            .unwrap();
        let short = blob.to_string()[..4].to_owned();
        if !seen.insert(short.clone()) {
            break short;
        }
    };
    let error = try_rev(fixture.path(), &short).unwrap_err();
    assert!(
        matches!(error, RepoError::AmbiguousRevision(_)),
        "{error:?}"
    );
    assert!(error.help().unwrap().contains("more digits"));
}

#[test]
fn a_linked_work_tree_is_scanned_with_its_own_head() {
    let fixture = Fixture::new()
        .file("a.py", "a\n")
        .commit("One")
        .branch("side")
        .file("b.py", "b\n")
        .commit("Two");
    let folder = tempfile::tempdir().unwrap();
    let linked = folder.path().join("linked");
    let main = fixture
        .repository()
        .find_reference("refs/heads/main")
        .unwrap();
    let mut options = git2::WorktreeAddOptions::new();
    fixture
        .repository()
        .worktree("linked", &linked, Some(options.reference(Some(&main))))
        .unwrap();
    let snapshot = scan(&linked);
    assert_eq!(paths(&snapshot), ["a.py"]);
    assert_eq!(snapshot.history.commits.len(), 1);
    assert_eq!(snapshot.untracked, 0);
}

#[test]
fn a_work_tree_elsewhere_is_not_believed() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("a.py"), "outside\n").unwrap();
    let fixture = Fixture::new().file("a.py", "inside\n").commit("Start");
    fixture
        .repository()
        .config()
        .unwrap()
        .set_str("core.worktree", outside.path().to_str().unwrap())
        .unwrap();
    let snapshot = scan(fixture.path());
    assert_eq!(text(&snapshot, "a.py"), "inside\n");
    assert_eq!(snapshot.source, Source::Commit(fixture.head()));
}

#[test]
fn the_remote_gives_the_name() {
    let fixture = Fixture::new()
        .remote("origin", "https://user:secret@example.org/ada/shop.git")
        .commit("One");
    assert_eq!(scan(fixture.path()).repository.as_deref(), Some("ada/shop"));
    assert_eq!(scan(Fixture::new().path()).repository, None);
}

#[test]
fn sha256_objects_leave_the_files() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "--object-format=sha256"]);
    std::fs::create_dir_all(folder.path().join("sub/nested")).unwrap();
    std::fs::write(folder.path().join("a.py"), "a\n").unwrap();
    std::fs::write(folder.path().join("sub/b.py"), "b\n").unwrap();
    std::fs::write(folder.path().join("sub/nested/.git"), "gitdir: nowhere\n").unwrap();
    std::fs::write(folder.path().join("sub/nested/c.py"), "c\n").unwrap();
    let snapshot = scan(folder.path());
    assert_eq!(snapshot.source, Source::Folder);
    assert_eq!(paths(&snapshot), ["a.py", "sub/b.py", "sub/nested"]);
    assert_eq!(text(&snapshot, "sub/b.py"), "b\n");
    assert_eq!(why(&snapshot, "sub/nested"), Why::Submodule);
    let HistoryState::Unavailable(reason) = &snapshot.history.state else {
        panic!("{snapshot:?}")
    };
    assert!(reason.contains("SHA-256"), "{reason}");
    assert_eq!(
        paths(&scan(&folder.path().join("sub"))),
        ["sub/b.py", "sub/nested"]
    );
    assert!(matches!(
        try_rev(folder.path(), "HEAD"),
        Err(RepoError::RevisionUnavailable { .. })
    ));
}

#[cfg(unix)]
#[test]
fn links_in_a_bare_walk_are_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "--object-format=sha256"]);
    std::os::unix::fs::symlink("/etc", folder.path().join("etc")).unwrap();
    std::os::unix::fs::symlink(".", folder.path().join("loop")).unwrap();
    let snapshot = scan(folder.path());
    assert_eq!(paths(&snapshot), ["etc", "loop"]);
    assert_eq!(why(&snapshot, "loop"), Why::Link);
}

#[test]
fn a_reftable_leaves_the_tracked_files() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "--ref-format=reftable"]);
    std::fs::write(folder.path().join("a.py"), "a\n").unwrap();
    git(folder.path(), &["add", "a.py"]);
    git(folder.path(), &["commit", "-q", "-m", "One"]);
    std::fs::write(folder.path().join("b.py"), "b\n").unwrap();
    let snapshot = scan(folder.path());
    assert_eq!(snapshot.source, Source::WorkTree);
    assert_eq!(paths(&snapshot), ["a.py"]);
    assert_eq!(snapshot.untracked, 1);
    let HistoryState::Unavailable(reason) = &snapshot.history.state else {
        panic!("{snapshot:?}")
    };
    assert!(reason.contains("reftable"), "{reason}");
    assert!(matches!(
        try_rev(folder.path(), "HEAD"),
        Err(RepoError::RevisionUnavailable { .. })
    ));
    let id = git(folder.path(), &["rev-parse", "HEAD"]);
    assert_eq!(scan_rev(folder.path(), id.trim()).history.commits.len(), 1);
}

#[test]
fn a_partial_clone_opens_and_lacks_what_it_lacks() {
    let origin = Fixture::new()
        .file("a.py", "old\n")
        .commit("One")
        .file("a.py", "new\n")
        .commit("Two");
    git(origin.path(), &["config", "uploadpack.allowFilter", "true"]);
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file://{}", origin.path().display());
    git(
        folder.path(),
        &["clone", "-q", "--filter=blob:none", &url, "clone"],
    );
    let clone = folder.path().join("clone");
    let config = std::fs::read_to_string(clone.join(".git/config")).unwrap();
    // Older versions of Git write this extension, newer ones only the promisor of the remote.
    let config = format!(
        "{config}[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n"
    );
    std::fs::write(clone.join(".git/config"), config).unwrap();
    let snapshot = scan(&clone);
    assert_eq!(snapshot.source, Source::WorkTree);
    assert_eq!(text(&snapshot, "a.py"), "new\n");
    assert_eq!(snapshot.history.state, HistoryState::Complete);
    assert_eq!(snapshot.history.commits[0].lines, None);
    assert_eq!(snapshot.history.commits[0].changed_total, Some(1));
    assert_eq!(why(&scan_rev(&clone, "HEAD~1"), "a.py"), Why::Missing);
}

#[test]
fn an_unknown_extension_and_a_dangling_git_file_leave_the_files() {
    let fixture = Fixture::new().file("a.py", "a\n").commit("One");
    let mut config = fixture.repository().config().unwrap();
    config.set_i32("core.repositoryformatversion", 1).unwrap();
    config.set_str("extensions.fromthefuture", "yes").unwrap();
    let snapshot = scan(fixture.path());
    assert_eq!(snapshot.source, Source::Folder);
    assert!(
        matches!(&snapshot.history.state, HistoryState::Unavailable(why) if why.contains("fromthefuture"))
    );

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".git"), "gitdir: ../nowhere\n").unwrap();
    std::fs::write(folder.path().join("a.py"), "a\n").unwrap();
    let snapshot = scan(folder.path());
    assert_eq!(paths(&snapshot), ["a.py"]);
    assert!(matches!(
        snapshot.history.state,
        HistoryState::Unavailable(_)
    ));
}

#[test]
fn garbage_in_the_git_folder_does_not_panic() {
    for (path, bytes) in [
        ("HEAD", &b"\xff\xfe garbage"[..]),
        ("HEAD", b"ref: refs/heads/\n"),
        ("HEAD", b""),
        ("config", b"[core\n\0"),
        ("index", b"DIRC\0\0\0\x02\xff\xff\xff\xff"),
        ("packed-refs", b"\0\0\0 garbage\n"),
        ("shallow", b"not an id\n"),
        ("refs/heads/main", b"zz"),
    ] {
        let fixture = Fixture::new().file("a.py", "a\n").commit("One");
        std::fs::write(fixture.path().join(".git").join(path), bytes).unwrap();
        match super::open(fixture.path(), &super::Options::default(), &super::roles()) {
            Ok(snapshot) => assert_eq!(paths(&snapshot), ["a.py"], "{path}"),
            Err(error) => assert!(error.help().is_some(), "{path}: {error:?}"),
        }
    }
}

/// Needs the right to give a folder away, which continuous integration in a container has.
#[cfg(unix)]
#[test]
fn a_repository_of_another_user_is_read() {
    let fixture = Fixture::new().file("a.py", "a\n").commit("One");
    for path in [fixture.path().to_owned(), fixture.path().join(".git")] {
        if std::os::unix::fs::chown(&path, Some(12_345), None).is_err() {
            return;
        }
    }
    assert_eq!(scan(fixture.path()).history.state, HistoryState::Complete);
}
