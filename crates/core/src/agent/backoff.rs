//! How long to wait before trying again.

use chrono::Duration;

const FIRST: Duration = Duration::milliseconds(500);
const LONGEST: Duration = Duration::seconds(30);

/// How long to wait before the next attempt: half a second, doubling to 30 s, of which `jitter` (0 to 1) takes up to
/// half away.
pub fn backoff(attempt: u32, jitter: f64) -> Duration {
    let whole = FIRST * (1 << attempt.min(16));
    jittered(whole.min(LONGEST), jitter)
}

/// A wait that not everybody waits alike: `jitter` (0 to 1) takes up to half of it away.
pub(super) fn jittered(wait: Duration, jitter: f64) -> Duration {
    #[expect(clippy::cast_precision_loss, reason = "waits are minutes at most")]
    let milliseconds = wait.num_milliseconds() as f64 * (1.0 - jitter.clamp(0.0, 1.0) / 2.0);
    #[expect(clippy::cast_possible_truncation, reason = "no longer than it was")]
    Duration::milliseconds(milliseconds as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_from_half_a_second_to_half_a_minute() {
        let waits: Vec<i64> = (0..9)
            .map(|attempt| backoff(attempt, 0.0).num_milliseconds())
            .collect();
        assert_eq!(
            waits,
            [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]
        );
        assert_eq!(backoff(u32::MAX, 0.0), Duration::seconds(30));
    }

    #[test]
    fn jitter_spreads_attempts_over_half_of_the_wait() {
        assert_eq!(backoff(0, 1.0), Duration::milliseconds(250));
        assert_eq!(backoff(20, 0.5), Duration::milliseconds(22_500));
    }
}
