//! Facts as they come: read at the start, written by a request, or by another process.

use chrono::Duration;
use porchlight_core::Timeline;
use porchlight_protocol::{Agent, AgentId, OfficeId, SessionId, Status, Timestamp};

use super::{
    sessions::Device,
    state::{Person, State},
    streams::Reader,
};
use crate::store::{
    StoreError, Write,
    records::{
        self, ActRecord, AgentRecord, ChoicesRecord, Key, MemberRecord, OfficeRecord,
        ScheduleRecord, SessionRecord,
    },
};

impl State {
    /// Takes in many facts, those first that others refer to.
    pub(super) fn apply_all(&mut self, writes: &[Write]) -> Result<(), StoreError> {
        let rank = |write: &&Write| match Key::parse(&write.key) {
            Some(Key::Organization | Key::Agent(_) | Key::Office(_)) => 0,
            Some(Key::Member(..)) => 1,
            _ => 2,
        };
        let mut writes: Vec<_> = writes.iter().collect();
        writes.sort_by_key(rank);
        writes.into_iter().try_for_each(|write| self.apply(write))
    }

    /// Takes in one fact, and marks what depends on it.
    pub(super) fn apply(&mut self, write: &Write) -> Result<(), StoreError> {
        match Key::parse(&write.key) {
            Some(Key::Organization) => {
                self.organization = parse(write)?.unwrap_or_default();
                self.idle_after_changed();
            }
            Some(Key::Agent(id)) => self.apply_agent(&id, parse(write)?),
            Some(Key::Office(id)) => self.apply_office(id, parse(write)?),
            Some(Key::Member(office, agent)) => self.apply_member(&office, &agent, parse(write)?),
            Some(Key::Choices(id)) => {
                let record: Option<ChoicesRecord> = parse(write)?;
                let Some(person) = self.people.get_mut(&id) else {
                    return Ok(());
                };
                let record = record.unwrap_or(ChoicesRecord {
                    choices: Vec::new(),
                    last_stamp: Timestamp::UNIX_EPOCH,
                });
                person.facts.choices = record.choices;
                person.last_stamp = record.last_stamp;
                self.changed(&id);
            }
            Some(Key::Schedule(id)) => {
                let record: Option<ScheduleRecord> = parse(write)?;
                let now = self.now.wall;
                let Some(person) = self.people.get_mut(&id) else {
                    return Ok(());
                };
                person.schedule_revision = record.as_ref().map_or(0, |record| record.revision);
                let timeline = record
                    .and_then(|record| record.schedule)
                    .map(|schedule| Timeline::new(&schedule, now));
                person.facts.schedule =
                    timeline.transpose().map_err(|error| StoreError::Damaged {
                        key: write.key.clone(),
                        reason: error.to_string(),
                    })?;
                person.laid_out = now;
                self.changed(&id);
            }
            Some(Key::Act(agent, office)) => {
                let record: Option<ActRecord> = parse(write)?;
                let Some(person) = self.people.get_mut(&agent) else {
                    return Ok(());
                };
                match record {
                    Some(record) => person.acts.insert(office, record),
                    None => person.acts.remove(&office),
                };
            }
            Some(Key::Session(id)) => {
                let record: Option<SessionRecord> = parse(write)?;
                self.apply_session(&id, record);
            }
            // The history is looked up when it is needed; what a newer version added is not for this one.
            Some(Key::Password(_) | Key::Asked(..) | Key::Audit(..)) | None => {}
        }
        Ok(())
    }

    /// The agent's statuses are to be decided anew, and her own streams told.
    pub(super) fn changed(&mut self, id: &AgentId) {
        self.dirty.statuses.insert(id.clone());
        self.dirty.own.insert(id.clone());
    }

    fn idle_after_changed(&mut self) {
        let ids: Vec<_> = self.people.keys().cloned().collect();
        for id in ids {
            let own = self
                .people
                .get(&id)
                .and_then(|person| person.own_idle_after_seconds);
            let idle_after = self.idle_after(own);
            if let Some(person) = self.people.get_mut(&id) {
                person.facts.idle_after = idle_after;
            }
            self.changed(&id);
        }
    }

    /// The time without input that is in force.
    fn idle_after(&self, own_seconds: Option<u64>) -> Duration {
        let organization = self.organization_idle_after();
        let own = own_seconds.map(std::time::Duration::from_secs);
        let idle_after = own.map_or(organization, |own| own.min(organization));
        Duration::from_std(idle_after).unwrap_or(Duration::MAX)
    }

    pub(super) fn organization_idle_after(&self) -> std::time::Duration {
        let stored = std::time::Duration::from_secs(self.organization.idle_after_seconds);
        self.tunables.idle_after.unwrap_or(stored)
    }

