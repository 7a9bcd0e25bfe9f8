//! For how long what is shown may differ from what is real, and why.
//!
//! | the two may differ for | when |
//! |---|---|
//! | 2 s, and a packet that is lost and sent again | somebody chose, locked, came back, walked away for long enough, a shift began or ended, an administrator acted, goodbye |
//! | 15 s and 2 s | the app crashed while it was connected, or its last sign of life arrived after that |
//! | 90 s | a device vanished, whatever else happens meanwhile: no power, no network, a sleep that nobody announced |
//! | 12 s | the app started or the machine woke, and has to connect first |
//! | 42 s | the network is back, and the app waits for an attempt that nobody answers (10 s), for its next one (30 s), and for that |
//!
//! Trouble that somebody is in adds to that, as [`Trouble`] has it: the server cannot show what it cannot be told.
//!
//! | after it is over | may be shown | because |
//! |---|---|---|
//! | 62 s | as there | the server was down or stood still: every session gets one lease to be heard, of all the time that it is up |
//! | 4 s | either way | every message was late by up to a second |
//! | 44 s | as gone | the same, and the app has to find it again |
//! | 30 s | either way | the server's clock was set: the app learns of it by its next sign of life, every 25 s |
//! | 18 s | as before a choice | the server could not write: the app sends it again within 16 s |
//! | 6 s | as there | the idle source failed just when she was gone for long enough: it is read again every 4 s |
//! | 12 s | as gone | nobody said that the machine woke: the app notices by being called, and then has to connect |
//! | 2 s, after the next input | as gone | the last input was between waking and the next call of the app: see [`Trouble::Sleep`] |
//!
//! A flap, shown as gone and really there all the time, is excused neither by a server that was down or stood still, nor by
//! signs of life that are late, nor by a cut of her own network that was shorter than the grace and a round trip. All other
//! trouble does excuse it, for as long as it lasts, but for a slow path, and for one that holds the stream's bytes back for
//! less than it takes to give an attempt up; and nothing is excused by a path that sends everything twice. It is none if she
//! came back while the server stood still: that she was gone before is shown late, and so for a moment. A server that
//! could not write before it was killed knows nothing of who came back since: at its start they are gone until they are
//! heard.

use super::Cause;
use crate::time::{MINUTE, Millis, SECOND};

/// The server's grace: a drop that is shorter is never seen.
pub(crate) const GRACE: Millis = 15 * SECOND;
/// How long the app may take to come back once it can: an attempt that nobody answers, the longest wait, and another.
const RECONNECT: Millis = 42 * SECOND;
/// What every session gets after a restart or a freeze of the server, and 2 s.
const ONE_LEASE: Millis = 62 * SECOND;
/// A slow path makes every message late by less than a second, and a change takes a few of them.
const SLOW: Millis = 4 * SECOND;
/// A stream that takes longer to open is given up.
pub(crate) const STREAM_OPENS: Millis = 8 * SECOND;
/// A device that was lost so long ago excuses nothing that goes on now.
const FORGOTTEN: Millis = 60 * 60 * SECOND;
/// The app sends a refused choice again within this.
const AGAIN: Millis = 18 * SECOND;
/// The server tries again so soon to write what is true of devices, and that takes a moment.
const WRITE_AGAIN: Millis = 3 * SECOND;
/// The app reads an idle source again within this, if it did not fail for long.
const READ_AGAIN: Millis = 6 * SECOND;
/// A drop that is shorter than the grace by less than this may be seen: the next attempt, its round trip, and a packet
/// that is lost and sent again.
pub(super) const ROUND_TRIP: Millis = 2 * SECOND;
/// A return that is shorter than this ends no drop, for nobody could make use of it.
pub(super) const TOO_SHORT: Millis = 4 * SECOND;

/// Something is wrong, so that what is shown may lag behind for as long as it lasts, and a while after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    ServerDown,
    ServerFrozen,
    ServerClock,
    Disk,
    /// Between one of an agent's machines and the server, or in the machine.
    Path {
        agent: usize,
        hinders: Hinders,
    },
    /// Signs of life may come late, by up to 10 s. Goodbye does not wait for them.
    Heartbeats {
        agent: usize,
    },
    Clock {
        agent: usize,
    },
    /// From the app's first call after a sleep until the next input, if the last one was between the two and the source leaves
    /// the time asleep out: nothing tells it from one before the sleep, so that the app takes her for idle that much too early.
    Sleep {
        agent: usize,
    },
    /// The idle time cannot be read, so that nobody can tell when somebody who was there goes. That makes nobody available
    /// who was away.
    Idle {
        agent: usize,
    },
    /// Nobody told the app that the machine woke, and it has not noticed yet.
    Waking {
        agent: usize,
    },
}

