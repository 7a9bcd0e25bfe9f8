//! What the app does for its connection: requests up, the stream down, and what follows when either fails.

use porchlight_protocol::{Activity, ChoiceId, OfficeId, Timestamp};

use super::{
    ANSWER_WITHIN, App, Failure, Lifecycle, Now, Output, READING, Refusal, Request, Ticket,
    Unreachable, now::Boot, session::Phase,
};
use crate::{locale::Locale, view::Report, words};

/// A request whose answer is awaited. Those of a connection that ended are awaited no longer: whatever still comes for
/// them is not for this one.
#[derive(Debug)]
pub(super) struct InFlight {
    pub(super) about: About,
    pub(super) sent_at: Boot,
}

/// What a request is about.
#[derive(Debug)]
pub(super) enum About {
    SignIn {
        ticket: Option<Ticket>,
        /// Where, as she wrote it; none for the sample campus.
        server: Option<String>,
    },
    Choice(ChoiceId),
    Activity,
    Busy,
    Ask(Option<Ticket>),
    Away {
        ticket: Option<Ticket>,
        office: OfficeId,
    },
    Goodbye,
}

impl About {
    /// Whether it ends with the connection.
    pub(super) const fn is_of_connection(&self) -> bool {
        !matches!(self, Self::SignIn { .. } | Self::Goodbye)
    }
}

impl App {
    /// Sends what is to be sent, in the phase that the session is in.
    pub(super) fn attend_connection(&mut self, now: Now) {
        if self.account.is_none() || !matches!(self.lifecycle, Lifecycle::Running) {
            return;
        }
        self.give_up_waiting(now);
        self.release_overdue_asks(now);
        self.tell_stepped_back();
        match self.session.phase {
            Phase::Resting { until: Some(until) } if until <= now.at() || self.is_desk_known() => {
                self.session.greet();
            }
            Phase::Waiting { retry_at } if retry_at <= now.at() => self.session.greet(),
            _ => {}
        }
        if !self.session.is_trying() {
            return;
        }
        self.send_choice(now);
        let greeting = self.session.is_greeting();
        if greeting && self.outbox.goes_first() {
            return;
        }
        let heartbeat = &self.session.heartbeat;
        let changed = heartbeat.reported != Some(self.desk.activity(&self.preferences));
        if (greeting || changed || heartbeat.due_at <= now.at()) && !self.is_activity_in_flight() {
            self.send_activity(now);
        }
    }

    pub(super) fn send(&mut self, request: Request, about: About, now: Now) {
        let number = self.next_number;
        self.next_number += 1;
        let sent_at = now.at();
        self.in_flight.insert(number, InFlight { about, sent_at });
        self.outputs.push_back(Output::Send { number, request });
    }

    pub(super) fn listen(&mut self, fresh: bool, now: Now) {
        let (stream, last_event_id) = self.session.open_stream(fresh, now.at());
        self.outputs.push_back(Output::Listen {
            stream,
            last_event_id,
        });
    }

    pub(super) fn connected(&mut self, stream: u64, now: Now) {
        self.session
            .connected(stream, self.session.server_time(now));
        self.answer_sign_in();
        self.send_busy_anew();
    }

    /// The server is out of reach. What was chosen is kept, and it is tried again.
    pub(super) fn lost(&mut self, failure: &Failure, now: Now) {
        if !self.session.is_trying() {
            return;
        }
        self.hang_up(failure);
        let (settings, at) = (self.replica.settings(), self.session.server_time(now));
        self.session
            .broke(failure, self.entropy.jitter(), &settings, now.at(), at);
        self.answer_sign_in();
    }

    /// Ends the stream and all that is in flight, for this reason.
    pub(super) fn hang_up(&mut self, failure: &Failure) {
        let ended: Vec<_> = self
            .in_flight
            .extract_if(.., |_, sent| sent.about.is_of_connection())
            .map(|(_, sent)| sent.about)
            .collect();
        // Also if nothing is under way: what the connection holds open may be dead.
        self.outputs.push_back(Output::HangUp);
        for about in ended {
            if let About::Ask(ticket) | About::Away { ticket, .. } = about {
                self.refuse(ticket, self.unanswered(failure));
            }
        }
        self.outbox.postpone();
    }

    /// Nobody waits any longer for what was chosen to reach the server: it is kept.
    pub(super) fn release_asks(&mut self, now: Now) {
        for ticket in self.outbox.release(now.at()) {
            self.settle(ticket, Ok(()));
        }
    }

    /// Whoever is answered before the server has her choice can see that it has not.
    fn release_overdue_asks(&mut self, now: Now) {
        if !self.is_vouched_for(now) {
            self.release_asks(now);
        }
        for ticket in self.outbox.release_overdue(now.at()) {
            self.settle(ticket, Ok(()));
        }
    }

