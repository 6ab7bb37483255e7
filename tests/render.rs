//! Whole reports over hand-made surveys, in every format: read them as their readers would.

#[path = "render/formats.rs"]
mod formats;
#[path = "render/reports.rs"]
mod reports;
#[path = "render/surveys.rs"]
mod surveys;

use portfolio_check::judge::Waiver;
use portfolio_check::render::json::json;
use portfolio_check::render::markdown::{Target, markdown};
use portfolio_check::render::text::{Style, text};
use portfolio_check::report::Report;
use reports::{HEAD, PAGE, all, comment, report, report_with};
use unicode_width::UnicodeWidthStr;

#[test]
fn terminal_reports() {
    for (name, report) in all() {
        insta::assert_snapshot!(format!("{name}.text"), text(&report, Style::default()));
    }
}

#[test]
fn markdown_reports() {
    for (name, report) in all() {
        insta::assert_snapshot!(format!("{name}.markdown"), comment(&report));
    }
}

#[test]
fn json_reports() {
    for (name, report) in all() {
        insta::assert_snapshot!(format!("{name}.json"), json(&report));
    }
}

#[test]
fn json_is_what_the_schema_says() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../schema/report-1.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (name, report) in all() {
        let instance: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        let mistakes: Vec<String> = validator
            .iter_errors(&instance)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(mistakes.is_empty(), "{name}: {mistakes:#?}");
    }
    // The schema does refuse.
    let mut instance: serde_json::Value =
        serde_json::from_str(&json(&report(&surveys::learner()))).unwrap();
    instance["surprise"] = serde_json::Value::Null;
    assert!(!validator.is_valid(&instance));
}

#[test]
fn an_empty_repository_has_no_score() {
    let report = report(&surveys::empty());
    assert_eq!(
        (report.score.percent, report.score.level.as_str()),
        (0, "none")
    );
}

#[test]
fn the_same_survey_gives_the_same_bytes_in_any_order_of_equals() {
    let once = json(&report(&surveys::proven()));
    let again = json(&report(&surveys::proven()));
    assert_eq!(once, again);
    assert!(once.ends_with("}\n"));
}

#[test]
fn lines_keep_to_the_width_and_ascii_is_ascii() {
    for (name, report) in all() {
        for width in [60, 80, 100] {
            let style = Style {
                width,
                ..Style::default()
            };
            let drawn = text(&report, style);
            let widest = drawn.lines().map(UnicodeWidthStr::width).max().unwrap();
            assert!(
                widest <= width,
                "{name} has a line of {widest} at {width}:\n{drawn}"
            );
        }
        let ascii = Style {
            ascii: true,
            ..Style::default()
        };
        let drawn = text(&report, ascii);
        assert!(drawn.is_ascii(), "{name}: {drawn}");
    }
}

#[test]
fn colours_are_all_the_difference_that_colour_makes() {
    for (name, report) in all() {
        let plain = text(&report, Style::default());
        let colour = text(
            &report,
            Style {
                color: true,
                ..Style::default()
            },
        );
        assert!(colour.contains("\u{1b}[1m"));
        let mut stripped = colour.clone();
        for code in ["0", "1", "2", "31", "32", "33", "36"] {
            stripped = stripped.replace(&format!("\u{1b}[{code}m"), "");
        }
        let trimmed = |text: &str| -> Vec<String> {
            text.lines()
                .map(|line| line.trim_end().to_owned())
                .collect()
        };
        assert_eq!(trimmed(&stripped), trimmed(&plain), "{name}");
    }
}

#[test]
fn a_terminal_sees_no_orders_from_the_repository() {
    let drawn = text(&report(&surveys::hostile()), Style::default());
    assert!(
        drawn.chars().all(|c| c == '\n' || !c.is_control()),
        "{drawn:?}"
    );
    for line in drawn.lines() {
        assert!(
            !line.trim_start().starts_with("::") && !line.contains("##["),
            "{line}"
        );
    }
}

