//! Which thresholds a report misses.

use super::*;
use crate::report::{Criterion, Report};

/// A report with one stage, two criteria and the outcomes given.
fn report(percent: u32, level: &str, outcomes: [&str; 2]) -> Report {
    let criteria = ["a", "b"].into_iter().zip(outcomes).map(|(id, outcome)| {
        serde_json::json!({
            "id": id, "family": "f", "title": id, "outcome": outcome, "strength": null,
            "said": "", "evidence": [], "step": null
        })
    });
    let criteria: Vec<Criterion> = criteria
        .map(|criterion| serde_json::from_value(criterion).unwrap())
        .collect();
    let report = serde_json::json!({
        "schema": 1,
        "tool": { "name": "t", "version": "1", "rules": "" },
        "subject": {
            "repository": null, "head": null, "base": null, "languages": [], "frameworks": [],
            "files": 0, "commits": 0
        },
        "roadmap": { "id": "r", "title": "R" },
        "score": { "percent": percent, "level": level },
        "stages": [{ "id": "s", "title": "S", "percent": percent, "criteria": ["a", "b"] }],
        "criteria": criteria, "routes": [], "next_steps": [], "warnings": [], "self_study": [],
        "limits": [], "delta": null
    });
    serde_json::from_value(report).unwrap()
}

fn with_change(mut report: Report, change: &str) -> Report {
    let state = serde_json::json!({ "outcome": "met", "strength": null });
    let delta = serde_json::json!({
        "base": null, "from": { "percent": 0, "level": "none" }, "percent": 0,
        "changes": [{
            "criterion": "a", "title": "Tests", "change": change, "before": state,
            "after": state, "evidence": []
        }],
        "routes_added": [], "routes_removed": [], "notes": []
    });
    report.delta = Some(serde_json::from_value(delta).unwrap());
    report
}

fn roadmap() -> Roadmap {
    toml::from_str(
        r#"
id = "r"
title = "R"
about = "a"
points = { partial = 40, used = 85, tested = 95, enforced = 100 }
level = [
  { id = "low", title = "Low", percent = 10, needs = ["a"] },
  { id = "high", title = "High", percent = 50, needs = ["b|c"] },
]
stage = [{ id = "s", title = "S", weight = 1, item = [{ text = "x", criteria = ["a", "b"] }] }]
"#,
    )
    .unwrap()
}

fn held(thresholds: &Thresholds, report: &Report) -> (Vec<String>, Vec<String>) {
    let held = thresholds.held(report, &roadmap());
    let failures = held.failures.into_iter().map(|failure| failure.sentence);
    (failures.collect(), held.notes)
}

fn failures(thresholds: &Thresholds, report: &Report) -> Vec<String> {
    let (failures, notes) = held(thresholds, report);
    assert_eq!(notes, Vec::<String>::new());
    failures
}

fn min_level(level: &str) -> Thresholds {
    Thresholds {
        min_level: Some(level.to_owned()),
        ..Thresholds::default()
    }
}

fn fail_on(fail_on: &[Regression]) -> Thresholds {
    Thresholds {
        fail_on: fail_on.to_vec(),
        ..Thresholds::default()
    }
}

const NONE: [String; 0] = [];

#[test]
fn nothing_asked_nothing_missed() {
    let report = report(0, "none", ["missing", "missing"]);
    assert_eq!(failures(&Thresholds::default(), &report), NONE);
}

#[test]
fn a_score_below_is_a_failure_and_an_equal_one_is_not() {
    let under = |percent| Thresholds {
        fail_under: Some(percent),
        ..Thresholds::default()
    };
    let report = report(40, "low", ["met", "missing"]);
    assert_eq!(failures(&under(40), &report), NONE);
    assert_eq!(
        failures(&under(41), &report),
        ["The score of 40 is below 41."]
    );
}

#[test]
fn levels_are_held_in_the_order_of_the_roadmap() {
    let low = report(60, "low", ["met", "missing"]);
    assert_eq!(failures(&min_level("low"), &low), NONE);
    assert_eq!(
        failures(&min_level("high"), &low),
        ["The level \"low\" is below \"high\"."]
    );
    let high = report(60, "high", ["met", "met"]);
    assert_eq!(failures(&min_level("low"), &high), NONE);
    let none = report(5, "none", ["met", "missing"]);
    assert_eq!(
        failures(&min_level("low"), &none),
        ["The level \"Starting out\" is below \"low\"."]
    );
}

#[test]
fn a_level_that_could_not_be_looked_at_is_a_note() {
    let (failures, notes) = held(&min_level("high"), &report(60, "low", ["met", "unknown"]));
    assert_eq!((failures, notes.len()), (vec![], 1));
    // The score would not reach it either way.
    let (failures, notes) = held(&min_level("high"), &report(49, "low", ["met", "unknown"]));
    assert_eq!((failures.len(), notes), (1, vec![]));
    let (failures, _) = held(
        &min_level("high"),
        &report(60, "none", ["waived", "unknown"]),
    );
    assert_eq!(failures.len(), 1);
}

#[test]
fn an_unknown_level_is_a_usage_error_with_the_levels() {
    assert!(min_level("low").check(&roadmap()).is_ok());
    let Err(Error::Usage(message, Some(help))) = min_level("hihg").check(&roadmap()) else {
        panic!("no usage error");
    };
    assert!(message.contains("\"hihg\""), "{message}");
    assert_eq!(help, "is it `high`? levels are low, high");
}

#[test]
fn only_the_changes_that_are_named_fail() {
    let report = report(60, "high", ["met", "met"]);
    let lost = with_change(report.clone(), "lost");
    assert_eq!(
        failures(&fail_on(&[Regression::Lost]), &lost),
        ["No longer there since the base: Tests."]
    );
    assert_eq!(failures(&fail_on(&[Regression::Weaker]), &lost), NONE);
    let weaker = with_change(report, "weaker");
    assert_eq!(failures(&fail_on(&[Regression::Lost]), &weaker), NONE);
    assert_eq!(
        failures(&fail_on(&[Regression::Lost, Regression::Weaker]), &weaker),
        ["Weaker since the base: Tests."]
    );
}

#[test]
fn where_nothing_could_be_looked_at_nothing_is_below() {
    let mut report = report(0, "none", ["unknown", "unknown"]);
    report.stages[0].percent = None;
    let thresholds = Thresholds {
        fail_under: Some(100),
        min_level: Some("high".to_owned()),
        fail_on: vec![Regression::Lost],
    };
    let (failures, notes) = held(&thresholds, &report);
    assert_eq!((failures, notes.len()), (vec![], 2), "{notes:?}");
}
