//! The campus in virtual time: one queue of events, and everybody whom they happen to.

mod acts;
mod administrators;
mod checks;
mod elsewhere;
mod event;
mod host;
mod notices;
mod store;
mod truth;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use porchlight_campus::records::{
    AgentRecord, Key, MemberRecord, OfficeRecord, OrganizationRecord, ScheduleRecord,
};

use crate::{
    disk::Disk,
    machine::{Machine, MachineEvent},
    mutation::Mutation,
    observer::{Kind, Observer, Sums, Violation},
    page::Page,
    script::{Dice, Script, dice},
    time::{HOUR, Millis, spoken},
    wire::Connection,
};

use administrators::Acts;
pub(crate) use elsewhere::email;
pub(crate) use event::Event;
use host::Server;
pub(crate) use notices::ShownNotice;

/// Tells a line of the story, if anybody listens.
macro_rules! say {
    ($world:expr, $($words:tt)*) => {
        if $world.story.is_some() {
            let line = format!($($words)*);
            $world.tell(line);
        }
    };
}
pub(crate) use say;

pub(crate) struct World {
    pub script: Script,
    pub now: Millis,
    /// By time, and by the order in which they were put in; the events themselves lie in places that are used again.
    queue: BinaryHeap<Reverse<(Millis, u64, usize)>>,
    events_to_come: Vec<Option<Event>>,
    free: Vec<usize>,
    nth: u64,
    connections: Connection,
    /// Signs of life that were under way when an app crashed, and from which machine.
    pub last_words: BTreeMap<Connection, usize>,
    pub dice: Dice,
    /// For what people answer to notifications: drawn apart, so that all else in a seed stays what it was.
    pub answers_dice: Dice,
    pub machines: Vec<Machine>,
    pub server: Server,
    pub disk: Disk,
    pub pages: Vec<Page>,
    pub observer: Observer,
    truth_turns: Vec<u64>,
    acts: Acts,
    pub story: Option<Vec<(Millis, String)>>,
    /// Ends with the first violation of this kind.
    stop_at: Option<Kind>,
    events: u64,
    mutation: Option<Mutation>,
}

/// What a run came to.
#[derive(Debug)]
pub struct Outcome {
    pub sums: Sums,
    pub violations: Vec<Violation>,
    pub story: Vec<(Millis, String)>,
    pub events: u64,
}

impl World {
    pub(crate) fn new(
        script: &Script,
        story: bool,
        stop_at: Option<Kind>,
        mutation: Option<Mutation>,
    ) -> Self {
        let seed = script.seed;
        let machines = script.machines.iter().enumerate();
        let machines = machines
            .map(|(place, plan)| Machine::new(plan.clone(), dice(seed, 10_000 + place as u64)));
        let mut world = Self {
            now: 0,
            queue: BinaryHeap::new(),
            events_to_come: Vec::new(),
            free: Vec::new(),
            nth: 0,
            connections: 0,
            last_words: BTreeMap::new(),
            dice: dice(seed, 5),
            answers_dice: dice(seed, 30),
            machines: machines.collect(),
            server: Server {
                process: None,
                frozen: false,
                clock: script.server_clock,
                run: 0,
                timer: 0,
                dark: false,
                backlog: Vec::new(),
                published_at: 0,
            },
            disk: Disk::default(),
            pages: script.offices.iter().cloned().map(Page::new).collect(),
            observer: Observer::new(script.agents.iter().map(|agent| agent.id.clone()).collect()),
            acts: Acts::default(),
            truth_turns: vec![0; script.agents.len()],
            story: story.then(Vec::new),
            stop_at,
            events: 0,
            mutation,
            script: script.clone(),
        };
        world.disk.never_syncs = mutation == Some(Mutation::AcknowledgeBeforeSync);
        world.set_up();
        world
    }

    /// Lives through the script.
    pub(crate) fn run(mut self) -> Outcome {
        for place in 0..self.script.items.len() {
            let at = self.script.items[place].at;
            self.at(at, Event::Begins(place));
        }
        for page in 0..self.pages.len() {
            self.at(0, Event::PageConnects { page });
        }
        self.at(HOUR, Event::Look);
        self.server_starts();
        let end = self.script.length;
        while let Some(Reverse((at, _, place))) = self.queue.pop() {
            if at > end || self.has_seen_enough() {
                break;
            }
            let Some(event) = self.events_to_come[place].take() else {
                continue;
            };
            self.free.push(place);
            self.now = at;
            self.events += 1;
            self.handle_event(event);
        }
        self.finish()
    }

    fn has_seen_enough(&self) -> bool {
        let violations = &self.observer.violations;
        !violations.is_empty()
            && self
                .stop_at
                .is_some_and(|kind| violations.iter().any(|violation| violation.kind == kind))
    }

    pub(super) fn finish(mut self) -> Outcome {
        self.look_for_acknowledged();
        self.observer.finish(self.now);
        Outcome {
            sums: self.observer.sums,
            violations: self.observer.violations,
            story: self.story.unwrap_or_default(),
            events: self.events,
        }
    }

    pub(crate) fn tell(&mut self, line: String) {
        let now = self.now;
        if let Some(story) = &mut self.story {
            story.push((now, line));
        }
    }

    pub(crate) fn at(&mut self, at: Millis, event: Event) {
        self.nth += 1;
        let place = self.free.pop().unwrap_or_else(|| {
            self.events_to_come.push(None);
            self.events_to_come.len() - 1
        });
        self.events_to_come[place] = Some(event);
        self.queue
            .push(Reverse((at.max(self.now), self.nth, place)));
    }

    pub(crate) fn on_machine(&mut self, machine: usize, at: Millis, event: MachineEvent) {
        self.at(at, Event::Machine { machine, event });
    }

    pub(crate) fn next_connection(&mut self) -> Connection {
        self.connections += 1;
        self.connections
    }

    fn set_up(&mut self) {
        let wall = self.server.clock.wall(0);
        let mut changes = Vec::new();
        let organization = OrganizationRecord {
            idle_after_seconds: self.script.idle_after_seconds,
        };
        changes.extend(self.disk.put(&Key::Organization, &organization));
        for office in &self.script.offices {
            let record = OfficeRecord {
                name: office.0.clone(),
                public: true,
                ..OfficeRecord::default()
            };
            changes.extend(self.disk.put(&Key::Office(office.clone()), &record));
        }
        for agent in &self.script.agents {
            let record = AgentRecord {
                name: agent.id.0.clone(),
                email: email(agent.id.as_str()),
                ..AgentRecord::default()
            };
            changes.extend(self.disk.put(&Key::Agent(agent.id.clone()), &record));
            for (office, role) in &agent.offices {
                let key = Key::Member(self.script.offices[*office].clone(), agent.id.clone());
                changes.extend(self.disk.put(&key, &MemberRecord { role: *role }));
            }
            if let Some(schedule) = &agent.schedule {
                let record = ScheduleRecord {
                    schedule: Some(schedule.clone()),
                };
                changes.extend(self.disk.put(&Key::Schedule(agent.id.clone()), &record));
            }
        }
        self.observer.kept(&changes, wall);
    }
}

/// An instant of a story as people read it.
pub fn when(script: &Script, at: Millis) -> String {
    spoken(script.start, at)
}
