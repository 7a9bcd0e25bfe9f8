//! The local socket between the resident and its guests, the window and the command line: JSON lines, both ways.

use porchlight_core::{intent::Intent, view::View};
use serde::{Deserialize, Serialize};

/// A line from a guest to the resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToResident {
    /// The first line. A watching guest gets every new view; another one only answers.
    Hello { guest: Guest, watch: bool },
    /// Do this; answered by a line of the same number once it is done or refused.
    Ask { number: u64, intent: Intent },
    /// Send the view as it is now.
    Look,
}

/// Who is at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guest {
    Window,
    CommandLine,
    /// A second `porchlight`, which asks the first to show itself.
    Second,
}

/// A line from the resident to a guest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToGuest {
    View { view: Box<View> },
    /// The answer to an `Ask`. `refused` is none when it is done.
    Answer { number: u64, refused: Option<Refusal> },
    /// To the window: close now.
    Close,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Stable, for programs: a server's problem code, or `not_connected`, `signed_out`, `unknown_office`, ...
    pub code: String,
    /// What happened and what to do, in a sentence.
    pub message: String,
}
