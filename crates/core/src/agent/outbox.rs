//! The choices that the server has not acknowledged. They are applied at once to what is shown, and sent, one at a time,
//! until they are confirmed or refused for good.
//!
//! Always holds: a choice never loses its place among the others, however late it arrives. Made while connected, it is
//! stamped by the server as it arrives, and sent again byte for byte if the answer was lost. Once others may have overtaken
//! it, or time has passed, it carries the time at which it was made, as one made offline does. To the server both are the
//! same choice. One that the server cannot take, or never answers, steps back after a few tries: the others go before it,
//! each with the time at which it was made, so that the order in which they were made still decides.
//!
//! Of those that carry their time the latest goes first, and what others that wait have made meaningless goes only after
//! them: it is never seen on the way. If the server stamps it as earlier, because this computer's clock is ahead, those before it become
//! earlier, too.

use std::collections::BTreeSet;

use chrono::Duration;
use porchlight_protocol::{Choice, ChoiceId, ChoiceStatus, NewChoice, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Account, Ticket, backoff::jittered, now::Boot};
use crate::{compact, rules};

/// More choices than this are thinned out to those that can still matter.
const MANY: usize = 32;
/// How many other accounts' choices are kept.
const ACCOUNTS: usize = 4;
/// A choice is shown as one that others see for no longer than this without the server's word.
const UNSEEN: Duration = Duration::seconds(2);
/// Who asked for a choice waits no longer than this for the server's word: it is kept.
const ASKER_WAITS: Duration = Duration::seconds(5);
/// A choice that the server could not take, or did not answer, this often steps back: it holds up neither connecting nor
/// any other.
const UNANSWERED: u32 = 3;
/// For so long after it was made, a choice whose answer was lost is one made just now.
const JUST_NOW: Duration = Duration::seconds(60);
/// How long to wait with a choice that the server could not take: this, doubling, unless the server asks for more.
const BUSY: Duration = Duration::seconds(2);
const BUSY_AT_MOST: Duration = Duration::seconds(16);
const PAUSE_AT_MOST: Duration = Duration::seconds(30);

#[derive(Debug, Default)]
pub(super) struct Outbox {
    /// Oldest first.
    queue: Vec<Entry>,
    /// Of accounts that are not signed in at the moment.
    parked: Vec<Parked>,
}

#[derive(Debug)]
struct Entry {
    /// As this computer stamped it; once confirmed, as the server did.
    choice: Choice,
    base_revision: Option<u64>,
    made_at: Boot,
    /// It carries the time at which it was made.
    dated: bool,
    sent_before: bool,
    state: State,
    /// How often it was sent and the server could not take it, or did not answer.
    failed: u32,
    /// Somebody was told that it stepped back.
    told: bool,
    /// It was given a new id, as the server knew another choice by the first.
    renamed: bool,
    ticket: Option<Ticket>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    /// The server could not take it; not before this.
    Deferred {
        until: Boot,
    },
    /// In a request whose answer is awaited.
    Sent,
    /// Written as of this revision; it leaves once that revision was seen.
    Confirmed {
        revision: u64,
    },
}

/// Which choices are in a request whose answer is awaited.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum UnderWay {
    None,
    /// Only one that stepped back.
    SteppedBack,
    Other,
}

/// A choice that waits for the server, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateChoice {
    pub choice: Choice,
    /// The last revision seen when it was made.
    pub base_revision: Option<u64>,
}

/// The choices of an account that is not signed in at the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    pub account: Account,
    pub pending: Vec<LateChoice>,
}

/// What became of a choice whose id the server knows as another's.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Renamed {
    /// It goes out again under the new id.
    Again,
    /// That was tried before.
    Refused(Option<Ticket>),
}

impl Outbox {
    pub(super) fn restored(pending: Vec<LateChoice>, parked: Vec<Parked>) -> Self {
        Self {
            queue: pending.into_iter().map(Entry::restored).collect(),
            parked,
        }
    }

    /// What is not confirmed, to be kept.
    pub(super) fn pending(&self) -> Vec<LateChoice> {
        let kept = self.unconfirmed().map(|entry| LateChoice {
            choice: entry.choice.clone(),
            base_revision: entry.base_revision,
        });
        kept.collect()
    }

    /// Whether [`pending`](Self::pending) is this.
    pub(super) fn is_pending(&self, kept: &[LateChoice]) -> bool {
        let unconfirmed = self
            .unconfirmed()
            .map(|entry| (&entry.choice, entry.base_revision));
        unconfirmed.eq(kept.iter().map(|late| (&late.choice, late.base_revision)))
    }

