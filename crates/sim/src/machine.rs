//! A person's machine: its clocks, power, lock and network, and the real app on it with a model of its async half.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use bytes::Bytes;
use porchlight_core::{
    agent::{
        Account, Answer, App, Config, Entropy, Failure, Input, Kept, Now, Output, Request,
        StreamEvent, Ticket, Unreachable,
    },
    intent::Intent,
    view::Report,
};
use porchlight_protocol::{
    ActivityAnswer, AwayAnswer, AwayRequest, Choice, ChoiceAnswer, ChoiceId, SettingsChange,
    SignIn, SignedIn,
};
use rand::Rng as _;

use crate::{
    observer::{Cause, Trouble},
    script::{Dice, MachinePlan, PathTrouble},
    server::{Arrival, Peer, Sent},
    time::{Clock, MINUTE, Millis, SECOND},
    wire::{Connection, HttpRequest, HttpResponse, Route, event, frames, to_json},
    world::{Event, World, say},
};

/// How long a request may take as a whole, as in the app's client.
const REQUEST: Millis = 10 * SECOND;
/// Three keep-alives in silence, as in the app's client.
const SILENCE: Millis = 45 * SECOND;
const KEEP_ALIVE: Millis = 15 * SECOND;
/// As in the app's client: it never sleeps longer, nor wakes too early.
const LONGEST_SLEEP: Millis = 30 * SECOND;
const LATER: Millis = 2;
/// How long an app that was told that the machine sleeps believes it while it is being called.
const ASLEEP: Millis = 90 * SECOND;
/// How long between two inputs of somebody who works.
const TYPING: Millis = 700;
/// How long it takes to get from a machine that wakes to work.
const UNTIL_SEATED: Millis = 3 * SECOND;
/// What logind waits for at most before the machine sleeps.
const INHIBITED: Millis = 5 * SECOND;
/// How long a server's kernel goes on sending to a machine that is silent.
const RETRANSMISSION: Millis = 15 * MINUTE;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Power {
    Off,
    On,
    Asleep { since: Millis },
}

/// A machine as it is.
pub(crate) struct Machine {
    pub plan: MachinePlan,
    pub clock: Clock,
    pub power: Power,
    booted_at: Millis,
    awake_since: Millis,
    /// Counts the app's runs.
    run: u32,
    pub app: Option<RunningApp>,
    pub locked: Option<Millis>,
    /// Since when the person gives input here, if she does.
    pub at_desk: Option<Millis>,
    last_input: Millis,
    /// Time asleep since the last input.
    slept: Millis,
    pub path: Option<(PathTrouble, Millis)>,
    pub idle_fails: bool,
    pub home_hangs_until: Millis,
    disk: Home,
    /// What waits while the machine sleeps.
    inbox: VecDeque<(Millis, MachineEvent)>,
    /// It slept without a word, or could not be read before, so that the app cannot tell when the last input before was.
    guessing: Option<Trouble>,
    /// The machine sleeps, or goes off, once the app is ready.
    leaving: Option<Leaving>,
    dice: Dice,
    next_ticket: u64,
}

/// What is in the app's state directory.
#[derive(Clone, Debug, Default)]
struct Home {
    kept: Option<Vec<u8>>,
    token: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaving {
    Sleep,
    Off,
    Quit,
}

/// A run of the app.
pub(crate) struct RunningApp {
    app: Box<App>,
    pub run: u32,
    started: Millis,
    pub token: Option<String>,
    /// She wants to be signed out, and so is not there any more.
    signing_out: bool,
    timer: u64,
    requests: BTreeMap<Connection, (u64, Request)>,
    stream: Option<ClientStream>,
    /// Choices that the app has queued, as it last said.
    pub pending: Vec<Choice>,
    /// What was asked and not answered yet, and when.
    asked: BTreeMap<Ticket, (String, Millis)>,
    /// Since when the stream is open.
    connected_at: Option<Millis>,
    last_arrival: Millis,
}

#[derive(Debug)]
struct ClientStream {
    number: u64,
    connection: Connection,
    opened: bool,
}

/// Something that happens on a machine; it waits while that sleeps.
#[derive(Debug)]
pub(crate) enum MachineEvent {
    Timer {
        run: u32,
        timer: u64,
    },
    Idle {
        run: u32,
    },
    Persisted {
        run: u32,
        kept: Vec<u8>,
    },
    FromServer {
        run: u32,
        connection: Connection,
        sent: FromServer,
    },
    /// A request, or the opening of a stream, took too long.
    TooLong {
        run: u32,
        connection: Connection,
    },
    /// The stream was silent for too long, if it still is.
    Silent {
        run: u32,
        connection: Connection,
    },
    Woke {
        run: u32,
    },
    /// The session is watched again.
    Watched {
        run: u32,
    },
    SignIn {
        run: u32,
    },
    Forced {
        run: u32,
    },
}

#[derive(Debug)]
pub(crate) enum FromServer {
    Sent(Sent),
    Failed(Unreachable),
}

struct Chance {
    dice: Dice,
    prefix: String,
    count: u64,
}

impl Entropy for Chance {
    fn choice_id(&mut self) -> ChoiceId {
        self.count += 1;
        ChoiceId(format!("{}-{:06}", self.prefix, self.count))
    }

    fn jitter(&mut self) -> f64 {
        self.dice.random()
    }
}

impl Machine {
    pub(crate) fn new(plan: MachinePlan, dice: Dice) -> Self {
        Self {
            clock: plan.clock,
            plan,
            power: Power::Off,
            booted_at: 0,
            awake_since: 0,
            run: 0,
            app: None,
            locked: None,
            at_desk: None,
            last_input: 0,
            slept: 0,
            path: None,
            idle_fails: false,
            home_hangs_until: 0,
            disk: Home::default(),
            inbox: VecDeque::new(),
            guessing: None,
            leaving: None,
            dice,
            next_ticket: 1,
        }
    }

