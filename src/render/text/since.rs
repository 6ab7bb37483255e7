//! What changed since the base: the score, one line a criterion, counts of routes.

use super::page::{Page, Tone, width};
use crate::render::words;
use crate::report::{Change, Delta, Report, State};

/// Criteria shown of one kind of change; the rest is counted.
const SHOWN: usize = 8;
const MARGIN: usize = 2;
/// Columns in front of a title: margin and word.
const TITLE: usize = 12;

/// Kinds of change in reading order, with how they sound.
const KINDS: [(&str, Tone); 5] = [
    ("lost", Tone::Bad),
    ("weaker", Tone::Middling),
    ("gained", Tone::Good),
    ("stronger", Tone::Good),
    ("asked", Tone::Middling),
];

pub fn since(page: &mut Page, report: &Report) {
    let Some(delta) = &report.delta else {
        return;
    };
    let base = delta
        .base
        .as_deref()
        .map_or("the base", words::short_commit);
    page.heading(&format!("Since {base}"));
    paragraph(page, Tone::Plain, &score(report, delta));
    for (kind, tone) in KINDS {
        let changes = || delta.changes.iter().filter(|change| change.change == kind);
        for change in changes().take(SHOWN) {
            self::change(page, tone, change);
        }
        let more = changes().count().saturating_sub(SHOWN);
        if more > 0 {
            paragraph(page, Tone::Quiet, &format!("and {more} more {kind}"));
        }
    }
    if let Some(routes) = routes(delta) {
        paragraph(page, Tone::Plain, &routes);
    }
    for note in &delta.notes {
        paragraph(page, Tone::Quiet, note);
    }
}

fn paragraph(page: &mut Page, tone: Tone, text: &str) {
    page.flow(&[page.gap(MARGIN)], MARGIN, &[page.span(tone, text)]);
}

fn score(report: &Report, delta: &Delta) -> String {
    let (from, to) = (&delta.from, &report.score);
    let score = match delta.percent {
        0 if delta.changes.is_empty() => "Nothing that is asked for changed".to_owned(),
        0 => "The score is the same".to_owned(),
        percent => format!(
            "The score went from {} to {} ({percent:+})",
            from.percent, to.percent
        ),
    };
    if from.level == to.level {
        return format!("{score}.");
    }
    format!(
        "{score}, the level from {} to {}.",
        report.level_title(&from.level),
        report.level_title(&to.level)
    )
}

fn change(page: &mut Page, tone: Tone, change: &Change) {
    let lead = [page.gap(MARGIN), page.span(tone, &change.change)];
    let gap = page.gap(TITLE.saturating_sub(width(&lead)));
    let lead = [lead.as_slice(), &[gap]].concat();
    let title = page.span(Tone::Plain, &change.title);
    let turn = format!("{} to {}", state(&change.before), state(&change.after));
    page.ends(&lead, &title, &[page.span(Tone::Quiet, &turn)]);
    if let Some(first) = change.evidence.first() {
        let place = words::place(&first.path, first.line);
        let was = if change.shows_head() { "" } else { "was " };
        let room = page.width().saturating_sub(TITLE + was.len());
        let line = [
            page.gap(TITLE),
            page.span(Tone::Quiet, was),
            page.clipped(Tone::Place, &place, room),
        ];
        page.line(&line);
    }
}

/// An answer in a word or two, as the legend has them.
fn state(state: &State) -> &str {
    match (state.outcome.as_str(), state.strength.as_deref()) {
        ("met", Some(strength)) => strength,
        ("met", None) => "clean",
        ("partial", _) => "a start",
        ("missing", _) => "not found",
        ("violated", _) => "found",
        ("not-applicable", _) => "not asked",
        (outcome, _) => outcome,
    }
}

fn routes(delta: &Delta) -> Option<String> {
    let (added, removed) = (delta.routes_added.len(), delta.routes_removed.len());
    match (added, removed) {
        (0, 0) => None,
        (added, 0) => Some(format!("{} added.", words::count(added, "route"))),
        (0, removed) => Some(format!("{} removed.", words::count(removed, "route"))),
        (added, removed) => Some(format!(
            "{} added, {removed} removed.",
            words::count(added, "route")
        )),
    }
}
