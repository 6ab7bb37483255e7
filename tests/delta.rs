//! What changed since a base, as a person asks for it: `check --base REV` over real histories.

mod support;

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;
use support::Fixture;

fn run(arguments: &[&str]) -> Output {
    Command::cargo_bin("portfolio-check")
        .unwrap()
        .env_clear()
        .env("HOME", "/nonexistent")
        .args(arguments)
        .output()
        .unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Exit code, report and messages.
fn checked(path: &Path, more: &[&str]) -> (i32, Value, String) {
    let mut arguments = vec!["check", text(path), "--format", "json"];
    arguments.extend(more);
    let output = run(&arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    let report =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {errors}"));
    (output.status.code().unwrap(), report, errors)
}

/// The report of a run that must succeed silently.
fn report(path: &Path, more: &[&str]) -> Value {
    let (code, report, errors) = checked(path, more);
    assert_eq!((code, errors.as_str()), (0, ""));
    report
}

/// `gained password-hashing src/users.js:4`, for each change.
fn changes(report: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let shown = |change: &Value| {
        let place = match change["evidence"].get(0) {
            Some(first) => format!(" {}:{}", word(&first["path"]), first["line"]),
            None => String::new(),
        };
        format!(
            "{} {}{place}",
            word(&change["change"]),
            word(&change["criterion"])
        )
    };
    report["delta"]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(shown)
        .collect()
}

fn change<'c>(changes: &'c [String], criterion: &str) -> Option<&'c str> {
    let is = |change: &&String| change.split(' ').nth(1) == Some(criterion);
    changes.iter().find(is).map(String::as_str)
}

fn routes(report: &Value, which: &str) -> Vec<String> {
    let shown = |route: &Value| {
        let word = |name: &str| route[name].as_str().unwrap().to_owned();
        format!("{} {}", word("method"), word("path"))
    };
    report["delta"][which]
        .as_array()
        .unwrap()
        .iter()
        .map(shown)
        .collect()
}

fn first_limit(report: &Value) -> &str {
    assert_eq!(report["delta"], Value::Null);
    assert_eq!(report["subject"]["base"], Value::Null);
    report["limits"][0].as_str().unwrap()
}

const PACKAGE: &str = "{ \"dependencies\": { \"express\": \"4\", \"bcrypt\": \"5\" } }\n";
const APP: &str = "const express = require('express');\nconst app = express();\n\
                   app.get('/users', (req, res) => res.json([]));\napp.listen(3000);\n";
const SIGNUP: &str = "const express = require('express');\nconst bcrypt = require('bcrypt');\n\
                      const app = express();\n\
                      app.get('/users', (req, res) => res.json([]));\n\
                      app.post('/register', async (req, res) => {\n  \
                      const password = await bcrypt.hash(req.body.password, 12);\n  \
                      res.status(201).json({ id: save(password) });\n});\napp.listen(3000);\n";

/// `main` serves users, `feature` also registers them.
fn feature() -> Fixture {
    Fixture::new()
        .file("package.json", PACKAGE)
        .file("app.js", APP)
        .commit("Serve the users")
        .branch("feature")
        .file("app.js", SIGNUP)
        .commit("Register users with hashed passwords")
}

fn clone(fixture: &Fixture, more: &[&str]) -> tempfile::TempDir {
    let clone = tempfile::tempdir().unwrap();
    let done = std::process::Command::new("git")
        .args(["clone", "-q"])
        .args(more)
        .arg(format!("file://{}", text(fixture.path())))
        .arg(clone.path())
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    clone
}

#[test]
fn what_the_head_adds_is_gained_with_its_lines() {
    let fixture = feature();
    let report = report(fixture.path(), &["--base", "main"]);
    let changes = changes(&report);
    assert_eq!(
        change(&changes, "password-hashing"),
        Some("gained password-hashing app.js:6")
    );
    assert!(
        !changes.iter().any(|change| change.starts_with("lost")),
        "{changes:?}"
    );
    assert_eq!(routes(&report, "routes_added"), ["POST /register"]);
    assert_eq!(routes(&report, "routes_removed"), Vec::<String>::new());
    let base = fixture
        .repository()
        .revparse_single("main")
        .unwrap()
        .id()
        .to_string();
    assert_eq!(report["subject"]["base"], Value::from(base.clone()));
    assert_eq!(report["delta"]["base"], Value::from(base));
    let percent = |score: &Value| score["percent"].as_i64().unwrap();
    let (before, after) = (percent(&report["delta"]["from"]), percent(&report["score"]));
    assert!(after > before);
    assert_eq!(report["delta"]["percent"], Value::from(after - before));
}

