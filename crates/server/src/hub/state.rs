use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use bytes::Bytes;
use porchlight_core::Facts;
use porchlight_protocol::{
    Agent, AgentId, Cause, Notice, OfficeId, PublicOffice, Role, SessionId, Status, Timestamp,
};
use serde::Serialize;

use super::{
    Request,
    sessions::{Device, Lease, Tokens},
    streams::{Audience, Closed, Reader, StreamId, Streams, Told},
};
use crate::{
    auth,
    clock::{Clock, Now},
    config::Tunables,
    store::{
        Block, Store, StoreError, Write,
        records::{ActRecord, Key, OrganizationRecord},
    },
};

/// How often a commit is tried again because another process wrote in between.
const TRIES: usize = 8;
/// How long what was answered to a choice is remembered.
const REMEMBER_ANSWERS: chrono::Duration = chrono::Duration::days(30);
/// How often what need not be remembered is dropped.
const HOUSEKEEPING: Duration = Duration::from_hours(24);
/// The calendar differs from the steady clock by more than this: somebody set it.
const CLOCK_STEP: chrono::Duration = chrono::Duration::milliseconds(250);

/// All facts, and what was told of them.
pub(crate) struct State {
    pub(super) clock: Arc<dyn Clock>,
    pub(super) tunables: Tunables,
    pub(super) now: Now,
    pub(super) epoch: String,
    pub(super) organization: OrganizationRecord,
    pub(super) people: BTreeMap<AgentId, Person>,
    pub(super) emails: BTreeMap<String, AgentId>,
    pub(super) offices: BTreeMap<OfficeId, Office>,
    pub(super) sessions: BTreeMap<SessionId, AgentId>,
    pub(super) tokens: Arc<RwLock<Tokens>>,
    pub(super) streams: Streams,
    pub(super) dirty: Dirty,
    pub(super) pending: Pending,
    /// When something changes by itself, and for whom.
    pub(super) dues: BTreeSet<(Duration, AgentId)>,
    store: Box<dyn Store>,
    /// The last revision given away.
    revision: u64,
    /// Up to here, revisions are this process' own.
    reserved: u64,
    /// The revision of the last write in the store that is known here.
    written: u64,
    /// The last revision told.
    told: u64,
    housekeeping: Duration,
    ending: bool,
    stopped: bool,
}

/// An agent.
#[derive(Debug)]
pub(super) struct Person {
    pub agent: Agent,
    pub owner: bool,
    pub own_idle_after_seconds: Option<u64>,
    pub facts: Facts,
    /// When the schedule's timeline was last laid out.
    pub laid_out: Timestamp,
    pub schedule_revision: u64,
    /// Administrators' acts that she has not answered by a choice of her own.
    pub acts: BTreeMap<OfficeId, ActRecord>,
    pub last_stamp: Timestamp,
    pub devices: BTreeMap<SessionId, Device>,
    /// What was last told of her.
    pub shown: BTreeMap<OfficeId, Shown>,
    pub due: Option<Duration>,
}

impl Person {
    pub(super) fn new(agent: Agent, now: Timestamp) -> Self {
        let facts = Facts {
            idle_after: chrono::Duration::MAX,
            offices: Vec::new(),
            choices: Vec::new(),
            schedule: None,
            sessions: Vec::new(),
        };
        Self {
            agent,
            owner: false,
            own_idle_after_seconds: None,
            facts,
            laid_out: now,
            schedule_revision: 0,
            acts: BTreeMap::new(),
            last_stamp: Timestamp::UNIX_EPOCH,
            devices: BTreeMap::new(),
            shown: BTreeMap::new(),
            due: None,
        }
    }
}

/// What an agent is in an office, as last told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    pub status: Status,
    pub cause: Cause,
    pub since: Option<Timestamp>,
}

#[derive(Debug, Default)]
pub(super) struct Office {
    pub name: String,
    pub public: bool,
    pub members: BTreeMap<AgentId, Role>,
    /// The counter: distinct agents Available.
    pub available: u32,
    /// What customers' pages were last told.
    pub page: Option<PublicOffice>,
    /// Its agents as they stand in a snapshot, as long as nothing changes.
    pub worded: Option<Bytes>,
}

