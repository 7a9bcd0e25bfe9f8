//! What an agent is at one instant, decided from the facts alone.

use std::cmp::Reverse;

use chrono::Duration;
use porchlight_core::SessionFact;
use porchlight_protocol::{
    Activity, Cause, Choice, ChoiceStatus, Ends, EndsWhy, Hold, Interval, OfficeId, Scope, Status,
    Timestamp,
};

/// The same facts as the crate's own, with the schedule as a list of edges.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) idle_after: Duration,
    pub(crate) offices: Vec<OfficeId>,
    pub(crate) choices: Vec<Choice>,
    pub(crate) schedule: Option<Edges>,
    pub(crate) sessions: Vec<SessionFact>,
    pub(crate) busy: Vec<Interval>,
}

/// A schedule by its edges.
#[derive(Debug)]
pub(crate) struct Edges {
    pub(crate) on_shift_at_first: bool,
    pub(crate) edges: Vec<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: Status,
    pub(crate) cause: Cause,
    pub(crate) since: Option<Timestamp>,
    pub(crate) ends: Option<Ends>,
    pub(crate) decided: Status,
}

/// A choice's part in a register; a timed `available` has two.
#[derive(Clone, Copy, Debug)]
struct Claim<'a> {
    choice: &'a Choice,
    timed: bool,
    follows: bool,
    here: bool,
}

impl Case {
    /// What the agent is in an office at `now`.
    pub(crate) fn answer(&self, office: &OfficeId, now: Timestamp) -> Answer {
        let decision = self.decide(office, now);
        let live: Vec<_> = self
            .sessions
            .iter()
            .filter(|session| session.lease_until > now)
            .collect();
        if live.is_empty() {
            let since = self
                .sessions
                .iter()
                .map(|session| session.lease_until)
                .max();
            return Answer {
                status: Status::Offline,
                cause: Cause::NoDevice,
                since,
                ends: None,
                ..decision
            };
        }
        let inactive: Vec<_> = live
            .iter()
            .filter_map(|session| match session.activity {
                Activity::Idle { since } => Some((since + self.idle_after, Cause::Idle, since)),
                Activity::Locked { since } => Some((since, Cause::Locked, since)),
                Activity::Active | Activity::Unknown => None,
            })
            .filter(|(from, ..)| *from <= now)
            .collect();
        if decision.decided != Status::Available {
            return decision;
        }
        if inactive.len() < live.len() {
            let Some((from, until)) = self.busy_around(now) else {
                return decision;
            };
            return Answer {
                status: Status::Away,
                cause: Cause::Busy { until },
                since: Some(from),
                ends: None,
                ..decision
            };
        }
        let latest = inactive.iter().map(|(from, ..)| *from).max().unwrap();
        let last: Vec<_> = inactive
            .into_iter()
            .filter(|(from, ..)| *from == latest)
            .collect();
        let (_, cause, since) = last
            .iter()
            .find(|(_, cause, _)| *cause == Cause::Locked)
            .unwrap_or(&last[0])
            .clone();
        Answer {
            status: Status::Away,
            cause,
            since: Some(since),
            ends: None,
            ..decision
        }
    }

    /// Grows from any interval around `now` by all that overlap or touch what it has grown to.
    fn busy_around(&self, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let around = |it: &&Interval| it.from <= now && now < it.until;
        let Interval { from, until } = *self.busy.iter().find(around)?;
        let (mut from, mut until) = (from, until);
        for _ in &self.busy {
            for other in &self.busy {
                if other.from <= until && from <= other.until {
                    from = from.min(other.from);
                    until = until.max(other.until);
                }
            }
        }
        Some((from, until))
    }

    /// The first instant after `now` at which some office shows another status or kind of cause: every instant that
    /// the facts know of is tried.
    pub(crate) fn next_change(&self, now: Timestamp) -> Option<Timestamp> {
        let horizon = now + Duration::days(400);
        let mut instants: Vec<Timestamp> = self
            .schedule
            .iter()
            .flat_map(|schedule| schedule.edges.clone())
            .collect();
        for choice in &self.choices {
            if let Hold::Until(until) = choice.hold {
                instants.push(until);
            }
        }
        for session in &self.sessions {
            instants.push(session.lease_until);
            match session.activity {
                Activity::Idle { since } => instants.push(since + self.idle_after),
                Activity::Locked { since } => instants.push(since),
                Activity::Active | Activity::Unknown => {}
            }
        }
        for interval in &self.busy {
            instants.extend([interval.from, interval.until]);
        }
        instants.retain(|at| now < *at && *at <= horizon);
        instants.sort();
        instants.dedup();
        instants.into_iter().find(|at| self.differs(now, *at))
    }

