//! The rule data against what the roadmaps ask for: every criterion is there once, every roadmap
//! names exactly the criteria of its source, and every condition speaks the fact vocabulary.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use portfolio_check::fact::Kind;
use portfolio_check::rules::Patterns;
use portfolio_check::rules::schema::{Condition, CriteriaFile, Criterion, Roadmap};

const FAMILIES: [(&str, &str); 12] = [
    (
        "language",
        "language-choice modular-code object-orientation async-code error-handling dependency-manifest \
         lockfile runtime-pinned",
    ),
    ("framework", "web-framework layered-structure middleware"),
    (
        "api",
        "api-routes rest-crud status-codes error-handler pagination api-versioning api-docs graphql",
    ),
    (
        "database",
        "sql-database nosql-database data-models migrations crud-queries relationships joins indexes \
         transactions",
    ),
    (
        "auth",
        "signup-login jwt sessions oauth protected-routes open-changes roles",
    ),
    (
        "security",
        "password-hashing weak-password-storage input-validation cors https security-headers \
         rate-limiting csrf sql-injection committed-secrets env-config env-example",
    ),
    (
        "operations",
        "logging debug-setup health-check caching background-jobs",
    ),
    ("testing", "tests api-tests ci-tests coverage"),
    (
        "delivery",
        "dockerfile dockerignore compose ci deploy-config",
    ),
    (
        "git",
        "commit-history commit-messages commit-size commit-rhythm branches-and-merges gitignore \
         committed-junk",
    ),
    ("docs", "readme-setup readme-api explains-itself licence"),
    ("project", "project-kind project-depth"),
];

const COUNTER: &str =
    "open-changes weak-password-storage sql-injection committed-secrets committed-junk";

/// What a source asks for, stage by stage. What it names beside its stages stands in the last one.
struct Source {
    id: &'static str,
    stages: &'static [&'static str],
    beside: &'static str,
    /// Numbers (from 1) of the stages with something that nothing in a repository can show.
    self_study: &'static [usize],
}

const SOURCES: [Source; 4] = [
    Source {
        id: "skills-to-succeed",
        stages: &[
            "modular-code error-handling object-orientation language-choice",
            "web-framework layered-structure api-routes data-models middleware",
            "sql-database relationships crud-queries input-validation indexes nosql-database migrations",
            "api-routes rest-crud jwt sessions oauth status-codes error-handler api-docs api-versioning \
             pagination",
            "input-validation signup-login protected-routes open-changes roles password-hashing weak-password-storage \
             committed-secrets env-config sql-injection security-headers rate-limiting csrf cors",
            "commit-history commit-messages branches-and-merges debug-setup logging dockerfile ci \
             deploy-config",
            "project-kind project-depth tests commit-rhythm",
        ],
        beside: "",
        self_study: &[1, 7],
    },
    Source {
        id: "how-to-become",
        stages: &[
            "modular-code",
            "language-choice web-framework",
            "api-routes rest-crud",
            "sql-database nosql-database crud-queries data-models migrations joins relationships indexes",
            "signup-login protected-routes open-changes jwt sessions oauth password-hashing",
            "status-codes middleware rest-crud",
            "commit-history commit-messages commit-size branches-and-merges",
            "project-kind project-depth deploy-config dockerfile readme-setup",
        ],
        beside: "",
        self_study: &[1, 8],
    },
    Source {
        id: "get-hired",
        stages: &[
            "modular-code async-code",
            "api-routes status-codes error-handler explains-itself",
            "sql-database nosql-database data-models crud-queries joins relationships",
            "signup-login protected-routes open-changes roles jwt password-hashing weak-password-storage",
            "logging error-handler debug-setup tests",
            "project-kind project-depth",
        ],
        beside: "explains-itself readme-setup",
        self_study: &[1, 5],
    },
    Source {
        id: "step-by-step",
        stages: &[
            "https",
            "language-choice dependency-manifest lockfile runtime-pinned",
            "commit-history commit-messages branches-and-merges gitignore",
            "sql-database relationships joins indexes transactions migrations",
            "nosql-database",
            "rest-crud api-docs graphql",
            "caching",
            "password-hashing https cors jwt oauth",
        ],
        beside: "dockerfile signup-login",
        self_study: &[1],
    },
];

