//! What goes into the machine and what comes out of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use chrono_tz::Tz;
use porchlight_protocol::{
    Activity, ActivityAnswer, AgentId, AwayAnswer, ChoiceAnswer, ChoiceId, Event, Interval, Me,
    NewChoice, OfficeId, Problem, Schedule,
};
use serde::{Deserialize, Serialize};

use super::{
    Account, CalendarFailure, Inhibitor, KeptDraft, KeptSleeps, LastInput, LateChoice, Parked,
    Refusal,
};
use crate::{
    Notification, Subject,
    intent::{CalendarAddress, Done, Intent, Preferences},
    locale::SystemLocale,
    view::{Lack, Report},
};

/// Names an ask, so that its asker can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Something that happened.
#[derive(Debug)]
pub enum Input {
    /// A person asked for something. Without a ticket it came from the tray or a notification, where a refusal is
    /// told by a notification.
    Asked {
        ticket: Option<Ticket>,
        intent: Intent,
    },
    /// She answered what she was told of this subject. Counts for as long as whoever was told it is signed in, also if it has
    /// been taken back since.
    Replied {
        subject: Subject,
        intent: Intent,
    },
    /// What the idle source said, or why it could not tell, and its name. Answers [`Output::AskIdle`], and comes by itself
    /// once there is input that was to be announced.
    Idle {
        source: String,
        last_input: Result<LastInput, Lack>,
        /// The next input brings another of these by itself.
        announces: bool,
    },
    /// What keeps this computer from counting as idle, by whom that is told. Comes whenever it changes where that is
    /// announced, and otherwise right before what the idle source says.
    Inhibitors {
        source: Report,
        by: BTreeSet<Inhibitor>,
        announces: bool,
    },
    Locked,
    Unlocked,
    /// The machine is about to sleep; answered by [`Output::SleepReady`].
    Sleeping,
    Woke,
    /// From the stream that [`Output::Listen`] named.
    Stream {
        stream: u64,
        event: StreamEvent,
    },
    /// The answer to [`Output::Send`].
    Answered {
        number: u64,
        answer: Result<Answer, Failure>,
    },
    Tray(Report),
    SessionWatch(Report),
    Notifications(Report),
    Window(WindowEvent),
    /// The computer is in this time zone now.
    Zone(Tz),
    /// The token of this device is kept there, in words.
    TokenKept(String),
    /// The token that was waited for does not come: there is none.
    TokenMissing,
    /// What was read of the calendar that [`Output::ReadCalendar`] named: when she is busy.
    CalendarRead {
        reading: u64,
        read: Result<Vec<Interval>, CalendarFailure>,
    },
    /// That version of [`Output::Persist`], and so all before it, reached the disk; or a sentence that says why it did not.
    Persisted {
        number: u64,
        result: Result<(), String>,
    },
}

/// What happened to the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WindowEvent {
    Opened,
    Closed,
    /// It ended or could not be started, for this reason.
    Failed(WindowFailure),
}

/// Why there is no window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WindowFailure {
    NotStarted,
    Crashed,
    /// A sentence that says why.
    Other(String),
}

/// What happened on the server's stream.
#[derive(Debug)]
pub enum StreamEvent {
    /// The server accepted: it sends what was missed since the last event that was named, or a snapshot.
    Opened,
    /// An event, and its id.
    Event { id: String, event: Event },
    /// The stream broke off, or could not be opened.
    Lost(Failure),
}

/// What the server, or whoever else was asked, answered.
#[derive(Debug)]
pub enum Answer {
    SignedIn(Account),
    Choice(ChoiceAnswer),
    Activity(ActivityAnswer),
    Away(AwayAnswer),
    /// The schedule is saved, and named like this from now on, if the server said so.
    Schedule {
        etag: Option<String>,
    },
    Done,
}

/// Why there is no such answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// The server said no.
    Refused(Box<Problem>),
    /// The server was not reached, or it was not the server that answered.
    Unreachable(Unreachable),
    /// It could not even be tried.
    Impossible(Impossible),
}

/// Why something could not even be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Impossible {
    /// What was written is no address.
    NoAddress { text: String },
    /// Nothing would be encrypted on the way to that address, and that was not allowed.
    PlainHttp { address: String },
    /// The sample campus could not be started, for that reason.
    NoCampus { error: String },
}

impl Impossible {
    /// Stable, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoAddress { .. } => "invalid_server",
            Self::PlainHttp { .. } => "plain_http",
            Self::NoCampus { .. } => "embedded_server",
        }
    }
}

/// Why the server was not reached. Each of them has a sentence of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// There is no way to the server: no connection could be made.
    Network,
    /// A connection was made, and broke. The server may have got what was sent, and done it.
    Broken,
    /// Nobody knows a computer of that name.
    UnknownName,
    /// The computer is there, and nothing listens.
    ConnectionRefused,
    /// No answer within the time allowed, or silence on the stream.
    TimedOut,
    /// The certificate is not the server's, or nobody vouches for it.
    WrongCertificate,
    /// The certificate is not valid at this computer's date.
    WrongClock,
    /// What answers speaks no TLS, although the address asks for it.
    NoTls,
    /// The server says that it is elsewhere now; where, as an address.
    Moved { to: Option<String> },
    /// Something in between answers with a page of its own, as networks do that want a sign-in.
    CaptivePortal,
    /// What answers there is not a Porchlight server, or one that this version does not understand.
    NotUnderstood,
    /// The server ended the stream.
    Closed,
    /// It could not even be tried.
    Impossible(Impossible),
    /// Nobody is signed in.
    SignedOut,
    /// There is nothing to connect to: a sentence that says why.
    NoServer(String),
}

