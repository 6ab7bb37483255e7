//! The settings file of a scanned repository, through the binary: waivers, baselines, ignored files, mistakes.

mod support;

use std::path::Path;
use std::process::Output;
use std::sync::OnceLock;

use assert_cmd::Command;
use portfolio_check::rules::{self, Rules};
use portfolio_check::settings::{self, Decided, FailOn, Known, Settings};
use serde_json::Value;
use support::Fixture;

fn run(path: &Path, arguments: &[&str]) -> Output {
    Command::cargo_bin("portfolio-check")
        .unwrap()
        .env_clear()
        .env("HOME", "/nonexistent")
        .arg("check")
        .arg(path)
        .args(arguments)
        .output()
        .unwrap()
}

fn report(path: &Path) -> Value {
    let output = run(path, &["--format", "json"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn criterion<'r>(report: &'r Value, id: &str) -> &'r Value {
    let criteria = report["criteria"].as_array().unwrap();
    criteria.iter().find(|it| it["id"] == id).unwrap()
}

fn routes(report: &Value) -> Vec<String> {
    let routes = report["routes"].as_array().unwrap().iter();
    routes
        .map(|route| {
            let part = |name: &str| route[name].as_str().unwrap().to_owned();
            format!("{} {}", part("method"), part("path"))
        })
        .collect()
}

fn limits(report: &Value) -> String {
    let limits = report["limits"].as_array().unwrap().iter();
    let lines: Vec<&str> = limits.map(|it| it.as_str().unwrap()).collect();
    lines.join("\n")
}

/// The ids that settings may name.
fn rules() -> &'static Rules {
    static RULES: OnceLock<Rules> = OnceLock::new();
    RULES.get_or_init(|| rules::lazily(|| rules::load(&rules::source::embedded())).unwrap())
}

fn parsed(settings: &str) -> Result<Settings, String> {
    settings::parse(settings::FILE, settings, &Known::of(rules())).map_err(|it| it.to_string())
}

/// The mistakes of a settings file, as they are printed.
fn mistakes(settings: &str) -> String {
    parsed(settings).unwrap_err()
}

const APP: &str = "const express = require('express');\nconst app = express();\n\
                   app.get('/items', (req, res) => res.json([]));\napp.listen(3000);\n";

fn app() -> Fixture {
    Fixture::new()
        .file("package.json", "{\"dependencies\": {\"express\": \"4\"}}\n")
        .file("app.js", APP)
        .commit("Serve items")
}

fn with(settings: &str) -> Value {
    let fixture = app()
        .file("portfolio-check.toml", settings)
        .commit("Settings");
    report(fixture.path())
}

#[test]
fn a_waived_criterion_leaves_the_score_and_shows_reason_and_date() {
    let settings = "[[waive]]\ncriterion = \"dockerfile\"\nreason = \"The platform builds from source.\"\n\
                    until = 2024-06-30\n";
    let (plain, waived) = (report(app().path()), with(settings));
    assert_eq!(criterion(&plain, "dockerfile")["outcome"], "missing");
    let shown = criterion(&waived, "dockerfile");
    assert_eq!(shown["outcome"], "waived");
    assert_eq!(
        shown["said"],
        "Set aside until `2024-06-30`: `The platform builds from source`."
    );
    assert!(waived["score"]["percent"].as_u64() >= plain["score"]["percent"].as_u64());
    let fixture = app()
        .file("portfolio-check.toml", settings)
        .commit("Settings");
    for format in ["text", "markdown"] {
        let output = run(fixture.path(), &["--format", format]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("2024-06-30"), "{format}: {text}");
        assert!(text.contains("The platform builds"), "{format}: {text}");
    }
}

#[test]
fn an_expired_waiver_counts_no_more_and_is_named() {
    // The second commit is of 2024-01-02.
    for (until, outcome) in [("2024-01-01", "missing"), ("2024-01-02", "waived")] {
        let report = with(&format!(
            "[[waive]]\ncriterion = \"dockerfile\"\nreason = \"Built from source\"\nuntil = \"{until}\"\n"
        ));
        assert_eq!(criterion(&report, "dockerfile")["outcome"], outcome);
        let said = "The waiver for `dockerfile` ended on 2024-01-01: the criterion counts again.";
        assert_eq!(limits(&report).contains(said), outcome == "missing");
    }
}