    pub(crate) fn is_on(&self) -> bool {
        self.power == Power::On
    }

    /// Whether the app runs here for a person who is signed in, and can reach the server and be reached.
    pub(crate) fn takes_part(&self) -> bool {
        self.is_in_use() && self.is_reachable()
    }

    /// Whether the app runs here for a person who is signed in.
    pub(crate) fn is_in_use(&self) -> bool {
        self.is_on()
            && self.leaving.is_none()
            && self
                .app
                .as_ref()
                .is_some_and(|app| app.token.is_some() && !app.signing_out)
    }

    pub(crate) fn is_reachable(&self) -> bool {
        !matches!(
            self.path,
            Some((
                PathTrouble::Cut
                    | PathTrouble::HalfOpen
                    | PathTrouble::Redirected
                    | PathTrouble::Portal,
                _
            ))
        )
    }

    /// Whether the app is connected, as its client sees it.
    pub(crate) fn has_stream(&self) -> bool {
        self.app
            .as_ref()
            .and_then(|app| app.stream.as_ref())
            .is_some_and(|stream| stream.opened)
    }

    /// For how long the app has been connected, as its client sees it.
    pub(crate) fn connected_for(&self, at: Millis) -> Millis {
        let since = self
            .app
            .as_ref()
            .filter(|_| self.has_stream())
            .and_then(|app| app.connected_at);
        since.map_or(0, |since| at - since)
    }

    /// What was asked here long ago and is not answered; each is named once.
    pub(crate) fn unanswered(&mut self, at: Millis) -> Vec<(String, Millis)> {
        let Some(app) = self
            .app
            .as_mut()
            .filter(|_| self.power == Power::On && at - self.awake_since > 10 * MINUTE)
        else {
            return Vec::new();
        };
        let old: Vec<_> = app
            .asked
            .iter()
            .filter(|(_, (_, asked))| at - asked > 10 * MINUTE)
            .map(|(ticket, _)| *ticket)
            .collect();
        old.iter()
            .filter_map(|ticket| app.asked.remove(ticket))
            .collect()
    }

    /// When there was input here last.
    pub(crate) fn last_input(&self, at: Millis) -> Millis {
        match self.at_desk {
            Some(since) => at - (at - since) % TYPING,
            None => self.last_input,
        }
    }

    /// Since when it has been awake, with the app running.
    pub(crate) fn awake_since(&self) -> Millis {
        self.awake_since
            .max(self.app.as_ref().map_or(0, |app| app.started))
    }

    /// Choices that wait here, in the app or on its disk.
    pub(crate) fn queued(&self) -> Vec<ChoiceId> {
        let kept = self
            .disk
            .kept
            .as_deref()
            .and_then(|text| serde_json::from_slice::<Kept>(text).ok());
        let kept = kept
            .into_iter()
            .flat_map(|kept| kept.pending)
            .map(|late| late.choice.id);
        let app = self
            .app
            .iter()
            .flat_map(|app| &app.pending)
            .map(|choice| choice.id.clone());
        kept.chain(app).collect()
    }

    fn now(&self, at: Millis) -> Now {
        let boot = Duration::from_millis(u64::try_from(at - self.booted_at).unwrap_or_default());
        Now {
            wall: self.clock.wall(at),
            boot,
        }
    }

    fn idle(&self, at: Millis) -> Duration {
        let mut idle = at - self.last_input(at);
        if !self.plan.idle_counts_sleep && self.at_desk.is_none() {
            idle -= self.slept;
        }
        Duration::from_millis(u64::try_from(idle).unwrap_or_default())
    }

    /// How long a message takes, each way.
    pub(crate) fn delay(&mut self) -> Millis {
        let (least, most) = self.plan.delay;
        let mut delay = self.dice.random_range(least..=most);
        if self.dice.random_ratio(1, self.plan.loss) {
            delay += self.dice.random_range(200..1200);
        }
        if let Some((PathTrouble::Slow, _)) = self.path {
            delay += self.dice.random_range(100..700);
        }
        delay
    }
}

impl World {
    pub(crate) fn power_on(&mut self, machine: usize) {
        let now = self.now;
        let this = &mut self.machines[machine];
        match this.power {
            Power::On => return,
            Power::Asleep { .. } => return self.resume(machine, true),
            Power::Off => {}
        }
        this.power = Power::On;
        this.booted_at = now;
        this.awake_since = now;
        this.locked = None;
        this.last_input = now;
        this.slept = 0;
        this.leaving = None;
        say!(self, "{} starts", self.machines[machine].plan.name);
        // The server's kernel learns that what it was connected to is no more.
        for connection in self.connections_of(machine) {
            let at = now + self.dice.random_range(0..15 * SECOND);
            self.at(at, Event::Arrives(Arrival::Closed { connection }));
        }
    }

    pub(crate) fn power_off(&mut self, machine: usize) {
        self.stand_up(machine);
        if !self.machines[machine].is_on() {
            return;
        }
        say!(self, "{} is shut down", self.machines[machine].plan.name);
        self.leave(machine, Leaving::Off);
    }

    pub(crate) fn quit_app(&mut self, machine: usize) {
        if self.machines[machine].is_on() && self.machines[machine].app.is_some() {
            say!(
                self,
                "the app is quit on {}",
                self.machines[machine].plan.name
            );
            self.leave(machine, Leaving::Quit);
        }
    }

    pub(crate) fn sign_out(&mut self, machine: usize) {
        if self.machines[machine].is_in_use() {
            if let Some(app) = &mut self.machines[machine].app {
                app.signing_out = true;
            }
            self.goes(machine);
        }
        self.ask(machine, Intent::SignOut);
    }

    /// Whoever works here is gone from now on, and says so if that can be heard.
    fn goes(&mut self, machine: usize) {
        let agent = self.machines[machine].plan.agent;
        let reachable = self.machines[machine].is_reachable();
        self.truth(
            agent,
            if reachable {
                Cause::Goodbye
            } else {
                Cause::Vanished
            },
        );
    }

