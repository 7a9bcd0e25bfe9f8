//! What is told of why she is what she is agrees with what is decided.

#![expect(clippy::unwrap_used, reason = "a test without its facts has failed")]

mod given;

use chrono::Duration;
use given::facts::given;
use porchlight_core::{
    About, Busy, Effect, Facts, SessionFact, Timeline, Why, locale::Locale, resolve, words::Names,
};
use porchlight_protocol::{
    Activity, AgentId, Choice, ChoiceStatus, Day, Hold, Interval, OfficeId, Schedule, Scope, Shift,
    Timestamp,
};
use proptest::prelude::*;

proptest! {
    #[test]
    fn one_fact_decides_and_only_what_lowers_her_makes_a_difference_to_it(given in given()) {
        let (facts, now) = (given.facts(), given.now);
        let resolved = resolve(&facts, now);
        let why = why(&facts, now);
        prop_assert_eq!(why.offices.len(), resolved.offices.len());
        for (told, office) in why.offices.iter().zip(&resolved.offices) {
            prop_assert_eq!(&told.id, &office.office);
            prop_assert_eq!(told.status, office.status);
            let decides: Vec<_> = told.facts.iter().filter(|fact| fact.effect == Effect::Decides).collect();
            prop_assert_eq!(decides.len(), 1);
            let about = if office.decided.chosen { About::Choice } else { About::Schedule };
            prop_assert_eq!(decides[0].about, about);
            let lowered = told.facts.iter().any(|fact| fact.effect == Effect::Lowers);
            prop_assert_eq!(lowered, office.status != office.decided.status);
            let handed = told.facts.iter().filter(|fact| fact.effect == Effect::HandsOver).count();
            prop_assert!(handed <= 1 && (handed == 0 || !office.decided.chosen));
        }
        let same = why.offices.windows(2).all(|pair| pair[0].facts == pair[1].facts);
        prop_assert_eq!(why.everywhere.is_some(), same && why.offices.len() > 1);
    }
}

#[test]
fn the_facts_stand_in_the_order_of_the_rule_book_with_who_when_and_what_came_of_each() {
    let now = at("2026-11-23T14:30:00Z");
    let everywhere = choice(
        "1",
        Scope::Everywhere,
        ChoiceStatus::Available,
        "08:30",
        Hold::NextEdge,
    );
    let hour = Hold::Until(at("2026-11-23T13:00:00Z"));
    let library = Scope::Office("library".into());
    let mut over = choice("2", library.clone(), ChoiceStatus::Offline, "12:00", hour);
    over.by = "dana".into();
    let lunch = Hold::Until(at("2026-11-23T15:00:00Z"));
    let away = choice("3", library, ChoiceStatus::Away, "14:00", lunch);
    let facts = Facts {
        choices: vec![everywhere.clone(), over.clone()],
        ..facts(Activity::Idle {
            since: at("2026-11-23T13:10:00Z"),
        })
    };

    assert_eq!(
        lines(&why(&facts, now)),
        "\
Away in IT desk
Available everywhere, set by you at 08:30, until 17:00: this decides.
On shift until 17:00: what is above goes before it.
No input since 13:10: this makes you Away all the same.
Away in Library
Offline in Library, set by Dana Fox at 12:00, until 13:00: this is over, and counts no more.
Available everywhere, set by you at 08:30, until 17:00: this decides.
On shift until 17:00: what is above goes before it.
No input since 13:10: this makes you Away all the same."
    );

    let facts = Facts {
        choices: vec![everywhere, away],
        ..facts
    };
    let told = lines(&why(&facts, now));
    assert!(
        told.ends_with(
            "\
Away in Library
Away in Library, set by you at 14:00, until 15:00: this decides.
Available everywhere, set by you at 08:30, until 17:00: what is above goes before it.
On shift until 17:00: what is above goes before it.
No input since 13:10: this changes nothing."
        ),
        "{told}"
    );
}

#[test]
fn being_available_for_a_while_is_told_once_and_leaves_the_schedule_to_decide() {
    let hold = Hold::Until(at("2026-11-23T10:00:00Z"));
    let two_hours = choice(
        "1",
        Scope::Everywhere,
        ChoiceStatus::Available,
        "08:30",
        hold,
    );
    let facts = Facts {
        choices: vec![two_hours],
        busy: Busy::new(&[Interval {
            from: at("2026-11-23T14:00:00Z"),
            until: at("2026-11-23T15:00:00Z"),
        }])
        .unwrap(),
        ..facts(Activity::Active)
    };
    let why = why(&facts, at("2026-11-23T14:30:00Z"));

    assert_eq!(why.everywhere.as_deref(), Some("Away everywhere"));
    assert_eq!(
        lines(&Why {
            offices: why.offices[..1].to_vec(),
            ..why
        }),
        "\
Away in IT desk
Available everywhere, set by you at 08:30, until 10:00: this lets your schedule decide.
On shift until 17:00: this decides.
Busy in your calendar, until 15:00: this makes you Away all the same."
    );
}

fn why(facts: &Facts, now: Timestamp) -> Why {
    let me = AgentId::from("ana");
    let dana = AgentId::from("dana");
    let names = Names::new(Some(&me), [(&dana, "Dana Fox")]);
    let offices = [("it", "IT desk"), ("library", "Library")];
    let offices = offices.map(|(id, name)| (OfficeId::from(id), name.to_owned()));
    let reader = (&Locale::english(), chrono_tz::Tz::UTC);
    Why::new(facts, &offices, &names, reader, now)
}

fn lines(why: &Why) -> String {
    let lines = why.offices.iter().flat_map(|office| {
        let facts = office.facts.iter().map(|fact| fact.text.as_str());
        std::iter::once(office.headline.as_str()).chain(facts)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Ana in two offices, on shift until 17:00 on weekdays, at one device.
fn facts(activity: Activity) -> Facts {
    let weekdays = vec![Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];
    let schedule = Schedule {
        zone: "UTC".to_owned(),
        shifts: vec![Shift {
            days: weekdays,
            start: "08:00".parse().unwrap(),
            end: "17:00".parse().unwrap(),
        }],
        dates: std::collections::BTreeMap::default(),
        time_off: Vec::new(),
    };
    Facts {
        idle_after: Duration::minutes(60),
        offices: vec!["it".into(), "library".into()],
        choices: Vec::new(),
        schedule: Some(Timeline::new(&schedule, at("2026-11-23T14:30:00Z")).unwrap()),
        sessions: vec![SessionFact {
            id: "here".into(),
            lease_until: Timestamp::MAX_UTC,
            activity,
        }],
        busy: Busy::default(),
    }
}

fn choice(id: &str, scope: Scope, status: ChoiceStatus, time: &str, hold: Hold) -> Choice {
    Choice {
        id: id.into(),
        scope,
        status,
        set_at: at(&format!("2026-11-23T{time}:00Z")),
        hold,
        by: "ana".into(),
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
