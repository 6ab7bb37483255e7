//! Requests to the API: one try, or tries until the clock says stop.
//!
//! It refuses answers above [`LARGEST_ANSWER`], and leaves repeating a POST to the caller: only
//! the caller can look whether the first one arrived.

use http::{HeaderMap, Method, Request};
use http_body_util::{BodyExt, Limited};
use octocrab::Octocrab;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::clock::Clock;
use super::outlet;
use super::problem::{self, PublishError};
use super::retry::{self, Decision, Seen};
use super::target::{Config, Token};

/// A page of a hundred comments of the greatest length, escaped, stays below it.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

/// An answer with the expected status.
pub(super) struct Answer {
    status: u16,
    body: Vec<u8>,
}

impl Answer {
    pub(super) fn parse<T: DeserializeOwned>(&self) -> Result<T, PublishError> {
        serde_json::from_slice(&self.body).map_err(|error| PublishError::Unexpected {
            status: self.status,
            // Position and kind only: the body may be anything.
            message: format!("not the expected JSON, {:?} error", error.classify()),
        })
    }
}

/// Why one try did not succeed.
pub(super) enum Failure {
    Status {
        status: u16,
        headers: HeaderMap,
        message: String,
    },
    Transport(PublishError),
}

impl Failure {
    fn seen(&self) -> Seen<'_> {
        match self {
            Self::Status {
                status,
                headers,
                message,
            } => Seen::Status {
                status: *status,
                headers,
                message,
            },
            Self::Transport(_) => Seen::Transport,
        }
    }

    /// A proxy that refuses and a certificate that is not known do so again.
    fn is_final(&self) -> bool {
        use PublishError::{Certificate, Proxy};
        matches!(self, Self::Transport(Proxy { .. } | Certificate { .. }))
    }

    fn into_error(self) -> PublishError {
        match self {
            Self::Status {
                status,
                headers,
                message,
            } => PublishError::from_answer(status, &headers, message),
            Self::Transport(error) => error,
        }
    }
}

pub(super) struct Api<'a> {
    client: Octocrab,
    base: String,
    token: &'a Token,
    clock: &'a dyn Clock,
}

impl<'a> Api<'a> {
    /// Builds the client; nothing is sent yet.
    pub(super) fn connect(config: &'a Config, clock: &'a dyn Clock) -> Result<Self, PublishError> {
        Ok(Self {
            client: outlet::client(config)?,
            base: config.base().to_owned(),
            token: &config.token,
            clock,
        })
    }

    /// Tries until an answer has the `expected` status. Not for POST.
    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        expected: u16,
    ) -> Result<Answer, PublishError> {
        let mut attempt = 0;
        loop {
            match self.once(method.clone(), path, body, expected).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => {
                    attempt += 1;
                    self.wait_or_give_up(failure, attempt).await?;
                }
            }
        }
    }

    /// One try, within the time for one answer and what is left of the time for everything.
    pub(super) async fn once(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        expected: u16,
    ) -> Result<Answer, Failure> {
        let left = retry::BUDGET.saturating_sub(self.clock.elapsed());
        let left = left.min(self.clock.patience());
        match tokio::time::timeout(left, self.exchange(method, path, body, expected)).await {
            Ok(result) => result,
            Err(_) => Err(Failure::Transport(PublishError::TimedOut)),
        }
    }

    /// Waits when another try is worth it; otherwise the failure becomes the error.
    pub(super) async fn wait_or_give_up(
        &self,
        failure: Failure,
        attempt: u32,
    ) -> Result<(), PublishError> {
        if failure.is_final() {
            return Err(failure.into_error());
        }
        let (elapsed, now) = (self.clock.elapsed(), self.clock.unix_time());
        match retry::decide(&failure.seen(), attempt, elapsed, now) {
            Decision::Retry(wait) => {
                self.clock.sleep(wait).await;
                Ok(())
            }
            Decision::GiveUp => Err(failure.into_error()),
        }
    }

    async fn exchange(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        expected: u16,
    ) -> Result<Answer, Failure> {
        let address = match path.starts_with('/') {
            true => format!("{}{path}", self.base),
            false => path.to_owned(),
        };
        let request = Request::builder().method(method).uri(address);
        let response = match self.client.build_request(request, body) {
            Ok(request) => self.client.execute(request).await,
            Err(error) => Err(error),
        }
        .map_err(|error| Failure::Transport(PublishError::from_transport(&error)))?;
        let (parts, body) = response.into_parts();
        let bytes = Limited::new(body, LARGEST_ANSWER)
            .collect()
            .await
            .map_err(|error| Failure::Transport(PublishError::from_transport(error.as_ref())))?
            .to_bytes();
        let status = parts.status.as_u16();
        if status == expected {
            Ok(Answer {
                status,
                body: bytes.to_vec(),
            })
        } else {
            Err(Failure::Status {
                status,
                headers: parts.headers,
                message: problem::message(status, &bytes, self.token.secret()),
            })
        }
    }
}
