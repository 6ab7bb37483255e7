//! What changed in the answer to a criterion, and the lines that show it.

use std::collections::BTreeSet;

use super::{Change, State};
use crate::report::{Criterion, Evidence, Report};

/// The criteria that the roadmap asks for and that both reports know, head first.
pub fn pairs<'r>(
    head: &'r Report,
    base: &'r Report,
) -> impl Iterator<Item = (&'r Criterion, &'r Criterion)> {
    let stages = head.stages.iter().flat_map(|stage| &stage.criteria);
    let asked: BTreeSet<&str> = stages.map(String::as_str).collect();
    head.criteria
        .iter()
        .filter(move |criterion| asked.contains(criterion.id.as_str()))
        .filter_map(|criterion| Some((criterion, base.criterion(&criterion.id)?)))
}

/// Whether an answer can be held against another.
pub fn is_answered(criterion: &Criterion) -> bool {
    !matches!(criterion.outcome.as_str(), "unknown" | "waived")
}

pub fn changes(head: &Report, base: &Report) -> Vec<Change> {
    pairs(head, base)
        .filter(|(after, before)| is_answered(after) && is_answered(before))
        .filter_map(|(after, before)| change(after, before))
        .collect()
}

fn change(after: &Criterion, before: &Criterion) -> Option<Change> {
    let mut change = Change {
        criterion: after.id.clone(),
        title: after.title.clone(),
        change: word(after, before)?.to_owned(),
        before: state(before),
        after: state(after),
        evidence: Vec::new(),
    };
    let (shown, other) = match change.shows_head() {
        true => (after, before),
        false => (before, after),
    };
    change.evidence = different_first(&shown.evidence, &other.evidence);
    Some(change)
}

fn word(after: &Criterion, before: &Criterion) -> Option<&'static str> {
    match (before.outcome.as_str(), after.outcome.as_str()) {
        // Where the question came up or fell away, nothing bad was found on either side.
        ("not-applicable", "met") if is_clean(after) => None,
        ("met", "not-applicable") if is_clean(before) => None,
        ("met", "met") => turn(rung(before), rung(after)),
        (_, "met") => Some("gained"),
        ("met", _) => Some("lost"),
        (_, "not-applicable") => None,
        ("not-applicable", _) => Some("asked"),
        _ => turn(height(before), height(after)),
    }
}

/// `met` without a rung: what should not be there is not there.
fn is_clean(criterion: &Criterion) -> bool {
    criterion.outcome == "met" && criterion.strength.is_none()
}

fn turn(before: u8, after: u8) -> Option<&'static str> {
    match after.cmp(&before) {
        std::cmp::Ordering::Greater => Some("stronger"),
        std::cmp::Ordering::Less => Some("weaker"),
        std::cmp::Ordering::Equal => None,
    }
}

fn rung(criterion: &Criterion) -> u8 {
    match criterion.strength.as_deref() {
        Some("declared") => 1,
        Some("used") => 2,
        Some("tested") => 3,
        Some("enforced") => 4,
        _ => 0,
    }
}

/// Answers below `met`.
fn height(criterion: &Criterion) -> u8 {
    match criterion.outcome.as_str() {
        "violated" => 0,
        "partial" => 2,
        _ => 1,
    }
}

fn state(criterion: &Criterion) -> State {
    State {
        outcome: criterion.outcome.clone(),
        strength: criterion.strength.clone(),
    }
}

/// What the other side lacks comes first. A line number says nothing: code above it moves it.
fn different_first(shown: &[Evidence], other: &[Evidence]) -> Vec<Evidence> {
    let is_shared = |evidence: &&Evidence| {
        other.iter().any(|other| {
            (&other.kind, &other.path, &other.detail)
                == (&evidence.kind, &evidence.path, &evidence.detail)
        })
    };
    let (shared, different): (Vec<&Evidence>, Vec<&Evidence>) = shown.iter().partition(is_shared);
    different.into_iter().chain(shared).cloned().collect()
}
