//! What time it is, by both clocks of the computer. Handed in with every call; nothing here reads a clock.
//!
//! The app's own timers go by the boot clock, which nobody sets. What people planned (edges of the schedule, the end of
//! a timed choice) goes by the wall clock, put right by what the server says.

use std::time::Duration;

use chrono::TimeDelta;
use porchlight_protocol::Timestamp;

/// One reading of both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The calendar's time. It may be set back and forth.
    pub wall: Timestamp,
    /// Time since some instant of the past, also while the machine slept. Never set, never goes back within a run.
    pub boot: Duration,
}

/// An instant of the boot clock. Signed, as the last input may be older than the clock.
pub(super) type Boot = TimeDelta;

impl Now {
    pub(super) fn at(self) -> Boot {
        TimeDelta::from_std(self.boot).unwrap_or(TimeDelta::MAX)
    }

    /// The boot clock's reading when the calendar says `wall`, as the two stand now.
    pub(super) fn boot_at(self, wall: Timestamp) -> Boot {
        let ahead = wall.signed_duration_since(self.wall);
        self.at()
            .checked_add(&ahead)
            .unwrap_or(if ahead < TimeDelta::zero() {
                TimeDelta::MIN
            } else {
                TimeDelta::MAX
            })
    }

    /// What the calendar said, or will say, when the boot clock reads `boot`, as the two stand now.
    pub(super) fn wall_at(self, boot: Boot) -> Timestamp {
        let ahead = boot.checked_sub(&self.at());
        ahead
            .and_then(|ahead| self.wall.checked_add_signed(ahead))
            .unwrap_or(self.wall)
    }

    /// By how much the calendar was set since an earlier reading; none for what drift and adjustments explain.
    pub(super) fn step_since(self, earlier: Self) -> Option<TimeDelta> {
        let passed = self.at() - earlier.at();
        let step = (self.wall - earlier.wall) - passed;
        let drift = TimeDelta::seconds(2) + passed / 1000;
        (step.abs() > drift).then_some(step)
    }
}
