//! Whether the reports hold what the workflow's author demands of them.

use super::inputs::{Demands, wrong};
use crate::cli::error::Error;
use crate::report::Report;
use crate::rules::closest;
use crate::rules::schema::Roadmap;

impl Demands {
    /// A level that the roadmap does not have is a wrong input.
    pub fn check(&self, roadmap: &Roadmap) -> Result<(), Error> {
        let known: Vec<&str> = roadmap
            .level
            .iter()
            .map(|level| level.id.as_str())
            .collect();
        match &self.min_level {
            Some(level) if !known.contains(&level.as_str()) => {
                let help = match closest(level, &known) {
                    Some(near) => format!("is it `{near}`?"),
                    None => format!("levels of `{}` are {}", roadmap.id, known.join(", ")),
                };
                Err(wrong(format!("the input `min-level` is {level:?}"), help))
            }
            _ => Ok(()),
        }
    }

    /// A sentence for each demand that is not held. What could not be judged breaks none.
    pub fn broken(&self, reports: &[(String, Report)], roadmap: &Roadmap) -> Vec<String> {
        let mut broken = Vec::new();
        let rank = |id: &str| roadmap.level.iter().position(|level| level.id == id);
        for (folder, report) in reports.iter().filter(|(_, report)| report.is_judged()) {
            let of = match reports.len() {
                1 => String::new(),
                _ => format!("{folder}: "),
            };
            let percent = report.score.percent;
            if let Some(least) = self.fail_under.filter(|least| percent < *least) {
                broken.push(format!("{of}The score of {percent} is below {least}."));
            }
            if let Some(level) = &self.min_level
                && rank(&report.score.level) < rank(level)
            {
                broken.push(format!(
                    "{of}The level {} is below {}.",
                    report.level_title(&report.score.level),
                    report.level_title(level)
                ));
            }
            let changes = report.delta.iter().flat_map(|delta| &delta.changes);
            for lost in changes.filter(|change| self.fail_on_lost && change.change == "lost") {
                broken.push(format!("{of}No longer there since the base: {}.", lost.title));
            }
        }
        broken
    }
}