/// What is to be looked at again before the next answer.
#[derive(Debug, Default)]
pub(super) struct Dirty {
    pub statuses: BTreeSet<AgentId>,
    pub own: BTreeSet<AgentId>,
    pub everything: BTreeSet<AgentId>,
    pub notices: Vec<(AgentId, Notice)>,
    pub pages: BTreeSet<OfficeId>,
}

/// What the requests of one commit write and tell.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub writes: BTreeMap<String, Write>,
    /// Facts that hold whether or not they can be written, such as that a device is gone. Tried until they are.
    pub soft: BTreeMap<String, Option<Vec<u8>>>,
    pub told: Vec<Told>,
    pub opened: Vec<StreamId>,
    /// Sessions to write down as they are.
    pub devices: BTreeSet<(AgentId, SessionId)>,
}

impl State {
    pub(super) fn load(
        mut store: Box<dyn Store>,
        clock: Arc<dyn Clock>,
        tunables: Tunables,
        tokens: Arc<RwLock<Tokens>>,
    ) -> Result<Self, StoreError> {
        let Block { after, last } = store.reserve()?;
        let contents = store.snapshot()?;
        let now = clock.now();
        tokens
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        let mut state = Self {
            clock,
            tunables,
            now,
            epoch: auth::random_hex()[..12].to_owned(),
            organization: OrganizationRecord::default(),
            people: BTreeMap::new(),
            emails: BTreeMap::new(),
            offices: BTreeMap::new(),
            sessions: BTreeMap::new(),
            tokens,
            streams: Streams::new(after),
            dirty: Dirty::default(),
            pending: Pending::default(),
            dues: BTreeSet::new(),
            store,
            revision: after,
            reserved: last,
            written: contents.revision,
            told: after,
            housekeeping: now.steady,
            ending: false,
            stopped: false,
        };
        state.apply_all(&contents.writes)?;
        // Nobody listens yet, and nobody can have missed what another epoch told.
        state.settle();
        state.pending.told.clear();
        state.told = state.revision;
        state.streams = Streams::new(state.revision);
        Ok(state)
    }

    pub(super) fn closed_streams(&self) -> Arc<Closed> {
        self.streams.closed()
    }

    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    /// How long there is nothing to do but requests.
    pub(super) fn sleep(&self) -> Option<Duration> {
        let due = self.dues.first().map(|(due, _)| *due);
        let look = self.anybody_live().then(|| self.now.steady + self.tick());
        let next = due.into_iter().chain(look).min()?;
        self.clock.until(next)
    }

    /// Whatever time has brought, and then a group of requests in one commit.
    pub(super) fn turn(&mut self, group: &mut Vec<Box<dyn Request>>) {
        self.look_at_the_clock();
        self.catch_up();
        for stream in self.streams.closed().take() {
            self.stream_closed(stream);
        }
        self.expire();
        self.settle();
        let mut tries = 0;
        let written = loop {
            for request in group.iter_mut() {
                request.run(self);
                self.settle();
            }
            match self.commit() {
                Ok(()) => break true,
                Err(StoreError::Conflict) if tries < TRIES => {
                    tries += 1;
                    self.undo();
                    self.catch_up();
                }
                Err(error) => {
                    tracing::error!(%error, "nothing can be written; requests are refused until it can");
                    self.undo();
                    break false;
                }
            }
        };
        self.flush();
        for request in group.drain(..) {
            request.answer(written);
        }
    }

    /// A revision that nobody else has.
    pub(super) fn next_revision(&mut self) -> u64 {
        if self.revision >= self.reserved {
            self.reserve();
        }
        self.revision += 1;
        self.revision
    }

    /// The last revision given away: that of the state as it is.
    pub(super) const fn revision(&self) -> u64 {
        self.revision
    }

    /// The last revision that went out.
    pub(super) const fn told_revision(&self) -> u64 {
        self.told
    }

    /// Writes a fact: in memory now, on disk with the group's commit. Answers its revision.
    pub(super) fn write(&mut self, key: &Key, record: &impl Serialize) -> u64 {
        let revision = self.next_revision();
        self.write_at(key, record, revision);
        revision
    }

