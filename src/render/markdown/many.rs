//! Several backends of one repository in one comment: a line for each, and folds that they share.

use super::address::Addresses;
use super::folds::{self, TITLES, fold};
use super::title::{check_title, score};
use super::{Target, change, fitting, head, markdown, room, text};
use crate::render::escape::{Place, code, sentence};
use crate::render::words::count;
use crate::report::Report;

/// Lines for backends before the others are only counted.
const SHOWN: usize = 5;

/// How much is said of each backend.
#[derive(Clone, Copy)]
struct Plan {
    backends: usize,
    /// Changes named beside a backend.
    named: usize,
    /// What to do in the next step.
    text: bool,
}

const WHOLE: Plan = Plan {
    backends: usize::MAX,
    named: usize::MAX,
    text: true,
};
const PLANS: &[Plan] = &[
    Plan {
        backends: SHOWN,
        named: 2,
        text: true,
    },
    Plan {
        backends: SHOWN,
        named: 1,
        text: true,
    },
    Plan {
        backends: SHOWN,
        named: 1,
        text: false,
    },
    Plan {
        backends: SHOWN,
        named: 0,
        text: true,
    },
    Plan {
        backends: SHOWN,
        named: 0,
        text: false,
    },
    Plan {
        backends: 3,
        named: 0,
        text: false,
    },
    Plan {
        backends: 0,
        named: 0,
        text: false,
    },
];

/// One text for several reports, each with the folder or name it goes by.
#[must_use]
pub fn markdown_many(reports: &[(String, Report)], target: &Target) -> String {
    if let [(_, report)] = reports {
        return markdown(report, target);
    }
    let head = lines(reports, target);
    let drafts = room::sizes(target).iter().map(|room| {
        let mut blocks = head.clone();
        let mut shared: [Vec<String>; 3] = Default::default();
        for (label, report) in reports {
            let addresses = Addresses::new(report, target);
            for (all, own) in shared
                .iter_mut()
                .zip(folds::sections(report, &addresses, room))
            {
                if !own.is_empty() {
                    all.push(format!("#### {}", code(label, Place::Text)));
                    all.extend(own);
                }
            }
        }
        let folds = TITLES.iter().zip(shared);
        blocks.extend(folds.filter_map(|(title, inside)| fold(title, &inside)));
        let first = reports.first().map(|(_, report)| report);
        blocks.extend(first.map(|report| head::footer(report, target, room.is_short)));
        text(&blocks)
    });
    fitting(drafts, target).unwrap_or_else(|| format!("{}\n", title(reports)))
}

fn title(reports: &[(String, Report)]) -> String {
    let judged = reports.iter().filter(|(_, report)| report.is_judged());
    let percents: Vec<u32> = judged.map(|(_, report)| report.score.percent).collect();
    let backends = count(reports.len(), "backend");
    match (percents.iter().min(), percents.iter().max()) {
        (Some(least), Some(most)) if least == most => format!("### {backends}, {most} of 100"),
        (Some(least), Some(most)) => format!("### {backends}, {least} to {most} of 100"),
        _ => format!("### {backends}, nothing could be judged"),
    }
}

fn lines(reports: &[(String, Report)], target: &Target) -> Vec<String> {
    if target.whole {
        return planned(reports, target, &WHOLE);
    }
    let mut drafts = PLANS.iter().map(|plan| planned(reports, target, plan));
    drafts
        .find(|draft| head::fits(draft))
        .unwrap_or_else(|| vec![title(reports)])
}

fn planned(reports: &[(String, Report)], target: &Target, plan: &Plan) -> Vec<String> {
    let mut blocks = vec![title(reports)];
    // Those that the pull request changes come first.
    let mut order: Vec<&(String, Report)> = reports.iter().collect();
    order.sort_by_key(|(_, report)| !is_changed(report));
    let shown = order.iter().take(plan.backends);
    let mut rows: Vec<String> = shown
        .map(|(label, report)| row(label, report, target, plan.named))
        .collect();
    let more = reports.len().saturating_sub(plan.backends);
    if more > 0 && !rows.is_empty() {
        rows.push(format!("- and {more} more"));
    }
    if !rows.is_empty() {
        blocks.push(rows.join("\n"));
    }
    blocks.extend(next(&order, plan));
    blocks
}

fn is_changed(report: &Report) -> bool {
    let delta = report.delta.as_ref();
    delta.is_some_and(|delta| !delta.changes.is_empty())
}

/// `- services/api: 71 of 100 (+3), Solid. New here: …`
fn row(label: &str, report: &Report, target: &Target, named: usize) -> String {
    let addresses = Addresses::new(report, target);
    let name = code(label, Place::Text);
    if !report.is_judged() {
        return format!("- {name}: {}", check_title(report).to_lowercase());
    }
    let level = sentence(&report.level_title(&report.score.level), Place::Text);
    let mut row = format!("- {name}: **{}**, {level}", score(report));
    if named > 0 {
        let new = change::new(report, &addresses, named);
        let lost = change::lost(report, &addresses, named);
        for part in new.into_iter().chain(lost) {
            row.push_str(&format!("  \n  {part}"));
        }
    }
    row
}

/// One next step in all: of the first backend that changed, else of the one that lies furthest back.
fn next(order: &[&(String, Report)], plan: &Plan) -> Option<String> {
    let open = || {
        order
            .iter()
            .filter(|(_, report)| !report.next_steps.is_empty())
    };
    let changed = open().find(|(_, report)| is_changed(report));
    let chosen = changed.or_else(|| open().min_by_key(|(_, report)| report.score.percent));
    let (label, report) = chosen?;
    let step = report.next_steps.first()?;
    let (title, about) = head::about(report, step);
    let name = code(label, Place::Text);
    let mut text = format!("**Next: {title}** in {name} ({about}).");
    if plan.text {
        text.push_str(&format!(" {}", sentence(&step.text, Place::Text)));
    }
    Some(text)
}