const FRAMEWORKS: &str = "express nestjs koa flask fastapi django spring laravel gin aspnet ktor";

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("rules")
        .join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

fn criteria_files() -> BTreeMap<String, CriteriaFile> {
    files("criteria")
        .iter()
        .map(|path| (stem(path), read(path)))
        .collect()
}

fn criteria() -> Vec<Criterion> {
    criteria_files()
        .into_values()
        .flat_map(|file| file.criterion)
        .collect()
}

fn criterion(id: &str) -> Criterion {
    criteria()
        .into_iter()
        .find(|criterion| criterion.id == id)
        .unwrap()
}

fn roadmaps() -> BTreeMap<String, Roadmap> {
    files("roadmaps")
        .iter()
        .map(|path| (stem(path), read(path)))
        .collect()
}

fn words(text: &str) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn known() -> BTreeSet<String> {
    FAMILIES.iter().flat_map(|(_, ids)| words(ids)).collect()
}

#[test]
fn every_criterion_exists_once_in_its_family() {
    let files = criteria_files();
    let expected: BTreeSet<&str> = FAMILIES.iter().map(|(family, _)| *family).collect();
    assert_eq!(
        files.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        expected
    );
    for (family, ids) in FAMILIES {
        let file = &files[family];
        assert_eq!(file.family, family);
        let found: Vec<&str> = file.criterion.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(
            found,
            ids.split_whitespace().collect::<Vec<_>>(),
            "{family}"
        );
    }
}

#[test]
fn criteria_can_be_judged_and_say_so() {
    let counter = words(COUNTER);
    let markers = ["count", "files", "commits"];
    for criterion in criteria() {
        let id = &criterion.id;
        assert_eq!(criterion.counter, counter.contains(id), "{id}: counter");
        assert_eq!(
            criterion.violated.is_some(),
            criterion.counter,
            "{id}: violated"
        );
        assert_eq!(criterion.met.is_some(), !criterion.counter, "{id}: met");
        let said = &criterion.said;
        assert!(said.met.is_some(), "{id}: no sentence when met");
        assert_eq!(
            said.missing.is_some(),
            !criterion.counter,
            "{id}: said.missing"
        );
        assert_eq!(
            said.violated.is_some(),
            criterion.counter,
            "{id}: said.violated"
        );
        assert_eq!(
            said.partial.is_some(),
            criterion.partial.is_some(),
            "{id}: said.partial"
        );
        assert_eq!(
            said.not_applicable.is_some(),
            criterion.applies.is_some(),
            "{id}: not-applicable"
        );
        for sentence in sentences(&criterion) {
            for marker in sentence.split('{').skip(1) {
                let name = marker.split('}').next().unwrap_or_default();
                assert!(markers.contains(&name), "{id}: {{{name}}} may be absent");
            }
        }
    }
}

fn sentences(criterion: &Criterion) -> Vec<&str> {
    let said = &criterion.said;
    [
        &said.met,
        &said.partial,
        &said.missing,
        &said.violated,
        &said.not_applicable,
    ]
    .into_iter()
    .filter_map(Option::as_deref)
    .collect()
}

#[test]
fn criteria_teach_in_short_calm_sentences() {
    let frameworks = words(FRAMEWORKS);
    for criterion in criteria() {
        let id = &criterion.id;
        assert!(
            criterion.step.contains_key("default"),
            "{id}: no default step"
        );
        for key in criterion.step.keys().filter(|key| *key != "default") {
            assert!(frameworks.contains(key), "{id}: step for `{key}`");
        }
        let number = criterion.effort.trim_end_matches(['m', 'h', 'd']);
        assert_eq!(
            number.len() + 1,
            criterion.effort.len(),
            "{id}: {}",
            criterion.effort
        );
        assert!(
            number.parse::<u32>().is_ok_and(|n| n > 0),
            "{id}: {}",
            criterion.effort
        );
        assert!(
            (1..=2).contains(&criterion.learn.len()),
            "{id}: one or two links"
        );
        for link in &criterion.learn {
            assert!(link.starts_with("https://"), "{id}: {link}");
        }
        let mut texts = sentences(&criterion);
        texts.extend([criterion.title.as_str(), criterion.why.as_str()]);
        texts.extend(criterion.step.values().map(String::as_str));
        for text in texts {
            calm(id, text);
        }
    }
}