    fn leave(&mut self, machine: usize, leaving: Leaving) {
        self.machines[machine].leaving = Some(leaving);
        self.goes(machine);
        let Some(run) = self.machines[machine].app.as_ref().map(|app| app.run) else {
            self.left(machine);
            return;
        };
        self.on_machine(machine, self.now + INHIBITED, MachineEvent::Forced { run });
        let input = match leaving {
            Leaving::Sleep => Input::Sleeping,
            Leaving::Off | Leaving::Quit => Input::Asked {
                ticket: None,
                intent: Intent::Quit,
            },
        };
        self.input(machine, input);
    }

    /// The app is ready, or has had its time.
    fn left(&mut self, machine: usize) {
        let Some(leaving) = self.machines[machine].leaving.take() else {
            return;
        };
        match leaving {
            Leaving::Sleep => self.fall_asleep(machine),
            Leaving::Off => {
                self.end_app(machine, true);
                self.machines[machine].power = Power::Off;
                self.machines[machine].inbox.clear();
            }
            Leaving::Quit => self.end_app(machine, true),
        }
        let agent = self.machines[machine].plan.agent;
        self.truth(agent, Cause::Goodbye);
    }

    pub(crate) fn vanish(&mut self, machine: usize) {
        if self.machines[machine].power == Power::Off {
            return;
        }
        say!(self, "{} loses its power", self.machines[machine].plan.name);
        self.stand_up(machine);
        self.end_app(machine, false);
        let this = &mut self.machines[machine];
        this.power = Power::Off;
        this.leaving = None;
        this.inbox.clear();
        let agent = this.plan.agent;
        self.connections_die(machine);
        self.truth(agent, Cause::Vanished);
    }

    pub(crate) fn suspend(&mut self, machine: usize, said: bool) {
        if !self.machines[machine].is_on() || self.machines[machine].leaving.is_some() {
            return;
        }
        self.stand_up(machine);
        say!(
            self,
            "{} goes to sleep{}",
            self.machines[machine].plan.name,
            if said { "" } else { " without a word" }
        );
        if said && self.machines[machine].app.is_some() {
            self.leave(machine, Leaving::Sleep);
        } else {
            self.fall_asleep(machine);
            let agent = self.machines[machine].plan.agent;
            self.guess_from_now_on(machine);
            self.truth(agent, Cause::Vanished);
        }
    }

    fn guess_from_now_on(&mut self, machine: usize) {
        let this = &mut self.machines[machine];
        if this.guessing.is_none() {
            let trouble = Trouble::Sleep {
                agent: this.plan.agent,
                ambiguous: this.plan.idle_counts_sleep || self.now - this.awake_since < MINUTE,
            };
            this.guessing = Some(trouble);
            self.observer.begin(trouble, self.now);
        }
    }

    /// There was input, so that nobody needs to guess when it was.
    fn gave_input(&mut self, machine: usize) {
        if let Some(trouble) = self.machines[machine].guessing.take() {
            self.observer.end(trouble, self.now);
        }
    }

    /// Nobody may be there for long: then the machine goes to sleep by itself.
    pub(crate) fn expect_nobody(&mut self, machine: usize) {
        let this = &self.machines[machine];
        let (input, at) = (this.last_input, self.now + this.plan.sleeps_after);
        self.at(at, Event::Unattended { machine, input });
    }

    pub(crate) fn unattended(&mut self, machine: usize, input: Millis) {
        let this = &self.machines[machine];
        if this.is_on()
            && this.at_desk.is_none()
            && this.last_input == input
            && self.now - this.awake_since >= this.plan.sleeps_after
        {
            self.suspend(machine, true);
        }
    }

    fn fall_asleep(&mut self, machine: usize) {
        let now = self.now;
        let this = &mut self.machines[machine];
        this.last_input = this.last_input(now);
        this.at_desk = None;
        this.power = Power::Asleep { since: now };
        if self.machines[machine].idle_fails {
            self.guess_from_now_on(machine);
        }
        self.connections_die(machine);
    }

    pub(crate) fn resume(&mut self, machine: usize, said: bool) {
        let now = self.now;
        let Power::Asleep { since } = self.machines[machine].power else {
            return;
        };
        say!(
            self,
            "{} wakes up{}",
            self.machines[machine].plan.name,
            if said {
                ""
            } else {
                ", and the app is not told"
            }
        );
        let this = &mut self.machines[machine];
        this.power = Power::On;
        this.leaving = None;
        this.slept += now - since;
        this.awake_since = now;
        let inbox = std::mem::take(&mut this.inbox);
        for (nth, (at, event)) in inbox.into_iter().enumerate() {
            let at = match &event {
                // What the other end sent meanwhile is sent again.
                MachineEvent::FromServer { .. } => {
                    now + 1 + Millis::try_from(nth).unwrap_or_default()
                }
                // Timers stood still.
                _ => now + (at - since).max(0),
            };
            self.on_machine(machine, at, event);
        }
        self.expect_nobody(machine);
        let Some(run) = self.machines[machine].app.as_ref().map(|app| app.run) else {
            return;
        };
        if said {
            let heard = now + self.dice.random_range(5..1500);
            self.on_machine(machine, heard, MachineEvent::Woke { run });
        }
        if let Some(connection) = self.stream_of(machine) {
            let open = self
                .server
                .process
                .as_ref()
                .is_some_and(|process| process.streams.contains_key(&connection));
            let at = now + self.dice.random_range(SECOND..KEEP_ALIVE);
            if !open {
                let sent = FromServer::Failed(Unreachable::Network);
                self.on_machine(
                    machine,
                    at,
                    MachineEvent::FromServer {
                        run,
                        connection,
                        sent,
                    },
                );
            }
            self.watch_silence(machine);
        }
        let agent = self.machines[machine].plan.agent;
        if !said {
            // It notices by being called, and not before it knows that it does not fall asleep just now.
            let notices = (since + ASLEEP).max(now + LONGEST_SLEEP);
            self.observer.begin(Trouble::Waking { agent }, now);
            self.observer.end(Trouble::Waking { agent }, notices);
        }
        self.truth(agent, Cause::Woke);
    }

