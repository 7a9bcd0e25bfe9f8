//! Who knows everything: what people really are, what is shown of them, for how long the two differ, and for how long
//! they may.
//!
//! *Real* is what the rule book says of the true facts: what the store has, with what the app has taken on and a server
//! in reach could know; and every device that runs, is signed in, awake and in reach, with its true last input or lock.
//! *Shown* is what the server has published: what customers' pages and `GET` say.
//!
//! | the two may differ for | when |
//! |---|---|
//! | 2 s, and a packet that is lost and sent again | somebody chose, locked, came back, walked away for long enough, a shift began or ended, an administrator acted, goodbye |
//! | 15 s and 2 s | the app crashed while it was connected |
//! | 90 s | a device vanished, whatever else happens meanwhile: no power, no network, a sleep that nobody announced |
//! | 12 s | the app started or the machine woke, and has to connect first |
//! | 42 s | the network is back, and the app waits for an attempt that nobody answers (10 s), for its next one (30 s), and for that |
//!
//! Trouble that somebody is in adds to that, as [`Trouble`] has it: the server cannot show what it cannot be told.
//!
//! | after it is over | may be shown | because |
//! |---|---|---|
//! | 62 s | as there | the server was down or stood still: every session gets one lease to be heard |
//! | 44 s | as gone | the same, and the app has to find it again |
//! | 30 s | either way | the server's clock was set: the app learns of it by its next sign of life, every 25 s |
//! | 18 s | as before a choice | the server could not write: the app sends it again within 16 s |
//! | 6 s | as there | the idle source failed just when she was gone for long enough: it is read again every 4 s |
//! | 12 s | as gone | nobody said that the machine woke: the app notices by being called, and then has to connect |
//! | 64 s, or until the next input | as gone | a sleep that nobody announced: see [`Trouble::Sleep`] |
//!
//! A flap, shown as gone and really there all the time, is excused neither by a server that was down or stood still, nor by
//! signs of life that are late, nor by a cut of her own network that was shorter than the grace and a round trip. All other
//! trouble does excuse it, for as long as it lasts: a slow or buffering path more generously than it has to.

use std::collections::{BTreeMap, BTreeSet};

use porchlight_campus::{
    PublishedStatus, State,
    records::{AskedRecord, ChoicesRecord, Key, Record, read},
};
use porchlight_core::{Facts, SessionFact, compact, resolve, rules};
use porchlight_protocol::{AgentId, Choice, ChoiceId, OfficeId, Status, Timestamp};
use serde::Serialize;

use crate::{
    server::Acknowledged,
    time::{MINUTE, Millis, SECOND},
};

/// The server's grace: a drop that is shorter is never seen.
pub(crate) const GRACE: Millis = 15 * SECOND;
/// How long the app may take to come back once it can: an attempt that nobody answers, the longest wait, and another.
const RECONNECT: Millis = 42 * SECOND;
/// What every session gets after a restart or a freeze of the server, and 2 s.
const ONE_LEASE: Millis = 62 * SECOND;
/// The app sends a refused choice again within this.
const AGAIN: Millis = 18 * SECOND;
/// The app reads an idle source again within this, if it did not fail for long.
const READ_AGAIN: Millis = 6 * SECOND;
/// By how much a sleep that nobody announced may seem longer than it was: the app is called every 30 s.
const UNSURE: Millis = 64 * SECOND;
/// A drop that is shorter than the grace by less than this may be seen: the next attempt, its round trip, and a packet
/// that is lost and sent again.
const ROUND_TRIP: Millis = 2 * SECOND;
/// A return that is shorter than this ends no drop, for nobody could make use of it.
const TOO_SHORT: Millis = 4 * SECOND;

