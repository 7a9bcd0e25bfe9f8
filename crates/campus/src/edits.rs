//! What is set up by hand: agents, offices, memberships, settings. Enters: facts, and what somebody asks for. Leaves:
//! what to write, and what it rests on; or why not. The same for the command line, for HTTP and for imports.
//!
//! An [`Edit`] takes in one change or many, each decided on what those before made of the facts, and is written in one
//! commit. If somebody else wrote one of the records that it rests on, the store refuses it, and it is made again on
//! what they wrote.
//!
//! ```
//! use porchlight_campus::{State, edits::{Edit, NewAgent}, records::Snapshot};
//! use porchlight_protocol::{Role, Timestamp};
//!
//! let now = Timestamp::UNIX_EPOCH;
//! let mut edit = Edit::on(&State::new(&Snapshot::default(), now), now);
//! edit.add_office("library", "Library", true)?;
//! edit.add_agent(&NewAgent::new("ana@example.org", "Ana"), None)?;
//! edit.add_member("library", "ana@example.org", Role::Agent)?;
//! assert_eq!(edit.commit().writes.len(), 4, "her address has a record of its own");
//! # Ok::<(), porchlight_campus::edits::EditError>(())
//! ```

use std::{fmt, iter, ops::RangeInclusive};

use porchlight_core::Timeline;
use porchlight_protocol::{AgentId, OfficeId, Role, Timestamp};
use serde::Serialize;

use crate::{
    group::{Draft, Group},
    records::{
        AgentRecord, Commit, EmailRecord, Key, MemberRecord, OfficeRecord, OrganizationRecord,
        PasswordRecord, Record, Revision, ScheduleRecord,
    },
    state::{State, UNDER_WAY},
};

/// Seconds without input after which agents may be set Away.
const IDLE_AFTER_SECONDS: RangeInclusive<u64> = 60..=24 * 60 * 60;
/// Bytes of an e-mail address, as RFC 5321 has it.
const LONGEST_ADDRESS: usize = 254;
/// Characters of a name.
const LONGEST_NAME: usize = 100;
/// Characters of an office's id.
const LONGEST_OFFICE_ID: usize = 64;
/// How much of something that makes no sense is repeated to whoever wrote it.
const QUOTED: usize = 80;

/// Why something was not set up. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("{detail}")]
    Invalid { field: &'static str, detail: String },
    #[error("{0}")]
    NotFound(String),
    #[error("{0}")]
    Exists(String),
}

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

/// An office as it was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddedOffice {
    pub id: OfficeId,
    pub name: String,
    pub public: bool,
}

/// A membership as it was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddedMember {
    pub office: OfficeId,
    pub agent: AgentId,
    pub role: Role,
}

/// The organization's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct OrganizationSettings {
    /// The Live Assistant Timeout: after this long without input, an agent is Away.
    pub idle_after_seconds: u64,
}

/// Changes to be written in one commit. One that is refused leaves those before it as they are.
pub struct Edit {
    now: Timestamp,
    /// What everything rests on.
    before: State,
    /// The same with every change so far.
    after: State,
    group: Group,
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

impl Edit {
    /// Begins with the facts as they are kept.
    pub fn on(state: &State, now: Timestamp) -> Self {
        Self {
            now,
            before: state.clone(),
            after: state.clone(),
            group: Group::default(),
        }
    }

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
        let (draft, owner) = add_first_owner(&self.after, email, name, password_hash)?;
        self.take_up(draft, None);
        Ok(owner)
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
        self.take_up(draft, agent.schedule.as_ref());
        Ok(added)
    }

    /// Adds an office.
    ///
    /// # Errors
    /// If the id is taken or no id, or the name is none.
    pub fn add_office(
        &mut self,
        id: &str,
        name: &str,
        public: bool,
    ) -> Result<AddedOffice, EditError> {
        let (draft, added) = add_office(&self.after, id, name, public)?;
        self.take_up(draft, None);
        Ok(added)
    }

