//! What the outside was last told, and the difference to what is true now.
//!
//! Enters: the kept records, the sessions, the time. Leaves: a [`Publication`]. Nothing is remembered as "still to be
//! told": it follows from comparing the two, so no order of failures can lose it. The sets of whom to look at again are
//! there for speed only; looking at everybody gives the same ([`Publisher::mark_everybody`]).

mod organization;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use imbl::{OrdMap, OrdSet};
use porchlight_core::{Empty, OfficeStatus};
use porchlight_protocol::{
    AgentId, AgentPresence, AuditEntry, Cause, Coverage, CoverageChange, Event, Me, Membership,
    Notice, OfficeId, OfficePresence, OfficeRemoved, OfflineNotice, PresenceChange, PublicOffice,
    Role, Session, SessionId, Status, Timestamp,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{
    command::{Caller, Refusal},
    log::Frames,
    records::{self, AccessRecord, OfficeRecord, Record, Revision},
    state::State,
    token::TokenHash,
};

/// Between two commits there is room for this many events. With it, cursors are made of revisions and mean the same on
/// every server that shares the store; below 2^53, as JSON has it, there is room for eight thousand million commits.
const EVENTS_PER_REVISION: u64 = 1 << 20;

/// The cursor of a revision: whoever has seen an event at it or later has seen everything of that commit.
pub fn cursor_at(revision: Revision) -> u64 {
    revision.0.saturating_mul(EVENTS_PER_REVISION)
}

/// Whom an event is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// The agent's own streams.
    Agent(AgentId),
    /// Everybody who has the office.
    Office(OfficeId),
    /// Customers' pages.
    Page(OfficeId),
    /// Owners who follow all offices and the audit log.
    Organization,
}

/// What an agent is in an office, as last published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedStatus {
    pub status: Status,
    pub cause: Cause,
    pub since: Option<Timestamp>,
}

/// An agent as last published.
#[derive(Debug)]
pub struct PublishedAgent {
    /// Everything of her own, but for the revision and the session that asks.
    me: Me,
    choices_revision: Revision,
    generation: u64,
    statuses: BTreeMap<OfficeId, PublishedStatus>,
    /// Per office, the revision of the last administrator's act that she was told of.
    acts: BTreeMap<OfficeId, Revision>,
}

/// An office as last published.
#[derive(Debug)]
pub struct PublishedOffice {
    pub name: String,
    pub public: bool,
    /// What customers are told while nobody is there.
    pub offline: Option<OfflineNotice>,
    /// The web sites whose pages may show it; those of any, if there are none.
    pub origins: Vec<String>,
    members: Arc<BTreeMap<AgentId, Role>>,
    /// Who is Available.
    available: OrdSet<AgentId>,
    /// None while somebody is.
    empty: Option<Empty>,
    /// None without hours.
    pub coverage: Option<Coverage>,
    /// Its agents as they stand in a snapshot, worked out by the first who needs it.
    agents_json: OnceLock<Bytes>,
}

/// Whose a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub caller: Caller,
    /// What a personal access token is good for; none for a device, which may do all that its agent may.
    pub access: Option<AccessRecord>,
}

/// All that is published, as of one instant. Never changes; a clone is cheap.
#[derive(Clone, Debug, Default)]
pub struct Published {
    pub epoch: Arc<str>,
    /// Of the last event.
    pub cursor: u64,
    agents: OrdMap<AgentId, Arc<PublishedAgent>>,
    offices: OrdMap<OfficeId, Arc<PublishedOffice>>,
    tokens: OrdMap<TokenHash, Arc<Holder>>,
    /// The token of each session.
    sessions: OrdMap<SessionId, TokenHash>,
    emails: OrdMap<String, AgentId>,
}

/// What changed for the outside.
#[derive(Debug)]
pub struct Publication {
    pub published: Published,
    /// What to append to the topics' logs, cursors growing.
    pub frames: Vec<(Topic, Frames)>,
    /// Sessions that are no more: their streams end.
    pub ended_sessions: Vec<SessionId>,
    /// Offices that customers' pages may not read any more: their streams end.
    pub ended_pages: Vec<OfficeId>,
    /// Offices where something may be otherwise than it was published before.
    pub(crate) changed_offices: BTreeSet<OfficeId>,
}

