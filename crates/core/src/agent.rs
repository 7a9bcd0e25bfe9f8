//! The app's state machine, sans I/O.

/// Placeholder until the state machine lands.
#[derive(Debug, Default)]
pub struct Agent;
