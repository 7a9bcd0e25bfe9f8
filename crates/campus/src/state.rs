//! What the records say, typed. Enters: records, in any order. Leaves: facts. A clone is cheap and shares everything, so
//! that a decision can be tried on a copy and thrown away.

use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZero,
    sync::Arc,
    thread,
};

use imbl::OrdMap;
use porchlight_core::{Busy, Timeline};
use porchlight_protocol::{Agent, AgentId, Choice, OfficeId, Role, SessionId, Timestamp};

use crate::records::{
    self, ActRecord, AgentRecord, BusyRecord, ChoicesRecord, CodeRecord, Damaged, EmailRecord, Key,
    MemberRecord, OfficeRecord, OrganizationRecord, Record, Revision, ScheduleRecord,
    SessionRecord, Snapshot, UnheardRecord, UptimeRecord,
};
use crate::{
    command::Refusal,
    token::TokenHash,
    webhooks::{DispatchRecord, WebhookRecord},
};

/// Stands for the revision of a write that is under way.
pub(crate) const UNDER_WAY: Revision = Revision(u64::MAX);

/// Something with the revision of its record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct At<T> {
    pub value: T,
    pub revision: Revision,
}

/// All facts that a store holds, without the history.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Of the last commit that is in here.
    pub revision: Revision,
    organization: At<OrganizationRecord>,
    agents: OrdMap<AgentId, Arc<AgentState>>,
    offices: OrdMap<OfficeId, Arc<OfficeState>>,
    sessions: OrdMap<SessionId, Arc<At<SessionRecord>>>,
    unheard: Arc<At<UnheardRecord>>,
    codes: OrdMap<TokenHash, Arc<At<CodeRecord>>>,
    webhooks: OrdMap<String, Arc<At<WebhookRecord>>>,
    /// By the webhook, and a name.
    dispatches: OrdMap<(String, String), At<DispatchRecord>>,
    uptime: At<UptimeRecord>,
    /// Addresses in lower case.
    emails: OrdMap<String, AgentId>,
    /// What records say of the same addresses: whose each is.
    addresses: OrdMap<String, At<AgentId>>,
    /// Why each record cannot be read, with its revision: what is written in its place rests on that.
    damaged: OrdMap<String, At<String>>,
}

/// An agent's facts. Without a record of her own, what is known of her waits for it.
#[derive(Clone, Debug, Default)]
pub struct AgentState {
    record: Option<At<AgentRecord>>,
    pub choices: Vec<Choice>,
    /// The greatest stamp given so far.
    pub last_stamp: Option<Timestamp>,
    /// Of each device that counts, the greatest number of a choice.
    pub numbers: BTreeMap<SessionId, u64>,
    pub choices_revision: Revision,
    pub schedule: Option<Timeline>,
    pub schedule_revision: Revision,
    pub busy: Busy,
    pub busy_revision: Revision,
    /// Administrators' acts that she has not answered by a choice of her own.
    pub acts: BTreeMap<OfficeId, At<ActRecord>>,
    pub offices: BTreeMap<OfficeId, At<Role>>,
    pub sessions: BTreeSet<SessionId>,
}

/// An office's facts.
#[derive(Clone, Debug, Default)]
pub struct OfficeState {
    record: Option<At<OfficeRecord>>,
    /// The hours of its record, laid out.
    hours: Option<Timeline>,
    pub members: BTreeMap<AgentId, Role>,
}

/// Whom a record concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concerns {
    Everybody,
    /// Who she is, and so also who belongs to her offices.
    Identity(AgentId),
    /// What she is.
    Agent(AgentId),
    Office(OfficeId),
    Membership(OfficeId, AgentId),
    Session(SessionId, AgentId),
    Nobody,
}

impl AgentState {
    /// Her own record, if there is one that can be read.
    pub fn record(&self) -> Option<&AgentRecord> {
        self.record.as_ref().map(|record| &record.value)
    }

    /// Grows whenever all her devices are signed out.
    pub fn generation(&self) -> u64 {
        self.record().map_or(0, |record| record.generation)
    }

