//! Each rule of judging, on hand-made facts.

use super::*;
use crate::fact::{Kind, Location};
use crate::rules::schema::CriteriaFile;

fn criterion(body: &str) -> Criterion {
    let text = format!(
        "family = \"f\"\n[[criterion]]\nid = \"c\"\ntitle = \"T\"\nwhy = \"w\"\neffort = \"1h\"\nstep = {{ default = \"s\" }}\n{body}"
    );
    toml::from_str::<CriteriaFile>(&text).unwrap().criterion.remove(0)
}

fn fact(kind: Kind, path: &str, attributes: &[(&str, &str)]) -> Fact {
    attributes.iter().fold(Fact::new(kind, Location::new(path, 1), "d"), |fact, (name, value)| {
        fact.with(name, *value).unwrap()
    })
}

fn survey(facts: Vec<Fact>) -> Survey {
    Survey {
        facts,
        files: 7,
        history_complete: true,
        ..Survey::default()
    }
}

fn verdict(body: &str, facts: Vec<Fact>) -> Verdict {
    judge(&[criterion(body)], &survey(facts), &[]).remove(0)
}

#[test]
fn nothing_found_is_missing_and_says_how_much_was_looked_at() {
    let verdict = verdict("met = { has = \"cors\" }\nsaid = { missing = \"No X in {files} files\" }", vec![]);
    assert_eq!((verdict.outcome, verdict.strength), (Outcome::Missing, None));
    assert_eq!(verdict.said, "No X in 7 files");
}

#[test]
fn the_ladder_rises_with_evidence_and_only_from_met() {
    let body = "met = { has = \"test\" }\npartial = { has = \"scaffold\" }\n\
                tested = { has = \"assertion\" }\nenforced = { has = \"pipeline\" }";
    let step = |facts| {
        let verdict = verdict(body, facts);
        (verdict.outcome, verdict.strength)
    };
    let (test, assertion) = (fact(Kind::Test, "t", &[]), fact(Kind::Assertion, "t", &[]));
    let pipeline = fact(Kind::Pipeline, "p", &[]);
    assert_eq!(step(vec![assertion.clone(), pipeline.clone()]), (Outcome::Missing, None));
    assert_eq!(
        step(vec![fact(Kind::Scaffold, "s", &[])]),
        (Outcome::Partial, Some(Strength::Declared))
    );
    assert_eq!(step(vec![test.clone(), pipeline.clone()]), (Outcome::Met, Some(Strength::Used)));
    assert_eq!(step(vec![test.clone(), assertion.clone()]), (Outcome::Met, Some(Strength::Tested)));
    assert_eq!(step(vec![test, assertion, pipeline]), (Outcome::Met, Some(Strength::Enforced)));
}

#[test]
fn counter_evidence_is_met_until_it_is_found() {
    let body = "counter = true\nviolated = { has = \"junk\" }";
    assert_eq!(verdict(body, vec![]).outcome, Outcome::Met);
    let found = verdict(body, vec![fact(Kind::Junk, "a", &[]), fact(Kind::Junk, "b", &[])]);
    assert_eq!((found.outcome, found.count), (Outcome::Violated, 2));
}

#[test]
fn what_does_not_apply_or_cannot_be_seen_is_not_missing() {
    let body = "applies = { has = \"login\" }\nmet = { has = \"password-hash\" }";
    assert_eq!(verdict(body, vec![]).outcome, Outcome::NotApplicable);

    let mut shallow = survey(vec![]);
    shallow.history_gap = Some("shallow".to_owned());
    let history = criterion("looks-at = \"history\"\nmet = { has = \"commit\" }");
    let judged = judge(&[history], &shallow, &[]).remove(0);
    assert_eq!((judged.outcome, judged.said.as_str()), (Outcome::Unknown, "shallow"));

    let mut foreign = survey(vec![]);
    foreign.unread_languages = vec!["Elixir".to_owned()];
    let judged = judge(&[criterion("met = { has = \"cors\" }")], &foreign, &[]).remove(0);
    assert_eq!(judged.outcome, Outcome::Unknown);
    let files = criterion("looks-at = \"files\"\nmet = { has = \"container\" }");
    assert_eq!(judge(&[files], &foreign, &[]).remove(0).outcome, Outcome::Missing);
}

