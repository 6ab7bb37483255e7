//! What the run is about: the repository, and the pull request if there is one.
//!
//! The environment is passed in. The event file is written by the runner but carries text of
//! strangers; only numbers, checked names and checked hashes are taken from it.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::target::Repository;

/// Event payloads are capped at 25 MB.
const LARGEST_EVENT: u64 = 32 * 1024 * 1024;

/// Bytes of a branch name that are put into a query.
const LONGEST_BRANCH: usize = 255;

/// Looks up an environment variable.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    pub event_name: String,
    pub repository: Repository,
    /// `None` for pushes, schedules, manual runs: there is nothing to comment on.
    pub pull_request: Option<PullRequest>,
    /// The run of another workflow that this run follows.
    pub workflow_run: Option<WorkflowRun>,
    /// Why the event could not be read: a sentence. The rest of the run does not need it.
    pub problem: Option<String>,
    /// `GITHUB_SHA`. In a pull request run this is the synthetic merge, not the contributor's head.
    pub run_sha: Option<String>,
    pub api_url: String,
    pub server_url: String,
    pub run_id: Option<u64>,
    pub workspace: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRequest {
    pub number: u64,
    pub head_sha: String,
    pub base_sha: String,
    pub draft: bool,
    pub state: State,
    /// `None` when the fork was deleted.
    pub head_repository: Option<String>,
    pub is_fork: bool,
}

/// A finished run, the first half of the pair for forks. Its own list of pull requests is empty
/// for forks, so that its head has to be looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkflowRun {
    pub head_sha: String,
    pub head_branch: String,
    pub head_repository: Repository,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Open,
    Closed,
}

#[derive(Debug, thiserror::Error)]
pub enum EventError {
    #[error("{0} is not set; this command runs inside a workflow job")]
    MissingVariable(&'static str),
    #[error("GITHUB_REPOSITORY is {0:?}, not owner/name")]
    BadRepository(String),
    #[error("the event file {path} cannot be read: {source}")]
    Unreadable {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("the event file {path} is larger than {LARGEST_EVENT} bytes")]
    TooLarge { path: PathBuf },
    #[error("the event is not valid JSON: {0}")]
    NotJson(serde_json::Error),
    #[error("the event {event:?} has no usable pull_request: {reason}")]
    BadPullRequest { event: String, reason: String },
    #[error("the event has no usable workflow_run: {0}")]
    BadWorkflowRun(String),
}

impl Context {
    /// Reads the environment and the file that `GITHUB_EVENT_PATH` names. An event that cannot be
    /// read is a [`Context::problem`]: there is still a repository to look at.
    pub fn read(env: Env<'_>) -> Result<Self, EventError> {
        let event =
            required(env, "GITHUB_EVENT_PATH").and_then(|path| read_capped(&PathBuf::from(path)));
        let (bytes, problem) = match event {
            Ok(bytes) => (bytes, None),
            Err(error) => (b"{}".to_vec(), Some(error)),
        };
        let mut context = Self::parse(env, &bytes)?;
        // What is missing in the stand-in above is no news.
        if let Some(error) = problem {
            context.problem = Some(error.to_string());
        }
        Ok(context)
    }

    /// The same with the event's JSON given.
    pub fn parse(env: Env<'_>, event_json: &[u8]) -> Result<Self, EventError> {
        let event_name = required(env, "GITHUB_EVENT_NAME")?;
        let full_name = required(env, "GITHUB_REPOSITORY")?;
        let repository =
            Repository::parse(&full_name).ok_or(EventError::BadRepository(full_name))?;
        let mut context = Self {
            repository,
            pull_request: None,
            workflow_run: None,
            problem: None,
            run_sha: optional(env, "GITHUB_SHA").filter(|sha| is_sha(sha)),
            api_url: or_default(env, "GITHUB_API_URL", "https://api.github.com"),
            server_url: or_default(env, "GITHUB_SERVER_URL", "https://github.com"),
            run_id: optional(env, "GITHUB_RUN_ID").and_then(|id| id.parse().ok()),
            workspace: optional(env, "GITHUB_WORKSPACE").map(PathBuf::from),
            event_name,
        };
        if let Err(error) = context.read_event(event_json) {
            context.problem = Some(error.to_string());
        }
        Ok(context)
    }

