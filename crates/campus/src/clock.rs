//! One reading of both clocks: what the calendar says, and how much time has really passed.

use std::time::Duration;

use chrono::SubsecRound;
use porchlight_protocol::Timestamp;

/// One reading of both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The calendar's time, in whole milliseconds. May be set back and forth.
    pub wall: Timestamp,
    /// Time since some instant of the past, also while the machine slept. Never set, never goes back.
    pub steady: Duration,
}

impl Now {
    /// The calendar's time at a steady instant, as the two clocks stand now.
    pub fn wall_at(&self, steady: Duration) -> Timestamp {
        let distance = signed(steady.abs_diff(self.steady));
        let at = if steady >= self.steady {
            self.wall
                .checked_add_signed(distance)
                .unwrap_or(Timestamp::MAX_UTC)
        } else {
            self.wall
                .checked_sub_signed(distance)
                .unwrap_or(Timestamp::MIN_UTC)
        };
        at.trunc_subsecs(3)
    }

    /// The steady instant of a time on the calendar, as the two clocks stand now; the past is now.
    pub fn steady_at(&self, wall: Timestamp) -> Duration {
        let ahead = (wall - self.wall).to_std().unwrap_or(Duration::ZERO);
        self.steady.saturating_add(ahead)
    }

    /// How far the calendar was set between two readings: forwards if positive.
    pub fn step_since(&self, earlier: &Self) -> chrono::Duration {
        let passed = self.steady.saturating_sub(earlier.steady);
        self.wall - earlier.wall - signed(passed)
    }
}

fn signed(duration: Duration) -> chrono::Duration {
    chrono::Duration::from_std(duration).unwrap_or(chrono::Duration::MAX)
}
