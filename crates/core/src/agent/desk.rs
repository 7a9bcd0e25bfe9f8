//! What is known of the person at this computer: idle readings, what keeps the screen on, the lock and the machine's sleep
//! go in; an activity, and when to ask the idle source next, come out.
//!
//! Always holds: only a reading that shows input, an unlocking, or the person's own word ends an absence. A reading that
//! fails, a machine that wakes and a clock that is set do not.
//!
//! While she is there, the source is asked when she would have become idle since the last input that is known. While she
//! is not, it is asked to say when there is input, and left alone if it can; otherwise it is asked again and again.
//!
//! Timers and readings go by the boot clock: whoever hands a reading in has put it there, whichever time its source counts. Since when she is idle or locked is an instant of the wall clock that is
//! fixed once, so that equal situations stay equal; it moves only when that clock is set.

use std::collections::BTreeSet;

use chrono::{Duration, TimeDelta};
use porchlight_protocol::{Activity, Timestamp};

use super::{
    Now,
    inhibition::{Inhibition, Inhibitor},
    now::Boot,
};
use crate::{
    intent::Preferences,
    view::{Lack, Report},
};

/// How often an idle source that does not announce input is asked while a return would show, so that it is seen within
/// two seconds.
const WHILE_IDLE: Duration = Duration::seconds(1);
/// How often one is asked that does: it may have broken without a word.
const WHILE_ANNOUNCED: Duration = Duration::minutes(5);
/// A source that takes longer than this to answer hangs.
const ANSWER_WITHIN: Duration = Duration::seconds(10);
/// How often a return is looked for while it would change nothing.
const WHILE_UNNEEDED: Duration = Duration::seconds(60);
/// A failing idle source is tried again after a second, and then ever more rarely up to this; and to the other, if it goes
/// on failing that often.
const WHILE_FAILING: Duration = Duration::seconds(4);
const WHILE_MISSING: Duration = Duration::seconds(60);
const MISSING: u32 = 32;
/// Readings of the same last input may differ by this much.
const SLACK: Duration = Duration::seconds(2);
#[derive(Clone, Debug)]
pub(super) struct Desk {
    presence: Presence,
    /// The last one that did not fail.
    reading: Option<Reading>,
    lock: Lock,
    /// Input is back since an absence that began then, while the lock alone keeps her Away: told once it opens.
    return_behind_lock: Option<Timestamp>,
    inhibition: Inhibition,
    /// The idle source was asked, or is to be asked, at these instants.
    asked_at: Boot,
    ask_at: Boot,
    /// Since when it owes an answer.
    owes_since: Option<Boot>,
    /// The last question asked it to announce input as well.
    asked_to_announce: bool,
    /// The source says by itself when there is input.
    announces: bool,
    /// She is told that she will be Away, as the time without input is almost over.
    almost_idle: bool,
    /// Nothing came from the idle source since the start, or since waking.
    unread: bool,
    /// Readings that failed in a row.
    failures: u32,
    source: Report,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    /// The idle source was not asked yet, or fails.
    Unknown,
    Active,
    /// There is no input since then, and something speaks for her all the same.
    VouchedFor {
        since: Timestamp,
        last_input: Boot,
    },
    Idle {
        since: Timestamp,
        last_input: Boot,
    },
    /// Input is back, but the person wants to be asked first.
    Returned {
        since: Timestamp,
    },
}

#[derive(Clone, Copy, Debug)]
struct Reading {
    at: Boot,
    /// Never later than the true one.
    last_input: Boot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lock {
    Open,
    Locked {
        since: Timestamp,
        /// It was still locked then.
        at: Boot,
        /// Nobody will say when it opens: input shows it.
        unwatched: bool,
    },
}

/// What a reading is measured by.
#[derive(Clone, Copy, Debug)]
pub(super) struct IdleRules {
    pub(super) idle_after: Duration,
    /// How long before she is idle she is to be told; none where she is not.
    pub(super) warning: Option<Duration>,
    pub(super) ask_on_return: bool,
    /// A lock makes her Away.
    pub(super) away_on_lock: bool,
    /// What keeps the screen on speaks for her.
    pub(super) heeds_inhibitors: bool,
}

/// What a reading changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Movement {
    None,
    /// Input came back after an absence that began then.
    Returned {
        since: Timestamp,
    },
}

