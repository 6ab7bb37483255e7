//! The report as GitHub-flavoured Markdown, for a pull-request comment and for the job summary: a
//! few lines that everybody reads, and folds for those who want to know more.
//!
//! It never cuts inside a row, a table or a fold: what does not fit the budget is left out whole,
//! and said to be.

mod address;
mod folds;
mod head;

use crate::report::Report;
use address::Addresses;
use folds::Room;

/// Where evidence can be linked to, and how long the text may get.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The repository's page, such as `https://host/owner/name`. Links are pinned to the report's
    /// commit.
    pub page: Option<String>,
    /// Bytes.
    pub budget: usize,
    /// The job summary has room for every step; a comment shows one.
    pub whole: bool,
}

/// Room of a comment: reviewers have four minutes.
pub const COMMENT: usize = 20_000;
/// Room of a job summary.
pub const SUMMARY: usize = 900 * 1024;

/// The Markdown text.
#[must_use]
pub fn markdown(report: &Report, target: &Target) -> String {
    let addresses = Addresses::new(report, target);
    let sizes = if target.whole {
        Room::SIZES
    } else {
        Room::COMMENT
    };
    sizes
        .iter()
        .map(|room| draft(report, target, &addresses, room))
        .find(|text| text.len() <= target.budget)
        .unwrap_or_else(|| format!("{}\n", head::title(report)))
}

fn draft(report: &Report, target: &Target, addresses: &Addresses, room: &Room) -> String {
    let mut blocks = head::blocks(report, target, addresses);
    blocks.extend(folds::write(report, addresses, room));
    blocks.push(head::footer(report, room.is_short));
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text
}
