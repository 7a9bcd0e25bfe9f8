//! What is true, and what is published: both go to the observer.

use porchlight_core::SessionFact;
use porchlight_protocol::{Activity, OfficeId, SessionId, Status};

use super::World;
use super::event::Event;
use crate::observer::Cause;

impl World {
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
            self.observer.excuses.lost(agent, cause, now);
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
        self.recheck_notices(agent);
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
    pub(super) fn sessions(&self, machines: &[usize]) -> Vec<SessionFact> {
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

    pub(super) fn compare_published(&mut self, cause: Option<Cause>) {
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
}
