//! What the observer adds up, and what it finds.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::time::Millis;

/// Why what is real has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Idle long enough, a shift's edge, a timer.
    Clock,
    Choice,
    Lock,
    Unlock,
    /// She sat down.
    Input,
    Administrator,
    /// An edit on the command line, a schedule, a setting.
    Edit,
    /// Quit, signed out, shut down, or asleep after saying so.
    Goodbye,
    Crash,
    Vanished,
    NetworkLost,
    NetworkBack,
    Started,
    Woke,
    ServerStarted,
}

/// What broke a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Shown available for longer than the rule book allows, and really gone.
    Ghost,
    /// Shown as gone for too long, and really there.
    FalseAway,
    /// Shown as gone for however short, and really there all the time.
    Flap,
    /// An acknowledged choice is not in the store.
    Lost,
    /// The same choice got another answer the second time.
    OtherAnswer,
    /// A choice that the app had taken on came to nothing, and nobody was told.
    Dropped,
    /// Somebody asked for something, and was never answered.
    Unanswered,
    /// What an administrator did was undone by a choice that was made before she could know of it.
    Undone,
    /// Surfaces disagree although everything has settled.
    Disagree,
    /// The tray looks connected long after it is not, or not connected long after it is.
    Tray,
    /// Publishing everybody anew changed something.
    Stale,
    /// A notification says what is not so, or stays after its cause has gone, or after whom it belongs to has signed out.
    Notice,
}

/// A bound that was broken, with the moment at which shown and real parted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    pub kind: Kind,
    pub at: Millis,
    pub agent: Option<usize>,
    pub text: String,
}

/// How long it took until what was shown was true again.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Lag {
    pub count: u64,
    pub total_ms: Millis,
    pub most_ms: Millis,
    #[serde(skip)]
    pub each: Vec<Millis>,
}

/// What the observer has added up.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sums {
    /// Shown available, and really not.
    pub ghost_ms: Millis,
    /// Of that, beyond what is allowed.
    pub ghost_beyond_ms: Millis,
    pub false_away_ms: Millis,
    pub false_away_beyond_ms: Millis,
    pub flaps: u64,
    pub acknowledged: u64,
    pub lost: u64,
    pub other_answers: u64,
    pub dropped: u64,
    pub unanswered: u64,
    pub looked: u64,
    pub disagreements: u64,
    pub tray_lies: u64,
    pub stale: u64,
    pub undone: u64,
    /// Notifications that were shown.
    pub notices: u64,
    pub notice_lies: u64,
    pub ghosts: BTreeMap<Cause, Lag>,
    pub false_aways: BTreeMap<Cause, Lag>,
}
