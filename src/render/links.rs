//! Where a place in the repository can be read, pinned to the commit that was looked at. It knows
//! addresses and no format: each escapes what it gets from here.

use super::escape::encoded_path;
use crate::report::{Evidence, Report};

/// The repository's page and the commit, where both are known.
pub struct Links {
    page: Option<String>,
    head: Option<String>,
}

impl Links {
    /// `page` is such as `https://host/owner/name`. Anything that is no web address is no page, and
    /// files that no commit holds have no address.
    pub fn new(report: &Report, page: Option<&str>) -> Links {
        let page = page
            .map(|page| page.trim_end_matches('/'))
            .filter(|page| page.starts_with("https://") || page.starts_with("http://"));
        Links {
            page: page.map(str::to_owned),
            head: report.subject.head.clone(),
        }
    }

    pub fn page(&self) -> Option<&str> {
        self.page.as_deref()
    }

    /// A line of a file; line 0 is the file as a whole.
    pub fn file(&self, path: &str, line: u32) -> Option<String> {
        self.file_at(self.head.as_deref()?, path, line)
    }

    /// The same in another commit.
    pub fn file_at(&self, commit: &str, path: &str, line: u32) -> Option<String> {
        let anchor = match line {
            0 => String::new(),
            line => format!("#L{line}"),
        };
        let (page, commit, path) = (self.page()?, encoded_path(commit), encoded_path(path));
        Some(format!("{page}/blob/{commit}/{path}{anchor}"))
    }

    pub fn commit(&self, id: &str) -> Option<String> {
        Some(format!("{}/commit/{}", self.page()?, encoded_path(id)))
    }

    /// Where a piece of evidence is: a commit has a page of its own, and a branch moves.
    pub fn evidence(&self, evidence: &Evidence) -> Option<String> {
        match evidence.kind.as_str() {
            "branch" => None,
            "commit" | "merge" => self.head.as_ref().and_then(|_| self.commit(&evidence.path)),
            _ => self.file(&evidence.path, evidence.line),
        }
    }
}
