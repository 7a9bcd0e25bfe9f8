//! What is true of an agent, from records, sessions and the time, by the one rule book.

use std::{collections::BTreeMap, time::Duration};

use porchlight_core::{Facts, resolve, rules};
use porchlight_protocol::{AgentId, Me, Membership, Notice, SessionId, Settings};

use crate::{clock::Now, config::Config, publish::Truth, sessions::Sessions, state::State};

/// The organization's Live Assistant Timeout in force.
pub(crate) fn organization_idle_after(state: &State, config: &Config) -> Duration {
    let stored = Duration::from_secs(state.organization().idle_after_seconds);
    config.idle_after.unwrap_or(stored)
}

/// What an agent with an idle time of her own goes by.
pub(crate) fn settings(state: &State, config: &Config, own: Option<u64>) -> Settings {
    Settings {
        organization_idle_after_seconds: whole_seconds(organization_idle_after(state, config)),
        own_idle_after_seconds: own,
        heartbeat_seconds: whole_seconds(config.heartbeat),
        keep_alive_seconds: whole_seconds(config.keep_alive),
    }
}

/// What an agent's statuses are decided from; none for somebody who is no agent.
pub(crate) fn facts(
    state: &State,
    sessions: &Sessions,
    config: &Config,
    id: &AgentId,
    now: Now,
) -> Option<Facts> {
    let agent = state.agent(id)?;
    let record = agent.record()?;
    Some(Facts {
        idle_after: idle_after(state, config, record.own_idle_after_seconds),
        offices: state
            .offices_of(agent)
            .into_iter()
            .map(|(office, _)| office)
            .collect(),
        choices: agent.choices.clone(),
        schedule: agent.schedule.clone(),
        sessions: sessions.facts(id, state, now),
        busy: agent.busy.clone(),
    })
}

/// The time without input that is in force; in whole seconds, unless a shorter one is configured for everybody.
fn idle_after(state: &State, config: &Config, own: Option<u64>) -> chrono::Duration {
    let organization = organization_idle_after(state, config);
    let in_force = match own {
        Some(_) => {
            let seconds = rules::idle_after_seconds(whole_seconds(organization), own);
            Duration::from_secs(seconds).min(organization)
        }
        None => organization,
    };
    chrono::Duration::from_std(in_force).unwrap_or(chrono::Duration::MAX)
}

/// Everything that is published of an agent, and the steady instant at which it changes by itself.
pub(crate) fn truth(
    state: &State,
    sessions: &Sessions,
    config: &Config,
    id: &AgentId,
    now: Now,
) -> Option<(Truth, Option<Duration>)> {
    let agent = state.agent(id)?;
    let record = agent.record()?;
    let facts = facts(state, sessions, config, id, now)?;
    let resolution = resolve(&facts, now.wall);
    // What comes after something may say the same, but for who decided it, and when.
    let ends = resolution.offices.iter().filter_map(|office| office.ends);
    let due = ends
        .map(|ends| ends.at)
        .chain(resolution.next_change)
        .map(|at| now.steady_at(at))
        .chain(sessions.next_lease(id, state))
        .min();
    let name = |by: &AgentId| Some(state.account(by)?.record()?.name.clone());
    let names = agent.choices.iter().map(|choice| &choice.by);
    let names: BTreeMap<_, _> = names
        .filter_map(|by| Some((by.clone(), name(by)?)))
        .collect();
    let me = Me {
        revision: 0,
        agent: agent.agent(id)?,
        session_id: SessionId::default(),
        owner: record.owner,
        offices: memberships(state, id),
        settings: settings(state, config, record.own_idle_after_seconds),
        choices: facts.choices,
        schedule: facts.schedule.map(|timeline| timeline.schedule().clone()),
        schedule_etag: agent.schedule_etag(),
        busy: agent.busy.intervals().to_vec(),
        sessions: sessions.list(id, state),
        names,
    };
    let acts = agent.acts.iter().map(|(office, act)| {
        let notice = act.value.notice.as_ref().and_then(|notice| {
            Some(Notice {
                revision: 0,
                at: notice.at,
                office: office.clone(),
                office_name: state.office(office)?.record()?.name.clone(),
                by: state.account(&notice.by)?.agent(&notice.by)?,
                reason: notice.reason.clone(),
                batch: notice.batch.clone(),
            })
        });
        (office.clone(), act.revision, notice)
    });
    let truth = Truth {
        me,
        choices_revision: agent.choices_revision,
        generation: record.generation,
        statuses: resolution.offices,
        acts: acts.collect(),
    };
    Some((truth, due))
}

fn memberships(state: &State, id: &AgentId) -> Vec<Membership> {
    let Some(agent) = state.agent(id) else {
        return Vec::new();
    };
    let offices = state.offices_of(agent).into_iter();
    let mut memberships: Vec<_> = offices
        .filter_map(|(id, role)| {
            let name = state.office(&id)?.record()?.name.clone();
            Some(Membership { id, name, role })
        })
        .collect();
    memberships.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    memberships
}

fn whole_seconds(duration: Duration) -> u64 {
    duration
        .as_millis()
        .div_ceil(1000)
        .try_into()
        .unwrap_or(u64::MAX)
}
