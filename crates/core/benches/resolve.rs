//! What deciding costs: the server resolves every agent at every change.
#![expect(
    clippy::expect_used,
    reason = "without its facts there is nothing to measure"
)]

use std::hint::black_box;

use chrono::Duration;
use criterion::{Criterion, criterion_group, criterion_main};
use porchlight_core::{Busy, Facts, SessionFact, Timeline, compact, resolve};
use porchlight_protocol::{
    Activity, Choice, ChoiceStatus, Hold, OfficeId, Schedule, Scope, Timestamp,
};
use serde_json::json;

criterion_group!(benches, deciding, preparing);
criterion_main!(benches);

fn deciding(criterion: &mut Criterion) {
    let facts = facts();
    criterion.bench_function(
        "resolve 10 offices, 20 choices, a full schedule",
        |bencher| {
            bencher.iter(|| resolve(black_box(&facts), black_box(now())));
        },
    );

    let compacted = Facts {
        choices: compact(facts.choices.clone()),
        ..facts.clone()
    };
    criterion.bench_function(
        "resolve 10 offices, compacted choices, a full schedule",
        |bencher| {
            bencher.iter(|| resolve(black_box(&compacted), black_box(now())));
        },
    );

    let tracked = Facts {
        choices: Vec::new(),
        ..facts
    };
    criterion.bench_function(
        "resolve 10 offices, no choices, a full schedule",
        |bencher| {
            bencher.iter(|| resolve(black_box(&tracked), black_box(now())));
        },
    );
}

fn preparing(criterion: &mut Criterion) {
    let schedule = schedule();
    criterion.bench_function("prepare a full schedule", |bencher| {
        bencher.iter(|| Timeline::new(black_box(&schedule), black_box(now())));
    });
}

fn now() -> Timestamp {
    "2026-11-23T16:59:30Z".parse().expect("an instant")
}

/// Ten offices with a choice each and ten everywhere, all kinds of hold, and three devices.
fn facts() -> Facts {
    let now = now();
    let office = |number: i64| OfficeId(format!("office-{number}"));
    let choices = (0..20).map(|number| Choice {
        id: format!("0193-{number:02}").into(),
        scope: if number < 10 {
            Scope::Everywhere
        } else {
            Scope::Office(office(number - 10))
        },
        status: match number % 3 {
            0 => ChoiceStatus::Available,
            1 => ChoiceStatus::Away,
            _ => ChoiceStatus::Offline,
        },
        set_at: now - Duration::minutes(21 - number),
        hold: match number % 4 {
            0 => Hold::NextEdge,
            1 => Hold::UntilChanged,
            _ => Hold::Until(now + Duration::minutes(number)),
        },
        by: "ana".into(),
    });
    let sessions = (0..3).map(|number| SessionFact {
        id: format!("session-{number}").into(),
        lease_until: now + Duration::seconds(20 + number),
        activity: match number {
            0 => Activity::Active,
            _ => Activity::Idle {
                since: now - Duration::minutes(50 * number),
            },
        },
    });
    Facts {
        idle_after: Duration::minutes(60),
        offices: (0..10).map(office).collect(),
        choices: choices.collect(),
        schedule: Some(Timeline::new(&schedule(), now).expect("a schedule")),
        sessions: sessions.collect(),
        busy: Busy::default(),
    }
}

/// Around the clock in several shifts with short breaks between, many dated exceptions, and weeks of time off.
fn schedule() -> Schedule {
    let all = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let shift = |start: &str, end: &str| json!({ "days": all, "start": start, "end": end });
    let dates = (1..=28).map(|day| {
        (
            format!("2027-02-{day:02}"),
            json!([{ "start": "08:00", "end": "12:00" }, { "start": "11:00", "end": "15:30" }]),
        )
    });
    let time_off = (1..=12).map(|month| {
        json!({
            "from": format!("2027-{month:02}-10T00:00:00Z"),
            "until": format!("2027-{month:02}-14T00:00:00Z"),
        })
    });
    serde_json::from_value(json!({
        "zone": "America/New_York",
        "shifts": [
            shift("00:00", "05:45"),
            shift("06:00", "11:45"),
            shift("12:00", "17:45"),
            shift("16:00", "20:00"),
            shift("22:00", "03:00"),
        ],
        "dates": dates.collect::<serde_json::Map<_, _>>(),
        "time_off": time_off.collect::<Vec<_>>(),
    }))
    .expect("a schedule")
}
