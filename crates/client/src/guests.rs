//! The guests of the socket, as the controller sees them.

use std::{collections::BTreeMap, time::Duration};

use interprocess::local_socket::tokio::Stream;
use porchlight_core::{
    Preview, Why,
    agent::{Refusal, Ticket},
    intent::Done,
    view::View,
};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinSet,
    time::sleep,
};

use crate::{
    controller::Tick,
    socket::{
        GuestKind, ToGuest, VERSION,
        host::{ForGuest, Line, line, serve},
    },
};

/// How long a window may take to show that it is alive.
const ALIVE: Duration = Duration::from_secs(8);
/// Lines that a guest may leave unread before it is let go.
const UNREAD: usize = 64;

#[derive(Debug)]
pub(crate) struct Guests {
    ticks: mpsc::Sender<Tick>,
    views: watch::Sender<Option<Line>>,
    present: BTreeMap<u64, Present>,
    tasks: JoinSet<()>,
    next_guest: u64,
    /// Who asked what, under which number of theirs.
    asks: BTreeMap<Ticket, (u64, u64)>,
    next_ticket: u64,
}

#[derive(Debug)]
struct Present {
    orders: mpsc::Sender<ForGuest>,
    /// Ends its task, whatever that is at; none once it was let go. It is present until the task says that it has left.
    let_go: Option<oneshot::Sender<()>>,
    kind: Option<GuestKind>,
    /// Its process; 0 where that is not known.
    process: u32,
    /// How often it was asked to show that it is alive.
    pings: u64,
    /// It has not shown it since this one of them.
    owes_pong: Option<u64>,
    watches: bool,
}

impl Guests {
    pub(crate) fn new(ticks: mpsc::Sender<Tick>) -> Self {
        Self {
            ticks,
            views: watch::Sender::new(None),
            present: BTreeMap::new(),
            tasks: JoinSet::new(),
            next_guest: 1,
            asks: BTreeMap::new(),
            next_ticket: 1,
        }
    }

    pub(crate) fn arrived(&mut self, stream: Stream) {
        while self.tasks.try_join_next().is_some() {}
        let guest = self.next_guest;
        self.next_guest += 1;
        let (orders, ordered) = mpsc::channel(UNREAD);
        let (let_go, released) = oneshot::channel();
        self.present.insert(
            guest,
            Present {
                orders,
                let_go: Some(let_go),
                kind: None,
                process: 0,
                pings: 0,
                owes_pong: None,
                watches: false,
            },
        );
        self.tasks.spawn(serve(
            guest,
            stream,
            (ordered, released),
            self.views.subscribe(),
            self.ticks.clone(),
        ));
    }

    /// A guest has said who it is. Returns whether it is the window.
    pub(crate) fn introduced(
        &mut self,
        guest: u64,
        (kind, process): (GuestKind, u32),
        watch: bool,
        view: Option<&View>,
    ) -> bool {
        let Some(present) = self.present.get_mut(&guest) else {
            return false;
        };
        present.kind = Some(kind);
        present.process = process;
        present.watches = watch;
        let version = VERSION.to_owned();
        self.order(guest, ForGuest::Line(line(&ToGuest::Hello { version })));
        if watch {
            if let Some(view) = view {
                self.views.send_replace(Some(view_line(view)));
            }
            self.order(guest, ForGuest::Watch);
        }
        kind == GuestKind::Window
    }

    /// A guest has gone. Returns whether that was the window, and there is no other.
    pub(crate) fn left(&mut self, guest: u64) -> bool {
        self.asks.retain(|_, (asker, _)| *asker != guest);
        let left = self.present.remove(&guest);
        if !self.present.values().any(|guest| guest.watches) {
            // A view is large, and nobody will want this one.
            self.views.send_replace(None);
        }
        left.is_some_and(|left| left.kind == Some(GuestKind::Window)) && self.windows().is_empty()
    }

    /// Takes an ask in, to be answered under this ticket.
    pub(crate) fn asked(&mut self, guest: u64, number: u64) -> Ticket {
        let ticket = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.asks.insert(ticket, (guest, number));
        ticket
    }

    pub(crate) fn answer(&mut self, ticket: Ticket, result: Result<Done, Refusal>) {
        if let Some((guest, number)) = self.asks.remove(&ticket) {
            let (done, refused) = match result {
                Ok(done) => (done, None),
                Err(refusal) => (Done::default(), Some(refusal)),
            };
            let answer = ToGuest::Answer {
                number,
                refused,
                done,
            };
            self.order(guest, ForGuest::Line(line(&answer)));
        }
    }

