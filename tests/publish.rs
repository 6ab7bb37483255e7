//! The `action` command from checkout to comment, against a stand-in of the API on loopback.
#![cfg(feature = "github")]

#[path = "support/fake_github.rs"]
mod fake_github;
mod support;

use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;
use fake_github::{BOT, COMMENTS, FakeGithub, Fault, ISSUE};
use support::Fixture;
use tempfile::TempDir;

const MARKER: &str = "<!-- portfolio-check:v1 key=default -->";

/// A workflow run: a checkout, an event and the files of the runner.
struct Run {
    fixture: Fixture,
    runner: TempDir,
    event: serde_json::Value,
    inputs: Vec<(&'static str, String)>,
}

fn app() -> Fixture {
    Fixture::new()
        .file("package.json", "{ \"dependencies\": { \"express\": \"4\" } }\n")
        .file(
            "app.js",
            "const express = require('express');\nconst app = express();\napp.get('/users', (req, res) => res.json([]));\n",
        )
        .commit("Serve the users")
}

impl Run {
    fn new(fixture: Fixture) -> Run {
        let head = fixture.head();
        let side = |sha: &str| serde_json::json!({ "sha": sha, "ref": "x", "repo": { "full_name": "ada/engine" } });
        let event = serde_json::json!({
            "action": "synchronize", "number": 7,
            "pull_request": {
                "number": 7, "state": "open", "draft": false,
                "head": side(&head), "base": side(&"0".repeat(40)),
            },
        });
        Run {
            fixture,
            runner: tempfile::tempdir().unwrap(),
            event,
            inputs: Vec::new(),
        }
    }

    fn input(mut self, name: &'static str, value: &str) -> Run {
        self.inputs.push((name, value.to_owned()));
        self
    }

    fn file(&self, name: &str) -> PathBuf {
        self.runner.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap_or_default()
    }

    fn go(&self, github: &FakeGithub) -> Output {
        std::fs::write(self.file("event.json"), self.event.to_string()).unwrap();
        Command::cargo_bin("portfolio-check")
            .unwrap()
            .env_clear()
            .env("GITHUB_EVENT_NAME", "pull_request")
            .env("GITHUB_EVENT_PATH", self.file("event.json"))
            .env("GITHUB_REPOSITORY", "ada/engine")
            .env("GITHUB_API_URL", github.url())
            .env("GITHUB_SERVER_URL", "https://github.test")
            .env("GITHUB_WORKSPACE", self.fixture.path())
            .env("GITHUB_STEP_SUMMARY", self.file("summary.md"))
            .env("GITHUB_OUTPUT", self.file("output"))
            .env("RUNNER_TEMP", self.runner.path())
            .env("GITHUB_TOKEN", "ghs_loopback_only")
            .envs(
                self.inputs
                    .iter()
                    .map(|(name, value)| (*name, value.as_str())),
            )
            .arg("action")
            .output()
            .unwrap()
    }

    /// A step output.
    fn output(&self, name: &str) -> String {
        let text = self.read("output");
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if line.starts_with(&format!("{name}<<")) {
                return lines.next().unwrap_or_default().to_owned();
            }
        }
        panic!("no output {name} in {text}");
    }
}

fn stdout(output: &Output) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(!text.contains("ghs_loopback_only"), "the token is printed");
    text
}

#[test]
fn the_first_run_posts_and_the_second_leaves_it_alone() {
    let github = FakeGithub::start();
    let run = Run::new(app());
    let first = run.go(&github);
    assert_eq!(
        first.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    let (_, author, body) = github.comments().pop().unwrap();
    assert_eq!(author, BOT.0);
    assert!(body.starts_with(&format!("{MARKER}\n### ")), "{body}");
    let link = format!(
        "https://github.test/ada/engine/blob/{}/app.js#L3",
        run.fixture.head()
    );
    assert!(body.contains(&link), "{body}");
    assert!(body.len() < 20_100);
    assert_eq!(run.output("comment-status"), "created");
    assert!(run.output("comment-url").starts_with("https://"));
    assert!(run.read("summary.md").contains("`GET /users`"));
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(run.output("report")).unwrap()).unwrap();
    assert_eq!(report["score"]["percent"].to_string(), run.output("score"));
    assert_eq!(report["subject"]["repository"], "ada/engine");

    std::fs::remove_file(run.file("output")).unwrap();
    run.go(&github);
    assert_eq!(run.output("comment-status"), "unchanged");
    let writes = github
        .log()
        .into_iter()
        .filter(|line| !line.starts_with("GET"))
        .count();
    assert_eq!((writes, github.comments().len()), (1, 1));
}

