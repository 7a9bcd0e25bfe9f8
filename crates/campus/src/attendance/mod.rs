//! Who was Available in each office, written down so that a day can be told afterwards, and how much of the day is known.
//!
//! Enters: what is published, and both clocks. Leaves: records, each of a block of time in one office. A block begins
//! when this run begins to watch the office, and another one follows it after an hour, or when it has grown large.
//!
//! ```text
//!   published ── changes ──> block of the office ── 10 s later, or with a commit that is made anyway ──> its record
//!                                  └── every minute, changed or not: it was watched until then ─────────────┘
//! ```
//!
//! Always holds: a block covers only time in which this process looked, so that nobody counts as having been there, or as
//! missing, while the server was down or stood still. A change costs no commit of its own: all of ten seconds share one.

mod day;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::SubsecRound;
use imbl::{OrdSet, ordset::DiffItem};
use porchlight_protocol::{AgentId, Interval, OfficeId, Timestamp};
use serde::{Deserialize, Serialize};

pub use day::{DayOf, day};

use crate::{
    Publication, Published,
    clock::Now,
    records::{Damaged, Key, Record, Write, read, to_value},
};

/// How often it is written that all offices are being watched.
pub(crate) const EVERY: Duration = Duration::from_mins(1);
/// How soon a change is written at the latest.
const WITHIN: Duration = Duration::from_secs(10);
/// Commits that are made anyway take changes along, but not more often than this.
const APART: Duration = Duration::from_secs(1);
/// The calendar was set by at least this much: what is watched begins anew.
pub(crate) const CLOCK_STEP: chrono::Duration = chrono::Duration::seconds(5);
/// How long a block is.
const LONGEST: chrono::Duration = chrono::Duration::hours(1);
/// Stretches in a block.
const MOST: usize = 256;
/// Blocks that wait to be written; the oldest are given up.
const WAITING: usize = 10_000;
/// Days for which it is kept.
pub const KEPT_DAYS: i64 = 35;

/// Who was Available in an office in a block of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceRecord {
    /// How long the office was watched, from the instant in the key on.
    pub seconds: u32,
    /// Each agent's stretches, from and until, in seconds since the block began.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub available: BTreeMap<AgentId, Vec<(u32, u32)>>,
}

/// A record with the instant in its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub from: Timestamp,
    pub record: AttendanceRecord,
}

impl Block {
    /// Reads a record back.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn read(record: &Record) -> Result<Option<Self>, Damaged> {
        let from = record.key.rsplit('/').next();
        let from = from.and_then(|seconds| Timestamp::from_timestamp(seconds.parse().ok()?, 0));
        let (Some(from), Some(value)) = (from, record.value.as_deref()) else {
            return Ok(None);
        };
        let record = read(&record.key, value)?;
        Ok(Some(Self { from, record }))
    }

    /// When the office was watched.
    pub fn watched(&self) -> Interval {
        self.interval((0, self.record.seconds))
    }

    fn interval(&self, (from, until): (u32, u32)) -> Interval {
        let at = |seconds: u32| self.from + chrono::Duration::seconds(seconds.into());
        Interval {
            from: at(from),
            until: at(until),
        }
    }
}

/// The keys of an office's blocks that may say something of a stretch of time: from the first on, and before the second.
pub fn keys(office: &OfficeId, time: Interval) -> (String, String) {
    let key = |at: Timestamp| Key::Attendance(office.clone(), at.timestamp().max(0)).to_string();
    // One that began before may reach into it.
    (key(time.from - LONGEST * 2), key(time.until))
}

/// All offices as they are being watched.
#[derive(Debug)]
pub(crate) struct Attendance {
    offices: BTreeMap<OfficeId, Watched>,
    /// Blocks that have ended and may not be kept yet, by office and beginning.
    ended: BTreeMap<(OfficeId, i64), AttendanceRecord>,
    /// Those of them that are being kept.
    in_flight: BTreeSet<(OfficeId, i64)>,
    /// Since when there is a change that was not written.
    changed: Option<Duration>,
    written: Duration,
    all_written: Duration,
    write_all: bool,
}

/// A block that goes on.
#[derive(Debug)]
struct Watched {
    /// In whole seconds.
    from: Timestamp,
    over: BTreeMap<AgentId, Vec<(u32, u32)>>,
    /// Who is there, and since when.
    there: BTreeMap<AgentId, u32>,
    /// The same as it was published: what differs from the next one is found without looking at all of them.
    published: OrdSet<AgentId>,
    changed: bool,
}

impl Attendance {
    pub(crate) const fn begun(now: Now) -> Self {
        Self {
            offices: BTreeMap::new(),
            ended: BTreeMap::new(),
            in_flight: BTreeSet::new(),
            changed: None,
            written: now.steady,
            all_written: now.steady,
            write_all: false,
        }
    }

    /// Takes in what was published.
    pub(crate) fn follow(&mut self, publication: &Publication, now: Now) {
        for id in &publication.changed_offices {
            if self.compare(id, &publication.published, now.wall) {
                self.changed.get_or_insert(now.steady);
            }
        }
    }

