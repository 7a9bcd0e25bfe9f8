//! The events of a calendar as RFC 5545 writes it: when each takes place, by its rules and by what departs from them.
//!
//! A rule is followed by the clocks on the wall of its zone; nothing but times is looked at.

use std::collections::{BTreeMap, BTreeSet};

use calcard::{
    Entry, Parser,
    common::{PartialDateTime, timezone::Tz as Zone},
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarDuration, ICalendarEntry,
        ICalendarParameterName, ICalendarPeriod, ICalendarProperty, ICalendarRecurrenceRule,
        ICalendarValue, dates::CalendarExpand, timezone::TzResolver,
    },
};
use chrono::{Datelike as _, Days, Duration, NaiveDateTime, TimeZone as _, Timelike as _};
use porchlight_core::agent::CalendarFailure;
use porchlight_protocol::Timestamp;

/// More occurrences than any event has that a person goes to.
const OCCURRENCES: usize = 100_000;
/// More than all the events of a calendar have together: what comes after them is left out.
const OCCURRENCES_IN_ALL: usize = 2_000_000;

/// The zones that a calendar names, and that of whoever reads it.
pub(super) type Zones<'a> = TzResolver<&'a str>;

/// A collection may be sent as one calendar after the other.
///
/// # Errors
/// If there is none, or the last one breaks off.
pub(super) fn calendars(text: &str) -> Result<Vec<ICalendar>, CalendarFailure> {
    let end = text.trim_end().rsplit('\n').next().unwrap_or_default();
    if !end.trim().eq_ignore_ascii_case("END:VCALENDAR") {
        return Err(CalendarFailure::NoCalendar);
    }
    let mut parser = Parser::new(text);
    let mut calendars = Vec::new();
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) => calendars.push(calendar),
            Entry::Eof => break,
            Entry::TooManyComponents => return Err(CalendarFailure::TooLarge),
            _ => {}
        }
    }
    if calendars.is_empty() {
        return Err(CalendarFailure::NoCalendar);
    }
    Ok(calendars)
}

/// Each event of a calendar: what it says of itself, and what departs from that, in any order.
pub(super) fn events(calendar: &ICalendar) -> impl Iterator<Item = Vec<&ICalendarComponent>> {
    let mut named: BTreeMap<&str, Vec<&ICalendarComponent>> = BTreeMap::new();
    let mut nameless = Vec::new();
    for component in &calendar.components {
        if component.component_type == ICalendarComponentType::VEvent {
            match component.uid() {
                Some(name) => named.entry(name).or_default().push(component),
                None => nameless.push(vec![component]),
            }
        }
    }
    named.into_values().chain(nameless)
}

/// A time at which an event takes place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occurrence<'a> {
    /// What says the most of it.
    pub(super) part: &'a ICalendarComponent,
    pub(super) start: At,
    length: Length,
}

impl Occurrence<'_> {
    /// From when until when it is; none where there are no such times.
    pub(super) fn instants(&self) -> Option<(Timestamp, Timestamp)> {
        Some((self.start.instant()?, self.length.after(self.start)?))
    }

    /// The same by the clocks on the wall of a zone. In its own one it takes as long by them as ever, also in a night in
    /// which they change.
    pub(super) fn on_clocks(&self, zone: chrono_tz::Tz) -> Option<(NaiveDateTime, NaiveDateTime)> {
        if self.start.zone == zone.into() {
            return Some((self.start.local, self.length.on_clocks(self.start)?));
        }
        let local = |at: Timestamp| at.with_timezone(&zone).naive_local();
        let (start, end) = self.instants()?;
        Some((local(start), local(end)))
    }

    /// How far the clocks on the wall of a zone are ahead of its own as it begins.
    pub(super) fn ahead_in(&self, zone: chrono_tz::Tz) -> Option<Duration> {
        let (start, _) = self.on_clocks(zone)?;
        Some(start - self.start.local)
    }
}

/// Looks for occurrences until an instant; what lies long ago is found as well.
#[derive(Debug)]
pub(super) struct Search {
    until: Timestamp,
    /// How many occurrences may still be looked at.
    left: usize,
}

