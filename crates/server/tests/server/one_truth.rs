//! Case 16: for random facts, list, counter, stream and customers' page say the same as the rule book.

use std::{collections::BTreeMap, time::Duration};

use porchlight_core::{Busy, Facts, SessionFact, Timeline, resolve};
use porchlight_protocol::{Me, OfficePresence, Role, Schedule, Snapshot, Status};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use serde_json::{Value, json};

use crate::world::{Device, Events, World};

const ROUNDS: u64 = 60;

#[tokio::test]
async fn everything_that_the_server_says_agrees_with_the_rule_book() {
    let world = World::new().await;
    let names = ["ana", "ben", "carl"];
    let mut devices = Vec::new();
    for name in names {
        world
            .agent(name, &[("library", Role::Agent), ("desk", Role::Agent)])
            .await;
        devices.push(world.sign_in(name).await);
        devices.push(world.sign_in(name).await);
    }
    world
        .agent("dana", &[("library", Role::Admin), ("desk", Role::Admin)])
        .await;
    let dana = world.sign_in("dana").await;
    let mut stream = dana.events().await;
    let mut streamed = Streamed::of(stream.next_named("snapshot").await.data);
    let mut random = StdRng::seed_from_u64(2026);
    for round in 0..ROUNDS {
        for _ in 0..4 {
            let device = devices.choose(&mut random).unwrap();
            something_happens(&world, device, &dana, &mut random).await;
        }
        dana.report(json!({"state": "active"})).await;
        let marker = marker(&dana, round).await;
        streamed.follow(&mut stream, marker).await;

        let mut counters: BTreeMap<String, u32> = BTreeMap::new();
        let list = dana.offices().await;
        assert_eq!(
            list,
            streamed.offices(),
            "round {round}: the list and the stream"
        );
        for name in names {
            let own = devices
                .iter()
                .find(|device| world_of(device, &devices, name, &names))
                .unwrap();
            let me: Me = own.get("/v1/me").await.read();
            let expected = by_the_rule_book(&me, &world);
            for (office, status, cause, since) in expected {
                let shown = list.iter().find(|one| one.id.as_str() == office).unwrap();
                let agent = shown
                    .agents
                    .iter()
                    .find(|agent| agent.id.as_str() == name)
                    .unwrap();
                assert_eq!(
                    (agent.status, &agent.cause),
                    (status, &cause),
                    "round {round}: {name} in {office}"
                );
                if let Some(since) = since {
                    assert_eq!(
                        agent.since,
                        Some(since),
                        "round {round}: {name} in {office}"
                    );
                }
                *counters.entry(office).or_default() += u32::from(status == Status::Available);
            }
        }
        for office in &list {
            assert_eq!(
                office.available,
                counters[office.id.as_str()],
                "round {round}: the counter of {}",
                office.id
            );
        }
        let page = world.public("library").await;
        assert_eq!(
            page["agents_available"], counters["library"],
            "round {round}"
        );
        assert_eq!(page["online"], counters["library"] > 0, "round {round}");
    }
}

fn world_of(device: &Device, devices: &[Device], name: &str, names: &[&str]) -> bool {
    let index = devices
        .iter()
        .position(|other| other.session == device.session)
        .unwrap();
    names[index / 2] == name
}

