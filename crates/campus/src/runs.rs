//! What goes from one run of the server to the next: how much is left of leases that devices got without being heard.
//!
//! A device that was live when the server ended has one lease to be heard, and it is one of the server's uptime: what a
//! run used up of it is not given again by the next. A server that is started anew every few seconds keeps nobody
//! longer than one that is not, and a device that was heard owes nothing.
//!
//! ```text
//!   start ──> every live device is unheard ── heard ──> owes nothing, and counts as heard
//!                    │                     └─ not heard in what is left ──> gone
//!                    ├─ listed at the start, with what is left for each
//!                    └─ and every 2 s as long as there are any: what will be used up 2 s later, and who was heard
//! ```
//!
//! Always holds: what the records say is left is no more than what is, unless the store takes longer than that to keep
//! them. A device costs no write of its own, and a bit of the one that is made every 2 s.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use porchlight_protocol::SessionId;
use serde::{Deserialize, Serialize};

/// How often it is written, as long as anybody is unheard: a run that ends in between counts as one that lasted for so long.
const EVERY: Duration = Duration::from_secs(2);

/// Of devices that took part and were not heard since the server began, or stood still: how much was left of their lease
/// then, in milliseconds. Whoever is not in here gets a whole one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnheardRecord {
    pub left: BTreeMap<SessionId, u64>,
}

/// What came of those that an [`UnheardRecord`] lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UptimeRecord {
    /// What was used up since then, in milliseconds.
    pub used: u64,
    /// Who was heard: a bit for each of them, in their order, as hexadecimal digits.
    pub heard: String,
}

/// The leases that devices get at a start; whoever is not in here gets a whole one.
#[derive(Debug)]
pub(crate) struct Leases {
    left: BTreeMap<SessionId, Duration>,
    whole: Duration,
}

impl Leases {
    pub(crate) fn new(listed: &UnheardRecord, uptime: &UptimeRecord, whole: Duration) -> Self {
        let heard = Bits::read(&uptime.heard);
        let unheard = listed.left.iter().enumerate();
        let unheard = unheard.filter(|(place, _)| !heard.has(*place));
        let left = unheard.map(|(_, (id, left))| {
            let left = left.saturating_sub(uptime.used);
            (id.clone(), Duration::from_millis(left))
        });
        Self {
            left: left.collect(),
            whole,
        }
    }

    pub(crate) fn of(&self, id: &SessionId) -> Duration {
        let left = self.left.get(id).copied();
        left.unwrap_or(self.whole).min(self.whole)
    }
}

/// When the records are to be written.
#[derive(Debug)]
pub(crate) struct Runs {
    /// None once nobody is unheard, and the records say so.
    due: Option<Duration>,
    /// The list as this run made it, and when.
    listed: Option<(UnheardRecord, Duration)>,
}

/// What to write.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    /// None where it stays as it is.
    pub listed: Option<UnheardRecord>,
    pub uptime: UptimeRecord,
}

impl Runs {
    /// At the start, everybody is unheard.
    pub(crate) const fn begun(now: Duration) -> Self {
        Self {
            due: Some(now),
            listed: None,
        }
    }

