//! Dates, times and lists as CLDR has them, with Latin digits in every language.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use icu_calendar::{Date, Gregorian};
use icu_datetime::{
    DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter, NoCalendarFormatter,
    fieldsets::{E, MD, T, YMD},
    input::Time,
};
use icu_list::{
    ListFormatter,
    options::{ListFormatterOptions, ListLength},
};
use icu_locale_core::{
    Locale as Tag,
    extensions::unicode::value,
    preferences::extensions::unicode::keywords::{HourCycle as Cycle, NumberingSystem},
};

use super::{Clock, HourCycle};

type Dates<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;

/// Formatters of one language. None of those that CLDR has nothing for: digits then, as ISO 8601 has them.
pub(super) struct Formats {
    clock: Option<NoCalendarFormatter<T>>,
    clock_seconds: Option<NoCalendarFormatter<T>>,
    weekday: Option<Dates<E>>,
    date: Option<Dates<MD>>,
    date_with_year: Option<Dates<YMD>>,
    date_short: Option<Dates<MD>>,
    list: Option<ListFormatter>,
    hour_cycle: HourCycle,
}

impl Formats {
    pub(super) fn new(tag: &Tag, clock: Clock) -> Self {
        let mut preferences = DateTimeFormatterPreferences::from(tag);
        preferences.numbering_system = NumberingSystem::try_from(value!("latn")).ok();
        // Which of the two cycles of twelve hours, and of the two of twenty-four, is the language's.
        match clock {
            Clock::System => {}
            Clock::H12 => preferences.hour_cycle = Some(Cycle::Clock12),
            Clock::H23 => preferences.hour_cycle = Some(Cycle::Clock24),
        }
        let clock = NoCalendarFormatter::try_new(preferences, T::hm()).ok();
        let afternoon = NaiveTime::from_hms_opt(13, 0, 0).unwrap_or_default();
        let afternoon = written(clock.as_ref(), afternoon);
        Self {
            hour_cycle: if afternoon.contains("13") {
                HourCycle::H23
            } else {
                HourCycle::H12
            },
            clock,
            clock_seconds: NoCalendarFormatter::try_new(preferences, T::hms()).ok(),
            weekday: Dates::try_new(preferences, E::long()).ok(),
            date: Dates::try_new(preferences, MD::long()).ok(),
            date_with_year: Dates::try_new(preferences, YMD::long()).ok(),
            date_short: Dates::try_new(preferences, MD::medium()).ok(),
            list: ListFormatter::try_new_and(
                tag.into(),
                ListFormatterOptions::default().with_length(ListLength::Wide),
            )
            .ok(),
        }
    }

    pub(super) fn hour_cycle(&self) -> HourCycle {
        self.hour_cycle
    }

    pub(super) fn clock(&self, time: NaiveTime) -> String {
        written(self.clock.as_ref(), time)
    }

    pub(super) fn clock_seconds(&self, time: NaiveTime) -> String {
        written(self.clock_seconds.as_ref(), time)
    }

    pub(super) fn weekday(&self, date: NaiveDate) -> String {
        let formatted = self.weekday.as_ref().zip(gregorian(date));
        let formatted = formatted.map(|(formatter, date)| formatter.format(&date).to_string());
        formatted.unwrap_or_else(|| date.to_string())
    }

    pub(super) fn date(&self, date: NaiveDate) -> String {
        let formatted = self.date.as_ref().zip(gregorian(date));
        let formatted = formatted.map(|(formatter, date)| formatter.format(&date).to_string());
        formatted.unwrap_or_else(|| date.to_string())
    }

    pub(super) fn date_with_year(&self, date: NaiveDate) -> String {
        let formatted = self.date_with_year.as_ref().zip(gregorian(date));
        let formatted = formatted.map(|(formatter, date)| formatter.format(&date).to_string());
        formatted.unwrap_or_else(|| date.to_string())
    }

    pub(super) fn date_short(&self, date: NaiveDate) -> String {
        let formatted = self.date_short.as_ref().zip(gregorian(date));
        let formatted = formatted.map(|(formatter, date)| formatter.format(&date).to_string());
        formatted.unwrap_or_else(|| date.to_string())
    }

    pub(super) fn list(&self, parts: &[&str]) -> String {
        match &self.list {
            Some(list) => list.format(parts.iter()).to_string(),
            None => parts.join(", "),
        }
    }
}

fn written(formatter: Option<&NoCalendarFormatter<T>>, time: NaiveTime) -> String {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let exact = Time::try_new(small(hour), small(minute), small(second), 0).ok();
    formatter.zip(exact).map_or_else(
        || time.format("%H:%M:%S").to_string(),
        |(formatter, time)| formatter.format(&time).to_string(),
    )
}

/// None for years that no calendar has.
fn gregorian(date: NaiveDate) -> Option<Date<Gregorian>> {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    Date::try_new_gregorian(date.year(), small(date.month()), small(date.day())).ok()
}
