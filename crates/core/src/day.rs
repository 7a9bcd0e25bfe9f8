//! Which instants a date has by the clocks of a zone: 23 to 25 hours of them where the clocks are changed.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use porchlight_protocol::{Interval, Timestamp};

use crate::{schedule::instant_at, words::local};

/// A date by the clocks of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalDay {
    zone: Tz,
    date: NaiveDate,
}

impl LocalDay {
    /// A date in a zone of the tz database; none for a zone that is not known.
    pub fn new(zone: &str, date: NaiveDate) -> Option<Self> {
        Some(Self {
            zone: zone.parse().ok()?,
            date,
        })
    }

    /// The date that it is at an instant; none for a zone that is not known.
    pub fn at(zone: &str, instant: Timestamp) -> Option<Self> {
        let zone: Tz = zone.parse().ok()?;
        Some(Self {
            zone,
            date: local(zone, instant).date(),
        })
    }

    pub const fn date(&self) -> NaiveDate {
        self.date
    }

    /// From its first instant to that of the next date. Empty for a date that the zone has skipped; none at the end of
    /// what can be written.
    pub fn bounds(&self) -> Option<Interval> {
        let midnight = |date: NaiveDate| instant_at(self.zone, date.and_time(NaiveTime::MIN));
        Some(Interval {
            from: midnight(self.date)?,
            until: midnight(self.date.succ_opt()?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    fn day(zone: &str, date: &str) -> LocalDay {
        LocalDay::new(zone, date.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_day_is_as_long_as_its_zones_clocks_have_it() {
        for (zone, date, from, hours) in [
            ("UTC", "2026-11-23", "2026-11-23T00:00:00Z", 24),
            ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23),
            ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25),
            // Midnight itself is skipped, and comes twice.
            ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", 23),
            ("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", 25),
            // The whole date was.
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", 0),
        ] {
            let bounds = day(zone, date).bounds().unwrap();
            assert_eq!(bounds.from, from.parse::<Timestamp>().unwrap(), "{zone}");
            assert_eq!(bounds.until - bounds.from, Duration::hours(hours), "{zone}");
        }
    }

    #[test]
    fn days_of_a_zone_follow_each_other_without_a_gap_and_each_instant_is_on_its_own() {
        for zone in ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"] {
            let mut at: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
            for _ in 0..365 {
                let day = LocalDay::at(zone, at).unwrap();
                let bounds = day.bounds().unwrap();
                assert!(bounds.from <= at && at < bounds.until, "{zone} {at}");
                let next = LocalDay::at(zone, bounds.until).unwrap();
                assert_eq!(next.bounds().unwrap().from, bounds.until);
                at += Duration::days(1);
            }
        }
        assert_eq!(LocalDay::new("Mars/Olympus", NaiveDate::MIN), None);
    }
}
