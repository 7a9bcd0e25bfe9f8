//! The presence server's brain, as pure as the app's: no store, no channel, no clock.

pub mod records;
