//! What histories that were built on purpose say about commit habits: who only looks busy, who works.

mod support;

use assert_cmd::Command;
use serde_json::Value;
use support::Fixture;

const HABITS: [&str; 4] = [
    "commit-history",
    "commit-messages",
    "commit-size",
    "commit-rhythm",
];

/// The outcomes of the criteria about commits, in the order of [`HABITS`].
fn habits(fixture: &Fixture) -> [String; 4] {
    let output = Command::cargo_bin("portfolio-check")
        .unwrap()
        .env_clear()
        .env("HOME", "/nonexistent")
        .args([
            "check",
            fixture.path().to_str().unwrap(),
            "--format",
            "json",
        ])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    HABITS.map(|id| {
        let criteria = report["criteria"].as_array().unwrap();
        let found = criteria.iter().find(|criterion| criterion["id"] == id);
        found.unwrap()["outcome"].as_str().unwrap().to_owned()
    })
}

/// One commit after another, each with a line more in a file.
fn work(fixture: Fixture, subjects: impl IntoIterator<Item = String>) -> Fixture {
    subjects
        .into_iter()
        .enumerate()
        .fold(fixture, |fixture, (index, subject)| {
            let text = format!("{subject}\n{}", "x = 1\n".repeat(index % 40 + 1));
            fixture.file("app.py", &text).commit(&subject)
        })
}

fn start() -> Fixture {
    Fixture::new()
        .file("README.md", "# Notes\n")
        .commit("Initial commit")
}

const FEATURES: [&str; 27] = [
    "Add the user model",
    "Add sign-up",
    "Hash passwords with bcrypt",
    "Add log-in with tokens",
    "Guard the note routes",
    "Add the note model",
    "List notes in pages",
    "Create notes",
    "Update notes",
    "Delete notes",
    "Answer 404 for unknown notes",
    "Validate note titles",
    "Handle errors in one place",
    "Test sign-up and log-in",
    "Test the note routes",
    "Run tests in the pipeline",
    "Read settings from the environment",
    "Add a template for settings",
    "Add a Dockerfile",
    "Start the database with compose",
    "Describe the API",
    "Log requests",
    "Limit log-in attempts",
    "Add a health check",
    "Index notes by owner",
    "Explain set-up in the README",
    "Fix the page count of empty lists",
];

#[test]
fn small_feature_commits_are_good_habits() {
    let fixture = work(start(), FEATURES.map(str::to_owned));
    assert_eq!(habits(&fixture), ["met"; 4]);
}

#[test]
fn the_same_generated_commit_many_times_is_none() {
    let fixture = work(start(), (0..120).map(|_| "Fixing a bug".to_owned()));
    assert_eq!(habits(&fixture), ["missing"; 4]);
}

#[test]
fn numbers_and_hashes_do_not_make_generated_commits_differ() {
    let subjects = (0..120).map(|n| format!("Fixing a bug #{n} ({:08x})", n * 7_919_u32));
    assert_eq!(habits(&work(start(), subjects)), ["missing"; 4]);
    let subjects = (0..120).map(|n| format!("Update 2024-{:02}-{:02}", n % 12 + 1, n % 28 + 1));
    assert_eq!(habits(&work(start(), subjects)), ["missing"; 4]);
}

#[test]
fn generated_commits_among_real_ones_take_nothing_from_them_but_the_messages() {
    let busy = (0..120).map(|_| "Fixing a bug".to_owned());
    let fixture = work(work(start(), FEATURES.map(str::to_owned)), busy);
    let [history, messages, size, rhythm] = habits(&fixture);
    assert_eq!([history, size, rhythm], ["met"; 3]);
    assert_eq!(messages, "missing");
}

#[test]
fn programs_merges_and_reverts_are_nobodys_habits() {
    let bot = work(
        start().author("updates[bot]", "updates@example.org"),
        (0..40).map(|n| {
            format!(
                "Bump the library of {} to a newer version",
                FEATURES[n % 27]
            )
        }),
    );
    assert_eq!(habits(&bot), ["missing"; 4]);
    let reverts = work(start(), FEATURES.map(|it| format!("Revert \"{it}\"")));
    assert_eq!(habits(&reverts), ["missing"; 4]);
    let merges = work(
        start(),
        (0..40).map(|n| format!("Merge pull request #{n} from ada/{}", FEATURES[n % 27])),
    );
    assert_eq!(habits(&merges), ["missing"; 4]);
}

#[test]
fn one_import_is_no_history() {
    let fixture = (0..60)
        .fold(Fixture::new(), |fixture, n| {
            fixture.file(&format!("src/part{n}.py"), "x = 1\n")
        })
        .commit("Import the whole project");
    assert_eq!(habits(&fixture), ["missing"; 4]);
}