    /// Whether she can sign in and is seen by others.
    pub fn is_active(&self) -> bool {
        self.record().is_some_and(|record| !record.deactivated)
    }

    /// Names her schedule as it is, for `If-Match`.
    pub fn schedule_etag(&self) -> String {
        format!("\"{}\"", self.schedule_revision.0)
    }

    /// Her as the wire has her.
    pub fn agent(&self, id: &AgentId) -> Option<Agent> {
        let record = self.record()?;
        Some(Agent {
            id: id.clone(),
            name: record.name.clone(),
            email: record.email.clone(),
        })
    }
}

impl OfficeState {
    /// Its own record, if there is one that can be read.
    pub fn record(&self) -> Option<&OfficeRecord> {
        self.record.as_ref().map(|record| &record.value)
    }

    /// When it should be covered.
    pub fn hours(&self) -> Option<&Timeline> {
        self.hours.as_ref()
    }
}

impl State {
    /// All records of a store. Those that cannot be read are left out, and named by [`State::damaged`].
    pub fn new(snapshot: &Snapshot, now: Timestamp) -> Self {
        let mut state = Self::default();
        let laid_out = lay_out(&snapshot.records, now);
        for record in &snapshot.records {
            let known = record
                .value
                .as_deref()
                .and_then(|value| laid_out.get(value));
            // What cannot be read is counted in `damaged`.
            let _ = state.apply(record, now, known);
        }
        state.revision = snapshot.revision;
        state
    }

    /// Takes in one record. `laid_out` is a timeline that may fit its schedule, so that it need not be laid out again.
    ///
    /// # Errors
    /// If the record cannot be read: what was known before stands.
    pub fn apply(
        &mut self,
        record: &Record,
        now: Timestamp,
        laid_out: Option<&Timeline>,
    ) -> Result<Concerns, Damaged> {
        self.revision = self.revision.max(record.revision);
        let result = self.apply_parsed(record, now, laid_out);
        match &result {
            Ok(_) => {
                self.damaged.remove(&record.key);
            }
            Err(damaged) => {
                let reason = At {
                    value: damaged.reason.clone(),
                    revision: record.revision,
                };
                self.damaged.insert(damaged.key.clone(), reason);
            }
        }
        result
    }