/// What something on the way does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hinders {
    /// Nothing gets through.
    Cuts,
    /// An attempt may wait in vain.
    Waits,
    /// Requests arrive, and answers may not: what comes next waits for them.
    Answers,
    /// The stream's events are late.
    Stream,
    /// The same, and by so much that an attempt to open a stream may be given up.
    Opening,
    /// Everything is late, by less than a second each way.
    Slow,
}

#[derive(Clone, Copy, Debug)]
struct Spell {
    trouble: Trouble,
    from: Millis,
    until: Option<Millis>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Differs {
    Ghost,
    FalseAway,
    Flap,
}

impl Spell {
    /// For how long after its end shown and real may still differ because of it; none if it is no excuse.
    fn excuses(
        &self,
        agent: usize,
        cause: Cause,
        differs: Differs,
        waiting: bool,
    ) -> Option<Millis> {
        let decided =
            waiting || matches!(cause, Cause::Choice | Cause::Administrator | Cause::Edit);
        match (self.trouble, differs) {
            // Who was there all the time gets a lease to be heard, and nobody sees the restart. What that excuses is said by
            // [`Excuses::heard_until`].
            (Trouble::ServerDown | Trouble::ServerFrozen, Differs::Ghost | Differs::Flap)
            | (Trouble::Heartbeats { .. }, Differs::Flap)
            | (Trouble::Sleep { .. } | Trouble::Waking { .. }, Differs::Ghost) => None,
            (Trouble::ServerDown | Trouble::ServerFrozen, Differs::FalseAway) => {
                Some(RECONNECT + 2 * SECOND)
            }
            (Trouble::ServerClock, _) => Some(30 * SECOND),
            // Devices that are gone are gone whether or not that can be written.
            (Trouble::Disk, Differs::Ghost) => decided.then_some(AGAIN),
            (Trouble::Disk, _) => (decided
                || matches!(cause, Cause::Started | Cause::Woke | Cause::NetworkBack))
            .then_some(AGAIN),
            (Trouble::Path { agent: of, hinders }, _) => {
                let excuses = self.path_excuses(hinders, cause, differs);
                excuses.filter(|_| of == agent)
            }
            (Trouble::Heartbeats { agent: of }, Differs::FalseAway) => {
                (of == agent).then_some(RECONNECT)
            }
            (Trouble::Heartbeats { agent: of }, Differs::Ghost) => {
                let gone = matches!(
                    cause,
                    Cause::Goodbye | Cause::Crash | Cause::Vanished | Cause::NetworkLost
                );
                (of == agent && !gone).then_some(RECONNECT)
            }
            (Trouble::Clock { agent: of }, _) => (of == agent).then_some(5 * SECOND),
            (Trouble::Idle { agent: of }, Differs::Ghost) => {
                (of == agent && cause == Cause::Clock).then_some(READ_AGAIN)
            }
            (Trouble::Idle { agent: of }, _) => (of == agent).then_some(READ_AGAIN),
            (Trouble::Waking { agent: of }, _) => {
                (of == agent).then_some(allowance(Cause::Woke, differs))
            }
            (Trouble::Sleep { agent: of }, _) => (of == agent).then_some(2 * SECOND),
        }
    }
}

impl Spell {
    fn path_excuses(&self, hinders: Hinders, cause: Cause, differs: Differs) -> Option<Millis> {
        let lost = matches!(cause, Cause::Crash | Cause::Vanished | Cause::NetworkLost);
        match (hinders, differs) {
            (_, Differs::Ghost) if lost => None,
            // Goodbye waits for no answer.
            (Hinders::Answers | Hinders::Opening, Differs::Ghost) if cause == Cause::Goodbye => {
                None
            }
            (Hinders::Slow, Differs::Flap) | (Hinders::Stream, _) => None,
            (Hinders::Slow, _) => Some(SLOW),
            (Hinders::Cuts, Differs::Flap) => {
                let short = self
                    .until
                    .is_some_and(|until| until - self.from < GRACE - ROUND_TRIP);
                (!short).then_some(RECONNECT)
            }
            (Hinders::Cuts | Hinders::Waits | Hinders::Answers | Hinders::Opening, _) => {
                Some(RECONNECT)
            }
        }
    }
}

/// Everything that excuses something.
#[derive(Debug)]
pub(crate) struct Excuses {
    spells: Vec<Spell>,
    agents: Vec<Hampered>,
}

/// What excuses one agent apart from trouble.
#[derive(Clone, Debug, Default)]
struct Hampered {
    /// When devices of hers were lost without a goodbye, and until when customers may be shown each.
    lost: Vec<(Millis, Millis)>,
    /// When a packet of one of her machines was last lost, and when it arrived after all.
    resent: (Millis, Millis),
}

impl Excuses {
    pub(super) fn new(agents: usize) -> Self {
        Self {
            spells: Vec::new(),
            agents: vec![Hampered::default(); agents],
        }
    }