/// Why what is real has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Idle long enough, a shift's edge, a timer.
    Clock,
    Choice,
    Lock,
    Unlock,
    /// She sat down.
    Input,
    Administrator,
    /// An edit on the command line, a schedule, a setting.
    Edit,
    /// Quit, signed out, shut down, or asleep after saying so.
    Goodbye,
    Crash,
    Vanished,
    NetworkLost,
    NetworkBack,
    Started,
    Woke,
    ServerStarted,
}

/// Something is wrong, so that what is shown may lag behind for as long as it lasts, and a while after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    ServerDown,
    ServerFrozen,
    ServerClock,
    Disk,
    /// Between one of an agent's machines and the server, or in the machine.
    Path {
        agent: usize,
        cuts: bool,
    },
    /// Signs of life may come late, by up to 10 s. Goodbye does not wait for them.
    Heartbeats {
        agent: usize,
    },
    Clock {
        agent: usize,
    },
    /// After a sleep that nobody announced, or before which nothing could be read, until the next input: some idle sources
    /// leave the time asleep out, and it is known to a minute only, so that the app may take her for idle that much too
    /// early, and never too late.
    Sleep {
        agent: usize,
        /// The source counts the time asleep, and nothing tells an input at the end of a long spell of work from one that
        /// much earlier by a source that leaves it out; or the machine woke just before, and nothing tells an input in
        /// between from none. The app takes the earlier one.
        ambiguous: bool,
    },
    /// The idle time cannot be read, so that nobody can tell when somebody who was there goes. That makes nobody available
    /// who was away.
    Idle {
        agent: usize,
    },
    /// Nobody told the app that the machine woke, and it has not noticed yet.
    Waking {
        agent: usize,
    },
}

#[derive(Clone, Copy, Debug)]
struct Spell {
    trouble: Trouble,
    from: Millis,
    until: Option<Millis>,
}

/// What broke a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Shown available for longer than the rule book allows, and really gone.
    Ghost,
    /// Shown as gone for too long, and really there.
    FalseAway,
    /// Shown as gone for however short, and really there all the time.
    Flap,
    /// An acknowledged choice is not in the store.
    Lost,
    /// The same choice got another answer the second time.
    OtherAnswer,
    /// A choice that the app had taken on came to nothing, and nobody was told.
    Dropped,
    /// Somebody asked for something, and was never answered.
    Unanswered,
    /// What an administrator did was undone by a choice that was made before she could know of it.
    Undone,
    /// Surfaces disagree although everything has settled.
    Disagree,
    /// The tray looks connected long after it is not, or not connected long after it is.
    Tray,
    /// Publishing everybody anew changed something.
    Stale,
}

/// A bound that was broken, with the moment at which shown and real parted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    pub kind: Kind,
    pub at: Millis,
    pub agent: Option<usize>,
    pub text: String,
}

/// How an agent stands in one office.
#[derive(Clone, Debug)]
struct Watch {
    shown: bool,
    real: bool,
    /// Since when it is really so, and why.
    since: Millis,
    cause: Cause,
    /// Since when it is real but for drops that nobody may see.
    steady_since: Option<Millis>,
    /// When the last drop began; returns that are too short do not end it.
    dropped_at: Millis,
    differ: Option<Differ>,
    /// Customers were shown that she is gone, and she is there: a flap, if she is shown again without having left.
    down_since: Option<Millis>,
}

/// Shown and real differ.
#[derive(Clone, Copy, Debug)]
struct Differ {
    since: Millis,
    cause: Cause,
    /// From when on it is counted what is allowed after such a cause.
    caused_at: Millis,
    /// Shown, and not real.
    ghost: bool,
    /// A choice of hers was on its way then.
    waiting: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Differs {
    Ghost,
    FalseAway,
    Flap,
}

impl Watch {
    /// Whether it is, or was until now, in a drop that nobody may see.
    fn is_dropped(&self, at: Millis) -> bool {
        self.cause == Cause::NetworkLost && at - self.dropped_at < GRACE - ROUND_TRIP
    }
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            shown: false,
            real: false,
            since: 0,
            cause: Cause::Started,
            steady_since: None,
            dropped_at: 0,
            differ: None,
            down_since: None,
        }
    }
}

