//! What speaks for somebody who gives no input: a program that keeps the screen on while she is in a call, or shows slides.
//!
//! Always holds: it speaks only for somebody who was there when it began, or gave input since; not while the screen is
//! locked, not after a sleep, and for [`LONGEST`] after her last input at most. A player that goes on through the night
//! speaks for nobody.

use std::collections::BTreeSet;

use chrono::Duration;
use serde::{Deserialize, Serialize};

use super::now::Boot;

/// No call and no lecture is longer without any input. What keeps the screen on for longer is taken for something that
/// nobody sits before.
const LONGEST: Duration = Duration::hours(3);
/// A program's name is cut there: it is whatever the program says.
const NAME: usize = 64;

/// What keeps this computer from counting as idle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Inhibitor {
    /// A program keeps the screen on; its name, as it gives it.
    Program(String),
    /// Some program does.
    SomeProgram,
    Presentation,
    FullScreen,
}

impl Inhibitor {
    /// The program of this name, which may be anything.
    pub fn program(name: &str) -> Self {
        let name = name.trim().chars().filter(|letter| !letter.is_control());
        let name: String = name.take(NAME).collect();
        if name.is_empty() {
            Self::SomeProgram
        } else {
            Self::Program(name)
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Inhibition {
    held: Option<Held>,
    /// Somebody was there until then, as far as was said; what holds now is not in it.
    vouched_until: Option<Boot>,
}

#[derive(Clone, Debug)]
struct Held {
    by: BTreeSet<Inhibitor>,
    /// When that was said last, and whether its end will be.
    said_at: Boot,
    announces: bool,
    /// It speaks for nobody until there is input from then on.
    muted: Option<Boot>,
}

impl Inhibition {
    /// Takes in what holds now. `muted` is as of [`Held`], should it begin. Returns whether it has begun or ended.
    pub(super) fn told(
        &mut self,
        by: BTreeSet<Inhibitor>,
        announces: bool,
        muted: Option<Boot>,
        at: Boot,
    ) -> bool {
        let was_held = self.held.is_some();
        if by.is_empty() {
            let ended_at = self.held.as_ref().map(|held| {
                // Where nobody says when it ends, it may have ended right after it was seen.
                if held.announces { at } else { held.said_at }
            });
            self.mute(ended_at.unwrap_or(at));
            self.held = None;
        } else {
            let muted = self.held.take().map_or(muted, |held| held.muted);
            self.held = Some(Held {
                by,
                said_at: at,
                announces,
                muted,
            });
        }
        was_held != self.held.is_some()
    }

    /// It spoke for somebody until then, and does not before there is input.
    pub(super) fn mute(&mut self, at: Boot) {
        if self.by().is_some() {
            self.vouched_until = Some(at);
        }
        if let Some(held) = &mut self.held {
            held.muted = Some(at);
        }
    }

    /// It never spoke for her after her last input, after all.
    pub(super) fn give_up(&mut self, last_input: Boot) {
        if let Some(held) = &mut self.held {
            held.muted = Some(last_input);
        }
    }

    /// Somebody is there, and gave input last at that time.
    pub(super) fn attended(&mut self, last_input: Boot) {
        if let Some(held) = &mut self.held {
            held.muted = held.muted.filter(|muted| last_input < *muted);
        }
    }

    /// Somebody is there for certain.
    pub(super) fn unmute(&mut self) {
        if let Some(held) = &mut self.held {
            held.muted = None;
        }
    }

    /// What speaks for her, if anything does.
    pub(super) fn by(&self) -> Option<&BTreeSet<Inhibitor>> {
        let held = self.held.as_ref();
        held.filter(|held| held.muted.is_none())
            .map(|held| &held.by)
    }

    /// Until when it speaks for somebody who gave input last at that time.
    pub(super) fn ends_at(last_input: Boot) -> Boot {
        last_input + LONGEST
    }

    /// The last sign of somebody who gave input last at that time: by what spoke for her, and does not any more.
    pub(super) fn last_sign(&self, last_input: Boot) -> Boot {
        let vouched_until = self.vouched_until;
        let vouched_until = vouched_until.filter(|until| *until < Self::ends_at(last_input));
        vouched_until.map_or(last_input, |until| until.max(last_input))
    }
}
