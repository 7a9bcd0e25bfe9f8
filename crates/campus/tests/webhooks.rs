//! What webhooks are owed, hour by hour, without a network.

#![expect(
    clippy::unwrap_used,
    reason = "a test without what it needs has failed"
)]

use std::{collections::BTreeMap, time::Duration};

use porchlight_campus::{
    Now, State,
    edits::{Author, Edit, Issued},
    records::{Record, Revision, Snapshot, Write},
    webhooks::{Attempt, DispatchRecord, Limits, Outbox, Outcome, Secret},
};
use porchlight_protocol::{
    AgentPresence, AllOffices, Cause, Delivery, DeliveryState, NewWebhook, OfficePresence,
    PresenceChange, Role, Status, WebhookChange, WebhookEvent,
};

const SECOND: Duration = Duration::from_secs(1);

/// An outbox, what is kept of it, and the time.
struct Desk {
    limits: Limits,
    outbox: Outbox,
    kept: BTreeMap<String, Record>,
    facts: State,
    offices: BTreeMap<String, OfficePresence>,
    now: Now,
}

fn presence(status: Status) -> AgentPresence {
    AgentPresence {
        id: "ana".into(),
        name: "Ana".to_owned(),
        status,
        cause: Cause::Default,
        since: None,
    }
}

fn office(id: &str) -> OfficePresence {
    OfficePresence {
        id: id.into(),
        name: id.to_uppercase(),
        role: Role::Admin,
        available: 0,
        coverage: None,
        agents: vec![presence(Status::Offline)],
    }
}

impl Desk {
    /// A webhook for everything, of two offices in which Ana is Offline.
    fn new(limits: Limits) -> Self {
        let now = Now {
            wall: "2026-11-23T08:00:00Z".parse().unwrap(),
            steady: Duration::from_hours(1),
        };
        let mut desk = Self {
            limits,
            outbox: Outbox::new(limits, &[], now).0,
            kept: BTreeMap::new(),
            facts: State::default(),
            offices: ["desk", "library"]
                .map(|id| (id.to_owned(), office(id)))
                .into(),
            now,
        };
        desk.edit(|edit| {
            edit.add_office("desk", "Desk", true).unwrap();
            edit.add_office("library", "Library", true).unwrap();
            let new = NewWebhook {
                url: "https://example.org/hook".to_owned(),
                events: None,
                offices: Vec::new(),
                reason: None,
            };
            let issued = Issued {
                id: "a".to_owned(),
                secret: Secret("secret".to_owned()),
            };
            edit.add_webhook(&new, &issued).unwrap();
        });
        desk.follow();
        desk.keep();
        desk
    }

    fn edit(&mut self, make: impl FnOnce(&mut Edit)) {
        let author = Author::command_line("1");
        let mut edit = Edit::on(&self.facts, self.now.wall, author);
        make(&mut edit);
        let revision = Revision(self.facts.revision.0 + 1);
        self.facts = edit.kept(revision);
        self.outbox.set_webhooks(&self.facts, self.now);
    }

    fn follow(&mut self) {
        let all = AllOffices {
            revision: 1,
            server_time: self.now.wall,
            offices: self.offices.values().cloned().collect(),
        };
        self.outbox.everything(all, self.now);
    }

    fn set(&mut self, id: &str, status: Status) {
        let office = self.offices.get_mut(id).unwrap();
        office.agents = vec![presence(status)];
        office.available = u32::from(status == Status::Available);
        let change = PresenceChange {
            revision: 2,
            office: id.into(),
            available: office.available,
            agent: presence(status),
        };
        self.outbox.presence(change, self.now);
    }

    fn keep(&mut self) {
        for Write { key, value } in self.outbox.take_writes() {
            let record = Record {
                key: key.clone(),
                value: value.clone(),
                revision: Revision(9),
            };
            match value {
                Some(_) => drop(self.kept.insert(key, record)),
                None => drop(self.kept.remove(&key)),
            }
        }
    }

    /// The process is gone, with all that was not kept.
    fn crash(&mut self) {
        let (outbox, damaged) = Outbox::new(self.limits, self.kept.values(), self.now);
        assert_eq!(damaged, []);
        self.outbox = outbox;
        self.outbox.set_webhooks(&self.facts, self.now);
        self.follow();
    }

    fn start(&mut self) -> Vec<Attempt> {
        self.keep();
        self.outbox.start(self.now)
    }

    fn finish(&mut self, attempt: &Attempt, outcome: Outcome) {
        self.outbox
            .finished(&attempt.webhook, attempt.number, outcome, self.now, 0.5);
    }