    /// Whether some office shows another status or kind of cause at the two instants.
    pub(crate) fn differs(&self, now: Timestamp, then: Timestamp) -> bool {
        self.offices.iter().any(|office| {
            let (now, then) = (self.answer(office, now), self.answer(office, then));
            now.status != then.status || !now.cause.same_kind(&then.cause)
        })
    }

    fn decide(&self, office: &OfficeId, now: Timestamp) -> Answer {
        let mut claims = self.live_claims(office);
        claims.sort_by_key(|claim| {
            (
                Reverse(stamp(claim.choice)),
                Reverse(claim.timed),
                Reverse(claim.here),
            )
        });
        let Some(claim) = claims.into_iter().find(|claim| self.in_force(claim, now)) else {
            return self.scheduled(now);
        };
        let decided = match claim.choice.status {
            _ if claim.follows => return self.scheduled(now),
            ChoiceStatus::FollowSchedule => return self.scheduled(now),
            ChoiceStatus::Available => Status::Available,
            ChoiceStatus::Away => Status::Away,
            ChoiceStatus::Offline => Status::Offline,
        };
        let ends = match claim.choice.hold {
            Hold::Until(at) => Some(Ends {
                at,
                why: EndsWhy::Timer,
            }),
            Hold::NextEdge => self.next_edge(now.max(claim.choice.set_at), now),
            Hold::UntilChanged => None,
        };
        let by = claim.choice.by.clone();
        Answer {
            status: decided,
            cause: Cause::Manual { by },
            since: Some(claim.choice.set_at),
            ends,
            decided,
        }
    }

    fn live_claims(&self, office: &OfficeId) -> Vec<Claim<'_>> {
        let mut claims = Vec::new();
        for choice in &self.choices {
            let here = match &choice.scope {
                Scope::Everywhere => false,
                Scope::Office(id) if id == office => true,
                Scope::Office(_) => continue,
            };
            let timed = matches!(choice.hold, Hold::Until(_))
                && choice.status != ChoiceStatus::FollowSchedule;
            claims.push(Claim {
                choice,
                timed,
                follows: false,
                here,
            });
            if timed && choice.status == ChoiceStatus::Available {
                claims.push(Claim {
                    choice,
                    timed: false,
                    follows: true,
                    here,
                });
            }
        }
        let beats = |one: &Claim<'_>, other: &Claim<'_>| {
            let later = stamp(one.choice) > stamp(other.choice);
            let same_register = one.here == other.here && one.timed == other.timed;
            let outlasts = one.here == other.here && !one.timed;
            let forces = !one.here && !one.timed;
            later && (same_register || outlasts || forces)
        };
        let alive = |claim: &&Claim<'_>| !claims.iter().any(|other| beats(other, claim));
        claims.iter().filter(alive).copied().collect()
    }

    fn in_force(&self, claim: &Claim<'_>, now: Timestamp) -> bool {
        if claim.follows || claim.choice.status == ChoiceStatus::FollowSchedule {
            return true;
        }
        match claim.choice.hold {
            Hold::Until(until) => now < until,
            Hold::UntilChanged => true,
            Hold::NextEdge => {
                let edges = self.schedule.iter().flat_map(|schedule| &schedule.edges);
                !edges
                    .into_iter()
                    .any(|edge| claim.choice.set_at < *edge && *edge <= now)
            }
        }
    }

    fn scheduled(&self, now: Timestamp) -> Answer {
        let Some(schedule) = &self.schedule else {
            let (status, decided) = (Status::Offline, Status::Offline);
            return Answer {
                status,
                cause: Cause::Default,
                since: None,
                ends: None,
                decided,
            };
        };
        let passed: Vec<_> = schedule.edges.iter().filter(|edge| **edge <= now).collect();
        let on_shift = schedule.on_shift_at_first ^ (passed.len() % 2 == 1);
        let status = if on_shift {
            Status::Available
        } else {
            Status::Offline
        };
        let since = passed
            .last()
            .map(|edge| **edge)
            .filter(|edge| *edge > now - Duration::days(400));
        Answer {
            status,
            cause: Cause::Schedule,
            since,
            ends: self.next_edge(now, now),
            decided: status,
        }
    }

    fn next_edge(&self, after: Timestamp, now: Timestamp) -> Option<Ends> {
        let schedule = self.schedule.as_ref()?;
        let at = *schedule.edges.iter().find(|edge| after < **edge)?;
        (at <= now + Duration::days(400)).then_some(Ends {
            at,
            why: EndsWhy::ScheduleEdge,
        })
    }
}

fn stamp(choice: &Choice) -> (Timestamp, &[u8]) {
    (choice.set_at, choice.id.as_str().as_bytes())
}
