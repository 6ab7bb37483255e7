//! The `action` command: scan the checked-out repository of a workflow run, write the job summary
//! and outputs, and keep one comment on the pull request up to date.
//!
//! The learner gets the report whatever happens to the comment: summary, report file and outputs
//! come first. A token that may not comment is the normal case on a fork and no failure.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::arguments::Scan;
use super::error::Error;
use super::pipeline::{self, Knowledge};
use super::write;
use crate::github::{
    self, Annotation, Appended, Config, Context, Level, PublishError, PullRequest, State, Token,
};
use crate::render::markdown::{COMMENT, SUMMARY, Target, markdown};
use crate::render::{escape, json};
use crate::repo::RepoError;
use crate::report::Report;
use crate::settings;

/// Looks up an environment variable.
pub type Env<'e> = &'e dyn Fn(&str) -> Option<String>;

/// When to comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comment {
    /// Try, and say so when it cannot be done.
    Auto,
    /// Fail when it cannot be done.
    Always,
    Never,
}

/// The action's inputs, checked.
#[derive(Debug)]
struct Inputs {
    path: PathBuf,
    roadmap: Option<String>,
    fail_under: Option<u32>,
    comment: Comment,
    key: String,
}

/// Runs the action.
pub fn run(env: Env<'_>, knowledge: &Knowledge) -> Result<ExitCode, Error> {
    let context = Context::read(env).map_err(|error| {
        let help = "this command is for GitHub Actions; at the desk run `portfolio-check PATH`";
        Error::Usage(error.to_string(), Some(help.to_owned()))
    })?;
    let inputs = Inputs::read(env, &context)?;
    let report = scan(&inputs, &context, knowledge)?;
    let page = format!("{}/{}", context.server_url, context.repository);
    summarise(env, &report, &page)?;
    let file = report_file(env, &report)?;
    let published = publish(env, &inputs, &context, &report, &page);
    let (status, url) = match &published {
        Ok(Some(outcome)) => (outcome.status.as_str(), Some(outcome.url.clone())),
        Ok(None) => ("skipped", None),
        Err(_) => ("failed", None),
    };
    let percent = report.score.percent.to_string();
    let outputs = [
        ("score", percent.as_str()),
        ("level", report.score.level.as_str()),
        ("comment-status", status),
        ("comment-url", url.as_deref().unwrap_or_default()),
        ("report", file.as_deref().unwrap_or_default()),
    ];
    for (name, value) in outputs {
        output(env, name, value)?;
    }
    let below = inputs
        .fail_under
        .filter(|least| report.score.percent < *least);
    write::out(&log(&report, status, published.as_ref().err(), below));
    match published {
        Err(error) if inputs.comment == Comment::Always => Err(Error::Publish {
            help: Some(error.help()),
            message: error.to_string(),
        }),
        _ if below.is_some() => Ok(ExitCode::from(1)),
        _ => Ok(ExitCode::SUCCESS),
    }
}

impl Inputs {
    fn read(env: Env<'_>, context: &Context) -> Result<Inputs, Error> {
        let input = |name: &str| env(name).filter(|value| !value.trim().is_empty());
        let below = input("INPUT_PATH").unwrap_or_else(|| ".".to_owned());
        let root = context
            .workspace
            .clone()
            .unwrap_or_else(|| PathBuf::from("."));
        let fail_under = match input("INPUT_FAIL_UNDER") {
            None => None,
            Some(text) => match text.trim().parse::<u32>() {
                Ok(percent) if percent <= 100 => Some(percent),
                _ => {
                    return Err(Error::Usage(
                        format!("the input `fail-under` is {text:?}"),
                        Some("give a whole number from 0 to 100, or nothing".to_owned()),
                    ));
                }
            },
        };
        let comment = match input("INPUT_COMMENT").as_deref() {
            None | Some("auto") => Comment::Auto,
            Some("always") => Comment::Always,
            Some("never") => Comment::Never,
            Some(other) => {
                return Err(Error::Usage(
                    format!("the input `comment` is {other:?}"),
                    Some("say auto, always or never".to_owned()),
                ));
            }
        };
        Ok(Inputs {
            path: root.join(below),
            roadmap: input("INPUT_ROADMAP"),
            fail_under,
            comment,
            key: input("INPUT_KEY").unwrap_or_else(|| "default".to_owned()),
        })
    }
}