impl Desk {
    pub(super) fn new(now: Now) -> Self {
        Self {
            presence: Presence::Unknown,
            reading: None,
            lock: Lock::Open,
            return_behind_lock: None,
            inhibition: Inhibition::default(),
            asked_at: now.at(),
            ask_at: now.at(),
            owes_since: None,
            asked_to_announce: false,
            announces: false,
            almost_idle: false,
            unread: true,
            failures: 0,
            source: Report::Untried,
        }
    }

    /// What a session is reported to the server as, in this computer's time.
    pub(super) fn activity(&self, preferences: &Preferences) -> Activity {
        if let Lock::Locked { since, .. } = self.lock
            && preferences.away_on_lock
        {
            return Activity::Locked { since };
        }
        match self.presence {
            Presence::Unknown => Activity::Unknown,
            Presence::Active | Presence::VouchedFor { .. } => Activity::Active,
            Presence::Idle { since, .. } | Presence::Returned { since } => Activity::Idle { since },
        }
    }

    /// Since when there is no input, and what speaks for her meanwhile.
    pub(super) fn vouched_for(&self) -> Option<(Timestamp, &BTreeSet<Inhibitor>)> {
        let Presence::VouchedFor { since, .. } = self.presence else {
            return None;
        };
        Some((since, self.inhibition.by()?))
    }

    /// Whether the idle source has said something since the start or since waking, be it that it fails.
    pub(super) fn was_read(&self) -> bool {
        !self.unread
    }

    /// Whether input that came before this instant is known: it is announced, or was looked for since. Where the source fails,
    /// nothing better is to be had, and behind a lock nobody is there.
    pub(super) fn was_read_since(&self, at: Boot) -> bool {
        let since = |reading: Reading| reading.at >= at;
        self.announces
            || self.failures > 0
            || self.lock != Lock::Open
            || self.reading.is_none_or(since)
    }

    pub(super) fn source(&self) -> &Report {
        &self.source
    }

    /// When the idle source is to be asked next. `needed` is whether a return would show; if it would not, it is looked
    /// for rarely, and just before the facts change by themselves at `change`.
    pub(super) fn ask_at(
        &self,
        preferences: &Preferences,
        rules: &IdleRules,
        needed: bool,
        change: Option<Boot>,
    ) -> Option<Boot> {
        let watched = matches!(
            self.lock,
            Lock::Locked {
                unwatched: false,
                ..
            }
        );
        let returned = matches!(self.presence, Presence::Returned { .. });
        if (watched && preferences.away_on_lock) || (returned && preferences.ask_on_return) {
            return None;
        }
        let absent = self.is_absent();
        let may_announce = self.is_idle() && !self.asked_to_announce;
        if needed || !absent || self.unread || may_announce {
            let warn_at = self.warn_at(rules);
            return Some(warn_at.map_or(self.ask_at, |at| at.min(self.ask_at)));
        }
        let rarely = self.asked_at + WHILE_UNNEEDED;
        let before_change = change
            .and_then(|change| change.checked_sub(&SLACK))
            .filter(|at| *at > self.asked_at);
        let at = before_change.map_or(rarely, |at| at.min(rarely));
        Some(at.max(self.ask_at))
    }

    /// Since when the person was away, while only her own word brings her back: she wants to be asked, or the idle
    /// source cannot see her.
    pub(super) fn awaits_word(&self) -> Option<Timestamp> {
        match self.presence {
            Presence::Returned { since } => Some(since),
            Presence::Idle { since, .. } if self.failures > 1 => Some(since),
            _ => None,
        }
    }

