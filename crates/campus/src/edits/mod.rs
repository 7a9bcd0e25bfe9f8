//! What is set up by hand: agents, offices, memberships, settings. Enters: facts, and what somebody asks for. Leaves:
//! what to write, and what it rests on; or why not. The same for the command line, for HTTP and for imports.
//!
//! An [`Edit`] takes in one change or many, each decided on what those before made of the facts, and is written in one
//! commit. If somebody else wrote one of the records that it rests on, the store refuses it, and it is made again on
//! what they wrote. Every change that is not one already leaves one row in the audit log.
//!
//! ```
//! use porchlight_campus::{State, edits::{Author, Edit, NewAgent}, records::Snapshot};
//! use porchlight_protocol::{Role, Timestamp};
//!
//! let now = Timestamp::UNIX_EPOCH;
//! let author = Author::command_line("01A");
//! let mut edit = Edit::on(&State::new(&Snapshot::default(), now), now, author);
//! edit.add_office("library", "Library", true)?;
//! edit.add_agent(&NewAgent::new("ana@example.org", "Ana"), None)?;
//! edit.add_member("library", "ana@example.org", Role::Agent)?;
//! assert_eq!(edit.commit().writes.len(), 7, "her address has a record of its own, and each change its row");
//! # Ok::<(), porchlight_campus::edits::EditError>(())
//! ```

mod agents;
mod audit;
mod change;
pub(crate) mod checked;
mod codes;
mod import;
mod invitations;
mod members;
mod offices;
mod settings;
mod tokens;
mod webhooks;
mod words;

use std::{collections::BTreeSet, fmt};

use porchlight_core::Timeline;
use porchlight_protocol::Timestamp;

pub use agents::{AddedAgent, NewAgent, account, accounts, agent_called, no_agent_called};
pub use audit::Author;
pub use change::{Change, Changed};
pub use codes::{PASSWORD_RESET_LASTS, agent_of_code, use_of_code};
pub use import::{ImportError, ImportRow, Imported, not_imported};
pub use invitations::{INVITATION_LASTS, Invite, check_invitation, invitations};
pub use members::{AddedMember, members};
pub use offices::{AddedOffice, office, offices};
pub use settings::settings;
pub use tokens::{IssuedToken, tokens};
pub use webhooks::{Issued, webhook, webhooks};

use audit::Row;

use crate::{
    group::{Draft, Group},
    records::{Commit, Key, Record, Revision},
    state::{State, UNDER_WAY},
};

/// Why something was not set up. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("{detail}")]
    Invalid { field: &'static str, detail: String },
    #[error("{0}")]
    NotFound(String),
    #[error("{0}")]
    Exists(String),
    #[error(
        "She is the last owner who is active; make somebody else an owner first, so that somebody can go on."
    )]
    LastOwner,
    #[error("This account was deactivated; an owner of the team can activate it again.")]
    Deactivated,
    #[error("This code is not valid: it was used, replaced or has expired; ask for a new one.")]
    CodeNotValid,
    #[error("Her password was changed in between; begin again.")]
    Stale,
}

/// Changes to be written in one commit. One that is refused leaves those before it as they are.
pub struct Edit {
    now: Timestamp,
    author: Author,
    /// What everything rests on.
    before: State,
    /// The same with every change so far.
    after: State,
    draft: Draft,
    /// How many changes there are: it tells their rows apart.
    rows: usize,
}

impl Edit {
    /// Begins with the facts as they are kept.
    pub fn on(state: &State, now: Timestamp, author: Author) -> Self {
        Self {
            now,
            author,
            before: state.clone(),
            after: state.clone(),
            draft: Draft::default(),
            rows: 0,
        }
    }

    /// The facts with every change so far.
    pub fn state(&self) -> &State {
        &self.after
    }

    /// How many records would be written: whoever imports many commits now and then.
    pub fn len(&self) -> usize {
        let keys = self.draft.writes.iter().map(|(key, _)| key.to_string());
        keys.collect::<BTreeSet<_>>().len()
    }

    /// Whether nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.draft.writes.is_empty()
    }

    /// What to hand to the store.
    pub fn commit(&self) -> Commit {
        let mut group = Group::default();
        group.add(self.draft.clone(), &self.before, None);
        group.commit(Vec::new(), Vec::new())
    }

    /// The facts once the commit was kept, for the edit that comes after.
    pub fn kept(self, revision: Revision) -> State {
        let mut state = self.before;
        for (key, value) in self.draft.writes {
            let laid_out = match &key {
                Key::Schedule(id) => self.after.account(id).and_then(|it| it.schedule.clone()),
                _ => None,
            };
            let record = Record {
                key: key.to_string(),
                value,
                revision,
            };
            apply(&mut state, &record, self.now, laid_out.as_ref());
        }
        state
    }

    /// What is to be written, and what it rests on.
    pub(crate) fn into_draft(self) -> Draft {
        self.draft
    }

    /// Goes on from a change, and puts it on record.
    fn take_up(&mut self, draft: Draft, row: Row) {
        self.take_up_laid_out(draft, row, None);
    }

    fn take_up_laid_out(&mut self, mut draft: Draft, row: Row, laid_out: Option<&Timeline>) {
        if draft.writes.is_empty() {
            return;
        }
        let (key, entry) = row.entry(&self.author, self.now, self.rows);
        self.rows += 1;
        draft.put(key, &entry);
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
        self.draft.absorb(draft);
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

/// Takes in a record that was made here.
fn apply(state: &mut State, record: &Record, now: Timestamp, laid_out: Option<&Timeline>) {
    if let Err(error) = state.apply(record, now, laid_out) {
        tracing::error!(%error, "what was set up cannot be read back");
    }
}
