//! Waivers: criteria that a person set aside, and which of them still hold.

use super::Settings;
use super::date::Date;
use crate::judge::{Waiver, quote};

/// A criterion set aside, with a reason and a last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waive {
    pub criterion: String,
    pub reason: String,
    pub until: Date,
}

/// The waivers of a settings file, held against a date.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waived {
    pub holding: Vec<Waiver>,
    /// A sentence on each that no longer holds; text of the file stands between backticks.
    pub expired: Vec<String>,
}

impl Settings {
    /// The waivers at a commit's date (seconds since 1970). Without any commit there is no date, and all hold.
    #[must_use]
    pub fn waived(&self, committed: Option<i64>) -> Waived {
        let mut waived = Waived::default();
        for waive in &self.waive {
            if committed.is_some_and(|time| waive.until.is_over(time)) {
                waived.expired.push(format!(
                    "The waiver for {} ended on {}: the criterion counts again.",
                    quote(&waive.criterion),
                    waive.until,
                ));
            } else {
                waived.holding.push(Waiver {
                    criterion: waive.criterion.clone(),
                    reason: waive.reason.clone(),
                    until: waive.until.to_string(),
                });
            }
        }
        waived
    }
}
