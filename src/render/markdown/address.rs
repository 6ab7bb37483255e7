//! Places in the repository as Markdown: code, and links to the commits that were looked at.

use super::Target;
use crate::render::escape::{Place, code, link};
use crate::render::links::Links;
use crate::render::words::{is_history, place};
use crate::report::{Evidence, Report};

/// The longest path shown in a comment, in characters: its end tells more than its start.
const LONGEST: usize = 48;

/// Where the commits that were looked at can be read.
pub struct Addresses {
    links: Links,
    base: Option<String>,
    longest: usize,
}

impl Addresses {
    /// No links without a page, or for files that no commit holds.
    pub fn new(report: &Report, target: &Target) -> Addresses {
        let delta = report.delta.as_ref();
        Addresses {
            links: Links::new(report, target.page.as_deref()),
            base: delta.and_then(|delta| delta.base.clone()),
            longest: match target.whole {
                true => usize::MAX,
                false => LONGEST,
            },
        }
    }

    /// A line of a file; line 0 is the file as a whole.
    pub fn file(&self, path: &str, line: u32, within: Place) -> String {
        linked(&self.label(path, line, within), self.links.file(path, line))
    }

    /// The same in the base.
    pub fn file_before(&self, path: &str, line: u32, within: Place) -> String {
        let base = self.base.as_deref();
        let address = base.and_then(|base| self.links.file_at(base, path, line));
        linked(&self.label(path, line, within), address)
    }

    /// Where a piece of evidence is.
    pub fn evidence(&self, evidence: &Evidence, within: Place) -> String {
        match is_history(evidence) {
            true => self.history(evidence, within),
            false => self.file(&evidence.path, evidence.line, within),
        }
    }

    /// The same in the base.
    pub fn evidence_before(&self, evidence: &Evidence, within: Place) -> String {
        match is_history(evidence) {
            true => self.history(evidence, within),
            false => self.file_before(&evidence.path, evidence.line, within),
        }
    }

    fn history(&self, evidence: &Evidence, within: Place) -> String {
        let label = code(&place(&evidence.path, 0), within);
        linked(&label, self.links.evidence(evidence))
    }

    fn label(&self, path: &str, line: u32, within: Place) -> String {
        code(&place(&ending(path, self.longest), line), within)
    }
}

fn linked(label: &str, address: Option<String>) -> String {
    match address {
        Some(address) => link(label, &address),
        None => label.to_owned(),
    }
}

/// The last characters of a path, from the start of a folder where there is one.
fn ending(path: &str, longest: usize) -> String {
    let length = path.chars().count();
    if length <= longest {
        return path.to_owned();
    }
    let end: String = path.chars().skip(length - longest).collect();
    match end.split_once('/') {
        Some((_, end)) => format!("…/{end}"),
        None => format!("…{end}"),
    }
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn a_long_path_shows_its_end() {
        assert_eq!(ending("a/b.x", 5), "a/b.x");
        assert_eq!(ending("long/folder/ä.x", 9), "…/ä.x");
        assert_eq!(ending("äöüäöüäöü", 4), "…üäöü");
    }
}
