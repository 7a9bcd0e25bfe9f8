use chrono::Duration;
use porchlight_protocol::{
    Choice, ChoiceId, Code, Event, Me, OfficePresence, PresenceChange, Problem, Snapshot, Timestamp,
};

use super::{
    Account, Answer, App, Failure, OFFSET_NOISE, READING, Refusal, StreamEvent, Ticket, UnderWay,
};

/// How long a request waits when the server is too busy and does not say for how long.
const BUSY: Duration = Duration::seconds(5);
/// An answer that took longer says too little of the server's clock.
const SLOW_ANSWER: Duration = Duration::seconds(2);

impl App {
    pub(super) fn streamed(&mut self, stream: u64, event: StreamEvent, now: Timestamp) {
        if !self.link.is_on_stream(stream) {
            return;
        }
        match event {
            StreamEvent::Opened => {
                if self.link.cursor.is_some() && self.me.is_some() && !self.offices.is_empty() {
                    self.connected(stream, now);
                }
            }
            StreamEvent::Event { id, event } => {
                if !id.is_empty() {
                    self.link.cursor = Some(id);
                }
                self.heard(stream, event, now);
            }
            StreamEvent::Lost(failure) => self.lost(&failure, now),
        }
    }

    pub(super) fn answered(
        &mut self,
        number: u64,
        answer: Result<Answer, Failure>,
        now: Timestamp,
    ) {
        let Some(under_way) = self.under_way.remove(&number) else {
            return;
        };
        if let Err(failure) = &answer
            && is_signed_out(failure)
            && !matches!(under_way, UnderWay::SignIn(_) | UnderWay::Goodbye)
        {
            self.signed_out_by_server();
            self.settle_under_way(&under_way);
            return;
        }
        match (under_way, answer) {
            (UnderWay::SignIn(ticket), Ok(Answer::SignedIn(account))) => {
                self.signed_in(ticket, account, now);
            }
            (UnderWay::Choice(_), Ok(Answer::Choice(answer))) => {
                let revision = answer.revision;
                if let Some(ticket) = self.pending.confirm(answer.choice, revision) {
                    self.settle(ticket, Ok(()));
                }
                if let Some(me) = self.me.as_ref().filter(|me| me.revision >= revision) {
                    let (choices, revision) = (me.choices.clone(), me.revision);
                    self.settle_heard(&choices, revision);
                }
            }
            (UnderWay::Choice(id), Err(failure)) => self.choice_failed(&id, &failure, now),
            (UnderWay::Activity { sent_at }, Ok(answer)) => {
                if let Answer::Activity(answer) = answer {
                    self.adjust_clock(answer.server_time, sent_at, now);
                }
                if self.link.is_greeting() {
                    self.listen(false);
                }
            }
            (UnderWay::Activity { .. }, Err(failure)) => {
                let unreachable = matches!(failure, Failure::Unreachable(_));
                if unreachable || self.link.is_greeting() {
                    self.lost(&failure, now);
                }
            }
            (UnderWay::Away { ticket, office }, Ok(Answer::Away(answer))) => {
                self.away_answered(ticket, &office, &answer);
            }
            (UnderWay::Ask(ticket) | UnderWay::Away { ticket, .. }, Ok(_)) => self.done(ticket),
            (UnderWay::Ask(ticket) | UnderWay::Away { ticket, .. }, Err(failure)) => {
                self.refuse(ticket, refusal(&failure));
                if matches!(failure, Failure::Unreachable(_)) {
                    self.lost(&failure, now);
                }
            }
            (UnderWay::SignIn(ticket), Err(failure)) => self.refuse(ticket, refusal(&failure)),
            (UnderWay::Goodbye, _) => self.depart(),
            (UnderWay::SignIn(_) | UnderWay::Choice(_), Ok(_)) => {}
        }
    }

    fn heard(&mut self, stream: u64, event: Event, now: Timestamp) {
        self.last_sync = Some(now);
        match event {
            Event::Snapshot(snapshot) => {
                let Snapshot { me, offices, .. } = *snapshot;
                self.connected(stream, now);
                self.tell_acts_missed(&me, now);
                self.offices = offices;
                self.take_me(me, now);
            }
            Event::Me(me) => {
                if self
                    .me
                    .as_ref()
                    .is_none_or(|known| known.revision <= me.revision)
                {
                    self.take_me(*me, now);
                }
                self.follow_memberships();
            }
            Event::Presence(change) => self.take_presence(change),
            Event::Notice(notice) => self.tell_set_away(&notice),
        }
    }

