//! Runs the examples in the rules through the whole of detection.

use super::mutate::mutants;
use super::scan::{Options, survey};
use super::survey::{Guarded, Survey};
use crate::repo::{Content, File, History, HistoryState, Roles, Snapshot, Source};
use crate::rules::Rules;
use crate::rules::proof::{Expected, Proof};

/// Why an example, or a mutation of it, does not hold; nothing when all do.
///
/// # Errors
/// A sentence for each that does not hold.
pub fn prove(proof: &Proof<'_>, rules: &Rules, roles: &Roles) -> Result<usize, Vec<String>> {
    let mut wrong = Vec::new();
    let survey = look(&proof.files, proof, rules, roles);
    wrong.extend(holds(proof, &survey).err());
    let mutants = mutants(proof, rules, roles);
    for mutant in &mutants {
        let files: Vec<(&str, &str)> = mutant
            .files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        let found = count(proof, &look(&files, proof, rules, roles));
        // What is taken out may leave its neighbours in place; all else must be gone.
        let before = if mutant.change == "taken out" {
            count(proof, &survey)
        } else {
            1
        };
        if found >= before {
            let text = files.first().map_or("", |(_, text)| text);
            wrong.push(format!(
                "still found when {} ({found} times):\n{text}",
                mutant.change
            ));
        }
    }
    if wrong.is_empty() {
        Ok(mutants.len())
    } else {
        Err(wrong)
    }
}

fn look(files: &[(&str, &str)], proof: &Proof<'_>, rules: &Rules, roles: &Roles) -> Survey {
    let options = Options {
        assume_dependencies: proof.dependencies.is_none(),
        declared: proof.dependencies.unwrap_or_default().to_vec(),
    };
    survey(&written(files, roles), rules, roles, &options)
}

/// How much of what the example expects is found.
fn count(proof: &Proof<'_>, survey: &Survey) -> usize {
    match &proof.expected {
        Expected::Lines(detector, ..) => survey
            .facts
            .iter()
            .filter(|fact| fact.detector.as_ref() == *detector)
            .count(),
        Expected::Routes(framework, _) => shown(survey, framework).len(),
    }
}

fn holds(proof: &Proof<'_>, survey: &Survey) -> Result<(), String> {
    match &proof.expected {
        Expected::Lines(detector, lines, attributes) => {
            let mut facts: Vec<_> = survey
                .facts
                .iter()
                .filter(|fact| fact.detector.as_ref() == *detector)
                .collect();
            facts.sort_by_key(|fact| fact.location.line);
            let mut got: Vec<u32> = facts.iter().map(|fact| fact.location.line).collect();
            got.dedup();
            if got != *lines {
                return Err(format!("expected lines {lines:?}, found {got:?}"));
            }
            for (name, value) in attributes.iter() {
                let first = facts.first().and_then(|fact| fact.attribute(name));
                if first != Some(value.as_str()) {
                    return Err(format!("expected {name} = \"{value}\", found {first:?}"));
                }
            }
            Ok(())
        }
        Expected::Routes(framework, routes) => {
            let got = shown(survey, framework);
            let mut wanted = routes.to_vec();
            wanted.sort();
            match got == wanted {
                true => Ok(()),
                false => Err(format!("expected {wanted:#?}, found {got:#?}")),
            }
        }
    }
}

fn shown(survey: &Survey, framework: &str) -> Vec<String> {
    let mut routes: Vec<String> = survey
        .routes
        .iter()
        .filter(|route| route.framework == framework)
        .map(|route| {
            let guarded = match route.guarded {
                Guarded::Yes => " guarded",
                Guarded::No => "",
                Guarded::Unknown => " unclear",
            };
            format!("{} {}{guarded}", route.method, route.path)
        })
        .collect();
    routes.sort();
    routes
}

/// A snapshot of files that were never on a disk.
#[must_use]
pub fn written(files: &[(&str, &str)], roles: &Roles) -> Snapshot {
    let mut listed: Vec<File> = files
        .iter()
        .map(|(path, text)| {
            let role = roles.role(path);
            File {
                path: (*path).to_owned(),
                role,
                size: text.len() as u64,
                blob: None,
                content: match role.is_opened() {
                    true => Content::Text((*text).into()),
                    false => Content::NotRead,
                },
            }
        })
        .collect();
    listed.sort_by(|a, b| a.path.cmp(&b.path));
    Snapshot {
        source: Source::Folder,
        repository: None,
        head: None,
        files: listed,
        left_out: 0,
        history: History {
            state: HistoryState::NoCommits,
            commits: Vec::new(),
            branches: Vec::new(),
            tags: 0,
        },
        skipped: Vec::new(),
        untracked: 0,
    }
}
