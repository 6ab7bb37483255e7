//! The fold for who reads the code: where to read, which routes there are, what to ask the author.

use std::collections::BTreeSet;

use super::address::Addresses;
use super::aside::titles;
use super::room::Room;
use super::{places, routes};
use crate::render::escape::{Place, sentence};
use crate::render::words::with_outcome;
use crate::report::{Question, Report};

/// Places worth reading.
const PLACES: usize = 5;
/// Questions to the author.
const QUESTIONS: usize = 4;

/// Places, questions, routes, and what was set aside.
pub fn blocks(report: &Report, addresses: &Addresses, room: &Room) -> Vec<String> {
    let mut blocks = Vec::from_iter(places::list(report, addresses, PLACES));
    blocks.extend(questions(report, addresses));
    blocks.extend(routes::blocks(report, addresses, room.routes));
    let waived = with_outcome(report, "waived");
    if !waived.is_empty() {
        blocks.push(format!(
            "**Waived by the author**, with the reasons below: {}",
            titles(&waived)
        ));
    }
    blocks
}

fn questions(report: &Report, addresses: &Addresses) -> Option<String> {
    let rows: Vec<String> = chosen(report)
        .into_iter()
        .map(|question| {
            let text = sentence(&question.text, Place::Text);
            let at = addresses.file(&question.path, question.line, Place::Text);
            format!("1. {text} {at}")
        })
        .collect();
    (!rows.is_empty()).then(|| format!("**Questions to the author**\n\n{}", rows.join("\n")))
}

/// Those about what is new first, then those that name something of the code, then the deepest;
/// each topic and file once before any twice.
fn chosen(report: &Report) -> Vec<&Question> {
    let changes = report
        .delta
        .as_ref()
        .map_or(&[][..], |delta| &delta.changes);
    let is_new = |question: &Question| {
        let of = |criterion: &str| criterion == question.criterion;
        changes
            .iter()
            .any(|change| of(&change.criterion) && change.change != "weaker")
    };
    let depth = |question: &Question| {
        let strength = report
            .criterion(&question.criterion)
            .and_then(|c| c.strength.as_deref());
        !matches!(strength, Some("tested" | "enforced"))
    };
    let mut order: Vec<&Question> = report.questions.iter().collect();
    order.sort_by_key(|question| {
        (
            !is_new(question),
            !question.text.contains('`'),
            depth(question),
        )
    });
    let family = |question: &Question| {
        report
            .criterion(&question.criterion)
            .map(|c| c.family.as_str())
    };
    let (mut files, mut topics) = (BTreeSet::new(), BTreeSet::new());
    let mut chosen: Vec<&Question> = Vec::new();
    // Each pass asks for less.
    for (new_topic, new_file) in [(true, true), (true, false), (false, true), (false, false)] {
        for question in &order {
            let fits = (!new_topic || !topics.contains(&family(question)))
                && (!new_file || !files.contains(&question.path))
                && !chosen
                    .iter()
                    .any(|known| known.criterion == question.criterion);
            if fits && chosen.len() < QUESTIONS {
                topics.insert(family(question));
                files.insert(&question.path);
                chosen.push(question);
            }
        }
    }
    chosen
}
