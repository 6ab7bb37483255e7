//! Which rules speak where, over all examples and some whole repositories: rules that speak in
//! many places that are not theirs, and rules and conditions that nothing ever reaches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::example::Shown;
use crate::detect::Survey;
use crate::fact::{Fact, Kind, Location};
use crate::judge::{self, Outcome};
use crate::rules::proof::{Expected, Proof};
use crate::rules::schema::{Condition, Criterion, LooksAt};
use crate::rules::{Checked, Rules};

/// A detector that speaks in more than one in so many examples of its languages is noisy.
const SHARE: usize = 5;

/// Fewer examples than this prove no noise.
const LEAST: usize = 50;

/// Kinds that are found in nearly every program and are meant to be.
const COMMON: [Kind; 4] = [Kind::Source, Kind::Class, Kind::Async, Kind::ErrorHandling];

/// A detector that speaks in many examples of other rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noise {
    pub detector: String,
    pub found: usize,
    pub among: usize,
}

/// What the examples say about the rules as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Census {
    pub noisy: Vec<Noise>,
    /// Detectors that find what another rule of the same kind has as a counter-example, with the
    /// rules whose counter-examples these are.
    pub contradicting: BTreeMap<String, BTreeSet<String>>,
    /// Detectors whose facts no criterion asks for.
    pub unused: Vec<String>,
    /// Criterion, and a condition in it that no fact ever fits.
    pub unreachable: Vec<(String, String)>,
    /// Criteria that nothing ever answers with more than "missing".
    pub never: Vec<String>,
}

impl Census {
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.noisy.len()
            + self.contradicting.len()
            + self.unused.len()
            + self.unreachable.len()
            + self.never.len()
    }
}