    /// The same, at a revision already taken.
    pub(super) fn write_at(&mut self, key: &Key, record: &impl Serialize, revision: u64) {
        // Records have string keys only, so this cannot fail.
        self.put(
            key,
            Some(serde_json::to_vec(record).unwrap_or_default()),
            revision,
        );
    }

    pub(super) fn remove(&mut self, key: &Key) {
        let revision = self.next_revision();
        self.put(key, None, revision);
    }

    fn put(&mut self, key: &Key, value: Option<Vec<u8>>, revision: u64) {
        let write = Write {
            key: key.to_string(),
            value,
            revision,
        };
        if let Err(error) = self.apply(&write) {
            tracing::error!(%error, key = write.key, "a fact cannot be taken in");
        }
        self.pending.writes.insert(write.key.clone(), write);
    }

    /// A fact that is not held in memory.
    pub(super) fn look_up(&mut self, key: &Key) -> Result<Option<Vec<u8>>, super::Refusal> {
        let key = key.to_string();
        if let Some(write) = self.pending.writes.get(&key) {
            return Ok(write.value.clone());
        }
        self.store.get(&key).map_err(|error| {
            tracing::error!(%error, "the store cannot be read");
            super::Refusal::Unavailable
        })
    }

    /// Says goodbye to all readers; new ones are refused from now on.
    pub(crate) fn end_streams(&mut self) {
        self.ending = true;
        self.streams.end_all();
    }

    /// Whether requests can be served: the hub decides, and the store can be written.
    pub(crate) fn ready(&self) -> Result<(), super::Refusal> {
        if self.ending || !self.pending.soft.is_empty() {
            return Err(super::Refusal::Unavailable);
        }
        Ok(())
    }

    pub(super) const fn ending(&self) -> bool {
        self.ending
    }

    pub(crate) fn open_streams(&self) -> usize {
        self.streams.len()
    }

    /// Ends the hub's thread after this turn.
    pub(crate) fn stop(&mut self) {
        self.end_streams();
        self.stopped = true;
    }

    fn reserve(&mut self) {
        match self.store.reserve() {
            Ok(block) => {
                self.revision = block.after;
                self.reserved = block.last;
            }
            Err(error) => tracing::error!(%error, "no revisions can be set aside"),
        }
    }

    /// Takes in what other processes wrote.
    fn catch_up(&mut self) {
        let contents = match self.store.watch(self.written) {
            Ok(contents) => contents,
            Err(error) => {
                tracing::error!(%error, "what others wrote cannot be read");
                return;
            }
        };
        if contents.revision > self.revision {
            self.reserve();
        }
        self.written = self.written.max(contents.revision);
        if contents.writes.is_empty() {
            return;
        }
        tracing::info!(
            facts = contents.writes.len(),
            "another process changed the data"
        );
        if let Err(error) = self.apply_all(&contents.writes) {
            tracing::error!(%error, "a fact that another process wrote cannot be taken in");
        }
        self.settle();
    }

    fn look_at_the_clock(&mut self) {
        let now = self.clock.now();
        let passed = now.steady.saturating_sub(self.now.steady);
        let drift = now.wall
            - self.now.wall
            - chrono::Duration::from_std(passed).unwrap_or(chrono::Duration::MAX);
        self.now = now;
        // Nobody could be heard while this process stood still.
        if passed > (self.tick() * 2).max(Duration::from_secs(1)) && self.extend_all() {
            tracing::info!(
                seconds = passed.as_secs(),
                "the server stood still; every session gets a new lease"
            );
        }
        if drift.abs() > CLOCK_STEP {
            tracing::info!(
                milliseconds = drift.num_milliseconds(),
                "the clock was set; everything is decided anew"
            );
            self.dirty.statuses.extend(self.people.keys().cloned());
        }
        if now.steady.saturating_sub(self.housekeeping) >= HOUSEKEEPING {
            self.housekeeping = now.steady;
            let before = (now.wall - REMEMBER_ANSWERS).timestamp_millis();
            if let Err(error) = self.store.forget("asked/", before) {
                tracing::warn!(%error, "old answers cannot be dropped");
            }
            self.forget_old_devices();
        }
    }

    /// How often to look whether this process stood still, while there are sessions.
    fn tick(&self) -> Duration {
        self.tunables.lease / 6
    }