/// What is left when code spans are taken out, as a Markdown reader takes them out.
fn without_code(markdown: &str) -> String {
    let mut left = String::new();
    let mut rest = markdown;
    while let Some(at) = rest.find('`') {
        left.push_str(&rest[..at]);
        let opening = &rest[at..];
        let run = opening.len() - opening.trim_start_matches('`').len();
        let body = &opening[run..];
        let mut search = 0;
        let end = loop {
            let found = body[search..].find('`').expect("every code span ends") + search;
            let closing = body[found..].len() - body[found..].trim_start_matches('`').len();
            if closing == run {
                break found;
            }
            search = found + closing;
        };
        assert!(
            !body[..end].contains('\n'),
            "a code span over lines: {body}"
        );
        rest = &body[end + run..];
    }
    left.push_str(rest);
    left
}

#[test]
fn hostile_text_stays_text_in_a_comment() {
    let comment = comment(&report(&surveys::hostile()));
    let left = without_code(&comment);
    for trap in [
        "@octocat",
        "@team",
        "@everyone",
        "<script",
        "<b>",
        "<img",
        "<!--",
        "javascript:",
        "http://evil",
        "**bold**",
        "# Title",
    ] {
        assert!(!left.contains(trap), "{trap} in {left}");
    }
    assert_eq!(
        left.matches("<details>").count(),
        left.matches("</details>").count()
    );
    // Every row has as many cells as the head of its table.
    let mut columns = 0;
    for line in comment.lines() {
        match (line.starts_with('|'), columns) {
            (false, _) => columns = 0,
            (true, 0) => columns = line.matches('|').count(),
            (true, _) => assert_eq!(
                line.replace("\\|", "").matches('|').count(),
                columns,
                "{line}"
            ),
        }
    }
}

#[test]
fn a_budget_drops_whole_sections_and_says_so() {
    let mut survey = surveys::learner();
    survey.routes = (0..400)
        .map(|n| {
            let mut route = survey.routes[0].clone();
            route.path = format!("/resource-{n}/{}", "deep/".repeat(10));
            route
        })
        .collect();
    let report = report(&survey);
    let sized = |budget| {
        let target = Target {
            page: Some(PAGE.to_owned()),
            budget,
            whole: false,
            ..Target::default()
        };
        markdown(&report, &target)
    };
    let whole = sized(usize::MAX);
    assert!(whole.contains(PAGE) && !whole.contains("Not everything fits"));
    let mut lengths = Vec::new();
    for budget in [30_000, 20_000, 10_000, 5_000, 3_000, 1_500, 300] {
        let text = sized(budget);
        assert!(text.len() <= budget, "{} for {budget}", text.len());
        without_code(&text);
        let has_all = text.contains("All criteria")
            && text.contains("For reviewers")
            && text.contains("Not looked at or waived");
        assert!(
            has_all || budget == 300 || text.contains("Not everything fits"),
            "{text}"
        );
        lengths.push(text.len());
    }
    assert!(
        lengths.windows(2).all(|pair| pair[0] >= pair[1]),
        "{lengths:?}"
    );
    assert_eq!(sized(100).lines().count(), 1);
}

#[test]
fn a_report_reads_back_from_its_json() {
    let report = report(&surveys::proven());
    let again: Report = serde_json::from_str(&json(&report)).unwrap();
    assert_eq!(json(&again), json(&report));
    // Titles of levels are not on the wire; their ids are readable.
    assert_eq!(again.level_title(&again.score.level), "solid");
}

#[test]
fn without_a_commit_there_are_no_links_to_it() {
    let mut report = report(&surveys::proven());
    report.subject.head = None;
    assert!(!comment(&report).contains(PAGE));
}

#[test]
fn what_is_set_aside_is_said_with_its_reason() {
    let waiver = Waiver {
        criterion: "tests".to_owned(),
        reason: "rewritten in the next term".to_owned(),
        until: "2026-12-31".to_owned(),
    };
    let report = report_with(&surveys::learner(), &[waiver]);
    let reason = "Set aside until `2026-12-31`: `rewritten in the next term`.";
    assert!(comment(&report).contains(&format!("- Waived: Automated tests. {reason}")));
    let drawn = text(&report, Style::default());
    assert!(
        drawn
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains(reason)
    );
}
