//! The local socket between the resident and its guests, the window and the command line: JSON lines, both ways.
//!
//! [`Guest`] is a guest's end. The resident's end begins with a [`Claim`]: whoever holds it is the one resident.

mod claim;
mod guest;
pub(crate) mod host;
mod place;
mod version;

use porchlight_core::{
    LocalSchedule, Preview, Why,
    intent::{Done, Intent},
    view::View,
};
use serde::{Deserialize, Serialize};

pub use claim::{Claim, ClaimError};
pub use guest::{Asker, Guest, NOT_RUNNING, Unreached, Views};
pub use version::is_older;

pub use porchlight_core::agent::Refusal;

/// The version of this program: guest and resident are of the same.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A line from a guest to the resident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToResident {
    /// The first line. A watching guest gets every new view; another one only answers.
    Hello {
        guest: GuestKind,
        watch: bool,
        /// Of this guest's program; empty in versions before they were exchanged.
        #[serde(default)]
        version: String,
        /// Its process.
        #[serde(default)]
        process: u32,
    },
    /// The window's answer to a `Ping`, given where it draws.
    Pong,
    /// Do this; answered by a line of the same number once it is done or refused.
    Ask { number: u64, intent: Intent },
    /// Say how the next two weeks will be by this schedule, which is not saved; answered by a line of the same number.
    Preview {
        number: u64,
        schedule: LocalSchedule,
    },
    /// Say fact by fact why she is what she is; answered by a line of the same number.
    Why { number: u64 },
    /// Send the view as it is now.
    Look,
}

/// Who is at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuestKind {
    Window,
    CommandLine,
    /// A second `porchlight`, which asks the first to show itself.
    Second,
}

/// A line from the resident to a guest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToGuest {
    /// The first line: the version of the resident's program.
    Hello {
        version: String,
    },
    /// To the window: show that you are alive.
    Ping,
    View {
        view: Box<View>,
    },
    /// The answer to an `Ask`. `refused` is none when it is done, and `done` says what came of it.
    Answer {
        number: u64,
        refused: Option<Refusal>,
        #[serde(default)]
        done: Done,
    },
    /// The answer to a `Preview`, unless that is refused by an `Answer`.
    Preview {
        number: u64,
        preview: Box<Preview>,
    },
    /// The answer to a `Why`, unless that is refused by an `Answer`.
    Why {
        number: u64,
        why: Box<Why>,
    },
    /// To the window: come to the front.
    Raise,
    /// To the window: close now.
    Close,
}