#[test]
fn a_met_criterion_stays_met() {
    let report = with(
        "[[waive]]\ncriterion = \"api-routes\"\nreason = \"We have none\"\nuntil = \"2024-12-31\"\n",
    );
    assert_ne!(criterion(&report, "api-routes")["outcome"], "waived");
}

#[test]
fn mistakes_are_told_with_the_line_and_what_would_be_right() {
    let told = mistakes(
        "roadmap = \"get-hirde\"\n[[waive]]\ncriterion = \"dokerfile\"\nreason = \" TODO \"\nuntil = \"2025-02-29\"\n",
    );
    for expected in [
        "4 mistakes in the settings",
        "portfolio-check.toml:1: there is no roadmap `get-hirde`",
        "help: is it `get-hired`?",
        "portfolio-check.toml:3: there is no criterion `dokerfile`",
        "3 | criterion = \"dokerfile\"\n  |             ^^^^^^^^^^^",
        "help: is it `dockerfile`?",
        "portfolio-check.toml:4: the reason says nothing",
        "portfolio-check.toml:5: `2025-02-29` is no date",
        "\"YYYY-MM-DD\"",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }
}

#[test]
fn a_mistake_ends_the_run_at_the_desk() {
    let fixture = app()
        .file("portfolio-check.toml", "roadmpa = \"x\"\n")
        .commit("Settings");
    let output = run(fixture.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "error: 1 mistake in the settings\n\nportfolio-check.toml:1: unknown field `roadmpa`, expected one of `roadmap`, \
         `waive`, `baseline`, `thresholds`, `ignore`\n  |\n1 | roadmpa = \"x\"\n  | ^^^^^^^\nhelp: is it `roadmap`?\n"
    );
}

#[test]
fn what_is_written_is_what_is_read() {
    let settings = parsed(
        "roadmap = \"get-hired\"\nignore = [\"old/**\"]\n[thresholds]\nfail-under = 60\nmin-level = \"job-ready\"\n\
         fail-on = [\"lost\"]\n[baseline]\ncommit = \"ABCDEF1\"\n",
    )
    .unwrap();
    assert_eq!(settings.thresholds.fail_under, Some(60));
    assert_eq!(settings.thresholds.min_level.as_deref(), Some("job-ready"));
    assert_eq!(settings.thresholds.fail_on, [FailOn::Lost]);
    assert_eq!(settings.ignored("a[b]/"), ["a[[]b[]]/old/**"]);
    assert_eq!(
        settings.baseline,
        Some(settings::Baseline::Commit("abcdef1".to_owned()))
    );
    assert_eq!(parsed("# nothing yet\n").unwrap(), Settings::default());
}

#[test]
fn the_commented_template_reads_once_the_marks_are_gone() {
    let template = include_str!("../src/cli/init/settings.toml");
    let is_setting = |line: &&str| {
        let key = line.split([' ', '=']).next().unwrap_or_default();
        let is_key =
            line.contains(" = ") && key.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        // Of the three baselines only one may be said.
        (is_key || line.starts_with('[')) && !matches!(key, "commit" | "tag")
    };
    let lines = template.lines().filter_map(|line| line.strip_prefix("# "));
    let settings: Vec<&str> = lines.filter(is_setting).collect();
    let read = parsed(&settings.join("\n")).unwrap();
    assert_eq!(read.waive.len(), 1);
    assert_eq!(read.baseline, Some(settings::Baseline::Root));
    assert_eq!(read.thresholds.fail_on, [FailOn::Lost]);
}

