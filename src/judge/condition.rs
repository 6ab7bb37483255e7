//! Conditions over facts: whether they hold, and which facts make them.

use std::collections::{BTreeMap, BTreeSet};

use crate::fact::{Fact, Kind};
use crate::rules::Patterns;
use crate::rules::schema::Condition;

/// The facts of a survey by kind.
pub(super) struct Facts<'f> {
    by_kind: BTreeMap<Kind, Vec<&'f Fact>>,
}

impl<'f> Facts<'f> {
    pub fn new(facts: &'f [Fact]) -> Facts<'f> {
        let mut by_kind: BTreeMap<Kind, Vec<&Fact>> = BTreeMap::new();
        for fact in facts {
            by_kind.entry(fact.kind).or_default().push(fact);
        }
        Facts { by_kind }
    }

    /// The evidence of a condition that holds (it may be empty); None when it does not hold.
    pub fn holds(&self, condition: &Condition) -> Option<Vec<&'f Fact>> {
        if let Some(kind) = &condition.has {
            return self.has(condition, Kind::from_name(kind)?);
        }
        if let Some(all) = &condition.all {
            let mut evidence = Vec::new();
            for part in all {
                append(&mut evidence, self.holds(part)?);
            }
            return Some(evidence);
        }
        if let Some(any) = &condition.any {
            // Every part that holds is evidence; the first that does decides.
            let mut evidence: Option<Vec<&Fact>> = None;
            for part in any {
                if let Some(more) = self.holds(part) {
                    append(evidence.get_or_insert_with(Vec::new), more);
                }
            }
            return evidence;
        }
        if let Some(not) = &condition.not {
            return self.holds(not).is_none().then(Vec::new);
        }
        if let Some(attribute) = &condition.same {
            return self.same(attribute, &condition.each);
        }
        None
    }

    fn matching(&self, kind: Kind, filter: &BTreeMap<String, Patterns>) -> Vec<&'f Fact> {
        self.by_kind
            .get(&kind)
            .into_iter()
            .flatten()
            .copied()
            .filter(|fact| filter.iter().all(|(name, patterns)| fits(fact, name, patterns)))
            .collect()
    }

    fn has(&self, condition: &Condition, kind: Kind) -> Option<Vec<&'f Fact>> {
        let found = self.matching(kind, &condition.filter);
        let count = match &condition.distinct {
            Some(attribute) => found
                .iter()
                .filter_map(|fact| value(fact, attribute))
                .collect::<BTreeSet<_>>()
                .len(),
            None => found.len(),
        };
        if count < condition.min.unwrap_or(1) || condition.max.is_some_and(|max| count > max) {
            return None;
        }
        if let Some(percent) = condition.percent {
            let empty = BTreeMap::new();
            let among = self.matching(kind, condition.of.as_ref().unwrap_or(&empty)).len();
            if among == 0 || (count as u64) * 100 < u64::from(percent) * (among as u64) {
                return None;
            }
        }
        Some(found)
    }

    /// One value of an attribute that occurs in the facts of every condition.
    fn same(&self, attribute: &str, each: &[Condition]) -> Option<Vec<&'f Fact>> {
        let found: Vec<Vec<&Fact>> = each.iter().map(|part| self.holds(part)).collect::<Option<_>>()?;
        let (first, rest) = found.split_first()?;
        let mut values: BTreeSet<&str> = first.iter().filter_map(|fact| value(fact, attribute)).collect();
        for facts in rest {
            let own: BTreeSet<&str> = facts.iter().filter_map(|fact| value(fact, attribute)).collect();
            values.retain(|value| own.contains(value));
        }
        let chosen = values.into_iter().next()?;
        let mut evidence = Vec::new();
        for facts in &found {
            let one = facts.iter().copied().find(|fact| value(fact, attribute) == Some(chosen));
            append(&mut evidence, one.into_iter().collect());
        }
        Some(evidence)
    }
}

fn append<'f>(evidence: &mut Vec<&'f Fact>, more: Vec<&'f Fact>) {
    for fact in more {
        if evidence.len() >= 2_000 {
            return;
        }
        if !evidence.iter().any(|known| std::ptr::eq(*known, fact)) {
            evidence.push(fact);
        }
    }
}

/// An attribute of a fact; `path` and `detector` are attributes of every fact.
fn value<'f>(fact: &'f Fact, name: &str) -> Option<&'f str> {
    match (fact.attribute(name), name) {
        (Some(value), _) => Some(value),
        (None, "path") => Some(&fact.location.path),
        (None, "detector") => Some(&fact.detector),
        (None, _) => None,
    }
}

/// A missing attribute fits nothing but a negation.
fn fits(fact: &Fact, name: &str, patterns: &Patterns) -> bool {
    match value(fact, name) {
        Some(value) => patterns.matches(value),
        None => patterns.0.iter().any(|pattern| matches!(pattern, crate::rules::Pattern::Not(_))),
    }
}
