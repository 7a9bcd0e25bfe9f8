//! Commands that are written together: decided, not yet kept.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::{
    command::{Command, Reply, Ticket},
    records::{Commit, Condition, Key, Revision, Write},
    state::State,
};

/// What one command wants to write, and what it rests on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    pub writes: Vec<(Key, Option<Bytes>)>,
    /// Keys that were read to decide, with the revision where it is not held in memory.
    pub read: Vec<(Key, Option<Revision>)>,
}

impl Draft {
    pub(crate) fn put(&mut self, key: Key, record: &impl serde::Serialize) {
        self.writes
            .push((key, Some(crate::records::to_value(record))));
    }

    pub(crate) fn remove(&mut self, key: Key) {
        self.writes.push((key, None));
    }

    /// Takes in what else is to be written with it.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.writes.extend(other.writes);
        self.read.extend(other.read);
    }

    /// The decision holds only as long as this record stays as it is.
    pub(crate) fn rests_on(&mut self, key: Key) {
        self.read.push((key, None));
    }
}

/// What becomes of a command once its group is kept or not.
#[derive(Debug)]
pub(crate) struct Decided {
    pub ticket: Ticket,
    pub command: Command,
    pub tries: u32,
    pub reply: Reply,
}

/// The revision a decision rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    At(Revision),
    /// That of the group before, which is being kept.
    Before,
}

/// Commands that go to the store in one commit.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub decided: Vec<Decided>,
    /// What was known of the store when the group was handed to it.
    pub rests_on: Revision,
    writes: BTreeMap<String, Option<Bytes>>,
    conditions: BTreeMap<String, Base>,
}

impl Group {
    pub(crate) fn is_empty(&self) -> bool {
        self.decided.is_empty() && self.writes.is_empty()
    }

    pub(crate) fn has_writes(&self) -> bool {
        !self.writes.is_empty()
    }

    pub(crate) fn writes(&self, key: &str) -> bool {
        self.writes.contains_key(key)
    }

    /// Everything that the group writes.
    pub(crate) fn all_writes(&self) -> impl Iterator<Item = (String, Option<Bytes>)> {
        self.writes
            .iter()
            .map(|(key, value)| (key.clone(), value.clone()))
    }

    /// What the group writes under a key.
    pub(crate) fn value(&self, key: &str) -> Option<&Bytes> {
        self.writes.get(key)?.as_ref()
    }

    /// Adds what a command wants to write. `before` is being kept now.
    pub(crate) fn add(&mut self, draft: Draft, kept: &State, before: Option<&Self>) {
        let written = draft.writes.iter().map(|(key, _)| (key.clone(), None));
        for (key, revision) in draft.read.iter().cloned().chain(written) {
            let text = key.to_string();
            if self.writes.contains_key(&text) || self.conditions.contains_key(&text) {
                continue;
            }
            let base = if before.is_some_and(|before| before.writes(&text)) {
                Base::Before
            } else {
                match (revision, &key) {
                    (Some(revision), _) => Base::At(revision),
                    // New under a name of its own, so there is nothing to compare with.
                    // A password is not held here, and written with its agent's record, which is compared.
                    // The probe means nothing.
                    (None, Key::Audit(..) | Key::Password(_) | Key::Probe) => continue,
                    (None, _) => Base::At(kept.revision_of(&key)),
                }
            };
            self.conditions.insert(text, base);
        }
        for (key, value) in draft.writes {
            self.writes.insert(key.to_string(), value);
        }
    }

    /// The group before was kept.
    pub(crate) fn kept_before(&mut self, revision: Revision) {
        for base in self.conditions.values_mut() {
            if *base == Base::Before {
                *base = Base::At(revision);
            }
        }
    }

    /// The commit that keeps this group, with more writes that each rest on their record as it is kept.
    /// What is under a key of its own is written `besides`, whatever stands there.
    pub(crate) fn commit(&self, more: Vec<(Write, Revision)>, besides: Vec<Write>) -> Commit {
        let mut commit = Commit::default();
        for (key, value) in &self.writes {
            commit.writes.push(Write {
                key: key.clone(),
                value: value.clone(),
            });
        }
        for (key, base) in &self.conditions {
            let Base::At(revision) = *base else { continue };
            commit.conditions.push(Condition {
                key: key.clone(),
                revision,
            });
        }
        for (write, revision) in more {
            if self.writes.contains_key(&write.key) {
                continue;
            }
            if !self.conditions.contains_key(&write.key) {
                commit.conditions.push(Condition {
                    key: write.key.clone(),
                    revision,
                });
            }
            commit.writes.push(write);
        }
        commit.writes.extend(besides);
        commit
    }
}