impl PublishedOffice {
    /// The counter: distinct agents Available.
    pub fn available(&self) -> u32 {
        u32::try_from(self.available.len()).unwrap_or(u32::MAX)
    }

    /// Who is Available.
    pub(crate) fn who_is_available(&self) -> &OrdSet<AgentId> {
        &self.available
    }

    fn page(&self, id: &OfficeId) -> PublicOffice {
        PublicOffice {
            office: id.clone(),
            online: !self.available.is_empty(),
            agents_available: self.available(),
            offline: self.offline.clone(),
        }
    }

    /// Whether customers are told of it as its record has it.
    fn is_shown_as(&self, record: &OfficeRecord) -> bool {
        self.public == record.public
            && self.offline == record.offline
            && self.origins == record.origins
    }
}

impl PublishedAgent {
    /// Grows whenever all her devices are signed out.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Her signed-in devices.
    pub fn sessions(&self) -> &[Session] {
        &self.me.sessions
    }

    /// What she is in each office.
    pub fn statuses(&self) -> &BTreeMap<OfficeId, PublishedStatus> {
        &self.statuses
    }
}

impl Published {
    /// Whose token this is.
    pub fn holder(&self, token: &TokenHash) -> Option<&Holder> {
        self.tokens.get(token).map(|holder| &**holder)
    }

    /// Whose token this is, if it is a device's.
    pub fn caller(&self, token: &TokenHash) -> Option<&Caller> {
        let holder = self.holder(token)?;
        holder.access.is_none().then_some(&holder.caller)
    }

    /// Whether the caller's session is one still.
    pub fn has_session(&self, caller: &Caller) -> bool {
        self.sessions.contains_key(&caller.session)
    }

    /// The agent of an e-mail address, in whatever case.
    pub fn agent_by_email(&self, email: &str) -> Option<&AgentId> {
        self.emails.get(&email.trim().to_lowercase())
    }

    /// An agent as last published.
    pub fn agent(&self, id: &AgentId) -> Option<&PublishedAgent> {
        self.agents.get(id).map(|agent| &**agent)
    }

    /// All agents as last published.
    pub fn agents(&self) -> impl Iterator<Item = (&AgentId, &PublishedAgent)> {
        self.agents.iter().map(|(id, agent)| (id, &**agent))
    }

    /// An office as last published.
    pub fn office(&self, id: &OfficeId) -> Option<&PublishedOffice> {
        self.offices.get(id).map(|office| &**office)
    }

    /// How many devices are signed in.
    pub fn devices(&self) -> usize {
        self.sessions.len()
    }

    /// All offices as last published.
    pub fn offices(&self) -> impl Iterator<Item = (&OfficeId, &PublishedOffice)> {
        self.offices.iter().map(|(id, office)| (id, &**office))
    }

    /// Everything of an agent's own.
    ///
    /// # Errors
    /// If she is no more.
    pub fn me(&self, caller: &Caller) -> Result<Me, Refusal> {
        let agent = self.agent(&caller.agent).ok_or(Refusal::SignedOut)?;
        Ok(Me {
            revision: self.cursor,
            session_id: caller.session.clone(),
            ..agent.me.clone()
        })
    }

    /// The caller's offices, with everybody there.
    ///
    /// # Errors
    /// If the caller is no more.
    pub fn offices_of(&self, caller: &Caller) -> Result<Vec<OfficePresence>, Refusal> {
        let agent = self.agent(&caller.agent).ok_or(Refusal::SignedOut)?;
        let offices = agent.me.offices.iter();
        Ok(offices
            .filter_map(|office| self.office_presence(&office.id, office.role))
            .collect())
    }

    /// The ids of the caller's offices.
    pub fn office_ids(&self, agent: &AgentId) -> Vec<OfficeId> {
        let agent = self.agent(agent);
        agent
            .into_iter()
            .flat_map(|agent| &agent.me.offices)
            .map(|office| office.id.clone())
            .collect()
    }

