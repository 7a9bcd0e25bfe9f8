//! A schedule, laid out in time: whether somebody is on shift, and when that changes.

mod error;
mod local;
mod plan;

use std::{borrow::Cow, sync::Arc};

use chrono::Duration;
use chrono_tz::Tz;
use porchlight_protocol::{Interval, Schedule, Timestamp};

pub use error::ScheduleError;
pub use local::{LocalInterval, LocalSchedule, ParseWallClockError, WallClock, zones};
use plan::Plan;
pub(crate) use plan::instant_at;

/// How far edges are looked for, both ways.
pub(crate) const HORIZON: Duration = Duration::days(400);
/// A timeline is laid out anew when the present has moved this far from where it was.
const REACH: Duration = Duration::days(60);

/// A schedule ready for questions. Computed once for 400 days and more around an instant; questions beyond are
/// answered too, only slower. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Timeline {
    known: Arc<Known>,
}

#[derive(Debug)]
struct Known {
    schedule: Schedule,
    plan: Plan,
    /// The edges in `(from, until]`.
    edges: Vec<Timestamp>,
    on_shift_at_from: bool,
    around: Timestamp,
    from: Timestamp,
    until: Timestamp,
}

impl Timeline {
    /// Whether a schedule makes sense, without the work of preparing it.
    ///
    /// # Errors
    /// If it makes none: see [`ScheduleError`].
    pub fn check(schedule: &Schedule) -> Result<(), ScheduleError> {
        Plan::new(schedule).map(drop)
    }

    /// Prepares a schedule for questions around `around`.
    ///
    /// # Errors
    /// If the schedule makes no sense: see [`ScheduleError`].
    pub fn new(schedule: &Schedule, around: Timestamp) -> Result<Self, ScheduleError> {
        let plan = Plan::new(schedule)?;
        // Time goes forwards, so there is more to spare ahead: three months until a quiet schedule gets slower.
        let from = earlier(around, HORIZON + Duration::days(10));
        let until = later(around, HORIZON + Duration::days(90));
        let edges = plan.edges(from, until);
        let on_shift_at_from = plan.on_shift(from);
        Ok(Self {
            known: Arc::new(Known {
                schedule: schedule.clone(),
                plan,
                edges,
                on_shift_at_from,
                around,
                from,
                until,
            }),
        })
    }

    /// The schedule this was made of.
    pub fn schedule(&self) -> &Schedule {
        &self.known.schedule
    }

    /// The schedule's time zone.
    pub(crate) fn zone(&self) -> Tz {
        self.known.plan.zone()
    }

    /// Whether `at` lies in a shift.
    pub fn on_shift(&self, at: Timestamp) -> bool {
        let known = &*self.known;
        if known.covers(at) {
            known.on_shift_at_from ^ (known.edges_until(at) % 2 == 1)
        } else {
            known.plan.on_shift(at)
        }
    }

    /// The latest edge at or before `at`, less than 400 days back.
    pub fn last_edge(&self, at: Timestamp) -> Option<Timestamp> {
        let known = &*self.known;
        let after = earlier(at, HORIZON);
        if !known.covers(at) {
            return known.plan.last_edge(after, at);
        }
        match known.edges_until(at).checked_sub(1) {
            Some(index) => Some(known.edges[index]).filter(|edge| *edge > after),
            None if after >= known.from => None,
            None => known.plan.last_edge(after, known.from),
        }
    }

    /// The earliest edge after `at`, at most 400 days ahead.
    pub fn next_edge(&self, at: Timestamp) -> Option<Timestamp> {
        self.next_edge_until(at, later(at, HORIZON))
    }

    /// Whether an edge lies in `(set_at, now]`. For a `set_at` older than anybody looks back, also the 400 days from it
    /// on are looked through: what ended long ago must not come back to life when its edge has grown old.
    pub fn edge_since(&self, set_at: Timestamp, now: Timestamp) -> bool {
        if let Some(edge) = self.last_edge(now) {
            return set_at < edge;
        }
        let old = set_at < earlier(now, HORIZON);
        old && self.next_edge(set_at).is_some_and(|edge| edge <= now)
    }

    /// This schedule laid out around `now`, if that has moved so far from where it was laid out that questions would
    /// get slow.
    pub fn renewed(&self, now: Timestamp) -> Option<Self> {
        let moved = (now - self.known.around).abs();
        (moved > REACH)
            .then(|| Self::new(&self.known.schedule, now).ok())
            .flatten()
    }

    /// The merged shifts that overlap `[from, until)`, in order, cut to it.
    pub fn shifts_between(&self, from: Timestamp, until: Timestamp) -> Vec<Interval> {
        if from >= until {
            return Vec::new();
        }
        let mut shifts = Vec::new();
        let mut began = self.on_shift(from).then_some(from);
        for &edge in self.edges_between(from, until).iter() {
            began = match began {
                Some(from) => {
                    shifts.push(Interval { from, until: edge });
                    None
                }
                None => Some(edge),
            };
        }
        shifts.extend(
            began
                .filter(|from| *from < until)
                .map(|from| Interval { from, until }),
        );
        shifts
    }

    /// The earliest edge in `(at, until]`.
    pub(crate) fn next_edge_until(&self, at: Timestamp, until: Timestamp) -> Option<Timestamp> {
        let known = &*self.known;
        if !known.covers(at) {
            return known.plan.next_edge(at, until);
        }
        match known.edges.get(known.edges_until(at)) {
            Some(edge) => Some(*edge).filter(|edge| *edge <= until),
            None if until <= known.until => None,
            None => known.plan.next_edge(known.until, until),
        }
    }

    /// The edges in `(from, until]`.
    fn edges_between(&self, from: Timestamp, until: Timestamp) -> Cow<'_, [Timestamp]> {
        let known = &*self.known;
        if known.covers(from) && known.covers(until) {
            Cow::Borrowed(&known.edges[known.edges_until(from)..known.edges_until(until)])
        } else {
            Cow::Owned(known.plan.edges(from, until))
        }
    }
}

/// Two timelines of the same schedule answer the same.
impl PartialEq for Timeline {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.known, &other.known) || self.known.schedule == other.known.schedule
    }
}

impl Eq for Timeline {}

impl Known {
    fn covers(&self, at: Timestamp) -> bool {
        self.from <= at && at <= self.until
    }

    /// How many of the known edges have taken place at `at`.
    fn edges_until(&self, at: Timestamp) -> usize {
        self.edges.partition_point(|edge| *edge <= at)
    }
}

/// The first and the last instant that RFC 3339 can write.
pub(crate) const FIRST: Timestamp = match Timestamp::from_timestamp(-62_167_219_200, 0) {
    Some(at) => at,
    None => Timestamp::MIN_UTC,
};
pub(crate) const LAST: Timestamp = match Timestamp::from_timestamp(253_402_300_799, 999_999_999) {
    Some(at) => at,
    None => Timestamp::MAX_UTC,
};

/// `by` earlier, or the first instant there is.
pub(crate) fn earlier(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_sub_signed(by).unwrap_or(FIRST).max(FIRST)
}

/// `by` later, or the last instant there is.
pub(crate) fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add_signed(by).unwrap_or(LAST).min(LAST)
}
