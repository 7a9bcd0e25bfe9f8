//! The explain format: facts in, what is decided of them out, as JSON.

use chrono::{Duration, Timelike};
use porchlight_protocol::{
    Cause, Choice, Interval, OfficeId, Schedule, Timestamp, in_four_digit_years,
};
use serde::Deserialize;

use crate::{Busy, Facts, Resolution, SessionFact, Timeline, resolve};

/// Answers one document of the explain format: facts as JSON in, the result as JSON out (one line, no newline).
/// A bad document is answered by `{"error": "..."}` in the `Err`.
///
/// # Errors
/// If the document is not JSON of the explain format, names an unknown zone, or holds an impossible value.
///
/// # Examples
/// ```
/// let facts = r#"{"now": "2026-11-23T12:00:00Z", "offices": ["it"]}"#;
/// let answer = r#"{"overall":"offline","next_change":null,"offices":[{"office":"it","status":"offline","cause":{"kind":"no_device"},"since":null,"ends":null}]}"#;
/// assert_eq!(porchlight_core::explain(facts).unwrap(), answer);
/// ```
pub fn explain(document: &str) -> Result<String, String> {
    answer(document).map_err(|error| serde_json::json!({ "error": error }).to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(deserialize_with = "in_four_digit_years")]
    now: Timestamp,
    #[serde(default = "an_hour")]
    idle_after_seconds: u64,
    offices: Vec<OfficeId>,
    #[serde(default)]
    choices: Vec<Choice>,
    #[serde(default)]
    schedule: Option<Schedule>,
    #[serde(default)]
    sessions: Vec<SessionFact>,
    #[serde(default)]
    busy: Vec<Interval>,
}

fn an_hour() -> u64 {
    3600
}

fn answer(document: &str) -> Result<String, String> {
    let Document {
        now,
        idle_after_seconds,
        offices,
        choices,
        schedule,
        sessions,
        busy,
    } = read(document)?;
    let schedule = schedule
        .map(|schedule| Timeline::new(&schedule, now))
        .transpose()
        .map_err(|error| format!("schedule.{}: {error}.", error.field()))?;
    let busy = Busy::new(&busy).map_err(|error| format!("{}: {error}.", error.field()))?;
    // Longer than anybody has lived is never.
    let idle_after = i64::try_from(idle_after_seconds)
        .ok()
        .and_then(Duration::try_seconds)
        .unwrap_or(Duration::MAX);
    let resolution = resolve(
        &Facts {
            idle_after,
            offices,
            choices,
            schedule,
            sessions,
            busy,
        },
        now,
    );
    serde_json::to_string(&in_whole_seconds(resolution))
        .map_err(|error| format!("The result cannot be written: {error}."))
}

fn read(document: &str) -> Result<Document, String> {
    let not_facts =
        |error: serde_json::Error| format!("These are not facts as explain reads them: {error}.");
    let mut text = serde_json::Deserializer::from_str(document);
    let read = serde_path_to_error::deserialize(&mut text).map_err(|error| {
        let field = error.path().to_string();
        let error = error.into_inner();
        if error.is_data() && field != "." {
            format!("{field}: {error}.")
        } else {
            not_facts(error)
        }
    })?;
    text.end().map_err(not_facts)?;
    Ok(read)
}

fn in_whole_seconds(mut resolution: Resolution) -> Resolution {
    let cut = |at: Timestamp| at.with_nanosecond(0).unwrap_or(at);
    resolution.next_change = resolution.next_change.map(cut);
    for office in &mut resolution.offices {
        office.since = office.since.map(cut);
        if let Cause::Busy { until } = &mut office.cause {
            *until = cut(*until);
        }
        if let Some(ends) = &mut office.ends {
            ends.at = cut(ends.at);
        }
    }
    resolution
}
