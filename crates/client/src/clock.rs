//! The one place where this crate reads the time, or takes a chance.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use porchlight_core::agent::Chance;
use porchlight_protocol::{ChoiceId, Timestamp};
use uuid::Uuid;

/// The longest sleep of the loop: its timers stand still while the machine sleeps, and the wall clock may be set.
const LONGEST: Duration = Duration::from_secs(30);
/// Timers may fire a little early; being called before the instant would only make the loop spin.
const LATER: Duration = Duration::from_millis(2);

pub(crate) fn now() -> Timestamp {
    Utc::now()
}

/// How long to sleep until an instant of the wall clock.
pub(crate) fn until(at: Option<Timestamp>, now: Timestamp) -> Duration {
    let wait = at.map_or(TimeDelta::MAX, |at| at - now);
    wait.to_std()
        .unwrap_or(Duration::ZERO)
        .saturating_add(LATER)
        .min(LONGEST)
}

/// Real chance.
#[derive(Debug)]
pub(crate) struct Dice;

impl Chance for Dice {
    fn choice_id(&mut self) -> ChoiceId {
        ChoiceId(Uuid::now_v7().to_string())
    }

    fn jitter(&mut self) -> f64 {
        rand::random()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loop_never_sleeps_longer_than_half_a_minute_nor_spins() {
        let now = now();
        assert_eq!(until(None, now), LONGEST);
        assert_eq!(until(Some(now + TimeDelta::hours(3)), now), LONGEST);
        assert_eq!(until(Some(now - TimeDelta::hours(3)), now), LATER);
        assert_eq!(
            until(Some(now + TimeDelta::milliseconds(10)), now),
            Duration::from_millis(12)
        );
    }

    #[test]
    fn later_choices_have_greater_ids() {
        let ids: Vec<_> = std::iter::repeat_with(|| Dice.choice_id())
            .take(1000)
            .collect();
        assert!(ids.is_sorted());
    }
}
