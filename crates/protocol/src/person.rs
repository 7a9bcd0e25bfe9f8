//! Agents, and what they are told of themselves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AgentId, Choice, Interval, OfficeId, Schedule, Session, SessionId};

/// A person who answers live chats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Agent {
    pub id: AgentId,
    pub name: String,
    pub email: String,
}

/// What an agent is in an office. `admin` may set its agents Away; an organization's owner is `admin` in all of hers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Agent,
    Admin,
}

/// An office that an agent belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Membership {
    pub id: OfficeId,
    pub name: String,
    pub role: Role,
}

/// What the server wants its clients to go by. All in whole seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Settings {
    /// The organization's Live Assistant Timeout.
    pub organization_idle_after_seconds: u64,
    /// A shorter one that the agent chose for herself.
    pub own_idle_after_seconds: Option<u64>,
    /// Send `PUT /v1/me/activity` at least this often.
    pub heartbeat_seconds: u64,
    /// The server says something on every stream at least this often; three times this in silence means it is gone.
    pub keep_alive_seconds: u64,
}

impl Settings {
    /// The time without input that is in force, seconds: the shorter of the two.
    pub fn idle_after_seconds(&self) -> u64 {
        let organization = self.organization_idle_after_seconds;
        self.own_idle_after_seconds
            .map_or(organization, |own| own.min(organization))
    }
}

impl Default for Settings {
    /// As the rule book has it: away after 60 minutes, heard every 25 s, kept alive every 15 s.
    fn default() -> Self {
        Self {
            organization_idle_after_seconds: 3600,
            own_idle_after_seconds: None,
            heartbeat_seconds: 25,
            keep_alive_seconds: 15,
        }
    }
}

/// The body of `PUT /v1/me/settings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    /// At least 60, at most the organization's; `null` follows the organization.
    pub own_idle_after_seconds: Option<u64>,
}

/// Everything of an agent's own: the answer to `GET /v1/me`, and the `me` event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Me {
    pub revision: u64,
    pub agent: Agent,
    /// The session that asks.
    pub session_id: SessionId,
    /// Whether the agent is an owner of the organization.
    pub owner: bool,
    pub offices: Vec<Membership>,
    pub settings: Settings,
    /// At most two a scope: those that can still matter.
    pub choices: Vec<Choice>,
    pub schedule: Option<Schedule>,
    /// The schedule's `ETag`, for `If-Match`. Present also while there is no schedule.
    pub schedule_etag: String,
    /// When her calendar says that she is busy: merged, in order, as far as it had not passed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub busy: Vec<Interval>,
    /// The agent's signed-in devices, this one among them.
    pub sessions: Vec<Session>,
    /// Names of everybody who made one of the choices.
    pub names: BTreeMap<AgentId, String>,
}
