//! What each command comes to: from the facts, a draft of what to write, and the reply once that is kept. One file a
//! family; one line a command in [`Campus::decide`](crate::Campus).

pub(crate) mod away;
pub(crate) mod busy;
pub(crate) mod change;
pub(crate) mod choices;
pub(crate) mod schedule;
pub(crate) mod sessions;

use porchlight_protocol::AgentId;

use crate::{
    clock::Now,
    command::{Caller, Named, Refusal},
    config::Config,
    group::Draft,
    records::{AnsweredRecord, Key, Revision},
    sessions::{Lease, Sessions},
    state::{AgentState, State},
};

/// What a command is decided from.
pub(crate) struct Context<'a> {
    pub now: Now,
    /// It was decided before, and whether that was kept may not be known.
    pub again: bool,
    pub config: &'a Config,
    /// With everything that was decided before, kept or not.
    pub state: &'a State,
    pub sessions: &'a Sessions,
    pub draft: &'a mut Draft,
}

impl<'a> Context<'a> {
    /// The agent who asks, if she is signed in, and nothing that was decided before has signed her device out.
    fn caller(&self, caller: &Caller) -> Result<&'a AgentState, Refusal> {
        let is_in = || {
            let record = self.state.session(&caller.session);
            record.is_some_and(|record| !self.state.is_ended(record))
        };
        let device = self.sessions.get(&caller.session);
        let signed_in = device.is_some_and(|device| {
            // One of this process has no record.
            let held = device.lease == Lease::Held;
            device.agent == caller.agent && !device.revoked && (held || is_in())
        });
        let agent = self.state.agent(&caller.agent);
        agent.filter(|_| signed_in).ok_or(Refusal::SignedOut)
    }

    /// Keeps what is answered under the name of what was asked, so that asking again answers the same.
    fn answer(&mut self, asker: &AgentId, named: &Named, record: &AnsweredRecord) {
        let Some(name) = &named.name else { return };
        let key = Key::Answered(asker.clone(), name.clone());
        self.draft
            .read
            .push((key.clone(), Some(Revision::default())));
        self.draft.put(key, record);
    }
}
