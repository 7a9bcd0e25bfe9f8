//! Codes that can be used once: to set a password, or to become an agent. Only their hashes are kept.

use chrono::Duration;
use porchlight_protocol::{Act, AgentId, CodeUse, Timestamp};

use super::{
    Edit, EditError, Row,
    agents::{existing, is_reset_of},
};
use crate::{
    group::Draft,
    records::{CodeRecord, Key, PasswordRecord, Purpose},
    state::State,
    token::TokenHash,
};

/// How long the code can be used that sets a password.
pub const PASSWORD_RESET_LASTS: Duration = Duration::hours(24);

/// Whose password a code sets, if it can be used now.
///
/// # Errors
/// If it cannot, or she was deactivated.
pub fn agent_of_code(
    state: &State,
    code: &TokenHash,
    now: Timestamp,
) -> Result<AgentId, EditError> {
    let Purpose::PasswordReset { agent } = &valid(state, code, now)?.purpose else {
        return Err(EditError::CodeNotValid);
    };
    if existing(state, agent)?.deactivated {
        return Err(EditError::Deactivated);
    }
    Ok(agent.clone())
}

/// What a code is good for, for whoever has it.
///
/// # Errors
/// As [`agent_of_code`].
pub fn use_of_code(state: &State, code: &TokenHash, now: Timestamp) -> Result<CodeUse, EditError> {
    let record = valid(state, code, now)?;
    let expires_at = record.expires_at;
    match &record.purpose {
        Purpose::Invitation { email, offices, .. } => {
            let offices = offices.keys().filter_map(|id| state.office(id)?.record());
            Ok(CodeUse::Invitation {
                email: email.clone(),
                offices: offices.map(|office| office.name.clone()).collect(),
                expires_at,
            })
        }
        Purpose::PasswordReset { .. } => {
            let agent = agent_of_code(state, code, now)?;
            let record = existing(state, &agent)?;
            Ok(CodeUse::PasswordReset {
                name: record.name.clone(),
                email: record.email.clone(),
                expires_at,
            })
        }
    }
}

impl Edit {
    /// Keeps a code with which an agent's password can be set, in place of the one she was given before; answers until
    /// when. With `shut_out`, her password and devices end now.
    ///
    /// # Errors
    /// If there is no such agent, or she was deactivated.
    pub fn start_password_reset(
        &mut self,
        id: &AgentId,
        code: TokenHash,
        shut_out: bool,
    ) -> Result<Timestamp, EditError> {
        let record = existing(&self.after, id)?;
        if record.deactivated {
            return Err(EditError::Deactivated);
        }
        let mut draft = if shut_out {
            self.with_password(id, record, None, None)
        } else {
            let mut draft = Draft::default();
            draft.rests_on(Key::Agent(id.clone()));
            self.void_codes(&mut draft, |_, purpose| is_reset_of(purpose, id));
            draft
        };
        let expires_at = self.now + PASSWORD_RESET_LASTS;
        let purpose = Purpose::PasswordReset { agent: id.clone() };
        self.put_code(&mut draft, code, expires_at, purpose);
        let row = Row::of(Act::PasswordResetStarted)
            .agent(id)
            .became("shut_out", &shut_out);
        self.take_up(draft, row);
        Ok(expires_at)
    }

    /// Uses such a code: sets the password, and signs all devices out.
    ///
    /// # Errors
    /// As [`agent_of_code`].
    pub fn finish_password_reset(
        &mut self,
        code: &TokenHash,
        password: &PasswordRecord,
    ) -> Result<AgentId, EditError> {
        let id = agent_of_code(&self.after, code, self.now)?;
        let record = existing(&self.after, &id)?;
        // The code, like any other that sets her password, ends with that.
        let draft = self.with_password(&id, record, Some(password), None);
        let row = Row::of(Act::PasswordChanged).agent(&id).by(&id);
        self.take_up(draft, row);
        Ok(id)
    }

    /// Ends codes by who gave them out and what they are good for, and all that have expired.
    pub(super) fn void_codes(
        &self,
        draft: &mut Draft,
        mut void: impl FnMut(Option<&AgentId>, &Purpose) -> bool,
    ) {
        for (hash, code) in self.after.codes() {
            if code.expires_at <= self.now || void(code.by.as_ref(), &code.purpose) {
                draft.remove(Key::Code(*hash));
            }
        }
    }

    pub(super) fn put_code(
        &self,
        draft: &mut Draft,
        code: TokenHash,
        expires_at: Timestamp,
        purpose: Purpose,
    ) {
        let record = CodeRecord {
            expires_at,
            by: self.author.by().cloned(),
            purpose,
        };
        draft.put(Key::Code(code), &record);
    }
}

pub(super) fn valid<'s>(
    state: &'s State,
    code: &TokenHash,
    now: Timestamp,
) -> Result<&'s CodeRecord, EditError> {
    let code = state.code(code).filter(|code| code.expires_at > now);
    code.ok_or(EditError::CodeNotValid)
}
