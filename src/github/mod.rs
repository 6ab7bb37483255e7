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
mod problem;
mod retry;
mod summary;
mod target;

pub use clock::{Clock, SystemClock};
pub use command::{ANNOTATIONS_PER_LEVEL, Annotation, Level, annotate, neutralise};
pub use comment::{BODY_BUDGET, Outcome, Status};
pub use event::{Context, EventError, PullRequest, State};
pub use problem::PublishError;
pub use summary::{Appended, OutputError, SUMMARY_BUDGET, append_output, append_summary};
pub use target::{Config, Repository, Token};

use std::time::Duration;

/// Creates or updates the one comment that carries `config.key`, and waits for the answer.
pub fn publish(config: &Config, body: &str) -> Result<Outcome, PublishError> {
    publish_with(config, body, &SystemClock::start())
}

/// [`publish`] with a given clock, so that a test of the retries does not wait for them.
pub fn publish_with(
    config: &Config,
    body: &str,
    clock: &dyn Clock,
) -> Result<Outcome, PublishError> {
    config.check()?;
    let text = comment::compose(&config.key, body)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|source| PublishError::Transport {
            chain: problem::chain(&source),
        })?;
    let outcome = runtime.block_on(async {
        // The client starts a task of its own, so it must be built inside the runtime.
        let api = api::Api::connect(config, clock)?;
        comment::upsert(&api, config, &text).await
    });
    // A name lookup that hangs runs on a thread that cannot be cancelled: do not wait for it.
    runtime.shutdown_timeout(Duration::ZERO);
    outcome
}
