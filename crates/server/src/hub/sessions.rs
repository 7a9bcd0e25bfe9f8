//! Sessions: signed-in devices, and whether they are still heard.

use std::{collections::BTreeMap, sync::PoisonError, time::Duration};

use chrono::SubsecRound;
use porchlight_core::SessionFact;
use porchlight_protocol::{
    Activity, ActivityAnswer, Agent, AgentId, Session, SessionId, SignedIn, Timestamp,
};

use super::{
    Caller, Refusal,
    state::{Person, State},
};
use crate::{
    auth::{TokenHash, new_token},
    store::records::{self, Key, PasswordRecord, SessionRecord},
};

/// Whose token is whose.
pub(super) type Tokens = BTreeMap<TokenHash, Caller>;

/// Devices of one agent; beyond that, those that have been gone longest are signed out.
const DEVICES: usize = 32;
/// A device not heard for this long is signed out.
const FORGET_DEVICES: chrono::Duration = chrono::Duration::days(90);
/// A client that reckons the last input back from now arrives at a slightly different instant each time.
const SAME_INPUT: chrono::Duration = chrono::Duration::milliseconds(1500);

/// A signed-in device.
#[derive(Debug)]
pub(super) struct Device {
    pub name: String,
    token: TokenHash,
    signed_in_at: Timestamp,
    activity: Activity,
    pub lease: Lease,
    streams: u32,
}

/// Until when a device counts as live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lease {
    /// Unless it is heard before, until this steady instant.
    Until(Duration),
    /// As long as this process runs: it is part of it.
    Held,
    /// It said goodbye, or was not heard in time.
    Gone(Timestamp),
}

impl Device {
    pub(super) fn from_record(record: SessionRecord, until: Duration) -> Option<Self> {
        Some(Self {
            name: record.device,
            token: TokenHash::from_hex(&record.token)?,
            signed_in_at: record.signed_in_at,
            activity: record.activity,
            lease: record.gone_at.map_or(Lease::Until(until), Lease::Gone),
            streams: 0,
        })
    }

    pub(super) fn keep_lease_of(&mut self, known: &Self) {
        self.lease = known.lease;
        self.streams = known.streams;
    }

    pub(super) fn record(&self, agent: &AgentId) -> SessionRecord {
        SessionRecord {
            agent: agent.clone(),
            device: self.name.clone(),
            token: self.token.to_hex(),
            signed_in_at: self.signed_in_at,
            activity: self.activity,
            gone_at: match self.lease {
                Lease::Gone(at) => Some(at),
                Lease::Until(_) | Lease::Held => None,
            },
        }
    }

    pub(super) const fn live(&self) -> bool {
        !matches!(self.lease, Lease::Gone(_))
    }
}

impl Person {
    /// The agent's devices, as she sees them.
    pub(super) fn sessions(&self) -> Vec<Session> {
        self.devices
            .iter()
            .filter(|(_, device)| device.lease != Lease::Held)
            .map(|(id, device)| Session {
                id: id.clone(),
                device: device.name.clone(),
                live: device.live(),
                activity: device.activity,
            })
            .collect()
    }

    /// Puts the devices among the facts, their leases on the calendar as the clocks stand now.
    pub(super) fn lay_out_leases(&mut self, now: crate::clock::Now) {
        self.facts.sessions.clear();
        self.facts
            .sessions
            .extend(self.devices.iter().map(|(id, device)| SessionFact {
                id: id.clone(),
                lease_until: match device.lease {
                    Lease::Until(steady) => now.wall_at(steady),
                    Lease::Held => now.wall + chrono::Duration::days(1),
                    Lease::Gone(at) => at.min(now.wall),
                },
                activity: device.activity,
            }));
    }

    /// When the next lease runs out.
    pub(super) fn next_lease(&self) -> Option<Duration> {
        let leases = self
            .devices
            .values()
            .filter_map(|device| match device.lease {
                Lease::Until(until) => Some(until),
                Lease::Held | Lease::Gone(_) => None,
            });
        leases.min()
    }
}

impl State {
    /// The account of an e-mail address, with what its password is checked against.
    pub(crate) fn account(&mut self, email: &str) -> Result<Option<(AgentId, String)>, Refusal> {
        let Some(agent) = self.emails.get(email).cloned() else {
            return Ok(None);
        };
        let key = Key::Password(agent.clone());
        let Some(value) = self.look_up(&key)? else {
            return Ok(None);
        };
        let record: PasswordRecord = records::read(&key.to_string(), &value).map_err(|error| {
            tracing::error!(%error, "a password record is damaged");
            Refusal::Unavailable
        })?;
        Ok(Some((agent, record.hash)))
    }

