//! Which files a snapshot holds and how each is read.

use portfolio_check::repo::{Content, Options, Role, Source, Why, open};

use super::support::Fixture;
use super::{file, paths, roles, scan, scan_rev, scan_with, text, why};

#[test]
fn tracked_files_come_as_they_are_on_disk_and_sorted() {
    let fixture = Fixture::new()
        .file("b/x.py", "x = 1\n")
        .file("a.py", "old\n")
        .file("b.py", "")
        .commit("Start")
        .untracked("a.py", "new\n")
        .untracked("loose.py", "not committed\n")
        .file("staged.py", "s\n");
    let snapshot = scan(fixture.path());
    assert_eq!(snapshot.source, Source::WorkTree);
    assert_eq!(paths(&snapshot), ["a.py", "b.py", "b/x.py", "staged.py"]);
    assert_eq!(text(&snapshot, "a.py"), "new\n");
    assert_eq!(text(&snapshot, "b.py"), "");
    assert_eq!(file(&snapshot, "b/x.py").size, 6);
    assert_eq!(snapshot.untracked, 1);
    assert_eq!(snapshot.head, Some(fixture.head()));
    assert!(snapshot.skipped.is_empty());
}

#[test]
fn a_blob_is_named_only_while_it_is_what_lies_on_disk() {
    let fixture = Fixture::new()
        .file("same.py", "1\n")
        .file("other.py", "2\n")
        .file("crlf.py", "a\nb\n")
        .commit("Start")
        .untracked("other.py", "3\n")
        .untracked("crlf.py", "a\r\nb\r\n");
    let snapshot = scan(fixture.path());
    let blob = |path: &str| file(&snapshot, path).blob.clone();
    assert_eq!(
        blob("same.py").as_deref(),
        Some("d00491fd7e5bb6fa28c517a0bb32b8b506539d4d")
    );
    assert_eq!(blob("other.py"), None);
    assert!(blob("crlf.py").is_some(), "only the line ends differ");
    let committed = scan_rev(fixture.path(), "HEAD");
    assert!(file(&committed, "other.py").blob.is_some());
}

#[test]
fn a_revision_is_read_from_objects_alone() {
    let fixture = Fixture::new()
        .file("a.py", "old\n")
        .file("deep/er/b.py", "b\n")
        .commit("Start")
        .file("a.py", "new\n")
        .file("c.py", "c\n")
        .commit("More")
        .delete("deep");
    let first = scan_rev(fixture.path(), "HEAD~1");
    assert_eq!(paths(&first), ["a.py", "deep/er/b.py"]);
    assert_eq!(text(&first, "a.py"), "old\n");
    assert_eq!(first.source, Source::Commit(first.head.clone().unwrap()));
    assert_eq!(first.history.commits.len(), 1);
    assert_eq!(scan_rev(fixture.path(), "main").files.len(), 3);
}

#[test]
fn vendored_files_are_never_opened_and_generated_ones_only_while_they_are_small() {
    let long = "g\n".repeat(40_000);
    let fixture = Fixture::new()
        .file("vendor/x.js", "secret\n")
        .file("api.gen", "g\n")
        .file("long.gen", &long)
        .file("tests/t.py", "t\n")
        .file("a.py", "a\n")
        .commit("Start");
    for snapshot in [scan(fixture.path()), scan_rev(fixture.path(), "HEAD")] {
        assert_eq!(file(&snapshot, "vendor/x.js").content, Content::NotRead);
        assert_eq!(file(&snapshot, "vendor/x.js").size, 7);
        // Secrets get into builds.
        assert_eq!(text(&snapshot, "api.gen"), "g\n");
        assert_eq!(file(&snapshot, "api.gen").role, Role::Generated);
        assert_eq!(file(&snapshot, "long.gen").content, Content::NotRead);
        assert_eq!(file(&snapshot, "tests/t.py").role, Role::Test);
        assert_eq!(text(&snapshot, "tests/t.py"), "t\n");
        assert_eq!(file(&snapshot, "a.py").role, Role::Source);
        assert!(snapshot.skipped.is_empty());
    }
}

