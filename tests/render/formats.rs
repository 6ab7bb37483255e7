//! The formats that other programs and browsers read: they are what they say they are, and nothing
//! that a repository says is more than text in them.

use std::collections::BTreeSet;

use portfolio_check::render::annotations::{Annotation, Level, MOST, annotations};
use portfolio_check::render::badge::{badge, shields};
use portfolio_check::render::files;
use portfolio_check::render::html::html;
use portfolio_check::render::json::json;
use portfolio_check::render::sarif::sarif;
use portfolio_check::report::{Change, Delta, Evidence, Report, Score, State};
use serde_json::Value;

use super::{HEAD, PAGE, all, report, surveys};

const BASE: &str = "0b1c2d3e4f5061728394a5b6c7d8e9f001122334";
/// Whatever a text of a report may hold at its worst.
const HOSTILE: &str = "</script></style><img src=x onerror=alert(1)> \"q\" 'a' `tick` &amp; [x](javascript:y) {0} \
     ::error::z ##[error]w \u{202e}evil\u{2066} \u{1b}[2J \u{0}\u{8}\r\n]]> <!-- $& \u{feff}漢字";

fn state(outcome: &str, strength: Option<&str>) -> State {
    State {
        outcome: outcome.to_owned(),
        strength: strength.map(str::to_owned),
    }
}

fn evidence(kind: &str, path: &str, line: u32, detail: &str) -> Evidence {
    Evidence {
        kind: kind.to_owned(),
        path: path.to_owned(),
        line,
        detail: detail.to_owned(),
    }
}

fn change(word: &str, criterion: &str, before: State, after: State, at: Evidence) -> Change {
    Change {
        criterion: criterion.to_owned(),
        title: criterion.replace('-', " "),
        change: word.to_owned(),
        before,
        after,
        evidence: vec![at],
    }
}

/// A report that gained and lost something.
fn changed() -> Report {
    let mut report = report(&surveys::learner());
    let at = |path: &str, line| evidence("route", path, line, "GET /tasks");
    report.subject.base = Some(BASE.to_owned());
    report.delta = Some(Delta {
        base: Some(BASE.to_owned()),
        from: Score {
            percent: 42,
            level: "beginner".to_owned(),
        },
        percent: -7,
        changes: vec![
            change(
                "gained",
                "api-routes",
                state("missing", None),
                state("met", Some("used")),
                at("src/routes.js", 4),
            ),
            change(
                "weaker",
                "database",
                state("met", Some("used")),
                state("partial", Some("declared")),
                evidence("database", "src/db.js", 3, "postgres"),
            ),
            change(
                "lost",
                "password-hashing",
                state("met", Some("used")),
                state("missing", None),
                evidence("password-hash", "src/auth.js", 33, ""),
            ),
            change(
                "lost",
                "committed-secrets",
                state("met", None),
                state("violated", None),
                evidence("secret", ".env", 2, ""),
            ),
        ],
        routes_added: report.routes.clone(),
        routes_removed: Vec::new(),
        notes: vec![
            "The settings in `portfolio.toml` changed; those of the base decide.".to_owned(),
        ],
    });
    report
}

/// A report in which every text is hostile, as one from another's run may be.
fn poisoned() -> Report {
    fn poison(value: &mut Value) {
        match value {
            Value::String(text) => match text.as_str() {
                "met" | "partial" | "missing" | "violated" | "lost" | "gained" | "weaker" => {}
                _ => *text = HOSTILE.to_owned(),
            },
            Value::Array(items) => items.iter_mut().for_each(poison),
            Value::Object(fields) => {
                let kept = ["id", "criterion", "criteria", "kind"];
                let fields = fields
                    .iter_mut()
                    .filter(|(name, _)| !kept.contains(&name.as_str()));
                fields.for_each(|(_, value)| poison(value));
            }
            _ => {}
        }
    }
    let mut report = changed();
    report.limits.push("x".to_owned());
    report.warnings.push("x".to_owned());
    let mut value: Value = serde_json::from_str(&json(&report)).unwrap();
    poison(&mut value);
    serde_json::from_value(value).unwrap()
}

