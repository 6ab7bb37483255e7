//! Which thresholds a report misses, in sentences. Pure: who asks prints and ends the run.
//!
//! What could not be looked at misses no threshold: there is a note instead.

use super::error::Error;
use crate::report::Report;
use crate::rules;
use crate::rules::schema::{Level, Roadmap};
use crate::settings::{self, FailOn};

/// What a report must hold; nothing by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Thresholds {
    /// The least score.
    pub fail_under: Option<u32>,
    /// The id of the least level.
    pub min_level: Option<String>,
    /// Changes against the base that must not be there.
    pub fail_on: Vec<Regression>,
}

/// A change for the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Regression {
    /// A criterion is no longer met.
    Lost,
    /// The evidence of a criterion climbs less high.
    Weaker,
}

/// A threshold that the report misses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// A sentence for people; text of the repository is not in it.
    pub sentence: String,
}

/// The answer to all thresholds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    pub failures: Vec<Failure>,
    /// Why a threshold could not be held against the report, a sentence each.
    pub notes: Vec<String>,
}

impl Regression {
    fn change(self) -> &'static str {
        match self {
            Regression::Lost => "lost",
            Regression::Weaker => "weaker",
        }
    }

    fn sentence(self, titles: &[&str]) -> String {
        let titles = titles.join("; ");
        match self {
            Regression::Lost => format!("No longer there since the base: {titles}."),
            Regression::Weaker => format!("Weaker since the base: {titles}."),
        }
    }
}

impl Thresholds {
    /// What is not asked for here is asked for as the settings say.
    #[must_use]
    pub fn or(self, settings: &settings::Thresholds) -> Thresholds {
        let changes = settings.fail_on.iter().map(|change| match change {
            FailOn::Lost => Regression::Lost,
            FailOn::Weaker => Regression::Weaker,
        });
        Thresholds {
            fail_under: self.fail_under.or(settings.fail_under),
            min_level: self.min_level.or_else(|| settings.min_level.clone()),
            fail_on: match self.fail_on.is_empty() {
                true => changes.collect(),
                false => self.fail_on,
            },
        }
    }

    /// Whether the roadmap knows the level; to be asked before the scan.
    ///
    /// # Errors
    /// With the levels that there are.
    pub fn check(&self, roadmap: &Roadmap) -> Result<(), Error> {
        let Some(level) = &self.min_level else {
            return Ok(());
        };
        let known: Vec<&str> = roadmap
            .level
            .iter()
            .map(|level| level.id.as_str())
            .collect();
        if known.contains(&level.as_str()) {
            return Ok(());
        }
        let levels = format!("levels are {}", known.join(", "));
        let help = match rules::closest(level, &known) {
            Some(near) => format!("is it `{near}`? {levels}"),
            None => levels,
        };
        Err(Error::Usage(
            format!("the roadmap {} has no level {level:?}", roadmap.id),
            Some(help),
        ))
    }

    /// Holds the report against all of them.
    #[must_use]
    pub fn held(&self, report: &Report, roadmap: &Roadmap) -> Held {
        let mut held = Held::default();
        let asked_for = self.fail_under.is_some() || self.min_level.is_some();
        if asked_for && !report.is_judged() {
            let note = "Nothing could be judged, so no score and no level is asked for.";
            held.notes.push(note.to_owned());
        } else {
            held.score(self.fail_under, report);
            held.level(self.min_level.as_deref(), report, roadmap);
        }
        held.changes(&self.fail_on, report);
        held
    }
}

impl Held {
    fn fail(&mut self, sentence: String) {
        self.failures.push(Failure { sentence });
    }

    fn score(&mut self, least: Option<u32>, report: &Report) {
        let percent = report.score.percent;
        if let Some(least) = least.filter(|least| percent < *least) {
            self.fail(format!("The score of {percent} is below {least}."));
        }
    }

    fn level(&mut self, least: Option<&str>, report: &Report, roadmap: &Roadmap) {
        let place = |id: &str| roadmap.level.iter().position(|level| level.id == id);
        let Some(wanted) = least.and_then(place) else {
            return;
        };
        if place(&report.score.level).is_some_and(|reached| reached >= wanted) {
            return;
        }
        let (reached, least) = (
            report.level_title(&report.score.level),
            report.level_title(least.unwrap_or_default()),
        );
        let mut up_to = roadmap.level.iter().take(wanted + 1);
        if up_to.all(|level| may_reach(level, report)) {
            self.notes.push(format!(
                "Whether the level \"{least}\" is reached could not be looked at, so it is not asked for."
            ));
        } else {
            self.fail(format!("The level \"{reached}\" is below \"{least}\"."));
        }
    }

    fn changes(&mut self, fail_on: &[Regression], report: &Report) {
        let Some(delta) = &report.delta else {
            if !fail_on.is_empty() {
                let note = "Nothing was compared with a base, so no change can fail the check.";
                self.notes.push(note.to_owned());
            }
            return;
        };
        for regression in [Regression::Lost, Regression::Weaker] {
            let changes = delta.changes.iter();
            let titles: Vec<&str> = changes
                .filter(|change| change.change == regression.change())
                .map(|change| change.title.as_str())
                .collect();
            if fail_on.contains(&regression) && !titles.is_empty() {
                self.fail(regression.sentence(&titles));
            }
        }
    }
}

/// Whether only what could not be looked at stands before the level.
fn may_reach(level: &Level, report: &Report) -> bool {
    let may = |id: &str| {
        let criterion = report.criterion(id);
        criterion.is_some_and(|found| matches!(found.outcome.as_str(), "met" | "unknown"))
    };
    report.score.percent >= level.percent && level.needs.iter().all(|need| need.split('|').any(may))
}

#[cfg(test)]
mod tests;
