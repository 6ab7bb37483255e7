//! What in a snapshot is the learner's own work, and what was left out of account.
//!
//! All files are read all the same, because own code hangs on inherited code (a mount in a template's entry file);
//! only facts in places that are not the learner's do not count. What a settings file asks to ignore proves nothing,
//! but what speaks against the repository (a committed secret) still counts there: setting that aside takes a waiver.

use std::collections::{BTreeMap, BTreeSet};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::scaffold;
use super::scan::Options;
use crate::fact::{Fact, Kind};
use crate::repo::{File, Inherited, Role, Snapshot};
use crate::rules::Rules;
use crate::rules::schema::Condition;

/// Why files do not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Not one of their lines was written after the generator.
    Scaffold,
    /// As they were in the baseline.
    Baseline,
    /// By the repository's settings.
    Ignored,
    /// Somebody else's code. Not opened at all.
    Vendored,
    /// Written by a program. Not opened at all.
    Generated,
}

/// Files that do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    pub reason: Reason,
    pub files: usize,
    /// The first of them; folders (with a trailing `/`) where nothing in them counts.
    pub places: Vec<String>,
    /// Places beside these.
    pub more: usize,
}

/// Most places kept for each reason.
const PLACES: usize = 3;

/// What counts, by place.
pub struct Own<'s> {
    apart: BTreeMap<&'s str, Reason>,
    inherited: Option<&'s Inherited>,
    /// Files of which less than half is the learner's: what is said of them as a whole does not count.
    minor: BTreeSet<&'s str>,
    /// Kinds of facts that speak against a repository.
    against: BTreeSet<Kind>,
    tools: BTreeMap<&'s str, &'s str>,
}

