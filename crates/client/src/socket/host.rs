//! The resident's end of the socket: one task a guest.

use std::sync::Arc;

use interprocess::local_socket::tokio::{Stream, prelude::*};
use porchlight_core::intent::Done;
use serde::Deserialize;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    sync::{mpsc, oneshot, watch},
};

use super::{Claim, Refusal, ToGuest, ToResident};
use crate::controller::Tick;

/// A line, ready for the wire, and shared by all the guests it goes to.
pub(crate) type Line = Arc<[u8]>;

/// What a guest's task tells the controller.
#[derive(Debug)]
pub(crate) enum FromGuest {
    /// Somebody has connected. The controller starts the task.
    Arrived(Stream),
    Said {
        guest: u64,
        line: ToResident,
    },
    Left {
        guest: u64,
    },
}

/// Accepts guests for as long as the controller listens. The claim is given back by whoever ends this, or takes it.
pub(crate) async fn accept(claim: Claim, ticks: mpsc::Sender<Tick>) -> Claim {
    loop {
        match claim.listener.accept().await {
            Ok(stream) => {
                if ticks
                    .send(Tick::Guest(FromGuest::Arrived(stream)))
                    .await
                    .is_err()
                {
                    return claim;
                }
            }
            Err(error) => {
                // Out of file descriptors, most likely; those who wait are accepted once there are some.
                tracing::warn!(%error, "a guest could not be accepted");
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            }
        }
    }
}

/// What the controller tells a guest's task.
#[derive(Debug)]
pub(crate) enum ForGuest {
    /// Write this, too.
    Line(Line),
    /// Write the latest view, now and whenever there is a newer one.
    Watch,
}

/// Serves a guest until either side ends, or it is let go. In either case it has left, and that is said last.
pub(crate) async fn serve(
    guest: u64,
    stream: Stream,
    (orders, released): (mpsc::Receiver<ForGuest>, oneshot::Receiver<()>),
    views: watch::Receiver<Option<Line>>,
    ticks: mpsc::Sender<Tick>,
) {
    tokio::select! {
        () = converse(guest, stream, orders, views, &ticks) => {}
        // Also in the middle of a line that it does not read.
        Ok(()) = released => {}
    }
    // The receiver is gone when the app ends.
    let _ = ticks.send(Tick::Guest(FromGuest::Left { guest })).await;
}

async fn converse(
    guest: u64,
    stream: Stream,
    mut orders: mpsc::Receiver<ForGuest>,
    mut views: watch::Receiver<Option<Line>>,
    ticks: &mpsc::Sender<Tick>,
) {
    let mut lines = BufReader::new(&stream).lines();
    let mut watches = false;
    loop {
        tokio::select! {
            // A view goes before the answer that came of the same input.
            biased;
            changed = views.changed(), if watches => match changed {
                Ok(()) => {
                    let line = views.borrow_and_update().clone();
                    if let Some(line) = line
                        && write(&stream, &line).await.is_err()
                    {
                        break;
                    }
                }
                Err(_) => watches = false,
            },
            order = orders.recv() => match order {
                Some(ForGuest::Watch) => {
                    watches = true;
                    views.mark_changed();
                }
                Some(ForGuest::Line(line)) => {
                    if write(&stream, &line).await.is_err() {
                        break;
                    }
                }
                None => break,
            },
            line = lines.next_line() => match line {
                Ok(Some(line)) => {
                    let Ok(line) = serde_json::from_str(&line) else {
                        // Not the line itself: it may hold a password.
                        tracing::warn!("a guest said something that this version does not understand");
                        if let Some(refusal) = not_understood(&line)
                            && write(&stream, &refusal).await.is_err()
                        {
                            break;
                        }
                        continue;
                    };
                    if ticks.send(Tick::Guest(FromGuest::Said { guest, line })).await.is_err() {
                        break;
                    }
                }
                Ok(None) | Err(_) => break,
            },
        }
    }
}

/// The answer to a line of a newer version, if it waits for one.
fn not_understood(line: &str) -> Option<Line> {
    #[derive(Deserialize)]
    struct Numbered {
        number: u64,
    }
    let Numbered { number } = serde_json::from_str(line).ok()?;
    let refusal = Refusal::new(
        "not_understood",
        "Porchlight was updated: quit it and start it again.",
    );
    Some(self::line(&ToGuest::Answer {
        number,
        refused: Some(refusal),
        done: Done::default(),
    }))
}

/// A line for the wire.
pub(crate) fn line(message: &ToGuest) -> Line {
    let mut text = serde_json::to_vec(message).unwrap_or_default();
    text.push(b'\n');
    text.into()
}

async fn write(stream: &Stream, line: &[u8]) -> std::io::Result<()> {
    let mut stream = stream;
    stream.write_all(line).await?;
    stream.flush().await
}
