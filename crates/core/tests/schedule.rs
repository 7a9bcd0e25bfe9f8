//! Schedules, compared with a reading of the clocks on the wall, and by example.

#![expect(clippy::unwrap_used, reason = "a test without its facts has failed")]

#[path = "reference/reading.rs"]
mod reading;
#[path = "given/schedules.rs"]
mod schedules;

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate};
use chrono_tz::{TZ_VARIANTS, Tz};
use porchlight_core::{ScheduleError, Timeline};
use porchlight_protocol::{Interval, Schedule, Span, Timestamp};
use proptest::prelude::*;
use reading::{Reading, WallClock};
use serde_json::{Value, json};

#[test]
fn law_7_and_case_10_every_zone_reads_like_its_clocks_on_the_wall_for_a_year() {
    let (from, until) = (
        instant("2026-01-01T00:00:00Z"),
        instant("2027-01-01T00:00:00Z"),
    );
    let mut readings = BTreeMap::<WallClock, Vec<Timestamp>>::new();
    for zone in TZ_VARIANTS {
        let schedule = awkward(zone.name());
        let clock = WallClock::watch(zone, from - Duration::days(5), until + Duration::days(5));
        let expected = readings
            .entry(clock)
            .or_insert_with_key(|clock| Reading::new(&schedule, clock, from, until).edges());

        let timeline = Timeline::new(&schedule, from).unwrap();
        let edges = edges_between(&timeline, from, until - Duration::minutes(1));
        assert_eq!(&edges, expected, "{}", zone.name());
        assert!(
            edges.windows(2).all(|pair| pair[0] < pair[1]),
            "{}",
            zone.name()
        );
        for edge in edges {
            let before = edge - Duration::nanoseconds(1);
            assert_ne!(
                timeline.on_shift(before),
                timeline.on_shift(edge),
                "{} {edge}",
                zone.name()
            );
            assert_eq!(
                timeline.last_edge(edge),
                Some(edge),
                "{} {edge}",
                zone.name()
            );
        }
    }
    assert!(
        readings.len() > 50,
        "so few kinds of clocks: {}",
        readings.len()
    );
}

#[test]
fn a_zone_that_skips_a_whole_day_reads_like_its_clocks_on_the_wall() {
    // Samoa went to bed on Thursday the 29th of December 2011 and woke up on Saturday the 31st.
    let (from, until) = (
        instant("2011-06-01T00:00:00Z"),
        instant("2012-06-01T00:00:00Z"),
    );
    for name in [
        "Pacific/Apia",
        "Pacific/Fakaofo",
        "America/Caracas",
        "Asia/Pyongyang",
    ] {
        let schedule = awkward(name);
        let clock = WallClock::watch(
            zone(&schedule),
            from - Duration::days(5),
            until + Duration::days(5),
        );
        let timeline = Timeline::new(&schedule, from).unwrap();
        let expected = Reading::new(&schedule, &clock, from, until).edges();
        assert_eq!(
            edges_between(&timeline, from, until - Duration::minutes(1)),
            expected,
            "{name}"
        );
    }
}

proptest! {
    #[test]
    fn a_schedule_reads_like_the_clocks_on_the_wall(
        (at, schedule) in schedules::instant().prop_flat_map(|at| (Just(at), schedules::schedule(at))),
        away in -2000..2000_i64,
    ) {
        let hour = at - Duration::seconds(at.timestamp() % 3600);
        let (from, until) = (hour - Duration::days(10), hour + Duration::days(10));
        let clock = WallClock::watch(zone(&schedule), from - Duration::days(5), until + Duration::days(5));
        let reading = Reading::new(&schedule, &clock, from, until + Duration::minutes(1));

        // Prepared for then or for another year, the answers are the same.
        for around in [at, at + Duration::days(away)] {
            let timeline = Timeline::new(&schedule, around).unwrap();
            prop_assert_eq!(edges_between(&timeline, from, until), reading.edges());
            prop_assert_eq!(timeline.on_shift(at), reading.on_shift(at));
            prop_assert_eq!(timeline.shifts_between(from, until), shifts(&reading, from, until));
        }
    }

    #[test]
    fn what_a_schedule_was_prepared_for_makes_no_difference(
        (at, schedule) in schedules::instant().prop_flat_map(|at| (Just(at), schedules::schedule(at))),
        days in -2000..2000_i64,
    ) {
        let near = Timeline::new(&schedule, at).unwrap();
        let far = Timeline::new(&schedule, at + Duration::days(days)).unwrap();
        prop_assert_eq!(near.on_shift(at), far.on_shift(at));
        prop_assert_eq!(near.last_edge(at), far.last_edge(at));
        prop_assert_eq!(near.next_edge(at), far.next_edge(at));
    }
}

