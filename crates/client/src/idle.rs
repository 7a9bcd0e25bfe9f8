//! The idle source, asked from a thread of its own.

use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use anyhow::Context as _;
use tokio::sync::mpsc;

use crate::{IdleSource, clock, controller::Tick};

/// A small stack: asking a display server or a bus needs little.
const STACK: usize = 256 * 1024;

/// The idle source on a thread of its own, so that one that hangs holds up nobody.
#[derive(Debug)]
pub(crate) struct Watch {
    questions: SyncSender<()>,
}

impl Watch {
    pub(crate) fn start(
        source: Box<dyn IdleSource>,
        ticks: mpsc::Sender<Tick>,
    ) -> anyhow::Result<Self> {
        let (questions, asked) = sync_channel(1);
        thread::Builder::new()
            .name("idle".to_owned())
            .stack_size(STACK)
            .spawn(move || answer(source, &asked, &ticks))
            .context("A thread for the idle time cannot be started")?;
        Ok(Self { questions })
    }

    /// Asks. A question that is still open is enough.
    pub(crate) fn ask(&self) {
        let _ = self.questions.try_send(());
    }
}

fn answer(mut source: Box<dyn IdleSource>, asked: &Receiver<()>, ticks: &mpsc::Sender<Tick>) {
    while asked.recv().is_ok() {
        let asked_at = clock::now();
        let idle = source.idle_for();
        let tick = Tick::Idle {
            source: source.name(),
            last_input: idle.map(|idle| asked_at.last_input(idle, source.counts())),
        };
        if ticks.blocking_send(tick).is_err() {
            return;
        }
    }
}
