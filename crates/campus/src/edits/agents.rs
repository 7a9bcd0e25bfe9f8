//! Agents: who they are, whether they can sign in, and with what.

use std::iter;

use porchlight_core::Timeline;
use porchlight_protocol::{Account, AccountChange, Act, AgentId, Membership, SessionId};
use serde::Serialize;

use super::{
    Edit, EditError, Row,
    checked::{self, quoted},
};
use crate::{
    group::Draft,
    records::{
        AgentRecord, EmailRecord, Key, PasswordRecord, Purpose, ScheduleRecord, SessionRecord,
    },
    state::{AgentState, State},
};

/// Whom to add.
#[derive(Clone, Debug)]
pub struct NewAgent<'a> {
    pub email: &'a str,
    pub name: &'a str,
    /// Administrator of all offices.
    pub owner: bool,
    pub schedule: Option<Timeline>,
}

/// An agent as she was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddedAgent {
    pub id: AgentId,
    pub email: String,
    pub name: String,
    pub owner: bool,
}

impl<'a> NewAgent<'a> {
    /// An agent like most: no owner, and without a schedule.
    pub fn new(email: &'a str, name: &'a str) -> Self {
        Self {
            email,
            name,
            owner: false,
            schedule: None,
        }
    }
}

/// An agent as owners see her.
pub fn account(state: &State, id: &AgentId) -> Option<Account> {
    let agent = state.account(id)?;
    let record = agent.record()?;
    let mut offices: Vec<_> = agent
        .offices
        .iter()
        .filter_map(|(id, role)| {
            let name = state.office(id)?.record()?.name.clone();
            let (id, role) = (id.clone(), role.value);
            Some(Membership { id, name, role })
        })
        .collect();
    offices.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Some(Account {
        id: id.clone(),
        name: record.name.clone(),
        email: record.email.clone(),
        owner: record.owner,
        active: agent.is_active(),
        offices,
    })
}

/// All agents as owners see them, by name.
pub fn accounts(state: &State) -> Vec<Account> {
    let ids = state.accounts().map(|(id, _)| id);
    let mut accounts: Vec<_> = ids.filter_map(|id| account(state, id)).collect();
    accounts.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    accounts
}

/// Whose an e-mail address or an id is.
///
/// # Errors
/// If it is nobody's.
pub fn agent_called(state: &State, agent: &str) -> Result<AgentId, EditError> {
    let by_address = state.agent_by_email(agent).cloned();
    let id = by_address.unwrap_or_else(|| AgentId::from(agent.trim()));
    let known = state.account(&id).is_some();
    known.then_some(id).ok_or_else(|| no_agent_called(agent))
}

/// What is said where an e-mail address or an id is nobody's.
pub fn no_agent_called(agent: &str) -> EditError {
    let agent = quoted(agent);
    EditError::NotFound(format!(
        "There is no agent {agent}; `agent list` tells all."
    ))
}

impl Edit {
    /// Adds the first owner, where there is nobody yet; without a password's hash, one who cannot sign in. Of two who
    /// try that at once, one is refused.
    ///
    /// # Errors
    /// If there is an agent already, or the particulars make no sense.
    pub fn add_first_owner(
        &mut self,
        email: &str,
        name: &str,
        password_hash: Option<&str>,
    ) -> Result<AddedAgent, EditError> {
        let owner = NewAgent {
            owner: true,
            ..NewAgent::new(email, name)
        };
        let (mut draft, added) = add_agent(&self.after, &owner, password_hash)?;
        if self.after.accounts().next().is_some() {
            let detail = "This is set up already; nothing was changed.";
            return Err(EditError::Exists(detail.to_owned()));
        }
        // The one record that any two who do this write both.
        draft.put(Key::Organization, self.after.organization());
        self.take_up(draft, added_row(&added));
        Ok(added)
    }

    /// Adds an agent; without a password's hash (in the PHC format), one who cannot sign in.
    ///
    /// # Errors
    /// If the address is taken, or the particulars make no sense.
    pub fn add_agent(
        &mut self,
        agent: &NewAgent<'_>,
        password_hash: Option<&str>,
    ) -> Result<AddedAgent, EditError> {
        let (draft, added) = add_agent(&self.after, agent, password_hash)?;
        self.take_up_laid_out(draft, added_row(&added), agent.schedule.as_ref());
        Ok(added)
    }

