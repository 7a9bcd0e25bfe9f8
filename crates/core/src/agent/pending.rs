use chrono::Duration;
use porchlight_protocol::{Choice, ChoiceId, NewChoice, Timestamp};

use super::{LateChoice, Ticket};
use crate::compact;

/// More queued choices than this are thinned out to those that can still matter.
const MANY: usize = 32;

/// The choices that the server has not confirmed yet, oldest first. They are applied at once to what is shown.
#[derive(Debug, Default)]
pub(super) struct Pending {
    queue: Vec<PendingChoice>,
}

#[derive(Debug)]
struct PendingChoice {
    choice: Choice,
    base_revision: Option<u64>,
    /// It was made, or could not be sent, while the server was out of reach: it goes out with the time it was made.
    late: bool,
    /// The request it is in.
    sent: Option<u64>,
    /// The revision that holds it; it leaves the queue once that was heard.
    confirmed: Option<u64>,
    ticket: Option<Ticket>,
}

impl Pending {
    pub(super) fn restored(kept: Vec<LateChoice>) -> Self {
        let queue = kept
            .into_iter()
            .map(
                |LateChoice {
                     choice,
                     base_revision,
                 }| PendingChoice {
                    choice,
                    base_revision,
                    late: true,
                    sent: None,
                    confirmed: None,
                    ticket: None,
                },
            )
            .collect();
        Self { queue }
    }

    pub(super) fn kept(&self) -> Vec<LateChoice> {
        self.unconfirmed()
            .map(|pending| LateChoice {
                choice: pending.choice.clone(),
                base_revision: pending.base_revision,
            })
            .collect()
    }

    pub(super) fn clear(&mut self) {
        self.queue.clear();
    }

    /// The choices as this computer would stamp them, or as the server did.
    pub(super) fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.queue.iter().map(|pending| &pending.choice)
    }

    /// Queues a choice. Returns the asks that need not wait for it because the server is out of reach.
    pub(super) fn push(
        &mut self,
        choice: Choice,
        base_revision: Option<u64>,
        late: bool,
        ticket: Option<Ticket>,
    ) -> Option<Ticket> {
        let waits = ticket.filter(|_| !late);
        self.queue.push(PendingChoice {
            choice,
            base_revision,
            late,
            sent: None,
            confirmed: None,
            ticket: waits,
        });
        if late && self.queue.len() > MANY {
            self.thin();
        }
        ticket.filter(|_| late)
    }

    /// The next choice to send, if none is under way: one at a time keeps them in order.
    pub(super) fn next(&self) -> Option<NewChoice> {
        if self.unconfirmed().any(|pending| pending.sent.is_some()) {
            return None;
        }
        let pending = self.unconfirmed().next()?;
        let Choice {
            id,
            scope,
            status,
            hold,
            set_at,
            ..
        } = pending.choice.clone();
        Some(NewChoice {
            id,
            scope,
            status,
            hold,
            set_at: pending.late.then_some(set_at),
            base_revision: pending.base_revision.filter(|_| pending.late),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.unconfirmed().next().is_none()
    }

    pub(super) fn sent(&mut self, id: &ChoiceId, number: u64) {
        if let Some(pending) = self.find(id) {
            pending.sent = Some(number);
        }
    }

    /// The server wrote it. Returns who waits for that.
    pub(super) fn confirm(&mut self, choice: Choice, revision: u64) -> Option<Ticket> {
        let pending = self.find(&choice.id)?;
        pending.choice = choice;
        pending.sent = None;
        pending.confirmed = Some(revision);
        pending.ticket.take()
    }

    /// The server refused it: it never was.
    pub(super) fn refuse(&mut self, id: &ChoiceId) -> Option<Ticket> {
        let place = self
            .queue
            .iter()
            .position(|pending| pending.choice.id == *id)?;
        self.queue.remove(place).ticket
    }

    /// The server says of itself what holds at this revision. Returns the asks that turn out to be done.
    pub(super) fn heard(&mut self, choices: &[Choice], revision: u64) -> Vec<Ticket> {
        let mut done = Vec::new();
        self.queue.retain_mut(|pending| {
            let written = choices.iter().any(|choice| choice.id == pending.choice.id);
            let told = written
                || pending
                    .confirmed
                    .is_some_and(|confirmed| confirmed <= revision);
            if told {
                done.extend(pending.ticket.take());
            }
            !told
        });
        done
    }

    /// The one choice is to be sent again, whatever became of it.
    pub(super) fn unsent(&mut self, id: &ChoiceId) {
        if let Some(pending) = self.find(id) {
            pending.sent = None;
        }
    }

    /// The server is out of reach: what is not confirmed goes out later, with the time it was made. Returns the asks
    /// that need not wait any longer, since the choices are kept.
    pub(super) fn postpone(&mut self) -> Vec<Ticket> {
        let mut kept = Vec::new();
        for pending in self
            .queue
            .iter_mut()
            .filter(|pending| pending.confirmed.is_none())
        {
            pending.late = true;
            pending.sent = None;
            kept.extend(pending.ticket.take());
        }
        kept
    }

    /// An instant for a new choice: now, but after every other of mine, so that it wins.
    pub(super) fn stamp(&self, others: &[Choice], now: Timestamp) -> Timestamp {
        let latest = self
            .choices()
            .chain(others)
            .map(|choice| choice.set_at)
            .max();
        latest.map_or(now, |latest| now.max(latest + Duration::milliseconds(1)))
    }

    fn unconfirmed(&self) -> impl Iterator<Item = &PendingChoice> {
        self.queue
            .iter()
            .filter(|pending| pending.confirmed.is_none())
    }

    fn find(&mut self, id: &ChoiceId) -> Option<&mut PendingChoice> {
        self.queue
            .iter_mut()
            .find(|pending| pending.choice.id == *id)
    }

    fn thin(&mut self) {
        let matter = compact(self.choices().cloned().collect());
        self.queue
            .retain(|pending| matter.iter().any(|choice| choice.id == pending.choice.id));
    }
}
