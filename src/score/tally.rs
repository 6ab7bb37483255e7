//! Points: what each verdict is worth, and what a stage and the whole come to. Fractions are kept
//! whole and rounded down once, at the end.

use super::{Table, listed};
use crate::judge::{Outcome, Strength, Verdict};
use crate::rules::schema::{Points, Stage};

/// A verdict is worth up to this many points.
const FULL: u32 = 100;
/// The largest common denominator that products still have room beside; rules with a larger one are
/// counted in parts of it, rounded down.
const FINEST: u128 = 1 << 60;

/// A stage, counted.
pub struct Count<'a> {
    /// The stage's share of the whole.
    weight: u128,
    /// The verdicts that count.
    criteria: Vec<Weighed<'a>>,
}

struct Weighed<'a> {
    criterion: &'a str,
    weight: u128,
    points: u32,
}

/// Counts the points of a stage.
pub fn count<'a>(table: &Table<'a>, stage: &'a Stage) -> Count<'a> {
    let judged: Vec<(&str, &Verdict)> = listed(stage)
        .into_iter()
        .filter_map(|id| Some((id, *table.verdicts.get(id)?)))
        .filter(|(_, verdict)| verdict.outcome.is_judged())
        .collect();
    // That nothing bad was found is worth something only beside something good.
    let good = |(id, verdict): &(&str, &Verdict)| {
        !table.is_counter(id) && matches!(verdict.outcome, Outcome::Met | Outcome::Partial)
    };
    let anything = judged.iter().any(good);
    let criteria = judged
        .into_iter()
        .filter(|(id, verdict)| {
            anything || !table.is_counter(id) || verdict.outcome != Outcome::Met
        })
        .map(|(id, verdict)| Weighed {
            criterion: id,
            weight: u128::from(stage.weights.get(id).copied().unwrap_or(1)),
            points: worth(verdict, table.roadmap.points),
        })
        .collect();
    Count {
        weight: u128::from(stage.weight),
        criteria,
    }
}

fn worth(verdict: &Verdict, points: Points) -> u32 {
    let worth = match (verdict.outcome, verdict.strength) {
        // Counter-evidence has no ladder to climb.
        (Outcome::Met, None) => FULL,
        (Outcome::Met, Some(Strength::Enforced)) => points.enforced,
        (Outcome::Met, Some(Strength::Tested)) => points.tested,
        (Outcome::Met, _) => points.used,
        (Outcome::Partial, _) => points.partial,
        _ => 0,
    };
    worth.min(FULL)
}

impl Count<'_> {
    fn weights(&self) -> u128 {
        self.criteria.iter().map(|weighed| weighed.weight).sum()
    }

    fn points(&self) -> u128 {
        self.criteria
            .iter()
            .map(|weighed| weighed.weight * u128::from(weighed.points))
            .sum()
    }

    /// None when nothing counts.
    pub fn percent(&self) -> Option<u32> {
        self.points().checked_div(self.weights()).map(percentage)
    }

    /// What the whole score gains, in shares that compare with each other, when a criterion comes
    /// to `met`.
    pub fn gain(&self, criterion: &str, used: u32) -> u128 {
        let found = self
            .criteria
            .iter()
            .find(|weighed| weighed.criterion == criterion);
        let gain = found.map(|weighed| {
            let missing = u128::from(used.saturating_sub(weighed.points));
            missing * weighed.weight * self.weight * 1_000_000
        });
        gain.and_then(|gain| gain.checked_div(self.weights()))
            .unwrap_or(0)
    }
}

/// The weighted mean of the stages in which something counts, 0 when there is none.
pub fn percent(stages: &[Count<'_>]) -> u32 {
    let counted = || stages.iter().filter(|stage| stage.weights() > 0);
    let common = counted()
        .try_fold(1, |common, stage| {
            multiple(common, stage.weights()).filter(|common| *common <= FINEST)
        })
        .unwrap_or(FINEST);
    let sum: u128 = counted()
        .map(|stage| stage.weight * (stage.points() * common / stage.weights()))
        .sum();
    let weights: u128 = counted().map(|stage| stage.weight).sum();
    sum.checked_div(weights * common).map_or(0, percentage)
}

/// The least common multiple.
fn multiple(one: u128, other: u128) -> Option<u128> {
    let (mut divisor, mut rest) = (one, other);
    while rest > 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    one.checked_div(divisor)?.checked_mul(other)
}

fn percentage(points: u128) -> u32 {
    u32::try_from(points).unwrap_or(FULL).min(FULL)
}