#[test]
fn what_the_head_removes_is_lost_with_the_lines_of_the_base() {
    let fixture = feature().file("app.js", APP).commit("Leave it to others");
    let report = report(fixture.path(), &["--base", "HEAD~1"]);
    let changes = changes(&report);
    assert_eq!(
        change(&changes, "password-hashing"),
        Some("lost password-hashing app.js:6")
    );
    assert_eq!(routes(&report, "routes_removed"), ["POST /register"]);
    assert!(report["delta"]["percent"].as_i64().unwrap() < 0);
}

#[test]
fn a_secret_that_comes_in_is_lost_with_the_lines_of_the_head() {
    let secret = "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLKEY1\n";
    let fixture = feature().file(".env", secret).commit("Deploy");
    let with = report(fixture.path(), &["--base", "HEAD~1"]);
    let with_changes = changes(&with);
    let lost: Vec<&String> = with_changes
        .iter()
        .filter(|c| c.starts_with("lost "))
        .collect();
    assert!(
        !lost.is_empty() && lost.iter().all(|c| c.contains(" .env:")),
        "{with_changes:?}"
    );
    assert!(!with.to_string().contains("wJalrXUtnFEMI"));
    // And the other way round it is gained.
    let fixture = fixture.remove(".env").commit("Do not");
    let without = changes(&report(fixture.path(), &["--base", "HEAD~1"]));
    assert!(
        without.iter().any(|c| c.starts_with("gained ")),
        "{without:?}"
    );
}

#[test]
fn a_test_of_what_was_there_makes_it_stronger() {
    let test = "const request = require('supertest');\nconst app = require('./app');\n\
                test('users', async () => {\n  const res = await request(app).get('/users');\n  \
                expect(res.status).toBe(200);\n});\n";
    let package = "{ \"dependencies\": { \"express\": \"4\" }, \
                   \"devDependencies\": { \"jest\": \"29\", \"supertest\": \"6\" } }\n";
    let exported = format!("{APP}module.exports = app;\n");
    let fixture = Fixture::new()
        .file("package.json", package)
        .file("app.js", &exported)
        .commit("Serve the users")
        .file("app.test.js", test)
        .commit("Test them");
    let stronger = report(fixture.path(), &["--base", "HEAD~1"]);
    let change = stronger["delta"]["changes"].as_array().unwrap().iter();
    let routes = change
        .clone()
        .find(|c| c["criterion"] == "api-routes")
        .unwrap();
    assert_eq!(routes["change"], "stronger");
    assert_eq!(
        (&routes["before"]["strength"], &routes["after"]["strength"]),
        (&"used".into(), &"tested".into())
    );
    assert_eq!(routes["evidence"][0]["path"], "app.js");
    let fixture = fixture.remove("app.test.js").commit("No more tests");
    let (code, weaker, errors) =
        checked(fixture.path(), &["--base", "HEAD~1", "--fail-on", "weaker"]);
    assert!(
        changes(&weaker)
            .iter()
            .any(|c| c.starts_with("weaker api-routes app.js:"))
    );
    assert_eq!(code, 1);
    assert!(errors.contains("Weaker since the base: "), "{errors}");
}

#[test]
fn the_base_is_what_a_scan_of_it_would_say() {
    let mut fixture = feature();
    let subjects = [
        "Store users",
        "Hash passwords",
        "Check the log-in",
        "Answer with pages",
        "Limit requests",
        "Write a log",
        "Describe the API",
        "Cache the list",
    ];
    for (n, subject) in subjects.into_iter().enumerate() {
        fixture = fixture
            .file(&format!("m{n}.js"), &format!("let m{n} = 1;\n"))
            .commit(subject);
    }
    let base = fixture
        .repository()
        .revparse_single("main")
        .unwrap()
        .id()
        .to_string();
    let alone = report(fixture.path(), &["--rev", &base]);
    let both = report(fixture.path(), &["--base", "main"]);
    assert_eq!(both["delta"]["from"], alone["score"]);
    // Commits are judged at the base's own history: one against ten.
    let history = |report: &Value, id: &str| {
        let criteria = report["criteria"].as_array().unwrap();
        criteria.iter().find(|c| c["id"] == id).unwrap()["outcome"].clone()
    };
    assert_ne!(
        history(&alone, "commit-history"),
        history(&both, "commit-history")
    );
    assert!(change(&changes(&both), "commit-history").is_some());
}

