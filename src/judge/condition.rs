//! Whether a condition holds over facts, and what shows it.
//!
//! It decides nothing about criteria. A condition that the rule loader would refuse does not hold.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::fact::{Fact, Kind, Location};
use crate::rules::schema::Condition;
use crate::rules::{Pattern, Patterns};

/// Facts by kind, in the order of the survey.
#[derive(Debug, Default)]
pub(super) struct Facts<'f>(BTreeMap<Kind, Vec<&'f Fact>>);

impl<'f> Facts<'f> {
    pub fn of(&self, kind: Kind) -> &[&'f Fact] {
        self.0.get(&kind).map_or(&[], Vec::as_slice)
    }

    fn all(&self) -> impl Iterator<Item = &'f Fact> {
        self.0.values().flatten().copied()
    }

    fn matching(&self, kind: Kind, filter: &BTreeMap<String, Patterns>) -> Vec<&'f Fact> {
        let facts = self.of(kind).iter().copied();
        facts.filter(|fact| matches(filter, fact)).collect()
    }
}

impl<'f> FromIterator<&'f Fact> for Facts<'f> {
    fn from_iter<I: IntoIterator<Item = &'f Fact>>(facts: I) -> Facts<'f> {
        let mut by_kind: BTreeMap<Kind, Vec<&Fact>> = BTreeMap::new();
        for fact in facts {
            by_kind.entry(fact.kind).or_default().push(fact);
        }
        Facts(by_kind)
    }
}

/// What shows that a condition holds.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Proof<'f> {
    /// The most telling first, none twice.
    pub evidence: Vec<&'f Fact>,
    /// What the condition counts: facts, or distinct values. Of parts that must all hold, those of
    /// the first with evidence; of alternatives, everything that any of them finds.
    pub count: usize,
}

/// The proof of a condition, if it holds.
pub(super) fn prove<'f>(condition: &Condition, facts: &Facts<'f>) -> Option<Proof<'f>> {
    if let Some(name) = &condition.has {
        return has(Kind::from_name(name)?, condition, facts);
    }
    if let Some(parts) = &condition.all {
        return all(parts, facts);
    }
    if let Some(parts) = &condition.any {
        return any(parts, facts);
    }
    if let Some(inner) = &condition.not {
        return prove(inner, facts).is_none().then(Proof::default);
    }
    same(condition.same.as_ref()?, &condition.each, facts)
}

fn has<'f>(kind: Kind, condition: &Condition, facts: &Facts<'f>) -> Option<Proof<'f>> {
    let mut found = facts.matching(kind, &condition.filter);
    let (evidence, count) = match &condition.distinct {
        Some(name) => {
            found.retain(|fact| value(fact, name).is_some());
            spread(found, |fact| value(fact, name))
        }
        None => {
            found = seen_once(found);
            let count = found.len();
            (spread(found, |fact| Some(&*fact.location.path)).0, count)
        }
    };
    let most = condition.max.unwrap_or(usize::MAX);
    let least = condition.min.unwrap_or(1).min(most);
    (count >= least && count <= most && is_share(condition, kind, count, facts))
        .then_some(Proof { evidence, count })
}

/// Two detectors that see the same on one line saw one thing, as do one that sees a file and one
/// that sees a line of it; one detector that finds two on a line found two.
fn seen_once(mut facts: Vec<&Fact>) -> Vec<&Fact> {
    let lines = facts.iter().filter(|fact| fact.location.line > 0);
    let precise: HashMap<Arc<str>, Arc<str>> = lines
        .map(|fact| (fact.location.path.clone(), fact.detector.clone()))
        .collect();
    let mut first: HashMap<Location, Arc<str>> = HashMap::new();
    facts.retain(|fact| {
        let by = first
            .entry(fact.location.clone())
            .or_insert_with(|| fact.detector.clone());
        let finer = precise.get(&fact.location.path);
        *by == fact.detector
            && (fact.location.line > 0 || finer.is_none_or(|finer| *finer == fact.detector))
    });
    facts
}

/// Whether the count is enough of the facts that it is compared with.
fn is_share(condition: &Condition, kind: Kind, count: usize, facts: &Facts<'_>) -> bool {
    let Some(percent) = condition.percent else {
        return true;
    };
    let among = match &condition.of {
        Some(of) => seen_once(facts.matching(kind, of)).len(),
        None => seen_once(facts.of(kind).to_vec()).len(),
    };
    among > 0 && (count as u128) * 100 >= u128::from(percent) * (among as u128)
}

