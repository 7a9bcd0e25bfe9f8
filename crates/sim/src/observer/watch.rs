//! How an agent stands in one office: what is shown of her, what she really is, and since when.

use super::{
    Cause,
    excuses::{GRACE, ROUND_TRIP},
};
use crate::time::Millis;

/// How an agent stands in one office.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    pub(super) shown: bool,
    pub(super) real: bool,
    /// Since when it is really so, and why.
    pub(super) since: Millis,
    pub(super) cause: Cause,
    /// Since when it is real but for drops that nobody may see.
    pub(super) steady_since: Option<Millis>,
    /// When the last drop began; returns that are too short do not end it.
    pub(super) dropped_at: Millis,
    pub(super) differ: Option<Differ>,
    /// Customers were shown that she is gone, and she is there: a flap, if she is shown again without having left.
    pub(super) down_since: Option<Millis>,
}

/// Shown and real differ.
#[derive(Clone, Copy, Debug)]
pub(super) struct Differ {
    pub(super) since: Millis,
    pub(super) cause: Cause,
    /// From when on it is counted what is allowed after such a cause.
    pub(super) caused_at: Millis,
    /// Shown, and not real.
    pub(super) ghost: bool,
    /// A choice of hers was on its way then.
    pub(super) waiting: bool,
}

impl Watch {
    /// Whether it is, or was until now, in a drop that nobody may see.
    pub(super) fn is_dropped(&self, at: Millis) -> bool {
        self.cause == Cause::NetworkLost && at - self.dropped_at < GRACE - ROUND_TRIP
    }
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            shown: false,
            real: false,
            since: 0,
            cause: Cause::Started,
            steady_since: None,
            dropped_at: 0,
            differ: None,
            down_since: None,
        }
    }
}
