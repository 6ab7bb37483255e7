//! The pull-request comment: how long it is where it is read, what it says in each case, and that
//! nothing in a repository is more than text in it.

#[path = "render/changes.rs"]
mod changes;
#[path = "render/reports.rs"]
mod reports;
#[path = "render/seen.rs"]
mod seen;
#[path = "render/surveys.rs"]
mod surveys;

use portfolio_check::judge::{Waiver, quote};
use portfolio_check::render::markdown::{
    COMMENT, Earlier, HARD_CAP, SUMMARY, Target, check_title, markdown, markdown_many,
};
use portfolio_check::report::{Question, Report};
use reports::{PAGE, all, comment, report, report_with};

const RUN: &str = "https://git.example/learner/tasks/actions/runs/7";
const OURS: &[&str] = &["https://git.example/learner/tasks/", "https://example.org/"];

fn target() -> Target {
    Target {
        page: Some(PAGE.to_owned()),
        budget: COMMENT,
        run: Some(RUN.to_owned()),
        ..Target::default()
    }
}

fn summary(report: &Report) -> String {
    let target = Target {
        budget: SUMMARY,
        whole: true,
        ..target()
    };
    markdown(report, &target)
}

fn variants() -> Vec<(&'static str, Report)> {
    let mut variants = Vec::from(all());
    variants.extend([
        ("gain", changes::gain()),
        ("loss", changes::loss()),
        ("nothing", changes::nothing()),
        ("worst", changes::worst(true)),
        ("worst-short", changes::worst(false)),
    ]);
    variants
}

fn several(number: usize) -> Vec<(String, Report)> {
    let kinds = [
        changes::gain(),
        changes::loss(),
        changes::nothing(),
        report(&surveys::shallow()),
    ];
    let kinds = kinds.into_iter().cycle().take(number).enumerate();
    kinds
        .map(|(index, report)| (format!("services/api-{index}"), report))
        .collect()
}

fn is_short(name: &str, comment: &str) {
    let seen = seen::lines(comment);
    assert!(seen.len() <= 12, "{name}: {seen:#?}");
    let characters: usize = seen.iter().map(|line| line.chars().count()).sum();
    assert!(characters <= 1_500, "{name}: {characters} in {seen:#?}");
    assert!(comment.matches("<details>").count() <= 3, "{name}");
    assert!(comment.len() <= COMMENT, "{name}: {} bytes", comment.len());
    assert_eq!(seen::torn_rows(comment), Vec::<String>::new(), "{name}");
}

#[test]
fn a_comment_is_read_in_a_minute() {
    for (name, report) in variants() {
        is_short(name, &markdown(&report, &target()));
        let old = Target {
            earlier: Some(Earlier {
                rules: "sha256:other".to_owned(),
                percent: 12,
            }),
            ..target()
        };
        is_short(name, &markdown(&report, &old));
    }
    for number in [0, 2, 3, 5, 6, 40] {
        is_short("several", &markdown_many(&several(number), &target()));
    }
    let worst: Vec<(String, Report)> = (0..9)
        .map(|_| ("</details>|`@everyone` ".repeat(9), changes::worst(true)))
        .collect();
    is_short("several of the worst", &markdown_many(&worst, &target()));
}

#[test]
fn comments_in_each_case() {
    for (name, report) in [
        ("gain", changes::gain()),
        ("loss", changes::loss()),
        ("nothing", changes::nothing()),
    ] {
        insta::assert_snapshot!(name, markdown(&report, &target()));
    }
    insta::assert_snapshot!("several", markdown_many(&several(4), &target()));
    insta::assert_snapshot!("summary", summary(&changes::loss()));
}

/// What a reader sees while all folds are closed.
#[test]
fn comments_at_first_sight() {
    let mut text = String::new();
    let mut add = |name: &str, comment: &str| {
        text.push_str(&format!(
            "== {name}\n{}\n\n",
            seen::lines(comment).join("\n")
        ));
    };
    for (name, report) in variants() {
        add(name, &markdown(&report, &target()));
    }
    let mut waived = changes::loss();
    waived.delta = None;
    let newer = |percent| Target {
        earlier: Some(Earlier {
            rules: "sha256:other".to_owned(),
            percent,
        }),
        ..target()
    };
    add("newer rules, first scan", &markdown(&waived, &newer(60)));
    add("newer rules", &markdown(&changes::loss(), &newer(60)));
    add(
        "newer rules, nothing changed",
        &markdown(&changes::nothing(), &newer(60)),
    );
    let same = Target {
        earlier: Some(Earlier {
            rules: waived.tool.rules.clone(),
            percent: 60,
        }),
        ..target()
    };
    assert_eq!(markdown(&waived, &same), markdown(&waived, &target()));
    add("several", &markdown_many(&several(3), &target()));
    add("many", &markdown_many(&several(12), &target()));
    insta::assert_snapshot!("first-sight", text);
}

