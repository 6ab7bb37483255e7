//! Scans a folder of labelled repositories at their labelled commits, from Git objects alone, and
//! has the reports held against the labels.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rayon::prelude::*;

use super::arguments::{Calibrate, Scan};
use super::error::Error;
use super::pipeline::{self, Knowledge};
use super::write;
use crate::calibrate::{self, Heading, Labelled, Measure};
use crate::detect::Survey;
use crate::fact::Kind;
use crate::report::Report;

pub fn run(arguments: &Calibrate, knowledge: &Knowledge) -> Result<ExitCode, Error> {
    let folder = match arguments.labels.join("corpus") {
        corpus if corpus.is_dir() => corpus,
        _ => arguments.labels.clone(),
    };
    let labelled = labels(&folder)?;
    let mirror = match &arguments.mirror {
        Some(mirror) => mirror.clone(),
        None => folder.join("repositories"),
    };
    let scanned: Vec<Option<Result<(Report, String), Error>>> = labelled
        .par_iter()
        .map(|labelled| {
            let path = place(&mirror, &labelled.repo)?;
            Some(scan(path, labelled, knowledge, &arguments.roadmap))
        })
        .collect();
    let mut measure = Measure::default();
    let mut newest = String::new();
    let mut absent = 0;
    for (labelled, scanned) in labelled.iter().zip(scanned) {
        let Some(scanned) = scanned else {
            absent += 1;
            let _ = writeln!(std::io::stderr(), "not there to scan: {:?}", labelled.repo);
            continue;
        };
        let (report, day) = scanned?;
        newest = newest.max(day);
        measure.add(labelled, &report, &knowledge.rules);
    }
    let heading = Heading {
        date: arguments.date.clone().unwrap_or(newest),
        note: arguments.note.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        rules: knowledge.rules.digest.clone(),
        roadmap: arguments.roadmap.clone(),
        absent,
    };
    let page = calibrate::page(&measure, &heading);
    match &arguments.output {
        Some(file) => write::whole(file, &page)?,
        None => write::out(&page),
    }
    Ok(ExitCode::SUCCESS)
}

/// All label files of a folder, by name.
fn labels(folder: &Path) -> Result<Vec<Labelled>, Error> {
    let wrong = |file: &Path, message: String| Error::Labels {
        file: file.to_owned(),
        message,
    };
    let entries = std::fs::read_dir(folder).map_err(|error| wrong(folder, error.to_string()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(wrong(folder, "there is no label file".to_owned()));
    }
    let read = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).map_err(|error| wrong(file, error.to_string()))?;
        Labelled::read(&text).map_err(|message| wrong(file, message))
    };
    files.iter().map(read).collect()
}

/// Where a repository stands in the mirror, if it does.
fn place(mirror: &Path, repo: &str) -> Option<PathBuf> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let (owner, name) = repo.split_once('/')?;
    // The names become paths: nothing in them may lead out of the folder.
    let is_name = |part: &str| part.chars().all(plain) && !part.trim_matches('.').is_empty();
    if !is_name(owner) || !is_name(name) {
        return None;
    }
    let joined = mirror.join(format!("{owner}+{name}"));
    [joined.join("repo"), joined, mirror.join(owner).join(name)]
        .into_iter()
        .find(|path| path.is_dir())
}

fn scan(
    path: PathBuf,
    labelled: &Labelled,
    knowledge: &Knowledge,
    roadmap: &str,
) -> Result<(Report, String), Error> {
    let scan = Scan {
        path,
        rev: Some(labelled.commit.clone()),
    };
    let scanned = pipeline::survey(&scan, knowledge)?;
    let report = pipeline::report(&scanned, knowledge, Some(roadmap))?;
    Ok((report, newest(&scanned.survey)))
}

/// The day of the newest commit.
fn newest(survey: &Survey) -> String {
    let commits = survey.facts.iter().filter(|fact| fact.kind == Kind::Commit);
    let days = commits.filter_map(|commit| commit.attribute("day"));
    days.max().unwrap_or_default().to_owned()
}
