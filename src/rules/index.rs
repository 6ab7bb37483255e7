//! Which detectors look at what, so that a scan asks only those that may answer. Built once for a
//! rule set. It holds numbers of detectors and decides nothing.

use std::collections::HashMap;

use super::load::Checked;

/// Numbers of detectors by what they look at.
#[derive(Debug, Default)]
pub struct Index {
    calls: HashMap<String, Vec<usize>>,
    open_calls: HashMap<String, Vec<usize>>,
    elements: HashMap<String, Vec<usize>>,
    /// Detectors of texts and file names.
    pub files: Vec<usize>,
    /// Detectors of declared dependencies.
    pub dependencies: Vec<usize>,
}

impl Index {
    pub(super) fn new(detectors: &[Checked]) -> Index {
        let mut index = Index::default();
        for (number, detector) in detectors.iter().enumerate() {
            let rule = &detector.rule;
            if rule.dependency.is_some() {
                index.dependencies.push(number);
            } else if rule.file || rule.text.is_some() {
                index.files.push(number);
            } else if let Some(call) = &rule.call {
                let exact: Option<Vec<&str>> =
                    call.name.0.iter().map(|pattern| pattern.exact()).collect();
                match exact {
                    Some(names) if !names.is_empty() => {
                        for name in names {
                            index.calls.entry(name.to_owned()).or_default().push(number);
                        }
                    }
                    _ => add(&mut index.open_calls, &detector.languages, number),
                }
            } else {
                add(&mut index.elements, &detector.languages, number);
            }
        }
        index
    }

    /// Detectors that may find something in a call of this name, in a file of this language.
    pub fn calls(&self, name: &str, language: &str) -> impl Iterator<Item = usize> {
        let open = self.open_calls.get(language).into_iter().flatten();
        self.named(name).chain(open.copied())
    }

    /// Those that speak of calls of this very name.
    pub fn named(&self, name: &str) -> impl Iterator<Item = usize> {
        self.calls.get(name).into_iter().flatten().copied()
    }

    /// Detectors of everything in an outline but calls.
    pub fn elements(&self, language: &str) -> &[usize] {
        self.elements.get(language).map_or(&[], Vec::as_slice)
    }
}

fn add(into: &mut HashMap<String, Vec<usize>>, languages: &[String], number: usize) {
    for language in languages {
        into.entry(language.clone()).or_default().push(number);
    }
}