#[test]
fn nothing_new_is_two_lines() {
    let seen = seen::lines(&markdown(&changes::nothing(), &target()));
    // The third is the closed fold.
    assert_eq!(seen.len(), 3, "{seen:#?}");
}

#[test]
fn there_is_exactly_one_next_step() {
    for (name, report) in variants() {
        let comment = markdown(&report, &target());
        let closed = seen::lines(&comment);
        let steps = closed.iter().filter(|line| line.contains("Next: ")).count();
        let expected = usize::from(report.is_judged() && !report.next_steps.is_empty());
        assert_eq!(steps, expected, "{name}: {closed:#?}");
    }
    let comment = markdown_many(&several(5), &target());
    let closed = seen::lines(&comment).concat();
    assert_eq!(closed.matches("Next: ").count(), 1, "{closed}");
}

#[test]
fn a_look_that_failed_never_lowers_a_score() {
    let mut blind = report(&surveys::shallow());
    for stage in &mut blind.stages {
        stage.percent = None;
    }
    blind.delta = changes::loss().delta;
    let seen = seen::lines(&markdown(&blind, &target()));
    assert_eq!(seen[0], "Nothing could be judged");
    assert!(
        !seen.concat().contains('−') && !seen.concat().contains("Lost"),
        "{seen:#?}"
    );
    assert_eq!(check_title(&blind), "Nothing could be judged");
    // A part that could not be looked at takes its points out on both sides.
    let mut partly = changes::nothing();
    partly.delta.as_mut().unwrap().percent = -4;
    assert!(
        !check_title(&partly).contains('('),
        "{}",
        check_title(&partly)
    );
}

#[test]
fn what_is_gone_is_linked_where_it_was() {
    let comment = markdown(&changes::loss(), &target());
    let before = format!("{PAGE}/blob/{}/test/tasks.test.js#L10", changes::BASE);
    assert!(comment.contains(&before), "{comment}");
    let removed = format!("{PAGE}/blob/{}/src/routes.js#L", changes::BASE);
    assert!(comment.contains(&removed), "{comment}");
}

#[test]
fn titles_of_checks_carry_the_change() {
    assert_eq!(check_title(&changes::gain()), "91 of 100 (+34), Solid");
    assert!(check_title(&changes::loss()).contains(" (−7), "));
    assert!(check_title(&changes::nothing()).contains(" (unchanged), "));
    assert!(!check_title(&report(&surveys::learner())).contains('('));
}

#[test]
fn whole_sections_are_dropped_and_the_summary_named() {
    for (name, report) in variants() {
        for budget in [60_000, 20_000, 8_000, 3_000, 1_500, 200] {
            let tight = Target { budget, ..target() };
            let text = markdown(&report, &tight);
            assert!(text.len() <= budget, "{name} for {budget}");
            assert_eq!(seen::torn_rows(&text), Vec::<String>::new(), "{name}");
            // Counts the folds, too.
            seen::lines(&text);
        }
    }
    let huge = Target {
        budget: usize::MAX,
        ..target()
    };
    assert!(markdown(&changes::worst(true), &huge).len() <= HARD_CAP);
    let short = markdown(&changes::worst(true), &target());
    assert!(
        short.contains(&format!("[the job summary]({RUN}) has it all")),
        "{short}"
    );
}

#[test]
fn the_summary_holds_everything_and_can_be_read() {
    let report = changes::loss();
    let summary = summary(&report);
    for criterion in &report.criteria {
        assert!(summary.contains(&criterion.title), "{}", criterion.title);
    }
    for step in &report.next_steps {
        assert!(summary.contains(&step.title));
    }
    assert!(summary.contains("**New here:**") && summary.contains("**Lost here:**"));
    assert!(seen::smuggled(&summary, OURS).is_empty());
}

#[test]
fn waived_is_said_to_reviewers_with_its_reason() {
    let waiver = Waiver {
        criterion: "tests".to_owned(),
        reason: "rewritten in the next term".to_owned(),
        until: "2026-12-31".to_owned(),
    };
    let comment = comment(&report_with(&surveys::learner(), &[waiver]));
    assert!(comment.contains("**Waived by the author**, with the reasons below: Automated tests"));
    assert!(
        comment.contains("`rewritten in the next term`"),
        "{comment}"
    );
}

#[test]
fn questions_are_bound_to_lines_of_different_topics() {
    let comment = comment(&report(&surveys::proven()));
    let (_, questions) = comment.split_once("**Questions to the author**").unwrap();
    let questions: Vec<&str> = questions
        .lines()
        .filter(|line| line.starts_with("1. "))
        .collect();
    assert!((2..=4).contains(&questions.len()), "{questions:#?}");
    for question in &questions {
        assert!(
            question.contains("? [`") && question.contains("#L"),
            "{question}"
        );
    }
    let routes = "Why does `POST /tasks` ask who is calling and `GET /tasks` not?";
    assert!(comment.contains(routes), "{comment}");
}

