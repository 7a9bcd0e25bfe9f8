//! Shifts out of a calendar, and the schedule as one.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use chrono::{Days, NaiveDate, NaiveTime};
use porchlight_app::roster::{self, RosterReport};
use porchlight_client::{
    Config,
    calendar::{LARGEST, text_of},
};
use porchlight_core::{
    LocalSchedule,
    agent::CalendarFailure,
    intent::{CalendarAddress, Intent, ScheduleDraft},
    locale::Locale,
    view::{ScheduleView, View},
};
use porchlight_protocol::{Day, LocalTime};

use super::{
    Import, Schedule,
    run::{
        Failure, address_from_stdin, connect, connected, connected_once, print, say, settled,
        spoken,
    },
};

pub(super) async fn schedule(command: Schedule, config: &Config) -> Result<(), Failure> {
    match command {
        Schedule::Import(import) => self::import(import, config).await,
        Schedule::Export { file, start } => {
            let view = settled(&mut connect(config, &start).await?).await?;
            connected_once(&view)?;
            export(&view, file)
        }
    }
}

async fn import(import: Import, config: &Config) -> Result<(), Failure> {
    // What is wrong with the calendar is said whether or not the app runs.
    let (text, place) = text(import.file, config).await?;
    let mut guest = connect(config, &import.start).await?;
    let view = settled(&mut guest).await?;
    connected_once(&view)?;
    let locale = view.locale.locale();
    let messages = locale.messages();
    let now = &view.schedule;
    let zone = zone_of(now);
    let report = roster::read(&text, &place, (&zone, now.today), &locale).map_err(failed)?;
    let draft = draft_of(&report, zone, now);
    let draft_before = now.draft.as_ref();
    if draft_before.is_some_and(|it| it.schedule != draft.schedule) {
        return Err(failed(messages.cli_schedule_unsaved()));
    }
    let outcome = if now.schedule.as_ref() == Some(&draft.schedule) {
        messages.cli_schedule_same()
    } else if import.save {
        connected(&view)?;
        let ScheduleDraft { schedule, etag, .. } = draft;
        guest.ask(Intent::SaveSchedule { schedule, etag }).await?;
        if draft_before.is_some() {
            guest.ask(Intent::KeepDraft { draft: None }).await?;
        }
        messages.cli_schedule_saved()
    } else {
        let draft = Some(draft);
        guest.ask(Intent::KeepDraft { draft }).await?;
        messages.cli_schedule_look()
    };
    print(&import.output, &report, || {
        in_lines(&report, &locale, outcome)
    })
}

/// All of it in lines, and what came of it in the last.
fn in_lines(read: &RosterReport, locale: &Locale, outcome: String) -> String {
    let messages = locale.messages();
    let (shifts, dates) = (read.shifts.len(), read.dates.len());
    let counts = messages.cli_schedule_read(shifts.to_string(), dates.to_string());
    let weekly = read.shifts.iter().map(|shift| {
        let days: Vec<_> = shift.days.iter().map(|day| weekday(locale, *day)).collect();
        let days: Vec<_> = days.iter().map(String::as_str).collect();
        let times = times(locale, shift.start, shift.end);
        messages.cli_schedule_on(locale.list(&days), times)
    });
    let dates = read.dates.iter().map(|(date, spans)| {
        let when = locale.date_with_year(*date);
        if spans.is_empty() {
            return messages.cli_schedule_nothing_on(when);
        }
        let spans: Vec<_> = spans
            .iter()
            .map(|span| times(locale, span.start, span.end))
            .collect();
        let spans: Vec<_> = spans.iter().map(String::as_str).collect();
        messages.cli_schedule_on(when, locale.list(&spans))
    });
    let indented = weekly.chain(dates).map(|line| format!("  {line}"));
    let not_understood = read.not_understood.iter().map(|it| it.text.clone());
    let lines: Vec<_> = std::iter::once(counts)
        .chain(indented)
        .chain(not_understood)
        .chain([outcome])
        .collect();
    lines.join("\n")
}

fn weekday(locale: &Locale, day: Day) -> String {
    // The first of January 2024 was a Monday.
    let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
    let date = monday.checked_add_days(Days::new(day as u64));
    locale.weekday(date.unwrap_or(monday))
}

/// `22:00–06:00`
fn times(locale: &Locale, start: LocalTime, end: LocalTime) -> String {
    let clock = |time: LocalTime| {
        let minutes = u32::from(time.minutes()) % (24 * 60);
        let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0);
        locale.clock(time.unwrap_or_default())
    };
    format!("{}–{}", clock(start), clock(end))
}

/// What was read instead of the shifts and dates that are there; time off stays.
fn draft_of(read: &RosterReport, zone: String, now: &ScheduleView) -> ScheduleDraft {
    let time_off = now.schedule.as_ref().map(|it| it.time_off.clone());
    ScheduleDraft {
        schedule: LocalSchedule {
            zone,
            shifts: read.shifts.clone(),
            dates: read.dates.clone(),
            time_off: time_off.unwrap_or_default(),
        },
        base: now.schedule.clone(),
        etag: now.etag.clone(),
    }
}

fn zone_of(now: &ScheduleView) -> String {
    let zone = now.schedule.as_ref().map(|it| &it.zone);
    zone.unwrap_or(&now.local_zone).clone()
}

/// What the calendar says, and where it is. Standard input is called `-`, and has an address instead where none is named.
async fn text(file: Option<PathBuf>, config: &Config) -> Result<(String, String), Failure> {
    let locale = spoken(config);
    let address = match file {
        Some(file) if file == Path::new("-") => {
            let place = locale.messages().cli_schedule_stdin();
            let text = from_stdin().map_err(|why| unread(&locale, why, &place))?;
            return Ok((text, place));
        }
        Some(file) => {
            let file = std::path::absolute(&file);
            let file = file.context("this is no file")?;
            CalendarAddress(file.display().to_string())
        }
        None => CalendarAddress(address_from_stdin(config)?),
    };
    let text = text_of(&address).await;
    let text = text.map_err(|why| unread(&locale, why, address.place()))?;
    Ok((text, address.place().to_owned()))
}

fn from_stdin() -> Result<String, CalendarFailure> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| CalendarFailure::Unreachable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(CalendarFailure::TooLarge);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn export(view: &View, file: Option<PathBuf>) -> Result<(), Failure> {
    let locale = view.locale.locale();
    let messages = locale.messages();
    let saved = view.schedule.schedule.as_ref();
    let saved = saved.ok_or_else(|| failed(messages.cli_schedule_none()))?;
    let text = roster::written(saved, view.schedule.today, &locale)
        .context("the schedule makes no sense")?
        .context("the schedule could not be written as a calendar")?;
    match file {
        Some(file) => fs::write(&file, text)
            .map_err(|_| failed(messages.roster_unwritten(file.display().to_string()))),
        None => say(text.trim_end()),
    }
}

fn unread(locale: &Locale, why: CalendarFailure, place: &str) -> Failure {
    failed(roster::unread(locale, why, place))
}

fn failed(sentence: String) -> Failure {
    Failure::Failed(anyhow::anyhow!(sentence))
}
