//! What everybody reads: with the folds' titles and the footer at most twelve lines in a comment.

use super::address::Addresses;
use super::folds::TITLES;
use super::title::{is_unchanged, title};
use super::{Target, change, measure, places};
use crate::render::escape::{Place, code, link, sentence};
use crate::render::words::{asked, count, duration, routes, short_commit};
use crate::report::{NextStep, Report};

/// Lines that a reader sees, with the titles of the folds and the footer.
const LINES: usize = 12;
/// Characters that a reader sees, with the same.
const VISIBLE: usize = 1_500;
/// Of these, what the titles of the folds and the footer take.
const BELOW: (usize, usize) = (TITLES.len() + 1, 250);

/// How much is said. Left out is the least telling first.
#[derive(Clone, Copy)]
struct Plan {
    /// Changes named, or places where nothing was compared.
    named: usize,
    lost: usize,
    asked: usize,
    /// Why the next step matters.
    why: bool,
    /// What to do in it.
    text: bool,
    warnings: usize,
    notes: usize,
}

const ALL: Plan = Plan {
    named: usize::MAX,
    lost: usize::MAX,
    asked: usize::MAX,
    why: true,
    text: true,
    warnings: usize::MAX,
    notes: usize::MAX,
};
/// From the most to the least.
const PLANS: &[Plan] = &[
    plan(4, 3, 3, true, true, 2, 2),
    plan(4, 3, 3, false, true, 1, 2),
    plan(3, 3, 2, false, true, 1, 1),
    plan(3, 2, 2, false, true, 0, 1),
    plan(3, 2, 0, false, true, 0, 1),
    plan(3, 1, 0, false, true, 0, 1),
    plan(2, 1, 0, false, true, 0, 1),
    plan(2, 1, 0, false, true, 0, 0),
    plan(1, 1, 0, false, true, 0, 0),
    plan(1, 1, 0, false, false, 0, 0),
    plan(0, 0, 0, false, false, 0, 0),
];

const fn plan(
    named: usize,
    lost: usize,
    asked: usize,
    why: bool,
    text: bool,
    warnings: usize,
    notes: usize,
) -> Plan {
    Plan {
        named,
        lost,
        asked,
        why,
        text,
        warnings,
        notes,
    }
}

/// Paragraphs.
pub fn blocks(report: &Report, target: &Target, addresses: &Addresses) -> Vec<String> {
    if target.whole {
        return planned(report, target, addresses, &ALL);
    }
    if is_unchanged(report) {
        return unchanged(report, target);
    }
    let drafts = PLANS
        .iter()
        .map(|plan| planned(report, target, addresses, plan));
    let mut last = Vec::new();
    for draft in drafts {
        let is_fit = fits(&draft);
        last = draft;
        if is_fit {
            return last;
        }
    }
    last.truncate(1);
    last
}

/// Whether a reader has room for these, the folds' titles and the footer.
pub fn fits(blocks: &[String]) -> bool {
    let lines: usize = blocks.iter().map(|block| measure::lines(block)).sum();
    let characters: usize = blocks.iter().map(|block| measure::characters(block)).sum();
    lines + BELOW.0 <= LINES && characters + BELOW.1 <= VISIBLE
}

fn planned(report: &Report, target: &Target, addresses: &Addresses, plan: &Plan) -> Vec<String> {
    let mut blocks = vec![title(report), facts(report, target)];
    let notes = rules(report, target)
        .into_iter()
        .chain(report.delta.iter().flat_map(|delta| delta.notes.clone()));
    blocks.extend(
        notes
            .take(plan.notes)
            .map(|note| sentence(&note, Place::Text)),
    );
    if !report.is_judged() {
        let why = report.limits.first();
        blocks.extend(why.map(|limit| sentence(limit, Place::Text)));
        return blocks;
    }
    let new = change::new(report, addresses, plan.named);
    let lost = change::lost(report, addresses, plan.lost);
    let compared = report.delta.is_some() && !is_unchanged(report);
    blocks.extend(new);
    blocks.extend(lost);
    blocks.extend(change::asked(report, plan.asked));
    if !compared {
        blocks.extend(places::line(report, addresses, plan.named.min(3)));
    }
    let warned = report.warnings.iter().take(plan.warnings);
    blocks.extend(warned.map(|warning| format!("**Mind:** {}", sentence(warning, Place::Text))));
    blocks.extend(steps(report, target.whole, plan));
    blocks
}

fn facts(report: &Report, target: &Target) -> String {
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
        facts.push(format!(
            "**{} found that should not be there**",
            of("violated")
        ));
    }
    facts.extend(routes(report));
    if target.whole {
        facts.push(count(subject.files, "file"));
        facts.push(count(subject.commits, "commit"));
    }
    if let Some(head) = &subject.head {
        facts.push(format!("{}{}", commit(head), against(report)));
    }
    facts.join(" · ")
}

fn commit(id: &str) -> String {
    code(short_commit(id), Place::Text)
}

