//! What is done about lock, sleep and the end of the session where the system tells of them by calls, whose return it
//! waits for. On Linux it tells by signals, and waits for an inhibitor.

use std::{cell::Cell, time::Duration};

use porchlight_client::Happening;
use porchlight_core::intent::Intent;
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
    time::timeout,
};

/// What the system tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// Locked; or somebody else sits before the screen, or nobody does.
    Locked,
    Unlocked,
    /// Somebody is before the screen again, who may have to unlock it first.
    Connected,
    /// About to sleep.
    Leaving,
    Woke,
    /// The session ends now: whoever might have objected did not.
    Ending,
    /// The clock or the time zone was set.
    ClockSet,
}

/// How long a goodbye may take before the system goes on without an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    pub(super) sleep: Duration,
    pub(super) end: Duration,
}

/// Hands on what happened. It lives on the thread that the system calls, which waits where the system has to wait.
#[derive(Debug)]
pub(super) struct Listener {
    happenings: mpsc::Sender<Happening>,
    runtime: Handle,
    asleep: Cell<bool>,
    is_locked: fn() -> Option<bool>,
    patience: Patience,
}

impl Listener {
    /// `is_locked` says how it is at this moment; none where the system does not. Call it inside a tokio runtime.
    pub(super) fn new(
        happenings: mpsc::Sender<Happening>,
        is_locked: fn() -> Option<bool>,
        patience: Patience,
    ) -> Self {
        Self {
            happenings,
            runtime: Handle::current(),
            asleep: Cell::new(false),
            is_locked,
            patience,
        }
    }

    /// The system tells of everything from now on, under this name in Diagnostics.
    pub(super) fn start(&self, name: &str) {
        // Before it is said that this is watched: until then, input may open the lock.
        self.on(if (self.is_locked)() == Some(true) {
            Event::Locked
        } else {
            Event::Unlocked
        });
        self.send(Happening::SessionWatch(Ok(name.to_owned())));
    }

    /// Returns once the system may go on.
    pub(super) fn on(&self, event: Event) {
        tracing::info!(?event, "the session");
        match event {
            Event::Locked => self.send(Happening::Locked),
            Event::Unlocked => self.send(Happening::Unlocked),
            Event::Connected if (self.is_locked)() == Some(false) => {
                self.send(Happening::Unlocked);
            }
            Event::Leaving => self.leave(self.patience.sleep),
            Event::Woke if self.asleep.replace(false) => {
                self.send(Happening::Woke);
                self.send_zone();
            }
            Event::Connected | Event::Woke => {}
            Event::Ending => {
                self.leave(self.patience.end);
                self.send(Happening::Intent(Intent::Quit));
            }
            Event::ClockSet => self.send_zone(),
        }
    }

    /// Waits until goodbye is said, but not longer than the system does.
    fn leave(&self, patience: Duration) {
        if self.asleep.replace(true) {
            return;
        }
        let (ready, goodbye) = oneshot::channel();
        self.send(Happening::Sleeping(ready));
        let waited = self
            .runtime
            .block_on(async { timeout(patience, goodbye).await });
        if waited.is_err() {
            tracing::warn!("there was no time for a goodbye");
        }
    }

    fn send_zone(&self) {
        self.send(Happening::Zone(porchlight_client::zone(None)));
    }

    /// Nobody takes it once the app has ended.
    fn send(&self, happening: Happening) {
        let _ = self.happenings.blocking_send(happening);
    }
}