    /// One office; an owner sees each of the organization's.
    ///
    /// # Errors
    /// If it is none of the caller's.
    pub fn office_of(&self, caller: &Caller, id: &OfficeId) -> Result<OfficePresence, Refusal> {
        let agent = self.agent(&caller.agent).ok_or(Refusal::SignedOut)?;
        let own = agent.me.offices.iter().find(|office| office.id == *id);
        let role = match own {
            Some(office) => office.role,
            None if agent.me.owner => Role::Admin,
            None => return Err(Refusal::no_such_office()),
        };
        self.office_presence(id, role)
            .ok_or_else(Refusal::no_such_office)
    }

    /// What customers may know of an office.
    ///
    /// # Errors
    /// If there is none of that name that is public.
    pub fn public_office(&self, id: &OfficeId) -> Result<PublicOffice, Refusal> {
        self.office(id)
            .filter(|office| office.public)
            .map(|office| office.page(id))
            .ok_or_else(Refusal::no_such_public_office)
    }

    /// An `office` event of a customer's page: how it is now.
    ///
    /// # Errors
    /// As [`Published::public_office`].
    pub fn page_frame(&self, id: &OfficeId) -> Result<Bytes, Refusal> {
        let page = self.public_office(id)?;
        Ok(page_frame(&self.epoch, &page))
    }

    /// The same of several: those that are not public are left out.
    ///
    /// # Errors
    /// If none of them is.
    pub fn page_frames(&self, ids: &[OfficeId]) -> Result<Vec<Bytes>, Refusal> {
        let frames: Vec<_> = ids
            .iter()
            .filter_map(|id| self.page_frame(id).ok())
            .collect();
        if frames.is_empty() {
            return Err(Refusal::no_such_public_office());
        }
        Ok(frames)
    }

    /// A `snapshot` event in pieces: what is the reader's own, and what all readers of an office share.
    ///
    /// # Errors
    /// If the caller is no more.
    pub fn snapshot_frames(
        &self,
        caller: &Caller,
        server_time: Timestamp,
    ) -> Result<Vec<Bytes>, Refusal> {
        let me = self.me(caller)?;
        let memberships = me.offices.clone();
        let cursor = self.cursor;
        let mut text = format!("id: {}-{cursor}\nevent: snapshot\ndata: ", self.epoch);
        let head = SnapshotHead {
            revision: cursor,
            server_time,
            me,
        };
        push_open(&mut text, &head);
        text.push_str(",\"offices\":[");
        let mut parts = Vec::with_capacity(memberships.len() * 2 + 1);
        for Membership { id, name, role } in memberships {
            let Some(office) = self.office(&id) else {
                continue;
            };
            if !parts.is_empty() {
                text.push(',');
            }
            let head = OfficeHead {
                available: office.available(),
                coverage: office.coverage,
                id: id.clone(),
                name,
                role,
            };
            push_open(&mut text, &head);
            text.push_str(",\"agents\":");
            parts.push(Bytes::from(std::mem::take(&mut text)));
            let agents = office
                .agents_json
                .get_or_init(|| to_json(&self.agents_in(&id, office)).into());
            parts.push(agents.clone());
            text.push('}');
        }
        text.push_str("]}\n\n");
        parts.push(text.into());
        Ok(parts)
    }

    /// Whether the caller is an owner.
    pub fn is_owner(&self, caller: &Caller) -> bool {
        self.has_session(caller)
            && self
                .agent(&caller.agent)
                .is_some_and(|agent| agent.me.owner)
    }

    /// A cursor out of an event's id, if the id is of this run of the server.
    pub fn cursor_of(&self, event_id: &str) -> Option<u64> {
        let cursor = event_id
            .strip_prefix(&*self.epoch)?
            .strip_prefix('-')?
            .parse()
            .ok()?;
        (cursor <= self.cursor).then_some(cursor)
    }

    fn office_presence(&self, id: &OfficeId, role: Role) -> Option<OfficePresence> {
        let office = self.office(id)?;
        Some(OfficePresence {
            id: id.clone(),
            name: office.name.clone(),
            role,
            available: office.available(),
            coverage: office.coverage,
            agents: self.agents_in(id, office),
        })
    }

    fn agents_in(&self, id: &OfficeId, office: &PublishedOffice) -> Vec<AgentPresence> {
        let members = office.members.keys();
        let mut agents: Vec<_> = members
            .filter_map(|agent| self.presence(agent, id))
            .collect();
        agents.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        agents
    }

