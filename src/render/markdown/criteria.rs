//! The fold with every criterion: its stage, its state on the ladder, and where the evidence is.

use super::address::Addresses;
use super::room::{Room, Said};
use crate::render::escape::{Place, sentence};
use crate::render::words::evidence;
use crate::report::{Criterion, Report, Stage};

/// What a state means, for those that occur.
const LEGEND: &[(&str, &str)] = &[
    ("●○○○", "a start"),
    ("●●○○", "used"),
    ("●●●○", "tested"),
    ("●●●●", "tested by the pipeline"),
    ("✓", "nothing of the kind found"),
    ("✗", "not found"),
    ("**!**", "found, and better gone"),
    ("?", "could not look"),
    ("–", "not asked here"),
    ("⋯", "waived"),
];

/// A legend and one table.
pub fn blocks(report: &Report, addresses: &Addresses, room: &Room) -> Vec<String> {
    let stages = report.stages.iter();
    let rows: Vec<String> = stages
        .flat_map(|stage| rows(report, stage, addresses, room))
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let occurs = |state: &str| {
        report
            .criteria
            .iter()
            .any(|criterion| self::state(criterion) == state)
    };
    let legend: Vec<String> = LEGEND
        .iter()
        .filter(|(state, _)| occurs(state))
        .map(|(state, meaning)| format!("{state} {meaning}"))
        .collect();
    vec![
        legend.join(" · "),
        format!(
            "| | Criterion | Evidence |\n|---|---|---|\n{}",
            rows.join("\n")
        ),
    ]
}

fn rows(report: &Report, stage: &Stage, addresses: &Addresses, room: &Room) -> Vec<String> {
    let percent = stage
        .percent
        .map_or("?".to_owned(), |percent| format!("{percent} %"));
    let title = sentence(&stage.title, Place::Cell);
    let says = |criterion: &&Criterion| {
        room.all_rows || !matches!(criterion.outcome.as_str(), "not-applicable" | "unknown")
    };
    let criteria = stage.criteria.iter().filter_map(|id| report.criterion(id));
    let rows = criteria
        .filter(says)
        .map(|criterion| row(report, criterion, addresses, room));
    [format!("| **{percent}** | **{title}** | |")]
        .into_iter()
        .chain(rows)
        .collect()
}

fn row(report: &Report, criterion: &Criterion, addresses: &Addresses, room: &Room) -> String {
    let places = evidence(criterion);
    let says = match room.said {
        Said::All => true,
        Said::WithoutEvidence => criterion.outcome != "met" || places.is_empty(),
        Said::Telling => matches!(criterion.outcome.as_str(), "partial" | "violated"),
    };
    let said = says.then(|| sentence(&criterion.said, Place::Cell));
    let places = places
        .into_iter()
        .take(room.places)
        .map(|evidence| addresses.evidence(evidence, Place::Cell));
    let found: Vec<String> = said.into_iter().chain(places).collect();
    let title = sentence(&criterion.title, Place::Cell);
    let changed = changed(report, criterion).map_or(String::new(), |word| format!(" **({word})**"));
    format!(
        "| {} | {title}{changed} | {} |",
        state(criterion),
        found.join(" ")
    )
}

/// What the pull request did to a criterion.
fn changed(report: &Report, criterion: &Criterion) -> Option<&'static str> {
    let changes = &report.delta.as_ref()?.changes;
    let change = changes
        .iter()
        .find(|change| change.criterion == criterion.id)?;
    ["gained", "stronger", "lost", "weaker", "asked"]
        .into_iter()
        .zip(["new", "stronger", "lost", "weaker", "asked now"])
        .find_map(|(wire, word)| (change.change == wire).then_some(word))
}

fn state(criterion: &Criterion) -> &'static str {
    match (criterion.outcome.as_str(), criterion.strength.as_deref()) {
        ("met", Some("enforced")) => "●●●●",
        ("met", Some("tested")) => "●●●○",
        ("met", Some(_)) => "●●○○",
        ("met", None) => "✓",
        ("partial", _) => "●○○○",
        ("violated", _) => "**!**",
        ("missing", _) => "✗",
        ("unknown", _) => "?",
        ("waived", _) => "⋯",
        _ => "–",
    }
}
