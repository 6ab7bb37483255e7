//! The report for the terminal: what to do next first, then what is there, stage by stage.
//!
//! It does not ask whether there is a terminal: who calls it says how wide it is and what it shows.

mod page;
mod sections;
mod since;

use crate::report::Report;
use page::Page;

/// How the terminal takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub color: bool,
    /// Only ASCII characters.
    pub ascii: bool,
    /// Columns, at least 60.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Style {
            color: false,
            ascii: false,
            width: 80,
        }
    }
}

/// The whole report.
#[must_use]
pub fn text(report: &Report, style: Style) -> String {
    let mut page = Page::new(style);
    sections::header(&mut page, report);
    since::since(&mut page, report);
    sections::steps(&mut page, report);
    sections::stages(&mut page, report);
    sections::routes(&mut page, report);
    sections::notes(&mut page, report);
    page.finish()
}
