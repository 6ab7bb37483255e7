//! What an earlier snapshot of the same repository already read.

use std::collections::HashMap;
use std::sync::Arc;

use super::history::Commit;
use super::snapshot::{Content, Snapshot};

/// Texts by the id of their blob, commits by their own.
#[derive(Default)]
pub(super) struct Known<'s> {
    texts: HashMap<&'s str, &'s Arc<str>>,
    commits: HashMap<&'s str, &'s Commit>,
}

impl<'s> Known<'s> {
    pub fn of(snapshot: &'s Snapshot) -> Self {
        let texts = snapshot.files.iter().filter_map(|file| {
            let Content::Text(text) = &file.content else {
                return None;
            };
            Some((file.blob.as_deref()?, text))
        });
        let commits = snapshot.history.commits.iter();
        Self {
            texts: texts.collect(),
            commits: commits.map(|commit| (commit.id.as_str(), commit)).collect(),
        }
    }

    pub fn text(&self, blob: &str) -> Option<Arc<str>> {
        self.texts.get(blob).copied().cloned()
    }

    pub fn commit(&self, id: &str) -> Option<&'s Commit> {
        self.commits.get(id).copied()
    }
}
