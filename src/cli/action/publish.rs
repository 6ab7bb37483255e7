//! Whether there is a pull request to comment on, and what the comment says.

use sha2::{Digest as _, Sha256};

use super::Env;
use super::inputs::{Comment, Inputs};
use crate::github::{
    self, Config, Context, Memory, Outcome, Post, Proxies, PublishError, Reason, State, Status,
    Token,
};
use crate::render::markdown::{COMMENT, Earlier, Target, markdown_many};
use crate::report::Report;

/// What became of the comment.
pub enum Published {
    Done(Outcome),
    /// Nobody asked for one, or there is no place for it: why.
    Not(&'static str),
    Failed(PublishError),
}

impl Published {
    pub fn status(&self) -> &'static str {
        match self {
            Self::Done(outcome) => outcome.status.as_str(),
            Self::Not(_) => "skipped",
            Self::Failed(_) => "failed",
        }
    }

    pub fn url(&self) -> &str {
        match self {
            Self::Done(outcome) => &outcome.url,
            _ => "",
        }
    }

    /// Why there is no comment, or no news in it.
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            Self::Done(Outcome {
                status: Status::Skipped(reason),
                ..
            }) => Some(reason.sentence()),
            Self::Not(reason) => Some(reason),
            _ => None,
        }
    }
}

const NEVER: &str = "The input `comment` says never.";
const NO_PULL_REQUEST: &str =
    "This run is not about a pull request, so there is nothing to comment on.";
const NOT_FOUND: &str =
    "No open pull request has the other run's commit as its head: it moved on or was closed.";

/// Posts unless somebody or something speaks against it.
pub fn publish(
    env: Env<'_>,
    inputs: &Inputs,
    context: &Context,
    reports: &[(String, Report)],
    page: &str,
) -> Published {
    match try_to(env, inputs, context, reports, page) {
        Ok(published) => published,
        Err(error) => Published::Failed(error),
    }
}

fn try_to(
    env: Env<'_>,
    inputs: &Inputs,
    context: &Context,
    reports: &[(String, Report)],
    page: &str,
) -> Result<Published, PublishError> {
    if inputs.comment == Comment::Never {
        return Ok(Published::Not(NEVER));
    }
    let insist = inputs.comment == Comment::Always;
    let is_taken = !inputs.reports.is_empty();
    if let Some(pull) = &context.pull_request {
        if pull.state == State::Closed {
            return Ok(Published::Not(Reason::Closed.sentence()));
        }
        if pull.draft && !insist {
            return Ok(Published::Not(Reason::Draft.sentence()));
        }
    } else if context.workflow_run.is_none() || !is_taken {
        return Ok(Published::Not(NO_PULL_REQUEST));
    }
    let config = Config {
        api_url: context.api_url.clone(),
        token: Token::read(env)?,
        repository: context.repository.clone(),
        proxies: Proxies::read(env),
    };
    let (number, head) = match (&context.pull_request, &context.workflow_run) {
        (Some(pull), _) => (pull.number, pull.head_sha.clone()),
        (None, Some(run)) => match github::find_pull_request(&config, run)? {
            Some(found) => (found.number, run.head_sha.clone()),
            None => return Ok(Published::Not(NOT_FOUND)),
        },
        (None, None) => return Ok(Published::Not(NO_PULL_REQUEST)),
    };
    let post = Post {
        number,
        key: inputs.key.clone(),
        head,
        insist,
    };
    let memory = memory(reports);
    let draft = |last: Option<&Memory>| {
        if inputs.comment == Comment::Changed && !is_news(last, &memory, reports) {
            return None;
        }
        let target = Target {
            page: Some(page.to_owned()),
            budget: COMMENT,
            whole: false,
            earlier: last.and_then(earlier),
            run: context.run_url(),
        };
        Some((text(reports, &target, is_taken), memory.clone()))
    };
    github::publish(&config, &post, &draft).map(Published::Done)
}

/// The Markdown of all reports.
pub fn text(reports: &[(String, Report)], target: &Target, is_taken: bool) -> String {
    let mut text = markdown_many(reports, target);
    if is_taken {
        text.push('\n');
        text.push_str(TAKEN);
        text.push('\n');
    }
    text
}

/// A reader must know whose word this is.
const TAKEN: &str = "<sub>Computed in the contributor's own run, which nobody here has checked. \
                     Titles, steps and links come from this project's rules.</sub>";

/// What the next run may compare with. Of several reports the one with the lowest score speaks.
fn memory(reports: &[(String, Report)]) -> Memory {
    let mut memory = Memory::default();
    if let Some(report) = lowest(reports) {
        let subject = &report.subject;
        memory = memory
            .with("rules", &report.tool.rules)
            .with("percent", &report.score.percent.to_string())
            .with("level", &report.score.level)
            .with("head", subject.head.as_deref().unwrap_or_default())
            .with("base", subject.base.as_deref().unwrap_or_default());
    }
    memory.with("print", &print(reports))
}

/// The report with the lowest score; the first of equals.
pub fn lowest(reports: &[(String, Report)]) -> Option<&Report> {
    let reports = reports.iter().map(|(_, report)| report);
    reports.min_by_key(|report| report.score.percent)
}

/// Stands for all answers: another answer to any question gives another one.
fn print(reports: &[(String, Report)]) -> String {
    let mut hash = Sha256::new();
    for (label, report) in reports {
        let score = &report.score;
        hash.update(format!("{label}\0{}\0{}\n", score.percent, score.level));
        for criterion in &report.criteria {
            let strength = criterion.strength.as_deref().unwrap_or_default();
            hash.update(format!(
                "{}\0{}\0{strength}\n",
                criterion.id, criterion.outcome
            ));
        }
    }
    let digest = hash.finalize();
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Against the last comment where there is one, else against the base where it is known.
fn is_news(last: Option<&Memory>, now: &Memory, reports: &[(String, Report)]) -> bool {
    if let Some(last) = last {
        return last.get("print") != now.get("print");
    }
    reports.iter().any(|(_, report)| match &report.delta {
        Some(delta) => {
            delta.percent != 0
                || delta.from.level != report.score.level
                || !delta.changes.is_empty()
        }
        None => true,
    })
}

/// What the last comment said, for telling newer rules from the learner's own doing.
fn earlier(last: &Memory) -> Option<Earlier> {
    let percent: u32 = last.get("percent")?.parse().ok()?;
    let rules = last.get("rules")?.to_owned();
    (percent <= 100).then_some(Earlier { rules, percent })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_sound_number_is_an_earlier_one() {
        let last = |percent: &str| {
            let last = Memory::default()
                .with("rules", "sha256:a")
                .with("percent", percent);
            earlier(&last).map(|earlier| earlier.percent)
        };
        assert_eq!(last("71"), Some(71));
        assert_eq!(last("101"), None);
        assert_eq!(last("many"), None);
        assert_eq!(earlier(&Memory::default().with("percent", "7")), None);
    }

    #[test]
    fn news_is_another_answer() {
        let now = Memory::default().with("print", "aa");
        assert!(!is_news(Some(&now.clone()), &now, &[]));
        assert!(is_news(Some(&Memory::default()), &now, &[]));
        assert!(is_news(
            Some(&Memory::default().with("print", "bb")),
            &now,
            &[]
        ));
    }
}
