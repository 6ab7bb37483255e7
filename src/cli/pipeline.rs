//! The way of the data, from a path to a report.

use std::path::Path;

use super::arguments::Scan;
use super::error::Error;
use crate::detect::{self, Outlines, Survey};
use crate::judge::{self, quote};
use crate::proof;
use crate::repo::{self, MergeBase, Role, Roles, Snapshot, Why};
use crate::report::{self, Report};
use crate::rules::schema::Roadmap;
use crate::rules::{self, Rules};
use crate::score;

/// The rules, and what they say of file roles.
pub struct Knowledge {
    pub rules: Rules,
    pub roles: Roles,
}

/// The built-in rules, or those of a folder.
pub fn knowledge(folder: Option<&Path>) -> Result<Knowledge, Error> {
    let rules = match folder {
        Some(folder) => {
            let files = rules::source::folder(folder)
                .map_err(|error| Error::RulesFolder(folder.to_owned(), error))?;
            rules::load(&files)
        }
        // The built-in rules were checked by the tests of this program.
        None => rules::lazily(|| rules::load(&rules::source::embedded())),
    };
    let rules = rules.map_err(Error::Rules)?;
    let named = [
        Role::Source,
        Role::Test,
        Role::Docs,
        Role::Example,
        Role::Vendored,
        Role::Generated,
        Role::Scaffold,
    ];
    let lists = rules
        .roles
        .iter()
        .filter_map(|(name, globs)| {
            let role = named
                .into_iter()
                .find(|role| detect::role_name(*role) == name)?;
            Some((role, globs.clone()))
        })
        .collect();
    // The globs were checked with the rules.
    let roles = Roles::new(lists).map_err(|error| Error::Usage(error.to_string(), None))?;
    Ok(Knowledge { rules, roles })
}

/// Reads and surveys what is to be scanned.
pub fn survey(scan: &Scan, knowledge: &Knowledge) -> Result<(Snapshot, Survey), Error> {
    let snapshot = repo::open(&scan.path, &at(scan.rev.clone()), &knowledge.roles)?;
    let survey = surveyed(&snapshot, knowledge, &mut Outlines::default());
    Ok((snapshot, survey))
}

/// The text files of a folder as they are, as if it were a repository without history.
pub fn folder(root: &Path, roles: &Roles) -> Result<Snapshot, Error> {
    let wrong = |error: walkdir::Error| Error::Usage(format!("{error}"), None);
    let mut files = Vec::new();
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.file_name() != ".git") {
        let entry = entry.map_err(wrong)?;
        let small = entry.metadata().is_ok_and(|about| about.len() <= 1 << 20);
        if let (true, true, Ok(path), Ok(text)) = (
            entry.file_type().is_file(),
            small,
            entry.path().strip_prefix(root),
            std::fs::read_to_string(entry.path()),
        ) {
            files.push((path.to_string_lossy().replace('\\', "/"), text));
        }
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    Ok(proof::written(&files, roles))
}

fn at(rev: Option<String>) -> repo::Options {
    repo::Options {
        rev,
        ..repo::Options::default()
    }
}

fn surveyed(snapshot: &Snapshot, knowledge: &Knowledge, outlines: &mut Outlines) -> Survey {
    let options = detect::Options::default();
    let Knowledge { rules, roles } = knowledge;
    detect::survey_again(snapshot, rules, roles, &options, outlines)
}

