//! The acceptance cases that the facts alone decide, told as the stories they came from.

#![expect(clippy::unwrap_used, reason = "a test without its facts has failed")]

use chrono::Duration;
use porchlight_core::{Busy, Facts, OfficeStatus, SessionFact, Timeline, resolve};
use porchlight_protocol::{
    Activity, Cause, Choice, ChoiceStatus, Ends, EndsWhy, Hold, OfficeId, Overall, Scope, Status,
    Timestamp,
};
use serde_json::json;

/// A working Monday in New York, 09:00 to 17:00.
const OPENS: &str = "2026-11-23T14:00:00Z";
const CLOSES: &str = "2026-11-23T22:00:00Z";

#[test]
fn case_3_locking_is_away_at_once_and_unlocking_lets_the_facts_of_that_moment_decide() {
    let mut facts = at_work();
    let locked = instant("2026-11-23T21:59:00Z");
    facts.sessions = vec![device(Activity::Locked { since: locked })];
    assert_eq!(
        it(&facts, locked),
        (Status::Away, Cause::Locked, Some(locked))
    );

    facts.sessions = vec![device(Activity::Active)];
    assert_eq!(
        it(&facts, instant("2026-11-23T21:59:30Z")).0,
        Status::Available
    );
    assert_eq!(it(&facts, instant(CLOSES)).0, Status::Offline);
}

#[test]
fn case_4_no_input_for_the_timeout_is_away_in_every_office_dated_back_to_the_last_input() {
    let mut facts = at_work();
    let last_input = instant("2026-11-23T15:00:00Z");
    facts.sessions = vec![device(Activity::Idle { since: last_input })];

    let almost = last_input + Duration::minutes(60) - Duration::seconds(1);
    let now = resolve(&facts, almost);
    assert_eq!(now.overall, Overall::Available);
    assert_eq!(now.next_change, Some(last_input + Duration::minutes(60)));

    for office in resolve(&facts, last_input + Duration::minutes(60)).offices {
        assert_eq!(shown(office), (Status::Away, Cause::Idle, Some(last_input)));
    }
}

#[test]
fn case_6_idle_leaves_a_chosen_away_or_offline_alone_and_so_does_the_return() {
    for (status, chosen) in [
        (ChoiceStatus::Away, Status::Away),
        (ChoiceStatus::Offline, Status::Offline),
    ] {
        let mut facts = at_work();
        let set_at = instant("2026-11-23T14:30:00Z");
        facts.choices = vec![choice(
            "1",
            Scope::Everywhere,
            status,
            set_at,
            Hold::NextEdge,
        )];
        let as_chosen = (chosen, manual(), Some(set_at));

        facts.sessions = vec![device(Activity::Idle { since: set_at })];
        assert_eq!(it(&facts, instant("2026-11-23T18:00:00Z")), as_chosen);
        facts.sessions = vec![device(Activity::Active)];
        assert_eq!(it(&facts, instant("2026-11-23T18:00:01Z")), as_chosen);
    }
}

#[test]
fn case_6_whose_shift_ended_while_she_was_idle_is_offline_on_return() {
    let mut facts = at_work();
    facts.sessions = vec![device(Activity::Idle {
        since: instant("2026-11-23T20:30:00Z"),
    })];
    assert_eq!(it(&facts, instant("2026-11-23T21:45:00Z")).0, Status::Away);

    facts.sessions = vec![device(Activity::Active)];
    assert_eq!(
        it(&facts, instant("2026-11-23T22:05:00Z")),
        (Status::Offline, Cause::Schedule, Some(instant(CLOSES)))
    );
}

#[test]
fn case_7_a_device_that_cannot_tell_never_counts_as_idle() {
    let mut facts = at_work();
    facts.sessions = vec![device(Activity::Unknown)];
    assert_eq!(
        it(&facts, instant("2026-11-23T21:59:59Z")),
        (Status::Available, Cause::Schedule, Some(instant(OPENS)))
    );
}

