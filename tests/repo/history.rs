//! The commits of a snapshot.

use portfolio_check::repo::{Change, ChangeKind, HistoryState, Lines};

use super::places::git;
use super::support::{DAY, Fixture, START};
use super::{paths, scan, scan_rev, scan_with};

fn changes(changed: &[Change]) -> Vec<(&str, ChangeKind)> {
    changed
        .iter()
        .map(|change| (change.path.as_str(), change.kind))
        .collect()
}

#[test]
fn commits_come_newest_first_with_what_they_say() {
    let fixture = Fixture::new()
        .file("a.py", "1\n")
        .commit("Start")
        .author("Grace", "grace@example.org")
        .at(START + 7 * DAY, 330)
        .file("a.py", "2\n")
        .commit("Add the second thing\n\nBecause the first\nwas lonely.\n");
    let history = scan(fixture.path()).history;
    assert_eq!(history.state, HistoryState::Complete);
    let [second, first] = history.commits.as_slice() else {
        panic!("{history:?}")
    };
    assert_eq!(second.id, fixture.head());
    assert_eq!(second.summary, "Add the second thing");
    assert_eq!(second.body, "Because the first\nwas lonely.");
    assert_eq!(
        (second.author.as_str(), second.email.as_str()),
        ("Grace", "grace@example.org")
    );
    assert_eq!((second.time, second.offset_minutes), (START + 7 * DAY, 330));
    assert_eq!(second.committed, START + 7 * DAY);
    assert_eq!((second.parents, first.parents), (1, 0));
    assert_eq!((first.time, first.body.as_str()), (START, ""));
}

#[test]
fn each_commit_names_its_changed_paths() {
    let fixture = Fixture::new()
        .file("a.py", "1\n")
        .file("deep/er/b.py", "1\n")
        .file("deep/er/same.py", "1\n")
        .file("shape", "a file\n")
        .commit("Start")
        .file("a.py", "2\n")
        .remove("deep/er/b.py")
        .remove("shape")
        .file("shape/inner.py", "now a folder\n")
        .file("new/c.py", "1\n")
        .commit("Change");
    let commits = scan(fixture.path()).history.commits;
    use ChangeKind::{Added, Deleted, Modified};
    assert_eq!(
        changes(&commits[0].changed),
        [
            ("a.py", Modified),
            ("deep/er/b.py", Deleted),
            ("new/c.py", Added),
            ("shape", Deleted),
            ("shape/inner.py", Added),
        ]
    );
    assert_eq!(commits[0].changed_total, Some(5));
    assert_eq!(commits[1].changed.len(), 4);
    assert!(commits[1].changed.iter().all(|change| change.kind == Added));
}

#[test]
fn a_merge_lists_no_changes_and_both_sides_are_walked() {
    let fixture = Fixture::new()
        .file("a.py", "1\n")
        .commit("Start")
        .branch("side")
        .file("b.py", "1\n")
        .commit("Side")
        .checkout("main")
        .file("c.py", "1\n")
        .commit("Main")
        .merge("side", "Merge side");
    let commits = scan(fixture.path()).history.commits;
    let summaries: Vec<_> = commits
        .iter()
        .map(|commit| commit.summary.as_str())
        .collect();
    assert_eq!(summaries, ["Merge side", "Main", "Side", "Start"]);
    assert_eq!(
        (
            commits[0].parents,
            commits[0].changed_total,
            commits[0].lines
        ),
        (2, None, None)
    );
    assert!(commits[0].changed.is_empty());
    assert_eq!(
        commits,
        scan(fixture.path()).history.commits,
        "the same each time"
    );
}

#[test]
fn no_parent_comes_before_its_child_whatever_the_clocks_say() {
    let fixture = Fixture::new()
        .at(START + 9 * DAY, 0)
        .commit("First, clock fast")
        .at(START, 0)
        .commit("Second")
        .commit("Third");
    let commits = scan(fixture.path()).history.commits;
    let summaries: Vec<_> = commits
        .iter()
        .map(|commit| commit.summary.as_str())
        .collect();
    assert_eq!(summaries, ["Third", "Second", "First, clock fast"]);
}

