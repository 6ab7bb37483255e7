//! Level and score in one line, with the change since the base.

use crate::render::escape::{Place, sentence, terminal};
use crate::render::words::signed;
use crate::report::{Delta, Report};

/// `### 71 of 100 (+3): Job-ready`
pub fn title(report: &Report) -> String {
    if !report.is_judged() {
        return "### Nothing could be judged".to_owned();
    }
    let title = |level: &str| sentence(&report.level_title(level), Place::Text);
    let before = report.delta.as_ref().map(|delta| delta.from.level.as_str());
    let before = before.filter(|level| *level != report.score.level);
    let was = before.map_or(String::new(), |level| format!(" (was {})", title(level)));
    format!("### {}: {}{was}", score(report), title(&report.score.level))
}

/// The title of a check or job, in plain text: `71 of 100 (+3), Job-ready`.
#[must_use]
pub fn check_title(report: &Report) -> String {
    if !report.is_judged() {
        return "Nothing could be judged".to_owned();
    }
    let level = terminal(&report.level_title(&report.score.level));
    format!("{}, {level}", score(report))
}

/// `71 of 100 (+3)`
pub fn score(report: &Report) -> String {
    let change = match report.delta.as_ref().map(|delta| delta.percent) {
        None => String::new(),
        Some(0) => " (unchanged)".to_owned(),
        Some(_) if is_blind(report) => String::new(),
        Some(percent) => format!(" ({})", signed(percent)),
    };
    format!("{} of 100{change}", report.score.percent)
}

/// Whether a score fell although nothing was lost and nothing new is asked: the scanner could look
/// at less, and that is nobody's loss.
fn is_blind(report: &Report) -> bool {
    let is_loss = |word: &str| matches!(word, "lost" | "weaker" | "asked");
    report.delta.as_ref().is_some_and(|delta| {
        delta.percent < 0 && !delta.changes.iter().any(|change| is_loss(&change.change))
    })
}

/// Whether a comparison was made and found nothing.
pub fn is_unchanged(report: &Report) -> bool {
    let same = |delta: &Delta| {
        delta.percent == 0
            && delta.from.level == report.score.level
            && delta.changes.is_empty()
            && delta.routes_added.is_empty()
            && delta.routes_removed.is_empty()
    };
    report.is_judged() && report.delta.as_ref().is_some_and(same)
}
