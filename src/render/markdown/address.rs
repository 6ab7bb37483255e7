//! Places in the repository as links that do not move, or as plain code.

use super::Target;
use crate::render::escape::{Place, code, link};
use crate::render::links::Links;
use crate::render::words::place;
use crate::report::{Evidence, Report};

/// Where the commit that was looked at can be read.
pub struct Addresses(Links);

impl Addresses {
    /// No links without a page, or for files that no commit holds.
    pub fn new(report: &Report, target: &Target) -> Addresses {
        Addresses(Links::new(report, target.page.as_deref()))
    }

    /// A line of a file; line 0 is the file as a whole.
    pub fn file(&self, path: &str, line: u32, within: Place) -> String {
        linked(&code(&place(path, line), within), self.0.file(path, line))
    }

    /// Where a piece of evidence is.
    pub fn evidence(&self, evidence: &Evidence, within: Place) -> String {
        let line = match evidence.kind.as_str() {
            "commit" | "merge" | "branch" => 0,
            _ => evidence.line,
        };
        let label = code(&place(&evidence.path, line), within);
        linked(&label, self.0.evidence(evidence))
    }
}

fn linked(label: &str, address: Option<String>) -> String {
    match address {
        Some(address) => link(label, &address),
        None => label.to_owned(),
    }
}
