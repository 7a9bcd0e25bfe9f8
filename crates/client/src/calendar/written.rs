//! A schedule as a calendar that other programs read.

use std::{collections::BTreeSet, fmt::Write as _};

use calcard::icalendar::ICalendar;
use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use porchlight_protocol::{Day, Interval, LocalTime, Schedule, Shift, Span, Timestamp};

use super::{
    events::At,
    shifts::{WEEK, day_number, days_around},
};

/// A schedule as a calendar, from the day before `today` on: weekly shifts as events that are repeated, what departs from them as events of
/// their own for a year, and time off cut out. `title` is the name of each.
pub fn calendar_of(
    schedule: &Schedule,
    today: NaiveDate,
    now: Timestamp,
    title: &str,
) -> Option<String> {
    let writing = Writing {
        schedule,
        zone: schedule.zone.parse().ok()?,
        today,
        stamp: now.format("%Y%m%dT%H%M%SZ").to_string(),
        title: escaped(title),
    };
    let mut text =
        String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Porchlight//Porchlight//EN\r\n");
    writing.events(&mut text).ok()?;
    text.push_str("END:VCALENDAR\r\n");
    let mut calendar = ICalendar::parse(&text).ok()?;
    calendar.add_missing_timezones();
    Some(calendar.to_string())
}

fn escaped(title: &str) -> String {
    let mut escaped = String::new();
    for letter in title.chars().filter(|letter| !letter.is_control()) {
        if matches!(letter, '\\' | ';' | ',') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

struct Writing<'a> {
    schedule: &'a Schedule,
    zone: Tz,
    today: NaiveDate,
    stamp: String,
    title: String,
}

impl Writing<'_> {
    fn events(&self, text: &mut String) -> std::fmt::Result {
        let mut alone = BTreeSet::new();
        for shift in &self.schedule.shifts {
            let span = Span {
                start: shift.start,
                end: shift.end,
            };
            let mut excepted = Vec::new();
            for date in days_around(self.today) {
                if !shift.days.contains(&day_of(date)) {
                    continue;
                }
                if self.schedule.dates.contains_key(&date) {
                    excepted.push(date);
                } else if let Some(pieces) = self.pieces(date, span) {
                    excepted.push(date);
                    alone.extend(pieces);
                }
            }
            self.weekly(text, shift, &excepted)?;
        }
        for date in days_around(self.today) {
            for span in self.schedule.dates.get(&date).into_iter().flatten() {
                let whole = times(date, *span);
                match self.pieces(date, *span) {
                    Some(pieces) => alone.extend(pieces),
                    None => alone.extend(whole),
                }
            }
        }
        for (start, end) in alone {
            let at = |at: NaiveDateTime| at.format("%Y%m%dT%H%M");
            let name = format!("{}-{}", at(start), at(end));
            self.event(text, &name, start, end, "")?;
        }
        Ok(())
    }

    fn weekly(&self, text: &mut String, shift: &Shift, excepted: &[NaiveDate]) -> std::fmt::Result {
        let first = days_around(self.today).find(|date| shift.days.contains(&day_of(*date)));
        let Some((start, end)) = first.and_then(|date| {
            times(
                date,
                Span {
                    start: shift.start,
                    end: shift.end,
                },
            )
        }) else {
            return Ok(());
        };
        let days = WEEK.iter().filter(|(day, _)| shift.days.contains(day));
        let days: Vec<_> = days.map(|(_, name)| *name).collect();
        let days = days.join(",");
        let mut rule = format!("RRULE:FREQ=WEEKLY;BYDAY={days}\r\n");
        for date in excepted {
            let at = date.and_time(start.time()).format("%Y%m%dT%H%M%S");
            write!(rule, "EXDATE;TZID={}:{at}\r\n", self.zone.name())?;
        }
        let name = format!(
            "weekly-{}-{}-{}",
            days.replace(',', ""),
            shift.start,
            shift.end
        );
        self.event(text, &name.replace(':', ""), start, end, &rule)
    }

    fn event(
        &self,
        text: &mut String,
        name: &str,
        start: NaiveDateTime,
        end: NaiveDateTime,
        more: &str,
    ) -> std::fmt::Result {
        let zone = self.zone.name();
        let at = |at: NaiveDateTime| at.format("%Y%m%dT%H%M%S");
        write!(
            text,
            "BEGIN:VEVENT\r\nUID:{name}@porchlight\r\nDTSTAMP:{}\r\nDTSTART;TZID={zone}:{}\r\nDTEND;TZID={zone}:{}\r\n\
             {more}SUMMARY:{}\r\nEND:VEVENT\r\n",
            self.stamp,
            at(start),
            at(end),
            self.title
        )
    }

    /// What time off leaves of a shift; none if that is all of it.
    fn pieces(&self, date: NaiveDate, span: Span) -> Option<Vec<(NaiveDateTime, NaiveDateTime)>> {
        let (start, end) = times(date, span)?;
        let instant = |local| At::in_zone(local, self.zone).instant();
        let mut left = vec![Interval {
            from: instant(start)?,
            until: instant(end)?,
        }];
        let whole = left.clone();
        for off in &self.schedule.time_off {
            let cut = left.into_iter().flat_map(|it| {
                let before = Interval {
                    from: it.from,
                    until: it.until.min(off.from),
                };
                let after = Interval {
                    from: it.from.max(off.until),
                    until: it.until,
                };
                [before, after]
                    .into_iter()
                    .filter(|piece| piece.from < piece.until)
            });
            left = cut.collect();
            left.dedup();
        }
        if left == whole {
            return None;
        }
        let local = |at: Timestamp| at.with_timezone(&self.zone).naive_local();
        let pieces = left.into_iter().map(|it| (local(it.from), local(it.until)));
        Some(pieces.collect())
    }
}