    fn presence(&self, id: &AgentId, office: &OfficeId) -> Option<AgentPresence> {
        let agent = self.agent(id)?;
        let status = agent.statuses.get(office)?;
        Some(AgentPresence {
            id: id.clone(),
            name: agent.me.agent.name.clone(),
            status: status.status,
            cause: status.cause.clone(),
            since: status.since,
        })
    }
}

/// What is true of an agent now, as a publisher needs it.
pub(crate) struct Truth {
    pub me: Me,
    /// Also a choice that came too late to matter is told: its sender waits for that.
    pub choices_revision: Revision,
    pub generation: u64,
    pub statuses: Vec<OfficeStatus>,
    /// With the notice that each is told by.
    pub acts: Vec<(OfficeId, Revision, Option<Notice>)>,
}

/// Compares what is true with what was published.
#[derive(Debug, Default)]
pub(crate) struct Publisher {
    published: Published,
    agents: BTreeSet<AgentId>,
    offices: BTreeSet<OfficeId>,
    sessions: BTreeSet<SessionId>,
    /// New rows of the audit log.
    audit: Vec<AuditEntry>,
    /// Rows may have been written that are not among them.
    gap: bool,
}

impl Publisher {
    pub(crate) fn new(epoch: &str) -> Self {
        Self {
            published: Published {
                epoch: epoch.into(),
                ..Published::default()
            },
            ..Self::default()
        }
    }

    pub(crate) fn published(&self) -> &Published {
        &self.published
    }

    /// Something about an agent may have changed.
    pub(crate) fn mark_agent(&mut self, id: &AgentId) {
        if !self.agents.contains(id) {
            self.agents.insert(id.clone());
        }
    }

    /// Something about an office itself, or who belongs to it, may have changed.
    pub(crate) fn mark_office(&mut self, id: &OfficeId) {
        self.offices.insert(id.clone());
    }

    /// A session may have begun or ended.
    pub(crate) fn mark_session(&mut self, id: &SessionId) {
        self.sessions.insert(id.clone());
    }

    /// A row of the audit log was written. One that cannot be read back is left out: `doctor` names it.
    pub(crate) fn note_audit(&mut self, record: &Record) {
        let value = record.value.as_deref();
        let entry = value.and_then(|value| records::read(&record.key, value).ok());
        self.audit.extend(entry);
    }

    /// It is not known what was written of late.
    pub(crate) fn note_gap(&mut self) {
        self.audit.clear();
        self.gap = true;
    }

    /// Everything may have changed.
    pub(crate) fn mark_everybody(&mut self, state: &State) {
        self.agents.extend(state.agents().map(|(id, _)| id.clone()));
        self.agents.extend(self.published.agents.keys().cloned());
        self.offices
            .extend(state.offices().map(|(id, _)| id.clone()));
        self.offices.extend(self.published.offices.keys().cloned());
        self.sessions
            .extend(state.sessions().map(|(id, _)| id.clone()));
        self.sessions
            .extend(self.published.sessions.keys().cloned());
    }

    /// The agents to look at again, since something about them may have changed.
    pub(crate) fn take_marked_agents(&mut self) -> BTreeSet<AgentId> {
        std::mem::take(&mut self.agents)
    }

    /// The offices to look at again.
    pub(crate) fn marked_offices(&self) -> &BTreeSet<OfficeId> {
        &self.offices
    }

