//! Who knows everything: what people really are, what is shown of them, and for how long the two differ.
//!
//! *Real* is what the rule book says of the true facts: what the store has, with what the app has taken on and a server
//! in reach could know; and every device that runs, is signed in, awake and in reach, with its true last input or lock.
//! *Shown* is what the server has published: what customers' pages and `GET` say. For how long the two may differ is said
//! in [`excuses`].

mod choices;
mod excuses;
mod findings;
mod watch;

use std::collections::{BTreeMap, BTreeSet};

use porchlight_campus::{
    PublishedStatus, State,
    records::{Key, Record},
};
use porchlight_core::{Facts, Resolution, SessionFact, resolve, rules};
use porchlight_protocol::{AgentId, Choice, ChoiceId, OfficeId, Status, Timestamp};

use crate::{
    server::Acknowledged,
    time::{Millis, SECOND},
};

use excuses::{Differs, Excuses, ROUND_TRIP, TOO_SHORT};
pub(crate) use excuses::{GRACE, Hinders, STREAM_OPENS, Trouble};
pub use findings::{Cause, Kind, Lag, Sums, Violation};
use watch::{Differ, Watch};

#[derive(Debug, Default)]
struct Agent {
    offices: BTreeMap<OfficeId, Watch>,
    /// Choices that the app has taken on, stamped as the server will, by machine.
    queued: BTreeMap<usize, Vec<Choice>>,
}

pub(crate) struct Observer {
    ids: Vec<AgentId>,
    places: BTreeMap<AgentId, usize>,
    agents: Vec<Agent>,
    pub(crate) excuses: Excuses,
    /// What the store has.
    pub(crate) kept: State,
    acknowledged: BTreeMap<ChoiceId, Acknowledged>,
    /// Choices that an app has taken on and that are neither acknowledged nor refused.
    promised: BTreeMap<ChoiceId, (usize, Millis)>,
    pub(crate) server_up: bool,
    pub(crate) sums: Sums,
    pub(crate) violations: Vec<Violation>,
}

impl Observer {
    pub(crate) fn new(ids: Vec<AgentId>) -> Self {
        let places = ids
            .iter()
            .cloned()
            .enumerate()
            .map(|(place, id)| (id, place))
            .collect();
        Self {
            agents: ids.iter().map(|_| Agent::default()).collect(),
            excuses: Excuses::new(ids.len()),
            ids,
            places,
            kept: State::default(),
            acknowledged: BTreeMap::new(),
            promised: BTreeMap::new(),
            server_up: false,
            sums: Sums::default(),
            violations: Vec::new(),
        }
    }

    pub(crate) fn place(&self, agent: &AgentId) -> Option<usize> {
        self.places.get(agent).copied()
    }

    /// Takes in what the store has now. Names the agents whom it may concern; none stands for everybody.
    pub(crate) fn kept(&mut self, changes: &[Record], wall: Timestamp) -> Option<BTreeSet<usize>> {
        let mut concerned = BTreeSet::new();
        let mut everybody = false;
        for record in changes {
            // A record of the server's own making that cannot be read is told by the server itself.
            let _ = self.kept.apply(record, wall, None);
            match Key::parse(&record.key) {
                Some(
                    Key::Choices(id) | Key::Schedule(id) | Key::Agent(id) | Key::Member(_, id),
                ) => {
                    concerned.extend(self.places.get(&id).copied());
                }
                Some(Key::Organization | Key::Office(_)) => everybody = true,
                _ => {}
            }
        }
        (!everybody).then_some(concerned)
    }

    /// What is true of an agent, and when that changes by itself.
    pub(crate) fn truth(
        &self,
        agent: usize,
        reachable: &[usize],
        sessions: Vec<SessionFact>,
        wall: Timestamp,
    ) -> (Vec<(OfficeId, bool)>, Option<Timestamp>) {
        let Some(resolution) = self.resolution(agent, reachable, sessions, wall) else {
            return (Vec::new(), None);
        };
        let offices = resolution
            .offices
            .into_iter()
            .map(|office| (office.office, office.status == Status::Available))
            .collect();
        (offices, resolution.next_change)
    }