pub(super) fn take(
    rules: &Rules,
    proofs: &[Proof<'_>],
    shown: &[Shown],
    whole: &[Survey],
) -> Census {
    let surveys: Vec<&Survey> = shown
        .iter()
        .map(|shown| &shown.survey)
        .chain(whole)
        .collect();
    let facts = distinct(&surveys);
    let (noisy, contradicting) = noise(rules, proofs, shown);
    Census {
        noisy,
        contradicting,
        unused: unused(rules, &facts),
        unreachable: unreachable(rules, &facts),
        never: never(rules, shown, whole, &facts),
    }
}

/// All facts, those of the same content once.
fn distinct(surveys: &[&Survey]) -> Vec<Fact> {
    let facts = surveys.iter().flat_map(|survey| &survey.facts);
    let facts: BTreeSet<Fact> = facts
        .map(|fact| Fact {
            location: Location::new(fact.location.path.clone(), 1),
            ..fact.clone()
        })
        .collect();
    facts.into_iter().collect()
}

fn noise(
    rules: &Rules,
    proofs: &[Proof<'_>],
    shown: &[Shown],
) -> (Vec<Noise>, BTreeMap<String, BTreeSet<String>>) {
    let kinds: BTreeMap<&str, Kind> = rules
        .detectors
        .iter()
        .map(|detector| (detector.id.as_ref(), detector.kind))
        .collect();
    let mut spoke: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    let mut by_language: BTreeMap<&str, usize> = BTreeMap::new();
    let mut contradicting: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (proof, shown) in proofs.iter().zip(shown) {
        for language in &shown.survey.languages {
            *by_language.entry(language).or_default() += 1;
        }
        let speaking: BTreeSet<&Arc<str>> = shown
            .survey
            .facts
            .iter()
            .map(|fact| &fact.detector)
            .collect();
        for detector in speaking {
            let Some(kind) = kinds.get(detector.as_ref()) else {
                continue;
            };
            let Expected::Lines(own, lines, _) = &proof.expected else {
                continue;
            };
            if *own == detector.as_ref() {
                continue;
            }
            *spoke.entry(detector.clone()).or_default() += 1;
            let meant = rules.detectors.iter().find(|rule| rule.id.as_ref() == *own);
            let same = |fact: &Fact| fact.detector == *detector && is_meant(meant, fact);
            if lines.is_empty()
                && kinds.get(*own) == Some(kind)
                && file(own) != file(detector)
                && shown.survey.facts.iter().any(same)
            {
                contradicting
                    .entry(detector.to_string())
                    .or_default()
                    .insert((*own).to_owned());
            }
        }
    }
    let among = |detector: &Checked| -> usize {
        let languages = detector.languages.iter();
        languages
            .filter_map(|language| by_language.get(language.as_str()))
            .sum()
    };
    let noisy = rules
        .detectors
        .iter()
        .filter(|detector| !COMMON.contains(&detector.kind))
        .filter_map(|detector| {
            let found = *spoke.get(&detector.id)?;
            let among = among(detector);
            (among >= LEAST && found * SHARE > among).then(|| Noise {
                detector: detector.id.to_string(),
                found,
                among,
            })
        })
        .collect();
    (noisy, contradicting)
}

/// Whether a fact says what a detector would say: one of another tool, or of another step of the
/// same work, may well stand where that detector must be silent.
fn is_meant(detector: Option<&Checked>, fact: &Fact) -> bool {
    detector.is_some_and(|detector| {
        let fixed = detector.rule.attributes.iter();
        fixed
            .filter(|(_, value)| !value.contains('$'))
            .all(|(name, value)| fact.attribute(name) == Some(value))
    })
}

fn file(detector: &str) -> &str {
    detector.rsplit_once('/').map_or(detector, |(file, _)| file)
}

/// The parts of a condition that ask for facts.
fn leaves(condition: &Condition) -> Vec<&Condition> {
    let mut found = Vec::new();
    let mut queue = vec![condition];
    while let Some(next) = queue.pop() {
        if next.has.is_some() {
            found.push(next);
        }
        queue.extend(next.all.iter().flatten());
        queue.extend(next.any.iter().flatten());
        queue.extend(&next.each);
        queue.extend(next.not.as_deref());
    }
    found
}

fn conditions(criterion: &Criterion) -> impl Iterator<Item = (&'static str, &Condition)> {
    [
        ("applies", &criterion.applies),
        ("violated", &criterion.violated),
        ("met", &criterion.met),
        ("partial", &criterion.partial),
        ("tested", &criterion.tested),
        ("enforced", &criterion.enforced),
    ]
    .into_iter()
    .filter_map(|(name, condition)| Some((name, condition.as_ref()?)))
}

fn unused(rules: &Rules, facts: &[Fact]) -> Vec<String> {
    let asked: Vec<&Condition> = rules
        .criteria
        .iter()
        .flat_map(conditions)
        .flat_map(|(_, condition)| leaves(condition))
        .collect();
    // Detection itself asks for these: guards by what is in them, tested routes by their requests.
    let inside = |fact: &Fact| {
        fact.kind == Kind::RequestInTest
            || rules.guards.evidence.iter().any(|wanted| {
                wanted.iter().all(|(name, patterns)| match name.as_str() {
                    "kind" => patterns.matches(fact.kind.name()),
                    name => fact.attribute(name).is_some_and(|it| patterns.matches(it)),
                })
            })
    };
    let used: BTreeSet<&str> = facts
        .iter()
        .filter(|fact| asked.iter().any(|leaf| judge::fits(leaf, fact)) || inside(fact))
        .map(|fact| fact.detector.as_ref())
        .collect();
    let known = rules.detectors.iter().map(|detector| detector.id.as_ref());
    known
        .filter(|id| !used.contains(id))
        .map(str::to_owned)
        .collect()
}

/// No example has a history.
fn from_history(kind: &str) -> bool {
    let history = [Kind::Commit, Kind::Merge, Kind::Branch];
    history.iter().any(|known| known.name() == kind)
}

fn unreachable(rules: &Rules, facts: &[Fact]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for criterion in &rules.criteria {
        for (name, condition) in conditions(criterion) {
            for leaf in leaves(condition) {
                let kind = leaf.has.as_deref().unwrap_or_default();
                if from_history(kind) || facts.iter().any(|fact| judge::fits(leaf, fact)) {
                    continue;
                }
                let filter: Vec<String> = leaf
                    .filter
                    .iter()
                    .map(|(name, patterns)| format!("{name} = {patterns}"))
                    .collect();
                let said = match filter.is_empty() {
                    true => format!("`{kind}` in `{name}`"),
                    false => format!("`{kind}` with {} in `{name}`", filter.join(", ")),
                };
                found.push((criterion.id.clone(), said));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

fn never(rules: &Rules, shown: &[Shown], whole: &[Survey], facts: &[Fact]) -> Vec<String> {
    let mut pool = Survey {
        facts: facts.to_vec(),
        history_complete: true,
        ..Survey::default()
    };
    pool.facts.sort();
    let more: Vec<_> = whole
        .iter()
        .chain([&pool])
        .flat_map(|survey| judge::judge(&rules.criteria, survey, &[]))
        .collect();
    let answered: BTreeSet<&str> = shown
        .iter()
        .flat_map(|shown| &shown.verdicts)
        .chain(&more)
        .filter(|verdict| {
            let counter = rules
                .criteria
                .iter()
                .any(|criterion| criterion.id == verdict.criterion && criterion.counter);
            match verdict.outcome {
                Outcome::Violated => true,
                Outcome::Met => !counter,
                _ => false,
            }
        })
        .map(|verdict| verdict.criterion.as_str())
        .collect();
    rules
        .criteria
        .iter()
        .filter(|criterion| {
            criterion.looks_at != LooksAt::History && criterion.not_looked_for.is_none()
        })
        .filter(|criterion| !answered.contains(criterion.id.as_str()))
        .map(|criterion| criterion.id.clone())
        .collect()
}