#[test]
fn a_night_shift_ends_the_next_morning() {
    let timeline = timeline(json!({"zone": "Europe/Berlin", "shifts": [
        {"days": ["sun"], "start": "22:00", "end": "06:00"},
    ]}));
    // From Sunday evening to Monday morning, over the end of the week.
    assert!(!timeline.on_shift(instant("2026-11-22T20:59:59Z")));
    assert!(timeline.on_shift(instant("2026-11-22T21:00:00Z")));
    assert!(timeline.on_shift(instant("2026-11-23T04:59:59Z")));
    assert!(!timeline.on_shift(instant("2026-11-23T05:00:00Z")));
}

#[test]
fn shifts_that_touch_or_overlap_have_no_edge_between_them() {
    let timeline = timeline(json!({"zone": "UTC", "shifts": [
        {"days": ["mon"], "start": "08:00", "end": "12:00"},
        {"days": ["mon"], "start": "12:00", "end": "16:00"},
        {"days": ["mon"], "start": "15:00", "end": "18:00"},
    ]}));
    assert_eq!(
        timeline.next_edge(instant("2026-11-23T08:00:00Z")),
        Some(instant("2026-11-23T18:00:00Z"))
    );
    assert_eq!(
        timeline.last_edge(instant("2026-11-23T17:59:59Z")),
        Some(instant("2026-11-23T08:00:00Z"))
    );
}

#[test]
fn midnight_may_be_written_either_way_and_equal_times_are_a_whole_day() {
    let every_day = |start: &str, end: &str| {
        let all = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        timeline(
            json!({"zone": "America/New_York", "shifts": [{"days": all, "start": start, "end": end}]}),
        )
    };
    for always in [
        every_day("00:00", "24:00"),
        every_day("00:00", "00:00"),
        every_day("09:00", "09:00"),
    ] {
        assert!(always.on_shift(instant("2026-11-23T03:00:00Z")));
        assert_eq!(always.next_edge(instant("2026-11-23T03:00:00Z")), None);
        assert_eq!(always.last_edge(instant("2026-11-23T03:00:00Z")), None);
    }
    let at = instant("2026-11-23T12:00:00Z");
    for evening in [every_day("18:00", "24:00"), every_day("18:00", "00:00")] {
        assert_eq!(
            edges_between(&evening, at, at + Duration::days(1)),
            [
                instant("2026-11-23T23:00:00Z"),
                instant("2026-11-24T05:00:00Z"),
            ]
        );
    }
}

#[test]
fn a_holiday_takes_away_the_shifts_that_begin_on_it_and_no_other() {
    let timeline = timeline(json!({
        "zone": "UTC",
        "shifts": [{"days": ["wed", "thu"], "start": "22:00", "end": "06:00"}],
        "dates": {"2026-11-26": [], "2026-11-28": [{"start": "10:00", "end": "12:00"}]},
    }));
    let week = timeline.shifts_between(
        instant("2026-11-23T00:00:00Z"),
        instant("2026-11-30T00:00:00Z"),
    );
    assert_eq!(
        week,
        [
            // Wednesday's shift reaches into the holiday; Thursday's, which began on it, is gone.
            interval("2026-11-25T22:00:00Z", "2026-11-26T06:00:00Z"),
            interval("2026-11-28T10:00:00Z", "2026-11-28T12:00:00Z"),
        ]
    );
}

#[test]
fn time_off_is_cut_out() {
    let timeline = timeline(json!({
        "zone": "UTC",
        "shifts": [{"days": ["mon"], "start": "09:00", "end": "17:00"}],
        "time_off": [
            {"from": "2026-11-23T12:00:00Z", "until": "2026-11-23T12:30:00Z"},
            {"from": "2026-11-23T12:15:00Z", "until": "2026-11-23T13:00:00.5Z"},
            {"from": "2026-11-23T16:00:00Z", "until": "2026-11-24T16:00:00Z"},
        ],
    }));
    assert_eq!(
        timeline.shifts_between(
            instant("2026-11-23T00:00:00Z"),
            instant("2026-11-24T00:00:00Z")
        ),
        [
            interval("2026-11-23T09:00:00Z", "2026-11-23T12:00:00Z"),
            interval("2026-11-23T13:00:00.5Z", "2026-11-23T16:00:00Z"),
        ]
    );
}