    /// A packet of one of her machines was lost, and is sent again.
    pub(crate) fn resent(&mut self, agent: usize, at: Millis, arrives: Millis) {
        self.agents[agent].resent = (at, arrives);
    }

    /// A sign of life that an app sent before it crashed arrives only now: the server hears from it once more.
    pub(crate) fn heard_after_crash(&mut self, agent: usize, at: Millis) {
        if let Some((_, until)) = self.agents[agent].lost.last_mut() {
            *until = (*until).max(at + allowance(Cause::Crash, Differs::Ghost));
        }
    }

    /// A device of hers is gone, and could not say so.
    pub(crate) fn lost(&mut self, agent: usize, cause: Cause, at: Millis) {
        let lost = &mut self.agents[agent].lost;
        lost.retain(|(_, until)| *until + FORGOTTEN > at);
        lost.push((at, at + allowance(cause, Differs::Ghost)));
    }

    pub(crate) fn begin(&mut self, trouble: Trouble, at: Millis) {
        self.spells.push(Spell {
            trouble,
            from: at,
            until: None,
        });
    }

    pub(crate) fn end(&mut self, trouble: Trouble, at: Millis) {
        if let Some(spell) = self
            .spells
            .iter_mut()
            .rev()
            .find(|spell| spell.trouble == trouble && spell.until.is_none())
        {
            spell.until = Some(at);
        }
    }

    /// Whether the server stood still at `since`, and has just gone on: it shows what was before that a moment late.
    pub(super) fn stood_still(&self, since: Millis, at: Millis) -> bool {
        self.spells.iter().any(|spell| {
            let goes_on = spell.until.unwrap_or(at);
            spell.trouble == Trouble::ServerFrozen
                && spell.from <= since
                && since <= goes_on
                && at <= goes_on + 2 * SECOND
        })
    }

    /// Whether the server's run that was killed last could write nothing then.
    pub(super) fn was_killed_unable_to_write(&self) -> bool {
        let mut spells = self.spells.iter().rev();
        let killed = spells.find(|spell| spell.trouble == Trouble::ServerDown);
        killed.is_some_and(|killed| {
            let unable = |spell: &Spell| {
                let over = spell.until.map(|until| until + WRITE_AGAIN);
                spell.trouble == Trouble::Disk
                    && spell.from <= killed.from
                    && over.is_none_or(|over| over > killed.from)
            };
            self.spells.iter().any(unable)
        })
    }

    /// Whether signs of life of an agent's may be without an answer, because those were lost on their way of late, or none
    /// was given: then nothing vouches for the server, also without any drop.
    pub(crate) fn lacks_answers(&self, agent: usize, at: Millis) -> bool {
        self.spells.iter().rev().any(|spell| {
            let lost = match spell.trouble {
                Trouble::Path {
                    agent: of,
                    hinders: Hinders::Answers,
                } => of == agent,
                Trouble::ServerFrozen => true,
                _ => false,
            };
            lost && spell.until.is_none_or(|until| at - until < RECONNECT)
        })
    }

    /// Whether an agent's app cannot tell, or could not of late, when the last input was.
    pub(crate) fn misreads_input(&self, agent: usize, at: Millis) -> bool {
        self.spells.iter().rev().any(|spell| {
            let misread = match spell.trouble {
                Trouble::Sleep { agent: of }
                | Trouble::Idle { agent: of }
                | Trouble::Waking { agent: of }
                | Trouble::Clock { agent: of } => of == agent,
                _ => false,
            };
            misread && spell.until.is_none_or(|until| at - until < 2 * MINUTE)
        })
    }

