//! Invitations: somebody becomes an agent by a code that can be used once.

use std::collections::BTreeMap;

use chrono::Duration;
use porchlight_protocol::{Act, AgentId, Invitation, InvitedTo, OfficeId, Role, Timestamp};

use super::{Edit, EditError, NewAgent, Row, agents, checked, codes, words};
use crate::{
    group::Draft,
    records::{CodeRecord, Key, MemberRecord, PasswordRecord, Purpose},
    state::State,
    token::TokenHash,
};

/// How long an invitation can be accepted, unless it is said.
pub const INVITATION_LASTS: Duration = Duration::days(7);
const SHORTEST: Duration = Duration::minutes(5);
const LONGEST: Duration = Duration::days(30);
/// Invitations that can be open at a time.
const OPEN_MAX: usize = 1000;

/// Whom to invite, and to what.
#[derive(Clone, Debug)]
pub struct Invite<'a> {
    pub email: &'a str,
    pub owner: bool,
    pub offices: &'a [InvitedTo],
    pub lasts: Duration,
}

/// The invitations that can be accepted now, the one that expires last first.
pub fn invitations(state: &State, now: Timestamp) -> Vec<Invitation> {
    let codes = state.codes().filter(|(_, code)| code.expires_at > now);
    let mut open: Vec<_> = codes
        .filter_map(|(hash, code)| shown(*hash, code))
        .collect();
    open.sort_by(|a, b| (b.expires_at, &b.id).cmp(&(a.expires_at, &a.id)));
    open
}

/// Whether a code is an invitation that can be accepted now.
///
/// # Errors
/// If it is not.
pub fn check_invitation(state: &State, code: &TokenHash, now: Timestamp) -> Result<(), EditError> {
    match codes::valid(state, code, now)?.purpose {
        Purpose::Invitation { .. } => Ok(()),
        Purpose::PasswordReset { .. } => Err(EditError::CodeNotValid),
    }
}

impl Edit {
    /// Keeps an invitation, in place of the one that the same address got before.
    ///
    /// # Errors
    /// If the address is an agent's, there is no such office, or something else of it makes no sense.
    pub fn invite(
        &mut self,
        invite: &Invite<'_>,
        code: TokenHash,
    ) -> Result<Invitation, EditError> {
        let email = checked::email(invite.email)?;
        if self.after.agent_by_email(email).is_some() {
            return Err(agents::address_taken(email));
        }
        if invite.lasts < SHORTEST || invite.lasts > LONGEST {
            return Err(EditError::Invalid {
                field: "expires_in_seconds",
                detail: "An invitation must last from 5 minutes to 30 days.".to_owned(),
            });
        }
        let offices = self.offices_to_invite_to(invite.offices)?;
        let mut draft = Draft::default();
        let same = Key::email(email);
        self.void_codes(
            &mut draft,
            |_, purpose| matches!(purpose, Purpose::Invitation { email, .. } if Key::email(email) == same),
        );
        let open = invitations(&self.after, self.now);
        let others = open.iter().filter(|open| Key::email(&open.email) != same);
        if others.count() >= OPEN_MAX {
            return Err(EditError::Invalid {
                field: "email",
                detail: format!(
                    "There are {OPEN_MAX} open invitations; revoke those that nobody needs."
                ),
            });
        }
        let said = offices.iter();
        let said = said.map(|(office, role)| format!("{office}:{}", words::role(*role)));
        let said = said.collect::<Vec<_>>().join(" ");
        let purpose = Purpose::Invitation {
            email: email.to_owned(),
            owner: invite.owner,
            offices,
        };
        self.put_code(&mut draft, code, self.now + invite.lasts, purpose);
        let row = Row::of(Act::InvitationMade)
            .became("email", &email)
            .became("owner", &invite.owner)
            .became("offices", &said);
        self.take_up(draft, row);
        let record = self.after.code(&code);
        record
            .and_then(|record| shown(code, record))
            .ok_or(EditError::CodeNotValid)
    }

    /// Ends an invitation before it was accepted.
    ///
    /// # Errors
    /// If there is no such invitation.
    pub fn revoke_invitation(&mut self, id: &str) -> Result<(), EditError> {
        let code = TokenHash::from_hex(id);
        let known = code.and_then(|code| shown(code, self.after.code(&code)?));
        let (Some(code), Some(known)) = (code, known) else {
            let detail = "There is no such invitation.".to_owned();
            return Err(EditError::NotFound(detail));
        };
        let mut draft = Draft::default();
        draft.remove(Key::Code(code));
        let row = Row::of(Act::InvitationRevoked).change("email", Some(known.email), None);
        self.take_up(draft, row);
        Ok(())
    }

    /// Accepts an invitation: whoever has the code is an agent from now on, in the offices that there still are.
    ///
    /// # Errors
    /// If the code is not valid (any more), the name is none, or the address is another agent's by now.
    pub fn accept_invitation(
        &mut self,
        code: &TokenHash,
        name: &str,
        password: &PasswordRecord,
    ) -> Result<AgentId, EditError> {
        check_invitation(&self.after, code, self.now)?;
        let Some(record) = self.after.code(code).cloned() else {
            return Err(EditError::CodeNotValid);
        };
        let Purpose::Invitation {
            email,
            owner,
            offices,
        } = record.purpose
        else {
            return Err(EditError::CodeNotValid);
        };
        let agent = NewAgent {
            owner,
            ..NewAgent::new(&email, name)
        };
        let (mut draft, added) = agents::add_agent(&self.after, &agent, Some(&password.hash))?;
        draft.remove(Key::Code(*code));
        for (office, role) in offices {
            if self.after.office(&office).is_some() {
                draft.rests_on(Key::Office(office.clone()));
                let key = Key::Member(office, added.id.clone());
                draft.put(key, &MemberRecord { role });
            }
        }
        let invited_by = record.by.map(|by| by.to_string());
        let row = Row::of(Act::InvitationAccepted)
            .by(&added.id)
            .agent(&added.id)
            .became("name", &added.name)
            .became("email", &added.email)
            .change("invited_by", None, invited_by);
        self.take_up(draft, row);
        Ok(added.id)
    }

    fn offices_to_invite_to(
        &self,
        offices: &[InvitedTo],
    ) -> Result<BTreeMap<OfficeId, Role>, EditError> {
        let unknown = |to: &&InvitedTo| self.after.office(&to.office).is_none();
        if let Some(to) = offices.iter().find(unknown) {
            let id = checked::quoted(to.office.as_str());
            return Err(EditError::Invalid {
                field: "offices",
                detail: format!("There is no office {id}; add it first."),
            });
        }
        let offices = offices.iter();
        Ok(offices.map(|to| (to.office.clone(), to.role)).collect())
    }
}

fn shown(code: TokenHash, record: &CodeRecord) -> Option<Invitation> {
    let Purpose::Invitation {
        email,
        owner,
        offices,
    } = &record.purpose
    else {
        return None;
    };
    let offices = offices.iter();
    Some(Invitation {
        id: code.to_hex(),
        email: email.clone(),
        owner: *owner,
        offices: offices
            .map(|(office, role)| InvitedTo {
                office: office.clone(),
                role: *role,
            })
            .collect(),
        by: record.by.clone(),
        expires_at: record.expires_at,
    })
}
