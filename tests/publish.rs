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

/// How the first line starts.
const MARKER: &str = "<!-- portfolio-check:v1 key=default";

/// A workflow run: a checkout, an event and the files of the runner.
struct Run {
    name: &'static str,
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
            name: "pull_request",
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
            .env("GITHUB_EVENT_NAME", self.name)
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
            if let Some(end) = line.strip_prefix(&format!("{name}<<")) {
                let value: Vec<&str> = lines.take_while(|line| *line != end).collect();
                return value.join("\n");
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
    let state = format!("{MARKER} rules=sha256:");
    assert!(body.starts_with(&state), "{body}");
    let first_line = body.lines().next().unwrap();
    assert!(first_line.contains(&format!(" head={} print=", run.fixture.head())));
    assert!(body.contains(" -->\n### "), "{body}");
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
    let github = FakeGithub::start().comment(BOT, &format!("{MARKER} -->\nold"));
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
            (run.output("comment-status"), github.whole_log().len()),
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
fn the_base_of_the_pull_request_is_compared() {
    let fixture = app();
    let base = fixture.head();
    let fixture = fixture
        .file(
            "Dockerfile",
            "FROM node:22\nCOPY . .\nCMD [\"node\", \"app.js\"]\n",
        )
        .commit("Add a container");
    let mut run = Run::new(fixture);
    run.event["pull_request"]["base"]["sha"] = base.clone().into();
    let github = FakeGithub::start();
    green(&run, &github);
    assert!(
        run.output("delta").starts_with('+'),
        "{}",
        run.output("delta")
    );
    assert!(
        run.output("title").contains(" (+"),
        "{}",
        run.output("title")
    );
    let body = github.comments()[0].2.clone();
    assert!(
        body.lines()
            .next()
            .unwrap()
            .contains(&format!(" base={base} ")),
        "{body}"
    );
}

#[test]
fn a_loss_fails_the_step_only_where_somebody_asked() {
    let fixture = app()
        .file(
            "Dockerfile",
            "FROM node:22\nCOPY . .\nCMD [\"node\", \"app.js\"]\n",
        )
        .commit("Add a container");
    let base = fixture.head();
    let fixture = fixture.remove("Dockerfile").commit("Remove it");
    let mut run = Run::new(fixture);
    run.event["pull_request"]["base"]["sha"] = base.into();
    green(&run, &FakeGithub::start());
    let run = run.input("INPUT_FAIL_ON", "lost");
    std::fs::remove_file(run.file("output")).unwrap();
    let output = run.go(&FakeGithub::start());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(run.output("passed"), "false");
    assert!(stdout(&output).contains("No longer there since the base"));
}

#[test]
fn wrong_inputs_are_named_before_anything_is_sent() {
    let cases = [
        ("INPUT_FAIL_UNDER", "many", "whole number"),
        ("INPUT_COMMENT", "sometimes", "auto, always, never, changed"),
        ("INPUT_FAIL_ON", "gained", "never, lost, weaker"),
        ("INPUT_MIN_LEVEL", "wizard", "levels"),
        ("INPUT_PATH", "backnd", "same capitals"),
        ("INPUT_REPORT_DIR", "../elsewhere", "folder of its own"),
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

/// What became of it, without a red step.
fn green(run: &Run, github: &FakeGithub) -> String {
    let output = run.go(github);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{errors}");
    assert!(!run.read("summary.md").is_empty());
    stdout(&output)
}

#[test]
fn events_without_a_pull_request_get_the_summary() {
    for name in ["push", "workflow_dispatch", "schedule", "workflow_run"] {
        let mut run = Run::new(app());
        run.name = name;
        if name != "workflow_run" {
            run.event = serde_json::json!({});
        }
        let github = FakeGithub::start();
        let said = green(&run, &github);
        assert_eq!(run.output("comment-status"), "skipped");
        assert!(!run.output("score").is_empty());
        assert_eq!(github.whole_log(), Vec::<String>::new());
        let is_said = said.contains("nothing to comment on") && !said.contains("::error");
        assert!(is_said, "{said}");
    }
}

#[test]
fn an_event_that_cannot_be_read_costs_only_the_comment() {
    let mut run = Run::new(app());
    run.event = serde_json::json!({ "pull_request": null });
    let github = FakeGithub::start();
    let said = green(&run, &github);
    assert!(
        said.contains("::notice title=portfolio-check%3A no comment::The event could not"),
        "{said}"
    );
    assert!(said.contains("Run the job again"), "{said}");
    assert_eq!(github.whole_log(), Vec::<String>::new());
}

#[test]
fn a_deleted_fork_is_commented_on_like_any_other() {
    let mut run = Run::new(app());
    run.event["pull_request"]["head"]["repo"] = serde_json::Value::Null;
    let github = FakeGithub::start();
    green(&run, &github);
    assert_eq!(run.output("comment-status"), "created");
}

#[test]
fn a_head_that_moved_gets_no_comment() {
    let run = Run::new(app());
    let github = FakeGithub::start().pull(&"c".repeat(40));
    let said = green(&run, &github);
    assert!(said.contains("newer commit"), "{said}");
    assert_eq!(run.output("comment-status"), "skipped");
    assert_eq!(github.comments(), []);
}

#[test]
fn without_a_checkout_the_step_is_green_and_says_what_to_do() {
    let empty = Run::new(app());
    let folder = tempfile::tempdir().unwrap();
    let loose = tempfile::tempdir().unwrap();
    std::fs::write(loose.path().join("app.js"), "1").unwrap();
    for (workspace, why) in [
        (&folder, "the workspace is empty"),
        (&loose, "not a Git repository"),
    ] {
        let github = FakeGithub::start();
        let mut run = Run::new(app()).input("GITHUB_WORKSPACE", workspace.path().to_str().unwrap());
        run.event = empty.event.clone();
        let said = green(&run, &github);
        assert!(said.contains("::warning") && said.contains(why), "{said}");
        assert!(said.contains("actions/checkout"), "{said}");
        assert_eq!(
            (run.output("score"), run.output("passed")),
            (String::new(), "true".to_owned())
        );
        assert!(
            run.read("summary.md")
                .contains("Nothing could be looked at")
        );
        assert_eq!(github.whole_log(), Vec::<String>::new());
    }
}

#[test]
fn several_folders_share_one_comment() {
    let fixture = app()
        .file(
            "api/package.json",
            "{ \"dependencies\": { \"express\": \"4\" } }\n",
        )
        .file(
            "api/a.js",
            "const app = require('express')();\napp.get('/api', (q, r) => r.json([]));\n",
        )
        .file("web/index.js", "let a = 1;\n")
        .commit("Two parts");
    let run = Run::new(fixture).input("INPUT_PATH", "api\nweb, api");
    let github = FakeGithub::start();
    green(&run, &github);
    let comments = github.comments();
    assert_eq!(comments.len(), 1);
    let body = &comments[0].2;
    assert!(body.contains("`api`") && body.contains("`web`"), "{body}");
    assert!(body.len() < 20_000);
    let files: Vec<String> = run.output("report").lines().map(str::to_owned).collect();
    assert_eq!(files.len(), 2);
    let scores = files.iter().map(|file| {
        let report: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        report["score"]["percent"].as_u64().unwrap()
    });
    assert_eq!(run.output("score"), scores.min().unwrap().to_string());
}

#[test]
fn changed_posts_once_and_then_only_news() {
    let github = FakeGithub::start();
    let run = Run::new(app()).input("INPUT_COMMENT", "changed");
    green(&run, &github);
    assert_eq!(github.comments().len(), 1);
    // The same answers at another commit, and a text that a reader changed: no news.
    let body = github.comments()[0].2.clone();
    let first_line = body.lines().next().unwrap();
    let github = FakeGithub::start().comment(BOT, &format!("{first_line}\nshort"));
    std::fs::remove_file(run.file("output")).unwrap();
    green(&run, &github);
    assert_eq!(run.output("comment-status"), "unchanged");
    assert!(github.comments()[0].2.ends_with("short"));
    // Other answers are news, and other rules are told apart.
    let other = first_line
        .split(" print=")
        .next()
        .unwrap()
        .replace("rules=sha256:", "rules=sha256:0");
    let github = FakeGithub::start().comment(BOT, &format!("{other} print=00 -->\nshort"));
    std::fs::remove_file(run.file("output")).unwrap();
    green(&run, &github);
    assert_eq!(run.output("comment-status"), "updated");
    let body = github.comments()[0].2.clone();
    assert!(
        body.contains("The rules are newer than in the last comment"),
        "{body}"
    );
}

#[test]
fn files_go_where_the_input_says_and_never_out_of_the_workspace() {
    let run = Run::new(app()).input("INPUT_REPORT_DIR", "out/files");
    green(&run, &FakeGithub::start());
    let folder = run.fixture.path().join("out/files");
    for name in ["report.json", "report.html", "report.sarif", "badge.svg"] {
        assert!(folder.join(name).is_file(), "{name}");
    }
    assert!(run.output("report-dir").ends_with("out/files"));
    assert!(
        run.output("title").contains(" of 100, "),
        "{}",
        run.output("title")
    );
    assert_eq!(run.output("passed"), "true");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_repository_is_not_written_through() {
    let outside = tempfile::tempdir().unwrap();
    let fixture = app()
        .link("out", outside.path().to_str().unwrap())
        .commit("A link");
    let run = Run::new(fixture).input("INPUT_REPORT_DIR", "out");
    let output = run.go(&FakeGithub::start());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
}

/// A run that follows the contributor's own, with the report that it left behind.
fn following(change: impl Fn(&mut serde_json::Value)) -> (Run, String) {
    let first = Run::new(app()).input("INPUT_COMMENT", "never");
    green(&first, &FakeGithub::start());
    let text = std::fs::read_to_string(first.output("report")).unwrap();
    let mut report: serde_json::Value = serde_json::from_str(&text).unwrap();
    change(&mut report);
    let head = first.fixture.head();
    let mut run = Run::new(Fixture::new().file("README.md", "").commit("Base"));
    run.name = "workflow_run";
    run.event = serde_json::json!({ "action": "completed", "workflow_run": {
        "head_sha": head, "head_branch": "feature", "pull_requests": [],
        "head_repository": { "full_name": "bob/engine" },
    } });
    std::fs::write(run.file("theirs.json"), report.to_string()).unwrap();
    let file = run.file("theirs.json");
    (run.input("INPUT_REPORT", file.to_str().unwrap()), head)
}

#[test]
fn a_report_of_the_contributor_s_run_is_posted() {
    let (run, head) = following(|report| {
        report["criteria"][0]["title"] = "[click](https://evil.test)".into();
        report["limits"] = serde_json::json!(["@everyone"]);
    });
    let github = FakeGithub::start().pull_of("bob/engine", &head);
    green(&run, &github);
    assert_eq!(run.output("comment-status"), "created");
    let body = github.comments()[0].2.clone();
    assert!(body.contains("in the contributor's own run"), "{body}");
    assert!(
        body.contains("`GET /users`") && body.contains(&head),
        "{body}"
    );
    assert!(
        !body.contains("evil") && !body.contains("@everyone"),
        "{body}"
    );
    let find = "GET /repos/ada/engine/pulls?state=open&head=bob:feature&per_page=100";
    assert_eq!(github.whole_log()[0], find);
}

#[test]
fn no_pull_request_of_that_commit_is_no_failure() {
    let (run, head) = following(|_| ());
    let others = [
        FakeGithub::start(),
        FakeGithub::start().pull_of("bob/engine", &"c".repeat(40)),
        FakeGithub::start().pull_of("mallory/engine", &head),
    ];
    for github in others {
        let said = green(&run, &github);
        assert!(said.contains("No open pull request has"), "{said}");
        assert_eq!(github.comments(), []);
    }
}

#[test]
fn a_hostile_report_is_refused_in_one_sentence() {
    let (run, head) = following(|report| report["html"] = "<script>".into());
    let github = FakeGithub::start().pull_of("bob/engine", &head);
    let said = green(&run, &github);
    assert!(
        said.contains("::warning") && said.contains("is not a report of this program"),
        "{said}"
    );
    assert!(!said.contains("script"), "{said}");
    assert_eq!(github.comments(), []);

    let (run, head) = following(|report| report["tool"]["rules"] = "sha256:0".into());
    let said = green(&run, &FakeGithub::start().pull_of("bob/engine", &head));
    assert!(
        said.contains("same version of the action in both workflows"),
        "{said}"
    );

    let (run, _) = following(|_| ());
    std::fs::remove_file(run.file("theirs.json")).unwrap();
    let said = green(&run, &FakeGithub::start());
    assert!(said.contains("download the other run's artifact"), "{said}");
}

#[test]
fn refusals_of_the_api_never_turn_the_step_red() {
    let cases = [
        (401, "Bad credentials", "renew the token"),
        (
            403,
            "Unable to create comment because issue is locked.",
            "unlock the conversation",
        ),
        (404, "Not Found", "check the repository and the number"),
        (410, "Gone", "nothing to do"),
        (422, "Validation Failed", "report this"),
    ];
    for (status, message, advice) in cases {
        let github = FakeGithub::start().fault(Fault::new("POST", status, message));
        let run = Run::new(app());
        let said = green(&run, &github);
        assert_eq!(run.output("comment-status"), "failed");
        assert!(
            said.contains(&format!("{status}: {message}")) && said.contains(advice),
            "{said}"
        );
    }
    let run = Run::new(app()).input("GITHUB_API_URL", "not an address");
    let said = green(&run, &FakeGithub::start());
    assert!(said.contains("is not an http(s) URL"), "{said}");
    let run = Run::new(app()).input("GITHUB_TOKEN", " ");
    let said = green(&run, &FakeGithub::start());
    assert!(said.contains("there is no token"), "{said}");
}
