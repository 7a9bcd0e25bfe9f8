//! Years on the wire: the four digits that RFC 3339 has. chrono reads and writes others too, which no other program
//! understands.

use std::ops::RangeInclusive;

use chrono::Datelike;
use serde::{Deserialize, Deserializer, de::Error};

use crate::Timestamp;

const YEARS: RangeInclusive<i32> = 0..=9999;

/// Reads a value, with `#[serde(deserialize_with = "...")]`, and refuses it if a year in it has not four digits. A test
/// of the server's holds every instant of every body to it.
///
/// # Errors
/// If it cannot be read, or holds another year.
pub fn in_four_digit_years<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + HasYears,
{
    let value = T::deserialize(deserializer)?;
    if value.all_years(|year| YEARS.contains(&year)) {
        Ok(value)
    } else {
        Err(D::Error::custom(
            "the year is out of range; use one from 0 to 9999",
        ))
    }
}

/// What has years in it.
pub trait HasYears {
    /// Whether all of them are as asked for, in UTC.
    fn all_years(&self, fit: impl Fn(i32) -> bool) -> bool;
}

impl HasYears for Timestamp {
    fn all_years(&self, fit: impl Fn(i32) -> bool) -> bool {
        fit(self.year())
    }
}

impl HasYears for Option<Timestamp> {
    fn all_years(&self, fit: impl Fn(i32) -> bool) -> bool {
        self.is_none_or(|at| fit(at.year()))
    }
}