impl Search {
    pub(super) fn until(until: Timestamp) -> Self {
        Self {
            until,
            left: OCCURRENCES_IN_ALL,
        }
    }

    /// Every occurrence of one event.
    pub(super) fn event<'a>(
        &mut self,
        parts: &[&'a ICalendarComponent],
        zones: &Zones<'_>,
    ) -> Vec<Occurrence<'a>> {
        let (departures, whole): (Vec<_>, Vec<_>) = parts
            .iter()
            .partition(|part| part.has_property(&ICalendarProperty::RecurrenceId));
        let departures = departures
            .into_iter()
            .filter_map(|part| Departure::read(part, zones));
        let departures: Vec<_> = departures.collect();
        let mut occurrences: Vec<_> = departures.iter().map(Departure::itself).collect();
        for part in whole {
            let Some((first, length)) = span(part, zones) else {
                continue;
            };
            for start in self.starts(part, first, zones) {
                if departures.iter().any(|it| it.replaces(start)) {
                    continue;
                }
                let later = departures.iter().rev().find(|it| it.changes(start));
                occurrences.push(match later {
                    Some(departure) => departure.moved(start),
                    None => Occurrence {
                        part,
                        start,
                        length,
                    },
                });
            }
        }
        occurrences
    }

    /// Every time at which an event begins, by its rules, dates and exceptions, as far as that may matter.
    fn starts(&mut self, part: &ICalendarComponent, first: At, zones: &Zones<'_>) -> Vec<At> {
        let mut rules = part
            .properties(&ICalendarProperty::Rrule)
            .flat_map(|entry| &entry.values)
            .peekable();
        let mut starts = Vec::new();
        if rules.peek().is_none() {
            starts.push(first);
        }
        for value in rules {
            let ICalendarValue::RecurrenceRule(rule) = value else {
                continue;
            };
            let locals = by_rule(rule, first, self.until, self.left.min(OCCURRENCES));
            self.left -= locals.len().min(self.left);
            starts.extend(locals.into_iter().map(|local| At { local, ..first }));
        }
        starts.extend(listed(part, &ICalendarProperty::Rdate, Some(first), zones));
        let mut days = BTreeSet::new();
        let mut instants = BTreeSet::new();
        for exception in listed(part, &ICalendarProperty::Exdate, Some(first), zones) {
            if exception.is_day {
                days.insert(exception.local.date());
            } else {
                instants.extend(exception.instant());
            }
        }
        starts.retain(|start| {
            let excepted = |at| instants.contains(&at);
            !days.contains(&start.local.date()) && !start.instant().is_some_and(excepted)
        });
        starts
    }
}

/// A time of day in a zone, or a whole day.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) local: NaiveDateTime,
    zone: Zone,
    pub(super) is_day: bool,
}

impl At {
    /// What an entry says, in the zone that it names, or in that of another one, or in hers.
    fn read(
        at: &PartialDateTime,
        entry: &ICalendarEntry,
        other: Option<Self>,
        zones: &Zones<'_>,
    ) -> Option<Self> {
        let read = at.to_date_time()?;
        let zone = match (read.tz(), entry.tz_id(), other) {
            (Some(zone), ..) => zone,
            (None, None, Some(other)) => other.zone,
            (None, named, _) => zones.resolve_or_default(named),
        };
        Some(Self {
            local: read.date_time,
            zone,
            is_day: !at.has_time(),
        })
    }

    pub(super) fn in_zone(local: NaiveDateTime, zone: chrono_tz::Tz) -> Self {
        Self {
            local,
            zone: zone.into(),
            is_day: false,
        }
    }

    /// A time that the clocks skip is read with the offset before that; one that comes twice is the first.
    pub(super) fn instant(self) -> Option<Timestamp> {
        let at = |local: NaiveDateTime| self.zone.from_local_datetime(&local).earliest();
        let skipped = [Duration::hours(3), Duration::hours(25)];
        at(self.local).map(|at| at.to_utc()).or_else(|| {
            skipped.into_iter().find_map(|long| {
                let before = at(self.local.checked_sub_signed(long)?)?;
                before.to_utc().checked_add_signed(long)
            })
        })
    }
}

