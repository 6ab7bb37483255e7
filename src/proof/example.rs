//! Runs one example of a rule, and all mutations of it, through the whole of detection; and asks
//! of every criterion whether its verdict goes when its evidence goes.

use std::collections::BTreeSet;

use super::mutate::{Mutant, mutants, without};
use crate::detect::{Guarded, Options, Survey, survey};
use crate::fact::{Fact, Kind};
use crate::judge::{Outcome, Verdict, judge};
use crate::repo::{Content, File, History, HistoryState, Roles, Snapshot, Source};
use crate::rules::proof::{Expected, Proof};
use crate::rules::{Checked, Rules};

/// What an example and its mutations showed.
#[derive(Debug)]
pub struct Shown {
    pub survey: Survey,
    pub verdicts: Vec<Verdict>,
    pub mutations: usize,
    /// Verdicts that went with the evidence.
    pub flips: usize,
    /// Why it does not hold; empty when it does.
    pub wrong: Vec<String>,
}

/// Runs an example.
pub fn run(proof: &Proof<'_>, rules: &Rules, roles: &Roles) -> Shown {
    let seen = look(&proof.files, proof, rules, roles);
    let verdicts = judge(&rules.criteria, &seen, &[]);
    let mut shown = Shown {
        wrong: Vec::from_iter(holds(proof, &seen).err()),
        survey: seen,
        verdicts,
        mutations: 0,
        flips: 0,
    };
    for mutant in mutants(proof, rules, roles) {
        shown.mutations += 1;
        let found = count(proof, &again(&mutant, proof, rules, roles));
        if found > 0 {
            shown.wrong.push(still(&mutant, found));
        }
    }
    if shown.wrong.is_empty() {
        taken_out(proof, rules, roles, &mut shown);
    }
    shown
}

/// Takes the lines of the evidence out: what is found there must go, and so must every verdict
/// that rests on these lines alone.
fn taken_out(proof: &Proof<'_>, rules: &Rules, roles: &Roles, shown: &mut Shown) {
    let lines: BTreeSet<(&str, u32)> = evidence(proof, &shown.survey).collect();
    let Some(mutant) = without(proof, &lines) else {
        return;
    };
    shown.mutations += 1;
    let left = again(&mutant, proof, rules, roles);
    let (before, found) = (count(proof, &shown.survey), count(proof, &left));
    // Neighbours may stay in place, and where only so many are kept, others step in.
    let id = match &proof.expected {
        Expected::Lines(id, ..) => *id,
        Expected::Routes(..) => "",
        // Nothing in it is evidence.
        Expected::Untouched(..) => return,
    };
    let is_limited = |rule: &Checked| *rule.id == *id && rule.rule.limit.is_some();
    if found >= before {
        if rules.detectors.iter().any(is_limited) {
            return;
        }
        shown.wrong.push(still(&mutant, found));
        return;
    }
    let after = judge(&rules.criteria, &left, &[]);
    for (verdict, after) in shown.verdicts.iter().zip(&after) {
        let is_found = matches!(
            verdict.outcome,
            Outcome::Met | Outcome::Partial | Outcome::Violated
        );
        let rests = !verdict.evidence.is_empty()
            && verdict.count <= verdict.evidence.len()
            && verdict.evidence.iter().all(|fact| {
                // What speaks of a whole file stands on its first line and does not go with it.
                own(proof, fact)
                    && !is_seen_by_another(fact, &shown.survey)
                    && lines.contains(&(fact.location.path.as_ref(), fact.location.line))
            });
        if !is_found || !rests {
            continue;
        }
        if (after.outcome, after.strength) == (verdict.outcome, verdict.strength)
            && after.count >= verdict.count
        {
            shown.wrong.push(format!(
                "criterion `{}` stays {} when its evidence is taken out",
                verdict.criterion,
                verdict.outcome.name()
            ));
        } else {
            shown.flips += 1;
        }
    }
}

/// Whether another rule sees the same in this file: the verdict counts that once, and it may stay.
fn is_seen_by_another(fact: &Fact, survey: &Survey) -> bool {
    survey.facts.iter().any(|other| {
        other.kind == fact.kind
            && other.detector != fact.detector
            && other.location.path == fact.location.path
    })
}

/// Whether the rule of the example found this.
fn own(proof: &Proof<'_>, fact: &Fact) -> bool {
    match &proof.expected {
        Expected::Lines(detector, ..) => *fact.detector == **detector,
        Expected::Routes(..) => fact.kind == Kind::Route,
        Expected::Untouched(..) => fact.kind == Kind::Scaffold,
    }
}

/// Where the example's own evidence stands.
fn evidence<'s>(
    proof: &Proof<'_>,
    survey: &'s Survey,
) -> Box<dyn Iterator<Item = (&'s str, u32)> + 's> {
    match &proof.expected {
        Expected::Lines(detector, ..) => {
            let detector = (*detector).to_owned();
            let own = survey
                .facts
                .iter()
                .filter(move |fact| *fact.detector == *detector);
            Box::new(own.map(|fact| (fact.location.path.as_ref(), fact.location.line)))
        }
        Expected::Untouched(..) => Box::new(std::iter::empty()),
        Expected::Routes(framework, _) => {
            let framework = (*framework).to_owned();
            let own = survey
                .routes
                .iter()
                .filter(move |route| route.framework == framework);
            Box::new(own.map(|route| (route.location.path.as_ref(), route.location.line)))
        }
    }
}

fn again(mutant: &Mutant, proof: &Proof<'_>, rules: &Rules, roles: &Roles) -> Survey {
    let files: Vec<(&str, &str)> = mutant
        .files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    look(&files, proof, rules, roles)
}

fn still(mutant: &Mutant, found: usize) -> String {
    let text: String = mutant
        .files
        .iter()
        .map(|(path, text)| format!("--- {path}\n{text}\n"))
        .collect();
    format!(
        "still found when {} ({found} times):\n{text}",
        mutant.change
    )
}

fn look(files: &[(&str, &str)], proof: &Proof<'_>, rules: &Rules, roles: &Roles) -> Survey {
    let options = Options {
        assume_dependencies: proof.dependencies.is_none(),
        declared: proof.dependencies.unwrap_or_default().to_vec(),
        ..Options::default()
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
        Expected::Untouched(tool, _) => untouched(survey, tool),
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
        Expected::Untouched(tool, wanted) => match (untouched(survey, tool) > 0, wanted) {
            (true, false) => Err("it is taken for untouched, and has lines of its own".to_owned()),
            (false, true) => Err("it is not recognised as untouched".to_owned()),
            _ => Ok(()),
        },
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

fn untouched(survey: &Survey, tool: &str) -> usize {
    let is = |fact: &&Fact| fact.kind == Kind::Scaffold && fact.attribute("tool") == Some(tool);
    survey.facts.iter().filter(is).count()
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
            let tested = if route.tested { " tested" } else { "" };
            format!("{} {}{guarded}{tested}", route.method, route.path)
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
            let role = roles.role_of(path, text);
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
        folder: String::new(),
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
