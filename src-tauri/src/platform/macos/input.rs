//! The last input, of the mouse or the keyboard, in any program of the session.

use std::{collections::BTreeSet, time::Duration};

use porchlight_client::{IdleClock, IdleSource, Inhibitors};
use porchlight_core::view::Lack;
use user_idle::UserIdle;

use super::super::NoIdleSource;

/// The source that counts all input, or one that says why there is none.
pub(super) fn source() -> Box<dyn IdleSource> {
    match UserIdle::get_time() {
        Ok(_) => Box::new(LastInput),
        Err(_) => Box::new(NoIdleSource(Lack::IdleTime)),
    }
}

/// `HIDIdleTime`.
#[derive(Debug)]
struct LastInput;

impl IdleSource for LastInput {
    fn name(&self) -> String {
        "macOS input idle time".into()
    }

    fn idle_for(&mut self) -> Result<Duration, Lack> {
        let answer = UserIdle::get_time();
        answer
            .map(|idle| idle.duration())
            .map_err(|_| Lack::IdleTime)
    }

    fn inhibitors(&mut self) -> Option<Inhibitors> {
        Some(Inhibitors {
            source: Err(Lack::NotAsked),
            by: BTreeSet::new(),
        })
    }

    /// `HIDIdleTime` is a difference of `mach_absolute_time`, which stands still while the machine sleeps.
    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }
}