#[test]
fn lines_are_counted_as_git_counts_them() {
    let fixture = Fixture::new()
        .file("a.py", "one\ntwo\nthree\n")
        .file("no-end", "x\ny")
        .bytes("image", b"\0\0\n\n")
        .file("vendor/big.js", "v\nv\nv\n")
        .commit("Start")
        .file("a.py", "one\nTWO\nthree\nfour\n")
        .file("no-end", "x\ny\n")
        .bytes("image", b"\0\n")
        .remove("vendor/big.js")
        .commit("Change")
        .remove("a.py")
        .commit("Delete");
    let commits = scan(fixture.path()).history.commits;
    let lines: Vec<_> = commits.iter().map(|commit| commit.lines.unwrap()).collect();
    let expected = [(0, 4), (3, 2), (5, 0)].map(|(added, deleted)| Lines {
        added,
        deleted,
        too_large: 0,
    });
    assert_eq!(lines, expected);
}

#[test]
fn lines_are_counted_for_the_newest_commits_only() {
    let mut fixture = Fixture::new();
    for number in 0..4 {
        fixture = fixture
            .file("a.py", &format!("{number}\n"))
            .commit("Change");
    }
    let known = |snapshot: portfolio_check::repo::Snapshot| -> Vec<bool> {
        snapshot
            .history
            .commits
            .iter()
            .map(|commit| commit.lines.is_some())
            .collect()
    };
    assert_eq!(
        known(scan_with(fixture.path(), |limits| limits.sampled_commits = 2)),
        [true, true, false, false]
    );
    assert_eq!(
        known(scan_with(fixture.path(), |limits| limits.sampled_bytes = 5)),
        [true, false, false, false]
    );
    assert_eq!(
        known(scan_with(fixture.path(), |limits| limits.sampled_lines = 5)),
        [true, true, false, false]
    );
    let small = scan_with(fixture.path(), |limits| limits.sampled_blob_bytes = 1);
    assert_eq!(
        small.history.commits[0].lines,
        Some(Lines {
            added: 0,
            deleted: 0,
            too_large: 1
        }),
        "too large to be counted"
    );
}

#[test]
fn many_changed_paths_are_counted_and_cut() {
    let mut fixture = Fixture::new();
    for number in 0..9 {
        fixture = fixture.file(&format!("{number}.py"), "x\n");
    }
    let fixture = fixture.commit("Start");
    let cut = scan_with(fixture.path(), |limits| limits.changed_paths = 2)
        .history
        .commits;
    assert_eq!(
        changes(&cut[0].changed),
        [("0.py", ChangeKind::Added), ("1.py", ChangeKind::Added)]
    );
    assert_eq!((cut[0].changed_total, cut[0].lines), (Some(9), None));
    let spent = scan_with(fixture.path(), |limits| limits.tree_entries = 5)
        .history
        .commits;
    assert_eq!((spent[0].changed.len(), spent[0].changed_total), (0, None));
}

#[test]
fn a_long_history_is_cut_and_says_so() {
    let fixture = Fixture::new().commit("One").commit("Two").commit("Three");
    let history = scan_with(fixture.path(), |limits| limits.commits = 2).history;
    assert_eq!(history.state, HistoryState::Truncated { limit: 2 });
    assert_eq!(history.commits[1].summary, "Two");
    let exact = scan_with(fixture.path(), |limits| limits.commits = 3).history;
    assert_eq!(exact.state, HistoryState::Complete);
}

#[test]
fn messages_are_bounded_and_need_not_be_utf8() {
    let fixture = Fixture::new().commit(&format!("{}\n\n{}", "s".repeat(5_000), "é".repeat(5_000)));
    let raw =
        b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor Andr\xe9 <a@b> 1704103200 +0100\n\
                committer Andr\xe9 <a@b> 1704103200 +0100\n\nCaf\xe9 \x80\n";
    fixture
        .repository()
        .treebuilder(None)
        .unwrap()
        .write()
        .unwrap();
    let id = fixture
        .repository()
        .odb()
        .unwrap()
        .write(git2::ObjectType::Commit, raw)
        .unwrap();
    let long = &scan(fixture.path()).history.commits[0];
    assert_eq!((long.summary.len(), long.body.len()), (1_000, 4_096));
    let latin1 = &scan_rev(fixture.path(), &id.to_string()).history.commits[0];
    assert_eq!(
        (latin1.summary.as_str(), latin1.author.as_str()),
        ("Café \u{fffd}", "André")
    );
}

