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

/// The time since an arbitrary instant of the past. It is never set, and it goes on while the machine sleeps.
#[cfg(unix)]
fn boot() -> Duration {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let clock = rustix::time::ClockId::Boottime;
    // Elsewhere, and on macOS unlike `Instant`, the monotonic clock counts sleep.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let clock = rustix::time::ClockId::Monotonic;
    Duration::try_from(rustix::time::clock_gettime(clock)).unwrap_or_default()
}

/// The time since the first call. It is never set, and the performance counter behind it goes on while the machine
/// sleeps.
#[cfg(not(unix))]
fn boot() -> Duration {
    static FIRST: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    FIRST.elapsed()
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

    #[cfg(target_os = "linux")]
    #[test]
    fn the_boot_clock_counts_the_time_asleep() {
        let uptime = || -> f64 {
            let text = std::fs::read_to_string("/proc/uptime").unwrap();
            text.split(' ').next().unwrap().parse().unwrap()
        };
        let before = uptime();
        let boot = boot().as_secs_f64();
        let after = uptime();
        // The kernel prints whole hundredths.
        assert!((before - 0.01..=after + 0.02).contains(&boot));
    }

    #[test]
    fn later_choices_have_greater_ids() {
        let ids: Vec<_> = std::iter::repeat_with(|| Dice.choice_id())
            .take(1000)
            .collect();
        assert!(ids.is_sorted());
    }
}
