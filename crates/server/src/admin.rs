//! Setting up agents, offices and memberships in a data directory, beside a running server or without one: reads the
//! facts, has them edited, writes that, and tells the server that runs here.

use porchlight_campus::{
    State, TokenHash,
    edits::{self, Author, Edit, Invite, IssuedToken},
    records::{Commit, PasswordRecord},
    webhooks::delivery_keys,
};
use porchlight_protocol::{
    AgentId, AuditPage, Delivery, DeliveryPage, MadeAccessToken, MadeInvitation, NewAccessToken,
    OneTimeCode, OrganizationSettings, Role,
};

use crate::{
    audit::{AuditQuery, READ_ROWS, Reading},
    auth::{self, PasswordError},
    hub::{delivery_page, new_session_id},
    store::{CommitError, DataDirectory, SqliteFile, StoreError},
};

pub use porchlight_campus::edits::{AddedAgent, AddedMember, AddedOffice, EditError, NewAgent};

/// How often an edit is made anew because somebody else wrote in between.
const TRIES: usize = 16;

/// Why something was not set up.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}; run this command again")]
    Commit(CommitError),
}

/// Not as the source: its words are within these already.
impl From<CommitError> for AdminError {
    fn from(error: CommitError) -> Self {
        Self::Commit(error)
    }
}

