//! Verdicts × roadmap → score, level, next steps. Integers only; every number that is a matter of
//! opinion stands in `rules/roadmaps/`. No prose.

use std::collections::BTreeMap;

use crate::judge::{Outcome, Strength, Verdict};
use crate::rules::schema::{Criterion, Level, Roadmap, Stage};

/// Most next steps that are proposed.
const STEPS: usize = 5;

/// What a roadmap says of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// 0 to 100.
    pub percent: u32,
    /// The highest level reached, id and title; None below all of them.
    pub level: Option<(String, String)>,
    pub stages: Vec<StageScore>,
    /// Criterion ids, the most useful first, with the level they are needed for.
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
        verdicts: verdicts.iter().map(|verdict| (verdict.criterion.as_str(), verdict)).collect(),
        criteria: criteria.iter().map(|criterion| (criterion.id.as_str(), criterion)).collect(),
        roadmap,
    };
    let mut sum = 0;
    let mut weight = 0;
    let mut stages = Vec::new();
    for stage in &roadmap.stage {
        let points = table.stage(stage);
        if let Some(points) = points {
            sum += points * u64::from(stage.weight);
            weight += u64::from(stage.weight);
        }
        stages.push(StageScore {
            id: stage.id.clone(),
            title: stage.title.clone(),
            percent: points.map(percent),
            criteria: stage_criteria(stage).into_iter().map(str::to_owned).collect(),
        });
    }
    let percent = percent(sum.checked_div(weight).unwrap_or(0));
    let reached = roadmap.level.iter().take_while(|level| table.reaches(level, percent)).count();
    let next = roadmap.level.get(reached);
    Score {
        percent,
        level: reached
            .checked_sub(1)
            .and_then(|index| roadmap.level.get(index))
            .map(|level| (level.id.clone(), level.title.clone())),
        stages,
        steps: table.steps(next),
        warnings: table.warnings(),
    }
}

/// Hundredths of a percent to percent, halves up.
fn percent(points: u64) -> u32 {
    u32::try_from((points + 50) / 100).unwrap_or(100).min(100)
}

