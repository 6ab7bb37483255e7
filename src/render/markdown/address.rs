//! Places in the repository as links that do not move, or as plain code.

use super::Target;
use crate::render::escape::{Place, code, encoded_path, link};
use crate::render::words::place;
use crate::report::{Evidence, Report};

/// Where the commit that was looked at can be read.
pub struct Addresses {
    /// The repository's page and the commit.
    base: Option<(String, String)>,
}

impl Addresses {
    /// No links without a page, or for files that no commit holds.
    pub fn new(report: &Report, target: &Target) -> Addresses {
        let page = target
            .page
            .as_deref()
            .map(|page| page.trim_end_matches('/'));
        let page = page.filter(|page| page.starts_with("https://") || page.starts_with("http://"));
        let base = page.zip(report.subject.head.as_deref());
        Addresses {
            base: base.map(|(page, head)| (page.to_owned(), encoded_path(head))),
        }
    }

    /// A line of a file; line 0 is the file as a whole.
    pub fn file(&self, path: &str, line: u32, within: Place) -> String {
        let label = code(&place(path, line), within);
        let Some((page, head)) = &self.base else {
            return label;
        };
        let anchor = match line {
            0 => String::new(),
            line => format!("#L{line}"),
        };
        link(
            &label,
            &format!("{page}/blob/{head}/{}{anchor}", encoded_path(path)),
        )
    }

    /// Where a piece of evidence is: a commit has a page of its own, and a branch moves.
    pub fn evidence(&self, evidence: &Evidence, within: Place) -> String {
        let (kind, path) = (evidence.kind.as_str(), &evidence.path);
        match (kind, &self.base) {
            ("commit" | "merge", Some((page, _))) => {
                let address = format!("{page}/commit/{}", encoded_path(path));
                link(&code(&place(path, 0), within), &address)
            }
            ("commit" | "merge" | "branch", _) => code(&place(path, 0), within),
            _ => self.file(path, evidence.line, within),
        }
    }
}