#[test]
fn what_is_no_text_is_named() {
    let fixture = Fixture::new()
        .bytes("image.png", b"\x89PNG\r\n\x1a\n\0\0\0\r")
        .bytes("sjis.txt", &b"\x83\x65\x83\x58".repeat(90))
        .bytes(
            "latin1.py",
            b"# caf\xe9 et d\xe9j\xe0 vu, le tout en commentaire\n",
        )
        .bytes("utf16.cs", b"\xff\xfec\0l\0\n\0")
        .bytes("bom.php", b"\xef\xbb\xbf<?php\n")
        .file(
            "model.bin",
            "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        )
        .commit("Start");
    for snapshot in [scan(fixture.path()), scan_rev(fixture.path(), "HEAD")] {
        assert_eq!(why(&snapshot, "image.png"), Why::Binary);
        assert_eq!(why(&snapshot, "sjis.txt"), Why::NotUtf8);
        assert_eq!(why(&snapshot, "model.bin"), Why::LfsPointer);
        assert_eq!(
            text(&snapshot, "latin1.py"),
            "# café et déjà vu, le tout en commentaire\n"
        );
        assert_eq!(text(&snapshot, "utf16.cs"), "cl\n");
        assert_eq!(text(&snapshot, "bom.php"), "<?php\n");
        assert_eq!(snapshot.skipped.len(), 3);
    }
}

#[test]
fn a_huge_file_is_not_read() {
    let fixture = Fixture::new()
        .file("data.csv", "x\n")
        .file("edge.csv", "12345678")
        .commit("Start");
    // Sparse: a hundred megabytes that take no room and would take a while to read.
    let huge = std::fs::File::create(fixture.path().join("data.csv")).unwrap();
    huge.set_len(100 << 20).unwrap();
    let snapshot = scan(fixture.path());
    assert_eq!(why(&snapshot, "data.csv"), Why::TooLarge);
    assert_eq!(file(&snapshot, "data.csv").size, 100 << 20);
    let at_limit = scan_with(fixture.path(), |limits| limits.file_bytes = 8);
    assert_eq!(text(&at_limit, "edge.csv"), "12345678");
    let beyond = scan_with(fixture.path(), |limits| limits.file_bytes = 7);
    assert_eq!(why(&beyond, "edge.csv"), Why::TooLarge);
}

#[test]
fn all_files_together_have_a_limit() {
    let fixture = Fixture::new()
        .file("a", "1234")
        .file("b", "1234")
        .file("c", "1234")
        .file("d", "1")
        .commit("Start");
    let snapshot = scan_with(fixture.path(), |limits| limits.total_bytes = 10);
    assert_eq!(text(&snapshot, "b"), "1234");
    assert_eq!(why(&snapshot, "c"), Why::OverTotal);
    assert_eq!(text(&snapshot, "d"), "1");
}

#[test]
fn vendored_files_never_push_the_own_ones_out() {
    let mut fixture = Fixture::new().file("z.py", "z\n").file("y.py", "y\n");
    for number in 0..5 {
        fixture = fixture.file(&format!("vendor/{number}.js"), "v\n");
    }
    let fixture = fixture.commit("Start");
    for rev in [None, Some("HEAD")] {
        let rev = rev.map(str::to_owned);
        let mut options = Options {
            rev,
            ..Options::default()
        };
        options.limits.files = 3;
        let snapshot = open(fixture.path(), &options, &roles()).unwrap();
        assert_eq!(paths(&snapshot), ["vendor/0.js", "y.py", "z.py"]);
        assert_eq!(snapshot.left_out, 4);
    }
    assert_eq!(
        scan_with(fixture.path(), |limits| limits.files = 1).left_out,
        6
    );
}

#[test]
fn a_deleted_file_is_missing_and_so_is_one_under_a_folder_of_its_name() {
    let fixture = Fixture::new()
        .file("gone.py", "x\n")
        .file("folder", "x\n")
        .file("dir/file", "x\n")
        .commit("Start")
        .delete("gone.py")
        .delete("folder")
        .untracked("folder/inside", "x\n")
        .delete("dir")
        .untracked("dir", "now a file\n");
    let snapshot = scan(fixture.path());
    assert_eq!(why(&snapshot, "gone.py"), Why::Missing);
    assert_eq!(why(&snapshot, "folder"), Why::Missing);
    assert_eq!(why(&snapshot, "dir/file"), Why::Missing);
}

#[test]
fn a_missing_blob_is_missing_and_the_rest_is_read() {
    let fixture = Fixture::new()
        .file("a.py", "a\n")
        .file("b.py", "b\n")
        .commit("Start");
    let blob = scan(fixture.path())
        .file("a.py")
        .unwrap()
        .blob
        .clone()
        .unwrap();
    remove_object(&fixture, &blob);
    let snapshot = scan_rev(fixture.path(), "HEAD");
    assert_eq!(why(&snapshot, "a.py"), Why::Missing);
    assert_eq!(text(&snapshot, "b.py"), "b\n");
    assert_eq!(
        snapshot.history.commits[0].lines, None,
        "lines cannot be counted without the blob"
    );
    assert_eq!(snapshot.history.commits[0].changed_total, Some(2));
    assert_eq!(
        text(&scan(fixture.path()), "a.py"),
        "a\n",
        "the work tree has it"
    );
}

#[test]
fn a_missing_folder_is_missing_and_the_rest_is_read() {
    let fixture = Fixture::new()
        .file("a/x.py", "a\n")
        .file("b.py", "b\n")
        .commit("Start");
    let tree = fixture
        .repository()
        .revparse_single("HEAD:a")
        .unwrap()
        .id()
        .to_string();
    remove_object(&fixture, &tree);
    let snapshot = scan_rev(fixture.path(), "HEAD");
    assert_eq!(why(&snapshot, "a"), Why::Missing);
    assert_eq!(text(&snapshot, "b.py"), "b\n");
    assert_eq!(snapshot.history.commits[0].changed_total, None);
}

fn remove_object(fixture: &Fixture, id: &str) {
    let (folder, name) = id.split_at(2);
    std::fs::remove_file(fixture.path().join(".git/objects").join(folder).join(name)).unwrap();
}

#[test]
fn a_submodule_is_named_and_not_entered() {
    let fixture = Fixture::new()
        .file("a.py", "a\n")
        .untracked("lib/inside.py", "x\n")
        .submodule("lib", "1234567890123456789012345678901234567890")
        .commit("Start");
    for snapshot in [scan(fixture.path()), scan_rev(fixture.path(), "HEAD")] {
        assert_eq!(paths(&snapshot), ["a.py", "lib"]);
        assert_eq!(why(&snapshot, "lib"), Why::Submodule);
    }
}

#[test]
fn a_path_that_leads_out_of_the_repository_is_not_taken() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(outside.path(), "outside\n").unwrap();
    let name = outside.path().file_name().unwrap().to_str().unwrap();
    let fixture = Fixture::new().file("a.py", "a\n").commit("Start");
    let blob = fixture.repository().blob(b"x\n").unwrap();
    let inner = write_tree(&fixture, &[("100644", name, blob)]);
    let config = write_tree(&fixture, &[("100644", "config", blob)]);
    let a = write_tree(&fixture, &[("100644", "/a", blob)]);
    let tree = write_tree(
        &fixture,
        &[
            ("40000", "..", inner),
            ("40000", ".GIT", config),
            ("40000", ".git", config),
            ("100644", "/etc/passwd", blob),
            ("100644", "a.py", blob),
            ("40000", "b", a),
        ],
    );
    commit_tree(&fixture, tree);
    // Without an index the tree of HEAD says what to look for on disk.
    let fixture = fixture.delete(".git/index");
    let snapshot = scan(fixture.path());
    assert_eq!(text(&snapshot, "a.py"), "a\n");
    assert_eq!(snapshot.files.len(), 6);
    for file in snapshot.files.iter().filter(|file| file.path != "a.py") {
        assert!(
            matches!(why(&snapshot, &file.path), Why::Unreadable(_)),
            "{file:?}"
        );
    }
}

