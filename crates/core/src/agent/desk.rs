use chrono::{Duration, TimeDelta};
use porchlight_protocol::{Activity, Timestamp};

use crate::{intent::Preferences, view::Report};

/// How often the idle source is asked while idle, so that a return is seen within two seconds.
const WHILE_IDLE: Duration = Duration::seconds(1);
/// How often a failing idle source is tried again.
const WHILE_FAILING: Duration = Duration::seconds(60);
/// Readings of the same last input may differ by this much.
const SLACK: Duration = Duration::seconds(2);

/// What is known of the person at this computer. All instants are of this computer's own clock.
#[derive(Clone, Debug)]
pub(super) struct Desk {
    presence: Presence,
    last_input: Option<Timestamp>,
    locked_since: Option<Timestamp>,
    /// Set until input is seen after waking: a reading may leave the time asleep out.
    woke_at: Option<Timestamp>,
    ask_at: Option<Timestamp>,
    /// Nothing was heard from the idle source since the start, or since waking.
    unread: bool,
    source: Report,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    /// The idle source was not asked yet, or fails.
    Unknown,
    Active,
    Idle {
        since: Timestamp,
    },
    /// Input is back, but the person wants to be asked first.
    Returned {
        since: Timestamp,
    },
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
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            presence: Presence::Unknown,
            last_input: None,
            locked_since: None,
            woke_at: None,
            ask_at: Some(now),
            unread: true,
            source: Report::Untried,
        }
    }

    /// What a session would be told to the server as, in this computer's time.
    pub(super) fn activity(&self, preferences: &Preferences) -> Activity {
        if let Some(since) = self.locked_since.filter(|_| preferences.away_on_lock) {
            return Activity::Locked { since };
        }
        match self.presence {
            Presence::Unknown => Activity::Unknown,
            Presence::Active => Activity::Active,
            Presence::Idle { since } | Presence::Returned { since } => Activity::Idle { since },
        }
    }

    /// Whether the idle source has said something since the start or since waking, be it that it fails.
    pub(super) fn was_read(&self) -> bool {
        !self.unread
    }

    pub(super) fn source(&self) -> &Report {
        &self.source
    }

    /// When the idle source is to be asked next.
    pub(super) fn ask_at(&self, preferences: &Preferences) -> Option<Timestamp> {
        let locked = self.locked_since.is_some() && preferences.away_on_lock;
        let asked = self.awaits_word().is_some() && preferences.ask_on_return;
        let resting = locked || asked;
        self.ask_at.filter(|_| !resting)
    }

    /// Since when the person was away, while input is back and she is asked whether she is.
    pub(super) fn awaits_word(&self) -> Option<Timestamp> {
        match self.presence {
            Presence::Returned { since } => Some(since),
            _ => None,
        }
    }

    /// The question is on its way; the answer sets the next instant.
    pub(super) fn asked(&mut self, now: Timestamp) {
        self.ask_at = Some(now + WHILE_FAILING);
    }

    pub(super) fn ask_again(&mut self, now: Timestamp) {
        self.ask_at = Some(now);
    }

    /// Takes a reading in.
    pub(super) fn read(
        &mut self,
        source: String,
        idle: Result<std::time::Duration, String>,
        idle_after: Duration,
        ask_on_return: bool,
        now: Timestamp,
    ) -> Movement {
        self.unread = false;
        let idle = match idle {
            Ok(idle) => TimeDelta::from_std(idle)
                .unwrap_or(TimeDelta::MAX)
                .min(Duration::days(400)),
            Err(why) => {
                self.source = Report::Missing(why);
                self.presence = Presence::Unknown;
                self.last_input = None;
                self.ask_at = Some(now + WHILE_FAILING);
                return Movement::None;
            }
        };
        self.source = Report::Works(source);
        let last_input = self.last_input_after(idle, now);
        self.last_input = Some(last_input);

        let away_since = match self.presence {
            Presence::Idle { since } | Presence::Returned { since } => Some(since),
            Presence::Unknown | Presence::Active => None,
        };
        if now - last_input >= idle_after {
            let since = away_since
                .filter(|since| (last_input - *since).abs() < SLACK)
                .unwrap_or(last_input);
            self.presence = Presence::Idle { since };
            self.ask_at = Some(now + WHILE_IDLE);
            return Movement::None;
        }
        self.ask_at = Some((last_input + idle_after).max(now + WHILE_IDLE));
        match away_since {
            Some(since) if ask_on_return => {
                self.presence = Presence::Returned { since };
                Movement::Returned { since }
            }
            Some(since) => {
                self.presence = Presence::Active;
                Movement::Returned { since }
            }
            None => {
                self.presence = Presence::Active;
                Movement::None
            }
        }
    }

    /// The person said that she is back.
    pub(super) fn im_back(&mut self, now: Timestamp) {
        if self.awaits_word().is_some() {
            self.presence = Presence::Active;
        }
        self.ask_at = Some(now);
    }

    pub(super) fn locked(&mut self, now: Timestamp) {
        self.locked_since.get_or_insert(now);
    }

    pub(super) fn unlocked(&mut self, now: Timestamp) {
        self.locked_since = None;
        self.ask_at = Some(now);
    }

    /// The machine slept: nobody gave input meanwhile, and whether somebody has since then is asked at once.
    pub(super) fn woke(&mut self, idle_after: Duration, now: Timestamp) {
        self.unread = true;
        self.woke_at = Some(now);
        self.ask_at = Some(now);
        if let (Presence::Active, Some(last_input)) = (self.presence, self.last_input)
            && now - last_input >= idle_after
        {
            self.presence = Presence::Idle { since: last_input };
        }
    }

    /// Another idle time is in force.
    pub(super) fn idle_after_changed(&mut self, now: Timestamp) {
        if matches!(self.presence, Presence::Active | Presence::Idle { .. }) {
            self.ask_at = Some(now);
        }
    }

    fn last_input_after(&mut self, idle: Duration, now: Timestamp) -> Timestamp {
        let read = now - idle;
        let Some(woke_at) = self.woke_at else {
            return read;
        };
        if idle <= (now - woke_at) + SLACK {
            self.woke_at = None;
            return read;
        }
        // No input since waking. Some sources leave the time asleep out, so what was known before may be older.
        self.last_input.map_or(read, |known| known.min(read))
    }
}
