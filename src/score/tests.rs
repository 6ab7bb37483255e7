//! Points, levels, steps and warnings over hand-made verdicts.

use super::*;
use crate::judge::Strength;
use crate::rules::schema::CriteriaFile;

const ROADMAP: &str = r#"
id = "r"
title = "R"
about = "a"
points = { partial = 40, used = 85, tested = 95, enforced = 100 }
[[stage]]
id = "one"
title = "One"
weight = 3
weights = { a = 2 }
item = [{ text = "x", criteria = ["a", "b"] }, { text = "y", criteria = ["bad"] }]
[[stage]]
id = "two"
title = "Two"
weight = 1
item = [{ text = "z", criteria = ["c"] }, { text = "s", self-study = true }]
[[level]]
id = "low"
title = "Low"
percent = 0
needs = ["a"]
[[level]]
id = "high"
title = "High"
percent = 50
needs = ["b|c"]
[[warning]]
text = "a without b"
with = ["a"]
without = ["b"]
"#;

fn criteria() -> Vec<Criterion> {
    let one = |id: &str, extra: &str| {
        format!(
            "[[criterion]]\nid = \"{id}\"\ntitle = \"T\"\nwhy = \"w\"\neffort = \"1h\"\nstep = {{ default = \"s\" }}\n{extra}\n"
        )
    };
    let text = format!(
        "family = \"f\"\n{}{}{}{}",
        one("a", "met = { has = \"test\" }"),
        one("b", "met = { has = \"test\" }"),
        one("c", "met = { has = \"test\" }"),
        one("bad", "counter = true\nviolated = { has = \"junk\" }"),
    );
    toml::from_str::<CriteriaFile>(&text).unwrap().criterion
}

fn scored(outcomes: &[(&str, Outcome, Option<Strength>)]) -> Score {
    let verdicts: Vec<Verdict> = outcomes
        .iter()
        .map(|(id, outcome, strength)| Verdict {
            criterion: (*id).to_owned(),
            family: "f".to_owned(),
            title: "T".to_owned(),
            outcome: *outcome,
            strength: *strength,
            said: String::new(),
            evidence: Vec::new(),
            count: 0,
        })
        .collect();
    score(&verdicts, &criteria(), &toml::from_str(ROADMAP).unwrap())
}

#[test]
fn an_empty_repository_scores_nothing() {
    use Outcome::{Met, Missing};
    let score = scored(&[
        ("a", Missing, None),
        ("b", Missing, None),
        ("c", Missing, None),
        ("bad", Met, None),
    ]);
    assert_eq!((score.percent, score.level), (0, None));
}

#[test]
fn weights_strengths_and_stages_make_the_percentage() {
    use Outcome::{Met, Missing, Partial};
    let score = scored(&[
        ("a", Met, Some(Strength::Enforced)),
        ("b", Partial, Some(Strength::Declared)),
        ("bad", Met, None),
        ("c", Missing, None),
    ]);
    // One: (2*100 + 40 + 100) / 4 = 85; two: 0; (3*85 + 0) / 4 = 63.75, rounded down.
    assert_eq!(score.stages[0].percent, Some(85));
    assert_eq!(score.percent, 63);
    assert_eq!(score.level, Some(("low".to_owned(), "Low".to_owned())));
}

#[test]
fn unknown_and_not_applicable_leave_the_denominator() {
    use Outcome::{Met, NotApplicable, Unknown};
    let used = Some(Strength::Used);
    let score = scored(&[
        ("a", Met, used),
        ("b", Unknown, None),
        ("bad", NotApplicable, None),
        ("c", NotApplicable, None),
    ]);
    assert_eq!((score.percent, score.stages[1].percent), (85, None));
}

#[test]
fn a_level_needs_its_must_haves_whatever_the_score() {
    use Outcome::{Met, Missing};
    let used = Some(Strength::Used);
    let score = scored(&[
        ("a", Met, used),
        ("b", Missing, None),
        ("c", Missing, None),
        ("bad", Met, None),
    ]);
    assert_eq!(score.level, Some(("low".to_owned(), "Low".to_owned())));
    let score = scored(&[
        ("a", Met, used),
        ("b", Met, used),
        ("c", Missing, None),
        ("bad", Met, None),
    ]);
    assert_eq!(score.level, Some(("high".to_owned(), "High".to_owned())));
}

