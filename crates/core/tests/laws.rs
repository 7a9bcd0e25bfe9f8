//! The rule book's laws, and the rule book itself read a second time, for random facts.

#![expect(clippy::unwrap_used, reason = "a test without its facts has failed")]

mod given;
mod reference;

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, Duration};
use given::facts::{Given, activity, busy, choices, given};
use porchlight_core::{Busy, Facts, OfficeStatus, compact, resolve};
use porchlight_protocol::{
    Activity, Cause, Choice, ChoiceStatus, Hold, Interval, Overall, Schedule, Scope, Status,
    Timestamp,
};
use proptest::{prelude::*, sample};
use reference::{
    decision::{Answer, Case, Edges},
    reading::{Reading, WallClock},
};

proptest! {
    #[test]
    fn an_agent_is_what_the_rule_book_says(given in given()) {
        let case = case(&given);
        let resolution = resolve(&given.facts(), given.now);
        for office in &resolution.offices {
            prop_assert_eq!(answer(office), case.answer(&office.office, given.now), "{}", office.office);
        }
        prop_assert_eq!(resolution.next_change, case.next_change(given.now));
    }

    #[test]
    fn law_1_order_and_repeats_of_choices_change_nothing(
        (given, shuffled) in given().prop_flat_map(|given| {
            let twice = [given.choices.clone(), given.choices.clone()].concat();
            let repeats = sample::subsequence(given.choices.clone(), 0..=given.choices.len());
            let shuffled = (Just(given.choices.clone()), repeats).prop_map(|(all, some)| [all, some].concat());
            (Just(given), prop_oneof![shuffled, Just(twice)].prop_shuffle())
        }),
    ) {
        let facts = given.facts();
        let other = Facts { choices: shuffled, ..facts.clone() };
        prop_assert_eq!(resolve(&facts, given.now), resolve(&other, given.now));
    }

    #[test]
    fn law_1_holds_even_if_an_id_is_used_twice(
        (given, shuffled) in given().prop_flat_map(|mut given| {
            for choice in &mut given.choices {
                choice.id = "same".into();
                choice.set_at = given.now;
            }
            (Just(given.clone()), Just(given.choices).prop_shuffle())
        }),
    ) {
        let facts = given.facts();
        let other = Facts { choices: shuffled, ..facts.clone() };
        prop_assert_eq!(resolve(&facts, given.now), resolve(&other, given.now));
        prop_assert_eq!(compact(facts.choices), compact(other.choices));
    }

    #[test]
    fn law_2_nothing_changes_before_the_next_change_and_something_does_then(given in given(), part in 0.0..1.0_f64) {
        let facts = given.facts();
        let now = resolve(&facts, given.now);
        let end = now.next_change.unwrap_or(given.now + Duration::days(400));
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "any instant between will do")]
        let between = given.now + Duration::seconds(((end - given.now).num_seconds() as f64 * part) as i64);
        for at in [between, end - Duration::nanoseconds(1)] {
            prop_assert_eq!(shown(&resolve(&facts, at).offices), shown(&now.offices), "{}", at);
        }
        if let Some(change) = now.next_change {
            prop_assert!(change > given.now);
            prop_assert_ne!(shown(&resolve(&facts, change).offices), shown(&now.offices));
        }
    }

    #[test]
    fn law_3_without_a_live_session_every_office_is_offline(mut given in given()) {
        given.sessions.retain(|session| session.lease_until <= given.now);
        let resolution = resolve(&given.facts(), given.now);
        for office in resolution.offices {
            prop_assert_eq!((office.status, office.cause), (Status::Offline, Cause::NoDevice));
        }
        prop_assert_eq!(resolution.next_change, None);
    }

    #[test]
    fn law_4_an_inactive_device_never_raises_a_status_and_only_touches_available(
        (given, index, inactive) in given()
            .prop_filter("needs a device", |given| !given.sessions.is_empty())
            .prop_flat_map(|given| {
                let (devices, now) = (given.sessions.len(), given.now);
                let inactive = activity(now).prop_filter("inactive", |activity| {
                    matches!(activity, Activity::Idle { .. } | Activity::Locked { .. })
                });
                (Just(given), 0..devices, inactive)
            }),
    ) {
        let mut facts = given.facts();
        facts.sessions[index].activity = Activity::Active;
        let before = resolve(&facts, given.now);
        facts.sessions[index].activity = inactive;
        let after = resolve(&facts, given.now);
        for (before, after) in before.offices.iter().zip(&after.offices) {
            prop_assert!(after.status <= before.status);
            // Of two masks, that of the devices is told.
            let busy = matches!(before.cause, Cause::Busy { .. });
            if before.status != Status::Available && !busy {
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn law_4_a_busy_interval_never_raises_a_status_and_only_touches_available(
        (given, more) in given().prop_flat_map(|given| {
            let now = given.now;
            (Just(given), busy(now))
        }),
    ) {
        let with = |busy: &[Interval]| Facts { busy: Busy::new(busy).unwrap(), ..given.facts() };
        let before = resolve(&with(&[]), given.now);
        let after = resolve(&with(&more), given.now);
        for (before, after) in before.offices.iter().zip(&after.offices) {
            prop_assert!(after.status <= before.status);
            if before.status != Status::Available {
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn the_order_of_busy_intervals_and_repeats_of_them_change_nothing(
        (given, shuffled) in given().prop_flat_map(|given| {
            let twice = [given.busy.clone(), given.busy.clone()].concat();
            (Just(given), Just(twice).prop_shuffle())
        }),
    ) {
        let facts = given.facts();
        let other = Facts { busy: Busy::new(&shuffled).unwrap(), ..facts.clone() };
        prop_assert_eq!(resolve(&facts, given.now), resolve(&other, given.now));
    }

    #[test]
    fn law_5_after_a_standing_choice_everywhere_all_offices_agree(
        mut given in given(),
        status in sample::select(
            &[ChoiceStatus::Available, ChoiceStatus::Away, ChoiceStatus::Offline, ChoiceStatus::FollowSchedule][..]
        ),
        hold in sample::select(&[Hold::NextEdge, Hold::UntilChanged][..]),
    ) {
        let latest = given.choices.iter().map(|choice| choice.set_at).max().unwrap_or(given.now);
        given.choices.push(Choice {
            id: "force".into(),
            scope: Scope::Everywhere,
            status,
            set_at: latest + Duration::milliseconds(1),
            hold,
            by: "ana".into(),
        });
        let offices = resolve(&given.facts(), given.now).offices;
        for office in &offices {
            prop_assert_eq!(answer(office), answer(&offices[0]));
        }
    }

    #[test]
    fn law_6_an_office_does_not_depend_on_choices_for_others(given in given()) {
        let facts = given.facts();
        for office in resolve(&facts, given.now).offices {
            let choices = facts.choices.iter().filter(|choice| match &choice.scope {
                Scope::Everywhere => true,
                Scope::Office(id) => *id == office.office,
            });
            let alone = Facts {
                offices: vec![office.office.clone()],
                choices: choices.cloned().collect(),
                ..facts.clone()
            };
            prop_assert_eq!(resolve(&alone, given.now).offices, vec![office]);
        }
    }

    #[test]
    fn compacted_choices_resolve_the_same_at_all_times_also_after_more_are_merged(
        (given, more) in given().prop_flat_map(|given| {
            let now = given.now;
            (Just(given), choices(now))
        }),
        hours in -48..96_i64,
    ) {
        // A choice has one content wherever it turns up.
        let more: Vec<Choice> =
            more.into_iter().map(|choice| Choice { id: format!("{}+", choice.id).into(), ..choice }).collect();
        let facts = given.facts();
        let compacted = compact(facts.choices.clone());
        let all = Facts { choices: [facts.choices.clone(), more.clone()].concat(), ..facts.clone() };
        let fewer = Facts { choices: [compacted.clone(), more].concat(), ..facts.clone() };
        let at = given.now + Duration::hours(hours);
        prop_assert_eq!(resolve(&all, at), resolve(&fewer, at));
        prop_assert_eq!(compact(all.choices), compact(fewer.choices));

        let mut scopes = BTreeMap::<_, usize>::new();
        for choice in &compacted {
            *scopes.entry(choice.scope.clone()).or_default() += 1;
        }
        prop_assert!(scopes.values().all(|choices| *choices <= 2), "{compacted:?}");
        prop_assert_eq!(compact(compacted.clone()), compacted);
    }

    #[test]
    fn overall_is_what_all_offices_share(given in given()) {
        let resolution = resolve(&given.facts(), given.now);
        let all = |status| resolution.offices.iter().all(|office| office.status == status);
        let expected = match () {
            () if all(Status::Available) => Overall::Available,
            () if all(Status::Away) => Overall::Away,
            () if all(Status::Offline) => Overall::Offline,
            () => Overall::Mixed,
        };
        prop_assert_eq!(resolution.overall, expected);
    }

    #[test]
    fn no_instant_however_far_breaks_anything(
        mut given in given(),
        now in any_instant(),
        others in prop::collection::vec(any_instant(), 8),
        idle_after in prop_oneof![Just(Duration::MAX), Just(Duration::MIN), any::<i32>().prop_map(|s| Duration::seconds(s.into()))],
    ) {
        let mut others = others.into_iter().cycle();
        let mut other = || others.next().unwrap();
        given.idle_after = idle_after;
        for choice in &mut given.choices {
            choice.set_at = other();
            if let Hold::Until(until) = &mut choice.hold {
                *until = other();
            }
        }
        for session in &mut given.sessions {
            session.lease_until = other();
            if let Activity::Idle { since } | Activity::Locked { since } = &mut session.activity {
                *since = other();
            }
        }
        let mut facts = given.facts();
        resolve(&facts, now);
        given.now = now;
        facts = given.facts();
        let resolution = resolve(&facts, now);
        prop_assert!(resolution.next_change.is_none_or(|change| change > now));
    }
}

fn any_instant() -> impl Strategy<Value = Timestamp> {
    prop_oneof![
        Just(Timestamp::MIN_UTC),
        Just(Timestamp::MAX_UTC),
        (Timestamp::MIN_UTC.timestamp()..=Timestamp::MAX_UTC.timestamp())
            .prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap()),
        (0..20_000_000_000_i64).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).unwrap()),
    ]
}

/// The same facts for the reference.
fn case(given: &Given) -> Case {
    Case {
        idle_after: given.idle_after,
        offices: given.offices.clone(),
        choices: given.choices.clone(),
        schedule: given
            .schedule
            .as_ref()
            .map(|schedule| edges(schedule, given.now)),
        sessions: given.sessions.clone(),
        busy: given.busy.clone(),
    }
}

fn edges(schedule: &Schedule, now: Timestamp) -> Edges {
    static CLOCKS: Mutex<BTreeMap<String, WallClock>> = Mutex::new(BTreeMap::new());
    let mut clocks = CLOCKS.lock().unwrap_or_else(PoisonError::into_inner);
    let clock = clocks.entry(schedule.zone.clone()).or_insert_with(|| {
        let (from, until) = (
            "2024-12-01T00:00:00Z".parse().unwrap(),
            "2028-02-01T00:00:00Z".parse().unwrap(),
        );
        WallClock::watch(schedule.zone.parse().unwrap(), from, until)
    });
    let (from, until) = (now - Duration::days(401), now + Duration::days(401));
    let reading = Reading::new(schedule, clock, from, until);
    Edges {
        on_shift_at_first: reading.on_shift(from),
        edges: reading.edges(),
    }
}

fn answer(office: &OfficeStatus) -> Answer {
    let OfficeStatus {
        office: _,
        status,
        cause,
        since,
        ends,
        decided,
    } = office.clone();
    Answer {
        status,
        cause,
        since,
        ends,
        decided: decided.status,
    }
}

/// What a change is told by: the status and the kind of the cause.
fn shown(offices: &[OfficeStatus]) -> Vec<(Status, std::mem::Discriminant<Cause>)> {
    offices
        .iter()
        .map(|office| (office.status, std::mem::discriminant(&office.cause)))
        .collect()
}