/// How long something takes: days by the calendar, and time beside them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Length {
    days: u64,
    time: Duration,
    /// How much later than the time its end is by the clocks on the wall, where they change in between.
    shown_later: Duration,
}

impl Length {
    fn of(duration: &ICalendarDuration) -> Option<Self> {
        let days = u64::from(duration.weeks) * 7 + u64::from(duration.days);
        let time = ICalendarDuration {
            weeks: 0,
            days: 0,
            ..duration.clone()
        };
        (!duration.neg).then_some(Self {
            days,
            time: time.to_time_delta()?,
            ..Self::default()
        })
    }

    /// What the clocks on the wall show at its end.
    pub(super) fn on_clocks(self, start: At) -> Option<NaiveDateTime> {
        let local = start.local.checked_add_days(Days::new(self.days))?;
        local.checked_add_signed(self.time.checked_add(&self.shown_later)?)
    }

    fn after(self, start: At) -> Option<Timestamp> {
        let local = start.local.checked_add_days(Days::new(self.days))?;
        let day = At { local, ..start }.instant()?;
        day.checked_add_signed(self.time)
    }
}

/// When an event begins, and how long it takes.
pub(super) fn span(part: &ICalendarComponent, zones: &Zones<'_>) -> Option<(At, Length)> {
    let start = only(part, &ICalendarProperty::Dtstart, None, zones)?;
    Some((start, length(part, start, zones)?))
}

fn length(part: &ICalendarComponent, start: At, zones: &Zones<'_>) -> Option<Length> {
    if let Some(end) = only(part, &ICalendarProperty::Dtend, Some(start), zones) {
        let days = (end.local.date() - start.local.date()).num_days();
        return if start.is_day {
            let days = u64::try_from(days).ok()?;
            Some(Length {
                days,
                ..Length::default()
            })
        } else {
            let time = end.instant()? - start.instant()?;
            let shown = if end.zone == start.zone {
                end.local - start.local
            } else {
                time
            };
            Some(Length {
                days: 0,
                time,
                shown_later: shown - time,
            })
        };
    }
    let duration = part.property(&ICalendarProperty::Duration);
    match duration.and_then(|entry| entry.values.first()) {
        Some(ICalendarValue::Duration(duration)) => Length::of(duration),
        // A day takes a day; and what is given one time only is an instant.
        _ => Some(Length {
            days: u64::from(start.is_day),
            ..Length::default()
        }),
    }
}

/// What departs from an event's rule.
struct Departure<'a> {
    part: &'a ICalendarComponent,
    start: At,
    length: Length,
    /// Which occurrence it is about.
    of: At,
    and_all_later: bool,
}

impl<'a> Departure<'a> {
    fn read(part: &'a ICalendarComponent, zones: &Zones<'_>) -> Option<Self> {
        let of = only(part, &ICalendarProperty::RecurrenceId, None, zones)?;
        let span = span(part, zones).or_else(|| Some((of, length(part, of, zones)?)));
        let (start, length) = span?;
        let and_all_later = part
            .property(&ICalendarProperty::RecurrenceId)
            .is_some_and(|entry| entry.has_parameter(&ICalendarParameterName::Range));
        Some(Self {
            part,
            start,
            length,
            of,
            and_all_later,
        })
    }

    fn itself(&self) -> Occurrence<'a> {
        Occurrence {
            part: self.part,
            start: self.start,
            length: self.length,
        }
    }

    fn replaces(&self, start: At) -> bool {
        if self.of.is_day {
            self.of.local.date() == start.local.date()
        } else {
            self.of.instant() == start.instant()
        }
    }

    fn changes(&self, start: At) -> bool {
        self.and_all_later && self.of.instant() < start.instant()
    }

    /// A later occurrence is moved as far as the one that it is about.
    fn moved(&self, start: At) -> Occurrence<'a> {
        let by = self.start.local - self.of.local;
        let local = start.local.checked_add_signed(by).unwrap_or(start.local);
        Occurrence {
            start: At {
                local,
                ..self.start
            },
            ..self.itself()
        }
    }
}