#[test]
fn steps_undo_harm_first_then_open_the_next_level() {
    use Outcome::{Met, Missing, Violated};
    let score = scored(&[
        ("a", Met, Some(Strength::Used)),
        ("b", Missing, None),
        ("c", Missing, None),
        ("bad", Violated, None),
    ]);
    let steps: Vec<(&str, Option<&str>)> = score
        .steps
        .iter()
        .map(|s| (s.criterion.as_str(), s.unlocks.as_deref()))
        .collect();
    assert_eq!(steps, [("bad", None), ("b", Some("high")), ("c", None)]);
    assert_eq!(score.warnings, ["a without b"]);
}

/// `+` enforced, `t` tested, `u` used, `~` partial, `x` missing, `!` violated, `-` not applicable,
/// `?` unknown, `w` waived; of `a`, `b`, `c` and the counter-evidence `bad`.
fn drawn(signs: &str) -> Score {
    let one = |(id, sign): (&'static str, char)| {
        let (outcome, strength) = match sign {
            '+' if id == "bad" => (Outcome::Met, None),
            '+' => (Outcome::Met, Some(Strength::Enforced)),
            't' => (Outcome::Met, Some(Strength::Tested)),
            'u' => (Outcome::Met, Some(Strength::Used)),
            '~' => (Outcome::Partial, Some(Strength::Declared)),
            '!' => (Outcome::Violated, None),
            '-' => (Outcome::NotApplicable, None),
            '?' => (Outcome::Unknown, None),
            'w' => (Outcome::Waived, None),
            _ => (Outcome::Missing, None),
        };
        (id, outcome, strength)
    };
    let outcomes: Vec<_> = ["a", "b", "c", "bad"]
        .into_iter()
        .zip(signs.chars())
        .map(one)
        .collect();
    scored(&outcomes)
}

#[test]
fn a_hundred_is_said_only_of_what_is_complete() {
    let percents = |signs| {
        let score = drawn(signs);
        let stages: Vec<Option<u32>> = score.stages.iter().map(|stage| stage.percent).collect();
        (score.percent, stages)
    };
    assert_eq!(percents("++++"), (100, vec![Some(100), Some(100)]));
    assert_eq!(percents("+++!"), (81, vec![Some(75), Some(100)]));
    assert_eq!(percents("++t+"), (98, vec![Some(100), Some(95)]));
    assert_eq!(percents("+x?+"), (75, vec![Some(75), None]));
    assert_eq!(percents("+w-+"), (100, vec![Some(100), None]));
    assert_eq!(percents("????"), (0, vec![None, None]));
    // Nothing bad in an empty place is no merit, and something bad beside little counts.
    assert_eq!(percents("---+"), (0, vec![None, None]));
    assert_eq!(percents("x~x+").1[0], Some(35));
    assert_eq!(percents("x~x!").1[0], Some(10));
}

#[test]
fn fractions_that_add_up_to_a_whole_are_not_rounded_down_to_less() {
    // A third and two thirds, three sevenths and four: half of everything.
    for (one, other) in [(1, 2), (3, 4), (7, 992), (499, 502)] {
        let stage = |id: &str, a: u32, b: u32| {
            format!(
                "[[stage]]\nid = \"{id}\"\ntitle = \"S\"\nweight = 7\nweights = {{ a = {a}, b = {b} }}\n\
                 item = [{{ text = \"x\", criteria = [\"a\", \"b\"] }}]\n"
            )
        };
        let roadmap = format!(
            "id = \"r\"\ntitle = \"R\"\nabout = \"a\"\nlevel = []\n\
             points = {{ partial = 40, used = 85, tested = 95, enforced = 100 }}\n{}{}",
            stage("s", one, other),
            stage("t", other, one),
        );
        let roadmap: Roadmap = toml::from_str(&roadmap).unwrap();
        let verdict = |id: &str, outcome, strength| Verdict {
            criterion: id.to_owned(),
            family: "f".to_owned(),
            title: "T".to_owned(),
            outcome,
            strength,
            said: String::new(),
            evidence: Vec::new(),
            count: 0,
        };
        let verdicts = [
            verdict("a", Outcome::Met, Some(Strength::Enforced)),
            verdict("b", Outcome::Missing, None),
        ];
        assert_eq!(
            score(&verdicts, &criteria(), &roadmap).percent,
            50,
            "{one} {other}"
        );
    }
}

