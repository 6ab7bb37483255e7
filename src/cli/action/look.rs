//! What the run is about: reports on the checked-out folders, or reports that another run made.
//!
//! Where nothing can be looked at, that is an answer and no failure: a missing checkout is not the
//! learner's doing, and a check that turns red for it teaches nothing.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::inputs::{Inputs, wrong};
use crate::cli::arguments::Scan;
use crate::cli::error::Error;
use crate::cli::pipeline::{self, Compared, Knowledge, ROADMAP};
use crate::cli::threshold::Thresholds;
use crate::github::Context;
use crate::repo::RepoError;
use crate::report::Report;
use crate::report::untrusted::{self, Expected, Untrusted};
use crate::settings;

/// What came of looking.
pub enum Seen {
    Reports(Looked),
    /// A sentence and what to do about it.
    Nothing {
        why: String,
        help: String,
    },
}

/// What was looked at.
#[derive(Default)]
pub struct Looked {
    /// Each with the folder or file that it is about.
    pub reports: Vec<(String, Report)>,
    /// What must hold for each, by the inputs, else by its settings.
    pub thresholds: Vec<Thresholds>,
}

pub fn look(inputs: &Inputs, context: &Context, knowledge: &Knowledge) -> Result<Seen, Error> {
    if !inputs.reports.is_empty() {
        return taken(inputs, context, knowledge);
    }
    let mut looked = Looked::default();
    for folder in &inputs.folders {
        match scan(inputs, folder, context, knowledge) {
            Ok(Compared { report, settings }) => {
                looked.reports.push((folder.clone(), report));
                let thresholds = inputs.thresholds.clone().or(&settings.thresholds);
                looked.thresholds.push(thresholds);
            }
            Err(Error::Repository(error)) => return unreadable(inputs, folder, error),
            Err(error) => return Err(error),
        }
    }
    Ok(Seen::Reports(looked))
}

/// The report on the contributor's own head where the clone has it, else on what is checked out:
/// on a pull request HEAD is a merge that nobody wrote.
fn scan(
    inputs: &Inputs,
    folder: &str,
    context: &Context,
    knowledge: &Knowledge,
) -> Result<Compared, Error> {
    let pull = context.pull_request.as_ref();
    let mut scan = Scan {
        path: inputs.workspace.join(folder),
        rev: pull.map(|pull| pull.head_sha.clone()),
    };
    let base = pull.map(|pull| pull.base_sha.as_str());
    let mut merged = false;
    let named = inputs.roadmap.as_deref();
    // A learner's pull request is not stopped by a mistake in its settings.
    let look = |scan: &Scan| pipeline::compare(scan, base, knowledge, named, settings::leniently);
    let compared = match look(&scan) {
        Err(Error::Repository(RepoError::NoSuchRevision { .. })) => {
            merged = true;
            scan.rev = None;
            look(&scan)
        }
        compared => compared,
    };
    let mut compared = compared?;
    let report = &mut compared.report;
    report.subject.repository = Some(context.repository.to_string());
    if let Some(pull) = pull {
        // Links must lead to the contributor's commit, also where only the merge was read.
        report.subject.head = Some(pull.head_sha.clone());
    }
    if merged {
        report.limits.push(MERGED.to_owned());
    }
    Ok(compared)
}

const MERGED: &str = "The contributor's commit is not in this clone, so its merge with the base was read: \
                      `fetch-depth: 0` on the checkout step brings it.";

/// No checkout is neutral; a folder that is not in a checkout is a wrong input.
fn unreadable(inputs: &Inputs, folder: &str, error: RepoError) -> Result<Seen, Error> {
    let has_files =
        std::fs::read_dir(&inputs.workspace).is_ok_and(|mut files| files.next().is_some());
    match &error {
        RepoError::NoSuchFolder(_) | RepoError::NotAFolder(_) if has_files => Err(wrong(
            format!("the input `path` names {folder:?}, and that is no folder of this repository"),
            "write it relative to the repository's root, with the same capitals".to_owned(),
        )),
        RepoError::NoSuchFolder(_) | RepoError::NotAFolder(_) | RepoError::NotARepository(_) => {
            Ok(Seen::Nothing {
                why: match has_files {
                    true => "the workspace is not a Git repository".to_owned(),
                    false => "the workspace is empty".to_owned(),
                },
                help: "put `uses: actions/checkout@v4` with `fetch-depth: 0` before this step"
                    .to_owned(),
            })
        }
        other => Ok(Seen::Nothing {
            why: other.to_string(),
            help: other.help().unwrap_or_default(),
        }),
    }
}

/// Reports of another run. Whatever is wrong with them is that run's business.
fn taken(inputs: &Inputs, context: &Context, knowledge: &Knowledge) -> Result<Seen, Error> {
    let pull = context.pull_request.as_ref().map(|pull| &pull.head_sha);
    let followed = context.workflow_run.as_ref().map(|run| &run.head_sha);
    let Some(head) = pull.or(followed).or(context.run_sha.as_ref()) else {
        return Ok(Seen::Nothing {
            why: "it is not known which commit the report should be about".to_owned(),
            help: "use the input `report` in a workflow for `workflow_run`".to_owned(),
        });
    };
    let repository = context.repository.to_string();
    let mut looked = Looked::default();
    for name in &inputs.reports {
        let bytes = match bytes(&inputs.workspace.join(name)) {
            Ok(bytes) => bytes,
            Err(error) => {
                return Ok(Seen::Nothing {
                    why: format!("the report {name:?} cannot be read ({error})"),
                    help: "download the other run's artifact before this step, and name the file in it"
                        .to_owned(),
                });
            }
        };
        // Its settings are not here: without an input the report says which roadmap they name.
        let said = untrusted::roadmap(&bytes);
        let named = inputs.roadmap.as_ref().or(said.as_ref());
        let roadmap = match named.filter(|id| inputs.roadmap.is_some() || is_known(knowledge, id)) {
            Some(id) => pipeline::roadmap(knowledge, id)?,
            None => pipeline::roadmap(knowledge, ROADMAP)?,
        };
        let expected = Expected {
            repository: &repository,
            head,
            roadmap,
        };
        match untrusted::read(&bytes, &knowledge.rules, &expected) {
            Ok(report) => {
                looked
                    .reports
                    .push((label(name, inputs.reports.len()), report));
                looked.thresholds.push(inputs.thresholds.clone());
            }
            Err(error) => return Ok(refused(&error)),
        }
    }
    Ok(Seen::Reports(looked))
}

/// The folder of a report: the path in front of it is another one in each run.
fn label(name: &str, of: usize) -> String {
    let folder = Path::new(name).parent().and_then(Path::file_name);
    match folder {
        Some(folder) if of > 1 => folder.to_string_lossy().into_owned(),
        _ if of > 1 => name.to_owned(),
        _ => ".".to_owned(),
    }
}

fn is_known(knowledge: &Knowledge, id: &str) -> bool {
    let mut roadmaps = knowledge.rules.roadmaps.iter();
    roadmaps.any(|roadmap| roadmap.id == id)
}

fn refused(error: &Untrusted) -> Seen {
    Seen::Nothing {
        why: error.to_string(),
        help: error.help().to_owned(),
    }
}

/// A plain file, and not much more of it than a report may have. An archive may hold links.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    if !path.symlink_metadata()?.is_file() {
        return Err(std::io::Error::other("it is not a plain file"));
    }
    let mut bytes = Vec::new();
    let most = untrusted::LARGEST as u64 + 1;
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
