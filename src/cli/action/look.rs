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
use crate::cli::pipeline::{self, Compared, Knowledge, Mistake};
use crate::cli::threshold::Thresholds;
use crate::github::Context;
use crate::repo::RepoError;
use crate::report::Report;
use crate::report::untrusted::{self, Expected, Untrusted};
use crate::rules::schema::Roadmap;

/// What came of looking.
pub enum Seen {
    /// Each with the folder or file that it is about, and what it is held against.
    Reports(Vec<(String, Report)>, Vec<Thresholds>),
    /// A sentence and what to do about it.
    Nothing { why: String, help: String },
}

pub fn look(inputs: &Inputs, context: &Context, knowledge: &Knowledge) -> Result<Seen, Error> {
    // A wrong name is an error also where there is nothing to look at.
    let named = inputs.roadmap.as_deref().unwrap_or(pipeline::ROADMAP);
    let roadmap = pipeline::roadmap(knowledge, named)?;
    if !inputs.reports.is_empty() {
        return taken(inputs, context, knowledge, roadmap);
    }
    let (mut reports, mut thresholds) = (Vec::new(), Vec::new());
    for folder in &inputs.folders {
        match scan(inputs, folder, context, knowledge) {
            Ok(Compared { report, settings }) => {
                let own = inputs.thresholds.clone().or(&settings.thresholds);
                own.check(pipeline::roadmap(knowledge, &report.roadmap.id)?)?;
                thresholds.push(own);
                reports.push((folder.clone(), report));
            }
            Err(Error::Repository(error)) => return unreadable(inputs, folder, error),
            Err(error) => return Err(error),
        }
    }
    Ok(Seen::Reports(reports, thresholds))
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
    // A learner's pull request is not stopped by a mistake in its settings.
    let look = |scan: &Scan| {
        let named = inputs.roadmap.as_deref();
        pipeline::compare(scan, base, knowledge, named, Mistake::IsNoted)
    };
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
fn taken(
    inputs: &Inputs,
    context: &Context,
    knowledge: &Knowledge,
    roadmap: &Roadmap,
) -> Result<Seen, Error> {
    let pull = context.pull_request.as_ref().map(|pull| &pull.head_sha);
    let followed = context.workflow_run.as_ref().map(|run| &run.head_sha);
    let Some(head) = pull.or(followed).or(context.run_sha.as_ref()) else {
        return Ok(Seen::Nothing {
            why: "it is not known which commit the report should be about".to_owned(),
            help: "use the input `report` in a workflow for `workflow_run`".to_owned(),
        });
    };
    let expected = Expected {
        repository: &context.repository.to_string(),
        head,
        roadmap,
    };
    let mut reports = Vec::new();
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
        match untrusted::read(&bytes, &knowledge.rules, &expected) {
            Ok(report) => reports.push((name.clone(), report)),
            Err(error) => return Ok(refused(&error)),
        }
    }
    inputs.thresholds.check(roadmap)?;
    let thresholds = vec![inputs.thresholds.clone(); reports.len()];
    Ok(Seen::Reports(reports, thresholds))
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
