//! When something changes by itself, and for whom.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use porchlight_protocol::AgentId;

/// When something changes by itself, and for whom.
#[derive(Debug, Default)]
pub(crate) struct Due {
    order: BTreeSet<(Duration, AgentId)>,
    of: BTreeMap<AgentId, Duration>,
}

impl Due {
    pub(crate) fn set(&mut self, id: &AgentId, at: Option<Duration>) {
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

    pub(crate) fn no_later(&mut self, id: &AgentId, at: Duration) {
        if self.of.get(id).is_none_or(|due| *due > at) {
            self.set(id, Some(at));
        }
    }

    pub(crate) fn first(&self) -> Option<Duration> {
        self.order.first().map(|(at, _)| *at)
    }

    pub(crate) fn pop(&mut self, now: Duration) -> Option<AgentId> {
        let (at, _) = self.order.first()?;
        if *at > now {
            return None;
        }
        let (_, id) = self.order.pop_first()?;
        self.of.remove(&id);
        Some(id)
    }
}
