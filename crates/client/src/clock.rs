//! The one place where this crate reads the clocks, or takes a chance.

mod jumps;

use std::time::Duration;

use chrono::Utc;
use porchlight_core::agent::{Entropy, Now};
use porchlight_protocol::ChoiceId;
use uuid::Uuid;

pub(crate) use jumps::Jumps;

/// The longest sleep of the loop: its timers stand still while the machine sleeps, and the wall clock may be set.
const LONGEST: Duration = Duration::from_secs(30);
/// Timers may fire a little early; being called before the instant would only make the loop spin.
const LATER: Duration = Duration::from_millis(2);

/// How far apart the readings of two clocks may be: the process may be stopped between them, which would look like a sleep.
const APART: Duration = Duration::from_millis(1);
/// How often they are read anew for that.
const READINGS: usize = 8;

/// Reads the three clocks.
pub(crate) fn now() -> Now {
    let (mut boot, mut awake) = (boot(), None);
    for _ in 0..READINGS {
        awake = self::awake();
        boot = self::boot();
        let after = self::awake();
        if after
            .zip(awake)
            .is_none_or(|(after, awake)| after.saturating_sub(awake) < APART)
        {
            break;
        }
    }
    Now {
        wall: Utc::now(),
        boot,
        awake,
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

/// As [`boot`], but it stands still while the machine sleeps. X servers and GNOME count idle time by it, too.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn awake() -> Option<Duration> {
    Duration::try_from(rustix::time::clock_gettime(
        rustix::time::ClockId::Monotonic,
    ))
    .ok()
}

/// As [`boot`], but it stands still while the machine sleeps.
#[cfg(target_os = "macos")]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there may be none")]
fn awake() -> Option<Duration> {
    static FIRST: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    Some(FIRST.elapsed())
}

/// There is none that the standard library reads. Windows counts all time as idle, so that none is needed there.
#[cfg(not(any(target_os = "linux", target_os = "android", target_os = "macos")))]
fn awake() -> Option<Duration> {
    None
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

    #[cfg(target_os = "linux")]
    #[test]
    fn the_awake_clock_is_the_one_of_timers_and_of_idle_sources() {
        let start = std::time::Instant::now();
        let before = now();
        let after = now();
        let passed = start.elapsed();
        let awake = |now: Now| now.awake.unwrap();
        assert!(awake(after).saturating_sub(awake(before)) <= passed);
        let slept = |now: Now| now.boot.saturating_sub(awake(now));
        let apart = slept(after).abs_diff(slept(before));
        assert!(apart < 2 * APART, "{apart:?}: this machine did not sleep");
    }

    #[test]
    fn later_choices_have_greater_ids() {
        let ids: Vec<_> = std::iter::repeat_with(|| Dice.choice_id())
            .take(1000)
            .collect();
        assert!(ids.is_sorted());
    }
}