#[test]
fn case_8_one_active_device_keeps_the_agent_available_and_its_leaving_shows_the_idle_one() {
    let mut facts = at_work();
    let (now, last_input) = (
        instant("2026-11-23T18:00:00Z"),
        instant("2026-11-23T15:00:00Z"),
    );
    let idle = device(Activity::Idle { since: last_input });
    facts.sessions = vec![idle.clone(), device(Activity::Active)];
    let before = resolve(&facts, now);
    assert_eq!(before.overall, Overall::Available);
    // Not a thing happens in the ten minutes after, nor when the idle device says that it is idle still.
    assert_eq!(before.next_change, Some(instant(CLOSES)));
    assert_eq!(resolve(&facts, now + Duration::minutes(10)), before);

    // A third device connects.
    facts.sessions.push(device(Activity::Active));
    assert_eq!(resolve(&facts, now), before);
    facts.sessions.truncate(2);
    facts.sessions.push(device(Activity::Locked { since: now }));
    assert_eq!(resolve(&facts, now), before);

    // The active one quits.
    facts.sessions = vec![idle];
    assert_eq!(
        it(&facts, now),
        (Status::Away, Cause::Idle, Some(last_input))
    );
}

#[test]
fn case_11_an_edge_slept_through_has_taken_place() {
    let facts = at_work();
    let asleep = resolve(&facts, instant("2026-11-23T21:50:00Z"));
    assert_eq!(asleep.overall, Overall::Available);
    assert_eq!(asleep.next_change, Some(instant(CLOSES)));

    let awake = instant("2026-11-23T23:10:00Z");
    assert_eq!(
        it(&facts, awake),
        (Status::Offline, Cause::Schedule, Some(instant(CLOSES)))
    );
}

#[test]
fn case_11_a_clock_set_an_hour_either_way_is_computed_anew() {
    let facts = at_work();
    let now = instant("2026-11-23T21:30:00Z");
    assert_eq!(it(&facts, now).0, Status::Available);
    assert_eq!(it(&facts, now + Duration::hours(1)).0, Status::Offline);
    assert_eq!(it(&facts, now).0, Status::Available);
    assert_eq!(it(&facts, now - Duration::hours(8)).0, Status::Offline);
}

#[test]
fn case_12_away_until_i_change_it_survives_the_next_opening_and_another_device() {
    let mut facts = at_work();
    let set_at = instant("2026-11-23T15:00:00Z");
    facts.choices = vec![choice(
        "1",
        Scope::Everywhere,
        ChoiceStatus::Away,
        set_at,
        Hold::UntilChanged,
    )];
    facts.sessions.push(device(Activity::Active));
    let on_tuesday = resolve(&facts, instant("2026-11-24T15:00:00Z"));
    for office in on_tuesday.offices {
        assert_eq!(office.ends, None);
        assert_eq!(shown(office), (Status::Away, manual(), Some(set_at)));
    }
}

#[test]
fn case_12_away_until_the_next_edge_ends_with_the_shift() {
    let mut facts = at_work();
    let set_at = instant("2026-11-23T15:00:00Z");
    facts.choices = vec![choice(
        "1",
        Scope::Everywhere,
        ChoiceStatus::Away,
        set_at,
        Hold::NextEdge,
    )];
    let closes = Some(Ends {
        at: instant(CLOSES),
        why: EndsWhy::ScheduleEdge,
    });
    assert_eq!(resolve(&facts, set_at).offices[0].ends, closes);
    assert_eq!(it(&facts, instant(CLOSES)).0, Status::Offline);
    assert_eq!(
        it(&facts, instant("2026-11-24T14:00:00Z")).0,
        Status::Available
    );
}

#[test]
fn case_12_available_for_two_hours_ends_on_time_and_goes_back_to_the_schedule() {
    let mut facts = at_work();
    let set_at = instant("2026-11-23T21:00:00Z");
    let ends = set_at + Duration::hours(2);
    facts.choices = vec![
        choice(
            "1",
            Scope::Everywhere,
            ChoiceStatus::Away,
            set_at - Duration::hours(1),
            Hold::UntilChanged,
        ),
        choice(
            "2",
            Scope::Everywhere,
            ChoiceStatus::Available,
            set_at,
            Hold::Until(ends),
        ),
    ];
    let during = resolve(&facts, set_at);
    assert_eq!(during.next_change, Some(ends));
    assert_eq!(
        during.offices[0].ends,
        Some(Ends {
            at: ends,
            why: EndsWhy::Timer
        })
    );

    assert_eq!(it(&facts, ends - Duration::seconds(1)).0, Status::Available);
    // Not the Away from before: she came back from that.
    assert_eq!(
        it(&facts, ends),
        (Status::Offline, Cause::Schedule, Some(instant(CLOSES)))
    );
}