#[test]
fn an_empty_message_is_empty() {
    let fixture = Fixture::new().commit("").commit("\n\n");
    let commits = scan(fixture.path()).history.commits;
    assert!(
        commits
            .iter()
            .all(|commit| commit.summary.is_empty() && commit.body.is_empty())
    );
}

#[test]
fn a_shallow_clone_is_shallow_and_its_last_commit_changed_nothing_known() {
    let origin = Fixture::new()
        .file("a.py", "1\n")
        .commit("One")
        .file("b.py", "2\n")
        .commit("Two")
        .commit("Three");
    let folder = tempfile::tempdir().unwrap();
    let clone = folder.path().join("clone");
    git(
        folder.path(),
        &[
            "clone",
            "-q",
            "--depth=2",
            &format!("file://{}", origin.path().display()),
            "clone",
        ],
    );
    let snapshot = scan(&clone);
    let history = &snapshot.history;
    assert_eq!(history.state, HistoryState::Shallow);
    assert_eq!(history.commits.len(), 2);
    assert_eq!(history.commits[0].changed_total, Some(0));
    let last = &history.commits[1];
    assert_eq!(
        (last.parents, last.changed_total, last.lines),
        (1, None, None)
    );
    assert_eq!(paths(&snapshot), ["a.py", "b.py"]);
    assert!(
        history.branches.contains(&"origin/main".to_owned()),
        "{:?}",
        history.branches
    );
    let error = super::try_rev(&clone, "HEAD~2").unwrap_err();
    assert!(
        error.help().unwrap().contains("fetch-depth: 0"),
        "{error:?}"
    );
    // A limit reached before the end of the clone is not the clone's doing.
    let cut = scan_with(&clone, |limits| limits.commits = 1);
    assert_eq!(cut.history.state, HistoryState::Truncated { limit: 1 });
}

#[test]
fn a_missing_commit_makes_the_rest_unknown() {
    let fixture = Fixture::new().commit("One").commit("Two");
    let first = fixture
        .repository()
        .revparse_single("HEAD~1")
        .unwrap()
        .id()
        .to_string();
    let (folder, name) = first.split_at(2);
    std::fs::remove_file(fixture.path().join(".git/objects").join(folder).join(name)).unwrap();
    let history = scan(fixture.path()).history;
    assert!(
        matches!(history.state, HistoryState::Unavailable(_)),
        "{:?}",
        history.state
    );
}

#[test]
fn branches_and_tags_are_known() {
    let fixture = Fixture::new()
        .commit("Start")
        .tag("v1")
        .branch("feature/login")
        .reference("refs/remotes/origin/main")
        .reference("refs/remotes/origin/HEAD")
        .reference("refs/tags/light");
    let history = scan(fixture.path()).history;
    assert_eq!(history.branches, ["feature/login", "main", "origin/main"]);
    assert_eq!(history.tags, 2);
    assert_eq!(
        scan_with(fixture.path(), |limits| limits.branches = 1)
            .history
            .branches,
        ["feature/login"]
    );
}

#[test]
fn changed_paths_and_lines_agree_with_git() {
    let mut fixture = Fixture::new();
    for number in 0..40_usize {
        let text: String = (0..30)
            .map(|line| format!("{}\n", (line * number) % (7 + number)))
            .collect();
        fixture = fixture.file(&format!("d{}/f{}.py", number % 3, number % 11), &text);
        if number % 13 == 12 {
            fixture = fixture.remove(&format!("d{}/f{}.py", number % 3, number % 11));
        }
        fixture = fixture.commit("Change");
    }
    let log = git(
        fixture.path(),
        &["log", "--numstat", "--no-renames", "--format=commit %H"],
    );
    let commits = scan(fixture.path()).history.commits;
    assert_eq!(commits.len(), 40);
    for (commit, text) in commits.iter().zip(log.split("commit ").skip(1)) {
        let mut lines = text.lines().filter(|line| !line.is_empty());
        assert_eq!(lines.next(), Some(commit.id.as_str()));
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
        let sum = |column: usize| {
            rows.iter()
                .map(|row| row[column].parse::<usize>().unwrap())
                .sum()
        };
        assert_eq!(
            commit.lines,
            Some(Lines {
                added: sum(0),
                deleted: sum(1),
                too_large: 0
            })
        );
        let changed: Vec<_> = commit
            .changed
            .iter()
            .map(|change| change.path.as_str())
            .collect();
        assert_eq!(changed, rows.iter().map(|row| row[2]).collect::<Vec<_>>());
    }
}
