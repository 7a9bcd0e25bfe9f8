//! Whether an office has somebody in its hours.

#![expect(clippy::unwrap_used, reason = "a test without its facts has failed")]

#[path = "given/schedules.rs"]
mod schedules;

use chrono::Duration;
use porchlight_core::{Empty, Timeline, coverage, next_coverage};
use porchlight_protocol::{Coverage, Schedule, Timestamp};
use proptest::prelude::*;
use serde_json::json;

/// 09:00 to 17:00 on Mondays in Berlin, which is an hour ahead of UTC in November.
fn mondays() -> Timeline {
    let schedule = json!({
        "zone": "Europe/Berlin",
        "shifts": [{"days": ["mon"], "start": "09:00", "end": "17:00"}],
    });
    let schedule: Schedule = serde_json::from_value(schedule).unwrap();
    Timeline::new(&schedule, instant("2026-11-23T12:00:00Z")).unwrap()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn an_office_is_missed_in_its_hours_alone_by_the_clocks_where_it_is() {
    let (opens, closes) = (
        instant("2026-11-23T08:00:00Z"),
        instant("2026-11-23T16:00:00Z"),
    );
    let next_week = opens + Duration::days(7);
    let (noon, left) = (
        instant("2026-11-23T12:00:00Z"),
        instant("2026-11-23T10:20:00Z"),
    );
    let last_week = instant("2026-11-20T10:00:00Z");
    let before = opens - Duration::seconds(1);
    let open = Some(closes);
    let uncovered = |since| Coverage::Uncovered { since, until: open };
    for (empty, now, expected) in [
        (None, noon, Coverage::Covered { until: open }),
        (Some(Empty::Since(left)), noon, uncovered(Some(left))),
        // Nobody was there as it opened.
        (Some(Empty::Since(last_week)), noon, uncovered(Some(opens))),
        (Some(Empty::Before(last_week)), noon, uncovered(Some(opens))),
        // Nobody knows who was there before the server started.
        (Some(Empty::Before(left)), noon, uncovered(None)),
        (Some(Empty::Since(last_week)), opens, uncovered(Some(opens))),
        (
            Some(Empty::Since(left)),
            closes,
            Coverage::OutsideHours {
                until: Some(next_week),
            },
        ),
        (None, before, Coverage::OutsideHours { until: Some(opens) }),
    ] {
        assert_eq!(
            coverage(&mondays(), empty, now),
            expected,
            "{empty:?} {now}"
        );
    }
}

proptest! {
    #[test]
    fn it_stays_so_until_it_is_said_to_change_and_is_something_else_then(
        (now, schedule) in schedules::instant()
            .prop_flat_map(|now| (Just(now), schedules::schedule(now))),
        empty in prop_oneof![
            Just(None),
            (0..5000_i64).prop_map(|ago| Some((true, ago))),
            (0..5000_i64).prop_map(|ago| Some((false, ago))),
        ],
        part in 0.0..1.0_f64,
    ) {
        let hours = Timeline::new(&schedule, now).unwrap();
        let empty = empty.map(|(known, ago)| {
            let at = now - Duration::minutes(ago);
            if known { Empty::Since(at) } else { Empty::Before(at) }
        });
        let is = coverage(&hours, empty, now);
        if let Some(next) = next_coverage(is) {
            prop_assert!(next > now);
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any instant between will do")]
            let between = now + Duration::seconds(((next - now).num_seconds() as f64 * part) as i64);
            prop_assert_eq!(coverage(&hours, empty, between), is);
            prop_assert_ne!(coverage(&hours, empty, next), is);
        }
        let open = !matches!(is, Coverage::OutsideHours { .. });
        prop_assert_eq!(open, hours.on_shift(now));
    }
}