    /// The question is on its way; the answer sets the next instant. Returns whether the source is to announce input, too.
    pub(super) fn asked(&mut self, now: Now) -> bool {
        let owes_since = *self.owes_since.get_or_insert(now.at());
        if now.at() - owes_since >= ANSWER_WITHIN {
            self.unread = false;
            self.could_not_tell(Lack::IdleAnswer, now);
        }
        self.asked_at = now.at();
        self.ask_at = now.at() + ANSWER_WITHIN;
        self.asked_to_announce = self.is_idle() || self.is_vouched_for() || self.almost_idle;
        self.asked_to_announce
    }

    pub(super) fn ask_again(&mut self, now: Now) {
        self.ask_at = now.at();
        self.asked_at = self.asked_at.min(now.at() - WHILE_UNNEEDED);
    }

    /// What was read before counts for nothing: the app stood still meanwhile.
    pub(super) fn read_anew(&mut self, now: Now) {
        self.unread = true;
        self.owes_since = None;
        self.ask_again(now);
    }

    /// Takes a reading in: when the last input was, or why the source could not tell, and whether the next input is
    /// announced by another one.
    pub(super) fn read(
        &mut self,
        source: String,
        last_input: Result<Boot, Lack>,
        announces: bool,
        rules: &IdleRules,
        now: Now,
    ) -> Movement {
        self.unread = false;
        self.owes_since = None;
        self.almost_idle = false;
        let last_input = match last_input {
            Ok(last_input) => last_input,
            Err(why) => {
                self.could_not_tell(why, now);
                return Movement::None;
            }
        };
        self.source = Report::Works(source);
        self.failures = 0;
        self.announces = announces;
        self.open_if_unwatched(last_input);
        self.reading = Some(Reading {
            at: now.at(),
            last_input,
        });

        let away = match self.presence {
            // Another idle time may end an absence without any input; that is no return.
            Presence::Idle {
                last_input: known, ..
            } if last_input <= known + SLACK => None,
            Presence::Idle { since, .. } | Presence::Returned { since } => Some(since),
            Presence::Unknown | Presence::Active | Presence::VouchedFor { .. } => None,
        };
        let vouched_for = rules.heeds_inhibitors
            && self.inhibition.by().is_some()
            && now.at() < Inhibition::ends_at(last_input);
        let has_input = now.at() - last_input < rules.idle_after;
        if vouched_for && !has_input && away.is_none() {
            let since = self.without_input_since(last_input, last_input, now);
            self.presence = Presence::VouchedFor { since, last_input };
            self.ask_at = self.while_vouched_for(last_input, now);
            return Movement::None;
        }
        let last_sign = self.last_sign(last_input, rules);
        if now.at() - last_sign >= rules.idle_after {
            let since = self.without_input_since(last_input, last_sign, now);
            self.presence = Presence::Idle { since, last_input };
            self.inhibition.give_up(last_input);
            self.ask_at = self.until_input(announces, now);
            return Movement::None;
        }
        if has_input && self.lock == Lock::Open {
            self.inhibition.attended(last_input);
        }
        let again = now.at() + WHILE_IDLE;
        let idle_at = (last_sign + rules.idle_after).max(again);
        let warning = rules.warning.filter(|_| !vouched_for);
        self.almost_idle =
            warning.is_some_and(|before| last_sign + rules.idle_after - before <= now.at());
        self.ask_at = if self.is_locked_unwatched() {
            again
        } else if self.almost_idle {
            self.until_input(announces, now).min(idle_at)
        } else {
            idle_at
        };
        self.presence = Presence::Active;
        if let Some(since) = away.filter(|_| rules.ask_on_return) {
            self.presence = Presence::Returned { since };
        }
        let Some(since) = self.return_behind_lock.take().or(away) else {
            return Movement::None;
        };
        if rules.away_on_lock && self.lock != Lock::Open {
            // Whoever touches the mouse before the lock is not back, and does not read what is said behind it.
            self.return_behind_lock = Some(since);
            return Movement::None;
        }
        Movement::Returned { since }
    }