    fn apply_parsed(
        &mut self,
        record: &Record,
        now: Timestamp,
        laid_out: Option<&Timeline>,
    ) -> Result<Concerns, Damaged> {
        let revision = record.revision;
        Ok(match Key::parse(&record.key) {
            Some(Key::Organization) => {
                self.organization = At {
                    value: parse(record)?.unwrap_or_default(),
                    revision,
                };
                Concerns::Everybody
            }
            Some(Key::Agent(id)) => {
                let parsed = parse(record)?;
                self.set_agent(&id, parsed, revision);
                Concerns::Identity(id)
            }
            Some(Key::Office(id)) => {
                let parsed: Option<OfficeRecord> = parse(record)?;
                let office = self.office_mut(&id);
                let hours = parsed.as_ref().and_then(|record| record.hours.as_ref());
                if office.hours.as_ref().map(Timeline::schedule) != hours {
                    // Hours that make no sense are refused where they are set.
                    office.hours = hours.and_then(|hours| Timeline::new(hours, now).ok());
                }
                office.record = parsed.map(|value| At { value, revision });
                self.drop_empty_office(&id);
                Concerns::Office(id)
            }
            Some(Key::Member(office, agent)) => {
                let parsed: Option<MemberRecord> = parse(record)?;
                if let Some(MemberRecord { role }) = parsed {
                    self.office_mut(&office).members.insert(agent.clone(), role);
                    let value = At {
                        value: role,
                        revision,
                    };
                    self.agent_mut(&agent).offices.insert(office.clone(), value);
                } else {
                    self.office_mut(&office).members.remove(&agent);
                    self.agent_mut(&agent).offices.remove(&office);
                    self.drop_empty_office(&office);
                }
                Concerns::Membership(office, agent)
            }
            Some(Key::Choices(id)) => {
                let parsed: Option<ChoicesRecord> = parse(record)?;
                let agent = self.agent_mut(&id);
                agent.choices_revision = parsed.as_ref().map(|_| revision).unwrap_or_default();
                agent.last_stamp = parsed.as_ref().map(|record| record.last_stamp);
                (agent.choices, agent.numbers) = parsed
                    .map(|record| (record.choices, record.numbers))
                    .unwrap_or_default();
                Concerns::Agent(id)
            }
            Some(Key::Schedule(id)) => {
                let parsed: Option<ScheduleRecord> = parse(record)?;
                let revision = parsed.as_ref().map(|_| revision).unwrap_or_default();
                let schedule = parsed.and_then(|record| record.schedule);
                let timeline = match (schedule, laid_out) {
                    (Some(schedule), Some(laid_out)) if *laid_out.schedule() == schedule => {
                        Some(laid_out.clone())
                    }
                    (Some(schedule), _) => {
                        Some(Timeline::new(&schedule, now).map_err(|error| Damaged {
                            key: record.key.clone(),
                            reason: error.to_string(),
                        })?)
                    }
                    (None, _) => None,
                };
                let agent = self.agent_mut(&id);
                agent.schedule = timeline;
                agent.schedule_revision = revision;
                Concerns::Agent(id)
            }
            Some(Key::Busy(id)) => {
                let parsed: Option<BusyRecord> = parse(record)?;
                let revision = parsed.as_ref().map(|_| revision).unwrap_or_default();
                let intervals = parsed.map(|record| record.intervals).unwrap_or_default();
                let busy = Busy::new(&intervals).map_err(|error| Damaged {
                    key: record.key.clone(),
                    reason: error.to_string(),
                })?;
                let agent = self.agent_mut(&id);
                agent.busy = busy;
                agent.busy_revision = revision;
                Concerns::Agent(id)
            }
            Some(Key::Act(id, office)) => {
                let parsed: Option<ActRecord> = parse(record)?;
                let acts = &mut self.agent_mut(&id).acts;
                match parsed {
                    Some(value) => acts.insert(office, At { value, revision }),
                    None => acts.remove(&office),
                };
                Concerns::Agent(id)
            }
            Some(Key::Session(id)) => {
                let parsed: Option<SessionRecord> = parse(record)?;
                let former = self
                    .sessions
                    .remove(&id)
                    .map(|known| known.value.agent.clone());
                if let Some(agent) = &former {
                    self.agent_mut(agent).sessions.remove(&id);
                }
                let agent = parsed
                    .as_ref()
                    .map(|record| record.agent.clone())
                    .or(former);
                if let Some(value) = parsed {
                    self.agent_mut(&value.agent.clone())
                        .sessions
                        .insert(id.clone());
                    self.sessions
                        .insert(id.clone(), Arc::new(At { value, revision }));
                }
                match agent {
                    Some(agent) => Concerns::Session(id, agent),
                    None => Concerns::Nobody,
                }
            }
            Some(Key::Email(address)) => {
                let parsed: Option<EmailRecord> = parse(record)?;
                match parsed {
                    Some(EmailRecord { agent: value }) => {
                        self.addresses.insert(address, At { value, revision })
                    }
                    None => self.addresses.remove(&address),
                };
                Concerns::Nobody
            }
            Some(Key::Code(hash)) => {
                let parsed: Option<CodeRecord> = parse(record)?;
                match parsed {
                    Some(value) => self.codes.insert(hash, Arc::new(At { value, revision })),
                    None => self.codes.remove(&hash),
                };
                Concerns::Nobody
            }
            Some(Key::Webhook(id)) => {
                let parsed: Option<WebhookRecord> = parse(record)?;
                match parsed {
                    Some(value) => self.webhooks.insert(id, Arc::new(At { value, revision })),
                    None => self.webhooks.remove(&id),
                };
                Concerns::Nobody
            }
            Some(Key::Dispatch(webhook, id)) => {
                let parsed: Option<DispatchRecord> = parse(record)?;
                match parsed {
                    Some(value) => self
                        .dispatches
                        .insert((webhook, id), At { value, revision }),
                    None => self.dispatches.remove(&(webhook, id)),
                };
                Concerns::Nobody
            }
            Some(Key::Unheard) => {
                self.unheard = Arc::new(At {
                    value: parse(record)?.unwrap_or_default(),
                    revision,
                });
                Concerns::Nobody
            }
            Some(Key::Uptime) => {
                self.uptime = At {
                    value: parse(record)?.unwrap_or_default(),
                    revision,
                };
                Concerns::Nobody
            }
            // The history is looked up when it is needed; what a newer version added is not for this one.
            Some(
                Key::Password(_)
                | Key::Asked(..)
                | Key::Answered(..)
                | Key::Audit(..)
                | Key::Attendance(..)
                | Key::Probe,
            )
            | None => Concerns::Nobody,
        })
    }