    fn take_me(&mut self, me: Me, now: Timestamp) {
        let idle_after = self.idle_after();
        self.settle_heard(&me.choices, me.revision);
        self.me = Some(me);
        if idle_after != self.idle_after() {
            self.desk.idle_after_changed(now);
        }
    }

    /// The offices that are shown are those that I am a member of.
    fn follow_memberships(&mut self) {
        let Some(me) = &self.me else { return };
        self.offices.retain(|office| {
            me.offices
                .iter()
                .any(|membership| membership.id == office.id)
        });
        for office in &mut self.offices {
            if let Some(membership) = me
                .offices
                .iter()
                .find(|membership| membership.id == office.id)
            {
                office.role = membership.role;
                office.name.clone_from(&membership.name);
            }
        }
        if me.offices.len() > self.offices.len() {
            self.listen(true);
        }
    }

    fn take_presence(&mut self, change: PresenceChange) {
        let PresenceChange {
            office,
            available,
            agent,
            ..
        } = change;
        let Some(OfficePresence {
            available: counter,
            agents,
            ..
        }) = self.offices.iter_mut().find(|known| known.id == office)
        else {
            return;
        };
        *counter = available;
        if let Some(known) = agents.iter_mut().find(|known| known.id == agent.id) {
            *known = agent;
        } else {
            let place = agents
                .partition_point(|known| known.name.to_lowercase() <= agent.name.to_lowercase());
            agents.insert(place, agent);
        }
    }

    fn signed_in(&mut self, ticket: Option<Ticket>, account: Account, now: Timestamp) {
        let same = self.former.take().is_some_and(|former| {
            former.agent == account.agent
                && former.server == account.server
                && former.embedded == account.embedded
        });
        if !same {
            self.pending.clear();
        }
        self.account = Some(account);
        self.config.trouble = None;
        self.refused = None;
        self.signed_in = ticket;
        self.link.rest_until(now + READING);
    }

    pub(super) fn signed_out_by_server(&mut self) {
        if self.account.is_some() {
            self.forget_account(Some(
                "You are signed out, because the server no longer knows this device. Please sign in again.",
            ));
        }
    }

    fn settle_under_way(&mut self, under_way: &UnderWay) {
        match under_way {
            UnderWay::Ask(ticket) | UnderWay::Away { ticket, .. } => {
                self.refuse(
                    *ticket,
                    Refusal::new("signed_out", "You are signed out. Please sign in again."),
                );
            }
            UnderWay::SignIn(_)
            | UnderWay::Choice(_)
            | UnderWay::Activity { .. }
            | UnderWay::Goodbye => {}
        }
    }

    fn choice_failed(&mut self, id: &ChoiceId, failure: &Failure, now: Timestamp) {
        match failure {
            Failure::Refused(problem) if is_busy(problem) => {
                self.pending.unsent(id);
                let wait = problem
                    .retry_after_seconds
                    .map_or(BUSY, |s| Duration::seconds(s.clamp(1, 60).cast_signed()));
                self.link.hold_choices_until(now + wait);
                if self.link.is_greeting() {
                    self.lost(failure, now);
                }
            }
            Failure::Unreachable(_) => self.lost(failure, now),
            Failure::Refused(_) | Failure::Impossible(_) => {
                let refusal = refusal(failure);
                match self.pending.refuse(id) {
                    Some(ticket) => self.settle(ticket, Err(refusal)),
                    None => self.refuse(None, refusal),
                }
            }
        }
    }

    fn adjust_clock(&mut self, server_time: Timestamp, sent_at: Timestamp, now: Timestamp) {
        let took = now - sent_at;
        if took < Duration::zero() || took > SLOW_ANSWER {
            return;
        }
        let offset = server_time - (sent_at + took / 2);
        if (offset - self.offset).abs() > OFFSET_NOISE {
            self.offset = Duration::milliseconds(offset.num_milliseconds());
        }
    }

    pub(super) fn settle_heard(&mut self, choices: &[Choice], revision: u64) {
        for ticket in self.pending.heard(choices, revision) {
            self.settle(ticket, Ok(()));
        }
    }
}

/// What a person is told of a failure.
pub(super) fn refusal(failure: &Failure) -> Refusal {
    match failure {
        Failure::Refused(problem) => Refusal::from(&**problem),
        Failure::Unreachable(why) => Refusal::new(
            "not_connected",
            format!("The server was not reached ({why:?}). Check the network, then try again."),
        ),
        Failure::Impossible(refusal) => refusal.clone(),
    }
}

pub(super) fn is_signed_out(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(problem) if problem.code == Code::NotSignedIn)
}

fn is_busy(problem: &Problem) -> bool {
    problem.status >= 500 || problem.code == Code::SlowDown
}
