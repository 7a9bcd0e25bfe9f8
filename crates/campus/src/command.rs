//! What is asked of a campus, what it answers, and why it refuses.

use porchlight_core::Timeline;
use porchlight_protocol::{
    Activity, ActivityAnswer, Agent, AgentId, AwayAnswer, ChoiceAnswer, Interval, NewChoice,
    OfficeId, Schedule, SessionId, Settings, SettingsChange, Timestamp,
};

use crate::{
    edits::{Change, Changed},
    records::{AnsweredRecord, AskedRecord, Revision},
    state::At,
    token::TokenHash,
};

/// Names a command, so that whoever gave it can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Who asks: a signed-in agent's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub agent: AgentId,
    pub session: SessionId,
}

/// Whom an administrator sets Away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AwayTarget {
    One(AgentId),
    Everybody,
}

/// What makes something that is asked twice be asked once.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Given by whoever asks, and new for each thing that is asked; none where that is not known.
    pub name: Option<String>,
    /// What the store has under `answered/AGENT/NAME`.
    pub answered: Option<AnsweredRecord>,
}

/// What the store has of an earlier time that something was asked, as far as it was looked up.
#[derive(Clone, Debug)]
pub enum LookedUp<T> {
    /// It was not: it is taken to be new, and a commit that says so tells whether it is. Whatever else it comes to counts
    /// only once it was looked up.
    Not,
    Found(Option<T>),
}

/// Something that a person, a device or the server's own process asks for.
#[derive(Clone, Debug)]
pub enum Command {
    /// Writes an agent's choice. The same id with the same meaning again changes nothing and answers the same.
    Choose {
        caller: Caller,
        choice: NewChoice,
        /// What the store has under `asked/AGENT/ID`.
        asked: LookedUp<At<AskedRecord>>,
        /// Greater than that of any choice the session made before; none from a client that does not count.
        sequence: Option<u64>,
        /// When it was given. It stays, however often the command is decided again: what was chosen first is older.
        given_at: Timestamp,
    },
    /// An administrator's *Away*, for those who are Available there at this moment.
    SetAway {
        caller: Caller,
        office: OfficeId,
        target: AwayTarget,
        reason: Option<String>,
        /// Names what is written for this act; new each time.
        batch: String,
        named: Named,
    },
    /// Replaces an agent's schedule, or takes it away, if it is still one of those named by `if_match`.
    PutSchedule {
        caller: Caller,
        /// Laid out by the caller, since that takes time.
        schedule: Option<Timeline>,
        if_match: Vec<String>,
    },
    /// Replaces when an agent's calendar says that she is busy.
    PutBusy {
        caller: Caller,
        intervals: Vec<Interval>,
    },
    /// An agent's own settings.
    ChangeSettings {
        caller: Caller,
        change: SettingsChange,
        named: Named,
    },
    /// Something that is set up.
    Change {
        /// None where a code speaks for whoever asks.
        caller: Option<Caller>,
        change: Change,
        reason: Option<String>,
        /// Names what is written for it; new each time.
        batch: String,
        named: Named,
    },
    /// Signs a device in. Whoever asks has proven to be the agent.
    SignIn {
        agent: AgentId,
        /// That of the agent when she proved it: her password may have been changed since.
        generation: u64,
        /// New each time.
        session: SessionId,
        device: String,
        token: TokenHash,
    },
    /// A session's activity, and its sign of life.
    ReportActivity {
        caller: Caller,
        activity: Activity,
        /// Greater than that of anything the session sent of itself before; none from a client that does not count.
        sequence: Option<u64>,
    },
    /// This session is gone now; with `sign_out` its token ends too.
    Goodbye {
        caller: Caller,
        sign_out: bool,
        /// As of a report.
        sequence: Option<u64>,
    },
    /// Something was heard from a session: keeps it alive if it lives, wakes none that is gone.
    RenewLease {
        caller: Caller,
    },
    StreamOpened {
        caller: Caller,
    },
    /// A stream closed, for whatever reason.
    StreamClosed {
        caller: Caller,
    },
    /// Keeps an agent's device within this process live for as long as it runs; never written down.
    HoldSession {
        agent: AgentId,
        session: SessionId,
    },
    /// Writes something that means nothing, to find out whether anything can be written: as much as a large request does,
    /// or nothing in its place, so that there is room for that once more.
    Probe {
        takes_room: bool,
    },
}

/// What a command came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Chosen(ChoiceAnswer),
    Away(AwayAnswer),
    Schedule {
        schedule: Option<Schedule>,
        etag: String,
    },
    /// Merged, in order, as far as it has not passed.
    Busy(Vec<Interval>),
    Settings(Settings),
    Changed(Box<Changed>),
    SignedIn(Agent),
    Activity(ActivityAnswer),
    Done,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{0}")]
    NotFound(String),
    #[error("{0}")]
    NotAllowed(String),
    #[error("{detail}")]
    Invalid { field: String, detail: String },
    #[error("{0}")]
    Exists(String),
    #[error("She is the last owner who is active; make somebody else an owner first.")]
    LastOwner,
    #[error("This account was deactivated; an owner of the team can activate it again.")]
    Deactivated,
    #[error("This code is not valid: it was used, replaced or has expired; ask for a new one.")]
    CodeNotValid,
    #[error("This id was used for something different; make a new id.")]
    IdTaken,
    #[error("What this device sent later arrived before this, so this was left out.")]
    Overtaken { by: u64 },
    #[error("Somebody else changed this in between; read it again and make your change to that.")]
    Stale,
    #[error("You are signed out; sign in again.")]
    SignedOut,
    #[error("The server's disk is full, so this was not kept; free some room there and try again.")]
    Full,
    #[error("The server cannot do this now; try again in a moment.")]
    Unavailable,
}

impl Refusal {
    pub(crate) fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Invalid {
            field: field.into(),
            detail: detail.into(),
        }
    }

    /// An office that is unknown, or not public.
    pub fn no_such_public_office() -> Self {
        Self::NotFound("There is no such public office.".to_owned())
    }

    /// Something for owners alone.
    pub fn owners_only() -> Self {
        let detail = "Only an owner of the organization may do this; ask one.";
        Self::NotAllowed(detail.to_owned())
    }

    /// An office that is unknown, or somebody else's.
    pub fn no_such_office() -> Self {
        Self::NotFound("There is no such office among yours.".to_owned())
    }
}

impl Reply {
    /// The reply once its commit is known to be of a revision.
    pub(crate) fn at(self, revision: Revision) -> Self {
        match self {
            Self::Chosen(mut answer) if answer.revision == 0 => {
                answer.revision = crate::publish::cursor_at(revision);
                Self::Chosen(answer)
            }
            Self::Schedule { schedule, etag } if etag.is_empty() => Self::Schedule {
                schedule,
                etag: format!("\"{}\"", revision.0),
            },
            other => other,
        }
    }
}
