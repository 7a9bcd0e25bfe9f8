//! What owners and administrators set up: who is an agent, and who may sign in.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    Activity, AgentId, Membership, OfficeId, OfflineNotice, Role, Schedule, SessionId, Timestamp,
};

/// An agent as owners see her.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Account {
    pub id: AgentId,
    pub name: String,
    pub email: String,
    /// Administrator of all offices, and of everything else.
    pub owner: bool,
    /// Whether she can sign in and is seen by others. What is hers stays while she is not.
    pub active: bool,
    /// Her offices by name, each with the role that she was given there.
    pub offices: Vec<Membership>,
}

/// The body of `POST /v1/admin/agents`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    pub email: String,
    /// 1 to 100 printable characters.
    pub name: String,
    #[serde(default)]
    pub owner: bool,
    /// At least 8 characters, at most 1024 bytes. Without one she cannot sign in until she is given a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl fmt::Debug for NewAccount {
    /// Leaves the password out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewAccount")
            .field("email", &self.email)
            .field("name", &self.name)
            .field("owner", &self.owner)
            .finish_non_exhaustive()
    }
}

/// The body of `PATCH /v1/admin/agents/{id}`. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What she signs in with from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<bool>,
    /// `false` ends her sessions at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The body of `POST /v1/me/password`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    pub old: String,
    /// At least 8 characters, at most 1024 bytes, and another one than before.
    pub new: String,
}

impl fmt::Debug for PasswordChange {
    /// Leaves both passwords out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordChange")
    }
}

/// The body of `POST /v1/admin/agents/{id}/password-reset`; may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordResetRequest {
    /// Whether her password and her devices end now, and not only once the code is used.
    #[serde(default)]
    pub shut_out: bool,
    /// Kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A code that is told this once, and can be used once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OneTimeCode {
    pub code: String,
    pub expires_at: Timestamp,
}

impl fmt::Debug for OneTimeCode {
    /// Leaves the code out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OneTimeCode")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// The body of `POST /v1/password-reset`: whoever has the code sets the password.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordReset {
    pub code: String,
    /// At least 8 characters, at most 1024 bytes.
    pub password: String,
}

impl fmt::Debug for PasswordReset {
    /// Leaves the code and the password out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordReset")
    }
}

/// A signed-in device, as its agent and owners see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignedInDevice {
    pub id: SessionId,
    /// The name the device gave itself at sign-in.
    pub device: String,
    pub signed_in_at: Timestamp,
    /// Whether its lease runs.
    pub live: bool,
    pub activity: Activity,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// What was done, for those who read the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// An administrator's *Away*.
    SetAway,
    AgentAdded,
    /// Her name, address, ownership, or whether she is active.
    AgentChanged,
    PasswordChanged,
    /// A code was given out with which a new password can be set.
    PasswordResetStarted,
    /// One device, or all, signed out by an owner or by herself.
    SessionsEnded,
    OfficeAdded,
    OfficeChanged,
    OfficeRemoved,
    /// Became a member, or got another role.
    MemberSet,
    MemberRemoved,
    SettingsChanged,
    InvitationMade,
    InvitationAccepted,
    InvitationRevoked,
    WebhookAdded,
    WebhookChanged,
    WebhookRemoved,
    /// A webhook was tried.
    WebhookTested,
    /// A delivery of a webhook was sent again by hand.
    DeliveryResent,
    /// A personal access token was made.
    TokenMade,
    /// It was revoked.
    TokenRevoked,
    /// An act that this version does not know.
    #[serde(other)]
    Other,
}

/// What a field was, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FieldChange {
    /// None where it had none.
    pub from: Option<String>,
    /// None where it has none now.
    pub to: Option<String>,
}

/// One row of the audit log: who did what to whom, when, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuditEntry {
    pub at: Timestamp,
    pub act: Act,
    /// None for the command line on the server's machine.
    pub by: Option<AgentId>,
    /// Whom it was done to.
    #[serde(default)]
    pub agent: Option<AgentId>,
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// The same for everything that was done in one go.
    pub batch: String,
    pub reason: Option<String>,
    /// By the field's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub changes: BTreeMap<String, FieldChange>,
}

/// An office as owners see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Office {
    pub id: OfficeId,
    pub name: String,
    /// Whether customers' pages may see whether it is online.
    pub public: bool,
    /// When it should be covered.
    pub hours: Option<Schedule>,
    /// What customers are told while nobody is there.
    pub offline: Option<OfflineNotice>,
    /// The web sites whose pages may show it, such as `https://www.example.edu`; those of any, if there are none here.
    #[serde(default)]
    pub origins: Vec<String>,
}

