//! Every sentence about times, offices and causes, in one place.
//!
//! Nothing here depends on the minute: a text changes when what it says does, or at a local midnight
//! (see [`Calendar::next_midnight`]), so that equal situations give equal texts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, LocalResult, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use porchlight_protocol::{Activity, AgentId, Cause, Ends, Status, Timestamp};

use crate::{
    Afterwards, AfterwardsBy,
    agent::{Failure, Inhibitor, Unreachable},
};

/// Puts instants into words, as a person reads them now and where she is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    pub now: Timestamp,
    pub zone: Tz,
}

impl Calendar {
    /// `14:02`
    pub fn clock(self, at: Timestamp) -> String {
        self.local(at).format("%H:%M").to_string()
    }

    /// `at 14:02`, `yesterday at 14:02`, `on Monday at 14:02`, `on 3 December at 14:02`
    pub fn at(self, at: Timestamp) -> String {
        let clock = self.clock(at);
        match self.day(at) {
            Day::Today => format!("at {clock}"),
            Day::Near(day) => format!("{day} at {clock}"),
            Day::Named(day) => format!("on {day} at {clock}"),
        }
    }

    /// `until 17:00`, `until midnight`, `until tomorrow at 09:00`, `until Monday at 09:00`
    pub fn until(self, at: Timestamp) -> String {
        let clock = self.clock(at);
        match self.day(at) {
            Day::Today => format!("until {clock}"),
            Day::Near("tomorrow") if clock == "00:00" => "until midnight".to_owned(),
            Day::Near(day) => format!("until {day} at {clock}"),
            Day::Named(day) => format!("until {day} at {clock}"),
        }
    }

    /// `since 11:20`, `since yesterday at 11:20`, `since Monday at 11:20`
    pub fn since(self, at: Timestamp) -> String {
        let clock = self.clock(at);
        match self.day(at) {
            Day::Today => format!("since {clock}"),
            Day::Near(day) => format!("since {day} at {clock}"),
            Day::Named(day) => format!("since {day} at {clock}"),
        }
    }

    /// `since 11:20`, `since yesterday`, `since Monday`: shorter than [`since`](Self::since), for lists.
    pub fn since_day(self, at: Timestamp) -> String {
        match self.day(at) {
            Day::Today => format!("since {}", self.clock(at)),
            Day::Near(day) => format!("since {day}"),
            Day::Named(day) => format!("since {day}"),
        }
    }

    /// The first instant of the next local date: the earliest after now at which these words may change.
    pub fn next_midnight(self) -> Timestamp {
        let midnight = self
            .local(self.now)
            .date()
            .checked_add_days(Days::new(1))
            .unwrap_or_default()
            .and_time(NaiveTime::MIN);
        let instant = match self.zone.from_local_datetime(&midnight) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
            // The clocks skip midnight itself: the date changes at the instant of the skip.
            LocalResult::None => {
                let before = self
                    .zone
                    .offset_from_utc_datetime(&self.now.naive_utc())
                    .fix();
                midnight
                    .checked_sub_offset(before)
                    .unwrap_or(midnight)
                    .and_utc()
            }
        };
        let soon = self.now.checked_add_signed(TimeDelta::seconds(1));
        instant.max(soon.unwrap_or(self.now))
    }

    fn day(self, at: Timestamp) -> Day {
        let (today, date) = (self.local(self.now).date(), self.local(at).date());
        match (date - today).num_days() {
            0 => Day::Today,
            -1 => Day::Near("yesterday"),
            1 => Day::Near("tomorrow"),
            -6..=6 => Day::Named(date.format("%A").to_string()),
            _ if date.year() == today.year() => Day::Named(date.format("%-d %B").to_string()),
            _ => Day::Named(date.format("%-d %B %Y").to_string()),
        }
    }

    fn local(self, at: Timestamp) -> NaiveDateTime {
        let utc = at.naive_utc();
        let offset = self.zone.offset_from_utc_datetime(&utc).fix();
        // Only instants at the very end of what can be written overflow.
        utc.checked_add_offset(offset).unwrap_or(utc)
    }
}

