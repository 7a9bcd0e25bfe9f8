//! Sentences about times, offices and causes that several surfaces share. What they say is in the catalogue
//! ([`Locale`]); which of them it is, and with what, is decided here.
//!
//! Nothing here depends on the minute: a text changes when what it says does, or at a local midnight
//! (see [`next_midnight`]), so that equal situations give equal texts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{
    Datelike, Days, LocalResult, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Timelike,
};
use chrono_tz::Tz;
use porchlight_protocol::{
    Activity, AgentId, Cause, ChoiceStatus, Code, Ends, Problem, Status, Timestamp,
};

use crate::{
    Afterwards, AfterwardsBy, ScheduleError,
    agent::{Failure, Impossible, Inhibitor, Unreachable},
    locale::{ENGLISH, HourCycle, Locale, Messages},
};

/// Puts instants into words, as a person reads them now and where she is.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    pub locale: &'a Locale,
    pub now: Timestamp,
    pub zone: Tz,
}

impl<'a> Calendar<'a> {
    /// `14:02`
    pub fn clock(self, at: Timestamp) -> String {
        self.locale.clock(local(self.zone, at).time())
    }

    /// `at 14:02`, `yesterday at 14:02`, `on Monday at 14:02`, `on 3 December at 14:02`
    pub fn at(self, at: Timestamp) -> String {
        let Moment {
            day,
            date,
            weekday,
            time,
            hour,
        } = self.moment(at);
        self.messages().moment_at(day, time, weekday, date, hour)
    }

    /// `until 17:00`, `until midnight`, `until tomorrow at 09:00`, `until Monday at 09:00`
    pub fn until(self, at: Timestamp) -> String {
        let Moment {
            day,
            date,
            weekday,
            time,
            hour,
        } = self.moment(at);
        self.messages().moment_until(day, time, weekday, date, hour)
    }

    /// `since 11:20`, `since yesterday at 11:20`, `since Monday at 11:20`
    pub fn since(self, at: Timestamp) -> String {
        let Moment {
            day,
            date,
            weekday,
            time,
            hour,
        } = self.moment(at);
        self.messages().moment_since(day, time, weekday, date, hour)
    }

    /// `since 11:20`, `since yesterday`, `since Monday`: shorter than [`since`](Self::since), for lists.
    pub fn since_day(self, at: Timestamp) -> String {
        let Moment {
            day,
            date,
            weekday,
            time,
            hour,
        } = self.moment(at);
        self.messages()
            .moment_since_day(day, weekday, date, hour, time)
    }

    pub(crate) fn messages(self) -> &'a Messages {
        self.locale.messages()
    }

    fn moment(self, at: Timestamp) -> Moment {
        let (today, there) = (local(self.zone, self.now).date(), local(self.zone, at));
        let (date, time) = (there.date(), there.time());
        let (day, name) = match (date - today).num_days() {
            0 => ("today", String::new()),
            -1 => ("yesterday", String::new()),
            1 if time == NaiveTime::MIN => ("midnight", String::new()),
            1 => ("tomorrow", String::new()),
            -6..=6 => ("weekday", self.locale.weekday(date)),
            _ if date.year() == today.year() => ("date", self.locale.date(date)),
            _ => ("date", self.locale.date_with_year(date)),
        };
        let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let weekday = weekdays.get(date.weekday().num_days_from_monday() as usize);
        Moment {
            day,
            date: name,
            weekday: weekday.copied().unwrap_or_default(),
            hour: match self.locale.hour_cycle() {
                HourCycle::H12 => time.hour12().1,
                HourCycle::H23 => time.hour(),
            },
            time: self.locale.clock(time),
        }
    }
}

/// The arguments of the messages about instants.
struct Moment {
    /// How far away the day is: `today`, `tomorrow`, `weekday`, ...
    day: &'static str,
    /// `Monday`, `3 December`; empty for days that need no name.
    date: String,
    weekday: &'static str,
    time: String,
    /// As it is shown.
    hour: u32,
}

/// The first instant of the next local date: the earliest after now at which words may change.
pub fn next_midnight(now: Timestamp, zone: Tz) -> Timestamp {
    let midnight = local(zone, now)
        .date()
        .checked_add_days(Days::new(1))
        .unwrap_or_default()
        .and_time(NaiveTime::MIN);
    let instant = match zone.from_local_datetime(&midnight) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        // The clocks skip midnight itself: the date changes at the instant of the skip.
        LocalResult::None => {
            let before = zone.offset_from_utc_datetime(&now.naive_utc()).fix();
            midnight
                .checked_sub_offset(before)
                .unwrap_or(midnight)
                .and_utc()
        }
    };
    let soon = now.checked_add_signed(TimeDelta::seconds(1));
    instant.max(soon.unwrap_or(now))
}