/// From when until when a shift of a date is, by the clocks on the wall.
fn times(date: NaiveDate, span: Span) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let night = span.end <= span.start;
    let at = |time: LocalTime, nights: u64| {
        let minutes = u64::from(time.minutes());
        let day = date.checked_add_days(Days::new(nights + minutes / 1440))?;
        let minutes = u32::try_from(minutes % 1440).ok()?;
        day.and_hms_opt(minutes / 60, minutes % 60, 0)
    };
    Some((at(span.start, 0)?, at(span.end, u64::from(night))?))
}

fn day_of(date: NaiveDate) -> Day {
    day_number(date.weekday().num_days_from_monday()).unwrap_or(Day::Mon)
}

#[cfg(test)]
mod tests {
    use porchlight_core::Timeline;

    use super::*;
    use crate::calendar::shifts::{
        Roster,
        tests::{BERLIN, dates, shift, today},
    };

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let schedule = Schedule {
            zone: "Europe/Berlin".to_owned(),
            shifts: vec![
                shift(&[Day::Mon, Day::Tue, Day::Fri], "09:00-12:30"),
                shift(&[Day::Tue], "18:00-24:00"),
                shift(&[Day::Sat], "22:00-06:00"),
                shift(&[Day::Sun], "08:00-08:00"),
            ],
            dates: dates(&[
                ("2026-11-29", &["01:00-02:00"]),
                ("2026-11-30", &["22:00-02:00"]),
                ("2026-12-08", &[]),
                ("2026-12-09", &["07:00-08:00", "07:00-09:00"]),
                ("2027-03-27", &["23:00-03:00"]),
            ]),
            time_off: vec![Interval {
                from: "2026-12-14T10:00:00Z".parse().unwrap(),
                until: "2026-12-19T00:00:00Z".parse().unwrap(),
            }],
        };
        let now = "2026-12-01T11:00:00Z".parse().unwrap();
        let text = calendar_of(&schedule, today(), now, "Porchlight, shift").unwrap();
        assert!(text.contains("BEGIN:VTIMEZONE"), "{text}");
        assert!(text.contains("SUMMARY:Porchlight\\, shift\r\n"), "{text}");
        let roster = Roster::read(&text, BERLIN, today()).unwrap();
        assert_eq!(roster.not_understood, []);
        assert_eq!(roster.shifts, {
            let mut shifts = schedule.shifts.clone();
            shifts.sort_by_key(|shift| shift.start);
            shifts
        });
        let mut expected = schedule.dates.clone();
        // What has passed is not written.
        expected.remove(&"2026-11-29".parse().unwrap());
        expected.extend(dates(&[
            ("2026-12-14", &["09:00-11:00"]),
            ("2026-12-15", &[]),
            ("2026-12-18", &[]),
        ]));
        assert_eq!(roster.dates, expected);

        let imported = Schedule {
            shifts: roster.shifts,
            dates: roster.dates,
            time_off: Vec::new(),
            ..schedule.clone()
        };
        let on_shift = |schedule: &Schedule| {
            let timeline = Timeline::new(schedule, now).unwrap();
            timeline.shifts_between(now, now + chrono::Duration::days(360))
        };
        assert_eq!(on_shift(&imported), on_shift(&schedule));
    }
}
