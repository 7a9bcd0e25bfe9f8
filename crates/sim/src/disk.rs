//! The server's disk: what was committed, what of that is synced, and what becomes of the one commit under way.

use std::collections::BTreeMap;

use bytes::Bytes;
use porchlight_campus::{
    CommitFailure,
    records::{Commit, Key, Record, Revision, Snapshot, Write, is_history, is_watched, to_value},
};
use serde::Serialize;

use crate::script::DiskTrouble;

/// What is on the server's disk.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    records: BTreeMap<String, Record>,
    revision: Revision,
    /// What stood before each write that is not synced yet, latest last. A power cut takes these writes back.
    unsynced: Vec<(String, Option<Record>)>,
    /// What the running server has not been told of, in order.
    unseen: Vec<(Revision, Vec<Record>)>,
    /// What the observer has not read, in order. The running server may be told of it first.
    unobserved: Vec<Record>,
    pub(crate) under_way: Option<UnderWay>,
    pub(crate) trouble: Option<DiskTrouble>,
    /// A mutation: answers before anything is synced.
    pub(crate) never_syncs: bool,
}

/// The one commit that the store is busy with.
#[derive(Debug)]
pub(crate) struct UnderWay {
    commit: Commit,
    /// How it ends, unless a condition does not hold.
    pub(crate) ends: Result<(), CommitFailure>,
    /// Whether it is to be written at all.
    pub(crate) written: bool,
    result: Option<Result<Revision, CommitFailure>>,
}

impl UnderWay {
    pub(crate) fn new(commit: Commit, ends: Result<(), CommitFailure>, written: bool) -> Self {
        Self {
            commit,
            ends,
            written,
            result: None,
        }
    }
}

impl Disk {
    /// Writes a record outside of any commit of the server's; it is synced at once.
    pub(crate) fn put(&mut self, key: &Key, record: &impl Serialize) -> Vec<Record> {
        self.put_value(key.to_string(), Some(to_value(record)))
    }

    pub(crate) fn remove(&mut self, key: &Key) -> Vec<Record> {
        self.put_value(key.to_string(), None)
    }

    fn put_value(&mut self, key: String, value: Option<Bytes>) -> Vec<Record> {
        let revision = self.next_revision();
        let changes = self.write(vec![Write { key, value }], revision);
        self.announce(revision, changes.clone());
        changes
    }

    pub(crate) fn get(&self, key: &Key) -> Option<&Record> {
        self.records.get(&key.to_string())
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        let records = self
            .records
            .values()
            .filter(|record| !is_history(&record.key));
        Snapshot {
            revision: self.revision,
            records: records.cloned().collect(),
        }
    }

    /// Does the writing of the commit under way, if it is to be written and its conditions hold.
    pub(crate) fn apply(&mut self) {
        let Some(mut under_way) = self.under_way.take() else {
            return;
        };
        if under_way.written {
            let holds = under_way.commit.conditions.iter().all(|condition| {
                let revision = self
                    .records
                    .get(&condition.key)
                    .map_or(Revision(0), |record| record.revision);
                revision == condition.revision
            });
            under_way.result = Some(if holds {
                let revision = self.next_revision();
                for write in &under_way.commit.writes {
                    self.unsynced
                        .push((write.key.clone(), self.records.get(&write.key).cloned()));
                }
                let changes = self.write(under_way.commit.writes.clone(), revision);
                self.announce(revision, changes);
                Ok(revision)
            } else {
                Err(CommitFailure::Conflict)
            });
        }
        self.under_way = Some(under_way);
    }

    /// Syncs, and says what became of the commit.
    pub(crate) fn finish(&mut self) -> Option<Result<Revision, CommitFailure>> {
        let under_way = self.under_way.take()?;
        if !self.never_syncs {
            self.unsynced.clear();
        }
        Some(match (under_way.result, under_way.ends) {
            (Some(Err(conflict)), _) => Err(conflict),
            (Some(Ok(revision)), Ok(())) => Ok(revision),
            (_, Err(failure)) => Err(failure),
            (None, Ok(())) => Err(CommitFailure::Unavailable),
        })
    }

    /// What the running server is to be told of, in order.
    pub(crate) fn take_unseen(&mut self) -> Vec<(Revision, Vec<Record>)> {
        std::mem::take(&mut self.unseen)
    }

    /// What the observer is to read, in order.
    pub(crate) fn take_unobserved(&mut self) -> Vec<Record> {
        std::mem::take(&mut self.unobserved)
    }

    /// The server's process is gone; with the power, also what was not synced.
    pub(crate) fn crash(&mut self, power: bool) {
        self.under_way = None;
        self.unseen.clear();
        self.unobserved.clear();
        let unsynced = std::mem::take(&mut self.unsynced);
        if power {
            for (key, before) in unsynced.into_iter().rev() {
                match before {
                    Some(record) => self.records.insert(key, record),
                    None => self.records.remove(&key),
                };
            }
        }
    }

    fn announce(&mut self, revision: Revision, changes: Vec<Record>) {
        self.unobserved.extend_from_slice(&changes);
        self.unseen.push((revision, changes));
    }

    fn next_revision(&mut self) -> Revision {
        self.revision = Revision(self.revision.0 + 1);
        self.revision
    }

    fn write(&mut self, writes: Vec<Write>, revision: Revision) -> Vec<Record> {
        let mut changes = Vec::new();
        for Write { key, value } in writes {
            let record = Record {
                key: key.clone(),
                value,
                revision,
            };
            if record.value.is_some() {
                self.records.insert(key, record.clone());
            } else {
                self.records.remove(&key);
            }
            if is_watched(&record.key) {
                changes.push(record);
            }
        }
        changes
    }
}
