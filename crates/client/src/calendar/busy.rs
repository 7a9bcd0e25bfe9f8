//! The busy times of a calendar as RFC 5545 writes it, with its recurrence rules and what departs from them.

use calcard::icalendar::{
    ICalendarComponent, ICalendarParameterName, ICalendarParameterValue,
    ICalendarParticipationStatus, ICalendarProperty, ICalendarStatus, ICalendarTransparency,
    ICalendarValue,
};
use chrono_tz::Tz;
use porchlight_core::{Busy, agent::CalendarFailure};
use porchlight_protocol::{Interval, Timestamp};

use super::events::{Search, calendars, events};

/// What the server takes.
const MOST: usize = 500;

/// When the calendar says that its owner is busy between two instants: joined, in order, in whole seconds. All-day events
/// and those without a zone are read in hers. What she declined, what is cancelled, and what takes no time of hers is left
/// out.
///
/// # Errors
/// If the text is no calendar.
pub(super) fn times(
    text: &str,
    zone: Tz,
    owner: Option<&str>,
    from: Timestamp,
    until: Timestamp,
) -> Result<Vec<Interval>, CalendarFailure> {
    let mut search = Search::until(until);
    let mut busy = Vec::new();
    for calendar in &calendars(text)? {
        let zones = calendar.build_tz_resolver().with_default(zone);
        for event in events(calendar) {
            let occurrences = search.event(&event, &zones).into_iter();
            let taking = occurrences.filter(|it| takes_time(it.part, owner));
            busy.extend(taking.filter_map(|it| {
                let (start, end) = it.instants()?;
                let end = end.min(until);
                let ahead = start < end && from < end;
                ahead.then_some(Interval {
                    from: start,
                    until: end,
                })
            }));
        }
    }
    let busy = Busy::new(&busy).map_err(|_| CalendarFailure::NoCalendar)?;
    let soonest = busy.intervals().iter().take(MOST);
    Ok(soonest.copied().collect())
}

/// Whether its owner is busy by it.
fn takes_time(event: &ICalendarComponent, owner: Option<&str>) -> bool {
    let is_free = event.entries.iter().any(|entry| {
        let value = entry.values.first().and_then(ICalendarValue::as_text);
        entry.name.as_str() == "X-MICROSOFT-CDO-BUSYSTATUS" && value == Some("FREE")
    });
    let declined = event
        .properties(&ICalendarProperty::Attendee)
        .filter(|entry| {
            let address = entry.calendar_address();
            address
                .zip(owner)
                .is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
        })
        .any(|entry| {
            entry
                .parameters(&ICalendarParameterName::Partstat)
                .any(|status| {
                    *status
                        == ICalendarParameterValue::Partstat(ICalendarParticipationStatus::Declined)
                })
        });
    !is_free
        && !declined
        && event.status() != Some(&ICalendarStatus::Cancelled)
        && event.transparency() != Some(&ICalendarTransparency::Transparent)
}

#[cfg(test)]
mod tests {
    use chrono::Timelike as _;

    use super::*;

    /// What is busy from Monday, 30 November 2026, in Berlin, for sixty days.
    fn busy(events: &str) -> Vec<String> {
        let zone =
            "BEGIN:VTIMEZONE\nTZID:Mitteleuropa\nX-LIC-LOCATION:Europe/Berlin\nEND:VTIMEZONE\n";
        let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{zone}{events}END:VCALENDAR\n");
        let from: Timestamp = "2026-11-30T00:00:00Z".parse().unwrap();
        let until = from + chrono::Duration::days(60);
        let berlin = chrono_tz::Europe::Berlin;
        let times = times(
            &text.replace('\n', "\r\n"),
            berlin,
            Some("ana@example.edu"),
            from,
            until,
        );
        let shown = |at: Timestamp| at.format("%d %b %H:%M").to_string();
        let times = times.unwrap().into_iter();
        times
            .map(|it| format!("{} - {}", shown(it.from), shown(it.until)))
            .collect()
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\nUID:1\nDTSTAMP:20261101T000000Z\n{lines}\nEND:VEVENT\n")
    }

