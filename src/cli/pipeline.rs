//! The way of the data, from a path to a report.

use std::path::Path;

use super::arguments::Scan;
use super::error::Error;
use crate::detect::{self, Survey};
use crate::judge;
use crate::repo::{self, Role, Roles, Snapshot};
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
    let options = repo::Options {
        rev: scan.rev.clone(),
        ..repo::Options::default()
    };
    let snapshot = repo::open(&scan.path, &options, &knowledge.roles)?;
    let survey = detect::survey(
        &snapshot,
        &knowledge.rules,
        &knowledge.roles,
        &detect::Options::default(),
    );
    Ok((snapshot, survey))
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

/// The roadmap with this id.
pub fn roadmap<'k>(knowledge: &'k Knowledge, id: &str) -> Result<&'k Roadmap, Error> {
    let roadmaps = &knowledge.rules.roadmaps;
    if let Some(found) = roadmaps.iter().find(|known| known.id == id) {
        return Ok(found);
    }
    let known: Vec<&str> = roadmaps.iter().map(|known| known.id.as_str()).collect();
    let help = match rules::closest(id, &known) {
        Some(near) => format!("is it `{near}`?"),
        None => format!("roadmaps are {}", known.join(", ")),
    };
    let message = format!("there is no roadmap `{id}`");
    Err(Error::Usage(message, Some(help)))
}
