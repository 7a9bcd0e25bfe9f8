//! Signing in, and what devices say of themselves.

use chrono::SubsecRound;
use porchlight_protocol::{Activity, AgentId, SessionId, Timestamp};

use super::Context;
use crate::{
    clock::Now,
    command::{Refusal, Reply},
    records::{Key, SessionRecord},
    sessions::Lease,
    token::TokenHash,
};

/// Devices of one agent; beyond that, those that have been gone longest are signed out.
const DEVICES: usize = 32;
/// A client that reckons the last input back from now arrives at a slightly different instant each time.
const SAME_INPUT: chrono::Duration = chrono::Duration::milliseconds(1500);
/// Nobody's last input is longer ago than this.
const LONGEST_ABSENCE: chrono::Duration = chrono::Duration::days(400);

/// Signs a device in; it takes part once it has reported its activity.
pub(crate) fn sign_in(
    context: &mut Context<'_>,
    id: &AgentId,
    generation: u64,
    session: &SessionId,
    device: &str,
    token: TokenHash,
) -> Result<Reply, Refusal> {
    let state = context.state.agent(id).ok_or(Refusal::SignedOut)?;
    if state.generation() != generation {
        return Err(Refusal::SignedOut);
    }
    let agent = state.agent(id).ok_or(Refusal::SignedOut)?;
    context.draft.rests_on(Key::Agent(id.clone()));
    // What is no device is in no device's place.
    let is_device = |id: &&SessionId| {
        let record = context.state.session(id);
        record.is_none_or(|record| record.access.is_none())
    };
    let devices = || state.sessions.iter().filter(is_device);
    if devices().count() >= DEVICES
        && let Some(oldest) = longest_gone(context, devices())
    {
        context.draft.remove(Key::Session(oldest));
    }
    let record = SessionRecord {
        agent: id.clone(),
        device: device.to_owned(),
        token: token.to_hex(),
        signed_in_at: context.now.wall,
        activity: None,
        gone_at: None,
        used_at: None,
        sequence: None,
        generation,
        access: None,
    };
    context.draft.put(Key::Session(session.clone()), &record);
    Ok(Reply::SignedIn(agent))
}

fn longest_gone<'a>(
    context: &Context<'_>,
    sessions: impl Iterator<Item = &'a SessionId>,
) -> Option<SessionId> {
    let age = |id: &SessionId| {
        let signed_in_at = context
            .state
            .session(id)
            .map_or(Timestamp::MIN_UTC, |record| record.signed_in_at);
        match context.sessions.get(id) {
            Some(device) if device.takes_part() => (true, signed_in_at),
            Some(device) => match device.lease {
                Lease::Gone(at) => (false, at),
                Lease::Until(_) | Lease::Held => (false, signed_in_at),
            },
            None => (false, signed_in_at),
        }
    };
    sessions.min_by_key(|id| age(id)).cloned()
}

/// An activity as it goes on record: never of the future, and the same input as before at the same instant.
pub(crate) fn on_record(activity: Activity, known: Option<Activity>, now: Now) -> Activity {
    let instant = |since: Timestamp| {
        since
            .trunc_subsecs(3)
            .clamp(now.wall - LONGEST_ABSENCE, now.wall)
    };
    match (activity, known) {
        (Activity::Idle { since }, Some(Activity::Idle { since: known }))
            if (since - known).abs() <= SAME_INPUT =>
        {
            Activity::Idle { since: known }
        }
        (Activity::Idle { since }, _) => Activity::Idle {
            since: instant(since),
        },
        (Activity::Locked { since }, _) => Activity::Locked {
            since: instant(since),
        },
        (Activity::Active | Activity::Unknown, _) => activity,
    }
}