#[test]
fn with_a_base_its_settings_decide_and_thresholds_hold() {
    let waive = "[[waive]]\ncriterion = \"dockerfile\"\nreason = \"Built from source\"\nuntil = \"2030-01-01\"\n";
    let fixture = app()
        .file("portfolio-check.toml", "[thresholds]\nfail-under = 99\n")
        .commit("Ask for much")
        .tag("base")
        .file("portfolio-check.toml", waive)
        .commit("Waive");
    let head = report(fixture.path());
    assert_eq!(criterion(&head, "dockerfile")["outcome"], "waived");
    let output = run(fixture.path(), &["--base", "base", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is below 99"));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(criterion(&report, "dockerfile")["outcome"], "missing");
    assert_eq!(
        report["delta"]["notes"][0],
        "This change edits `portfolio-check.toml`; here the base's copy decides."
    );
    let flag = run(fixture.path(), &["--base", "base", "--fail-under", "0"]);
    assert_eq!(flag.status.code(), Some(0));
}

fn decide(head: Option<&str>, base: Option<&str>) -> Decided {
    settings::decide(head, base, &Known::of(rules()))
}

#[test]
fn on_a_pull_request_the_base_s_copy_decides() {
    let (hired, step) = ("roadmap = \"get-hired\"\n", "roadmap = \"step-by-step\"\n");
    let of = |decided: &Decided| decided.settings.roadmap.clone().unwrap_or_default();
    let note = |decided: Decided| decided.note.unwrap_or_default();
    for (head, base, roadmap, said) in [
        (None, None, "", ""),
        (Some(hired), Some(hired), "get-hired", ""),
        (
            Some("# a comment\nroadmap = 'get-hired'"),
            Some(hired),
            "get-hired",
            "",
        ),
        (
            Some(step),
            Some(hired),
            "get-hired",
            "This change edits `portfolio-check.toml`; here the base's copy decides.",
        ),
        (
            None,
            Some(hired),
            "get-hired",
            "This change removes `portfolio-check.toml`; here the base's copy still decides.",
        ),
        (
            Some(step),
            None,
            "",
            "This change adds `portfolio-check.toml`, which counts once it is merged; here the defaults decide.",
        ),
        (
            Some("x = 1"),
            None,
            "",
            "This change adds `portfolio-check.toml`, which counts once it is merged; here the defaults decide. \
             Its new copy has a mistake, line 1: `unknown field 'x', expected one of 'roadmap', 'waive', 'baseline', \
             'thresholds',…`.",
        ),
    ] {
        let decided = decide(head, base);
        assert_eq!(of(&decided), roadmap, "{head:?} {base:?}");
        assert_eq!(note(decided), said, "{head:?} {base:?}");
    }
    let broken = decide(Some(step), Some("x = 1"));
    assert_eq!(broken.settings, Settings::default());
    let said = note(broken);
    assert!(
        said.starts_with("The base's settings in `portfolio-check.toml` have a mistake, so the defaults decide: line 1: "),
        "{said}"
    );
    assert!(said.contains("This change edits"), "{said}");
    // A mistake on both sides is told once.
    let same = note(decide(Some("x = 1"), Some("x = 1")));
    assert_eq!(same.matches("mistake").count(), 1, "{same}");
}

#[test]
fn in_the_action_a_mistake_becomes_a_note() {
    let known = Known::of(rules());
    assert_eq!(settings::forgiving(None, &known), Decided::default());
    let decided = settings::forgiving(Some("`x`\u{1b} = 1"), &known);
    assert_eq!(decided.settings, Settings::default());
    let note = decided.note.unwrap();
    assert!(note.contains("so the defaults decide: line 1: `"), "{note}");
    assert_eq!(note.matches('`').count() % 2, 0);
}

#[test]
fn each_mistake_has_its_sentence() {
    let waive = "[[waive]]\ncriterion = \"dockerfile\"\nreason = \"Built from source\"\nuntil = \"2030-01-01\"\n";
    let many = waive.repeat(101);
    let globs = format!("ignore = [{}]\n", "\"a/**\", ".repeat(101));
    for (settings, expected) in [
        ("roadmpa = \"x\"\n", "help: is it `roadmap`?"),
        ("path = \"api\"\n", "an input of the action"),
        ("fail-under = 3\n", "below a line `[thresholds]`"),
        ("[thresholds]\nfail-under = 101\n", "`101` is no score"),
        (
            "[thresholds]\nmin-level = \"job-redy\"\n",
            "is it `job-ready`?",
        ),
        ("[thresholds]\nfail-on = [\"lots\"]\n", "is it `lost`?"),
        ("[baseline]\n", "the baseline names nothing"),
        (
            "[baseline]\ntag = \"a\"\ncommit = \"1234567\"\n",
            "names two things",
        ),
        ("[baseline]\ncommit = \"HEAD\"\n", "`head` is no commit id"),
        (
            "[baseline]\ntag = \":/secret\"\n",
            "is no name of a branch or tag",
        ),
        (
            "[baseline]\ntemplate = \"a..b\"\n",
            "is no name of a branch or tag",
        ),
        (
            "ignore = [\"../x\"]\n",
            "`../x` is no pattern of paths here",
        ),
        ("ignore = [\"a{b\"]\n", "`a{b` is no pattern of paths"),
        (
            "[[waive]]\ncriterion = \"dockerfile\"\nreason = \"Why not\"\n",
            "missing field `until`",
        ),
        (&format!("{waive}{waive}"), "`dockerfile` is waived twice"),
        (&many, "more than 100 waivers"),
        (&globs, "more than 100 patterns"),
        (&format!("# {}\n", "x".repeat(70_000)), "larger than 64 KiB"),
        ("roadmap = [[[[\n", "portfolio-check.toml:1"),
    ] {
        let told = mistakes(settings);
        assert!(told.contains(expected), "{expected}\n{told}");
    }
}

#[test]
fn a_hostile_file_cannot_talk_to_the_terminal() {
    let told = mistakes("roadmap = \"\u{1b}[2J\u{202e}\"\n\"\\u001b]0;x\" = 1\n");
    assert!(
        !told.contains('\u{1b}') && !told.contains('\u{202e}'),
        "{told:?}"
    );
    let long = mistakes(&format!("{} = 1\n", "k".repeat(60_000)));
    assert!(long.len() < 10_000);
    mistakes(&format!(
        "ignore = {}{}\n",
        "[".repeat(30_000),
        "]".repeat(30_000)
    ));
    let report = with(
        "[[waive]]\ncriterion = \"dockerfile\"\nreason = \"`</details>` @all <!-- x --> built elsewhere\"\n\
         until = 2030-01-01\n",
    );
    assert!(
        !criterion(&report, "dockerfile")["said"]
            .as_str()
            .unwrap()
            .contains("`</details>`")
    );
}

#[test]
fn the_roadmap_of_the_settings_holds_unless_another_is_named() {
    let fixture = app()
        .file("portfolio-check.toml", "roadmap = \"get-hired\"\n")
        .commit("Settings");
    assert_eq!(report(fixture.path())["roadmap"]["id"], "get-hired");
    let named = run(
        fixture.path(),
        &["--roadmap", "step-by-step", "--format", "json"],
    );
    let named: Value = serde_json::from_slice(&named.stdout).unwrap();
    assert_eq!(named["roadmap"]["id"], "step-by-step");
}

#[test]
fn settings_are_those_of_the_revision_and_of_the_folder() {
    let fixture = app()
        .tag("before")
        .file("portfolio-check.toml", "roadmap = \"get-hired\"\n")
        .file(
            "api/portfolio-check.toml",
            "roadmap = \"step-by-step\"\nignore = [\"old/**\"]\n",
        )
        .file("api/app.js", APP)
        .file("api/old/app.js", APP)
        .commit("Settings");
    let before = run(fixture.path(), &["--rev", "before", "--format", "json"]);
    let before: Value = serde_json::from_slice(&before.stdout).unwrap();
    assert_eq!(before["roadmap"]["id"], "backend-2026");
    let below = report(&fixture.path().join("api"));
    assert_eq!(below["roadmap"]["id"], "step-by-step");
    assert!(
        limits(&below).contains("`api/old/app.js`"),
        "{}",
        limits(&below)
    );
}

#[test]
fn a_settings_file_that_is_not_tracked_yet_is_tried_out() {
    let fixture = app().untracked("portfolio-check.toml", "roadmap = \"get-hired\"\n");
    assert_eq!(report(fixture.path())["roadmap"]["id"], "get-hired");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed() {
    let secret = tempfile::tempdir().unwrap();
    let target = secret.path().join("x.toml");
    std::fs::write(&target, "roadmap = \"get-hired\"\n").unwrap();
    let fixture = app()
        .link("portfolio-check.toml", target.to_str().unwrap())
        .commit("Settings");
    let output = run(fixture.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be read as text"));
}

#[test]
fn ignored_files_prove_nothing_and_still_speak_against() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAxyzzyxyzzyxyzzyxyzzyxyzzyxyzzyxyzzyxyzzyxyzzy12\n\
               -----END RSA PRIVATE KEY-----\n";
    let fixture = app()
        .file("old/app.js", &APP.replace("/items", "/old"))
        .file("old/server.pem", key)
        .file("portfolio-check.toml", "ignore = [\"old/**\"]\n")
        .commit("Ignore");
    let report = report(fixture.path());
    assert_eq!(routes(&report), ["GET /items"]);
    assert_eq!(
        criterion(&report, "committed-secrets")["outcome"],
        "violated"
    );
    assert!(
        limits(&report).contains(
            "2 files do not count as evidence, as the settings ask: `old/app.js`, `old/server.pem`."
        ),
        "{}",
        limits(&report)
    );
}

const USERS: &str = "const router = require('express').Router();\n\
                     router.get('/users', (req, res) => res.json([]));\nmodule.exports = router;\n";

/// A template at `v0`, and what a learner made of it.
fn grown(settings: &str) -> Fixture {
    let own = APP.replace(
        "app.listen",
        "  app.use('/api', require('./lib/users'));\napp.post('/login', (req, res) => res.sendStatus(201));\napp.listen",
    );
    Fixture::new()
        .author("Teacher", "teacher@example.org")
        .file("package.json", "{\"dependencies\": {\"express\": \"4\"}}\n")
        .file("app.js", APP)
        .file(
            "Dockerfile",
            "FROM node:22\nWORKDIR /app\nCOPY . .\nCMD [\"node\", \"app.js\"]\n",
        )
        .file("helpers/health.js", &APP.replace("/items", "/health"))
        .commit("Template")
        .tag("v0")
        .author("Ada", "ada@example.org")
        .remove("helpers/health.js")
        .file("lib/health.js", &APP.replace("/items", "/health"))
        .file("app.js", &own)
        .file("lib/users.js", USERS)
        .file("portfolio-check.toml", settings)
        .commit("Add users and a log-in")
}

#[test]
fn after_a_baseline_only_what_was_added_counts() {
    let whole = report(grown("").path());
    assert_eq!(
        routes(&whole),
        ["GET /api/users", "GET /health", "GET /items", "POST /login"]
    );
    assert_eq!(whole["subject"]["commits"], 2);
    assert_ne!(criterion(&whole, "dockerfile")["outcome"], "missing");
    for settings in [
        "[baseline]\ntag = \"v0\"\n",
        "[baseline]\ntemplate = \"root\"\n",
        "[baseline]\ntemplate = true\n",
    ] {
        let fixture = grown(settings);
        let own = report(fixture.path());
        // The mount in the template's file, re-indented, still gives the learner's router its prefix.
        assert_eq!(
            routes(&own),
            ["GET /api/users", "POST /login"],
            "{settings}"
        );
        assert_eq!(own["subject"]["commits"], 1);
        assert_eq!(criterion(&own, "dockerfile")["outcome"], "missing");
        let limits = limits(&own);
        assert!(
            limits.contains(
                "3 files have not changed since the baseline and do not count: `Dockerfile`, `lib/health.js`, \
                 `package.json`."
            ),
            "{limits}"
        );
        assert!(
            limits.contains("in 1 changed file only the lines added"),
            "{limits}"
        );
    }
}

#[test]
fn a_baseline_may_be_a_commit_or_a_branch() {
    let fixture = grown("");
    let repository = fixture.repository();
    let root = repository
        .revparse_single("v0^{commit}")
        .unwrap()
        .id()
        .to_string();
    let fixture = fixture.branch("template").reference("refs/heads/template");
    let short = &root[..8];
    let fixture = fixture
        .file(
            "portfolio-check.toml",
            &format!("[baseline]\ncommit = \"{short}\"\n"),
        )
        .commit("Name the baseline");
    let own = report(fixture.path());
    assert_eq!(routes(&own), ["GET /api/users", "POST /login"]);
    assert_eq!(own["subject"]["commits"], 2);
}

#[test]
fn an_unknown_baseline_is_a_limit_and_everything_counts() {
    let own = report(grown("[baseline]\ntag = \"v9\"\n").path());
    assert_eq!(routes(&own).len(), 4);
    let limits = limits(&own);
    assert!(
        limits.contains("names the tag `v9` as the baseline: this clone does not have it."),
        "{limits}"
    );
}

#[test]
fn a_shallow_clone_without_the_baseline_says_how_to_get_it() {
    let fixture = grown("[baseline]\ntemplate = \"root\"\n");
    let head = fixture.head();
    // What a clone of depth one leaves: the first parent is cut off.
    std::fs::write(fixture.path().join(".git/shallow"), format!("{head}\n")).unwrap();
    let own = report(fixture.path());
    assert_eq!(routes(&own).len(), 4);
    let limits = limits(&own);
    assert!(limits.contains("this clone is shallow"), "{limits}");
    assert!(limits.contains("fetch-depth: 0"), "{limits}");
}

#[test]
fn only_a_program_s_first_commit_is_taken_for_a_template() {
    let start = |name: &str, email: &str, settings: &str| {
        let fixture = Fixture::new()
            .author(name, email)
            .file("package.json", "{\"dependencies\": {\"express\": \"4\"}}\n")
            .file("app.js", APP)
            .commit("Initial commit")
            .author("Ada", "ada@example.org")
            .file("users.js", &APP.replace("/items", "/users"))
            .file("portfolio-check.toml", settings)
            .commit("Add users");
        report(fixture.path())
    };
    let (bot, address) = (
        "classroom[bot]",
        "1+classroom[bot]@users.noreply.example.org",
    );
    let handed_out = start(bot, address, "");
    assert_eq!(routes(&handed_out), ["GET /users"]);
    assert!(
        limits(&handed_out).contains("`template = false`"),
        "{}",
        limits(&handed_out)
    );
    let switched_off = start(bot, address, "[baseline]\ntemplate = false\n");
    assert_eq!(routes(&switched_off).len(), 2);
    assert_eq!(
        routes(&start("Teacher", "teacher@example.org", "")).len(),
        2
    );
}

#[test]
fn a_large_first_commit_counts_and_is_mentioned() {
    let mut fixture = Fixture::new().file("app.js", APP);
    for number in 0..25 {
        fixture = fixture.file(&format!("lib/part{number}.js"), "exports.x = 1;\n");
    }
    let fixture = fixture
        .commit("First")
        .file("package.json", "{\"dependencies\": {\"express\": \"4\"}}\n")
        .commit("Second");
    let report = report(fixture.path());
    assert_eq!(routes(&report), ["GET /items"]);
    let limits = limits(&report);
    assert!(
        limits.contains("The first commit brought 26 files at once, and all of them count."),
        "{limits}"
    );
}

#[test]
fn an_untouched_scaffold_is_named_and_does_not_count() {
    let test = "<?php\n\nnamespace Tests\\Feature;\n\nuse Tests\\TestCase;\n\nclass ExampleTest extends TestCase\n{\n    \
                public function test_example(): void\n    {\n        $response = $this->get('/');\n\n        \
                $response->assertStatus(200);\n    }\n}\n";
    let build = |test: &str| {
        Fixture::new()
            .file("composer.json", "{\"require\": {\"laravel/framework\": \"^11\"}, \"require-dev\": {\"phpunit/phpunit\": \"^11\"}}\n")
            .file(
                "routes/web.php",
                "<?php\n\nuse Illuminate\\Support\\Facades\\Route;\n\nRoute::get('/', function () {\n    return view('welcome');\n});\n",
            )
            .file("tests/Feature/ExampleTest.php", test)
            .file("node_modules/a/index.js", "x\n")
            .file("node_modules/b/index.js", "x\n")
            .commit("Start")
    };
    let untouched = report(build(test).path());
    assert_eq!(criterion(&untouched, "tests")["outcome"], "missing");
    assert_eq!(criterion(&untouched, "api-routes")["outcome"], "missing");
    // It is served all the same.
    assert_eq!(routes(&untouched), ["GET /"]);
    let said = limits(&untouched);
    for expected in [
        "2 files are still as a generator made them and do not count: `routes/web.php`, \
         `tests/Feature/ExampleTest.php`.",
        "2 files of other people's code are not read: `node_modules/`.",
    ] {
        assert!(said.contains(expected), "{said}");
    }
    let own = test.replace("$this->get('/')", "$this->getJson('/api/tasks')");
    let changed = report(build(&own).path());
    assert_ne!(criterion(&changed, "tests")["outcome"], "missing");
}