#[test]
fn a_better_outcome_never_lowers_the_score() {
    let ladder = ['x', '~', 'u', 't', '+'];
    for ranks in (0..5_usize.pow(3)).map(|n| [n % 5, n / 5 % 5, n / 25]) {
        for bad in ['!', '+', '-', '?'] {
            let text = |ranks: [usize; 3]| -> String {
                ranks
                    .iter()
                    .map(|rank| ladder[*rank])
                    .chain([bad])
                    .collect()
            };
            let before = drawn(&text(ranks)).percent;
            for better in 0..3 {
                let mut ranks = ranks;
                ranks[better] = (ranks[better] + 1).min(4);
                let after = drawn(&text(ranks)).percent;
                assert!(
                    after >= before,
                    "{} came to {after} from {before}",
                    text(ranks)
                );
            }
        }
    }
}

#[test]
fn of_alternatives_the_one_already_begun_is_proposed_and_else_the_first() {
    let first = |signs| {
        let steps = drawn(signs).steps;
        steps
            .first()
            .map(|step| (step.criterion.clone(), step.unlocks.clone()))
    };
    let step = |id: &str| Some((id.to_owned(), Some("high".to_owned())));
    assert_eq!(first("uxx+"), step("b"));
    assert_eq!(first("ux~+"), step("c"));
    // Where the first does not arise, nobody is sent the other way.
    assert_eq!(first("u-x+"), Some(("c".to_owned(), None)));
    assert_eq!(first("u--+"), None);
}

#[test]
fn efforts_are_minutes_whatever_stands_there() {
    for (effort, expected) in [("15m", 15), ("2h", 120), ("1d", 480)] {
        assert_eq!(steps::minutes(effort), expected);
    }
    for wrong in [
        "",
        "h",
        "ü",
        "2ü",
        "1w",
        "-1h",
        "99999999999999999999d",
        "18446744073709551615h",
    ] {
        assert_eq!(steps::minutes(wrong), 480, "{wrong}");
    }
}

#[test]
fn what_comes_first_holds_back_only_while_this_roadmap_can_propose_it() {
    let text = |after: &str| {
        let one = |id: &str, after: &str| {
            format!(
                "[[criterion]]\nid = \"{id}\"\ntitle = \"T\"\nwhy = \"w\"\neffort = \"1h\"\nafter = {after}\n\
                 met = {{ has = \"test\" }}\nstep = {{ default = \"s\" }}\n"
            )
        };
        format!(
            "family = \"f\"\n{}{}{}{}",
            one("a", "[]"),
            one("b", after),
            one("c", "[]"),
            one("far", "[]")
        )
    };
    let steps = |after: &str, a: Outcome| {
        let criteria = toml::from_str::<CriteriaFile>(&text(after))
            .unwrap()
            .criterion;
        let outcomes = [
            ("a", a),
            ("b", Outcome::Missing),
            ("c", Outcome::Met),
            ("far", Outcome::Missing),
        ];
        let verdict = |(id, outcome): (&str, Outcome)| Verdict {
            criterion: id.to_owned(),
            family: "f".to_owned(),
            title: "T".to_owned(),
            outcome,
            strength: None,
            said: String::new(),
            evidence: Vec::new(),
            count: 0,
        };
        let verdicts: Vec<Verdict> = outcomes.into_iter().map(verdict).collect();
        let score = score(&verdicts, &criteria, &toml::from_str(ROADMAP).unwrap());
        score
            .steps
            .into_iter()
            .map(|step| step.criterion)
            .collect::<Vec<_>>()
    };
    assert_eq!(steps("[\"a\"]", Outcome::Missing), ["a"]);
    assert_eq!(steps("[\"a\"]", Outcome::Met), ["b"]);
    assert_eq!(steps("[\"a\"]", Outcome::NotApplicable), ["b"]);
    assert_eq!(steps("[\"far\"]", Outcome::Met), ["b"]);
}
