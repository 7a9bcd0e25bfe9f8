//! What time it is, by both clocks of the computer. Handed in with every call; nothing here reads a clock.

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

impl Now {
    /// The boot clock's reading when the calendar says `wall`, as the two stand now; the past is now.
    pub fn boot_at(&self, wall: Timestamp) -> Duration {
        let ahead = (wall - self.wall).to_std().unwrap_or(Duration::ZERO);
        self.boot.saturating_add(ahead)
    }

    /// What the calendar said, or will say, when the boot clock reads `boot`, as the two stand now.
    pub fn wall_at(&self, boot: Duration) -> Timestamp {
        let distance = TimeDelta::from_std(boot.abs_diff(self.boot)).unwrap_or(TimeDelta::MAX);
        let at = if boot >= self.boot {
            self.wall.checked_add_signed(distance)
        } else {
            self.wall.checked_sub_signed(distance)
        };
        at.unwrap_or(self.wall)
    }
}
