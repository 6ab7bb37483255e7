//! What to do next: undo harm first, then what the next level needs, then what a later one needs,
//! then what brings most for the time it takes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::tally::Count;
use super::{Step, Table, listed};
use crate::judge::Outcome;
use crate::rules::schema::Level;

/// Most next steps that are proposed.
const STEPS: usize = 5;
/// Getting started takes its time, too: small things do not always come first.
const START: u64 = 90;

/// The steps, the most useful first.
pub fn steps(table: &Table<'_>, counts: &[Count<'_>], next: Option<&Level>) -> Vec<Step> {
    let roadmap = table.roadmap;
    let in_stages = roadmap
        .stage
        .iter()
        .enumerate()
        .flat_map(|(place, stage)| listed(stage).into_iter().map(move |id| (id, place)));
    // A level may need what no stage lists.
    let needs = roadmap
        .level
        .iter()
        .flat_map(|level| &level.needs)
        .flat_map(|need| need.split('|'));
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut named: Vec<&str> = Vec::new();
    for (id, place) in in_stages.chain(needs.map(|id| (id, roadmap.stage.len()))) {
        places.entry(id).or_insert_with(|| {
            named.push(id);
            place
        });
    }
    // What comes first is proposed first, if this roadmap proposes it at all.
    let is_ready = |id: &str| {
        let after = table
            .criteria
            .get(id)
            .map(|criterion| criterion.after.as_slice())
            .unwrap_or_default();
        !after
            .iter()
            .any(|id| table.is_open(id) && places.contains_key(id.as_str()))
    };
    named.retain(|id| table.is_open(id) && table.criteria.contains_key(id) && is_ready(id));
    let open: BTreeSet<&str> = named.iter().copied().collect();
    let now = next
        .map(|level| demanded(table, level, &open))
        .unwrap_or_default();
    let later: BTreeSet<&str> = roadmap
        .level
        .iter()
        .flat_map(|level| demanded(table, level, &open))
        .collect();
    let rank = |id: &str| {
        let place = places.get(id).copied().unwrap_or(usize::MAX);
        match table.outcome(id) {
            Some(Outcome::Violated) => (0, 0, Reverse(worth(table, counts, id))),
            _ if now.contains(id) => (1, place, Reverse(0)),
            _ if later.contains(id) => (2, place, Reverse(0)),
            _ => (3, 0, Reverse(worth(table, counts, id))),
        }
    };
    // Equals stay in the roadmap's order.
    named.sort_by_key(|id| rank(id));
    let unlocks = |id: &str| {
        next.filter(|_| now.contains(id))
            .map(|level| level.id.clone())
    };
    named
        .into_iter()
        .take(STEPS)
        .map(|id| Step {
            criterion: id.to_owned(),
            unlocks: unlocks(id),
        })
        .collect()
}

/// One way to meet each need of a level: the one already begun, or else the first named.
fn demanded<'a>(table: &Table<'_>, level: &'a Level, open: &BTreeSet<&str>) -> BTreeSet<&'a str> {
    let needs = level.needs.iter().filter(|need| !table.fulfilled(need));
    let chosen = needs.filter_map(|need| {
        let begun = need
            .split('|')
            .find(|id| table.outcome(id) == Some(Outcome::Partial));
        begun
            .or_else(|| need.split('|').next())
            .filter(|id| open.contains(id))
    });
    chosen.collect()
}

/// Points for the whole score in relation to the time they take.
fn worth(table: &Table<'_>, counts: &[Count<'_>], id: &str) -> u128 {
    let used = if table.is_counter(id) {
        100
    } else {
        table.roadmap.points.used
    };
    let gain: u128 = counts.iter().map(|count| count.gain(id, used)).sum();
    let effort = table
        .criteria
        .get(id)
        .map_or(0, |criterion| minutes(&criterion.effort));
    gain / u128::from(effort.saturating_add(START))
}

/// `15m`, `2h`, `1d` (eight hours) in minutes; a day for what the rule loader would refuse.
pub(super) fn minutes(effort: &str) -> u64 {
    [("m", 1), ("h", 60), ("d", 480)]
        .into_iter()
        .find_map(|(unit, factor)| {
            let number: u64 = effort.strip_suffix(unit)?.parse().ok()?;
            number.checked_mul(factor)
        })
        .unwrap_or(480)
}
