//! What everybody reads first: what was looked at, score and level, and how the answers fall.

use super::places;
use crate::render::links::Links;
use crate::render::markup::{code, link, sentence, text};
use crate::render::words;
use crate::report::Report;

/// For the window: `79 of 100, Job-ready: learner/tasks`
pub fn title(report: &Report) -> String {
    let name = report
        .subject
        .repository
        .as_deref()
        .unwrap_or(&report.roadmap.title);
    text(&format!("{}: {name}", result(report)))
}

fn result(report: &Report) -> String {
    match report.is_judged() {
        true => format!(
            "{} of 100, {}",
            report.score.percent,
            report.level_title(&report.score.level)
        ),
        false => "Nothing could be judged".to_owned(),
    }
}

pub fn head(report: &Report, links: &Links) -> String {
    let level = match report.is_judged() {
        true => text(&report.level_title(&report.score.level)),
        false => "Nothing could be judged".to_owned(),
    };
    let why = report.limits.first().filter(|_| !report.is_judged());
    let why = why.map(|limit| format!("<p>{}</p>\n", sentence(limit)));
    format!(
        "<header>\n<p class=\"name\">{name}</p>\n<div class=\"hero\">\n{ring}<div>\n\
         <h1>{level}{change}</h1>\n{why}<p class=\"about\">Held against \u{201c}{roadmap}\u{201d}<br>{found}</p>\n\
         </div>\n</div>\n{tally}{warnings}</header>\n",
        name = name(report, links),
        ring = ring(report),
        change = change(report),
        why = why.unwrap_or_default(),
        roadmap = text(&report.roadmap.title),
        found = found(report),
        tally = tally(report),
        warnings = warnings(report, links),
    )
}

fn name(report: &Report, links: &Links) -> String {
    let head = report.subject.head.as_deref();
    let commit = head.map(|head| {
        let address = links.commit(head);
        link(&code(words::short_commit(head)), address.as_deref())
    });
    let name = report.subject.repository.as_deref();
    let name = name.map(|name| format!("<b>{}</b>", link(&text(name), links.page())));
    match (name, commit) {
        (Some(name), Some(commit)) => format!("{name} at {commit}"),
        (Some(name), None) => name,
        (None, Some(commit)) => format!("Commit {commit}"),
        (None, None) => "The files as they are".to_owned(),
    }
}

/// The score as a ring; its number is text.
fn ring(report: &Report) -> String {
    if !report.is_judged() {
        return String::new();
    }
    let percent = report.score.percent.min(100);
    let arc = "cx=\"50\" cy=\"50\" r=\"44\" fill=\"none\" stroke-width=\"9\"";
    // A line of no length with round ends would still show as a dot.
    let done = match percent {
        0 => String::new(),
        percent => format!(
            "<circle class=\"on\" {arc} pathLength=\"100\" stroke-dasharray=\"{percent} 100\" \
             transform=\"rotate(-90 50 50)\"/>"
        ),
    };
    format!(
        "<svg class=\"ring\" viewBox=\"0 0 100 100\" role=\"img\" aria-label=\"{percent} of 100\">\
         <circle class=\"off\" {arc}/>{done}\
         <text x=\"50\" y=\"57\">{percent}</text><text class=\"of\" x=\"50\" y=\"71\">of 100</text>\
         </svg>\n"
    )
}

/// ` +7 since abc1234`
fn change(report: &Report) -> String {
    let Some(delta) = &report.delta else {
        return String::new();
    };
    let (class, amount) = match delta.percent {
        0 => ("same", "no change".to_owned()),
        n if n > 0 => ("more", format!("+{n}")),
        n => ("less", format!("−{}", n.unsigned_abs())),
    };
    let since = delta.base.as_deref().map(words::short_commit);
    let since = since.map(|base| format!(" since {}", code(base)));
    format!(
        " <span class=\"delta {class}\">{amount}{}</span>",
        since.unwrap_or_default()
    )
}

fn found(report: &Report) -> String {
    let subject = &report.subject;
    let mut found: Vec<String> = subject
        .languages
        .iter()
        .chain(&subject.frameworks)
        .map(|name| text(name))
        .collect();
    found.push(words::count(subject.files, "file"));
    found.push(words::count(subject.commits, "commit"));
    found.join(" · ")
}

/// How many criteria came to what, as one line and in words.
fn tally(report: &Report) -> String {
    let asked = words::asked(report);
    let kinds = [
        ("met", "met", "good"),
        ("partial", "a start", "start"),
        ("missing", "not found", "open"),
        ("violated", "should not be there", "bad"),
    ];
    let counted: Vec<(usize, &str, &str)> = kinds
        .iter()
        .map(|(outcome, word, class)| {
            let of = asked
                .iter()
                .filter(|criterion| criterion.outcome == *outcome);
            (of.count(), *word, *class)
        })
        .filter(|(count, ..)| *count > 0)
        .collect();
    let whole: usize = counted.iter().map(|(count, ..)| count).sum();
    if whole == 0 || !report.is_judged() {
        return String::new();
    }
    let mut bars = String::new();
    let mut from = 0;
    for (count, _, class) in &counted {
        bars.push_str(&format!(
            "<rect class=\"{class}\" x=\"{from}\" width=\"{count}\" height=\"1\"/>"
        ));
        from += count;
    }
    let words: String = counted
        .iter()
        .map(|(count, word, class)| {
            format!("<li><span class=\"dot {class}\"></span><b>{count}</b> {word}</li>")
        })
        .collect();
    format!(
        "<svg class=\"tally\" viewBox=\"0 0 {whole} 1\" preserveAspectRatio=\"none\" \
         aria-hidden=\"true\">{bars}</svg>\n\
         <ul class=\"legend\" aria-label=\"Criteria\">{words}</ul>\n"
    )
}

fn warnings(report: &Report, links: &Links) -> String {
    let violated = words::violated(report);
    let violated = violated.into_iter().map(|(criterion, places)| {
        let first = places.first().map(|place| {
            let address = links.evidence(place);
            places::place(&place.path, place.line, address.as_deref())
        });
        (
            "bad",
            format!(
                "{} {}",
                sentence(&criterion.said),
                first.unwrap_or_default()
            ),
        )
    });
    let warnings = report.warnings.iter().map(|text| ("start", sentence(text)));
    let items: String = violated
        .chain(warnings)
        .map(|(class, text)| format!("<li class=\"{class}\"><span>{text}</span></li>\n"))
        .collect();
    match items.is_empty() {
        true => String::new(),
        false => format!("<ul class=\"warnings\" aria-label=\"To mind\">\n{items}</ul>\n"),
    }
}
