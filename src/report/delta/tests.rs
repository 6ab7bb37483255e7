//! Two reports in, one delta out.

use super::*;
use crate::report::{Criterion, Stage};

fn evidence(path: &str, line: u32) -> Evidence {
    Evidence {
        kind: "k".to_owned(),
        path: path.to_owned(),
        line,
        detail: String::new(),
    }
}

/// `met/used`, `missing`, …; evidence as `path:line`.
fn criterion(id: &str, answer: &str, places: &[&str]) -> Criterion {
    let (outcome, strength) = match answer.split_once('/') {
        Some((outcome, strength)) => (outcome, Some(strength.to_owned())),
        None => (answer, None),
    };
    let places = places.iter().map(|place| {
        let (path, line) = place.split_once(':').unwrap();
        evidence(path, line.parse().unwrap())
    });
    Criterion {
        id: id.to_owned(),
        family: "f".to_owned(),
        title: id.to_uppercase(),
        outcome: outcome.to_owned(),
        strength,
        said: String::new(),
        evidence: places.collect(),
        step: None,
    }
}

fn route(method: &str, path: &str, file: &str) -> Route {
    Route {
        method: method.to_owned(),
        path: path.to_owned(),
        file: file.to_owned(),
        line: 1,
        framework: "f".to_owned(),
        guarded: None,
        tested: false,
    }
}

fn report(percent: u32, criteria: Vec<Criterion>, routes: Vec<Route>) -> Report {
    let stage = Stage {
        id: "s".to_owned(),
        title: "S".to_owned(),
        percent: Some(percent),
        criteria: criteria.iter().map(|c| c.id.clone()).collect(),
    };
    // From JSON: fields that come later are none of these tests' business.
    let bare = serde_json::json!({
        "schema": 1,
        "tool": { "name": "t", "version": "1", "rules": "sha256:1" },
        "subject": {
            "repository": null, "head": "c0ffee", "base": null, "languages": [], "frameworks": [],
            "files": 1, "commits": 1
        },
        "roadmap": { "id": "r", "title": "R" },
        "score": { "percent": percent, "level": "none" },
        "stages": [], "criteria": [], "routes": [], "next_steps": [], "warnings": [],
        "self_study": [], "limits": [], "delta": null
    });
    let bare: Report = serde_json::from_value(bare).unwrap();
    Report {
        stages: vec![stage],
        criteria,
        routes,
        ..bare
    }
}

/// What one criterion's change from one answer to another is called, and whose lines it shows.
fn turned(before: &str, after: &str) -> Option<(String, Vec<String>)> {
    let base = report(0, vec![criterion("a", before, &["base:1"])], Vec::new());
    let head = report(0, vec![criterion("a", after, &["head:1"])], Vec::new());
    let delta = delta(&head, &base);
    let change = delta.changes.into_iter().next()?;
    let paths = change.evidence.into_iter().map(|evidence| evidence.path);
    Some((change.change, paths.collect()))
}

const ANSWERS: [&str; 10] = [
    "met",
    "met/used",
    "met/tested",
    "met/enforced",
    "partial/declared",
    "missing",
    "violated",
    "not-applicable",
    "unknown",
    "waived",
];

#[test]
fn every_turn_has_its_name_and_shows_the_side_that_has_lines() {
    for (before, after, word, side) in [
        ("missing", "met/used", "gained", "head"),
        ("partial/declared", "met/used", "gained", "head"),
        ("not-applicable", "met/used", "gained", "head"),
        ("violated", "met", "gained", "base"),
        ("met/used", "missing", "lost", "base"),
        ("met/enforced", "partial/declared", "lost", "base"),
        ("met/used", "not-applicable", "lost", "base"),
        ("met", "violated", "lost", "head"),
        ("met/used", "met/tested", "stronger", "head"),
        ("missing", "partial/declared", "stronger", "head"),
        ("met/enforced", "met/tested", "weaker", "base"),
        ("partial/declared", "missing", "weaker", "base"),
        ("not-applicable", "missing", "asked", "head"),
        ("not-applicable", "violated", "asked", "head"),
    ] {
        let wanted = Some((word.to_owned(), vec![side.to_owned()]));
        assert_eq!(turned(before, after), wanted, "{before} to {after}");
    }
}

#[test]
fn what_could_not_be_looked_at_or_is_set_aside_never_turns() {
    for one in ["unknown", "waived"] {
        for other in ANSWERS {
            assert_eq!(turned(one, other), None, "{one} to {other}");
            assert_eq!(turned(other, one), None, "{other} to {one}");
        }
    }
}

