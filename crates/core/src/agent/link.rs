use chrono::Duration;
use porchlight_protocol::{Activity, Timestamp};

use super::{
    After, App, Failure, Farewell, LAST_GOODBYE, Output, READING, Request, Ticket, UnderWay,
    backoff, hearing::is_signed_out,
};
use crate::view::LinkState;

/// How server and app stand with each other.
#[derive(Debug)]
pub(super) struct Link {
    phase: Phase,
    /// Attempts that failed in a row.
    attempts: u32,
    /// An attempt has ended, one way or the other: from then on, not being connected is a state of its own.
    broken: bool,
    since: Option<Timestamp>,
    heartbeat_at: Timestamp,
    /// The activity that was sent last, in this computer's time.
    reported: Option<Activity>,
    /// The server was too busy for a choice: not before this.
    choices_at: Timestamp,
    streams: u64,
    /// The id of the last event that was accepted.
    pub(super) cursor: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nothing is tried until the idle source has spoken, or at this instant; never without one.
    Resting {
        until: Option<Timestamp>,
    },
    Waiting {
        retry_at: Timestamp,
    },
    /// Choices made meanwhile go first, then the activity: nobody shall be seen as what she no longer is.
    Greeting,
    Opening {
        stream: u64,
    },
    Connected {
        stream: u64,
    },
}

impl Link {
    pub(super) fn new() -> Self {
        Self {
            phase: Phase::Resting { until: None },
            attempts: 0,
            broken: false,
            since: None,
            heartbeat_at: Timestamp::UNIX_EPOCH,
            reported: None,
            choices_at: Timestamp::UNIX_EPOCH,
            streams: 0,
            cursor: None,
        }
    }

    pub(super) fn state(&self, signed_in: bool) -> LinkState {
        match self.phase {
            _ if !signed_in => LinkState::SignedOut,
            Phase::Connected { .. } => LinkState::Connected,
            _ if self.broken => LinkState::Disconnected,
            _ => LinkState::Connecting,
        }
    }

    pub(super) fn since(&self) -> Option<Timestamp> {
        self.since
    }

    pub(super) fn is_connected(&self) -> bool {
        matches!(self.phase, Phase::Connected { .. })
    }

    pub(super) fn is_greeting(&self) -> bool {
        self.phase == Phase::Greeting
    }

    /// Whether the server is likely to hear goodbye.
    pub(super) fn is_heard(&self) -> bool {
        matches!(
            self.phase,
            Phase::Greeting | Phase::Opening { .. } | Phase::Connected { .. }
        )
    }

    pub(super) fn heartbeat_at(&self) -> Option<Timestamp> {
        self.stream().map(|_| self.heartbeat_at)
    }

    pub(super) fn retry_at(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Resting { until } => until,
            Phase::Waiting { retry_at } => Some(retry_at),
            Phase::Greeting | Phase::Opening { .. } | Phase::Connected { .. } => {
                (self.choices_at > Timestamp::UNIX_EPOCH).then_some(self.choices_at)
            }
        }
    }

    pub(super) fn rest_until(&mut self, until: Timestamp) {
        self.phase = Phase::Resting { until: Some(until) };
    }

    pub(super) fn retry_now(&mut self, now: Timestamp) {
        if let Phase::Waiting { .. } = self.phase {
            self.attempts = 0;
            self.phase = Phase::Waiting { retry_at: now };
        }
    }

    pub(super) fn heartbeat_now(&mut self, now: Timestamp) {
        self.heartbeat_at = now;
        self.choices_at = Timestamp::UNIX_EPOCH;
    }

    pub(super) fn hold_choices_until(&mut self, at: Timestamp) {
        self.choices_at = at;
    }

    fn stream(&self) -> Option<u64> {
        match self.phase {
            Phase::Opening { stream } | Phase::Connected { stream } => Some(stream),
            Phase::Resting { .. } | Phase::Waiting { .. } | Phase::Greeting => None,
        }
    }

    pub(super) fn is_on_stream(&self, stream: u64) -> bool {
        self.stream() == Some(stream)
    }
}

impl App {
    /// Sends what is to be sent, in the phase that the link is in.
    pub(super) fn attend_link(&mut self, now: Timestamp) {
        if self.account.is_none() || self.asleep || self.farewell.is_some() {
            return;
        }
        match self.link.phase {
            Phase::Resting { until: Some(until) } if until <= now || self.desk.was_read() => {
                self.greet();
            }
            Phase::Waiting { retry_at } if retry_at <= now => self.greet(),
            _ => {}
        }
        if matches!(
            self.link.phase,
            Phase::Resting { .. } | Phase::Waiting { .. }
        ) {
            return;
        }
        self.send_choice(now);
        let greeting = self.link.phase == Phase::Greeting;
        if greeting && !self.pending.is_empty() {
            return;
        }
        let changed = self.link.reported != Some(self.desk.activity(&self.preferences));
        if (greeting || changed || self.link.heartbeat_at <= now) && !self.is_activity_under_way() {
            self.send_activity(now);
        }
    }

    /// Says goodbye and goes on with `then` once it was heard, or at the deadline.
    pub(super) fn say_goodbye(
        &mut self,
        then: After,
        request: Request,
        deadline: Timestamp,
        now: Timestamp,
    ) {
        let heard = self.account.is_some() && self.link.is_heard();
        self.depart();
        self.hang_up(now);
        self.link.phase = Phase::Resting { until: None };
        self.farewell = Some(Farewell { then, deadline });
        if heard {
            self.send(request, UnderWay::Goodbye);
        } else {
            self.depart();
        }
    }

