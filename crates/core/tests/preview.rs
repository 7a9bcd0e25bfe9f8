//! The preview says what will be decided.

#![expect(clippy::unwrap_used, reason = "a test without its preview has failed")]

mod given;

use chrono::{DateTime, Duration};
use given::{
    facts::{Given, given},
    schedules::schedule,
};
use porchlight_core::{
    Facts, Preview, PreviewDay, ScheduleError, SessionFact, Timeline, locale::Locale, resolve,
    words::Names,
};
use porchlight_protocol::{
    Activity, Choice, ChoiceStatus, Day, Hold, Interval, Membership, Overall, Role, Schedule,
    Scope, Shift, Timestamp,
};
use proptest::{collection, prelude::*};

proptest! {
    #[test]
    fn the_preview_agrees_with_what_is_decided_at_any_instant_of_it(
        (given, schedule, minutes) in given().prop_flat_map(|given| {
            let schedule = schedule(given.now);
            (Just(given), schedule, collection::vec(0..14 * 24 * 60_i64, 24))
        }),
    ) {
        let preview = preview(&schedule, &given);
        let facts = Facts {
            schedule: Some(Timeline::new(&schedule, given.now).unwrap()),
            sessions: vec![present()],
            ..given.facts()
        };
        let stretches: Vec<_> = preview.days.iter().flat_map(|day| &day.stretches).collect();
        let edges = stretches.iter().flat_map(|stretch| [stretch.from, stretch.until - Duration::milliseconds(1)]);
        let sampled = minutes.iter().map(|minutes| given.now + Duration::minutes(*minutes));
        for at in edges.chain(sampled) {
            let Some(stretch) = stretches.iter().find(|stretch| stretch.from <= at && at < stretch.until) else {
                prop_assert!(at >= stretches.last().unwrap().until, "nothing is said of {at}");
                continue;
            };
            prop_assert_eq!(stretch.status, resolve(&facts, at).overall, "at {}", at);
        }
    }

    #[test]
    fn the_preview_is_two_weeks_from_now_without_a_gap((given, schedule) in given().prop_flat_map(|given| {
        let schedule = schedule(given.now);
        (Just(given), schedule)
    })) {
        let preview = preview(&schedule, &given);
        prop_assert_eq!(preview.days.len(), 14);
        let mut at = given.now;
        for day in &preview.days {
            let begins = at;
            for stretch in &day.stretches {
                prop_assert_eq!(stretch.from, at);
                prop_assert!(stretch.begins <= stretch.ends && stretch.ends <= day.minutes);
                at = stretch.until;
            }
            let left = day.minutes - day.passed.unwrap_or_default();
            // Of the minute that it is now, a part has passed.
            prop_assert_eq!((at - begins + Duration::seconds(59)).num_minutes(), i64::from(left), "{}", day.date);
        }
    }
}

#[test]
fn a_week_of_shifts_is_said_day_by_day_with_its_reasons() {
    let week = nine_to_five("Europe/Berlin");
    let mut given = quiet("2026-11-23T10:30:00Z");
    given.choices = vec![away_until(
        "2026-11-23T10:00:00Z",
        "2026-11-23T12:00:00Z",
        "dana",
    )];
    let preview = preview(&week, &given);
    assert_eq!(preview.days[0].passed, Some(11 * 60 + 30));
    assert_eq!(
        texts(&preview.days[0]),
        [
            "11:30 to 13:00: away everywhere, set by Dana Fox",
            "13:00 to 17:00: available everywhere by your schedule",
            "17:00 to 24:00: offline everywhere by your schedule",
        ]
    );
    assert_eq!(
        texts(&preview.days[1]),
        [
            "00:00 to 09:00: offline everywhere by your schedule",
            "09:00 to 17:00: available everywhere by your schedule",
            "17:00 to 24:00: offline everywhere by your schedule",
        ]
    );
    let stretch = &preview.days[1].stretches[1];
    assert_eq!(
        (stretch.begins, stretch.ends, stretch.status),
        (540, 1020, Overall::Available)
    );
    assert_eq!(preview.days[1].passed, None);
}

#[test]
fn offices_that_differ_are_named() {
    let mut given = quiet("2026-11-23T10:30:00Z");
    let away = away_until("2026-11-23T10:00:00Z", "2026-11-23T12:00:00Z", "ana");
    given.choices = vec![Choice {
        scope: Scope::Office("it".into()),
        ..away
    }];
    let preview = preview(&nine_to_five("UTC"), &given);
    let first = &preview.days[0].stretches[0];
    assert_eq!(first.status, Overall::Mixed);
    assert_eq!(
        first.text,
        "10:30 to 12:00: available in Library by your schedule; away in IT desk, by your choice"
    );
}

