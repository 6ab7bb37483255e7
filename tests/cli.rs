//! The program as a person runs it: what it prints, what it writes, how it ends.

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

/// The JSON report of a fixture; the run must succeed.
fn report(path: &Path, more: &[&str]) -> Value {
    let mut arguments = vec!["check", text(path), "--format", "json"];
    arguments.extend(more);
    let output = run(&arguments);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert_eq!(errors, "");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Exit code and message of a run that must not succeed.
fn failure(arguments: &[&str]) -> (i32, String) {
    let output = run(arguments);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "",
        "nothing may be printed"
    );
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(!message.contains("panicked"), "{message}");
    (output.status.code().unwrap(), message)
}

fn outcome<'r>(report: &'r Value, id: &str) -> &'r str {
    let criterion = report["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .find(|c| c["id"] == id);
    criterion.unwrap_or_else(|| panic!("no criterion {id}"))["outcome"]
        .as_str()
        .unwrap()
}

fn limits(report: &Value) -> String {
    let limits = report["limits"].as_array().unwrap();
    limits
        .iter()
        .map(|limit| limit.as_str().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

const APP: &str = "const express = require('express');\nconst app = express();\n\
                   app.get('/users', (req, res) => res.json([]));\napp.listen(3000);\n";
const PACKAGE: &str = "{ \"dependencies\": { \"express\": \"4\" } }\n";

fn app() -> Fixture {
    Fixture::new()
        .file("package.json", PACKAGE)
        .file("app.js", APP)
        .commit("Serve the users")
}

#[test]
fn a_route_is_found_with_its_place() {
    let report = report(app().path(), &[]);
    assert_eq!(report["routes"][0]["path"], "/users");
    assert_eq!(report["routes"][0]["file"], "app.js");
    assert_eq!(report["routes"][0]["line"], 3);
    assert_eq!(outcome(&report, "api-routes"), "met");
    assert_eq!(
        report["subject"]["frameworks"],
        serde_json::json!(["express"])
    );
}

#[test]
fn check_is_the_command_when_none_is_named() {
    let fixture = app();
    let named = run(&["check", text(fixture.path()), "--format", "json"]).stdout;
    let short = run(&[text(fixture.path()), "--format", "json"]).stdout;
    assert!(!named.is_empty());
    assert_eq!(named, short);
}

#[test]
fn without_a_path_the_current_folder_is_scanned() {
    let fixture = app();
    let output = Command::cargo_bin("portfolio-check")
        .unwrap()
        .current_dir(fixture.path())
        .args(["--format", "json"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["routes"][0]["path"], "/users");
}

#[test]
fn the_same_commit_gives_the_same_bytes() {
    let fixture = app();
    for format in ["json", "markdown", "text"] {
        let one = run(&["check", text(fixture.path()), "--format", format]).stdout;
        let other = run(&["check", text(fixture.path()), "--format", format]).stdout;
        assert!(!one.is_empty() && one == other, "{format}");
    }
}

#[test]
fn a_revision_is_read_from_git_alone() {
    let fixture = app();
    let first = fixture.head();
    let fixture = fixture
        .file("app.js", "// nothing left\n")
        .commit("Remove the route");
    assert_eq!(report(fixture.path(), &[])["routes"], serde_json::json!([]));
    let old = report(fixture.path(), &["--rev", &first]);
    assert_eq!(old["routes"][0]["path"], "/users");
    assert_eq!(old["subject"]["head"], Value::from(first));
    assert_eq!(old["subject"]["commits"], 1);
}

#[test]
fn the_work_tree_is_read_as_it_is_on_disk() {
    let fixture = app();
    std::fs::write(
        fixture.path().join("app.js"),
        APP.replace("/users", "/people"),
    )
    .unwrap();
    std::fs::write(
        fixture.path().join("untracked.js"),
        APP.replace("/users", "/secret"),
    )
    .unwrap();
    let report = report(fixture.path(), &[]);
    assert_eq!(report["routes"].as_array().unwrap().len(), 1);
    assert_eq!(report["routes"][0]["path"], "/people");
}

#[test]
fn a_bare_repository_works() {
    let fixture = app();
    let bare = tempfile::tempdir().unwrap();
    git2::build::RepoBuilder::new()
        .bare(true)
        .clone(text(fixture.path()), bare.path())
        .unwrap();
    assert_eq!(report(bare.path(), &[])["routes"][0]["path"], "/users");
}

#[test]
fn a_detached_head_works() {
    let fixture = app().detach();
    assert_eq!(report(fixture.path(), &[])["routes"][0]["path"], "/users");
}

#[test]
fn no_commits_yet_is_unknown_history_and_still_a_report() {
    let fixture = Fixture::new()
        .file("package.json", PACKAGE)
        .file("app.js", APP);
    let report = report(fixture.path(), &[]);
    assert_eq!(report["subject"]["head"], Value::Null);
    assert_eq!(outcome(&report, "commit-history"), "unknown");
    assert!(
        limits(&report).contains("no commit yet"),
        "{}",
        limits(&report)
    );
}

#[test]
fn an_empty_repository_scores_nothing() {
    let fixture = Fixture::new().file("notes.txt", "x\n").commit("Add notes");
    let report = report(fixture.path(), &[]);
    assert_eq!(report["score"]["level"], "none");
    assert!(
        report["score"]["percent"].as_u64().unwrap() <= 10,
        "{}",
        report["score"]
    );
    assert_eq!(report["routes"], serde_json::json!([]));
}

#[test]
fn a_shallow_clone_never_judges_history() {
    let fixture = app()
        .file("b.js", "let b = 1;\n")
        .commit("Add b")
        .file("c.js", "let c = 1;\n")
        .commit("Add c");
    let clone = tempfile::tempdir().unwrap();
    let done = std::process::Command::new("git")
        .args(["clone", "-q", "--depth", "1"])
        .arg(format!("file://{}", text(fixture.path())))
        .arg(clone.path())
        .status()
        .unwrap();
    assert!(done.success());
    let report = report(clone.path(), &[]);
    assert_eq!(outcome(&report, "commit-history"), "unknown");
    assert_eq!(outcome(&report, "commit-messages"), "unknown");
    assert!(
        limits(&report).contains("fetch-depth: 0"),
        "{}",
        limits(&report)
    );
    assert_eq!(outcome(&report, "api-routes"), "met");
}

#[test]
fn what_is_no_repository_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let (code, message) = failure(&["check", text(folder.path())]);
    assert_eq!(code, 3);
    assert!(
        message.starts_with("error: not a Git repository"),
        "{message}"
    );
    assert!(message.contains("\nhelp: "), "{message}");
    let (code, message) = failure(&["check", "/does/not/exist"]);
    assert_eq!(code, 3);
    assert!(message.contains("/does/not/exist"), "{message}");
}

#[test]
fn a_missing_revision_is_named() {
    let fixture = app();
    let (code, message) = failure(&["check", text(fixture.path()), "--rev", "no-such-branch"]);
    assert_eq!(code, 3);
    assert!(
        message.contains("no-such-branch") && message.contains("help: "),
        "{message}"
    );
}

#[test]
fn an_unknown_roadmap_is_answered_with_the_near_one() {
    let fixture = app();
    let (code, message) = failure(&["check", text(fixture.path()), "--roadmap", "get-hierd"]);
    assert_eq!(code, 2);
    assert!(message.contains("help: is it `get-hired`?"), "{message}");
    for id in [
        "skills-to-succeed",
        "how-to-become",
        "get-hired",
        "step-by-step",
        "backend-2026",
    ] {
        assert_eq!(
            report(fixture.path(), &["--roadmap", id])["roadmap"]["id"],
            id
        );
    }
}

#[test]
fn usage_errors_end_with_two() {
    assert_eq!(failure(&["check", "--format", "xml"]).0, 2);
    assert_eq!(failure(&["check", "--fail-under", "101"]).0, 2);
    assert_eq!(failure(&["--no-such-flag"]).0, 2);
}

#[test]
fn a_threshold_ends_with_one_and_the_report_is_there() {
    let fixture = app();
    let output = run(&[
        "check",
        text(fixture.path()),
        "--fail-under",
        "100",
        "--format",
        "json",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(serde_json::from_slice::<Value>(&output.stdout).is_ok());
    assert!(String::from_utf8_lossy(&output.stderr).contains("below 100"));
    let output = run(&["check", text(fixture.path()), "--fail-under", "0"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn an_output_file_is_whole_or_not_there() {
    let fixture = app();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let output = run(&[
        "check",
        text(fixture.path()),
        "--format",
        "json",
        "--output",
        text(&file),
    ]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
    assert!(serde_json::from_slice::<Value>(&std::fs::read(&file).unwrap()).is_ok());
    let missing = folder.path().join("nowhere/report.json");
    let (code, message) = failure(&["check", text(fixture.path()), "--output", text(&missing)]);
    assert_eq!(code, 2);
    assert!(
        message.contains("cannot be written") && message.contains("help: "),
        "{message}"
    );
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left, ["report.json"]);
}

#[test]
fn files_that_cannot_be_read_are_limits_and_never_an_end() {
    let fixture = app()
        .bytes(
            "noise.js",
            &[0xff, 0xfe, 0xff, 0x80, 0x81, 0x82, b'\n', 0xff, 0x80],
        )
        .bytes("binary.js", b"app.get('/x', h)\0\0\0")
        .file("broken.js", "function ( { ] => app.get('/half', \n")
        .file("wide.js", &format!("var a = \"{}\";\n", "x".repeat(6_000)))
        .link("outside.js", "/etc/passwd")
        .commit("Add odd files");
    let big = std::fs::File::create(fixture.path().join("big.js")).unwrap();
    big.set_len(100 << 20).unwrap();
    let fixture = fixture.track("big.js");
    let report = report(fixture.path(), &[]);
    let limits = limits(&report);
    for name in [
        "noise.js",
        "binary.js",
        "broken.js",
        "wide.js",
        "outside.js",
        "big.js",
    ] {
        assert!(limits.contains(name), "{name} is not named in:\n{limits}");
    }
    assert_eq!(report["routes"].as_array().unwrap().len(), 1);
    assert!(!report.to_string().contains("root:"), "a link was followed");
}

#[test]
fn a_misspelt_rule_is_an_error_with_its_place_and_the_right_words() {
    let rules = tempfile::tempdir().unwrap();
    copy(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")),
        rules.path(),
    );
    let wrong = "family = \"x\"\n[[criterion]]\nid = \"y\"\ntitel = \"T\"\n";
    std::fs::write(rules.path().join("criteria/x.toml"), wrong).unwrap();
    let detector =
        "[[detector]]\nname = \"d\"\nfact = \"pasword-hash\"\nfile = true\nfiles = [\"a\"]\n";
    std::fs::write(rules.path().join("detectors/files/zz.toml"), detector).unwrap();
    let fixture = app();
    let (code, message) = failure(&["--rules", text(rules.path()), "check", text(fixture.path())]);
    assert_eq!(code, 2);
    assert!(
        message.contains("rules/criteria/x.toml:4: unknown field `titel`"),
        "{message}"
    );
    assert!(
        message.contains("4 | titel = \"T\"\n  | ^^^^^"),
        "{message}"
    );
    assert!(message.contains("is it `password-hash`?"), "{message}");
    let (code, message) = failure(&["--rules", "/does/not/exist", "check", text(fixture.path())]);
    assert_eq!(code, 2);
    assert!(
        message.contains("/does/not/exist") && message.contains("help: "),
        "{message}"
    );
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn routes_are_a_table() {
    let output = run(&["routes", text(app().path())]);
    let line = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words, ["GET", "/users", "app.js:3", "open", "untested"]);
}

#[test]
fn every_report_follows_the_published_schema() {
    let schema: Value = serde_json::from_str(include_str!("../schema/report-1.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let secret = "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLKEY1\n";
    let fixtures = [
        Fixture::new().file("notes.txt", "x\n").commit("Add notes"),
        Fixture::new(),
        app(),
        app()
            .file(".env", secret)
            .file("Dockerfile", "FROM node:22\nCOPY . .\n")
            .commit("Deploy"),
    ];
    for fixture in fixtures {
        let report = report(fixture.path(), &[]);
        let errors: Vec<String> = validator
            .iter_errors(&report)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, Vec::<String>::new());
        assert!(
            !report.to_string().contains("wJalrXUtnFEMI"),
            "a secret's value is shown"
        );
    }
    let mut wrong = report(app().path(), &[]);
    wrong["score"]["percent"] = Value::from(101);
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn a_report_folder_holds_every_format() {
    let fixture = app();
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("new/report");
    let page = "https://git.example/a-learner/api";
    let arguments = [
        "check",
        text(fixture.path()),
        "--page",
        page,
        "--report-dir",
        text(&set),
    ];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let mut names: Vec<String> = std::fs::read_dir(&set)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let all = [
        "badge.json",
        "badge.svg",
        "report.html",
        "report.json",
        "report.md",
        "report.sarif",
    ];
    assert_eq!(names, all);
    for (name, format) in [
        ("report.json", "json"),
        ("report.html", "html"),
        ("report.md", "markdown"),
        ("report.sarif", "sarif"),
        ("badge.svg", "badge"),
        ("badge.json", "shields"),
    ] {
        let printed = run(&[
            "check",
            text(fixture.path()),
            "--page",
            page,
            "--format",
            format,
        ]);
        assert!(
            printed.stdout == std::fs::read(set.join(name)).unwrap(),
            "{name}"
        );
    }
    let linked = std::fs::read_to_string(set.join("report.html")).unwrap();
    assert!(
        linked.contains(&format!("{page}/blob/")),
        "places are links"
    );
}

#[test]
fn a_report_folder_that_cannot_be_made_is_said() {
    let fixture = app();
    let file = fixture.path().join("app.js");
    let (code, message) = failure(&["check", text(fixture.path()), "--report-dir", text(&file)]);
    assert_eq!(code, 2);
    assert!(message.contains("app.js cannot be written"), "{message}");
    let (code, message) = failure(&["check", text(fixture.path()), "--page", "javascript:x"]);
    assert_eq!(code, 2);
    assert!(message.contains("https://"), "{message}");
}

#[test]
fn lines_of_generated_files_are_printed_as_digests_and_unreadable_ones_named() {
    let fixture = Fixture::new().file("app.php", "<?php\n\n$app->run();\n");
    let path = fixture.path().join("app.php");
    let output = run(&["rules", "lines", text(&path)]);
    let printed = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = printed.split_whitespace().collect();
    assert_eq!(words.len(), 2, "{printed}");
    assert!(words.iter().all(|word| word.len() == 8), "{printed}");
    let (code, message) = failure(&["rules", "lines", "/nonexistent/app.php"]);
    assert_eq!(code, 2);
    assert!(
        message.contains("/nonexistent/app.php cannot be read"),
        "{message}"
    );
    assert!(message.contains("help: "), "{message}");
}