    /// Changes who an agent is, and whether she can sign in. Deactivating her ends her sessions, and the codes that she
    /// gave out.
    ///
    /// # Errors
    /// If there is no such agent, a field makes no sense, her new address is somebody else's, or no active owner would
    /// be left.
    pub fn change_agent(
        &mut self,
        id: &AgentId,
        change: &AccountChange,
    ) -> Result<Account, EditError> {
        let before = existing(&self.after, id)?.clone();
        let after = changed(&before, change)?;
        let mut draft = Draft::default();
        if after != before {
            draft.put(Key::Agent(id.clone()), &after);
        }
        move_address(&self.after, id, &before, &after, &mut draft)?;
        let owns = |record: &AgentRecord| record.owner && !record.deactivated;
        if owns(&before) && !owns(&after) {
            rest_on_another_owner(&self.after, id, &mut draft)?;
            self.void_codes(&mut draft, |by, _| by == Some(id));
        }
        if after.deactivated && !before.deactivated {
            self.void_codes(&mut draft, |_, purpose| is_reset_of(purpose, id));
        }
        let text = |value: &str| Some(value.to_owned());
        let flag = |value: bool| Some(value.to_string());
        let row = Row::of(Act::AgentChanged)
            .agent(id)
            .change("name", text(&before.name), text(&after.name))
            .change("email", text(&before.email), text(&after.email))
            .change("owner", flag(before.owner), flag(after.owner))
            .change(
                "active",
                flag(!before.deactivated),
                flag(!after.deactivated),
            );
        self.take_up(draft, row);
        account(&self.after, id).ok_or_else(no_such_agent)
    }

    /// Sets an agent's password, and signs her devices out, except for one that is to be kept.
    ///
    /// # Errors
    /// If there is no such agent, or, where a generation is given, it is over.
    pub fn set_password(
        &mut self,
        id: &AgentId,
        password: &PasswordRecord,
        generation: Option<u64>,
        keep: Option<&SessionId>,
    ) -> Result<(), EditError> {
        let record = existing(&self.after, id)?;
        if generation.is_some_and(|generation| generation != record.generation) {
            return Err(EditError::Stale);
        }
        let draft = self.with_password(id, record, Some(password), keep);
        self.take_up(draft, Row::of(Act::PasswordChanged).agent(id));
        Ok(())
    }

    /// Signs an agent's device out, or all of them.
    ///
    /// # Errors
    /// If there is no such agent, or she has no such device.
    pub fn end_sessions(
        &mut self,
        id: &AgentId,
        session: Option<&SessionId>,
    ) -> Result<(), EditError> {
        let record = existing(&self.after, id)?;
        let mut draft = Draft::default();
        let mut row = Row::of(Act::SessionsEnded).agent(id);
        if let Some(session) = session {
            let known = self.after.session(session);
            let known = known.filter(|known| known.agent == *id && !self.after.is_ended(known));
            let Some(known) = known else {
                let detail = "There is no such device signed in.".to_owned();
                return Err(EditError::NotFound(detail));
            };
            row = row.change("device", Some(known.device.clone()), None);
            draft.remove(Key::Session(session.clone()));
        } else if self.after.sessions_of(id).next().is_some() {
            draft.put(Key::Agent(id.clone()), &in_next_generation(record));
        }
        self.take_up(draft, row);
        Ok(())
    }

    /// What sets her password, or takes it away, and ends what was signed in with the former.
    pub(super) fn with_password(
        &self,
        id: &AgentId,
        record: &AgentRecord,
        password: Option<&PasswordRecord>,
        keep: Option<&SessionId>,
    ) -> Draft {
        let record = in_next_generation(record);
        let mut draft = Draft::default();
        draft.put(Key::Agent(id.clone()), &record);
        match password {
            Some(password) => draft.put(Key::Password(id.clone()), password),
            None => draft.remove(Key::Password(id.clone())),
        }
        if let Some((id, session)) = keep.and_then(|id| Some((id, self.after.session(id)?))) {
            let session = SessionRecord {
                generation: record.generation,
                ..session.clone()
            };
            draft.put(Key::Session(id.clone()), &session);
        }
        self.void_codes(&mut draft, |_, purpose| is_reset_of(purpose, id));
        draft
    }
}

fn added_row(added: &AddedAgent) -> Row {
    Row::of(Act::AgentAdded)
        .agent(&added.id)
        .became("name", &added.name)
        .became("email", &added.email)
        .became("owner", &added.owner)
}

