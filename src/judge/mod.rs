//! Facts × criteria → verdicts: one answer to each question, with the facts that give it.
//!
//! No patterns over text of the repository, no weights, no files: conditions over facts, and the
//! rule that *could not look* is never *missing*.

mod condition;
mod said;

use crate::detect::Survey;
use crate::fact::Fact;
use crate::rules::schema::{Criterion, LooksAt};

pub use said::placeholders;

/// Most pieces of evidence that a verdict carries; the rest is counted.
pub const EVIDENCE: usize = 5;

/// The answer to a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    Met,
    /// A first sign that is not enough.
    Partial,
    /// Looked for and not found.
    Missing,
    /// Counter-evidence was found.
    Violated,
    /// The question does not arise here.
    NotApplicable,
    /// It could not be looked at.
    Unknown,
    /// Set aside by a person, with a reason.
    Waived,
}

impl Outcome {
    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Met => "met",
            Outcome::Partial => "partial",
            Outcome::Missing => "missing",
            Outcome::Violated => "violated",
            Outcome::NotApplicable => "not-applicable",
            Outcome::Unknown => "unknown",
            Outcome::Waived => "waived",
        }
    }

    /// Whether it counts in a score at all.
    #[must_use]
    pub fn is_judged(self) -> bool {
        !matches!(self, Outcome::NotApplicable | Outcome::Unknown | Outcome::Waived)
    }
}

/// How deep the evidence goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    Declared,
    Used,
    Tested,
    Enforced,
}

impl Strength {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Strength::Declared => "declared",
            Strength::Used => "used",
            Strength::Tested => "tested",
            Strength::Enforced => "enforced",
        }
    }
}

/// A criterion that a person set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    pub criterion: String,
    pub reason: String,
    /// `YYYY-MM-DD`, the last day it holds.
    pub until: String,
}

/// A judged criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    pub criterion: String,
    pub family: String,
    pub title: String,
    pub outcome: Outcome,
    pub strength: Option<Strength>,
    pub said: String,
    /// At most [`EVIDENCE`] facts, from different files where there are some.
    pub evidence: Vec<Fact>,
    /// How many facts there are in all.
    pub count: usize,
}

/// Judges every criterion, in the order given.
#[must_use]
pub fn judge(criteria: &[Criterion], survey: &Survey, waivers: &[Waiver]) -> Vec<Verdict> {
    let facts = condition::Facts::new(&survey.facts);
    criteria
        .iter()
        .map(|criterion| {
            let waiver = waivers.iter().find(|waiver| waiver.criterion == criterion.id);
            one(criterion, survey, &facts, waiver)
        })
        .collect()
}

fn one(criterion: &Criterion, survey: &Survey, facts: &condition::Facts<'_>, waiver: Option<&Waiver>) -> Verdict {
    let mut verdict = Verdict {
        criterion: criterion.id.clone(),
        family: criterion.family.clone(),
        title: criterion.title.clone(),
        outcome: Outcome::Missing,
        strength: None,
        said: String::new(),
        evidence: Vec::new(),
        count: 0,
    };
    if let Some(waiver) = waiver {
        verdict.outcome = Outcome::Waived;
        verdict.said = format!("Set aside until {}: {}", waiver.until, waiver.reason);
        return verdict;
    }
    if let Some(reason) = unknown(criterion, survey) {
        verdict.outcome = Outcome::Unknown;
        verdict.said = reason;
        return verdict;
    }
    let applies = criterion.applies.as_ref().is_none_or(|condition| facts.holds(condition).is_some());
    let evidence = if applies {
        answer(criterion, facts, &mut verdict)
    } else {
        verdict.outcome = Outcome::NotApplicable;
        Vec::new()
    };
    if hidden(&verdict, survey, criterion) {
        verdict.outcome = Outcome::Unknown;
        verdict.strength = None;
        verdict.said = format!(
            "{} is not read yet, so nothing can be said about it.",
            survey.unread_languages.join(" and ")
        );
        return verdict;
    }
    verdict.count = evidence.len();
    verdict.evidence = spread(&evidence);
    verdict.said = said::sentence(criterion, verdict.outcome, &evidence, survey);
    verdict
}

fn unknown(criterion: &Criterion, survey: &Survey) -> Option<String> {
    if let Some(reason) = &criterion.not_looked_for {
        return Some(reason.clone());
    }
    if criterion.looks_at == LooksAt::History {
        return survey.history_gap.clone();
    }
    None
}

/// Sets outcome and strength; gives the facts that decided.
fn answer<'f>(criterion: &Criterion, facts: &condition::Facts<'f>, verdict: &mut Verdict) -> Vec<&'f Fact> {
    let holds = |condition: &Option<_>| condition.as_ref().and_then(|condition| facts.holds(condition));
    if criterion.counter {
        return match holds(&criterion.violated) {
            Some(evidence) => {
                verdict.outcome = Outcome::Violated;
                evidence
            }
            None => {
                verdict.outcome = Outcome::Met;
                Vec::new()
            }
        };
    }
    if let Some(evidence) = holds(&criterion.met) {
        verdict.outcome = Outcome::Met;
        let tested = criterion.tested.is_none() || holds(&criterion.tested).is_some();
        verdict.strength = Some(if tested && holds(&criterion.enforced).is_some() {
            Strength::Enforced
        } else if tested && criterion.tested.is_some() {
            Strength::Tested
        } else {
            Strength::Used
        });
        return evidence;
    }
    if let Some(evidence) = holds(&criterion.partial) {
        verdict.outcome = Outcome::Partial;
        verdict.strength = Some(Strength::Declared);
        return evidence;
    }
    Vec::new()
}

/// Whether the code that would answer is in a language that cannot be read.
fn hidden(verdict: &Verdict, survey: &Survey, criterion: &Criterion) -> bool {
    let nothing_seen = match verdict.outcome {
        Outcome::Missing | Outcome::NotApplicable => true,
        Outcome::Met => criterion.counter,
        _ => false,
    };
    nothing_seen && criterion.looks_at == LooksAt::Code && !survey.unread_languages.is_empty() && survey.routes.is_empty()
}

/// A few facts that show the most: one of each file first.
fn spread(evidence: &[&Fact]) -> Vec<Fact> {
    let mut chosen: Vec<&Fact> = Vec::new();
    let mut files = std::collections::BTreeSet::new();
    for fact in evidence {
        if chosen.len() < EVIDENCE && files.insert(&fact.location.path) {
            chosen.push(fact);
        }
    }
    for fact in evidence {
        if chosen.len() < EVIDENCE && !chosen.contains(fact) {
            chosen.push(fact);
        }
    }
    chosen.into_iter().cloned().collect()
}

#[cfg(test)]
mod tests;