    /// The difference between what was published and what is true, published from now on; none if there is none.
    /// `truth` says what is true of an agent, `token` of a session, `cover` of an office's hours.
    pub(crate) fn publish(
        &mut self,
        state: &State,
        now: Timestamp,
        mut marked: BTreeSet<AgentId>,
        mut truth: impl FnMut(&AgentId) -> Option<Truth>,
        token: impl Fn(&SessionId) -> Option<(TokenHash, Holder)>,
        mut cover: impl FnMut(&OfficeId, Option<Empty>) -> Option<Coverage>,
    ) -> Option<Publication> {
        // Most turns of the campus change nothing.
        if marked.is_empty()
            && self.offices.is_empty()
            && self.sessions.is_empty()
            && self.audit.is_empty()
            && !self.gap
            && self.published.emails.ptr_eq(state.emails())
        {
            return None;
        }
        let mut round = Round {
            audit: std::mem::take(&mut self.audit),
            gap: std::mem::take(&mut self.gap),
            ..Round::default()
        };
        let mut next = self.published.clone();
        next.emails = state.emails().clone();
        let ended_sessions = self.publish_sessions(&mut next, token);
        let marked_offices = std::mem::take(&mut self.offices);
        for id in &marked_offices {
            round.compare_roster(id, &self.published, state);
            let known = self.published.office(id);
            if known.is_some_and(|known| known.coverage != cover(id, known.empty)) {
                round.changed_offices.insert(id.clone());
            }
        }
        // They have the office by its name.
        marked.extend(round.resync.iter().cloned());
        for id in marked {
            let now = truth(&id);
            round.compare_agent(&id, self.published.agent(&id), now.as_ref());
            match now {
                Some(now) if round.changed_agents.contains(&id) => {
                    next.agents.insert(id, Arc::new(now.into()));
                }
                Some(_) => {}
                None => {
                    next.agents.remove(&id);
                }
            }
        }
        let mut ended_pages = Vec::new();
        for id in &round.changed_offices {
            let before = self.published.office(id);
            let known = before.filter(|_| !round.rosters.contains(id));
            let mut after = next_office(id, known, &round.changed_agents, &next, state);
            if let Some(after) = &mut after {
                after.empty = empty(after, before, now);
                after.coverage = cover(id, after.empty);
                let known = before.map(|before| before.coverage);
                if known.is_some_and(|known| known != after.coverage) {
                    round.coverage.insert(id.clone());
                }
            }
            let readable = |before: &PublishedOffice| {
                let same =
                    |office: &PublishedOffice| office.public && office.origins == before.origins;
                after.as_ref().is_some_and(same)
            };
            if before.is_some_and(|before| before.public && !readable(before)) {
                ended_pages.push(id.clone());
            }
            if let Some(after) = after {
                next.offices.insert(id.clone(), Arc::new(after));
            } else {
                next.offices.remove(id);
            }
        }
        let frames = round.frames(&self.published, &mut next, state.revision);
        let nothing = frames.is_empty()
            && ended_sessions.is_empty()
            && ended_pages.is_empty()
            && round.changed_agents.is_empty()
            && round.changed_offices.is_empty()
            && next.tokens.ptr_eq(&self.published.tokens);
        self.published = next.clone();
        (!nothing).then_some(Publication {
            published: next,
            frames,
            ended_sessions,
            ended_pages,
            changed_offices: round.changed_offices,
        })
    }

    fn publish_sessions(
        &mut self,
        next: &mut Published,
        token: impl Fn(&SessionId) -> Option<(TokenHash, Holder)>,
    ) -> Vec<SessionId> {
        let marked = std::mem::take(&mut self.sessions);
        let mut ended = Vec::new();
        for id in marked {
            let now = token(&id);
            let before = next.sessions.get(&id).copied();
            if before == now.as_ref().map(|(token, _)| *token) {
                continue;
            }
            if let Some(before) = before {
                next.tokens.remove(&before);
                next.sessions.remove(&id);
                ended.push(id.clone());
            }
            if let Some((token, holder)) = now {
                next.tokens.insert(token, Arc::new(holder));
                next.sessions.insert(id, token);
            }
        }
        ended
    }
}

/// One comparison on its way.
#[derive(Debug, Default)]
struct Round {
    changed_agents: BTreeSet<AgentId>,
    changed_offices: BTreeSet<OfficeId>,
    /// Offices whose members, name, publicity or words for customers changed.
    rosters: BTreeSet<OfficeId>,
    notices: Vec<(AgentId, Notice)>,
    me: BTreeSet<AgentId>,
    resync: BTreeSet<AgentId>,
    presence: BTreeMap<OfficeId, Vec<AgentId>>,
    coverage: BTreeSet<OfficeId>,
    audit: Vec<AuditEntry>,
    gap: bool,
}

/// Events on their way to one topic.
#[derive(Debug, Default)]
struct Batch {
    events: Vec<(u64, usize)>,
    bytes: Vec<u8>,
}

impl Batch {
    fn push(&mut self, epoch: &str, cursor: u64, name: &str, data: &impl Serialize) {
        self.events.push((cursor, self.bytes.len()));
        push_frame(&mut self.bytes, epoch, cursor, name, data);
    }