pub(super) fn add_agent(
    state: &State,
    agent: &NewAgent<'_>,
    password_hash: Option<&str>,
) -> Result<(Draft, AddedAgent), EditError> {
    let email = checked::email(agent.email)?;
    let name = checked::name(agent.name)?;
    if state.agent_by_email(email).is_some() {
        return Err(address_taken(email));
    }
    let id = match state.address_holder(email) {
        // She is there, only what she is called cannot be read: adding her again mends that.
        Some(id) if state.is_damaged(&Key::Agent(id.clone())) => id.clone(),
        _ => free_id(state, email),
    };
    let record = AgentRecord {
        name: name.to_owned(),
        email: email.to_owned(),
        owner: agent.owner,
        ..AgentRecord::default()
    };
    let mut draft = Draft::default();
    draft.put(Key::Agent(id.clone()), &record);
    draft.put(Key::email(email), &EmailRecord { agent: id.clone() });
    if let Some(hash) = password_hash {
        let hash = hash.to_owned();
        draft.put(Key::Password(id.clone()), &PasswordRecord { hash });
    }
    if let Some(schedule) = &agent.schedule {
        let schedule = Some(schedule.schedule().clone());
        draft.put(Key::Schedule(id.clone()), &ScheduleRecord { schedule });
    }
    let added = AddedAgent {
        id,
        email: record.email,
        name: record.name,
        owner: record.owner,
    };
    Ok((draft, added))
}

pub(super) fn existing<'s>(state: &'s State, id: &AgentId) -> Result<&'s AgentRecord, EditError> {
    let account = state.account(id);
    account
        .and_then(AgentState::record)
        .ok_or_else(no_such_agent)
}

fn no_such_agent() -> EditError {
    EditError::NotFound("There is no such agent.".to_owned())
}

fn changed(before: &AgentRecord, change: &AccountChange) -> Result<AgentRecord, EditError> {
    let mut after = before.clone();
    if let Some(name) = &change.name {
        checked::name(name)?.clone_into(&mut after.name);
    }
    if let Some(email) = &change.email {
        checked::email(email)?.clone_into(&mut after.email);
    }
    after.owner = change.owner.unwrap_or(before.owner);
    after.deactivated = change.active.map_or(before.deactivated, |active| !active);
    if after.deactivated && !before.deactivated {
        after.generation += 1;
    }
    Ok(after)
}

/// Her address has a record of its own, so that two who ask for it at once cannot both have it.
fn move_address(
    state: &State,
    id: &AgentId,
    before: &AgentRecord,
    after: &AgentRecord,
    draft: &mut Draft,
) -> Result<(), EditError> {
    let (from, to) = (Key::email(&before.email), Key::email(&after.email));
    if from == to {
        return Ok(());
    }
    let holder = state.address_holder(&after.email);
    let damaged = |id: &AgentId| state.is_damaged(&Key::Agent(id.clone()));
    if state.agent_by_email(&after.email).is_some() || holder.is_some_and(damaged) {
        return Err(address_taken(&after.email));
    }
    if state.address_holder(&before.email) == Some(id) {
        draft.remove(from);
    }
    draft.put(to, &EmailRecord { agent: id.clone() });
    Ok(())
}

pub(super) fn address_taken(email: &str) -> EditError {
    let email = quoted(email);
    EditError::Exists(format!(
        "There is already an agent with the address {email}."
    ))
}

/// As long as that owner stays one: so two who take each other's ownership at once cannot both succeed.
fn rest_on_another_owner(state: &State, id: &AgentId, draft: &mut Draft) -> Result<(), EditError> {
    let owns = |agent: &AgentState| agent.record().is_some_and(|record| record.owner);
    let mut others = state.agents().filter(|(other, _)| *other != id);
    let Some((other, _)) = others.find(|(_, agent)| owns(agent)) else {
        return Err(EditError::LastOwner);
    };
    draft.rests_on(Key::Agent(other.clone()));
    Ok(())
}

fn in_next_generation(record: &AgentRecord) -> AgentRecord {
    AgentRecord {
        generation: record.generation + 1,
        ..record.clone()
    }
}

pub(super) fn is_reset_of(purpose: &Purpose, id: &AgentId) -> bool {
    matches!(purpose, Purpose::PasswordReset { agent } if agent == id)
}

/// A readable id from the address: `ana`, or `ana-2` where that is taken.
fn free_id(state: &State, email: &str) -> AgentId {
    let local = email.split('@').next().unwrap_or_default().to_lowercase();
    let slug: String = local
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let slug = slug.trim_matches('-');
    let slug = if slug.is_empty() { "agent" } else { slug };
    let numbered = (2_u32..).map(|number| format!("{slug}-{number}"));
    iter::once(slug.to_owned())
        .chain(numbered)
        .map(AgentId)
        // There are fewer agents than numbers, so one is free.
        .find(|id| !state.is_id_used(id))
        .unwrap_or_default()
}
