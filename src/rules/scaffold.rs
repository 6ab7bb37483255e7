//! What a project generator writes, as a set of lines that a file can be held against.

use std::collections::{BTreeSet, HashSet};

use globset::GlobSet;
use sha2::{Digest, Sha256};

use super::schema::Scaffold;

/// A scaffold ready to be compared with.
#[derive(Debug)]
pub struct ScaffoldRule {
    /// The rule file.
    pub file: String,
    pub rule: Scaffold,
    pub files: GlobSet,
    lines: HashSet<u32>,
}

impl ScaffoldRule {
    pub fn new(file: String, rule: Scaffold, files: GlobSet) -> ScaffoldRule {
        let lines = rule
            .text
            .iter()
            .flat_map(|text| text.lines())
            .filter_map(digest)
            .chain(rule.lines.split_whitespace().filter_map(read))
            .collect();
        ScaffoldRule {
            file,
            rule,
            files,
            lines,
        }
    }

    /// Whether a text has lines, and all of them are the generator's.
    pub fn holds(&self, text: &str) -> bool {
        let mut signed = self.rule.sign.is_empty();
        let mut any = false;
        for line in text.lines() {
            let Some(digest) = digest(line) else {
                continue;
            };
            if !self.lines.contains(&digest) && !self.rule.line.matches(line.trim()) {
                return false;
            }
            signed |= self.rule.sign.matches(line.trim());
            any = true;
        }
        any && signed
    }
}

/// What stands for a line in a rule; none for one that says nothing.
fn digest(line: &str) -> Option<u32> {
    let hash = Sha256::digest(essence(line)?.as_bytes());
    let start = hash.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*start))
}

fn read(digest: &str) -> Option<u32> {
    (digest.len() == 8)
        .then(|| u32::from_str_radix(digest, 16).ok())
        .flatten()
}

/// Whether every word is the digest of a line.
pub fn are_digests(lines: &str) -> bool {
    lines.split_whitespace().all(|word| read(word).is_some())
}

/// The digests of all lines of some texts, each once, for `lines` of a scaffold rule.
pub fn digests<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let lines = texts.into_iter().flat_map(str::lines);
    let digests: BTreeSet<u32> = lines.filter_map(digest).collect();
    let words: Vec<String> = digests.iter().map(|it| format!("{it:08x}")).collect();
    words.chunks(12).map(|row| row.join(" ") + "\n").collect()
}

/// A line without what a formatter changes; none for one that says nothing.
fn essence(line: &str) -> Option<String> {
    if !line.contains(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let essence: String = line
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\'' | '`' => '"',
            c => c,
        })
        .collect();
    Some(essence.trim_end_matches([';', ',']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Patterns;

    #[test]
    fn what_a_formatter_changes_is_no_difference() {
        assert_eq!(essence("  a('x', 1);"), essence("a( \"x\",1 )"));
        assert_eq!(essence("});"), None);
        assert_ne!(essence("a(1)"), essence("a(2)"));
    }

    #[test]
    fn a_line_is_known_by_its_digest() {
        let text = "$app->run();\n\n}\n$app->run( )\n$app->boot();\n";
        let printed = digests([text]);
        assert!(are_digests(&printed));
        assert_eq!(printed.split_whitespace().count(), 2, "{printed}");
        let rule = Scaffold {
            tool: "x".into(),
            files: Vec::new(),
            text: Vec::new(),
            lines: printed,
            line: Patterns::default(),
            sign: Patterns::default(),
            example: Vec::new(),
        };
        let rule = ScaffoldRule::new("x.toml".into(), rule, GlobSet::empty());
        assert!(rule.holds("  $app->boot()\n"));
        assert!(!rule.holds("$app->boot();\n$app->stop();\n"));
        assert!(!are_digests("0123456"));
        assert!(!are_digests("0123456g"));
    }
}
