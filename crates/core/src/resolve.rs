//! The one function that decides: facts and an instant in, a status in each office, and why and until when, out.

use std::cmp::Reverse;

use porchlight_protocol::{
    Cause, Choice, ChoiceStatus, Ends, EndsWhy, Hold, Interval, OfficeId, Overall, Scope, Status,
    Timestamp,
};
use serde::Serialize;

use crate::{
    Facts, Timeline,
    masks::{Mask, Masks},
    registers::{self, Registers},
    rules,
    schedule::{HORIZON, later},
};

/// What [`resolve`] says of an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resolution {
    /// The status all offices share, or mixed. Offline for an agent without offices.
    pub overall: Overall,
    /// The first instant after now at which some office's status or cause kind changes if no new fact comes in.
    /// None if that is not within 400 days.
    pub next_change: Option<Timestamp>,
    /// In the order of the facts' offices.
    pub offices: Vec<OfficeStatus>,
}

/// What an agent is in one office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfficeStatus {
    pub office: OfficeId,
    pub status: Status,
    pub cause: Cause,
    pub since: Option<Timestamp>,
    pub ends: Option<Ends>,
    #[serde(skip)]
    pub decided: Decision,
}

/// What is decided of an office before the masks (no device, idle, locked, busy) lower it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    pub status: Status,
    /// By a choice; otherwise by the schedule, or for want of one.
    pub chosen: bool,
    pub ends: Option<Ends>,
}

/// What was looked at for one office, in that order, and what came of it.
#[derive(Debug)]
pub(crate) struct Grounds<'a> {
    /// The choices that can still matter, latest first. A timed `available` may be there twice: as itself, and as the
    /// `follow_schedule` that it leaves. After them comes the schedule, and then the mask.
    pub(crate) choices: Vec<Ground<'a>>,
    pub(crate) mask: Mask,
    pub(crate) outcome: OfficeStatus,
}

/// A choice that was looked at.
#[derive(Debug)]
pub(crate) struct Ground<'a> {
    pub(crate) choice: &'a Choice,
    pub(crate) in_force: bool,
    pub(crate) lets_schedule_decide: bool,
    /// When it ends by itself, or did.
    pub(crate) ends: Option<Timestamp>,
}

/// Decides an agent's status in each of her offices.
pub fn resolve(facts: &Facts, now: Timestamp) -> Resolution {
    let moment = Moment::new(facts, now);
    let everywhere = everywhere(facts);
    let mut offices = Vec::with_capacity(facts.offices.len());
    let mut next_change = None;
    for office in &facts.offices {
        let plan = moment.plan(live(facts, office, everywhere));
        offices.push(moment.status(office, &plan));
        if let Some(change) = moment.next_change(&plan, next_change.unwrap_or(moment.horizon)) {
            next_change = Some(change);
        }
    }
    Resolution {
        overall: overall(&offices),
        next_change,
        offices,
    }
}

/// Why [`resolve`] says what it does, for each office.
pub(crate) fn grounds(facts: &Facts, now: Timestamp) -> Vec<Grounds<'_>> {
    let moment = Moment::new(facts, now);
    let everywhere = everywhere(facts);
    let offices = facts.offices.iter().map(|office| {
        let live = live(facts, office, everywhere);
        let registers = live.into_iter().flatten();
        Grounds {
            choices: registers.map(|live| moment.ground(live)).collect(),
            mask: moment.mask,
            outcome: moment.status(office, &moment.plan(live)),
        }
    });
    offices.collect()
}

/// A register that no other one has killed.
#[derive(Clone, Copy)]
struct Live<'a> {
    choice: &'a Choice,
    timed: bool,
}

fn everywhere(facts: &Facts) -> Registers<'_> {
    let choices = facts.choices.iter();
    Registers::of(choices.filter(|choice| choice.scope == Scope::Everywhere))
}

/// The live registers of an office, latest first: at the same stamp a timed one before a standing one, and the office's
/// before everywhere's.
fn live<'a>(
    facts: &'a Facts,
    office: &OfficeId,
    everywhere: Registers<'a>,
) -> [Option<Live<'a>>; 4] {
    let own = facts
        .choices
        .iter()
        .filter(|choice| matches!(&choice.scope, Scope::Office(id) if id == office));
    let office = Registers::of(own).under(everywhere);
    let timed = |choice| Live {
        choice,
        timed: true,
    };
    let standing = |choice| Live {
        choice,
        timed: false,
    };
    let mut live = [
        office.timed.map(timed),
        everywhere.timed.map(timed),
        office.standing.map(standing),
        everywhere.standing.map(standing),
    ];
    live.sort_by(|one, other| match (one, other) {
        (Some(one), Some(other)) => registers::by_stamp(other.choice, one.choice),
        _ => Reverse(one.is_some()).cmp(&Reverse(other.is_some())),
    });
    live
}