#[derive(Debug, Default)]
struct Agent {
    offices: BTreeMap<OfficeId, Watch>,
    /// Choices that the app has taken on, stamped as the server will, by machine.
    queued: BTreeMap<usize, Vec<Choice>>,
    /// When a device of hers was last lost without a goodbye, and until when customers may be shown it.
    lost: Option<(Millis, Millis)>,
    /// When a packet of one of her machines was last lost, and when it arrived after all.
    resent: (Millis, Millis),
}

/// How long it took until what was shown was true again.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Lag {
    pub count: u64,
    pub total_ms: Millis,
    pub most_ms: Millis,
    #[serde(skip)]
    pub each: Vec<Millis>,
}

/// What the observer has added up.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sums {
    /// Shown available, and really not.
    pub ghost_ms: Millis,
    /// Of that, beyond what is allowed.
    pub ghost_beyond_ms: Millis,
    pub false_away_ms: Millis,
    pub false_away_beyond_ms: Millis,
    pub flaps: u64,
    pub acknowledged: u64,
    pub lost: u64,
    pub other_answers: u64,
    pub dropped: u64,
    pub unanswered: u64,
    pub looked: u64,
    pub disagreements: u64,
    pub tray_lies: u64,
    pub stale: u64,
    pub ghosts: BTreeMap<Cause, Lag>,
    pub false_aways: BTreeMap<Cause, Lag>,
}

pub(crate) struct Observer {
    ids: Vec<AgentId>,
    places: BTreeMap<AgentId, usize>,
    agents: Vec<Agent>,
    spells: Vec<Spell>,
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
            ids,
            places,
            spells: Vec::new(),
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

    /// The app on a machine has taken on other choices than before.
    pub(crate) fn queued(
        &mut self,
        agent: usize,
        machine: usize,
        after: &[Choice],
        connected: bool,
        wall: Timestamp,
        at: Millis,
    ) {
        let known = self
            .kept
            .agent(&self.ids[agent])
            .and_then(|agent| agent.last_stamp);
        let queue = self.agents[agent].queued.entry(machine).or_default();
        queue.retain(|choice| after.iter().any(|other| other.id == choice.id));
        for choice in after {
            if queue.iter().any(|known| known.id == choice.id) {
                continue;
            }
            let latest = queue.iter().map(|choice| choice.set_at).chain(known).max();
            let set_at = if connected {
                rules::next_stamp(wall, latest)
            } else {
                choice.set_at
            };
            queue.push(Choice {
                set_at,
                ..choice.clone()
            });
            self.promised
                .entry(choice.id.clone())
                .or_insert((agent, at));
        }
    }

