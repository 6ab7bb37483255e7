//! What the step leaves for the runner and for later steps: summary, outputs, report files.
//!
//! The scanned repository may hold links, so that a folder in the workspace is written to only when
//! it really lies there.

use std::path::{Component, Path, PathBuf};

use super::Env;
use super::inputs::{Inputs, wrong};
use crate::cli::error::Error;
use crate::cli::write;
use crate::github::{self, Appended};
use crate::render;
use crate::report::Report;

/// Where the reports went.
#[derive(Debug, Default)]
pub struct Written {
    /// Empty when there is no place for files.
    pub folder: String,
    pub reports: Vec<String>,
}

/// Whether the summary was written as it is.
pub fn summary(env: Env<'_>, text: &str) -> Result<bool, Error> {
    let Some(path) = env("GITHUB_STEP_SUMMARY").map(PathBuf::from) else {
        return Ok(true);
    };
    match github::append_summary(&path, text) {
        Ok(appended) => Ok(appended == Appended::Whole),
        Err(error) => Err(Error::Output(path, error)),
    }
}

pub fn outputs(env: Env<'_>, outputs: &[(&str, String)]) -> Result<(), Error> {
    let Some(path) = env("GITHUB_OUTPUT").map(PathBuf::from) else {
        return Ok(());
    };
    for (name, value) in outputs {
        github::append_output(&path, name, value)
            .map_err(|error| Error::Output(path.clone(), std::io::Error::other(error)))?;
    }
    Ok(())
}

/// The report in every format, of several folders each in a folder of its own: `1`, `2` … in their
/// order, because their names may be anything.
pub fn reports(
    env: Env<'_>,
    inputs: &Inputs,
    reports: &[(String, Report)],
    page: &str,
) -> Result<Written, Error> {
    let Some(folder) = folder(env, inputs)? else {
        return Ok(Written::default());
    };
    let mut written = Written {
        folder: folder.to_string_lossy().into_owned(),
        reports: Vec::new(),
    };
    for (index, (_, report)) in reports.iter().enumerate() {
        let own = match reports.len() {
            1 => folder.clone(),
            _ => folder.join((index + 1).to_string()),
        };
        write::set(&own, &render::files(report, Some(page)))?;
        let json = own.join("report.json");
        written.reports.push(json.to_string_lossy().into_owned());
    }
    Ok(written)
}

fn folder(env: Env<'_>, inputs: &Inputs) -> Result<Option<PathBuf>, Error> {
    let Some(given) = &inputs.report_dir else {
        let Some(temporary) = env("RUNNER_TEMP") else {
            return Ok(None);
        };
        let folder = Path::new(&temporary).join("portfolio-check");
        return create(&folder).map(|()| Some(folder));
    };
    let folder = inputs.workspace.join(given);
    if Path::new(given).is_relative() && !is_inside(&folder, &inputs.workspace) {
        return Err(wrong(
            format!("the input `report-dir` is {given:?}, and that leads out of the workspace"),
            "name a folder of its own, or leave it out for one in the runner's temporary folder"
                .to_owned(),
        ));
    }
    create(&folder)?;
    Ok(Some(folder))
}

fn create(folder: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(folder).map_err(|error| Error::Output(folder.to_owned(), error))
}

/// Asked of what is there already: the rest will be made, and holds no links.
fn is_inside(folder: &Path, workspace: &Path) -> bool {
    let climbs = folder.strip_prefix(workspace).map_or(true, |below| {
        below.components().any(|part| part == Component::ParentDir)
    });
    let there = folder
        .ancestors()
        .find(|part| part.symlink_metadata().is_ok());
    let real = there
        .and_then(|there| there.canonicalize().ok())
        .zip(workspace.canonicalize().ok());
    !climbs && real.is_some_and(|(there, workspace)| there.starts_with(workspace))
}
