//! When something changes by itself, and for whom.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// When something changes by itself, and for whom: agents, or offices.
#[derive(Debug)]
pub(crate) struct Due<Id> {
    order: BTreeSet<(Duration, Id)>,
    of: BTreeMap<Id, Duration>,
}

impl<Id> Default for Due<Id> {
    fn default() -> Self {
        Self {
            order: BTreeSet::new(),
            of: BTreeMap::new(),
        }
    }
}

impl<Id: Clone + Ord> Due<Id> {
    pub(crate) fn set(&mut self, id: &Id, at: Option<Duration>) {
        let before = match at {
            Some(at) => self.of.insert(id.clone(), at),
            None => self.of.remove(id),
        };
        if before == at {
            return;
        }
        if let Some(before) = before {
            self.order.remove(&(before, id.clone()));
        }
        if let Some(at) = at {
            self.order.insert((at, id.clone()));
        }
    }

    pub(crate) fn no_later(&mut self, id: &Id, at: Duration) {
        if self.of.get(id).is_none_or(|due| *due > at) {
            self.set(id, Some(at));
        }
    }

    pub(crate) fn first(&self) -> Option<Duration> {
        self.order.first().map(|(at, _)| *at)
    }

    pub(crate) fn pop(&mut self, now: Duration) -> Option<Id> {
        let (at, _) = self.order.first()?;
        if *at > now {
            return None;
        }
        let (_, id) = self.order.pop_first()?;
        self.of.remove(&id);
        Some(id)
    }
}
