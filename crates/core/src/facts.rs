//! What a status is decided from.

use chrono::Duration;
use porchlight_protocol::{Activity, Choice, OfficeId, SessionId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Busy, Timeline};

/// All that a status is decided from.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// How long without input until a device counts as inactive.
    pub idle_after: Duration,
    /// The agent's offices, in the order in which they are answered.
    pub offices: Vec<OfficeId>,
    /// A set: order and repeats change nothing.
    pub choices: Vec<Choice>,
    pub schedule: Option<Timeline>,
    pub sessions: Vec<SessionFact>,
    pub busy: Busy,
}

/// A signed-in device: until when it counts as live, and what it knows of its person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionFact {
    pub id: SessionId,
    #[serde(deserialize_with = "porchlight_protocol::in_four_digit_years")]
    pub lease_until: Timestamp,
    pub activity: Activity,
}