    /// What the rule book says of an agent's true facts.
    pub(crate) fn resolution(
        &self,
        agent: usize,
        reachable: &[usize],
        sessions: Vec<SessionFact>,
        wall: Timestamp,
    ) -> Option<Resolution> {
        let state = self.kept.agent(&self.ids[agent])?;
        let own = state
            .record()
            .and_then(|record| record.own_idle_after_seconds);
        let idle_after =
            rules::idle_after_seconds(self.kept.organization().idle_after_seconds, own);
        let queued = reachable
            .iter()
            .filter_map(|machine| self.agents[agent].queued.get(machine))
            .flatten();
        let queued = queued.filter(|choice| !self.acknowledged.contains_key(&choice.id));
        let facts = Facts {
            idle_after: chrono::Duration::seconds(idle_after.cast_signed()),
            offices: self
                .kept
                .offices_of(state)
                .into_iter()
                .map(|(office, _)| office)
                .collect(),
            choices: state.choices.iter().chain(queued).cloned().collect(),
            schedule: state.schedule.clone(),
            sessions,
            busy: state.busy.clone(),
        };
        Some(resolve(&facts, wall))
    }

    /// Who would not be available in these offices even if the network were well is no victim of a short drop.
    pub(crate) fn set_absent(&mut self, agent: usize, offices: impl Iterator<Item = OfficeId>) {
        for office in offices {
            if let Some(watch) = self.agents[agent].offices.get_mut(&office) {
                watch.steady_since = None;
                watch.down_since = None;
            }
        }
    }

    /// What is true of an agent from now on.
    pub(crate) fn set_real(
        &mut self,
        agent: usize,
        offices: &[(OfficeId, bool)],
        cause: Cause,
        at: Millis,
    ) {
        let gone: Vec<_> = self.agents[agent]
            .offices
            .keys()
            .filter(|office| !offices.iter().any(|(of, _)| of == *office))
            .cloned()
            .map(|office| (office, false))
            .collect();
        for (office, real) in offices.iter().chain(&gone) {
            let watch = self.agents[agent]
                .offices
                .entry(office.clone())
                .or_default();
            if watch.real == *real {
                continue;
            }
            if *real {
                if !watch.is_dropped(at) || watch.steady_since.is_none() {
                    watch.steady_since = Some(at);
                    watch.down_since = None;
                }
            } else if cause == Cause::NetworkLost {
                if watch.cause != Cause::NetworkBack || at - watch.since > TOO_SHORT {
                    watch.dropped_at = at;
                }
            } else {
                watch.steady_since = None;
                // It was shown a moment early.
                watch.down_since = None;
            }
            watch.real = *real;
            watch.since = at;
            watch.cause = cause;
            self.compare(agent, office, cause, at);
        }
    }

    /// What is shown of an agent from now on. Says whether that is something else.
    pub(crate) fn set_shown(
        &mut self,
        agent: usize,
        office: &OfficeId,
        shown: bool,
        cause: Option<Cause>,
        at: Millis,
    ) -> bool {
        if !self.agents[agent].offices.contains_key(office) {
            self.agents[agent]
                .offices
                .insert(office.clone(), Watch::default());
        }
        let Some(watch) = self.agents[agent].offices.get_mut(office) else {
            return false;
        };
        if watch.shown == shown {
            if let Some(cause) = cause {
                self.compare(agent, office, cause, at);
            }
            return false;
        }
        watch.shown = shown;
        let down_since = watch.down_since.take();
        let watch = watch.clone();
        let forgotten =
            cause == Some(Cause::ServerStarted) && self.excuses.was_killed_unable_to_write();
        if !shown && !forgotten && self.is_flap(agent, &watch, at) {
            if let Some(watch) = self.agents[agent].offices.get_mut(office) {
                watch.down_since = Some(at);
            }
        } else if let Some(since) = down_since {
            self.sums.flaps += 1;
            let text = format!(
                "{} is shown as gone in {office} and back {} s later, and was there all the time",
                self.ids[agent],
                (at - since) / SECOND
            );
            self.violate(Kind::Flap, since, Some(agent), text);
        }
        self.compare(agent, office, cause.unwrap_or(watch.cause), at);
        true
    }

    /// An agent is shown in these offices only.
    pub(crate) fn not_shown_elsewhere(
        &mut self,
        agent: usize,
        statuses: &BTreeMap<OfficeId, PublishedStatus>,
        at: Millis,
    ) {
        if self.agents[agent].offices.len() == statuses.len() {
            return;
        }
        let offices = self.agents[agent].offices.keys();
        let gone: Vec<_> = offices
            .filter(|office| !statuses.contains_key(*office))
            .cloned()
            .collect();
        for office in gone {
            self.set_shown(agent, &office, false, None, at);
        }
    }

    /// Nothing is shown any more.
    pub(crate) fn server_gone(&mut self, at: Millis) {
        self.server_up = false;
        for agent in 0..self.agents.len() {
            let offices: Vec<_> = self.agents[agent].offices.keys().cloned().collect();
            for office in offices {
                self.close(agent, &office, at);
            }
        }
    }

    /// Since when an agent has been what she really is in all her offices.
    pub(crate) fn last_change(&self, agent: usize) -> Millis {
        self.agents[agent]
            .offices
            .values()
            .map(|watch| watch.since)
            .max()
            .unwrap_or_default()
    }