    pub(crate) fn sit_down(&mut self, machine: usize) {
        let now = self.now;
        let agent = self.machines[machine].plan.agent;
        for other in self.script.agents[agent].machines.clone() {
            if other != machine {
                self.stand_up(other);
            }
        }
        let slept = matches!(self.machines[machine].power, Power::Asleep { .. });
        self.power_on(machine);
        if slept {
            self.at(now + UNTIL_SEATED, Event::Sits { machine });
            return;
        }
        if !self.machines[machine].is_on() || self.machines[machine].leaving.is_some() {
            return;
        }
        self.unlock(machine, true);
        self.start_app(machine);
        let this = &mut self.machines[machine];
        if this.at_desk.is_none() {
            this.at_desk = Some(now);
            this.slept = 0;
            self.gave_input(machine);
            say!(
                self,
                "{} sits down at {}",
                self.script.agents[agent].id,
                self.machines[machine].plan.name
            );
            self.truth(agent, Cause::Input);
        }
    }

    pub(crate) fn stand_up(&mut self, machine: usize) {
        let now = self.now;
        let this = &mut self.machines[machine];
        if this.at_desk.is_none() {
            return;
        }
        this.last_input = this.last_input(now);
        this.at_desk = None;
        this.slept = 0;
        let agent = this.plan.agent;
        self.expect_nobody(machine);
        say!(
            self,
            "{} walks away from {}",
            self.script.agents[agent].id,
            self.machines[machine].plan.name
        );
        self.truth(agent, Cause::Clock);
    }

    pub(crate) fn lock(&mut self, machine: usize) {
        let now = self.now;
        if !self.machines[machine].is_on() || self.machines[machine].locked.is_some() {
            return;
        }
        self.stand_up(machine);
        self.machines[machine].locked = Some(now);
        say!(self, "{} is locked", self.machines[machine].plan.name);
        let agent = self.machines[machine].plan.agent;
        self.truth(agent, Cause::Lock);
        self.input(machine, Input::Locked);
    }

    pub(crate) fn unlock(&mut self, machine: usize, said: bool) {
        let now = self.now;
        if !self.machines[machine].is_on() || self.machines[machine].locked.take().is_none() {
            return;
        }
        say!(
            self,
            "{} is unlocked{}",
            self.machines[machine].plan.name,
            if said {
                ""
            } else {
                ", and the app is not told"
            }
        );
        let this = &mut self.machines[machine];
        this.last_input = now;
        this.slept = 0;
        let agent = this.plan.agent;
        self.gave_input(machine);
        self.expect_nobody(machine);
        self.truth(agent, Cause::Unlock);
        if said {
            self.input(machine, Input::Unlocked);
        } else {
            // Whoever watches the session was lost just before, and comes back.
            self.input(
                machine,
                Input::SessionWatch(Report::Missing("the bus is gone".to_owned())),
            );
            if let Some(run) = self.machines[machine].app.as_ref().map(|app| app.run) {
                self.on_machine(machine, now + SECOND, MachineEvent::Watched { run });
            }
        }
    }

    pub(crate) fn start_app(&mut self, machine: usize) {
        let now = self.now;
        if !self.machines[machine].is_on()
            || self.machines[machine].app.is_some()
            || self.machines[machine].leaving.is_some()
        {
            return;
        }
        say!(
            self,
            "the app starts on {}",
            self.machines[machine].plan.name
        );
        let this = &mut self.machines[machine];
        this.run += 1;
        let run = this.run;
        // Whoever started it did so by hand.
        this.last_input = now;
        this.slept = 0;
        let kept: Kept = this
            .disk
            .kept
            .as_deref()
            .and_then(|text| serde_json::from_slice(text).ok())
            .unwrap_or_default();
        let account = kept.account.is_some();
        let pending = kept
            .pending
            .iter()
            .map(|late| late.choice.clone())
            .collect();
        let config = Config {
            zone: chrono_tz::UTC,
            version: String::new(),
            demo: false,
            token: this.disk.token.is_some(),
            trouble: None,
        };
        let entropy = Chance {
            dice: crate::script::dice(this.dice.random(), 3),
            prefix: format!("m{machine:03}r{run:04}"),
            count: 0,
        };
        let app = App::new(config, kept, Box::new(entropy), this.now(now));
        this.app = Some(RunningApp {
            app: Box::new(app),
            run,
            started: now,
            token: this.disk.token.clone().filter(|_| account),
            signing_out: false,
            timer: 0,
            requests: BTreeMap::new(),
            stream: None,
            pending,
            asked: BTreeMap::new(),
            connected_at: None,
            last_arrival: 0,
        });
        self.follow(machine);
        if !account {
            self.on_machine(machine, now + 2 * SECOND, MachineEvent::SignIn { run });
        }
        if self.machines[machine].locked.is_some() {
            self.input(machine, Input::Locked);
        }
        let watched = Report::Works("logind".to_owned());
        self.input(machine, Input::SessionWatch(watched));
        let agent = self.machines[machine].plan.agent;
        self.gave_input(machine);
        self.expect_nobody(machine);
        self.truth(agent, Cause::Started);
    }

    pub(crate) fn crash_app(&mut self, machine: usize) {
        if !self.machines[machine].is_on() || self.machines[machine].app.is_none() {
            return;
        }
        say!(
            self,
            "the app crashes on {}",
            self.machines[machine].plan.name
        );
        let this = &self.machines[machine];
        let cause = if this.has_stream() && this.is_reachable() {
            Cause::Crash
        } else {
            Cause::Vanished
        };
        self.end_app(machine, true);
        self.machines[machine].leaving = None;
        let agent = self.machines[machine].plan.agent;
        self.truth(agent, cause);
    }

