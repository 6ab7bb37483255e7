//! Files that are still as a project generator made them: not one line was added.
//!
//! A rule holds the generator's lines, of all its versions together. A file whose every line is one of them has
//! nothing of the learner's. White space, quotes and ends of statements are the formatter's and do not matter; lines
//! without a letter or digit say nothing.

use std::collections::BTreeMap;

use crate::repo::{File, Role};
use crate::rules::ScaffoldRule;

/// Paths of untouched files, with the generator's name.
pub fn untouched<'s>(files: &'s [File], rules: &'s [ScaffoldRule]) -> BTreeMap<&'s str, &'s str> {
    let mut found = BTreeMap::new();
    let read =
        |file: &&File| !matches!(file.role, Role::Vendored | Role::Generated | Role::Scaffold);
    for file in files.iter().filter(read) {
        let Some(text) = file.text() else { continue };
        let rule = rules
            .iter()
            .find(|rule| rule.files.is_match(&file.path) && rule.holds(text));
        if let Some(rule) = rule {
            found.insert(file.path.as_str(), rule.rule.tool.as_str());
        }
    }
    found
}
