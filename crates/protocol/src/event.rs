//! The events of an agent's stream, and those of customers' pages.

use serde::{Deserialize, Serialize};

use crate::{Agent, AgentId, AgentPresence, Coverage, Me, OfficeId, OfficePresence, Timestamp};

/// An event of `GET /v1/me/events`. Its SSE `event:` name is the variant in `snake_case`, its `data:` the content,
/// its `id:` is `<epoch>-<revision>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    Snapshot(Box<Snapshot>),
    Presence(PresenceChange),
    Coverage(CoverageChange),
    Me(Box<Me>),
    Notice(Notice),
}

impl Event {
    /// The event's name on the wire.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Snapshot(_) => "snapshot",
            Self::Presence(_) => "presence",
            Self::Coverage(_) => "coverage",
            Self::Me(_) => "me",
            Self::Notice(_) => "notice",
        }
    }
}

/// Everything a client shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Snapshot {
    pub revision: u64,
    /// The server's clock as it wrote this.
    pub server_time: Timestamp,
    pub me: Me,
    pub offices: Vec<OfficePresence>,
}

/// An agent changed in an office of the reader's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PresenceChange {
    pub revision: u64,
    pub office: OfficeId,
    /// The office's counter after the change.
    pub available: u32,
    pub agent: AgentPresence,
}

/// An office of the reader's has lost its last agent in its hours, has one again, opens or closes, or has other hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CoverageChange {
    pub revision: u64,
    pub office: OfficeId,
    /// None for an office that has no hours any more.
    pub coverage: Option<Coverage>,
}

/// An administrator acted on the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Notice {
    pub revision: u64,
    pub at: Timestamp,
    pub office: OfficeId,
    pub office_name: String,
    pub by: Agent,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Shared by everybody whom one act set Away.
    pub batch: String,
}

impl Notice {
    /// Who acted.
    pub fn by_id(&self) -> &AgentId {
        &self.by.id
    }
}

/// All offices of the organization: what a stream of `GET /v1/admin/events` begins with, and goes on with where it is no
/// longer known what its reader missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AllOffices {
    pub revision: u64,
    /// The server's clock as it wrote this.
    pub server_time: Timestamp,
    pub offices: Vec<OfficePresence>,
}

/// An office is none any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OfficeRemoved {
    pub office: OfficeId,
}
