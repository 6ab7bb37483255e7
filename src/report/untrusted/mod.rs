//! A report that came from somebody else's run, read as the hostile input that it is.
//!
//! Only answers and places are taken from it: outcomes of known criteria, paths, lines, routes.
//! Every sentence, title, link, step and number that follows from the answers is made again from
//! our own rules, so that it can neither say nor link anything of its own. Answers may still be
//! untrue: the run that gave them was not ours, and whoever shows the report must say so.

mod checks;
mod delta;

use std::collections::BTreeSet;

use super::{Criterion, Report, Route, SubjectOf, build};
use crate::detect::{Guarded, Route as Composed, Survey};
use crate::fact::Location;
use crate::judge::{EVIDENCE, Outcome, Verdict};
use crate::rules::schema::{Criterion as Rule, Roadmap};
use crate::rules::{Rules, Template};
use crate::score;
use checks::{commit, counted, evidence, known, line, outcome, path, strength, text};

/// Bytes of a report that is read at all.
pub const LARGEST: usize = 4 * 1024 * 1024;
const MOST_ROUTES: usize = 2_000;
const MOST_NAMES: usize = 40;
const LONGEST_ROUTE: usize = 300;

/// Why a report is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    #[error("the report has more than {LARGEST} bytes")]
    TooLarge,
    #[error("the report is not a report of this program, line {line} column {column}")]
    NotAReport { line: usize, column: usize },
    #[error("the report was made with other rules than those of this program")]
    OtherRules,
    #[error("the report is held against another roadmap")]
    OtherRoadmap,
    #[error("the report is about another commit")]
    OtherCommit,
    /// The field, never its value.
    #[error("the report's field `{0}` holds what no report holds")]
    Field(&'static str),
}

impl Untrusted {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::TooLarge | Self::NotAReport { .. } | Self::Field(_) => {
                "hand over the report.json that the action left behind, unchanged"
            }
            Self::OtherRules => "use the same version of the action in both workflows",
            Self::OtherRoadmap => "give the input `roadmap` the same value in both workflows",
            Self::OtherCommit => {
                "nothing to do: the run of the pull request's present commit reports for itself"
            }
        }
    }
}

/// What the report has to be about.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'e> {
    pub repository: &'e str,
    pub head: &'e str,
    pub roadmap: &'e Roadmap,
}

/// The roadmap that a report says it is held against; it may be any text.
#[must_use]
pub fn roadmap(bytes: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Named {
        roadmap: Roadmap,
    }
    #[derive(serde::Deserialize)]
    struct Roadmap {
        id: String,
    }
    if bytes.len() > LARGEST {
        return None;
    }
    let named: Named = serde_json::from_slice(bytes).ok()?;
    Some(named.roadmap.id)
}

/// The report with nothing in it that the rules do not know.
pub fn read(bytes: &[u8], rules: &Rules, expected: &Expected<'_>) -> Result<Report, Untrusted> {
    if bytes.len() > LARGEST {
        return Err(Untrusted::TooLarge);
    }
    let claimed: Report = serde_json::from_slice(bytes).map_err(|error| Untrusted::NotAReport {
        line: error.line(),
        column: error.column(),
    })?;
    if claimed.schema != 1 || claimed.tool.name != env!("CARGO_PKG_NAME") {
        return Err(Untrusted::Field("tool"));
    }
    if claimed.tool.rules != rules.digest {
        return Err(Untrusted::OtherRules);
    }
    if claimed.roadmap.id != expected.roadmap.id {
        return Err(Untrusted::OtherRoadmap);
    }
    let head = claimed.subject.head.as_deref().unwrap_or_default();
    if !head.eq_ignore_ascii_case(expected.head) {
        return Err(Untrusted::OtherCommit);
    }
    let survey = survey(&claimed, rules)?;
    let verdicts = verdicts(&claimed, rules)?;
    let subject = SubjectOf {
        repository: Some(expected.repository.to_owned()),
        head: Some(expected.head.to_owned()),
        rules: rules.digest.clone(),
        notes: Vec::new(),
    };
    let score = score::score(&verdicts, &rules.criteria, expected.roadmap);
    let mut report = build(
        &subject,
        &survey,
        &rules.criteria,
        &verdicts,
        expected.roadmap,
        &score,
    );
    for criterion in &mut report.criteria {
        if let Some(own) = claimed.criterion(&criterion.id) {
            criterion.evidence = evidence(&own.evidence)?;
        }
    }
    report.subject.base = claimed.subject.base.as_deref().map(commit).transpose()?;
    if let Some(own) = &claimed.delta {
        report.delta = Some(delta::read(own, &report, rules, expected.roadmap)?);
    }
    Ok(report)
}

