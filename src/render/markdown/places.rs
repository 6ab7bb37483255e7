//! The places that are worth a reader's time: the deepest evidence, spread over files and topics.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::address::Addresses;
use crate::render::escape::{Place, sentence};
use crate::render::words::{asked, rungs};
use crate::report::{Criterion, Evidence, Report};

/// A line to read and what it shows.
pub struct Worth<'r> {
    pub criterion: &'r Criterion,
    pub evidence: &'r Evidence,
    /// What else is shown in that file.
    others: Vec<&'r Criterion>,
}

/// The best places, one of each file; each topic once before any twice.
pub fn best(report: &Report, most: usize) -> Vec<Worth<'_>> {
    let lists = lists(report);
    let proven: Vec<(&Criterion, &Evidence)> = asked(report)
        .into_iter()
        .filter(|criterion| criterion.outcome == "met")
        .filter_map(|criterion| {
            let to_read = |evidence: &&Evidence| {
                in_a_file(evidence) && !lists.contains(evidence.path.as_str())
            };
            Some((criterion, criterion.evidence.iter().find(to_read)?))
        })
        .collect();
    let shown = shown(&proven);
    let others = |evidence: &Evidence| shown.get(evidence.path.as_str()).map_or(0, Vec::len);
    let mut order: Vec<&(&Criterion, &Evidence)> = proven.iter().collect();
    order.sort_by_key(|(criterion, evidence)| (rank(report, criterion), Reverse(others(evidence))));
    let (mut files, mut topics) = (BTreeSet::new(), BTreeSet::new());
    let mut chosen = Vec::new();
    for anew in [true, false] {
        for (criterion, evidence) in &order {
            let is_new_topic = !topics.contains(criterion.family.as_str());
            if chosen.len() < most
                && (is_new_topic || !anew)
                && files.insert(evidence.path.as_str())
            {
                topics.insert(criterion.family.as_str());
                chosen.push((*criterion, *evidence));
            }
        }
    }
    chosen
        .sort_by_key(|(criterion, evidence)| (rank(report, criterion), Reverse(others(evidence))));
    chosen
        .into_iter()
        .map(|(criterion, evidence)| Worth {
            criterion,
            evidence,
            others: shown
                .get(evidence.path.as_str())
                .into_iter()
                .flatten()
                .copied()
                .filter(|other| other.id != criterion.id)
                .collect(),
        })
        .collect()
}

/// Files that only list what is installed: they prove much, and nobody reads them.
fn lists(report: &Report) -> BTreeSet<&str> {
    let evidence = report
        .criteria
        .iter()
        .flat_map(|criterion| &criterion.evidence);
    evidence
        .filter(|evidence| matches!(evidence.kind.as_str(), "manifest" | "lockfile"))
        .map(|evidence| evidence.path.as_str())
        .collect()
}

/// A file as a whole, or a commit, is no place to read.
fn in_a_file(evidence: &&Evidence) -> bool {
    evidence.line > 1
}

/// Criteria by the file of their first place.
fn shown<'r>(proven: &[(&'r Criterion, &'r Evidence)]) -> BTreeMap<&'r str, Vec<&'r Criterion>> {
    let mut shown: BTreeMap<&str, Vec<&Criterion>> = BTreeMap::new();
    for (criterion, evidence) in proven {
        shown.entry(&evidence.path).or_default().push(criterion);
    }
    shown
}

/// The deepest first, then what there is something to ask about.
fn rank(report: &Report, criterion: &Criterion) -> (u8, bool) {
    let depth = match criterion.strength.as_deref() {
        Some("enforced") => 0,
        Some("tested") => 1,
        _ => 2,
    };
    let mut questions = report.questions.iter();
    (
        depth,
        !questions.any(|question| question.criterion == criterion.id),
    )
}

/// `Title path:line · Title path:line`, for those who open nothing.
pub fn line(report: &Report, addresses: &Addresses, most: usize) -> Option<String> {
    let places: Vec<String> = best(report, most)
        .iter()
        .map(|worth| {
            let title = sentence(&worth.criterion.title, Place::Text);
            format!(
                "{title} {}",
                addresses.evidence(worth.evidence, Place::Text)
            )
        })
        .collect();
    (!places.is_empty()).then(|| format!("**Best shown:** {}", places.join(" · ")))
}

/// A numbered list with the reason why each is worth reading.
pub fn list(report: &Report, addresses: &Addresses, most: usize) -> Option<String> {
    let rows: Vec<String> = best(report, most)
        .iter()
        .map(|worth| {
            format!(
                "1. {}: {}",
                addresses.evidence(worth.evidence, Place::Text),
                reason(worth, addresses)
            )
        })
        .collect();
    (!rows.is_empty()).then(|| format!("**Places to read**\n\n{}", rows.join("\n")))
}

fn reason(worth: &Worth<'_>, addresses: &Addresses) -> String {
    let mut reason = sentence(&worth.criterion.title, Place::Text);
    if let Some(second) = worth.others.first() {
        reason.push_str(&format!("; {}", sentence(&second.title, Place::Text)));
    }
    match worth.others.len() {
        0 | 1 => {}
        number => reason.push_str(&format!("; {} more in this file", number - 1)),
    }
    for (word, evidence) in rungs(worth.criterion) {
        let at = addresses.evidence(evidence, Place::Text);
        reason.push_str(&format!(", {word} {at}"));
    }
    reason
}
