//! An agent's schedule and her own settings.

use porchlight_core::{Timeline, rules};
use porchlight_protocol::SettingsChange;

use super::Context;
use crate::{
    command::{Caller, Named, Refusal, Reply},
    evaluate::{organization_idle_after, settings},
    records::{AgentRecord, AnsweredRecord, Key, ScheduleRecord},
    state::UNDER_WAY,
};

/// Replaces a schedule, or takes it away, if it is still the one that was edited.
pub(crate) fn put_schedule(
    context: &mut Context<'_>,
    caller: &Caller,
    schedule: Option<&Timeline>,
    if_match: &[String],
) -> Result<Reply, Refusal> {
    let agent = context.caller(caller)?;
    let schedule = schedule.map(Timeline::schedule);
    // One that is being written is named by the revision that its commit will have.
    let reply = |etag| Reply::Schedule {
        schedule: schedule.cloned(),
        etag,
    };
    let under_way = agent.schedule_revision == UNDER_WAY;
    let etag = agent.schedule_etag();
    let same = agent.schedule.as_ref().map(Timeline::schedule) == schedule;
    // Of one that is decided again it may not be known whether it was written: if so, it is as it was wanted.
    let written_before = same && context.again;
    if !written_before && !if_match.iter().any(|known| known == "*" || *known == etag) {
        return Err(Refusal::Stale);
    }
    if same {
        return Ok(reply(if under_way { String::new() } else { etag }));
    }
    let record = ScheduleRecord {
        schedule: schedule.cloned(),
    };
    context
        .draft
        .put(Key::Schedule(caller.agent.clone()), &record);
    Ok(reply(String::new()))
}

/// Changes an agent's own settings.
pub(crate) fn change_settings(
    context: &mut Context<'_>,
    caller: &Caller,
    change: &SettingsChange,
    named: &Named,
) -> Result<Reply, Refusal> {
    let agent = context.caller(caller)?;
    if let Some(answered) = &named.answered {
        return match answered {
            AnsweredRecord::Settings {
                change: asked,
                answer,
            } if asked == change => Ok(Reply::Settings(answer.clone())),
            _ => Err(Refusal::IdTaken),
        };
    }
    let organization = organization_idle_after(context.state, context.config).as_secs();
    let range = rules::own_idle_after_range(organization);
    if let Some(own) = change.own_idle_after_seconds
        && !range.contains(&own)
    {
        let (shortest, longest) = range.into_inner();
        let detail = format!(
            "The idle time must be from {shortest} to {longest} seconds; the latter is the organization's."
        );
        return Err(Refusal::invalid("own_idle_after_seconds", detail));
    }
    let Some(record) = agent.record() else {
        return Err(Refusal::SignedOut);
    };
    if record.own_idle_after_seconds != change.own_idle_after_seconds {
        let record = AgentRecord {
            own_idle_after_seconds: change.own_idle_after_seconds,
            ..record.clone()
        };
        context.draft.put(Key::Agent(caller.agent.clone()), &record);
    }
    let own = change.own_idle_after_seconds;
    let answer = settings(context.state, context.config, own);
    let record = AnsweredRecord::Settings {
        change: change.clone(),
        answer: answer.clone(),
    };
    context.answer(&caller.agent, named, &record);
    Ok(Reply::Settings(answer))
}
