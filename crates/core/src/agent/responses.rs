//! What the server answered, and what its stream brought.

use chrono::Duration;
use porchlight_protocol::{
    AwayAnswer, Choice, ChoiceId, Code, Event, Me, OfficeId, Problem, Snapshot,
};

use super::{
    About, Account, Answer, App, Failure, InFlight, Lifecycle, Now, READING, Refusal, StreamEvent,
    Ticket, Unreachable, connection::refusal_from, outbox::Renamed,
};
use crate::{intent::Done, words};

/// The server knows none above this.
const LARGEST_NUMBER: u64 = 1 << 53;

impl App {
    pub(super) fn streamed(&mut self, stream: u64, event: StreamEvent, now: Now) {
        if self.session.stream() != Some(stream) {
            return;
        }
        match event {
            StreamEvent::Opened => {
                if self.session.resumes() && self.replica.is_whole() {
                    if self.session.has_contact() {
                        self.connected(stream, now);
                    } else {
                        // It took so long that the break was seen meanwhile.
                        self.listen(true, now);
                    }
                }
            }
            StreamEvent::Event { id, event } => {
                self.session.accept(id);
                self.on_event(stream, event, now);
            }
            StreamEvent::Lost(failure) if is_signed_out(&failure) => self.signed_out_by_server(now),
            StreamEvent::Lost(failure) => self.lost(&failure, now),
        }
    }

    pub(super) fn answered(&mut self, number: u64, answer: Result<Answer, Failure>, now: Now) {
        let Some(InFlight { about, sent_at }) = self.in_flight.remove(&number) else {
            return;
        };
        let answer = match answer {
            Err(failure) if about.is_of_connection() && is_signed_out(&failure) => {
                self.signed_out_by_server(now);
                if let About::Ask(ticket) | About::Away { ticket, .. } = about {
                    self.refuse(ticket, self.refusal(&failure));
                }
                return;
            }
            answer => answer,
        };
        match (about, answer) {
            (About::SignIn { ticket, .. }, Ok(Answer::SignedIn(account))) => {
                self.signed_in(ticket, account, now);
            }
            (About::SignIn { ticket, server }, Err(failure)) => {
                let failure = without_strangers(failure);
                self.refuse_sign_in(
                    ticket,
                    refusal_from(&self.locale, &failure, server.as_deref()),
                );
            }
            (About::Choice(_), Ok(Answer::Choice(answer))) => {
                if let Some(ticket) = self.outbox.confirm(answer.choice, answer.revision) {
                    self.settle(ticket, Ok(()));
                }
                self.settle_seen();
            }
            (About::Choice(id), Err(failure)) => self.choice_failed(&id, &failure, now),
            (About::Activity, Ok(Answer::Activity(answer))) => {
                self.session.acknowledged(&answer, sent_at, now);
                if self.session.is_greeting() && matches!(self.lifecycle, Lifecycle::Running) {
                    self.listen(false, now);
                }
            }
            (About::Activity, Err(failure)) => self.heartbeat_failed(number, &failure, now),
            (About::Busy, answer) => self.busy_answered(answer.err().as_ref(), now),
            (About::Away { ticket, office }, Ok(Answer::Away(answer))) => {
                self.away_answered(ticket, &office, &answer);
            }
            (About::Ask(Some(ticket)), Ok(Answer::Schedule { etag })) => {
                self.answers.push((ticket, Ok(Done { etag })));
            }
            (About::Ask(ticket) | About::Away { ticket, .. }, Ok(_)) => self.done(ticket),
            (About::Ask(ticket) | About::Away { ticket, .. }, Err(failure)) => {
                self.refuse(ticket, self.refusal(&failure));
                if matches!(failure, Failure::Unreachable(_)) {
                    self.lost(&failure, now);
                }
            }
            (About::Goodbye, Err(Failure::Refused(problem)))
                if let Some(by) = overtaken_by(&problem, number) =>
            {
                self.goodbye_overtaken(by, now);
            }
            (About::Goodbye, Err(failure)) if !is_signed_out(&failure) => {
                self.goodbye_failed(&failure, now);
            }
            (About::Goodbye, _) => self.said_goodbye(true, now),
            (About::SignIn { .. } | About::Choice(_) | About::Activity, Ok(_)) => {}
        }
    }

    fn on_event(&mut self, stream: u64, event: Event, now: Now) {
        self.last_sync = Some(self.session.server_time(now));
        match event {
            Event::Snapshot(snapshot) => {
                let Snapshot { me, offices, .. } = *snapshot;
                self.connected(stream, now);
                self.tell_acts_missed(&me);
                self.replica.offices = offices;
                self.take_me(me, now);
            }
            Event::Me(me) => {
                if !self.replica.is_outdated(&me) {
                    self.take_me(*me, now);
                }
                if self.replica.follow_memberships() {
                    self.listen(true, now);
                }
            }
            Event::Presence(change) => self.replica.take_presence(change),
            Event::Coverage(change) => self.replica.take_coverage(&change),
            Event::Notice(notice) => self.tell_set_away(&notice),
        }
    }

    fn take_me(&mut self, me: Me, now: Now) {
        let idle_after = self.idle_after();
        let counts = |me: &Me| {
            let mut own = me
                .sessions
                .iter()
                .filter(|session| session.id == me.session_id);
            own.all(|session| session.live)
        };
        if !counts(&me) {
            // The server has let go of this device: only a sign of life brings it back.
            self.session.heartbeat_now(now.at());
        }
        self.session.heartbeat_within(&me.settings, now.at());
        self.replica.me = Some(me);
        self.settle_seen();
        if idle_after != self.idle_after() {
            self.desk.idle_after_changed(now);
        }
    }

