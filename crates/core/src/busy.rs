//! When an agent's calendar says that she is busy: intervals without titles, and nothing else of it.

use std::sync::Arc;

use porchlight_protocol::{Interval, Timestamp};

use crate::intervals::merge;

/// An agent's busy intervals: merged, in order, half-open. Empty where no calendar is followed. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Busy(Arc<[Interval]>);

/// A busy interval that ends before it begins, or as it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The busy time number {} ends before it begins; its `until` must be later than its `from`", index + 1)]
pub struct BusyError {
    index: usize,
}

impl BusyError {
    /// The field that is at fault, as a path such as `busy[0].until`.
    pub fn field(self) -> String {
        format!("busy[{}].until", self.index)
    }
}

impl Busy {
    /// Joins intervals that overlap or touch, in any order.
    ///
    /// # Errors
    /// If one of them is empty.
    pub fn new(intervals: &[Interval]) -> Result<Self, BusyError> {
        match intervals.iter().position(|it| it.until <= it.from) {
            Some(index) => Err(BusyError { index }),
            None => Ok(Self(merge(intervals.to_vec()).into())),
        }
    }

    pub fn intervals(&self) -> &[Interval] {
        &self.0
    }

    /// What they are, as far as they have not passed at `now`.
    pub fn ahead(&self, now: Timestamp) -> &[Interval] {
        let passed = self.0.partition_point(|interval| interval.until <= now);
        &self.0[passed..]
    }

    /// The interval that an instant lies in.
    pub(crate) fn at(&self, now: Timestamp) -> Option<Interval> {
        let next = self.ahead(now).first().copied();
        next.filter(|interval| interval.from <= now)
    }

    /// The first instant after `now` at which an interval begins or ends.
    pub(crate) fn next_edge(&self, now: Timestamp) -> Option<Timestamp> {
        let next = self.ahead(now).first()?;
        Some(if now < next.from {
            next.from
        } else {
            next.until
        })
    }
}