fn calm(owner: &str, text: &str) {
    assert!(!text.trim().is_empty(), "{owner}: empty text");
    assert!(!text.contains('!'), "{owner}: {text}");
    let length = text.chars().count();
    assert!(length <= 300, "{owner}: {length} characters: {text}");
}

#[test]
fn every_condition_speaks_the_fact_vocabulary() {
    for criterion in criteria() {
        let all = [
            &criterion.applies,
            &criterion.violated,
            &criterion.met,
            &criterion.partial,
            &criterion.tested,
            &criterion.enforced,
        ];
        for condition in all.into_iter().flatten() {
            check(&criterion.id, condition);
        }
    }
}

fn check(id: &str, condition: &Condition) {
    let forms = [
        condition.has.is_some(),
        condition.all.is_some(),
        condition.any.is_some(),
        condition.not.is_some(),
        condition.same.is_some(),
    ];
    assert_eq!(
        forms.iter().filter(|form| **form).count(),
        1,
        "{id}: {condition:?}"
    );
    assert_eq!(
        condition.percent.is_some(),
        condition.of.is_some(),
        "{id}: percent needs of"
    );
    assert!(
        condition
            .percent
            .is_none_or(|percent| (1..=100).contains(&percent)),
        "{id}"
    );
    assert_eq!(
        condition.same.is_some(),
        !condition.each.is_empty(),
        "{id}: same needs each"
    );
    if let Some(name) = &condition.has {
        let kind = Kind::from_name(name).unwrap_or_else(|| panic!("{id}: no kind `{name}`"));
        let named = condition
            .filter
            .keys()
            .chain(condition.of.iter().flat_map(BTreeMap::keys));
        let distinct = condition
            .distinct
            .iter()
            .filter(|attribute| *attribute != "path");
        for attribute in named.chain(distinct) {
            attribute_of(id, kind, attribute);
        }
    } else {
        assert!(
            condition.filter.is_empty() && condition.of.is_none(),
            "{id}: where without has"
        );
        assert!(
            condition.distinct.is_none() && condition.min.is_none(),
            "{id}: min without has"
        );
    }
    if let Some(attribute) = &condition.same {
        for part in &condition.each {
            let kind = part.has.as_deref().and_then(Kind::from_name);
            attribute_of(
                id,
                kind.unwrap_or_else(|| panic!("{id}: each needs has")),
                attribute,
            );
        }
    }
    let lists = [&condition.all, &condition.any]
        .into_iter()
        .flatten()
        .flatten();
    for part in lists.chain(&condition.each).chain(condition.not.as_deref()) {
        check(id, part);
    }
}

fn attribute_of(id: &str, kind: Kind, attribute: &str) {
    assert!(
        kind.attributes().contains(&attribute),
        "{id}: `{kind}` has no `{attribute}`"
    );
}

#[test]
fn there_are_five_roadmaps() {
    let roadmaps = roadmaps();
    let names: Vec<&str> = roadmaps.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "backend-2026",
            "get-hired",
            "how-to-become",
            "skills-to-succeed",
            "step-by-step"
        ]
    );
    for (name, roadmap) in &roadmaps {
        assert_eq!(&roadmap.id, name);
        calm(name, &roadmap.title);
        calm(name, &roadmap.about);
        let points = roadmap.points;
        assert!(
            points.partial < points.used && points.used <= points.tested,
            "{name}: points"
        );
        assert!(
            points.tested <= points.enforced && points.enforced == 100,
            "{name}: points"
        );
    }
}

