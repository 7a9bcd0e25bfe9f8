//! What is set up over HTTP: who may do it, and that asking twice is asking once.

use porchlight_protocol::{AgentId, OfficeId};

use super::Context;
use crate::{
    command::{Caller, Named, Refusal, Reply},
    edits::{Author, Change, Edit, EditError},
    records::{AnsweredRecord, Key, to_value},
    token::TokenHash,
};

/// Makes a change, if whoever asks may make it. Without a caller, a code speaks for whoever asks.
pub(crate) fn change(
    context: &mut Context<'_>,
    caller: Option<&Caller>,
    change: &Change,
    reason: Option<&str>,
    batch: &str,
    named: &Named,
) -> Result<Reply, Refusal> {
    let digest = digest(change);
    // Also whoever has deactivated herself by it, and could not be told.
    if let Some(answered) = &named.answered {
        return match answered {
            AnsweredRecord::Change {
                digest: asked,
                answer,
            } if *asked == digest => Ok(Reply::Changed(answer.clone())),
            _ => Err(Refusal::IdTaken),
        };
    }
    authorize(context, caller, change)?;
    let nobody = AgentId::default();
    let by = caller.map_or(&nobody, |caller| &caller.agent);
    let author = Author::agent(by, batch).because(reason)?;
    let mut edit = Edit::on(context.state, context.now.wall, author);
    let answer = Box::new(edit.make(change)?);
    context.draft.absorb(edit.into_draft());
    let record = AnsweredRecord::Change {
        digest,
        answer: answer.clone(),
    };
    context.answer(by, named, &record);
    Ok(Reply::Changed(answer))
}

fn authorize(
    context: &mut Context<'_>,
    caller: Option<&Caller>,
    change: &Change,
) -> Result<(), Refusal> {
    let Some(caller) = caller else {
        return match change {
            Change::FinishPasswordReset { .. } | Change::AcceptInvitation { .. } => Ok(()),
            _ => Err(Refusal::SignedOut),
        };
    };
    match change {
        // Her own, whoever she is.
        Change::SetOwnPassword { agent, .. }
        | Change::EndSessions { agent, .. }
        | Change::AddToken { agent, .. }
        | Change::RevokeToken { agent, .. }
            if *agent == caller.agent =>
        {
            context.caller(caller).map(drop)
        }
        Change::SetMember { office, .. } | Change::RemoveMember { office, .. } => {
            require_administrator(context, caller, office)
        }
        _ => require_owner(context, caller),
    }
}

fn require_owner(context: &mut Context<'_>, caller: &Caller) -> Result<(), Refusal> {
    let agent = context.caller(caller)?;
    if !agent.record().is_some_and(|record| record.owner) {
        return Err(Refusal::owners_only());
    }
    context.draft.rests_on(Key::Agent(caller.agent.clone()));
    Ok(())
}

fn require_administrator(
    context: &mut Context<'_>,
    caller: &Caller,
    office: &OfficeId,
) -> Result<(), Refusal> {
    let agent = context.caller(caller)?;
    context.state.require_administrator(agent, office)?;
    if agent.record().is_some_and(|record| record.owner) {
        context.draft.rests_on(Key::Agent(caller.agent.clone()));
    } else {
        let member = Key::Member(office.clone(), caller.agent.clone());
        context.draft.rests_on(member);
    }
    Ok(())
}

fn digest(change: &Change) -> String {
    TokenHash::of(&String::from_utf8_lossy(&to_value(change))).to_hex()
}

impl From<EditError> for Refusal {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Invalid { field, detail } => Self::invalid(field, detail),
            EditError::NotFound(detail) => Self::NotFound(detail),
            EditError::Exists(detail) => Self::Exists(detail),
            EditError::LastOwner => Self::LastOwner,
            EditError::Deactivated => Self::Deactivated,
            EditError::CodeNotValid => Self::CodeNotValid,
            EditError::Stale => Self::Stale,
        }
    }
}
