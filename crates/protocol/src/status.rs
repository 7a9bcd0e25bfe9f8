//! What an agent is in an office, and why.

use serde::{Deserialize, Serialize};

use crate::{AgentId, Timestamp};

/// What an agent is in an office. Only `available` counts as online, for the counter and for customers.
///
/// Ordered from least to most there, so that a mask "lowers" in the sense of `<`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Offline,
    Away,
    Available,
}

/// The status that all of an agent's offices share, or `mixed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Overall {
    Available,
    Away,
    Offline,
    Mixed,
}

/// Why a status is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cause {
    /// Somebody chose it: the agent, or an administrator.
    Manual { by: AgentId },
    /// The schedule decides.
    Schedule,
    /// Nothing was chosen and there is no schedule.
    Default,
    /// No input on any live device for the time allowed.
    Idle,
    /// The device is locked.
    Locked,
    /// Her calendar says that she is busy, until then.
    Busy { until: Timestamp },
    /// No device of the agent's is connected.
    NoDevice,
}

impl Cause {
    /// Whether both are of one kind, whoever chose them.
    pub fn same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// When the decision in force ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Ends {
    pub at: Timestamp,
    pub why: EndsWhy,
}

/// What ends a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EndsWhy {
    Timer,
    ScheduleEdge,
}