pub(crate) fn local(zone: Tz, at: Timestamp) -> NaiveDateTime {
    let utc = at.naive_utc();
    let offset = zone.offset_from_utc_datetime(&utc).fix();
    // Only instants at the very end of what can be written overflow.
    utc.checked_add_offset(offset).unwrap_or(utc)
}

/// What people are called, as one of them reads it.
#[derive(Clone, Debug, Default)]
pub struct Names<'a> {
    me: Option<&'a AgentId>,
    known: BTreeMap<&'a AgentId, &'a str>,
}

/// Somebody in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who<'a> {
    /// The reader herself.
    You,
    /// Nobody else can act on another, so somebody unknown is one.
    Administrator,
    Named(&'a str),
}

impl<'a> Who<'a> {
    /// Somebody of this name, if it is known.
    pub fn named(name: Option<&'a str>) -> Self {
        let name = name.filter(|name| !name.trim().is_empty());
        name.map_or(Self::Administrator, Self::Named)
    }

    /// What messages choose by.
    pub const fn key(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Administrator => "administrator",
            Self::Named(_) => "named",
        }
    }

    /// The name; empty where there is none.
    pub const fn name(self) -> &'a str {
        match self {
            Self::You | Self::Administrator => "",
            Self::Named(name) => name,
        }
    }
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

    /// By the whole name: `Dana Fox`.
    pub fn full(&self, id: &AgentId) -> Who<'a> {
        if self.is_me(id) {
            return Who::You;
        }
        Who::named(self.known.get(id).copied())
    }

    /// By the first name, `Dana`: short enough for a tooltip. A name that is not plainly first name first stays whole.
    pub fn short(&self, id: &AgentId) -> Who<'a> {
        match self.full(id) {
            Who::Named(name) if !name.contains([',', '.']) => {
                Who::named(name.split_whitespace().next())
            }
            who => who,
        }
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
pub fn until(calendar: Calendar<'_>, ends: Ends, afterwards: Option<Afterwards>) -> String {
    let until = calendar.until(ends.at);
    match afterwards {
        Some(Afterwards { status, by }) => {
            let messages = calendar.messages();
            messages.lasting_then(afterwards_key(by), status_key(status), until)
        }
        None => until,
    }
}

/// Why a status is what it is and until when, to stand within a sentence:
/// `by your schedule, until 17:00`, `set by Dana Fox at 14:02, until you change it`, `no input since 11:20`.
pub fn reason(
    calendar: Calendar<'_>,
    names: &Names<'_>,
    cause: &Cause,
    since: Option<Timestamp>,
    until: Option<&str>,
    detail: Detail,
) -> String {
    let messages = calendar.messages();
    let since = since.filter(|_| detail != Detail::Timeless);
    match cause {
        Cause::Manual { by } => {
            let who = if detail == Detail::Short {
                names.short(by)
            } else {
                names.full(by)
            };
            let until = until.map_or_else(|| messages.lasting_until_changed(), str::to_owned);
            let (key, name) = (who.key(), who.name());
            match since {
                Some(at) => messages.reason_manual(key, calendar.at(at), until, name),
                None => messages.reason_manual_timeless(key, until, name),
            }
        }
        Cause::Schedule => match until {
            Some(until) => messages.reason_schedule_lasting(until),
            None => messages.reason_schedule(),
        },
        Cause::Default => messages.reason_default(),
        Cause::Idle => match since {
            Some(at) => messages.reason_idle_since(calendar.since(at)),
            None => messages.reason_idle(),
        },
        Cause::Locked => match since {
            Some(at) => messages.reason_locked_since(calendar.since(at)),
            None => messages.reason_locked(),
        },
        Cause::Busy { until } => messages.reason_busy(calendar.until(*until)),
        Cause::NoDevice => messages.reason_no_device(),
    }
}

/// What a colleague's row adds to the status: `idle`, `locked`, `set by Dana Fox`; empty where the status says it all.
pub fn colleague(locale: &Locale, agent: &AgentId, cause: &Cause, names: &Names<'_>) -> String {
    let messages = locale.messages();
    match cause {
        Cause::Idle => messages.colleague_idle(),
        Cause::Locked => messages.colleague_locked(),
        Cause::Busy { .. } => messages.colleague_busy(),
        Cause::Manual { by } if by != agent => {
            let who = names.full(by);
            messages.colleague_set_by(who.key(), who.name())
        }
        Cause::Manual { .. } | Cause::Schedule | Cause::Default | Cause::NoDevice => String::new(),
    }
}

/// `Available by your schedule, until 17:00`, `Away, set by Dana Fox at 14:02, until 17:00`
pub fn with_reason(locale: &Locale, state: &str, cause: &Cause, reason: &str) -> String {
    let messages = locale.messages();
    messages.state_because(cause_key(cause), state, reason)
}

