//! The idle source, asked from a thread of its own.

use std::{
    sync::{
        Arc, Weak,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use anyhow::Context as _;
use tokio::sync::mpsc;

use crate::{IdleSource, clock, controller::Tick};

/// A small stack: asking a display server or a bus needs little.
const STACK: usize = 256 * 1024;
/// How many calls may wait; one more would bring nothing new.
const CALLS: usize = 4;

/// Rung by an idle source when there is input that it was to announce. It may be rung from any thread, and once too often:
/// the source is asked then, and what it says counts.
#[derive(Clone, Debug)]
pub struct Bell(Weak<SyncSender<Call>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Question { announce: bool },
    Rung,
}

impl Bell {
    pub fn ring(&self) {
        if let Some(calls) = self.0.upgrade() {
            let _ = calls.try_send(Call::Rung);
        }
    }
}

/// The idle source on a thread of its own, so that one that hangs holds up nobody.
#[derive(Debug)]
pub(crate) struct Watch {
    // The only strong one: the thread ends with it.
    calls: Arc<SyncSender<Call>>,
}

impl Watch {
    pub(crate) fn start(
        source: Box<dyn IdleSource>,
        ticks: mpsc::Sender<Tick>,
    ) -> anyhow::Result<Self> {
        let (calls, called) = sync_channel(CALLS);
        let calls = Arc::new(calls);
        let bell = Bell(Arc::downgrade(&calls));
        thread::Builder::new()
            .name("idle".to_owned())
            .stack_size(STACK)
            .spawn(move || answer(source, &called, &bell, &ticks))
            .context("A thread for the idle time cannot be started")?;
        Ok(Self { calls })
    }

    /// Asks, and has the next input announced.
    pub(crate) fn ask(&self, announce: bool) {
        let _ = self.calls.try_send(Call::Question { announce });
    }
}

fn answer(
    mut source: Box<dyn IdleSource>,
    called: &Receiver<Call>,
    bell: &Bell,
    ticks: &mpsc::Sender<Tick>,
) {
    while let Ok(call) = called.recv() {
        // Before it is read: what comes in between is in the reading, or rings.
        let announces = call == Call::Question { announce: true } && source.announce_input(bell);
        if let Some(inhibitors) = source.inhibitors()
            && ticks.blocking_send(Tick::Inhibitors(inhibitors)).is_err()
        {
            return;
        }
        let asked_at = clock::now();
        let idle = source.idle_for();
        let tick = Tick::Idle {
            source: source.name(),
            last_input: idle.map(|idle| asked_at.last_input(idle, source.counts())),
            announces,
        };
        if ticks.blocking_send(tick).is_err() {
            return;
        }
    }
}