#[test]
fn a_question_that_falls_away_or_was_always_clean_is_no_change() {
    for (before, after) in [
        ("missing", "not-applicable"),
        ("violated", "not-applicable"),
        ("not-applicable", "met"),
        ("met", "not-applicable"),
    ] {
        assert_eq!(turned(before, after), None, "{before} to {after}");
    }
}

#[test]
fn nothing_changes_against_itself() {
    let criteria = ANSWERS.iter().enumerate();
    let criteria = criteria.map(|(n, answer)| criterion(&format!("c{n}"), answer, &["a:1"]));
    let routes = vec![route("GET", "/a", "x"), route("GET", "/a", "y")];
    let report = report(40, criteria.collect(), routes);
    let delta = delta(&report, &report);
    assert_eq!((delta.percent, delta.base.as_deref()), (0, Some("c0ffee")));
    assert_eq!(delta.changes, []);
    assert_eq!((delta.routes_added, delta.routes_removed), (vec![], vec![]));
    assert_eq!(delta.notes, Vec::<String>::new());
}

#[test]
fn one_sided_answers_are_named() {
    let all = |x: &str, y: &str| {
        let criteria = vec![criterion("x", x, &[]), criterion("y", y, &[])];
        report(0, criteria, Vec::new())
    };
    let notes = delta(&all("unknown", "waived"), &all("missing", "missing")).notes;
    assert_eq!(
        notes,
        [
            "Not compared, could only be looked at on one side: X.",
            "Not compared, set aside on one side: Y.",
        ]
    );
    assert!(
        delta(&all("unknown", "waived"), &all("unknown", "waived"))
            .notes
            .is_empty()
    );
}

#[test]
fn criteria_that_the_roadmap_does_not_ask_for_are_left_out() {
    let base = report(0, vec![criterion("a", "missing", &[])], Vec::new());
    let mut head = report(0, vec![criterion("a", "met/used", &[])], Vec::new());
    assert_eq!(delta(&head, &base).changes.len(), 1);
    head.stages[0].criteria.clear();
    assert_eq!(delta(&head, &base).changes, []);
}

#[test]
fn new_lines_come_before_those_that_only_moved() {
    let base = report(0, vec![criterion("a", "met/used", &["old:1"])], Vec::new());
    let after = criterion("a", "met/tested", &["old:9", "test:3"]);
    let delta = delta(&report(0, vec![after], Vec::new()), &base);
    assert_eq!(
        delta.changes[0].evidence,
        [evidence("test", 3), evidence("old", 9)]
    );
}

#[test]
fn routes_are_what_a_client_calls() {
    let base = report(
        0,
        Vec::new(),
        vec![
            route("GET", "/a/{id}", "x"),
            route("POST", "/a", "x"),
            route("GET", "/{?}/b", "x"),
        ],
    );
    let head = report(
        0,
        Vec::new(),
        vec![
            route("GET", "/a/{user_id}", "moved"),
            route("PUT", "/a", "x"),
            route("PUT", "/a", "again"),
            route("GET", "/{c}/b", "x"),
        ],
    );
    let delta = delta(&head, &base);
    let shown = |routes: &[Route]| -> Vec<String> {
        let routes = routes.iter();
        routes
            .map(|route| format!("{} {} {}", route.method, route.path, route.file))
            .collect()
    };
    assert_eq!(shown(&delta.routes_added), ["PUT /a x", "GET /{c}/b x"]);
    assert_eq!(shown(&delta.routes_removed), ["POST /a x", "GET /{?}/b x"]);
}

#[test]
fn a_score_that_says_nothing_does_not_change() {
    let base = report(20, Vec::new(), Vec::new());
    let mut head = report(0, Vec::new(), Vec::new());
    assert_eq!(delta(&head, &base).percent, -20);
    head.stages[0].percent = None;
    let delta = delta(&head, &base);
    assert_eq!(delta.percent, 0);
    assert_eq!(
        delta.notes,
        ["Nothing could be judged in the head, so the score did not change."]
    );
}

#[test]
fn other_rules_and_roadmaps_are_named() {
    let head = report(20, Vec::new(), Vec::new());
    let mut base = head.clone();
    base.tool.rules = "sha256:2".to_owned();
    base.roadmap.id = "o`ther".to_owned();
    let notes = delta(&head, &base).notes.join("\n");
    assert!(
        notes.contains("another roadmap (`o'ther`)") && notes.contains("other rules"),
        "{notes}"
    );
}
