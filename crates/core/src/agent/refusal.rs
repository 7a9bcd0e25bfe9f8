//! Why something was not done, in words and for programs.

use porchlight_protocol::Problem;
use serde::{Deserialize, Serialize};

use crate::{locale::Locale, words};

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

    /// Keeps the server's code, and says it in the person's language.
    pub fn of_problem(locale: &Locale, problem: &Problem) -> Self {
        let code = serde_json::to_value(problem.code).ok();
        let code = code.as_ref().and_then(|code| code.as_str());
        Self::new(code.unwrap_or("other"), words::problem(locale, problem))
    }
}
