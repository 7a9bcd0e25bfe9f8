//! Weekly shifts, with dated exceptions and time off.

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, de};

use crate::Timestamp;

/// An agent's weekly shifts, with dated exceptions and time off. Applies to all her offices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// A name of the IANA time zone database, such as `America/New_York`.
    pub zone: String,
    #[serde(default)]
    pub shifts: Vec<Shift>,
    /// Replaces all the shifts that begin on that local date; a holiday is an empty list.
    #[serde(default)]
    pub dates: BTreeMap<NaiveDate, Vec<Span>>,
    /// Absolute intervals that are cut out.
    #[serde(default)]
    pub time_off: Vec<Interval>,
}

/// A weekly shift. `end <= start` ends on the next day; equal means 24 hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Shift {
    pub days: Vec<Day>,
    pub start: LocalTime,
    pub end: LocalTime,
}

/// A shift on one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Span {
    pub start: LocalTime,
    pub end: LocalTime,
}

/// A half-open stretch of time, `[from, until)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Interval {
    #[serde(deserialize_with = "crate::instant::in_four_digit_years")]
    pub from: Timestamp,
    #[serde(deserialize_with = "crate::instant::in_four_digit_years")]
    pub until: Timestamp,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// A time of day in whole minutes, `00:00` to `24:00`. `24:00` is allowed as an end only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(with = "String"))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "bindings", ts(type = "string"))]
pub struct LocalTime {
    minutes: u16,
}

impl LocalTime {
    /// `minutes` after midnight, at most 1440.
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes <= 1440 {
            Some(Self { minutes })
        } else {
            None
        }
    }

    /// Minutes after midnight, 0 to 1440.
    pub const fn minutes(self) -> u16 {
        self.minutes
    }
}

/// Why a text is no time of day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time of day: write it as HH:MM, from 00:00 to 24:00")]
pub struct ParseLocalTimeError(String);

impl FromStr for LocalTime {
    type Err = ParseLocalTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || ParseLocalTimeError(text.chars().take(32).collect());
        let [h1, h2, b':', m1, m2] = text.as_bytes() else {
            return Err(refused());
        };
        if ![h1, h2, m1, m2].iter().all(|digit| digit.is_ascii_digit()) {
            return Err(refused());
        }
        let number = |tens: u8, ones: u8| u16::from(tens - b'0') * 10 + u16::from(ones - b'0');
        let (hours, minutes) = (number(*h1, *h2), number(*m1, *m2));
        if minutes > 59 {
            return Err(refused());
        }
        Self::from_minutes(hours * 60 + minutes).ok_or_else(refused)
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

impl Serialize for LocalTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