/// The body of `POST /v1/admin/offices`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewOffice {
    /// Up to 64 lower-case letters, digits and hyphens, such as `it-desk`. It stays.
    pub id: OfficeId,
    /// 1 to 100 printable characters.
    pub name: String,
    #[serde(default)]
    pub public: bool,
    /// Kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The body of `PATCH /v1/admin/offices/{id}`. What is left out stays; `null` takes hours, or what customers are told,
/// away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfficeChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "given"
    )]
    pub hours: Option<Option<Schedule>>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "given"
    )]
    pub offline: Option<Option<OfflineNotice>>,
    /// At most 50; empty for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origins: Option<Vec<String>>,
    /// Kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Tells `null` from what is left out.
#[expect(
    clippy::option_option,
    reason = "left out, null and given are three things here"
)]
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// A member of an office, as its administrators see her.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Member {
    pub agent: AgentId,
    pub name: String,
    pub role: Role,
    /// Whether she can sign in and is seen by others.
    pub active: bool,
}

/// The body of `PUT /v1/admin/offices/{id}/members/{agent}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberChange {
    pub role: Role,
    /// Kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The organization's settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OrganizationSettings {
    /// The Live Assistant Timeout: after this long without input, an agent is Away.
    pub idle_after_seconds: u64,
}

/// The body of `PATCH /v1/admin/settings`. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrganizationChange {
    /// From a minute to a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idle_after_seconds: Option<u64>,
    /// Kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The answer to `GET /v1/admin/audit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AuditPage {
    /// The newest first.
    pub entries: Vec<AuditEntry>,
    /// The `cursor` of the next page; none where there is none. A page may be short all the same.
    pub next: Option<String>,
}

/// An office that somebody is invited to, and her role there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitedTo {
    pub office: OfficeId,
    pub role: Role,
}

/// The body of `POST /v1/admin/invitations`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    pub email: String,
    #[serde(default)]
    pub owner: bool,
    #[serde(default)]
    pub offices: Vec<InvitedTo>,
    /// From 5 minutes to 30 days; 7 days, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_seconds: Option<u32>,
    /// Kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// An invitation that can be accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Invitation {
    pub id: String,
    pub email: String,
    pub owner: bool,
    pub offices: Vec<InvitedTo>,
    /// Who made it; none for the command line.
    pub by: Option<AgentId>,
    pub expires_at: Timestamp,
}

/// The answer to `POST /v1/admin/invitations`: with the code, which is told this once.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct MadeInvitation {
    pub code: String,
    pub invitation: Invitation,
}

impl fmt::Debug for MadeInvitation {
    /// Leaves the code out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeInvitation")
            .field("invitation", &self.invitation)
            .finish_non_exhaustive()
    }
}

/// The body of `POST /v1/invitations/{code}`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationAcceptance {
    /// 1 to 100 printable characters.
    pub name: String,
    /// At least 8 characters, at most 1024 bytes.
    pub password: String,
}

impl fmt::Debug for InvitationAcceptance {
    /// Leaves the password out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InvitationAcceptance")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The body of `POST /v1/invitations`: with the code beside the rest, so that no address has it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodedAcceptance {
    pub code: String,
    /// 1 to 100 printable characters.
    pub name: String,
    /// At least 8 characters, at most 1024 bytes.
    pub password: String,
}

impl fmt::Debug for CodedAcceptance {
    /// Leaves the code and the password out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodedAcceptance")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// The body of `POST /v1/codes`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GivenCode {
    pub code: String,
}

impl fmt::Debug for GivenCode {
    /// Leaves the code out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenCode")
    }
}

/// What a one-time code is good for, told to whoever has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "use", rename_all = "snake_case")]
pub enum CodeUse {
    /// To become an agent.
    Invitation {
        email: String,
        /// The names of the offices that she will belong to.
        offices: Vec<String>,
        expires_at: Timestamp,
    },
    /// To set a password.
    PasswordReset {
        name: String,
        email: String,
        expires_at: Timestamp,
    },
}

/// The answer to `POST /v1/admin/import`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImportReport {
    /// Whether nothing was done.
    pub dry_run: bool,
    pub agents_added: usize,
    pub agents_changed: usize,
    pub memberships_set: usize,
    /// The lines that do not fit. With any, nothing is done.
    pub errors: Vec<LineError>,
}

/// A line of a table that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct LineError {
    /// Its number; that of the headings is 1.
    pub line: u64,
    /// What is wrong, in a sentence.
    pub detail: String,
}
