//! The way of the data, from a path to a report.

use std::path::Path;

use super::arguments::Scan;
use super::error::Error;
use super::own;
use crate::detect::{self, Survey};
use crate::judge;
use crate::repo::{self, Role, Roles, Snapshot};
use crate::report::{self, Report};
use crate::rules::{self, Rules};
use crate::score;
use crate::settings::{self, Decided, Known, Settings};

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

/// What was read and found.
pub struct Scanned {
    pub snapshot: Snapshot,
    pub survey: Survey,
    pub settings: Settings,
    /// What a reader must know of the settings.
    pub notes: Vec<String>,
}

/// The roadmap when nobody names one.
const ROADMAP: &str = "backend-2026";

/// Takes the snapshot of what is to be scanned, with the settings file also where it is not tracked yet.
pub fn snapshot(scan: &Scan, knowledge: &Knowledge) -> Result<Snapshot, Error> {
    let options = repo::Options {
        rev: scan.rev.clone(),
        untracked: vec![settings::FILE.to_owned()],
        ..repo::Options::default()
    };
    Ok(repo::open(&scan.path, &options, &knowledge.roles)?)
}

/// Reads and surveys what is to be scanned, with its own settings: a mistake in them is an error.
pub fn survey(scan: &Scan, knowledge: &Knowledge) -> Result<Scanned, Error> {
    let snapshot = snapshot(scan, knowledge)?;
    let known = Known::of(&knowledge.rules);
    let settings = settings::read(&snapshot, &known).map_err(Error::Settings)?;
    let decided = Decided {
        settings,
        note: None,
    };
    Ok(survey_with(&scan.path, snapshot, decided, knowledge))
}

/// Surveys a snapshot, taken at `path`, with settings that were decided on.
pub fn survey_with(
    path: &Path,
    snapshot: Snapshot,
    decided: Decided,
    knowledge: &Knowledge,
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
    let survey = detect::survey(&snapshot, &knowledge.rules, &knowledge.roles, &options);
    Scanned {
        snapshot,
        survey,
        settings,
        notes,
    }
}

/// The report of a survey against a roadmap: the one named, else that of the settings.
pub fn report(
    scanned: &Scanned,
    knowledge: &Knowledge,
    named: Option<&str>,
) -> Result<Report, Error> {
    let Scanned {
        snapshot,
        survey,
        settings,
        notes,
    } = scanned;
    let rules = &knowledge.rules;
    let known: Vec<&str> = rules
        .roadmaps
        .iter()
        .map(|roadmap| roadmap.id.as_str())
        .collect();
    let roadmap = named.or(settings.roadmap.as_deref()).unwrap_or(ROADMAP);
    let Some(roadmap) = rules.roadmaps.iter().find(|known| known.id == roadmap) else {
        let help = match rules::closest(roadmap, &known) {
            Some(near) => format!("is it `{near}`?"),
            None => format!("roadmaps are {}", known.join(", ")),
        };
        return Err(Error::Usage(
            format!("there is no roadmap `{roadmap}`"),
            Some(help),
        ));
    };
    let waived = settings.waived(snapshot.history.committed(snapshot.head.as_deref()));
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
