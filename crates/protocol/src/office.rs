//! Offices, as members and as customers see them.

use serde::{Deserialize, Serialize};

use crate::{AgentId, Cause, Interval, OfficeId, Role, Status, Timestamp};

/// An office as its members see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct OfficePresence {
    pub id: OfficeId,
    pub name: String,
    /// The caller's role there.
    pub role: Role,
    /// The counter: distinct agents Available there.
    pub available: u32,
    /// Left out for an office without hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// All members, by name.
    pub agents: Vec<AgentPresence>,
}

/// Whether an office has somebody in the hours in which it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Coverage {
    /// Nobody has to be there now.
    OutsideHours {
        /// When its hours begin; none within 400 days.
        until: Option<Timestamp>,
    },
    Covered {
        /// When its hours end; none within 400 days.
        until: Option<Timestamp>,
    },
    /// Nobody is Available there in its hours.
    Uncovered {
        /// When the last one left, or its hours began. None if that was before the server started.
        since: Option<Timestamp>,
        /// When its hours end; none within 400 days.
        until: Option<Timestamp>,
    },
}

/// How an office was covered on a day, by what was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DayCoverage {
    pub office: OfficeId,
    /// As `2026-11-23`.
    pub date: String,
    /// By whose clocks it is that date.
    pub zone: String,
    /// When the day begins.
    pub from: Timestamp,
    /// When the next one begins.
    pub until: Timestamp,
    /// How much of the day has been: what comes after it is nobody's.
    pub as_of: Timestamp,
    /// When it should be covered that day, by its hours as they are now. None for an office without hours.
    pub hours: Option<Vec<Interval>>,
    /// Who was Available there, by name.
    pub agents: Vec<DayAttendance>,
    /// When nobody was Available there in its hours.
    pub gaps: Vec<Interval>,
    /// When nobody knows, as the server did not run, or did not run yet.
    pub unknown: Vec<Interval>,
}

/// When somebody was Available in an office on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DayAttendance {
    pub id: AgentId,
    pub name: String,
    pub available: Vec<Interval>,
}

/// An agent in an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AgentPresence {
    pub id: AgentId,
    pub name: String,
    pub status: Status,
    pub cause: Cause,
    pub since: Option<Timestamp>,
}

/// What customers' pages may know of an office, and nothing more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PublicOffice {
    pub office: OfficeId,
    pub online: bool,
    pub agents_available: u32,
    /// What customers are told while nobody is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline: Option<OfflineNotice>,
}

/// What customers are told while an office is offline: what to do instead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfflineNotice {
    /// 1 to 300 characters, without markup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// An address that begins with `https://` or `http://`, at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

/// The body of an administrator's *Away*; may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AwayRequest {
    /// Told to the agent and kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The answer to an administrator's *Away*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AwayAnswer {
    /// One id for everybody who was changed by this act.
    pub batch: String,
    pub changed: Vec<AgentId>,
    pub unchanged: Vec<Unchanged>,
}

/// An agent whom an administrator's *Away* did not change, because she was not Available there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Unchanged {
    pub agent: AgentId,
    /// What she is instead.
    pub status: Status,
}
