//! An administrator's *Away*.

use std::collections::BTreeMap;

use porchlight_core::{resolve, rules};
use porchlight_protocol::{
    Act, AgentId, AuditEntry, AwayAnswer, Choice, ChoiceId, ChoiceStatus, Hold, OfficeId, Role,
    Scope, Status, Unchanged,
};

use super::{Context, choices::with_choices};
use crate::{
    command::{AwayTarget, Caller, Named, Refusal, Reply},
    edits::checked,
    evaluate::facts,
    records::{ActRecord, AnsweredRecord, Key, NoticeRecord},
};

/// Sets those Away who are Available in the office at this moment.
pub(crate) fn set_away(
    context: &mut Context<'_>,
    caller: &Caller,
    office: &OfficeId,
    target: &AwayTarget,
    reason: Option<&str>,
    batch: &str,
    named: &Named,
) -> Result<Reply, Refusal> {
    let reason = checked::reason(reason)?;
    let reason = reason.as_deref();
    let by = context.caller(caller)?;
    let one = match target {
        AwayTarget::Everybody => None,
        AwayTarget::One(agent) => Some(agent.clone()),
    };
    if let Some(answered) = &named.answered {
        return match answered {
            AnsweredRecord::Away {
                office: of,
                agent,
                answer,
            } if of == office && *agent == one => Ok(Reply::Away(answer.clone())),
            _ => Err(Refusal::IdTaken),
        };
    }
    match context.state.role(by, office) {
        None => return Err(Refusal::no_such_office()),
        Some(Role::Agent) => {
            let detail =
                "Only an administrator of this office may set others Away; ask one, or an owner.";
            return Err(Refusal::NotAllowed(detail.to_owned()));
        }
        Some(Role::Admin) => {}
    }
    if by.record().is_some_and(|record| record.owner) {
        context.draft.rests_on(Key::Agent(caller.agent.clone()));
    } else {
        let member = Key::Member(office.clone(), caller.agent.clone());
        context.draft.rests_on(member);
    }
    let members = context.state.members(office);
    let agents: Vec<_> = match target {
        AwayTarget::Everybody => members.into_keys().collect(),
        AwayTarget::One(agent) if members.contains_key(agent) => vec![agent.clone()],
        AwayTarget::One(_) => {
            let detail = "There is no such agent in this office.".to_owned();
            return Err(Refusal::NotFound(detail));
        }
    };
    let notice = NoticeRecord {
        at: context.now.wall,
        by: caller.agent.clone(),
        reason: reason.map(str::to_owned),
        batch: batch.to_owned(),
    };
    let mut answer = AwayAnswer {
        batch: batch.to_owned(),
        changed: Vec::new(),
        unchanged: Vec::new(),
    };
    for agent in agents {
        let choice = ChoiceId(format!("{batch}.{}", answer.changed.len()));
        match set_one_away(context, &agent, office, choice, &notice) {
            Ok(()) => answer.changed.push(agent),
            Err(status) => answer.unchanged.push(Unchanged { agent, status }),
        }
    }
    let record = AnsweredRecord::Away {
        office: office.clone(),
        agent: one,
        answer: answer.clone(),
    };
    context.answer(&caller.agent, named, &record);
    Ok(Reply::Away(answer))
}

fn set_one_away(
    context: &mut Context<'_>,
    id: &AgentId,
    office: &OfficeId,
    choice: ChoiceId,
    notice: &NoticeRecord,
) -> Result<(), Status> {
    let Some(facts) = facts(
        context.state,
        context.sessions,
        context.config,
        id,
        context.now,
    ) else {
        return Err(Status::Offline);
    };
    let agent = context.state.agent(id).ok_or(Status::Offline)?;
    // This very act, tried again because it could not be told whether it was kept.
    let mut choices = agent.choices.iter();
    if choices.any(|known| is_of_batch(&known.id, &notice.batch)) {
        return Ok(());
    }
    let resolution = resolve(&facts, context.now.wall);
    let status = resolution
        .offices
        .iter()
        .find(|status| status.office == *office)
        .map_or(Status::Offline, |status| status.status);
    if status != Status::Available {
        return Err(status);
    }
    let choice = Choice {
        id: choice,
        scope: Scope::Office(office.clone()),
        status: ChoiceStatus::Away,
        set_at: rules::next_stamp(context.now.wall, agent.last_stamp),
        hold: Hold::NextEdge,
        by: notice.by.clone(),
    };
    let audit = AuditEntry {
        at: notice.at,
        act: Act::SetAway,
        by: Some(notice.by.clone()),
        agent: Some(id.clone()),
        office: Some(office.clone()),
        batch: notice.batch.clone(),
        reason: notice.reason.clone(),
        changes: BTreeMap::new(),
    };
    if notice.by != *id {
        let act = ActRecord {
            choice: choice.id.clone(),
            notice: Some(notice.clone()),
        };
        context
            .draft
            .put(Key::Act(id.clone(), office.clone()), &act);
    }
    let record = with_choices(agent, choice, Vec::new());
    context.draft.put(Key::Choices(id.clone()), &record);
    let at = notice.at.timestamp_millis();
    context
        .draft
        .put(Key::Audit(at, notice.batch.clone(), id.to_string()), &audit);
    Ok(())
}

fn is_of_batch(choice: &ChoiceId, batch: &str) -> bool {
    choice
        .as_str()
        .strip_prefix(batch)
        .is_some_and(|rest| rest.starts_with('.'))
}
