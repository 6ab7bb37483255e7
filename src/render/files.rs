//! The report as a set of files, one a format.

use super::markdown::{SUMMARY, Target, markdown};
use super::{badge, html, json, sarif};
use crate::report::Report;

/// File names with their contents. `page` is the address of the repository's own page, for links to
/// its lines.
#[must_use]
pub fn files(report: &Report, page: Option<&str>) -> Vec<(&'static str, Vec<u8>)> {
    let target = Target {
        page: page.map(str::to_owned),
        budget: SUMMARY,
        whole: true,
        ..Target::default()
    };
    let texts = [
        ("report.json", json::json(report)),
        ("report.md", markdown(report, &target)),
        ("report.html", html::html(report, page)),
        ("report.sarif", sarif::sarif(report, page)),
        ("badge.svg", badge::badge(report)),
        ("badge.json", badge::shields(report)),
    ];
    texts
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes()))
        .collect()
}
