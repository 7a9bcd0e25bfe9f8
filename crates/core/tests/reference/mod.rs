//! The rule book read once more, as naively as can be and without a line of the crate under test: the schedule minute
//! by minute, a status for one instant at a time.

pub(crate) mod decision;
pub(crate) mod reading;
