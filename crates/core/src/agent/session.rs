//! How server and app stand with each other: the phase of connecting, the stream's cursor, the sign of life and what
//! came of it, the server's clock, and the last failure.
//!
//! ```text
//!              read, or 2 s           choices, then activity        stream asked for     snapshot, or resumed
//!   Resting ───────────────> Greeting ─────────────────────> Opening ───────────────────────────────> Connected
//!      ^                        ^  │                            │                                         │
//!      │ goodbye, sleep         │  └────────── failure ─────────┴──────────────── failure ────────────────┤
//!      └────────────────────────│───────────────> Waiting <───────────────────────────────────────────────┘
//!                               └── backoff is over ──┘
//! ```
//!
//! Always holds:
//! - Only an event of the stream that is open, in a phase that listens, moves the cursor.
//! - What is shown of the server is vouched for by a sign of life that it acknowledged: no longer than its lease, no
//!   longer than one more heartbeat and its attempts take, and after a break no longer than the grace.

use chrono::{Duration, TimeDelta};
use porchlight_protocol::{Activity, ActivityAnswer, Settings, Timestamp};

use super::{Failure, Now, Unreachable, backoff, backoff::jittered, now::Boot};
use crate::view::LinkState;

/// How long an answer may take. The link gives up sooner; this is for an answer that never comes.
pub(super) const ANSWER_WITHIN: Duration = Duration::seconds(15);
/// How long after a sign of life that was acknowledged the next one may take, beyond the interval between them.
const OVERDUE: Duration = Duration::seconds(20);
/// The longest grace for a break, whatever the server's settings, in seconds.
const GRACE: u64 = 15;
/// The longest pause between attempts as long as the break is not shown, and the shortest.
const WITHIN_GRACE: Duration = Duration::seconds(2);
const AT_THE_END_OF_THE_GRACE: Duration = Duration::milliseconds(500);
/// How soon a sign of life is repeated that the server could not take.
const AGAIN: Duration = Duration::seconds(5);
/// Differences of the clocks below this are delays on the way.
const OFFSET_NOISE: Duration = Duration::milliseconds(250);
/// An answer that took longer says little of the server's clock.
const SLOW_ANSWER: Duration = Duration::seconds(2);

#[derive(Debug)]
pub(super) struct Session {
    pub(super) phase: Phase,
    /// The id of the last event that was accepted, for this account.
    cursor: Option<String>,
    /// Names streams, so that what an earlier one brings is known as such.
    streams: u64,
    pub(super) heartbeat: Heartbeat,
    contact: Option<Contact>,
    /// Attempts that failed in a row, and that were not within a break that nobody has seen.
    attempts: u32,
    /// An attempt has ended, one way or the other: from then on, not being connected is a state of its own.
    broken: bool,
    /// Since when there is no contact, by the server's clock.
    lost_since: Option<Timestamp>,
    failure: Option<LastFailure>,
    /// The server's clock minus this computer's wall clock.
    offset: TimeDelta,
    /// The server vouched for its time when the connection was ended on purpose, and nothing was tried in vain since.
    knows_time: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing is tried until the idle source has spoken and the lock is known, or at this instant; never without one.
    Resting {
        until: Option<Boot>,
    },
    Waiting {
        retry_at: Boot,
    },
    /// Choices made meanwhile go first, then the activity: nobody shall be seen as what she no longer is.
    Greeting,
    Opening {
        stream: u64,
        until: Boot,
    },
    Connected {
        stream: u64,
    },
}

/// The sign of life, and what came of it.
#[derive(Debug)]
pub(super) struct Heartbeat {
    pub(super) due_at: Boot,
    /// The activity that was sent last, in this computer's time.
    pub(super) reported: Option<Activity>,
    /// When the last one was acknowledged, and until when the server holds this session for live.
    acknowledged: Option<Acknowledged>,
    /// What became of those since then.
    failed: Option<Failure>,
    /// The server knew a greater number, and it was counted on from there since then.
    recounted: bool,
}

#[derive(Clone, Copy, Debug)]
struct Acknowledged {
    at: Boot,
    lease_until: Boot,
}

/// The server's word on everything that is shown. It outlasts short breaks, so that those are never seen.
#[derive(Clone, Copy, Debug)]
struct Contact {
    since: Timestamp,
    /// The connection broke then, and another one is not made yet.
    broke: Option<(Boot, Timestamp)>,
}

#[derive(Debug)]
pub(super) struct LastFailure {
    pub(super) failure: Failure,
    /// By the server's clock; further failures of the same kind in a row do not move it.
    pub(super) since: Timestamp,
    /// It went well since then.
    over: bool,
}