/// How far a day is away.
enum Day {
    Today,
    /// `yesterday`, `tomorrow`
    Near(&'static str),
    /// `Monday`, `3 December`
    Named(String),
}

/// What people are called, as one of them reads it.
#[derive(Clone, Debug, Default)]
pub struct Names<'a> {
    me: Option<&'a AgentId>,
    known: BTreeMap<&'a AgentId, &'a str>,
}

impl<'a> Names<'a> {
    /// Names for the eyes of `me`. Where an id is given twice, the later name counts.
    pub fn new(
        me: Option<&'a AgentId>,
        known: impl IntoIterator<Item = (&'a AgentId, &'a str)>,
    ) -> Self {
        Self {
            me,
            known: known.into_iter().collect(),
        }
    }

    /// Whether `id` is the reader's own.
    pub fn is_me(&self, id: &AgentId) -> bool {
        self.me == Some(id)
    }

    /// `you`, `Dana Fox`; `an administrator` for somebody unknown, as nobody else can act on another.
    pub fn full(&self, id: &AgentId) -> &'a str {
        if self.is_me(id) {
            return "you";
        }
        self.known(id).unwrap_or("an administrator")
    }

    /// `you`, `Dana`: short enough for a tooltip. A name that is not plainly first name first stays whole.
    pub fn short(&self, id: &AgentId) -> &'a str {
        let first = self
            .known(id)
            .filter(|name| !self.is_me(id) && !name.contains([',', '.']));
        first
            .and_then(|name| name.split_whitespace().next())
            .unwrap_or_else(|| self.full(id))
    }

    fn known(&self, id: &AgentId) -> Option<&'a str> {
        self.known
            .get(id)
            .copied()
            .filter(|name| !name.trim().is_empty())
    }
}

/// How a reason names people and times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// `set by Dana Fox at 14:02, until 17:00`
    Full,
    /// `set by Dana at 14:02, until 17:00`
    Short,
    /// `set by Dana Fox, until 17:00`, for what was set at several times.
    Timeless,
}

/// How long a status lasts, and what comes then: `until 17:00`, `until 14:15, then Available as before`
pub fn until(calendar: Calendar, ends: Ends, afterwards: Option<Afterwards>) -> String {
    let until = calendar.until(ends.at);
    match afterwards {
        Some(afterwards) => format!("{until}, {}", then(afterwards)),
        None => until,
    }
}

/// What comes after a choice that has an end: `then Available as before`, `then Offline by your schedule`, `then Offline`
pub fn then(afterwards: Afterwards) -> String {
    let by = match afterwards.by {
        AfterwardsBy::Choice => " as before",
        AfterwardsBy::Schedule => " by your schedule",
        AfterwardsBy::Default => "",
    };
    format!("then {}{by}", status(afterwards.status))
}

/// Why a status is what it is and until when, to stand within a sentence:
/// `by your schedule, until 17:00`, `set by Dana Fox at 14:02, until you change it`, `no input since 11:20`.
pub fn reason(
    calendar: Calendar,
    names: &Names<'_>,
    cause: &Cause,
    since: Option<Timestamp>,
    until: Option<&str>,
    detail: Detail,
) -> String {
    let since = since.filter(|_| detail != Detail::Timeless);
    let with_since = |words: &str| match since {
        Some(at) => format!("{words} {}", calendar.since(at)),
        None => words.to_owned(),
    };
    match cause {
        Cause::Manual { by } => {
            let name = if detail == Detail::Short {
                names.short(by)
            } else {
                names.full(by)
            };
            let at = since
                .map(|at| format!(" {}", calendar.at(at)))
                .unwrap_or_default();
            format!(
                "set by {name}{at}, {}",
                until.unwrap_or("until you change it")
            )
        }
        Cause::Schedule => match until {
            Some(until) => format!("by your schedule, {until}"),
            None => "by your schedule".to_owned(),
        },
        Cause::Default => "nothing is chosen and you have no schedule".to_owned(),
        Cause::Idle => with_since("no input"),
        Cause::Locked => with_since("locked"),
        Cause::NoDevice => "no device of yours is connected".to_owned(),
    }
}

