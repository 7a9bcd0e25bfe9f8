//! From weekly shifts in local time to intervals, by the clocks of a time zone.

use std::collections::BTreeMap;

use chrono::{
    Datelike, Days, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone,
};
use chrono_tz::{GapInfo, Tz};
use porchlight_protocol::{Day, Interval, LocalTime, Schedule, Span, Timestamp};

use super::{FIRST, LAST, ScheduleError, earlier, error, later};
use crate::intervals::{merge, without};

/// How much of a quiet schedule is read at a time while looking for an edge.
const STRIDE: Duration = Duration::days(28);

/// A schedule that makes sense, sorted for reading.
#[derive(Debug)]
pub(super) struct Plan {
    zone: Tz,
    /// From Monday.
    week: [Vec<Span>; 7],
    dates: BTreeMap<NaiveDate, Vec<Span>>,
    /// Merged, in order.
    time_off: Vec<Interval>,
}

impl Plan {
    pub(super) fn new(schedule: &Schedule) -> Result<Self, ScheduleError> {
        error::check_sizes(schedule)?;
        let zone = schedule
            .zone
            .parse()
            .map_err(|_| ScheduleError::unknown_zone(&schedule.zone))?;

        let mut week: [Vec<Span>; 7] = Default::default();
        for (index, shift) in schedule.shifts.iter().enumerate() {
            let span = Span {
                start: shift.start,
                end: shift.end,
            };
            error::check_start(span, || format!("shifts[{index}].start"))?;
            for day in &shift.days {
                let spans = &mut week[from_monday(*day)];
                if !spans.contains(&span) {
                    spans.push(span);
                }
            }
        }
        for (date, spans) in &schedule.dates {
            error::check_year(date.year(), || format!("dates.{date}"))?;
            for (index, span) in spans.iter().enumerate() {
                error::check_start(*span, || format!("dates.{date}[{index}].start"))?;
            }
        }
        for (index, off) in schedule.time_off.iter().enumerate() {
            error::check_year(off.from.year(), || format!("time_off[{index}].from"))?;
            error::check_year(off.until.year(), || format!("time_off[{index}].until"))?;
            if off.until <= off.from {
                return Err(ScheduleError::EmptyTimeOff { index });
            }
        }
        Ok(Self {
            zone,
            week,
            dates: schedule.dates.clone(),
            time_off: merge(schedule.time_off.clone()),
        })
    }

    pub(super) const fn zone(&self) -> Tz {
        self.zone
    }

    pub(super) fn on_shift(&self, at: Timestamp) -> bool {
        self.shifts(at, at)
            .iter()
            .any(|shift| shift.from <= at && at < shift.until)
    }

    /// The edges in `(after, until]`, in order.
    pub(super) fn edges(&self, after: Timestamp, until: Timestamp) -> Vec<Timestamp> {
        self.shifts(after, until)
            .into_iter()
            .flat_map(|shift| [shift.from, shift.until])
            .filter(|edge| after < *edge && *edge <= until)
            .collect()
    }

    /// The earliest edge in `(after, until]`.
    pub(super) fn next_edge(&self, mut after: Timestamp, until: Timestamp) -> Option<Timestamp> {
        while after < until {
            let stride_end = later(after, STRIDE).min(until);
            if let Some(edge) = self.edges(after, stride_end).first() {
                return Some(*edge);
            }
            after = stride_end;
        }
        None
    }

    /// The latest edge in `(after, until]`.
    pub(super) fn last_edge(&self, after: Timestamp, mut until: Timestamp) -> Option<Timestamp> {
        while after < until {
            let stride_begin = earlier(until, STRIDE).max(after);
            if let Some(edge) = self.edges(stride_begin, until).last() {
                return Some(*edge);
            }
            until = stride_begin;
        }
        None
    }

    /// The merged shifts that touch `[from, until]`, in order, whole as far as that stretch can see, and some around.
    fn shifts(&self, from: Timestamp, until: Timestamp) -> Vec<Interval> {
        // Where it is still today in UTC, a shift that began in the local past of up to three days ago may go on:
        // a day for the offset, a day for the shift, a day for a zone that jumps across the date line.
        let first = from
            .date_naive()
            .checked_sub_days(Days::new(4))
            .unwrap_or(NaiveDate::MIN)
            .max(first_date());
        let last = until
            .date_naive()
            .checked_add_days(Days::new(3))
            .unwrap_or(NaiveDate::MAX)
            .min(last_date());
        let shifts = first
            .iter_days()
            .take_while(|date| *date <= last)
            .flat_map(|date| {
                self.spans(date)
                    .iter()
                    .filter_map(move |span| self.shift(date, *span))
            })
            .collect();
        without(merge(shifts), &self.time_off)
    }

    /// The spans that begin on a local date.
    fn spans(&self, date: NaiveDate) -> &[Span] {
        match self.dates.get(&date) {
            Some(spans) => spans,
            None => &self.week[date.weekday().num_days_from_monday() as usize],
        }
    }

    /// A span as it takes place on a date; none if the clocks' change leaves nothing of it.
    fn shift(&self, date: NaiveDate, span: Span) -> Option<Interval> {
        let end_date = if span.end <= span.start {
            date.succ_opt()?
        } else {
            date
        };
        let (from, until) = (
            self.instant(date, span.start)?,
            self.instant(end_date, span.end)?,
        );
        (from < until).then_some(Interval { from, until })
    }

    /// The instant of a time of day on a date.
    fn instant(&self, date: NaiveDate, time: LocalTime) -> Option<Timestamp> {
        let local = date
            .and_time(NaiveTime::MIN)
            .checked_add_signed(Duration::minutes(time.minutes().into()))?;
        instant_at(self.zone, local)
    }
}

/// The instant at which a zone's clocks show a time: the first of two, and if there is none, as the clocks before the
/// gap would have it. Where no year can be written, the nearest that can.
pub(crate) fn instant_at(zone: Tz, local: NaiveDateTime) -> Option<Timestamp> {
    let offset = match zone.offset_from_local_datetime(&local) {
        LocalResult::Single(offset) => offset,
        // The first occurrence is the one with the greater offset.
        LocalResult::Ambiguous(one, other) => {
            if one.fix().local_minus_utc() >= other.fix().local_minus_utc() {
                one
            } else {
                other
            }
        }
        LocalResult::None => GapInfo::new(&local, &zone)?.begin?.1,
    };
    let at = local.checked_sub_offset(offset.fix())?.and_utc();
    Some(at.clamp(FIRST, LAST))
}

fn from_monday(day: Day) -> usize {
    match day {
        Day::Mon => 0,
        Day::Tue => 1,
        Day::Wed => 2,
        Day::Thu => 3,
        Day::Fri => 4,
        Day::Sat => 5,
        Day::Sun => 6,
    }
}

/// Years that RFC 3339 can write.
fn first_date() -> NaiveDate {
    NaiveDate::from_ymd_opt(*error::YEARS.start(), 1, 1).unwrap_or(NaiveDate::MIN)
}

fn last_date() -> NaiveDate {
    NaiveDate::from_ymd_opt(*error::YEARS.end(), 12, 31).unwrap_or(NaiveDate::MAX)
}