/// Why server and app do not hear each other, and what to do about it, in whole sentences.
pub fn failure(locale: &Locale, failure: &Failure, server: Option<&str>) -> String {
    match failure {
        Failure::Unreachable(why) => unreachable(locale, why, server),
        Failure::Refused(problem) => self::problem(locale, problem),
        Failure::Impossible(why) => impossible(locale, why),
    }
}

/// What the server refused and why: in English in its own words, which know more, and otherwise by its code. A code that
/// has no message leaves its words as they are.
pub fn problem(locale: &Locale, problem: &Problem) -> String {
    let messages = locale.messages();
    if locale.language() == ENGLISH {
        return problem.detail.clone();
    }
    match problem.code {
        Code::NotSignedIn => messages.problem_not_signed_in(),
        Code::WrongPassword => messages.problem_wrong_password(),
        Code::Deactivated => messages.problem_deactivated(),
        Code::NotAllowed => messages.problem_not_allowed(),
        Code::NotFound => messages.problem_not_found(),
        Code::CodeNotValid => messages.problem_code_not_valid(),
        Code::Exists => messages.problem_exists(),
        Code::LastOwner => messages.problem_last_owner(),
        Code::Stale => messages.problem_stale(),
        Code::TooLarge => messages.problem_too_large(),
        Code::SlowDown => match problem.retry_after_seconds {
            Some(seconds) => messages.problem_slow_down_for(duration(locale, seconds)),
            None => messages.problem_slow_down(),
        },
        Code::Unavailable => messages.problem_unavailable(),
        Code::Internal => messages.problem_internal(),
        Code::InvalidField => match &problem.field {
            Some(field) => messages.problem_invalid_field(field, &problem.detail),
            None => problem.detail.clone(),
        },
        // What only a program does wrong is said to whoever mends it; and what only pages are refused, they say.
        Code::CrossSite
        | Code::Insecure
        | Code::InvalidBody
        | Code::MethodNotAllowed
        | Code::TooSlow
        | Code::IdTaken
        | Code::Overtaken
        | Code::NotJson
        | Code::IfMatchRequired
        | Code::Other => problem.detail.clone(),
    }
}

/// Why something could not even be tried.
pub fn impossible(locale: &Locale, why: &Impossible) -> String {
    let messages = locale.messages();
    match why {
        Impossible::NoAddress { text } => messages.refused_no_address(text),
        Impossible::PlainHttp { address } => messages.refused_plain_http(address),
        Impossible::NoCampus { error } => messages.refused_no_campus(error),
    }
}

/// Why the server was not reached, and what to do about it, in whole sentences.
pub fn unreachable(locale: &Locale, why: &Unreachable, server: Option<&str>) -> String {
    let messages = locale.messages();
    let server = server_name(locale, server);
    match why {
        Unreachable::Network => messages.unreachable_network(server),
        Unreachable::Broken => messages.unreachable_broken(server),
        Unreachable::UnknownName => messages.unreachable_unknown_name(server),
        Unreachable::ConnectionRefused => messages.unreachable_refused(server),
        Unreachable::TimedOut => messages.unreachable_timed_out(server),
        Unreachable::WrongCertificate => messages.unreachable_certificate(server),
        Unreachable::WrongClock => messages.unreachable_clock(server),
        Unreachable::NoTls => messages.unreachable_no_tls(server),
        Unreachable::Moved { to: Some(to) } => messages.unreachable_moved_to(server, to),
        Unreachable::Moved { to: None } => messages.unreachable_moved(server),
        Unreachable::CaptivePortal => messages.unreachable_portal(server),
        Unreachable::NotUnderstood => messages.unreachable_not_understood(server),
        Unreachable::Closed => messages.unreachable_closed(server),
        Unreachable::Impossible(why) => impossible(locale, why),
        Unreachable::SignedOut => messages.unreachable_signed_out(),
        Unreachable::NoServer(why) => why.clone(),
    }
}

/// Why a schedule makes no sense, in a sentence.
pub fn schedule_error(locale: &Locale, error: &ScheduleError) -> String {
    let messages = locale.messages();
    match error {
        ScheduleError::UnknownZone { zone } => messages.schedule_unknown_zone(zone),
        ScheduleError::StartAtDayEnd { field } => messages.schedule_start_at_day_end(field),
        ScheduleError::EmptyTimeOff { index } => messages.schedule_empty_time_off(index + 1),
        ScheduleError::YearOutOfRange { field } => messages.schedule_year_out_of_range(field),
        ScheduleError::TooMany { field, found, most } => {
            messages.schedule_too_many(*found, field, *most)
        }
    }
}