    #[test]
    fn what_touches_is_one_and_what_has_passed_is_none() {
        let one = event("DTSTART:20261201T090000Z\nDTEND:20261201T100000Z\nSUMMARY:Dentist");
        let next = event("DTSTART:20261201T100000Z\nDURATION:PT30M").replace("UID:1", "UID:2");
        let passed = event("DTSTART:20261101T100000Z\nDURATION:PT30M").replace("UID:1", "UID:3");
        assert_eq!(
            busy(&(one + &next + &passed)),
            ["01 Dec 09:00 - 01 Dec 10:30"]
        );
    }

    #[test]
    fn a_rule_goes_by_the_clocks_of_its_zone_and_by_what_departs_from_it() {
        let weekly = event(
            "DTSTART;TZID=Mitteleuropa:20200106T090000\nDTEND;TZID=Mitteleuropa:20200106T093000\n\
             RRULE:FREQ=WEEKLY;BYDAY=MO\nEXDATE;TZID=Mitteleuropa:20261207T090000",
        );
        let moved = event(
            "RECURRENCE-ID;TZID=Mitteleuropa:20261214T090000\nSEQUENCE:3\n\
             DTSTART;TZID=Mitteleuropa:20261215T110000\nDTEND;TZID=Mitteleuropa:20261215T120000",
        );
        let cancelled = event(
            "RECURRENCE-ID;TZID=Mitteleuropa:20261221T090000\nSTATUS:CANCELLED\n\
             DTSTART;TZID=Mitteleuropa:20261221T090000\nDTEND;TZID=Mitteleuropa:20261221T093000",
        );
        let another = event("DTSTART;TZID=Mitteleuropa:20261214T090000\nDURATION:PT10M")
            .replace("UID:1", "UID:2");
        let all = busy(&(weekly + &moved + &cancelled + &another));
        assert_eq!(
            all[..4],
            [
                "30 Nov 08:00 - 30 Nov 08:30",
                "14 Dec 08:00 - 14 Dec 08:10",
                "15 Dec 10:00 - 15 Dec 11:00",
                "28 Dec 08:00 - 28 Dec 08:30",
            ]
        );
        assert_eq!(all.last().unwrap(), "25 Jan 08:00 - 25 Jan 08:30");
    }

    #[test]
    fn nine_oclock_stays_nine_oclock_when_the_clocks_change() {
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Berlin:20261001T090000\r\n\
                    DURATION:PT1H\r\nRRULE:FREQ=DAILY;UNTIL=20261027T235959Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let from: Timestamp = "2026-10-24T00:00:00Z".parse().unwrap();
        let until = from + chrono::Duration::days(60);
        let times = times(text, Tz::UTC, None, from, until).unwrap();
        let hours: Vec<_> = times.iter().map(|it| it.from.hour()).collect();
        assert_eq!(hours, [7, 8, 8, 8]);
    }

    #[test]
    fn what_takes_no_time_of_hers_is_left_out() {
        let at = "DTSTART:20261201T090000Z\nDTEND:20261201T100000Z\n";
        for free in [
            "TRANSP:TRANSPARENT",
            "STATUS:CANCELLED",
            "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:Ana@example.edu",
        ] {
            assert_eq!(busy(&event(&format!("{at}{free}"))), [""; 0], "{free}");
        }
        assert_eq!(
            busy(&event("DTSTART:20261201T090000Z")),
            [""; 0],
            "an instant"
        );
        let others = event(&format!(
            "{at}ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.edu"
        ));
        assert_eq!(busy(&others).len(), 1);
        let task = event(at).replace("VEVENT", "VTODO");
        assert_eq!(busy(&task), [""; 0]);
    }

    #[test]
    fn a_whole_day_is_one_of_hers() {
        let day = event("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261226");
        assert_eq!(busy(&day), ["23 Dec 23:00 - 25 Dec 23:00"]);
    }

    #[test]
    fn what_is_no_calendar_is_refused_and_what_never_ends_ends() {
        let from: Timestamp = "2026-11-30T00:00:00Z".parse().unwrap();
        for text in ["", "<html></html>", "BEGIN:VCARD\r\nEND:VCARD\r\n"] {
            let refused = times(text, Tz::UTC, None, from, from + chrono::Duration::days(60));
            assert_eq!(refused, Err(CalendarFailure::NoCalendar), "{text}");
        }
        let secondly = event("DTSTART:20100101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY");
        busy(&secondly);
        let hourly = event("DTSTART:20261129T000000Z\nDURATION:PT1M\nRRULE:FREQ=HOURLY");
        assert_eq!(busy(&hourly).len(), MOST);
    }
}
