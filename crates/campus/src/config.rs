//! What a campus runs by.

use std::time::Duration;

/// The durations that a campus runs by. Tests shorten them; nothing else differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The organization's Live Assistant Timeout, instead of the one stored.
    pub idle_after: Option<Duration>,
    /// How long a session lives after the last thing heard from it.
    pub lease: Duration,
    /// What is left of that once its stream closed without goodbye.
    pub grace: Duration,
    /// How often clients are asked to give a sign of life.
    pub heartbeat: Duration,
    /// How often something is said on every stream.
    pub keep_alive: Duration,
}

impl Default for Config {
    /// As the rule book has it.
    fn default() -> Self {
        Self {
            idle_after: None,
            lease: Duration::from_mins(1),
            grace: Duration::from_secs(15),
            heartbeat: Duration::from_secs(25),
            keep_alive: Duration::from_secs(15),
        }
    }
}
