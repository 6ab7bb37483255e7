//! The `action` command: look at the checked-out repository of a workflow run, write the job
//! summary and outputs, and keep one comment on the pull request up to date.
//!
//! The learner gets the report whatever happens to the comment: summary, report files and outputs
//! come first. A token that may not comment is the normal case on a fork and no failure, and so is
//! a run that cannot look: the step is red only for wrong inputs and for what somebody asked for.

mod files;
mod inputs;
mod log;
mod look;
mod publish;

use std::process::ExitCode;

use super::error::Error;
use super::pipeline::{self, Knowledge};
use super::threshold::{Failure, Held};
use super::write;
use crate::github::Context;
use crate::render::markdown::{SUMMARY, Target};
use inputs::{Comment, Inputs};
use look::{Looked, Seen};
use publish::Published;

/// Looks up an environment variable.
pub type Env<'e> = &'e dyn Fn(&str) -> Option<String>;

/// Runs the action.
pub fn run(env: Env<'_>, knowledge: &Knowledge) -> Result<ExitCode, Error> {
    let context = Context::read(env).map_err(|error| {
        let help = "this command is for GitHub Actions; at the desk run `portfolio-check PATH`";
        Error::Usage(error.to_string(), Some(help.to_owned()))
    })?;
    let inputs = Inputs::read(env, context.workspace.as_deref())?;
    // A wrong name is an error also where there is nothing to look at.
    let named = inputs.roadmap.as_deref().unwrap_or(pipeline::ROADMAP);
    inputs
        .thresholds
        .check(pipeline::roadmap(knowledge, named)?)?;
    let looked = match look::look(&inputs, &context, knowledge)? {
        Seen::Reports(looked) => looked,
        Seen::Nothing { why, help } => {
            files::summary(env, &log::nothing_summary(&why, &help))?;
            files::outputs(env, &log::nothing_outputs())?;
            write::out(&log::nothing(&context, &why, &help));
            return Ok(ExitCode::SUCCESS);
        }
    };
    let Looked { reports, .. } = &looked;
    let page = format!("{}/{}", context.server_url, context.repository);
    let whole = Target {
        page: Some(page.clone()),
        budget: SUMMARY,
        whole: true,
        ..Target::default()
    };
    let is_taken = !inputs.reports.is_empty();
    let is_whole = files::summary(env, &publish::text(reports, &whole, is_taken))?;
    let written = files::reports(env, &inputs, reports, &page)?;
    let published = publish::publish(env, &inputs, &context, reports, &page);
    let held = held(&looked, knowledge)?;
    let passed = held.failures.is_empty();
    files::outputs(env, &log::outputs(reports, &published, &written, passed))?;
    write::out(&log::log(&context, reports, &published, &held, is_whole));
    match published {
        Published::Failed(error) if inputs.comment == Comment::Always => Err(Error::Publish {
            help: Some(error.help()),
            message: error.to_string(),
        }),
        _ if !passed => Ok(ExitCode::from(1)),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// What the thresholds say of all folders.
fn held(looked: &Looked, knowledge: &Knowledge) -> Result<Held, Error> {
    let mut all = Held::default();
    for ((folder, report), thresholds) in looked.reports.iter().zip(&looked.thresholds) {
        let of = match looked.reports.len() {
            1 => String::new(),
            _ => format!("{folder}: "),
        };
        let roadmap = pipeline::roadmap(knowledge, &report.roadmap.id)?;
        let held = thresholds.held(report, roadmap);
        let failures = held.failures.into_iter().map(|failure| Failure {
            sentence: format!("{of}{}", failure.sentence),
        });
        all.failures.extend(failures);
        let notes = held.notes.into_iter().map(|note| format!("{of}{note}"));
        all.notes.extend(notes);
    }
    Ok(all)
}
