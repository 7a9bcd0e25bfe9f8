//! Her calendar, as far as it says when she is busy: read every quarter of an hour and as the machine wakes. What leaves the
//! machine are the intervals, and they are sent only where the server has others.
//!
//! Always holds: nothing is read without a calendar that she named, and what could not be read changes nothing.

use chrono::Duration;
use porchlight_protocol::{Interval, Timestamp};

use super::{App, Failure, Lifecycle, Now, Output, Request, connection::About, now::Boot};
use crate::{
    Busy,
    intent::CalendarAddress,
    view::{CalendarView, LinkState},
    words::Calendar as Clocks,
};

/// How often it is read.
const AGAIN: Duration = Duration::minutes(15);
/// When what did not reach the server is sent again at the earliest, on the same connection.
const RESEND: Duration = Duration::minutes(1);

#[derive(Debug, Default)]
pub(super) struct Calendar {
    pub(super) address: Option<CalendarAddress>,
    /// When it is to be read; none while it is, and without one.
    read_at: Option<Boot>,
    /// Grows with each reading, so that what comes late for another one is told apart.
    reading: u64,
    /// What came of the last reading, and when by the server's clock.
    outcome: Option<(Timestamp, Result<usize, CalendarFailure>)>,
    /// What the server is to have, once it is known that it has something else.
    wanted: Option<Busy>,
    sent_at: Option<Boot>,
}

/// Why a calendar could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarFailure {
    /// Nothing answers there, or not in time.
    Unreachable,
    /// Whoever answers wants to know who asks.
    NotAllowed,
    /// There is nothing at that address, or no such file.
    Missing,
    /// What is there is no calendar.
    NoCalendar,
    /// It is larger than any calendar that is read.
    TooLarge,
    /// The address is neither `https://`, nor of this computer, nor a file.
    BadAddress,
}

impl Calendar {
    pub(super) fn restored(address: Option<CalendarAddress>, now: Now) -> Self {
        Self {
            read_at: address.as_ref().map(|_| now.at()),
            address,
            ..Self::default()
        }
    }

    /// Follows another one from now on, or none: then she is busy by nothing any more.
    fn follow(&mut self, address: Option<CalendarAddress>, now: Now) {
        if address == self.address {
            self.read_soon(now);
            return;
        }
        *self = Self {
            reading: self.reading,
            wanted: address.is_none().then(Busy::default),
            ..Self::restored(address, now)
        };
    }

    /// What was planned may be different by now.
    pub(super) fn read_soon(&mut self, now: Now) {
        self.read_at = self.address.as_ref().map(|_| now.at());
    }

    pub(super) fn due_at(&self) -> Option<Boot> {
        self.read_at
    }
}

impl App {
    pub(super) fn follow_calendar(&mut self, address: Option<CalendarAddress>, now: Now) {
        self.calendar.follow(address, now);
    }

    /// What was read of the calendar, or why it was not.
    pub(super) fn calendar_read(
        &mut self,
        reading: u64,
        read: Result<Vec<Interval>, CalendarFailure>,
        now: Now,
    ) {
        if reading != self.calendar.reading || self.calendar.address.is_none() {
            return;
        }
        self.calendar.read_at = Some(now.at() + AGAIN);
        let read =
            read.and_then(|times| Busy::new(&times).map_err(|_| CalendarFailure::NoCalendar));
        let here = self.session.server_time(now);
        self.calendar.outcome = Some((
            here,
            match read {
                Ok(busy) => {
                    let times = busy.ahead(here).len();
                    self.calendar.wanted = Some(busy);
                    Ok(times)
                }
                Err(failure) => Err(failure),
            },
        ));
    }

    /// Reads the calendar if that is due, and sends what the server does not have.
    pub(super) fn attend_calendar(&mut self, now: Now) {
        if self.account.is_none() || !matches!(self.lifecycle, Lifecycle::Running) {
            return;
        }
        let calendar = &mut self.calendar;
        if let Some(address) = &calendar.address
            && calendar.read_at.is_some_and(|at| at <= now.at())
        {
            calendar.read_at = None;
            calendar.reading += 1;
            self.outputs.push_back(Output::ReadCalendar {
                reading: calendar.reading,
                address: address.clone(),
            });
        }
        self.send_busy(now);
    }

    fn send_busy(&mut self, now: Now) {
        let here = self.session.server_time(now);
        let (Some(wanted), Some(me)) = (&self.calendar.wanted, &self.replica.me) else {
            return;
        };
        let wanted = wanted.ahead(here).to_vec();
        if Busy::new(&me.busy).unwrap_or_default().ahead(here) == wanted {
            self.calendar.wanted = None;
            return;
        }
        let sent = |at: Boot| now.at() < at + RESEND;
        if self.link_state(now) != LinkState::Connected || self.calendar.sent_at.is_some_and(sent) {
            return;
        }
        self.calendar.sent_at = Some(now.at());
        self.last_sent = self.locale.messages().sent_busy();
        self.send(Request::Busy(wanted), About::Busy, now);
    }

    /// The server has them; or it never will, and says why.
    pub(super) fn busy_answered(&mut self, failure: Option<&Failure>, now: Now) {
        match failure {
            // It says so itself.
            None => {}
            Some(failure @ Failure::Unreachable(_)) => self.lost(failure, now),
            // What is refused is tried again with the next reading.
            Some(Failure::Refused(_) | Failure::Impossible(_)) => self.calendar.wanted = None,
        }
    }

    /// A new connection may do what the last one did not.
    pub(super) fn send_busy_anew(&mut self) {
        self.calendar.sent_at = None;
    }

    pub(super) fn calendar_view(&self, now: Now) -> Option<CalendarView> {
        let address = self.calendar.address.as_ref()?;
        let messages = self.locale.messages();
        let clocks = Clocks {
            locale: &self.locale,
            now: self.session.server_time(now),
            zone: self.config.zone,
        };
        let (text, works) = match &self.calendar.outcome {
            None => (messages.calendar_unread(), true),
            Some((at, Ok(times))) => {
                let times = u64::try_from(*times).unwrap_or(u64::MAX);
                (messages.calendar_read(times, clocks.at(*at)), true)
            }
            Some((_, Err(failure))) => (
                messages.calendar_failed(failure.key(), address.place()),
                false,
            ),
        };
        Some(CalendarView {
            place: address.place().to_owned(),
            text,
            read: self.calendar.outcome.is_some(),
            works,
        })
    }
}

impl CalendarFailure {
    /// A word for it, by which a sentence is chosen.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NotAllowed => "not-allowed",
            Self::Missing => "missing",
            Self::NoCalendar => "no-calendar",
            Self::TooLarge => "too-large",
            Self::BadAddress => "bad-address",
        }
    }
}
