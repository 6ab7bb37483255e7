//! The change that a stranger's report claims: known words, checked places, and numbers that agree
//! with the answers beside it. Its notes are not taken over.

use super::checks::{commit, evidence, outcome, strength};
use super::{MOST_ROUTES, Untrusted, composed, frameworks};
use crate::report::{Change, Delta, Report, Route, Score, State};
use crate::rules::Rules;
use crate::rules::schema::Roadmap;

const CHANGES: [&str; 5] = ["gained", "lost", "stronger", "weaker", "asked"];
/// The level below all levels.
const NONE: &str = "none";

pub fn read(
    own: &Delta,
    report: &Report,
    rules: &Rules,
    roadmap: &Roadmap,
) -> Result<Delta, Untrusted> {
    let is_level =
        own.from.level == NONE || roadmap.level.iter().any(|level| level.id == own.from.level);
    if own.from.percent > 100 || !is_level || own.changes.len() > report.criteria.len() {
        return Err(Untrusted::Field("delta"));
    }
    let percent = |percent: u32| i32::try_from(percent).unwrap_or(0);
    let changes = own.changes.iter().map(|own| change(own, report));
    Ok(Delta {
        base: own.base.as_deref().map(commit).transpose()?,
        from: Score {
            percent: own.from.percent,
            level: own.from.level.clone(),
        },
        percent: percent(report.score.percent) - percent(own.from.percent),
        changes: changes.collect::<Result<_, _>>()?,
        routes_added: routes(&own.routes_added, rules)?,
        routes_removed: routes(&own.routes_removed, rules)?,
        notes: Vec::new(),
    })
}

fn change(own: &Change, report: &Report) -> Result<Change, Untrusted> {
    let wrong = || Untrusted::Field("delta");
    let criterion = report.criterion(&own.criterion).ok_or_else(wrong)?;
    let change = CHANGES.iter().find(|known| **known == own.change);
    let after = state(&own.after)?;
    // What is now is said twice.
    if after.outcome != criterion.outcome || after.strength != criterion.strength {
        return Err(wrong());
    }
    Ok(Change {
        criterion: criterion.id.clone(),
        title: criterion.title.clone(),
        change: (*change.ok_or_else(wrong)?).to_owned(),
        before: state(&own.before)?,
        after,
        evidence: evidence(&own.evidence)?,
    })
}

fn state(own: &State) -> Result<State, Untrusted> {
    let strength = strength(own.strength.as_deref())?;
    Ok(State {
        outcome: outcome(&own.outcome)?.name().to_owned(),
        strength: strength.map(|strength| strength.name().to_owned()),
    })
}

fn routes(own: &[Route], rules: &Rules) -> Result<Vec<Route>, Untrusted> {
    if own.len() > MOST_ROUTES {
        return Err(Untrusted::Field("delta"));
    }
    let known = frameworks(rules);
    for route in own {
        composed(route, &known)?;
    }
    Ok(own.to_vec())
}
