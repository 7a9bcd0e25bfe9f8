//! The app's state machine, sans I/O.

mod refusal;

pub use refusal::Refusal;
