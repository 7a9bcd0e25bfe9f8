//! Setting up agents, offices and memberships, beside a running server or without one.

use std::collections::BTreeMap;

use porchlight_protocol::{AgentId, OfficeId, Role, Schedule};
use serde::Serialize;

use crate::{
    auth::{self, PasswordError},
    store::{
        DataDirectory, SqliteStore, Store, StoreError, Write,
        records::{
            self, AgentRecord, Key, MemberRecord, OfficeRecord, OrganizationRecord, PasswordRecord,
            ScheduleRecord,
        },
    },
};

/// How often a change is decided anew because somebody else wrote in between.
const TRIES: usize = 16;

/// Why something was not set up.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    #[error("{0}")]
    Invalid(String),
    #[error("{0}")]
    NotFound(String),
    #[error("{0}")]
    Exists(String),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Store(#[from] StoreError),
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

/// Whom to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAgent<'a> {
    pub email: &'a str,
    pub name: &'a str,
    /// Administrator of all offices.
    pub owner: bool,
    pub schedule: Option<Schedule>,
}

/// The way to set things up in a data directory.
#[derive(Debug)]
pub struct Admin {
    directory: DataDirectory,
    store: SqliteStore,
}

/// What is set up already.
#[derive(Debug, Default)]
struct Known {
    organization: OrganizationRecord,
    agents: BTreeMap<AgentId, AgentRecord>,
    offices: BTreeMap<OfficeId, OfficeRecord>,
    members: BTreeMap<(OfficeId, AgentId), MemberRecord>,
}

impl Admin {
    /// Makes a data directory with its first owner.
    ///
    /// # Errors
    /// If there is one already, or the owner's particulars make no sense.
    pub fn init(
        directory: DataDirectory,
        email: &str,
        name: &str,
        password: &str,
    ) -> Result<(Self, AddedAgent), AdminError> {
        let owner = NewAgent {
            email,
            name,
            owner: true,
            schedule: None,
        };
        check_agent(&owner)?;
        let hash = auth::hash_password(password)?;
        let store = match directory.create() {
            Ok(store) => store,
            Err(StoreError::Exists) => {
                let mut store = directory.open()?;
                // An earlier attempt may have ended between making the store and writing its owner.
                if !known(&mut store)?.1.agents.is_empty() {
                    return Err(StoreError::Exists.into());
                }
                store
            }
            Err(error) => return Err(error.into()),
        };
        let mut admin = Self { directory, store };
        let added = admin.add(&owner, Some(&hash))?;
        Ok((admin, added))
    }