    /// The app's process is gone. Its kernel closes what was open, if it still runs.
    fn end_app(&mut self, machine: usize, closes: bool) {
        let Some(app) = self.machines[machine].app.take() else {
            return;
        };
        let kept = self.machines[machine].queued();
        let lost: Vec<_> = app
            .pending
            .iter()
            .filter(|choice| !kept.contains(&choice.id))
            .map(|choice| choice.id.clone())
            .collect();
        self.observer.never_promised(lost.into_iter());
        if closes {
            let streams = app.stream.map(|stream| stream.connection);
            for connection in app.requests.into_keys().chain(streams) {
                self.client_closes(machine, connection);
            }
        }
    }

    pub(crate) fn ask(&mut self, machine: usize, intent: Intent) {
        if !self.machines[machine].is_on()
            || self.machines[machine].app.is_none()
            || self.machines[machine].leaving.is_some()
        {
            return;
        }
        let this = &mut self.machines[machine];
        this.next_ticket += 1;
        let ticket = Ticket(this.next_ticket);
        let agent = this.plan.agent;
        say!(self, "{} asks: {intent:?}", self.script.agents[agent].id);
        let spoken = format!("{intent:?}");
        if let Some(app) = &mut self.machines[machine].app {
            app.asked.insert(ticket, (spoken, self.now));
        }
        self.input(
            machine,
            Input::Asked {
                ticket: Some(ticket),
                intent,
            },
        );
    }

    pub(crate) fn set_clock(&mut self, machine: usize, by: Millis) {
        self.machines[machine].clock.offset += by;
        say!(
            self,
            "the clock of {} is set by {} s",
            self.machines[machine].plan.name,
            by / SECOND
        );
    }

    /// Hands an input to the app, if it runs, and does what follows.
    pub(crate) fn input(&mut self, machine: usize, input: Input) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let reading = this.now(now);
        let Some(app) = &mut this.app else { return };
        app.app.handle_input(input, reading);
        self.follow(machine);
    }

    pub(crate) fn machine_event(&mut self, machine: usize, event: MachineEvent) {
        let now = self.now;
        let this = &mut self.machines[machine];
        if let Power::Asleep { .. } = this.power {
            this.inbox.push_back((now, event));
            return;
        }
        let current = this.app.as_ref().map(|app| app.run);
        match event {
            MachineEvent::Timer { run, timer } => {
                let reading = this.now(now);
                let Some(app) = this
                    .app
                    .as_mut()
                    .filter(|app| app.run == run && app.timer == timer)
                else {
                    return;
                };
                app.app.handle_timeout(reading);
                self.follow(machine);
            }
            _ if current.is_none() => {}
            MachineEvent::Idle { run } if current == Some(run) => {
                let idle = if this.idle_fails {
                    Err("the display does not answer".to_owned())
                } else {
                    Ok(this.idle(now))
                };
                self.input(
                    machine,
                    Input::Idle {
                        source: "simulated".to_owned(),
                        idle,
                    },
                );
            }
            MachineEvent::Persisted { run, kept } => {
                // Also of a run that has crashed since: it was written.
                if this.home_hangs_until > now {
                    let at = this.home_hangs_until;
                    self.on_machine(machine, at, MachineEvent::Persisted { run, kept });
                    return;
                }
                this.disk.kept = Some(kept);
                if current == Some(run) {
                    self.input(machine, Input::Persisted(Ok(())));
                }
            }
            MachineEvent::FromServer {
                run,
                connection,
                sent,
            } if current == Some(run) => self.receive(machine, connection, sent),
            MachineEvent::TooLong { run, connection } if current == Some(run) => {
                let app = this.app.as_ref();
                let opening = app
                    .and_then(|app| app.stream.as_ref())
                    .is_some_and(|stream| stream.connection == connection && !stream.opened);
                if opening || app.is_some_and(|app| app.requests.contains_key(&connection)) {
                    self.client_closes(machine, connection);
                    self.receive(
                        machine,
                        connection,
                        FromServer::Failed(Unreachable::TimedOut),
                    );
                }
            }
            MachineEvent::Silent { run, connection } if current == Some(run) => {
                let silent = !this.is_reachable()
                    || self.server.frozen
                    || !self
                        .server
                        .process
                        .as_ref()
                        .is_some_and(|process| process.streams.contains_key(&connection));
                if silent
                    && self.stream_of(machine) == Some(connection)
                    && self.machines[machine].has_stream()
                {
                    self.client_closes(machine, connection);
                    self.receive(
                        machine,
                        connection,
                        FromServer::Failed(Unreachable::TimedOut),
                    );
                }
            }
            MachineEvent::Woke { run } if current == Some(run) => self.input(machine, Input::Woke),
            MachineEvent::Watched { run } if current == Some(run) => {
                // How the lock is, is read before anything else.
                let lock = match this.locked {
                    Some(_) => Input::Locked,
                    None => Input::Unlocked,
                };
                self.input(machine, lock);
                self.input(
                    machine,
                    Input::SessionWatch(Report::Works("logind".to_owned())),
                );
            }
            MachineEvent::SignIn { run }
                if current == Some(run)
                    && this.app.as_ref().is_some_and(|app| app.token.is_none()) =>
            {
                let email = email(self.script.agents[this.plan.agent].id.as_str());
                let intent = Intent::SignIn {
                    server: "https://porchlight.example".to_owned(),
                    email,
                    password: "secret".to_owned(),
                };
                self.input(
                    machine,
                    Input::Asked {
                        ticket: None,
                        intent,
                    },
                );
                self.on_machine(machine, now + 20 * SECOND, MachineEvent::SignIn { run });
            }
            MachineEvent::Forced { run } if current == Some(run) => self.left(machine),
            _ => {}
        }
    }

