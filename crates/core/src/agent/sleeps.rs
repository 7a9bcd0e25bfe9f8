//! When the machine slept, so that an instant of a clock that stood still meanwhile can be put on the boot clock.
//!
//! Always holds: an input is never taken to be later than it was. Where within the time between two calls a sleep lay is
//! not known, so an input in that time counts as one before it, until somebody is known to have given input since.

use std::collections::VecDeque;

use chrono::TimeDelta;

use super::{
    IdleClock, LastInput, Now,
    now::{Awake, Boot},
};

/// How many sleeps are told apart, the latest ones.
const MOST: usize = 128;

#[derive(Clone, Debug)]
pub(super) struct Sleeps {
    /// The boot clock minus the time awake, now.
    ahead: TimeDelta,
    /// In order. Those before the app was started are not known, as if they had all come before the last input.
    sleeps: VecDeque<Sleep>,
}

#[derive(Clone, Copy, Debug)]
struct Sleep {
    /// The call before it.
    after: Awake,
    /// An input that is not later counts as one before it: the call after it.
    until: Awake,
    length: TimeDelta,
}

impl Sleeps {
    pub(super) fn new(now: Now) -> Self {
        Self {
            ahead: now.at() - now.awake_at(),
            sleeps: VecDeque::new(),
        }
    }

    /// Time has passed since the call before. Whether the machine slept.
    pub(super) fn observe(&mut self, before: Now, now: Now) -> bool {
        self.ahead = now.at() - now.awake_at();
        let Some(length) = now.slept_since(before) else {
            return false;
        };
        self.sleeps.push_back(Sleep {
            after: before.awake_at(),
            until: now.awake_at(),
            length,
        });
        if self.sleeps.len() > MOST
            && let Some(oldest) = self.sleeps.pop_front()
            && let Some(next) = self.sleeps.front_mut()
        {
            // As if it had been the later of the two, which makes what was between them earlier.
            next.length += oldest.length;
        }
        true
    }

    /// Somebody gave input since the machine woke: then the last one is not from before.
    pub(super) fn gave_input(&mut self) {
        if let Some(last) = self.sleeps.back_mut() {
            last.until = last.after;
        }
    }

    /// The boot clock at the last input.
    pub(super) fn boot_at(&self, input: LastInput) -> Boot {
        match input.clock {
            IdleClock::Boot => input.at,
            IdleClock::Awake => {
                let later = self.sleeps.iter().rev();
                let later = later.take_while(|sleep| input.at <= sleep.until);
                let slept: TimeDelta = later.map(|sleep| sleep.length).sum();
                input.at + self.ahead - slept
            }
        }
    }
}
