//! Choices, and what holds them.

use serde::{Deserialize, Serialize};

use crate::{AgentId, ChoiceId, OfficeId, Timestamp};

/// What somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub id: ChoiceId,
    pub scope: Scope,
    pub status: ChoiceStatus,
    #[serde(deserialize_with = "crate::instant::in_four_digit_years")]
    pub set_at: Timestamp,
    #[serde(default)]
    pub hold: Hold,
    pub by: AgentId,
}

/// Where a choice holds: `"everywhere"`, or `{"office": "library"}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All the agent's offices, also those joined later.
    Everywhere,
    /// One office.
    Office(OfficeId),
}

/// The status asked for; `follow_schedule` lets the schedule decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ChoiceStatus {
    Available,
    Away,
    Offline,
    FollowSchedule,
}

/// How long a choice holds: `"next_edge"`, `"until_changed"`, or `{"until": T}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Until the schedule next begins or ends a shift. Without a schedule: until changed.
    #[default]
    NextEdge,
    /// Until somebody chooses again.
    UntilChanged,
    /// Until an instant.
    Until(#[serde(deserialize_with = "crate::instant::in_four_digit_years")] Timestamp),
}

/// The body of `POST /v1/me/choices`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewChoice {
    pub id: ChoiceId,
    pub scope: Scope,
    pub status: ChoiceStatus,
    #[serde(default)]
    pub hold: Hold,
    /// Only for a choice made while disconnected: the client's clock corrected by the last known offset.
    /// The server takes its own time when absent, and never a later one.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::instant::in_four_digit_years"
    )]
    pub set_at: Option<Timestamp>,
    /// The last revision seen when the choice was made: an administrator's act after it stands. A choice made while
    /// disconnected needs it; one made online may carry it, so that its repeat undoes nothing either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_revision: Option<u64>,
}

/// The answer to `POST /v1/me/choices`: the choice as it was stamped, and the revision that holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ChoiceAnswer {
    pub choice: Choice,
    pub revision: u64,
}
