//! Signed-in devices, and whether they are still heard. These facts are true whether or not they can be written, so
//! they are changed here first; what is still to be written is the difference to the records.

use std::{collections::BTreeMap, time::Duration};

use porchlight_core::SessionFact;
use porchlight_protocol::{Activity, AgentId, Session, SessionId, Timestamp};

use crate::{
    clock::Now,
    command::Refusal,
    config::Config,
    records::{Key, SessionRecord, Write, to_value},
    state::State,
};

/// A device not heard for this long is signed out.
const FORGET_AFTER: chrono::Duration = chrono::Duration::days(90);
/// How often it is written down that a device which takes no part is used: reading must cost no write each time.
const USED_EVERY: chrono::Duration = chrono::Duration::days(1);

/// Until when a device counts as live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lease {
    /// Unless it is heard before, until this steady instant.
    Until(Duration),
    /// As long as this process runs: it is part of it.
    Held,
    /// It said goodbye, or was not heard in time.
    Gone(Timestamp),
}

/// A signed-in device.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    pub agent: AgentId,
    /// None until it has reported for the first time since it was gone: until then it is as if it were not there.
    pub activity: Option<Activity>,
    pub lease: Lease,
    /// Its lease is one that it got unheard, and it was not heard since: it gets no other like that.
    unheard: bool,
    /// When it signed in, or was last seen to be used while it took no part, to the day.
    used_at: Timestamp,
    /// The greatest number that was taken from it.
    sequence: Option<u64>,
    pub streams: u32,
    /// Its last stream broke off, and none was opened since: what is heard now may have been sent before that.
    cut: bool,
    /// Signed out, though its record may still be there.
    pub revoked: bool,
    /// When a personal access token ends; none for a device.
    expires_at: Option<Timestamp>,
}

/// All devices. Those of the records, and those within this process.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    devices: BTreeMap<SessionId, Device>,
}

impl Device {
    fn from_record(record: &SessionRecord, until: Duration) -> Self {
        Self {
            agent: record.agent.clone(),
            activity: record.activity.filter(|_| record.gone_at.is_none()),
            lease: record.gone_at.map_or(Lease::Until(until), Lease::Gone),
            unheard: true,
            used_at: record.used_at.unwrap_or(record.signed_in_at),
            sequence: record.sequence,
            streams: 0,
            cut: false,
            revoked: false,
            expires_at: record.access.as_ref().map(|access| access.expires_at),
        }
    }

    /// Whether it counts: it is heard, and has said what its person does.
    pub(crate) fn takes_part(&self) -> bool {
        self.activity.is_some() && !matches!(self.lease, Lease::Gone(_))
    }

    /// Takes the number of what it sent of itself.
    ///
    /// # Errors
    /// If something that it sent later came before.
    pub(crate) fn take(&mut self, sequence: Option<u64>) -> Result<(), Refusal> {
        match self.sequence {
            Some(by) if sequence.is_some_and(|sequence| sequence <= by) => {
                Err(Refusal::Overtaken { by })
            }
            _ => {
                self.sequence = sequence.or(self.sequence);
                Ok(())
            }
        }
    }

    /// Somebody hears from it. One whose stream broke off may have crashed, and its last words still be on their way: it
    /// gets the grace once more.
    fn renew(&mut self, now: Now, config: &Config) -> Duration {
        let length = if self.cut { config.grace } else { config.lease };
        let until = now.steady + length;
        self.lease = Lease::Until(until);
        self.unheard = false;
        until
    }

    /// Only one that took part can leave: nobody has seen the others.
    fn leave(&mut self, at: Timestamp) {
        self.lease = Lease::Gone(at);
        self.activity = None;
        self.cut = false;
    }

    fn gone_at(&self) -> Option<Timestamp> {
        match self.lease {
            Lease::Gone(at) => Some(at),
            Lease::Until(_) | Lease::Held => None,
        }
    }
}

impl Sessions {
    pub(crate) fn get(&self, id: &SessionId) -> Option<&Device> {
        self.devices.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: &SessionId) -> Option<&mut Device> {
        self.devices.get_mut(id)
    }

    /// Brings a device into line with its record: a new one is there, one whose record is gone is not. How long one is
    /// still to be heard is known better here. Says whether it is there.
    pub(crate) fn follow(&mut self, id: &SessionId, state: &State, until: Duration) -> bool {
        let Some(record) = state.session(id) else {
            self.devices.remove(id);
            return false;
        };
        self.devices
            .entry(id.clone())
            .or_insert_with(|| Device::from_record(record, until));
        true
    }

    /// A device within this process, live as long as it runs.
    pub(crate) fn hold(&mut self, id: SessionId, agent: AgentId) {
        let device = Device {
            agent,
            activity: Some(Activity::Active),
            lease: Lease::Held,
            unheard: false,
            used_at: Timestamp::MAX_UTC,
            sequence: None,
            streams: 0,
            cut: false,
            revoked: false,
            expires_at: None,
        };
        self.devices.insert(id, device);
    }

