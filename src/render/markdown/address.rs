//! Places in the repository as links that do not move, or as plain code.

use super::Target;
use crate::render::escape::{Place, code, encoded_path, link};
use crate::render::words::place;
use crate::report::{Evidence, Report};

/// The longest path shown in a comment, in characters: its end tells more than its start.
const LONGEST: usize = 48;

/// Where the commits that were looked at can be read.
pub struct Addresses {
    /// The repository's page.
    page: Option<String>,
    head: Option<String>,
    base: Option<String>,
    longest: usize,
}

impl Addresses {
    /// No links without a page, or for files that no commit holds.
    pub fn new(report: &Report, target: &Target) -> Addresses {
        let page = target
            .page
            .as_deref()
            .map(|page| page.trim_end_matches('/'));
        let page = page.filter(|page| page.starts_with("https://") || page.starts_with("http://"));
        let base = report
            .delta
            .as_ref()
            .and_then(|delta| delta.base.as_deref());
        Addresses {
            page: page.map(str::to_owned),
            head: report.subject.head.as_deref().map(encoded_path),
            base: base.map(encoded_path),
            longest: match target.whole {
                true => usize::MAX,
                false => LONGEST,
            },
        }
    }

    /// A line of a file; line 0 is the file as a whole.
    pub fn file(&self, path: &str, line: u32, within: Place) -> String {
        self.linked(self.head.as_deref(), path, line, within)
    }

    /// The same in the base.
    pub fn file_before(&self, path: &str, line: u32, within: Place) -> String {
        self.linked(self.base.as_deref(), path, line, within)
    }

    /// Where a piece of evidence is: a commit has a page of its own, and a branch moves.
    pub fn evidence(&self, evidence: &Evidence, within: Place) -> String {
        self.history(evidence, within)
            .unwrap_or_else(|| self.file(&evidence.path, evidence.line, within))
    }

    /// The same in the base.
    pub fn evidence_before(&self, evidence: &Evidence, within: Place) -> String {
        self.history(evidence, within)
            .unwrap_or_else(|| self.file_before(&evidence.path, evidence.line, within))
    }

    fn history(&self, evidence: &Evidence, within: Place) -> Option<String> {
        let path = &evidence.path;
        let label = || code(&place(path, 0), within);
        // Without a commit of its own the report is about files that no history may hold.
        let page = self.page.as_ref().filter(|_| self.head.is_some());
        match (evidence.kind.as_str(), page) {
            ("commit" | "merge", Some(page)) => {
                let address = format!("{page}/commit/{}", encoded_path(path));
                Some(link(&label(), &address))
            }
            ("commit" | "merge" | "branch", _) => Some(label()),
            _ => None,
        }
    }

    fn linked(&self, commit: Option<&str>, path: &str, line: u32, within: Place) -> String {
        let label = code(&place(&ending(path, self.longest), line), within);
        let Some((page, commit)) = self.page.as_deref().zip(commit) else {
            return label;
        };
        let anchor = match line {
            0 => String::new(),
            line => format!("#L{line}"),
        };
        let path = encoded_path(path);
        link(&label, &format!("{page}/blob/{commit}/{path}{anchor}"))
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
