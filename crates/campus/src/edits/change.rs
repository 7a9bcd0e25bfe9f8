//! A change as it is asked for over HTTP, and what it came to. Each is one line here.

use chrono::Duration;
use porchlight_protocol::{
    AccessToken, Account, AccountChange, AgentId, Invitation, InvitedTo, Member, NewAccessToken,
    NewWebhook, Office, OfficeChange, OfficeId, OrganizationSettings, Role, SessionId, Timestamp,
    Webhook, WebhookChange,
};
use serde::{Deserialize, Serialize, Serializer};

use super::{
    Edit, EditError, INVITATION_LASTS, ImportRow, Imported, Invite, NewAgent, account,
    import::not_imported, office, settings, tokens::IssuedToken, webhooks::Issued,
};
use crate::{
    records::PasswordRecord,
    token::TokenHash,
    webhooks::{DispatchRecord, Secret},
};

/// Something that is set up. What is secret takes no part in telling one from another.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    AddAgent {
        email: String,
        name: String,
        owner: bool,
        #[serde(serialize_with = "whether")]
        password: Option<PasswordRecord>,
    },
    ChangeAgent {
        agent: AgentId,
        change: AccountChange,
    },
    /// An agent's own. The devices of an earlier generation have been signed out.
    SetOwnPassword {
        agent: AgentId,
        generation: u64,
        keep: SessionId,
        #[serde(skip)]
        password: PasswordRecord,
    },
    StartPasswordReset {
        agent: AgentId,
        shut_out: bool,
        #[serde(skip)]
        code: TokenHash,
    },
    FinishPasswordReset {
        #[serde(skip)]
        code: TokenHash,
        #[serde(skip)]
        password: PasswordRecord,
    },
    EndSessions {
        agent: AgentId,
        /// All of them, if none is named.
        session: Option<SessionId>,
    },
    AddOffice {
        id: OfficeId,
        name: String,
        public: bool,
    },
    ChangeOffice {
        office: OfficeId,
        change: OfficeChange,
    },
    RemoveOffice {
        office: OfficeId,
    },
    SetMember {
        office: OfficeId,
        agent: AgentId,
        role: Role,
    },
    RemoveMember {
        office: OfficeId,
        agent: AgentId,
    },
    ChangeSettings {
        idle_after_seconds: Option<u64>,
    },
    /// A whole table.
    Import {
        rows: Vec<ImportRow>,
    },
    Invite {
        email: String,
        owner: bool,
        offices: Vec<InvitedTo>,
        /// As long as most, if it is not said.
        expires_in_seconds: Option<u32>,
        #[serde(skip)]
        code: TokenHash,
    },
    RevokeInvitation {
        id: String,
    },
    AcceptInvitation {
        name: String,
        #[serde(skip)]
        code: TokenHash,
        #[serde(skip)]
        password: PasswordRecord,
    },
    /// An agent's own.
    AddToken {
        agent: AgentId,
        token: NewAccessToken,
        #[serde(skip)]
        issued: IssuedToken,
    },
    RevokeToken {
        agent: AgentId,
        id: SessionId,
    },
    AddWebhook {
        webhook: NewWebhook,
        #[serde(skip)]
        issued: Issued,
    },
    ChangeWebhook {
        id: String,
        change: WebhookChange,
        #[serde(skip)]
        secret: Secret,
    },
    RemoveWebhook {
        id: String,
    },
    Dispatch {
        webhook: String,
        what: DispatchRecord,
    },
}

/// What a change came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "changed", rename_all = "snake_case")]
pub enum Changed {
    Account(Account),
    Office(Office),
    Member(Member),
    Settings(OrganizationSettings),
    Invitation(Invitation),
    Code { expires_at: Timestamp },
    Imported(Imported),
    Webhook(Webhook),
    Token(AccessToken),
    Done,
}