    pub(super) fn parked(&self) -> &[Parked] {
        &self.parked
    }

    pub(super) fn clear(&mut self) {
        self.queue.clear();
    }

    /// Puts the choices aside until that account is signed in again.
    pub(super) fn park(&mut self, account: &Account) {
        let pending = self.pending();
        self.queue.clear();
        self.parked
            .retain(|parked| !parked.account.is_same(account));
        if !pending.is_empty() {
            self.parked.push(Parked {
                account: account.clone(),
                pending,
            });
        }
        let surplus = self.parked.len().saturating_sub(ACCOUNTS);
        self.parked.drain(..surplus);
    }

    /// Takes up the choices that were put aside for that account.
    pub(super) fn unpark(&mut self, account: &Account) {
        let Some(place) = self
            .parked
            .iter()
            .position(|parked| parked.account.is_same(account))
        else {
            return;
        };
        let pending = self.parked.remove(place).pending;
        self.queue
            .splice(0..0, pending.into_iter().map(Entry::restored));
    }

    /// The choices as this computer stamped them, or as the server did.
    pub(super) fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.queue.iter().map(|entry| &entry.choice)
    }

    /// Queues a choice; `dated` if the server is out of reach. The ticket's owner is answered once the server has it.
    pub(super) fn push(
        &mut self,
        choice: Choice,
        base_revision: Option<u64>,
        dated: bool,
        ticket: Option<Ticket>,
        now: Boot,
    ) {
        self.queue.push(Entry {
            choice,
            base_revision,
            made_at: now,
            dated,
            sent_before: false,
            state: State::Waiting,
            failed: 0,
            told: false,
            renamed: false,
            ticket,
        });
        if self.queue.len() > MANY {
            self.thin();
        }
    }

    /// The next choice to send, if none is under way: one at a time keeps them in order. One that stepped back is under way
    /// beside the others.
    pub(super) fn next(&mut self, now: Boot) -> Option<NewChoice> {
        let others_only = match self.under_way() {
            UnderWay::None => false,
            UnderWay::SteppedBack => true,
            UnderWay::Other => return None,
        };
        let overruled = self.overruled();
        let due = |entry: &Entry| match entry.state {
            _ if others_only && entry.stepped_back() => false,
            _ if overruled.contains(&entry.choice.id) => false,
            State::Waiting => true,
            State::Deferred { until } => until <= now,
            State::Sent | State::Confirmed { .. } => false,
        };
        self.date(&overruled, now);
        let order = |(place, entry): &(usize, &mut Entry)| {
            let latest_first = if entry.dated {
                usize::MAX - place
            } else {
                *place
            };
            (entry.stepped_back(), !entry.dated, latest_first)
        };
        let waiting = self.queue.iter_mut().enumerate();
        let (_, entry) = waiting.filter(|(_, entry)| due(entry)).min_by_key(order)?;
        entry.sent_before = true;
        entry.state = State::Sent;
        Some(entry.on_the_wire())
    }

    /// Those that others which wait have made meaningless: they come after them.
    fn overruled(&self) -> BTreeSet<ChoiceId> {
        let waiting: Vec<_> = self
            .unconfirmed()
            .map(|entry| entry.choice.clone())
            .collect();
        let ids = waiting.iter().map(|choice| choice.id.clone());
        let mut overruled: BTreeSet<_> = ids.collect();
        for choice in compact(waiting) {
            overruled.remove(&choice.id);
        }
        overruled
    }

    /// Has those carry the time at which they were made that others may overtake, or have overtaken.
    fn date(&mut self, overruled: &BTreeSet<ChoiceId>, now: Boot) {
        let stepped_back = self.queue.iter().position(Entry::stepped_back);
        let mut later_is_dated = false;
        for (place, entry) in self.queue.iter_mut().enumerate().rev() {
            let overtakes = stepped_back.is_some_and(|earlier| earlier < place);
            let is_old = entry.sent_before && now - entry.made_at > JUST_NOW;
            let comes_late = overruled.contains(&entry.choice.id);
            entry.dated |= later_is_dated || overtakes || is_old || comes_late;
            later_is_dated = entry.dated;
        }
    }

    /// When a choice that was deferred is due, if none is under way.
    pub(super) fn due_at(&self) -> Option<Boot> {
        let others_only = match self.under_way() {
            UnderWay::None => false,
            UnderWay::SteppedBack => true,
            UnderWay::Other => return None,
        };
        let overruled = self.overruled();
        let deferred = self.queue.iter().filter_map(|entry| match entry.state {
            _ if overruled.contains(&entry.choice.id) => None,
            State::Deferred { until } if !(others_only && entry.stepped_back()) => Some(until),
            _ => None,
        });
        deferred.min()
    }

    fn under_way(&self) -> UnderWay {
        let sent = self.queue.iter().filter(|entry| entry.state == State::Sent);
        sent.map(|entry| {
            if entry.stepped_back() {
                UnderWay::SteppedBack
            } else {
                UnderWay::Other
            }
        })
        .max()
        .unwrap_or(UnderWay::None)
    }

    /// Whether the server is to hear of a choice before it hears that anybody is there.
    pub(super) fn goes_first(&self) -> bool {
        let overruled = self.overruled();
        let hopeful =
            |entry: &&Entry| !entry.stepped_back() && !overruled.contains(&entry.choice.id);
        let mut hopeful = self.queue.iter().filter(hopeful);
        hopeful.any(|entry| match entry.state {
            State::Waiting | State::Sent => true,
            State::Deferred { .. } => entry.choice.status != ChoiceStatus::Available,
            State::Confirmed { .. } => false,
        })
    }

    /// The server wrote it. Returns who waits for that.
    pub(super) fn confirm(&mut self, choice: Choice, revision: u64) -> Option<Ticket> {
        self.keep_earlier_ones_before(&choice);
        let entry = self.find(&choice.id)?;
        entry.choice = choice;
        entry.state = State::Confirmed { revision };
        let ticket = entry.ticket.take();
        // What it could not take before, it can take now.
        for entry in &mut self.queue {
            if let State::Deferred { .. } = entry.state {
                entry.state = State::Waiting;
            }
        }
        ticket
    }

    /// The server refused it for good: it never was.
    pub(super) fn refuse(&mut self, id: &ChoiceId) -> Option<Ticket> {
        let place = self.queue.iter().position(|entry| entry.choice.id == *id)?;
        self.queue.remove(place).ticket
    }

    /// The server knows another choice by this id: it goes out again under a new one, but only once.
    pub(super) fn rename(&mut self, id: &ChoiceId, new: ChoiceId) -> Renamed {
        match self.find(id) {
            Some(entry) if !entry.renamed => {
                entry.choice.id = new;
                entry.renamed = true;
                entry.state = State::Waiting;
                Renamed::Again
            }
            _ => Renamed::Refused(self.refuse(id)),
        }
    }

    /// What was made after it arrived before it, so that the server would stamp it as later: it goes out again with the time
    /// at which it was made. Says whether that is any different.
    pub(super) fn overtaken(&mut self, id: &ChoiceId) -> bool {
        let Some(entry) = self.find(id).filter(|entry| !entry.dated) else {
            return false;
        };
        entry.dated = true;
        entry.state = State::Waiting;
        true
    }

    /// The server cannot take it now, and asks for this pause at least. It goes out again later.
    pub(super) fn defer(&mut self, id: &ChoiceId, pause: Option<Duration>, jitter: f64, now: Boot) {
        let Some(entry) = self.find(id) else { return };
        let backoff = (BUSY * (1 << entry.failed.min(6))).min(BUSY_AT_MOST);
        let pause = pause.unwrap_or_default().min(PAUSE_AT_MOST);
        let wait = jittered(backoff, jitter).max(pause);
        entry.failed = entry.failed.saturating_add(1);
        entry.state = State::Deferred { until: now + wait };
        entry.dated = true;
    }

    /// It was sent, and its own answer did not come: the server may have seen it. What else ends a connection says nothing
    /// of the choices that are under way.
    pub(super) fn went_unanswered(&mut self, id: &ChoiceId) {
        if let Some(entry) = self.find(id) {
            entry.failed = entry.failed.saturating_add(1);
            entry.dated |= entry.stepped_back();
        }
    }

    /// Whether no answer to this choice says nothing of the connection.
    pub(super) fn has_stepped_back(&self, id: &ChoiceId) -> bool {
        let mut queue = self.queue.iter();
        queue.any(|entry| entry.choice.id == *id && entry.stepped_back())
    }

    /// The next choice that stepped back and of which nobody was told.
    pub(super) fn tell_stepped_back(&mut self) -> Option<NewChoice> {
        let mut queue = self.queue.iter_mut();
        let entry = queue.find(|entry| entry.stepped_back() && !entry.told)?;
        entry.told = true;
        Some(entry.on_the_wire())
    }

    /// The server says of itself what holds at this revision. Returns the asks that turn out to be done.
    pub(super) fn seen(&mut self, choices: &[Choice], revision: u64) -> Vec<Ticket> {
        for choice in choices {
            self.keep_earlier_ones_before(choice);
        }
        let mut done = Vec::new();
        self.queue.retain_mut(|entry| {
            let written = choices.iter().any(|choice| choice.id == entry.choice.id);
            let over = written
                || matches!(entry.state, State::Confirmed { revision: own } if own <= revision);
            if over {
                done.extend(entry.ticket.take());
            }
            !over
        });
        done
    }

    /// The connection is gone: what is not confirmed goes out with the next one. Of several, the first may be meaningless
    /// by now.
    pub(super) fn postpone(&mut self) {
        let several = self.unconfirmed().nth(1).is_some();
        for entry in &mut self.queue {
            if !matches!(entry.state, State::Confirmed { .. }) {
                entry.state = State::Waiting;
                entry.dated |= several;
            }
        }
    }

    /// Nobody waits any longer for the server's word on what was made until then: it is kept. Returns the asks.
    pub(super) fn release(&mut self, made_until: Boot) -> Vec<Ticket> {
        let unanswered = self.queue.iter_mut();
        unanswered
            .filter(|entry| entry.made_at <= made_until)
            .filter_map(|entry| entry.ticket.take())
            .collect()
    }

    /// As [`release`](Self::release), for those who have waited long enough.
    pub(super) fn release_overdue(&mut self, now: Boot) -> Vec<Ticket> {
        self.release(now - ASKER_WAITS)
    }

    /// Whether the server has confirmed all.
    pub(super) fn is_confirmed(&self) -> bool {
        self.unconfirmed().next().is_none()
    }

    /// Since when, by the server's clock, others have not seen a choice although they should, for whatever reason.
    pub(super) fn unseen_since(&self, now: Boot) -> Option<Timestamp> {
        let mut unseen = self
            .unconfirmed()
            .filter(|entry| entry.made_at + UNSEEN <= now);
        unseen.next().map(|entry| entry.choice.set_at)
    }

    /// When next a choice will have been unseen, or waited for, for too long.
    pub(super) fn overdue_at(&self, now: Boot) -> Option<Boot> {
        let unseen = self.unconfirmed().map(|entry| entry.made_at + UNSEEN);
        let waiting = self.queue.iter().filter(|entry| entry.ticket.is_some());
        let asks = waiting.map(|entry| entry.made_at + ASKER_WAITS);
        unseen.chain(asks).filter(|at| now < *at).min()
    }

    /// An instant for a new choice: now, but after every other of mine, so that it wins.
    pub(super) fn stamp(&self, others: &[Choice], now: Timestamp) -> Timestamp {
        let all = self.choices().chain(others);
        rules::next_stamp(now, all.map(|choice| choice.set_at).max())
    }

    fn unconfirmed(&self) -> impl Iterator<Item = &Entry> {
        self.queue
            .iter()
            .filter(|entry| !matches!(entry.state, State::Confirmed { .. }))
    }

    fn find(&mut self, id: &ChoiceId) -> Option<&mut Entry> {
        self.queue.iter_mut().find(|entry| entry.choice.id == *id)
    }

    /// The server stamped a choice: what was made before it, and waits, is no later.
    fn keep_earlier_ones_before(&mut self, stamped: &Choice) {
        let place = self
            .queue
            .iter()
            .position(|entry| entry.choice.id == stamped.id);
        let mut next = stamped.set_at;
        for entry in self.queue[..place.unwrap_or_default()].iter_mut().rev() {
            if matches!(entry.state, State::Confirmed { .. }) {
                continue;
            }
            next = entry.choice.set_at.min(rules::just_before(next));
            entry.choice.set_at = next;
        }
    }

    /// Drops what later choices have made meaningless. What is under way, or waited for, stays.
    fn thin(&mut self) {
        let matter = compact(self.choices().cloned().collect());
        self.queue.retain(|entry| {
            entry.state == State::Sent
                || entry.ticket.is_some()
                || matter.iter().any(|choice| choice.id == entry.choice.id)
        });
    }
}

impl Entry {
    fn restored(kept: LateChoice) -> Self {
        Self {
            choice: kept.choice,
            base_revision: kept.base_revision,
            made_at: Boot::zero(),
            dated: true,
            sent_before: true,
            state: State::Waiting,
            failed: 0,
            told: false,
            renamed: false,
            ticket: None,
        }
    }

    fn stepped_back(&self) -> bool {
        self.failed >= UNANSWERED && !matches!(self.state, State::Confirmed { .. })
    }

    fn on_the_wire(&self) -> NewChoice {
        let choice = self.choice.clone();
        NewChoice {
            id: choice.id,
            scope: choice.scope,
            status: choice.status,
            hold: choice.hold,
            set_at: self.dated.then_some(choice.set_at),
            base_revision: self.base_revision,
        }
    }
}
