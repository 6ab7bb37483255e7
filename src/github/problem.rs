//! Why a comment could not be published: one sentence a case, and one line of help.
//!
//! It refuses to repeat the token, and cuts what a server says down to one bounded line.

use std::error::Error;

use http::HeaderMap;

use super::comment::BODY_BUDGET;
use super::retry;

/// Longest piece of a server's message that is repeated.
const LONGEST_MESSAGE: usize = 300;

#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error("{reason}")]
    Config { reason: String },
    #[error("there is no token: GITHUB_TOKEN is empty")]
    NoToken,
    #[error("the comment has {bytes} bytes, more than the {BODY_BUDGET} that are allowed")]
    TooLong { bytes: usize },
    #[error("the token was not accepted (401: {message})")]
    BadToken { message: String },
    #[error("the token may not write comments on this pull request (403: {message})")]
    ReadOnly {
        message: String,
        /// What the API says it would have accepted.
        accepted: Option<String>,
    },
    #[error("the conversation is locked (403: {message})")]
    Locked { message: String },
    #[error("the pull request was not found (404: {message})")]
    NotFound { message: String },
    #[error("the conversation is gone (410: {message})")]
    Gone { message: String },
    #[error("the comment's text was refused (422: {message})")]
    Refused { message: String },
    #[error("the request limit is used up ({status}: {message})")]
    RateLimited { status: u16, message: String },
    #[error("the API kept failing ({status}: {message})")]
    Server { status: u16, message: String },
    #[error("the connection to the API broke: {chain}")]
    Transport { chain: String },
    #[error("no connection to the API could be made: {chain}")]
    Unreachable { chain: String },
    #[error("the API did not answer in time")]
    TimedOut,
    #[error("the proxy did not let the request through: {chain}")]
    Proxy { chain: String },
    #[error("the API's certificate was not accepted: {chain}")]
    Certificate { chain: String },
    #[error("the API answered with a redirect ({status}), which is not followed with a token")]
    Redirected { status: u16 },
    #[error("the comment was deleted while it was being updated")]
    Vanished,
    #[error("the conversation has more comments than are read, and none of them is ours")]
    TooManyComments,
    #[error("the API gave an unexpected answer ({status}: {message})")]
    Unexpected { status: u16, message: String },
}

impl PublishError {
    /// What to do about it.
    pub fn help(&self) -> String {
        let line = match self {
            Self::Config { .. } => "correct the value named above",
            Self::NoToken => "pass the token: `token: ${{ github.token }}` is the default",
            Self::TooLong { .. } => "the full text is in the job summary; shorten the comment",
            Self::BadToken { .. } => "use the default `${{ github.token }}`, or renew the token",
            Self::ReadOnly { accepted, .. } => return read_only_help(accepted.as_deref()),
            Self::Locked { .. } => "unlock the conversation; the result is in the job summary",
            Self::NotFound { .. } => {
                "check the repository and the number; a private repository also answers so when the token cannot see it"
            }
            Self::Gone { .. } => "nothing to do: it was deleted or comments are switched off",
            Self::Refused { .. } => "please report this with the message above",
            Self::RateLimited { .. } => "run the job again later; the result is in the job summary",
            Self::Server { .. } => {
                "look at the API's status page and run the job again; the comment may be there already, and will then be reused"
            }
            Self::Transport { .. } => {
                "run the job again; the comment may be there already, and will then be reused"
            }
            Self::Unreachable { .. } => {
                "check GITHUB_API_URL and the runner's network; a proxy is taken from HTTPS_PROXY and NO_PROXY"
            }
            Self::TimedOut => {
                "run the job again later; behind a firewall set HTTPS_PROXY for the job"
            }
            Self::Proxy { .. } => {
                "check HTTPS_PROXY (http://[user:password@]host:port) or name the API's host in NO_PROXY"
            }
            Self::Certificate { .. } => {
                "add the server's authority to the runner's certificates, or name its file in SSL_CERT_FILE"
            }
            Self::Redirected { .. } => {
                "the repository was renamed or moved: run the job again, so that it learns the present name"
            }
            Self::Vanished => "nothing to do: the next run posts a new one",
            Self::TooManyComments => "continue in a new pull request, or set `comment: never`",
            Self::Unexpected { .. } => "check the API's address, then report this",
        };
        line.to_owned()
    }