    /// After a sleep, or a time in which the app was stopped: everything from the start, as soon as the idle source has spoken.
    pub(super) fn start_over(&mut self, now: Now) {
        self.desk.read_anew(now);
        if self.account.is_none() {
            return;
        }
        self.release_asks(now);
        self.hang_up(&Failure::Unreachable(Unreachable::Network));
        let settings = self.replica.settings();
        self.session
            .end(Some(now.at() + READING), &settings, now.at());
    }

    /// Whether both the idle source and who watches the lock have said something, be it that they fail.
    fn is_desk_known(&self) -> bool {
        self.desk.was_read() && self.platform.session_watch != Report::Untried
    }

    pub(super) fn is_activity_in_flight(&self) -> bool {
        self.in_flight
            .values()
            .any(|sent| matches!(sent.about, About::Activity))
    }

    /// When an answer, or what the server vouches for, has been waited for long enough.
    pub(super) fn patience_ends_at(&self) -> Option<Boot> {
        let answers = self
            .in_flight
            .values()
            .filter(|sent| sent.about.is_of_connection())
            .map(|sent| sent.sent_at + ANSWER_WITHIN);
        let contact = self.session.vouched_until(&self.replica.settings());
        let choices = self.outbox.overdue_at(self.called.at());
        answers.chain(contact).chain(choices).min()
    }

    /// What a person is told of a failure.
    pub(super) fn refusal(&self, failure: &Failure) -> Refusal {
        let account = self.account.as_ref();
        refusal_from(
            &self.locale,
            failure,
            account.map(|account| account.server.as_str()),
        )
    }

    /// Nothing is waited for for ever, whoever drives the app.
    fn give_up_waiting(&mut self, now: Now) {
        let timed_out = Failure::Unreachable(Unreachable::TimedOut);
        self.give_up_choices(&timed_out, now);
        let overdue = |sent: &InFlight| {
            sent.about.is_of_connection() && sent.sent_at + ANSWER_WITHIN <= now.at()
        };
        let opening =
            matches!(self.session.phase, Phase::Opening { until, .. } if until <= now.at());
        if opening || self.in_flight.values().any(overdue) {
            self.lost(&timed_out, now);
        }
        let settings = self.replica.settings();
        if self.session.is_connected() && !self.session.is_vouched_for(&settings, now.at()) {
            let failure = self.session.silence();
            self.lost(&failure, now);
        }
        self.session.expire_contact(&settings, now.at());
    }

    /// Each choice is given up by itself, for it may be the one that the server cannot answer.
    fn give_up_choices(&mut self, failure: &Failure, now: Now) {
        let given_up: Vec<_> = self
            .in_flight
            .extract_if(.., |_, sent| {
                let is_choice = matches!(sent.about, About::Choice(_));
                is_choice && sent.sent_at + ANSWER_WITHIN <= now.at()
            })
            .collect();
        for (_, sent) in given_up {
            if let About::Choice(id) = sent.about {
                self.choice_failed(&id, failure, now);
            }
        }
    }

    fn unanswered(&self, failure: &Failure) -> Refusal {
        let refusal = self.refusal(failure);
        let message = self.locale.messages().unanswered(&refusal.message);
        Refusal { message, ..refusal }
    }

    fn answer_sign_in(&mut self) {
        if let Some(ticket) = self.signed_in.take() {
            self.done(Some(ticket));
        }
    }

    fn send_choice(&mut self, now: Now) {
        let Some(choice) = self.outbox.next(now.at()) else {
            return;
        };
        let id = choice.id.clone();
        let words = self.words_for(choice.status, &choice.scope);
        self.last_sent = self.locale.messages().sent_choice(words);
        self.send(Request::Choice(choice), About::Choice(id), now);
    }

    fn send_activity(&mut self, now: Now) {
        let reported = self.desk.activity(&self.preferences);
        let activity = self.activity();
        let settings = self.replica.settings();
        self.session.heartbeat_sent(reported, &settings, now.at());
        self.last_sent = words::activity_sent(&self.locale, activity);
        self.send(Request::Activity(activity), About::Activity, now);
    }

    /// What this session's person does, in the server's time.
    pub(super) fn activity(&self) -> Activity {
        let there = |since: Timestamp| since + self.session.offset();
        match self.desk.activity(&self.preferences) {
            Activity::Idle { since } => Activity::Idle {
                since: there(since),
            },
            Activity::Locked { since } => Activity::Locked {
                since: there(since),
            },
            activity @ (Activity::Active | Activity::Unknown) => activity,
        }
    }
}

/// What a person is told of a failure at that server.
pub(super) fn refusal_from(locale: &Locale, failure: &Failure, server: Option<&str>) -> Refusal {
    match failure {
        Failure::Refused(problem) => Refusal::of_problem(locale, problem),
        Failure::Unreachable(why) => {
            Refusal::new("not_connected", words::unreachable(locale, why, server))
        }
        Failure::Impossible(why) => Refusal::new(why.code(), words::impossible(locale, why)),
    }
}