/// The facts that all offices share, at the instant asked about.
struct Moment<'a> {
    now: Timestamp,
    horizon: Timestamp,
    schedule: Option<&'a Timeline>,
    on_shift: bool,
    last_edge: Option<Timestamp>,
    next_edge: Option<Timestamp>,
    masks: Masks<'a>,
    mask: Mask,
}

/// What decides an office from now on, if no new fact comes in: each until its end, when the next takes over. After
/// the last comes the schedule.
#[derive(Default)]
struct Plan<'a> {
    deciders: [Option<Decider<'a>>; 4],
}

/// A register in force.
#[derive(Clone, Copy)]
struct Decider<'a> {
    choice: &'a Choice,
    /// What the choice says; none lets the schedule decide.
    status: Option<Status>,
    /// None is in force for good, or for longer than anybody looks ahead.
    ends: Option<Ends>,
}

/// What is shown of an office, as far as a change of it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shown {
    status: Status,
    kind: Kind,
}

/// What is decided before the masks, and for how long.
#[derive(Clone, Copy)]
struct Decided {
    shown: Shown,
    until: Option<Timestamp>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Manual,
    Schedule,
    Default,
    Idle,
    Locked,
    Busy,
    NoDevice,
}

impl<'a> Moment<'a> {
    fn new(facts: &'a Facts, now: Timestamp) -> Self {
        let schedule = facts.schedule.as_ref();
        let masks = Masks::new(facts);
        Self {
            now,
            horizon: later(now, HORIZON),
            schedule,
            on_shift: schedule.is_some_and(|schedule| schedule.on_shift(now)),
            last_edge: schedule.and_then(|schedule| schedule.last_edge(now)),
            next_edge: schedule.and_then(|schedule| schedule.next_edge(now)),
            masks,
            mask: masks.at(now),
        }
    }

