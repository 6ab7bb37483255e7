//! Who may import whom, read from the `use` lines. The list of exceptions may only shrink.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use portfolio_check::rules;

/// Module to the modules it may use (`lib.rs` explains why).
const TABLE: &[(&str, &[&str])] = &[
    ("unseen", &[]),
    ("repo", &["unseen"]),
    ("syntax", &[]),
    ("fact", &[]),
    ("rules", &["fact"]),
    ("detect", &["repo", "syntax", "rules", "fact"]),
    ("judge", &["rules", "fact", "detect"]),
    ("score", &["judge", "rules"]),
    ("settings", &["repo", "rules", "judge", "unseen"]),
    ("report", &["score", "judge", "rules", "fact", "detect"]),
    ("render", &["report", "unseen"]),
    ("github", &["unseen"]),
    ("proof", &["repo", "rules", "fact", "detect", "judge"]),
    ("calibrate", &["report", "rules"]),
    (
        "cli",
        &[
            "repo",
            "syntax",
            "rules",
            "fact",
            "detect",
            "judge",
            "score",
            "report",
            "render",
            "github",
            "calibrate",
            "proof",
            "settings",
        ],
    ),
];

/// Libraries beside the frameworks and criteria that [`knowledge`] takes from the rules.
const LIBRARIES: &[&str] = &[
    "bcrypt",
    "argon2",
    "sqlalchemy",
    "mongoose",
    "prisma",
    "sequelize",
    "eloquent",
    "pytest",
    "jest",
    "mocha",
    "junit",
    "phpunit",
    "rspec",
    "xunit",
];

/// Frameworks that are called like a statement or an operator of a language.
const PLAIN_WORDS: &[&str] = &["echo", "rocket"];

/// Words that belong into `rules/` and never into the code.
fn knowledge() -> Vec<String> {
    let rules = rules::lazily(|| rules::load(&rules::source::embedded())).unwrap();
    let frameworks = rules
        .frameworks
        .iter()
        .map(|it| it.framework.id.to_lowercase());
    // A criterion of one word is a word of the trade.
    let criteria = rules.criteria.iter().map(|it| it.id.clone());
    let criteria = criteria.filter(|id| id.contains('-'));
    let libraries = LIBRARIES.iter().map(|word| (*word).to_owned());
    frameworks
        .chain(criteria)
        .chain(libraries)
        .filter(|word| !PLAIN_WORDS.contains(&word.as_str()))
        .collect()
}

fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn module(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or(path)
}

#[test]
fn modules_import_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let own = module(&path).to_owned();
        if matches!(own.as_str(), "main" | "lib") {
            continue;
        }
        let allowed = TABLE
            .iter()
            .find(|(name, _)| *name == own)
            .unwrap_or_else(|| panic!("{own} is not in the table"))
            .1;
        // Sources of a scanned language may stand in its tests.
        if path.starts_with("syntax/") && path.ends_with("tests.rs") {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for (at, _) in line.match_indices("crate::") {
                let rest = &line[at + "crate::".len()..];
                let named: Vec<&str> = match rest.strip_prefix('{') {
                    Some(list) => list
                        .trim_end_matches(['}', ';'])
                        .split(',')
                        .map(str::trim)
                        .collect(),
                    None => vec![rest],
                };
                for other in named {
                    let other = other
                        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                        .next()
                        .unwrap_or("");
                    if other != own && !other.is_empty() && !allowed.contains(&other) {
                        wrong.push(format!("src/{path}:{}: {own} uses {other}", index + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_knowledge_stands_in_the_code() {
    let known = knowledge();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        // The closed list of kinds of evidence shares words with the criteria that ask for them.
        if path == "fact.rs" {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            let words: Vec<String> = line
                .split(|c: char| !(c.is_alphanumeric() || c == '-'))
                .map(str::to_lowercase)
                .collect();
            for word in &known {
                if words.contains(word) {
                    wrong.push(format!("src/{path}:{}: {word}: {}", index + 1, line.trim()));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "knowledge belongs into rules/:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn only_the_publishing_side_is_asynchronous() {
    for (path, text) in sources() {
        // Words of scanned languages may stand in the code as text.
        if module(&path) == "github" || module(&path) == "syntax" {
            continue;
        }
        for line in text.lines() {
            let code = line.split("//").next().unwrap_or(line);
            assert!(
                !code.contains("async fn") && !code.contains(".await"),
                "src/{path}: {line}"
            );
        }
    }
}

#[test]
fn the_cargo_feature_has_few_sites() {
    let sites: Vec<String> = sources()
        .into_iter()
        .flat_map(|(path, text)| {
            let count = text.matches("feature = \"github\"").count();
            std::iter::repeat_n(path, count)
        })
        .collect();
    assert!(sites.len() <= 5, "{sites:?}");
}

#[test]
fn every_module_says_what_it_is_for() {
    for (path, text) in sources() {
        let exempt = path == "main.rs" || path.ends_with("tests.rs") || path.contains("/tests/");
        assert!(
            text.starts_with("//!") || exempt,
            "src/{path} has no module docs"
        );
    }
}
