//! The desk: who sits there, and whether the screen is locked.

use porchlight_core::{agent::Input, view::Report};

use super::{
    MachineEvent, TYPING,
    power::{Power, unless_told},
};
use crate::{
    observer::{Cause, Trouble},
    script::System,
    time::{Millis, SECOND},
    world::{Event, World, say},
};

/// How long it takes to get from a machine that wakes to work.
const UNTIL_SEATED: Millis = 3 * SECOND;
/// How soon the watch of a session that was lost is back, as in the app.
const WATCHED_AGAIN: Millis = 500;

impl World {
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
            self.tell_of_input(machine, now);
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

    /// A key or the mouse is touched by somebody who does not stay. Behind a lock, that makes nobody present.
    pub(crate) fn touch(&mut self, machine: usize) {
        let now = self.now;
        let this = &mut self.machines[machine];
        if !this.is_on() || this.at_desk.is_some() || this.leaving.is_some() {
            return;
        }
        this.last_input = now;
        this.slept = 0;
        let agent = this.plan.agent;
        say!(
            self,
            "somebody touches {}",
            self.machines[machine].plan.name
        );
        self.gave_input(machine);
        self.tell_of_input(machine, now);
        self.expect_nobody(machine);
        self.truth(agent, Cause::Input);
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
            unless_told(said)
        );
        let this = &mut self.machines[machine];
        this.last_input = now;
        this.slept = 0;
        let agent = this.plan.agent;
        self.tell_of_input(machine, now);
        self.expect_nobody(machine);
        self.truth(agent, Cause::Unlock);
        if self.machines[machine].loses_signals {
            self.gave_input(machine);
            return;
        }
        if said {
            self.input(machine, Input::Unlocked);
        } else {
            // Whoever watches the session was lost just before, and comes back.
            self.input(
                machine,
                Input::SessionWatch(Report::Missing("the bus is gone".into())),
            );
            if let Some(run) = self.machines[machine].app.as_ref().map(|app| app.run) {
                self.on_machine(machine, now + WATCHED_AGAIN, MachineEvent::Watched { run });
            }
        }
        // Who unlocks is known to be there, whatever readings say.
        self.gave_input(machine);
    }

    /// The app was called, so that it knows that it slept, and by when. An input that came before counts as one before the
    /// sleep, where the source does not count it.
    pub(super) fn called(&mut self, machine: usize) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let was_called = std::mem::replace(&mut this.called, true);
        let counts = this.plan.system == System::Windows;
        if was_called || counts || this.last_input(now) <= this.awake_since {
            return;
        }
        this.misplaced = true;
        let agent = this.plan.agent;
        self.observer.excuses.begin(Trouble::Sleep { agent }, now);
        if self.machines[machine].at_desk.is_some() {
            // The next key is not misplaced.
            self.gave_input(machine);
        }
    }

    /// The app wants to know of the next input. Linux tells, while it answers at all.
    pub(super) fn announce_input(&mut self, machine: usize, announce: bool) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let can = this.plan.system == System::Linux && !this.idle_fails;
        this.announcing = (announce && can).then_some(now);
        if let Some(since) = this.at_desk {
            self.tell_of_input(machine, since + ((now - since) / TYPING + 1) * TYPING);
        }
    }

    fn tell_of_input(&mut self, machine: usize, at: Millis) {
        let this = &self.machines[machine];
        if this.announcing.is_some()
            && let Some(run) = this.app.as_ref().map(|app| app.run)
        {
            self.on_machine(machine, at + 2, MachineEvent::Input { run });
        }
    }

    /// What the idle source says now.
    pub(super) fn tell_idle_time(&mut self, machine: usize) {
        let this = &self.machines[machine];
        let last_input = if this.idle_fails {
            Err("the display does not answer".into())
        } else {
            Ok(this.last_input_read(self.now))
        };
        let reading = Input::Idle {
            source: "simulated".to_owned(),
            last_input,
            announces: this.announcing.is_some(),
        };
        self.input(machine, reading);
    }

    /// There was input that cannot be misplaced.
    pub(super) fn gave_input(&mut self, machine: usize) {
        let this = &mut self.machines[machine];
        if std::mem::take(&mut this.misplaced) {
            let agent = this.plan.agent;
            self.observer
                .excuses
                .end(Trouble::Sleep { agent }, self.now);
        }
    }
}
