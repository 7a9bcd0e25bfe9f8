//! Lengths and instants, as people write them on a command line.

use std::time::Duration;

use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use porchlight_core::{locale::Locale, rules};

/// The longest that a choice can hold, in days.
const LONGEST_DAYS: u64 = rules::LONGEST_HOLD.as_secs() / (24 * 60 * 60);

/// Reads `45m`, `2h`, `1h30m`, `1d`, `90s`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no duration; write something like 45m, 2h or 1h30m");
    let mut seconds: u64 = 0;
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let (number, after) = rest.split_at(digits);
        let unit_end = after
            .find(|c: char| c.is_ascii_digit() || c == ' ')
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_end);
        let factor = match unit {
            "s" => 1,
            "m" | "min" => 60,
            "h" => 60 * 60,
            "d" => 24 * 60 * 60,
            _ => return Err(wrong()),
        };
        if number.is_empty() {
            return Err(wrong());
        }
        // Only one that is too large fails, and that is too long.
        let number: u64 = number.parse().unwrap_or(u64::MAX);
        seconds = seconds.saturating_add(number.saturating_mul(factor));
        rest = after.trim_start();
    }
    if seconds > rules::LONGEST_HOLD.as_secs() {
        return Err(format!(
            "`{text}` is longer than a choice can hold, which is {LONGEST_DAYS} days; use --hold to keep it until you change it"
        ));
    }
    if seconds == 0 {
        return Err("that is no time at all; write something like 45m, 2h or 1h30m".into());
    }
    Ok(Duration::from_secs(seconds))
}

/// Reads `18:00` as the next such time in this zone, `18:00 Europe/Berlin` in that one, or an RFC 3339 instant, which must
/// lie ahead.
pub(crate) fn until(text: &str, now: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, Wrong> {
    if let Ok(instant) = DateTime::parse_from_rfc3339(text) {
        let instant = instant.to_utc();
        if instant <= now {
            return Err(Wrong::Passed(text.to_owned()));
        }
        if (instant - now)
            .to_std()
            .is_ok_and(|ahead| ahead > rules::LONGEST_HOLD)
        {
            return Err(Wrong::TooLong(text.to_owned()));
        }
        return Ok(instant);
    }
    let (clock, zone) = match text.trim().split_once(char::is_whitespace) {
        Some((clock, name)) => {
            let name = name.trim();
            let zone = name.parse().map_err(|_| Wrong::Zone(name.to_owned()))?;
            (clock, zone)
        }
        None => (text.trim(), zone),
    };
    // The end of a day is the beginning of the next.
    let clock = if clock == "24:00" { "00:00" } else { clock };
    let Ok(time) = NaiveTime::parse_from_str(clock, "%H:%M") else {
        return Err(Wrong::Time(text.to_owned()));
    };
    let today = now.with_timezone(&zone).date_naive();
    [Some(today), today.checked_add_days(Days::new(1))]
        .into_iter()
        .flatten()
        .filter_map(|date| instant(date.and_time(time), zone))
        .find(|instant| *instant > now)
        .ok_or_else(|| Wrong::Skipped {
            clock: clock.to_owned(),
            zone,
        })
}

/// Why a time is none until which something can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    Passed(String),
    TooLong(String),
    Zone(String),
    Time(String),
    /// The clocks skip it.
    Skipped {
        clock: String,
        zone: Tz,
    },
}

impl Wrong {
    pub(crate) fn words(&self, locale: &Locale) -> String {
        let messages = locale.messages();
        match self {
            Self::Passed(time) => messages.cli_time_passed(time),
            Self::TooLong(time) => messages.cli_time_too_long(LONGEST_DAYS, time),
            Self::Zone(zone) => messages.cli_no_zone(zone),
            Self::Time(time) => messages.cli_no_time(time),
            Self::Skipped { clock, zone } => messages.cli_time_skipped(clock, zone.name()),
        }
    }
}

