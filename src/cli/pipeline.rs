//! The way of the data, from a path to a report.

use std::path::Path;

use super::arguments::Scan;
use super::error::Error;
use super::own;
use crate::detect::{self, Outlines, Survey};
use crate::judge::{self, quote};
use crate::proof;
use crate::repo::{self, MergeBase, Role, Roles, Snapshot, Why};
use crate::report::{self, Report};
use crate::rules::schema::Roadmap;
use crate::rules::{self, Rules};
use crate::score;
use crate::settings::{self, Decided, Known, Reading, Settings, Waived};

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
    let usage = |error: &dyn std::fmt::Display| Error::Usage(error.to_string(), None);
    let roles = Roles::new(lists)
        .map_err(|error| usage(&error))?
        .with_signs(&rules.signs)
        .map_err(|error| usage(&error))?
        .with_foreign(rules.foreign.clone())
        .with_written(rules.written.clone());
    Ok(Knowledge { rules, roles })
}

/// What was read and found.
pub struct Scanned {
    pub snapshot: Snapshot,
    pub survey: Survey,
    pub settings: Settings,
    /// What a reader must know of the settings.
    pub notes: Vec<String>,
}

/// A report with the settings that it was made with.
pub struct Compared {
    pub report: Report,
    pub settings: Settings,
}

/// The roadmap when nobody names one.
pub const ROADMAP: &str = "backend-2026";

/// Reads and surveys what is to be scanned, with its own settings.
pub fn survey(scan: &Scan, knowledge: &Knowledge) -> Result<Scanned, Error> {
    let snapshot = repo::open(&scan.path, &at(scan.rev.clone()), &knowledge.roles)?;
    let decided = own_settings(&snapshot, knowledge, settings::strictly)?;
    let outlines = &mut Outlines::default();
    Ok(surveyed(&scan.path, snapshot, decided, knowledge, outlines))
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

/// The settings file is read also while nobody tracks it: it is tried out before it is committed.
fn at(rev: Option<String>) -> repo::Options {
    repo::Options {
        rev,
        untracked: vec![settings::FILE.to_owned()],
        ..repo::Options::default()
    }
}

fn own_settings(
    snapshot: &Snapshot,
    knowledge: &Knowledge,
    read: Reading,
) -> Result<Decided, Error> {
    read(snapshot, &Known::of(&knowledge.rules)).map_err(Error::Settings)
}

/// Surveys a snapshot, taken at `path`, with settings that were decided on.
fn surveyed(
    path: &Path,
    snapshot: Snapshot,
    decided: Decided,
    knowledge: &Knowledge,
    outlines: &mut Outlines,
) -> Scanned {
    let Decided { settings, note } = decided;
    let mut notes = Vec::from_iter(note);
    let own = own::own(path, &snapshot, &settings, knowledge);
    notes.extend(own.notes);
    let options = detect::Options {
        ignore: settings.ignored(&snapshot.folder),
        inherited: own.inherited,
        ..detect::Options::default()
    };
    let Knowledge { rules, roles } = knowledge;
    let survey = detect::survey_again(&snapshot, rules, roles, &options, outlines);
    Scanned {
        snapshot,
        survey,
        settings,
        notes,
    }
}

/// The report of what is to be scanned and, with a base, its change since then.
///
/// `base` is a revision, for a pull request the id of its base's commit. What is compared is the
/// merge base of it and of what is scanned (`scan.rev`, else HEAD): what happened on the base since
/// is not the head's doing. The merge base is read from Git objects, with the rules and the roadmap
/// of the head; files and commits that both share are read and parsed once. Its settings decide for
/// both sides, so that no change can waive what it breaks.
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
    roadmap: Option<&str>,
    read: Reading,
) -> Result<Compared, Error> {
    let merge_base = match base {
        Some(base) => Some(repo::merge_base(&scan.path, base, scan.rev.as_deref())?),
        None => None,
    };
    let snapshot = repo::open(&scan.path, &at(scan.rev.clone()), &knowledge.roles)?;
    let own = own_settings(&snapshot, knowledge, read)?;
    let before = match (base, merge_base) {
        (Some(base), Some(MergeBase::Commit(id))) => {
            let options = at(Some(id));
            Some(
                match repo::open_beside(&snapshot, &scan.path, &options, &knowledge.roles) {
                    Ok(before) => incomplete(&before, base).map_or(Ok(before), Err),
                    Err(error) => Err(uncompared(base, &error.to_string())),
                },
            )
        }
        (Some(base), Some(nowhere)) => Some(Err(without(&nowhere, base))),
        _ => None,
    };
    let (mut decided, mut edited) = (own, None);
    if let Some(Ok(before)) = &before {
        let known = Known::of(&knowledge.rules);
        decided = settings::decide(settings::text(&snapshot), settings::text(before), &known);
        edited = decided.note.take();
    }
    let settings = decided.settings.clone();
    let mut outlines = Outlines::default();
    let path = &scan.path;
    let scanned = surveyed(path, snapshot, decided, knowledge, &mut outlines);
    let mut report = self::report(&scanned, knowledge, roadmap)?;
    match before {
        Some(Ok(before)) => {
            let decided = Decided {
                settings: settings.clone(),
                note: None,
            };
            let before = surveyed(path, before, decided, knowledge, &mut outlines);
            // A waiver that ends between the two holds for both or for none.
            let before = judged(&before, knowledge, roadmap, waived(&scanned))?;
            report.subject.base.clone_from(&before.subject.head);
            let mut delta = report::delta(&report, &before);
            delta.notes.splice(0..0, edited);
            report.delta = Some(delta);
        }
        Some(Err(limit)) => report.limits.insert(0, limit),
        None => {}
    }
    Ok(Compared { report, settings })
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

/// The report of a survey against a roadmap: the one named, else that of the settings.
pub fn report(
    scanned: &Scanned,
    knowledge: &Knowledge,
    named: Option<&str>,
) -> Result<Report, Error> {
    judged(scanned, knowledge, named, waived(scanned))
}

/// The waivers that hold at the date of what is scanned.
fn waived(scanned: &Scanned) -> Waived {
    let snapshot = &scanned.snapshot;
    let committed = snapshot.history.committed(snapshot.head.as_deref());
    scanned.settings.waived(committed)
}

fn judged(
    scanned: &Scanned,
    knowledge: &Knowledge,
    named: Option<&str>,
    waived: Waived,
) -> Result<Report, Error> {
    let Scanned {
        snapshot,
        survey,
        settings,
        notes,
    } = scanned;
    let rules = &knowledge.rules;
    let roadmap = named.or(settings.roadmap.as_deref()).unwrap_or(ROADMAP);
    let roadmap = self::roadmap(knowledge, roadmap)?;
    let verdicts = judge::judge(&rules.criteria, survey, &waived.holding);
    let score = score::score(&verdicts, &rules.criteria, roadmap);
    let subject = report::SubjectOf {
        repository: snapshot.repository.clone(),
        head: snapshot.head.clone(),
        rules: rules.digest.clone(),
        notes: notes.iter().chain(&waived.expired).cloned().collect(),
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