    /// Takes in what keeps the screen on, if anything does, and whether its end is told.
    pub(super) fn inhibited(&mut self, by: BTreeSet<Inhibitor>, announces: bool, now: Now) {
        let muted = match self.presence {
            Presence::Active | Presence::VouchedFor { .. } if self.lock == Lock::Open => None,
            // The first reading says whether anybody is there.
            Presence::Unknown if self.lock == Lock::Open => Some(Boot::MIN),
            _ => Some(now.at()),
        };
        let has_changed = self.inhibition.told(by, announces, muted, now.at());
        if has_changed && (self.is_vouched_for() || self.almost_idle) {
            self.ask_again(now);
        }
    }

    /// Whether she will be idle in a moment, and was to be told.
    pub(super) const fn is_almost_idle(&self) -> bool {
        self.almost_idle
    }

    /// When to ask whether there was still no input, to tell her in time; none where that was asked.
    fn warn_at(&self, rules: &IdleRules) -> Option<Boot> {
        let speaks = rules.heeds_inhibitors && self.inhibition.by().is_some();
        let before = rules
            .warning
            .filter(|_| self.presence == Presence::Active && !speaks)?;
        let last_sign = self.last_sign(self.reading?.last_input, rules);
        let at = last_sign + rules.idle_after - before;
        (at > self.asked_at).then_some(at)
    }

    /// When to ask next while input is waited for: hardly, where it is announced.
    fn until_input(&self, announces: bool, now: Now) -> Boot {
        now.at()
            + match (announces, self.asked_to_announce) {
                (true, _) => WHILE_ANNOUNCED,
                (false, true) => WHILE_IDLE,
                (false, false) => Duration::zero(),
            }
    }

    /// When to ask next while something speaks for her: hardly, and once nothing can any more.
    fn while_vouched_for(&self, last_input: Boot, now: Now) -> Boot {
        if !self.asked_to_announce {
            return now.at();
        }
        let again = now.at() + WHILE_ANNOUNCED;
        again.min(Inhibition::ends_at(last_input))
    }

    /// The last sign of her, as far as is known: the last input, or what spoke for her after it.
    fn last_sign(&self, last_input: Boot, rules: &IdleRules) -> Boot {
        if rules.heeds_inhibitors {
            self.inhibition.last_sign(last_input)
        } else {
            last_input
        }
    }

    /// Since when there is none, which stays as it was fixed for as long as the last input is the same.
    fn without_input_since(&self, last_input: Boot, last_sign: Boot, now: Now) -> Timestamp {
        let is_same = |known: Boot| (last_input - known).abs() < SLACK;
        match self.presence {
            Presence::Idle {
                since,
                last_input: known,
            } if is_same(known) => since,
            Presence::VouchedFor {
                since,
                last_input: known,
            } if is_same(known) && last_sign == last_input => since,
            _ => now.wall_at(last_sign),
        }
    }

    /// The person said that she is back.
    pub(super) fn im_back(&mut self, now: Now) {
        if self.awaits_word().is_some() {
            self.presence = self.present();
        }
        self.return_behind_lock = None;
        self.ask_again(now);
    }

    pub(super) fn locked(&mut self, now: Now) {
        if self.lock == Lock::Open {
            self.inhibition.mute(now.at());
            self.lock = Lock::Locked {
                since: now.wall,
                at: now.at(),
                unwatched: false,
            };
        }
    }

    /// Whether it was locked, so that somebody gave input.
    pub(super) fn unlocked(&mut self, now: Now) -> bool {
        let was_locked = self.lock != Lock::Open;
        self.lock = Lock::Open;
        // Who unlocks is there, also where no reading says so.
        if was_locked && !self.is_away() {
            self.inhibition.unmute();
        }
        if was_locked && self.failures > 0 && self.is_idle() {
            self.presence = Presence::Unknown;
        }
        self.ask_again(now);
        was_locked
    }

    /// Since when she was away, if she came back behind the lock and it has opened now.
    pub(super) fn take_return(&mut self) -> Option<Timestamp> {
        let is_back = self.lock == Lock::Open && !self.is_idle();
        self.return_behind_lock.take_if(|_| is_back)
    }

