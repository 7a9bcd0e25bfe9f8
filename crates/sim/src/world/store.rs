//! The server's store: how commits end, and who else writes.

use porchlight_campus::{
    CommitFailure,
    records::{Commit, Key, MemberRecord, OfficeRecord, OrganizationRecord},
};
use rand::Rng as _;

use super::World;
use super::event::Event;
use crate::{
    disk::UnderWay,
    observer::Cause,
    script::{DiskTrouble, Edit, What},
    server::Arrival,
    time::{MINUTE, Millis, SECOND},
    world::say,
};

/// How long another process may hold the lock before the store gives up.
const BUSY: Millis = 10 * SECOND;

impl World {
    pub(super) fn commit(&mut self, commit: Commit) {
        let now = self.now;
        let run = self.server.run;
        let quick = if self.dice.random_ratio(1, 50) {
            30
        } else {
            self.dice.random_range(1..4)
        };
        let (applies, ends, written, takes) = match self.disk.trouble {
            None => (now + 1, Ok(()), true, quick),
            Some(DiskTrouble::Slow(pace)) => (
                now + 1,
                Ok(()),
                true,
                self.dice.random_range(pace / 2..=pace * 3 / 2),
            ),
            Some(DiskTrouble::Locked) => {
                let until = self.lock_ends();
                if until - now < BUSY {
                    (until + 1, Ok(()), true, until - now + quick)
                } else {
                    (now + BUSY, Err(CommitFailure::Unavailable), false, BUSY)
                }
            }
            Some(DiskTrouble::Full) => (now + 1, Err(CommitFailure::Full), false, 1),
            Some(DiskTrouble::Failing) => (now + 1, Err(CommitFailure::Unavailable), false, 1),
            Some(DiskTrouble::Doubtful) => (
                now + 1,
                Err(CommitFailure::Indeterminate),
                self.dice.random_bool(0.5),
                quick + 20,
            ),
        };
        self.disk.under_way = Some(UnderWay::new(commit, ends, written));
        self.at(applies, Event::DiskApplies { run });
        self.at(now + 1 + takes, Event::DiskFinishes { run });
    }

    fn lock_ends(&self) -> Millis {
        let items = self
            .script
            .items
            .iter()
            .filter(|item| item.at <= self.now && item.until > self.now);
        let locks = items.filter(|item| {
            item.what
                == What::Disk {
                    trouble: DiskTrouble::Locked,
                }
        });
        locks.map(|item| item.until).max().unwrap_or(self.now)
    }

    pub(super) fn disk_finishes(&mut self, run: u32) {
        if self.server.run != run {
            return;
        }
        let Some(result) = self.disk.finish() else {
            return;
        };
        self.follow_store(Cause::Choice);
        if let Err(failure) = &result {
            say!(self, "a commit came to nothing: {failure:?}");
        }
        self.arrives(Arrival::Committed(result));
    }

    /// The observer reads what the store has now.
    fn follow_store(&mut self, cause: Cause) {
        let wall = self.server.clock.wall(self.now);
        let changes = self.disk.take_unobserved();
        self.follow_acts(&changes);
        match self.observer.kept(&changes, wall) {
            Some(agents) => {
                for agent in agents {
                    self.truth(agent, cause);
                }
            }
            None => {
                for agent in 0..self.script.agents.len() {
                    self.truth(agent, cause);
                }
            }
        }
    }

    pub(crate) fn edit(&mut self, edit: &Edit) {
        say!(self, "on the command line: {edit:?}");
        match edit {
            Edit::RenameOffice { office } => {
                let name = format!("office {office} as of {}", self.now / MINUTE);
                let key = Key::Office(self.script.offices[*office].clone());
                let record = OfficeRecord {
                    name,
                    public: true,
                    ..OfficeRecord::default()
                };
                self.disk.put(&key, &record);
            }
            Edit::Member {
                office,
                agent,
                member,
            } => {
                let key = Key::Member(
                    self.script.offices[*office].clone(),
                    self.script.agents[*agent].id.clone(),
                );
                if *member {
                    let role = porchlight_protocol::Role::Agent;
                    self.disk.put(&key, &MemberRecord { role });
                } else {
                    self.disk.remove(&key);
                }
            }
            Edit::IdleAfter { seconds } => {
                let record = OrganizationRecord {
                    idle_after_seconds: *seconds,
                };
                self.disk.put(&Key::Organization, &record);
            }
            Edit::Touch { agent } => {
                let id = &self.script.agents[*agent].id;
                let record = self
                    .observer
                    .kept
                    .agent(id)
                    .and_then(|agent| agent.record())
                    .cloned();
                if let Some(record) = record {
                    self.disk.put(&Key::Agent(id.clone()), &record);
                }
            }
        }
        self.follow_store(Cause::Edit);
        let (run, soon) = (self.server.run, self.now + self.dice.random_range(1..400));
        self.at(soon, Event::WatchedSoon { run });
    }
}
