//! Random schedules, mostly where clocks change.

use std::{collections::BTreeMap, ops::Range};

use chrono::{Duration, NaiveDate};
use porchlight_protocol::{Day, Interval, LocalTime, Schedule, Shift, Span, Timestamp};
use proptest::{collection, prelude::*, sample};

/// Zones whose clocks change by half an hour, by two hours, at midnight, backwards in summer, for Ramadan, or never.
pub(crate) const ZONES: [&str; 14] = [
    "UTC",
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Havana",
    "America/New_York",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Chatham",
];

/// Days on which clocks change in one of the zones, and one on which they do not.
const DAYS: [(u32, u32); 12] = [
    (2, 15),
    (3, 8),
    (3, 22),
    (3, 29),
    (4, 5),
    (4, 24),
    (6, 10),
    (9, 6),
    (9, 27),
    (10, 4),
    (10, 25),
    (11, 1),
];

/// An instant in 2026 within three days of such a day.
pub(crate) fn instant() -> impl Strategy<Value = Timestamp> {
    (
        sample::select(&DAYS[..]),
        -3 * 24 * 60..3 * 24 * 60_i64,
        prop_oneof![3 => Just(0), 1 => 0..60_i64],
    )
        .prop_map(|((month, day), minutes, seconds)| {
            let midnight = NaiveDate::from_ymd_opt(2026, month, day)
                .unwrap()
                .and_hms_opt(0, 0, 0)
                .unwrap()
                .and_utc();
            midnight + Duration::minutes(minutes) + Duration::seconds(seconds)
        })
}

/// A schedule with exceptions around an instant, and some further away than edges are looked for.
pub(crate) fn schedule(around: Timestamp) -> impl Strategy<Value = Schedule> {
    let zone = sample::select(&ZONES[..]);
    let shifts = collection::vec(shift(), 0..6);
    let dates = collection::vec((days_away(), collection::vec(span(), 0..3)), 0..8);
    let time_off = collection::vec((days_away(), 0..1440_i64, 1..4 * 1440_i64), 0..4);
    (zone, shifts, dates, time_off).prop_map(move |(zone, shifts, dates, time_off)| Schedule {
        zone: zone.to_owned(),
        shifts,
        dates: dates
            .into_iter()
            .map(|(days, spans)| (around.date_naive() + Duration::days(days), spans))
            .collect::<BTreeMap<_, _>>(),
        time_off: time_off
            .into_iter()
            .map(|(days, minutes, length)| {
                let midnight = around.date_naive().and_hms_opt(0, 0, 0).unwrap().and_utc();
                let from = midnight + Duration::days(days) + Duration::minutes(minutes);
                Interval {
                    from,
                    until: from + Duration::minutes(length),
                }
            })
            .collect(),
    })
}

fn days_away() -> impl Strategy<Value = i64> {
    const NEAR: Range<i64> = -4..5;
    const FAR: Range<i64> = -420..420;
    prop_oneof![3 => NEAR, 1 => FAR]
}

fn shift() -> impl Strategy<Value = Shift> {
    let all = [
        Day::Mon,
        Day::Tue,
        Day::Wed,
        Day::Thu,
        Day::Fri,
        Day::Sat,
        Day::Sun,
    ];
    let days = prop_oneof![sample::subsequence(all.to_vec(), 0..=7), Just(all.to_vec())];
    (days, span()).prop_map(|(days, span)| Shift {
        days,
        start: span.start,
        end: span.end,
    })
}

fn span() -> impl Strategy<Value = Span> {
    (time(0..1440), time(0..1441)).prop_map(|(start, end)| Span { start, end })
}

/// Often a round time, often at night, where clocks change.
fn time(range: Range<u16>) -> impl Strategy<Value = LocalTime> {
    let last_quarter = (range.end - 1) / 15;
    let minutes = prop_oneof![
        2 => (0..=last_quarter).prop_map(|quarter| quarter * 15),
        2 => (0..=16_u16).prop_map(|quarter| quarter * 15),
        1 => range,
    ];
    minutes.prop_map(|minutes| LocalTime::from_minutes(minutes).unwrap())
}
