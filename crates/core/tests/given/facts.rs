//! Random facts about an agent.

use chrono::Duration;
use porchlight_core::{Busy, Facts, SessionFact, Timeline};
use porchlight_protocol::{
    Activity, Choice, ChoiceStatus, Hold, Interval, OfficeId, Schedule, Scope, Timestamp,
};
use proptest::{collection, option, prelude::*, sample};

use super::schedules;

const OFFICES: [&str; 4] = ["it", "library", "nursing", "sales"];

/// Facts and an instant at which somebody asks.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) now: Timestamp,
    pub(crate) idle_after: Duration,
    pub(crate) offices: Vec<OfficeId>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) schedule: Option<Schedule>,
    pub(crate) sessions: Vec<SessionFact>,
    pub(crate) busy: Vec<Interval>,
}

impl Given {
    pub(crate) fn facts(&self) -> Facts {
        Facts {
            idle_after: self.idle_after,
            offices: self.offices.clone(),
            choices: self.choices.clone(),
            schedule: self
                .schedule
                .as_ref()
                .map(|schedule| Timeline::new(schedule, self.now).unwrap()),
            sessions: self.sessions.clone(),
            busy: Busy::new(&self.busy).unwrap(),
        }
    }
}

pub(crate) fn given() -> impl Strategy<Value = Given> {
    schedules::instant().prop_flat_map(|now| {
        let offices = sample::subsequence(OFFICES.map(OfficeId::from).to_vec(), 1..=3);
        let idle_after = prop_oneof![Just(60), 0..180_i64].prop_map(Duration::minutes);
        let schedule = option::weighted(0.8, schedules::schedule(now));
        (
            Just(now),
            idle_after,
            offices,
            choices(now),
            schedule,
            collection::vec(session(now), 0..4),
            busy(now),
        )
            .prop_map(
                |(now, idle_after, offices, choices, schedule, sessions, busy)| Given {
                    now,
                    idle_after,
                    offices,
                    choices,
                    schedule,
                    sessions,
                    busy,
                },
            )
    })
}

/// Choices with ids of their own, some at the same instant, some stamped by a clock that is ahead.
pub(crate) fn choices(now: Timestamp) -> impl Strategy<Value = Vec<Choice>> {
    collection::vec((choice(now), 0..100_u8), 0..9).prop_map(|choices| {
        let numbered = choices.into_iter().enumerate();
        // The number comes last, so that the later in the list is not always the later by its id.
        numbered
            .map(|(number, (choice, id))| Choice {
                id: format!("{id:02}-{number}").into(),
                ..choice
            })
            .collect()
    })
}

fn choice(now: Timestamp) -> impl Strategy<Value = Choice> {
    let scope = prop_oneof![
        1 => Just(Scope::Everywhere),
        2 => sample::select(&OFFICES[..]).prop_map(|office| Scope::Office(office.into())),
    ];
    // Often within the last hour, so that some fall on the same instant.
    let set_at = prop_oneof![4 => -96..=0_i64, 4 => -2..=0_i64, 1 => 0..96_i64]
        .prop_map(move |half_hours| in_half_hours(now, half_hours));
    let hold = prop_oneof![
        2 => Just(Hold::NextEdge),
        1 => Just(Hold::UntilChanged),
        3 => (-48..192_i64).prop_map(move |half_hours| Hold::Until(in_half_hours(now, half_hours))),
    ];
    let by = sample::select(&["ana", "dana"][..]);
    (scope, status(), set_at, hold, by).prop_map(|(scope, status, set_at, hold, by)| Choice {
        id: "".into(),
        scope,
        status,
        set_at,
        hold,
        by: by.into(),
    })
}

fn status() -> impl Strategy<Value = ChoiceStatus> {
    prop_oneof![
        3 => Just(ChoiceStatus::Available),
        2 => Just(ChoiceStatus::Away),
        1 => Just(ChoiceStatus::Offline),
        1 => Just(ChoiceStatus::FollowSchedule),
    ]
}

fn session(now: Timestamp) -> impl Strategy<Value = SessionFact> {
    let lease = prop_oneof![
        1 => (-120..=0_i64).prop_map(Duration::minutes),
        2 => (0..600_i64).prop_map(Duration::minutes),
        3 => (1..600_i64).prop_map(Duration::days),
    ];
    (lease, activity(now)).prop_map(move |(lease, activity)| SessionFact {
        id: "device".into(),
        lease_until: now + lease,
        activity,
    })
}

/// Some that overlap or touch, near now.
pub(crate) fn busy(now: Timestamp) -> impl Strategy<Value = Vec<Interval>> {
    let interval = (-8..16_i64, 1..6_i64).prop_map(move |(from, long)| Interval {
        from: in_half_hours(now, from),
        until: in_half_hours(now, from + long),
    });
    prop_oneof![1 => Just(Vec::new()), 2 => collection::vec(interval, 0..5)]
}

pub(crate) fn activity(now: Timestamp) -> impl Strategy<Value = Activity> {
    let since = (-24..6_i64).prop_map(move |steps| now + Duration::minutes(10 * steps));
    let lock = (-24..6_i64).prop_map(move |steps| now + Duration::minutes(10 * steps));
    prop_oneof![
        Just(Activity::Active),
        Just(Activity::Unknown),
        since.prop_map(|since| Activity::Idle { since }),
        lock.prop_map(|since| Activity::Locked { since }),
    ]
}

fn in_half_hours(now: Timestamp, half_hours: i64) -> Timestamp {
    now + Duration::minutes(30 * half_hours)
}
