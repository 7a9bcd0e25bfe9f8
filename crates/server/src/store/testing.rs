//! A store in memory that fails on demand, for tests of what stands on a store.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use porchlight_campus::records::{Commit, Record, Revision, Snapshot, is_history};
use tokio::sync::watch;

use super::{
    CommitError, Store, StoreError,
    watch::{Change, Changes, Publisher, Watch},
};

/// What happens to commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is written.
    Full,
    /// Nothing is written.
    Unavailable,
    /// It is written, and the answer is lost.
    IndeterminateWritten,
    /// It is not written, and nobody knows.
    IndeterminateLost,
    /// Whoever waits for it panics.
    Panics,
}

/// A store in memory, as one server sees it.
#[derive(Clone, Debug)]
pub struct MemoryStore {
    shared: Arc<Mutex<Shared>>,
    server: Arc<Server>,
}

/// What all servers share.
#[derive(Debug)]
struct Shared {
    identity: String,
    last: Revision,
    swept: Revision,
    entries: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    value: Option<Bytes>,
    revision: Revision,
    written_ms: i64,
}

#[derive(Debug)]
struct Server {
    identity: String,
    state: Mutex<ServerState>,
    held: watch::Sender<bool>,
    snapshots_held: watch::Sender<bool>,
    /// How many commits wait until they are released.
    waiting: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct ServerState {
    publisher: Publisher,
    published: Revision,
    fault: Option<Fault>,
    reads_fail: bool,
    /// What another server commits right before the next commit here.
    race: Option<Commit>,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryStore {
    pub fn new() -> Self {
        let mut identity = crate::auth::random_hex();
        identity.truncate(32);
        Self::on(Arc::new(Mutex::new(Shared {
            identity,
            last: Revision(0),
            swept: Revision(0),
            entries: BTreeMap::new(),
        })))
    }

    /// The same store as another server sees it, which has faults and watches of its own. What is committed there is in
    /// the watches here after [`Store::catch_up`].
    #[must_use]
    pub fn another_server(&self) -> Self {
        Self::on(Arc::clone(&self.shared))
    }

    /// From now on every commit of this server fails like this; none heals it.
    pub fn fail_commits(&self, fault: Option<Fault>) {
        self.state().fault = fault;
    }

    /// Whether reading fails from now on.
    pub fn fail_reads(&self, fail: bool) {
        self.state().reads_fail = fail;
    }

    /// Lets another server commit right before the next commit here.
    pub fn race_next_commit(&self, commit: Commit) {
        self.state().race = Some(commit);
    }

    /// Whether the next commit still waits for its race.
    pub fn race_is_pending(&self) -> bool {
        self.state().race.is_some()
    }

    /// Commits wait from now on, as on a disk that does not answer.
    pub fn hold_commits(&self) {
        self.server.held.send_replace(true);
    }

    /// Lets go of the commits that wait, and of later ones.
    pub fn release_commits(&self) {
        self.server.held.send_replace(false);
    }

    /// Until what this answers is dropped, whoever commits stands still with their whole thread.
    pub fn stand_still(&self) -> impl Drop + '_ {
        self.state()
    }

    /// Whether snapshots wait from now on.
    pub fn hold_snapshots(&self, hold: bool) {
        self.server.snapshots_held.send_replace(hold);
    }

    /// Returns once at least so many commits wait.
    pub async fn commits_waiting(&self, count: usize) {
        let mut waiting = self.server.waiting.subscribe();
        // The sender lives as long as this store.
        let _ = waiting.wait_for(|waiting| *waiting >= count).await;
    }

    fn on(shared: Arc<Mutex<Shared>>) -> Self {
        let (identity, published) = {
            let shared = lock(&shared);
            (shared.identity.clone(), shared.last)
        };
        let state = ServerState {
            published,
            ..ServerState::default()
        };
        Self {
            shared,
            server: Arc::new(Server {
                identity,
                state: Mutex::new(state),
                held: watch::Sender::new(false),
                snapshots_held: watch::Sender::new(false),
                waiting: watch::Sender::new(0),
            }),
        }
    }

    async fn wait_until_released(&self) {
        let waiting = Waiting::new(&self.server.waiting);
        // The sender lives as long as this store.
        let _ = self.server.held.subscribe().wait_for(|held| !held).await;
        drop(waiting);
    }

    fn commit_now(&self, commit: &Commit) -> Result<Revision, CommitError> {
        let mut state = self.state();
        let mut shared = lock(&self.shared);
        if let Some(race) = state.race.take() {
            shared.commit(&race)?;
        }
        match state.fault {
            Some(Fault::Full) => return Err(CommitError::Full),
            Some(Fault::Unavailable) => return Err(CommitError::Unavailable(reason())),
            Some(Fault::IndeterminateLost) => return Err(CommitError::Indeterminate(reason())),
            #[expect(clippy::panic, reason = "a test wants to see what comes of it")]
            Some(Fault::Panics) => panic!("{}", reason()),
            Some(Fault::IndeterminateWritten) | None => {}
        }
        state.catch_up(&shared);
        let revision = shared.commit(commit)?;
        if state.fault.is_some() {
            // What is not acknowledged is only found by reading.
            return Err(CommitError::Indeterminate(reason()));
        }
        if revision > state.published {
            let own = Change::of(revision, &commit.writes);
            state.publisher.publish(Changes::Known(vec![own]));
            state.published = revision;
        }
        Ok(revision)
    }

    /// Fails where reading does.
    fn readable(&self) -> Result<MutexGuard<'_, ServerState>, StoreError> {
        let state = self.state();
        if state.reads_fail {
            return Err(StoreError::Unavailable(reason()));
        }
        Ok(state)
    }

