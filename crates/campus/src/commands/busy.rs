//! When an agent's calendar says that she is busy.

use porchlight_core::Busy;
use porchlight_protocol::Interval;

use super::Context;
use crate::{
    command::{Caller, Refusal, Reply},
    records::{BusyRecord, Key},
};

/// How far ahead a calendar is followed.
const AHEAD: chrono::Duration = chrono::Duration::days(60);
/// More than anybody's calendar has in that time.
const MOST: usize = 500;

/// Replaces the intervals. What has passed is left out, and the same again writes nothing.
pub(crate) fn put_busy(
    context: &mut Context<'_>,
    caller: &Caller,
    intervals: &[Interval],
) -> Result<Reply, Refusal> {
    let agent = context.caller(caller)?;
    if intervals.len() > MOST {
        let detail = format!(
            "There are {} busy times, but at most {MOST} are allowed; join those that touch.",
            intervals.len()
        );
        return Err(Refusal::invalid("busy", detail));
    }
    let now = context.now.wall;
    let busy = Busy::new(intervals)
        .map_err(|error| Refusal::invalid(error.field(), format!("{error}.")))?;
    if let Some(index) = intervals.iter().position(|it| it.until > now + AHEAD) {
        let detail = format!(
            "The busy time number {} ends more than {} days ahead; leave it out until it is nearer.",
            index + 1,
            AHEAD.num_days()
        );
        return Err(Refusal::invalid(format!("busy[{index}].until"), detail));
    }
    let ahead = busy.ahead(now);
    if agent.busy.ahead(now) != ahead {
        let record = BusyRecord {
            intervals: ahead.to_vec(),
        };
        context.draft.put(Key::Busy(caller.agent.clone()), &record);
    }
    Ok(Reply::Busy(ahead.to_vec()))
}
