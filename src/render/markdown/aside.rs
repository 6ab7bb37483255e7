//! The fold with what the report does not say, and why.

use crate::render::escape::{Place, sentence};
use crate::render::words::{unknown, with_outcome};
use crate::report::{Criterion, Report};

/// One list.
pub fn blocks(report: &Report) -> Vec<String> {
    let unknown = unknown(&report.criteria);
    let said_below = |limit: &str| unknown.iter().any(|(reason, _)| *reason == limit);
    let limits = report.limits.iter().filter(|limit| !said_below(limit));
    let notes = report.delta.iter().flat_map(|delta| &delta.notes);
    let mut lines: Vec<String> = notes
        .chain(limits)
        .map(|text| sentence(text, Place::Text))
        .collect();
    for (reason, criteria) in &unknown {
        let reason = sentence(reason, Place::Text);
        lines.push(format!("Could not look: {}. {reason}", titles(criteria)));
    }
    for criterion in with_outcome(report, "waived") {
        let said = sentence(&criterion.said, Place::Text);
        lines.push(format!("Waived: {}. {said}", titles(&[criterion])));
    }
    let not_asked = with_outcome(report, "not-applicable");
    if !not_asked.is_empty() {
        lines.push(format!("Not asked here: {}.", titles(&not_asked)));
    }
    if !report.self_study.is_empty() {
        let items: Vec<String> = report
            .self_study
            .iter()
            .map(|item| sentence(item, Place::Text))
            .collect();
        lines.push(format!("No repository can show: {}.", items.join("; ")));
    }
    match lines.is_empty() {
        true => Vec::new(),
        false => vec![format!("- {}", lines.join("\n- "))],
    }
}

/// Titles one after the other.
pub fn titles(criteria: &[&Criterion]) -> String {
    let titles: Vec<String> = criteria
        .iter()
        .map(|criterion| sentence(&criterion.title, Place::Text))
        .collect();
    titles.join("; ")
}
