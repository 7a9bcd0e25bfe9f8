use serde::{Deserialize, Serialize};

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Stable, for programs: a server's problem code, or `not_connected`, `signed_out`, `unknown_office`, ...
    pub code: String,
    /// What happened and what to do, in a sentence.
    pub message: String,
}

impl Refusal {
    /// Puts a refusal in words.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into() }
    }
}