fn everything() -> Vec<(&'static str, Report)> {
    let more = [("changed", changed()), ("poisoned", poisoned())];
    all().into_iter().chain(more).collect()
}

/// The page without its style, which has no place in a golden file.
fn without_style(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, behind) = rest.split_once("</style>").unwrap();
    format!("{before}{behind}")
}

#[test]
fn pages() {
    for (name, report) in [
        ("learner", report(&surveys::learner())),
        ("hostile", report(&surveys::hostile())),
        ("shallow", report(&surveys::shallow())),
        ("changed", changed()),
    ] {
        let page = html(&report, Some(PAGE));
        insta::assert_snapshot!(format!("{name}.html"), without_style(&page));
    }
}

#[test]
fn scanning_logs() {
    for (name, report) in [
        ("learner", report(&surveys::learner())),
        ("shallow", report(&surveys::shallow())),
    ] {
        insta::assert_snapshot!(format!("{name}.sarif"), sarif(&report, Some(PAGE)));
    }
}

#[test]
fn badges() {
    let learner = report(&surveys::learner());
    insta::assert_snapshot!("learner.badge", badge(&learner));
    insta::assert_snapshot!("learner.shields", shields(&learner));
    let unjudged: Value = serde_json::from_str(&shields(&report(&surveys::shallow()))).unwrap();
    assert_eq!(unjudged["message"], "not judged");
}

#[test]
fn sarif_is_what_the_official_schema_says() {
    // A stray bracket in a pattern, which a strict reader refuses; the field is not written here.
    let official = include_str!("sarif-2.1.0.json");
    let strict = official.replace("{2}]?$", "{2}$");
    assert_ne!(strict, official);
    let schema: Value = serde_json::from_str(&strict).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, report) in everything() {
        for page in [None, Some(PAGE)] {
            let log: Value = serde_json::from_str(&sarif(&report, page)).unwrap();
            let mistakes: Vec<String> = validator
                .iter_errors(&log)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(mistakes.is_empty(), "{name}: {mistakes:#?}");
        }
    }
    // The schema does refuse.
    let mut log: Value = serde_json::from_str(&sarif(&changed(), None)).unwrap();
    log["runs"][0]["results"][0]["level"] = "terrible".into();
    assert!(!validator.is_valid(&log));
}

#[test]
fn alerts_have_a_line_and_only_violations_are_alerts() {
    for (name, report) in everything() {
        let log: Value = serde_json::from_str(&sarif(&report, Some(PAGE))).unwrap();
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            let place = &result["locations"][0]["physicalLocation"];
            assert!(place["region"]["startLine"].as_u64().unwrap() > 0, "{name}");
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-._~%".contains(c);
            assert!(uri.chars().all(is_plain), "{name}: {uri}");
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"], "{name}");
            assert!(!rule["help"]["text"].as_str().unwrap().is_empty(), "{name}");
            let judged = report.criterion(rule["id"].as_str().unwrap()).unwrap();
            assert_eq!(judged.outcome, "violated");
        }
    }
}

/// Fingerprints of a report's alerts.
fn fingerprints(report: &Report) -> Vec<String> {
    let log: Value = serde_json::from_str(&sarif(report, None)).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let print =
        |result: &Value| result["partialFingerprints"]["portfolioCheckPlace/v1"].to_string();
    results.iter().map(print).collect()
}

#[test]
fn alerts_are_known_again_when_lines_move() {
    let with = |lines: &[u32], path: &str| {
        let mut report = report(&surveys::learner());
        let secrets = report
            .criteria
            .iter_mut()
            .find(|c| c.outcome == "violated")
            .unwrap();
        let at = |line: &u32| evidence("secret", path, *line, "token");
        secrets.evidence = lines.iter().map(at).collect();
        fingerprints(&report)
    };
    let before = with(&[2, 9], ".env");
    assert_eq!(before, with(&[5, 90], ".env"));
    let all: BTreeSet<&String> = before.iter().collect();
    assert_eq!(all.len(), 2, "two places of a kind are two alerts");
    assert!(with(&[2], "other").iter().all(|print| !all.contains(print)));
}

