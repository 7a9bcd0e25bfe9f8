//! A day in an office, out of the blocks in which it was watched.

use std::collections::BTreeMap;

use chrono::SubsecRound;
use porchlight_core::{
    LocalDay, Timeline,
    intervals::{merge, without},
};
use porchlight_protocol::{AgentId, DayAttendance, DayCoverage, Interval, OfficeId, Timestamp};

use super::Block;

/// Which day, of which office.
#[derive(Debug)]
pub struct DayOf<'d> {
    pub office: &'d OfficeId,
    pub day: LocalDay,
    pub zone: &'d str,
    /// None for an office without hours.
    pub hours: Option<&'d Timeline>,
}

/// How an office was covered on a day as far as it has been by `now`; none where the day cannot be written. `name` says
/// what an agent is called.
pub fn day(
    of: &DayOf<'_>,
    blocks: &[Block],
    name: impl Fn(&AgentId) -> String,
    now: Timestamp,
) -> Option<DayCoverage> {
    let bounds = of.day.bounds()?;
    let as_of = now.trunc_subsecs(0).clamp(bounds.from, bounds.until);
    let been = Interval {
        until: as_of,
        ..bounds
    };
    let within = |intervals: Vec<Interval>| cut(merge(intervals), been);
    let watched = within(blocks.iter().map(Block::watched).collect());
    let mut stretches: BTreeMap<&AgentId, Vec<Interval>> = BTreeMap::new();
    for block in blocks {
        for (agent, of_block) in &block.record.available {
            let of_block = of_block.iter().map(|stretch| block.interval(*stretch));
            stretches.entry(agent).or_default().extend(of_block);
        }
    }
    let agents = stretches
        .into_iter()
        .map(|(agent, stretches)| DayAttendance {
            id: agent.clone(),
            name: name(agent),
            available: within(stretches),
        });
    let mut agents: Vec<_> = agents.filter(|agent| !agent.available.is_empty()).collect();
    agents.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let anybody = agents.iter().flat_map(|agent| agent.available.clone());
    let anybody = merge(anybody.collect());
    let unknown = without(cut(vec![been], been), &watched);
    let hours = of
        .hours
        .map(|hours| hours.shifts_between(bounds.from, bounds.until));
    let due = cut(hours.clone().unwrap_or_default(), been);
    let gaps = without(without(due, &unknown), &anybody);
    Some(DayCoverage {
        office: of.office.clone(),
        date: of.day.date().to_string(),
        zone: of.zone.to_owned(),
        from: bounds.from,
        until: bounds.until,
        as_of,
        hours,
        agents,
        gaps,
        unknown,
    })
}

/// What lies within a stretch of time.
fn cut(intervals: Vec<Interval>, to: Interval) -> Vec<Interval> {
    let cut = intervals.into_iter().map(|interval| Interval {
        from: interval.from.max(to.from),
        until: interval.until.min(to.until),
    });
    cut.filter(|interval| interval.from < interval.until)
        .collect()
}