/// Texts that try to be more than text.
const HOSTILE: &[&str] = &[
    "@octocat",
    "@org/team",
    "#1",
    "GH-1",
    "owner/repo#1",
    "https://evil.example/x",
    "www.evil.example",
    "mail@evil.example",
    "[x](http://evil)",
    "![x](http://evil/x.png)",
    "[x][1]",
    "[1]: http://evil",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!-- portfolio-check:v1 -->",
    "-->",
    "</details>",
    "</summary></details>",
    "<details open><summary>x",
    "<sub>",
    "</sub>",
    "</code>@x",
    "<a href=\"javascript:alert(1)\">x</a>",
    "`",
    "``",
    "```",
    "` @octocat `",
    "`` @octocat ``",
    "```\n@octocat\n```",
    "a\n\n# Title",
    "a\r\n---\r\n",
    "> quote",
    "- [ ] task",
    "1. item",
    "| a | b |",
    "|",
    "\\|",
    "\\\\|",
    "`|` @octocat",
    "\\`@octocat\\`",
    "**bold**",
    "__bold__",
    "~~gone~~",
    "*x*",
    "$x$",
    "$`x`$",
    "[^1]",
    ":tada:",
    "&lt;b&gt; &#64;octocat",
    "\u{202e}gpj.exe",
    "\u{200b}@octocat",
    "\u{feff}",
    "\u{1b}[31m",
    "::error::x",
    "##[error]x",
    "a\u{2028}# b",
    "",
    "x](javascript:alert(1))",
    "a.js#L1) [x](http://evil",
    "\u{1f469}\u{200d}\u{1f4bb}",
    "ａ＠ｂ",
];

/// The text wherever a repository can put it.
fn infected(text: &str) -> Report {
    let mut report = changes::loss();
    let quoted = quote(text);
    for criterion in &mut report.criteria {
        criterion.said = format!("It is {quoted}, and more.");
        for evidence in &mut criterion.evidence {
            evidence.path = text.to_owned();
            evidence.detail = text.to_owned();
        }
    }
    for route in &mut report.routes {
        route.path = format!("/{text}");
        route.file = text.to_owned();
    }
    report.questions = vec![Question {
        criterion: "api-routes".to_owned(),
        text: format!("Why {quoted}?"),
        path: text.to_owned(),
        line: 3,
    }];
    report.limits = vec![format!("It is too large: {quoted}.")];
    report.warnings = vec![format!("There is {quoted}.")];
    report.next_steps[0].text = format!("Change {quoted}.");
    report.subject.head = Some(text.to_owned());
    let delta = report.delta.as_mut().unwrap();
    delta.base = Some(text.to_owned());
    delta.notes = vec![format!("The pull request edits {quoted}.")];
    for change in &mut delta.changes {
        for evidence in &mut change.evidence {
            evidence.path = text.to_owned();
        }
    }
    delta.routes_removed = report.routes.clone();
    report
}

#[test]
fn no_hostile_text_leaves_its_code() {
    assert!(HOSTILE.len() >= 46);
    for text in HOSTILE {
        let report = infected(text);
        let pair = [
            ((*text).to_owned(), report.clone()),
            ("b".to_owned(), changes::gain()),
        ];
        let texts = [
            markdown(&report, &target()),
            summary(&report),
            markdown_many(&pair, &target()),
        ];
        for markdown in texts {
            let smuggled = seen::smuggled(&markdown, OURS);
            assert!(
                smuggled.is_empty(),
                "{text:?} gave {smuggled:#?} in\n{markdown}"
            );
            assert_eq!(seen::torn_rows(&markdown), Vec::<String>::new(), "{text:?}");
        }
    }
    for worst in [changes::worst(true), report(&surveys::hostile())] {
        for markdown in [markdown(&worst, &target()), summary(&worst)] {
            assert_eq!(
                seen::smuggled(&markdown, OURS),
                Vec::<String>::new(),
                "{markdown}"
            );
        }
    }
}

/// The test above can fail.
#[test]
fn smuggled_text_is_seen() {
    for text in [
        "see @octocat",
        "<b>x</b>",
        "[x](http://evil)",
        "![x](y)",
        "www.evil.example",
        "#12",
        "```\nx\n```",
        "> x",
        "</details>",
        "https://evil.example",
    ] {
        assert!(!seen::smuggled(text, OURS).is_empty(), "{text}");
    }
    let row = "| a | b |\n|---|---|\n| `x|y` | z |";
    assert_eq!(seen::torn_rows(row).len(), 1);
}