    /// What is true of an agent, and when that changes by itself.
    pub(crate) fn truth(
        &self,
        agent: usize,
        reachable: &[usize],
        sessions: Vec<SessionFact>,
        wall: Timestamp,
    ) -> (Vec<(OfficeId, bool)>, Option<Timestamp>) {
        let Some(state) = self.kept.agent(&self.ids[agent]) else {
            return (Vec::new(), None);
        };
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
        };
        let resolution = resolve(&facts, wall);
        let offices = resolution
            .offices
            .into_iter()
            .map(|office| (office.office, office.status == Status::Available))
            .collect();
        (offices, resolution.next_change)
    }

    /// A packet of one of her machines was lost, and is sent again.
    pub(crate) fn resent(&mut self, agent: usize, at: Millis, arrives: Millis) {
        self.agents[agent].resent = (at, arrives);
    }

    /// A device of hers is gone, and could not say so.
    pub(crate) fn lost(&mut self, agent: usize, cause: Cause, at: Millis) {
        let lost = &mut self.agents[agent].lost;
        let until = at + allowance(cause, Differs::Ghost);
        *lost = Some((at, lost.map_or(until, |(_, before)| before.max(until))));
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
        if !shown && self.is_flap(agent, &watch, at) {
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

    pub(crate) fn begin(&mut self, trouble: Trouble, at: Millis) {
        self.spells.push(Spell {
            trouble,
            from: at,
            until: None,
        });
    }

    pub(crate) fn end(&mut self, trouble: Trouble, at: Millis) {
        if let Some(spell) = self
            .spells
            .iter_mut()
            .rev()
            .find(|spell| spell.trouble == trouble && spell.until.is_none())
        {
            spell.until = Some(at);
        }
    }

    /// Whether anything is wrong, or was of late.
    pub(crate) fn is_settled(&self, agent: Option<usize>, at: Millis) -> bool {
        !self.spells.iter().rev().take(200).any(|spell| {
            let concerned = match spell.trouble {
                Trouble::Path { agent: of, .. }
                | Trouble::Heartbeats { agent: of }
                | Trouble::Clock { agent: of } => agent.is_none_or(|agent| agent == of),
                Trouble::Sleep { .. } | Trouble::Idle { .. } | Trouble::Waking { .. } => false,
                _ => true,
            };
            concerned && spell.until.is_none_or(|until| at - until < 2 * MINUTE)
        })
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

    pub(crate) fn acknowledge(&mut self, acknowledged: Acknowledged, at: Millis) {
        self.sums.acknowledged += 1;
        self.promised.remove(&acknowledged.choice);
        let before = self.acknowledged.get(&acknowledged.choice);
        if let Some(before) =
            before.filter(|before| before.answer.choice != acknowledged.answer.choice)
        {
            let text = format!(
                "the choice {} was answered as {:?}, and again as {:?}",
                acknowledged.choice, before.answer, acknowledged.answer
            );
            self.sums.other_answers += 1;
            let agent = self.places.get(&acknowledged.agent).copied();
            self.violate(Kind::OtherAnswer, at, agent, text);
        }
        self.acknowledged
            .insert(acknowledged.choice.clone(), acknowledged);
    }

    /// A choice that was refused never was, and its sender knows; unless it was kept before.
    pub(crate) fn refused(&mut self, agent: &AgentId, choice: &ChoiceId, kept: bool, at: Millis) {
        self.promised.remove(choice);
        if kept {
            self.sums.other_answers += 1;
            let place = self.places.get(agent).copied();
            self.violate(
                Kind::OtherAnswer,
                at,
                place,
                format!(
                    "the choice {choice} of {agent} is in the store, and is refused the second time"
                ),
            );
        }
    }

    /// Somebody asked an app for something, and was never answered.
    pub(crate) fn unanswered(&mut self, agent: usize, text: String, asked_at: Millis) {
        self.sums.unanswered += 1;
        self.violate(Kind::Unanswered, asked_at, Some(agent), text);
    }

    /// Looks for every acknowledged choice in the store.
    pub(crate) fn look_for_acknowledged(
        &mut self,
        get: impl Fn(&Key) -> Option<Record>,
        at: Millis,
    ) {
        let mut lost = Vec::new();
        for (id, Acknowledged { agent, answer, .. }) in &self.acknowledged {
            let asked = get(&Key::Asked(agent.clone(), id.clone()))
                .and_then(|record| read::<AskedRecord>(&record.key, record.value.as_deref()?).ok());
            let choices = get(&Key::Choices(agent.clone())).and_then(|record| {
                read::<ChoicesRecord>(&record.key, record.value.as_deref()?).ok()
            });
            let choice = &answer.choice;
            let stands = choices.is_some_and(|record| {
                let known = record.choices.iter().any(|known| known.id == *id);
                known || is_superseded(choice, &record.choices)
            });
            if asked.is_none() || !stands {
                lost.push((agent.clone(), id.clone()));
            }
        }
        for (agent, id) in lost {
            self.acknowledged.remove(&id);
            self.sums.lost += 1;
            let place = self.places.get(&agent).copied();
            self.violate(
                Kind::Lost,
                at,
                place,
                format!("the choice {id} of {agent} was acknowledged, and is not in the store"),
            );
        }
    }

    /// Looks for choices that an app took on and that neither stand nor wait.
    pub(crate) fn look_for_dropped(
        &mut self,
        waiting: &BTreeSet<ChoiceId>,
        in_store: impl Fn(&AgentId, &ChoiceId) -> bool,
        at: Millis,
    ) {
        let old: Vec<_> = self
            .promised
            .iter()
            .filter(|(_, (_, since))| at - since > 10 * SECOND)
            .map(|(id, (agent, _))| (id.clone(), *agent))
            .collect();
        for (id, agent) in old {
            if waiting.contains(&id) {
                continue;
            }
            self.promised.remove(&id);
            if !in_store(&self.ids[agent], &id) {
                self.sums.dropped += 1;
                let name = self.ids[agent].clone();
                self.violate(
                    Kind::Dropped,
                    at,
                    Some(agent),
                    format!(
                        "the choice {id} of {name} was taken on by the app, and came to nothing"
                    ),
                );
            }
        }
    }

    /// A run of the app ended before what it had taken on was on its disk: nobody was promised anything.
    pub(crate) fn never_promised(&mut self, choices: impl Iterator<Item = ChoiceId>) {
        for choice in choices {
            self.promised.remove(&choice);
        }
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
        at > self.allowed_until(
            agent,
            steady_since,
            watch.cause,
            Differs::Flap,
            (steady_since, at),
            false,
        )
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

    /// Until when shown and real may differ after something that happened to an agent.
    fn allowed_until(
        &self,
        agent: usize,
        since: Millis,
        cause: Cause,
        differs: Differs,
        (differ_since, at): (Millis, Millis),
        waiting: bool,
    ) -> Millis {
        let mut allowed = since + allowance(cause, differs);
        if let Some((lost_at, until)) = self.agents[agent].lost
            && differs == Differs::Ghost
            && lost_at <= allowed.max(differ_since)
            && until > since
        {
            allowed = allowed.max(until);
        }
        let (resent_at, arrived) = self.agents[agent].resent;
        if resent_at <= allowed.max(differ_since) && arrived > since {
            allowed = allowed.max(arrived + SECOND);
        }
        for spell in &self.spells {
            // What was on its way when the network broke may still arrive, and be overtaken by what she chose meanwhile.
            let cause = if differs == Differs::Ghost
                && differ_since > spell.from
                && cause == Cause::NetworkLost
            {
                Cause::NetworkBack
            } else {
                cause
            };
            let Some(more) = spell.excuses(agent, cause, differs, waiting) else {
                continue;
            };
            let mut until = spell.until.unwrap_or(at).saturating_add(more);
            match spell.trouble {
                Trouble::Sleep {
                    ambiguous: false, ..
                } => until = until.min(differ_since + UNSURE),
                // Whoever was known to be away stays so.
                Trouble::Idle { .. }
                    if differs == Differs::Ghost
                        && (spell.from > since + SECOND || differ_since > since + SECOND) =>
                {
                    continue;
                }
                _ => {}
            }
            let clock = matches!(
                spell.trouble,
                Trouble::ServerClock | Trouble::Clock { .. } | Trouble::Sleep { .. }
            );
            // They shift what was decided long ago.
            // A device of hers that is cut off does not take over from another.
            let path = differs == Differs::Flap && matches!(spell.trouble, Trouble::Path { .. });
            let began = spell.from <= allowed.max(differ_since) || clock || path;
            if began && spell.from <= at && until > since {
                allowed = allowed.max(until);
            }
        }
        allowed
    }
}

impl Spell {
    /// For how long after its end shown and real may still differ because of it; none if it is no excuse.
    fn excuses(
        &self,
        agent: usize,
        cause: Cause,
        differs: Differs,
        waiting: bool,
    ) -> Option<Millis> {
        let decided =
            waiting || matches!(cause, Cause::Choice | Cause::Administrator | Cause::Edit);
        match (self.trouble, differs) {
            (Trouble::ServerDown | Trouble::ServerFrozen, Differs::Ghost) => Some(ONE_LEASE),
            // Who was there all the time gets a lease to be heard, and nobody sees the restart.
            (
                Trouble::ServerDown | Trouble::ServerFrozen | Trouble::Heartbeats { .. },
                Differs::Flap,
            )
            | (Trouble::Sleep { .. } | Trouble::Waking { .. }, Differs::Ghost) => None,
            (Trouble::ServerDown | Trouble::ServerFrozen, Differs::FalseAway) => {
                Some(RECONNECT + 2 * SECOND)
            }
            (Trouble::ServerClock, _) => Some(30 * SECOND),
            // Devices that are gone are gone whether or not that can be written.
            (Trouble::Disk, Differs::Ghost) => decided.then_some(AGAIN),
            (Trouble::Disk, _) => (decided
                || matches!(cause, Cause::Started | Cause::Woke | Cause::NetworkBack))
            .then_some(AGAIN),
            (Trouble::Path { agent: of, .. }, Differs::Ghost) => {
                let lost = matches!(cause, Cause::Crash | Cause::Vanished | Cause::NetworkLost);
                (of == agent && !lost).then_some(RECONNECT)
            }
            (
                Trouble::Path { agent: of, .. } | Trouble::Heartbeats { agent: of },
                Differs::FalseAway,
            ) => (of == agent).then_some(RECONNECT),
            (Trouble::Path { agent: of, cuts }, Differs::Flap) => {
                let short = self
                    .until
                    .is_some_and(|until| until - self.from < GRACE - ROUND_TRIP);
                (of == agent && !(cuts && short)).then_some(RECONNECT)
            }
            (Trouble::Heartbeats { agent: of }, Differs::Ghost) => {
                let gone = matches!(
                    cause,
                    Cause::Goodbye | Cause::Crash | Cause::Vanished | Cause::NetworkLost
                );
                (of == agent && !gone).then_some(RECONNECT)
            }
            (Trouble::Clock { agent: of }, _) => (of == agent).then_some(5 * SECOND),
            (Trouble::Idle { agent: of }, Differs::Ghost) => {
                (of == agent && cause == Cause::Clock).then_some(READ_AGAIN)
            }
            (Trouble::Idle { agent: of }, _) => (of == agent).then_some(READ_AGAIN),
            (Trouble::Waking { agent: of }, _) => {
                (of == agent).then_some(allowance(Cause::Woke, differs))
            }
            (Trouble::Sleep { agent: of, .. }, _) => (of == agent).then_some(2 * SECOND),
        }
    }
}

/// How long shown and real may differ where nothing else is wrong.
fn allowance(cause: Cause, differs: Differs) -> Millis {
    match (cause, differs) {
        (Cause::Crash, _) => GRACE + 2 * SECOND,
        (Cause::Vanished | Cause::NetworkLost, _) => 90 * SECOND,
        (Cause::Started | Cause::Woke, _) => 12 * SECOND,
        (Cause::NetworkBack, _) => RECONNECT,
        (Cause::ServerStarted, Differs::Ghost) => ONE_LEASE,
        (Cause::ServerStarted, _) => RECONNECT + 2 * SECOND,
        _ => 2 * SECOND,
    }
}

/// Whether a choice no longer matters beside others.
fn is_superseded(choice: &Choice, others: &[Choice]) -> bool {
    let all = others.iter().cloned().chain([choice.clone()]).collect();
    compact(all).iter().all(|left| left.id != choice.id)
}