    /// The organization's settings.
    pub fn organization(&self) -> &OrganizationRecord {
        &self.organization.value
    }

    /// An agent with a record of her own, who is active.
    pub fn agent(&self, id: &AgentId) -> Option<&AgentState> {
        self.account(id).filter(|agent| agent.is_active())
    }

    /// All agents with a record of their own who are active.
    pub fn agents(&self) -> impl Iterator<Item = (&AgentId, &AgentState)> {
        self.accounts().filter(|(_, agent)| agent.is_active())
    }

    /// An agent with a record of her own, active or not.
    pub fn account(&self, id: &AgentId) -> Option<&AgentState> {
        self.agents
            .get(id)
            .map(|agent| &**agent)
            .filter(|agent| agent.record.is_some())
    }

    /// All agents with a record of their own, active or not.
    pub fn accounts(&self) -> impl Iterator<Item = (&AgentId, &AgentState)> {
        self.agents
            .iter()
            .map(|(id, agent)| (id, &**agent))
            .filter(|(_, agent)| agent.record.is_some())
    }

    /// An office with a record of its own.
    pub fn office(&self, id: &OfficeId) -> Option<&OfficeState> {
        self.offices
            .get(id)
            .map(|office| &**office)
            .filter(|office| office.record.is_some())
    }

    /// All offices with a record of their own.
    pub fn offices(&self) -> impl Iterator<Item = (&OfficeId, &OfficeState)> {
        self.offices
            .iter()
            .map(|(id, office)| (id, &**office))
            .filter(|(_, office)| office.record.is_some())
    }

    /// The members of an office that have records of their own, with their roles.
    pub fn members(&self, id: &OfficeId) -> BTreeMap<AgentId, Role> {
        let Some(office) = self.office(id) else {
            return BTreeMap::new();
        };
        office
            .members
            .iter()
            .filter(|(agent, _)| self.agent(agent).is_some())
            .map(|(agent, role)| (agent.clone(), *role))
            .collect()
    }

    /// The offices of an agent that have records of their own, with what she may do there.
    pub fn offices_of(&self, agent: &AgentState) -> Vec<(OfficeId, Role)> {
        let owner = agent.record().is_some_and(|record| record.owner);
        agent
            .offices
            .iter()
            .filter(|(id, _)| self.office(id).is_some())
            .map(|(id, role)| (id.clone(), if owner { Role::Admin } else { role.value }))
            .collect()
    }

    pub(crate) fn offices_of_id(&self, id: &AgentId) -> Vec<OfficeId> {
        let agent = self.agents.get(id);
        agent
            .into_iter()
            .flat_map(|agent| agent.offices.keys().cloned())
            .collect()
    }

    pub(crate) fn sessions_of_id(&self, id: &AgentId) -> Vec<SessionId> {
        let agent = self.agents.get(id);
        agent
            .into_iter()
            .flat_map(|agent| agent.sessions.iter().cloned())
            .collect()
    }

    /// What an agent may do in an office; none where she has no business. An owner may do everything everywhere.
    pub fn role(&self, agent: &AgentState, office: &OfficeId) -> Option<Role> {
        self.office(office)?;
        if agent.record()?.owner {
            return Some(Role::Admin);
        }
        agent.offices.get(office).map(|role| role.value)
    }