impl Session {
    pub(super) fn new(offset: TimeDelta) -> Self {
        Self {
            phase: Phase::Resting { until: None },
            cursor: None,
            streams: 0,
            heartbeat: Heartbeat {
                due_at: Boot::zero(),
                reported: None,
                acknowledged: None,
                failed: None,
                recounted: false,
            },
            contact: None,
            attempts: 0,
            broken: false,
            lost_since: None,
            failure: None,
            offset,
            knows_time: false,
        }
    }

    /// Another account, or none: nothing but the clock and the numbers of streams goes on.
    pub(super) fn begin_anew(&mut self) {
        *self = Self {
            streams: self.streams,
            ..Self::new(self.offset)
        };
    }

    // What is shown.

    pub(super) fn state(&self, settings: &Settings, now: Boot) -> LinkState {
        if self.is_vouched_for(settings, now) {
            LinkState::Connected
        } else if self.broken {
            LinkState::Disconnected
        } else {
            LinkState::Connecting
        }
    }

    /// Since when server and app hear each other, or do not, by the server's clock.
    pub(super) fn since(&self, settings: &Settings, now: Boot) -> Option<Timestamp> {
        match self.contact {
            Some(contact) if self.is_vouched_for(settings, now) => Some(contact.since),
            Some(Contact {
                broke: Some((_, at)),
                ..
            }) => Some(at),
            _ => self.lost_since,
        }
    }

    pub(super) fn failure(&self) -> Option<&LastFailure> {
        self.failure.as_ref()
    }

    pub(super) fn is_vouched_for(&self, settings: &Settings, now: Boot) -> bool {
        self.vouched_until(settings)
            .is_some_and(|until| now < until)
    }

    /// Until when what is shown of the server may still be taken for true, if nothing more comes from it.
    pub(super) fn vouched_until(&self, settings: &Settings) -> Option<Boot> {
        let contact = self.contact?;
        let Acknowledged { at, lease_until } = self.heartbeat.acknowledged?;
        let overdue = at + heartbeat_interval(settings) + OVERDUE;
        let until = lease_until.min(overdue);
        Some(match contact.broke {
            Some((broke, _)) => until.min(broke + grace(settings)),
            None => until,
        })
    }

    /// A word that ran out counts no longer, also if the server is back a moment later.
    pub(super) fn expire_contact(&mut self, settings: &Settings, now: Boot) {
        if let Some(contact) = self.contact
            && contact.broke.is_some()
            && !self.is_vouched_for(settings, now)
        {
            self.lost_since = contact.broke.map(|(_, at)| at);
            self.contact = None;
            self.attempts = 0;
        }
    }

    // Phases.

    pub(super) fn is_connected(&self) -> bool {
        matches!(self.phase, Phase::Connected { .. })
    }

    pub(super) fn is_greeting(&self) -> bool {
        self.phase == Phase::Greeting
    }

    /// Whether requests are sent.
    pub(super) fn is_trying(&self) -> bool {
        !matches!(self.phase, Phase::Resting { .. } | Phase::Waiting { .. })
    }

    pub(super) fn stream(&self) -> Option<u64> {
        match self.phase {
            Phase::Opening { stream, .. } | Phase::Connected { stream } => Some(stream),
            Phase::Resting { .. } | Phase::Waiting { .. } | Phase::Greeting => None,
        }
    }

    /// When something is to be tried, or has taken too long.
    pub(super) fn due_at(&self) -> Option<Boot> {
        match self.phase {
            Phase::Resting { until } => until,
            Phase::Waiting { retry_at } => Some(retry_at),
            Phase::Opening { until, .. } => Some(until),
            Phase::Greeting | Phase::Connected { .. } => None,
        }
    }

    pub(super) fn rest(&mut self, until: Option<Boot>) {
        self.phase = Phase::Resting { until };
    }

    /// An attempt begins.
    pub(super) fn greet(&mut self) {
        self.phase = Phase::Greeting;
        self.heartbeat.reported = None;
    }

    /// Does not wait any longer with the next attempt.
    pub(super) fn retry_now(&mut self, now: Boot) {
        if let Phase::Waiting { .. } = self.phase {
            self.attempts = 0;
            self.phase = Phase::Waiting { retry_at: now };
        }
    }

    /// Whether the server may hold this session for live, whatever has become of the connection.
    pub(super) fn may_be_live(&self, now: Boot) -> bool {
        let acknowledged = self.heartbeat.acknowledged;
        acknowledged.is_some_and(|acknowledged| now < acknowledged.lease_until)
    }

    /// Asks for a stream. Afresh, it begins with a snapshot, as it does after a break that was seen: what happened in such a
    /// time is the past, and would be shown and told as if it happened now. Returns its number and where it goes on from.
    pub(super) fn open_stream(&mut self, fresh: bool, now: Boot) -> (u64, Option<String>) {
        self.streams += 1;
        let stream = self.streams;
        if fresh || !self.has_contact() {
            self.cursor = None;
        }
        self.phase = match self.phase {
            Phase::Connected { .. } => Phase::Connected { stream },
            _ => Phase::Opening {
                stream,
                until: now + ANSWER_WITHIN,
            },
        };
        (stream, self.cursor.clone())
    }

