//! What the server last said of me and of my offices, and my schedule laid out.
//!
//! Always holds: the offices are those of `me`, by its names and roles, or fewer; the timeline is that of its schedule.

use porchlight_protocol::{
    AgentId, CoverageChange, Me, Membership, OfficeId, OfficePresence, PresenceChange, Schedule,
    Settings, Timestamp,
};

use crate::Timeline;

#[derive(Debug, Default)]
pub(super) struct Replica {
    pub(super) me: Option<Me>,
    pub(super) offices: Vec<OfficePresence>,
    pub(super) timeline: Option<Timeline>,
}

impl Replica {
    pub(super) fn restored(me: Option<Me>) -> Self {
        Self {
            me,
            ..Self::default()
        }
    }

    pub(super) fn settings(&self) -> Settings {
        self.me
            .as_ref()
            .map(|me| me.settings.clone())
            .unwrap_or_default()
    }

    /// Whether all is known that a snapshot brings.
    pub(super) fn is_whole(&self) -> bool {
        let me = self.me.as_ref();
        me.is_some_and(|me| self.offices.len() >= me.offices.len())
    }

    /// Whether this is older than what is known.
    pub(super) fn is_outdated(&self, me: &Me) -> bool {
        self.me
            .as_ref()
            .is_some_and(|known| known.revision > me.revision)
    }

    /// The offices that are shown are those that I am a member of. Returns whether some of them are not known yet.
    pub(super) fn follow_memberships(&mut self) -> bool {
        let Some(me) = &self.me else { return false };
        let membership = |office: &OfficeId| {
            me.offices
                .iter()
                .find(|membership| membership.id == *office)
        };
        self.offices
            .retain(|office| membership(&office.id).is_some());
        for office in &mut self.offices {
            if let Some(Membership { name, role, .. }) = membership(&office.id) {
                office.role = *role;
                office.name.clone_from(name);
            }
        }
        me.offices.len() > self.offices.len()
    }

    pub(super) fn take_presence(&mut self, change: PresenceChange) {
        let PresenceChange {
            office,
            available,
            agent,
            ..
        } = change;
        let Some(known) = self.offices.iter_mut().find(|known| known.id == office) else {
            return;
        };
        known.available = available;
        if let Some(known) = known.agents.iter_mut().find(|known| known.id == agent.id) {
            *known = agent;
            return;
        }
        let name = agent.name.to_lowercase();
        let place = known
            .agents
            .partition_point(|known| known.name.to_lowercase() <= name);
        known.agents.insert(place, agent);
    }

    pub(super) fn take_coverage(&mut self, change: &CoverageChange) {
        let mut offices = self.offices.iter_mut();
        if let Some(known) = offices.find(|known| known.id == change.office) {
            known.coverage = change.coverage;
        }
    }

    /// Lays the schedule out around the server's `now`, where it is another one or was laid out long ago.
    pub(super) fn prepare_timeline(&mut self, now: Timestamp) {
        let schedule: Option<&Schedule> = self.me.as_ref().and_then(|me| me.schedule.as_ref());
        let Some(schedule) = schedule else {
            self.timeline = None;
            return;
        };
        match &mut self.timeline {
            Some(timeline) if timeline.schedule() == schedule => {
                if let Some(renewed) = timeline.renewed(now) {
                    *timeline = renewed;
                }
            }
            timeline => *timeline = Timeline::new(schedule, now).ok(),
        }
    }

    pub(super) fn office_name(&self, office: &OfficeId) -> String {
        let mut known = self.me.iter().flat_map(|me| &me.offices);
        let known = known.find(|membership| membership.id == *office);
        known.map_or_else(|| office.to_string(), |membership| membership.name.clone())
    }

    pub(super) fn colleague(&self, agent: &AgentId) -> String {
        let mut known = self.offices.iter().flat_map(|office| &office.agents);
        let known = known.find(|known| known.id == *agent);
        known.map_or_else(|| agent.to_string(), |known| known.name.clone())
    }
}
