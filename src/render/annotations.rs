//! What is worth a note beside a line of the pull request: at most ten, the most useful first.
//!
//! Plain text with repository text in it. Who prints it escapes it for where it goes.

use std::collections::BTreeSet;

use super::escape::visible;
use super::words;
use crate::report::{Change, Criterion, Evidence, Report};

/// A runner shows ten of a step, and a reader fewer.
pub const MOST: usize = 10;
/// Characters of a message.
pub const LONGEST: usize = 4_096;
/// Of one criterion, so that it does not hide the others.
const MOST_OF_ONE: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Notice,
    Warning,
}

/// A note, where there is one on a line of the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    pub level: Level,
    pub title: String,
    pub file: Option<String>,
    pub line: Option<u32>,
    pub message: String,
}

/// First what should not be there, then what the change took away, then the next step where it has
/// a line to start at.
#[must_use]
pub fn annotations(report: &Report) -> Vec<Annotation> {
    let mut seen = BTreeSet::new();
    violations(report)
        .into_iter()
        .chain(losses(report))
        .chain(next(report))
        // One line gets one note from each level of concern.
        .filter(|note| {
            note.file.is_none() || seen.insert((note.title.clone(), note.file.clone(), note.line))
        })
        .take(MOST)
        .collect()
}

/// What an attacker can use comes first, and every criterion is heard before one is heard again.
fn violations(report: &Report) -> Vec<Annotation> {
    let mut violated = words::violated(report);
    violated.sort_by_key(|(_, places)| !words::is_grave(places));
    let mut notes = Vec::new();
    for round in 0..MOST_OF_ONE {
        for (criterion, places) in &violated {
            if let Some(place) = places.get(round) {
                notes.push(violation(criterion, place));
            }
        }
    }
    notes
}

fn violation(criterion: &Criterion, place: &Evidence) -> Annotation {
    let mut parts = vec![criterion.said.clone()];
    if !place.detail.is_empty() {
        parts.push(format!("Here: {}.", place.detail));
    }
    parts.extend(criterion.step.as_ref().map(|step| step.text.clone()));
    note(Level::Warning, &criterion.title, Some(place), &parts)
}

fn losses(report: &Report) -> Vec<Annotation> {
    let changes = report.delta.iter().flat_map(|delta| &delta.changes);
    let lost = |word: &'static str| {
        changes
            .clone()
            .filter(move |change| change.change == word)
            // A violation has its own notes.
            .filter(|change| change.after.outcome != "violated")
    };
    lost("lost")
        .chain(lost("weaker"))
        .map(|change| loss(report, change))
        .collect()
}

fn loss(report: &Report, change: &Change) -> Annotation {
    let criterion = report.criterion(&change.criterion);
    let verb = match change.change.as_str() {
        "lost" => "No longer shown",
        _ => "Shown less deeply",
    };
    let mut parts: Vec<String> = criterion.map(|c| c.said.clone()).into_iter().collect();
    if let Some(before) = change.evidence.first() {
        parts.push(format!(
            "Before, it was at {}.",
            words::place(&before.path, before.line)
        ));
    }
    let step = criterion.and_then(|criterion| criterion.step.as_ref());
    parts.extend(step.map(|step| step.text.clone()));
    // Lines of the base are not lines of the head; what is left may have one.
    let here = criterion.and_then(|criterion| words::lines(criterion).into_iter().next());
    note(
        Level::Warning,
        &format!("{verb}: {}", change.title),
        here,
        &parts,
    )
}

fn next(report: &Report) -> Option<Annotation> {
    let step = report.next_steps.first()?;
    let criterion = report.criterion(&step.criterion)?;
    // A violation has its own notes.
    let is_start = criterion.outcome == "partial";
    let here = words::lines(criterion)
        .into_iter()
        .next()
        .filter(|_| is_start)?;
    let effort = match step.effort.as_str() {
        "" => String::new(),
        effort => format!(" ({})", words::duration(effort)),
    };
    let parts = [criterion.said.clone(), step.text.clone(), step.why.clone()];
    let title = format!("Next: {}{effort}", step.title);
    Some(note(Level::Notice, &title, Some(here), &parts))
}

fn note(level: Level, title: &str, place: Option<&Evidence>, parts: &[String]) -> Annotation {
    let parts = parts.iter().filter(|part| !part.is_empty());
    let message = parts
        .map(|part| visible(part))
        .collect::<Vec<_>>()
        .join(" ");
    Annotation {
        level,
        title: visible(title),
        // The path as it is: it has to name the file.
        file: place.map(|place| place.path.clone()),
        line: place.map(|place| place.line),
        message: message.chars().take(LONGEST).collect(),
    }
}
