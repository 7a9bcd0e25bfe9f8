use chrono::{Datelike, Duration, Timelike};
use porchlight_protocol::{Activity, Choice, Hold, OfficeId, Schedule, Timestamp};
use serde::Deserialize;

use crate::{Facts, Resolution, SessionFact, Timeline, resolve};

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
}

fn an_hour() -> u64 {
    3600
}

fn answer(document: &str) -> Result<String, String> {
    let document: Document = serde_json::from_str(document)
        .map_err(|error| format!("These are not facts as explain reads them: {error}."))?;
    document.check_years()?;
    let Document {
        now,
        idle_after_seconds,
        offices,
        choices,
        schedule,
        sessions,
    } = document;
    let schedule = schedule
        .map(|schedule| Timeline::new(&schedule, now))
        .transpose()
        .map_err(|error| format!("schedule.{}: {error}.", error.field()))?;
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
        },
        now,
    );
    serde_json::to_string(&in_whole_seconds(resolution))
        .map_err(|error| format!("The result cannot be written: {error}."))
}

impl Document {
    /// RFC 3339 has four digits for a year.
    fn check_years(&self) -> Result<(), String> {
        let choices = self.choices.iter().enumerate().flat_map(|(index, choice)| {
            let until = if let Hold::Until(until) = choice.hold {
                Some(until)
            } else {
                None
            };
            [
                (format!("choices[{index}].set_at"), Some(choice.set_at)),
                (format!("choices[{index}].hold.until"), until),
            ]
        });
        let sessions = self
            .sessions
            .iter()
            .enumerate()
            .flat_map(|(index, session)| {
                let since = match session.activity {
                    Activity::Active | Activity::Unknown => None,
                    Activity::Idle { since } | Activity::Locked { since } => Some(since),
                };
                [
                    (
                        format!("sessions[{index}].lease_until"),
                        Some(session.lease_until),
                    ),
                    (format!("sessions[{index}].activity.since"), since),
                ]
            });
        std::iter::once(("now".to_owned(), Some(self.now)))
            .chain(choices)
            .chain(sessions)
            .find(|(_, at)| at.is_some_and(|at| !(0..=9999).contains(&at.year())))
            .map_or(Ok(()), |(field, _)| {
                Err(format!(
                    "{field}: the year is out of range; use one from 0 to 9999."
                ))
            })
    }
}

fn in_whole_seconds(mut resolution: Resolution) -> Resolution {
    let cut = |at: Timestamp| at.with_nanosecond(0).unwrap_or(at);
    resolution.next_change = resolution.next_change.map(cut);
    for office in &mut resolution.offices {
        office.since = office.since.map(cut);
        if let Some(ends) = &mut office.ends {
            ends.at = cut(ends.at);
        }
    }
    resolution
}
