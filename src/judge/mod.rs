//! Facts × criteria → verdicts: one answer to each question, with the facts that give it.
//!
//! No patterns over text of the repository, no weights, no files: conditions over facts, and the
//! rule that *could not look* is never *missing*. A criterion is judged before it is waived.

mod condition;
mod said;

pub use condition::fits;
pub use said::quote;

use std::collections::HashSet;

use crate::detect::Survey;
use crate::fact::{Fact, Kind};
use crate::rules::schema::{Condition, Criterion, LooksAt};

use condition::{Facts, Proof, once_each, prove};
use said::{Numbers, sentence};

/// Most pieces of evidence that a verdict carries; the rest is counted.
pub const EVIDENCE: usize = 5;

/// Longest reason of a waiver that is shown, in characters.
const REASON: usize = 200;

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
    /// Not met, and set aside by a person, with a reason.
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

    /// Whether something is left to do.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Outcome::Partial | Outcome::Missing | Outcome::Violated
        )
    }

    /// Whether it counts in a score at all.
    #[must_use]
    pub fn is_judged(self) -> bool {
        !matches!(
            self,
            Outcome::NotApplicable | Outcome::Unknown | Outcome::Waived
        )
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

/// A criterion that a person set aside. Who passes it has checked the date.
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
    /// One sentence. Repository text in it stands between backticks and holds none itself.
    pub said: String,
    /// At most [`EVIDENCE`] facts, the most telling first, from different files where there are
    /// some. For a higher rung of the ladder, also the test or pipeline that makes it so.
    pub evidence: Vec<Fact>,
    /// What the criterion counts: facts or distinct values.
    pub count: usize,
}

/// Judges every criterion, in the order given.
#[must_use]
pub fn judge(criteria: &[Criterion], survey: &Survey, waivers: &[Waiver]) -> Vec<Verdict> {
    let facts: Facts<'_> = survey.facts.iter().collect();
    criteria
        .iter()
        .map(|criterion| {
            let waiver = waivers
                .iter()
                .find(|waiver| waiver.criterion == criterion.id);
            verdict(
                criterion,
                survey,
                waive(answer(criterion, survey, &facts), waiver),
            )
        })
        .collect()
}

/// An outcome with what led to it.
struct Answer<'f> {
    outcome: Outcome,
    strength: Option<Strength>,
    proof: Proof<'f>,
    /// A sentence in place of the criterion's own.
    reason: Option<String>,
}

impl<'f> Answer<'f> {
    fn new(outcome: Outcome, strength: Option<Strength>, proof: Proof<'f>) -> Answer<'f> {
        Answer {
            outcome,
            strength,
            proof,
            reason: None,
        }
    }

    fn bare(outcome: Outcome) -> Answer<'f> {
        Answer::new(outcome, None, Proof::default())
    }

    fn unknown(reason: String) -> Answer<'f> {
        Answer {
            reason: Some(reason),
            ..Answer::bare(Outcome::Unknown)
        }
    }
}

fn answer<'f>(criterion: &Criterion, survey: &Survey, facts: &Facts<'f>) -> Answer<'f> {
    if let Some(reason) = &criterion.not_looked_for {
        return Answer::unknown(reason.clone());
    }
    if criterion.looks_at == LooksAt::History
        && let Some(reason) = history_gap(survey)
    {
        return Answer::unknown(reason);
    }
    let seen = visible(criterion, facts);
    // Silence of code that nobody read says nothing, not even that the question does not arise.
    let silent = seen.proof.evidence.is_empty();
    match unread(survey, facts) {
        Some(reason) if criterion.looks_at == LooksAt::Code && silent => Answer::unknown(reason),
        _ => seen,
    }
}