impl<'s> Own<'s> {
    pub fn new(snapshot: &'s Snapshot, rules: &'s Rules, options: &'s Options) -> Own<'s> {
        let inherited = options.inherited.as_ref();
        let tools = scaffold::untouched(&snapshot.files, &rules.scaffolds);
        let ignored = globs(&options.ignore);
        let mut apart = BTreeMap::new();
        let mut minor = BTreeSet::new();
        for file in &snapshot.files {
            let path = file.path.as_str();
            let reason = match file.role {
                Role::Vendored => Some(Reason::Vendored),
                Role::Generated => Some(Reason::Generated),
                _ if ignored.is_match(path) => Some(Reason::Ignored),
                Role::Scaffold => Some(Reason::Scaffold),
                _ if tools.contains_key(path) => Some(Reason::Scaffold),
                _ if inherited.is_some_and(|it| it.files.contains(path)) => Some(Reason::Baseline),
                _ => None,
            };
            if let Some(reason) = reason {
                apart.insert(path, reason);
            } else if inherited.is_some_and(|inherited| is_minor(file, inherited)) {
                minor.insert(path);
            }
        }
        let mut against = BTreeSet::new();
        for condition in rules.criteria.iter().filter_map(|it| it.violated.as_ref()) {
            kinds(condition, &mut against);
        }
        // A route that anybody may use is a route all the same: what proves something elsewhere is no
        // finding of its own.
        let mut proves = BTreeSet::new();
        for condition in rules.criteria.iter().filter_map(|it| it.met.as_ref()) {
            kinds(condition, &mut proves);
        }
        against.retain(|kind| !proves.contains(kind));
        Own {
            apart,
            inherited,
            minor,
            against,
            tools,
        }
    }

    /// Whether what was found in a place counts.
    pub fn counts(&self, kind: Kind, path: &str, line: u32) -> bool {
        match kind {
            Kind::Commit | Kind::Merge => {
                return self.inherited.is_none_or(|it| !it.commits.contains(path));
            }
            Kind::Branch => return true,
            _ => {}
        }
        match self.apart.get(path) {
            // A role is the business of the detectors, which name the roles that they look at.
            None | Some(Reason::Vendored | Reason::Generated) => {}
            Some(Reason::Ignored) => return self.against.contains(&kind),
            Some(Reason::Scaffold) if !self.tools.contains_key(path) => {}
            Some(Reason::Scaffold | Reason::Baseline) => return false,
        }
        let Some(own) = self.inherited.and_then(|it| it.own_lines.get(path)) else {
            return true;
        };
        let of_the_whole =
            line == 0 || matches!(kind, Kind::Source | Kind::Manifest | Kind::Lockfile);
        match of_the_whole {
            true => !self.minor.contains(path),
            false => own
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&line)),
        }
    }

    /// Whether a route belongs into the table of routes: what a generator left behind is served all the same.
    pub fn lists(&self, path: &str, line: u32) -> bool {
        self.tools.contains_key(path) || self.counts(Kind::Route, path, line)
    }

    pub fn counts_fact(&self, fact: &Fact) -> bool {
        self.counts(fact.kind, &fact.location.path, fact.location.line)
    }

    /// Whether nothing in a file counts.
    pub fn is_apart(&self, path: &str) -> bool {
        self.apart.contains_key(path)
    }

    /// Files that are as a generator made them, with its name.
    pub fn scaffolds(&self) -> impl Iterator<Item = (&'s str, &'s str)> {
        self.tools.iter().map(|(path, tool)| (*path, *tool))
    }

    /// What was left out of account, for the report.
    pub fn apart(&self, files: &[File]) -> Vec<Apart> {
        let mut by_reason: BTreeMap<&Reason, Vec<&str>> = BTreeMap::new();
        for (path, reason) in &self.apart {
            by_reason.entry(reason).or_default().push(path);
        }
        let all = by_reason.into_iter().map(|(reason, paths)| {
            let (places, more) = self.places(reason, &paths, files);
            Apart {
                reason: reason.clone(),
                files: paths.len(),
                places,
                more,
            }
        });
        all.collect()
    }

    /// The shallowest folders in which nothing but these files lies, and files elsewhere.
    fn places(&self, reason: &Reason, paths: &[&str], files: &[File]) -> (Vec<String>, usize) {
        let is_folder_worthy = matches!(reason, Reason::Vendored | Reason::Generated);
        let mut mixed: BTreeSet<&str> = BTreeSet::new();
        let others = files
            .iter()
            .filter(|file| self.apart.get(file.path.as_str()) != Some(reason));
        for file in others.filter(|_| is_folder_worthy) {
            // Folders above a mixed one are known to be mixed.
            for folder in folders(&file.path).rev() {
                if !mixed.insert(folder) {
                    break;
                }
            }
        }
        let mut places: Vec<String> = Vec::new();
        let mut last = String::new();
        let mut count = 0;
        for path in paths {
            let folder = folders(path)
                .find(|folder| is_folder_worthy && !mixed.contains(folder))
                .map(|folder| format!("{folder}/"));
            let place = folder.unwrap_or_else(|| (*path).to_owned());
            if place != last {
                count += 1;
                last.clone_from(&place);
                if places.len() < PLACES {
                    places.push(place);
                }
            }
        }
        let more = count - places.len();
        (places, more)
    }
}

/// The folders on the way to a file, the topmost first.
fn folders(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

fn is_minor(file: &File, inherited: &Inherited) -> bool {
    let Some(own) = inherited.own_lines.get(&file.path) else {
        return false;
    };
    let own: usize = own
        .iter()
        .map(|(first, last)| last.saturating_sub(*first) as usize + 1)
        .sum();
    own * 2 < file.text().map_or(0, |text| text.lines().count())
}

/// Globs that were checked with the settings; one that does not read matches nothing.
fn globs(globs: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let read = GlobBuilder::new(glob)
            .literal_separator(true)
            .empty_alternates(true)
            .build();
        if let Ok(glob) = read {
            set.add(glob);
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

fn kinds(condition: &Condition, into: &mut BTreeSet<Kind>) {
    into.extend(condition.has.as_deref().and_then(Kind::from_name));
    let inner = condition.all.iter().chain(&condition.any).flatten();
    for inner in inner.chain(&condition.each).chain(condition.not.as_deref()) {
        kinds(inner, into);
    }
}