    /// Somebody asked an app for something, and was never answered.
    pub(crate) fn unanswered(&mut self, agent: usize, text: String, asked_at: Millis) {
        self.sums.unanswered += 1;
        self.violate(Kind::Unanswered, asked_at, Some(agent), text);
    }

    pub(crate) fn violate(&mut self, kind: Kind, at: Millis, agent: Option<usize>, text: String) {
        if self.violations.len() < 1000 {
            self.violations.push(Violation {
                kind,
                at,
                agent,
                text,
            });
        }
    }

    /// Adds up what is still open.
    pub(crate) fn finish(&mut self, at: Millis) {
        self.server_gone(at);
    }

    /// Whether somebody who is shown as gone from now on is really there, and was for long enough.
    fn is_flap(&self, agent: usize, watch: &Watch, at: Millis) -> bool {
        let dropped = !watch.real && watch.is_dropped(at);
        let Some(steady_since) = watch
            .steady_since
            .filter(|_| self.server_up && (watch.real || dropped))
        else {
            return false;
        };
        if self.excuses.stood_still(steady_since, at) || self.is_choice_on_its_way(agent, at) {
            return false;
        }
        at > self.excuses.allowed_until(
            agent,
            steady_since,
            watch.cause,
            Differs::Flap,
            (steady_since, at),
            false,
        )
    }

    /// Whether she has chosen so lately that no server can know: she may have done it just before her shift's end.
    fn is_choice_on_its_way(&self, agent: usize, at: Millis) -> bool {
        let queued = self.agents[agent].queued.values().flatten();
        queued
            .filter(|choice| !self.acknowledged.contains_key(&choice.id))
            .filter_map(|choice| self.promised.get(&choice.id))
            .any(|(_, since)| at - since < ROUND_TRIP)
    }

    fn compare(&mut self, agent: usize, office: &OfficeId, cause: Cause, at: Millis) {
        if !self.server_up {
            return;
        }
        let queued = self.agents[agent].queued.values().flatten();
        let mut unheard = queued.filter(|choice| !self.acknowledged.contains_key(&choice.id));
        let waiting = unheard.next().is_some();
        let Some(watch) = self.agents[agent].offices.get_mut(office) else {
            return;
        };
        match (watch.shown != watch.real, watch.differ) {
            (true, None) => {
                let caused_at = if cause == Cause::ServerStarted {
                    at
                } else {
                    watch.since
                };
                watch.differ = Some(Differ {
                    since: at,
                    cause,
                    caused_at,
                    ghost: watch.shown,
                    waiting,
                });
            }
            (false, Some(_)) => self.close(agent, office, at),
            _ => {}
        }
    }

    /// What is shown is true again, or nothing is shown.
    fn close(&mut self, agent: usize, office: &OfficeId, at: Millis) {
        let watch = self.agents[agent].offices.get_mut(office);
        let Some(Differ {
            since,
            cause,
            caused_at,
            ghost,
            waiting,
        }) = watch.and_then(|watch| watch.differ.take())
        else {
            return;
        };
        let differs = if ghost {
            Differs::Ghost
        } else {
            Differs::FalseAway
        };
        let allowed = self
            .excuses
            .allowed_until(agent, caused_at, cause, differs, (since, at), waiting)
            .max(since + 2 * SECOND);
        let beyond = (at - allowed).max(0);
        let took = at - since;
        let lags = if ghost {
            &mut self.sums.ghosts
        } else {
            &mut self.sums.false_aways
        };
        let lag = lags.entry(cause).or_default();
        lag.count += 1;
        lag.total_ms += took;
        lag.most_ms = lag.most_ms.max(took);
        lag.each.push(took);
        let (sum, sum_beyond) = if ghost {
            (&mut self.sums.ghost_ms, &mut self.sums.ghost_beyond_ms)
        } else {
            (
                &mut self.sums.false_away_ms,
                &mut self.sums.false_away_beyond_ms,
            )
        };
        *sum += took;
        *sum_beyond += beyond;
        if beyond > 0 {
            let (kind, shown, real) = if ghost {
                (Kind::Ghost, "available", "gone")
            } else {
                (Kind::FalseAway, "gone", "available")
            };
            let allowed = allowed - since;
            let text = format!(
                "{} is shown as {shown} in {office} and really {real} for {}.{:03} s after {cause:?}, where {}.{:03} s are allowed",
                self.ids[agent],
                took / SECOND,
                took % SECOND,
                allowed / SECOND,
                allowed % SECOND
            );
            self.violate(kind, since, Some(agent), text);
        }
    }
}
