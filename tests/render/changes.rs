//! Reports with a change against a base, made by hand.

use portfolio_check::report::{Change, Delta, Evidence, Report, Route, Score, State};

use crate::reports::report;
use crate::surveys;

pub const BASE: &str = "9d8c7b6a5f4e3d2c1b0a99887766554433221100";

fn state(outcome: &str, strength: &str) -> State {
    State {
        outcome: outcome.to_owned(),
        strength: (!strength.is_empty()).then(|| strength.to_owned()),
    }
}

fn change(report: &Report, id: &str, word: &str, before: State, after: State) -> Change {
    let criterion = report.criterion(id).unwrap();
    Change {
        criterion: id.to_owned(),
        title: criterion.title.clone(),
        change: word.to_owned(),
        before,
        after,
        evidence: criterion.evidence.clone(),
    }
}

pub fn place(path: &str, line: u32) -> Evidence {
    Evidence {
        kind: "test".to_owned(),
        path: path.to_owned(),
        line,
        detail: String::new(),
    }
}

fn delta(report: &Report, percent: i32) -> Delta {
    Delta {
        base: Some(BASE.to_owned()),
        from: Score {
            percent: report.score.percent.saturating_add_signed(-percent),
            level: report.score.level.clone(),
        },
        percent,
        changes: Vec::new(),
        routes_added: Vec::new(),
        routes_removed: Vec::new(),
        notes: Vec::new(),
    }
}

/// A pull request that brings much.
pub fn gain() -> Report {
    let mut report = report(&surveys::proven());
    let mut delta = delta(&report, 34);
    delta.from.level = "beginner".to_owned();
    delta.changes = vec![
        change(
            &report,
            "api-routes",
            "stronger",
            state("met", "used"),
            state("met", "enforced"),
        ),
        change(
            &report,
            "rest-crud",
            "gained",
            state("missing", ""),
            state("met", "used"),
        ),
        change(
            &report,
            "database",
            "gained",
            state("partial", "declared"),
            state("met", "used"),
        ),
        change(
            &report,
            "password-hashing",
            "gained",
            state("missing", ""),
            state("met", "used"),
        ),
        change(
            &report,
            "committed-secrets",
            "gained",
            state("violated", ""),
            state("met", ""),
        ),
        change(
            &report,
            "tests",
            "gained",
            state("missing", ""),
            state("met", "enforced"),
        ),
    ];
    delta.changes[4].evidence = vec![place(".env", 2)];
    delta.routes_added = report.routes[1..3].to_vec();
    report.delta = Some(delta);
    report
}

/// One that also takes something away.
pub fn loss() -> Report {
    let mut report = report(&surveys::learner());
    let mut delta = delta(&report, -7);
    delta.changes = vec![
        change(
            &report,
            "tests",
            "lost",
            state("met", "enforced"),
            state("missing", ""),
        ),
        change(
            &report,
            "committed-secrets",
            "lost",
            state("met", ""),
            state("violated", ""),
        ),
        change(
            &report,
            "database",
            "weaker",
            state("met", "used"),
            state("partial", "declared"),
        ),
        change(
            &report,
            "api-routes",
            "gained",
            state("missing", ""),
            state("met", "used"),
        ),
        change(
            &report,
            "password-hashing",
            "asked",
            state("not-applicable", ""),
            state("missing", ""),
        ),
    ];
    delta.changes[0].evidence = vec![place("test/tasks.test.js", 10)];
    delta.changes[2].evidence = vec![place("src/db.js", 3)];
    let mut gone: Route = report.routes[0].clone();
    gone.path = "/health".to_owned();
    delta.routes_removed = vec![gone];
    delta.notes =
        vec!["The pull request edits `portfolio.toml`; the base's copy decides.".to_owned()];
    report.delta = Some(delta);
    report
}

/// One that changes nothing of what is asked.
pub fn nothing() -> Report {
    let mut report = report(&surveys::learner());
    report.delta = Some(delta(&report, 0));
    report
}

/// Everything at once, of everything, with words that mean harm.
pub fn worst(long: bool) -> Report {
    let mut report = report(&surveys::hostile());
    let text = "</details>`@everyone` |\\| <img src=x> [x](http://evil) ";
    let path = if long {
        text.repeat(6)
    } else {
        "src/a.js".to_owned()
    };
    let mut criteria = Vec::new();
    let mut changes = Vec::new();
    let words = ["gained", "lost", "stronger", "weaker", "asked"];
    for (index, word) in words.iter().cycle().take(75).enumerate() {
        let mut criterion = report.criterion("tests").unwrap().clone();
        criterion.id = format!("c-{index}");
        criterion.title = format!(
            "A criterion with a long title number {index} {}",
            if long { text } else { "" }
        );
        criterion.evidence = (1..=5)
            .map(|line| place(&format!("{path}{index}"), line))
            .collect();
        let change = Change {
            criterion: criterion.id.clone(),
            title: criterion.title.clone(),
            change: (*word).to_owned(),
            before: state("met", "tested"),
            after: state("violated", ""),
            evidence: criterion.evidence.clone(),
        };
        changes.push(change);
        criteria.push(criterion);
    }
    for stage in &mut report.stages {
        stage.criteria = criteria
            .iter()
            .map(|criterion| criterion.id.clone())
            .collect();
    }
    report.criteria = criteria;
    let route = report.routes[0].clone();
    report.routes = (0..500)
        .map(|n| Route {
            path: format!("/{n}/{path}"),
            file: path.clone(),
            ..route.clone()
        })
        .collect();
    for step in &mut report.next_steps {
        step.text = text.repeat(20);
    }
    report.warnings = vec![text.repeat(10); 5];
    report.limits = vec![text.repeat(10); 30];
    let mut delta = delta(&report, -40);
    delta.changes = changes;
    delta.routes_added = report.routes.clone();
    delta.routes_removed = report.routes.clone();
    delta.notes = vec![text.repeat(10); 5];
    report.delta = Some(delta);
    report
}