async fn something_happens(world: &World, device: &Device, dana: &Device, random: &mut StdRng) {
    let now = world.now();
    let scopes = [
        json!("everywhere"),
        json!({"office": "library"}),
        json!({"office": "desk"}),
    ];
    let scope = scopes.choose(random).unwrap().clone();
    let status = *[
        "available",
        "available",
        "away",
        "offline",
        "follow_schedule",
    ]
    .choose(random)
    .unwrap();
    let until = now + chrono::Duration::minutes(random.random_range(1..240));
    let hold = [
        json!("next_edge"),
        json!("until_changed"),
        json!({"until": until}),
    ]
    .choose(random)
    .unwrap()
    .clone();
    let since = now - chrono::Duration::minutes(random.random_range(0..120));
    match random.random_range(0..12) {
        0..4 => {
            device.choose(scope, status, hold).await;
        }
        4 => {
            device
                .report(json!({"state": "idle", "since": since}))
                .await;
        }
        5 => {
            device
                .report(json!({"state": "locked", "since": since}))
                .await;
        }
        6 | 7 => device.report(json!({"state": "active"})).await,
        8 => device.goodbye().await,
        9 => {
            let start = random.random_range(0..24);
            let shifts = json!([{"days": ["mon", "tue", "sun"], "start": format!("{start:02}:15"), "end": format!("{:02}:45", (start + 5) % 24)}]);
            let schedule = if random.random_bool(0.2) {
                Value::Null
            } else {
                json!({"zone": "America/New_York", "shifts": shifts})
            };
            device.put_schedule(schedule).await;
        }
        10 => {
            dana.post("/v1/offices/library/away", json!({})).await.ok();
        }
        _ => {
            world
                .pass(Duration::from_secs(random.random_range(1..50)))
                .await;
        }
    }
}

/// What the rule book says, from nothing but what the agent herself is told.
fn by_the_rule_book(
    me: &Me,
    world: &World,
) -> Vec<(
    String,
    Status,
    porchlight_protocol::Cause,
    Option<porchlight_protocol::Timestamp>,
)> {
    let now = world.now();
    let timeline = |schedule: &Schedule| Timeline::new(schedule, now).unwrap();
    let facts = Facts {
        idle_after: chrono::Duration::seconds(
            i64::try_from(me.settings.idle_after_seconds()).unwrap(),
        ),
        offices: me.offices.iter().map(|office| office.id.clone()).collect(),
        choices: me.choices.clone(),
        schedule: me.schedule.as_ref().map(timeline),
        sessions: me
            .sessions
            .iter()
            .map(|session| SessionFact {
                id: session.id.clone(),
                lease_until: if session.live {
                    now + chrono::Duration::seconds(1)
                } else {
                    now
                },
                activity: session.activity,
            })
            .collect(),
        busy: Busy::new(&me.busy).unwrap(),
    };
    let resolution = resolve(&facts, now);
    // When the last device went is not told, so the instant of `no_device` cannot be compared.
    let known = |office: &porchlight_core::OfficeStatus| {
        office
            .since
            .filter(|_| office.cause != porchlight_protocol::Cause::NoDevice)
    };
    resolution
        .offices
        .iter()
        .map(|office| {
            (
                office.office.to_string(),
                office.status,
                office.cause.clone(),
                known(office),
            )
        })
        .collect()
}

async fn marker(dana: &Device, round: u64) -> u64 {
    let own = 60 + round;
    dana.put("/v1/me/settings", json!({"own_idle_after_seconds": own}))
        .await
        .ok();
    own
}

/// What a client knows that only ever read the stream.
struct Streamed {
    offices: Vec<OfficePresence>,
}

impl Streamed {
    fn of(snapshot: Value) -> Self {
        let snapshot: Snapshot = serde_json::from_value(snapshot).unwrap();
        Self {
            offices: snapshot.offices,
        }
    }

    async fn follow(&mut self, stream: &mut Events, marker: u64) {
        loop {
            let event = stream.next().await;
            match event.name.as_str() {
                "presence" => {
                    let change: porchlight_protocol::PresenceChange =
                        serde_json::from_value(event.data).unwrap();
                    let office = self
                        .offices
                        .iter_mut()
                        .find(|office| office.id == change.office)
                        .unwrap();
                    office.available = change.available;
                    let agent = office
                        .agents
                        .iter_mut()
                        .find(|agent| agent.id == change.agent.id)
                        .unwrap();
                    assert_ne!(*agent, change.agent, "only real changes are told");
                    *agent = change.agent;
                }
                "me" if event.data["settings"]["own_idle_after_seconds"] == marker => return,
                _ => {}
            }
        }
    }

    fn offices(&self) -> Vec<OfficePresence> {
        self.offices.clone()
    }
}