/// A tree as nobody would write it: libgit2's own builder refuses such names.
fn write_tree(fixture: &Fixture, entries: &[(&str, &str, git2::Oid)]) -> git2::Oid {
    let mut raw = Vec::new();
    for (mode, name, id) in entries {
        raw.extend(format!("{mode} {name}\0").into_bytes());
        raw.extend(id.as_bytes());
    }
    let objects = fixture.repository().odb().unwrap();
    objects.write(git2::ObjectType::Tree, &raw).unwrap()
}

fn commit_tree(fixture: &Fixture, tree: git2::Oid) {
    let raw = format!("tree {tree}\nauthor A <a@b> 0 +0000\ncommitter A <a@b> 0 +0000\n\nTree\n");
    let objects = fixture.repository().odb().unwrap();
    let id = objects
        .write(git2::ObjectType::Commit, raw.as_bytes())
        .unwrap();
    fixture
        .repository()
        .reference("refs/heads/main", id, true, "")
        .unwrap();
}

#[test]
fn a_tree_that_repeats_itself_is_cut() {
    let fixture = Fixture::new();
    let repository = fixture.repository();
    let blob = repository.blob(b"x\n").unwrap();
    let mut mode = 0o100_644;
    let mut inside = blob;
    // Ten entries in each of twelve folders: 10^12 paths in twelve small objects.
    for _ in 0..12 {
        let mut tree = repository.treebuilder(None).unwrap();
        for number in 0..10 {
            tree.insert(format!("d{number}"), inside, mode).unwrap();
        }
        inside = tree.write().unwrap();
        mode = 0o040_000;
    }
    commit_tree(&fixture, inside);
    let mut options = Options {
        rev: Some("HEAD".to_owned()),
        ..Options::default()
    };
    options.limits.files = 1_000;
    let snapshot = open(fixture.path(), &options, &roles()).unwrap();
    assert_eq!(snapshot.files.len(), 1_000);
    assert!(snapshot.left_out > 0);
    assert_eq!(snapshot.history.commits[0].changed_total, Some(1_000));
}

