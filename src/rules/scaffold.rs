//! What a project generator writes, as a set of lines that a file can be held against.

use std::collections::HashSet;

use globset::GlobSet;

use super::schema::Scaffold;

/// A scaffold ready to be compared with.
#[derive(Debug)]
pub struct ScaffoldRule {
    /// The rule file.
    pub file: String,
    pub rule: Scaffold,
    pub files: GlobSet,
    lines: HashSet<String>,
}

impl ScaffoldRule {
    pub fn new(file: String, rule: Scaffold, files: GlobSet) -> ScaffoldRule {
        let lines = rule
            .text
            .iter()
            .flat_map(|text| text.lines())
            .filter_map(essence)
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
            let Some(essence) = essence(line) else {
                continue;
            };
            if !self.lines.contains(&essence) && !self.rule.line.matches(line.trim()) {
                return false;
            }
            signed |= self.rule.sign.matches(line.trim());
            any = true;
        }
        any && signed
    }
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

    #[test]
    fn what_a_formatter_changes_is_no_difference() {
        assert_eq!(essence("  a('x', 1);"), essence("a( \"x\",1 )"));
        assert_eq!(essence("});"), None);
        assert_ne!(essence("a(1)"), essence("a(2)"));
    }
}