/// Why somebody who gives no input is Available all the same.
pub fn vouched_for(calendar: Calendar<'_>, since: Timestamp, by: &BTreeSet<Inhibitor>) -> String {
    let messages = calendar.messages();
    let since = calendar.since(since);
    let names: Vec<_> = by
        .iter()
        .filter_map(|by| match by {
            Inhibitor::Program(name) => Some(name.as_str()),
            Inhibitor::SomeProgram | Inhibitor::Presentation | Inhibitor::FullScreen => None,
        })
        .collect();
    match names[..] {
        [] if by.contains(&Inhibitor::Presentation) => messages.vouched_by_presentation(since),
        [] if by.contains(&Inhibitor::FullScreen) => messages.vouched_by_full_screen(since),
        [] => messages.vouched_by_some_program(since),
        [one] => messages.vouched_by_program(since, one),
        [_, _] => messages.vouched_by_two_programs(since, calendar.locale.list(&names)),
        [one, ..] => messages.vouched_by_programs(since, one),
    }
}

/// What was not done as somebody signed out, if anything: whether the server knows, and how many choices it never got.
pub fn signed_out(
    locale: &Locale,
    server: Option<&str>,
    known: bool,
    dropped: usize,
) -> Option<String> {
    let messages = locale.messages();
    let server = server_name(locale, server);
    match (known, dropped) {
        (true, 0) => None,
        (true, dropped) => Some(messages.signed_out_dropped(dropped)),
        (false, 0) => Some(messages.signed_out_untold(server)),
        (false, dropped) => Some(messages.signed_out_untold_dropped(dropped, server)),
    }
}

/// What a choice says: `Away in Library`, `follow the schedule everywhere`
pub fn choice(locale: &Locale, status: ChoiceStatus, office: Option<&str>) -> String {
    let messages = locale.messages();
    let status = match status {
        ChoiceStatus::Available => "available",
        ChoiceStatus::Away => "away",
        ChoiceStatus::Offline => "offline",
        ChoiceStatus::FollowSchedule => "follow_schedule",
    };
    match office {
        Some(office) => messages.choice_in(status, office),
        None => messages.choice_everywhere(status),
    }
}

/// Choices that neither the server nor the disk has, as the app ends.
pub fn lost_at_the_end(locale: &Locale, choices: &[String]) -> String {
    let parts = choices.join(", ");
    let messages = locale.messages();
    messages.refused_lost_at_the_end(choices.len(), parts)
}

/// A server's address as people say it, or what stands for it.
fn server_name(locale: &Locale, server: Option<&str>) -> String {
    server.map_or_else(
        || locale.messages().the_server(),
        |server| host(server).to_owned(),
    )
}

/// An address without its scheme, as people say it.
fn host(server: &str) -> &str {
    let server = server.trim().trim_end_matches('/');
    server.split_once("://").map_or(server, |(_, host)| host)
}

/// An activity that was sent: `activity: idle, and since when`
pub fn activity_sent(locale: &Locale, activity: Activity) -> String {
    let messages = locale.messages();
    match activity {
        Activity::Active => messages.sent_active(),
        Activity::Unknown => messages.sent_unknown(),
        Activity::Idle { .. } => messages.sent_idle(),
        Activity::Locked { .. } => messages.sent_locked(),
    }
}

/// What messages choose by: `available`, `away`, `offline`
pub const fn status_key(status: Status) -> &'static str {
    match status {
        Status::Available => "available",
        Status::Away => "away",
        Status::Offline => "offline",
    }
}

pub(crate) const fn afterwards_key(by: AfterwardsBy) -> &'static str {
    match by {
        AfterwardsBy::Choice => "choice",
        AfterwardsBy::Schedule => "schedule",
        AfterwardsBy::Default => "default",
    }
}

const fn cause_key(cause: &Cause) -> &'static str {
    match cause {
        Cause::Manual { .. } => "manual",
        Cause::Schedule => "schedule",
        Cause::Default => "default",
        Cause::Idle => "idle",
        Cause::Locked => "locked",
        Cause::Busy { .. } => "busy",
        Cause::NoDevice => "no-device",
    }
}

/// `45 seconds`, `30 minutes`, `1 hour`, `90 minutes`: in the largest unit that is exact.
pub fn duration(locale: &Locale, seconds: u64) -> String {
    let messages = locale.messages();
    match seconds {
        0 => messages.duration_seconds(0),
        _ if seconds.is_multiple_of(3600) => messages.duration_hours(seconds / 3600),
        _ if seconds.is_multiple_of(60) => messages.duration_minutes(seconds / 60),
        _ => messages.duration_seconds(seconds),
    }
}

/// `Library`, `Library and IT desk`, `3 of 5 offices`
pub fn places(locale: &Locale, offices: &[&str], of: usize) -> String {
    match offices {
        [one] => (*one).to_owned(),
        [_, _] => locale.list(offices),
        many => locale.messages().places_some(many.len(), of),
    }
}

/// The text with its first letter large, to stand at the beginning of a line.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
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