    /// Makes an agent a member of an office, or changes her role there.
    ///
    /// # Errors
    /// If there is no such office or agent, or she has that role already.
    pub fn add_member(
        &mut self,
        office: &str,
        email: &str,
        role: Role,
    ) -> Result<AddedMember, EditError> {
        let (draft, added) = add_member(&self.after, office, email, role)?;
        self.take_up(draft, None);
        Ok(added)
    }

    /// Changes the organization's idle time.
    ///
    /// # Errors
    /// If it is shorter than a minute or longer than a day.
    pub fn set_idle_after(&mut self, seconds: u64) -> Result<OrganizationSettings, EditError> {
        let (draft, settings) = set_idle_after(&self.after, seconds)?;
        self.take_up(draft, None);
        Ok(settings)
    }

    /// How many records would be written: whoever imports many commits now and then.
    pub fn len(&self) -> usize {
        self.group.len()
    }

    /// Whether nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.group.is_empty()
    }

    /// What to hand to the store.
    pub fn commit(&self) -> Commit {
        self.group.commit(Vec::new())
    }

    /// The facts once the commit was kept, for the edit that comes after.
    pub fn kept(self, revision: Revision) -> State {
        let mut state = self.before;
        for write in self.group.commit(Vec::new()).writes {
            let laid_out = match Key::parse(&write.key) {
                Some(Key::Schedule(id)) => self.after.agent(&id).and_then(|it| it.schedule.clone()),
                _ => None,
            };
            let record = Record {
                key: write.key,
                value: write.value,
                revision,
            };
            apply(&mut state, &record, self.now, laid_out.as_ref());
        }
        state
    }

    fn take_up(&mut self, draft: Draft, laid_out: Option<&Timeline>) {
        let revision = self.after.revision;
        for (key, value) in &draft.writes {
            let record = Record {
                key: key.to_string(),
                value: value.clone(),
                revision: UNDER_WAY,
            };
            apply(&mut self.after, &record, self.now, laid_out);
        }
        self.after.revision = revision;
        self.group.add(draft, &self.before, None);
    }
}

impl fmt::Debug for Edit {
    /// Leaves out what would be written: hashes of passwords are among it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edit")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl OrganizationSettings {
    /// As they are kept.
    pub fn of(state: &State) -> Self {
        Self {
            idle_after_seconds: state.organization().idle_after_seconds,
        }
    }
}

/// Takes in a record that was made here.
fn apply(state: &mut State, record: &Record, now: Timestamp, laid_out: Option<&Timeline>) {
    if let Err(error) = state.apply(record, now, laid_out) {
        tracing::error!(%error, "what was set up cannot be read back");
    }
}

fn add_first_owner(
    state: &State,
    email: &str,
    name: &str,
    password_hash: Option<&str>,
) -> Result<(Draft, AddedAgent), EditError> {
    let owner = NewAgent {
        owner: true,
        ..NewAgent::new(email, name)
    };
    let (mut draft, added) = add_agent(state, &owner, password_hash)?;
    if state.agents().next().is_some() {
        let detail = "This is set up already; nothing was changed.";
        return Err(EditError::Exists(detail.to_owned()));
    }
    // The one record that any two who do this write both.
    draft.put(Key::Organization, state.organization());
    Ok((draft, added))
}