    fn pass(&mut self, time: Duration) {
        self.now.steady += time;
        self.now.wall += time;
    }

    /// All that arrives by now, as `library agent.changed`.
    fn arrive(&mut self) -> Vec<String> {
        let mut arrived = Vec::new();
        loop {
            let attempts = self.start();
            if attempts.is_empty() {
                return arrived;
            }
            for attempt in attempts {
                self.finish(&attempt, Outcome::Arrived("Answered.".to_owned()));
                arrived.push(what(&attempt));
            }
        }
    }

    fn deliveries(&mut self) -> Vec<Delivery> {
        self.keep();
        let kept = self.kept.iter();
        let deliveries = kept.filter(|(key, _)| key.starts_with("delivery/"));
        let read = |record: &Record| serde_json::from_slice(record.value.as_ref().unwrap());
        deliveries
            .map(|(_, record)| read(record).unwrap())
            .collect()
    }
}

fn what(attempt: &Attempt) -> String {
    let payload: serde_json::Value = serde_json::from_slice(&attempt.body).unwrap();
    let office = payload["office"]["id"].as_str().unwrap_or("-");
    let status = payload["agent"]["status"].as_str();
    let online = payload["online"].as_bool().map(|online| online.to_string());
    let value = status.map(str::to_owned).or(online).unwrap_or_default();
    format!("{office} {} {value}", attempt.event.name())
}

fn failed() -> Outcome {
    Outcome::Failed("Answered 500.".to_owned())
}

#[test]
fn what_was_so_before_is_not_told_and_every_change_is() {
    let mut desk = Desk::new(Limits::default());
    assert_eq!(desk.arrive(), [""; 0]);
    desk.set("library", Status::Available);
    desk.set("library", Status::Away);
    assert_eq!(
        desk.arrive(),
        [
            "library agent.changed available",
            "library office.changed true",
            "library agent.changed away",
            "library office.changed false",
        ]
    );
}

#[test]
fn an_office_waits_for_what_was_before_and_others_do_not_wait_for_it() {
    let mut desk = Desk::new(Limits::default());
    desk.set("library", Status::Available);
    desk.set("desk", Status::Available);
    let first = desk.start();
    assert_eq!(first.len(), 2, "one of each office");
    let library = first.iter().find(|one| what(one).starts_with("library"));
    let library = library.unwrap().clone();
    desk.finish(&library, failed());
    for other in first.iter().filter(|one| one.number != library.number) {
        desk.finish(other, Outcome::Arrived(String::new()));
    }
    let next: Vec<_> = desk.start().iter().map(what).collect();
    assert_eq!(next, ["desk office.changed true"]);
    assert_eq!(desk.outbox.next_due(), Some(desk.now.steady + SECOND));
    desk.pass(SECOND);
    let again = desk.start();
    assert_eq!(
        again,
        std::slice::from_ref(&library),
        "the same once more, and before what came after"
    );
    desk.finish(&again[0], failed());
    assert_eq!(desk.outbox.next_due(), Some(desk.now.steady + 2 * SECOND));
}

#[test]
fn after_so_many_attempts_it_is_given_up_and_by_hand_it_is_sent_again_under_the_same_id() {
    let limits = Limits {
        attempts: 3,
        ..Limits::default()
    };
    let mut desk = Desk::new(limits);
    desk.set("library", Status::Available);
    let mut id = String::new();
    for _ in 0..3 {
        let attempt = desk.start().remove(0);
        id.clone_from(&attempt.id);
        desk.finish(&attempt, failed());
        desk.pass(Duration::from_hours(1));
    }
    let dead = desk.deliveries().remove(0);
    assert_eq!(
        (dead.state, dead.attempts, dead.last.as_deref()),
        (DeliveryState::Dead, 3, Some("Answered 500."))
    );
    assert_eq!(desk.arrive(), ["library office.changed true"]);
    let again = DispatchRecord::Again {
        number: dead.number,
    };
    let now = desk.now;
    desk.outbox.dispatch("a", "once", &again, Some(dead), now);
    let attempt = desk.start().remove(0);
    assert_eq!(attempt.id, id);
    desk.finish(&attempt, Outcome::Arrived(String::new()));
    assert!(
        desk.deliveries()
            .iter()
            .all(|one| one.state == DeliveryState::Delivered)
    );
}