    /// Opens a data directory.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(directory: DataDirectory) -> Result<Self, AdminError> {
        let store = directory.open()?;
        Ok(Self { directory, store })
    }

    /// Adds an agent; without a password, one who cannot sign in.
    ///
    /// # Errors
    /// If the address is taken, or the particulars make no sense.
    pub fn add_agent(
        &mut self,
        agent: &NewAgent<'_>,
        password: Option<&str>,
    ) -> Result<AddedAgent, AdminError> {
        check_agent(agent)?;
        let hash = password.map(auth::hash_password).transpose()?;
        self.add(agent, hash.as_deref())
    }

    fn add(&mut self, agent: &NewAgent<'_>, hash: Option<&str>) -> Result<AddedAgent, AdminError> {
        let email = agent.email.trim().to_owned();
        self.edit(|known, write| {
            if known.agent_by_email(&email).is_some() {
                return Err(AdminError::Exists(format!(
                    "There is already an agent with the address {email}."
                )));
            }
            let id = known.free_id(&email);
            let record = AgentRecord {
                name: agent.name.trim().to_owned(),
                email: email.clone(),
                owner: agent.owner,
                own_idle_after_seconds: None,
            };
            write.put(&Key::Agent(id.clone()), &record);
            if let Some(hash) = hash {
                write.put(
                    &Key::Password(id.clone()),
                    &PasswordRecord {
                        hash: hash.to_owned(),
                    },
                );
            }
            if let Some(schedule) = &agent.schedule {
                let record = ScheduleRecord {
                    schedule: Some(schedule.clone()),
                    revision: write.revision,
                };
                write.put(&Key::Schedule(id.clone()), &record);
            }
            Ok(AddedAgent {
                id,
                email: record.email,
                name: record.name,
                owner: record.owner,
            })
        })
    }

    /// Adds an office.
    ///
    /// # Errors
    /// If the id is taken or no id.
    pub fn add_office(
        &mut self,
        id: &str,
        name: &str,
        public: bool,
    ) -> Result<AddedOffice, AdminError> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty()
            || id.len() > 64
            || !id.chars().all(fits)
            || id.starts_with('-')
            || id.ends_with('-')
        {
            let why = format!(
                "`{id}` is no id of an office: use up to 64 lower-case letters, digits and hyphens, such as it-desk."
            );
            return Err(AdminError::Invalid(why));
        }
        check_name(name)?;
        let id = OfficeId::from(id);
        self.edit(|known, write| {
            if known.offices.contains_key(&id) {
                return Err(AdminError::Exists(format!(
                    "There is already an office {id}."
                )));
            }
            let record = OfficeRecord {
                name: name.trim().to_owned(),
                public,
            };
            write.put(&Key::Office(id.clone()), &record);
            Ok(AddedOffice {
                id: id.clone(),
                name: record.name,
                public,
            })
        })
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
    ) -> Result<AddedMember, AdminError> {
        let office = OfficeId::from(office);
        self.edit(|known, write| {
            if !known.offices.contains_key(&office) {
                return Err(AdminError::NotFound(format!(
                    "There is no office {office}; add it first."
                )));
            }
            let Some(agent) = known.agent_by_email(email) else {
                return Err(AdminError::NotFound(format!(
                    "There is no agent with the address {email}; add her first."
                )));
            };
            let record = MemberRecord { role };
            if known.members.get(&(office.clone(), agent.clone())) == Some(&record) {
                return Err(AdminError::Exists(format!(
                    "{email} is already a member of {office} with that role."
                )));
            }
            write.put(&Key::Member(office.clone(), agent.clone()), &record);
            Ok(AddedMember {
                office: office.clone(),
                agent,
                role,
            })
        })
    }

    /// The organization's settings.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn settings(&mut self) -> Result<OrganizationSettings, AdminError> {
        let (_, known) = known(&mut self.store)?;
        Ok(OrganizationSettings {
            idle_after_seconds: known.organization.idle_after_seconds,
        })
    }

    /// Changes the organization's idle time.
    ///
    /// # Errors
    /// If it is shorter than a minute or longer than a day.
    pub fn set_idle_after(&mut self, seconds: u64) -> Result<OrganizationSettings, AdminError> {
        if !(60..=24 * 60 * 60).contains(&seconds) {
            return Err(AdminError::Invalid(
                "The idle time must be from 1 minute (1m) to 24 hours (24h).".to_owned(),
            ));
        }
        self.edit(|_, write| {
            write.put(
                &Key::Organization,
                &OrganizationRecord {
                    idle_after_seconds: seconds,
                },
            );
            Ok(OrganizationSettings {
                idle_after_seconds: seconds,
            })
        })
    }

    /// Decides and writes in one piece, and tells the server that runs here.
    fn edit<T>(
        &mut self,
        mut decide: impl FnMut(&Known, &mut Writes) -> Result<T, AdminError>,
    ) -> Result<T, AdminError> {
        let mut tries = 0;
        loop {
            let (revision, known) = known(&mut self.store)?;
            let mut writes = Writes {
                revision: self.store.reserve()?.after + 1,
                writes: Vec::new(),
            };
            let answer = decide(&known, &mut writes)?;
            match self.store.put_if(revision, &writes.writes) {
                Ok(()) => {
                    self.directory.tell_of_writes();
                    return Ok(answer);
                }
                Err(StoreError::Conflict) if tries < TRIES => tries += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }
}

struct Writes {
    revision: u64,
    writes: Vec<Write>,
}

impl Writes {
    fn put(&mut self, key: &Key, record: &impl Serialize) {
        // Records have string keys only, so this cannot fail.
        let value = Some(serde_json::to_vec(record).unwrap_or_default());
        self.writes.push(Write {
            key: key.to_string(),
            value,
            revision: self.revision,
        });
    }
}

fn known(store: &mut SqliteStore) -> Result<(u64, Known), StoreError> {
    let contents = store.snapshot()?;
    let mut known = Known::default();
    for Write { key, value, .. } in contents.writes {
        let Some(value) = value else { continue };
        match Key::parse(&key) {
            Some(Key::Organization) => known.organization = records::read(&key, &value)?,
            Some(Key::Agent(id)) => {
                known.agents.insert(id, records::read(&key, &value)?);
            }
            Some(Key::Office(id)) => {
                known.offices.insert(id, records::read(&key, &value)?);
            }
            Some(Key::Member(office, agent)) => {
                known
                    .members
                    .insert((office, agent), records::read(&key, &value)?);
            }
            _ => {}
        }
    }
    Ok((contents.revision, known))
}

impl Known {
    fn agent_by_email(&self, email: &str) -> Option<AgentId> {
        let email = email.trim().to_lowercase();
        self.agents
            .iter()
            .find(|(_, record)| record.email.to_lowercase() == email)
            .map(|(id, _)| id.clone())
    }

    /// A readable id from the address: `ana`, or `ana-2` where that is taken.
    fn free_id(&self, email: &str) -> AgentId {
        let local = email.split('@').next().unwrap_or_default().to_lowercase();
        let slug: String = local
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let slug = slug.trim_matches('-');
        let slug = if slug.is_empty() { "agent" } else { slug };
        let numbered = (2_u32..).map(|number| format!("{slug}-{number}"));
        let ids = std::iter::once(slug.to_owned())
            .chain(numbered)
            .map(AgentId);
        ids.into_iter()
            .find(|id| !self.agents.contains_key(id))
            .unwrap_or_default()
    }
}

fn check_agent(agent: &NewAgent<'_>) -> Result<(), AdminError> {
    let email = agent.email.trim();
    let fits = email
        .split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    if !fits || email.len() > 254 || email.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(AdminError::Invalid(format!(
            "`{}` is no e-mail address.",
            email.chars().take(80).collect::<String>()
        )));
    }
    check_name(agent.name)
}

fn check_name(name: &str) -> Result<(), AdminError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(AdminError::Invalid(
            "A name must have 1 to 100 printable characters.".to_owned(),
        ));
    }
    Ok(())
}
