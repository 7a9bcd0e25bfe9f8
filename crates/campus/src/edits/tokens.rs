//! Personal access tokens. Each is kept as a session that never takes part, so that whatever ends an agent's sessions ends
//! her tokens, too.

use chrono::Duration;
use porchlight_protocol::{AccessToken, Act, AgentId, NewAccessToken, SessionId, TokenScope};

use super::{Edit, EditError, Row, agents::existing, checked};
use crate::{
    group::Draft,
    records::{AccessRecord, Key, SessionRecord},
    state::State,
    token::TokenHash,
};

/// How long a token lasts if nothing is said, and at most, in days.
const LASTS_DAYS: u16 = 90;
const LASTS_DAYS_MAX: u16 = 366;
/// Tokens that an agent can have.
const MOST: usize = 20;

/// What a new token is called, and its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    pub id: SessionId,
    pub hash: TokenHash,
}

/// An agent's tokens, the newest first.
pub fn tokens(state: &State, agent: &AgentId) -> Vec<AccessToken> {
    let sessions = state.sessions_of(agent);
    let tokens = sessions.filter_map(|(id, record)| shown(id, record));
    let mut tokens: Vec<_> = tokens.collect();
    tokens.sort_by(|a, b| (b.made_at, &b.id).cmp(&(a.made_at, &a.id)));
    tokens
}

impl Edit {
    /// Keeps a token of an agent's.
    ///
    /// # Errors
    /// If there is no such agent, she was deactivated or has too many, or something makes no sense.
    pub fn add_token(
        &mut self,
        agent: &AgentId,
        new: &NewAccessToken,
        issued: &IssuedToken,
    ) -> Result<AccessToken, EditError> {
        let record = existing(&self.after, agent)?;
        if record.deactivated {
            return Err(EditError::Deactivated);
        }
        let name = checked::name(&new.name)?;
        if new.scopes.is_empty() {
            let all = TokenScope::ALL.map(TokenScope::name).join(", ");
            return Err(EditError::Invalid {
                field: "scopes",
                detail: format!("Name at least one of these: {all}."),
            });
        }
        let days = new.expires_in_days.unwrap_or(LASTS_DAYS);
        if !(1..=LASTS_DAYS_MAX).contains(&days) {
            return Err(EditError::Invalid {
                field: "expires_in_days",
                detail: format!("A token lasts for 1 to {LASTS_DAYS_MAX} days."),
            });
        }
        if tokens(&self.after, agent).len() >= MOST {
            let detail = format!("There are {MOST} tokens; revoke one that nothing needs.");
            return Err(EditError::Exists(detail));
        }
        let session = SessionRecord {
            agent: agent.clone(),
            device: name.to_owned(),
            token: issued.hash.to_hex(),
            signed_in_at: self.now,
            activity: None,
            gone_at: None,
            used_at: None,
            sequence: None,
            generation: record.generation,
            access: Some(AccessRecord {
                scopes: new.scopes.clone(),
                expires_at: self.now + Duration::days(days.into()),
            }),
        };
        let mut draft = Draft::default();
        // Whatever signs her out at this moment ends this one, too.
        draft.rests_on(Key::Agent(agent.clone()));
        draft.put(Key::Session(issued.id.clone()), &session);
        let scopes = new.scopes.iter().map(|scope| scope.name());
        let row = Row::of(Act::TokenMade)
            .agent(agent)
            .became("token", &name)
            .became("scopes", &scopes.collect::<Vec<_>>().join(", "));
        self.take_up(draft, row);
        let made = shown(&issued.id, &session);
        made.ok_or_else(|| EditError::NotFound("There is no such token.".to_owned()))
    }

    /// Revokes one of an agent's tokens.
    ///
    /// # Errors
    /// If she has no such token.
    pub fn revoke_token(&mut self, agent: &AgentId, id: &SessionId) -> Result<(), EditError> {
        let known = self.after.session(id);
        let known = known.filter(|known| known.agent == *agent && known.access.is_some());
        let Some(known) = known else {
            let detail = "There is no such token.".to_owned();
            return Err(EditError::NotFound(detail));
        };
        let row = Row::of(Act::TokenRevoked).agent(agent).change(
            "token",
            Some(known.device.clone()),
            None,
        );
        let mut draft = Draft::default();
        draft.remove(Key::Session(id.clone()));
        self.take_up(draft, row);
        Ok(())
    }
}

fn shown(id: &SessionId, record: &SessionRecord) -> Option<AccessToken> {
    let access = record.access.as_ref()?;
    Some(AccessToken {
        id: id.clone(),
        name: record.device.clone(),
        scopes: access.scopes.clone(),
        made_at: record.signed_in_at,
        expires_at: access.expires_at,
    })
}