/// The distinct criteria of a stage, in the order of its items.
fn stage_criteria(stage: &Stage) -> Vec<&str> {
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
    /// What an outcome is worth, 0 to 100.
    fn points(&self, verdict: &Verdict) -> u64 {
        let points = &self.roadmap.points;
        u64::from(match (verdict.outcome, verdict.strength) {
            (Outcome::Met, Some(Strength::Enforced)) => points.enforced,
            (Outcome::Met, Some(Strength::Tested)) => points.tested,
            (Outcome::Met, _) => points.used,
            (Outcome::Partial, _) => points.partial,
            _ => 0,
        })
    }

    /// A stage's value in hundredths of a percent; None when nothing in it is judged.
    fn stage(&self, stage: &Stage) -> Option<u64> {
        let mut sum = 0;
        let mut weight = 0;
        for (verdict, own) in self.counted(stage) {
            sum += self.points(verdict) * own;
            weight += own;
        }
        (sum * 100).checked_div(weight)
    }

    /// The verdicts that count in a stage, with their weights.
    fn counted(&self, stage: &Stage) -> Vec<(&Verdict, u64)> {
        let listed: Vec<&Verdict> = stage_criteria(stage)
            .into_iter()
            .filter_map(|id| self.verdicts.get(id).copied())
            .filter(|verdict| verdict.outcome.is_judged())
            .collect();
        let is_counter = |verdict: &Verdict| {
            self.criteria
                .get(verdict.criterion.as_str())
                .is_some_and(|criterion| criterion.counter)
        };
        // That nothing bad was found is worth something only beside something good.
        let anything = listed
            .iter()
            .any(|verdict| !is_counter(verdict) && matches!(verdict.outcome, Outcome::Met | Outcome::Partial));
        listed
            .into_iter()
            .filter(|verdict| anything || !is_counter(verdict) || verdict.outcome == Outcome::Violated)
            .map(|verdict| {
                let weight = stage.weights.get(&verdict.criterion).copied().unwrap_or(1);
                (verdict, u64::from(weight))
            })
            .collect()
    }

    fn met(&self, id: &str) -> bool {
        self.verdicts.get(id).is_some_and(|verdict| verdict.outcome == Outcome::Met)
    }

    /// Whether a need (`a|b`) is fulfilled.
    fn fulfilled(&self, need: &str) -> bool {
        need.split('|').any(|id| self.met(id))
    }

    fn reaches(&self, level: &Level, percent: u32) -> bool {
        percent >= level.percent && level.needs.iter().all(|need| self.fulfilled(need))
    }

    fn steps(&self, next: Option<&Level>) -> Vec<Step> {
        // Rank: what must be undone first, what the next level needs, then gain per effort.
        let mut ranked: Vec<(u32, u64, usize, Step)> = Vec::new();
        let total: u64 = self.roadmap.stage.iter().map(|stage| u64::from(stage.weight)).sum();
        for (order, stage) in self.roadmap.stage.iter().enumerate() {
            let counted = self.counted(stage);
            let weights: u64 = counted.iter().map(|(_, weight)| weight).sum();
            for (verdict, weight) in &counted {
                let open = matches!(verdict.outcome, Outcome::Missing | Outcome::Partial | Outcome::Violated);
                let Some(criterion) = self.criteria.get(verdict.criterion.as_str()) else {
                    continue;
                };
                let ready = criterion.after.iter().all(|id| self.met(id));
                if !open || !ready || ranked.iter().any(|(.., step)| step.criterion == verdict.criterion) {
                    continue;
                }
                let missing = u64::from(self.roadmap.points.used).saturating_sub(self.points(verdict));
                let gain = missing * weight * u64::from(stage.weight) * 1_000_000 / (weights * total).max(1);
                let needed_by = |level: &Level| {
                    let need = level
                        .needs
                        .iter()
                        .find(|need| need.split('|').any(|id| id == verdict.criterion) && !self.fulfilled(need))?;
                    // Of alternatives the first is proposed.
                    (need.split('|').next() == Some(verdict.criterion.as_str())).then(|| level.id.clone())
                };
                let need = next.and_then(needed_by);
                let later = self.roadmap.level.iter().find_map(needed_by);
                let rank = match (verdict.outcome, &need, &later) {
                    (Outcome::Violated, ..) => 0,
                    (_, Some(_), _) => 1,
                    (_, _, Some(_)) => 2,
                    _ => 3,
                };
                let per_effort = gain / (minutes(&criterion.effort) + 90);
                let key = if matches!(rank, 1 | 2) { u64::MAX - order as u64 } else { per_effort };
                ranked.push((
                    rank,
                    key,
                    order,
                    Step {
                        criterion: verdict.criterion.clone(),
                        unlocks: need,
                    },
                ));
            }
        }
        ranked.sort_by_key(|(rank, key, order, _)| (*rank, std::cmp::Reverse(*key), *order));
        ranked.into_iter().take(STEPS).map(|(.., step)| step).collect()
    }

    fn warnings(&self) -> Vec<String> {
        let gone = |id: &String| {
            self.verdicts
                .get(id.as_str())
                .is_some_and(|verdict| verdict.outcome == Outcome::Missing)
        };
        self.roadmap
            .warning
            .iter()
            .filter(|warning| warning.with.iter().all(|id| self.met(id)))
            .filter(|warning| {
                let judged: Vec<_> = warning
                    .without
                    .iter()
                    .filter(|id| self.verdicts.get(id.as_str()).is_some_and(|v| v.outcome.is_judged()))
                    .collect();
                !judged.is_empty() && judged.into_iter().all(gone)
            })
            .map(|warning| warning.text.clone())
            .collect()
    }
}