#[test]
fn a_time_that_the_clocks_skip_is_read_as_before_and_one_shown_twice_is_the_first() {
    let timeline = timeline(json!({"zone": "Europe/Berlin", "shifts": [
        {"days": ["sun"], "start": "02:30", "end": "05:00"},
    ]}));
    // Spring: 02:30 does not exist, an hour and a half after 01:00 CET it is 03:30 CEST.
    assert_eq!(
        timeline.next_edge(instant("2026-03-29T00:00:00Z")),
        Some(instant("2026-03-29T01:30:00Z"))
    );
    // Autumn: 02:30 comes as CEST, then as CET.
    assert_eq!(
        timeline.next_edge(instant("2026-10-25T00:00:00Z")),
        Some(instant("2026-10-25T00:30:00Z"))
    );
}

#[test]
fn a_shift_that_the_clocks_leave_nothing_of_does_not_take_place() {
    let timeline = timeline(json!({"zone": "Europe/Berlin", "shifts": [
        {"days": ["sun"], "start": "02:45", "end": "03:15"},
    ]}));
    // 02:45 as before the jump is 03:45, later than 03:15.
    let spring = instant("2026-03-29T00:00:00Z");
    assert_eq!(
        timeline.shifts_between(spring, spring + Duration::days(1)),
        []
    );
    let summer = spring + Duration::days(7);
    assert_eq!(
        timeline
            .shifts_between(summer, summer + Duration::days(1))
            .len(),
        1
    );
}

#[test]
fn long_shifts_in_the_farthest_zones_are_whole_however_far_from_now() {
    // 11 hours behind UTC and 14 ahead, for all but a minute of Monday to Tuesday evening.
    for (zone, start) in [
        ("Pacific/Pago_Pago", "2026-11-24T10:30:00Z"),
        ("Pacific/Kiritimati", "2026-11-23T09:30:00Z"),
    ] {
        let shifts = json!([{"days": ["mon"], "start": "23:30", "end": "23:29"}]);
        let (start, week) = (instant(start), Duration::days(7));
        let end = start + Duration::minutes(24 * 60 - 1);
        for years in [-5, 0, 5] {
            let around = start + Duration::days(365 * years);
            let timeline =
                Timeline::new(&schedule(json!({"zone": zone, "shifts": shifts})), around).unwrap();
            assert!(
                timeline.on_shift(start) && !timeline.on_shift(start - Duration::seconds(1)),
                "{zone}"
            );
            assert!(
                !timeline.on_shift(end) && timeline.on_shift(end - Duration::seconds(1)),
                "{zone}"
            );
            for minute in 0..24 * 60 - 1 {
                let at = start + Duration::minutes(minute);
                assert_eq!(
                    (timeline.last_edge(at), timeline.next_edge(at)),
                    (Some(start), Some(end)),
                    "{zone} {at}"
                );
            }
            assert_eq!(timeline.next_edge(end), Some(start + week), "{zone}");
        }
    }
}

#[test]
fn edges_are_looked_for_400_days_both_ways() {
    let timeline = timeline(
        json!({"zone": "UTC", "dates": {"2026-11-23": [{"start": "08:00", "end": "12:00"}]}}),
    );
    let (start, end) = (
        instant("2026-11-23T08:00:00Z"),
        instant("2026-11-23T12:00:00Z"),
    );
    let far = Duration::days(400);
    assert_eq!(timeline.next_edge(start - far), Some(start));
    assert_eq!(timeline.next_edge(start - far - Duration::seconds(1)), None);
    assert_eq!(
        timeline.last_edge(end + far - Duration::seconds(1)),
        Some(end)
    );
    assert_eq!(timeline.last_edge(end + far), None);
}

