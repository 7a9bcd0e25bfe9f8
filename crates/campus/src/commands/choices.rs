//! An agent's own choices.

use chrono::{Duration, SubsecRound};
use porchlight_core::{compact, rules};
use porchlight_protocol::{
    Choice, ChoiceAnswer, ChoiceId, ChoiceStatus, Hold, NewChoice, OfficeId, Scope, Timestamp,
};

use super::Context;
use crate::{
    command::{Caller, Refusal, Reply},
    publish::cursor_at,
    records::{AskedRecord, ChoicesRecord, Key, Revision},
    state::{AgentState, At},
};

/// No timed choice reaches further.
const LONGEST_HOLD: Duration = Duration::days(400);
const LONGEST_ID: usize = 100;

/// What a choice's place among others follows from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    /// Greater than that of any choice its device made before.
    pub sequence: Option<u64>,
    /// When it was given to the server.
    pub given_at: Timestamp,
}

/// Writes a choice, unless it was written before: then the answer is the one given then.
pub(crate) fn choose(
    context: &mut Context<'_>,
    caller: &Caller,
    new: &NewChoice,
    asked: Option<&At<AskedRecord>>,
    stamp: Stamp,
) -> Result<Reply, Refusal> {
    check_id(&new.id)?;
    let agent = context.caller(caller)?;
    let asked_key = Key::Asked(caller.agent.clone(), new.id.clone());
    // Before anything else: she may have left that office since, or the end may have passed.
    if let Some(At { value, revision }) = asked {
        let Some(answer) = repeated(value, *revision, new) else {
            return Err(Refusal::IdTaken);
        };
        return Ok(Reply::Chosen(answer));
    }
    // An attempt that was under way for long would be stamped as later than what she chose after it.
    if new.set_at.is_none()
        && let Some(by) = agent.numbers.get(&caller.session).copied()
        && stamp.sequence.is_some_and(|sequence| sequence < by)
    {
        return Err(Refusal::Overtaken { by });
    }
    if let Scope::Office(office) = &new.scope {
        if !agent.offices.contains_key(office) || context.state.office(office).is_none() {
            return Err(Refusal::no_such_office());
        }
        context
            .draft
            .rests_on(Key::Member(office.clone(), caller.agent.clone()));
    }
    let now = context.now.wall;
    let set_at = match new.set_at {
        Some(made_at) => made_at.trunc_subsecs(3).min(now),
        None => rules::next_stamp(stamp.given_at.min(now), agent.last_stamp),
    };
    check_hold(new, new.set_at.map_or(now, |_| set_at))?;
    let choice = Choice {
        id: new.id.clone(),
        scope: new.scope.clone(),
        status: new.status,
        set_at,
        hold: new.hold,
        by: caller.agent.clone(),
    };
    let (again, answered) = after_administrators(agent, new, &choice);
    for office in answered {
        context.draft.remove(Key::Act(caller.agent.clone(), office));
    }
    let mut record = with_choices(agent, choice.clone(), again);
    if let Some(sequence) = stamp.sequence {
        let number = record.numbers.entry(caller.session.clone()).or_default();
        *number = sequence.max(*number);
    }
    context
        .draft
        .put(Key::Choices(caller.agent.clone()), &record);
    let answer = ChoiceAnswer {
        choice,
        revision: 0,
    };
    let record = AskedRecord {
        asked: new.clone(),
        answer: answer.clone(),
    };
    context
        .draft
        .read
        .push((asked_key.clone(), Some(Revision::default())));
    context.draft.put(asked_key, &record);
    Ok(Reply::Chosen(answer))
}

/// The answer that was given to the same choice; none if the id was used for something else.
fn repeated(asked: &AskedRecord, revision: Revision, new: &NewChoice) -> Option<ChoiceAnswer> {
    if !rules::is_same_choice(&asked.asked, new) {
        return None;
    }
    let mut answer = asked.answer.clone();
    // The revision of a record is known only after it was written. Old records have one of their own.
    if answer.revision == 0 && revision != crate::state::UNDER_WAY {
        answer.revision = cursor_at(revision);
    }
    Some(answer)
}

/// An agent's choices with one more, and others in place of those of the same ids.
pub(super) fn with_choices(
    agent: &AgentState,
    choice: Choice,
    again: Vec<Choice>,
) -> ChoicesRecord {
    let mut choices = agent.choices.clone();
    choices.retain(|known| again.iter().all(|other| other.id != known.id));
    choices.push(choice);
    choices.extend(again);
    let stamps = choices.iter().map(|choice| choice.set_at);
    let last_stamp = stamps.chain(agent.last_stamp).max();
    let numbers = agent.numbers.iter();
    let numbers = numbers.filter(|(session, _)| agent.sessions.contains(*session));
    ChoicesRecord {
        choices: compact(choices),
        last_stamp: last_stamp.unwrap_or(Timestamp::UNIX_EPOCH),
        numbers: numbers.map(|(id, number)| (id.clone(), *number)).collect(),
    }
}

/// Which administrators' choices must be stamped again, because the agent could not know of them; and the offices of
/// those that she answers knowingly.
fn after_administrators(
    agent: &AgentState,
    new: &NewChoice,
    choice: &Choice,
) -> (Vec<Choice>, Vec<OfficeId>) {
    let mut again = Vec::new();
    let mut answered = Vec::new();
    for (office, act) in &agent.acts {
        if matches!(&choice.scope, Scope::Office(scope) if scope != office) {
            continue;
        }
        let administrators = agent
            .choices
            .iter()
            .find(|known| known.id == act.value.choice);
        let Some(administrators) = administrators else {
            answered.push(office.clone());
            continue;
        };
        let knew = match (new.base_revision, new.set_at) {
            (Some(base), _) => base >= cursor_at(act.revision),
            (None, Some(_)) => choice.set_at > administrators.set_at,
            (None, None) => true,
        };
        if knew {
            answered.push(office.clone());
            continue;
        }
        let stamped_before = administrators.set_at <= choice.set_at;
        let schedule = agent.schedule.as_ref();
        if stamped_before && rules::holds_at(administrators, schedule, choice.set_at) {
            again.push(Choice {
                set_at: rules::just_after(choice.set_at),
                ..administrators.clone()
            });
        }
    }
    (again, answered)
}

fn check_id(id: &ChoiceId) -> Result<(), Refusal> {
    let text = id.as_str();
    if text.is_empty() || text.len() > LONGEST_ID || text.chars().any(char::is_control) {
        let detail =
            format!("The id must have 1 to {LONGEST_ID} printable characters, such as a UUID.");
        return Err(Refusal::invalid("id", detail));
    }
    Ok(())
}

fn check_hold(new: &NewChoice, made_at: Timestamp) -> Result<(), Refusal> {
    let Hold::Until(until) = new.hold else {
        return Ok(());
    };
    if new.status == ChoiceStatus::FollowSchedule {
        return Ok(());
    }
    if until <= made_at {
        return Err(Refusal::invalid(
            "hold.until",
            "The end is in the past; choose a later one.",
        ));
    }
    if until > made_at + LONGEST_HOLD {
        return Err(Refusal::invalid(
            "hold.until",
            "The end is too far ahead; choose one within 400 days, or until changed.",
        ));
    }
    Ok(())
}
