//! Schedules by the clocks on the wall, as the window edits them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails, in its helpers too"
)]

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use porchlight_core::{LocalInterval, LocalSchedule, WallClock, zones};
use porchlight_protocol::{Interval, Schedule};
use proptest::prelude::*;

#[test]
fn a_time_on_the_wall_is_the_instant_at_which_the_clocks_show_it_and_back() {
    for (zone, wall, instant) in [
        (
            "America/New_York",
            "2026-07-01T09:00:00-04:00",
            "2026-07-01T13:00:00Z",
        ),
        (
            "America/New_York",
            "2026-12-01T09:00:00-05:00",
            "2026-12-01T14:00:00Z",
        ),
        (
            "Asia/Kathmandu",
            "2026-12-01T09:00:00+05:45",
            "2026-12-01T03:15:00Z",
        ),
        (
            "Pacific/Kiritimati",
            "2026-12-01T00:00:00+14:00",
            "2026-11-30T10:00:00Z",
        ),
        // Zones whose rules have changed in the last years: web views are older than that.
        (
            "Africa/Cairo",
            "2026-07-01T09:00:00+03:00",
            "2026-07-01T06:00:00Z",
        ),
        (
            "Asia/Almaty",
            "2026-07-01T09:00:00+05:00",
            "2026-07-01T04:00:00Z",
        ),
        (
            "America/Coyhaique",
            "2026-07-01T09:00:00-03:00",
            "2026-07-01T12:00:00Z",
        ),
    ] {
        assert_eq!(instant_of(zone, wall), instant, "{wall} in {zone}");
        assert_eq!(instant_of(zone, &wall[..16]), instant, "{wall} in {zone}");
        assert_eq!(wall_of(zone, instant), wall, "{instant} in {zone}");
    }
}

#[test]
fn a_time_that_comes_twice_is_the_first_unless_it_says_which() {
    for (zone, written, first, second) in [
        (
            "America/New_York",
            "2026-11-01T01:30",
            "2026-11-01T05:30:00Z",
            "2026-11-01T06:30:00Z",
        ),
        (
            "Europe/Berlin",
            "2026-10-25T02:30",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00Z",
        ),
    ] {
        assert_eq!(instant_of(zone, written), first);
        let told = wall_of(zone, second);
        assert_eq!(&told[..16], written);
        assert_eq!(instant_of(zone, &told), second);
    }
}

#[test]
fn a_time_that_the_clocks_skip_is_read_with_the_offset_before_the_gap() {
    assert_eq!(
        instant_of("America/New_York", "2026-03-08T02:30"),
        "2026-03-08T07:30:00Z"
    );
    assert_eq!(
        instant_of("Europe/Berlin", "2026-03-29T02:30"),
        "2026-03-29T01:30:00Z"
    );
}

#[test]
fn a_whole_day_ends_at_midnight_also_where_the_clocks_skip_it() {
    for (zone, last) in [
        ("Africa/Cairo", "2027-04-30"),
        ("America/Santiago", "2026-09-06"),
        ("America/Havana", "2027-03-14"),
        ("Asia/Beirut", "2027-03-28"),
    ] {
        let written = format!("{last}T00:00");
        let midnight: NaiveDateTime = format!("{written}:00").parse().unwrap();
        let zone_rules: Tz = zone.parse().unwrap();
        assert!(
            midnight.and_local_timezone(zone_rules).latest().is_none(),
            "{zone} skips it"
        );
        let told = wall_of(zone, &instant_of(zone, &written));
        assert_eq!(&told[..16], written, "in {zone}");
        assert_eq!(instant_of(zone, &told), instant_of(zone, &written));
    }
}

#[test]
fn a_zone_that_only_the_server_knows_is_left_as_it_is() {
    let schedule = Schedule {
        zone: "Mars/Olympus".to_owned(),
        ..schedule("UTC", "2026-07-01T09:00:00Z")
    };
    let told = LocalSchedule::from(&schedule);
    assert_eq!(told.zone, "Mars/Olympus");
    assert_eq!(told.time_off[0].from.to_string(), "2026-07-01T09:00:00Z");
    assert_eq!(told.as_told(), told);
    assert!(told.to_schedule().unwrap_err().to_string().contains("Mars"));
}

#[test]
fn what_is_no_time_on_the_wall_is_refused_in_words() {
    for text in [
        "",
        "noon",
        "2026-13-01T00:00",
        "2026-12-24",
        "2026-12-24T24:00",
        "+12026-12-24T09:00",
        "-0001-12-24T09:00",
    ] {
        let error = text.parse::<WallClock>().unwrap_err().to_string();
        assert!(error.contains("write it as"), "{text}: {error}");
        assert!(serde_json::from_value::<WallClock>(text.into()).is_err());
    }
}

#[test]
fn the_zones_that_are_offered_are_places_that_are_known() {
    let offered: Vec<&str> = zones().collect();
    for zone in ["UTC", "Europe/Berlin", "America/Coyhaique"] {
        assert!(offered.contains(&zone), "{zone}");
    }
    for zone in ["EST5EDT", "US/Eastern", "Etc/GMT+5"] {
        assert!(!offered.contains(&zone), "{zone}");
    }
}

proptest! {
    /// In every zone, and whatever its clocks did then.
    #[test]
    fn what_comes_back_unchanged_means_the_same_to_the_nanosecond(
        zone in proptest::sample::select(TZ_VARIANTS.to_vec()),
        seconds in -62_167_219_200_i64..253_402_300_799,
        nanoseconds in 0_u32..1_000_000_000,
        whole in any::<bool>(),
    ) {
        let nanoseconds = if whole { 0 } else { nanoseconds };
        let at = DateTime::from_timestamp(seconds, nanoseconds).unwrap();
        let schedule = schedule_at(zone.name(), at);
        let told = serde_json::to_string(&LocalSchedule::from(&schedule)).unwrap();
        let back: LocalSchedule = serde_json::from_str(&told).unwrap();
        prop_assert_eq!(back.to_schedule().unwrap(), schedule, "{}", told);
    }
}

fn schedule(zone: &str, from: &str) -> Schedule {
    schedule_at(zone, from.parse().unwrap())
}

fn schedule_at(zone: &str, from: DateTime<Utc>) -> Schedule {
    Schedule {
        zone: zone.to_owned(),
        shifts: Vec::new(),
        dates: [].into(),
        time_off: vec![Interval {
            from,
            until: from + Duration::seconds(1),
        }],
    }
}

fn instant_of(zone: &str, wall: &str) -> String {
    let wall: WallClock = wall.parse().unwrap();
    let local = LocalSchedule {
        zone: zone.to_owned(),
        shifts: Vec::new(),
        dates: [].into(),
        time_off: vec![LocalInterval {
            from: wall,
            until: wall,
        }],
    };
    let schedule = serde_json::to_value(local.to_schedule().unwrap()).unwrap();
    schedule["time_off"][0]["from"].as_str().unwrap().to_owned()
}

fn wall_of(zone: &str, instant: &str) -> String {
    let told = LocalSchedule::from(&schedule(zone, instant));
    told.time_off[0].from.to_string()
}
