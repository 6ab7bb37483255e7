//! Puts a report together from verdicts and score.

use super::limits;
use super::{Advice, Criterion, Evidence, NextStep, Report, Roadmap, Route, Score, Stage, Subject as Wire, Tool};
use crate::detect::{Guarded, Survey};
use crate::fact::{Fact, Kind};
use crate::judge::{Outcome, Verdict};
use crate::rules::schema;
use crate::score;

/// Longest detail of a piece of evidence, in characters.
const DETAIL: usize = 120;

/// What the report is about, beside the survey.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    pub repository: Option<String>,
    pub head: Option<String>,
    /// Digest of the rules.
    pub rules: String,
}

/// Builds the report.
#[must_use]
pub fn build(
    subject: &Subject,
    survey: &Survey,
    criteria: &[schema::Criterion],
    verdicts: &[Verdict],
    roadmap: &schema::Roadmap,
    score: &score::Score,
) -> Report {
    let rule = |id: &str| criteria.iter().find(|criterion| criterion.id == id);
    Report {
        schema: 1,
        tool: Tool {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rules: subject.rules.clone(),
        },
        subject: Wire {
            repository: subject.repository.clone(),
            head: subject.head.clone(),
            base: None,
            languages: survey.languages.clone(),
            frameworks: survey.frameworks.clone(),
            files: survey.files,
            commits: survey.commits,
        },
        roadmap: Roadmap {
            id: roadmap.id.clone(),
            title: roadmap.title.clone(),
        },
        score: Score {
            percent: score.percent,
            level: score.level.as_ref().map_or("none", |(id, _)| id).to_owned(),
            level_title: score.level.as_ref().map_or("Starting out", |(_, title)| title).to_owned(),
        },
        stages: score
            .stages
            .iter()
            .map(|stage| Stage {
                id: stage.id.clone(),
                title: stage.title.clone(),
                percent: stage.percent,
                criteria: stage.criteria.clone(),
            })
            .collect(),
        criteria: verdicts
            .iter()
            .map(|verdict| criterion(verdict, rule(&verdict.criterion), survey))
            .collect(),
        routes: survey.routes.iter().map(route).collect(),
        next_steps: score
            .steps
            .iter()
            .filter_map(|step| {
                let rule = rule(&step.criterion)?;
                let advice = advice(rule, survey);
                Some(NextStep {
                    criterion: step.criterion.clone(),
                    title: rule.title.clone(),
                    text: advice.text,
                    why: rule.why.clone(),
                    effort: advice.effort,
                    unlocks: step.unlocks.clone(),
                    learn: advice.learn,
                })
            })
            .collect(),
        warnings: score.warnings.clone(),
        self_study: roadmap
            .stage
            .iter()
            .flat_map(|stage| &stage.item)
            .filter(|item| item.self_study)
            .map(|item| item.text.clone())
            .collect(),
        limits: limits::sentences(&survey.blind_spots, survey.history_gap.as_deref()),
        delta: None,
    }
}

fn criterion(verdict: &Verdict, rule: Option<&schema::Criterion>, survey: &Survey) -> Criterion {
    let open = matches!(verdict.outcome, Outcome::Missing | Outcome::Partial | Outcome::Violated);
    Criterion {
        id: verdict.criterion.clone(),
        family: verdict.family.clone(),
        title: verdict.title.clone(),
        outcome: verdict.outcome.name().to_owned(),
        strength: verdict.strength.map(|strength| strength.name().to_owned()),
        said: verdict.said.clone(),
        evidence: verdict.evidence.iter().map(evidence).collect(),
        step: rule.filter(|_| open).map(|rule| advice(rule, survey)),
    }
}

/// The step in the repository's own framework, else language, else in general.
fn advice(rule: &schema::Criterion, survey: &Survey) -> Advice {
    let own = survey.frameworks.iter().chain(&survey.languages);
    let text = own
        .filter_map(|id| rule.step.get(id))
        .chain(rule.step.get("default"))
        .next()
        .cloned()
        .unwrap_or_default();
    Advice {
        text,
        effort: rule.effort.clone(),
        learn: rule.learn.clone(),
    }
}

fn evidence(fact: &Fact) -> Evidence {
    let from_history = matches!(fact.kind, Kind::Commit | Kind::Merge | Kind::Branch);
    Evidence {
        kind: fact.kind.name().to_owned(),
        path: fact.location.path.to_string(),
        line: if from_history { 0 } else { fact.location.line.max(1) },
        detail: detail(fact),
    }
}

/// A few words about a fact, from its attributes.
fn detail(fact: &Fact) -> String {
    let get = |name: &str| fact.attribute(name).unwrap_or_default();
    let text = match fact.kind {
        Kind::Route => format!("{} {}", get("method"), get("path")),
        Kind::Commit | Kind::Merge => get("subject").to_owned(),
        Kind::Source => format!("{} lines, {} functions", get("lines"), get("functions")),
        _ => {
            let mut words: Vec<&str> = Vec::new();
            for value in fact.attributes.values() {
                if !value.is_empty() && !words.contains(&value.as_str()) {
                    words.push(value);
                }
            }
            words.join(", ")
        }
    };
    if text.chars().count() <= DETAIL {
        return text;
    }
    text.chars().take(DETAIL - 1).chain(['…']).collect()
}

fn route(route: &crate::detect::Route) -> Route {
    Route {
        method: route.method.clone(),
        path: route.path.clone(),
        file: route.location.path.to_string(),
        line: route.location.line,
        framework: route.framework.clone(),
        guarded: match route.guarded {
            Guarded::Yes => Some(true),
            Guarded::No => Some(false),
            Guarded::Unknown => None,
        },
        tested: route.tested,
    }
}