    fn append(&mut self, other: &Self) {
        let behind = self.bytes.len();
        let events = other.events.iter();
        self.events
            .extend(events.map(|(cursor, at)| (*cursor, at + behind)));
        self.bytes.extend_from_slice(&other.bytes);
    }

    fn frames(self) -> Option<Frames> {
        (!self.events.is_empty()).then(|| Frames::shared(self.events, &self.bytes))
    }
}

impl Round {
    /// Who needs a snapshot because an office is not what it was, or has other members.
    fn compare_roster(&mut self, id: &OfficeId, published: &Published, state: &State) {
        let before = published.office(id);
        let after = state.office(id).and_then(|office| office.record());
        let members = state.members(id);
        let no_members = BTreeMap::new();
        let former = before.map_or(&no_members, |before| &*before.members);
        let renamed = match (before, after) {
            (Some(before), Some(after)) => before.name != after.name,
            (None, None) => return,
            _ => true,
        };
        let left = former.keys().any(|agent| !members.contains_key(agent));
        if !renamed
            && !left
            && *former == members
            && before
                .zip(after)
                .is_some_and(|(before, after)| before.is_shown_as(after))
        {
            return;
        }
        self.rosters.insert(id.clone());
        self.changed_offices.insert(id.clone());
        if renamed || left {
            self.resync.extend(former.keys().cloned());
            self.resync.extend(members.keys().cloned());
        } else {
            let changed = members
                .iter()
                .filter(|(agent, role)| former.get(*agent) != Some(*role));
            self.resync.extend(changed.map(|(agent, _)| agent.clone()));
        }
    }

    fn compare_agent(
        &mut self,
        id: &AgentId,
        before: Option<&PublishedAgent>,
        now: Option<&Truth>,
    ) {
        let Some(now) = now else {
            if let Some(before) = before {
                self.changed_offices.extend(before.statuses.keys().cloned());
                self.changed_agents.insert(id.clone());
            }
            return;
        };
        let renamed = before.is_none_or(|before| before.me.agent.name != now.me.agent.name);
        let mut changed = false;
        let same_choices =
            |before: &PublishedAgent| before.choices_revision == now.choices_revision;
        if before.is_none_or(|before| before.me != now.me || !same_choices(before)) {
            changed = true;
            self.me.insert(id.clone());
            if before.is_none_or(|before| before.me.owner != now.me.owner) {
                self.resync.insert(id.clone());
            }
        }
        changed |= before.is_some_and(|before| before.generation != now.generation);
        for status in &now.statuses {
            let known = before.and_then(|before| before.statuses.get(&status.office));
            if renamed || known.is_none_or(|known| !known.is(status)) {
                changed = true;
                self.changed_offices.insert(status.office.clone());
                self.presence
                    .entry(status.office.clone())
                    .or_default()
                    .push(id.clone());
            }
        }
        let left = before.is_some_and(|before| before.statuses.len() != now.statuses.len());
        for (office, revision, notice) in &now.acts {
            let known = before.and_then(|before| before.acts.get(office));
            if known.is_none_or(|known| known < revision) {
                changed = true;
                // What was before this server began was told by another run of it.
                if before.is_some()
                    && let Some(notice) = notice
                {
                    self.notices.push((id.clone(), notice.clone()));
                }
            }
        }
        if changed || left {
            self.changed_agents.insert(id.clone());
        }
    }

