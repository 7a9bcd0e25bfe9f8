//! Shifts out of a calendar, as rosters are handed out.

use std::{
    collections::{BTreeMap, BTreeSet},
    ptr,
};

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarFrequency, ICalendarProperty,
    ICalendarRecurrenceRule, ICalendarStatus, ICalendarValue, ICalendarWeekday,
};
use chrono::{
    Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _, Weekday,
};
use chrono_tz::Tz;
use porchlight_core::agent::CalendarFailure;
use porchlight_protocol::{Day, LocalTime, Shift, Span};

use super::events::{
    At, Occurrence, Search, Zones, calendars, events, is_understood, knows_zones, span,
};

/// How far ahead dates are looked at.
const DAYS: u64 = 366;
/// A rule that begins later than this is read date by date.
const SOON: Days = Days::new(7);
const A_DAY: i64 = 24 * 60;

/// What was read of a calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    pub shifts: Vec<Shift>,
    /// Those on which something else holds than the weekly shifts.
    pub dates: BTreeMap<NaiveDate, Vec<Span>>,
    pub not_understood: Vec<NotUnderstood>,
}

/// An event that is no shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotUnderstood {
    /// The line on which it begins, counted from 1.
    pub line: usize,
    pub why: NoShift,
}

/// Why an event is no shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoShift {
    /// It takes whole days, and says no time of day.
    WholeDay,
    /// It does not say from when until when it is.
    NoTimes,
    /// It takes more than 24 hours.
    TooLong,
    /// Nobody can tell when it is repeated.
    NoRule,
    /// It is by the clocks of a zone that nobody knows.
    NoZone,
}

impl NoShift {
    /// A word for it, by which a sentence is chosen.
    pub const fn key(self) -> &'static str {
        match self {
            Self::WholeDay => "whole-day",
            Self::NoTimes => "no-times",
            Self::TooLong => "too-long",
            Self::NoRule => "no-rule",
            Self::NoZone => "no-zone",
        }
    }
}

impl Roster {
    /// Reads the shifts of a calendar, by the clocks of a zone, for a year. What is repeated every week without an end is a
    /// weekly shift, and everything else a date. The first is yesterday, whose last shift may go on.
    ///
    /// # Errors
    /// If the text is no calendar, or breaks off.
    pub fn read(text: &str, zone: Tz, today: NaiveDate) -> Result<Self, CalendarFailure> {
        let calendars = calendars(text)?;
        let mut lines = text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.trim().eq_ignore_ascii_case("BEGIN:VEVENT"))
            .map(|(index, _)| index + 1);
        let end = today.checked_add_days(Days::new(DAYS));
        let end = end.ok_or(CalendarFailure::NoCalendar)?;
        let until = At::in_zone(end.and_time(NaiveTime::MIN), zone).instant();
        let mut reading = Reading {
            zone,
            today,
            dates: days_around(today).collect(),
            search: Search::until(until.ok_or(CalendarFailure::NoCalendar)?),
            weekly: BTreeSet::new(),
            dated: BTreeMap::new(),
            not_understood: Vec::new(),
        };
        for calendar in &calendars {
            let parts = calendar.components.iter();
            let parts = parts.filter(|it| it.component_type == ICalendarComponentType::VEvent);
            let lines = parts.zip(lines.by_ref()).collect::<Vec<_>>();
            reading.calendar(calendar, &lines);
        }
        Ok(reading.roster())
    }
}

/// Minutes of a day, from when until when.
type Minutes = (u16, u16);

struct Reading {
    zone: Tz,
    today: NaiveDate,
    dates: BTreeSet<NaiveDate>,
    search: Search,
    weekly: BTreeSet<(Minutes, u32)>,
    dated: BTreeMap<NaiveDate, BTreeSet<Minutes>>,
    not_understood: Vec<NotUnderstood>,
}

