//! Why something was not done, in words and for programs.

use porchlight_protocol::Problem;
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
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

impl From<&Problem> for Refusal {
    /// Keeps the server's code and its sentence.
    fn from(problem: &Problem) -> Self {
        let code = serde_json::to_value(problem.code)
            .ok()
            .and_then(|code| code.as_str().map(ToOwned::to_owned));
        Self {
            code: code.unwrap_or_else(|| "other".to_owned()),
            message: problem.detail.clone(),
        }
    }
}
