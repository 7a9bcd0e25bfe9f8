//! Time as it really passes, and clocks as machines have them.

use chrono::TimeDelta;
use porchlight_protocol::Timestamp;

/// Milliseconds of real time since the simulation began.
pub type Millis = i64;

pub const SECOND: Millis = 1000;
pub const MINUTE: Millis = 60 * SECOND;
pub const HOUR: Millis = 60 * MINUTE;
pub const DAY: Millis = 24 * HOUR;
pub const WEEK: Millis = 7 * DAY;

/// A machine's calendar: off, drifting, and set now and then.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// What the calendar says when the simulation begins, if it is right.
    pub start: Timestamp,
    pub offset: Millis,
    /// Milliseconds gained in a million seconds of a thousand milliseconds each.
    pub drift_ppm: i64,
}

impl Clock {
    /// What the calendar says at a real instant.
    pub fn wall(&self, at: Millis) -> Timestamp {
        let drifted = at * self.drift_ppm / 1_000_000;
        self.start + TimeDelta::milliseconds(at + self.offset + drifted)
    }

    /// At which real instant the calendar says this, as it goes now.
    pub fn at(&self, wall: Timestamp) -> Millis {
        let shown = (wall - self.start).num_milliseconds();
        let mut at = shown - self.offset;
        at -= at * self.drift_ppm / 1_000_000;
        at
    }
}

/// A real instant as people read it: the day, and the time in UTC.
pub fn spoken(start: Timestamp, at: Millis) -> String {
    let real = start + TimeDelta::milliseconds(at);
    real.format("%a %H:%M:%S%.3f").to_string()
}