#[test]
fn an_overnight_shift_goes_on_in_the_next_day_and_a_date_off_is_off() {
    let friday = "2026-11-27".parse().unwrap();
    let night = Schedule {
        shifts: vec![shift(&[Day::Thu, Day::Fri], "20:00", "02:00")],
        dates: [(friday, Vec::new())].into(),
        ..nine_to_five("UTC")
    };
    let preview = preview(&night, &quiet("2026-11-26T12:00:00Z"));
    let available = |day: &PreviewDay| {
        let stretches = day.stretches.iter();
        let available = stretches.filter(|stretch| stretch.status == Overall::Available);
        available
            .map(|stretch| (stretch.begins, stretch.ends))
            .collect::<Vec<_>>()
    };
    assert_eq!(available(&preview.days[0]), [(20 * 60, 24 * 60)]);
    assert_eq!(available(&preview.days[1]), [(0, 2 * 60)]);
    assert_eq!(available(&preview.days[2]), []);
}

#[test]
fn the_days_on_which_the_clocks_change_are_longer_or_shorter_and_say_so() {
    let week = nine_to_five("Europe/Berlin");
    let autumn = preview(&week, &quiet("2026-10-24T12:00:00Z"));
    let change = autumn.days[1].clock_change.clone().unwrap();
    assert_eq!((autumn.days[1].minutes, change.at), (25 * 60, 180));
    assert_eq!(change.text, "The clocks go back by 1 hour at 03:00");
    assert_eq!(autumn.days[2].clock_change, None);

    let spring = preview(&week, &quiet("2026-03-28T12:00:00Z"));
    let change = spring.days[1].clock_change.clone().unwrap();
    assert_eq!((spring.days[1].minutes, change.at), (23 * 60, 120));
    assert_eq!(change.text, "The clocks go forward by 1 hour at 02:00");
}

#[test]
fn a_schedule_that_makes_no_sense_has_no_preview() {
    let wrong = nine_to_five("Europe/Nowhere");
    let given = quiet("2026-11-23T10:30:00Z");
    let error = looked_ahead(&wrong, &given).unwrap_err();
    assert_eq!(error.field(), "zone");
}

fn preview(schedule: &Schedule, given: &Given) -> Preview {
    looked_ahead(schedule, given).unwrap()
}

fn looked_ahead(schedule: &Schedule, given: &Given) -> Result<Preview, ScheduleError> {
    let (english, offices) = (Locale::english(), offices());
    Preview::new(
        schedule,
        given.facts(),
        (&offices, names()),
        &english,
        given.now,
    )
}

fn texts(day: &PreviewDay) -> Vec<&str> {
    let stretches = day.stretches.iter();
    stretches.map(|stretch| stretch.text.as_str()).collect()
}

/// Nothing chosen and no device: the preview goes by the schedule alone.
fn quiet(now: &str) -> Given {
    Given {
        now: at(now),
        idle_after: Duration::hours(1),
        offices: vec!["it".into(), "library".into()],
        choices: Vec::new(),
        schedule: None,
        sessions: Vec::new(),
        busy: Vec::new(),
    }
}

fn away_until(from: &str, until: &str, by: &str) -> Choice {
    Choice {
        id: "1".into(),
        scope: Scope::Everywhere,
        status: ChoiceStatus::Away,
        set_at: at(from),
        hold: Hold::Until(at(until)),
        by: by.into(),
    }
}

fn nine_to_five(zone: &str) -> Schedule {
    let days = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];
    Schedule {
        zone: zone.to_owned(),
        shifts: vec![shift(&days, "09:00", "17:00")],
        dates: [].into(),
        time_off: Vec::<Interval>::new(),
    }
}

fn shift(days: &[Day], start: &str, end: &str) -> Shift {
    Shift {
        days: days.to_vec(),
        start: start.parse().unwrap(),
        end: end.parse().unwrap(),
    }
}

fn present() -> SessionFact {
    SessionFact {
        id: "here".into(),
        lease_until: Timestamp::MAX_UTC,
        activity: Activity::Active,
    }
}

fn offices() -> Vec<Membership> {
    [("it", "IT desk"), ("library", "Library")]
        .map(|(id, name)| Membership {
            id: id.into(),
            name: name.to_owned(),
            role: Role::Agent,
        })
        .to_vec()
}

fn names() -> Names<'static> {
    static ANA: std::sync::LazyLock<porchlight_protocol::AgentId> =
        std::sync::LazyLock::new(|| "ana".into());
    static DANA: std::sync::LazyLock<porchlight_protocol::AgentId> =
        std::sync::LazyLock::new(|| "dana".into());
    Names::new(Some(&ANA), [(&*ANA, "Ana Lee"), (&*DANA, "Dana Fox")])
}

fn at(text: &str) -> Timestamp {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}