fn all<'f>(parts: &[Condition], facts: &Facts<'f>) -> Option<Proof<'f>> {
    let proofs: Vec<Proof<'_>> = parts
        .iter()
        .map(|part| prove(part, facts))
        .collect::<Option<_>>()?;
    let first = proofs.iter().find(|proof| !proof.evidence.is_empty());
    Some(Proof {
        count: first.map_or(0, |proof| proof.count),
        evidence: in_turn(&proofs),
    })
}

fn any<'f>(parts: &[Condition], facts: &Facts<'f>) -> Option<Proof<'f>> {
    let mut proofs: Vec<Proof<'_>> = parts.iter().filter_map(|part| prove(part, facts)).collect();
    if proofs.len() < 2 {
        return proofs.pop();
    }
    let evidence = in_turn(&proofs);
    Some(Proof {
        count: evidence.len(),
        evidence,
    })
}

/// Every condition must hold among the facts with one value of the attribute. Counts the values
/// for which that is so; the first is shown.
fn same<'f>(name: &str, each: &[Condition], facts: &Facts<'f>) -> Option<Proof<'f>> {
    let mut groups: BTreeMap<&str, Vec<&Fact>> = BTreeMap::new();
    for fact in facts.all() {
        if let Some(value) = value(fact, name) {
            groups.entry(value).or_default().push(fact);
        }
    }
    let mut proofs = groups
        .into_values()
        .filter_map(|group| all(each, &group.into_iter().collect()));
    let first = proofs.next()?;
    Some(Proof {
        evidence: first.evidence,
        count: 1 + proofs.count(),
    })
}

/// The first of each proof, then the second of each, and so on, so that each part is shown early.
fn in_turn<'f>(proofs: &[Proof<'f>]) -> Vec<&'f Fact> {
    let mut left: Vec<_> = proofs
        .iter()
        .map(|proof| proof.evidence.iter().copied())
        .collect();
    let mut turns: Vec<&Fact> = Vec::new();
    while !left.is_empty() {
        left.retain_mut(|part| part.next().map(|fact| turns.push(fact)).is_some());
    }
    once_each(turns)
}

/// No fact twice.
pub(super) fn once_each<'f>(facts: impl IntoIterator<Item = &'f Fact>) -> Vec<&'f Fact> {
    let mut seen = HashSet::new();
    facts
        .into_iter()
        .filter(|fact| seen.insert(std::ptr::from_ref::<Fact>(fact)))
        .collect()
}

/// Facts with a value not seen before come first. Also says how many values there are.
fn spread<'f>(
    facts: Vec<&'f Fact>,
    key: impl Fn(&'f Fact) -> Option<&'f str>,
) -> (Vec<&'f Fact>, usize) {
    let mut seen = BTreeSet::new();
    let (mut first, rest): (Vec<&Fact>, Vec<&Fact>) =
        facts.into_iter().partition(|fact| seen.insert(key(fact)));
    let different = first.len();
    first.extend(rest);
    (first, different)
}

fn matches(filter: &BTreeMap<String, Patterns>, fact: &Fact) -> bool {
    filter
        .iter()
        .all(|(name, patterns)| match value(fact, name) {
            Some(text) => patterns.matches(text),
            None => patterns.0.iter().any(fits_nothing),
        })
}

/// Whether a fact is one that a `has` asks for.
#[must_use]
pub fn fits(condition: &Condition, fact: &Fact) -> bool {
    condition.has.as_deref() == Some(fact.kind.name()) && matches(&condition.filter, fact)
}

/// Whether a pattern is satisfied by an attribute that is not there: only a negation is.
fn fits_nothing(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Not(inner) => !fits_nothing(inner),
        _ => false,
    }
}