    fn signed_in(&mut self, ticket: Option<Ticket>, account: Account, now: Now) {
        self.session.begin_anew();
        self.outbox.unpark(&account);
        self.account = Some(account);
        self.config.trouble = None;
        self.refused = None;
        self.signed_in = ticket;
        self.session.rest(Some(now.at() + READING));
        self.desk.ask_again(now);
    }

    fn signed_out_by_server(&mut self, now: Now) {
        if self.account.is_some() {
            let why = self.locale.messages().signed_out_by_server();
            self.forget_account(Some(why), now);
        }
    }

    pub(super) fn token_missing(&mut self, now: Now) {
        if self.account.is_some() {
            let why = self.locale.messages().signed_out_without_token();
            self.forget_account(Some(why), now);
        }
    }

    /// A sign of life of this number was not acknowledged: what the server could not take is repeated while the lease runs, and
    /// anything else means that this is not the server, or not ours any more.
    fn heartbeat_failed(&mut self, number: u64, failure: &Failure, now: Now) {
        match failure {
            Failure::Refused(problem)
                if let Some(by) = overtaken_by(problem, number)
                    && self.session.recounts(now.at()) =>
            {
                // An earlier run of the app got as far as that.
                self.next_number = self.next_number.max(by + 1);
            }
            Failure::Refused(problem) if is_busy(problem) && !self.session.is_greeting() => {
                self.session.heartbeat_failed(failure, now);
            }
            _ => self.lost(failure, now),
        }
    }

    pub(super) fn choice_failed(&mut self, id: &ChoiceId, failure: &Failure, now: Now) {
        let refusal = self.refusal(failure);
        let refused = match failure {
            Failure::Unreachable(why)
                if why.may_have_arrived() && self.outbox.has_stepped_back(id) =>
            {
                self.defer_choice(id, None, now);
                return;
            }
            Failure::Unreachable(why) => {
                if why.may_have_arrived() {
                    self.outbox.went_unanswered(id);
                }
                self.lost(failure, now);
                return;
            }
            Failure::Refused(problem) if is_busy(problem) => {
                let pause = problem
                    .retry_after_seconds
                    .map(|seconds| Duration::seconds(seconds.min(3600).cast_signed()));
                self.defer_choice(id, pause, now);
                return;
            }
            Failure::Refused(problem) if problem.code == Code::Overtaken => {
                // What was chosen after it, or by an earlier run of the app, came first: the time at which each was made decides.
                let by = problem.overtaken_by.filter(|by| *by < LARGEST_NUMBER);
                self.next_number = by.map_or(self.next_number, |by| self.next_number.max(by + 1));
                if !self.outbox.overtaken(id) {
                    self.defer_choice(id, None, now);
                }
                return;
            }
            Failure::Refused(problem) if problem.code == Code::IdTaken => {
                match self.outbox.rename(id, self.entropy.choice_id()) {
                    Renamed::Again => return,
                    Renamed::Refused(ticket) => ticket,
                }
            }
            Failure::Refused(_) | Failure::Impossible(_) => self.outbox.refuse(id),
        };
        match refused {
            Some(ticket) => self.settle(ticket, Err(refusal)),
            None => self.refuse(None, refusal),
        }
    }

    fn defer_choice(&mut self, id: &ChoiceId, pause: Option<Duration>, now: Now) {
        let jitter = self.entropy.jitter();
        self.outbox.defer(id, pause, jitter, now.at());
    }

    /// Customers do not see what she sees: she is to know.
    pub(super) fn tell_stepped_back(&mut self) {
        while let Some(choice) = self.outbox.tell_stepped_back() {
            let words = self.words_for(choice.status, &choice.scope);
            let message = self.locale.messages().refused_not_taken(words);
            self.refuse(None, Refusal::new("not_taken", message));
        }
    }

    fn away_answered(&mut self, ticket: Option<Ticket>, office: &OfficeId, answer: &AwayAnswer) {
        if !answer.changed.is_empty() {
            self.done(ticket);
            return;
        }
        let (messages, place) = (self.locale.messages(), self.replica.office_name(office));
        let message = match answer.unchanged.as_slice() {
            [one] => {
                let name = self.replica.colleague(&one.agent);
                let status = words::status_key(one.status);
                messages.refused_colleague_not_available(status, name, place)
            }
            _ => messages.refused_nobody_available(place),
        };
        self.refuse(ticket, Refusal::new("unchanged", message));
    }

    /// What the server says of itself need not be sent any more.
    fn settle_seen(&mut self) {
        let Some(me) = &self.replica.me else { return };
        let choices: &[Choice] = &me.choices;
        for ticket in self.outbox.seen(choices, me.revision) {
            self.settle(ticket, Ok(()));
        }
    }
}

fn is_signed_out(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(problem) if problem.code == Code::NotSignedIn)
}

/// Where nobody can sign in, there is no Porchlight server, whatever is said there.
fn without_strangers(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(problem) if problem.status == 404 => {
            Failure::Unreachable(Unreachable::NotUnderstood)
        }
        failure => failure,
    }
}

pub(super) fn is_busy(problem: &Problem) -> bool {
    problem.status >= 500 || problem.code == Code::SlowDown
}

/// The number above which that request would have counted, if that is why it was refused.
fn overtaken_by(problem: &Problem, number: u64) -> Option<u64> {
    problem
        .overtaken_by
        .filter(|by| (number..LARGEST_NUMBER).contains(by))
}