/// A time that the clocks skip is read with the offset before the gap; one that comes twice is the first.
fn instant(local: chrono::NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    let read = |local: chrono::NaiveDateTime| zone.from_local_datetime(&local).earliest();
    let gap = TimeDelta::hours(3);
    let found = read(local).or_else(|| Some(read(local.checked_sub_signed(gap)?)? + gap));
    found.map(|instant| instant.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn durations_are_read_as_people_write_them() {
        assert_eq!(duration("45m"), Ok(Duration::from_mins(45)));
        assert_eq!(duration("2h"), Ok(Duration::from_hours(2)));
        assert_eq!(duration("1h30m"), Ok(Duration::from_mins(90)));
        assert_eq!(duration("1h 30min"), Ok(Duration::from_mins(90)));
        assert_eq!(duration("1d"), Ok(Duration::from_hours(24)));
    }

    #[test]
    fn a_number_without_a_unit_is_refused_rather_than_guessed() {
        for wrong in ["", "30", "h", "2 weeks", "-2h", "2h30", "h2"] {
            let said = duration(wrong).unwrap_err();
            assert!(said.contains("no duration"), "{wrong}: {said}");
        }
        assert!(duration("0m").is_err());
    }

    #[test]
    fn what_is_longer_than_a_choice_can_hold_is_refused_with_what_can_be_done() {
        for long in [
            "401d",
            "99999999h",
            "99999999999999999999h",
            "18446744073709551615d",
            "18446744073709551615s1s",
        ] {
            let said = duration(long).unwrap_err();
            assert!(
                said.contains("400 days") && said.contains("--hold"),
                "{long}: {said}"
            );
        }
        assert_eq!(duration("400d"), Ok(rules::LONGEST_HOLD));
        let now = at("2026-11-23T16:00:00Z");
        let wrong = until("9999-12-31T23:59:59Z", now, chrono_tz::UTC).unwrap_err();
        let said = wrong.words(&Locale::english());
        assert!(said.contains("400 days"), "{said}");
    }

    #[test]
    fn a_time_of_day_may_name_its_zone() {
        let now = at("2026-11-23T16:00:00Z");

        assert_eq!(
            until("18:00 America/New_York", now, chrono_tz::Europe::Berlin),
            Ok(at("2026-11-23T23:00:00Z"))
        );
        let wrong = until("18:00 Atlantis", now, chrono_tz::UTC).unwrap_err();
        assert_eq!(wrong, Wrong::Zone("Atlantis".to_owned()));
    }

    #[test]
    fn a_time_of_day_is_the_next_one_in_the_person_s_zone() {
        let now = at("2026-11-23T16:00:00Z");

        assert_eq!(
            until("18:00", now, chrono_tz::America::New_York),
            Ok(at("2026-11-23T23:00:00Z"))
        );
        let midnight = Ok(at("2026-11-24T05:00:00Z"));
        assert_eq!(until("24:00", now, chrono_tz::America::New_York), midnight);
        assert_eq!(
            until("9:30", now, chrono_tz::America::New_York),
            Ok(at("2026-11-24T14:30:00Z"))
        );
    }

    #[test]
    fn a_time_that_is_skipped_is_read_with_the_offset_before_the_gap() {
        let now = at("2026-03-28T20:00:00Z");

        assert_eq!(
            until("02:30", now, chrono_tz::Europe::Berlin),
            Ok(at("2026-03-29T01:30:00Z"))
        );
    }

    #[test]
    fn a_time_that_comes_twice_is_the_first() {
        let now = at("2026-10-24T20:00:00Z");

        assert_eq!(
            until("02:30", now, chrono_tz::Europe::Berlin),
            Ok(at("2026-10-25T00:30:00Z"))
        );
    }

    #[test]
    fn an_instant_is_taken_as_it_is_unless_it_has_passed() {
        let now = at("2026-11-23T16:00:00Z");

        assert_eq!(
            until("2026-11-23T18:00:00+01:00", now, chrono_tz::UTC),
            Ok(at("2026-11-23T17:00:00Z"))
        );
        let passed = "2026-11-23T15:00:00Z";
        assert_eq!(
            until(passed, now, chrono_tz::UTC),
            Err(Wrong::Passed(passed.to_owned()))
        );
        assert!(until("25:00", now, chrono_tz::UTC).is_err());
    }
}
