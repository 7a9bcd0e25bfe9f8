//! The one place where this crate reads the clocks, or takes a chance.

use std::time::Duration;

use chrono::Utc;
use porchlight_core::agent::{Entropy, Now};
use porchlight_protocol::ChoiceId;
use uuid::Uuid;

/// The longest sleep of the loop: its timers stand still while the machine sleeps, and the wall clock may be set.
const LONGEST: Duration = Duration::from_secs(30);
/// Timers may fire a little early; being called before the instant would only make the loop spin.
const LATER: Duration = Duration::from_millis(2);

/// Reads both clocks.
pub(crate) fn now() -> Now {
    Now {
        wall: Utc::now(),
        boot: boot(),
    }
}

/// How long to sleep until an instant of the boot clock.
pub(crate) fn until(at: Option<Duration>, now: Duration) -> Duration {
    let wait = at.map_or(Duration::MAX, |at| at.saturating_sub(now));
    wait.saturating_add(LATER).min(LONGEST)
}

/// Goes on while the machine sleeps, which tokio's timers and `Instant` do not.
#[cfg(target_os = "linux")]
fn boot() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Goes on while the machine sleeps, which tokio's timers and `Instant` do not: on Apple's systems the monotonic
/// clock counts sleep, the uptime clocks do not.
#[cfg(target_vendor = "apple")]
fn boot() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Windows' performance counter, behind `Instant`, goes on while the machine sleeps.
#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn boot() -> Duration {
    use std::{sync::OnceLock, time::Instant};

    static ORIGIN: OnceLock<Instant> = OnceLock::new();
    ORIGIN.get_or_init(Instant::now).elapsed()
}

/// Real chance.
#[derive(Debug)]
pub(crate) struct Dice;

impl Entropy for Dice {
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
        let (earlier, now) = (Duration::from_hours(1), Duration::from_hours(4));
        assert_eq!(until(None, now), LONGEST);
        assert_eq!(until(Some(now + Duration::from_hours(3)), now), LONGEST);
        assert_eq!(until(Some(earlier), now), LATER);
        assert_eq!(
            until(Some(now + Duration::from_millis(10)), now),
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
