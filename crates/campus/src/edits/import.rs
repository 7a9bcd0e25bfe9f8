//! Many agents and memberships at once, as a table has them. What is so already stays, and nothing is taken away, so the
//! same table again changes nothing.

use porchlight_protocol::{AccountChange, AgentId, OfficeId, Role};
use serde::{Deserialize, Serialize};

use super::{Edit, EditError, NewAgent, agents, checked::quoted, members};

/// A line of a table: an agent, and perhaps one of her offices.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportRow {
    /// Where it stands, for those who mend it.
    pub line: u64,
    pub email: String,
    /// Needed for somebody new.
    pub name: Option<String>,
    pub owner: Option<bool>,
    pub office: Option<String>,
    /// In that office; an agent's, if it is not said.
    pub role: Option<Role>,
}

/// What an import came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub agents_added: usize,
    pub agents_changed: usize,
    pub memberships_set: usize,
}

/// Why a line was not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {error}")]
pub struct ImportError {
    pub line: u64,
    #[source]
    pub error: EditError,
}

/// Lines that are named at most, of those that cannot be taken in.
const NAMED: usize = 20;

/// Several lines that cannot be taken in, as one error.
pub fn not_imported(errors: &[ImportError]) -> EditError {
    let lines = errors.iter().take(NAMED).map(ToString::to_string);
    let mut lines: Vec<_> = lines.collect();
    if errors.len() > NAMED {
        lines.push(format!("and {} lines more", errors.len() - NAMED));
    }
    EditError::Invalid {
        field: "file",
        detail: format!("Nothing was imported.\n{}", lines.join("\n")),
    }
}

impl Edit {
    /// Takes in a table.
    ///
    /// # Errors
    /// Every line that cannot be taken in: then nothing of the table may be written.
    pub fn import(&mut self, rows: &[ImportRow]) -> Result<Imported, Vec<ImportError>> {
        let mut imported = Imported::default();
        let mut errors = Vec::new();
        for row in rows {
            if let Err(error) = self.import_row(row, &mut imported) {
                let line = row.line;
                errors.push(ImportError { line, error });
            }
        }
        if errors.is_empty() {
            Ok(imported)
        } else {
            Err(errors)
        }
    }

    fn import_row(&mut self, row: &ImportRow, imported: &mut Imported) -> Result<(), EditError> {
        let id = self.import_agent(row, imported)?;
        let Some(office) = row.office.as_deref() else {
            return Ok(());
        };
        let office_id = OfficeId::from(office);
        if self.after.office(&office_id).is_none() {
            let office = quoted(office);
            return Err(EditError::NotFound(format!(
                "There is no office {office}; add it first."
            )));
        }
        let rows = self.rows;
        let before = members::role_of(&self.after, &office_id, &id);
        self.set_member(&office_id, &id, row.role.or(before).unwrap_or(Role::Agent))?;
        imported.memberships_set += self.rows - rows;
        Ok(())
    }

    fn import_agent(
        &mut self,
        row: &ImportRow,
        imported: &mut Imported,
    ) -> Result<AgentId, EditError> {
        let Some(id) = self.after.agent_by_email(&row.email).cloned() else {
            let agent = NewAgent {
                owner: row.owner.unwrap_or(false),
                ..NewAgent::new(&row.email, row.name.as_deref().unwrap_or_default())
            };
            let added = self.add_agent(&agent, None)?;
            imported.agents_added += 1;
            return Ok(added.id);
        };
        agents::existing(&self.after, &id)?;
        let change = AccountChange {
            name: row.name.clone(),
            owner: row.owner,
            ..AccountChange::default()
        };
        let rows = self.rows;
        self.change_agent(&id, &change)?;
        imported.agents_changed += self.rows - rows;
        Ok(id)
    }
}