#[test]
fn a_very_deep_tree_is_cut() {
    let fixture = Fixture::new();
    let repository = fixture.repository();
    let mut inside = repository.blob(b"x\n").unwrap();
    let mut mode = 0o100_644;
    for _ in 0..5_000 {
        let mut tree = repository.treebuilder(None).unwrap();
        tree.insert("d", inside, mode).unwrap();
        inside = tree.write().unwrap();
        mode = 0o040_000;
    }
    commit_tree(&fixture, inside);
    let snapshot = scan_rev(fixture.path(), "HEAD");
    assert_eq!(snapshot.files.len(), 1);
    assert_eq!(snapshot.skipped[0].why, Why::Missing);
}

#[test]
fn untracked_files_are_counted_without_the_ignored_ones() {
    let fixture = Fixture::new()
        .file(".gitignore", "node_modules/\n*.log\n")
        .file("src/a.py", "a\n")
        .commit("Start")
        .untracked("node_modules/x/index.js", "x\n")
        .untracked("src/debug.log", "x\n")
        .untracked("src/new.py", "x\n")
        .untracked("fresh/one.py", "x\n")
        .untracked("fresh/two.py", "x\n");
    assert_eq!(scan(fixture.path()).untracked, 3);
    assert_eq!(
        scan_with(fixture.path(), |limits| limits.untracked = 2).untracked,
        2
    );
    assert_eq!(scan(&fixture.path().join("src")).untracked, 1);
    assert_eq!(scan_rev(fixture.path(), "HEAD").untracked, 0);
}

#[test]
fn a_tracked_file_counts_even_where_it_is_ignored() {
    let fixture = Fixture::new()
        .file(".gitignore", ".env\n")
        .file(".env", "KEY=x\n")
        .commit("Start");
    let snapshot = scan(fixture.path());
    assert_eq!(text(&snapshot, ".env"), "KEY=x\n");
    assert_eq!(snapshot.untracked, 0);
}

#[test]
fn a_clone_without_a_checkout_is_read_from_its_objects() {
    let fixture = Fixture::new()
        .file("a.py", "a\n")
        .commit("Start")
        .delete("a.py")
        .delete(".git/index");
    let snapshot = scan(fixture.path());
    assert_eq!(text(&snapshot, "a.py"), "a\n");
    assert_eq!(snapshot.untracked, 0);
}

#[test]
fn an_index_that_cannot_be_read_gives_way_to_the_tree_of_head() {
    let fixture = Fixture::new()
        .file("a.py", "a\n")
        .commit("Start")
        .untracked("a.py", "b\n")
        .untracked(".git/index", "no index");
    assert_eq!(text(&scan(fixture.path()), "a.py"), "b\n");
}

#[test]
fn a_file_left_out_by_a_sparse_checkout_is_read_from_its_blob() {
    let fixture = Fixture::new()
        .file("a.py", "a\n")
        .file("b.py", "b\n")
        .commit("Start");
    let mut index = fixture.repository().index().unwrap();
    let mut entry = index.get_path(std::path::Path::new("b.py"), 0).unwrap();
    entry.flags_extended |= git2::IndexEntryExtendedFlag::SKIP_WORKTREE.bits();
    index.add(&entry).unwrap();
    index.write().unwrap();
    drop(index);
    let fixture = fixture.delete("b.py");
    assert_eq!(text(&scan(fixture.path()), "b.py"), "b\n");
}

