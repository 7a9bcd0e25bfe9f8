//! The real app on a machine: it starts, crashes, and gets its inputs; what it says is done.

use std::collections::BTreeMap;

use porchlight_core::{
    Subject,
    agent::{App, Config, Entropy, Input, Kept, Output, Request, Ticket},
    intent::Intent,
    locale::SystemLocale,
    view::Report,
};
use porchlight_protocol::{Choice, ChoiceId};
use rand::Rng as _;

use super::{ClientStream, Leaving, MachineEvent};
use crate::{
    observer::Cause,
    script::Dice,
    time::{Millis, SECOND},
    wire::{Connection, to_json},
    world::{World, say},
};

/// As in the app's client: it never sleeps longer, nor wakes too early.
pub(super) const LONGEST_SLEEP: Millis = 30 * SECOND;
const LATER: Millis = 2;

/// A run of the app.
pub(crate) struct RunningApp {
    pub(super) app: Box<App>,
    pub run: u32,
    pub(super) started: Millis,
    pub token: Option<String>,
    /// She wants to be signed out, and so is not there any more.
    pub(super) signing_out: bool,
    pub(super) timer: u64,
    pub(super) requests: BTreeMap<Connection, (u64, Request)>,
    pub(super) stream: Option<ClientStream>,
    /// Choices that the app has queued, as it last said.
    pub pending: Vec<Choice>,
    /// What it said that does not work, since it was asked to end.
    pub(super) refusals: Vec<String>,
    /// What was asked and not answered yet, and when.
    pub(super) asked: BTreeMap<Ticket, (String, Millis)>,
    /// Since when the stream is open.
    pub(super) connected_at: Option<Millis>,
    pub(super) last_arrival: Millis,
}

/// What is in the app's state directory.
#[derive(Clone, Debug, Default)]
pub(super) struct Home {
    pub(super) kept: Option<Vec<u8>>,
    pub(super) token: Option<String>,
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

impl World {
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
        if !std::mem::take(&mut this.handing_over) {
            // Whoever started it did so by hand.
            this.last_input = now;
            this.slept = 0;
        }
        this.called = true;
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
            locale: SystemLocale::default(),
            version: String::new(),
            system: String::new(),
            log: String::new(),
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
            refusals: Vec::new(),
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
        let requests = self.machines[machine]
            .app
            .iter()
            .flat_map(|app| &app.requests);
        let signs = requests.filter(|(_, (_, request))| matches!(request, Request::Activity(_)));
        self.last_words
            .extend(signs.map(|(connection, _)| (*connection, machine)));
        self.end_app(machine, true);
        self.machines[machine].leaving = None;
        let agent = self.machines[machine].plan.agent;
        self.truth(agent, cause);
    }

    /// The sign of life of an app that has crashed since arrives.
    pub(crate) fn hear_last_words(&mut self, connection: Connection) {
        if let Some(machine) = self.last_words.remove(&connection) {
            let agent = self.machines[machine].plan.agent;
            self.observer.excuses.heard_after_crash(agent, self.now);
        }
    }

    /// The app's process is gone. Its kernel closes what was open, if it still runs.
    pub(super) fn end_app(&mut self, machine: usize, closes: bool) {
        let Some(app) = self.machines[machine].app.take() else {
            return;
        };
        let agent = self.machines[machine].plan.agent;
        let kept = self.machines[machine].queued();
        let lost: Vec<_> = app
            .pending
            .iter()
            .filter(|choice| !kept.contains(&choice.id))
            .map(|choice| choice.id.clone())
            .collect();
        self.observer.never_promised(agent, machine, &lost);
        self.machines[machine].notices.clear();
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

    /// Hands an input to the app, if it runs, and does what follows.
    pub(crate) fn input(&mut self, machine: usize, input: Input) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let reading = this.now(now);
        let Some(app) = &mut this.app else { return };
        app.app.handle_input(input, reading);
        self.called(machine);
        self.follow(machine);
    }

    /// Does what the app says, and sets its timer.
    pub(super) fn follow(&mut self, machine: usize) {
        let now = self.now;
        let mut ready = false;
        let mut signed_out = false;
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
                    signed_out = true;
                    self.disown_notices(machine);
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
                Output::AskIdle { announce } => {
                    self.announce_input(machine, announce);
                    if let Some(run) = self.machines[machine].app.as_ref().map(|app| app.run) {
                        self.on_machine(machine, now + 2, MachineEvent::Idle { run });
                    }
                }
                Output::Persist { number, kept } => self.persist(machine, number, &kept),
                Output::SleepReady => {
                    ready |= self.machines[machine].leaving == Some(Leaving::Sleep);
                }
                Output::Quit => ready = true,
                Output::Notify(notification) if notification.subject == Subject::Refused => {
                    if let Some(app) = &mut self.machines[machine].app {
                        app.refusals.push(notification.body.clone());
                    }
                    self.show_notice(machine, notification);
                }
                Output::Notify(notification) => self.show_notice(machine, notification),
                Output::Withdraw(subject) => {
                    self.machines[machine].notices.remove(&subject);
                }
                // Nobody here follows a calendar.
                Output::ReadCalendar { .. }
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
        if signed_out {
            self.check_disowned_notices(machine);
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

    fn persist(&mut self, machine: usize, version: u64, kept: &Kept) {
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
            self.chosen_on(machine, &pending);
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
        self.on_machine(
            machine,
            at,
            MachineEvent::Persisted {
                run,
                version,
                kept: text,
            },
        );
        if changed {
            self.truth(agent, Cause::Choice);
        }
    }

    pub(crate) fn view(&self, machine: usize) -> Option<porchlight_core::view::View> {
        let this = &self.machines[machine];
        let app = this.app.as_ref()?;
        Some(app.app.view(this.now(self.now)))
    }
}
