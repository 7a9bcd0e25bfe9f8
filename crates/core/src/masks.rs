//! The masks: what an agent's devices and her calendar say about her presence. They only ever lower a status and write
//! nothing down.

use chrono::Duration;
use porchlight_protocol::{Activity, Interval, Timestamp};

use crate::{Busy, Facts, SessionFact, schedule::later};

/// What devices and calendar say at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mask {
    /// A live device with her at it, or one that cannot tell, and nothing else to do.
    None,
    /// Every live device is without her; this is the one that became so last.
    Inactive { locked: bool, since: Timestamp },
    /// There, and busy by her calendar.
    Busy(Interval),
    /// No device is live. `last` is when the last lease ran out.
    NoDevice { last: Option<Timestamp> },
}

/// An agent's devices and her calendar over time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Masks<'a> {
    sessions: &'a [SessionFact],
    idle_after: Duration,
    busy: &'a Busy,
}

impl<'a> Masks<'a> {
    pub(crate) fn new(facts: &'a Facts) -> Self {
        Self {
            sessions: &facts.sessions,
            idle_after: facts.idle_after,
            busy: &facts.busy,
        }
    }

    /// The mask at an instant.
    pub(crate) fn at(self, now: Timestamp) -> Mask {
        let mut live = self
            .sessions
            .iter()
            .filter(|session| session.lease_until > now)
            .peekable();
        if live.peek().is_none() {
            return Mask::NoDevice {
                last: self
                    .sessions
                    .iter()
                    .map(|session| session.lease_until)
                    .max(),
            };
        }
        let mut last = None;
        for session in live {
            let Some(inactivity) = self
                .inactivity(session.activity)
                .filter(|inactivity| inactivity.from <= now)
            else {
                return self.busy.at(now).map_or(Mask::None, Mask::Busy);
            };
            last = last.max(Some(inactivity));
        }
        match last {
            Some(Inactivity { locked, since, .. }) => Mask::Inactive { locked, since },
            None => Mask::None,
        }
    }

    /// The first instant after `now` at which the mask may become another one.
    pub(crate) fn next_event(self, now: Timestamp) -> Option<Timestamp> {
        self.sessions
            .iter()
            .filter(|session| session.lease_until > now)
            .flat_map(|session| {
                let inactive = self
                    .inactivity(session.activity)
                    .map(|inactivity| inactivity.from);
                [
                    Some(session.lease_until),
                    inactive.filter(|from| *from > now),
                ]
            })
            .flatten()
            .chain(self.busy.next_edge(now))
            .min()
    }

    fn inactivity(self, activity: Activity) -> Option<Inactivity> {
        match activity {
            Activity::Active | Activity::Unknown => None,
            Activity::Idle { since } => Some(Inactivity {
                from: later(since, self.idle_after),
                locked: false,
                since,
            }),
            Activity::Locked { since } => Some(Inactivity {
                from: since,
                locked: true,
                since,
            }),
        }
    }
}

/// From when a device counts as inactive, and why. Ordered so that the greatest is the one that became so last, and
/// of two at once the locked one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Inactivity {
    from: Timestamp,
    locked: bool,
    since: Timestamp,
}