    fn read_event(&mut self, json: &[u8]) -> Result<(), EventError> {
        let event: serde_json::Value = serde_json::from_slice(json).map_err(EventError::NotJson)?;
        // Also `pull_request_target`, `pull_request_review` and `pull_request_review_comment`.
        if self.event_name.starts_with("pull_request") {
            self.pull_request = Some(pull_request(&self.event_name, &event, &self.repository)?);
        } else if self.event_name == "workflow_run" {
            self.workflow_run = Some(workflow_run(&event)?);
        }
        Ok(())
    }

    /// The page of this run, where the job summary is.
    pub fn run_url(&self) -> Option<String> {
        let id = self.run_id?;
        Some(format!(
            "{}/{}/actions/runs/{id}",
            self.server_url, self.repository
        ))
    }
}

/// A pull request as an event carries it and the API gives it.
#[derive(Deserialize)]
pub(super) struct Pull {
    pub number: u64,
    pub state: State,
    pub draft: Option<bool>,
    pub head: Side,
    pub base: Side,
}

#[derive(Deserialize)]
pub(super) struct Side {
    pub sha: String,
    /// Null when the fork is gone.
    pub repo: Option<Named>,
}

#[derive(Deserialize)]
pub(super) struct Named {
    pub full_name: String,
}

fn pull_request(
    event_name: &str,
    event: &serde_json::Value,
    repository: &Repository,
) -> Result<PullRequest, EventError> {
    let bad = |reason: String| EventError::BadPullRequest {
        event: event_name.to_owned(),
        reason,
    };
    let value = event
        .get("pull_request")
        .ok_or_else(|| bad("the field is missing".to_owned()))?;
    let payload = Pull::deserialize(value).map_err(|error| bad(error.to_string()))?;
    for (side, sha) in [("head", &payload.head.sha), ("base", &payload.base.sha)] {
        if !is_sha(sha) {
            return Err(bad(format!("{side}.sha is not a commit hash")));
        }
    }
    let base_name = match payload.base.repo {
        Some(base) => base.full_name,
        None => repository.to_string(),
    };
    let head_repository = payload.head.repo.map(|head| head.full_name);
    Ok(PullRequest {
        number: payload.number,
        head_sha: payload.head.sha,
        base_sha: payload.base.sha,
        draft: payload.draft.unwrap_or(false),
        state: payload.state,
        // Names are case-insensitive; a deleted head repository was a fork.
        is_fork: !head_repository
            .as_deref()
            .is_some_and(|head| head.eq_ignore_ascii_case(&base_name)),
        head_repository,
    })
}

#[derive(Deserialize)]
struct Run {
    head_sha: String,
    /// Null when the branch is gone.
    head_branch: Option<String>,
    /// Null when the fork is gone.
    head_repository: Option<Named>,
}

fn workflow_run(event: &serde_json::Value) -> Result<WorkflowRun, EventError> {
    let bad = |reason: &str| EventError::BadWorkflowRun(reason.to_owned());
    let value = event
        .get("workflow_run")
        .ok_or_else(|| bad("the field is missing"))?;
    let run = Run::deserialize(value).map_err(|error| bad(&error.to_string()))?;
    if !is_sha(&run.head_sha) {
        return Err(bad("head_sha is not a commit hash"));
    }
    let head_repository = run
        .head_repository
        .and_then(|head| Repository::parse(&head.full_name))
        .ok_or_else(|| bad("the head repository is gone"))?;
    let head_branch = run
        .head_branch
        .filter(|name| !name.is_empty() && name.len() <= LONGEST_BRANCH)
        .ok_or_else(|| bad("the head branch is gone"))?;
    Ok(WorkflowRun {
        head_sha: run.head_sha,
        head_branch,
        head_repository,
    })
}

fn or_default(env: Env<'_>, name: &str, default: &str) -> String {
    let value = optional(env, name).unwrap_or_else(|| default.to_owned());
    value.trim_end_matches('/').to_owned()
}

/// SHA-1 or SHA-256 in hexadecimal.
fn is_sha(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn read_capped(path: &Path) -> Result<Vec<u8>, EventError> {
    let unreadable = |source| EventError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST_EVENT + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST_EVENT {
        return Err(EventError::TooLarge {
            path: path.to_owned(),
        });
    }
    Ok(bytes)
}

fn optional(env: Env<'_>, name: &str) -> Option<String> {
    env(name).filter(|value| !value.is_empty())
}

fn required(env: Env<'_>, name: &'static str) -> Result<String, EventError> {
    optional(env, name).ok_or(EventError::MissingVariable(name))
}

#[cfg(test)]
mod tests;