    /// Whether an agent may set up who belongs to an office.
    ///
    /// # Errors
    /// If it is none of hers, or she is no administrator there.
    pub fn require_administrator(
        &self,
        agent: &AgentState,
        office: &OfficeId,
    ) -> Result<(), Refusal> {
        match self.role(agent, office) {
            None => Err(Refusal::no_such_office()),
            Some(Role::Agent) => {
                let detail =
                    "Only an administrator of this office may do this; ask one, or an owner.";
                Err(Refusal::NotAllowed(detail.to_owned()))
            }
            Some(Role::Admin) => Ok(()),
        }
    }

    /// A session, whoever's it is.
    pub fn session(&self, id: &SessionId) -> Option<&SessionRecord> {
        self.sessions.get(id).map(|session| &session.value)
    }

    /// Whether a session was ended with all of its agent's, though its record is there still.
    pub fn is_ended(&self, session: &SessionRecord) -> bool {
        let account = self.account(&session.agent);
        account
            .and_then(AgentState::record)
            .is_some_and(|agent| agent.deactivated || agent.generation != session.generation)
    }

    /// An agent's signed-in devices.
    pub fn sessions_of(&self, id: &AgentId) -> impl Iterator<Item = (&SessionId, &SessionRecord)> {
        let sessions = self.agents.get(id).into_iter();
        sessions
            .flat_map(|agent| &agent.sessions)
            .filter_map(|id| Some((id, self.session(id)?)))
            .filter(|(_, session)| !self.is_ended(session))
    }

    /// A code that can be used once, expired or not.
    pub fn code(&self, hash: &TokenHash) -> Option<&CodeRecord> {
        self.codes.get(hash).map(|code| &code.value)
    }

    /// All codes that can be used once, by their hashes.
    pub fn codes(&self) -> impl Iterator<Item = (&TokenHash, &CodeRecord)> {
        self.codes.iter().map(|(hash, code)| (hash, &code.value))
    }

    /// A webhook.
    pub fn webhook(&self, id: &str) -> Option<&WebhookRecord> {
        self.webhooks.get(id).map(|webhook| &webhook.value)
    }

    /// All webhooks, by their ids.
    pub fn webhooks(&self) -> impl Iterator<Item = (&str, &WebhookRecord)> {
        let webhooks = self.webhooks.iter();
        webhooks.map(|(id, webhook)| (id.as_str(), &webhook.value))
    }

    /// What is to be sent to webhooks by hand: the webhook, the name, and what.
    pub fn dispatches(&self) -> impl Iterator<Item = (&str, &str, &DispatchRecord)> {
        let dispatches = self.dispatches.iter();
        dispatches.map(|((webhook, id), what)| (webhook.as_str(), id.as_str(), &what.value))
    }

    pub(crate) fn dispatches_of(
        &self,
        webhook: &str,
    ) -> impl Iterator<Item = (&str, &DispatchRecord)> {
        let of_webhook = move |(of, id, what)| (of == webhook).then_some((id, what));
        self.dispatches().filter_map(of_webhook)
    }

    /// All sessions.
    pub fn sessions(&self) -> impl Iterator<Item = (&SessionId, &SessionRecord)> {
        self.sessions
            .iter()
            .map(|(id, session)| (id, &session.value))
    }

    /// What was left of leases that devices got without being heard, and what came of those since.
    pub(crate) fn unheard(&self) -> (&UnheardRecord, &UptimeRecord) {
        (&self.unheard.value, &self.uptime.value)
    }

    /// The agent of an e-mail address, in whatever case.
    pub fn agent_by_email(&self, email: &str) -> Option<&AgentId> {
        self.emails.get(&email.trim().to_lowercase())
    }

    /// Agents by their e-mail addresses in lower case.
    pub fn emails(&self) -> &OrdMap<String, AgentId> {
        &self.emails
    }