fn add_agent(
    state: &State,
    agent: &NewAgent<'_>,
    password_hash: Option<&str>,
) -> Result<(Draft, AddedAgent), EditError> {
    let email = checked_email(agent.email)?;
    let name = checked_name(agent.name)?;
    if state.agent_by_email(email).is_some() {
        let detail = format!("There is already an agent with the address {email}.");
        return Err(EditError::Exists(detail));
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
        own_idle_after_seconds: None,
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

fn add_office(
    state: &State,
    id: &str,
    name: &str,
    public: bool,
) -> Result<(Draft, AddedOffice), EditError> {
    let id = checked_office_id(id)?;
    let name = checked_name(name)?;
    if state.office(&id).is_some() {
        let detail = format!("There is already an office {id}.");
        return Err(EditError::Exists(detail));
    }
    let record = OfficeRecord {
        name: name.to_owned(),
        public,
    };
    let mut draft = Draft::default();
    draft.put(Key::Office(id.clone()), &record);
    let added = AddedOffice {
        id,
        name: record.name,
        public,
    };
    Ok((draft, added))
}

fn add_member(
    state: &State,
    office: &str,
    email: &str,
    role: Role,
) -> Result<(Draft, AddedMember), EditError> {
    let office = OfficeId::from(office);
    if state.office(&office).is_none() {
        let detail = format!(
            "There is no office {}; add it first.",
            quoted(office.as_str())
        );
        return Err(EditError::NotFound(detail));
    }
    let known = state
        .agent_by_email(email)
        .and_then(|id| Some((id, state.agent(id)?)));
    let Some((id, agent)) = known else {
        let detail = format!(
            "There is no agent with the address {}; add her first.",
            quoted(email)
        );
        return Err(EditError::NotFound(detail));
    };
    if agent.offices.get(&office).map(|role| role.value) == Some(role) {
        let detail = format!("{email} is already a member of {office} with that role.");
        return Err(EditError::Exists(detail));
    }
    let mut draft = Draft::default();
    draft.rests_on(Key::Office(office.clone()));
    draft.rests_on(Key::Agent(id.clone()));
    draft.put(
        Key::Member(office.clone(), id.clone()),
        &MemberRecord { role },
    );
    let agent = id.clone();
    Ok((
        draft,
        AddedMember {
            office,
            agent,
            role,
        },
    ))
}

fn set_idle_after(state: &State, seconds: u64) -> Result<(Draft, OrganizationSettings), EditError> {
    if !IDLE_AFTER_SECONDS.contains(&seconds) {
        return Err(EditError::Invalid {
            field: "idle_after_seconds",
            detail: "The idle time must be from 1 minute (1m) to 24 hours (24h).".to_owned(),
        });
    }
    let record = OrganizationRecord {
        idle_after_seconds: seconds,
    };
    let mut draft = Draft::default();
    if *state.organization() != record || state.is_damaged(&Key::Organization) {
        draft.put(Key::Organization, &record);
    }
    let settings = OrganizationSettings {
        idle_after_seconds: seconds,
    };
    Ok((draft, settings))
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

fn checked_email(email: &str) -> Result<&str, EditError> {
    let email = email.trim();
    let whole = email
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    let blank = |c: char| c.is_whitespace() || c.is_control();
    if !whole || email.len() > LONGEST_ADDRESS || email.chars().any(blank) {
        return Err(EditError::Invalid {
            field: "email",
            detail: format!("`{}` is no e-mail address.", quoted(email)),
        });
    }
    Ok(email)
}

fn checked_name(name: &str) -> Result<&str, EditError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)
    {
        return Err(EditError::Invalid {
            field: "name",
            detail: format!("A name must have 1 to {LONGEST_NAME} printable characters."),
        });
    }
    Ok(name)
}

fn checked_office_id(id: &str) -> Result<OfficeId, EditError> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let length = 1..=LONGEST_OFFICE_ID;
    let hyphen_outside = id.starts_with('-') || id.ends_with('-');
    if !length.contains(&id.len()) || !id.chars().all(fits) || hyphen_outside {
        return Err(EditError::Invalid {
            field: "id",
            detail: format!(
                "`{}` is no id of an office: use up to {LONGEST_OFFICE_ID} lower-case letters, digits and hyphens, such as it-desk.",
                quoted(id)
            ),
        });
    }
    Ok(OfficeId::from(id))
}

fn quoted(text: &str) -> String {
    text.chars().take(QUOTED).collect()
}