#[test]
fn case_12_lunch_gives_back_what_stood_before() {
    let mut facts = at_work();
    let (chosen, lunch) = (
        instant("2026-11-23T15:00:00Z"),
        instant("2026-11-23T17:00:00Z"),
    );
    let back = lunch + Duration::minutes(45);
    facts.choices = vec![choice(
        "1",
        office("library"),
        ChoiceStatus::Offline,
        chosen,
        Hold::UntilChanged,
    )];
    assert_eq!(
        statuses(&facts, chosen),
        [Status::Available, Status::Offline]
    );
    facts.choices.push(choice(
        "2",
        Scope::Everywhere,
        ChoiceStatus::Away,
        lunch,
        Hold::Until(back),
    ));
    assert_eq!(statuses(&facts, lunch), [Status::Away, Status::Away]);
    assert_eq!(statuses(&facts, back), [Status::Available, Status::Offline]);
}

#[test]
fn case_16_the_overall_status_and_the_counters_are_read_off_the_same_offices() {
    let mut facts = at_work();
    let set_at = instant("2026-11-23T15:00:00Z");
    facts.choices = vec![choice(
        "1",
        office("library"),
        ChoiceStatus::Away,
        set_at,
        Hold::NextEdge,
    )];
    let resolution = resolve(&facts, set_at);
    assert_eq!(resolution.overall, Overall::Mixed);
    assert_eq!(counters(&facts, set_at), [1, 0]);
}

#[test]
fn case_17_available_in_one_office_only() {
    let mut facts = at_work();
    let set_at = instant("2026-11-23T23:00:00Z");
    facts.choices = vec![choice(
        "1",
        office("it"),
        ChoiceStatus::Available,
        set_at,
        Hold::NextEdge,
    )];
    assert_eq!(counters(&facts, set_at), [1, 0]);
}

#[test]
fn case_17_everywhere_forces_all_offices_and_the_earlier_choice_for_one_is_gone() {
    let mut facts = at_work();
    let one = instant("2026-11-23T15:00:00Z");
    let (away, back) = (one + Duration::minutes(1), one + Duration::minutes(2));
    facts.choices = vec![
        choice(
            "1",
            office("it"),
            ChoiceStatus::Available,
            one,
            Hold::UntilChanged,
        ),
        choice(
            "2",
            Scope::Everywhere,
            ChoiceStatus::Away,
            away,
            Hold::NextEdge,
        ),
    ];
    assert_eq!(counters(&facts, away), [0, 0]);
    // After closing, the choice for one office does not come back to life either.
    assert_eq!(counters(&facts, instant(CLOSES)), [0, 0]);

    facts.choices.push(choice(
        "3",
        Scope::Everywhere,
        ChoiceStatus::Available,
        back,
        Hold::NextEdge,
    ));
    assert_eq!(counters(&facts, back), [1, 1]);
    assert_eq!(counters(&facts, instant(CLOSES)), [0, 0]);

    // A choice for one office made later holds there, and there only.
    facts.choices.push(choice(
        "4",
        office("it"),
        ChoiceStatus::Away,
        back,
        Hold::NextEdge,
    ));
    assert_eq!(counters(&facts, back), [0, 1]);
}

