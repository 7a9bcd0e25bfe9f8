//! What the script says begins and ends.

use porchlight_core::{
    intent::{Holding, Intent},
    view::LinkState,
};
use porchlight_protocol::ChoiceStatus;

use super::World;
use super::checks::{FLICKER, TRAY};
use super::event::Event;
use crate::{
    observer::{Cause, GRACE, Hinders, STREAM_OPENS, Trouble},
    script::{PathTrouble, What},
    time::{Millis, SECOND},
    world::say,
};

impl World {
    pub(super) fn begins(&mut self, place: usize) {
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
            What::Touch { machine } => self.touch(machine),
            What::StartApp { machine } => self.start_app(machine),
            What::HandOver { machine } => self.hand_over(machine),
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
                            schedule: (&schedule).into(),
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
                self.observer
                    .excuses
                    .begin(Trouble::Clock { agent }, self.now);
                self.observer
                    .excuses
                    .end(Trouble::Clock { agent }, self.now + 30 * SECOND);
            }
            What::LoseSignals { machine } => {
                say!(
                    self,
                    "signals of the system do not reach the app on {}",
                    self.machines[machine].plan.name
                );
                self.machines[machine].loses_signals = true;
            }
            What::IdleFails { machine } => {
                say!(
                    self,
                    "the idle time of {} cannot be read",
                    self.machines[machine].plan.name
                );
                self.machines[machine].idle_fails = true;
                let agent = self.machines[machine].plan.agent;
                self.observer
                    .excuses
                    .begin(Trouble::Idle { agent }, self.now);
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
                self.observer.excuses.begin(Trouble::Disk, self.now);
            }
            What::KillServer { power } => self.kill_server(power, item.until),
            What::FreezeServer => self.freeze_server(),
            What::SetServerClock { by } => self.set_server_clock(by),
            What::Edit(edit) => self.edit(&edit),
        }
    }

    pub(super) fn ends(&mut self, place: usize) {
        let now = self.now;
        match self.script.items[place].what.clone() {
            What::LoseSignals { machine } => self.machines[machine].loses_signals = false,
            What::IdleFails { machine } => {
                self.machines[machine].idle_fails = false;
                let agent = self.machines[machine].plan.agent;
                self.observer.excuses.end(Trouble::Idle { agent }, now);
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
                if let Some(trouble) = trouble_of(agent, trouble) {
                    self.observer.excuses.end(trouble, now);
                }
                self.truth(agent, Cause::NetworkBack);
            }
            What::Disk { .. } => {
                say!(self, "the server's disk is well again");
                self.disk.trouble = None;
                self.observer.excuses.end(Trouble::Disk, now);
            }
            What::FreezeServer => self.thaw_server(),
            _ => {}
        }
    }

    pub(crate) fn choose(
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
        let before = self.machines[machine].path;
        let goes_on = before.is_some_and(|(before, _)| before.cuts() && trouble.cuts());
        if goes_on && before.is_some_and(|(_, ends)| ends >= until) {
            return;
        }
        say!(
            self,
            "the network of {} for {} s: {trouble:?}",
            self.machines[machine].plan.name,
            (until - now) / SECOND
        );
        self.machines[machine].path = Some((trouble, until));
        if before.is_some() && trouble == PathTrouble::HalfOpen {
            // An attempt to be back that is made in it waits in vain, however short it is.
            let hinders = Hinders::Waits;
            let waits = Trouble::Path { agent, hinders };
            self.observer.excuses.begin(waits, now);
            self.observer.excuses.end(waits, until);
        }
        if !goes_on {
            self.machines[machine].path_since = now;
            let before = before.and_then(|(before, _)| trouble_of(agent, before));
            if let Some(before) = before {
                self.observer.excuses.end(before, now);
            }
            if let Some(trouble) = trouble_of(agent, trouble) {
                self.observer.excuses.begin(trouble, now);
            }
        }
        match trouble {
            PathTrouble::Cut => self.reset_connections(machine),
            PathTrouble::HalfOpen => self.watch_silence(machine),
            _ => {}
        }
        let connected = self.machines[machine].connected_for(now) > FLICKER
            && !self.observer.excuses.lacks_answers(agent, now);
        if trouble == PathTrouble::Cut && until - now < GRACE && connected {
            self.at(
                now + (until - now).min(FLICKER),
                Event::FlickerChecked { item: place },
            );
        }
        let check = match trouble {
            PathTrouble::Cut | PathTrouble::HalfOpen | PathTrouble::Intercepted(_) => Some(TRAY),
            _ => None,
        };
        if let Some(after) = check.filter(|after| now + after < until) {
            self.at(now + after, Event::TrayChecked { item: place });
        }
        self.truth(agent, Cause::NetworkLost);
    }
}

/// What excuses an agent for what is wrong between one of her machines and the server; none where nothing does.
fn trouble_of(agent: usize, path: PathTrouble) -> Option<Trouble> {
    let hinders = match path {
        PathTrouble::Cut | PathTrouble::HalfOpen => Hinders::Cuts,
        PathTrouble::Intercepted(_) => Hinders::Waits,
        PathTrouble::AnswersLost => Hinders::Answers,
        PathTrouble::Buffered(held) if held < STREAM_OPENS => Hinders::Stream,
        PathTrouble::Buffered(_) => Hinders::Opening,
        PathTrouble::Slow => Hinders::Slow,
        PathTrouble::LateHeartbeats(_) => return Some(Trouble::Heartbeats { agent }),
        PathTrouble::Repeats(_) => return None,
    };
    Some(Trouble::Path { agent, hinders })
}