    /// Goodbye was heard, or cannot be.
    pub(super) fn depart(&mut self) {
        let Some(farewell) = self.farewell.take() else {
            return;
        };
        match farewell.then {
            After::Sleep => self.outputs.push_back(Output::SleepReady),
            After::Quit => self.outputs.push_back(Output::Quit),
            After::SignOut(ticket) => {
                self.forget_account(None);
                self.former = None;
                self.pending.clear();
                self.done(ticket);
            }
        }
    }

    pub(super) fn quit(&mut self, now: Timestamp) {
        self.outputs.push_back(Output::CloseWindow);
        self.asleep = false;
        self.say_goodbye(After::Quit, Request::Goodbye, now + LAST_GOODBYE, now);
    }

    pub(super) fn sign_out(&mut self, ticket: Option<Ticket>, now: Timestamp) {
        self.say_goodbye(
            After::SignOut(ticket),
            Request::SignOut,
            now + LAST_GOODBYE,
            now,
        );
    }

    /// After waking: everything from the start, as soon as the idle source has spoken.
    pub(super) fn start_over(&mut self, now: Timestamp) {
        if self.account.is_none() || self.farewell.is_some() {
            return;
        }
        self.hang_up(now);
        self.link.attempts = 0;
        self.link.rest_until(now + READING);
    }

    /// Nobody is signed in any more. The choices that the server has not heard are kept for the same account.
    pub(super) fn forget_account(&mut self, why: Option<&str>) {
        let now = self.called.wall;
        self.hang_up(now);
        self.link = Link {
            streams: self.link.streams,
            ..Link::new()
        };
        self.outputs.push_back(Output::ForgetToken);
        self.former = self.account.take();
        self.me = None;
        self.offices.clear();
        self.notices.forget();
        self.last_sync = None;
        if let Some(ticket) = self.signed_in.take() {
            self.done(Some(ticket));
        }
        self.refused = why.map(ToOwned::to_owned);
    }

    pub(super) fn send(&mut self, request: Request, under_way: UnderWay) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        self.under_way.insert(number, under_way);
        self.outputs.push_back(Output::Send { number, request });
        number
    }

    fn greet(&mut self) {
        self.link.phase = Phase::Greeting;
        self.link.reported = None;
        self.link.choices_at = Timestamp::UNIX_EPOCH;
    }

    pub(super) fn listen(&mut self, fresh: bool) {
        self.link.streams += 1;
        let stream = self.link.streams;
        self.link.phase = match self.link.phase {
            Phase::Connected { .. } => Phase::Connected { stream },
            _ => Phase::Opening { stream },
        };
        if fresh {
            self.link.cursor = None;
        }
        self.outputs.push_back(Output::Listen {
            stream,
            last_event_id: self.link.cursor.clone(),
        });
    }

    pub(super) fn connected(&mut self, stream: u64, now: Timestamp) {
        if !self.link.is_connected() {
            self.link.since = Some(now);
        }
        self.link.phase = Phase::Connected { stream };
        self.link.attempts = 0;
        self.link.broken = true;
        if let Some(ticket) = self.signed_in.take() {
            self.done(Some(ticket));
        }
    }

    /// The server is out of reach. What was chosen is kept, and it is tried again.
    pub(super) fn lost(&mut self, failure: &Failure, now: Timestamp) {
        if is_signed_out(failure) {
            self.signed_out_by_server();
            return;
        }
        if matches!(
            self.link.phase,
            Phase::Resting { .. } | Phase::Waiting { .. }
        ) {
            return;
        }
        self.hang_up(now);
        let wait = backoff(self.link.attempts, self.entropy.jitter());
        self.link.attempts = self.link.attempts.saturating_add(1);
        self.link.phase = Phase::Waiting {
            retry_at: now + wait,
        };
        if let Some(ticket) = self.signed_in.take() {
            self.done(Some(ticket));
        }
    }

    /// Ends the stream, and what it brought is no longer known to hold.
    pub(super) fn hang_up(&mut self, now: Timestamp) {
        if self.link.stream().is_some() {
            self.outputs.push_back(Output::HangUp);
        }
        if self.link.is_heard() {
            if self.link.is_connected() || !self.link.broken {
                self.link.since = Some(now);
            }
            self.link.broken = true;
        }
        self.link.reported = None;
        self.link.choices_at = Timestamp::UNIX_EPOCH;
        self.under_way.retain(|_, under_way| {
            !matches!(under_way, UnderWay::Choice(_) | UnderWay::Activity { .. })
        });
        for ticket in self.pending.postpone() {
            self.settle(ticket, Ok(()));
        }
    }

    fn send_choice(&mut self, now: Timestamp) {
        if self.link.choices_at > now {
            return;
        }
        self.link.choices_at = Timestamp::UNIX_EPOCH;
        let Some(choice) = self.pending.next() else {
            return;
        };
        let id = choice.id.clone();
        self.last_sent = self.words_for(&choice);
        let number = self.send(Request::Choice(choice), UnderWay::Choice(id.clone()));
        self.pending.sent(&id, number);
    }

    pub(super) fn is_activity_under_way(&self) -> bool {
        self.under_way
            .values()
            .any(|under_way| matches!(under_way, UnderWay::Activity { .. }))
    }

    fn send_activity(&mut self, now: Timestamp) {
        let activity = self.activity();
        self.link.reported = Some(self.desk.activity(&self.preferences));
        let every = self
            .settings()
            .heartbeat_seconds
            .clamp(1, 3600)
            .cast_signed();
        self.link.heartbeat_at = now + Duration::seconds(every);
        Self::words_for_activity(activity).clone_into(&mut self.last_sent);
        self.send(
            Request::Activity(activity),
            UnderWay::Activity { sent_at: now },
        );
    }
}