    /// Every device of an agent.
    pub(crate) fn of<'a>(
        &'a self,
        agent: &'a AgentId,
        state: &'a State,
    ) -> impl Iterator<Item = (&'a SessionId, &'a Device)> {
        let known = state
            .agent(agent)
            .into_iter()
            .flat_map(|agent| &agent.sessions);
        let known = known.filter_map(|id| Some((id, self.devices.get(id)?)));
        known.chain(self.held(agent))
    }

    fn held<'a>(&'a self, agent: &'a AgentId) -> impl Iterator<Item = (&'a SessionId, &'a Device)> {
        // There are none but in a sample campus.
        let held = self.held_range();
        held.filter(move |(_, device)| device.agent == *agent)
    }

    fn held_range(&self) -> impl Iterator<Item = (&SessionId, &Device)> {
        self.devices
            .range(SessionId::from(HELD)..)
            .take_while(|(id, _)| id.as_str().starts_with(HELD))
    }

    /// The devices that take part, as facts, their leases on the calendar as the clocks stand now; and those that are
    /// gone, since they tell since when nobody is there.
    pub(crate) fn facts(&self, agent: &AgentId, state: &State, now: Now) -> Vec<SessionFact> {
        self.of(agent, state)
            .filter_map(|(id, device)| {
                let lease_until = match device.lease {
                    Lease::Until(steady) => now.wall_at(steady),
                    Lease::Held => now.wall + chrono::Duration::days(1000),
                    Lease::Gone(at) => at.min(now.wall),
                };
                let activity = match (device.activity, device.lease) {
                    (Some(activity), _) => activity,
                    (None, Lease::Gone(_)) => Activity::Unknown,
                    (None, _) => return None,
                };
                Some(SessionFact {
                    id: id.clone(),
                    lease_until,
                    activity,
                })
            })
            .collect()
    }

    /// The devices as their agent sees them.
    pub(crate) fn list(&self, agent: &AgentId, state: &State) -> Vec<Session> {
        self.of(agent, state)
            .filter(|(_, device)| !device.revoked && device.expires_at.is_none())
            .filter_map(|(id, device)| {
                Some(Session {
                    id: id.clone(),
                    device: state.session(id)?.device.clone(),
                    live: device.takes_part(),
                    activity: device.activity.unwrap_or(Activity::Unknown),
                })
            })
            .collect()
    }

    /// When the next lease of an agent's runs out.
    pub(crate) fn next_lease(&self, agent: &AgentId, state: &State) -> Option<Duration> {
        self.of(agent, state)
            .filter(|(_, device)| device.takes_part())
            .filter_map(|(_, device)| match device.lease {
                Lease::Until(until) => Some(until),
                Lease::Held | Lease::Gone(_) => None,
            })
            .min()
    }

    /// Ends the leases of an agent that ran out. Names those devices.
    pub(crate) fn expire(&mut self, agent: &AgentId, state: &State, now: Now) -> Vec<SessionId> {
        let ids: Vec<_> = self
            .of(agent, state)
            .filter(|(_, device)| device.takes_part())
            .filter(
                |(_, device)| matches!(device.lease, Lease::Until(until) if until <= now.steady),
            )
            .map(|(id, _)| id.clone())
            .collect();
        for id in &ids {
            if let Some(device) = self.devices.get_mut(id)
                && let Lease::Until(until) = device.lease
            {
                device.leave(now.wall_at(until));
            }
        }
        ids
    }

    /// The calendar was set. Nobody is gone since later than now, and since when does not move by itself.
    pub(crate) fn calendar_was_set(&mut self, wall: Timestamp) {
        for device in self.devices.values_mut() {
            if let Lease::Gone(at) = &mut device.lease {
                *at = wall.min(*at);
            }
        }
    }

    /// Gives every live session one lease to be heard, but for those that were not heard in the last one they got like
    /// that. Says whether there are any.
    pub(crate) fn extend_all(&mut self, until: Duration) -> bool {
        let mut any = false;
        for device in self.devices.values_mut() {
            if device.takes_part()
                && !device.unheard
                && let Lease::Until(lease) = &mut device.lease
            {
                *lease = until.max(*lease);
                device.unheard = true;
                any = true;
            }
        }
        any
    }

    /// The devices that were not heard since they got their lease, and until when; also those whose lease has run out,
    /// until their records say so: the next run must not take them for heard.
    pub(crate) fn unheard(&self, kept: &State) -> BTreeMap<SessionId, Duration> {
        let is_live = |id| {
            let record = kept.session(id);
            record.is_some_and(|record| record.activity.is_some() && record.gone_at.is_none())
        };
        let unheard = self.devices.iter().filter(|(_, device)| device.unheard);
        let until = unheard.filter_map(|(id, device)| match device.lease {
            Lease::Until(until) if device.takes_part() => Some((id.clone(), until)),
            Lease::Gone(_) if is_live(id) => Some((id.clone(), Duration::ZERO)),
            _ => None,
        });
        until.collect()
    }

    pub(crate) fn any_live(&self) -> bool {
        self.devices
            .values()
            .any(|device| device.takes_part() && device.lease != Lease::Held)
    }

    /// Something was heard from a device: keeps it alive if it lives, wakes none that is gone. Says whether that is to be
    /// written down.
    pub(crate) fn renew_lease(&mut self, id: &SessionId, now: Now, config: &Config) -> bool {
        let Some(device) = self.devices.get_mut(id) else {
            return false;
        };
        if let Lease::Until(_) = device.lease {
            device.renew(now, config);
        }
        let to_write = device.expires_at.is_none()
            && !device.takes_part()
            && now.wall - device.used_at >= USED_EVERY;
        if to_write {
            device.used_at = now.wall;
        }
        to_write
    }

    /// A device says what its person does: it takes part from now on. Answers until when, unless it is heard again.
    pub(crate) fn report(
        &mut self,
        id: &SessionId,
        activity: Activity,
        now: Now,
        config: &Config,
    ) -> Duration {
        if let Some(device) = self.devices.get_mut(id)
            && device.lease != Lease::Held
        {
            device.activity = Some(activity);
            let until = device.renew(now, config);
            // Whoever goes on without a stream is heard as long as anybody.
            device.cut = false;
            return until;
        }
        now.steady + config.lease
    }

    /// A device reads a stream from now on.
    pub(crate) fn stream_opened(&mut self, id: &SessionId, now: Now, config: &Config) {
        if let Some(device) = self.devices.get_mut(id) {
            device.streams += 1;
            device.cut = false;
        }
        self.renew_lease(id, now, config);
    }

    /// A device is gone now.
    pub(crate) fn leave(&mut self, id: &SessionId, now: Now) {
        if let Some(device) = self.devices.get_mut(id)
            && device.takes_part()
            && device.lease != Lease::Held
        {
            device.leave(now.wall);
        }
    }

    /// A device is signed out.
    pub(crate) fn revoke(&mut self, id: &SessionId, now: Now) {
        self.leave(id, now);
        if let Some(device) = self.devices.get_mut(id) {
            device.revoked = true;
        }
    }

    /// A stream closed without goodbye: if it was the session's last, little of its lease is left. Answers until when
    /// it lasts, if that was cut.
    pub(crate) fn stream_closed(
        &mut self,
        id: &SessionId,
        now: Now,
        config: &Config,
    ) -> Option<Duration> {
        let until = now.steady + config.grace;
        let device = self.devices.get_mut(id)?;
        device.streams = device.streams.saturating_sub(1);
        device.cut = device.streams == 0;
        match &mut device.lease {
            Lease::Until(lease) if device.streams == 0 && *lease > until => {
                *lease = until;
                Some(until)
            }
            _ => None,
        }
    }

    /// The sessions that were not heard for months, and tokens that have expired; they are signed out from now on.
    pub(crate) fn revoke_forgotten(&mut self, now: Now) -> Vec<SessionId> {
        let before = now.wall - FORGET_AFTER;
        let old = self.devices.iter_mut().filter(|(_, device)| {
            if let Some(expires_at) = device.expires_at {
                return !device.revoked && expires_at <= now.wall;
            }
            let heard = match device.lease {
                Lease::Gone(at) => at.max(device.used_at),
                Lease::Until(_) if !device.takes_part() => device.used_at,
                Lease::Until(_) | Lease::Held => now.wall,
            };
            device.streams == 0 && !device.revoked && heard < before
        });
        old.map(|(id, device)| {
            device.revoked = true;
            id.clone()
        })
        .collect()
    }

    /// What is to be written so that a device's record says what is true; none if it does.
    pub(crate) fn unwritten(&self, id: &SessionId, state: &State) -> Option<Write> {
        let device = self.devices.get(id)?;
        let record = state.session(id)?;
        let key = Key::Session(id.clone()).to_string();
        if device.revoked {
            return Some(Write { key, value: None });
        }
        let gone_at = device.gone_at();
        let written = record.activity.filter(|_| record.gone_at.is_none());
        let used_at = record.used_at.unwrap_or(record.signed_in_at);
        if record.gone_at == gone_at && written == device.activity && used_at == device.used_at {
            return None;
        }
        let record = SessionRecord {
            activity: device.activity,
            gone_at,
            used_at: Some(device.used_at),
            sequence: device.sequence,
            ..record.clone()
        };
        Some(Write {
            key,
            value: Some(to_value(&record)),
        })
    }
}

/// What the ids of sessions within this process begin with; those of others are UUIDs.
const HELD: &str = "held-";

/// The id of a session within this process.
pub(crate) fn held_id(id: &SessionId) -> SessionId {
    SessionId(format!("{HELD}{id}"))
}
