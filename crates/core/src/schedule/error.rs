//! Why a schedule makes no sense.

use std::ops::RangeInclusive;

use porchlight_protocol::{Schedule, Span};

/// The years in which a schedule takes place: those that RFC 3339 can write.
pub(super) const YEARS: RangeInclusive<i32> = 0..=9999;

const MOST_SHIFTS: usize = 200;
const MOST_DATES: usize = 1000;
const MOST_SPANS_A_DATE: usize = 50;
const MOST_TIME_OFF: usize = 1000;

/// Why a schedule makes no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    #[error("`{zone}` is not a time zone; use an IANA name such as `Europe/Berlin`")]
    UnknownZone { zone: String },
    /// A shift starts at 24:00.
    #[error("A shift cannot start at 24:00 (`{field}`); let it start at 00:00 of the next day")]
    StartAtDayEnd { field: String },
    /// A time off that ends before it begins, or as it begins.
    #[error("The time off number {} ends before it begins; its `until` must be later than its `from`", index + 1)]
    EmptyTimeOff { index: usize },
    /// A date or an instant that RFC 3339 cannot write.
    #[error("The year in `{field}` is out of range; use one from 0 to 9999")]
    YearOutOfRange { field: String },
    /// More entries than anybody needs.
    #[error("There are {found} entries in `{field}`, but at most {most} are allowed; remove some")]
    TooMany {
        field: String,
        found: usize,
        most: usize,
    },
}

impl ScheduleError {
    /// The field of the schedule that is at fault, as a path such as `shifts[0].start`.
    pub fn field(&self) -> String {
        match self {
            Self::UnknownZone { .. } => "zone".to_owned(),
            Self::EmptyTimeOff { index } => format!("time_off[{index}].until"),
            Self::StartAtDayEnd { field }
            | Self::YearOutOfRange { field }
            | Self::TooMany { field, .. } => field.clone(),
        }
    }

    pub(super) fn unknown_zone(zone: &str) -> Self {
        Self::UnknownZone {
            zone: zone.chars().take(64).collect(),
        }
    }
}

pub(super) fn check_sizes(schedule: &Schedule) -> Result<(), ScheduleError> {
    check_size("shifts", schedule.shifts.len(), MOST_SHIFTS)?;
    check_size("dates", schedule.dates.len(), MOST_DATES)?;
    check_size("time_off", schedule.time_off.len(), MOST_TIME_OFF)?;
    schedule.dates.iter().try_for_each(|(date, spans)| {
        check_size(&format!("dates.{date}"), spans.len(), MOST_SPANS_A_DATE)
    })
}

fn check_size(field: &str, found: usize, most: usize) -> Result<(), ScheduleError> {
    if found <= most {
        Ok(())
    } else {
        Err(ScheduleError::TooMany {
            field: field.to_owned(),
            found,
            most,
        })
    }
}

pub(super) fn check_start(span: Span, field: impl FnOnce() -> String) -> Result<(), ScheduleError> {
    if span.start.minutes() < 24 * 60 {
        Ok(())
    } else {
        Err(ScheduleError::StartAtDayEnd { field: field() })
    }
}

pub(super) fn check_year(year: i32, field: impl FnOnce() -> String) -> Result<(), ScheduleError> {
    if YEARS.contains(&year) {
        Ok(())
    } else {
        Err(ScheduleError::YearOutOfRange { field: field() })
    }
}