    /// Whether anything is wrong, or was of late.
    pub(crate) fn is_settled(&self, agent: Option<usize>, at: Millis) -> bool {
        !self.spells.iter().rev().take(200).any(|spell| {
            let concerned = match spell.trouble {
                Trouble::Path { agent: of, .. }
                | Trouble::Heartbeats { agent: of }
                | Trouble::Clock { agent: of } => agent.is_none_or(|agent| agent == of),
                Trouble::Sleep { .. } | Trouble::Idle { .. } | Trouble::Waking { .. } => false,
                _ => true,
            };
            concerned && spell.until.is_none_or(|until| at - until < 2 * MINUTE)
        })
    }

    /// Until when somebody who is gone since then may be shown because the server was down or stood still and gave every
    /// session one lease to be heard: one lease of its uptime, however often that happened.
    fn heard_until(&self, since: Millis, before: Millis, at: Millis) -> Millis {
        let down = self.spells.iter().filter(|spell| {
            matches!(spell.trouble, Trouble::ServerDown | Trouble::ServerFrozen)
                && spell.until.is_none_or(|until| until > since)
                && spell.from <= at
        });
        let mut until = None;
        for spell in down {
            let ends = spell.until.unwrap_or(at);
            until = match until {
                None if spell.from <= before => Some(ends + ONE_LEASE),
                // It does not count as uptime.
                Some(until) if spell.from <= until => Some(until + (ends - spell.from)),
                until => until,
            };
        }
        until.unwrap_or(since)
    }

    /// Until when shown and real may differ after something that happened to an agent.
    pub(super) fn allowed_until(
        &self,
        agent: usize,
        since: Millis,
        cause: Cause,
        differs: Differs,
        (differ_since, at): (Millis, Millis),
        waiting: bool,
    ) -> Millis {
        let mut allowed = since + allowance(cause, differs);
        for (lost_at, until) in &self.agents[agent].lost {
            if differs == Differs::Ghost && *lost_at <= allowed.max(differ_since) && *until > since
            {
                allowed = allowed.max(*until);
            }
        }
        if differs == Differs::Ghost {
            allowed = allowed.max(self.heard_until(since, allowed.max(differ_since), at));
        }
        let (resent_at, arrived) = self.agents[agent].resent;
        if resent_at <= allowed.max(differ_since) && arrived > since {
            allowed = allowed.max(arrived + SECOND);
        }
        for spell in &self.spells {
            // What was on its way when the network broke may still arrive, and be overtaken by what she chose meanwhile.
            let cause = if differs == Differs::Ghost
                && differ_since > spell.from
                && cause == Cause::NetworkLost
            {
                Cause::NetworkBack
            } else {
                cause
            };
            let Some(more) = spell.excuses(agent, cause, differs, waiting) else {
                continue;
            };
            let until = spell.until.unwrap_or(at).saturating_add(more);
            // Whoever was known to be away stays so.
            if matches!(spell.trouble, Trouble::Idle { .. })
                && differs == Differs::Ghost
                && (spell.from > since + SECOND || differ_since > since + SECOND)
            {
                continue;
            }
            let clock = matches!(spell.trouble, Trouble::ServerClock | Trouble::Clock { .. });
            // They shift what was decided long ago.
            // A device of hers that is cut off does not take over from another.
            let path = differs == Differs::Flap && matches!(spell.trouble, Trouble::Path { .. });
            let began = spell.from <= allowed.max(differ_since) || clock || path;
            if began && spell.from <= at && until > since {
                allowed = allowed.max(until);
            }
        }
        allowed
    }
}

/// How long shown and real may differ where nothing else is wrong.
fn allowance(cause: Cause, differs: Differs) -> Millis {
    match (cause, differs) {
        (Cause::Crash, _) => GRACE + 2 * SECOND,
        (Cause::Vanished | Cause::NetworkLost, _) => 90 * SECOND,
        (Cause::Started | Cause::Woke, _) => 12 * SECOND,
        (Cause::NetworkBack, _) => RECONNECT,
        (Cause::ServerStarted, Differs::Ghost) => ONE_LEASE,
        (Cause::ServerStarted, _) => RECONNECT + 2 * SECOND,
        _ => 2 * SECOND,
    }
}