    fn apply_agent(&mut self, id: &AgentId, record: Option<AgentRecord>) {
        let Some(record) = record else {
            self.remove_agent(id);
            return;
        };
        let idle_after = self.idle_after(record.own_idle_after_seconds);
        self.emails.retain(|_, owner| owner != id);
        self.emails.insert(record.email.to_lowercase(), id.clone());
        let agent = Agent {
            id: id.clone(),
            name: record.name,
            email: record.email,
        };
        let known = self.people.get(id);
        if let Some(person) = known
            && (person.agent.name != agent.name || person.owner != record.owner)
        {
            // Colleagues have her by name.
            let offices = person.facts.offices.clone();
            self.dirty.everything.insert(id.clone());
            for office in offices {
                self.dirty.everything.extend(self.members(&office));
                if let Some(office) = self.offices.get_mut(&office) {
                    office.worded = None;
                }
            }
        }
        let now = self.now.wall;
        let person = self
            .people
            .entry(id.clone())
            .or_insert_with(|| Person::new(agent.clone(), now));
        person.agent = agent;
        person.owner = record.owner;
        person.own_idle_after_seconds = record.own_idle_after_seconds;
        person.facts.idle_after = idle_after;
        self.changed(id);
    }

    fn remove_agent(&mut self, id: &AgentId) {
        let Some(person) = self.people.get(id) else {
            return;
        };
        for office in person.facts.offices.clone() {
            self.apply_member(&office, id, None);
        }
        let sessions: Vec<_> = self
            .people
            .get(id)
            .into_iter()
            .flat_map(|person| person.devices.keys().cloned())
            .collect();
        for session in sessions {
            self.apply_session(&session, None);
        }
        if let Some(due) = self.people.remove(id).and_then(|person| person.due) {
            self.dues.remove(&(due, id.clone()));
        }
        self.emails.retain(|_, owner| owner != id);
    }

    fn apply_office(&mut self, id: OfficeId, record: Option<OfficeRecord>) {
        let Some(record) = record else {
            let members: Vec<_> = self.members(&id);
            for agent in members {
                self.apply_member(&id, &agent, None);
            }
            self.offices.remove(&id);
            self.close_pages(&id);
            return;
        };
        let public = record.public;
        if self
            .offices
            .get(&id)
            .is_some_and(|office| office.name != record.name)
        {
            self.dirty.everything.extend(self.members(&id));
        }
        let office = self.offices.entry(id.clone()).or_default();
        office.name = record.name;
        office.public = public;
        if public {
            self.dirty.pages.insert(id);
        } else {
            self.close_pages(&id);
        }
    }

    fn close_pages(&mut self, id: &OfficeId) {
        for stream in self.streams.of_page(id) {
            let closed = self.streams.close(stream);
            debug_assert!(matches!(closed, Some(Reader::Page(_))));
        }
    }

    fn members(&self, id: &OfficeId) -> Vec<AgentId> {
        self.offices
            .get(id)
            .into_iter()
            .flat_map(|office| office.members.keys().cloned())
            .collect()
    }

    fn apply_member(
        &mut self,
        office_id: &OfficeId,
        agent: &AgentId,
        record: Option<MemberRecord>,
    ) {
        let (Some(office), Some(person)) =
            (self.offices.get_mut(office_id), self.people.get_mut(agent))
        else {
            tracing::warn!(office = %office_id, %agent, "a membership of nobody, or of no office, is left out");
            return;
        };
        let member = record.is_some();
        office.worded = None;
        if let Some(record) = record {
            office.members.insert(agent.clone(), record.role);
            if let Err(place) = person.facts.offices.binary_search(office_id) {
                person.facts.offices.insert(place, office_id.clone());
            }
        } else {
            office.members.remove(agent);
            person.facts.offices.retain(|id| id != office_id);
            if person
                .shown
                .remove(office_id)
                .is_some_and(|shown| shown.status == Status::Available)
            {
                office.available = office.available.saturating_sub(1);
            }
            // There is no event for somebody who left; everybody there starts over.
            self.dirty.everything.extend(self.members(office_id));
            self.dirty.pages.insert(office_id.clone());
        }
        self.streams.set_member(agent, office_id, member);
        self.dirty.everything.insert(agent.clone());
        self.changed(agent);
    }

    fn apply_session(&mut self, id: &SessionId, record: Option<SessionRecord>) {
        let Some(record) = record else {
            self.remove_session(id);
            return;
        };
        let agent = record.agent.clone();
        let until = self.now.steady + self.tunables.lease;
        let Some(person) = self.people.get_mut(&agent) else {
            return;
        };
        let Some(mut device) = Device::from_record(record, until) else {
            return;
        };
        if let Some(known) = person.devices.get(id) {
            // How long it is still to be heard from is known better here.
            device.keep_lease_of(known);
        }
        self.remember_session(&agent, id, device);
        self.changed(&agent);
    }
}

fn parse<T: serde::de::DeserializeOwned>(write: &Write) -> Result<Option<T>, StoreError> {
    write
        .value
        .as_deref()
        .map(|value| records::read(&write.key, value))
        .transpose()
}