/// `15m`, `2h`, `1d` (eight hours) in minutes.
fn minutes(effort: &str) -> u64 {
    let (number, unit) = effort.split_at(effort.len().saturating_sub(1));
    let number: u64 = number.parse().unwrap_or(1);
    match unit {
        "m" => number,
        "d" => number * 480,
        _ => number * 60,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::schema::CriteriaFile;

    const ROADMAP: &str = r#"
id = "r"
title = "R"
about = "a"
points = { partial = 40, used = 85, tested = 95, enforced = 100 }
[[stage]]
id = "one"
title = "One"
weight = 3
weights = { a = 2 }
item = [{ text = "x", criteria = ["a", "b"] }, { text = "y", criteria = ["bad"] }]
[[stage]]
id = "two"
title = "Two"
weight = 1
item = [{ text = "z", criteria = ["c"] }, { text = "s", self-study = true }]
[[level]]
id = "low"
title = "Low"
percent = 0
needs = ["a"]
[[level]]
id = "high"
title = "High"
percent = 50
needs = ["b|c"]
[[warning]]
text = "a without b"
with = ["a"]
without = ["b"]
"#;

    fn criteria() -> Vec<Criterion> {
        let one = |id: &str, extra: &str| {
            format!(
                "[[criterion]]\nid = \"{id}\"\ntitle = \"T\"\nwhy = \"w\"\neffort = \"1h\"\nstep = {{ default = \"s\" }}\n{extra}\n"
            )
        };
        let text = format!(
            "family = \"f\"\n{}{}{}{}",
            one("a", "met = { has = \"test\" }"),
            one("b", "met = { has = \"test\" }"),
            one("c", "met = { has = \"test\" }"),
            one("bad", "counter = true\nviolated = { has = \"junk\" }"),
        );
        toml::from_str::<CriteriaFile>(&text).unwrap().criterion
    }

    fn scored(outcomes: &[(&str, Outcome, Option<Strength>)]) -> Score {
        let verdicts: Vec<Verdict> = outcomes
            .iter()
            .map(|(id, outcome, strength)| Verdict {
                criterion: (*id).to_owned(),
                family: "f".to_owned(),
                title: "T".to_owned(),
                outcome: *outcome,
                strength: *strength,
                said: String::new(),
                evidence: Vec::new(),
                count: 0,
            })
            .collect();
        score(&verdicts, &criteria(), &toml::from_str(ROADMAP).unwrap())
    }

    #[test]
    fn an_empty_repository_scores_nothing() {
        use Outcome::{Met, Missing};
        let score = scored(&[("a", Missing, None), ("b", Missing, None), ("c", Missing, None), ("bad", Met, None)]);
        assert_eq!((score.percent, score.level), (0, None));
    }

    #[test]
    fn weights_strengths_and_stages_make_the_percentage() {
        use Outcome::{Met, Missing, Partial};
        let score = scored(&[
            ("a", Met, Some(Strength::Enforced)),
            ("b", Partial, Some(Strength::Declared)),
            ("bad", Met, None),
            ("c", Missing, None),
        ]);
        // One: (2*100 + 40 + 85) / 4 = 81.25; two: 0; (3*81.25 + 0) / 4 = 60.9.
        assert_eq!(score.stages[0].percent, Some(81));
        assert_eq!(score.percent, 61);
        assert_eq!(score.level, Some(("low".to_owned(), "Low".to_owned())));
    }

    #[test]
    fn unknown_and_not_applicable_leave_the_denominator() {
        use Outcome::{Met, NotApplicable, Unknown};
        let used = Some(Strength::Used);
        let score = scored(&[("a", Met, used), ("b", Unknown, None), ("bad", NotApplicable, None), ("c", NotApplicable, None)]);
        assert_eq!((score.percent, score.stages[1].percent), (85, None));
    }

    #[test]
    fn a_level_needs_its_must_haves_whatever_the_score() {
        use Outcome::{Met, Missing};
        let used = Some(Strength::Used);
        let score = scored(&[("a", Met, used), ("b", Missing, None), ("c", Missing, None), ("bad", Met, None)]);
        assert_eq!(score.level, Some(("low".to_owned(), "Low".to_owned())));
        let score = scored(&[("a", Met, used), ("b", Met, used), ("c", Missing, None), ("bad", Met, None)]);
        assert_eq!(score.level, Some(("high".to_owned(), "High".to_owned())));
    }

    #[test]
    fn steps_undo_harm_first_then_open_the_next_level() {
        use Outcome::{Met, Missing, Violated};
        let score = scored(&[
            ("a", Met, Some(Strength::Used)),
            ("b", Missing, None),
            ("c", Missing, None),
            ("bad", Violated, None),
        ]);
        let steps: Vec<(&str, Option<&str>)> =
            score.steps.iter().map(|s| (s.criterion.as_str(), s.unlocks.as_deref())).collect();
        assert_eq!(steps, [("bad", None), ("b", Some("high")), ("c", None)]);
        assert_eq!(score.warnings, ["a without b"]);
    }
}
