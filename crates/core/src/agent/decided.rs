//! What is decided of the person, beside the facts that it was decided from. The app is called for much that changes
//! neither, every second while somebody is away: then nothing is decided anew.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use porchlight_protocol::{Activity, OfficeId, SessionId, Timestamp};

use crate::{Afterwards, Facts, Resolution, afterwards, resolve, view::View};

#[derive(Debug)]
pub(super) struct Decided {
    facts: Facts,
    zone: Tz,
    resolution: Resolution,
    afterwards: BTreeMap<OfficeId, Afterwards>,
    /// By the server's clock.
    at: Timestamp,
    reads_until: Timestamp,
}

impl Decided {
    pub(super) fn new(facts: Facts, zone: Tz, now: Timestamp) -> Self {
        let resolution = resolve(&facts, now);
        let timeline = facts.schedule.as_ref();
        let reads_until = View::next_text_change((now, zone), &resolution, timeline);
        Self {
            afterwards: afterwards(&facts, &resolution),
            facts,
            zone,
            resolution,
            at: now,
            reads_until,
        }
    }

    pub(super) fn resolution(&self) -> &Resolution {
        &self.resolution
    }

    /// Whether another device than this one says that she is there.
    pub(super) fn is_there_beside(&self, own: &SessionId) -> bool {
        let mut others = self
            .facts
            .sessions
            .iter()
            .filter(|session| session.id != *own);
        others.any(|session| matches!(session.activity, Activity::Active | Activity::Unknown))
    }

    /// The last sign of her at any of her devices, as they say themselves. None where one says nothing of that, or that she
    /// is there.
    pub(super) fn last_sign(&self) -> Option<Timestamp> {
        let signs = self.facts.sessions.iter();
        let signs = signs.map(|session| match session.activity {
            Activity::Idle { since } | Activity::Locked { since } => Some(since),
            Activity::Active | Activity::Unknown => None,
        });
        signs.collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// What comes after the timed choices in force.
    pub(super) fn afterwards(&self) -> &BTreeMap<OfficeId, Afterwards> {
        &self.afterwards
    }

    /// Until when the same words say it, as long as no fact and no status changes.
    pub(super) fn reads_until(&self) -> Timestamp {
        self.reads_until
    }

    /// Whether deciding from these facts at `now` would say the same. Before the instant at which it was decided, which
    /// is where a clock that was set may be, nobody knows.
    pub(super) fn holds(&self, facts: &Facts, zone: Tz, now: Timestamp) -> bool {
        let until = self
            .resolution
            .next_change
            .map_or(self.reads_until, |change| change.min(self.reads_until));
        (self.at..until).contains(&now) && self.zone == zone && self.facts == *facts
    }
}