#[test]
fn the_merge_base_is_compared_and_not_the_tip_of_the_base() {
    // Meanwhile `main` gained a route and lost the one that it had.
    let meanwhile = APP.replace("/users", "/orders");
    let fixture = feature()
        .checkout("main")
        .file("app.js", &meanwhile)
        .commit("Serve orders instead")
        .checkout("feature");
    let report = report(fixture.path(), &["--base", "main"]);
    assert_eq!(routes(&report, "routes_added"), ["POST /register"]);
    assert_eq!(routes(&report, "routes_removed"), Vec::<String>::new());
    let tip = fixture
        .repository()
        .revparse_single("main")
        .unwrap()
        .id()
        .to_string();
    assert_ne!(report["subject"]["base"], Value::from(tip));
}

#[test]
fn against_itself_nothing_changes_and_the_bytes_are_the_same() {
    let fixture = feature();
    let same = report(fixture.path(), &["--base", "HEAD"]);
    assert_eq!(changes(&same), Vec::<String>::new());
    assert_eq!(same["delta"]["percent"], 0);
    assert_eq!(same["delta"]["notes"], serde_json::json!([]));
    for format in ["json", "text"] {
        let arguments = [
            "check",
            text(fixture.path()),
            "--base",
            "main",
            "--format",
            format,
        ];
        let once = run(&arguments).stdout;
        assert!(
            !once.is_empty() && once == run(&arguments).stdout,
            "{format}"
        );
    }
    // The same objects without a work tree.
    let bare = clone(&fixture, &["--bare"]);
    let from_objects = report(bare.path(), &["--base", "main"]);
    let from_disk = report(fixture.path(), &["--base", "main"]);
    assert_eq!(from_objects["delta"], from_disk["delta"]);
}

#[test]
fn what_is_not_committed_is_held_against_the_last_commit() {
    let fixture = feature().checkout("main").untracked("app.js", SIGNUP);
    let report = report(fixture.path(), &["--base", "HEAD"]);
    assert_eq!(routes(&report, "routes_added"), ["POST /register"]);
}

#[test]
fn a_renamed_file_and_a_renamed_parameter_are_no_change() {
    let app = APP.replace("/users'", "/users/:id'");
    let fixture = Fixture::new()
        .file("package.json", PACKAGE)
        .file("app.js", &app)
        .commit("Serve the users")
        .remove("app.js")
        .file("src/server.js", &app.replace(":id", ":userId"))
        .commit("Move the server");
    let report = report(fixture.path(), &["--base", "HEAD~1"]);
    assert_eq!(routes(&report, "routes_added"), Vec::<String>::new());
    assert_eq!(routes(&report, "routes_removed"), Vec::<String>::new());
    assert_eq!(change(&changes(&report), "api-routes"), None);
}

#[test]
fn a_shallow_clone_has_no_delta_and_a_limit_with_the_fix() {
    let fixture = feature();
    let base = fixture
        .repository()
        .revparse_single("main")
        .unwrap()
        .id()
        .to_string();
    let shallow = clone(&fixture, &["--depth", "1"]);
    for base in [base.as_str(), "main", "origin/main"] {
        let report = report(shallow.path(), &["--base", base]);
        let limit = first_limit(&report);
        assert!(
            limit.contains("shallow") && limit.contains("fetch-depth: 0"),
            "{limit}"
        );
    }
    // Deep enough to compare, but not to judge history: that is not compared.
    let fixture = fixture.file("a.js", "let a = 1;\n").commit("Add a");
    let deeper = clone(&fixture, &["--depth", "2"]);
    let report = report(deeper.path(), &["--base", "HEAD~1"]);
    assert_eq!(changes(&report), Vec::<String>::new());
}

#[test]
fn unrelated_histories_are_a_limit() {
    let fixture = feature();
    let repository = fixture.repository();
    let tree = repository.head().unwrap().peel_to_tree().unwrap();
    let by = repository
        .head()
        .unwrap()
        .peel_to_commit()
        .unwrap()
        .author()
        .to_owned();
    repository
        .commit(
            Some("refs/heads/other"),
            &by,
            &by,
            "Start again",
            &tree,
            &[],
        )
        .unwrap();
    let report = report(fixture.path(), &["--base", "other"]);
    assert!(
        first_limit(&report).contains("no commit in common"),
        "{report}"
    );
}

