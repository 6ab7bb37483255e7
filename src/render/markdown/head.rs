//! What everybody reads: with the folds' titles and the footer at most twelve lines in a comment.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Target;
use super::address::Addresses;
use crate::render::escape::{Place, code, link, sentence};
use crate::render::words::{asked, count, duration, routes, short_commit};
use crate::report::{Criterion, Evidence, NextStep, Report};

/// Named mistakes shown.
const WARNINGS: usize = 2;
/// Places shown to a reviewer before anything is opened.
const PLACES: usize = 3;
/// Characters that a reader sees of it.
const VISIBLE: usize = 1_300;

/// `### 41 of 100: Beginner APIs`
pub fn title(report: &Report) -> String {
    if !report.is_judged() {
        return "### Nothing could be judged".to_owned();
    }
    let level = sentence(&report.level_title(&report.score.level), Place::Text);
    format!("### {} of 100: {level}", report.score.percent)
}

/// Paragraphs. What a comment has no room for is left out, the least telling first.
pub fn blocks(report: &Report, target: &Target, addresses: &Addresses) -> Vec<String> {
    let mut blocks = Vec::new();
    for (reasons, places, warnings) in [
        (true, true, WARNINGS),
        (true, true, 1),
        (true, false, 1),
        (false, false, 0),
    ] {
        blocks = vec![title(report), facts(report)];
        let why = report.limits.first().filter(|_| !report.is_judged());
        blocks.extend(why.map(|limit| sentence(limit, Place::Text)));
        let warned = report.warnings.iter().take(warnings);
        blocks
            .extend(warned.map(|warning| format!("**Mind:** {}", sentence(warning, Place::Text))));
        let steps = if target.whole {
            report.next_steps.len()
        } else {
            1
        };
        let steps = report.next_steps.iter().take(steps).enumerate();
        blocks.extend(steps.map(|(index, step)| next_step(report, step, index == 0, reasons)));
        blocks.extend(best_shown(report, addresses).filter(|_| places));
        if target.whole || blocks.iter().map(|block| seen(block)).sum::<usize>() <= VISIBLE {
            break;
        }
    }
    blocks
}

fn facts(report: &Report) -> String {
    let subject = &report.subject;
    let asked = asked(report);
    let of = |outcome: &str| {
        asked
            .iter()
            .filter(|criterion| criterion.outcome == outcome)
            .count()
    };
    let mut facts = vec![sentence(&report.roadmap.title, Place::Text)];
    let judged = of("met") + of("partial") + of("missing") + of("violated");
    if report.is_judged() {
        facts.push(format!("{} of {} met", of("met"), count_criteria(judged)));
    }
    if of("violated") > 0 {
        facts.push(format!("**{} that should not be there**", of("violated")));
    }
    facts.extend(routes(report));
    facts.push(count(subject.files, "file"));
    facts.push(count(subject.commits, "commit"));
    if let Some(head) = &subject.head {
        facts.push(format!("at {}", code(short_commit(head), Place::Text)));
    }
    facts.join(" · ")
}

fn count_criteria(number: usize) -> String {
    match number {
        1 => "1 criterion".to_owned(),
        number => format!("{number} criteria"),
    }
}

fn next_step(report: &Report, step: &NextStep, is_first: bool, reasons: bool) -> String {
    let mut about = duration(&step.effort);
    if let Some(level) = &step.unlocks {
        about = format!(
            "{about}, needed for {}",
            sentence(&report.level_title(level), Place::Text)
        );
    }
    let lead = if is_first { "Next" } else { "Then" };
    let title = sentence(&step.title, Place::Text);
    let mut text = format!(
        "**{lead}: {title}** ({about})  \n{}",
        sentence(&step.text, Place::Text)
    );
    if reasons {
        text.push_str(&format!("  \n{}", sentence(&step.why, Place::Text)));
    }
    if let Some(address) = step.learn.first() {
        text.push_str(&format!(" {}", link("Read on", address)));
    }
    text
}

/// The deepest evidence, one place of each file; among equals that of the file that shows most.
fn best_shown(report: &Report, addresses: &Addresses) -> Option<String> {
    let rank = |criterion: &Criterion| match criterion.strength.as_deref() {
        Some("enforced") => 0,
        Some("tested") => 1,
        _ => 2,
    };
    // A file as a whole tells a reader little.
    let in_a_file = |evidence: &&Evidence| evidence.line > 1;
    let mut proven: Vec<(&Criterion, &Evidence)> = asked(report)
        .into_iter()
        .filter(|criterion| criterion.outcome == "met")
        .filter_map(|criterion| Some((criterion, criterion.evidence.first().filter(in_a_file)?)))
        .collect();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, evidence) in &proven {
        *shown.entry(&evidence.path).or_default() += 1;
    }
    proven.sort_by_key(|(criterion, evidence)| {
        (rank(criterion), Reverse(shown.get(evidence.path.as_str())))
    });
    let mut files = BTreeSet::new();
    proven.retain(|(_, evidence)| files.insert(&evidence.path));
    let places = proven
        .into_iter()
        .take(PLACES)
        .map(|(criterion, evidence)| {
            let title = sentence(&criterion.title, Place::Text);
            format!("{title} {}", addresses.evidence(evidence, Place::Text))
        });
    let places: Vec<String> = places.collect();
    (!places.is_empty()).then(|| format!("**Best shown:** {}", places.join(" · ")))
}

/// What produced the report.
pub fn footer(report: &Report, is_short: bool) -> String {
    let tool = &report.tool;
    let rules = tool
        .rules
        .get(.."sha256:".len() + 12)
        .unwrap_or(&tool.rules);
    let short = match is_short {
        true => "Not everything fits here; the JSON report has it all. ",
        false => "",
    };
    let name = sentence(&format!("{} {}", tool.name, tool.version), Place::Text);
    format!(
        "<sub>{short}{name}, rules {}</sub>",
        code(rules, Place::Text)
    )
}

/// How many characters of a block are seen: not the addresses of links.
fn seen(block: &str) -> usize {
    let mut seen = 0;
    for (index, part) in block.split("](").enumerate() {
        let shown = match (index, part.split_once(')')) {
            (0, _) | (_, None) => part,
            (_, Some((_, behind))) => behind,
        };
        seen += shown.chars().count();
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::seen;

    #[test]
    fn addresses_of_links_are_not_seen() {
        assert_eq!(seen("a [b](https://x/y) c"), "a [b c".len());
        assert_eq!(seen("äöü"), 3);
    }
}
