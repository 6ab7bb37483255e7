//! The examples that rules carry, as small trees of files with what must be found in them. What
//! runs them is `detect::prove`; here they only become values.

use super::load::Rules;

/// One example to run.
#[derive(Debug, Clone)]
pub struct Proof<'r> {
    /// The rule file, and the detector's or example's name.
    pub rule: String,
    pub files: Vec<(&'r str, &'r str)>,
    pub expected: Expected<'r>,
    /// Declared dependencies; None: whatever any rule asks for.
    pub dependencies: Option<&'r [String]>,
}

/// What an example must show.
#[derive(Debug, Clone)]
pub enum Expected<'r> {
    /// Lines on which this detector finds something, and attributes of the first.
    Lines(
        &'r str,
        &'r [u32],
        &'r std::collections::BTreeMap<String, String>,
    ),
    /// Routes of this framework: `METHOD /path` with ` guarded`.
    Routes(&'r str, &'r [String]),
    /// Whether the only file is still as this generator made it.
    Untouched(&'r str, bool),
}

/// All examples of a rule set.
#[must_use]
pub fn proofs(rules: &Rules) -> Vec<Proof<'_>> {
    let mut found = Vec::new();
    for detector in &rules.detectors {
        for example in &detector.rule.example {
            found.push(Proof {
                rule: detector.id.to_string(),
                files: vec![(&example.path, &example.text)],
                expected: Expected::Lines(&detector.id, &example.expect, &example.attributes),
                dependencies: example.dependencies.as_deref(),
            });
        }
    }
    for framework in &rules.frameworks {
        for example in &framework.examples {
            found.push(Proof {
                rule: format!("{}: {}", framework.file, example.name),
                files: example
                    .files
                    .iter()
                    .map(|(path, text)| (path.as_str(), text.as_str()))
                    .collect(),
                expected: Expected::Routes(&framework.framework.id, &example.routes),
                dependencies: example.dependencies.as_deref(),
            });
        }
    }
    for scaffold in &rules.scaffolds {
        for example in &scaffold.rule.example {
            found.push(Proof {
                rule: format!("{}: {}", scaffold.file, example.path),
                files: vec![(&example.path, &example.text)],
                expected: Expected::Untouched(&scaffold.rule.tool, example.untouched),
                dependencies: None,
            });
        }
    }
    found
}
