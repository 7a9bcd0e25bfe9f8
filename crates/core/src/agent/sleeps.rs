//! When the machine slept, so that an instant of a clock that stood still meanwhile can be put on the boot clock.
//!
//! Always holds: an input is never taken to be later than it was. Where within the time between two calls a sleep lay is
//! not known, so an input in that time counts as one before it, until somebody is known to have given input since.
//!
//! They are kept for the app's next run, which may begin a moment after a sleep: an update, or a crash. A machine that was
//! started again has none of them, which its clocks show.

use std::collections::VecDeque;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{
    IdleClock, LastInput, Now,
    now::{Awake, Boot, READ_APART},
};

/// How many sleeps are told apart, the latest ones.
const MOST: usize = 32;

#[derive(Clone, Debug)]
pub(super) struct Sleeps {
    /// The boot clock minus the time awake, now.
    ahead: TimeDelta,
    /// Those before the app's first run are not known, as if they had all come before the last input.
    known: KeptSleeps,
}

/// The sleeps of a machine since it was started, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSleeps {
    /// The boot clock minus the time awake, after the last of them.
    ahead: TimeDelta,
    /// In order.
    sleeps: VecDeque<Sleep>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sleep {
    /// The call before it.
    after: Awake,
    /// An input that is not later counts as one before it: the call after it.
    until: Awake,
    length: TimeDelta,
}

impl Sleeps {
    /// Goes on with what an earlier run of the app has seen, if that was since the machine was started.
    pub(super) fn restored(kept: &KeptSleeps, now: Now) -> Self {
        let ahead = now.at() - now.awake_at();
        let mut known = if kept.may_be_of_this_start(ahead, now) {
            kept.clone()
        } else {
            KeptSleeps::default()
        };
        if let Some(last) = known.sleeps.back_mut()
            && ahead - known.ahead > READ_APART
        {
            // Asleep while no app ran: after the last input of then, and before whatever started this one.
            last.length += ahead - known.ahead;
            known.ahead = ahead;
        }
        Self { ahead, known }
    }

    /// What the app's next run is to know.
    pub(super) const fn kept(&self) -> &KeptSleeps {
        &self.known
    }

    /// Time has passed since the call before. Whether the machine slept.
    pub(super) fn observe(&mut self, before: Now, now: Now) -> bool {
        self.ahead = now.at() - now.awake_at();
        let Some(length) = now.slept_since(before) else {
            return false;
        };
        self.known.ahead = self.ahead;
        let sleeps = &mut self.known.sleeps;
        sleeps.push_back(Sleep {
            after: before.awake_at(),
            until: now.awake_at(),
            length,
        });
        if sleeps.len() > MOST
            && let Some(oldest) = sleeps.pop_front()
            && let Some(next) = sleeps.front_mut()
        {
            // As if it had been the later of the two, which makes what was between them earlier.
            next.length += oldest.length;
        }
        true
    }

    /// Somebody gave input since the machine woke: then the last one is not from before.
    pub(super) fn gave_input(&mut self) {
        if let Some(last) = self.known.sleeps.back_mut() {
            last.until = last.after;
        }
    }

    /// The boot clock at the last input.
    pub(super) fn boot_at(&self, input: LastInput) -> Boot {
        match input.clock {
            IdleClock::Boot => input.at,
            IdleClock::Awake => {
                let later = self.known.sleeps.iter().rev();
                let later = later.take_while(|sleep| input.at <= sleep.until);
                let slept: TimeDelta = later.map(|sleep| sleep.length).sum();
                input.at + self.ahead - slept
            }
        }
    }
}

impl KeptSleeps {
    /// A machine that was started again has been awake for less than at the last of these sleeps, or has slept less.
    fn may_be_of_this_start(&self, ahead: TimeDelta, now: Now) -> bool {
        let mut lengths = self.sleeps.iter().map(|sleep| sleep.length);
        let slept = lengths.try_fold(TimeDelta::zero(), |slept, length| {
            slept.checked_add(&length.max(TimeDelta::zero()))
        });
        let until = self.sleeps.back().map(|sleep| sleep.until);
        until.is_some_and(|until| until <= now.awake_at())
            && self.ahead <= ahead + READ_APART
            && slept.is_some_and(|slept| slept <= self.ahead + READ_APART)
    }
}