    /// Devices are unheard from now on: everybody was given a lease.
    pub(crate) fn lent(&mut self, now: Duration) {
        *self = Self::begun(now);
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
    pub(crate) fn changes(
        &mut self,
        now: Duration,
        kept: (&UnheardRecord, &UptimeRecord),
        unheard: impl FnOnce() -> BTreeMap<SessionId, Duration>,
    ) -> Option<Changed> {
        if self.due.is_none_or(|due| now < due) {
            return None;
        }
        let unheard = unheard();
        if unheard.is_empty() && kept.0.left.is_empty() {
            self.due = None;
            return None;
        }
        self.due = Some(now + EVERY);
        let known = self.listed.as_ref().filter(|(listed, _)| {
            let covers = unheard.keys().all(|id| listed.left.contains_key(id));
            covers && !unheard.is_empty() && listed == kept.0
        });
        Some(match known {
            Some((listed, since)) => Changed {
                listed: None,
                uptime: UptimeRecord {
                    used: milliseconds((now + EVERY).saturating_sub(*since)),
                    heard: Bits::of(listed.left.keys().map(|id| !unheard.contains_key(id))).write(),
                },
            },
            None => self.list(now, unheard),
        })
    }

    fn list(&mut self, now: Duration, unheard: BTreeMap<SessionId, Duration>) -> Changed {
        let left = unheard
            .into_iter()
            .map(|(id, until)| (id, milliseconds(until.saturating_sub(now))));
        let listed = UnheardRecord {
            left: left.collect(),
        };
        let used = if listed.left.is_empty() {
            Duration::ZERO
        } else {
            EVERY
        };
        self.listed = Some((listed.clone(), now));
        Changed {
            listed: Some(listed),
            uptime: UptimeRecord {
                used: milliseconds(used),
                heard: String::new(),
            },
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// The places that are set, four to a digit.
#[derive(Debug, Default)]
struct Bits(BTreeSet<usize>);

impl Bits {
    fn of(each: impl Iterator<Item = bool>) -> Self {
        let places = each.enumerate().filter(|(_, set)| *set);
        Self(places.map(|(place, _)| place).collect())
    }

    fn has(&self, place: usize) -> bool {
        self.0.contains(&place)
    }

    fn read(digits: &str) -> Self {
        let places = digits.chars().enumerate().flat_map(|(nth, digit)| {
            let bits = digit.to_digit(16).unwrap_or_default();
            let set = (0..4).filter(move |bit| bits & (1 << bit) != 0);
            set.map(move |bit| nth * 4 + bit)
        });
        Self(places.collect())
    }

    fn write(&self) -> String {
        let digits = self.0.last().map_or(0, |last| last / 4 + 1);
        let digit = |nth: usize| {
            let set = (0..4_u32).filter(|bit| self.has(nth * 4 + *bit as usize));
            let bits: u32 = set.map(|bit| 1 << bit).sum();
            char::from_digit(bits, 16).unwrap_or('0')
        };
        (0..digits).map(digit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const WHOLE: Duration = Duration::from_mins(1);

    fn unheard(devices: &[(&str, Duration)]) -> BTreeMap<SessionId, Duration> {
        let devices = devices.iter();
        devices
            .map(|(id, until)| (SessionId::from(*id), *until))
            .collect()
    }

    /// What the store holds.
    #[derive(Default)]
    struct Kept(UnheardRecord, UptimeRecord);

    impl Kept {
        /// Says whether anything was written, and whether the list was.
        fn write(&mut self, changed: Option<Changed>) -> (bool, bool) {
            let Some(Changed { listed, uptime }) = changed else {
                return (false, false);
            };
            let lists = listed.is_some();
            self.0 = listed.unwrap_or_else(|| std::mem::take(&mut self.0));
            self.1 = uptime;
            (true, lists)
        }

        fn lease(&self, id: &str) -> Duration {
            Leases::new(&self.0, &self.1, WHOLE).of(&id.into())
        }
    }

    #[test]
    fn what_is_written_is_what_will_be_left_when_it_is_written_next() {
        let start = 100 * SECOND;
        let mut runs = Runs::begun(start);
        let mut kept = Kept::default();
        let devices = || unheard(&[("a", start + WHOLE), ("b", start + SECOND)]);
        let changed = runs.changes(start, (&kept.0, &kept.1), devices);
        assert_eq!(kept.write(changed), (true, true));
        assert_eq!(kept.lease("a"), 58 * SECOND);
        assert_eq!(kept.lease("b"), Duration::ZERO);
        assert_eq!(kept.lease("c"), WHOLE);
        let early = runs.changes(start + SECOND, (&kept.0, &kept.1), devices);
        assert_eq!(early, None);
        let changed = runs.changes(start + EVERY, (&kept.0, &kept.1), devices);
        assert_eq!(kept.write(changed), (true, false));
        assert_eq!(kept.lease("a"), 56 * SECOND);
    }

    #[test]
    fn who_was_heard_owes_nothing_though_the_list_still_names_her() {
        let names: Vec<String> = (0..9).map(|nth| format!("d{nth}")).collect();
        let all = || {
            let all = names.iter().map(|name| (name.as_str(), WHOLE));
            unheard(&all.collect::<Vec<_>>())
        };
        let mut runs = Runs::begun(Duration::ZERO);
        let mut kept = Kept::default();
        let changed = runs.changes(Duration::ZERO, (&kept.0, &kept.1), all);
        kept.write(changed);
        let heard = ["d0", "d3", "d4", "d8"];
        let changed = runs.changes(EVERY, (&kept.0, &kept.1), || {
            let mut left = all();
            left.retain(|id, _| !heard.contains(&id.as_str()));
            left
        });
        assert_eq!(kept.write(changed), (true, false));
        for name in &names {
            let owes = !heard.contains(&name.as_str());
            assert_eq!(kept.lease(name) < WHOLE, owes, "{name}");
        }
    }

    #[test]
    fn nothing_is_written_once_everybody_was_heard_and_the_records_say_so() {
        let mut runs = Runs::begun(SECOND);
        let mut kept = Kept::default();
        let one = || unheard(&[("a", WHOLE)]);
        let changed = runs.changes(SECOND, (&kept.0, &kept.1), one);
        kept.write(changed);
        let changed = runs.changes(3 * SECOND, (&kept.0, &kept.1), BTreeMap::new);
        assert_eq!(kept.write(changed), (true, true));
        assert_eq!(
            (&kept.0, &kept.1),
            (&UnheardRecord::default(), &UptimeRecord::default())
        );
        let changed = runs.changes(5 * SECOND, (&kept.0, &kept.1), BTreeMap::new);
        assert_eq!(changed, None);
        assert_eq!(runs.due(), None);
        runs.lent(9 * SECOND);
        assert_eq!(runs.due(), Some(9 * SECOND));
    }

    #[test]
    fn what_could_not_be_written_is_due_again() {
        let mut runs = Runs::begun(SECOND);
        let devices = || unheard(&[("a", WHOLE)]);
        let kept = Kept::default();
        let changed = runs.changes(SECOND, (&kept.0, &kept.1), devices);
        assert!(changed.is_some());
        runs.failed(2 * SECOND);
        let changed = runs.changes(2 * SECOND, (&kept.0, &kept.1), devices);
        assert!(changed.unwrap().listed.is_some(), "the list, too");
    }
}
