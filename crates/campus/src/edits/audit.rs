//! The row that a change leaves: who did what to whom, when, and why.

use std::collections::BTreeMap;

use porchlight_protocol::{Act, AgentId, AuditEntry, FieldChange, OfficeId, Timestamp};

use super::{EditError, checked};
use crate::records::Key;

/// Who changes something, and why.
#[derive(Clone, Debug)]
pub struct Author {
    by: Option<AgentId>,
    reason: Option<String>,
    batch: String,
}

impl Author {
    /// Whoever runs the command line on the server's machine. `batch` names what is written, and is new each time.
    pub fn command_line(batch: &str) -> Self {
        Self {
            by: None,
            reason: None,
            batch: batch.to_owned(),
        }
    }

    /// An agent.
    pub fn agent(id: &AgentId, batch: &str) -> Self {
        Self {
            by: Some(id.clone()),
            ..Self::command_line(batch)
        }
    }

    /// The same with a reason, if one is given.
    ///
    /// # Errors
    /// If it is longer than 200 characters.
    pub fn because(self, reason: Option<&str>) -> Result<Self, EditError> {
        let reason = checked::reason(reason)?;
        Ok(Self { reason, ..self })
    }

    /// Names what is written.
    pub(super) fn batch(&self) -> &str {
        &self.batch
    }

    /// The agent; none for the command line.
    pub(super) fn by(&self) -> Option<&AgentId> {
        self.by.as_ref()
    }
}

/// What of a row is known before it is written.
#[derive(Debug)]
pub(super) struct Row {
    act: Act,
    by: Option<AgentId>,
    agent: Option<AgentId>,
    office: Option<OfficeId>,
    changes: BTreeMap<String, FieldChange>,
}

impl Row {
    pub(super) fn of(act: Act) -> Self {
        Self {
            act,
            by: None,
            agent: None,
            office: None,
            changes: BTreeMap::new(),
        }
    }

    /// Done by somebody whom a code speaks for.
    pub(super) fn by(mut self, by: &AgentId) -> Self {
        self.by = Some(by.clone());
        self
    }

    pub(super) fn agent(mut self, agent: &AgentId) -> Self {
        self.agent = Some(agent.clone());
        self
    }

    pub(super) fn office(mut self, office: &OfficeId) -> Self {
        self.office = Some(office.clone());
        self
    }

    /// A field that there was not before.
    pub(super) fn became(self, field: &str, to: &impl ToString) -> Self {
        self.change(field, None, Some(to.to_string()))
    }

    /// A field, if it is another one than before.
    pub(super) fn change(mut self, field: &str, from: Option<String>, to: Option<String>) -> Self {
        if from != to {
            let change = FieldChange { from, to };
            self.changes.insert(field.to_owned(), change);
        }
        self
    }

    /// The row as it is kept, and where.
    pub(super) fn entry(self, author: &Author, at: Timestamp, number: usize) -> (Key, AuditEntry) {
        let key = Key::Audit(
            at.timestamp_millis(),
            author.batch.clone(),
            format!("{number:06}"),
        );
        let entry = AuditEntry {
            at,
            act: self.act,
            by: self.by.or_else(|| author.by.clone()),
            agent: self.agent,
            office: self.office,
            batch: author.batch.clone(),
            reason: author.reason.clone(),
            changes: self.changes,
        };
        (key, entry)
    }
}
