//! The small rules of the rule book that server and app both go by, each in one place.

use chrono::Duration;
use porchlight_protocol::{Choice, ChoiceStatus, Hold, NewChoice, Timestamp};

use crate::Timeline;

/// The shortest time without input that an agent may choose for herself, in seconds, unless the organization's is
/// shorter still.
pub const SHORTEST_IDLE_AFTER: u64 = 60;

/// The longest time ahead for which a choice may be made, other than until it is changed.
pub const LONGEST_HOLD: std::time::Duration = std::time::Duration::from_hours(400 * 24);

/// Instants are kept in whole milliseconds, so this is the least by which one can be later than another.
const TICK: Duration = Duration::milliseconds(1);

/// Whether two choices of the same id mean the same: what a repeat is answered by, whatever else it carries.
pub fn is_same_choice(one: &NewChoice, other: &NewChoice) -> bool {
    one.id == other.id
        && one.scope == other.scope
        && one.status == other.status
        // No hold ends following the schedule.
        && (one.hold == other.hold || one.status == ChoiceStatus::FollowSchedule)
}

/// The stamp of a choice made now: now, but later than the latest one before it, so that it wins.
pub fn next_stamp(now: Timestamp, latest: Option<Timestamp>) -> Timestamp {
    latest.map_or(now, |latest| now.max(just_after(latest)))
}

/// The earliest stamp that is later than `at`: an administrator's choice gets it when one comes late that could not
/// know of hers.
pub fn just_after(at: Timestamp) -> Timestamp {
    at.checked_add_signed(TICK).unwrap_or(at)
}

/// The latest stamp that is earlier than `at`.
pub fn just_before(at: Timestamp) -> Timestamp {
    at.checked_sub_signed(TICK).unwrap_or(at)
}

/// Whether a choice, as far as it ends by itself, still holds at `at`. What other choices do to it is not asked.
pub fn holds_at(choice: &Choice, schedule: Option<&Timeline>, at: Timestamp) -> bool {
    match (choice.status, choice.hold) {
        (ChoiceStatus::FollowSchedule, _) | (_, Hold::UntilChanged) => true,
        (_, Hold::Until(until)) => at < until,
        (_, Hold::NextEdge) => {
            !schedule.is_some_and(|schedule| schedule.edge_since(choice.set_at, at))
        }
    }
}

/// The time without input that is in force, in seconds: an agent's own, but at most the organization's.
pub fn idle_after_seconds(organization: u64, own: Option<u64>) -> u64 {
    own.map_or(organization, |own| own.min(organization))
}

/// The idle times that an agent may choose, in seconds.
pub fn own_idle_after_range(organization: u64) -> std::ops::RangeInclusive<u64> {
    let longest = organization.max(1);
    SHORTEST_IDLE_AFTER.min(longest)..=longest
}
