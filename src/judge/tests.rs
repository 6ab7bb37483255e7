//! Each rule of judging, on hand-made facts.

use super::*;
use crate::fact::{Kind, Location};
use crate::rules::schema::CriteriaFile;

fn criterion(body: &str) -> Criterion {
    let text = format!(
        "family = \"f\"\n[[criterion]]\nid = \"c\"\ntitle = \"T\"\nwhy = \"w\"\neffort = \"1h\"\nstep = {{ default = \"s\" }}\n{body}"
    );
    toml::from_str::<CriteriaFile>(&text)
        .unwrap()
        .criterion
        .remove(0)
}

fn fact(kind: Kind, path: &str, attributes: &[(&str, &str)]) -> Fact {
    attributes.iter().fold(
        Fact::new(kind, Location::new(path, 1), "d"),
        |fact, (name, value)| fact.with(name, *value).unwrap(),
    )
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
    let verdict = verdict(
        "met = { has = \"cors\" }\nsaid = { missing = \"No X in {files} files\" }",
        vec![],
    );
    assert_eq!(
        (verdict.outcome, verdict.strength),
        (Outcome::Missing, None)
    );
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
    assert_eq!(
        step(vec![assertion.clone(), pipeline.clone()]),
        (Outcome::Missing, None)
    );
    assert_eq!(
        step(vec![fact(Kind::Scaffold, "s", &[])]),
        (Outcome::Partial, Some(Strength::Declared))
    );
    assert_eq!(
        step(vec![test.clone(), pipeline.clone()]),
        (Outcome::Met, Some(Strength::Used))
    );
    assert_eq!(
        step(vec![test.clone(), assertion.clone()]),
        (Outcome::Met, Some(Strength::Tested))
    );
    assert_eq!(
        step(vec![test, assertion, pipeline]),
        (Outcome::Met, Some(Strength::Enforced))
    );
}

#[test]
fn counter_evidence_is_met_until_it_is_found() {
    let body = "counter = true\nviolated = { has = \"junk\" }";
    assert_eq!(verdict(body, vec![]).outcome, Outcome::Met);
    let found = verdict(
        body,
        vec![fact(Kind::Junk, "a", &[]), fact(Kind::Junk, "b", &[])],
    );
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
    assert_eq!(
        (judged.outcome, judged.said.as_str()),
        (Outcome::Unknown, "shallow")
    );

    let mut foreign = survey(vec![]);
    foreign.unread_languages = vec!["Elixir".to_owned()];
    let judged = judge(&[criterion("met = { has = \"cors\" }")], &foreign, &[]).remove(0);
    assert_eq!(judged.outcome, Outcome::Unknown);
    let files = criterion("looks-at = \"files\"\nmet = { has = \"container\" }");
    assert_eq!(
        judge(&[files], &foreign, &[]).remove(0).outcome,
        Outcome::Missing
    );
}

#[test]
fn a_waiver_sets_aside_what_is_not_met_and_only_that() {
    let waiver = Waiver {
        criterion: "c".to_owned(),
        reason: "an `exercise`".to_owned(),
        until: "2027-01-01".to_owned(),
    };
    let waived = |body: &str, facts: Vec<Fact>| {
        judge(
            &[criterion(body)],
            &survey(facts),
            std::slice::from_ref(&waiver),
        )
        .remove(0)
    };
    let body =
        "met = { has = \"cors\" }\napplies = { any = [{ has = \"cors\" }, { has = \"route\" }] }";
    let open = waived(body, vec![fact(Kind::Route, "a", &[])]);
    assert_eq!(open.outcome, Outcome::Waived);
    assert_eq!(open.said, "Set aside until `2027-01-01`: `an 'exercise'`.");
    let met = waived(body, vec![fact(Kind::Cors, "a", &[])]);
    assert_eq!(
        (met.outcome, met.strength),
        (Outcome::Met, Some(Strength::Used))
    );
    assert_eq!(waived(body, vec![]).outcome, Outcome::NotApplicable);
    let counter = "counter = true\nviolated = { has = \"junk\" }";
    assert_eq!(
        waived(counter, vec![fact(Kind::Junk, "a", &[])]).outcome,
        Outcome::Waived
    );
    assert_eq!(waived(counter, vec![]).outcome, Outcome::Met);
}