    fn state(&self) -> MutexGuard<'_, ServerState> {
        lock(&self.server.state)
    }
}

impl Store for MemoryStore {
    fn identity(&self) -> &str {
        &self.server.identity
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let mut held = self.server.snapshots_held.subscribe();
        // The sender lives as long as this store.
        let _ = held.wait_for(|held| !held).await;
        drop(self.readable()?);
        let shared = lock(&self.shared);
        let current = shared.entries.iter().filter(|(key, _)| !is_history(key));
        Ok(Snapshot {
            revision: shared.last,
            records: current
                .filter(|(_, entry)| entry.value.is_some())
                .map(|(key, entry)| entry.record(key))
                .collect(),
        })
    }

    async fn get(&self, key: &str) -> Result<Option<Record>, StoreError> {
        drop(self.readable()?);
        let shared = lock(&self.shared);
        let found = shared.entries.get(key);
        Ok(found
            .filter(|entry| entry.value.is_some())
            .map(|entry| entry.record(key)))
    }

    async fn history(
        &self,
        from: &str,
        before: &str,
        most: usize,
    ) -> Result<Vec<Record>, StoreError> {
        drop(self.readable()?);
        let shared = lock(&self.shared);
        let range = shared.entries.range(from.to_owned()..before.to_owned());
        let there = range.rev().filter(|(_, entry)| entry.value.is_some());
        Ok(there
            .take(most)
            .map(|(key, entry)| entry.record(key))
            .collect())
    }

    async fn commit(&self, commit: Commit) -> Result<Revision, CommitError> {
        self.wait_until_released().await;
        self.commit_now(&commit)
    }

    async fn watch(&self, from: Revision) -> Result<Watch, StoreError> {
        let mut state = self.readable()?;
        let shared = lock(&self.shared);
        state.catch_up(&shared);
        Ok(state.publisher.watch(shared.changes(from)))
    }

    async fn catch_up(&self) -> Result<Revision, StoreError> {
        let mut state = self.readable()?;
        let shared = lock(&self.shared);
        state.catch_up(&shared);
        Ok(state.published)
    }

    async fn sweep(&self, prefix: &str, before_ms: i64) -> Result<bool, StoreError> {
        let mut state = self.readable()?;
        let mut shared = lock(&self.shared);
        state.catch_up(&shared);
        shared.sweep(prefix, before_ms);
        Ok(false)
    }
}

impl ServerState {
    fn catch_up(&mut self, shared: &Shared) {
        self.publisher.publish(shared.changes(self.published));
        self.published = shared.last;
    }
}

impl Shared {
    fn commit(&mut self, commit: &Commit) -> Result<Revision, CommitError> {
        for condition in &commit.conditions {
            if self.revision(&condition.key) != condition.revision {
                return Err(CommitError::Conflict {
                    key: condition.key.clone(),
                });
            }
        }
        if commit.writes.is_empty() {
            return Ok(self.last);
        }
        self.last = Revision(self.last.0 + 1);
        for write in &commit.writes {
            let entry = Entry {
                value: write.value.clone(),
                revision: self.last,
                written_ms: chrono::Utc::now().timestamp_millis(),
            };
            self.entries.insert(write.key.clone(), entry);
        }
        Ok(self.last)
    }

    /// 0 for what is not there.
    fn revision(&self, key: &str) -> Revision {
        self.entries
            .get(key)
            .filter(|entry| entry.value.is_some())
            .map(|entry| entry.revision)
            .unwrap_or_default()
    }

    fn changes(&self, from: Revision) -> Changes {
        if from != self.last && (from < self.swept || from > self.last) {
            return Changes::Compacted;
        }
        let mut known: BTreeMap<Revision, Vec<Record>> = BTreeMap::new();
        for (key, entry) in &self.entries {
            if entry.revision > from {
                known
                    .entry(entry.revision)
                    .or_default()
                    .push(entry.record(key));
            }
        }
        let change = |(revision, records)| Change { revision, records };
        Changes::Known(known.into_iter().map(change).collect())
    }

    fn sweep(&mut self, prefix: &str, before_ms: i64) {
        let swept = &mut self.swept;
        self.entries.retain(|key, entry| {
            if entry.written_ms >= before_ms {
                return true;
            }
            if entry.value.is_none() {
                *swept = entry.revision.max(*swept);
                return false;
            }
            !(is_history(key) && key.starts_with(prefix))
        });
    }
}

impl Entry {
    fn record(&self, key: &str) -> Record {
        Record {
            key: key.to_owned(),
            value: self.value.clone(),
            revision: self.revision,
        }
    }
}

/// Counts a commit among those that wait, also if it is given up.
struct Waiting<'s>(&'s watch::Sender<usize>);

impl<'s> Waiting<'s> {
    fn new(waiting: &'s watch::Sender<usize>) -> Self {
        waiting.send_modify(|count| *count += 1);
        Self(waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

fn reason() -> String {
    "a test wants it so".to_owned()
}

/// Nothing here panics half-way, so what a panicking test leaves behind is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