/// ` against 4f2a9c1`, where there is a base.
fn against(report: &Report) -> String {
    let base = report
        .delta
        .as_ref()
        .and_then(|delta| delta.base.as_deref());
    base.map_or(String::new(), |base| format!(" against {}", commit(base)))
}

fn count_criteria(number: usize) -> String {
    match number {
        1 => "1 criterion".to_owned(),
        number => format!("{number} criteria"),
    }
}

/// Newer rules move a score without anybody's doing.
fn rules(report: &Report, target: &Target) -> Option<String> {
    let earlier = target.earlier.as_ref()?;
    let is_other = earlier.rules != report.tool.rules && report.is_judged();
    let percent = report.score.percent;
    let from = match earlier.percent {
        before if before == percent => format!("The score was {before} before as well"),
        before => format!("The score was {before} with the rules before"),
    };
    let rest = match report.delta {
        Some(_) => "the change shown here is measured with the new rules on both sides",
        None => "the two do not compare",
    };
    is_other.then(|| format!("The rules are newer than in the last comment. {from}; {rest}."))
}

/// Two lines: nothing changed.
fn unchanged(report: &Report, target: &Target) -> Vec<String> {
    let next = match report.next_steps.first() {
        Some(step) => {
            let (title, about) = about(report, step);
            format!("**Next: {title}** ({about}).")
        }
        None => NOTHING_OPEN.to_owned(),
    };
    let mut blocks = vec![
        title(report),
        format!(
            "Nothing that the roadmap asks for changed{}. {next}",
            against(report)
        ),
    ];
    let notes = report.delta.iter().flat_map(|delta| delta.notes.clone());
    let notes = rules(report, target).into_iter().chain(notes).take(2);
    blocks.extend(notes.map(|note| sentence(&note, Place::Text)));
    blocks
}

/// What an unchanged report does not say at once.
pub fn behind(report: &Report, addresses: &Addresses) -> Vec<String> {
    let plan = Plan { warnings: 2, ..ALL };
    let target = Target::default();
    let mut blocks = vec![facts(report, &target)];
    blocks.extend(places::line(report, addresses, 3));
    let warned = report.warnings.iter().take(plan.warnings);
    blocks.extend(warned.map(|warning| format!("**Mind:** {}", sentence(warning, Place::Text))));
    blocks.extend(steps(report, false, &plan));
    blocks
}

const NOTHING_OPEN: &str = "Every criterion that could be looked at is met; there is no next step.";

/// Exactly one next step; all of them in the job summary.
fn steps(report: &Report, whole: bool, plan: &Plan) -> Vec<String> {
    let most = if whole { report.next_steps.len() } else { 1 };
    let steps: Vec<String> = report
        .next_steps
        .iter()
        .take(most)
        .enumerate()
        .map(|(index, step)| next_step(report, step, index == 0, plan))
        .collect();
    let is_open = |outcome: &str| matches!(outcome, "partial" | "missing" | "violated");
    let is_done = !asked(report)
        .iter()
        .any(|criterion| is_open(&criterion.outcome));
    match steps.is_empty() && is_done {
        true => vec![NOTHING_OPEN.to_owned()],
        false => steps,
    }
}

fn next_step(report: &Report, step: &NextStep, is_first: bool, plan: &Plan) -> String {
    let lead = if is_first { "Next" } else { "Then" };
    let (title, about) = about(report, step);
    let mut text = format!("**{lead}: {title}** ({about}).");
    let sentences = [(plan.text, &step.text), (plan.why, &step.why)];
    for (_, words) in sentences
        .iter()
        .filter(|(said, words)| *said && !words.is_empty())
    {
        text.push_str(&format!(" {}", sentence(words, Place::Text)));
    }
    if let Some(address) = step.learn.first() {
        text.push_str(&format!(" {}", link("Read on", address)));
    }
    text
}

/// The title of a step, and what it takes and gives: `30 minutes, needed for Solid`.
pub fn about(report: &Report, step: &NextStep) -> (String, String) {
    let mut about = duration(&step.effort);
    if let Some(level) = &step.unlocks {
        let level = sentence(&report.level_title(level), Place::Text);
        about = format!("{about}, needed for {level}");
    }
    (sentence(&step.title, Place::Text), about)
}

/// What produced the report, and where the rest of it is.
pub fn footer(report: &Report, target: &Target, is_short: bool) -> String {
    let tool = &report.tool;
    let rules = tool
        .rules
        .get(.."sha256:".len() + 12)
        .unwrap_or(&tool.rules);
    let run = target
        .run
        .as_deref()
        .filter(|run| run.starts_with("https://") || run.starts_with("http://"));
    let rest = match (is_short, run) {
        (true, Some(run)) => format!(
            "Not everything fits here; {} has it all. ",
            link("the job summary", run)
        ),
        (true, None) => "Not everything fits here; the JSON report has it all. ".to_owned(),
        (false, Some(run)) => format!("{} · ", link("Job summary", run)),
        (false, None) => String::new(),
    };
    let name = sentence(&format!("{} {}", tool.name, tool.version), Place::Text);
    format!(
        "<sub>{rest}{name}, rules {}</sub>",
        code(rules, Place::Text)
    )
}
