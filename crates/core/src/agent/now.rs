//! What time it is, by the three clocks of the computer. Handed in with every call; nothing here reads a clock.
//!
//! The app's own timers go by the boot clock, which nobody sets. What people planned (edges of the schedule, the end of
//! a timed choice) goes by the wall clock, put right by what the server says. The third one stands still while the machine
//! sleeps, so that how long it slept is the difference of two readings, and nothing that has to be guessed.

use std::time::Duration;

use chrono::TimeDelta;
use porchlight_protocol::Timestamp;

/// How much faster the boot clock may go than time awake without a sleep: the two are read one after the other, and one of
/// them may be adjusted to the calendar.
pub(super) const READ_APART: TimeDelta = TimeDelta::milliseconds(100);
/// No idleness is looked at that is longer than this.
const LONGEST_IDLE: TimeDelta = TimeDelta::days(400);

/// One reading of the three clocks, taken in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The calendar's time. It may be set back and forth.
    pub wall: Timestamp,
    /// Time since some instant of the past, also while the machine slept. Never set, never goes back within a run.
    pub boot: Duration,
    /// Time since some instant of the past that the machine was awake. Never set, never goes back within a run. None where
    /// no such clock can be had: then a time in which nobody called counts as a sleep.
    pub awake: Option<Duration>,
}

/// An instant of the boot clock. Signed, as the last input may be older than the clock.
pub(super) type Boot = TimeDelta;
/// An instant of the clock that stands still while the machine sleeps.
pub(super) type Awake = TimeDelta;

/// Which time an idle source counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleClock {
    /// Time awake: a sleep does not make the idleness longer.
    Awake,
    /// All time, also while the machine sleeps.
    Boot,
}

/// When the last input was, by the clock that its source counts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastInput {
    pub(super) at: TimeDelta,
    pub(super) clock: IdleClock,
}

impl Now {
    /// The last input, as a source has it that was asked at this instant and said that it was `idle` ago. Whatever it took
    /// to answer makes it earlier, and never later.
    #[must_use]
    pub fn last_input(self, idle: Duration, clock: IdleClock) -> LastInput {
        let asked_at = match clock {
            IdleClock::Awake => self.awake_at(),
            IdleClock::Boot => self.at(),
        };
        let idle = TimeDelta::from_std(idle).unwrap_or(LONGEST_IDLE);
        LastInput {
            at: asked_at - idle.min(LONGEST_IDLE),
            clock,
        }
    }

    pub(super) fn at(self) -> Boot {
        TimeDelta::from_std(self.boot).unwrap_or(TimeDelta::MAX)
    }

    pub(super) fn awake_at(self) -> Awake {
        TimeDelta::from_std(self.awake.unwrap_or(self.boot)).unwrap_or(TimeDelta::MAX)
    }

    /// Whether a sleep can be told from a time in which nobody called.
    pub(super) const fn tells_sleep(self) -> bool {
        self.awake.is_some()
    }

    /// For how long the machine slept since an earlier reading; none if it did not.
    pub(super) fn slept_since(self, earlier: Self) -> Option<TimeDelta> {
        let awake = self.awake_at() - earlier.awake_at();
        let slept = (self.at() - earlier.at()) - awake;
        (slept > READ_APART + awake / 1000).then_some(slept)
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
