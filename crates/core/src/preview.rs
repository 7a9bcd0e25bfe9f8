//! The days ahead as they will be by a schedule that need not be saved yet: decided by [`resolve`] like everything else.

use chrono::{Days, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use porchlight_protocol::{
    Activity, Cause, Membership, Overall, Schedule, SessionId, Status, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::{
    Facts, OfficeStatus, Resolution, ScheduleError, SessionFact, Timeline,
    locale::{HourCycle, Locale},
    resolve,
    schedule::instant_at,
    words::{self, Names, Who, local},
};

/// How many days are looked ahead, today among them.
const DAYS: u64 = 14;
/// More stretches than a day can have by any schedule that is accepted.
const MOST_STRETCHES: usize = 2000;

/// Two weeks, from today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Preview {
    /// The schedule's, in which the days are.
    pub zone: String,
    pub now: Timestamp,
    pub days: Vec<PreviewDay>,
}

/// One local date, from its first instant to the next one's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PreviewDay {
    pub date: NaiveDate,
    /// How long it is: 24 hours, unless the clocks change.
    pub minutes: u32,
    /// How much of it has passed, in minutes. None for the days to come.
    pub passed: Option<u32>,
    pub clock_change: Option<ClockChange>,
    /// In order, without gaps; today from now on.
    pub stretches: Vec<Stretch>,
}

/// The clocks go forward or back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ClockChange {
    /// Minutes since the day began.
    pub at: u32,
    /// `The clocks go forward by 1 hour at 02:00`
    pub text: String,
}

/// A part of a day in which nothing changes, `[from, until)`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Stretch {
    pub from: Timestamp,
    pub until: Timestamp,
    /// The same in minutes since the day began.
    pub begins: u32,
    pub ends: u32,
    pub status: Overall,
    /// `09:00 to 17:00: available everywhere by your schedule`
    pub text: String,
}

/// Whose days they are, in words.
struct Person<'a> {
    locale: &'a Locale,
    offices: &'a [Membership],
    names: Names<'a>,
}

impl Preview {
    /// Looks ahead from `now` with this schedule in place of the facts' own, and as if the person were at her device all
    /// the time: whether she will be, nobody knows.
    ///
    /// # Errors
    /// If the schedule makes no sense.
    pub fn new(
        schedule: &Schedule,
        facts: Facts,
        (offices, names): (&[Membership], Names<'_>),
        locale: &Locale,
        now: Timestamp,
    ) -> Result<Self, ScheduleError> {
        let person = Person {
            locale,
            offices,
            names,
        };
        let timeline = Timeline::new(schedule, now)?;
        let zone = timeline.zone();
        let facts = Facts {
            schedule: Some(timeline),
            sessions: vec![present()],
            ..facts
        };
        let today = local(zone, now).date();
        let midnights: Vec<(NaiveDate, Timestamp)> = (0..=DAYS)
            .filter_map(|ahead| {
                let date = today.checked_add_days(Days::new(ahead))?;
                Some((date, instant_at(zone, date.and_time(NaiveTime::MIN))?))
            })
            .collect();
        let until = midnights.last().map_or(now, |(_, at)| *at);
        let resolved = resolved(&facts, now, until);
        let days = midnights.windows(2).filter_map(|pair| {
            let [(date, from), (_, until)] = pair else {
                return None;
            };
            let day = Day {
                zone,
                date: *date,
                from: *from,
                until: *until,
            };
            // A date that a zone has skipped lasts no time at all.
            (from < until).then(|| day.preview(&resolved, &person, now))
        });
        Ok(Self {
            zone: schedule.zone.clone(),
            now,
            days: days.collect(),
        })
    }
}

/// What is decided, and from when until when.
struct Resolved {
    from: Timestamp,
    until: Timestamp,
    resolution: Resolution,
}

/// What is decided in `[now, until)`, from change to change.
fn resolved(facts: &Facts, now: Timestamp, until: Timestamp) -> Vec<Resolved> {
    let mut all = Vec::new();
    let mut from = now;
    while from < until && all.len() < MOST_STRETCHES {
        let resolution = resolve(facts, from);
        let change = resolution.next_change.filter(|at| from < *at);
        let end = change.unwrap_or(until).min(until);
        all.push(Resolved {
            from,
            until: end,
            resolution,
        });
        from = end;
    }
    all
}

struct Day {
    zone: Tz,
    date: NaiveDate,
    from: Timestamp,
    until: Timestamp,
}

impl Day {
    fn preview(&self, resolved: &[Resolved], person: &Person<'_>, now: Timestamp) -> PreviewDay {
        let first = resolved.partition_point(|part| part.until <= self.from);
        let parts = resolved[first..]
            .iter()
            .take_while(|part| part.from < self.until);
        PreviewDay {
            date: self.date,
            minutes: self.minute(self.until),
            passed: (self.from <= now && now < self.until).then(|| self.minute(now)),
            clock_change: self.clock_change(person.locale),
            stretches: parts.map(|part| self.stretch(part, person)).collect(),
        }
    }