impl Reading {
    fn calendar(&mut self, calendar: &ICalendar, lines: &[(&ICalendarComponent, usize)]) {
        let zones = calendar.build_tz_resolver().with_default(self.zone);
        for event in events(calendar) {
            let (parts, refused): (Vec<_>, Vec<_>) = event
                .iter()
                .filter(|part| part.status() != Some(&ICalendarStatus::Cancelled))
                .map(|part| (*part, refusal(part, &zones)))
                .partition(|(_, refusal)| refusal.is_none());
            for (part, why) in refused {
                self.refuse(part, why, lines);
            }
            // What is cancelled still departs from a rule.
            let mut occurrences = self.search.event(&event, &zones);
            let is_taken =
                |it: &ICalendarComponent| parts.iter().any(|(part, _)| ptr::eq(*part, it));
            occurrences.retain(|it| is_taken(it.part));
            for occurrence in &occurrences {
                self.take(occurrence, lines);
            }
            for (part, _) in parts {
                let mut its = occurrences.iter().filter(|it| ptr::eq(it.part, part));
                if let Some(first) = its.next()
                    && let Some(ahead) = first.ahead_in(self.zone)
                    && its.all(|it| it.ahead_in(self.zone) == Some(ahead))
                {
                    self.week(part, ahead, &zones);
                }
            }
        }
    }

    fn refuse(
        &mut self,
        part: &ICalendarComponent,
        why: Option<NoShift>,
        lines: &[(&ICalendarComponent, usize)],
    ) {
        let line = lines.iter().find(|(other, _)| ptr::eq(*other, part));
        let refused = line
            .zip(why)
            .map(|((_, line), why)| NotUnderstood { line: *line, why });
        if let Some(refused) = refused
            && !self.not_understood.contains(&refused)
        {
            self.not_understood.push(refused);
        }
    }

    fn take(&mut self, occurrence: &Occurrence<'_>, lines: &[(&ICalendarComponent, usize)]) {
        let Some((start, end)) = occurrence.on_clocks(self.zone) else {
            return;
        };
        let date = start.date();
        if !self.dates.contains(&date) {
            return;
        }
        match minutes(start, end) {
            Ok(minutes) => {
                self.dated.entry(date).or_default().insert(minutes);
            }
            Err(why) => self.refuse(occurrence.part, Some(why), lines),
        }
    }

    /// Takes an event as a weekly shift, if it is one. The clocks on her wall are always so far ahead of its own.
    fn week(&mut self, part: &ICalendarComponent, ahead: TimeDelta, zones: &Zones<'_>) {
        let Some((start, length)) = span(part, zones) else {
            return;
        };
        let mut rules = part.properties(&ICalendarProperty::Rrule);
        let (Some(entry), None) = (rules.next(), rules.next()) else {
            return;
        };
        let [ICalendarValue::RecurrenceRule(rule)] = &entry.values[..] else {
            return;
        };
        let soon = self.today.checked_add_days(SOON);
        let later = soon.is_none_or(|soon| start.local.date() > soon);
        let departs = part.has_property(&ICalendarProperty::RecurrenceId);
        let (Some(days), Some(end)) = (
            every_week(rule, start.local.weekday()),
            length.on_clocks(start),
        ) else {
            return;
        };
        let on_her_clocks = |local: NaiveDateTime| local.checked_add_signed(ahead);
        let (Some(begins), Some(ends)) = (on_her_clocks(start.local), on_her_clocks(end)) else {
            return;
        };
        if later || departs {
            return;
        }
        let Ok(minutes) = minutes(begins, ends) else {
            return;
        };
        // What is late on Monday there may be early on Tuesday here.
        let nights = (begins.date() - start.local.date()).num_days();
        for day in days {
            let day = (i64::from(day.num_days_from_monday()) + nights).rem_euclid(7);
            self.weekly
                .extend(u32::try_from(day).map(|day| (minutes, day)));
        }
    }

    fn roster(mut self) -> Roster {
        let mut dates = BTreeMap::new();
        for date in self.dates {
            let day = date.weekday().num_days_from_monday();
            let weekly = self.weekly.iter().filter(|(_, other)| *other == day);
            let weekly: BTreeSet<_> = weekly.map(|(minutes, _)| *minutes).collect();
            let dated = self.dated.remove(&date).unwrap_or_default();
            if weekly != dated {
                dates.insert(date, dated.into_iter().filter_map(as_span).collect());
            }
        }
        let mut weeks: BTreeMap<Minutes, Vec<Day>> = BTreeMap::new();
        for (minutes, day) in self.weekly {
            weeks.entry(minutes).or_default().extend(day_number(day));
        }
        let shifts = weeks.into_iter().filter_map(|(minutes, days)| {
            let Span { start, end } = as_span(minutes)?;
            Some(Shift { days, start, end })
        });
        self.not_understood.sort_by_key(|it| it.line);
        Roster {
            shifts: shifts.collect(),
            dates,
            not_understood: self.not_understood,
        }
    }
}