    /// Whether nobody has seen a break yet.
    pub(super) fn has_contact(&self) -> bool {
        self.contact.is_some()
    }

    pub(super) fn resumes(&self) -> bool {
        self.cursor.is_some()
    }

    /// An event of the open stream was taken in.
    pub(super) fn accept(&mut self, id: String) {
        if !id.is_empty() {
            self.cursor = Some(id);
        }
    }

    /// The stream has brought, or goes on from, all there is.
    pub(super) fn connected(&mut self, stream: u64, at: Timestamp) {
        self.phase = Phase::Connected { stream };
        self.attempts = 0;
        self.broken = true;
        if let Some(last) = &mut self.failure {
            last.over = true;
        }
        let since = self.contact.map_or(at, |contact| contact.since);
        self.contact = Some(Contact { since, broke: None });
    }

    /// The connection broke. It is tried again after a while.
    pub(super) fn broke(
        &mut self,
        failure: &Failure,
        jitter: f64,
        settings: &Settings,
        now: Boot,
        at: Timestamp,
    ) {
        self.note(failure, at);
        let backoff = backoff(self.attempts, jitter);
        self.attempts = self.attempts.saturating_add(1);
        let wait = match &mut self.contact {
            // Nobody has seen the break yet. It shall be over before anybody does, and time gets short.
            Some(contact) => {
                let (broke, _) = *contact.broke.get_or_insert((now, at));
                let left = broke + grace(settings) - now;
                let wait = jittered(WITHIN_GRACE.min(left / 4), jitter);
                let least = jittered(AT_THE_END_OF_THE_GRACE, jitter);
                backoff.min(wait).max(least)
            }
            None => backoff,
        };
        self.phase = Phase::Waiting {
            retry_at: now + wait,
        };
        self.heartbeat.reported = None;
        if self.contact.is_none() && !self.broken {
            self.lost_since = Some(at);
        }
        self.broken = true;
        self.knows_time = false;
    }

    /// The connection is ended on purpose: nothing that is shown of the server is vouched for any more.
    pub(super) fn end(&mut self, until: Option<Boot>, settings: &Settings, now: Boot) {
        self.knows_time |= self.is_vouched_for(settings, now);
        self.rest(until);
        self.contact = None;
        self.broken = false;
        self.lost_since = None;
        self.attempts = 0;
        self.heartbeat.reported = None;
        self.heartbeat.acknowledged = None;
    }

    /// Keeps a failure for the person who wonders.
    pub(super) fn note(&mut self, failure: &Failure, at: Timestamp) {
        let known = self
            .failure
            .as_ref()
            .is_some_and(|last| !last.over && last.failure == *failure);
        if !known {
            self.failure = Some(LastFailure {
                failure: failure.clone(),
                since: at,
                over: false,
            });
        }
    }

    // The sign of life.

    pub(super) fn heartbeat_sent(&mut self, activity: Activity, settings: &Settings, now: Boot) {
        self.heartbeat.reported = Some(activity);
        self.heartbeat.due_at = now + heartbeat_interval(settings);
    }

    /// The server's settings are known, or others now.
    pub(super) fn heartbeat_within(&mut self, settings: &Settings, now: Boot) {
        let due_at = now + heartbeat_interval(settings);
        self.heartbeat.due_at = self.heartbeat.due_at.min(due_at);
    }

    pub(super) fn heartbeat_now(&mut self, now: Boot) {
        self.heartbeat.due_at = now;
    }

    /// The server could not take the sign of life; the lease runs on.
    pub(super) fn heartbeat_failed(&mut self, failure: &Failure, now: Now) {
        self.heartbeat.due_at = now.at() + AGAIN;
        self.heartbeat.failed = Some(failure.clone());
        self.note(failure, self.server_time(now));
    }

    /// The server knows a greater number of this session's: the sign of life is repeated at once, with the next one. Says
    /// whether it is; a server that cannot be satisfied so is asked only once.
    pub(super) fn recounts(&mut self, now: Boot) -> bool {
        self.heartbeat_now(now);
        !std::mem::replace(&mut self.heartbeat.recounted, true)
    }

    /// Why nothing vouches for the server any more.
    pub(super) fn silence(&self) -> Failure {
        let failed = self.heartbeat.failed.clone();
        failed.unwrap_or(Failure::Unreachable(Unreachable::TimedOut))
    }

