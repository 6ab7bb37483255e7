//! What a reviewer may ask the author about the evidence of a criterion. The words are the rules'.

use super::Question;
use crate::detect::Survey;
use crate::fact::{Fact, Kind, Location};
use crate::judge::{Outcome, Verdict, quote};
use crate::rules::schema::Criterion;
use crate::rules::{ROUTES, Template};

/// The first question whose placeholders have values, about the place where the evidence is.
pub fn question(verdict: &Verdict, rule: &Criterion, survey: &Survey) -> Option<Question> {
    if !matches!(verdict.outcome, Outcome::Met | Outcome::Violated) {
        return None;
    }
    let first = verdict.evidence.first()?;
    rule.question
        .iter()
        .find_map(|text| filled(&verdict.criterion, text, first, survey))
}

fn filled(criterion: &str, text: &str, first: &Fact, survey: &Survey) -> Option<Question> {
    let template = Template::parse(text).ok()?;
    let asks_routes = template.slots().any(|slot| ROUTES.contains(&slot));
    let pair = match asks_routes {
        true => Some(pair(survey)?),
        false => None,
    };
    let [guarded, open] = ROUTES;
    let route = |name: &str| {
        let (of_guard, of_none) = pair?;
        match name {
            name if name == guarded => named(of_guard),
            name if name == open => named(of_none),
            _ => None,
        }
    };
    let attribute = |name: &str| first.attribute(name).filter(|value| !value.is_empty());
    let value = |name: &str| route(name).or_else(|| attribute(name).map(quote));
    // What nobody asks for is the place to look at.
    let at: &Location = pair.map_or(&first.location, |(_, open)| &open.location);
    let from_history = matches!(first.kind, Kind::Commit | Kind::Merge | Kind::Branch);
    (asks_routes || !from_history).then_some(())?;
    Some(Question {
        criterion: criterion.to_owned(),
        text: template.fill(value)?,
        path: at.path.to_string(),
        line: at.line.max(1),
    })
}

/// A guarded and an open route of one resource; an open one that changes something, if there is.
fn pair(survey: &Survey) -> Option<(&Fact, &Fact)> {
    let routes = || survey.facts.iter().filter(|fact| fact.kind == Kind::Route);
    let with = |wanted: &'static str| {
        routes().filter(move |fact| fact.attribute("guarded") == Some(wanted))
    };
    let reads = |fact: &Fact| {
        matches!(
            fact.attribute("method"),
            Some("GET" | "HEAD" | "OPTIONS" | "ANY") | None
        )
    };
    let mut open: Vec<&Fact> = with("false").collect();
    open.sort_by_key(|fact| reads(fact));
    open.into_iter().find_map(|open| {
        let resource = open
            .attribute("resource")
            .filter(|resource| !resource.is_empty())?;
        let same = |fact: &&Fact| fact.attribute("resource") == Some(resource);
        Some((with("true").find(same)?, open))
    })
}

/// `POST /tasks`, quoted.
fn named(route: &Fact) -> Option<String> {
    let (method, path) = (route.attribute("method")?, route.attribute("path")?);
    Some(quote(&format!("{method} {path}")))
}