/// An attribute; for kinds without an attribute of that name also the file or the detector.
fn value<'f>(fact: &'f Fact, name: &str) -> Option<&'f str> {
    if fact.kind.attributes().contains(&name) {
        return fact.attribute(name);
    }
    match name {
        "path" => Some(&fact.location.path),
        "detector" => Some(&fact.detector),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(kind: Kind, place: &str, attributes: &[(&str, &str)]) -> Fact {
        let (path, line) = place.split_once(':').unwrap();
        let start = Fact::new(kind, Location::new(path, line.parse().unwrap()), "test");
        attributes.iter().fold(start, |fact, (name, value)| {
            fact.with(name, *value).unwrap()
        })
    }

    fn condition(text: &str) -> Condition {
        #[derive(serde::Deserialize)]
        struct Holder {
            c: Condition,
        }
        toml::from_str::<Holder>(&format!("c = {text}")).unwrap().c
    }

    fn places(text: &str, facts: &[Fact]) -> Option<(usize, Vec<String>)> {
        let facts: Facts<'_> = facts.iter().collect();
        let proof = prove(&condition(text), &facts)?;
        let shown = |fact: &&Fact| format!("{}:{}", fact.location.path, fact.location.line);
        Some((proof.count, proof.evidence.iter().map(shown).collect()))
    }

    fn count(text: &str, facts: &[Fact]) -> Option<usize> {
        places(text, facts).map(|(count, _)| count)
    }

    fn api() -> Vec<Fact> {
        let route = |place, method, path, resource| {
            let attributes = [("method", method), ("path", path), ("resource", resource)];
            fact(Kind::Route, place, &attributes)
        };
        vec![
            route("a.x:1", "GET", "/tasks", "/tasks"),
            route("a.x:2", "POST", "/tasks", "/tasks"),
            route("b.x:1", "GET", "/users", "/users"),
            route("b.x:2", "DELETE", "/users/{id}", "/users"),
            fact(Kind::Cors, "c.x:9", &[]),
        ]
    }

    #[test]
    fn what_two_detectors_see_in_one_place_is_one_thing() {
        let by = |detector: &str, place: &str| {
            let mut seen = fact(Kind::Cors, place, &[]);
            seen.detector = detector.into();
            seen
        };
        let facts = [by("a", "x.js:1"), by("b", "x.js:1"), by("b", "x.js:2")];
        assert_eq!(count(r#"{ has = "cors" }"#, &facts), Some(2));
        let facts = [by("a", "x.js:1"), by("a", "x.js:1")];
        assert_eq!(count(r#"{ has = "cors" }"#, &facts), Some(2));
        let facts = [by("a", "LICENSE:0"), by("b", "LICENSE:1")];
        let (count, shown) = places(r#"{ has = "cors" }"#, &facts).unwrap();
        assert_eq!((count, shown), (1, vec!["LICENSE:1".to_owned()]));
        let both = r#"{ has = "cors", percent = 100 }"#;
        assert_eq!(places(both, &facts).unwrap().0, 1);
    }

    #[test]
    fn has_counts_facts_values_or_files() {
        let facts = api();
        assert_eq!(count(r#"{ has = "route" }"#, &facts), Some(4));
        assert_eq!(count(r#"{ has = "route", min = 5 }"#, &facts), None);
        assert_eq!(count(r#"{ has = "route", max = 3 }"#, &facts), None);
        assert_eq!(count(r#"{ has = "route", max = 4 }"#, &facts), Some(4));
        assert_eq!(count(r#"{ has = "secret", max = 0 }"#, &facts), Some(0));
        assert_eq!(count(r#"{ has = "secret", max = 2 }"#, &facts), None);
        assert_eq!(
            count(r#"{ has = "route", distinct = "method" }"#, &facts),
            Some(3)
        );
        assert_eq!(
            count(r#"{ has = "route", distinct = "path" }"#, &facts),
            Some(3)
        );
        assert_eq!(
            count(r#"{ has = "cors", distinct = "path" }"#, &facts),
            Some(1)
        );
        assert_eq!(
            count(r#"{ has = "route", distinct = "tested" }"#, &facts),
            None
        );
        assert_eq!(count(r#"{ has = "nonsense" }"#, &facts), None);
        assert_eq!(count("{}", &facts), None);
    }

    #[test]
    fn a_missing_attribute_matches_only_a_negation() {
        let facts = api();
        assert_eq!(
            count(r#"{ has = "route", where = { tested = "true" } }"#, &facts),
            None
        );
        assert_eq!(
            count(r#"{ has = "route", where = { tested = "!true" } }"#, &facts),
            Some(4)
        );
        assert_eq!(
            count(
                r#"{ has = "route", where = { tested = "!!true" } }"#,
                &facts
            ),
            None
        );
        assert_eq!(
            count(
                r#"{ has = "route", where = { tested = ["x", "!y"] } }"#,
                &facts
            ),
            Some(4)
        );
    }

    #[test]
    fn path_is_the_attribute_where_a_kind_has_one_and_the_file_elsewhere() {
        let facts = api();
        assert_eq!(
            count(r#"{ has = "route", where = { path = "/tasks" } }"#, &facts),
            Some(2)
        );
        assert_eq!(
            count(r#"{ has = "cors", where = { path = "c.x" } }"#, &facts),
            Some(1)
        );
        assert_eq!(
            count(r#"{ has = "cors", where = { detector = "test" } }"#, &facts),
            Some(1)
        );
    }

    #[test]
    fn a_share_is_taken_of_the_facts_compared_with() {
        let commit = |n: u32, kind, words: &str| {
            fact(
                Kind::Commit,
                &format!("c{n}:0"),
                &[("type", kind), ("words", words)],
            )
        };
        let facts = [
            commit(1, "normal", "4"),
            commit(2, "normal", "4"),
            commit(3, "normal", "1"),
            commit(4, "merge", "4"),
        ];
        let share = |percent: u32| {
            let text = format!(
                r#"{{ has = "commit", where = {{ type = "normal", words = ">=2" }}, of = {{ type = "normal" }}, percent = {percent} }}"#
            );
            count(&text, &facts)
        };
        assert_eq!(share(66), Some(2));
        assert_eq!(share(67), None);
        assert_eq!(share(0), Some(2));
        // Without a comparison it is a share of all of the kind: two of four.
        let of_all = |percent: u32| {
            let text = format!(
                r#"{{ has = "commit", where = {{ type = "normal", words = ">=2" }}, percent = {percent} }}"#
            );
            count(&text, &facts)
        };
        assert_eq!((of_all(50), of_all(51)), (Some(2), None));
        // Distinct values among the matches, divided by the facts compared with: one of three.
        let distinct = |percent: u32| {
            let text = format!(
                r#"{{ has = "commit", where = {{ words = ">=2" }}, distinct = "words", of = {{ type = "normal" }}, percent = {percent} }}"#
            );
            count(&text, &facts)
        };
        assert_eq!((distinct(33), distinct(34)), (Some(1), None));
    }

    #[test]
    fn parts_are_shown_in_turn() {
        let facts = api();
        let both = r#"{ all = [{ has = "route" }, { has = "cors" }, { not = { has = "test" } }] }"#;
        let (count, shown) = places(both, &facts).unwrap();
        assert_eq!(count, 4);
        // The first of each file before the second of any.
        assert_eq!(shown, ["a.x:1", "c.x:9", "b.x:1", "a.x:2", "b.x:2"]);
        let either = r#"{ any = [{ has = "test" }, { has = "cors" }, { has = "route" }] }"#;
        let (count, shown) = places(either, &facts).unwrap();
        assert_eq!(count, 5);
        assert_eq!(shown, ["c.x:9", "a.x:1", "b.x:1", "a.x:2", "b.x:2"]);
        let one = r#"{ any = [{ has = "test" }, { has = "route", distinct = "method" }] }"#;
        assert_eq!(places(one, &facts).unwrap().0, 3);
        assert_eq!(
            places(r#"{ not = { has = "test" } }"#, &facts),
            Some((0, Vec::new()))
        );
        assert_eq!(places(r#"{ not = { has = "cors" } }"#, &facts), None);
        let twice = r#"{ all = [{ has = "cors" }, { has = "cors" }] }"#;
        assert_eq!(places(twice, &facts).unwrap().1, ["c.x:9"]);
    }

    #[test]
    fn same_asks_for_one_value_with_everything() {
        let facts = api();
        let pair = |one: &str, other: &str| {
            let text = format!(
                r#"{{ same = "resource", each = [{{ has = "route", where = {{ method = "{one}" }} }}, {{ has = "route", where = {{ method = "{other}" }} }}] }}"#
            );
            places(&text, &facts)
        };
        let read_write = pair("GET", "POST").unwrap();
        assert_eq!(
            read_write,
            (1, vec!["a.x:1".to_owned(), "a.x:2".to_owned()])
        );
        assert_eq!(pair("POST", "DELETE"), None);
        assert_eq!(pair("GET", "GET").unwrap().0, 2);
    }

    #[test]
    fn numbers_inside_same_hold_for_one_value() {
        let facts = api();
        let least = |n: u32| {
            let text =
                format!(r#"{{ same = "resource", each = [{{ has = "route", min = {n} }}] }}"#);
            count(&text, &facts)
        };
        // Four routes in all, two of each resource.
        assert_eq!((least(2), least(3)), (Some(2), None));
        let none = r#"{ same = "resource", each = [{ has = "route", where = { method = "POST" }, max = 0 }] }"#;
        assert_eq!(places(none, &facts), Some((1, Vec::new())));
    }

    #[test]
    fn many_facts_are_no_matter() {
        let facts: Vec<Fact> = (0..100_000)
            .map(|n| fact(Kind::Cors, &format!("f{}:1", n % 7), &[]))
            .collect();
        let text = r#"{ all = [{ has = "cors" }, { any = [{ has = "cors" }, { has = "cors", min = 2 }] }] }"#;
        assert_eq!(count(text, &facts), Some(100_000));
    }
}
