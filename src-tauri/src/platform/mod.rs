//! What differs between operating systems: idle time, lock and sleep, the tray's host, notifications.
//! The one place with `unsafe` code.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;

#[cfg(target_os = "linux")]
pub use linux::{Notices, System, check_display};
#[cfg(not(target_os = "linux"))]
pub use other::{Notices, System, check_display};

use std::time::Duration;

use porchlight_client::{IdleClock, IdleSource};

/// No idle source works here: the activity is unknown; this is the reason.
#[derive(Debug)]
pub struct NoIdleSource(pub(crate) String);

impl IdleSource for NoIdleSource {
    fn name(&self) -> String {
        self.0.clone()
    }

    fn idle_for(&mut self) -> Result<Duration, String> {
        Err(self.0.clone())
    }

    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }
}