#[test]
fn a_change_updates_the_same_comment() {
    let github = FakeGithub::start().comment(BOT, &format!("{MARKER}\nold"));
    let run = Run::new(app());
    run.go(&github);
    assert_eq!(run.output("comment-status"), "updated");
    assert_eq!(github.comments().len(), 1);
    assert!(
        github.log().contains(&format!("PATCH {COMMENTS}1")),
        "{:?}",
        github.log()
    );
}

#[test]
fn a_read_only_token_costs_the_comment_and_nothing_else() {
    let refused = || Fault::new("POST", 403, "Resource not accessible by integration");
    let github = FakeGithub::start().fault(refused());
    let run = Run::new(app());
    let output = run.go(&github);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(run.output("comment-status"), "failed");
    assert!(!run.output("score").is_empty());
    assert!(run.read("summary.md").contains("All criteria"));
    let notices = stdout(&output)
        .lines()
        .filter(|line| line.starts_with("::notice"))
        .count();
    assert_eq!(notices, 1, "{}", stdout(&output));

    let github = FakeGithub::start().fault(refused());
    let run = Run::new(app()).input("INPUT_COMMENT", "always");
    assert_eq!(run.go(&github).status.code(), Some(4));
    assert!(run.read("summary.md").contains("All criteria"));
}

#[test]
fn drafts_closed_pull_requests_and_never_get_no_comment() {
    for (field, value) in [
        ("draft", serde_json::json!(true)),
        ("state", serde_json::json!("closed")),
    ] {
        let github = FakeGithub::start();
        let mut run = Run::new(app());
        run.event["pull_request"][field] = value;
        assert_eq!(run.go(&github).status.code(), Some(0));
        assert_eq!(
            (run.output("comment-status"), github.log().len()),
            ("skipped".to_owned(), 0)
        );
        assert!(!run.read("summary.md").is_empty());
    }
    let github = FakeGithub::start();
    let run = Run::new(app()).input("INPUT_COMMENT", "never");
    run.go(&github);
    assert_eq!(
        (run.output("comment-status"), github.log().len()),
        ("skipped".to_owned(), 0)
    );
}

#[test]
fn a_threshold_fails_the_step_after_everything_was_published() {
    let github = FakeGithub::start();
    let run = Run::new(app()).input("INPUT_FAIL_UNDER", "100");
    let output = run.go(&github);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("::error title=portfolio-check::The score of"));
    assert_eq!(github.comments().len(), 1);
}

#[test]
fn wrong_inputs_are_named_before_anything_is_sent() {
    let cases = [
        ("INPUT_FAIL_UNDER", "many", "whole number"),
        ("INPUT_COMMENT", "sometimes", "auto, always or never"),
        ("INPUT_ROADMAP", "get-hierd", "get-hired"),
    ];
    for (name, value, hint) in cases {
        let github = FakeGithub::start();
        let run = Run::new(app()).input(name, value);
        let output = run.go(&github);
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{errors}");
        assert!(
            errors.contains(hint) && errors.contains("help: "),
            "{errors}"
        );
        assert_eq!(github.log(), Vec::<String>::new());
    }
}

#[test]
fn the_contributor_s_head_is_judged_and_not_the_synthetic_merge() {
    let fixture = app()
        .branch("feature")
        .checkout("feature")
        .file("b.js", "let b = 1;\n")
        .commit("Add b");
    let head = fixture.head();
    let fixture = fixture
        .checkout("main")
        .file("app.js", "// the base moved on and has no route\n")
        .commit("Move on")
        .merge("feature", "Merge");
    let mut run = Run::new(fixture);
    run.event["pull_request"]["head"]["sha"] = head.clone().into();
    let github = FakeGithub::start();
    run.go(&github);
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(run.output("report")).unwrap()).unwrap();
    assert_eq!(report["subject"]["head"], head);
    assert_eq!(report["subject"]["commits"], 2);
    assert_eq!(report["routes"][0]["path"], "/users");
}

#[test]
fn without_the_head_commit_the_checkout_is_read() {
    let mut run = Run::new(app());
    run.event["pull_request"]["head"]["sha"] = "1".repeat(40).into();
    let github = FakeGithub::start();
    assert_eq!(run.go(&github).status.code(), Some(0));
    assert_eq!(github.comments().len(), 1);
}

#[test]
fn hostile_paths_do_not_reach_the_log_as_commands() {
    let fixture = app()
        .file(
            "::error::x.js",
            "const app = require('express')();\napp.get('/<script>`@everyone`|x', h1, h);\n",
        )
        .commit("::set-output name=x::y");
    let github = FakeGithub::start();
    let run = Run::new(fixture);
    let output = run.go(&github);
    assert_eq!(output.status.code(), Some(0));
    for line in stdout(&output).lines() {
        assert!(!line.trim_start().starts_with("::error"), "{line}");
    }
    let body = github.comments().pop().unwrap().2;
    assert!(!body.contains("\n::") && github.log().contains(&format!("POST {ISSUE}")));
}
