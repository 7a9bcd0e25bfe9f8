//! What was committed, on its way from an engine to those who watch.
//!
//! An engine publishes each commit once, in the order of revisions; every watch has a queue of its own with a bound.
//! A watch that falls behind the bound is told so and ends, so that no reader can make an engine wait or grow.

use std::collections::VecDeque;

use porchlight_campus::records::{Record, Revision, Write, is_watched};
use tokio::sync::mpsc;

/// How many commits a watch may be behind.
pub const WATCH_EVENTS_MAX: usize = 1024;

/// What a [`Watch`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchEvent {
    /// What a commit wrote, of the history only the audit log, so that it may be nothing. Of commits before the watch began, what a
    /// later one wrote again is left out.
    Changed {
        revision: Revision,
        records: Vec<Record>,
    },
    /// It is no longer known what changed: read a snapshot, and watch from there. The last event of a watch.
    Compacted,
}

/// What is committed, in the order of revisions.
#[derive(Debug)]
pub struct Watch {
    backlog: VecDeque<WatchEvent>,
    live: mpsc::Receiver<WatchEvent>,
}

impl Watch {
    /// The next event, as soon as there is one; none once the store is closed, or after [`WatchEvent::Compacted`].
    /// Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<WatchEvent> {
        match self.backlog.pop_front() {
            Some(event) => Some(event),
            None => self.live.recv().await,
        }
    }

    /// The next event, if there is one already.
    pub fn try_next(&mut self) -> Option<WatchEvent> {
        self.backlog
            .pop_front()
            .or_else(|| self.live.try_recv().ok())
    }
}

/// What one commit wrote, with its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub revision: Revision,
    pub records: Vec<Record>,
}

impl Change {
    pub(super) fn of(revision: Revision, writes: &[Write]) -> Self {
        let records = writes
            .iter()
            .map(|write| Record {
                key: write.key.clone(),
                value: write.value.clone(),
                revision,
            })
            .collect();
        Self { revision, records }
    }
}

/// What was committed after a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Changes {
    Known(Vec<Change>),
    /// Some of it was swept.
    Compacted,
}

/// The watches of an engine.
#[derive(Debug, Default)]
pub(super) struct Publisher {
    /// Each keeps a place free for [`WatchEvent::Compacted`].
    watches: Vec<mpsc::Sender<WatchEvent>>,
}

impl Publisher {
    /// A watch that begins with what is known already, and goes on with what is published from now on.
    pub(super) fn watch(&mut self, before: Changes) -> Watch {
        let (sender, live) = mpsc::channel(WATCH_EVENTS_MAX + 1);
        let backlog = match before {
            Changes::Known(changes) if changes.len() <= WATCH_EVENTS_MAX => {
                self.watches.push(sender);
                changes.into_iter().map(event).collect()
            }
            _ => VecDeque::from([WatchEvent::Compacted]),
        };
        Watch { backlog, live }
    }

    pub(super) fn publish(&mut self, changes: Changes) {
        match changes {
            Changes::Known(changes) => {
                for change in changes {
                    self.publish_one(&event(change));
                }
            }
            Changes::Compacted => {
                for watch in self.watches.drain(..) {
                    // Its owner may be gone.
                    let _ = watch.try_send(WatchEvent::Compacted);
                }
            }
        }
    }

    fn publish_one(&mut self, event: &WatchEvent) {
        self.watches.retain(|watch| {
            if watch.capacity() > 1 {
                watch.try_send(event.clone()).is_ok()
            } else {
                let _ = watch.try_send(WatchEvent::Compacted);
                false
            }
        });
    }
}

fn event(change: Change) -> WatchEvent {
    let Change {
        revision,
        mut records,
    } = change;
    records.retain(|record| is_watched(&record.key));
    WatchEvent::Changed { revision, records }
}
