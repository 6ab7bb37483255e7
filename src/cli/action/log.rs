//! What the step says: its outputs, a line on the result, and notes that a person can act on.

use std::fmt::Write as _;

use super::files::Written;
use super::publish::{Published, lowest};
use crate::cli::threshold::Held;
use crate::github::{Annotation, Context, Level};
use crate::render::annotations;
use crate::render::escape::{self, Place, sentence};
use crate::render::markdown::check_title;
use crate::report::Report;

const NAME: &str = "portfolio-check";

/// The outputs. With several folders the lowest score speaks.
pub fn outputs(
    reports: &[(String, Report)],
    published: &Published,
    written: &Written,
    passed: bool,
) -> Vec<(&'static str, String)> {
    let report = lowest(reports).filter(|report| report.is_judged());
    let or_empty = |value: Option<String>| value.unwrap_or_default();
    vec![
        (
            "score",
            or_empty(report.map(|report| report.score.percent.to_string())),
        ),
        (
            "level",
            or_empty(report.map(|report| report.score.level.clone())),
        ),
        (
            "title",
            lowest(reports).map(check_title).unwrap_or_default(),
        ),
        ("delta", or_empty(report.and_then(delta))),
        ("passed", passed.to_string()),
        ("comment-status", published.status().to_owned()),
        ("comment-url", published.url().to_owned()),
        ("report", written.reports.join("\n")),
        ("report-dir", written.folder.clone()),
    ]
}

/// The outputs of a run that could not look: a step that asks `passed` goes on.
pub fn nothing_outputs() -> Vec<(&'static str, String)> {
    let said = [
        ("score", ""),
        ("level", ""),
        ("title", "Nothing could be looked at"),
        ("delta", ""),
        ("passed", "true"),
        ("comment-status", "skipped"),
        ("comment-url", ""),
        ("report", ""),
        ("report-dir", ""),
    ];
    said.map(|(name, value)| (name, value.to_owned())).to_vec()
}

/// `+4`, `-2`, `0`; nothing without a base.
fn delta(report: &Report) -> Option<String> {
    let delta = report.delta.as_ref()?;
    Some(match delta.percent {
        0 => "0".to_owned(),
        percent => format!("{percent:+}"),
    })
}

pub fn log(
    context: &Context,
    reports: &[(String, Report)],
    published: &Published,
    held: &Held,
    is_whole: bool,
) -> String {
    let mut text = String::new();
    for (folder, report) in reports {
        let of = match reports.len() {
            1 => String::new(),
            _ => format!("{}: ", escape::terminal(folder)),
        };
        put(&mut text, &format!("{of}{}", check_title(report)));
    }
    put(&mut text, &format!("Comment: {}", published.status()));
    if let Some(reason) = published.reason() {
        put(&mut text, reason);
    }
    for (_, report) in reports {
        put_beside_lines(&mut text, report, reports.len());
    }
    put_problem(&mut text, context);
    if !is_whole {
        let message = "The job summary is too long for GitHub and was left out. \
                       The whole report is in the file that the output `report` names.";
        note(&mut text, Level::Notice, "no summary", message);
    }
    if let Published::Failed(error) = published {
        let message = format!("There is no comment: {error}. Next: {}.", error.help());
        note(&mut text, Level::Notice, "no comment", &message);
    }
    for said in &held.notes {
        note(&mut text, Level::Notice, "", said);
    }
    for failure in &held.failures {
        note(&mut text, Level::Error, "", &failure.sentence);
    }
    text
}

pub fn nothing(context: &Context, why: &str, help: &str) -> String {
    let mut text = String::new();
    put_problem(&mut text, context);
    let message = format!("Nothing could be looked at: {why}. Next: {help}.");
    note(&mut text, Level::Warning, "nothing to look at", &message);
    text
}

pub fn nothing_summary(why: &str, help: &str) -> String {
    let why = sentence(why, Place::Text);
    let help = sentence(help, Place::Text);
    format!(
        "### Nothing could be looked at\n\nThis says nothing about the repository: {why}.\n\n**Next:** {help}.\n"
    )
}

/// An event that cannot be read costs the comment and nothing else.
fn put_problem(text: &mut String, context: &Context) {
    if let Some(problem) = &context.problem {
        let message = format!(
            "The event could not be read, so there is no pull request to comment on: {problem}. \
             Run the job again; the result is in the job summary."
        );
        note(text, Level::Notice, "no comment", &message);
    }
}

/// Notes beside the lines of the pull request: at most ten in all, the most useful first.
fn put_beside_lines(text: &mut String, report: &Report, reports: usize) {
    let most = (annotations::MOST / reports.max(1)).max(1);
    for found in annotations::annotations(report).into_iter().take(most) {
        let level = match found.level {
            annotations::Level::Notice => Level::Notice,
            annotations::Level::Warning => Level::Warning,
        };
        let mut note = Annotation::new(level, found.message);
        note.title = Some(found.title);
        note.file = found.file;
        note.line = found.line;
        put(text, &note.command());
    }
}

fn note(text: &mut String, level: Level, about: &str, message: &str) {
    let mut note = Annotation::new(level, message);
    note.title = Some(match about {
        "" => NAME.to_owned(),
        about => format!("{NAME}: {about}"),
    });
    put(text, &note.command());
}

/// Writing to a text cannot fail.
fn put(text: &mut String, line: &str) {
    let _ = writeln!(text, "{line}");
}