#[test]
fn a_schedule_that_makes_no_sense_is_refused_with_the_field_and_what_to_do() {
    let shift = |start: &str| json!({"days": ["mon"], "start": start, "end": "12:00"});
    let off = |from: &str, until: &str| json!({"from": from, "until": until});
    let refused = [
        (json!({"zone": "Mars/Olympus"}), "zone"),
        (json!({"zone": ""}), "zone"),
        (
            json!({"zone": "UTC", "shifts": [shift("08:00"), shift("24:00")]}),
            "shifts[1].start",
        ),
        (
            json!({"zone": "UTC", "dates": {"2026-11-26": [{"start": "24:00", "end": "12:00"}]}}),
            "dates.2026-11-26[0].start",
        ),
        (
            json!({"zone": "UTC", "time_off": [off("2026-11-26T00:00:00Z", "2026-11-26T00:00:00Z")]}),
            "time_off[0].until",
        ),
        (
            json!({"zone": "UTC", "dates": {"+12026-11-26": []}}),
            "dates.+12026-11-26",
        ),
        (
            json!({"zone": "UTC", "shifts": vec![shift("08:00"); 201]}),
            "shifts",
        ),
        (
            json!({"zone": "UTC", "time_off": vec![off("2026-11-26T00:00:00Z", "2026-11-27T00:00:00Z"); 1001]}),
            "time_off",
        ),
        (
            json!({"zone": "UTC", "dates": {"2026-11-26": vec![json!({"start": "08:00", "end": "12:00"}); 51]}}),
            "dates.2026-11-26",
        ),
    ];
    for (schedule, field) in refused {
        let error = refusal(schedule);
        assert_eq!(error.field(), field, "{error}");
        let says_what_to_do = error.to_string().contains("; ");
        assert!(says_what_to_do, "{error}");
    }
    let mut far = schedule(json!({"zone": "UTC"}));
    far.time_off = vec![interval("+12026-11-26T00:00:00Z", "+12026-11-27T00:00:00Z")];
    let error = Timeline::new(&far, instant("2026-11-23T00:00:00Z")).unwrap_err();
    assert_eq!(error.field(), "time_off[0].from");
    let dates = (0..1001).map(|day| ((NaiveDate::MIN + Duration::days(day)), Vec::<Span>::new()));
    let many = Schedule {
        zone: "UTC".to_owned(),
        shifts: vec![],
        dates: dates.collect(),
        time_off: vec![],
    };
    assert_eq!(
        Timeline::new(&many, instant("2026-11-23T00:00:00Z"))
            .unwrap_err()
            .field(),
        "dates"
    );
}

/// Every kind of shift, at hours when clocks change somewhere.
fn awkward(zone: &str) -> Schedule {
    let all = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    schedule(json!({
        "zone": zone,
        "shifts": [
            {"days": ["mon", "tue", "wed"], "start": "09:00", "end": "12:30"},
            {"days": ["mon", "tue", "wed"], "start": "12:30", "end": "17:00"},
            {"days": ["tue", "fri"], "start": "22:00", "end": "06:00"},
            // Short on Sunday, so that nothing covers the hours when most clocks change.
            {"days": ["sat"], "start": "23:30", "end": "00:10"},
            {"days": ["sun"], "start": "03:20", "end": "03:40"},
            {"days": ["sun"], "start": "20:00", "end": "24:00"},
            {"days": ["thu"], "start": "18:00", "end": "18:00"},
            {"days": all, "start": "00:30", "end": "01:30"},
            {"days": all, "start": "02:15", "end": "03:10"},
        ],
        "dates": {
            "2026-11-26": [],
            "2026-12-31": [{"start": "12:00", "end": "00:30"}, {"start": "20:00", "end": "03:00"}],
            "2011-12-30": [{"start": "10:00", "end": "12:00"}],
        },
        "time_off": [
            {"from": "2026-05-10T23:10:00Z", "until": "2026-05-11T01:20:00Z"},
            {"from": "2026-08-01T00:00:00Z", "until": "2026-08-15T00:00:00Z"},
        ],
    }))
}

fn schedule(json: Value) -> Schedule {
    serde_json::from_value(json).unwrap()
}

fn timeline(json: Value) -> Timeline {
    Timeline::new(&schedule(json), instant("2026-11-23T00:00:00Z")).unwrap()
}

fn refusal(json: Value) -> ScheduleError {
    Timeline::new(&schedule(json), instant("2026-11-23T00:00:00Z")).unwrap_err()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn interval(from: &str, until: &str) -> Interval {
    Interval {
        from: instant(from),
        until: instant(until),
    }
}

fn zone(schedule: &Schedule) -> Tz {
    schedule.zone.parse().unwrap()
}

/// All edges in `(from, until]`, each asked for after the one before.
fn edges_between(timeline: &Timeline, from: Timestamp, until: Timestamp) -> Vec<Timestamp> {
    let first = timeline.next_edge(from);
    std::iter::successors(first, |edge| timeline.next_edge(*edge))
        .take_while(|edge| *edge <= until)
        .collect()
}

/// The shifts of a reading, cut to `[from, until)`.
fn shifts(reading: &Reading, from: Timestamp, until: Timestamp) -> Vec<Interval> {
    let inside = reading
        .edges()
        .into_iter()
        .filter(|edge| from < *edge && *edge < until);
    let ends: Vec<_> = std::iter::once(from).chain(inside).chain([until]).collect();
    let stretches = ends.windows(2).map(|pair| Interval {
        from: pair[0],
        until: pair[1],
    });
    stretches
        .filter(|stretch| reading.on_shift(stretch.from))
        .collect()
}