#[test]
fn stages_refer_to_criteria_that_exist() {
    let known = known();
    for (name, roadmap) in roadmaps() {
        let ids: BTreeSet<&str> = roadmap
            .stage
            .iter()
            .map(|stage| stage.id.as_str())
            .collect();
        assert_eq!(ids.len(), roadmap.stage.len(), "{name}: a stage id twice");
        for stage in &roadmap.stage {
            let place = format!("{name} {}", stage.id);
            assert!(stage.weight > 0, "{place}: no weight");
            calm(&place, &stage.title);
            let mut seen = BTreeSet::new();
            for item in &stage.item {
                calm(&place, &item.text);
                assert!(
                    item.self_study || !item.criteria.is_empty(),
                    "{place}: {}",
                    item.text
                );
                for id in &item.criteria {
                    assert!(known.contains(id), "{place}: no criterion `{id}`");
                    assert!(seen.insert(id), "{place}: `{id}` twice");
                }
            }
            for (id, weight) in &stage.weights {
                assert!(seen.contains(id), "{place}: weight for `{id}`");
                assert!(*weight > 0, "{place}: `{id}` weighs nothing");
            }
        }
    }
}

#[test]
fn each_source_is_there_stage_by_stage() {
    let roadmaps = roadmaps();
    for source in SOURCES {
        let roadmap = &roadmaps[source.id];
        assert_eq!(roadmap.stage.len(), source.stages.len(), "{}", source.id);
        for (number, (stage, ids)) in (1..).zip(roadmap.stage.iter().zip(source.stages)) {
            let place = format!("{} stage {number}", source.id);
            let mut expected = words(ids);
            if number == source.stages.len() {
                expected.extend(words(source.beside));
            }
            let found: BTreeSet<String> = stage
                .item
                .iter()
                .flat_map(|item| item.criteria.iter().cloned())
                .collect();
            assert_eq!(found, expected, "{place}");
            let self_study = stage.item.iter().any(|item| item.self_study);
            assert_eq!(
                self_study,
                source.self_study.contains(&number),
                "{place}: self-study"
            );
        }
    }
}

#[test]
fn the_merged_roadmap_has_every_criterion_once() {
    let roadmap = &roadmaps()["backend-2026"];
    let stages: Vec<&str> = roadmap
        .stage
        .iter()
        .map(|stage| stage.id.as_str())
        .collect();
    assert_eq!(stages, FAMILIES.map(|(family, _)| family));
    for (stage, (family, ids)) in roadmap.stage.iter().zip(FAMILIES) {
        let mut found: Vec<&String> = stage.item.iter().flat_map(|item| &item.criteria).collect();
        found.sort();
        assert_eq!(found, words(ids).iter().collect::<Vec<_>>(), "{family}");
    }
}

#[test]
fn levels_rise_and_need_what_exists() {
    let known = known();
    for (name, roadmap) in roadmaps() {
        let ids: Vec<&str> = roadmap
            .level
            .iter()
            .map(|level| level.id.as_str())
            .collect();
        assert_eq!(
            ids,
            ["basics", "beginner-api", "intermediate", "job-ready"],
            "{name}"
        );
        let percents: Vec<u32> = roadmap.level.iter().map(|level| level.percent).collect();
        assert!(
            percents.is_sorted_by(|low, high| low < high),
            "{name}: {percents:?}"
        );
        for need in roadmap.level.iter().flat_map(|level| &level.needs) {
            for id in need.split('|') {
                assert!(known.contains(id), "{name}: a level needs `{id}`");
            }
        }
    }
    assert!(
        roadmaps()["how-to-become"]
            .level
            .iter()
            .all(|level| level.caption.is_some())
    );
}

