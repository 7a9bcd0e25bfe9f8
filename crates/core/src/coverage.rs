//! Whether an office has somebody in the hours in which it should: of its hours, its counter and the time, and of nothing
//! else.

use porchlight_protocol::{Coverage, Timestamp};

use crate::Timeline;

/// What is known of an office's being empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// The last one left at this instant.
    Since(Timestamp),
    /// It was empty already at this instant, nobody knows for how long.
    Before(Timestamp),
}

/// How an office with these hours is covered at `now`. `empty` is none while somebody is Available there.
///
/// Without a new fact that is so until [`next_coverage`].
pub fn coverage(hours: &Timeline, empty: Option<Empty>, now: Timestamp) -> Coverage {
    let until = hours.next_edge(now);
    if !hours.on_shift(now) {
        return Coverage::OutsideHours { until };
    }
    let Some(empty) = empty else {
        return Coverage::Covered { until };
    };
    let opened = hours.last_edge(now);
    let since = match empty {
        Empty::Since(left) => Some(opened.map_or(left, |opened| opened.max(left))),
        Empty::Before(known) => opened.filter(|opened| *opened >= known),
    };
    Coverage::Uncovered { since, until }
}

/// The next instant at which a coverage may change by itself; none within 400 days.
pub const fn next_coverage(coverage: Coverage) -> Option<Timestamp> {
    match coverage {
        Coverage::OutsideHours { until }
        | Coverage::Covered { until }
        | Coverage::Uncovered { until, .. } => until,
    }
}
