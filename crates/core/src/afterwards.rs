//! What comes after a choice that has an end, for everybody who is told of that end: whoever is Away for a minute need not
//! guess whether she is back then.

use std::collections::BTreeMap;

use porchlight_protocol::{EndsWhy, OfficeId, Status, Timestamp};

use crate::{Facts, Resolution, resolve};

/// What an office is to be once the timed choice that decides it has ended, if no new fact comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Afterwards {
    /// As decided: whether she is there then, nobody knows.
    pub status: Status,
    pub by: AfterwardsBy,
}

/// What decides afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterwardsBy {
    /// A choice that was made before and still holds.
    Choice,
    Schedule,
    /// Nothing is chosen, and there is no schedule.
    Default,
}

/// What comes after the timed choices in force, by office: `resolution`, and what is resolved of the same facts when each of
/// them ends. Offices that no timed choice decides are left out.
pub fn afterwards(facts: &Facts, resolution: &Resolution) -> BTreeMap<OfficeId, Afterwards> {
    let mut resolved: BTreeMap<Timestamp, Resolution> = BTreeMap::new();
    let offices = resolution.offices.iter().enumerate();
    offices
        .filter_map(|(place, office)| {
            let end = office
                .decided
                .ends
                .filter(|ends| ends.why == EndsWhy::Timer)?;
            let then = resolved
                .entry(end.at)
                .or_insert_with(|| resolve(facts, end.at));
            let decided = then.offices.get(place)?.decided;
            let by = match (decided.chosen, &facts.schedule) {
                (true, _) => AfterwardsBy::Choice,
                (false, Some(_)) => AfterwardsBy::Schedule,
                (false, None) => AfterwardsBy::Default,
            };
            let status = decided.status;
            Some((office.office.clone(), Afterwards { status, by }))
        })
        .collect()
}