    /// Records that cannot be read, by key, with the reason.
    pub fn damaged(&self) -> impl Iterator<Item = (&str, &str)> {
        self.damaged
            .iter()
            .map(|(key, reason)| (key.as_str(), reason.value.as_str()))
    }

    /// Whether there is a record that cannot be read.
    pub fn is_damaged(&self, key: &Key) -> bool {
        !self.damaged.is_empty() && self.damaged.contains_key(&key.to_string())
    }

    /// Whose an address is by its own record, in whatever case; the agent may be nobody known.
    pub(crate) fn address_holder(&self, email: &str) -> Option<&AgentId> {
        let holder = self.addresses.get(&email.trim().to_lowercase())?;
        Some(&holder.value)
    }

    /// Whether anything is kept under an agent's id, her own record or what waits for it.
    pub(crate) fn is_id_used(&self, id: &AgentId) -> bool {
        self.agents.contains_key(id) || self.is_damaged(&Key::Agent(id.clone()))
    }

    /// The revision of a record, readable or not; 0 where there is none, and for the history, which is not held here.
    pub fn revision_of(&self, key: &Key) -> Revision {
        if !self.damaged.is_empty()
            && let Some(damaged) = self.damaged.get(&key.to_string())
        {
            return damaged.revision;
        }
        let agent = |id: &AgentId| self.agents.get(id);
        let revision = match key {
            Key::Organization => Some(self.organization.revision),
            Key::Agent(id) => agent(id).and_then(|agent| Some(agent.record.as_ref()?.revision)),
            Key::Office(id) => self
                .offices
                .get(id)
                .and_then(|office| Some(office.record.as_ref()?.revision)),
            Key::Member(office, id) => {
                agent(id).and_then(|agent| Some(agent.offices.get(office)?.revision))
            }
            Key::Choices(id) => agent(id).map(|agent| agent.choices_revision),
            Key::Schedule(id) => agent(id).map(|agent| agent.schedule_revision),
            Key::Busy(id) => agent(id).map(|agent| agent.busy_revision),
            Key::Act(id, office) => {
                agent(id).and_then(|agent| Some(agent.acts.get(office)?.revision))
            }
            Key::Session(id) => self.sessions.get(id).map(|session| session.revision),
            Key::Email(address) => self.addresses.get(address).map(|holder| holder.revision),
            Key::Unheard => Some(self.unheard.revision),
            Key::Code(hash) => self.codes.get(hash).map(|code| code.revision),
            Key::Webhook(id) => self.webhooks.get(id).map(|webhook| webhook.revision),
            Key::Dispatch(webhook, id) => {
                let key = (webhook.clone(), id.clone());
                self.dispatches.get(&key).map(|dispatch| dispatch.revision)
            }
            Key::Uptime => Some(self.uptime.revision),
            Key::Password(_)
            | Key::Asked(..)
            | Key::Answered(..)
            | Key::Audit(..)
            | Key::Attendance(..)
            | Key::Probe => None,
        };
        revision.unwrap_or_default()
    }

    /// Lays an agent's schedule out anew around `now`, if it was laid out long ago.
    pub(crate) fn renew_schedule(&mut self, id: &AgentId, now: Timestamp) {
        let schedule = self
            .agents
            .get(id)
            .and_then(|agent| agent.schedule.as_ref());
        if let Some(renewed) = schedule.and_then(|schedule| schedule.renewed(now)) {
            self.agent_mut(id).schedule = Some(renewed);
        }
    }

    /// Lays an office's hours out anew around `now`, if they were laid out long ago.
    pub(crate) fn renew_hours(&mut self, id: &OfficeId, now: Timestamp) {
        let hours = self.offices.get(id).and_then(|office| office.hours());
        if let Some(renewed) = hours.and_then(|hours| hours.renewed(now)) {
            self.office_mut(id).hours = Some(renewed);
        }
    }

    fn set_agent(&mut self, id: &AgentId, record: Option<AgentRecord>, revision: Revision) {
        let former = self.agents.get(id).and_then(|agent| agent.record());
        if let Some(former) = former.map(|record| record.email.to_lowercase())
            && self.emails.get(&former) == Some(id)
        {
            self.emails.remove(&former);
        }
        if let Some(record) = &record {
            self.emails.insert(record.email.to_lowercase(), id.clone());
        }
        self.agent_mut(id).record = record.map(|value| At { value, revision });
    }