fn survey(claimed: &Report, rules: &Rules) -> Result<Survey, Untrusted> {
    let languages: BTreeSet<&str> = rules
        .languages
        .iter()
        .flat_map(|language| [Some(language.id.as_str()), language.shown_as.as_deref()])
        .flatten()
        .collect();
    let frameworks = frameworks(rules);
    let subject = &claimed.subject;
    if claimed.routes.len() > MOST_ROUTES {
        return Err(Untrusted::Field("routes"));
    }
    let routes = claimed
        .routes
        .iter()
        .map(|route| composed(route, &frameworks));
    Ok(Survey {
        languages: known("languages", &subject.languages, &languages, MOST_NAMES)?,
        frameworks: known("frameworks", &subject.frameworks, &frameworks, MOST_NAMES)?,
        files: counted("files", subject.files)?,
        commits: counted("commits", subject.commits)?,
        routes: routes.collect::<Result<_, _>>()?,
        history_complete: true,
        ..Survey::default()
    })
}

fn frameworks(rules: &Rules) -> BTreeSet<&str> {
    let frameworks = rules.frameworks.iter();
    frameworks.map(|rule| rule.framework.id.as_str()).collect()
}

fn composed(route: &Route, frameworks: &BTreeSet<&str>) -> Result<Composed, Untrusted> {
    let method = route.method.as_str();
    let is_method = (1..=16).contains(&method.len())
        && method
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    if !is_method || !frameworks.contains(route.framework.as_str()) {
        return Err(Untrusted::Field("routes"));
    }
    Ok(Composed {
        path: text("routes", &route.path, LONGEST_ROUTE)?,
        method: method.to_owned(),
        location: Location::new(path(&route.file)?, line(route.line)?),
        framework: route.framework.clone(),
        guarded: match route.guarded {
            Some(true) => Guarded::Yes,
            Some(false) => Guarded::No,
            None => Guarded::Unknown,
        },
        tested: route.tested,
        handler: None,
    })
}

/// The same rules ask the same questions: each has one answer, and there is no other.
fn verdicts(claimed: &Report, rules: &Rules) -> Result<Vec<Verdict>, Untrusted> {
    let ids: BTreeSet<&str> = claimed.criteria.iter().map(|own| own.id.as_str()).collect();
    if ids.len() != claimed.criteria.len() || ids.len() != rules.criteria.len() {
        return Err(Untrusted::Field("criteria"));
    }
    let answers = rules.criteria.iter().map(|rule| {
        let own = claimed
            .criterion(&rule.id)
            .ok_or(Untrusted::Field("criteria"))?;
        verdict(rule, own)
    });
    answers.collect()
}

fn verdict(rule: &Rule, own: &Criterion) -> Result<Verdict, Untrusted> {
    let outcome = outcome(&own.outcome)?;
    let strength = strength(own.strength.as_deref())?;
    let has_proof = matches!(outcome, Outcome::Met | Outcome::Partial);
    if (strength.is_some() && !has_proof) || own.evidence.len() > EVIDENCE {
        return Err(Untrusted::Field("criteria"));
    }
    Ok(Verdict {
        criterion: rule.id.clone(),
        family: rule.family.clone(),
        title: rule.title.clone(),
        outcome,
        strength,
        said: said(rule, outcome),
        evidence: Vec::new(),
        count: own.evidence.len(),
    })
}

/// The rule's sentence where it needs no number or name from the repository, else a plain one.
fn said(rule: &Rule, outcome: Outcome) -> String {
    let own = match outcome {
        Outcome::Met => &rule.said.met,
        Outcome::Partial => &rule.said.partial,
        Outcome::Missing => &rule.said.missing,
        Outcome::Violated => &rule.said.violated,
        Outcome::NotApplicable => &rule.said.not_applicable,
        Outcome::Unknown | Outcome::Waived => &None,
    };
    let own = own
        .as_deref()
        .and_then(|text| Template::parse(text).ok())
        .and_then(|template| template.fill(|_| None));
    own.unwrap_or_else(|| {
        let plain = match outcome {
            Outcome::Met if rule.counter => "Nothing of the kind was found.",
            Outcome::Met | Outcome::Violated => "Found.",
            Outcome::Partial => "A first sign is there.",
            Outcome::Missing => "Not found.",
            Outcome::NotApplicable => "Nothing here asks for it.",
            Outcome::Unknown | Outcome::Waived => "This was not judged.",
        };
        plain.to_owned()
    })
}

#[cfg(test)]
mod tests;
