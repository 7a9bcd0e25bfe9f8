//! What time it is. Handed in everywhere, so that leases are tested without waiting for them.

use std::{
    fmt,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use chrono::SubsecRound;
use porchlight_protocol::Timestamp;

pub use porchlight_campus::Now;

/// Where the time comes from.
pub trait Clock: fmt::Debug + Send + Sync {
    fn now(&self) -> Now;

    /// How long to sleep so as to wake at a steady instant; none for a clock that is moved by hand.
    fn until(&self, steady: Duration) -> Option<Duration>;
}

/// The machine's own clocks.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    #[cfg(not(target_os = "linux"))]
    origin: std::time::Instant,
}

impl SystemClock {
    #[cfg(target_os = "linux")]
    pub const fn new() -> Self {
        Self {}
    }

    #[cfg(not(target_os = "linux"))]
    pub fn new() -> Self {
        Self {
            origin: std::time::Instant::now(),
        }
    }

    #[cfg(target_os = "linux")]
    #[expect(
        clippy::unused_self,
        clippy::trivially_copy_pass_by_ref,
        reason = "other systems measure from an origin"
    )]
    fn steady(&self) -> Duration {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
        Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
    }

    #[cfg(not(target_os = "linux"))]
    fn steady(&self) -> Duration {
        self.origin.elapsed()
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Now {
        Now {
            wall: chrono::Utc::now().trunc_subsecs(3),
            steady: self.steady(),
        }
    }

    fn until(&self, steady: Duration) -> Option<Duration> {
        Some(steady.saturating_sub(self.steady()))
    }
}

/// A clock that stands still until it is moved. For tests; whoever moves it wakes the hub.
#[derive(Debug)]
pub struct ManualClock {
    now: Mutex<Now>,
}

impl ManualClock {
    pub fn new(wall: Timestamp) -> Self {
        Self {
            now: Mutex::new(Now {
                wall,
                steady: Duration::from_secs(1_000_000),
            }),
        }
    }

    /// Both clocks go on.
    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = Now {
            wall: now.wall_at(now.steady + by),
            steady: now.steady + by,
        };
    }

    /// Somebody sets the calendar; no time passes.
    pub fn set_wall(&self, wall: Timestamp) {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).wall = wall;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Now {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn until(&self, _steady: Duration) -> Option<Duration> {
        None
    }
}

/// The machine's own clocks, until the thread that decides is to break. For tests.
#[derive(Debug, Default)]
pub struct BreakingClock {
    clock: SystemClock,
    broken: AtomicBool,
}

impl BreakingClock {
    /// The thread that decides panics as soon as it asks for the time.
    pub fn break_the_campus(&self) {
        self.broken.store(true, Ordering::SeqCst);
    }
}

impl Clock for BreakingClock {
    fn now(&self) -> Now {
        let campus = std::thread::current().name() == Some("campus");
        assert!(!campus || !self.broken.load(Ordering::SeqCst), "on purpose");
        self.clock.now()
    }

    fn until(&self, steady: Duration) -> Option<Duration> {
        self.clock.until(steady)
    }
}