    /// The registers in force now, latest first.
    fn plan(&self, live: [Option<Live<'a>>; 4]) -> Plan<'a> {
        let mut plan = Plan::default();
        let in_force = live
            .into_iter()
            .flatten()
            .filter_map(|live| self.decider(live));
        for (place, decider) in plan.deciders.iter_mut().zip(in_force) {
            *place = Some(decider);
        }
        plan
    }

    /// What a register decides, if it is in force.
    fn decider(&self, Live { choice, timed }: Live<'a>) -> Option<Decider<'a>> {
        if timed {
            self.timed(choice)
        } else {
            self.standing(choice)
        }
    }

    fn ground(&self, live: Live<'a>) -> Ground<'a> {
        let decider = self.decider(live);
        let choice = live.choice;
        let ended = || match choice.hold {
            Hold::NextEdge => self.next_edge_after(choice.set_at),
            Hold::Until(end) => Some(end),
            Hold::UntilChanged => None,
        };
        Ground {
            choice,
            in_force: decider.is_some(),
            lets_schedule_decide: decider.is_some_and(|decider| decider.status.is_none()),
            ends: match decider.and_then(|decider| decider.ends) {
                Some(ends) => Some(ends.at),
                None => ended(),
            },
        }
    }

    fn timed(&self, choice: &'a Choice) -> Option<Decider<'a>> {
        let at = registers::end(choice).filter(|end| self.now < *end)?;
        Some(Decider {
            choice,
            status: status(choice.status),
            ends: Some(Ends {
                at,
                why: EndsWhy::Timer,
            }),
        })
    }

    fn standing(&self, choice: &'a Choice) -> Option<Decider<'a>> {
        let ends = match (status(choice.status), choice.hold) {
            (None, _) | (Some(_), Hold::Until(_)) => {
                return Some(Decider {
                    choice,
                    status: None,
                    ends: None,
                });
            }
            (Some(_), Hold::UntilChanged) => None,
            (Some(_), Hold::NextEdge) => {
                if !rules::holds_at(choice, self.schedule, self.now) {
                    return None;
                }
                let edge = if choice.set_at <= self.now {
                    self.next_edge
                } else {
                    self.next_edge_after(choice.set_at)
                };
                edge.map(|at| Ends {
                    at,
                    why: EndsWhy::ScheduleEdge,
                })
            }
        };
        Some(Decider {
            choice,
            status: status(choice.status),
            ends,
        })
    }

    fn status(&self, office: &OfficeId, plan: &Plan<'_>) -> OfficeStatus {
        let decider = plan
            .at(self.now)
            .and_then(|decider| Some((decider, decider.status?)));
        let (decided, cause, since, ends) = match decider {
            Some((Decider { choice, ends, .. }, status)) => (
                status,
                Cause::Manual {
                    by: choice.by.clone(),
                },
                Some(choice.set_at),
                ends,
            ),
            None if self.schedule.is_none() => (Status::Offline, Cause::Default, None, None),
            None => {
                let ends = self.next_edge.map(|at| Ends {
                    at,
                    why: EndsWhy::ScheduleEdge,
                });
                (
                    scheduled(self.on_shift),
                    Cause::Schedule,
                    self.last_edge,
                    ends,
                )
            }
        };
        let decision = Decision {
            status: decided,
            chosen: decider.is_some(),
            ends,
        };
        let (status, cause, since, ends) = match self.mask {
            Mask::NoDevice { last } => (Status::Offline, Cause::NoDevice, last, None),
            Mask::Inactive { locked, since } if decided == Status::Available => (
                Status::Away,
                if locked { Cause::Locked } else { Cause::Idle },
                Some(since),
                None,
            ),
            Mask::Busy(Interval { from, until }) if decided == Status::Available => {
                (Status::Away, Cause::Busy { until }, Some(from), None)
            }
            Mask::None | Mask::Inactive { .. } | Mask::Busy(_) => (decided, cause, since, ends),
        };
        OfficeStatus {
            office: office.clone(),
            status,
            cause,
            since,
            ends,
            decided: decision,
        }
    }

    /// The first instant in `(now, until]` at which the office shows something else.
    fn next_change(&self, plan: &Plan<'_>, until: Timestamp) -> Option<Timestamp> {
        let mut decided = self.decided(plan, self.now);
        let now = decided.shown.under(self.mask);
        let mut at = self.now;
        loop {
            at = [decided.until, self.masks.next_event(at)]
                .into_iter()
                .flatten()
                .min()?;
            if at > until {
                return None;
            }
            if decided.until.is_some_and(|end| end <= at) {
                decided = self.decided(plan, at);
            }
            let mask = self.masks.at(at);
            if decided.shown.under(mask) != now {
                return Some(at);
            }
            if let Mask::NoDevice { .. } = mask {
                return None;
            }
        }
    }

    /// What is decided at an instant, now or later.
    fn decided(&self, plan: &Plan<'_>, at: Timestamp) -> Decided {
        let decider = plan
            .at(at)
            .and_then(|decider| Some((decider.status?, decider.ends)));
        let (status, kind, until) = match (decider, self.schedule) {
            (Some((status, ends)), _) => (status, Kind::Manual, ends.map(|ends| ends.at)),
            (None, None) => (Status::Offline, Kind::Default, None),
            (None, Some(_)) if at == self.now => {
                (scheduled(self.on_shift), Kind::Schedule, self.next_edge)
            }
            (None, Some(schedule)) => {
                let edge = schedule.next_edge_until(at, self.horizon);
                (scheduled(schedule.on_shift(at)), Kind::Schedule, edge)
            }
        };
        Decided {
            shown: Shown { status, kind },
            until,
        }
    }

    fn next_edge_after(&self, at: Timestamp) -> Option<Timestamp> {
        self.schedule
            .and_then(|schedule| schedule.next_edge_until(at, self.horizon))
    }
}

impl<'a> Plan<'a> {
    fn at(&self, now: Timestamp) -> Option<Decider<'a>> {
        self.deciders
            .into_iter()
            .flatten()
            .find(|decider| decider.ends.is_none_or(|ends| now < ends.at))
    }
}

impl Shown {
    /// What is left of it under a mask.
    fn under(self, mask: Mask) -> Self {
        match mask {
            Mask::NoDevice { .. } => Self {
                status: Status::Offline,
                kind: Kind::NoDevice,
            },
            Mask::Inactive { locked, .. } if self.status == Status::Available => Self {
                status: Status::Away,
                kind: if locked { Kind::Locked } else { Kind::Idle },
            },
            Mask::Busy(_) if self.status == Status::Available => Self {
                status: Status::Away,
                kind: Kind::Busy,
            },
            Mask::None | Mask::Inactive { .. } | Mask::Busy(_) => self,
        }
    }
}

/// What a choice says by itself.
fn status(choice: ChoiceStatus) -> Option<Status> {
    match choice {
        ChoiceStatus::Available => Some(Status::Available),
        ChoiceStatus::Away => Some(Status::Away),
        ChoiceStatus::Offline => Some(Status::Offline),
        ChoiceStatus::FollowSchedule => None,
    }
}

fn scheduled(on_shift: bool) -> Status {
    if on_shift {
        Status::Available
    } else {
        Status::Offline
    }
}

fn overall(offices: &[OfficeStatus]) -> Overall {
    let Some(first) = offices.first() else {
        return Overall::Offline;
    };
    if offices.iter().any(|office| office.status != first.status) {
        return Overall::Mixed;
    }
    match first.status {
        Status::Available => Overall::Available,
        Status::Away => Overall::Away,
        Status::Offline => Overall::Offline,
    }
}
