//! Times, names and numbers in words.

use std::sync::LazyLock;

use chrono::{Datelike, TimeDelta, TimeZone};
use chrono_tz::{Africa::Cairo, America::New_York, Pacific::Apia, TZ_VARIANTS, Tz};
use porchlight_core::{
    locale::Locale,
    words::{self, Calendar, Names, Who, next_midnight},
};
use porchlight_protocol::{AgentId, Timestamp};
use proptest::{prelude::*, sample::select};

static ENGLISH: LazyLock<Locale> = LazyLock::new(Locale::english);

#[test]
fn days_near_by_have_names_and_others_dates() {
    let calendar = calendar("2026-11-23T14:30");
    let words = |local: &str| {
        let at = at(local);
        [calendar.at(at), calendar.until(at), calendar.since_day(at)]
    };
    assert_eq!(
        words("2026-11-23T09:05"),
        ["at 09:05", "until 09:05", "since 09:05"]
    );
    assert_eq!(
        words("2026-11-24T09:00"),
        [
            "tomorrow at 09:00",
            "until tomorrow at 09:00",
            "since tomorrow"
        ]
    );
    assert_eq!(
        words("2026-11-22T23:59"),
        [
            "yesterday at 23:59",
            "until yesterday at 23:59",
            "since yesterday"
        ]
    );
    assert_eq!(
        words("2026-11-29T10:00"),
        [
            "on Sunday at 10:00",
            "until Sunday at 10:00",
            "since Sunday"
        ]
    );
    assert_eq!(
        words("2026-11-30T10:00"),
        [
            "on 30 November at 10:00",
            "until 30 November at 10:00",
            "since 30 November"
        ]
    );
    assert_eq!(
        words("2027-01-04T10:00"),
        [
            "on 4 January 2027 at 10:00",
            "until 4 January 2027 at 10:00",
            "since 4 January 2027"
        ]
    );
}

#[test]
fn the_end_of_today_is_midnight() {
    assert_eq!(
        calendar("2026-11-23T14:30").until(at("2026-11-24T00:00")),
        "until midnight"
    );
    assert_eq!(
        calendar("2026-11-23T14:30").until(at("2026-11-25T00:00")),
        "until Wednesday at 00:00"
    );
}

#[test]
fn a_date_begins_even_where_the_clocks_skip_its_midnight_or_all_of_it() {
    // Egypt goes from 23:59:59 on Thursday to 01:00 on Friday.
    let evening = Cairo
        .with_ymd_and_hms(2026, 4, 23, 20, 0, 0)
        .unwrap()
        .to_utc();
    let midnight = next_midnight(evening, Cairo);
    assert_eq!(
        midnight,
        Cairo
            .with_ymd_and_hms(2026, 4, 24, 1, 0, 0)
            .unwrap()
            .to_utc()
    );
    // Samoa had no 30 December 2011.
    let evening = Apia
        .with_ymd_and_hms(2011, 12, 29, 20, 0, 0)
        .unwrap()
        .to_utc();
    let midnight = next_midnight(evening, Apia);
    assert_eq!(
        midnight,
        Apia.with_ymd_and_hms(2011, 12, 31, 0, 0, 0)
            .unwrap()
            .to_utc()
    );
}

proptest! {
    #[test]
    fn the_next_midnight_is_where_the_date_changes(
        zone in select(&TZ_VARIANTS[..]),
        seconds in 1_262_304_000_i64..1_893_456_000,
    ) {
        let now = Timestamp::from_timestamp(seconds, 0).unwrap();
        let midnight = next_midnight(now, zone);
        let date = |at: Timestamp| zone.from_utc_datetime(&at.naive_utc()).date_naive();
        prop_assert!(midnight > now);
        prop_assert!(date(midnight) > date(now));
        prop_assert!(date(midnight - TimeDelta::seconds(1)) <= date(now) || date(now).year() == 2011);
    }
}

#[test]
fn instants_beyond_all_calendars_are_said_without_a_panic() {
    let calendar = calendar("2026-11-23T14:30");
    for at in [Timestamp::MAX_UTC, Timestamp::MIN_UTC] {
        assert!(calendar.until(at).starts_with("until "));
        assert!(next_midnight(at, calendar.zone) >= at);
    }
}

#[test]
fn people_are_named_as_the_reader_knows_them() {
    let [ana, dana, fox, doctor, nameless, stranger] =
        ["ana", "dana", "fox", "doctor", "nameless", "stranger"].map(AgentId::from);
    let known = [
        (&ana, "Ana Lee"),
        (&dana, "Dana Fox"),
        (&fox, "Fox, Dana"),
        (&doctor, "Dr. Dana Fox"),
        (&nameless, " "),
    ];
    let names = Names::new(Some(&ana), known);
    assert_eq!([names.full(&ana), names.short(&ana)], [Who::You; 2]);
    assert_eq!(
        [names.full(&dana), names.short(&dana)],
        ["Dana Fox", "Dana"].map(Who::Named)
    );
    assert_eq!(names.short(&fox), Who::Named("Fox, Dana"));
    assert_eq!(names.short(&doctor), Who::Named("Dr. Dana Fox"));
    for unknown in [&nameless, &stranger] {
        assert_eq!(
            [names.full(unknown), names.short(unknown)],
            [Who::Administrator; 2]
        );
    }
}

#[test]
fn numbers_agree_with_their_nouns() {
    assert_eq!(
        [0, 1, 2].map(|agents| ENGLISH.messages().agents_online(agents)),
        ["0 agents online", "1 agent online", "2 agents online"]
    );
    let spans =
        [0, 1, 90, 60, 900, 3600, 5400, 7200].map(|seconds| words::duration(&ENGLISH, seconds));
    let expected = [
        "0 seconds",
        "1 second",
        "90 seconds",
        "1 minute",
        "15 minutes",
        "1 hour",
        "90 minutes",
        "2 hours",
    ];
    assert_eq!(spans, expected);
}

#[test]
fn initials_are_one_or_two_letters() {
    let initials = [
        "Ana Lee",
        "ana maria de la cruz lee",
        "Ana",
        "ana@example.org",
        "Élodie (she) Žak",
        "",
        "!",
    ];
    assert_eq!(
        initials.map(words::initials),
        ["AL", "AL", "A", "A", "ÉŽ", "?", "?"]
    );
}

fn calendar(now: &str) -> Calendar<'static> {
    Calendar {
        locale: &ENGLISH,
        now: at(now),
        zone: New_York,
    }
}

#[expect(clippy::unwrap_used, reason = "only tests name instants")]
fn at(local: &str) -> Timestamp {
    let local = chrono::NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M").unwrap();
    let zone: Tz = New_York;
    zone.from_local_datetime(&local).unwrap().to_utc()
}
