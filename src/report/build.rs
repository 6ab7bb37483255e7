//! Puts a report together from verdicts and score. It decides nothing.

use std::cmp::Reverse;

use super::detail::detail;
use super::limits;
use super::question::question;
use super::{
    Advice, Criterion, Evidence, NextStep, Report, Roadmap, Route, Score, Stage, Subject as Wire,
    Tool,
};
use crate::detect::{Guarded, Survey};
use crate::fact::{Fact, Kind};
use crate::judge::Verdict;
use crate::rules::schema;
use crate::score;

/// What the report is about, beside the survey.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    pub repository: Option<String>,
    pub head: Option<String>,
    /// Digest of the rules.
    pub rules: String,
    /// What a reader must know of the settings: sentences in which repository text stands between backticks.
    pub notes: Vec<String>,
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
    let stack = stack(survey);
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
            .map(|verdict| criterion(verdict, rule(&verdict.criterion), &stack))
            .collect(),
        routes: survey.routes.iter().map(route).collect(),
        next_steps: score
            .steps
            .iter()
            .filter_map(|step| {
                let rule = rule(&step.criterion)?;
                let advice = advice(rule, &stack);
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
        self_study: self_study(roadmap),
        limits: subject
            .notes
            .iter()
            .cloned()
            .chain(limits::limits(survey))
            .collect(),
        questions: verdicts
            .iter()
            .filter_map(|verdict| question(verdict, rule(&verdict.criterion)?, survey))
            .collect(),
        delta: None,
        level_titles: roadmap
            .level
            .iter()
            .map(|level| (level.id.clone(), level.title.clone()))
            .collect(),
        reasons: criteria
            .iter()
            .map(|rule| (rule.id.clone(), rule.why.clone()))
            .collect(),
    }
}

fn criterion(verdict: &Verdict, rule: Option<&schema::Criterion>, stack: &[&str]) -> Criterion {
    Criterion {
        id: verdict.criterion.clone(),
        family: verdict.family.clone(),
        title: verdict.title.clone(),
        outcome: verdict.outcome.name().to_owned(),
        strength: verdict.strength.map(|strength| strength.name().to_owned()),
        said: verdict.said.clone(),
        evidence: verdict.evidence.iter().map(evidence).collect(),
        step: rule
            .filter(|_| verdict.outcome.is_open())
            .map(|rule| advice(rule, stack)),
    }
}

/// Ids by which a step is chosen: the frameworks, the one with most routes first, then languages.
fn stack(survey: &Survey) -> Vec<&str> {
    let routes = |id: &str| {
        survey
            .routes
            .iter()
            .filter(|route| route.framework == id)
            .count()
    };
    let mut frameworks: Vec<&str> = survey.frameworks.iter().map(String::as_str).collect();
    frameworks.sort_by_cached_key(|id| Reverse(routes(id)));
    frameworks
        .into_iter()
        .chain(survey.languages.iter().map(String::as_str))
        .collect()
}

/// The step and the page in the repository's own framework, else language, else in general.
fn advice(rule: &schema::Criterion, stack: &[&str]) -> Advice {
    let own = stack
        .iter()
        .chain(&["default"])
        .find_map(|id| rule.step.get(*id));
    let page = stack.iter().find_map(|id| rule.docs.get(*id));
    let others = rule.learn.iter().filter(|link| Some(*link) != page);
    Advice {
        text: own.cloned().unwrap_or_default(),
        effort: rule.effort.clone(),
        learn: page.into_iter().chain(others).cloned().collect(),
    }
}

/// What a roadmap asks for and no repository can show, each once.
fn self_study(roadmap: &schema::Roadmap) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let items = roadmap.stage.iter().flat_map(|stage| &stage.item);
    for item in items.filter(|item| item.self_study) {
        if !texts.contains(&item.text) {
            texts.push(item.text.clone());
        }
    }
    texts
}

fn evidence(fact: &Fact) -> Evidence {
    let from_history = matches!(fact.kind, Kind::Commit | Kind::Merge | Kind::Branch);
    Evidence {
        kind: fact.kind.name().to_owned(),
        path: fact.location.path.to_string(),
        line: if from_history {
            0
        } else {
            fact.location.line.max(1)
        },
        detail: detail(fact),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_own_framework_is_read_first_and_none_of_another() {
        let text = "family = \"f\"\n[[criterion]]\nid = \"c\"\ntitle = \"t\"\nwhy = \"w\"\neffort = \"1h\"\n\
                    met = { has = \"cors\" }\nlearn = [\"https://a.example\", \"https://x.example\"]\n\
                    [criterion.step]\ndefault = \"d\"\nx = \"in x\"\n\
                    [criterion.docs]\nx = \"https://x.example\"\nlang = \"https://lang.example\"\n";
        let file: schema::CriteriaFile = toml::from_str(text).unwrap();
        let said = |stack: &[&str]| {
            let advice = advice(&file.criterion[0], stack);
            (advice.text, advice.learn.join(" "))
        };
        let expect = |text: &str, learn: &str| (text.to_owned(), learn.to_owned());
        assert_eq!(
            said(&[]),
            expect("d", "https://a.example https://x.example")
        );
        assert_eq!(
            said(&["x", "lang"]),
            expect("in x", "https://x.example https://a.example")
        );
        let lang = expect(
            "d",
            "https://lang.example https://a.example https://x.example",
        );
        assert_eq!(said(&["other", "lang"]), lang);
    }
}
