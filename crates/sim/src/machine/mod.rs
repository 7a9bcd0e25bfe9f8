//! A person's machine: its clocks, power, lock and network, and the real app on it with a model of its async half.

mod app;
mod desk;
mod link;
mod path;
mod power;

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use porchlight_core::{
    Subject,
    agent::{IdleClock, Input, Kept, LastInput, Now, Unreachable},
    intent::Intent,
    view::Report,
};
use porchlight_protocol::ChoiceId;
use rand::Rng as _;

use crate::{
    script::{Dice, MachinePlan, PathTrouble, System},
    time::{Clock, MINUTE, Millis, SECOND},
    wire::{Connection, Route},
    world::{ShownNotice, World, email, say},
};

use app::{Home, RunningApp};
use link::{ClientStream, FromServer};
use path::KEEP_ALIVE;
use power::{Leaving, Power};

/// How long between two inputs of somebody who works.
const TYPING: Millis = 700;

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
    /// Since when the system is to tell of the next input.
    announcing: Option<Millis>,
    /// Time asleep since the last input, and since it started.
    slept: Millis,
    asleep: Millis,
    /// The app was called since it woke.
    called: bool,
    pub path: Option<(PathTrouble, Millis)>,
    pub path_since: Millis,
    pub idle_fails: bool,
    /// Signals of the system do not reach the app.
    pub loses_signals: bool,
    pub home_hangs_until: Millis,
    disk: Home,
    /// What waits while the machine sleeps.
    inbox: VecDeque<(Millis, MachineEvent)>,
    /// The last input was between its waking and the app's next call, so that the app takes it for one before the sleep.
    misplaced: bool,
    /// The machine sleeps, or goes off, once the app is ready.
    leaving: Option<Leaving>,
    /// The app has ended for a newer version, which is about to start.
    pub handing_over: bool,
    /// What the desktop shows of the app's notifications.
    pub notices: BTreeMap<Subject, ShownNotice>,
    dice: Dice,
    next_ticket: u64,
}

/// Something that happens on a machine; it waits while that sleeps.
#[derive(Debug)]
pub(crate) enum MachineEvent {
    Timer {
        run: u32,
        timer: u64,
    },
    /// The clocks jumped, and the system says so.
    Jumped {
        run: u32,
    },
    Idle {
        run: u32,
    },
    /// There may be input, which the system tells of.
    Input {
        run: u32,
    },
    Persisted {
        run: u32,
        version: u64,
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
            announcing: None,
            slept: 0,
            asleep: 0,
            called: true,
            path: None,
            path_since: 0,
            idle_fails: false,
            loses_signals: false,
            home_hangs_until: 0,
            disk: Home::default(),
            inbox: VecDeque::new(),
            misplaced: false,
            leaving: None,
            handing_over: false,
            notices: BTreeMap::new(),
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
        if self.is_handing_over() {
            return true;
        }
        self.is_on()
            && self.leaving.is_none()
            && self
                .app
                .as_ref()
                .is_some_and(|app| app.token.is_some() && !app.signing_out)
    }

    /// Whether a newer version is taking the app's place, which nobody is to see.
    fn is_handing_over(&self) -> bool {
        self.is_on() && (self.handing_over || self.leaving == Some(Leaving::HandOver))
    }

    pub(crate) fn is_reachable(&self) -> bool {
        !matches!(
            self.path,
            Some((
                PathTrouble::Cut | PathTrouble::HalfOpen | PathTrouble::Intercepted(_),
                _
            ))
        )
    }

    /// Since when nothing arrives here; none if it may.
    pub(crate) fn cut_off_since(&self) -> Option<Millis> {
        match self.path {
            Some((trouble, _)) if trouble.cuts() => Some(self.path_since),
            _ => None,
        }
    }

    /// Whether the app is connected, as its client sees it.
    pub(crate) fn has_stream(&self) -> bool {
        self.app
            .as_ref()
            .and_then(|app| app.stream.as_ref())
            .is_some_and(|stream| stream.opened)
    }

    /// For how long the app has been connected, as its client sees it, and awake to make sure of it.
    pub(crate) fn connected_for(&self, at: Millis) -> Millis {
        let since = self
            .app
            .as_ref()
            .filter(|_| self.has_stream())
            .and_then(|app| app.connected_at);
        since.map_or(0, |since| at - since.max(self.awake_since))
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
        let app = self
            .app
            .iter()
            .flat_map(|app| &app.pending)
            .map(|choice| choice.id.clone());
        self.on_disk().into_iter().chain(app).collect()
    }