impl Edit {
    /// Makes a change.
    ///
    /// # Errors
    /// If it makes no sense, or not any more: then nothing is to be written.
    pub fn make(&mut self, change: &Change) -> Result<Changed, EditError> {
        Ok(match change {
            Change::AddAgent {
                email,
                name,
                owner,
                password,
            } => {
                let agent = NewAgent {
                    owner: *owner,
                    ..NewAgent::new(email, name)
                };
                let hash = password.as_ref().map(|password| password.hash.as_str());
                let added = self.add_agent(&agent, hash)?;
                account(&self.after, &added.id).map_or(Changed::Done, Changed::Account)
            }
            Change::ChangeAgent { agent, change } => {
                Changed::Account(self.change_agent(agent, change)?)
            }
            Change::SetOwnPassword {
                agent,
                generation,
                keep,
                password,
            } => {
                self.set_password(agent, password, Some(*generation), Some(keep))?;
                Changed::Done
            }
            Change::StartPasswordReset {
                agent,
                shut_out,
                code,
            } => Changed::Code {
                expires_at: self.start_password_reset(agent, *code, *shut_out)?,
            },
            Change::FinishPasswordReset { code, password } => {
                self.finish_password_reset(code, password)?;
                Changed::Done
            }
            Change::EndSessions { agent, session } => {
                self.end_sessions(agent, session.as_ref())?;
                Changed::Done
            }
            Change::AddOffice { id, name, public } => {
                let added = self.add_office(id.as_str(), name, *public)?;
                office(&self.after, &added.id).map_or(Changed::Done, Changed::Office)
            }
            Change::ChangeOffice { office, change } => {
                Changed::Office(self.change_office(office, change)?)
            }
            Change::RemoveOffice { office } => {
                self.remove_office(office)?;
                Changed::Done
            }
            Change::SetMember {
                office,
                agent,
                role,
            } => Changed::Member(self.set_member(office, agent, *role)?),
            Change::RemoveMember { office, agent } => {
                self.remove_member(office, agent)?;
                Changed::Done
            }
            Change::ChangeSettings { idle_after_seconds } => {
                if let Some(seconds) = idle_after_seconds {
                    self.set_idle_after(*seconds)?;
                }
                Changed::Settings(settings(&self.after))
            }
            Change::Import { rows } => {
                let imported = self.import(rows);
                Changed::Imported(imported.map_err(|errors| not_imported(&errors))?)
            }
            Change::Invite {
                email,
                owner,
                offices,
                expires_in_seconds,
                code,
            } => {
                let seconds = expires_in_seconds.map(i64::from);
                let invite = Invite {
                    email,
                    owner: *owner,
                    offices,
                    lasts: seconds.map_or(INVITATION_LASTS, Duration::seconds),
                };
                Changed::Invitation(self.invite(&invite, *code)?)
            }
            Change::RevokeInvitation { id } => {
                self.revoke_invitation(id)?;
                Changed::Done
            }
            Change::AcceptInvitation {
                name,
                code,
                password,
            } => {
                let id = self.accept_invitation(code, name, password)?;
                account(&self.after, &id).map_or(Changed::Done, Changed::Account)
            }
            Change::AddToken {
                agent,
                token,
                issued,
            } => Changed::Token(self.add_token(agent, token, issued)?),
            Change::RevokeToken { agent, id } => {
                self.revoke_token(agent, id)?;
                Changed::Done
            }
            Change::AddWebhook { webhook, issued } => {
                Changed::Webhook(self.add_webhook(webhook, issued)?)
            }
            Change::ChangeWebhook { id, change, secret } => {
                Changed::Webhook(self.change_webhook(id, change, secret)?)
            }
            Change::RemoveWebhook { id } => {
                self.remove_webhook(id)?;
                Changed::Done
            }
            Change::Dispatch { webhook, what } => {
                self.dispatch(webhook, what)?;
                Changed::Done
            }
        })
    }
}

/// A password is secret, and hashed otherwise each time: only whether there is one tells two changes apart.
#[expect(clippy::ref_option, reason = "serde hands it over like that")]
fn whether<S: Serializer>(
    password: &Option<PasswordRecord>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(password.is_some())
}
