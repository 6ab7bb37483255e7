//! Which part of the history is the learner's own: by the settings, or by what is certain without them.

use std::path::Path;

use super::pipeline::Knowledge;
use crate::detect::{self, FirstCommit};
use crate::judge::quote;
use crate::repo::{self, Inherited, NoBaseline, Snapshot, Start};
use crate::settings::{Baseline, FILE, Settings};

/// What was there before, and what a reader must know of it.
#[derive(Debug, Default)]
pub struct Own {
    pub inherited: Option<Inherited>,
    pub notes: Vec<String>,
}

pub fn own(path: &Path, snapshot: &Snapshot, settings: &Settings, knowledge: &Knowledge) -> Own {
    match &settings.baseline {
        Some(baseline) => match baseline.start() {
            Some(start) => declared(path, snapshot, baseline, start),
            None => Own::default(),
        },
        None => match detect::first_commit(&snapshot.history, &knowledge.roles) {
            FirstCommit::Import => recognised(path, snapshot),
            FirstCommit::Large(files) => Own {
                inherited: None,
                notes: vec![format!(
                    "The first commit brought {files} files at once, and all of them count. If they come from a \
                     template, `template = \"root\"` below `[baseline]` in `{FILE}` leaves them out."
                )],
            },
            FirstCommit::Plain => Own::default(),
        },
    }
}

fn declared(path: &Path, snapshot: &Snapshot, baseline: &Baseline, start: Start<'_>) -> Own {
    let limits = repo::Limits::default();
    let name = match baseline {
        Baseline::Commit(id) => format!("the commit {}", quote(id)),
        Baseline::Tag(name) => format!("the tag {}", quote(name)),
        Baseline::Template(name) => format!("the branch or tag {}", quote(name)),
        Baseline::Root | Baseline::Nothing => "the first commit".to_owned(),
    };
    match repo::inherited(path, snapshot, start, &limits) {
        Ok(inherited) => Own {
            notes: vec![format!(
                "Only what was added since {name} counts, as `{FILE}` asks."
            )],
            inherited: Some(inherited),
        },
        Err(why) => {
            let why = match why {
                NoBaseline::Absent { shallow: true } => {
                    "this clone is shallow and does not have it. Fetch all of it (`git fetch --unshallow`; in a \
                     workflow `fetch-depth: 0`)"
                }
                NoBaseline::Absent { shallow: false } => "this clone does not have it",
                NoBaseline::Unreadable => "its files cannot be read",
            };
            let note = format!(
                "Everything counts, although `{FILE}` names {name} as the baseline: {why}."
            );
            Own {
                inherited: None,
                notes: vec![note],
            }
        }
    }
}

fn recognised(path: &Path, snapshot: &Snapshot) -> Own {
    let limits = repo::Limits::default();
    match repo::inherited(path, snapshot, Start::Root, &limits) {
        Ok(inherited) => Own {
            inherited: Some(inherited),
            notes: vec![format!(
                "The first commit was made by a program, so it is taken as a template and only what was added since \
                 counts. `template = false` below `[baseline]` in `{FILE}` lets all of it count."
            )],
        },
        Err(_) => Own::default(),
    }
}