/// Why a part of an event is no shift, as far as it says so itself.
fn refusal(part: &ICalendarComponent, zones: &Zones<'_>) -> Option<NoShift> {
    let Some((start, _)) = span(part, zones) else {
        return Some(NoShift::NoTimes);
    };
    if start.is_day {
        return Some(NoShift::WholeDay);
    }
    if !knows_zones(part, zones) {
        return Some(NoShift::NoZone);
    }
    (!is_understood(part, start)).then_some(NoShift::NoRule)
}

/// The minutes of a shift. One that begins and ends at the same time of day takes 24 hours.
fn minutes(start: NaiveDateTime, end: NaiveDateTime) -> Result<Minutes, NoShift> {
    let of = |at: NaiveDateTime| i64::from(at.hour()) * 60 + i64::from(at.minute());
    let nights = (end.date() - start.date()).num_days();
    let long = nights * A_DAY + of(end) - of(start);
    if long <= 0 {
        return Err(NoShift::NoTimes);
    }
    if long > A_DAY {
        return Err(NoShift::TooLong);
    }
    let end = if of(end) == 0 { A_DAY } else { of(end) };
    let number = |minutes: i64| u16::try_from(minutes).map_err(|_| NoShift::NoTimes);
    // From midnight to midnight is that day.
    Ok((number(of(start))?, number(end)?))
}

fn as_span((start, end): Minutes) -> Option<Span> {
    Some(Span {
        start: LocalTime::from_minutes(start)?,
        end: LocalTime::from_minutes(end)?,
    })
}

/// The days of a rule that says the same for every week, and never ends.
fn every_week(rule: &ICalendarRecurrenceRule, first: Weekday) -> Option<Vec<Weekday>> {
    let plain = ICalendarRecurrenceRule {
        freq: rule.freq,
        interval: rule.interval,
        byday: rule.byday.clone(),
        wkst: rule.wkst,
        ..ICalendarRecurrenceRule::default()
    };
    let counts_days = rule.byday.iter().any(|day| day.ordwk.is_some());
    if *rule != plain || rule.interval.unwrap_or(1) != 1 || counts_days {
        return None;
    }
    let named: Vec<_> = rule.byday.iter().map(|day| weekday(day.weekday)).collect();
    match rule.freq {
        _ if !named.is_empty()
            && matches!(
                rule.freq,
                ICalendarFrequency::Weekly | ICalendarFrequency::Daily
            ) =>
        {
            Some(named)
        }
        ICalendarFrequency::Weekly => Some(vec![first]),
        ICalendarFrequency::Daily => {
            let days = (0..7u8).filter_map(|day| Weekday::try_from(day).ok());
            Some(days.collect())
        }
        _ => None,
    }
}

const fn weekday(day: ICalendarWeekday) -> Weekday {
    match day {
        ICalendarWeekday::Monday => Weekday::Mon,
        ICalendarWeekday::Tuesday => Weekday::Tue,
        ICalendarWeekday::Wednesday => Weekday::Wed,
        ICalendarWeekday::Thursday => Weekday::Thu,
        ICalendarWeekday::Friday => Weekday::Fri,
        ICalendarWeekday::Saturday => Weekday::Sat,
        ICalendarWeekday::Sunday => Weekday::Sun,
    }
}

/// The dates that are read and written: a year from yesterday on, whose last shift may go on.
pub(super) fn days_around(today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let yesterday = today.pred_opt().unwrap_or(today);
    let days = usize::try_from(DAYS).unwrap_or(usize::MAX);
    yesterday.iter_days().take(days)
}

/// The days of a week, and how RFC 5545 names them.
pub(super) const WEEK: [(Day, &str); 7] = [
    (Day::Mon, "MO"),
    (Day::Tue, "TU"),
    (Day::Wed, "WE"),
    (Day::Thu, "TH"),
    (Day::Fri, "FR"),
    (Day::Sat, "SA"),
    (Day::Sun, "SU"),
];