#[test]
fn shares_and_distinct_values_are_counted_against_all() {
    let commit = |subject: &str| {
        fact(
            Kind::Commit,
            "x",
            &[("subject", subject), ("type", "normal")],
        )
    };
    let body = "met = { has = \"commit\", where = { subject = \"!/^fix$/\" }, of = { type = \"normal\" }, percent = 60 }";
    assert_eq!(
        verdict(body, vec![commit("fix"), commit("a b"), commit("c d")]).outcome,
        Outcome::Met
    );
    assert_eq!(
        verdict(body, vec![commit("fix"), commit("fix"), commit("c d")]).outcome,
        Outcome::Missing
    );
    let distinct = "met = { has = \"commit\", distinct = \"subject\", min = 2 }";
    assert_eq!(
        verdict(distinct, vec![commit("a"), commit("a")]).outcome,
        Outcome::Missing
    );
    assert_eq!(
        verdict(distinct, vec![commit("a"), commit("b")]).outcome,
        Outcome::Met
    );
}

#[test]
fn same_wants_one_value_in_every_part() {
    let route = |method: &str, resource: &str| {
        fact(
            Kind::Route,
            "r",
            &[("method", method), ("resource", resource)],
        )
    };
    let body = "met = { same = \"resource\", each = [{ has = \"route\", where = { method = \"GET\" } }, \
                { has = \"route\", where = { method = \"POST\" } }] }";
    assert_eq!(
        verdict(body, vec![route("GET", "/a"), route("POST", "/b")]).outcome,
        Outcome::Missing
    );
    assert_eq!(
        verdict(body, vec![route("GET", "/a"), route("POST", "/a")]).outcome,
        Outcome::Met
    );
}

#[test]
fn a_missing_attribute_fits_only_a_negation() {
    let body = "met = { has = \"token\", where = { operation = \"!sign\" } }";
    assert_eq!(
        verdict(body, vec![fact(Kind::Token, "a", &[])]).outcome,
        Outcome::Met
    );
    assert_eq!(
        verdict(body, vec![fact(Kind::Token, "a", &[("operation", "sign")])]).outcome,
        Outcome::Missing
    );
    let plain = "met = { has = \"token\", where = { operation = \"sign\" } }";
    assert_eq!(
        verdict(plain, vec![fact(Kind::Token, "a", &[])]).outcome,
        Outcome::Missing
    );
}

#[test]
fn evidence_is_spread_over_files_and_capped() {
    let mut facts: Vec<Fact> = (0..20)
        .map(|i| fact(Kind::Cors, if i < 18 { "a" } else { "b" }, &[]))
        .collect();
    for (index, fact) in facts.iter_mut().enumerate() {
        fact.location.line = index as u32;
    }
    let verdict = verdict("met = { has = \"cors\" }", facts);
    assert_eq!((verdict.evidence.len(), verdict.count), (EVIDENCE, 20));
    assert!(
        verdict
            .evidence
            .iter()
            .any(|fact| fact.location.path.as_ref() == "b")
    );
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
                let facts = pool
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| bits & (1 << i) != 0);
                verdict(body, facts.map(|(_, fact)| fact.clone()).collect()).outcome
            };
            assert!(
                take(subset | (1 << extra)) <= take(subset),
                "{subset:b} {extra}"
            );
        }
    }
}

const LADDER: &str = r#"
applies = { any = [{ has = "route" }, { has = "validation" }] }
met = { has = "validation" }
partial = { has = "dependency", where = { name = "check*" } }
tested = { has = "request-in-test" }
enforced = { has = "pipeline", where = { runs = "test" } }
said = { met = "By {tool}: {count} files of {files}.", missing = "None in {files} files.", not-applicable = "No route." }
"#;

#[test]
fn evidence_leaves_room_for_the_higher_rungs() {
    let mut facts: Vec<Fact> = (1..=9)
        .map(|_| fact(Kind::Validation, "a", &[("tool", "t")]))
        .collect();
    facts.push(fact(Kind::RequestInTest, "t", &[]));
    facts.push(fact(Kind::Pipeline, "ci", &[("runs", "test")]));
    let verdict = verdict(LADDER, facts);
    let shown: Vec<&str> = verdict
        .evidence
        .iter()
        .map(|fact| fact.kind.name())
        .collect();
    assert_eq!(
        shown,
        [
            "validation",
            "validation",
            "validation",
            "request-in-test",
            "pipeline"
        ]
    );
    assert_eq!(verdict.count, 9);
}