#[test]
fn of_two_choices_at_the_same_instant_the_greater_id_is_the_later() {
    let mut facts = at_work();
    let set_at = instant("2026-11-23T21:30:00Z");
    let in_two_hours = Hold::Until(set_at + Duration::hours(2));
    let away = |id| choice(id, office("it"), ChoiceStatus::Away, set_at, in_two_hours);
    let chosen = choice(
        "5",
        office("it"),
        ChoiceStatus::Available,
        set_at,
        Hold::NextEdge,
    );

    // The Away is the later one, and what it covers has ended with the shift when it gives back.
    facts.choices = vec![away("6"), chosen.clone()];
    assert_eq!(it(&facts, set_at).0, Status::Away);
    assert_eq!(it(&facts, instant(CLOSES)).0, Status::Away);

    // The Away is the earlier one: it is gone, also when the later one has ended with the shift.
    facts.choices = vec![away("4"), chosen];
    assert_eq!(it(&facts, set_at).0, Status::Available);
    assert_eq!(
        it(&facts, instant(CLOSES)),
        (Status::Offline, Cause::Schedule, Some(instant(CLOSES)))
    );
}

#[test]
fn of_two_devices_that_become_inactive_at_once_the_locked_one_is_told() {
    let mut facts = at_work();
    let locked = instant("2026-11-23T18:00:00Z");
    let idle = device(Activity::Idle {
        since: locked - Duration::minutes(60),
    });
    let both = [device(Activity::Locked { since: locked }), idle];
    for order in [[0, 1], [1, 0]] {
        facts.sessions = order.map(|index: usize| both[index].clone()).to_vec();
        assert_eq!(
            it(&facts, locked),
            (Status::Away, Cause::Locked, Some(locked))
        );
    }
}

#[test]
fn a_next_edge_choice_does_not_come_back_to_life_when_its_edge_has_grown_old() {
    let mut facts = at_work();
    let event =
        json!({"zone": "UTC", "dates": {"2026-11-23": [{"start": "08:00", "end": "12:00"}]}});
    let set_at = instant("2026-11-22T08:00:00Z");
    for days in [0, 500] {
        let now = instant("2026-11-23T12:00:00Z") + Duration::days(days);
        facts.schedule =
            Some(Timeline::new(&serde_json::from_value(event.clone()).unwrap(), now).unwrap());
        facts.sessions[0].lease_until = now + Duration::minutes(1);
        facts.choices = vec![choice(
            "1",
            Scope::Everywhere,
            ChoiceStatus::Available,
            set_at,
            Hold::NextEdge,
        )];
        assert_eq!(it(&facts, now).0, Status::Offline, "{now}");
    }
}

/// An agent of two offices at her desk, with nothing chosen.
fn at_work() -> Facts {
    let schedule = json!({
        "zone": "America/New_York",
        "shifts": [{"days": ["mon", "tue", "wed", "thu", "fri"], "start": "09:00", "end": "17:00"}],
    });
    Facts {
        idle_after: Duration::minutes(60),
        offices: vec!["it".into(), "library".into()],
        choices: vec![],
        schedule: Some(
            Timeline::new(&serde_json::from_value(schedule).unwrap(), instant(OPENS)).unwrap(),
        ),
        sessions: vec![device(Activity::Active)],
        busy: Busy::default(),
    }
}

fn device(activity: Activity) -> SessionFact {
    SessionFact {
        id: "desk".into(),
        lease_until: instant("2027-01-01T00:00:00Z"),
        activity,
    }
}

fn choice(id: &str, scope: Scope, status: ChoiceStatus, set_at: Timestamp, hold: Hold) -> Choice {
    Choice {
        id: id.into(),
        scope,
        status,
        set_at,
        hold,
        by: "ana".into(),
    }
}

fn office(id: &str) -> Scope {
    Scope::Office(OfficeId::from(id))
}

fn manual() -> Cause {
    Cause::Manual { by: "ana".into() }
}

/// What the office `it` shows.
fn it(facts: &Facts, now: Timestamp) -> (Status, Cause, Option<Timestamp>) {
    shown(resolve(facts, now).offices.swap_remove(0))
}

fn shown(office: OfficeStatus) -> (Status, Cause, Option<Timestamp>) {
    (office.status, office.cause, office.since)
}

fn statuses(facts: &Facts, now: Timestamp) -> Vec<Status> {
    resolve(facts, now)
        .offices
        .into_iter()
        .map(|office| office.status)
        .collect()
}

/// The offices' counters, if she is their only agent.
fn counters(facts: &Facts, now: Timestamp) -> Vec<usize> {
    statuses(facts, now)
        .into_iter()
        .map(|status| usize::from(status == Status::Available))
        .collect()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}