    /// First what concerns agents themselves, so that nobody can have seen a later event and not know what was done to
    /// her; then everybody's, office by office; then the owners', who read all of that; then the customers'.
    fn frames(
        &mut self,
        before: &Published,
        next: &mut Published,
        revision: Revision,
    ) -> Vec<(Topic, Frames)> {
        let mut cursor = before.cursor.max(cursor_at(revision));
        let mut step = || {
            cursor += 1;
            cursor
        };
        let epoch = Arc::clone(&next.epoch);
        let mut frames = Vec::new();
        for (agent, mut notice) in std::mem::take(&mut self.notices) {
            notice.revision = step();
            let bytes = event_frame(&epoch, notice.revision, &Event::Notice(notice.clone()));
            let events = vec![(notice.revision, 0)];
            frames.push((Topic::Agent(agent), Frames::shared(events, &bytes)));
        }
        for agent in &self.resync {
            let cursor = step();
            frames.push((Topic::Agent(agent.clone()), Frames::Resync { cursor }));
        }
        for id in self.me.difference(&self.resync) {
            if let Some(agent) = next.agent(id) {
                let frame = me_frames(&epoch, step(), &agent.me);
                frames.push((Topic::Agent(id.clone()), frame));
            }
        }
        let mut organization = Batch::default();
        for id in &self.rosters {
            if let Some(office) = next.office_presence(id, Role::Admin) {
                organization.push(&epoch, step(), "office", &office);
            } else {
                let removed = OfficeRemoved { office: id.clone() };
                organization.push(&epoch, step(), "office_removed", &removed);
            }
        }
        for (id, agents) in &self.presence {
            let Some(office) = next.office(id) else {
                continue;
            };
            let mut batch = Batch::default();
            for agent in agents {
                let Some(presence) = next.presence(agent, id) else {
                    continue;
                };
                let change = PresenceChange {
                    revision: step(),
                    office: id.clone(),
                    available: office.available(),
                    agent: presence,
                };
                batch.push(&epoch, change.revision, "presence", &change);
            }
            organization.append(&batch);
            let of_office = batch.frames();
            frames.extend(of_office.map(|batch| (Topic::Office(id.clone()), batch)));
        }
        for id in &self.coverage {
            let Some(office) = next.office(id) else {
                continue;
            };
            let change = CoverageChange {
                revision: step(),
                office: id.clone(),
                coverage: office.coverage,
            };
            let mut batch = Batch::default();
            batch.push(&epoch, change.revision, "coverage", &change);
            organization.append(&batch);
            let of_office = batch.frames();
            frames.extend(of_office.map(|batch| (Topic::Office(id.clone()), batch)));
        }
        for entry in &self.audit {
            organization.push(&epoch, step(), "audit", entry);
        }
        if self.gap {
            let cursor = step();
            frames.push((Topic::Organization, Frames::Resync { cursor }));
        } else {
            let organization = organization.frames();
            frames.extend(organization.map(|batch| (Topic::Organization, batch)));
        }
        for id in &self.changed_offices {
            let page = |published: &Published| {
                let office = published.office(id).filter(|office| office.public);
                office.map(|office| office.page(id))
            };
            let Some(now) = page(next).filter(|now| page(before).as_ref() != Some(now)) else {
                continue;
            };
            let cursor = step();
            let bytes = page_frame(&epoch, &now);
            let events = vec![(cursor, 0)];
            frames.push((Topic::Page(id.clone()), Frames::shared(events, &bytes)));
        }
        next.cursor = cursor;
        frames
    }
}

impl PublishedStatus {
    fn is(&self, status: &OfficeStatus) -> bool {
        self.status == status.status && self.cause == status.cause && self.since == status.since
    }
}

impl From<Truth> for PublishedAgent {
    fn from(truth: Truth) -> Self {
        let statuses = truth.statuses.into_iter().map(|status| {
            let published = PublishedStatus {
                status: status.status,
                cause: status.cause,
                since: status.since,
            };
            (status.office, published)
        });
        Self {
            me: truth.me,
            choices_revision: truth.choices_revision,
            generation: truth.generation,
            statuses: statuses.collect(),
            acts: truth
                .acts
                .into_iter()
                .map(|(office, revision, _)| (office, revision))
                .collect(),
        }
    }
}

/// Since when an office has nobody Available, by how it was published before.
fn empty(
    after: &PublishedOffice,
    before: Option<&PublishedOffice>,
    now: Timestamp,
) -> Option<Empty> {
    if !after.available.is_empty() {
        return None;
    }
    Some(match before {
        Some(before) => before.empty.unwrap_or(Empty::Since(now)),
        None => Empty::Before(now),
    })
}

