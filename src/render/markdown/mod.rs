//! The report as GitHub-flavoured Markdown, for a pull-request comment and for the job summary: a
//! few lines that everybody reads, and folds for those who want to know more.
//!
//! It never cuts inside a row, a table or a fold: what does not fit the budget is left out whole,
//! and said to be.

mod address;
mod aside;
mod change;
mod criteria;
mod folds;
mod head;
mod many;
mod measure;
mod places;
mod reviewers;
mod room;
mod routes;
mod title;

use crate::report::Report;
use address::Addresses;
pub use many::markdown_many;
pub use title::check_title;

/// Where evidence can be linked to, and how long the text may get.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The repository's page, such as `https://host/owner/name`. Links are pinned to the report's
    /// commit.
    pub page: Option<String>,
    /// Bytes.
    pub budget: usize,
    /// The job summary has room for everything; a comment shows one next step.
    pub whole: bool,
    /// What the comment said before this one.
    pub earlier: Option<Earlier>,
    /// The page of the run, whose summary holds what a comment has no room for.
    pub run: Option<String>,
}

/// The state of an earlier comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Digest of the rules.
    pub rules: String,
    pub percent: u32,
}

/// Room of a comment: reviewers have four minutes.
pub const COMMENT: usize = 20_000;
/// What no comment exceeds, whatever its budget: the host refuses longer ones.
pub const HARD_CAP: usize = 60_000;
/// Room of a job summary.
pub const SUMMARY: usize = 900 * 1024;

/// The Markdown text.
#[must_use]
pub fn markdown(report: &Report, target: &Target) -> String {
    let addresses = Addresses::new(report, target);
    let head = head::blocks(report, target, &addresses);
    let drafts = room::sizes(target).iter().map(|room| {
        let mut blocks = head.clone();
        blocks.extend(folds::write(report, target, &addresses, room));
        text(&blocks)
    });
    fitting(drafts, target).unwrap_or_else(|| format!("{}\n", title::title(report)))
}

/// The first draft that fits.
fn fitting(mut drafts: impl Iterator<Item = String>, target: &Target) -> Option<String> {
    let budget = match target.whole {
        true => target.budget,
        false => target.budget.min(HARD_CAP),
    };
    drafts.find(|text| text.len() <= budget)
}

fn text(blocks: &[String]) -> String {
    let mut text = blocks.join("\n\n");
    text.push('\n');
    text
}
