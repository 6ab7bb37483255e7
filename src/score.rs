//! Verdicts × roadmap → score, level, next steps. Whole numbers only; every number that is a matter
//! of opinion stands in `rules/roadmaps/`. No prose.

mod steps;
mod tally;

use std::collections::BTreeMap;

use crate::judge::{Outcome, Verdict};
use crate::rules::schema::{Criterion, Level, Roadmap, Stage};

/// What a roadmap says of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// 0 to 100, rounded down: 100 is said only of what is complete.
    pub percent: u32,
    /// The highest level reached, id and title; None below all of them.
    pub level: Option<(String, String)>,
    pub stages: Vec<StageScore>,
    /// The most useful first, with the level they are needed for.
    pub steps: Vec<Step>,
    /// Texts of the named mistakes.
    pub warnings: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageScore {
    pub id: String,
    pub title: String,
    /// None when nothing in it could be judged.
    pub percent: Option<u32>,
    pub criteria: Vec<String>,
}

/// Something to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub criterion: String,
    /// The next level needs it.
    pub unlocks: Option<String>,
}

/// Weighs the verdicts.
#[must_use]
pub fn score(verdicts: &[Verdict], criteria: &[Criterion], roadmap: &Roadmap) -> Score {
    let table = Table {
        verdicts: verdicts
            .iter()
            .map(|verdict| (verdict.criterion.as_str(), verdict))
            .collect(),
        criteria: criteria
            .iter()
            .map(|criterion| (criterion.id.as_str(), criterion))
            .collect(),
        roadmap,
    };
    let counts: Vec<tally::Count<'_>> = roadmap
        .stage
        .iter()
        .map(|stage| tally::count(&table, stage))
        .collect();
    let percent = tally::percent(&counts);
    let reached = roadmap
        .level
        .iter()
        .take_while(|level| table.reaches(level, percent))
        .count();
    let level = reached
        .checked_sub(1)
        .and_then(|index| roadmap.level.get(index));
    let stages = roadmap
        .stage
        .iter()
        .zip(&counts)
        .map(|(stage, count)| StageScore {
            id: stage.id.clone(),
            title: stage.title.clone(),
            percent: count.percent(),
            criteria: listed(stage).into_iter().map(str::to_owned).collect(),
        });
    Score {
        percent,
        level: level.map(|level| (level.id.clone(), level.title.clone())),
        stages: stages.collect(),
        steps: steps::steps(&table, &counts, roadmap.level.get(reached)),
        warnings: table.warnings(),
    }
}

/// The distinct criteria of a stage, in the order of its items.
fn listed(stage: &Stage) -> Vec<&str> {
    let mut found = Vec::new();
    for id in stage.item.iter().flat_map(|item| &item.criteria) {
        if !found.contains(&id.as_str()) {
            found.push(id.as_str());
        }
    }
    found
}

struct Table<'a> {
    verdicts: BTreeMap<&'a str, &'a Verdict>,
    criteria: BTreeMap<&'a str, &'a Criterion>,
    roadmap: &'a Roadmap,
}

impl Table<'_> {
    fn outcome(&self, id: &str) -> Option<Outcome> {
        self.verdicts.get(id).map(|verdict| verdict.outcome)
    }

    fn is_met(&self, id: &str) -> bool {
        self.outcome(id) == Some(Outcome::Met)
    }

    fn is_open(&self, id: &str) -> bool {
        self.outcome(id).is_some_and(Outcome::is_open)
    }

    fn is_counter(&self, id: &str) -> bool {
        self.criteria
            .get(id)
            .is_some_and(|criterion| criterion.counter)
    }

    /// Whether a need (`a|b`) is fulfilled.
    fn fulfilled(&self, need: &str) -> bool {
        need.split('|').any(|id| self.is_met(id))
    }

    fn reaches(&self, level: &Level, percent: u32) -> bool {
        percent >= level.percent && level.needs.iter().all(|need| self.fulfilled(need))
    }

    fn warnings(&self) -> Vec<String> {
        self.roadmap
            .warning
            .iter()
            .filter(|warning| warning.with.iter().all(|id| self.is_met(id)))
            .filter(|warning| {
                // What could not be judged is no mistake.
                let mut judged = warning
                    .without
                    .iter()
                    .filter_map(|id| self.outcome(id))
                    .filter(|outcome| outcome.is_judged())
                    .peekable();
                judged.peek().is_some() && judged.all(|outcome| outcome == Outcome::Missing)
            })
            .map(|warning| warning.text.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests;
