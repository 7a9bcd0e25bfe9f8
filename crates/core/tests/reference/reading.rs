//! A schedule read minute by minute.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Offset, TimeZone, Weekday};
use chrono_tz::Tz;
use porchlight_protocol::{Day, Schedule, Span, Timestamp};

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;

/// What a zone's clocks on the wall show, told from looking at them every hour, and every minute where they jump.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WallClock {
    stretches: Vec<Stretch>,
}

/// While a zone's clocks run on: `[from, until)` and their distance from UTC, seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    from: i64,
    until: i64,
    offset: i64,
}

impl WallClock {
    pub(crate) fn watch(zone: Tz, from: Timestamp, until: Timestamp) -> Self {
        let shown = |at: i64| {
            let utc = DateTime::from_timestamp(at, 0).unwrap().naive_utc();
            i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc())
        };
        let (first, end) = (from.timestamp(), until.timestamp());
        let mut stretches = vec![Stretch {
            from: first,
            until: end,
            offset: shown(first),
        }];
        let mut before = shown(first);
        for hour in (first..end).step_by(3600) {
            let after = shown(hour + HOUR);
            if after != before {
                for minute in (hour + MINUTE..=hour + HOUR).step_by(60) {
                    let (offset, last) = (shown(minute), stretches.last_mut().unwrap());
                    if offset != last.offset {
                        last.until = minute;
                        stretches.push(Stretch {
                            from: minute,
                            until: end,
                            offset,
                        });
                    }
                }
            }
            before = after;
        }
        Self { stretches }
    }

    /// When the clocks first show `local`; or if they jump over it, when they would have shown it.
    fn instant(&self, local: NaiveDateTime) -> i64 {
        let local = local.and_utc().timestamp();
        if let Some(found) = self.stretches.iter().find(|stretch| {
            let at = local - stretch.offset;
            stretch.from <= at && at < stretch.until
        }) {
            return local - found.offset;
        }
        let before_the_jump = self
            .stretches
            .iter()
            .rev()
            .find(|stretch| stretch.until + stretch.offset <= local);
        local - before_the_jump.unwrap_or(&self.stretches[0]).offset
    }
}

/// For each minute of a stretch of time, whether somebody is on shift.
#[derive(Debug)]
pub(crate) struct Reading {
    first: i64,
    on: Vec<bool>,
}

impl Reading {
    /// Reads whole minutes in `[from, until)`. The clock must have been watched for some days more, both ways.
    pub(crate) fn new(
        schedule: &Schedule,
        clock: &WallClock,
        from: Timestamp,
        until: Timestamp,
    ) -> Self {
        let first = from.timestamp() / MINUTE;
        let length = usize::try_from(until.timestamp() / MINUTE - first).unwrap();
        let mut reading = Self {
            first,
            on: vec![false; length],
        };
        let mut date = from.date_naive() - Days::new(3);
        while date < until.date_naive() + Days::new(3) {
            for span in beginning_on(schedule, date) {
                let start = clock.instant(at(date, span.start.minutes()));
                let ends_tomorrow = span.end.minutes() <= span.start.minutes();
                let end_date = if ends_tomorrow {
                    date + Days::new(1)
                } else {
                    date
                };
                reading.mark(start, clock.instant(at(end_date, span.end.minutes())), true);
            }
            date = date + Days::new(1);
        }
        for off in &schedule.time_off {
            reading.mark(off.from.timestamp(), off.until.timestamp(), false);
        }
        reading
    }

    pub(crate) fn on_shift(&self, at: Timestamp) -> bool {
        self.on[usize::try_from(at.timestamp().div_euclid(MINUTE) - self.first).unwrap()]
    }

    /// Every minute that differs from the one before it.
    pub(crate) fn edges(&self) -> Vec<Timestamp> {
        let changes = self
            .on
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| pair[0] != pair[1]);
        changes.map(|(index, _)| self.minute(index + 1)).collect()
    }

    fn minute(&self, index: usize) -> Timestamp {
        DateTime::from_timestamp((self.first + i64::try_from(index).unwrap()) * MINUTE, 0).unwrap()
    }

    fn mark(&mut self, from: i64, until: i64, on: bool) {
        assert_eq!(
            (from % MINUTE, until % MINUTE),
            (0, 0),
            "the reading goes by whole minutes"
        );
        let index = |at: i64| {
            usize::try_from((at / MINUTE - self.first).max(0))
                .unwrap()
                .min(self.on.len())
        };
        let (from, until) = (index(from), index(until));
        if from < until {
            self.on[from..until].fill(on);
        }
    }
}

fn at(date: NaiveDate, minutes: u16) -> NaiveDateTime {
    let midnight = date.and_hms_opt(0, 0, 0).unwrap();
    midnight + chrono::Duration::minutes(minutes.into())
}

fn beginning_on(schedule: &Schedule, date: NaiveDate) -> Vec<Span> {
    if let Some(spans) = schedule.dates.get(&date) {
        return spans.clone();
    }
    let today = match date.weekday() {
        Weekday::Mon => Day::Mon,
        Weekday::Tue => Day::Tue,
        Weekday::Wed => Day::Wed,
        Weekday::Thu => Day::Thu,
        Weekday::Fri => Day::Fri,
        Weekday::Sat => Day::Sat,
        Weekday::Sun => Day::Sun,
    };
    let shifts = schedule
        .shifts
        .iter()
        .filter(|shift| shift.days.contains(&today));
    shifts
        .map(|shift| Span {
            start: shift.start,
            end: shift.end,
        })
        .collect()
}