    /// Ends the leases that ran out.
    fn expire(&mut self) {
        while let Some((due, agent)) = self.dues.first().cloned() {
            if due > self.now.steady {
                break;
            }
            self.dues.pop_first();
            if let Some(person) = self.people.get_mut(&agent) {
                person.due = None;
            }
            self.expire_leases(&agent);
            self.dirty.statuses.insert(agent);
        }
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        let asked_for = !self.pending.writes.is_empty() || !self.pending.devices.is_empty();
        match self.write_down() {
            // Nobody waits for what is left from before, so nobody is refused for it.
            Err(error) if !asked_for => {
                tracing::debug!(%error, "what is left from before cannot be written yet");
                Ok(())
            }
            result => result,
        }
    }

    fn write_down(&mut self) -> Result<(), StoreError> {
        for (agent, session) in mem::take(&mut self.pending.devices) {
            let record = self
                .people
                .get(&agent)
                .and_then(|person| person.devices.get(&session));
            let Some(record) = record.map(|device| device.record(&agent)) else {
                continue;
            };
            let value = serde_json::to_vec(&record).unwrap_or_default();
            let key = Key::Session(session).to_string();
            if let Some(write) = self.pending.writes.get_mut(&key) {
                write.value = Some(value);
            } else {
                self.pending.soft.insert(key, Some(value));
            }
        }
        let Pending { writes, soft, .. } = &mut self.pending;
        soft.retain(|key, _| !writes.contains_key(key));
        let mut writes: Vec<_> = writes.values().cloned().collect();
        for key in self.pending.soft.keys().cloned().collect::<Vec<_>>() {
            let revision = self.next_revision();
            writes.push(Write {
                value: self.pending.soft[&key].clone(),
                key,
                revision,
            });
        }
        let Some(last) = writes.iter().map(|write| write.revision).max() else {
            return Ok(());
        };
        self.store.put_if(self.written, &writes)?;
        self.written = last;
        self.pending.soft.clear();
        Ok(())
    }

    /// Takes back what could not be written: the store says what holds instead.
    fn undo(&mut self) {
        let pending = mem::take(&mut self.pending);
        self.pending.soft = pending.soft;
        for stream in pending.opened {
            self.stream_closed(stream);
        }
        for write in pending.writes.into_values() {
            let held = match self.store.get(&write.key) {
                Ok(value) => Write { value, ..write },
                Err(error) => {
                    tracing::error!(%error, key = write.key, "a fact cannot be read back");
                    continue;
                }
            };
            if let Err(error) = self.apply(&held) {
                tracing::error!(%error, key = held.key, "a fact cannot be taken back");
            }
        }
        self.settle();
    }

    /// Tells what is on disk now.
    fn flush(&mut self) {
        let pending = mem::take(&mut self.pending);
        self.pending.soft = pending.soft;
        self.pending.devices = pending.devices;
        for told in pending.told {
            for stream in self.streams.tell(told) {
                tracing::info!(stream, "a reader was too far behind and is cut off");
                self.stream_closed(stream);
            }
        }
        self.told = self.revision;
    }

    pub(super) fn tell(&mut self, told: Told) {
        self.pending.told.push(told);
    }

    /// A stream is over, for whatever reason.
    pub(super) fn stream_closed(&mut self, stream: StreamId) {
        if let Some(Reader::Session { agent, session }) = self.streams.close(stream) {
            self.cut_lease(&agent, &session);
        }
    }

    fn anybody_live(&self) -> bool {
        self.people.values().any(|person| {
            person
                .devices
                .values()
                .any(|device| matches!(device.lease, Lease::Until(_)))
        })
    }

    /// Tells the agent's own streams something worded for each, and remembers that there was something.
    pub(super) fn tell_own(
        &mut self,
        agent: &AgentId,
        starts_over: bool,
        frames: Vec<(StreamId, Bytes)>,
        revision: u64,
    ) {
        for (stream, frame) in frames {
            self.tell(Told {
                revision,
                to: Audience::Stream(stream),
                frame: Some(frame),
                starts_over,
            });
        }
        self.tell(Told {
            revision,
            to: Audience::Agent(agent.clone()),
            frame: None,
            starts_over,
        });
    }
}