/// The times on the wall at which a rule lets an event begin. It is followed by the clocks on the wall, and made an instant
/// afterwards, so that nine o'clock stays nine o'clock.
fn by_rule(
    rule: &ICalendarRecurrenceRule,
    first: At,
    until: Timestamp,
    most: usize,
) -> Vec<NaiveDateTime> {
    // No zone is further from UTC than that.
    let mut last = until.naive_utc() + Duration::days(1);
    if let Some(end) = &rule.until
        && let Some(read) = end.to_date_time()
    {
        let end = match (read.tz(), end.has_time()) {
            (Some(zone), _) => At {
                local: read.date_time,
                zone,
                is_day: false,
            }
            .instant()
            .map(|at| at.with_timezone(&first.zone).naive_local()),
            (None, true) => Some(read.date_time),
            // All of that day.
            (None, false) => read.date_time.date().and_hms_opt(23, 59, 59),
        };
        last = end.map_or(last, |end| end.min(last));
    }
    let rule = ICalendarRecurrenceRule {
        until: Some(partial(last)),
        ..rule.clone()
    };
    let expanded = expanded(rule, first, most);
    let locals = expanded
        .events
        .iter()
        .map(|event| event.start.naive_local());
    locals.collect()
}

/// Whether each zone that it names is one that is known, or that the calendar describes.
pub(super) fn knows_zones(part: &ICalendarComponent, zones: &Zones<'_>) -> bool {
    part.entries
        .iter()
        .filter_map(ICalendarEntry::tz_id)
        .all(|name| zones.resolve(name).is_some())
}

/// Whether it can be told when an event is repeated.
pub(super) fn is_understood(part: &ICalendarComponent, first: At) -> bool {
    let rules = part.properties(&ICalendarProperty::Rrule);
    rules.flat_map(|entry| &entry.values).all(|value| {
        let ICalendarValue::RecurrenceRule(rule) = value else {
            return false;
        };
        let rule = ICalendarRecurrenceRule {
            until: None,
            ..(**rule).clone()
        };
        let expanded = expanded(rule, first, 1);
        expanded.errors.is_empty() && !expanded.events.is_empty()
    })
}

fn expanded(rule: ICalendarRecurrenceRule, first: At, most: usize) -> CalendarExpand {
    let entries = [
        (
            ICalendarProperty::Dtstart,
            ICalendarValue::PartialDateTime(Box::new(partial(first.local))),
        ),
        (
            ICalendarProperty::Duration,
            ICalendarValue::Duration(ICalendarDuration::default()),
        ),
        (
            ICalendarProperty::Rrule,
            ICalendarValue::RecurrenceRule(Box::new(rule)),
        ),
    ];
    let entries = entries.map(|(name, value)| ICalendarEntry {
        name,
        params: Vec::new(),
        values: vec![value],
    });
    let component = ICalendarComponent {
        component_type: ICalendarComponentType::VEvent,
        entries: entries.into(),
        component_ids: Vec::new(),
    };
    let components = vec![component];
    ICalendar { components }.expand_dates(Zone::Floating, most)
}

fn partial(at: NaiveDateTime) -> PartialDateTime {
    let small = |number: u32| u8::try_from(number).ok();
    PartialDateTime {
        year: u16::try_from(at.year()).ok(),
        month: small(at.month()),
        day: small(at.day()),
        hour: small(at.hour()),
        minute: small(at.minute()),
        second: small(at.second()),
        ..PartialDateTime::default()
    }
}

fn only(
    part: &ICalendarComponent,
    name: &ICalendarProperty,
    other: Option<At>,
    zones: &Zones<'_>,
) -> Option<At> {
    listed(part, name, other, zones).next()
}

/// The times that all entries of this name list.
fn listed<'a>(
    part: &'a ICalendarComponent,
    name: &'a ICalendarProperty,
    other: Option<At>,
    zones: &'a Zones<'a>,
) -> impl Iterator<Item = At> + 'a {
    part.properties(name).flat_map(move |entry| {
        entry.values.iter().filter_map(move |value| match value {
            ICalendarValue::PartialDateTime(at) => At::read(at, entry, other, zones),
            ICalendarValue::Period(
                ICalendarPeriod::Range { start, .. } | ICalendarPeriod::Duration { start, .. },
            ) => At::read(start, entry, other, zones),
            _ => None,
        })
    })
}