    fn agent_mut(&mut self, id: &AgentId) -> &mut AgentState {
        Arc::make_mut(self.agents.entry(id.clone()).or_default())
    }

    fn office_mut(&mut self, id: &OfficeId) -> &mut OfficeState {
        Arc::make_mut(self.offices.entry(id.clone()).or_default())
    }

    fn drop_empty_office(&mut self, id: &OfficeId) {
        let empty =
            |office: &Arc<OfficeState>| office.record.is_none() && office.members.is_empty();
        if self.offices.get(id).is_some_and(empty) {
            self.offices.remove(id);
        }
    }
}

/// Threads that lay out schedules.
const MOST_WORKERS: usize = 8;

/// The timelines of all schedules, by the record that each is read from: most of the work of a start. Many have the same
/// hours, and the others are laid out side by side.
fn lay_out(records: &[Record], now: Timestamp) -> BTreeMap<&[u8], Timeline> {
    let schedules: BTreeSet<&[u8]> = records
        .iter()
        .filter(|record| matches!(Key::parse(&record.key), Some(Key::Schedule(_))))
        .filter_map(|record| record.value.as_deref())
        .collect();
    let schedules: Vec<_> = schedules.into_iter().collect();
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = workers.min(MOST_WORKERS);
    thread::scope(|scope| {
        let share = schedules.len().div_ceil(workers).max(1);
        let shares = schedules.chunks(share).filter_map(|share| {
            let worker = thread::Builder::new().spawn_scoped(scope, move || {
                let timelines = share.iter().filter_map(|value| {
                    let record: ScheduleRecord = serde_json::from_slice(value).ok()?;
                    let timeline = Timeline::new(&record.schedule?, now).ok()?;
                    Some((*value, timeline))
                });
                timelines.collect::<Vec<_>>()
            });
            // Without a thread, they are laid out one by one where they are taken in.
            worker.ok()
        });
        let shares: Vec<_> = shares.collect();
        // One that cannot be laid out is tried again where its failure is said.
        shares
            .into_iter()
            .flat_map(|share| share.join().unwrap_or_default())
            .collect()
    })
}

fn parse<T: serde::de::DeserializeOwned>(record: &Record) -> Result<Option<T>, Damaged> {
    record
        .value
        .as_deref()
        .map(|value| records::read(&record.key, value))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::to_value;

    fn state(records: &[(Key, &str, u64)]) -> State {
        let records = records.iter().map(|(key, value, revision)| Record {
            key: key.to_string(),
            value: Some((*value).to_owned().into()),
            revision: Revision(*revision),
        });
        let snapshot = Snapshot {
            revision: Revision(99),
            records: records.collect(),
        };
        State::new(&snapshot, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_damaged_record_has_its_revision_so_that_another_can_be_written_in_its_place() {
        let key = Key::Choices("ana".into());
        let mut state = state(&[
            (key.clone(), "nonsense", 7),
            (Key::Organization, r#"{"idle_after_seconds": 60}"#, 8),
        ]);
        assert_eq!(state.revision_of(&key), Revision(7));
        assert_eq!(state.revision_of(&Key::Organization), Revision(8));
        assert_eq!(
            state.damaged().map(|(key, _)| key).collect::<Vec<_>>(),
            ["choices/ana"]
        );
        let choices = ChoicesRecord {
            choices: Vec::new(),
            last_stamp: Timestamp::UNIX_EPOCH,
            numbers: BTreeMap::new(),
        };
        let mended = Record {
            key: key.to_string(),
            value: Some(to_value(&choices)),
            revision: Revision(100),
        };
        state.apply(&mended, Timestamp::UNIX_EPOCH, None).unwrap();
        assert_eq!(state.revision_of(&key), Revision(100));
        assert_eq!(state.damaged().count(), 0);
    }
}
