//! Power: on, off, asleep; and what a machine says before it goes.

use porchlight_core::{
    agent::{Input, Unreachable},
    intent::Intent,
};
use rand::Rng as _;

use super::{FromServer, KEEP_ALIVE, MachineEvent, app::LONGEST_SLEEP};
use crate::{
    observer::{Cause, Trouble},
    script::System,
    server::Arrival,
    time::{Millis, SECOND},
    world::{Event, World, say},
};

/// What logind waits for at most before the machine sleeps.
const INHIBITED: Millis = 5 * SECOND;
/// How long an app that was told that the machine sleeps believes it while it is being called.
const ASLEEP: Millis = 90 * SECOND;
/// How long it takes from an app's end until a newer version runs.
const TAKES_OVER: Millis = 1500;
/// How long it takes from waking until a process runs.
const THAWS: Millis = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Power {
    Off,
    On,
    Asleep { since: Millis },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaving {
    Sleep,
    Off,
    Quit,
    HandOver,
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
        this.asleep = 0;
        this.called = true;
        this.leaving = None;
        this.handing_over = false;
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

    /// A newer version takes the app's place: nobody is to see that.
    pub(crate) fn hand_over(&mut self, machine: usize) {
        let this = &self.machines[machine];
        if this.is_on() && this.app.is_some() && this.leaving.is_none() {
            say!(
                self,
                "a newer version takes the app's place on {}",
                self.machines[machine].plan.name
            );
            // Meanwhile nobody looks whether somebody sits down.
            let agent = self.machines[machine].plan.agent;
            let excuses = &mut self.observer.excuses;
            excuses.begin(Trouble::Idle { agent }, self.now);
            excuses.end(Trouble::Idle { agent }, self.now + 2 * TAKES_OVER);
            self.leave(machine, Leaving::HandOver);
        }
    }

    pub(crate) fn takes_over(&mut self, machine: usize) {
        if !self.machines[machine].handing_over {
            return;
        }
        if let Power::Asleep { .. } = self.machines[machine].power {
            self.at(self.now + TAKES_OVER, Event::TakesOver { machine });
            return;
        }
        self.start_app(machine);
    }

    pub(crate) fn sign_out(&mut self, machine: usize) {
        if self.machines[machine].is_in_use() {
            if let Some(app) = &mut self.machines[machine].app {
                app.signing_out = true;
            }
            self.goes(machine);
        }
        // Whoever signs out gives up what the server has not got.
        let agent = self.machines[machine].plan.agent;
        let waiting = self.machines[machine].queued();
        self.observer.never_promised(agent, machine, &waiting);
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
        if let Some(app) = &mut self.machines[machine].app {
            app.refusals.clear();
        }
        if leaving != Leaving::HandOver {
            self.goes(machine);
        }
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
            Leaving::HandOver => Input::Asked {
                ticket: None,
                intent: Intent::HandOver,
            },
        };
        self.input(machine, input);
    }

    /// The app is ready, or has had its time.
    pub(super) fn left(&mut self, machine: usize) {
        let Some(leaving) = self.machines[machine].leaving.take() else {
            return;
        };
        if leaving != Leaving::Sleep {
            self.check_last_words(machine);
        }
        match leaving {
            Leaving::Sleep => self.fall_asleep(machine),
            Leaving::Off => {
                self.end_app(machine, true);
                self.machines[machine].power = Power::Off;
                self.machines[machine].inbox.clear();
            }
            Leaving::Quit => self.end_app(machine, true),
            Leaving::HandOver => {
                self.end_app(machine, true);
                self.machines[machine].handing_over = true;
                self.at(self.now + TAKES_OVER, Event::TakesOver { machine });
                return;
            }
        }
        let agent = self.machines[machine].plan.agent;
        self.truth(agent, Cause::Goodbye);
    }

    /// Whoever asks an app to end is told what is lost with it.
    fn check_last_words(&mut self, machine: usize) {
        let this = &self.machines[machine];
        let (agent, on_disk) = (this.plan.agent, this.on_disk());
        let Some(app) = this.app.as_ref().filter(|app| app.refusals.is_empty()) else {
            return;
        };
        let lost = app.pending.iter().map(|choice| choice.id.clone());
        let lost: Vec<_> = lost.filter(|choice| !on_disk.contains(choice)).collect();
        for choice in lost {
            self.observer.lost_unsaid(agent, &choice, self.now);
        }
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
        this.handing_over = false;
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
            self.truth(agent, Cause::Vanished);
        }
    }

    fn fall_asleep(&mut self, machine: usize) {
        let now = self.now;
        let this = &mut self.machines[machine];
        this.last_input = this.last_input(now);
        this.at_desk = None;
        this.power = Power::Asleep { since: now };
        self.connections_die(machine);
    }

    pub(crate) fn resume(&mut self, machine: usize, said: bool) {
        let now = self.now;
        let Power::Asleep { since } = self.machines[machine].power else {
            return;
        };
        let said = said && !self.machines[machine].loses_signals;
        say!(
            self,
            "{} wakes up{}",
            self.machines[machine].plan.name,
            unless_told(said)
        );
        let this = &mut self.machines[machine];
        this.power = Power::On;
        this.leaving = None;
        this.slept += now - since;
        this.asleep += now - since;
        this.awake_since = now;
        this.called = false;
        let (system, run) = (this.plan.system, this.app.as_ref().map(|app| app.run));
        let inbox = std::mem::take(&mut this.inbox);
        if let (System::Linux, Some(run)) = (system, run) {
            self.on_machine(machine, now + THAWS, MachineEvent::Jumped { run });
        }
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
        let Some(run) = run else { return };
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
            let notices = match system {
                System::Linux => now + THAWS,
                System::MacOs => now + LONGEST_SLEEP,
                // Not before it knows that it does not fall asleep just now.
                System::Windows => (since + ASLEEP).max(now + LONGEST_SLEEP),
            };
            self.observer.excuses.begin(Trouble::Waking { agent }, now);
            self.observer
                .excuses
                .end(Trouble::Waking { agent }, notices);
        }
        self.truth(agent, Cause::Woke);
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
}

/// What a story adds where a signal does not reach the app.
pub(super) const fn unless_told(said: bool) -> &'static str {
    if said {
        ""
    } else {
        ", and the app is not told"
    }
}