    fn compare(&mut self, id: &OfficeId, published: &Published, now: Timestamp) -> bool {
        let Some(office) = published.office(id) else {
            return self.offices.remove(id).is_some_and(|watched| {
                self.end_block(id, &watched, now);
                true
            });
        };
        let watched = self.offices.entry(id.clone());
        let watched = watched.or_insert_with(|| Watched::begun(now));
        let at = watched.seconds_at(now);
        let before = std::mem::replace(&mut watched.published, office.who_is_available().clone());
        for difference in before.diff(&watched.published) {
            watched.changed = true;
            match difference {
                DiffItem::Add(agent) => {
                    watched.there.insert(agent.clone(), at);
                }
                DiffItem::Remove(agent) => {
                    if let Some(since) = watched.there.remove(agent)
                        && since < at
                    {
                        let over = watched.over.entry(agent.clone());
                        over.or_default().push((since, at));
                    }
                }
            }
        }
        watched.changed
    }

    /// Nobody looked between these two instants, or they are none that can be compared.
    pub(crate) fn interrupt(&mut self, before: Now, now: Now) {
        for (id, watched) in std::mem::take(&mut self.offices) {
            self.end_block(&id, &watched, before.wall);
            self.offices.insert(id, watched.goes_on(now.wall));
        }
        self.changed.get_or_insert(now.steady);
    }

    fn end_block(&mut self, id: &OfficeId, watched: &Watched, at: Timestamp) {
        let key = (id.clone(), watched.from.timestamp());
        self.in_flight.remove(&key);
        self.ended.insert(key, watched.record(at));
        while self.ended.len() > WAITING {
            self.ended.pop_first();
        }
    }

    /// When something is to be written.
    pub(crate) fn due(&self) -> Option<Duration> {
        if self.write_all {
            return Some(Duration::ZERO);
        }
        let all = (!self.offices.is_empty()).then_some(self.all_written + EVERY);
        let changed = self.changed.map(|since| since + WITHIN);
        all.into_iter().chain(changed).min()
    }

    /// All offices are to be written with the next commit.
    pub(crate) const fn write_all(&mut self) {
        self.write_all = true;
    }

    /// What to write now; `joins` says that there is a commit anyway.
    pub(crate) fn writes(&mut self, now: Now, joins: bool) -> Vec<Write> {
        let all = self.write_all || now.steady >= self.all_written + EVERY;
        let along = joins && now.steady >= self.written + APART;
        let late = |since: Duration| now.steady >= since + WITHIN;
        if !all && !self.changed.is_some_and(|since| along || late(since)) {
            return Vec::new();
        }
        self.changed = None;
        self.write_all = false;
        self.written = now.steady;
        if all {
            self.all_written = now.steady;
        }
        let mut writes = Vec::new();
        for (id, watched) in &mut self.offices {
            if !all && !watched.changed {
                continue;
            }
            watched.changed = false;
            let record = watched.record(now.wall);
            let from = watched.from.timestamp();
            writes.push(write(id, from, &record));
            if watched.is_long(now.wall) {
                self.ended.insert((id.clone(), from), record);
                let at = watched.seconds_at(now.wall);
                let next = watched.from + chrono::Duration::seconds(at.into());
                let ended = std::mem::replace(watched, Watched::begun(next));
                *watched = ended.goes_on(next);
                self.in_flight.insert((id.clone(), from));
            }
        }
        for (key, record) in &self.ended {
            if self.in_flight.insert(key.clone()) {
                writes.push(write(&key.0, key.1, record));
            }
        }
        writes
    }

    /// What was to be written is kept.
    pub(crate) fn kept(&mut self) {
        for key in std::mem::take(&mut self.in_flight) {
            self.ended.remove(&key);
        }
    }

    /// It is not.
    pub(crate) fn failed(&mut self, now: Duration) {
        self.in_flight.clear();
        for watched in self.offices.values_mut() {
            watched.changed = true;
        }
        self.changed.get_or_insert(now);
    }

    /// What is known here of an office.
    pub(crate) fn of_office(&self, id: &OfficeId, now: Timestamp) -> Vec<Block> {
        let ended = self
            .ended
            .range((id.clone(), i64::MIN)..=(id.clone(), i64::MAX));
        let ended = ended.filter_map(|((_, from), record)| {
            Some(Block {
                from: Timestamp::from_timestamp(*from, 0)?,
                record: record.clone(),
            })
        });
        let watched = self.offices.get(id).map(|watched| Block {
            from: watched.from,
            record: watched.record(now),
        });
        ended.chain(watched).collect()
    }
}

impl Watched {
    fn begun(now: Timestamp) -> Self {
        Self {
            from: now.trunc_subsecs(0),
            over: BTreeMap::new(),
            there: BTreeMap::new(),
            published: OrdSet::new(),
            changed: true,
        }
    }

    /// The next block, with whoever is there from its beginning on.
    fn goes_on(self, now: Timestamp) -> Self {
        let there = self.there.into_keys().map(|agent| (agent, 0));
        Self {
            there: there.collect(),
            published: self.published,
            ..Self::begun(now)
        }
    }

    fn seconds_at(&self, now: Timestamp) -> u32 {
        u32::try_from((now - self.from).num_seconds()).unwrap_or_default()
    }

    fn record(&self, now: Timestamp) -> AttendanceRecord {
        let seconds = self.seconds_at(now);
        let mut available = self.over.clone();
        for (agent, since) in &self.there {
            if *since < seconds {
                let stretches = available.entry(agent.clone()).or_default();
                stretches.push((*since, seconds));
            }
        }
        AttendanceRecord { seconds, available }
    }

    fn is_long(&self, now: Timestamp) -> bool {
        let stretches: usize = self.over.values().map(Vec::len).sum();
        now - self.from >= LONGEST || stretches >= MOST
    }
}

fn write(office: &OfficeId, from: i64, record: &AttendanceRecord) -> Write {
    Write {
        key: Key::Attendance(office.clone(), from).to_string(),
        value: Some(to_value(record)),
    }
}