/// Elements and attributes of a page or picture, as its reader takes them. Fails on what is not
/// well-formed: a page of ours closes what it opens and quotes every attribute.
fn elements(markup: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        let raw = open.last().is_some_and(|name| name == "style");
        assert!(raw || !text.contains('>'), "a bare > in {text:?}");
        rest = &rest[at + 1..];
        if let Some(behind) = rest.strip_prefix("!doctype html>") {
            rest = behind;
            continue;
        }
        if let Some(behind) = rest.strip_prefix('/') {
            let (name, behind) = behind.split_once('>').unwrap();
            assert_eq!(open.pop().as_deref(), Some(name));
            rest = behind;
            continue;
        }
        let end = rest.find([' ', '>', '/']).unwrap();
        let name = rest[..end].to_owned();
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "<{name}");
        rest = &rest[end..];
        let mut attributes = Vec::new();
        while let Some(behind) = rest.strip_prefix(' ') {
            let (key, behind) = behind.split_once("=\"").unwrap();
            let (value, behind) = behind.split_once('"').unwrap();
            assert!(
                key.chars().all(|c| c.is_ascii_alphabetic() || c == '-'),
                "{key}"
            );
            assert!(!value.contains('<'), "{value}");
            attributes.push((key.to_owned(), value.to_owned()));
            rest = behind;
        }
        let is_void = matches!(name.as_str(), "meta" | "br");
        match rest.strip_prefix("/>") {
            Some(behind) => rest = behind,
            None => {
                rest = rest.strip_prefix('>').unwrap();
                if !is_void {
                    open.push(name.clone());
                }
            }
        }
        found.push((name, attributes));
    }
    assert!(open.is_empty(), "{open:?} stay open");
    found
}

#[test]
fn pages_hold_no_foreign_markup_and_load_nothing() {
    let known = [
        "html", "head", "meta", "title", "style", "body", "svg", "symbol", "path", "a", "header",
        "p", "b", "code", "div", "circle", "text", "h1", "h2", "h3", "span", "br", "rect", "ul",
        "li", "nav", "main", "section", "ol", "use", "small", "details", "summary", "table",
        "thead", "tbody", "tr", "th", "td", "footer",
    ];
    for (name, report) in everything() {
        let page = html(&report, Some(PAGE));
        for (element, attributes) in elements(&page) {
            assert!(known.contains(&element.as_str()), "{name}: <{element}>");
            for (key, value) in attributes {
                assert!(
                    !key.starts_with("on") && key != "src" && key != "style",
                    "{name}: {key}"
                );
                let is_link =
                    element == "a" && (value.starts_with("https://") || value.starts_with('#'));
                let is_symbol = element == "use" && value.starts_with("#l");
                assert!(key != "href" || is_link || is_symbol, "{name}: {value}");
            }
        }
        let odd = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{2069}').contains(&c);
        assert!(!page.contains(odd), "{name}");
        assert!(
            page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
        );
    }
}

#[test]
fn every_jump_of_a_page_lands() {
    for (name, report) in everything() {
        let page = html(&report, None);
        let all = elements(&page);
        let of = |wanted: &str| -> Vec<String> {
            let attributes = all.iter().flat_map(|(_, attributes)| attributes);
            let found = attributes.filter(|(key, _)| key == wanted);
            found.map(|(_, value)| value.clone()).collect()
        };
        let ids = of("id");
        let distinct: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "{name}: {ids:?}");
        let jumps: Vec<String> = of("href")
            .iter()
            .filter_map(|address| address.strip_prefix('#').map(str::to_owned))
            .chain(of("aria-labelledby"))
            .collect();
        assert!(
            jumps.iter().all(|id| ids.contains(id)),
            "{name}: {jumps:?} in {ids:?}"
        );
    }
}

#[test]
fn pages_link_lines_where_they_stand() {
    let page = html(&changed(), Some(PAGE));
    assert!(page.contains(&format!("href=\"{PAGE}/blob/{HEAD}/src/routes.js#L4\"")));
    // What is gone stands in the base.
    assert!(page.contains(&format!("href=\"{PAGE}/blob/{BASE}/src/auth.js#L33\"")));
    let alone = html(&changed(), None);
    assert!(!alone.contains(PAGE) && alone.contains("src/routes.js:4"));
    let elsewhere = html(&changed(), Some("javascript:alert(1)"));
    assert!(!elsewhere.contains("javascript:"));
}

