use porchlight_protocol::{Cause, Choice, Ends, OfficeId, Overall, Status, Timestamp};
use serde::Serialize;

use crate::Facts;

/// What [`resolve`] says of an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resolution {
    pub overall: Overall,
    /// The first instant after now at which some office's status or cause kind changes if no new fact comes in.
    /// None if that is not within 400 days.
    pub next_change: Option<Timestamp>,
    /// In the order of the facts' offices.
    pub offices: Vec<OfficeStatus>,
}

/// What an agent is in one office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfficeStatus {
    pub office: OfficeId,
    pub status: Status,
    pub cause: Cause,
    pub since: Option<Timestamp>,
    pub ends: Option<Ends>,
    /// What was decided before the masks (no device, idle, locked) lowered it.
    #[serde(skip)]
    pub decided: Status,
}

/// Decides an agent's status in each of her offices.
pub fn resolve(facts: &Facts, now: Timestamp) -> Resolution {
    let _ = (facts, now);
    unimplemented!()
}

/// The choices that can still matter: at most two a scope. Resolves the same, also after more are merged in.
pub fn compact(choices: Vec<Choice>) -> Vec<Choice> {
    choices
}