/// The answer as far as the facts go.
fn visible<'f>(criterion: &Criterion, facts: &Facts<'f>) -> Answer<'f> {
    let prove = |condition: &Option<Condition>| condition.as_ref().and_then(|c| prove(c, facts));
    if criterion.applies.is_some() && prove(&criterion.applies).is_none() {
        return Answer::bare(Outcome::NotApplicable);
    }
    if criterion.counter {
        return match prove(&criterion.violated) {
            Some(proof) => Answer::new(Outcome::Violated, None, proof),
            None => Answer::bare(Outcome::Met),
        };
    }
    if let Some(met) = prove(&criterion.met) {
        let tested = prove(&criterion.tested);
        let enforced =
            prove(&criterion.enforced).filter(|_| tested.is_some() || criterion.tested.is_none());
        let strength = match (&tested, &enforced) {
            (_, Some(_)) => Strength::Enforced,
            (Some(_), None) => Strength::Tested,
            (None, None) => Strength::Used,
        };
        return Answer::new(Outcome::Met, Some(strength), climb(met, [tested, enforced]));
    }
    match prove(&criterion.partial) {
        Some(proof) => Answer::new(Outcome::Partial, Some(Strength::Declared), proof),
        None => Answer::bare(Outcome::Missing),
    }
}

/// The evidence of `met`, with room made for what the higher rungs add to it: something of another
/// kind, or else something new, or else their first.
fn climb<'f>(met: Proof<'f>, rungs: [Option<Proof<'f>>; 2]) -> Proof<'f> {
    let known: HashSet<*const Fact> = met
        .evidence
        .iter()
        .map(|fact| std::ptr::from_ref(*fact))
        .collect();
    let mut kinds: HashSet<Kind> = met.evidence.iter().map(|fact| fact.kind).collect();
    let mut added: Vec<&Fact> = Vec::new();
    for rung in rungs.iter().flatten() {
        let is_new = |fact: &&&Fact| !known.contains(&std::ptr::from_ref::<Fact>(fact));
        let other = rung
            .evidence
            .iter()
            .find(|fact| !kinds.contains(&fact.kind));
        let shown = other
            .or(rung.evidence.iter().find(is_new))
            .or(rung.evidence.first());
        added.extend(shown);
        kinds.extend(shown.map(|fact| fact.kind));
    }
    let room = EVIDENCE.saturating_sub(added.len()).min(met.evidence.len());
    let (shown, rest) = met.evidence.split_at(room);
    Proof {
        evidence: once_each([shown, &added, rest].concat()),
        count: met.count,
    }
}

fn history_gap(survey: &Survey) -> Option<String> {
    let plain = || "The history is not complete, so it cannot be judged.".to_owned();
    survey
        .history_gap
        .clone()
        .or_else(|| (!survey.history_complete).then(plain))
}

/// Why code cannot be judged, if so.
fn unread(survey: &Survey, facts: &Facts<'_>) -> Option<String> {
    let backend = [Kind::Route, Kind::Framework]
        .iter()
        .any(|kind| !facts.of(*kind).is_empty());
    let (last, others) = survey.unread_languages.split_last().filter(|_| !backend)?;
    Some(match others {
        [] => format!("{last} is not read yet, so this could not be looked for."),
        _ => format!(
            "{} and {last} are not read yet, so this could not be looked for.",
            others.join(", ")
        ),
    })
}

/// Only what is not met can be set aside.
fn waive<'f>(answer: Answer<'f>, waiver: Option<&Waiver>) -> Answer<'f> {
    match waiver {
        Some(waiver) if answer.outcome.is_open() => Answer {
            outcome: Outcome::Waived,
            strength: None,
            reason: Some(format!(
                "Set aside until {}: {}.",
                quote(&waiver.until),
                said::quote_up_to(REASON, &waiver.reason)
            )),
            ..answer
        },
        _ => answer,
    }
}

fn verdict(criterion: &Criterion, survey: &Survey, answer: Answer<'_>) -> Verdict {
    let Proof { evidence, count } = answer.proof;
    let numbers = Numbers {
        count,
        files: survey.files,
        commits: survey.commits,
        routes: survey.routes.len(),
    };
    let first = evidence.first().copied();
    Verdict {
        criterion: criterion.id.clone(),
        family: criterion.family.clone(),
        title: criterion.title.clone(),
        outcome: answer.outcome,
        strength: answer.strength,
        said: answer
            .reason
            .unwrap_or_else(|| sentence(criterion, answer.outcome, numbers, first)),
        evidence: evidence.into_iter().take(EVIDENCE).cloned().collect(),
        count,
    }
}

#[cfg(test)]
mod tests;
