//! The campus in virtual time: one queue of events, and everybody whom they happen to.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
};

use porchlight_campus::{
    CommitFailure,
    records::{
        AgentRecord, Commit, Key, MemberRecord, OfficeRecord, OrganizationRecord, Record,
        ScheduleRecord,
    },
};
use porchlight_core::{
    SessionFact,
    intent::{Holding, Intent},
    view::{BannerKind, LinkState, Look},
};
use porchlight_protocol::{
    Activity, Cause as Why, ChoiceId, ChoiceStatus, OfficeId, SessionId, SignIn, SignedIn, Status,
};
use rand::Rng as _;

use crate::{
    disk::{Disk, UnderWay},
    machine::{Machine, MachineEvent, email},
    observer::{Cause, GRACE, Kind, Observer, Sums, Trouble, Violation},
    page::Page,
    script::{Dice, DiskTrouble, Edit, PathTrouble, Script, What, dice},
    server::{Arrival, Peer, Process, Sent, Turn},
    time::{Clock, HOUR, MINUTE, Millis, SECOND, spoken},
    wire::{Connection, HttpRequest, Route, to_json},
};

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

/// How long another process may hold the lock before the store gives up.
const BUSY: Millis = 10 * SECOND;
/// How long after it broke off the tray may still look connected: three keep-alives.
const TRAY: Millis = 47 * SECOND;
/// A drop is looked at after this, and only where the app was connected for as long before.
const FLICKER: Millis = 2 * SECOND;
/// How long a network may answer in the server's place before the tray says so.
const TRAY_PORTAL: Millis = 75 * SECOND;

/// Something that happens.
#[derive(Debug)]
pub(crate) enum Event {
    Begins(usize),
    Ends(usize),
    Machine {
        machine: usize,
        event: MachineEvent,
    },
    /// Something reaches the server's host.
    Arrives(Arrival),
    ServerTime {
        run: u32,
        timer: u64,
    },
    DiskApplies {
        run: u32,
    },
    DiskFinishes {
        run: u32,
    },
    ServerStarts,
    /// A kernel gives up on a connection to a machine that is silent.
    Dies {
        machine: usize,
        connection: Connection,
    },
    Elsewhere {
        agent: usize,
        connection: Connection,
        sent: Sent,
    },
    ElsewhereLeaves {
        connection: Connection,
    },
    Page {
        page: usize,
        connection: Connection,
        sent: Option<Sent>,
    },
    PageConnects {
        page: usize,
    },
    PageChecked {
        office: OfficeId,
    },
    Truth {
        agent: usize,
        turn: u64,
    },
    Look,
    TrayChecked {
        item: usize,
    },
    FlickerChecked {
        item: usize,
    },
    Unattended {
        machine: usize,
        input: Millis,
    },
    Sits {
        machine: usize,
    },
    WatchedSoon {
        run: u32,
    },
}

/// The server's host.
pub(crate) struct Server {
    pub process: Option<Process>,
    pub frozen: bool,
    pub clock: Clock,
    run: u32,
    timer: u64,
    /// The host itself is off, so nobody refuses connections.
    dark: bool,
    /// What arrived while the process stood still.
    backlog: Vec<Arrival>,
}

pub(crate) struct World {
    pub script: Script,
    pub now: Millis,
    /// By time, and by the order in which they were put in; the events themselves lie in places that are used again.
    queue: BinaryHeap<Reverse<(Millis, u64, usize)>>,
    events_to_come: Vec<Option<Event>>,
    free: Vec<usize>,
    nth: u64,
    connections: Connection,
    pub dice: Dice,
    pub machines: Vec<Machine>,
    pub server: Server,
    pub disk: Disk,
    pub pages: Vec<Page>,
    pub observer: Observer,
    truth_turns: Vec<u64>,
    pub story: Option<Vec<(Millis, String)>>,
    /// Ends with the first violation of this kind.
    stop_at: Option<Kind>,
    events: u64,
    mutation: Option<Mutation>,
}

/// A bug of the models' own, to show that it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutation {
    /// The store acknowledges before anything is synced.
    AcknowledgeBeforeSync,
    /// The server forgets to look up what was answered to a choice before.
    ForgetAnswers,
    /// Streams are not told of one event in twenty.
    LoseEvents,
    /// Streams that close are never noticed.
    IgnoreClosedStreams,
}

