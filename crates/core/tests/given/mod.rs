//! Random facts, as wild as users can make them.

pub(crate) mod facts;
pub(crate) mod schedules;