    /// The case for a request that got no whole answer.
    pub(super) fn from_transport(error: &(dyn Error + 'static)) -> Self {
        let chain = chain(error);
        let mut connecting = false;
        let mut cause = Some(error);
        while let Some(error) = cause {
            // The type has no public name.
            if error.to_string().starts_with("tunnel error") {
                return Self::Proxy { chain };
            }
            connecting |= error
                .downcast_ref::<hyper_util::client::legacy::Error>()
                .is_some_and(hyper_util::client::legacy::Error::is_connect);
            cause = error.source();
        }
        match connecting {
            true if chain.contains("certificate") => Self::Certificate { chain },
            true => Self::Unreachable { chain },
            false => Self::Transport { chain },
        }
    }

    /// The case for an answer that is not the expected one.
    pub(super) fn from_answer(status: u16, headers: &HeaderMap, message: String) -> Self {
        if retry::is_limited(status, headers, &message) {
            return Self::RateLimited { status, message };
        }
        match status {
            300..=399 => Self::Redirected { status },
            401 => Self::BadToken { message },
            403 if message.to_ascii_lowercase().contains("locked") => Self::Locked { message },
            403 => Self::ReadOnly {
                message,
                accepted: headers
                    .get("x-accepted-github-permissions")
                    .and_then(|value| value.to_str().ok())
                    .map(one_line),
            },
            404 => Self::NotFound { message },
            410 => Self::Gone { message },
            422 => Self::Refused { message },
            500.. => Self::Server { status, message },
            _ => Self::Unexpected { status, message },
        }
    }
}

fn read_only_help(accepted: Option<&str>) -> String {
    let mut line = String::from(
        "runs for forks and Dependabot always get a read-only token, and nothing is wrong then; \
         otherwise give the job `permissions: contents: read, pull-requests: write`",
    );
    if let Some(accepted) = accepted.filter(|accepted| !accepted.is_empty()) {
        line.push_str(" (the API accepts: ");
        line.push_str(accepted);
        line.push(')');
    }
    line
}

/// The error and all of its causes; some `Display`s repeat their cause, which is then left out.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = one_line(&error.to_string());
    let mut cause = error.source();
    while let Some(next) = cause {
        let line = one_line(&next.to_string());
        if !text.ends_with(&line) {
            text.push_str(": ");
            text.push_str(&line);
        }
        cause = next.source();
    }
    text
}

/// What the server says, from the body of its answer, without the token and on one line.
pub(super) fn message(status: u16, body: &[u8], secret: &str) -> String {
    let mut text = serde_json::from_slice::<serde_json::Value>(body)
        .ok()
        .and_then(|value| spoken(&value))
        .unwrap_or_default();
    if text.trim().is_empty() {
        // Not JSON: a proxy's page says nothing that helps.
        text = http::StatusCode::from_u16(status)
            .ok()
            .and_then(|status| status.canonical_reason())
            .unwrap_or("no message")
            .to_owned();
    }
    one_line(&text.replace(secret, "***"))
}

fn spoken(value: &serde_json::Value) -> Option<String> {
    let mut text = value.get("message")?.as_str()?.to_owned();
    let errors = value.get("errors").and_then(|errors| errors.as_array());
    for error in errors.into_iter().flatten() {
        let detail = error.as_str().or_else(|| error.get("message")?.as_str());
        if let Some(detail) = detail {
            text.push_str("; ");
            text.push_str(detail);
        }
    }
    Some(text)
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST_MESSAGE)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, message: &str) -> PublishError {
        PublishError::from_answer(status, &HeaderMap::new(), message.to_owned())
    }

    #[test]
    fn each_status_has_its_own_case() {
        use PublishError as E;
        assert!(matches!(answer(307, ""), E::Redirected { status: 307 }));
        assert!(matches!(answer(401, ""), E::BadToken { .. }));
        assert!(matches!(answer(403, "no"), E::ReadOnly { .. }));
        let locked = "Unable to create comment because issue is locked.";
        assert!(matches!(answer(403, locked), E::Locked { .. }));
        assert!(matches!(answer(404, ""), E::NotFound { .. }));
        assert!(matches!(answer(410, ""), E::Gone { .. }));
        assert!(matches!(answer(422, ""), E::Refused { .. }));
        assert!(matches!(answer(429, ""), E::RateLimited { .. }));
        assert!(matches!(answer(503, ""), E::Server { status: 503, .. }));
        assert!(matches!(answer(418, ""), E::Unexpected { .. }));
    }

    #[test]
    fn the_accepted_permissions_are_shown() {
        let mut headers = HeaderMap::new();
        headers.insert(
            "x-accepted-github-permissions",
            "issues=write; pull_requests=write".parse().unwrap(),
        );
        let help = PublishError::from_answer(403, &headers, "no".into()).help();
        assert!(help.contains("issues=write; pull_requests=write"), "{help}");
    }

    #[test]
    fn messages_are_one_line_without_the_token() {
        let body = br#"{"message":"bad\ntoken s3cret","errors":["a",{"message":"b"},{"code":1}]}"#;
        assert_eq!(message(422, body, "s3cret"), "bad token ***; a; b");
        assert_eq!(message(502, b"<html>", "s3cret"), "Bad Gateway");
        let long = format!("{{\"message\":\"{}\"}}", "x".repeat(5000));
        assert_eq!(message(422, long.as_bytes(), "s").len(), LONGEST_MESSAGE);
    }

    #[test]
    fn a_chain_names_every_cause_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("outer: {0}")]
        struct Outer(#[source] Inner);
        #[derive(Debug, thiserror::Error)]
        #[error("inner")]
        struct Inner(#[source] std::io::Error);
        let error = Outer(Inner(std::io::Error::other("refused")));
        assert_eq!(chain(&error), "outer: inner: refused");
    }
}
