//! Calibration over small label folders that are built here.

mod support;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use portfolio_check::calibrate::HEADER;
use support::Fixture;
use tempfile::TempDir;

const APP: &str = "const express = require('express');\nconst app = express();\n\
                   app.get('/users/:id', (req, res) => res.json([]));\n\
                   app.post('/users', (req, res) => res.status(201).json({}));\napp.listen(3000);\n";
const PACKAGE: &str = r#"{"dependencies": {"express": "^4.0.0"}}"#;

/// A label folder with one repository, which stands in the mirror as a bare one.
fn corpus(labels: &str) -> TempDir {
    let fixture = Fixture::new()
        .file("package.json", PACKAGE)
        .file("app.js", APP)
        .commit("Answer for users");
    let head = fixture.head();
    // The label speaks of this commit, whatever came later.
    let fixture = fixture.file("app.js", "// gone\n").commit("Remove it");
    let folder = tempfile::tempdir().unwrap();
    let bare = folder.path().join("repositories/ada+shop/repo");
    git2::build::RepoBuilder::new()
        .bare(true)
        .clone(fixture.path().to_str().unwrap(), &bare)
        .unwrap();
    let text = labels.replace("HEAD", &head);
    fs::write(folder.path().join("ada+shop.json"), text).unwrap();
    folder
}

fn run(folder: &Path, more: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::cargo_bin("portfolio-check")
        .unwrap()
        .arg("calibrate")
        .arg(folder)
        .args(more)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

const LABELS: &str = r#"{
    "repo": "ada/shop", "commit": "HEAD", "kind": "learner",
    "languages": ["javascript"], "frameworks": ["express"],
    "routes": [["GET", "/users/:name", "app.js:3"], ["PUT", "/users", "app.js:4"], ["GET", "/health", "app.js:9"]],
    "labels": {
        "framework": {"value": true, "proof": ["app.js:1"], "note": "a note"},
        "api_routes": {"value": false},
        "dockerfile": {"value": true},
        "license": {"value": false},
        "jwt": {"value": "unsure"},
        "telepathy": {"value": true}
    },
    "mentor": {"readiness_0_100": 20, "strengths": []}
}"#;

#[test]
fn agreement_and_mistakes_are_counted() {
    let folder = corpus(LABELS);
    let (code, page, _) = run(folder.path(), &[]);
    assert_eq!(code, Some(0));
    assert!(page.starts_with(HEADER), "{page}");
    for line in [
        "| Newest commit | 2024-01-01 |",
        "| Repositories | 1 (1 learner) |",
        "| Routes in them | 3 |",
        "| Answers scored | 4 |",
        "| Routes | 3 | 0.500 | 0.333 | 2 | 1 |",
        "| Criteria | 2 | 0.500 | 0.500 | 1 | 1 |",
        "| express | 1 | 3 | 0.500 | 0.333 | 2 | 1 |",
        "| `web-framework` | 1 | 0 | 1.000 | 1.000 | 0 | 0 |",
        "| `api-routes` | 0 | 1 | 0.000 | – | 0 | 1 |",
        "| `dockerfile` | 1 | 0 | – | 0.000 | 1 | 0 |",
        "| `licence` | 0 | 1 | – | – | 0 | 0 |",
        "| api-routes | false | met | javascript | 1 |",
        "| dockerfile | missed | missing | javascript | 1 |",
        "| routes | false | another method | javascript, express | 1 |",
        "| routes | missed | another method | javascript, express | 1 |",
        "| routes | missed | nothing like it on the other side | javascript, express | 1 |",
        "Labels that no criterion answers: `telepathy`.",
    ] {
        assert!(page.lines().any(|own| own == line), "{line}\n{page}");
    }
    assert!(
        page.contains("over 1 repositories: rank correlation not defined"),
        "{page}"
    );
    assert!(!page.contains("`jwt`") && !page.contains("shop"), "{page}");
}

#[test]
fn the_page_is_the_same_each_time_and_goes_into_a_file() {
    let folder = corpus(LABELS);
    let file = folder.path().join("page.md");
    let more = [
        "--date",
        "2030-02-03",
        "--note",
        "Labelled by two people.",
        "--output",
    ];
    let more: Vec<&str> = more.into_iter().chain([file.to_str().unwrap()]).collect();
    let (code, shown, _) = run(folder.path(), &more);
    assert_eq!((code, shown.as_str()), (Some(0), ""));
    let first = fs::read_to_string(&file).unwrap();
    assert!(
        first.contains("| Newest commit | 2030-02-03 |\n"),
        "{first}"
    );
    assert!(first.contains("\n\nLabelled by two people.\n"), "{first}");
    run(folder.path(), &more);
    assert_eq!(fs::read_to_string(&file).unwrap(), first);
}

#[test]
fn what_is_not_there_is_named_and_not_scored() {
    let folder = corpus(LABELS);
    // A name must not lead out of the folder.
    for repo in ["bob/garden", "../ada+shop", "ada", "ada/.."] {
        let label = LABELS.replace("ada/shop", repo);
        fs::write(folder.path().join("other.json"), label).unwrap();
        let (code, page, said) = run(folder.path(), &[]);
        assert_eq!(code, Some(0), "{said}");
        assert!(
            page.contains("| Repositories | 1 (1 learner); 1 more were not there to scan |"),
            "{page}"
        );
        assert!(
            said.contains("not there to scan") && said.contains(repo),
            "{said}"
        );
    }
}

#[test]
fn words_of_label_files_cannot_break_the_page() {
    let folder = corpus(&LABELS.replace("\"express\"", "\"a|b`<script>\\n# x\""));
    let (_, page, _) = run(folder.path(), &[]);
    assert!(
        page.contains("| abscript# x | 1 | 3 |") || page.contains("| abscript x | 1 | 3 |"),
        "{page}"
    );
}

#[test]
fn mistakes_of_the_caller_are_said() {
    let folder = corpus("{\"repo\": 1}");
    let (code, _, said) = run(folder.path(), &[]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("ada+shop.json") && said.contains("help: LABELS is a folder"),
        "{said}"
    );
    let empty = tempfile::tempdir().unwrap();
    let (code, _, said) = run(empty.path(), &[]);
    assert_eq!(code, Some(2));
    assert!(said.contains("no label file"), "{said}");
    let (code, _, said) = run(corpus(&LABELS.replace("HEAD", &"0".repeat(40))).path(), &[]);
    assert_eq!(code, Some(3), "{said}");
}

/// Whoever changes the page's form writes the shipped page again.
#[test]
fn the_shipped_page_is_of_this_form() {
    let page = include_str!("../CALIBRATION.md");
    assert!(page.starts_with(HEADER));
    let folder = corpus(LABELS);
    let (_, fresh, _) = run(folder.path(), &[]);
    let titles = |page: &str| -> Vec<String> {
        let is_form = |line: &&str| line.starts_with("## ") || line.starts_with("| About |");
        page.lines().filter(is_form).map(str::to_owned).collect()
    };
    assert_eq!(titles(page)[..4], titles(&fresh)[..4]);
    let names = |page: &str| -> Vec<String> {
        let table = page
            .trim_start_matches(HEADER)
            .lines()
            .take_while(|line| line.starts_with('|'));
        table
            .map(|row| row.split('|').nth(1).unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(page), names(&fresh));
}
