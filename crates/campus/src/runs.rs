//! What goes from one run of the server to the next: how much is left of leases that devices got without being heard.
//!
//! A device that was live when the server ended has one lease to be heard, and it is one of the server's uptime: what a
//! run used up of it is not given again by the next. A server that is started anew every few seconds keeps nobody
//! longer than one that is not, and a device that was heard owes nothing.
//!
//! ```text
//!   start ──> every live device is unheard ── heard ──> owes nothing, and leaves the record
//!                    │                     └─ not heard in what is left ──> gone
//!                    └─ written at the start, and then every 2 s as long as there are any: what will be left 2 s later
//! ```
//!
//! Always holds: what the record says is left is no more than what is, unless the store takes longer than that to keep
//! it. A device costs no write of its own.

use std::{collections::BTreeMap, time::Duration};

use porchlight_protocol::SessionId;
use serde::{Deserialize, Serialize};

/// How often it is written, as long as anybody is unheard: a run that ends in between counts as one that lasted for so long.
const EVERY: Duration = Duration::from_secs(2);

/// Of devices that took part and were not heard since the server began, or stood still: how much is left of their lease,
/// in milliseconds. Whoever is not in here gets a whole one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnheardRecord {
    pub left: BTreeMap<SessionId, u64>,
}

impl UnheardRecord {
    /// The lease that a device gets at a start.
    pub(crate) fn lease(&self, id: &SessionId, whole: Duration) -> Duration {
        let left = self.left.get(id).copied().map(Duration::from_millis);
        left.unwrap_or(whole).min(whole)
    }
}

/// When the record is to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Runs {
    /// None once nobody is unheard, and the record says so.
    due: Option<Duration>,
}

impl Runs {
    /// At the start, everybody is unheard.
    pub(crate) const fn begun(now: Duration) -> Self {
        Self { due: Some(now) }
    }

    /// Devices are unheard from now on: everybody was given a lease.
    pub(crate) const fn lent(&mut self, now: Duration) {
        self.due = Some(now);
    }

    pub(crate) const fn due(&self) -> Option<Duration> {
        self.due
    }

    /// It could not be written.
    pub(crate) fn failed(&mut self, now: Duration) {
        if let Some(due) = &mut self.due {
            *due = now.min(*due);
        }
    }

    /// What to write now, if that is something else than what is `kept`. `unheard` names the devices, and until when each
    /// lives.
    pub(crate) fn record(
        &mut self,
        now: Duration,
        kept: &UnheardRecord,
        unheard: impl FnOnce() -> BTreeMap<SessionId, Duration>,
    ) -> Option<UnheardRecord> {
        if self.due.is_none_or(|due| now < due) {
            return None;
        }
        let left = unheard().into_iter().map(|(id, until)| {
            let left = until.saturating_sub(now + EVERY).as_millis();
            (id, u64::try_from(left).unwrap_or(u64::MAX))
        });
        let left: BTreeMap<_, _> = left.collect();
        if left.is_empty() && kept.left.is_empty() {
            self.due = None;
            return None;
        }
        self.due = Some(now + EVERY);
        Some(UnheardRecord { left })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn unheard(devices: &[(&str, Duration)]) -> BTreeMap<SessionId, Duration> {
        let devices = devices.iter();
        devices
            .map(|(id, until)| (SessionId::from(*id), *until))
            .collect()
    }

    #[test]
    fn what_is_written_is_what_will_be_left_when_it_is_written_next() {
        let start = 100 * SECOND;
        let mut runs = Runs::begun(start);
        let none = UnheardRecord::default();
        let devices = || unheard(&[("a", start + 60 * SECOND), ("b", start + SECOND)]);
        let record = runs.record(start, &none, devices).unwrap();
        assert_eq!(record.lease(&"a".into(), 60 * SECOND), 58 * SECOND);
        assert_eq!(record.lease(&"b".into(), 60 * SECOND), Duration::ZERO);
        assert_eq!(record.lease(&"c".into(), 60 * SECOND), 60 * SECOND);
        assert_eq!(runs.record(start + SECOND, &record, devices), None);
        let later = runs.record(start + EVERY, &record, devices).unwrap();
        assert_eq!(later.lease(&"a".into(), 60 * SECOND), 56 * SECOND);
    }

    #[test]
    fn nothing_is_written_once_everybody_was_heard_and_the_record_says_so() {
        let mut runs = Runs::begun(SECOND);
        let kept = runs
            .record(SECOND, &UnheardRecord::default(), || {
                unheard(&[("a", 60 * SECOND)])
            })
            .unwrap();
        let empty = runs.record(3 * SECOND, &kept, BTreeMap::new).unwrap();
        assert_eq!(empty, UnheardRecord::default());
        assert_eq!(runs.record(5 * SECOND, &empty, BTreeMap::new), None);
        assert_eq!(runs.due(), None);
        runs.lent(9 * SECOND);
        assert_eq!(runs.due(), Some(9 * SECOND));
    }

    #[test]
    fn what_could_not_be_written_is_due_again() {
        let mut runs = Runs::begun(SECOND);
        let devices = || unheard(&[("a", 60 * SECOND)]);
        let none = UnheardRecord::default();
        assert!(runs.record(SECOND, &none, devices).is_some());
        runs.failed(2 * SECOND);
        assert!(runs.record(2 * SECOND, &none, devices).is_some());
    }
}
