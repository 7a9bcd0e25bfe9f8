//! A schedule as people write and read it: its time off, too, by the clocks on the wall of its zone.
//!
//! Always holds: what is read and written back unchanged means the same instants, whatever the clocks do then.

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::{
    DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, SecondsFormat,
    TimeDelta, TimeZone, Utc,
};
use chrono_tz::{TZ_VARIANTS, Tz};
use porchlight_protocol::{Interval, Schedule, Shift, Span, Timestamp};
use serde::{Deserialize, Serialize, de};

use super::{ScheduleError, error::YEARS, instant_at};

/// A [`Schedule`] by the clocks of its zone throughout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "bindings", ts(rename = "Schedule"))]
#[serde(deny_unknown_fields)]
pub struct LocalSchedule {
    /// A name of the IANA time zone database, such as `America/New_York`.
    pub zone: String,
    #[serde(default)]
    pub shifts: Vec<Shift>,
    /// Replaces all the shifts that begin on that local date; a holiday is an empty list.
    #[serde(default)]
    pub dates: BTreeMap<NaiveDate, Vec<Span>>,
    /// Stretches that are cut out.
    #[serde(default)]
    pub time_off: Vec<LocalInterval>,
}

/// A half-open stretch of time, `[from, until)`, by the clocks of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "bindings", ts(rename = "Interval"))]
#[serde(deny_unknown_fields)]
pub struct LocalInterval {
    /// `2026-12-24T07:30:00-05:00` as the app tells it, `2026-12-24T07:30` where somebody has written a time.
    pub from: WallClock,
    pub until: WallClock,
}

/// What the clocks of a zone show, and with which offset from UTC: without one it is the first time that they show this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "bindings", ts(type = "string"))]
pub struct WallClock {
    shown: NaiveDateTime,
    offset: Option<FixedOffset>,
}

impl LocalSchedule {
    /// The schedule that is meant.
    ///
    /// # Errors
    /// If the zone is not known, or a year is one that cannot be written.
    pub fn to_schedule(&self) -> Result<Schedule, ScheduleError> {
        let zone: Tz = self
            .zone
            .parse()
            .map_err(|_| ScheduleError::unknown_zone(&self.zone))?;
        let instant = |at: WallClock, index: usize, end: &str| {
            at.instant(zone)
                .ok_or_else(|| ScheduleError::YearOutOfRange {
                    field: format!("time_off[{index}].{end}"),
                })
        };
        let time_off = self.time_off.iter().enumerate().map(|(index, off)| {
            Ok(Interval {
                from: instant(off.from, index, "from")?,
                until: instant(off.until, index, "until")?,
            })
        });
        Ok(Schedule {
            zone: self.zone.clone(),
            shifts: self.shifts.clone(),
            dates: self.dates.clone(),
            time_off: time_off.collect::<Result<_, _>>()?,
        })
    }

    /// The same as it is told: each time as the clocks of the zone show it, with its offset.
    #[must_use]
    pub fn as_told(&self) -> Self {
        let told = self.to_schedule().map(|schedule| Self::from(&schedule));
        told.unwrap_or_else(|_| self.clone())
    }
}

impl From<&Schedule> for LocalSchedule {
    fn from(schedule: &Schedule) -> Self {
        // The server may know of a zone that is new here. Nobody can tell what its clocks show, and nothing is lost.
        let zone = schedule.zone.parse().unwrap_or(Tz::UTC);
        let time_off = schedule.time_off.iter().map(|off| LocalInterval {
            from: WallClock::of(zone, off.from),
            until: WallClock::of(zone, off.until),
        });
        Self {
            zone: schedule.zone.clone(),
            shifts: schedule.shifts.clone(),
            dates: schedule.dates.clone(),
            time_off: time_off.collect(),
        }
    }
}

impl WallClock {
    /// What the clocks show at an instant. Where they skip midnight and the day begins with the gap, that is `00:00`, as
    /// whoever wrote a whole day meant it.
    fn of(zone: Tz, at: Timestamp) -> Self {
        let utc = at.naive_utc();
        let offset = zone.offset_from_utc_datetime(&utc).fix();
        let shown = utc.checked_add_offset(offset).unwrap_or(utc);
        let midnight = shown.date().and_time(NaiveTime::MIN);
        if instant_at(zone, midnight) == Some(at)
            && let Some(before) = offset_between(midnight, utc)
        {
            return Self::at(midnight, before);
        }
        // Offsets with seconds, of long ago, and years with five digits cannot be written.
        FixedOffset::east_opt(offset.local_minus_utc() / 60 * 60)
            .and_then(|whole| Some(Self::at(utc.checked_add_offset(whole)?, whole)))
            .filter(|clock| YEARS.contains(&clock.shown.year()))
            .unwrap_or_else(|| Self::at(utc, Utc.fix()))
    }

    const fn at(shown: NaiveDateTime, offset: FixedOffset) -> Self {
        Self {
            shown,
            offset: Some(offset),
        }
    }

    fn instant(self, zone: Tz) -> Option<Timestamp> {
        match self.offset {
            Some(offset) => Some(self.shown.checked_sub_offset(offset)?.and_utc()),
            None => instant_at(zone, self.shown),
        }
    }
}

/// How far a local time is ahead of UTC, if that is whole minutes.
fn offset_between(local: NaiveDateTime, utc: NaiveDateTime) -> Option<FixedOffset> {
    let minutes = (local - utc).num_minutes();
    let is_whole = local - utc == TimeDelta::minutes(minutes);
    let seconds = i32::try_from(minutes * 60).ok()?;
    FixedOffset::east_opt(seconds).filter(|_| is_whole)
}

/// Why a text is no time on the wall.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no date and time: write it as 2026-12-24T07:30, or with an offset as 2026-12-24T07:30:00-05:00"
)]
pub struct ParseWallClockError(String);

impl FromStr for WallClock {
    type Err = ParseWallClockError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return Ok(Self::at(at.naive_local(), *at.offset()));
        }
        let naive = |format| NaiveDateTime::parse_from_str(text, format).ok();
        naive("%Y-%m-%dT%H:%M")
            .or_else(|| naive("%Y-%m-%dT%H:%M:%S%.f"))
            .filter(|shown| YEARS.contains(&shown.year()))
            .map(|shown| Self {
                shown,
                offset: None,
            })
            .ok_or_else(|| ParseWallClockError(text.chars().take(32).collect()))
    }
}

impl fmt::Display for WallClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self
            .offset
            .and_then(|offset| offset.from_local_datetime(&self.shown).single());
        match at {
            Some(at) => f.write_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            None => write!(f, "{}", self.shown.format("%Y-%m-%dT%H:%M:%S%.f")),
        }
    }
}

impl Serialize for WallClock {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for WallClock {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Where zones are named after places, and not after rules or countries of old.
const AREAS: [&str; 10] = [
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
];

/// The time zones that are offered for a schedule: those of places, and UTC.
pub fn zones() -> impl Iterator<Item = &'static str> {
    TZ_VARIANTS
        .iter()
        .map(|zone| zone.name())
        .filter(|name| *name == "UTC" || AREAS.iter().any(|area| name.starts_with(area)))
}