#[test]
fn a_rung_shows_what_is_of_another_kind_before_more_of_the_same() {
    let body = "met = { has = \"route\" }\ntested = { has = \"route\", where = { tested = \"true\" } }\n\
                enforced = { all = [{ has = \"route\", where = { tested = \"true\" } }, { has = \"pipeline\" }] }";
    let mut facts: Vec<Fact> = (1..=9)
        .map(|_| fact(Kind::Route, "a", &[("tested", "false")]))
        .collect();
    facts.push(fact(Kind::Route, "z", &[("tested", "true")]));
    facts.push(fact(Kind::Pipeline, "ci", &[]));
    let verdict = verdict(body, facts);
    assert_eq!(verdict.strength, Some(Strength::Enforced));
    let shown: Vec<&str> = verdict
        .evidence
        .iter()
        .map(|fact| fact.location.path.as_ref())
        .collect();
    assert_eq!(shown, ["a", "z", "a", "ci", "a"]);
}

#[test]
fn enforced_stands_alone_where_nothing_is_asked_of_tests() {
    let body = LADDER.replace("tested = { has = \"request-in-test\" }", "");
    let facts = vec![
        fact(Kind::Validation, "a", &[]),
        fact(Kind::Pipeline, "ci", &[("runs", "test")]),
    ];
    assert_eq!(
        verdict(&body, facts.clone()).strength,
        Some(Strength::Enforced)
    );
    assert_eq!(verdict(LADDER, facts).strength, Some(Strength::Used));
}

#[test]
fn sentences_are_filled_once_and_repository_text_is_quoted() {
    let tool = |name| fact(Kind::Validation, "a", &[("tool", name)]);
    let said = |facts: Vec<Fact>| verdict(LADDER, facts).said;
    assert_eq!(
        said(vec![tool("a`{files}\u{1b}[31m")]),
        "By `a'{files} [31m`: 1 file of 7."
    );
    // Words inside the quotation are not ours.
    assert_eq!(said(vec![tool("1 files")]), "By `1 files`: 1 file of 7.");
    assert_eq!(said(vec![fact(Kind::Route, "a", &[])]), "None in 7 files.");
    assert_eq!(said(vec![]), "No route.");
    // The first piece of evidence has no tool: a plain sentence takes over.
    assert_eq!(
        said(vec![fact(Kind::Validation, "a", &[])]),
        "Found 1 time."
    );
    let partial = vec![
        fact(Kind::Route, "a", &[]),
        fact(Kind::Dependency, "m", &[("name", "checker")]),
    ];
    assert_eq!(said(partial), "A first sign is there.");
}

#[test]
fn silence_of_unread_code_is_unknown_unless_a_backend_stands_beside_it() {
    let mut unread = survey(vec![]);
    unread.unread_languages = vec!["Elixir".to_owned(), "Haskell".to_owned()];
    let bodies = [
        "met = { has = \"cache\" }",
        "counter = true\nviolated = { has = \"injection\" }",
        "applies = { has = \"login\" }\nmet = { has = \"cache\" }",
    ];
    for body in bodies {
        let verdict = judge(&[criterion(body)], &unread, &[]).remove(0);
        assert_eq!(verdict.outcome, Outcome::Unknown, "{body}");
        assert_eq!(
            verdict.said,
            "Elixir and Haskell are not read yet, so this could not be looked for."
        );
    }
    let body = bodies[0];
    unread.facts = vec![fact(Kind::Cache, "a", &[])];
    assert_eq!(
        judge(&[criterion(body)], &unread, &[]).remove(0).outcome,
        Outcome::Met
    );
    unread.facts = vec![fact(Kind::Route, "a", &[])];
    assert_eq!(
        judge(&[criterion(body)], &unread, &[]).remove(0).outcome,
        Outcome::Missing
    );
}

#[test]
fn nobody_looks_yet_is_unknown_whatever_there_is() {
    let verdict = verdict(
        "not-looked-for = \"Later.\"\nmet = { has = \"cors\" }",
        vec![fact(Kind::Cors, "a", &[])],
    );
    assert_eq!(
        (verdict.outcome, verdict.said.as_str()),
        (Outcome::Unknown, "Later.")
    );
}