    /// Does what the app says, and sets its timer.
    fn follow(&mut self, machine: usize) {
        let now = self.now;
        let mut ready = false;
        while let Some(output) = self.machines[machine]
            .app
            .as_mut()
            .and_then(|app| app.app.poll_output())
        {
            match output {
                Output::Send { number, request } => self.send(machine, number, request),
                Output::Listen {
                    stream,
                    last_event_id,
                } => self.listen(machine, stream, last_event_id),
                Output::HangUp => self.hang_up(machine),
                Output::ForgetToken => {
                    self.hang_up(machine);
                    let this = &mut self.machines[machine];
                    this.disk.token = None;
                    let agent = this.plan.agent;
                    if let Some(app) = &mut this.app {
                        app.token = None;
                        app.signing_out = false;
                    }
                    say!(
                        self,
                        "the app on {} is signed out",
                        self.machines[machine].plan.name
                    );
                    if let Some(run) = self.machines[machine].app.as_ref().map(|app| app.run) {
                        let again = now + self.dice.random_range(100..60 * SECOND);
                        self.on_machine(machine, again, MachineEvent::SignIn { run });
                    }
                    self.truth(agent, Cause::Goodbye);
                }
                Output::AskIdle => {
                    if let Some(run) = self.machines[machine].app.as_ref().map(|app| app.run) {
                        self.on_machine(machine, now + 2, MachineEvent::Idle { run });
                    }
                }
                Output::Persist(kept) => self.persist(machine, &kept),
                Output::SleepReady => {
                    ready |= self.machines[machine].leaving == Some(Leaving::Sleep);
                }
                Output::Quit => ready = true,
                Output::Notify(_)
                | Output::Withdraw(_)
                | Output::OpenWindow
                | Output::RaiseWindow
                | Output::CloseWindow => {}
                Output::Answer { ticket, .. } => {
                    if let Some(app) = &mut self.machines[machine].app {
                        app.asked.remove(&ticket);
                    }
                }
            }
        }
        if ready {
            self.left(machine);
        }
        let this = &mut self.machines[machine];
        let booted_at = this.booted_at;
        if let Some(app) = &mut this.app {
            app.timer += 1;
            let (run, timer) = (app.run, app.timer);
            let due = app.app.poll_timeout().map_or(Millis::MAX / 2, |(boot, _)| {
                booted_at
                    .saturating_add(Millis::try_from(boot.as_millis()).unwrap_or(Millis::MAX / 4))
            });
            let at = now + (due - now).max(0).saturating_add(LATER).min(LONGEST_SLEEP);
            self.on_machine(machine, at, MachineEvent::Timer { run, timer });
        }
    }

    fn persist(&mut self, machine: usize, kept: &Kept) {
        let now = self.now;
        let text = to_json(kept).to_vec();
        let this = &mut self.machines[machine];
        let agent = this.plan.agent;
        let pending: Vec<_> = kept
            .pending
            .iter()
            .map(|late| late.choice.clone())
            .collect();
        let Some(app) = &mut this.app else { return };
        let run = app.run;
        let changed = app.pending != pending;
        if changed {
            let connected = app.stream.as_ref().is_some_and(|stream| stream.opened);
            app.pending.clone_from(&pending);
            self.observer.queued(
                agent,
                machine,
                &pending,
                connected,
                self.server.clock.wall(now),
                now,
            );
        }
        let at = now.max(self.machines[machine].home_hangs_until) + 3;
        self.on_machine(machine, at, MachineEvent::Persisted { run, kept: text });
        if changed {
            self.truth(agent, Cause::Choice);
        }
    }

    fn send(&mut self, machine: usize, number: u64, request: Request) {
        let now = self.now;
        let device = self.machines[machine].plan.name.clone();
        let Some(app) = &mut self.machines[machine].app else {
            return;
        };
        let run = app.run;
        let (route, body) = match &request {
            Request::SignIn {
                email, password, ..
            } => {
                let body = SignIn {
                    email: email.clone(),
                    password: password.0.clone(),
                    device,
                };
                (Route::SignIn, to_json(&body))
            }
            Request::TryHere => return,
            Request::Choice(choice) => (Route::Choices, to_json(choice)),
            Request::Schedule { schedule, etag } => (
                Route::Schedule {
                    if_match: etag.clone(),
                },
                to_json(schedule),
            ),
            Request::OwnIdleAfter(own_idle_after_seconds) => {
                let own_idle_after_seconds = *own_idle_after_seconds;
                (
                    Route::Settings,
                    to_json(&SettingsChange {
                        own_idle_after_seconds,
                    }),
                )
            }
            Request::Activity(activity) => (Route::Activity, to_json(activity)),
            Request::Away {
                office,
                agent,
                reason,
            } => {
                let body = to_json(&AwayRequest {
                    reason: reason.clone(),
                });
                (
                    Route::Away {
                        office: office.clone(),
                        agent: agent.clone(),
                    },
                    body,
                )
            }
            Request::Goodbye => (Route::Session { sign_out: false }, Bytes::new()),
            Request::SignOut => (Route::Session { sign_out: true }, Bytes::new()),
        };
        let token = app.token.clone();
        let connection = self.next_connection();
        let Some(app) = &mut self.machines[machine].app else {
            return;
        };
        app.requests.insert(connection, (number, request));
        self.uplink(machine, connection, HttpRequest { token, route, body });
        self.on_machine(
            machine,
            now + REQUEST,
            MachineEvent::TooLong { run, connection },
        );
    }

    fn listen(&mut self, machine: usize, number: u64, last_event_id: Option<String>) {
        let now = self.now;
        self.close_stream(machine);
        let connection = self.next_connection();
        let Some(app) = &mut self.machines[machine].app else {
            return;
        };
        let (run, token) = (app.run, app.token.clone());
        app.stream = Some(ClientStream {
            number,
            connection,
            opened: false,
        });
        app.last_arrival = now;
        let request = HttpRequest {
            token,
            route: Route::Events { last_event_id },
            body: Bytes::new(),
        };
        self.uplink(machine, connection, request);
        self.on_machine(
            machine,
            now + REQUEST,
            MachineEvent::TooLong { run, connection },
        );
    }

