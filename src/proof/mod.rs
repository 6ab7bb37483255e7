//! The rules prove themselves: every example holds, every mutation of it finds nothing, every
//! verdict goes with its evidence; and a census over all examples and some whole repositories names
//! rules that speak too often or never.
//!
//! It judges rules, never a learner's repository.

mod census;
mod example;
mod mutate;
mod sheet;

use rayon::prelude::*;

use crate::detect::{self, Survey};
use crate::repo::{Roles, Snapshot};
use crate::rules::Rules;
use crate::rules::proof::{Proof, proofs};

pub use census::{Census, Noise};
pub use example::written;
pub use sheet::sheet;

/// A rule that does not do what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The rule file, and the detector's or example's name.
    pub rule: String,
    pub why: String,
    /// The example's files, as written.
    pub files: String,
}

/// What a run showed.
#[derive(Debug, Default)]
pub struct Findings {
    pub examples: usize,
    pub mutations: usize,
    pub flips: usize,
    pub repositories: usize,
    pub failures: Vec<Failure>,
    /// Nothing when only some rules were run.
    pub census: Option<Census>,
}

/// Runs the examples of all rules whose name contains `only`. Without it, also the census.
#[must_use]
pub fn run(rules: &Rules, roles: &Roles, only: Option<&str>, whole: &[Snapshot]) -> Findings {
    let chosen: Vec<Proof<'_>> = proofs(rules)
        .into_iter()
        .filter(|proof| only.is_none_or(|only| proof.rule.contains(only)))
        .collect();
    let shown: Vec<example::Shown> = chosen
        .par_iter()
        .map(|proof| example::run(proof, rules, roles))
        .collect();
    let mut findings = Findings {
        examples: chosen.len(),
        mutations: shown.iter().map(|shown| shown.mutations).sum(),
        flips: shown.iter().map(|shown| shown.flips).sum(),
        repositories: whole.len(),
        ..Findings::default()
    };
    for (proof, shown) in chosen.iter().zip(&shown) {
        let files = proof.files.iter();
        let files: Vec<String> = files
            .map(|(path, text)| format!("--- {path}\n{text}\n"))
            .collect();
        for why in &shown.wrong {
            findings.failures.push(Failure {
                rule: proof.rule.clone(),
                why: why.clone(),
                files: files.concat(),
            });
        }
    }
    if only.is_none() {
        let options = detect::Options::default();
        let surveys: Vec<Survey> = whole
            .par_iter()
            .map(|snapshot| detect::survey(snapshot, rules, roles, &options))
            .collect();
        findings.census = Some(census::take(rules, &chosen, &shown, &surveys));
    }
    findings
}
