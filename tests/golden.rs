//! Whole reports over small repositories with a real history. A change here is a change that
//! learners see: read the difference before you accept it.

mod support;

use std::path::Path;

use assert_cmd::Command;
use portfolio_check::render::markdown::{COMMENT, Target, markdown};
use portfolio_check::render::text::{Style, text};
use portfolio_check::report::Report;
use support::Fixture;

/// The files of a folder in `tests/fixtures`, committed part by part.
fn grown(name: &str, parts: &[(&str, &[&str])]) -> Fixture {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    let mut fixture = Fixture::new();
    let mut left = files(&root, &root);
    for (message, prefixes) in parts {
        let (now, later): (Vec<_>, Vec<_>) = left
            .into_iter()
            .partition(|path| prefixes.iter().any(|prefix| path.starts_with(prefix)));
        assert!(!now.is_empty(), "nothing in {prefixes:?}");
        for path in now {
            fixture = fixture.file(&path, &std::fs::read_to_string(root.join(&path)).unwrap());
        }
        fixture = fixture.commit(message);
        left = later;
    }
    assert_eq!(left, Vec::<String>::new(), "files that no commit adds");
    fixture
}

fn files(root: &Path, folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(root, &path));
        } else {
            found.push(
                path.strip_prefix(root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/"),
            );
        }
    }
    found.sort();
    found
}

fn task_api() -> Fixture {
    grown(
        "task-api",
        &[
            ("Set up the project", &["package", ".gitignore"]),
            (
                "Answer the health check",
                &["src/app.js", "src/server.js", "src/middleware/error.js"],
            ),
            ("Store users and tasks", &["src/models"]),
            (
                "Sign up and log in with a hashed password",
                &["src/routes/auth.js", "src/middleware/auth.js"],
            ),
            ("Keep tasks behind the log-in", &["src/routes"]),
            ("Test that tasks need a token", &["test"]),
            ("Run the tests on every push", &[".github"]),
            ("Build an image", &["Dockerfile"]),
            ("Name the settings in a template", &[".env.example"]),
            ("Explain how to run it", &["README.md"]),
        ],
    )
}

fn notes_api() -> Fixture {
    grown(
        "notes-api",
        &[
            (
                "first commit",
                &["requirements.txt", "app", "alembic", "tests"],
            ),
            ("update", &["README.md"]),
        ],
    )
}

fn shop_front() -> Fixture {
    grown(
        "shop-front",
        &[("Show the products", &["package.json", "src"])],
    )
}

fn printed(fixture: &Fixture, format: &str) -> String {
    let output = Command::cargo_bin("portfolio-check")
        .unwrap()
        .env_clear()
        .args(["check", "--format", format])
        .arg(fixture.path())
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    // The rule set changes with every rule; what it leads to is what is held here.
    let Some((before, behind)) = text.split_once("sha256:") else {
        return text;
    };
    format!(
        "{before}sha256:…{}",
        behind.trim_start_matches(|c: char| c.is_ascii_hexdigit())
    )
}

#[test]
fn an_api_with_most_things() {
    insta::assert_snapshot!("task-api.txt", printed(&task_api(), "text"));
    insta::assert_snapshot!("task-api.md", printed(&task_api(), "markdown"));
    insta::assert_snapshot!("task-api.json", printed(&task_api(), "json"));
}

/// What a reviewer sees before opening anything is short, and the whole fits a comment.
#[test]
fn a_comment_on_an_api_is_short() {
    let report: Report = serde_json::from_str(&printed(&task_api(), "json")).unwrap();
    let target = Target {
        page: Some("https://git.example/a-learner/a-task-api".to_owned()),
        budget: COMMENT,
        whole: false,
        ..Target::default()
    };
    let comment = markdown(&report, &target);
    assert!(comment.len() <= COMMENT, "{} bytes", comment.len());
    let mut seen = Vec::new();
    let mut folded = false;
    for line in comment.lines().filter(|line| !line.is_empty()) {
        if !folded {
            seen.push(line);
        }
        folded = (folded || line.starts_with("<details>")) && line != "</details>";
    }
    assert!(seen.len() <= 12, "{seen:#?}");
    let link = |part: &str| {
        part.split_once(')')
            .map_or(part.len(), |(address, _)| address.len())
    };
    let addresses: usize = seen.concat().split("](").skip(1).map(link).sum();
    assert!(
        seen.concat().chars().count() - addresses <= 1_500,
        "{seen:#?}"
    );
    assert_eq!(comment.matches("<details>").count(), 3);
}

#[test]
fn lines_keep_to_the_width_of_the_terminal() {
    let report: Report = serde_json::from_str(&printed(&task_api(), "json")).unwrap();
    for width in [60, 80, 100] {
        let drawn = text(
            &report,
            Style {
                width,
                ..Style::default()
            },
        );
        // An address stays whole, so that it can be copied.
        for line in drawn
            .lines()
            .filter(|line| !line.trim_start().starts_with("https://"))
        {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
    let ascii = Style {
        ascii: true,
        ..Style::default()
    };
    assert!(text(&report, ascii).is_ascii());
}

#[test]
fn an_api_at_its_start() {
    insta::assert_snapshot!("notes-api.txt", printed(&notes_api(), "text"));
}

#[test]
fn a_front_end_has_no_routes() {
    let report: serde_json::Value = serde_json::from_str(&printed(&shop_front(), "json")).unwrap();
    assert_eq!(report["routes"], serde_json::json!([]));
    let met: Vec<&str> = report["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|criterion| criterion["outcome"] == "met" || criterion["outcome"] == "partial")
        .map(|criterion| criterion["id"].as_str().unwrap())
        .collect();
    for id in [
        "api-routes",
        "signup-login",
        "jwt",
        "protected-routes",
        "password-hashing",
        "web-framework",
        "tests",
    ] {
        assert!(!met.contains(&id), "{id} in a front end");
    }
    insta::assert_snapshot!("shop-front.txt", printed(&shop_front(), "text"));
}

#[test]
fn the_readme_shows_a_real_report() {
    let readme = include_str!("../README.md");
    let report = printed(&task_api(), "text");
    let sample: Vec<&str> = report
        .lines()
        .take_while(|line| !line.starts_with("What is there"))
        .collect();
    let sample = sample.join("\n");
    assert!(
        readme.contains(sample.trim_end()),
        "the README's sample is not:\n{sample}"
    );
}
