//! Shifts out of a calendar, and a schedule as one, as command line and window show them.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use chrono::{NaiveDate, Utc};
use chrono_tz::Tz;
use porchlight_client::calendar::{Roster, calendar_of};
use porchlight_core::{LocalSchedule, ScheduleError, agent::CalendarFailure, locale::Locale};
use porchlight_protocol::{Shift, Span};
use serde::Serialize;

/// What was read of a calendar. Only ever grows, as `schedule import --json` answers it.
#[derive(Debug, Serialize)]
pub struct RosterReport {
    pub shifts: Vec<Shift>,
    pub dates: BTreeMap<NaiveDate, Vec<Span>>,
    pub not_understood: Vec<LineReport>,
}

/// An event that is no shift.
#[derive(Debug, Serialize)]
pub struct LineReport {
    line: usize,
    why: &'static str,
    pub text: String,
}

/// Reads the shifts of a calendar by the clocks of a zone; what is no zone is UTC. `place` is where the text is from.
///
/// # Errors
/// Why there are none, in sentences.
pub fn read(
    text: &str,
    place: &str,
    (zone, today): (&str, NaiveDate),
    locale: &Locale,
) -> Result<RosterReport, String> {
    let zone = zone.parse().unwrap_or(Tz::UTC);
    let roster = Roster::read(text, zone, today).map_err(|why| unread(locale, why, place))?;
    let messages = locale.messages();
    let lines = roster.not_understood.iter().map(|it| {
        let (line, why) = (it.line, it.why.key());
        let text = messages.roster_not_understood(why, line.to_string());
        LineReport { line, why, text }
    });
    let not_understood: Vec<_> = lines.collect();
    if roster.shifts.is_empty() && roster.dates.is_empty() {
        let lines = not_understood.into_iter().map(|it| it.text);
        let lines: Vec<_> = lines.chain([messages.roster_empty()]).collect();
        return Err(lines.join("\n"));
    }
    Ok(RosterReport {
        shifts: roster.shifts,
        dates: roster.dates,
        not_understood,
    })
}

/// Why a calendar could not be read, in a sentence.
pub fn unread(locale: &Locale, why: CalendarFailure, place: &str) -> String {
    locale.messages().roster_unread(why.key(), place)
}

/// The schedule as a calendar; none for a zone whose clocks nobody knows.
///
/// # Errors
/// If the schedule makes no sense.
pub fn written(
    schedule: &LocalSchedule,
    today: NaiveDate,
    locale: &Locale,
) -> Result<Option<String>, ScheduleError> {
    let schedule = schedule.to_schedule()?;
    let title = locale.messages().roster_shift();
    Ok(calendar_of(&schedule, today, Utc::now(), &title))
}

/// Writes a text into a new file of a folder, beside those that are there: `porchlight.ics`, `porchlight-2.ics`.
///
/// # Errors
/// If nothing can be written there, with the path that was tried.
pub fn write_beside(folder: &Path, text: &str) -> Result<PathBuf, (PathBuf, io::Error)> {
    let names = (1..=MOST_FILES).map(|number| match number {
        1 => "porchlight.ics".to_owned(),
        more => format!("porchlight-{more}.ics"),
    });
    let mut last = folder.to_owned();
    for name in names {
        last = folder.join(name);
        match File::create_new(&last) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            file => {
                let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
                return written
                    .map(|()| last.clone())
                    .map_err(|error| (last, error));
            }
        }
    }
    Err((last, io::ErrorKind::AlreadyExists.into()))
}

/// Nobody exports that often without tidying up.
const MOST_FILES: u32 = 1000;
