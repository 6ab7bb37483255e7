//! Whether a failed request is worth another try, and when: a pure function.
//!
//! It refuses to wait longer than [`BUDGET`] in all: a wait that would not fit is not begun.

use std::time::Duration;

use http::HeaderMap;

/// The time that publishing may take, waiting included.
pub(super) const BUDGET: Duration = Duration::from_secs(90);
/// Tries of one request, the first included.
const ATTEMPTS: u32 = 6;
/// What the API's documentation asks for when a limit names no time.
const UNNAMED_LIMIT: Duration = Duration::from_secs(60);

/// What came back from a request that did not succeed.
pub(super) enum Seen<'a> {
    Status {
        status: u16,
        headers: &'a HeaderMap,
        message: &'a str,
    },
    /// No whole answer: no connection, a broken one, or a timeout.
    Transport,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Retry(Duration),
    GiveUp,
}

/// `attempt` counts the tries made so far; `now` is in seconds since 1970.
pub(super) fn decide(seen: &Seen<'_>, attempt: u32, elapsed: Duration, now: u64) -> Decision {
    let wait = match seen {
        Seen::Transport => backoff(attempt),
        Seen::Status {
            status,
            headers,
            message,
        } => {
            if is_limited(*status, headers, message) {
                limit_wait(headers, now)
            } else if *status >= 500 {
                retry_after(headers).unwrap_or_else(|| backoff(attempt))
            } else {
                return Decision::GiveUp;
            }
        }
    };
    if attempt >= ATTEMPTS || elapsed.saturating_add(wait) > BUDGET {
        Decision::GiveUp
    } else {
        Decision::Retry(wait)
    }
}

/// A 403 is a limit only when it says so; otherwise it is a missing permission.
pub(super) fn is_limited(status: u16, headers: &HeaderMap, message: &str) -> bool {
    match status {
        429 => true,
        403 => {
            headers.contains_key("retry-after")
                || number(headers, "x-ratelimit-remaining") == Some(0)
                || message.to_ascii_lowercase().contains("rate limit")
        }
        _ => false,
    }
}

fn limit_wait(headers: &HeaderMap, now: u64) -> Duration {
    if let Some(wait) = retry_after(headers) {
        return wait;
    }
    if number(headers, "x-ratelimit-remaining") == Some(0)
        && let Some(reset) = number(headers, "x-ratelimit-reset")
    {
        // One second more: the limit ends within the named second.
        return Duration::from_secs(reset.saturating_sub(now).saturating_add(1));
    }
    UNNAMED_LIMIT
}

/// At least a second, so that a zero does not become a busy loop.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    number(headers, "retry-after").map(|seconds| Duration::from_secs(seconds.max(1)))
}

/// 1, 2, 4, 8, 16 seconds.
fn backoff(attempt: u32) -> Duration {
    Duration::from_secs(1 << attempt.saturating_sub(1).min(ATTEMPTS))
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_700_000_000;

    fn after(status: u16, pairs: &[(&'static str, &str)], attempt: u32, elapsed: u64) -> Decision {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        let seen = Seen::Status {
            status,
            headers: &headers,
            message: "Resource not accessible by integration",
        };
        decide(&seen, attempt, Duration::from_secs(elapsed), NOW)
    }

    fn retry(seconds: u64) -> Decision {
        Decision::Retry(Duration::from_secs(seconds))
    }

    #[test]
    fn client_errors_are_final() {
        for status in [301, 400, 401, 403, 404, 410, 422] {
            assert_eq!(after(status, &[], 1, 0), Decision::GiveUp, "{status}");
        }
    }

    #[test]
    fn server_errors_back_off() {
        assert_eq!(after(502, &[], 1, 0), retry(1));
        assert_eq!(after(500, &[], 3, 3), retry(4));
        assert_eq!(after(503, &[("retry-after", "7")], 1, 0), retry(7));
        assert_eq!(after(502, &[], 6, 31), Decision::GiveUp);
        assert_eq!(after(502, &[], u32::MAX, 0), Decision::GiveUp);
    }

    #[test]
    fn limits_name_their_time() {
        assert_eq!(after(429, &[("retry-after", "20")], 1, 0), retry(20));
        assert_eq!(after(403, &[("retry-after", "0")], 1, 0), retry(1));
        assert_eq!(after(429, &[], 1, 0), retry(60));
        assert_eq!(after(429, &[("retry-after", "soon")], 1, 0), retry(60));
        let reset = (NOW + 30).to_string();
        let exhausted = [
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", reset.as_str()),
        ];
        assert_eq!(after(403, &exhausted, 1, 0), retry(31));
        let past = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "5")];
        assert_eq!(after(403, &past, 1, 0), retry(1));
        assert_eq!(
            after(403, &[("x-ratelimit-remaining", "12")], 1, 0),
            Decision::GiveUp
        );
    }

    #[test]
    fn a_secondary_limit_may_only_say_so_in_words() {
        let headers = HeaderMap::new();
        let seen = Seen::Status {
            status: 403,
            headers: &headers,
            message: "You have exceeded a secondary rate limit.",
        };
        assert_eq!(decide(&seen, 1, Duration::ZERO, NOW), retry(60));
    }

    #[test]
    fn nothing_waits_past_the_budget() {
        assert_eq!(after(429, &[("retry-after", "90")], 1, 0), retry(90));
        assert_eq!(after(429, &[("retry-after", "90")], 1, 1), Decision::GiveUp);
        let forever = u64::MAX.to_string();
        assert_eq!(
            after(429, &[("retry-after", &forever)], 1, 5),
            Decision::GiveUp
        );
        let transport = decide(&Seen::Transport, 2, Duration::from_secs(89), NOW);
        assert_eq!(transport, Decision::GiveUp);
        let transport = decide(&Seen::Transport, 2, Duration::from_secs(1), NOW);
        assert_eq!(transport, retry(2));
    }
}