/// What a colleague's row adds to the status: `idle`, `locked`, `set by Dana Fox`; empty where the status says it all.
pub fn colleague(agent: &AgentId, cause: &Cause, names: &Names<'_>) -> String {
    match cause {
        Cause::Idle => "idle".to_owned(),
        Cause::Locked => "locked".to_owned(),
        Cause::Manual { by } if by != agent => format!("set by {}", names.full(by)),
        Cause::Manual { .. } | Cause::Schedule | Cause::Default | Cause::NoDevice => String::new(),
    }
}

/// `Available by your schedule, until 17:00`, `Away, set by Dana Fox at 14:02, until 17:00`
pub fn with_reason(state: &str, cause: &Cause, reason: &str) -> String {
    let joint = if *cause == Cause::Schedule { " " } else { ", " };
    format!("{state}{joint}{reason}")
}

/// Why server and app do not hear each other, and what to do about it, in whole sentences.
pub fn failure(failure: &Failure, server: Option<&str>) -> String {
    match failure {
        Failure::Unreachable(why) => unreachable(why, server),
        Failure::Refused(problem) => problem.detail.clone(),
        Failure::Impossible(refusal) => refusal.message.clone(),
    }
}

/// Why the server was not reached, and what to do about it, in whole sentences.
pub fn unreachable(why: &Unreachable, server: Option<&str>) -> String {
    let server = server.map_or("the server", host);
    match why {
        Unreachable::Network => {
            format!("There is no way to {server} from this computer. Check your network.")
        }
        Unreachable::Broken => {
            format!("The connection to {server} broke. Check your network.")
        }
        Unreachable::UnknownName => format!(
            "There is no server of the name {server}. Check your network, and the server's address for typing errors."
        ),
        Unreachable::ConnectionRefused => format!(
            "Nothing answers at {server}: Porchlight's server is not running there. Wait a moment, or ask whoever runs it."
        ),
        Unreachable::TimedOut => {
            format!("No answer came from {server} in time. Check your network.")
        }
        Unreachable::WrongCertificate => format!(
            "The certificate shown for {server} cannot be trusted, so nothing was sent: somebody may be in between. \
             Try another network, or ask whoever runs the server."
        ),
        Unreachable::WrongClock => format!(
            "The certificate of {server} is not valid at this computer's date. Set this computer's date and time right; \
             if they are, ask whoever runs the server for a new certificate."
        ),
        Unreachable::NoTls => format!(
            "What answers at {server} does not speak TLS, so https:// does not work there. Check the server's address and port, \
             or ask whoever runs it. If it is on this computer, or in a network that you trust, try http:// instead."
        ),
        Unreachable::Moved { to: Some(to) } => format!(
            "What answers at {server} says that the server has moved to {to}. \
             Ask whoever runs it whether that is so; then sign out, and sign in there."
        ),
        Unreachable::Moved { to: None } => format!(
            "What answers at {server} says that the server has moved. \
             Ask whoever runs it for the new address; then sign out, and sign in there."
        ),
        Unreachable::CaptivePortal => format!(
            "Something in your network answers instead of {server}, as hotels and guest networks do. \
             Open a web page and sign in to the network."
        ),
        Unreachable::NotUnderstood => format!(
            "What answers at {server} is not a Porchlight server that this version understands. \
             Check the server's address, and whether there is a newer Porchlight."
        ),
        Unreachable::Closed => {
            format!("The connection was ended by {server}. Wait a moment.")
        }
        Unreachable::NoServer(why) => why.clone(),
    }
}

/// Why somebody who gives no input is Available all the same.
pub fn vouched_for(calendar: Calendar, since: Timestamp, by: &BTreeSet<Inhibitor>) -> String {
    let since = calendar.since(since);
    let by = what_keeps_on(by);
    format!("No input {since}, but {by}, so you stay Available.")
}