    pub(crate) fn agent_by_email(&self, email: &str) -> Option<AgentId> {
        self.emails.get(&email.to_lowercase()).cloned()
    }

    /// Signs a device in. Whoever asks has proven to be the agent.
    pub(crate) fn sign_in(
        &mut self,
        agent_id: &AgentId,
        device: &str,
    ) -> Result<SignedIn, Refusal> {
        let Some(person) = self.people.get(agent_id) else {
            return Err(Refusal::SignedOut);
        };
        let agent: Agent = person.agent.clone();
        if person.devices.len() >= DEVICES {
            let oldest = person
                .devices
                .iter()
                .min_by_key(|(_, device)| match device.lease {
                    Lease::Gone(at) => (false, at),
                    Lease::Until(_) => (true, device.signed_in_at),
                    Lease::Held => (true, Timestamp::MAX_UTC),
                });
            if let Some((oldest, _)) = oldest.filter(|(_, device)| device.lease != Lease::Held) {
                let oldest = oldest.clone();
                self.remove(&Key::Session(oldest));
            }
        }
        let token = new_token();
        let session_id = new_session_id();
        let record = SessionRecord {
            agent: agent_id.clone(),
            device: device.to_owned(),
            token: TokenHash::of(&token).to_hex(),
            signed_in_at: self.now.wall,
            activity: Activity::Unknown,
            gone_at: None,
        };
        self.write(&Key::Session(session_id.clone()), &record);
        tracing::info!(agent = %agent_id, session = %session_id, "signed in");
        Ok(SignedIn {
            token,
            session_id,
            agent,
        })
    }

    /// The device of a caller, heard. A read keeps a session alive, but only a sign of life wakes one that is gone.
    pub(super) fn hear(
        &mut self,
        caller: &Caller,
        sign_of_life: bool,
    ) -> Result<&mut Person, Refusal> {
        let until = self.now.steady + self.tunables.lease;
        let Some(person) = self.people.get_mut(&caller.agent) else {
            return Err(Refusal::SignedOut);
        };
        let Some(device) = person.devices.get_mut(&caller.session) else {
            return Err(Refusal::SignedOut);
        };
        match device.lease {
            Lease::Until(_) => device.lease = Lease::Until(until),
            Lease::Gone(_) if sign_of_life => {
                device.lease = Lease::Until(until);
                tracing::info!(agent = %caller.agent, session = %caller.session, "a device is back");
                self.device_changed(&caller.agent, &caller.session);
            }
            Lease::Gone(_) | Lease::Held => {}
        }
        self.people.get_mut(&caller.agent).ok_or(Refusal::SignedOut)
    }

    /// A session's activity, and its sign of life.
    pub(crate) fn report_activity(
        &mut self,
        caller: &Caller,
        activity: Activity,
    ) -> Result<ActivityAnswer, Refusal> {
        let now = self.now;
        let earliest = now.wall - chrono::Duration::days(400);
        let on_record = |since: Timestamp| since.trunc_subsecs(3).clamp(earliest, now.wall);
        let mut activity = match activity {
            Activity::Idle { since } => Activity::Idle {
                since: on_record(since),
            },
            Activity::Locked { since } => Activity::Locked {
                since: on_record(since),
            },
            Activity::Active | Activity::Unknown => activity,
        };
        let person = self.hear(caller, true)?;
        let Some(device) = person.devices.get_mut(&caller.session) else {
            return Err(Refusal::SignedOut);
        };
        if let (Activity::Idle { since }, Activity::Idle { since: known }) =
            (activity, device.activity)
            && (since - known).abs() <= SAME_INPUT
        {
            activity = device.activity;
        }
        if device.activity != activity {
            device.activity = activity;
            self.device_changed(&caller.agent, &caller.session);
        }
        Ok(ActivityAnswer {
            server_time: now.wall,
            lease_until: now.wall_at(now.steady + self.tunables.lease),
        })
    }

    /// Goodbye: the session is gone now.
    pub(crate) fn say_goodbye(&mut self, caller: &Caller, sign_out: bool) -> Result<(), Refusal> {
        let Some(person) = self.people.get_mut(&caller.agent) else {
            return Err(Refusal::SignedOut);
        };
        let Some(device) = person.devices.get_mut(&caller.session) else {
            return Err(Refusal::SignedOut);
        };
        let was_live = device.live();
        if was_live && device.lease != Lease::Held {
            device.lease = Lease::Gone(self.now.wall);
            tracing::info!(agent = %caller.agent, session = %caller.session, "a device said goodbye");
        }
        if sign_out {
            self.remove(&Key::Session(caller.session.clone()));
        } else if was_live {
            self.device_changed(&caller.agent, &caller.session);
        }
        Ok(())
    }