#[test]
fn a_file_in_conflict_is_one_file() {
    let fixture = Fixture::new()
        .file("a.py", "base\n")
        .commit("Start")
        .branch("other")
        .file("a.py", "theirs\n")
        .commit("Theirs")
        .checkout("main")
        .file("a.py", "ours\n")
        .commit("Ours");
    let repository = fixture.repository();
    let other = repository.find_reference("refs/heads/other").unwrap();
    let other = repository.reference_to_annotated_commit(&other).unwrap();
    repository.merge(&[&other], None, None).unwrap();
    let snapshot = scan(fixture.path());
    assert_eq!(paths(&snapshot), ["a.py"]);
    assert!(text(&snapshot, "a.py").contains("<<<<<<<"));
    assert_eq!(snapshot.untracked, 0);
}

#[test]
fn names_that_differ_by_case_only_are_two_files() {
    let fixture = Fixture::new();
    let blob = fixture.repository().blob(b"x\n").unwrap();
    let tree = write_tree(
        &fixture,
        &[("100644", "A.py", blob), ("100644", "a.py", blob)],
    );
    commit_tree(&fixture, tree);
    assert_eq!(paths(&scan_rev(fixture.path(), "HEAD")), ["A.py", "a.py"]);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::ffi::OsStrExt as _;

    #[test]
    fn links_are_never_followed() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), "secret\n").unwrap();
        let target = outside.path().to_str().unwrap();
        let fixture = Fixture::new()
            .file("a.py", "a\n")
            .link("to-file", "a.py")
            .link("to-secret", &format!("{target}/secret"))
            .file("folder/secret", "was a file\n")
            .file("vendor/secret", "was a file\n")
            .file("replaced", "was a file\n")
            .commit("Start")
            .delete("folder")
            .delete("vendor")
            .delete("replaced");
        for name in ["folder", "vendor"] {
            std::os::unix::fs::symlink(target, fixture.path().join(name)).unwrap();
        }
        std::os::unix::fs::symlink("/etc/passwd", fixture.path().join("replaced")).unwrap();
        let snapshot = scan(fixture.path());
        for path in ["to-file", "to-secret", "folder/secret", "replaced"] {
            assert_eq!(why(&snapshot, path), Why::Link, "{path}");
        }
        assert_eq!(snapshot.skipped.len(), 4);
        let vendored = file(&snapshot, "vendor/secret");
        assert_eq!((&vendored.content, vendored.size), (&Content::NotRead, 0));
        let committed = scan_rev(fixture.path(), "HEAD");
        assert_eq!(why(&committed, "to-secret"), Why::Link);
        assert_eq!(text(&committed, "folder/secret"), "was a file\n");
    }

    #[test]
    fn special_files_are_never_opened() {
        let fixture = Fixture::new()
            .file("socket", "x\n")
            .file("pipe", "x\n")
            .commit("Start")
            .delete("socket")
            .delete("pipe");
        let _socket =
            std::os::unix::net::UnixListener::bind(fixture.path().join("socket")).unwrap();
        let made = std::process::Command::new("mkfifo")
            .arg(fixture.path().join("pipe"))
            .status()
            .unwrap();
        assert!(made.success());
        let snapshot = scan(fixture.path());
        let special = Why::Unreadable("not a regular file".to_owned());
        assert_eq!(why(&snapshot, "socket"), special);
        assert_eq!(why(&snapshot, "pipe"), special);
    }

    #[test]
    fn a_path_that_is_not_utf8_is_shown_with_replacements_and_read() {
        let fixture = Fixture::new();
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.py");
        std::fs::write(fixture.path().join(name), "x\n").unwrap();
        let mut index = fixture.repository().index().unwrap();
        index.add_path(std::path::Path::new(name)).unwrap();
        index.write().unwrap();
        drop(index);
        let fixture = fixture.commit("Start");
        for snapshot in [scan(fixture.path()), scan_rev(fixture.path(), "HEAD")] {
            assert_eq!(text(&snapshot, "caf\u{fffd}.py"), "x\n");
            assert_eq!(
                snapshot.history.commits[0].changed[0].path,
                "caf\u{fffd}.py"
            );
            assert_eq!(snapshot.untracked, 0);
        }
    }
}