    fn stretch(&self, part: &Resolved, person: &Person<'_>) -> Stretch {
        let (from, until) = (part.from.max(self.from), part.until.min(self.until));
        let locale = person.locale;
        let end = if until == self.until && locale.hour_cycle() == HourCycle::H23 {
            "24:00".to_owned()
        } else {
            locale.clock(local(self.zone, until).time())
        };
        let begin = locale.clock(local(self.zone, from).time());
        let state = in_words(&part.resolution, person);
        Stretch {
            from,
            until,
            begins: self.minute(from),
            ends: self.minute(until),
            status: part.resolution.overall,
            text: locale.messages().ahead_stretch(begin, end, state),
        }
    }

    fn clock_change(&self, locale: &Locale) -> Option<ClockChange> {
        let before = offset(self.zone, self.from);
        let ahead = offset(self.zone, self.until) - before;
        if ahead.is_zero() {
            return None;
        }
        let (mut old, mut new) = (self.from, self.until);
        while new - old > TimeDelta::seconds(1) {
            let middle = old + (new - old) / 2;
            if offset(self.zone, middle) == before {
                old = middle;
            } else {
                new = middle;
            }
        }
        let by = words::duration(locale, ahead.num_seconds().unsigned_abs());
        let clock = locale.clock((new.naive_utc() + before).time());
        let messages = locale.messages();
        Some(ClockChange {
            at: self.minute(new),
            text: if ahead > TimeDelta::zero() {
                messages.ahead_clocks_forward(by, clock)
            } else {
                messages.ahead_clocks_back(by, clock)
            },
        })
    }

    /// Whole minutes since the day began.
    fn minute(&self, at: Timestamp) -> u32 {
        u32::try_from((at - self.from).num_minutes()).unwrap_or_default()
    }
}

/// `available everywhere by your schedule`, `available in Library by your schedule; away in IT desk, set by Dana Fox`
fn in_words(resolution: &Resolution, person: &Person<'_>) -> String {
    let mut groups: Vec<(Status, &Cause, Vec<&str>)> = Vec::new();
    for OfficeStatus {
        office,
        status,
        cause,
        ..
    } in &resolution.offices
    {
        let known = person.offices.iter().find(|known| known.id == *office);
        let name = known.map_or(office.0.as_str(), |known| known.name.as_str());
        let same = groups
            .iter_mut()
            .find(|(other, why, _)| other == status && *why == cause);
        match same {
            Some((.., names)) => names.push(name),
            None => groups.push((*status, cause, vec![name])),
        }
    }
    groups.sort_by_key(|(status, ..)| std::cmp::Reverse(*status));
    let of = resolution.offices.len();
    let (locale, messages) = (person.locale, person.locale.messages());
    let parts = groups.iter().map(|(status, cause, names)| {
        let status = words::status_key(*status);
        let state = match names.len() {
            all if all == of => messages.status_everywhere_within(status),
            _ => messages.status_in_within(status, words::places(locale, names, of)),
        };
        words::with_reason(locale, &state, cause, &why(cause, person))
    });
    parts
        .reduce(|first, other| messages.ahead_several(first, other))
        .unwrap_or_else(|| messages.no_office_within())
}

fn why(cause: &Cause, person: &Person<'_>) -> String {
    let messages = person.locale.messages();
    match cause {
        Cause::Schedule => messages.reason_schedule(),
        Cause::Manual { by } => match person.names.full(by) {
            Who::You => messages.ahead_by_choice(),
            who => messages.ahead_set_by(who.key(), who.name()),
        },
        Cause::Default => messages.reason_default(),
        Cause::Busy { .. } => messages.ahead_busy(),
        _ => messages.ahead_unknown(),
    }
}

/// A device at which somebody is for good.
fn present() -> SessionFact {
    SessionFact {
        id: SessionId::from("preview"),
        lease_until: Timestamp::MAX_UTC,
        activity: Activity::Active,
    }
}

fn offset(zone: Tz, at: Timestamp) -> TimeDelta {
    let offset = zone.offset_from_utc_datetime(&at.naive_utc()).fix();
    TimeDelta::seconds(offset.local_minus_utc().into())
}
