//! Places, states and other small pieces that several sections show.

use crate::render::links::Links;
use crate::render::markup::{link, text};
use crate::render::words;
use crate::report::{Advice, Criterion, Evidence};

/// A place in the repository, linked where its address is known.
pub fn place(path: &str, line: u32, address: Option<&str>) -> String {
    let label = format!(
        "<code dir=\"ltr\">{}</code>",
        text(&words::place(path, line))
    );
    link(&label, address)
}

/// Where a piece of evidence is, and what it is.
pub fn evidence(evidence: &Evidence, links: &Links) -> String {
    told(evidence, links.evidence(evidence).as_deref())
}

/// The same in another commit.
pub fn evidence_at(commit: Option<&str>, evidence: &Evidence, links: &Links) -> String {
    let address = match evidence.kind.as_str() {
        "branch" => None,
        "commit" | "merge" => links.commit(&evidence.path),
        _ => commit.and_then(|commit| links.file_at(commit, &evidence.path, evidence.line)),
    };
    told(evidence, address.as_deref())
}

fn told(evidence: &Evidence, address: Option<&str>) -> String {
    let line = match words::is_history(evidence) {
        true => 0,
        false => evidence.line,
    };
    let mut shown = place(&evidence.path, line, address);
    if !evidence.detail.is_empty() {
        shown.push_str(&format!(" <small>{}</small>", text(&evidence.detail)));
    }
    shown
}

/// How an outcome is called, and the class that colours it.
pub fn state(outcome: &str, strength: Option<&str>) -> (&'static str, &'static str) {
    match (outcome, strength) {
        ("met", Some("enforced")) => ("enforced", "good"),
        ("met", Some("tested")) => ("tested", "good"),
        ("met", Some(_)) => ("used", "good"),
        ("met", None) => ("in order", "good"),
        ("partial", _) => ("a start", "start"),
        ("violated", _) => ("should not be there", "bad"),
        ("missing", _) => ("not found", "open"),
        ("unknown", _) => ("could not look", "quiet"),
        ("waived", _) => ("set aside", "quiet"),
        _ => ("not asked", "quiet"),
    }
}

/// Ladder and word of a criterion.
pub fn badge(criterion: &Criterion) -> String {
    let (word, class) = state(&criterion.outcome, criterion.strength.as_deref());
    let climbed = match (word, criterion.outcome.as_str()) {
        ("enforced", _) => Some(4),
        ("tested", _) => Some(3),
        ("used", _) => Some(2),
        (_, "partial") => Some(1),
        (_, "missing") => Some(0),
        _ => None,
    };
    let sign = match climbed {
        Some(climbed) => ladder(climbed),
        None => {
            let sign = match class {
                "good" => "✓",
                "bad" => "!",
                _ => "–",
            };
            format!("<span class=\"sign\" aria-hidden=\"true\">{sign}</span>")
        }
    };
    format!("<span class=\"state {class}\">{sign}<span>{word}</span></span>")
}

pub fn ladder(climbed: usize) -> String {
    format!("<svg class=\"ladder\" aria-hidden=\"true\"><use href=\"#l{climbed}\"/></svg>")
}

/// Links to read on.
pub fn learn(advice: &[String]) -> String {
    let links: Vec<String> = advice
        .iter()
        .map(|address| link(&text(&words::page_name(address)), Some(address)))
        .collect();
    match links.is_empty() {
        true => String::new(),
        false => format!("<p class=\"learn\">Read on: {}</p>\n", links.join(", ")),
    }
}

/// ` · 1 hour`; nothing where no effort is known.
pub fn effort(advice: &Advice) -> String {
    match advice.effort.as_str() {
        "" => String::new(),
        effort => format!(" · {}", text(&words::duration(effort))),
    }
}

/// A percentage as a line. The number stands beside it.
pub fn bar(percent: u32) -> String {
    let percent = percent.min(100);
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"off\" width=\"100\" height=\"1\"/>\
         <rect class=\"on\" width=\"{percent}\" height=\"1\"/></svg>"
    )
}