/// The way to set things up in a data directory.
#[derive(Debug)]
pub struct Admin {
    directory: DataDirectory,
    store: SqliteFile,
    reason: Option<String>,
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
        let hash = auth::hash_password(password)?;
        let add = |edit: &mut Edit| edit.add_first_owner(email, name, Some(&hash));
        // What makes no sense must not leave a directory behind.
        let nowhere = Author::command_line("");
        add(&mut Edit::on(
            &State::default(),
            chrono::Utc::now(),
            nowhere,
        ))?;
        let mut admin = Self::create_or_open(directory)?;
        let added = admin.edit(add)?;
        Ok((admin, added))
    }

    /// Makes a data directory where there is none, and opens it.
    ///
    /// # Errors
    /// If that is refused.
    pub fn create_or_open(directory: DataDirectory) -> Result<Self, AdminError> {
        let store = match directory.create() {
            Err(StoreError::Exists) => directory.open(),
            made => made,
        }?;
        Ok(Self::on(directory, store))
    }

    /// Opens a data directory.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(directory: DataDirectory) -> Result<Self, AdminError> {
        let store = directory.open()?;
        Ok(Self::on(directory, store))
    }

    fn on(directory: DataDirectory, store: SqliteFile) -> Self {
        Self {
            directory,
            store,
            reason: None,
        }
    }

    /// Why things are changed from now on, for the audit log.
    ///
    /// # Errors
    /// If the reason is longer than 200 characters.
    pub fn because(mut self, reason: Option<&str>) -> Result<Self, AdminError> {
        Author::command_line("").because(reason)?;
        self.reason = reason.map(str::to_owned);
        Ok(self)
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
        let hash = password.map(auth::hash_password).transpose()?;
        self.edit(|edit| edit.add_agent(agent, hash.as_deref()))
    }

    /// Makes a code with which an agent, by her address or id, sets a new password. With `shut_out`, the old one and her
    /// devices end now.
    ///
    /// # Errors
    /// If there is no such agent, or she was deactivated.
    pub fn start_password_reset(
        &mut self,
        agent: &str,
        shut_out: bool,
    ) -> Result<(AgentId, OneTimeCode), AdminError> {
        let code = auth::new_code();
        let (id, expires_at) = self.edit(|edit| {
            let id = edits::agent_called(edit.state(), agent)?;
            let expires_at = edit.start_password_reset(&id, TokenHash::of(&code), shut_out)?;
            Ok((id, expires_at))
        })?;
        Ok((id, OneTimeCode { code, expires_at }))
    }

    /// Makes a token with which a script signs in as an agent, by her address or id.
    ///
    /// # Errors
    /// If there is no such agent, or something makes no sense.
    pub fn make_token(
        &mut self,
        agent: &str,
        new: &NewAccessToken,
    ) -> Result<MadeAccessToken, AdminError> {
        let token = auth::new_access_token();
        let issued = IssuedToken {
            id: new_session_id(),
            hash: TokenHash::of(&token),
        };
        let access = self.edit(|edit| {
            let id = edits::agent_called(edit.state(), agent)?;
            edit.add_token(&id, new, &issued)
        })?;
        Ok(MadeAccessToken { token, access })
    }

    /// Makes a code with which somebody becomes an agent.
    ///
    /// # Errors
    /// If the address is an agent's, or there is no such office.
    pub fn invite(&mut self, invite: &Invite<'_>) -> Result<MadeInvitation, AdminError> {
        let code = auth::new_code();
        let invitation = self.edit(|edit| edit.invite(invite, TokenHash::of(&code)))?;
        Ok(MadeInvitation { code, invitation })
    }

    /// Sets the password of an agent, by her address or id, and signs all her devices out.
    ///
    /// # Errors
    /// If there is no such agent, or the password cannot be one.
    pub fn set_password(&mut self, agent: &str, password: &str) -> Result<AgentId, AdminError> {
        let hash = auth::hash_password(password)?;
        let password = PasswordRecord { hash };
        self.edit(|edit| {
            let id = edits::agent_called(edit.state(), agent)?;
            edit.set_password(&id, &password, None, None)?;
            Ok(id)
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
        self.edit(|edit| edit.add_office(id, name, public))
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
        self.edit(|edit| edit.add_member(office, email, role))
    }

    /// The organization's settings.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn settings(&self) -> Result<OrganizationSettings, AdminError> {
        Ok(edits::settings(&self.state()?))
    }

    /// Changes the organization's idle time.
    ///
    /// # Errors
    /// If it is shorter than a minute or longer than a day.
    pub fn set_idle_after(&mut self, seconds: u64) -> Result<OrganizationSettings, AdminError> {
        self.edit(|edit| edit.set_idle_after(seconds))
    }

    /// A page of the audit log.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(crate) fn audit(&self, query: &AuditQuery, most: usize) -> Result<AuditPage, StoreError> {
        let mut reading = Reading::of(query, most);
        while let Some((from, before)) = reading.next() {
            reading.take(&self.store.history(&from, &before, READ_ROWS)?);
        }
        Ok(reading.page())
    }

    /// What a webhook was told, and is to be told, before a delivery of it or all; the newest first.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(crate) fn deliveries(
        &self,
        webhook: &str,
        before: Option<u64>,
    ) -> Result<DeliveryPage, StoreError> {
        let (from, before) = delivery_keys(webhook, before);
        let rows = self.store.history(&from, &before, READ_ROWS)?;
        Ok(delivery_page(&rows, READ_ROWS))
    }

    /// A delivery of a webhook, if there is such a one.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub(crate) fn delivery(
        &self,
        webhook: &str,
        number: u64,
    ) -> Result<Option<Delivery>, StoreError> {
        let before = number.checked_add(1);
        let page = self.deliveries(webhook, before)?;
        let mut deliveries = page.deliveries.into_iter();
        Ok(deliveries.find(|delivery| delivery.number == number))
    }

    /// Makes changes that are not written, to see what would come of them.
    ///
    /// # Errors
    /// As `make`, or if the store cannot be read.
    pub fn try_edit<T>(
        &self,
        make: impl FnOnce(&mut Edit) -> Result<T, EditError>,
    ) -> Result<T, AdminError> {
        let nowhere = Author::command_line("");
        Ok(make(&mut Edit::on(
            &self.state()?,
            chrono::Utc::now(),
            nowhere,
        ))?)
    }

    /// Makes one change or many, writes them in one commit, and tells the server that runs here. `make` is called again
    /// where somebody else wrote in between.
    ///
    /// # Errors
    /// As `make`, or if the store cannot be read or written: then nothing was.
    pub fn edit<T>(
        &mut self,
        mut make: impl FnMut(&mut Edit) -> Result<T, EditError>,
    ) -> Result<T, AdminError> {
        let mut tries = 0;
        loop {
            let author = Author::command_line(&uuid::Uuid::now_v7().to_string())
                .because(self.reason.as_deref())?;
            let mut edit = Edit::on(&self.state()?, chrono::Utc::now(), author);
            let made = make(&mut edit)?;
            if edit.is_empty() {
                return Ok(made);
            }
            tries += 1;
            if self.keep(&edit.commit(), tries < TRIES)? {
                self.directory.tell_of_writes();
                return Ok(made);
            }
        }
    }

    /// Commits; answers no where that should be tried `again`, on what others wrote.
    fn keep(&mut self, commit: &Commit, again: bool) -> Result<bool, AdminError> {
        match self.store.commit(commit) {
            Ok(_) => Ok(true),
            Err(CommitError::Conflict { .. }) if again => Ok(false),
            Err(error @ CommitError::Indeterminate(_)) => {
                if self.holds(commit)? {
                    return Ok(true);
                }
                if again { Ok(false) } else { Err(error.into()) }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Whether everything of a commit is in the store.
    fn holds(&self, commit: &Commit) -> Result<bool, StoreError> {
        for write in &commit.writes {
            let found = self.store.get(&write.key)?;
            if found.and_then(|record| record.value) != write.value {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The facts as they are kept.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn state(&self) -> Result<State, StoreError> {
        Ok(State::new(&self.store.snapshot()?, chrono::Utc::now()))
    }
}