#[test]
fn a_commit_that_was_not_fetched_is_a_limit_and_a_misspelt_name_an_error() {
    let fixture = feature();
    let absent = "1234567890123456789012345678901234567890";
    let report = report(fixture.path(), &["--base", absent]);
    assert!(first_limit(&report).contains("is not in this clone"));
    let output = run(&["check", text(fixture.path()), "--base", "mian"]);
    assert_eq!(output.status.code(), Some(3));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("no such revision: mian") && message.contains("help: "),
        "{message}"
    );
}

#[test]
fn a_partial_clone_without_the_files_of_the_base_is_not_compared() {
    let fixture = feature();
    let blob = fixture
        .repository()
        .revparse_single("main:app.js")
        .unwrap()
        .id()
        .to_string();
    let (folder, name) = blob.split_at(2);
    std::fs::remove_file(fixture.path().join(".git/objects").join(folder).join(name)).unwrap();
    let report = report(fixture.path(), &["--base", "main"]);
    let limit = first_limit(&report);
    assert!(limit.contains("not in this clone"), "{limit}");
}

#[test]
fn before_the_first_commit_there_is_nothing_to_compare() {
    let fixture = Fixture::new()
        .file("package.json", PACKAGE)
        .file("app.js", APP);
    let report = report(fixture.path(), &["--base", "main"]);
    assert!(first_limit(&report).contains("no commit yet"));
}

#[test]
fn a_loss_fails_only_where_it_is_asked_for() {
    let fixture = feature().file("app.js", APP).commit("Leave it to others");
    let path = fixture.path();
    let (code, _, errors) = checked(path, &["--base", "HEAD~1", "--fail-on", "lost"]);
    assert_eq!(code, 1);
    assert!(
        errors.starts_with("No longer there since the base: "),
        "{errors}"
    );
    assert_eq!(checked(path, &["--base", "HEAD~1"]).0, 0);
    assert_eq!(
        checked(path, &["--base", "HEAD", "--fail-on", "lost,weaker"]).0,
        0
    );
    assert_eq!(checked(path, &["--base", "main", "--fail-on", "lost"]).0, 0);
    // Without a base nothing can be lost.
    assert_eq!(
        run(&["check", text(path), "--fail-on", "lost"])
            .status
            .code(),
        Some(2)
    );
    assert_eq!(
        run(&["check", text(path), "--base", "main", "--fail-on", "gone"])
            .status
            .code(),
        Some(2)
    );
    // What could not be compared is not lost.
    let shallow = clone(&fixture, &["--depth", "1"]);
    let (code, _, errors) = checked(shallow.path(), &["--base", "HEAD~1", "--fail-on", "lost"]);
    assert_eq!(code, 0);
    assert!(errors.starts_with("note: "), "{errors}");
}

#[test]
fn a_level_can_be_asked_for() {
    let fixture = feature();
    let roadmap = "backend-2026";
    let (code, report, errors) = checked(
        fixture.path(),
        &["--roadmap", roadmap, "--min-level", "job-ready"],
    );
    assert_eq!(code, 1, "{}", report["score"]);
    assert!(errors.contains("is below \""), "{errors}");
    let output = run(&["check", text(fixture.path()), "--min-level", "job-redy"]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        message.contains("is it `job-ready`?") && message.contains("levels are "),
        "{message}"
    );
}

#[test]
fn the_terminal_says_what_changed() {
    let fixture = feature();
    let output = run(&["check", text(fixture.path()), "--base", "main"]);
    let page = String::from_utf8(output.stdout).unwrap();
    let base = fixture
        .repository()
        .revparse_single("main")
        .unwrap()
        .id()
        .to_string();
    assert!(page.contains(&format!("Since {}", &base[..7])), "{page}");
    assert!(
        page.contains("The score went from ") && page.contains("1 route added."),
        "{page}"
    );
    assert!(
        page.contains("  gained    ") && page.contains("app.js:6"),
        "{page}"
    );
    assert!(
        page.lines().all(|line| line.chars().count() <= 80),
        "{page}"
    );
}

#[test]
fn a_delta_follows_the_published_schema() {
    let schema: Value = serde_json::from_str(include_str!("../schema/report-1.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let fixture = feature();
    let mut report = report(fixture.path(), &["--base", "main"]);
    assert!(!changes(&report).is_empty());
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    report["delta"]["changes"][0]["change"] = Value::from("improved");
    assert!(!validator.is_valid(&report));
    report["delta"]["changes"] = serde_json::json!([]);
    assert!(validator.is_valid(&report));
    report["delta"].as_object_mut().unwrap().remove("notes");
    assert!(!validator.is_valid(&report));
}