    /// Choices that wait on its disk.
    fn on_disk(&self) -> Vec<ChoiceId> {
        let kept = self
            .disk
            .kept
            .as_deref()
            .and_then(|text| serde_json::from_slice::<Kept>(text).ok());
        kept.into_iter()
            .flat_map(|kept| kept.pending)
            .map(|late| late.choice.id)
            .collect()
    }

    pub(crate) fn now(&self, at: Millis) -> Now {
        let boot = at - self.booted_at;
        let awake = match self.plan.system {
            System::Linux | System::MacOs => Some(boot - self.asleep),
            System::Windows => None,
        };
        Now {
            wall: self.clock.wall(at),
            boot: duration(boot),
            awake: awake.map(duration),
        }
    }

    /// As the idle source has it.
    fn last_input_read(&self, at: Millis) -> LastInput {
        let idle = at - self.last_input(at);
        match self.plan.system {
            System::Linux | System::MacOs => {
                let slept = if self.at_desk.is_none() {
                    self.slept
                } else {
                    0
                };
                self.now(at)
                    .last_input(duration(idle - slept), IdleClock::Awake)
            }
            System::Windows => self.now(at).last_input(duration(idle), IdleClock::Boot),
        }
    }

    /// How long a request is held back on its way, so that others overtake it.
    fn held_back(&mut self, route: &Route) -> Millis {
        match (self.path, route) {
            (Some((PathTrouble::LateHeartbeats(most), _)), Route::Activity { .. })
                if self.dice.random_bool(0.5) =>
            {
                self.dice.random_range(0..=most)
            }
            _ => 0,
        }
    }

    /// How much later a request arrives once more; none if it does not.
    fn repeated(&mut self, route: &Route) -> Option<Millis> {
        match (self.path, route) {
            (_, Route::Events { .. } | Route::Page { .. }) => None,
            (Some((PathTrouble::Repeats(latest), _)), _) if self.dice.random_bool(0.5) => {
                Some(self.dice.random_range(1..=latest))
            }
            _ => None,
        }
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

fn duration(millis: Millis) -> Duration {
    Duration::from_millis(u64::try_from(millis).unwrap_or_default())
}

impl World {
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
                self.called(machine);
                self.follow(machine);
            }
            MachineEvent::Jumped { run } if current == Some(run) => {
                let reading = this.now(now);
                if let Some(app) = &mut this.app {
                    app.app.handle_timeout(reading);
                }
                self.called(machine);
                self.follow(machine);
            }
            _ if current.is_none() => {}
            MachineEvent::Input { run } if current == Some(run) => {
                let last_input = this.last_input(now);
                if this.announcing.is_some_and(|since| last_input > since) {
                    this.announcing = None;
                    self.tell_idle_time(machine);
                }
            }
            MachineEvent::Idle { run } if current == Some(run) => {
                self.tell_idle_time(machine);
            }
            MachineEvent::Persisted { run, version, kept } => {
                // Also of a run that has crashed since: it was written.
                if this.home_hangs_until > now {
                    let at = this.home_hangs_until;
                    let later = MachineEvent::Persisted { run, version, kept };
                    self.on_machine(machine, at, later);
                    return;
                }
                this.disk.kept = Some(kept);
                if this.app.as_ref().is_some_and(|app| app.run == run) {
                    let (number, result) = (version, Ok(()));
                    self.input(machine, Input::Persisted { number, result });
                }
            }
            MachineEvent::FromServer {
                run,
                connection,
                sent,
            } if current == Some(run) => match (this.path, &sent) {
                // What waited for the end of one such break waits for the end of the next one.
                (Some((PathTrouble::HalfOpen, until)), FromServer::Sent(_)) if until > now => {
                    let sent = MachineEvent::FromServer {
                        run,
                        connection,
                        sent,
                    };
                    self.on_machine(machine, until + 1, sent);
                }
                _ => self.receive(machine, connection, sent),
            },
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
                    allow_plain_http: false,
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

    pub(crate) fn set_clock(&mut self, machine: usize, by: Millis) {
        self.machines[machine].clock.offset += by;
        say!(
            self,
            "the clock of {} is set by {} s",
            self.machines[machine].plan.name,
            by / SECOND
        );
    }
}