    /// Whether somebody says when the screen is locked and unlocked.
    pub(super) fn watched(&mut self, watched: bool, now: Now) {
        if let Lock::Locked { at, unwatched, .. } = &mut self.lock {
            if !watched && !*unwatched {
                // Input from before did not open it, or somebody would have said so.
                *at = now.at();
            }
            *unwatched = !watched;
            self.ask_again(now);
        }
    }

    /// The machine slept, at the latest since `asleep_since`, and nobody gave input meanwhile. Whether somebody has since
    /// then is for the next reading to say.
    pub(super) fn woke(&mut self, asleep_since: Boot, rules: &IdleRules, now: Now) {
        self.inhibition.mute(asleep_since);
        let last_input = match (self.presence, self.reading) {
            (Presence::Active | Presence::VouchedFor { .. }, Some(reading))
                if reading.at >= asleep_since =>
            {
                reading.last_input
            }
            // There may have been input after the last reading.
            (Presence::Active | Presence::VouchedFor { .. } | Presence::Unknown, _) => asleep_since,
            (Presence::Idle { .. } | Presence::Returned { .. }, _) => return,
        };
        let last_sign = self.last_sign(last_input, rules);
        if now.at() - last_sign >= rules.idle_after {
            let since = now.wall_at(last_sign);
            self.presence = Presence::Idle { since, last_input };
        }
    }

    /// Another idle time is in force.
    pub(super) fn idle_after_changed(&mut self, now: Now) {
        if !matches!(self.presence, Presence::Unknown | Presence::Returned { .. }) {
            self.ask_again(now);
        }
    }

    /// The wall clock was set by this much.
    pub(super) fn clock_was_set(&mut self, step: TimeDelta) {
        let moved = |at: &mut Timestamp| *at = at.checked_add_signed(step).unwrap_or(*at);
        match &mut self.presence {
            Presence::VouchedFor { since, .. }
            | Presence::Idle { since, .. }
            | Presence::Returned { since } => moved(since),
            Presence::Unknown | Presence::Active => {}
        }
        if let Lock::Locked { since, .. } = &mut self.lock {
            moved(since);
        }
        if let Some(since) = &mut self.return_behind_lock {
            moved(since);
        }
    }

    fn is_absent(&self) -> bool {
        self.is_away() || self.lock != Lock::Open
    }

    const fn is_away(&self) -> bool {
        matches!(
            self.presence,
            Presence::Idle { .. } | Presence::Returned { .. }
        )
    }

    const fn is_vouched_for(&self) -> bool {
        matches!(self.presence, Presence::VouchedFor { .. })
    }

    const fn is_idle(&self) -> bool {
        matches!(self.presence, Presence::Idle { .. })
    }

    fn could_not_tell(&mut self, why: Lack, now: Now) {
        self.source = Report::Missing(why);
        if matches!(
            self.presence,
            Presence::Active | Presence::VouchedFor { .. }
        ) {
            self.presence = Presence::Unknown;
        }
        let wait = if self.failures < MISSING {
            Duration::seconds(1 << self.failures.min(6)).min(WHILE_FAILING)
        } else {
            WHILE_MISSING
        };
        self.failures = self.failures.saturating_add(1);
        self.ask_at = now.at() + wait;
    }

    /// Somebody is there, whatever readings say.
    fn present(&self) -> Presence {
        if self.failures > 0 {
            Presence::Unknown
        } else {
            Presence::Active
        }
    }

    fn open_if_unwatched(&mut self, last_input: Boot) {
        if let Lock::Locked {
            at,
            unwatched: true,
            ..
        } = self.lock
            && last_input > at + SLACK
        {
            self.lock = Lock::Open;
        }
    }

    fn is_locked_unwatched(&self) -> bool {
        matches!(
            self.lock,
            Lock::Locked {
                unwatched: true,
                ..
            }
        )
    }
}