impl Unreachable {
    /// Whether it may be over in a moment, as when a network changes or a server is started anew.
    pub(super) const fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Network
                | Self::Broken
                | Self::UnknownName
                | Self::ConnectionRefused
                | Self::TimedOut
                | Self::Closed
        )
    }

    /// Whether the server may have got what was sent all the same.
    pub(super) const fn may_have_arrived(&self) -> bool {
        matches!(self, Self::Broken | Self::TimedOut)
    }
}

/// Something to do.
#[derive(Debug, PartialEq)]
pub enum Output {
    /// Send this to the server; answered by [`Input::Answered`] of the same number. What is sent later has a greater
    /// number, and the server is told those of choices, signs of life and goodbyes, to know what was overtaken on its way.
    Send {
        number: u64,
        request: Request,
    },
    /// Open the server's stream, instead of one that is open; everything it brings is named by this number.
    /// Without the id of an event it begins with a snapshot.
    Listen {
        stream: u64,
        last_event_id: Option<String>,
    },
    /// Close the stream, and cancel what was sent and not answered, but for sign-ins.
    HangUp,
    /// The token is of no use any more.
    ForgetToken,
    /// Ask the idle source now. With `announce` it is also to say when there is input from now on, if it can: once.
    AskIdle {
        announce: bool,
    },
    Notify(Notification),
    Withdraw(Subject),
    /// Keep this for the next start, instead of all versions of smaller numbers.
    Persist {
        number: u64,
        kept: Box<Kept>,
    },
    /// Read when that calendar says that she is busy, as far ahead as the server takes it; answered by
    /// [`Input::CalendarRead`] of the same number.
    ReadCalendar {
        reading: u64,
        address: CalendarAddress,
    },
    OpenWindow,
    RaiseWindow,
    CloseWindow,
    Answer {
        ticket: Ticket,
        result: Result<Done, Refusal>,
    },
    /// The machine may sleep now.
    SleepReady,
    /// All is said; end the app.
    Quit,
}

/// What is sent to the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    SignIn(SignIn),
    /// Start the embedded server and sign in there.
    TryHere,
    Choice(NewChoice),
    Schedule {
        schedule: Schedule,
        etag: String,
    },
    OwnIdleAfter {
        seconds: Option<u64>,
        /// New each time, so that the server knows the same when it arrives twice.
        name: String,
    },
    Busy(Vec<Interval>),
    Activity(Activity),
    /// Set one agent, or everybody, Away.
    Away {
        office: OfficeId,
        agent: Option<AgentId>,
        reason: Option<String>,
        /// As of the idle time.
        name: String,
    },
    Goodbye,
    /// Goodbye for good: the token ends, too.
    SignOut,
}

/// Where to sign in, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// As the person wrote it.
    pub server: String,
    pub email: String,
    pub password: Secret,
    /// Also where nothing is encrypted on the way to another computer.
    pub allow_plain_http: bool,
}

/// A password on its way. Says nothing of itself in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What is kept from one run of the app to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    pub account: Option<Account>,
    /// Whose choices are still queued, as earlier versions kept it while nobody was signed in.
    #[serde(skip_serializing)]
    pub former: Option<Account>,
    pub preferences: Preferences,
    /// As last heard, without the sessions.
    pub me: Option<Me>,
    /// Choices that the server has not acknowledged, in order.
    pub pending: Vec<LateChoice>,
    /// Choices of accounts that are not signed in at the moment.
    pub parked: Vec<Parked>,
    /// The calendar that is followed.
    pub calendar: Option<CalendarAddress>,
    /// Changes to schedules that are not saved yet.
    pub drafts: Vec<KeptDraft>,
    /// Banners that she has put aside, by kind, and what they said.
    pub put_aside: BTreeMap<String, String>,
    /// When the machine slept.
    pub sleeps: KeptSleeps,
    /// The server's clock minus this computer's, milliseconds.
    pub offset_milliseconds: i64,
}

/// What the state machine needs to know of where it runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// The time zone in which times are shown; [`Input::Zone`] replaces it.
    pub zone: Tz,
    /// The system's language, for whoever has set none.
    pub locale: SystemLocale,
    pub version: String,
    /// The operating system and the desktop, for Diagnostics.
    pub system: String,
    /// Where the log is, for Diagnostics.
    pub log: String,
    /// Sign in to the embedded server at once when nobody is signed in.
    pub demo: bool,
    /// Whether a token is at hand for the account that was kept.
    pub token: bool,
    /// What went wrong with the state kept on disk, in sentences.
    pub trouble: Option<String>,
}

/// What has to be new each time: the state machine itself has no randomness.
pub trait Entropy: Send {
    /// A fresh id. Later ones are greater, so that they win a tie.
    fn choice_id(&mut self) -> ChoiceId;
    /// Anything from 0 to 1, so that a thousand clients do not come back at the same instant.
    fn jitter(&mut self) -> f64;
}

/// Why the state machine wants to be called at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WakeReason {
    /// Some office's status changes by itself.
    NextChange,
    /// Words such as `yesterday` change.
    Words,
    /// The idle source is to be asked.
    Idle,
    /// A sign of life is due.
    Heartbeat,
    /// The server, or a choice that it could not take, is to be tried again.
    Retry,
    /// An answer is overdue, or nothing vouches any more for what is shown of the server.
    Overdue,
    /// The calendar is to be read.
    Calendar,
    /// A timed choice is about to end.
    TimerWarning,
    /// Somebody has waited for an answer long enough.
    Deadline,
}