/// `Zoom keeps the screen on`, `Firefox and Zoom keep the screen on`
fn what_keeps_on(by: &BTreeSet<Inhibitor>) -> String {
    let names: Vec<_> = by
        .iter()
        .filter_map(|by| match by {
            Inhibitor::Program(name) => Some(name.as_str()),
            Inhibitor::SomeProgram | Inhibitor::Presentation | Inhibitor::FullScreen => None,
        })
        .collect();
    match names[..] {
        [] if by.contains(&Inhibitor::Presentation) => {
            "this computer shows a presentation".to_owned()
        }
        [] if by.contains(&Inhibitor::FullScreen) => "a program fills the screen".to_owned(),
        [] => "a program keeps the screen on".to_owned(),
        [one] => format!("{one} keeps the screen on"),
        [one, other] => format!("{one} and {other} keep the screen on"),
        [one, ..] => format!("{one} and other programs keep the screen on"),
    }
}

/// Above all that is shown while others do not see a choice.
pub const UNSEEN_CHOICE: &str = "Your choice has not reached the server yet";

/// What was not done as somebody signed out, if anything: whether the server knows, and how many choices it never got.
pub fn signed_out(server: Option<&str>, known: bool, dropped: usize) -> Option<String> {
    let told = format!(
        "You are signed out and this device is forgotten here, but {} could not be told, so it still knows this device. \
         Ask whoever runs the server to end that.",
        server.map_or("the server", host)
    );
    let dropped = match dropped {
        0 => None,
        1 => Some("1 choice that had not been sent is dropped.".to_owned()),
        many => Some(format!(
            "{many} choices that had not been sent are dropped."
        )),
    };
    match (known, dropped) {
        (true, None) => None,
        (true, Some(dropped)) => Some(format!("You are signed out. {dropped}")),
        (false, None) => Some(told),
        (false, Some(dropped)) => Some(format!("{told} {dropped}")),
    }
}

/// Choices that neither the server nor the disk has, as the app ends.
pub fn lost_at_the_end(choices: &[String]) -> String {
    let (what, it, is) = match choices {
        [one] => (format!("Your choice ({one})"), "it", "is"),
        many => (format!("Your choices ({})", many.join(", ")), "they", "are"),
    };
    format!(
        "{what} did not reach the server, and the disk did not answer, so {it} {is} lost with the end of Porchlight unless the \
         disk still answers within seconds. Choose again once you have started it."
    )
}

/// An address without its scheme, as people say it.
fn host(server: &str) -> &str {
    let server = server.trim().trim_end_matches('/');
    server.split_once("://").map_or(server, |(_, host)| host)
}

/// An activity that was sent: `activity: idle, and since when`
pub const fn activity_sent(activity: Activity) -> &'static str {
    match activity {
        Activity::Active => "activity: active",
        Activity::Unknown => "activity: unknown",
        Activity::Idle { .. } => "activity: idle, and since when",
        Activity::Locked { .. } => "activity: locked, and since when",
    }
}

/// `Available`, `Away`, `Offline`
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Available => "Available",
        Status::Away => "Away",
        Status::Offline => "Offline",
    }
}

/// `1 agent online`, `0 agents online`
pub fn online(agents: u32) -> String {
    counted(agents.into(), "agent") + " online"
}

/// `1 office`, `3 offices`, with a plural in `s`.
pub fn counted(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// `45 seconds`, `30 minutes`, `1 hour`, `90 minutes`: in the largest unit that is exact.
pub fn duration(seconds: u64) -> String {
    match seconds {
        0 => counted(0, "second"),
        _ if seconds.is_multiple_of(3600) => counted(seconds / 3600, "hour"),
        _ if seconds.is_multiple_of(60) => counted(seconds / 60, "minute"),
        _ => counted(seconds, "second"),
    }
}

/// `Library`, `Library and IT desk`, `3 of 5 offices`
pub fn places(offices: &[&str], of: usize) -> String {
    match offices {
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        many => format!("{} of {of} offices", many.len()),
    }
}

/// The text with its first letter large.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The text with its first letter small, to stand within a sentence.
pub fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// One or two letters that stand for a name: `AL` for Ana Lee. `?` for none.
pub fn initials(name: &str) -> String {
    let mut first = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let letters = [first.next(), first.next_back()];
    let initials: String = letters
        .into_iter()
        .flatten()
        .filter_map(|letter| letter.to_uppercase().next())
        .collect();
    if initials.is_empty() {
        "?".to_owned()
    } else {
        initials
    }
}
