//! What is decided, on its way into the store, and what comes of it: kept, to be decided again, or refused.

use std::time::Duration;

use porchlight_protocol::SessionId;

use crate::{
    Campus,
    command::{Command, Refusal, Ticket},
    group::{Decided, Draft},
    records::{Commit, Key, Record, Revision, Snapshot, Write, is_audit, to_value},
    runs::{Changed, Leases},
    state::{State, UNDER_WAY},
};

/// How often a command is decided anew because somebody else wrote in between.
const TRIES: u32 = 8;
/// How soon it is tried again to write what could not be written, though it is true.
const WRITE_AGAIN: Duration = Duration::from_secs(1);
/// Records of devices that are written in one commit at most.
const DEVICES_AT_ONCE: usize = 512;

/// Why a commit did not come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommitFailure {
    /// Somebody else wrote in between; what they wrote is known here already.
    Conflict,
    /// There is no room.
    Full,
    /// Nothing was written.
    Unavailable,
    /// It may have been written; if so, that is known here already.
    Indeterminate,
}

/// A command to be given again, with what is to be looked up for it looked up anew.
#[derive(Debug)]
pub struct Retry {
    pub ticket: Ticket,
    pub command: Command,
    pub tries: u32,
}

impl Campus {
    /// Takes what a store holds in place of everything known of it.
    pub fn reset(&mut self, snapshot: &Snapshot) {
        let former: Vec<_> = self.kept.sessions().map(|(id, _)| id.clone()).collect();
        self.kept = State::new(snapshot, self.now.wall);
        self.tentative = self.kept.clone();
        let ids: Vec<_> = self.kept.sessions().map(|(id, _)| id.clone()).collect();
        let (listed, uptime) = self.kept.unheard();
        let leases = Leases::new(listed, uptime, self.config.lease);
        for id in former.into_iter().chain(ids) {
            self.follow_session(&id, self.now.steady + leases.of(&id));
        }
        self.publisher.mark_everybody(&self.kept);
        self.publisher.note_gap();
        self.decide_again();
        if let Some(flight) = self.flight.take() {
            // Still being kept, so what is decided next goes on from it.
            self.go_on_from(flight.all_writes());
            self.flight = Some(flight);
        }
    }

    /// Takes in what was committed, by this server or others, in order.
    pub fn handle_changes(&mut self, revision: Revision, changes: &[Record]) {
        let until = self.now.steady + self.config.lease;
        let mut concerned = Vec::with_capacity(changes.len());
        for record in changes {
            if is_audit(&record.key) {
                self.publisher.note_audit(record);
                continue;
            }
            let laid_out = match Key::parse(&record.key) {
                Some(Key::Schedule(id)) => self
                    .tentative
                    .agent(&id)
                    .and_then(|agent| agent.schedule.clone()),
                _ => None,
            };
            let concerns = match self.kept.apply(record, self.now.wall, laid_out.as_ref()) {
                Ok(concerns) => concerns,
                Err(error) => {
                    tracing::error!(%error, "a record is left out");
                    continue;
                }
            };
            if !self.is_under_way(record) {
                // It was read a moment ago.
                let _ = self
                    .tentative
                    .apply(record, self.now.wall, laid_out.as_ref());
            }
            concerned.push(concerns);
        }
        // Only all of a commit together says who is signed out by it.
        self.mark_who_know(&concerned);
        for concerns in concerned {
            self.mark(concerns, until);
        }
        self.kept.revision = self.kept.revision.max(revision);
        self.share_tentative();
    }

    /// Takes in what became of the last commit.
    pub fn handle_commit(&mut self, result: Result<Revision, CommitFailure>) {
        let Some(flight) = self.flight.take() else {
            return;
        };
        match result {
            Ok(revision) => {
                self.trouble = None;
                self.attendance.kept();
                self.group.kept_before(revision);
                for decided in flight.decided {
                    self.answers
                        .push((decided.ticket, Ok(decided.reply.at(revision))));
                }
                self.share_tentative();
            }
            Err(failure) => {
                let again = matches!(
                    failure,
                    CommitFailure::Conflict | CommitFailure::Indeterminate
                );
                if !again {
                    tracing::error!(
                        ?failure,
                        "nothing can be written; requests are refused until it can"
                    );
                }
                if failure != CommitFailure::Conflict {
                    self.trouble = Some(failure.clone());
                }
                // A conflict of which nothing is known would only come again.
                if failure != CommitFailure::Conflict || self.kept.revision == flight.rests_on {
                    self.write_again = Some(self.now.steady + WRITE_AGAIN);
                }
                self.runs.failed(self.now.steady);
                self.attendance.failed(self.now.steady);
                for decided in flight.decided {
                    self.give_back(decided, again, &failure);
                }
                self.decide_again();
            }
        }
    }