/// An office, going on from what is `known` of it if its members are the same: only those who changed can stand otherwise
/// there.
fn next_office(
    id: &OfficeId,
    known: Option<&PublishedOffice>,
    changed: &BTreeSet<AgentId>,
    next: &Published,
    state: &State,
) -> Option<PublishedOffice> {
    let record = state.office(id)?.record()?;
    let is_available = |agent: &&AgentId| {
        let agent = next.agent(agent);
        let status = agent.and_then(|agent| agent.statuses.get(id));
        status.is_some_and(|status| status.status == Status::Available)
    };
    let (members, available) = if let Some(known) = known {
        let mut available = known.available.clone();
        for agent in changed {
            if known.members.contains_key(agent) && is_available(&agent) {
                available.insert(agent.clone());
            } else {
                available.remove(agent);
            }
        }
        (Arc::clone(&known.members), available)
    } else {
        let members = Arc::new(state.members(id));
        let available = members.keys().filter(is_available).cloned().collect();
        (members, available)
    };
    Some(PublishedOffice {
        name: record.name.clone(),
        public: record.public,
        offline: record.offline.clone(),
        origins: record.origins.clone(),
        members,
        available,
        empty: None,
        coverage: None,
        agents_json: OnceLock::new(),
    })
}

/// A `me` event, whose session's id is the reader's.
fn me_frames(epoch: &str, cursor: u64, me: &Me) -> Frames {
    const MARK: &str = "\"session_id\":\"";
    let me = Me {
        revision: cursor,
        session_id: SessionId::default(),
        ..me.clone()
    };
    let mut bytes = Vec::new();
    push_frame(&mut bytes, epoch, cursor, "me", &me);
    let bytes = Bytes::from(bytes);
    // The first of this name is the session that asks: before it there are only a revision and the agent, where quotes
    // are escaped.
    let at = bytes
        .windows(MARK.len())
        .position(|window| window == MARK.as_bytes())
        .map_or(bytes.len(), |at| at + MARK.len());
    Frames::PerSession {
        cursor,
        before: bytes.slice(..at),
        after: bytes.slice(at..),
    }
}

fn event_frame(epoch: &str, cursor: u64, event: &Event) -> Bytes {
    match event {
        Event::Snapshot(data) => frame(epoch, cursor, event.name(), data),
        Event::Coverage(data) => frame(epoch, cursor, event.name(), data),
        Event::Presence(data) => frame(epoch, cursor, event.name(), data),
        Event::Me(data) => frame(epoch, cursor, event.name(), data),
        Event::Notice(data) => frame(epoch, cursor, event.name(), data),
    }
}

/// An `office` event of a customer's page. Its id names what the page shows, and nothing else: a revision would tell
/// anybody how much happens in the whole organization. The key is this run's epoch, which the public never sees.
fn page_frame(epoch: &str, page: &PublicOffice) -> Bytes {
    let data = to_json(page);
    let mut id = Sha256::new();
    id.update(epoch);
    id.update(b"\n");
    id.update(&data);
    let id = id.finalize();
    let id = id[..8].iter().map(|byte| format!("{byte:02x}"));
    let id: String = id.collect();
    let data = String::from_utf8_lossy(&data);
    format!("id: {id}\nevent: office\ndata: {data}\n\n").into()
}

/// An event as it stands on the wire.
fn frame(epoch: &str, cursor: u64, name: &str, data: &impl Serialize) -> Bytes {
    let mut bytes = Vec::new();
    push_frame(&mut bytes, epoch, cursor, name, data);
    bytes.into()
}

fn push_frame(bytes: &mut Vec<u8>, epoch: &str, cursor: u64, name: &str, data: &impl Serialize) {
    use std::io::Write as _;

    // Writing to memory cannot fail, and the types on the wire have string keys only.
    let _ = write!(bytes, "id: {epoch}-{cursor}\nevent: {name}\ndata: ");
    let _ = serde_json::to_writer(&mut *bytes, data);
    bytes.extend_from_slice(b"\n\n");
}

fn to_json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// What stands before the offices in a `Snapshot`.
#[derive(Serialize)]
struct SnapshotHead {
    revision: u64,
    server_time: Timestamp,
    me: Me,
}

/// What stands before the agents in an `OfficePresence`.
#[derive(Serialize)]
struct OfficeHead {
    id: OfficeId,
    name: String,
    role: Role,
    available: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
}

/// Writes an object and leaves it open for more.
fn push_open(text: &mut String, object: &impl Serialize) {
    // The types on the wire have string keys only, so this cannot fail.
    let object = serde_json::to_string(object).unwrap_or_default();
    text.push_str(object.strip_suffix('}').unwrap_or(&object));
}
