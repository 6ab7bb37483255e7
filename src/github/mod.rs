//! Publishing on GitHub: the run's event, one pull-request comment, the job summary, step outputs
//! and annotations.
//!
//! It takes finished text and knows nothing about what the text says. It is the only asynchronous
//! corner of the crate, and [`publish`] hides that: call it from ordinary code, not from inside
//! another runtime. It refuses to write to a comment it does not own, to post a body above the
//! budget, and to print the token.

mod api;
mod clock;
mod command;
mod comment;
mod event;
mod insight;
mod marker;
mod outlet;
mod problem;
mod pull;
mod retry;
mod summary;
mod target;

pub use clock::{Clock, SystemClock};
pub use command::{ANNOTATIONS_PER_LEVEL, Annotation, Level, annotate, neutralise};
pub use comment::{BODY_BUDGET, Draft, Outcome, Reason, Status};
pub use event::{Context, EventError, PullRequest, State, WorkflowRun};
pub use marker::Memory;
pub use outlet::Proxies;
pub use problem::PublishError;
pub use pull::Found;
pub use summary::{Appended, OutputError, SUMMARY_BUDGET, append_output, append_summary};
pub use target::{Config, Post, Repository, Token};

use std::time::Duration;

/// Creates or updates the one comment of `post`, and waits for the answer.
pub fn publish(config: &Config, post: &Post, draft: Draft<'_>) -> Result<Outcome, PublishError> {
    publish_with(config, post, draft, &SystemClock::start())
}

/// [`publish`] with a given clock, so that a test of the retries does not wait for them.
pub fn publish_with(
    config: &Config,
    post: &Post,
    draft: Draft<'_>,
    clock: &dyn Clock,
) -> Result<Outcome, PublishError> {
    post.check()?;
    // The client starts a task of its own, so it must be built inside the runtime.
    wait_for(async {
        let api = api::Api::connect(config, clock)?;
        comment::upsert(&api, config, post, draft).await
    })
}

/// The open pull request that another workflow's run was about; `None` when it moved on or closed.
pub fn find_pull_request(
    config: &Config,
    run: &WorkflowRun,
) -> Result<Option<Found>, PublishError> {
    let clock = SystemClock::start();
    wait_for(async {
        let api = api::Api::connect(config, &clock)?;
        pull::find(&api, config, run).await
    })
}

fn wait_for<T>(work: impl Future<Output = Result<T, PublishError>>) -> Result<T, PublishError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|source| PublishError::Transport {
            chain: problem::chain(&source),
        })?;
    let result = runtime.block_on(work);
    // A name lookup that hangs runs on a thread that cannot be cancelled: do not wait for it.
    runtime.shutdown_timeout(Duration::ZERO);
    result
}