#[test]
fn badges_are_well_formed_and_refer_to_nothing() {
    for (name, report) in everything() {
        let picture = badge(&report);
        for (element, attributes) in elements(&picture) {
            let known = ["svg", "title", "rect", "path", "g", "text"];
            assert!(known.contains(&element.as_str()), "{name}: <{element}>");
            for (key, value) in attributes {
                assert!(
                    !key.contains("href") && !key.starts_with("on"),
                    "{name}: {key}"
                );
                assert!(key != "id" && !value.contains("url("), "{name}: {value}");
            }
        }
        let endpoint: Value = serde_json::from_str(&shields(&report)).unwrap();
        assert_eq!(endpoint["schemaVersion"], 1, "{name}");
        let message = endpoint["message"].as_str().unwrap();
        assert!(
            message.chars().count() < 60 && !message.contains(char::is_control),
            "{name}"
        );
    }
}

fn titles(notes: &[Annotation]) -> Vec<&str> {
    notes.iter().map(|note| note.title.as_str()).collect()
}

#[test]
fn notes_are_few_and_the_most_useful_first() {
    let notes = annotations(&changed());
    assert_eq!(
        titles(&notes),
        [
            "No secrets in the repository",
            "No longer shown: password hashing",
            "Shown less deeply: database",
        ]
    );
    let places: Vec<(Option<&str>, Option<u32>)> = notes
        .iter()
        .map(|note| (note.file.as_deref(), note.line))
        .collect();
    // Only lines of the head: what is gone without a trace has none.
    assert_eq!(
        places,
        [
            (Some(".env"), Some(2)),
            (None, None),
            (Some("package.json"), Some(12))
        ]
    );
    assert!(
        notes[1]
            .message
            .contains("Before, it was at src/auth.js:33.")
    );
}

#[test]
fn the_next_step_is_a_note_where_it_has_a_line() {
    let mut report = report(&surveys::learner());
    report
        .criteria
        .retain(|criterion| criterion.outcome != "violated");
    let at = report
        .next_steps
        .iter()
        .position(|step| step.criterion == "database");
    report.next_steps.swap(0, at.unwrap());
    let notes = annotations(&report);
    assert_eq!(titles(&notes), ["Next: A database (4 hours)"]);
    assert_eq!(notes[0].level, Level::Notice);
    assert_eq!(notes[0].file.as_deref(), Some("package.json"));
    report.next_steps.remove(0);
    assert!(annotations(&report).is_empty());
}

#[test]
fn many_violations_leave_room_for_each_other() {
    let mut report = changed();
    let first = report
        .criteria
        .iter()
        .find(|c| c.outcome == "violated")
        .unwrap()
        .clone();
    for (id, kind) in [("one", "junk"), ("two", "injection")] {
        let mut more = first.clone();
        more.id = id.to_owned();
        more.title = id.to_owned();
        more.said = "word ".repeat(2_000);
        more.evidence = (1..=5).map(|line| evidence(kind, "a", line, "")).collect();
        report.criteria.push(more);
    }
    let notes = annotations(&report);
    assert_eq!(notes.len(), MOST);
    assert_eq!(
        titles(&notes)[..4],
        ["No secrets in the repository", "two", "one", "two"]
    );
    assert!(
        notes
            .iter()
            .all(|note| note.message.chars().count() <= 4_096)
    );
    for note in annotations(&poisoned()) {
        assert!(
            !note.message.contains(char::is_control),
            "{:?}",
            note.message
        );
        assert!(!note.title.contains(char::is_control));
    }
}

#[test]
fn a_report_is_the_same_files_every_time() {
    for (name, report) in everything() {
        let once = files(&report, Some(PAGE));
        assert!(once == files(&report, Some(PAGE)), "{name}");
        let names: Vec<&str> = once.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            [
                "report.json",
                "report.md",
                "report.html",
                "report.sarif",
                "badge.svg",
                "badge.json"
            ]
        );
        assert!(
            once.iter().all(|(_, bytes)| bytes.ends_with(b"\n")),
            "{name}"
        );
    }
}