/// The report on the contributor's own head where the clone has it, else on what is checked out:
/// on a pull request HEAD is a merge that nobody wrote.
fn scan(inputs: &Inputs, context: &Context, knowledge: &Knowledge) -> Result<Report, Error> {
    let mut scan = Scan {
        path: inputs.path.clone(),
        rev: context
            .pull_request
            .as_ref()
            .map(|pull| pull.head_sha.clone()),
    };
    // A learner's pull request is not stopped by a mistake in its settings.
    let look = |scan: &Scan| {
        let named = inputs.roadmap.as_deref();
        pipeline::compare(scan, None, knowledge, named, settings::leniently)
    };
    let found = match look(&scan) {
        Err(Error::Repository(RepoError::NoSuchRevision { .. })) => {
            scan.rev = None;
            look(&scan)
        }
        found => found,
    };
    let mut report = found?.report;
    report.subject.repository = Some(context.repository.to_string());
    if let Some(pull) = &context.pull_request {
        // Links must lead to the contributor's commit, also where only the merge was read.
        report.subject.head = Some(pull.head_sha.clone());
    }
    Ok(report)
}

fn summarise(env: Env<'_>, report: &Report, page: &str) -> Result<(), Error> {
    let Some(path) = env("GITHUB_STEP_SUMMARY").map(PathBuf::from) else {
        return Ok(());
    };
    let target = Target {
        page: Some(page.to_owned()),
        budget: SUMMARY,
        whole: true,
        ..Target::default()
    };
    match github::append_summary(&path, &markdown(report, &target)) {
        Ok(Appended::Whole | Appended::Dropped) => Ok(()),
        Err(error) => Err(Error::Output(path, error)),
    }
}

/// Leaves the JSON report where later steps find it.
fn report_file(env: Env<'_>, report: &Report) -> Result<Option<String>, Error> {
    let Some(folder) = env("RUNNER_TEMP") else {
        return Ok(None);
    };
    let folder = Path::new(&folder).join("portfolio-check");
    std::fs::create_dir_all(&folder).map_err(|error| Error::Output(folder.clone(), error))?;
    let file = folder.join("report.json");
    write::whole(&file, &json::json(report))?;
    Ok(Some(file.to_string_lossy().into_owned()))
}

fn output(env: Env<'_>, name: &str, value: &str) -> Result<(), Error> {
    let Some(path) = env("GITHUB_OUTPUT").map(PathBuf::from) else {
        return Ok(());
    };
    github::append_output(&path, name, value)
        .map_err(|error| Error::Output(path, std::io::Error::other(error)))
}

/// Nothing is posted on drafts and closed pull requests, or when nobody asked.
fn publish(
    env: Env<'_>,
    inputs: &Inputs,
    context: &Context,
    report: &Report,
    page: &str,
) -> Result<Option<github::Outcome>, PublishError> {
    let Some(pull) = context
        .pull_request
        .as_ref()
        .filter(|pull| wanted(inputs.comment, pull))
    else {
        return Ok(None);
    };
    let config = Config {
        api_url: context.api_url.clone(),
        token: Token::read(env)?,
        repository: context.repository.clone(),
        number: pull.number,
        key: inputs.key.clone(),
    };
    let target = Target {
        page: Some(page.to_owned()),
        budget: COMMENT,
        whole: false,
        ..Target::default()
    };
    github::publish(&config, &markdown(report, &target)).map(Some)
}

fn wanted(comment: Comment, pull: &PullRequest) -> bool {
    match comment {
        Comment::Never => false,
        Comment::Always => pull.state == State::Open,
        Comment::Auto => pull.state == State::Open && !pull.draft,
    }
}

/// What the step prints: a line on the result, and notices that a person can act on.
fn log(report: &Report, status: &str, error: Option<&PublishError>, below: Option<u32>) -> String {
    let level = escape::terminal(&report.score.level);
    let result = match report.is_judged() {
        true => format!("{} of 100, level {level}", report.score.percent),
        false => "Nothing could be judged".to_owned(),
    };
    let mut text = format!("{result}; comment: {status}\n");
    let mut notes = Vec::new();
    if let Some(error) = error {
        let mut note = Annotation::new(Level::Notice, format!("{error}. {}", error.help()));
        note.title = Some("portfolio-check: no comment".to_owned());
        notes.push(note);
    }
    if let Some(least) = below {
        let message = format!("The score of {} is below {least}.", report.score.percent);
        let mut note = Annotation::new(Level::Error, message);
        note.title = Some("portfolio-check".to_owned());
        notes.push(note);
    }
    for note in notes {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{}", note.command());
    }
    text
}