/// The patterns for an attribute in the first `has` of this kind, found depth first.
fn pattern<'a>(condition: &'a Condition, kind: &str, attribute: &str) -> Option<&'a Patterns> {
    if condition.has.as_deref() == Some(kind) {
        return condition.filter.get(attribute);
    }
    let lists = [&condition.all, &condition.any]
        .into_iter()
        .flatten()
        .flatten();
    lists
        .chain(condition.not.as_deref())
        .find_map(|part| pattern(part, kind, attribute))
}

#[test]
fn subjects_that_say_nothing_are_told_from_those_that_do() {
    let criterion = criterion("commit-messages");
    for condition in [&criterion.met, &criterion.partial] {
        let subject = pattern(condition.as_ref().unwrap(), "commit", "subject").unwrap();
        for empty in [
            "",
            "...",
            "update",
            "fix",
            "wip",
            "test",
            "changes",
            "fixing a bug",
            "first commit",
            "asdf",
            "Update README.md",
            "Add files via upload",
            "Create tables.md",
            "2024-03-01",
            "day 3",
            "v2",
            "feat:",
            "chore: update",
            "Fixed some more bugs",
            "Updating the code",
            "Version 1.2",
            "Search",
            "last one",
            "did some changes",
            "bug fixes",
        ] {
            assert!(!subject.matches(empty), "{empty}");
        }
        for meaning in [
            "Add pagination to the task list",
            "feat: wordcloud",
            "fix: CORS error on login",
            "Fixed CORS issue",
            "add user model",
            "feat(auth): add logout function",
            "update bcrypt",
            "rename packages",
            "Some Repository Method Added",
            "fix 403 errors",
            "refactor(schema): fix typo",
            "test: cover expired tokens",
            "initial project setup",
        ] {
            assert!(subject.matches(meaning), "{meaning}");
        }
    }
}

#[test]
fn merges_of_the_same_branch_are_not_branch_work() {
    let criterion = criterion("branches-and-merges");
    let met = criterion.met.as_ref().unwrap();
    let subject = pattern(met, "merge", "subject").unwrap();
    assert!(!subject.matches("Merge branch 'main' of https://example.org/a/b"));
    assert!(!subject.matches("Merge branch 'main' of example.org:a/b into main"));
    assert!(subject.matches("Merge pull request #3 from a/feature"));
    assert!(subject.matches("Merge branch 'feature/login'"));
    assert!(subject.matches("Merge branch 'feature/login' into main"));
    let name = pattern(met, "branch", "name").unwrap();
    for other in [
        "main",
        "master",
        "origin/main",
        "HEAD",
        "dependabot/npm/x",
        "gh-pages",
    ] {
        assert!(!name.matches(other), "{other}");
    }
    assert!(name.matches("feature/login") && name.matches("origin/take-quiz"));
}

#[test]
fn paths_of_routes_are_read_as_meant() {
    let version = criterion("api-versioning");
    let version = pattern(version.met.as_ref().unwrap(), "route", "path").unwrap();
    assert!(version.matches("/api/v1/users") && version.matches("/v2"));
    assert!(!version.matches("/videos/{v}") && !version.matches("/api/users/v1x"));
    assert!(version.matches("/api/{version}/users") && version.matches("/v{version}/users"));
    assert!(!version.matches("/packages/{name}/{version}") && !version.matches("/{version}"));

    let health = criterion("health-check");
    let health = pattern(health.met.as_ref().unwrap(), "route", "path").unwrap();
    assert!(
        health.matches("/health") && health.matches("/api/v1/healthz") && health.matches("/up")
    );
    assert!(!health.matches("/tasks/{id}/status") && !health.matches("/healthy-food"));

    let account = criterion("signup-login");
    let signup = pattern(account.met.as_ref().unwrap(), "route", "path").unwrap();
    assert!(signup.matches("/auth/register") && signup.matches("/signup"));
    assert!(!signup.matches("/registers/{id}/items"));
    let login = pattern(account.tested.as_ref().unwrap(), "route", "path").unwrap();
    assert!(login.matches("/api/users/login") && login.matches("/auth/sign-in/"));
    assert!(login.matches("/api/token/") && !login.matches("/api/blogging"));
}
