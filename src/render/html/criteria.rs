//! Every criterion of the roadmap, stage by stage: how deep it goes, where it shows, what to do.

use super::{Section, list, places};
use crate::render::links::Links;
use crate::render::markup::sentence;
use crate::render::words;
use crate::report::{Criterion, Report, Stage};

/// The meaning of the ladder, rung by rung.
const LADDER: [(usize, &str); 5] = [
    (0, "not found"),
    (1, "a start"),
    (2, "used"),
    (3, "tested"),
    (4, "enforced by the pipeline"),
];

pub fn section(report: &Report, links: &Links) -> Option<Section> {
    if report.stages.is_empty() {
        return None;
    }
    let legend: String = LADDER
        .iter()
        .map(|(climbed, word)| {
            let class = if *climbed == 1 {
                "start"
            } else if *climbed == 0 {
                "open"
            } else {
                "good"
            };
            format!(
                "<li class=\"{class}\">{}<span>{word}</span></li>",
                places::ladder(*climbed)
            )
        })
        .collect();
    let stages: String = report
        .stages
        .iter()
        .map(|stage| self::stage(report, stage, links))
        .collect();
    Some(Section {
        id: "criteria",
        title: "What is there",
        body: format!("<ul class=\"legend\" aria-label=\"The ladder\">{legend}</ul>\n{stages}"),
    })
}

fn stage(report: &Report, stage: &Stage, links: &Links) -> String {
    let criteria: Vec<&Criterion> = stage
        .criteria
        .iter()
        .filter_map(|id| report.criterion(id))
        .collect();
    let right = match stage.percent {
        Some(percent) => format!("{}<span>{percent} %</span>", places::bar(percent)),
        None => "<span>not judged</span>".to_owned(),
    };
    let says = |criterion: &&&Criterion| {
        !matches!(criterion.outcome.as_str(), "not-applicable" | "unknown")
    };
    let rows = criteria
        .iter()
        .filter(says)
        .map(|criterion| row(report, criterion, links));
    let rows = list("rows", rows);
    let mut notes = String::new();
    for (reason, unknown) in words::unknown(criteria.iter().copied()) {
        notes.push_str(&format!(
            "<p class=\"quiet\">Could not look: {}. {}</p>\n",
            titles(&unknown),
            sentence(reason)
        ));
    }
    let not_asked: Vec<&Criterion> = criteria
        .iter()
        .copied()
        .filter(|criterion| criterion.outcome == "not-applicable")
        .collect();
    if !not_asked.is_empty() {
        notes.push_str(&format!(
            "<p class=\"quiet\">Not asked here: {}.</p>\n",
            titles(&not_asked)
        ));
    }
    format!(
        "<div class=\"stage\">\n<h3><span>{}</span><span class=\"percent\">{right}</span></h3>\n{rows}{notes}</div>\n",
        sentence(&stage.title)
    )
}

fn titles(criteria: &[&Criterion]) -> String {
    let titles: Vec<String> = criteria.iter().map(|c| sentence(&c.title)).collect();
    titles.join("; ")
}

fn row(report: &Report, criterion: &Criterion, links: &Links) -> String {
    let rungs = words::rungs(criterion);
    let shown = words::evidence(criterion).into_iter().map(|evidence| {
        let rung = rungs
            .iter()
            .find(|(_, of)| (&of.path, of.line) == (&evidence.path, evidence.line));
        let lead = rung.map(|(word, _)| format!("<span class=\"quiet\">{word}</span> "));
        format!(
            "{}{}",
            lead.unwrap_or_default(),
            places::evidence(evidence, links)
        )
    });
    format!(
        "{}<div><b>{}</b>\n<p>{}</p>\n{}{}</div>",
        places::badge(criterion),
        sentence(&criterion.title),
        sentence(&criterion.said),
        list("places", shown),
        advice(report, criterion)
    )
}

/// What to do about it, folded.
fn advice(report: &Report, criterion: &Criterion) -> String {
    let Some(advice) = criterion
        .step
        .as_ref()
        .filter(|advice| !advice.text.is_empty())
    else {
        return String::new();
    };
    let why = report
        .reason(&criterion.id)
        .map(|why| format!("<p class=\"quiet\">{}</p>\n", sentence(why)));
    format!(
        "<details><summary>What to do{}</summary>\n<p>{}</p>\n{}{}</details>\n",
        places::effort(advice),
        sentence(&advice.text),
        why.unwrap_or_default(),
        places::learn(&advice.learn)
    )
}