/// The report of what is to be scanned and, with a base, its change since then.
///
/// `base` is a revision, for a pull request the id of its base's commit. What is compared is the
/// merge base of it and of what is scanned (`scan.rev`, else HEAD): what happened on the base since
/// is not the head's doing. The merge base is read from Git objects, with the rules and the roadmap
/// of the head; files and commits that both share are read and parsed once.
///
/// Where there is nothing to compare with (a shallow clone, no common history) the report has no
/// delta and its first limit says why and what to do.
///
/// # Errors
/// As [`survey`] and [`report`]; and when `base` is misspelt in a clone that is whole.
pub fn compare(
    scan: &Scan,
    base: Option<&str>,
    knowledge: &Knowledge,
    roadmap: &str,
) -> Result<Report, Error> {
    let merge_base = match base {
        Some(base) => Some(repo::merge_base(&scan.path, base, scan.rev.as_deref())?),
        None => None,
    };
    let snapshot = repo::open(&scan.path, &at(scan.rev.clone()), &knowledge.roles)?;
    let mut outlines = Outlines::default();
    let survey = surveyed(&snapshot, knowledge, &mut outlines);
    let mut report = self::report(&snapshot, &survey, knowledge, roadmap)?;
    let (Some(base), Some(merge_base)) = (base, merge_base) else {
        return Ok(report);
    };
    let before = match merge_base {
        MergeBase::Commit(id) => {
            let options = at(Some(id));
            match repo::open_beside(&snapshot, &scan.path, &options, &knowledge.roles) {
                Ok(before) => incomplete(&before, base).map_or(Ok(before), Err),
                Err(error) => Err(uncompared(base, &error.to_string())),
            }
        }
        nowhere => Err(without(&nowhere, base)),
    };
    match before {
        Ok(before) => {
            let survey = surveyed(&before, knowledge, &mut outlines);
            let before = self::report(&before, &survey, knowledge, roadmap)?;
            report.subject.base.clone_from(&before.subject.head);
            report.delta = Some(report::delta(&report, &before));
        }
        Err(limit) => report.limits.insert(0, limit),
    }
    Ok(report)
}

/// Files that a partial clone left out would look as if the head had added them.
fn incomplete(base: &Snapshot, name: &str) -> Option<String> {
    let missing = base.skipped.iter().filter(|file| file.why == Why::Missing);
    match missing.count() {
        0 => None,
        1 => Some(uncompared(name, "a file of it is not in this clone")),
        count => Some(uncompared(
            name,
            &format!("{count} files of it are not in this clone"),
        )),
    }
}

/// Why there is no merge base: a sentence with the fix.
fn without(merge_base: &MergeBase, base: &str) -> String {
    let base_name = quote(base);
    match merge_base {
        MergeBase::NotFetched { shallow: true } => format!(
            "The clone is shallow and does not reach where the head left {base_name}, so nothing \
             is compared. Fetch all of it (`git fetch --unshallow`; in a workflow \
             `fetch-depth: 0`)."
        ),
        MergeBase::NotFetched { shallow: false } => format!(
            "The base {base_name} is not in this clone, so nothing is compared. Fetch it (in a \
             workflow `fetch-depth: 0`)."
        ),
        MergeBase::Unrelated => format!(
            "The base {base_name} and the head have no commit in common, so nothing is compared."
        ),
        MergeBase::NoCommits => {
            format!("There is no commit yet that could be compared with {base_name}.")
        }
        MergeBase::Unreadable(reason) => uncompared(base, reason),
        // It is there.
        MergeBase::Commit(_) => uncompared(base, "it cannot be read"),
    }
}

fn uncompared(base: &str, reason: &str) -> String {
    let reason = reason.trim_end_matches('.');
    format!(
        "Nothing is compared with the base {}: {reason}.",
        quote(base)
    )
}

/// The roadmap with this id.
pub fn roadmap<'k>(knowledge: &'k Knowledge, id: &str) -> Result<&'k Roadmap, Error> {
    let roadmaps = &knowledge.rules.roadmaps;
    if let Some(roadmap) = roadmaps.iter().find(|known| known.id == id) {
        return Ok(roadmap);
    }
    let known: Vec<&str> = roadmaps.iter().map(|roadmap| roadmap.id.as_str()).collect();
    let help = match rules::closest(id, &known) {
        Some(near) => format!("is it `{near}`?"),
        None => format!("roadmaps are {}", known.join(", ")),
    };
    Err(Error::Usage(
        format!("there is no roadmap `{id}`"),
        Some(help),
    ))
}

/// The report of a survey against a roadmap.
pub fn report(
    snapshot: &Snapshot,
    survey: &Survey,
    knowledge: &Knowledge,
    roadmap: &str,
) -> Result<Report, Error> {
    let rules = &knowledge.rules;
    let roadmap = self::roadmap(knowledge, roadmap)?;
    let verdicts = judge::judge(&rules.criteria, survey, &[]);
    let score = score::score(&verdicts, &rules.criteria, roadmap);
    let subject = report::SubjectOf {
        repository: snapshot.repository.clone(),
        head: snapshot.head.clone(),
        rules: rules.digest.clone(),
    };
    Ok(report::build(
        &subject,
        survey,
        &rules.criteria,
        &verdicts,
        roadmap,
        &score,
    ))
}