    /// A session of an agent within this process: live as long as it runs, and never written down.
    pub(crate) fn hold_session(&mut self, agent: &AgentId) -> Result<(), Refusal> {
        let device = Device {
            name: "this server".to_owned(),
            token: TokenHash::of(&new_token()),
            signed_in_at: self.now.wall,
            activity: Activity::Active,
            lease: Lease::Held,
            streams: 0,
        };
        let Some(person) = self.people.get_mut(agent) else {
            return Err(Refusal::SignedOut);
        };
        person.devices.insert(new_session_id(), device);
        self.changed(agent);
        Ok(())
    }

    pub(super) fn remember_session(&mut self, agent: &AgentId, id: &SessionId, device: Device) {
        let caller = Caller {
            agent: agent.clone(),
            session: id.clone(),
        };
        self.tokens
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(device.token, caller);
        self.sessions.insert(id.clone(), agent.clone());
        if let Some(person) = self.people.get_mut(agent) {
            person.devices.insert(id.clone(), device);
        }
    }

    pub(super) fn remove_session(&mut self, id: &SessionId) {
        let Some(agent) = self.sessions.remove(id) else {
            return;
        };
        for (stream, session) in self.streams.of_agent(&agent) {
            if session == *id {
                self.streams.close(stream);
            }
        }
        let Some(device) = self
            .people
            .get_mut(&agent)
            .and_then(|person| person.devices.remove(id))
        else {
            return;
        };
        self.tokens
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&device.token);
        self.changed(&agent);
    }

    pub(super) fn stream_opened(&mut self, caller: &Caller) {
        let device = self
            .people
            .get_mut(&caller.agent)
            .and_then(|person| person.devices.get_mut(&caller.session));
        if let Some(device) = device {
            device.streams += 1;
        }
    }

    /// A stream closed without goodbye: if it was the session's last, little of its lease is left.
    pub(super) fn cut_lease(&mut self, agent: &AgentId, session: &SessionId) {
        let until = self.now.steady + self.tunables.grace;
        let Some(person) = self.people.get_mut(agent) else {
            return;
        };
        let Some(device) = person.devices.get_mut(session) else {
            return;
        };
        device.streams = device.streams.saturating_sub(1);
        if let Lease::Until(lease) = &mut device.lease
            && device.streams == 0
            && *lease > until
        {
            *lease = until;
            self.arm(agent, until);
        }
    }

    pub(super) fn expire_leases(&mut self, agent: &AgentId) {
        let now = self.now;
        let Some(person) = self.people.get_mut(agent) else {
            return;
        };
        let mut gone = Vec::new();
        for (id, device) in &mut person.devices {
            if let Lease::Until(until) = device.lease
                && until <= now.steady
            {
                device.lease = Lease::Gone(now.wall_at(until));
                tracing::info!(%agent, session = %id, "a device is not heard any more");
                gone.push(id.clone());
            }
        }
        for session in gone {
            self.device_changed(agent, &session);
        }
    }

    /// Gives every live session one lease to be heard. Says whether there are any.
    pub(super) fn extend_all(&mut self) -> bool {
        let full = self.now.steady + self.tunables.lease;
        let mut any = false;
        for person in self.people.values_mut() {
            for device in person.devices.values_mut() {
                if let Lease::Until(until) = &mut device.lease {
                    *until = full;
                    any = true;
                }
            }
        }
        any
    }

    /// Signs out the devices that have not been heard for months.
    pub(super) fn forget_old_devices(&mut self) {
        let before = self.now.wall - FORGET_DEVICES;
        let old: Vec<_> = self
            .people
            .values()
            .flat_map(|person| &person.devices)
            .filter(|(_, device)| matches!(device.lease, Lease::Gone(at) if at < before))
            .map(|(id, _)| id.clone())
            .collect();
        for session in old {
            self.remove(&Key::Session(session));
        }
    }

    fn device_changed(&mut self, agent: &AgentId, session: &SessionId) {
        self.pending
            .devices
            .insert((agent.clone(), session.clone()));
        self.changed(agent);
    }
}

fn new_session_id() -> SessionId {
    SessionId(uuid::Uuid::now_v7().to_string())
}
