//! The folds below the first lines: at most three, and one where nothing changed.

use super::address::Addresses;
use super::room::Room;
use super::{Target, aside, criteria, head, reviewers, title};
use crate::report::Report;

/// The titles of the folds, in order.
pub const TITLES: [&str; 3] = ["All criteria", "For reviewers", "Not looked at or waived"];

/// The folds and what produced the report. Folds with nothing in them are left out.
pub fn write(report: &Report, target: &Target, addresses: &Addresses, room: &Room) -> Vec<String> {
    let sections = sections(report, addresses, room);
    let footer = head::footer(report, target, room.is_short);
    if !title::is_unchanged(report) || target.whole {
        let folds = TITLES
            .iter()
            .zip(sections)
            .filter_map(|(title, blocks)| fold(title, &blocks));
        return folds.chain([footer]).collect();
    }
    // Two lines are enough to say that nothing changed; what there is stays one click away.
    let mut inside = head::behind(report, addresses);
    for (title, blocks) in TITLES
        .iter()
        .zip(sections)
        .filter(|(_, blocks)| !blocks.is_empty())
    {
        inside.push(format!("#### {title}"));
        inside.extend(blocks);
    }
    inside.push(footer);
    fold("What there is", &inside).into_iter().collect()
}

/// The blocks of each fold, as far as there is room.
pub fn sections(report: &Report, addresses: &Addresses, room: &Room) -> [Vec<String>; 3] {
    let kept = |kept: bool, blocks: Vec<String>| if kept { blocks } else { Vec::new() };
    [
        kept(room.criteria, criteria::blocks(report, addresses, room)),
        kept(room.reviewers, reviewers::blocks(report, addresses, room)),
        kept(room.aside, aside::blocks(report)),
    ]
}

/// A fold, unless it is empty.
pub fn fold(title: &str, blocks: &[String]) -> Option<String> {
    if blocks.is_empty() {
        return None;
    }
    let inside = blocks.join("\n\n");
    Some(format!(
        "<details><summary>{title}</summary>\n\n{inside}\n\n</details>"
    ))
}