impl std::str::FromStr for Mutation {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Ok(match name {
            "early-acknowledge" => Self::AcknowledgeBeforeSync,
            "forget-answers" => Self::ForgetAnswers,
            "lose-events" => Self::LoseEvents,
            "ignore-closed-streams" => Self::IgnoreClosedStreams,
            _ => return Err(format!("There is no mutation called `{name}`.")),
        })
    }
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
            dice: dice(seed, 5),
            machines: machines.collect(),
            server: Server {
                process: None,
                frozen: false,
                clock: script.server_clock,
                run: 0,
                timer: 0,
                dark: false,
                backlog: Vec::new(),
            },
            disk: Disk::default(),
            pages: script.offices.iter().cloned().map(Page::new).collect(),
            observer: Observer::new(script.agents.iter().map(|agent| agent.id.clone()).collect()),
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
            self.happen(event);
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

    fn finish(mut self) -> Outcome {
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
            };
            changes.extend(self.disk.put(&Key::Office(office.clone()), &record));
        }
        for agent in &self.script.agents {
            let record = AgentRecord {
                name: agent.id.0.clone(),
                email: email(agent.id.as_str()),
                owner: false,
                own_idle_after_seconds: None,
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

    fn happen(&mut self, event: Event) {
        match event {
            Event::Begins(item) => self.begins(item),
            Event::Ends(item) => self.ends(item),
            Event::Machine { machine, event } => self.machine_event(machine, event),
            Event::Arrives(arrival) => self.arrives(arrival),
            Event::ServerTime { run, timer } => {
                if self.server.run == run && self.server.timer == timer && !self.server.frozen {
                    self.turn(vec![Arrival::Time]);
                }
            }
            Event::DiskApplies { run } => {
                if self.server.run == run {
                    self.disk.apply();
                }
            }
            Event::DiskFinishes { run } => self.disk_finishes(run),
            Event::ServerStarts => self.server_starts(),
            Event::Dies {
                machine,
                connection,
            } => {
                if !self.machines[machine].is_on() {
                    self.arrives(Arrival::Closed { connection });
                }
            }
            Event::Elsewhere {
                agent,
                connection,
                sent,
            } => self.elsewhere(agent, connection, &sent),
            Event::ElsewhereLeaves { connection } => self.arrives(Arrival::Closed { connection }),
            Event::Page {
                page,
                connection,
                sent,
            } => self.page_hears(page, connection, sent),
            Event::PageConnects { page } => self.page_connects(page),
            Event::PageChecked { office } => self.check_page(&office),
            Event::Truth { agent, turn } => {
                if self.truth_turns[agent] == turn {
                    self.truth(agent, Cause::Clock);
                }
            }
            Event::Look => {
                self.look();
                let next = self.now + HOUR + self.dice.random_range(0..10 * MINUTE);
                self.at(next, Event::Look);
            }
            Event::TrayChecked { item } => self.check_tray(item),
            Event::FlickerChecked { item } => self.check_flicker(item),
            Event::Sits { machine } => self.sit_down(machine),
            Event::Unattended { machine, input } => self.unattended(machine, input),
            Event::WatchedSoon { run } => {
                if self.server.run == run {
                    self.arrives(Arrival::Watched);
                }
            }
        }
    }

    fn begins(&mut self, place: usize) {
        let item = self.script.items[place].clone();
        if item.until > item.at {
            self.at(item.until, Event::Ends(place));
        }
        match item.what {
            What::PowerOn { machine } => self.power_on(machine),
            What::PowerOff { machine } => self.power_off(machine),
            What::Vanish { machine } => self.vanish(machine),
            What::Suspend { machine, said } => self.suspend(machine, said),
            What::Resume { machine, said } => self.resume(machine, said),
            What::SitDown { machine } => self.sit_down(machine),
            What::StandUp { machine } => self.stand_up(machine),
            What::Lock { machine } => self.lock(machine),
            What::Unlock { machine, said } => self.unlock(machine, said),
            What::StartApp { machine } => self.start_app(machine),
            What::QuitApp { machine } => self.quit_app(machine),
            What::CrashApp { machine } => self.crash_app(machine),
            What::Choose {
                machine,
                office,
                status,
                hold,
            } => self.choose(machine, office, status, hold),
            What::EditSchedule { machine, schedule } => {
                if let Some(view) = self
                    .view(machine)
                    .filter(|view| view.link.state == LinkState::Connected)
                {
                    self.ask(
                        machine,
                        Intent::SaveSchedule {
                            schedule,
                            etag: view.schedule.etag,
                        },
                    );
                }
            }
            What::OwnIdleAfter { machine, seconds } => {
                self.ask(machine, Intent::SaveIdleAfter { seconds });
            }
            What::SetAway {
                machine,
                office,
                agent,
            } => {
                let office = self.script.offices[office].clone();
                let agent = agent.map(|agent| self.script.agents[agent].id.clone());
                self.ask(
                    machine,
                    Intent::SetAway {
                        office,
                        agent,
                        reason: None,
                    },
                );
            }
            What::SignOut { machine } => self.sign_out(machine),
            What::SetClock { machine, by } => {
                let agent = self.machines[machine].plan.agent;
                self.set_clock(machine, by);
                self.observer.begin(Trouble::Clock { agent }, self.now);
                self.observer
                    .end(Trouble::Clock { agent }, self.now + 30 * SECOND);
            }
            What::IdleFails { machine } => {
                say!(
                    self,
                    "the idle time of {} cannot be read",
                    self.machines[machine].plan.name
                );
                self.machines[machine].idle_fails = true;
                let agent = self.machines[machine].plan.agent;
                self.observer.begin(Trouble::Idle { agent }, self.now);
            }
            What::HomeHangs { machine } => {
                say!(
                    self,
                    "the home directory of {} does not answer",
                    self.machines[machine].plan.name
                );
                self.machines[machine].home_hangs_until = item.until;
            }
            What::SignInElsewhere { agent } => self.sign_in_elsewhere(agent),
            What::Path { machine, trouble } => {
                self.path_breaks(place, machine, trouble, item.until);
            }
            What::Disk { trouble } => {
                say!(self, "the server's disk: {trouble:?}");
                self.disk.trouble = Some(trouble);
                self.observer.begin(Trouble::Disk, self.now);
            }
            What::KillServer { power } => self.kill_server(power, item.until),
            What::FreezeServer => self.freeze_server(),
            What::SetServerClock { by } => self.set_server_clock(by),
            What::Edit(edit) => self.edit(&edit),
        }
    }

    fn ends(&mut self, place: usize) {
        let now = self.now;
        match self.script.items[place].what.clone() {
            What::IdleFails { machine } => {
                self.machines[machine].idle_fails = false;
                let agent = self.machines[machine].plan.agent;
                self.observer.end(Trouble::Idle { agent }, now);
            }
            What::Path { machine, trouble } => {
                if self.machines[machine].path != Some((trouble, self.script.items[place].until)) {
                    return;
                }
                say!(
                    self,
                    "the network of {} is well again",
                    self.machines[machine].plan.name
                );
                self.machines[machine].path = None;
                let agent = self.machines[machine].plan.agent;
                self.observer.end(
                    Trouble::Path {
                        agent,
                        cuts: cuts(trouble),
                    },
                    now,
                );
                self.truth(agent, Cause::NetworkBack);
            }
            What::Disk { .. } => {
                say!(self, "the server's disk is well again");
                self.disk.trouble = None;
                self.observer.end(Trouble::Disk, now);
            }
            What::FreezeServer => self.thaw_server(),
            _ => {}
        }
    }

    fn choose(
        &mut self,
        machine: usize,
        office: Option<usize>,
        status: ChoiceStatus,
        hold: Holding,
    ) {
        let offices = office
            .map(|office| self.script.offices[office].clone())
            .into_iter()
            .collect();
        self.ask(
            machine,
            Intent::Choose {
                offices,
                status,
                hold,
            },
        );
    }

    fn path_breaks(&mut self, place: usize, machine: usize, trouble: PathTrouble, until: Millis) {
        let now = self.now;
        let agent = self.machines[machine].plan.agent;
        if let Some((before, _)) = self.machines[machine].path {
            if trouble == PathTrouble::HalfOpen {
                // An attempt to be back that is made in it waits in vain, however short it is.
                let waits = Trouble::Path { agent, cuts: false };
                self.observer.begin(waits, now);
                self.observer.end(waits, until);
            }
            self.observer.end(
                Trouble::Path {
                    agent,
                    cuts: cuts(before),
                },
                now,
            );
        }
        say!(
            self,
            "the network of {} for {} s: {trouble:?}",
            self.machines[machine].plan.name,
            (until - now) / SECOND
        );
        self.machines[machine].path = Some((trouble, until));
        self.observer.begin(
            Trouble::Path {
                agent,
                cuts: cuts(trouble),
            },
            now,
        );
        match trouble {
            PathTrouble::Cut => self.reset_connections(machine),
            PathTrouble::HalfOpen => self.watch_silence(machine),
            _ => {}
        }
        let connected = self.machines[machine].connected_for(now) > FLICKER;
        if trouble == PathTrouble::Cut && until - now < GRACE && connected {
            self.at(
                now + (until - now).min(FLICKER),
                Event::FlickerChecked { item: place },
            );
        }
        let check = match trouble {
            PathTrouble::Cut | PathTrouble::HalfOpen => Some(TRAY),
            PathTrouble::Redirected | PathTrouble::Portal => Some(TRAY_PORTAL),
            _ => None,
        };
        if let Some(after) = check.filter(|after| now + after < until) {
            self.at(now + after, Event::TrayChecked { item: place });
        }
        self.truth(agent, Cause::NetworkLost);
    }

    /// The tray must not look connected while it is not.
    fn check_tray(&mut self, item: usize) {
        let What::Path { machine, trouble } = self.script.items[item].what else {
            return;
        };
        let still = self.machines[machine].path == Some((trouble, self.script.items[item].until));
        if !still || !self.machines[machine].is_on() || self.server.process.is_none() {
            return;
        }
        let began = self.script.items[item].at;
        let agent = self.machines[machine].plan.agent;
        if self.machines[machine].awake_since() > began {
            return;
        }
        let Some(view) = self.view(machine) else {
            return;
        };
        if view.me.is_some() && view.look != Look::NotConnected {
            self.observer.sums.tray_lies += 1;
            let text = format!(
                "the tray of {} looks {:?} {} s after {trouble:?}",
                self.machines[machine].plan.name,
                view.look,
                (self.now - began) / SECOND
            );
            self.observer.violate(Kind::Tray, began, Some(agent), text);
        }
    }

    /// Nobody is told of a drop that is over before customers could see it.
    fn check_flicker(&mut self, item: usize) {
        let What::Path { machine, .. } = self.script.items[item].what else {
            return;
        };
        let began = self.script.items[item].at;
        let undisturbed = self.machines[machine].is_on()
            && self.machines[machine].awake_since() < began
            && self.server.process.is_some();
        let Some(view) = self
            .view(machine)
            .filter(|view| undisturbed && view.me.is_some())
        else {
            return;
        };
        if view.look == Look::NotConnected {
            let agent = self.machines[machine].plan.agent;
            self.observer.sums.tray_lies += 1;
            let text = format!(
                "the tray of {} says \"not connected\" because of a drop of {} ms",
                self.machines[machine].plan.name,
                self.now - began
            );
            self.observer.violate(Kind::Tray, began, Some(agent), text);
        }
    }

    // The server's host.

    fn server_starts(&mut self) {
        let now = self.now;
        self.server.run += 1;
        self.server.dark = false;
        if self.server.run > 1 {
            say!(self, "the server starts again");
        }
        self.look_for_acknowledged();
        let wall = self.server.clock.wall(now);
        self.observer.kept = porchlight_campus::State::new(&self.disk.snapshot(), wall);
        self.disk.take_unseen();
        self.server.process = Some(Process::start(
            &self.disk,
            self.server.clock,
            now,
            self.server.run,
        ));
        self.observer.end(Trouble::ServerDown, now);
        for agent in 0..self.script.agents.len() {
            self.truth(agent, Cause::Edit);
        }
        self.observer.server_up = true;
        self.compare_published(Some(Cause::ServerStarted));
        self.turn(vec![Arrival::Time]);
    }

    fn kill_server(&mut self, power: bool, until: Millis) {
        let now = self.now;
        if self.server.process.is_none() {
            return;
        }
        say!(
            self,
            "the server {}",
            if power {
                "loses its power"
            } else {
                "is killed"
            }
        );
        self.server.process = None;
        self.server.frozen = false;
        self.server.backlog.clear();
        self.server.dark = power;
        self.server.run += 1;
        self.disk.crash(power);
        self.observer.server_gone(now);
        self.observer.begin(Trouble::ServerDown, now);
        self.at(until, Event::ServerStarts);
        for machine in 0..self.machines.len() {
            if power {
                self.watch_silence(machine);
            } else {
                self.server_resets(machine);
            }
        }
        for page in 0..self.pages.len() {
            if let Some(connection) = self.pages[page].connection {
                self.at(
                    now + 20,
                    Event::Page {
                        page,
                        connection,
                        sent: None,
                    },
                );
            }
        }
    }

    fn freeze_server(&mut self) {
        if self.server.process.is_none() || self.server.frozen {
            return;
        }
        say!(self, "the server stands still");
        self.server.frozen = true;
        self.observer.begin(Trouble::ServerFrozen, self.now);
        for machine in 0..self.machines.len() {
            self.watch_silence(machine);
        }
    }

    fn thaw_server(&mut self) {
        if !self.server.frozen {
            return;
        }
        say!(self, "the server goes on");
        self.server.frozen = false;
        self.observer.end(Trouble::ServerFrozen, self.now);
        let backlog = std::mem::take(&mut self.server.backlog);
        self.turn(backlog);
    }

    fn set_server_clock(&mut self, by: Millis) {
        say!(self, "the server's clock is set by {} s", by / SECOND);
        self.server.clock.offset += by;
        let clock = self.server.clock;
        if let Some(process) = &mut self.server.process {
            process.set_clock(clock);
        }
        self.observer.begin(Trouble::ServerClock, self.now);
        self.observer.end(Trouble::ServerClock, self.now);
        for agent in 0..self.script.agents.len() {
            self.truth(agent, Cause::Clock);
        }
    }

    pub(crate) fn arrives(&mut self, arrival: Arrival) {
        if self.server.process.is_none() {
            if let Arrival::Request {
                connection, peer, ..
            } = arrival
            {
                self.nobody_listens(connection, peer);
            }
            return;
        }
        if self.mutation == Some(Mutation::IgnoreClosedStreams)
            && matches!(arrival, Arrival::Closed { .. })
        {
            return;
        }
        if self.server.frozen {
            self.server.backlog.push(arrival);
            return;
        }
        self.turn(vec![arrival]);
    }

    fn nobody_listens(&mut self, connection: Connection, peer: Peer) {
        if let Peer::Page { page } = peer {
            self.at(
                self.now + 20,
                Event::Page {
                    page,
                    connection,
                    sent: None,
                },
            );
        }
        if self.server.dark {
            return;
        }
        if let Peer::App { machine, run } = peer {
            self.refuse_connection(machine, run, connection);
        }
    }

    fn turn(&mut self, arrivals: Vec<Arrival>) {
        let now = self.now;
        let Some(process) = &mut self.server.process else {
            return;
        };
        let Turn {
            sent,
            acknowledged,
            refused,
            published,
            pages,
            commit,
            next,
        } = process.turn(
            arrivals,
            &mut self.disk,
            now,
            self.mutation == Some(Mutation::ForgetAnswers),
        );
        if published {
            self.compare_published(None);
        }
        for office in pages {
            self.at(now + 2 * SECOND, Event::PageChecked { office });
        }
        for acknowledged in acknowledged {
            self.observer.acknowledge(acknowledged, now);
        }
        for (agent, choice) in refused {
            let kept = self
                .disk
                .get(&Key::Asked(agent.clone(), choice.clone()))
                .is_some();
            self.observer.refused(&agent, &choice, kept, now);
        }
        for (peer, connection, sent) in sent {
            if self.mutation == Some(Mutation::LoseEvents)
                && matches!(sent, Sent::Chunk(_))
                && self.dice.random_bool(0.05)
            {
                continue;
            }
            match peer {
                Peer::App { machine, run } => self.downlink(machine, run, connection, sent),
                Peer::Elsewhere { agent } => self.at(
                    now + 20,
                    Event::Elsewhere {
                        agent,
                        connection,
                        sent,
                    },
                ),
                Peer::Page { page } => self.page_downlink(page, connection, sent),
            }
        }
        if let Some(commit) = commit {
            self.commit(commit);
        }
        self.server.timer += 1;
        if let Some(next) = next {
            let (run, timer) = (self.server.run, self.server.timer);
            self.at(next, Event::ServerTime { run, timer });
        }
    }

    fn commit(&mut self, commit: Commit) {
        let now = self.now;
        let run = self.server.run;
        let quick = if self.dice.random_ratio(1, 50) {
            30
        } else {
            self.dice.random_range(1..4)
        };
        let (applies, ends, written, takes) = match self.disk.trouble {
            None => (now + 1, Ok(()), true, quick),
            Some(DiskTrouble::Slow(pace)) => (
                now + 1,
                Ok(()),
                true,
                self.dice.random_range(pace / 2..=pace * 3 / 2),
            ),
            Some(DiskTrouble::Locked) => {
                let until = self.lock_ends();
                if until - now < BUSY {
                    (until + 1, Ok(()), true, until - now + quick)
                } else {
                    (now + BUSY, Err(CommitFailure::Unavailable), false, BUSY)
                }
            }
            Some(DiskTrouble::Full) => (now + 1, Err(CommitFailure::Full), false, 1),
            Some(DiskTrouble::Failing) => (now + 1, Err(CommitFailure::Unavailable), false, 1),
            Some(DiskTrouble::Doubtful) => (
                now + 1,
                Err(CommitFailure::Indeterminate),
                self.dice.random_bool(0.5),
                quick + 20,
            ),
        };
        self.disk.under_way = Some(UnderWay::new(commit, ends, written));
        self.at(applies, Event::DiskApplies { run });
        self.at(now + 1 + takes, Event::DiskFinishes { run });
    }

    fn lock_ends(&self) -> Millis {
        let items = self
            .script
            .items
            .iter()
            .filter(|item| item.at <= self.now && item.until > self.now);
        let locks = items.filter(|item| {
            item.what
                == What::Disk {
                    trouble: DiskTrouble::Locked,
                }
        });
        locks.map(|item| item.until).max().unwrap_or(self.now)
    }

    fn disk_finishes(&mut self, run: u32) {
        if self.server.run != run {
            return;
        }
        let Some(result) = self.disk.finish() else {
            return;
        };
        self.follow_store(Cause::Choice);
        if let Err(failure) = &result {
            say!(self, "a commit came to nothing: {failure:?}");
        }
        self.arrives(Arrival::Committed(result));
    }

    /// The observer reads what the store has now.
    fn follow_store(&mut self, cause: Cause) {
        let wall = self.server.clock.wall(self.now);
        let changes: Vec<Record> = self
            .disk
            .unseen()
            .flat_map(|(_, changes)| changes)
            .cloned()
            .collect();
        match self.observer.kept(&changes, wall) {
            Some(agents) => {
                for agent in agents {
                    self.truth(agent, cause);
                }
            }
            None => {
                for agent in 0..self.script.agents.len() {
                    self.truth(agent, cause);
                }
            }
        }
    }

    fn edit(&mut self, edit: &Edit) {
        say!(self, "on the command line: {edit:?}");
        match edit {
            Edit::RenameOffice { office } => {
                let name = format!("office {office} as of {}", self.now / MINUTE);
                let key = Key::Office(self.script.offices[*office].clone());
                self.disk.put(&key, &OfficeRecord { name, public: true });
            }
            Edit::Member {
                office,
                agent,
                member,
            } => {
                let key = Key::Member(
                    self.script.offices[*office].clone(),
                    self.script.agents[*agent].id.clone(),
                );
                if *member {
                    let role = porchlight_protocol::Role::Agent;
                    self.disk.put(&key, &MemberRecord { role });
                } else {
                    self.disk.remove(&key);
                }
            }
            Edit::IdleAfter { seconds } => {
                let record = OrganizationRecord {
                    idle_after_seconds: *seconds,
                };
                self.disk.put(&Key::Organization, &record);
            }
            Edit::Touch { agent } => {
                let id = &self.script.agents[*agent].id;
                let record = self
                    .observer
                    .kept
                    .agent(id)
                    .and_then(|agent| agent.record())
                    .cloned();
                if let Some(record) = record {
                    self.disk.put(&Key::Agent(id.clone()), &record);
                }
            }
        }
        self.follow_store(Cause::Edit);
        let (run, soon) = (self.server.run, self.now + self.dice.random_range(1..400));
        self.at(soon, Event::WatchedSoon { run });
    }

    // Clients that say nothing of their person.

    fn sign_in_elsewhere(&mut self, agent: usize) {
        say!(self, "{} signs in elsewhere", self.script.agents[agent].id);
        let connection = self.next_connection();
        let body = SignIn {
            email: email(self.script.agents[agent].id.as_str()),
            password: "secret".to_owned(),
            device: "elsewhere".to_owned(),
        };
        let request = HttpRequest {
            token: None,
            route: Route::SignIn,
            body: to_json(&body),
        };
        self.at(
            self.now + 20,
            Event::Arrives(Arrival::Request {
                connection,
                peer: Peer::Elsewhere { agent },
                request,
            }),
        );
    }

    fn elsewhere(&mut self, agent: usize, connection: Connection, sent: &Sent) {
        match sent {
            Sent::Response(response) => {
                let Ok(SignedIn { token, .. }) = response.read::<SignedIn>() else {
                    return;
                };
                let connection = self.next_connection();
                let request = HttpRequest {
                    token: Some(token),
                    route: Route::Events {
                        last_event_id: None,
                    },
                    body: bytes::Bytes::new(),
                };
                self.at(
                    self.now + 20,
                    Event::Arrives(Arrival::Request {
                        connection,
                        peer: Peer::Elsewhere { agent },
                        request,
                    }),
                );
            }
            Sent::StreamOpened => self.at(
                self.now + 10 * MINUTE,
                Event::ElsewhereLeaves { connection },
            ),
            Sent::Chunk(_) | Sent::End => {}
        }
    }

    // What is true, and what is shown.

    pub(crate) fn truth(&mut self, agent: usize, cause: Cause) {
        let now = self.now;
        let wall = self.server.clock.wall(now);
        let machines = self.script.agents[agent].machines.iter().copied();
        let (reachable, cut_off): (Vec<_>, Vec<_>) = machines
            .filter(|machine| self.machines[*machine].is_in_use())
            .partition(|machine| self.machines[*machine].is_reachable());
        let (offices, next) =
            self.observer
                .truth(agent, &reachable, self.sessions(&reachable), wall);
        if matches!(cause, Cause::Crash | Cause::Vanished)
            || (cause == Cause::NetworkLost && !cut_off.is_empty())
        {
            self.observer.lost(agent, cause, now);
        }
        self.observer.set_real(agent, &offices, cause, now);
        let present = if cut_off.is_empty() {
            offices.clone()
        } else {
            let all: Vec<_> = reachable.iter().chain(&cut_off).copied().collect();
            let (present, _) = self.observer.truth(agent, &all, self.sessions(&all), wall);
            present
        };
        let absent = present
            .into_iter()
            .filter(|(_, real)| !real)
            .map(|(office, _)| office);
        self.observer.set_absent(agent, absent);
        if self.story.is_some() {
            self.tell_truth(agent, &offices);
        }
        self.truth_turns[agent] += 1;
        if let Some(next) = next {
            let (at, turn) = (
                self.server.clock.at(next).max(now + 1),
                self.truth_turns[agent],
            );
            self.at(at, Event::Truth { agent, turn });
        }
    }

    /// Machines as the rule book sees them.
    fn sessions(&self, machines: &[usize]) -> Vec<SessionFact> {
        let (now, clock) = (self.now, self.server.clock);
        let session = |machine: &usize| {
            let this = &self.machines[*machine];
            let activity = match (this.locked, this.at_desk) {
                (Some(since), _) => Activity::Locked {
                    since: clock.wall(since),
                },
                (None, Some(_)) => Activity::Active,
                (None, None) => Activity::Idle {
                    since: clock.wall(this.last_input(now)),
                },
            };
            let lease_until = clock.wall(now) + chrono::Duration::days(1000);
            SessionFact {
                id: SessionId(this.plan.name.clone()),
                lease_until,
                activity,
            }
        };
        machines.iter().map(session).collect()
    }

    fn tell_truth(&mut self, agent: usize, offices: &[(OfficeId, bool)]) {
        let real: Vec<_> = offices
            .iter()
            .filter(|(_, real)| *real)
            .map(|(office, _)| office.as_str())
            .collect();
        let id = self.script.agents[agent].id.clone();
        let line = if real.is_empty() {
            format!("{id} is really not available")
        } else {
            format!("{id} is really available in {}", real.join(", "))
        };
        let prefix = format!("{id} is really");
        let before = self
            .story
            .iter()
            .flatten()
            .rev()
            .find(|(_, line)| line.starts_with(&prefix));
        if before.map_or(!real.is_empty(), |(_, before)| *before != line) {
            self.tell(line);
        }
    }

    fn compare_published(&mut self, cause: Option<Cause>) {
        let Self {
            script,
            observer,
            server,
            now,
            story,
            ..
        } = self;
        let Some(process) = &server.process else {
            return;
        };
        let published = process.published();
        for (agent, plan) in script.agents.iter().enumerate() {
            let id = &plan.id;
            let Some(statuses) = published
                .agent(id)
                .map(porchlight_campus::PublishedAgent::statuses)
            else {
                continue;
            };
            for (office, status) in statuses {
                let shown = status.status == Status::Available;
                let changed = observer.set_shown(agent, office, shown, cause, *now);
                if let Some(story) = story.as_mut().filter(|_| changed) {
                    story.push((
                        *now,
                        format!(
                            "customers of {office} see {id} as {}",
                            if shown { "available" } else { "gone" }
                        ),
                    ));
                }
            }
            observer.not_shown_elsewhere(agent, statuses, *now);
        }
    }

    fn check_page(&mut self, office: &OfficeId) {
        let Some(process) = self.server.process.as_ref().filter(|_| !self.server.frozen) else {
            return;
        };
        let Ok(now) = process.published().public_office(office) else {
            return;
        };
        for page in &self.pages {
            if page.office != *office || page.shown.is_none() {
                continue;
            }
            if page.shown.as_ref() != Some(&now) && process.page_settled(office, self.now) {
                let text = format!(
                    "the page of {office} shows {:?}, and GET says {now:?}",
                    page.shown
                );
                self.observer.sums.disagreements += 1;
                self.observer.violate(Kind::Disagree, self.now, None, text);
                return;
            }
        }
    }

    /// Where all has settled, all surfaces say the same.
    fn look(&mut self) {
        let now = self.now;
        self.look_for_dropped();
        for machine in 0..self.machines.len() {
            for (intent, at) in self.machines[machine].unanswered(now) {
                let agent = self.machines[machine].plan.agent;
                let text = format!(
                    "{} asked {intent}, and was not answered within ten minutes",
                    self.script.agents[agent].id
                );
                self.observer.unanswered(agent, text, at);
            }
        }
        if self.server.frozen
            || self.server.process.is_none()
            || !self.observer.is_settled(None, now)
        {
            return;
        }
        if let Some(process) = &mut self.server.process
            && process.publishes_more_for_everybody(now)
        {
            self.observer.sums.stale += 1;
            self.observer.violate(
                Kind::Stale,
                now,
                None,
                "looking at everybody again published something".to_owned(),
            );
        }
        for machine in 0..self.machines.len() {
            self.look_at(machine);
        }
        let offices = self.script.offices.clone();
        for office in &offices {
            self.check_page(office);
        }
    }

    fn look_at(&mut self, machine: usize) {
        let now = self.now;
        let agent = self.machines[machine].plan.agent;
        let calm = (0..self.script.agents.len())
            .all(|agent| now - self.observer.last_change(agent) > 5 * SECOND);
        if !calm
            || !self.machines[machine].takes_part()
            || now - self.machines[machine].awake_since() < 2 * MINUTE
        {
            return;
        }
        self.observer.sums.looked += 1;
        let Some(view) = self.view(machine) else {
            return;
        };
        let name = self.machines[machine].plan.name.clone();
        if view.link.state != LinkState::Connected {
            self.observer.sums.tray_lies += 1;
            let text = format!(
                "the tray of {name} says {:?} long after everything is well",
                view.link.text
            );
            self.observer.violate(Kind::Tray, now, Some(agent), text);
            return;
        }
        let Some(process) = &self.server.process else {
            return;
        };
        let published = process.published();
        let shown = |id: &porchlight_protocol::AgentId, office: &OfficeId| {
            published
                .agent(id)
                .and_then(|agent| agent.statuses().get(office))
                .map(|status| status.status)
        };
        let mut wrong = Vec::new();
        let own = &self.script.agents[agent].id;
        let set_away = view
            .offices
            .iter()
            .any(|office| matches!(&office.cause, Why::Manual { by } if by != own));
        if !set_away
            && view
                .banners
                .iter()
                .any(|banner| banner.kind == BannerKind::SetAway)
        {
            wrong.push(format!("{name} still says that somebody set {own} Away, and nobody's doing that is in force"));
        }
        for office in &view.offices {
            let own = shown(&self.script.agents[agent].id, &office.id);
            if own != Some(office.status) {
                wrong.push(format!(
                    "the row of {name} says {:?} in {}, and the server {own:?}",
                    office.status, office.id
                ));
            }
            let counter = published.office(&office.id).map(|office| office.available);
            if office.available != counter {
                wrong.push(format!(
                    "{name} counts {:?} in {}, and the server {counter:?}",
                    office.available, office.id
                ));
            }
            for colleague in &office.agents {
                let status = shown(&colleague.id, &office.id);
                if status != Some(colleague.status) {
                    wrong.push(format!(
                        "{name} lists {} as {:?} in {}, and the server {status:?}",
                        colleague.id, colleague.status, office.id
                    ));
                }
            }
        }
        for text in wrong {
            self.observer.sums.disagreements += 1;
            self.observer
                .violate(Kind::Disagree, now, Some(agent), text);
        }
    }

    fn look_for_acknowledged(&mut self) {
        let disk = &self.disk;
        self.observer
            .look_for_acknowledged(|key| disk.get(key).cloned(), self.now);
    }

    fn look_for_dropped(&mut self) {
        let waiting: BTreeSet<ChoiceId> = self.machines.iter().flat_map(Machine::queued).collect();
        let disk = &self.disk;
        let in_store = |agent: &porchlight_protocol::AgentId, choice: &ChoiceId| {
            disk.get(&Key::Asked(agent.clone(), choice.clone()))
                .is_some()
        };
        self.observer.look_for_dropped(&waiting, in_store, self.now);
    }
}

/// Whether nothing gets through.
fn cuts(trouble: PathTrouble) -> bool {
    matches!(trouble, PathTrouble::Cut | PathTrouble::HalfOpen)
}

/// An instant of a story as people read it.
pub fn when(script: &Script, at: Millis) -> String {
    spoken(script.start, at)
}