    fn hang_up(&mut self, machine: usize) {
        self.close_stream(machine);
        let Some(app) = &mut self.machines[machine].app else {
            return;
        };
        let cancelled: Vec<_> = app
            .requests
            .iter()
            .filter(|(_, (_, request))| {
                !matches!(request, Request::SignIn { .. } | Request::TryHere)
            })
            .map(|(connection, _)| *connection)
            .collect();
        for connection in &cancelled {
            app.requests.remove(connection);
        }
        for connection in cancelled {
            self.client_closes(machine, connection);
        }
    }

    fn close_stream(&mut self, machine: usize) {
        let stream = self.machines[machine]
            .app
            .as_mut()
            .and_then(|app| app.stream.take());
        if let Some(stream) = stream {
            self.client_closes(machine, stream.connection);
        }
    }

    fn receive(&mut self, machine: usize, connection: Connection, sent: FromServer) {
        let now = self.now;
        let Some(app) = &mut self.machines[machine].app else {
            return;
        };
        if let Some((number, request)) = app.requests.remove(&connection) {
            let answer = match sent {
                FromServer::Failed(why) => Err(Failure::Unreachable(why)),
                FromServer::Sent(Sent::Response(response)) => {
                    self.read(machine, &request, &response)
                }
                FromServer::Sent(_) => Err(Failure::Unreachable(Unreachable::NotUnderstood)),
            };
            self.input(machine, Input::Answered { number, answer });
            return;
        }
        let Some(stream) = app
            .stream
            .as_mut()
            .filter(|stream| stream.connection == connection)
        else {
            return;
        };
        let number = stream.number;
        match sent {
            FromServer::Sent(Sent::StreamOpened) => {
                stream.opened = true;
                app.connected_at = Some(now);
                self.input(
                    machine,
                    Input::Stream {
                        stream: number,
                        event: StreamEvent::Opened,
                    },
                );
            }
            FromServer::Sent(Sent::Chunk(parts)) => self.chunk(machine, connection, &parts),
            FromServer::Sent(Sent::End) => {
                self.lost(machine, Failure::Unreachable(Unreachable::Closed));
            }
            FromServer::Failed(why) => self.lost(machine, Failure::Unreachable(why)),
            FromServer::Sent(Sent::Response(response)) => {
                let failure = response
                    .accepted()
                    .err()
                    .unwrap_or(Failure::Unreachable(Unreachable::Closed));
                self.lost(machine, failure);
            }
        }
    }

    fn lost(&mut self, machine: usize, failure: Failure) {
        let stream = self.machines[machine]
            .app
            .as_mut()
            .and_then(|app| app.stream.take());
        if let Some(stream) = stream {
            self.input(
                machine,
                Input::Stream {
                    stream: stream.number,
                    event: StreamEvent::Lost(failure),
                },
            );
        }
    }

    fn chunk(&mut self, machine: usize, connection: Connection, parts: &[Bytes]) {
        let bytes = parts.concat();
        let text = String::from_utf8_lossy(&bytes);
        for frame in frames(&text) {
            if self.stream_of(machine) != Some(connection) {
                return;
            }
            let Some(number) = self.machines[machine]
                .app
                .as_ref()
                .and_then(|app| Some(app.stream.as_ref()?.number))
            else {
                return;
            };
            match event(&frame) {
                Ok(Some(content)) => {
                    let event = StreamEvent::Event {
                        id: frame.id.to_owned(),
                        event: content,
                    };
                    self.input(
                        machine,
                        Input::Stream {
                            stream: number,
                            event,
                        },
                    );
                }
                Ok(None) => {}
                Err(failure) => {
                    self.client_closes(machine, connection);
                    self.lost(machine, failure);
                    return;
                }
            }
        }
    }

    /// Reads an answer as the app's client does.
    fn read(
        &mut self,
        machine: usize,
        request: &Request,
        response: &HttpResponse,
    ) -> Result<Answer, Failure> {
        match request {
            Request::SignIn { server, email, .. } => {
                let signed_in: SignedIn = response.read()?;
                let this = &mut self.machines[machine];
                this.disk.token = Some(signed_in.token.clone());
                if let Some(app) = &mut this.app {
                    app.token = Some(signed_in.token);
                }
                let agent = this.plan.agent;
                self.truth(agent, Cause::Started);
                Ok(Answer::SignedIn(Account {
                    server: server.clone(),
                    embedded: false,
                    agent: signed_in.agent.id,
                    email: email.clone(),
                }))
            }
            Request::Choice(_) => response.read::<ChoiceAnswer>().map(Answer::Choice),
            Request::Activity(_) => response.read::<ActivityAnswer>().map(Answer::Activity),
            Request::Away { .. } => response.read::<AwayAnswer>().map(Answer::Away),
            Request::Schedule { .. }
            | Request::OwnIdleAfter(_)
            | Request::Goodbye
            | Request::SignOut
            | Request::TryHere => response.accepted().map(|()| Answer::Done),
        }
    }