    /// What to hand to the store next; none while it has something to do, or there is nothing. Its result goes to
    /// [`handle_commit`](Self::handle_commit), after what it changed went to [`handle_changes`](Self::handle_changes).
    pub fn next_commit(&mut self) -> Option<Commit> {
        if self.flight.is_some() {
            return None;
        }
        let rest = self.write_again.is_some_and(|at| at > self.now.steady);
        if self.group.is_empty() && rest {
            return None;
        }
        let mut more = self.unwritten_devices();
        more.extend(self.unheard_devices());
        let joins = !more.is_empty() || self.group.has_writes();
        let besides = self.attendance.writes(self.now, joins);
        let commit = self.group.commit(more, besides);
        if commit.writes.is_empty() && self.group.is_empty() {
            return None;
        }
        self.write_again = None;
        let mut flight = std::mem::take(&mut self.group);
        flight.rests_on = self.kept.revision;
        if commit.writes.is_empty() {
            // Everything was written meanwhile.
            for decided in flight.decided {
                let revision = self.kept.revision;
                self.answers
                    .push((decided.ticket, Ok(decided.reply.at(revision))));
            }
            return None;
        }
        self.flight = Some(flight);
        Some(commit)
    }

    /// How many devices' records do not say what is true.
    pub fn unwritten_count(&self) -> usize {
        let differs = |id: &&SessionId| self.sessions.unwritten(id, &self.kept).is_some();
        self.unwritten.iter().filter(differs).count()
    }

    /// Has what could not be written tried again at once: there may be no later.
    pub fn write_now(&mut self) {
        self.write_again = None;
    }

    /// The server ends: who is where is written once more, so that it is known until when it was.
    pub fn end(&mut self) {
        self.write_now();
        self.attendance.write_all();
    }

    /// A command whose group was not kept.
    fn give_back(&mut self, decided: Decided, again: bool, failure: &CommitFailure) {
        let Decided {
            ticket,
            command,
            tries,
            reply,
        } = decided;
        match &command {
            // True whether or not it could be written.
            Command::ReportActivity { .. }
            | Command::Goodbye {
                sign_out: false, ..
            } => {
                self.answers.push((ticket, Ok(reply)));
            }
            _ if again && tries < TRIES => self.retries.push(Retry {
                ticket,
                command,
                tries: tries + 1,
            }),
            _ => {
                let refusal = match failure {
                    CommitFailure::Full => Refusal::Full,
                    _ => Refusal::Unavailable,
                };
                self.answers.push((ticket, Err(refusal)));
            }
        }
    }

    /// Drops what was decided on something that does not hold, and has it decided again.
    fn decide_again(&mut self) {
        self.tentative = self.kept.clone();
        let group = std::mem::take(&mut self.group);
        for decided in group.decided {
            if let Command::Goodbye {
                sign_out: false, ..
            } = decided.command
            {
                // True already; to decide it again could undo what was said since.
                self.answers.push((decided.ticket, Ok(decided.reply)));
                continue;
            }
            // It was not its own fault, so it counts as no try of its own.
            self.retries.push(Retry {
                ticket: decided.ticket,
                command: decided.command,
                tries: decided.tries,
            });
        }
    }

    /// Goes on from what was decided, as if it were kept.
    pub(crate) fn take_up(&mut self, draft: &Draft) {
        let writes = draft.writes.iter();
        self.go_on_from(writes.map(|(key, value)| (key.to_string(), value.clone())));
    }

    fn go_on_from(&mut self, writes: impl Iterator<Item = (String, Option<bytes::Bytes>)>) {
        for (key, value) in writes {
            let record = Record {
                key,
                value,
                revision: UNDER_WAY,
            };
            let revision = self.tentative.revision;
            if let Err(error) = self.tentative.apply(&record, self.now.wall, None) {
                tracing::error!(%error, "what was decided cannot be read back");
            }
            self.tentative.revision = revision;
        }
    }

    /// With nothing under way, both are the same and take no more room than one.
    fn share_tentative(&mut self) {
        if self.flight.is_none() && self.group.is_empty() {
            self.tentative = self.kept.clone();
        }
    }

    fn is_under_way(&self, record: &Record) -> bool {
        self.group.writes(&record.key)
            || self.flight.as_ref().is_some_and(|flight| {
                flight.writes(&record.key) && flight.value(&record.key) != record.value.as_ref()
            })
    }

    /// What is left of leases that were got unheard, as far as that is to be written now.
    fn unheard_devices(&mut self) -> Vec<(Write, Revision)> {
        let sessions = &self.sessions;
        let kept = &self.kept;
        let changed = self
            .runs
            .changes(self.now.steady, kept.unheard(), || sessions.unheard(kept));
        let Some(Changed { listed, uptime }) = changed else {
            return Vec::new();
        };
        let listed = listed.map(|listed| (Key::Unheard, to_value(&listed)));
        let records = listed.into_iter().chain([(Key::Uptime, to_value(&uptime))]);
        records
            .map(|(key, value)| {
                let revision = self.kept.revision_of(&key);
                let write = Write {
                    key: key.to_string(),
                    value: Some(value),
                };
                (write, revision)
            })
            .collect()
    }

    /// What is to be written of devices, each resting on its record as it is kept.
    fn unwritten_devices(&mut self) -> Vec<(Write, Revision)> {
        let mut writes = Vec::new();
        let mut settled = Vec::new();
        for id in &self.unwritten {
            let Some(write) = self.sessions.unwritten(id, &self.kept) else {
                settled.push(id.clone());
                continue;
            };
            let revision = self.kept.revision_of(&Key::Session(id.clone()));
            writes.push((write, revision));
            if writes.len() == DEVICES_AT_ONCE {
                break;
            }
        }
        for id in settled {
            self.unwritten.remove(&id);
        }
        writes
    }
}