pub(super) fn day_number(day: u32) -> Option<Day> {
    Some(WEEK.get(usize::try_from(day).ok()?)?.0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) const BERLIN: Tz = chrono_tz::Europe::Berlin;

    /// A Tuesday.
    pub(in super::super) fn today() -> NaiveDate {
        "2026-12-01".parse().unwrap()
    }

    fn calendar(events: &str) -> String {
        format!("BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n").replace('\n', "\r\n")
    }

    fn event(name: &str, lines: &str) -> String {
        format!("BEGIN:VEVENT\nUID:{name}\n{lines}\nEND:VEVENT\n")
    }

    fn read(events: &str) -> Roster {
        Roster::read(&calendar(events), BERLIN, today()).unwrap()
    }

    pub(in super::super) fn span(text: &str) -> Span {
        let (start, end) = text.split_once('-').unwrap();
        Span {
            start: start.parse().unwrap(),
            end: end.parse().unwrap(),
        }
    }

    pub(in super::super) fn shift(days: &[Day], text: &str) -> Shift {
        let Span { start, end } = span(text);
        Shift {
            days: days.to_vec(),
            start,
            end,
        }
    }

    pub(in super::super) fn dates(entries: &[(&str, &[&str])]) -> BTreeMap<NaiveDate, Vec<Span>> {
        let entries = entries.iter().map(|(date, spans)| {
            let spans = spans.iter().map(|text| span(text)).collect();
            (date.parse().unwrap(), spans)
        });
        entries.collect()
    }

    #[test]
    fn what_is_repeated_every_week_is_a_weekly_shift_and_what_departs_from_it_a_date() {
        let weekly = event(
            "1",
            "DTSTART;TZID=Europe/Berlin:20260907T090000\nDTEND;TZID=Europe/Berlin:20260907T170000\n\
             RRULE:FREQ=WEEKLY;BYDAY=MO,WE\nEXDATE;TZID=Europe/Berlin:20261223T090000",
        );
        let moved = event(
            "1",
            "RECURRENCE-ID;TZID=Europe/Berlin:20261207T090000\n\
             DTSTART;TZID=Europe/Berlin:20261208T100000\nDURATION:PT2H",
        );
        let cancelled = event(
            "1",
            "RECURRENCE-ID;TZID=Europe/Berlin:20261214T090000\nSTATUS:CANCELLED\n\
             DTSTART;TZID=Europe/Berlin:20261214T090000\nDURATION:PT8H",
        );
        let once = event("2", "DTSTART:20261209T180000Z\nDURATION:PT1H");
        let roster = read(&(weekly + &moved + &cancelled + &once));
        assert_eq!(roster.shifts, [shift(&[Day::Mon, Day::Wed], "09:00-17:00")]);
        assert_eq!(
            roster.dates,
            dates(&[
                ("2026-12-07", &[]),
                ("2026-12-08", &["10:00-12:00"]),
                ("2026-12-09", &["09:00-17:00", "19:00-20:00"]),
                ("2026-12-14", &[]),
                ("2026-12-23", &[]),
            ])
        );
        assert_eq!(roster.not_understood, []);
    }

    #[test]
    fn what_ends_or_is_rare_is_read_date_by_date_and_what_has_passed_is_left_out() {
        let ends = event(
            "1",
            "DTSTART;TZID=Europe/Berlin:20261124T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3",
        );
        let fortnightly = event(
            "2",
            "DTSTART;TZID=Europe/Berlin:20261203T090000\nDURATION:PT1H\n\
             RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261218T000000Z",
        );
        let roster = read(&(ends + &fortnightly));
        assert_eq!(roster.shifts, []);
        let hour: &[&str] = &["09:00-10:00"];
        assert_eq!(
            roster.dates,
            dates(&[
                ("2026-12-01", hour),
                ("2026-12-03", hour),
                ("2026-12-08", hour),
                ("2026-12-17", hour),
            ])
        );
    }

    #[test]
    fn nights_whole_days_and_other_zones_are_read_by_the_clocks_of_hers() {
        let night = event(
            "1",
            "DTSTART;TZID=Europe/Berlin:20261024T220000\nDTEND;TZID=Europe/Berlin:20261025T070000\n\
             RRULE:FREQ=WEEKLY",
        );
        let late = event(
            "2",
            "DTSTART;TZID=America/New_York:20261202T110000\nDTEND;TZID=America/New_York:20261202T180000",
        );
        let day = event(
            "3",
            "DTSTART;TZID=Europe/Berlin:20261203T060000\nDTEND;TZID=Europe/Berlin:20261204T060000",
        );
        let roster = read(&(night + &late + &day));
        assert_eq!(roster.shifts, [shift(&[Day::Sat], "22:00-07:00")]);
        assert_eq!(
            roster.dates,
            dates(&[
                ("2026-12-02", &["17:00-24:00"]),
                ("2026-12-03", &["06:00-06:00"]),
            ])
        );
    }

    #[test]
    fn what_is_repeated_by_other_clocks_is_weekly_where_they_are_always_as_far_ahead() {
        let weekly = |name, zone: &str, day: &str| {
            let lines =
                format!("DTSTART;TZID={zone}:202609{day}T160000\nDURATION:PT4H\nRRULE:FREQ=WEEKLY");
            event(name, &lines)
        };
        let mondays = weekly("1", "Europe/Vienna", "07") + &weekly("2", "Etc/GMT-1", "08");
        let roster = read(&mondays);
        assert_eq!(roster.shifts, [shift(&[Day::Mon], "16:00-20:00")]);
        assert_eq!(
            roster.dates.first_key_value(),
            dates(&[("2026-12-01", &["16:00-20:00"])]).first_key_value()
        );

        let text = calendar(&weekly("1", "America/New_York", "07"));
        let tokyo = Roster::read(&text, chrono_tz::Asia::Tokyo, today()).unwrap();
        assert_eq!(tokyo.shifts, [], "an hour later in winter");
        let text = calendar(&weekly("1", "America/Phoenix", "07"));
        let tokyo = Roster::read(&text, chrono_tz::Asia::Tokyo, today()).unwrap();
        assert_eq!(tokyo.shifts, [shift(&[Day::Tue], "08:00-12:00")]);
        assert_eq!(tokyo.dates, dates(&[]));
    }

    #[test]
    fn the_shift_of_last_night_is_read_as_it_may_go_on() {
        let night = event(
            "1",
            "DTSTART;TZID=Europe/Berlin:20261130T220000\nDURATION:PT8H",
        );
        assert_eq!(
            read(&night).dates,
            dates(&[("2026-11-30", &["22:00-06:00"])])
        );
    }

    #[test]
    fn what_is_no_shift_is_named_by_its_line() {
        let events = [
            event("1", "DTSTART;VALUE=DATE:20261224"),
            event("2", "DTSTART:20261202T090000Z"),
            event("3", "SUMMARY:Nothing"),
            event("4", "DTSTART:20261202T090000Z\nDURATION:P2D"),
            event(
                "5",
                "DTSTART:20261202T090000Z\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES",
            ),
            event(
                "6",
                "DTSTART:20261202T090000Z\nDURATION:PT1H\nBEGIN:VALARM\nTRIGGER:-PT15M\nEND:VALARM",
            ),
            event("7", "DTSTART:20200102T090000Z\nDURATION:P2D"),
            event(
                "8",
                "DTSTART;TZID=Mars/Olympus:20261202T090000\nDURATION:PT1H",
            ),
        ];
        let roster = read(&events.concat());
        let said: Vec<_> = roster
            .not_understood
            .iter()
            .map(|it| (it.line, it.why))
            .collect();
        assert_eq!(
            said,
            [
                (3, NoShift::WholeDay),
                (7, NoShift::NoTimes),
                (11, NoShift::NoTimes),
                (15, NoShift::TooLong),
                (20, NoShift::NoRule),
                (39, NoShift::NoZone),
            ]
        );
        assert_eq!(roster.dates, dates(&[("2026-12-02", &["10:00-11:00"])]));
        for other in ["", "<html></html>", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"] {
            assert_eq!(
                Roster::read(other, BERLIN, today()),
                Err(CalendarFailure::NoCalendar)
            );
        }
    }
}