#[test]
fn a_waiver_never_counts_as_met() {
    let waiver = Waiver {
        criterion: "c".to_owned(),
        reason: "an exercise".to_owned(),
        until: "2027-01-01".to_owned(),
    };
    let facts = survey(vec![fact(Kind::Cors, "a", &[])]);
    let judged = judge(&[criterion("met = { has = \"cors\" }")], &facts, &[waiver]).remove(0);
    assert_eq!(judged.outcome, Outcome::Waived);
    assert!(judged.said.contains("an exercise"));
}

#[test]
fn shares_and_distinct_values_are_counted_against_all() {
    let commit = |subject: &str| fact(Kind::Commit, "x", &[("subject", subject), ("type", "normal")]);
    let body = "met = { has = \"commit\", where = { subject = \"!/^fix$/\" }, of = { type = \"normal\" }, percent = 60 }";
    assert_eq!(verdict(body, vec![commit("fix"), commit("a b"), commit("c d")]).outcome, Outcome::Met);
    assert_eq!(verdict(body, vec![commit("fix"), commit("fix"), commit("c d")]).outcome, Outcome::Missing);
    let distinct = "met = { has = \"commit\", distinct = \"subject\", min = 2 }";
    assert_eq!(verdict(distinct, vec![commit("a"), commit("a")]).outcome, Outcome::Missing);
    assert_eq!(verdict(distinct, vec![commit("a"), commit("b")]).outcome, Outcome::Met);
}

#[test]
fn same_wants_one_value_in_every_part() {
    let route = |method: &str, resource: &str| fact(Kind::Route, "r", &[("method", method), ("resource", resource)]);
    let body = "met = { same = \"resource\", each = [{ has = \"route\", where = { method = \"GET\" } }, \
                { has = \"route\", where = { method = \"POST\" } }] }";
    assert_eq!(verdict(body, vec![route("GET", "/a"), route("POST", "/b")]).outcome, Outcome::Missing);
    assert_eq!(verdict(body, vec![route("GET", "/a"), route("POST", "/a")]).outcome, Outcome::Met);
}

#[test]
fn a_missing_attribute_fits_only_a_negation() {
    let body = "met = { has = \"token\", where = { operation = \"!sign\" } }";
    assert_eq!(verdict(body, vec![fact(Kind::Token, "a", &[])]).outcome, Outcome::Met);
    assert_eq!(
        verdict(body, vec![fact(Kind::Token, "a", &[("operation", "sign")])]).outcome,
        Outcome::Missing
    );
    let plain = "met = { has = \"token\", where = { operation = \"sign\" } }";
    assert_eq!(verdict(plain, vec![fact(Kind::Token, "a", &[])]).outcome, Outcome::Missing);
}

#[test]
fn evidence_is_spread_over_files_and_capped() {
    let mut facts: Vec<Fact> = (0..20).map(|i| fact(Kind::Cors, if i < 18 { "a" } else { "b" }, &[])).collect();
    for (index, fact) in facts.iter_mut().enumerate() {
        fact.location.line = index as u32;
    }
    let verdict = verdict("met = { has = \"cors\" }", facts);
    assert_eq!((verdict.evidence.len(), verdict.count), (EVIDENCE, 20));
    assert!(verdict.evidence.iter().any(|fact| fact.location.path.as_ref() == "b"));
}

#[test]
fn more_true_facts_never_lower_an_outcome() {
    let body = "met = { all = [{ has = \"test\", min = 2 }, { has = \"assertion\" }] }\npartial = { has = \"test\" }";
    let pool = [
        fact(Kind::Test, "a", &[("name", "x")]),
        fact(Kind::Test, "b", &[("name", "y")]),
        fact(Kind::Assertion, "a", &[]),
    ];
    for subset in 0..8_u32 {
        for extra in 0..3 {
            let take = |bits: u32| {
                let facts = pool.iter().enumerate().filter(|(i, _)| bits & (1 << i) != 0);
                verdict(body, facts.map(|(_, fact)| fact.clone()).collect()).outcome
            };
            assert!(take(subset | (1 << extra)) <= take(subset), "{subset:b} {extra}");
        }
    }
}