#[test]
fn whenever_it_crashes_what_was_kept_is_sent_and_what_was_not_is_owed_again() {
    let mut desk = Desk::new(Limits::default());
    desk.set("library", Status::Available);
    desk.crash();
    assert_eq!(
        desk.arrive(),
        [
            "library agent.changed available",
            "library office.changed true"
        ],
        "it was noticed, and not kept"
    );
    desk.set("library", Status::Away);
    let under_way = desk.start();
    desk.crash();
    assert_eq!(
        desk.start(),
        under_way,
        "it may have arrived, and is sent again"
    );
    desk.crash();
    assert_eq!(desk.arrive().len(), 2);
    desk.crash();
    assert_eq!(desk.arrive(), [""; 0]);
}

#[test]
fn nothing_is_sent_before_it_is_kept() {
    let mut desk = Desk::new(Limits::default());
    desk.set("library", Status::Available);
    let now = desk.now;
    assert_eq!(desk.outbox.start(now), []);
    let writes = desk.outbox.take_writes();
    desk.outbox.put_back(writes);
    assert_eq!(desk.outbox.start(now), [], "the disk was full");
    assert_eq!(desk.start().len(), 1);
}

#[test]
fn who_is_owed_too_much_is_owed_the_newest() {
    let limits = Limits {
        owed: 10,
        dead: 5,
        ..Limits::default()
    };
    let mut desk = Desk::new(limits);
    for turn in 0..20 {
        desk.set("library", [Status::Available, Status::Away][turn % 2]);
    }
    let deliveries = desk.deliveries();
    let of = |state| deliveries.iter().filter(move |one| one.state == state);
    assert_eq!(of(DeliveryState::Pending).count(), 10);
    assert_eq!(
        of(DeliveryState::Dead).count(),
        5,
        "and no more are remembered"
    );
    let arrived = desk.arrive();
    assert_eq!(arrived.last().unwrap(), "library office.changed false");
}

#[test]
fn whoever_was_switched_off_is_told_the_difference_once_and_a_removed_one_leaves_nothing() {
    let mut desk = Desk::new(Limits::default());
    let active = |active| WebhookChange {
        active: Some(active),
        ..WebhookChange::default()
    };
    let none = Secret::default();
    desk.set("library", Status::Away);
    desk.edit(|edit| drop(edit.change_webhook("a", &active(false), &none).unwrap()));
    assert_eq!(desk.deliveries()[0].state, DeliveryState::Dead);
    desk.set("library", Status::Available);
    desk.set("library", Status::Offline);
    assert_eq!(desk.arrive(), [""; 0]);
    desk.edit(|edit| drop(edit.change_webhook("a", &active(true), &none).unwrap()));
    assert_eq!(desk.arrive(), ["library agent.changed offline"]);
    desk.edit(|edit| edit.remove_webhook("a").unwrap());
    desk.keep();
    assert_eq!(desk.kept, BTreeMap::new());
}

#[test]
fn for_a_day_after_it_was_rotated_both_secrets_sign() {
    let mut desk = Desk::new(Limits::default());
    let change = WebhookChange {
        rotate_secret: true,
        ..WebhookChange::default()
    };
    let new = Secret("new".to_owned());
    desk.edit(|edit| drop(edit.change_webhook("a", &change, &new).unwrap()));
    let secrets = |desk: &Desk| desk.facts.webhook("a").unwrap().secrets(desk.now.wall);
    assert_eq!(secrets(&desk), [new.clone(), Secret("secret".to_owned())]);
    desk.pass(Duration::from_hours(24));
    assert_eq!(secrets(&desk), [new]);
}

#[test]
fn addresses_and_events_that_make_no_sense_are_refused() {
    let mut desk = Desk::new(Limits::default());
    let events = |events: &[WebhookEvent]| Some(events.to_vec());
    desk.edit(|edit| {
        for (url, events, offices) in [
            ("ftp://example.org", None, vec![]),
            ("https://", None, vec![]),
            ("https://ana:secret@example.org/", None, vec![]),
            ("https://example.org/a b", None, vec![]),
            ("https://example.org/", events(&[]), vec![]),
            (
                "https://example.org/",
                events(&[WebhookEvent::Ping]),
                vec![],
            ),
            ("https://example.org/", None, vec!["nowhere".into()]),
        ] {
            let new = NewWebhook {
                url: url.to_owned(),
                events,
                offices,
                reason: None,
            };
            assert!(
                edit.add_webhook(&new, &Issued::default()).is_err(),
                "{new:?}"
            );
        }
        assert!(edit.is_empty());
    });
    let snapshot = Snapshot::default();
    assert_eq!(State::new(&snapshot, desk.now.wall).webhooks().count(), 0);
}