    /// Answers a guest who asked for a preview.
    pub(crate) fn answer_preview(
        &mut self,
        guest: u64,
        number: u64,
        preview: Result<Preview, Refusal>,
    ) {
        let answer = match preview {
            Ok(preview) => ToGuest::Preview {
                number,
                preview: Box::new(preview),
            },
            Err(refusal) => refused(number, refusal),
        };
        self.order(guest, ForGuest::Line(line(&answer)));
    }

    /// Answers a guest who asked why.
    pub(crate) fn answer_why(&mut self, guest: u64, number: u64, why: Result<Why, Refusal>) {
        let answer = match why {
            Ok(why) => ToGuest::Why {
                number,
                why: Box::new(why),
            },
            Err(refusal) => refused(number, refusal),
        };
        self.order(guest, ForGuest::Line(line(&answer)));
    }

    /// Shows a view to one guest.
    pub(crate) fn show_to(&mut self, guest: u64, view: &View) {
        self.order(guest, ForGuest::Line(view_line(view)));
    }

    /// Shows a view to all who watch.
    pub(crate) fn show(&self, view: &View) {
        if self.present.values().any(|guest| guest.watches) {
            self.views.send_replace(Some(view_line(view)));
        }
    }

    /// Tells the windows something that has to be seen at once. One that does not show that it is alive is told of
    /// after a while by a [`Tick::WindowSilent`].
    pub(crate) fn tell_windows(&mut self, message: &ToGuest) {
        let lines = [line(&ToGuest::Ping), line(message)];
        for window in self.windows() {
            for line in lines.clone() {
                self.order(window, ForGuest::Line(line));
            }
            let Some(present) = self.present.get_mut(&window) else {
                continue;
            };
            present.pings += 1;
            if present.owes_pong.is_none() {
                let (ticks, ping) = (self.ticks.clone(), present.pings);
                present.owes_pong = Some(ping);
                tokio::spawn(async move {
                    sleep(ALIVE).await;
                    let guest = window;
                    // When the loop has ended, nobody waits for this.
                    let _ = ticks.send(Tick::WindowSilent { guest, ping }).await;
                });
            }
        }
    }

    /// A window has shown that it is alive.
    pub(crate) fn ponged(&mut self, guest: u64) {
        if let Some(present) = self.present.get_mut(&guest) {
            present.owes_pong = None;
        }
    }

    /// The process of a window that hangs, which is let go: its time since this ping is over, and it has neither answered nor
    /// left. What it was asked later has its own time.
    pub(crate) fn given_up(&mut self, guest: u64, ping: u64) -> Option<u32> {
        let present = self.present.get_mut(&guest)?;
        if present.owes_pong != Some(ping) {
            return None;
        }
        tracing::warn!(guest, "the window hangs");
        if let Some(let_go) = present.let_go.take() {
            // Its task may have ended by itself.
            let _ = let_go.send(());
        }
        Some(present.process)
    }

    /// Writes what is still to be written, and lets everybody go.
    pub(crate) async fn dismiss(mut self) {
        self.present.clear();
        while self.tasks.join_next().await.is_some() {}
    }

    fn windows(&self) -> Vec<u64> {
        let windows = self
            .present
            .iter()
            .filter(|(_, guest)| guest.kind == Some(GuestKind::Window) && guest.let_go.is_some());
        windows.map(|(id, _)| *id).collect()
    }

    /// A guest that reads nothing is let go: it must not hold up anybody, nor fill the memory.
    fn order(&mut self, guest: u64, order: ForGuest) {
        let Some(present) = self.present.get_mut(&guest) else {
            return;
        };
        if present.orders.try_send(order).is_err()
            && let Some(let_go) = present.let_go.take()
        {
            tracing::warn!(guest, "a guest does not read what it is told");
            // Its task may have ended by itself.
            let _ = let_go.send(());
        }
    }
}

fn refused(number: u64, refusal: Refusal) -> ToGuest {
    ToGuest::Answer {
        number,
        refused: Some(refusal),
        done: Done::default(),
    }
}

fn view_line(view: &View) -> Line {
    line(&ToGuest::View {
        view: Box::new(view.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_time_of_a_ping_that_was_answered_is_not_that_of_the_next() {
        let (ticks, _ticked) = mpsc::channel(8);
        let mut guests = Guests::new(ticks);
        let (orders, _ordered) = mpsc::channel(UNREAD);
        let (let_go, _released) = oneshot::channel();
        let window = Present {
            orders,
            let_go: Some(let_go),
            kind: Some(GuestKind::Window),
            process: 7,
            pings: 0,
            owes_pong: None,
            watches: false,
        };
        guests.present.insert(1, window);

        guests.tell_windows(&ToGuest::Raise);
        guests.ponged(1);
        guests.tell_windows(&ToGuest::Raise);
        assert_eq!(guests.given_up(1, 1), None, "it has only just been asked");
        assert_eq!(guests.given_up(1, 2), Some(7));
    }
}
