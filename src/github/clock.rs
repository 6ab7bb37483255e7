//! Time as a dependency: how long publishing has taken, what the wall clock says, and waiting.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The time that retries are measured against.
pub trait Clock {
    /// Since publishing began.
    fn elapsed(&self) -> Duration;
    /// Seconds since 1970, the unit of the API's limit reset.
    fn unix_time(&self) -> u64;
    /// How long one answer may take.
    fn patience(&self) -> Duration {
        Duration::from_secs(30)
    }
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + '_>>;
}

/// The real clock.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    pub fn start() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn unix_time(&self) -> u64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs())
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + '_>> {
        Box::pin(tokio::time::sleep(duration))
    }
}