    pub(super) fn acknowledged(&mut self, answer: &ActivityAnswer, sent_at: Boot, now: Now) {
        let lease = (answer.lease_until - answer.server_time).max(TimeDelta::zero());
        self.heartbeat.acknowledged = Some(Acknowledged {
            // What the server said is as old as the question.
            at: sent_at,
            lease_until: sent_at + lease,
        });
        self.heartbeat.failed = None;
        self.heartbeat.recounted = false;
        // Whatever the server's settings say, or are not known to say yet.
        self.heartbeat.due_at = self.heartbeat.due_at.min(sent_at + lease / 2);
        self.adjust_clock(answer.server_time, sent_at, now);
    }

    // The server's clock.

    pub(super) fn offset(&self) -> TimeDelta {
        self.offset
    }

    pub(super) fn server_time(&self, now: Now) -> Timestamp {
        now.wall.checked_add_signed(self.offset).unwrap_or(now.wall)
    }

    /// This computer's clock was set, at some time after `before`. If the server vouched for its own time then, also just
    /// before a sleep, that goes on as before; otherwise this computer's clock is all there is.
    pub(super) fn clock_was_set(
        &mut self,
        step: TimeDelta,
        settings: &Settings,
        before: Boot,
        now: Boot,
    ) {
        if self.knows_time || self.is_vouched_for(settings, before) {
            self.offset -= step;
        }
        self.heartbeat_now(now);
        self.retry_now(now);
    }

    fn adjust_clock(&mut self, server_time: Timestamp, sent_at: Boot, now: Now) {
        let took = now.at() - sent_at;
        let offset = server_time - (now.wall - took / 2);
        let noise = if took > SLOW_ANSWER {
            took
        } else {
            OFFSET_NOISE
        };
        if (offset - self.offset).abs() > noise {
            self.offset = TimeDelta::milliseconds(offset.num_milliseconds());
        }
    }
}

fn heartbeat_interval(settings: &Settings) -> Duration {
    Duration::seconds(settings.heartbeat_seconds.clamp(1, 3600).cast_signed())
}

/// How long a break is not shown. The server keeps a session for a while whose stream broke, 15 s by the rule book,
/// which is one keep-alive; a server in a hurry has shorter ones.
fn grace(settings: &Settings) -> Duration {
    Duration::seconds(settings.keep_alive_seconds.clamp(1, GRACE).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When an app tries again whose connection breaks at 0 and whose attempts all fail, for the first half minute.
    fn attempts(jitter: f64) -> Vec<i64> {
        let mut session = connected();
        let (settings, epoch) = (Settings::default(), Timestamp::UNIX_EPOCH);
        let mut now = Boot::zero();
        let mut attempts = Vec::new();
        while now < Boot::zero() + Duration::seconds(30) {
            session.broke(
                &failure(),
                jitter,
                &settings,
                now,
                epoch + (now - Boot::zero()),
            );
            now = session.due_at().unwrap();
            attempts.push((now - Boot::zero()).num_milliseconds());
            session.expire_contact(&settings, now);
        }
        attempts
    }

    #[test]
    fn a_thousand_apps_that_lost_the_server_at_once_are_never_back_in_the_same_instant() {
        let apps = (0..1000_i32).map(|app| f64::from(app) / 1000.0);
        let mut all: Vec<i64> = apps.clone().flat_map(attempts).collect();
        all.sort_unstable();
        assert!(busiest(&all) < 60, "{} within 10 ms", busiest(&all));

        // Nor if the server breaks off once more, just before the break would be seen.
        let mut again: Vec<i64> = apps.map(|jitter| wait_after(14_500, jitter)).collect();
        again.sort_unstable();
        assert!(busiest(&again) < 60, "{} within 10 ms", busiest(&again));
    }

    /// How many of these instants lie within ten milliseconds at most.
    fn busiest(instants: &[i64]) -> usize {
        let from = |(place, at): (usize, &i64)| {
            instants[place..].partition_point(|other| *other < at + 10)
        };
        instants
            .iter()
            .enumerate()
            .map(from)
            .max()
            .unwrap_or_default()
    }

    /// How long an app waits that is broken off again so long after its connection broke first.
    fn wait_after(milliseconds: i64, jitter: f64) -> i64 {
        let mut session = connected();
        let settings = Settings::default();
        let again = Boot::zero() + Duration::milliseconds(milliseconds);
        for now in [Boot::zero(), again] {
            session.broke(&failure(), jitter, &settings, now, Timestamp::UNIX_EPOCH);
        }
        (session.due_at().unwrap() - again).num_milliseconds()
    }

    fn connected() -> Session {
        let mut session = Session::new(TimeDelta::zero());
        session.connected(1, Timestamp::UNIX_EPOCH);
        session.heartbeat.acknowledged = Some(Acknowledged {
            at: Boot::zero(),
            lease_until: Boot::zero() + Duration::seconds(60),
        });
        session
    }

    fn failure() -> Failure {
        Failure::Unreachable(Unreachable::ConnectionRefused)
    }
}