    /// A request on its way up.
    fn uplink(&mut self, machine: usize, connection: Connection, request: HttpRequest) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let Some(run) = this.app.as_ref().map(|app| app.run) else {
            return;
        };
        let delay = this.delay();
        if delay > this.plan.delay.1 {
            self.observer.resent(this.plan.agent, now, now + delay);
        }
        let peer = Peer::App { machine, run };
        let instead = |sent| MachineEvent::FromServer {
            run,
            connection,
            sent,
        };
        match this.path {
            Some((PathTrouble::Cut, _)) => {
                self.on_machine(
                    machine,
                    now + 5,
                    instead(FromServer::Failed(Unreachable::Network)),
                );
            }
            Some((PathTrouble::HalfOpen, until)) => {
                // What the kernel has taken over it may deliver much later.
                let kept = until - now < MINUTE && this.dice.random_bool(0.5);
                if kept {
                    self.at(
                        until + delay,
                        Event::Arrives(Arrival::Request {
                            connection,
                            peer,
                            request,
                        }),
                    );
                }
            }
            Some((PathTrouble::Redirected, _)) => {
                let sent = FromServer::Sent(Sent::Response(HttpResponse::redirect()));
                self.on_machine(machine, now + delay, instead(sent));
            }
            Some((PathTrouble::Portal, _)) => {
                let sent = FromServer::Sent(Sent::Response(HttpResponse::portal()));
                self.on_machine(machine, now + delay, instead(sent));
            }
            Some((PathTrouble::AnswersLost | PathTrouble::Buffered(_) | PathTrouble::Slow, _))
            | None => {
                self.at(
                    now + delay,
                    Event::Arrives(Arrival::Request {
                        connection,
                        peer,
                        request,
                    }),
                );
            }
        }
    }

    /// Something on its way down to a machine.
    pub(crate) fn downlink(
        &mut self,
        machine: usize,
        run: u32,
        connection: Connection,
        sent: Sent,
    ) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let mut at = now + this.delay();
        match this.path {
            Some((PathTrouble::Cut, _)) => return,
            Some((PathTrouble::HalfOpen, until)) => at = until + this.delay(),
            Some((PathTrouble::AnswersLost, _))
                if matches!(sent, Sent::Response(_)) && this.dice.random_bool(0.5) =>
            {
                return;
            }
            Some((PathTrouble::Buffered(held), _)) if !matches!(sent, Sent::Response(_)) => {
                at += this.dice.random_range(0..=held);
            }
            _ => {}
        }
        if let Some(app) = this.app.as_mut().filter(|app| {
            let stream = app.stream.as_ref();
            stream.is_some_and(|stream| stream.connection == connection)
        }) {
            // A stream keeps its order.
            at = at.max(app.last_arrival + 1);
            app.last_arrival = at;
        }
        self.on_machine(
            machine,
            at,
            MachineEvent::FromServer {
                run,
                connection,
                sent: FromServer::Sent(sent),
            },
        );
    }

    /// A client closes a connection; the server's kernel learns of it, if it can.
    fn client_closes(&mut self, machine: usize, connection: Connection) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let at = match this.path {
            Some((PathTrouble::HalfOpen, until)) => until + this.delay(),
            _ => now + this.delay(),
        };
        self.at(at, Event::Arrives(Arrival::Closed { connection }));
    }

    /// The network breaks all connections of a machine, and both ends are told.
    pub(crate) fn reset_connections(&mut self, machine: usize) {
        let now = self.now;
        if let Some(app) = &self.machines[machine].app {
            let run = app.run;
            let stream = app.stream.as_ref().map(|stream| stream.connection);
            let connections: Vec<_> = app.requests.keys().copied().chain(stream).collect();
            for connection in connections {
                let sent = FromServer::Failed(Unreachable::Network);
                self.on_machine(
                    machine,
                    now + 1,
                    MachineEvent::FromServer {
                        run,
                        connection,
                        sent,
                    },
                );
            }
        }
        for connection in self.connections_of(machine) {
            self.at(now + 20, Event::Arrives(Arrival::Closed { connection }));
        }
    }

    /// The app notices in a while that its stream is silent, if it still is then.
    pub(crate) fn watch_silence(&mut self, machine: usize) {
        let now = self.now;
        let Some(connection) = self.stream_of(machine) else {
            return;
        };
        let Some(run) = self.machines[machine].app.as_ref().map(|app| app.run) else {
            return;
        };
        let heard = now - self.machines[machine].dice.random_range(0..KEEP_ALIVE);
        self.on_machine(
            machine,
            heard + SILENCE,
            MachineEvent::Silent { run, connection },
        );
    }

    /// The server's process is gone; its kernel says so to those whom it can reach.
    pub(crate) fn server_resets(&mut self, machine: usize) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let delay = this.delay();
        let at = match this.path {
            Some((PathTrouble::HalfOpen, until)) => until + delay,
            _ => now + delay,
        };
        let Some(app) = &this.app else { return };
        let run = app.run;
        let stream = app.stream.as_ref().map(|stream| stream.connection);
        let connections: Vec<_> = app.requests.keys().copied().chain(stream).collect();
        for connection in connections {
            let sent = FromServer::Failed(Unreachable::Network);
            self.on_machine(
                machine,
                at,
                MachineEvent::FromServer {
                    run,
                    connection,
                    sent,
                },
            );
        }
    }

    /// Nothing listens where the server was.
    pub(crate) fn refuse_connection(&mut self, machine: usize, run: u32, connection: Connection) {
        let at = self.now + self.machines[machine].delay();
        let sent = FromServer::Failed(Unreachable::ConnectionRefused);
        self.on_machine(
            machine,
            at,
            MachineEvent::FromServer {
                run,
                connection,
                sent,
            },
        );
    }

    fn connections_die(&mut self, machine: usize) {
        let now = self.now;
        for connection in self.connections_of(machine) {
            self.at(
                now + RETRANSMISSION,
                Event::Dies {
                    machine,
                    connection,
                },
            );
        }
    }

    fn connections_of(&self, machine: usize) -> Vec<Connection> {
        let streams = self
            .server
            .process
            .iter()
            .flat_map(|process| &process.streams);
        let own = streams.filter(
            |(_, reader)| matches!(reader.peer, Peer::App { machine: of, .. } if of == machine),
        );
        own.map(|(connection, _)| *connection).collect()
    }

    fn stream_of(&self, machine: usize) -> Option<Connection> {
        self.machines[machine]
            .app
            .as_ref()
            .and_then(|app| app.stream.as_ref())
            .map(|stream| stream.connection)
    }

    pub(crate) fn view(&self, machine: usize) -> Option<porchlight_core::view::View> {
        let this = &self.machines[machine];
        let app = this.app.as_ref()?;
        Some(app.app.view(this.now(self.now)))
    }
}

/// An agent's address.
pub(crate) fn email(agent: &str) -> String {
    format!("{agent}@campus.example")
}
