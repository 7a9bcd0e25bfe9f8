//! A customer's page: it shows what its stream says, and nothing while it has none.

use porchlight_protocol::{OfficeId, PublicOffice};

use crate::{
    server::{Arrival, Peer, Sent},
    time::{Millis, SECOND},
    wire::{Connection, HttpRequest, Route, frames},
    world::{Event, World},
};

/// How soon a browser tries again.
const AGAIN: Millis = 3 * SECOND;

#[derive(Debug)]
pub(crate) struct Page {
    pub office: OfficeId,
    pub connection: Option<Connection>,
    /// What it shows; none is "unknown", which customers read as offline.
    pub shown: Option<PublicOffice>,
    last_arrival: Millis,
}

impl Page {
    pub(crate) fn new(office: OfficeId) -> Self {
        Self {
            office,
            connection: None,
            shown: None,
            last_arrival: 0,
        }
    }
}

impl World {
    pub(crate) fn page_connects(&mut self, page: usize) {
        if self.pages[page].connection.is_some() {
            return;
        }
        let connection = self.next_connection();
        let office = self.pages[page].office.clone();
        self.pages[page].connection = Some(connection);
        let request = HttpRequest {
            token: None,
            route: Route::Page { office },
            body: bytes::Bytes::new(),
        };
        let peer = Peer::Page { page };
        self.at(
            self.now + 20,
            Event::Arrives(Arrival::Request {
                connection,
                peer,
                request,
            }),
        );
    }

    /// Something on its way down to a page.
    pub(crate) fn page_downlink(&mut self, page: usize, connection: Connection, sent: Sent) {
        let this = &mut self.pages[page];
        let at = (self.now + 20).max(this.last_arrival + 1);
        this.last_arrival = at;
        self.at(
            at,
            Event::Page {
                page,
                connection,
                sent: Some(sent),
            },
        );
    }

    pub(crate) fn on_page_event(
        &mut self,
        page: usize,
        connection: Connection,
        sent: Option<Sent>,
    ) {
        if self.pages[page].connection != Some(connection) {
            return;
        }
        match sent {
            Some(Sent::StreamOpened) => {}
            Some(Sent::Chunk(parts)) => {
                let bytes = parts.concat();
                let text = String::from_utf8_lossy(&bytes);
                for frame in frames(&text).filter(|frame| frame.name == "office") {
                    self.pages[page].shown = serde_json::from_str(frame.data).ok();
                }
            }
            Some(Sent::Response(_) | Sent::End) | None => {
                self.pages[page].connection = None;
                self.pages[page].shown = None;
                self.at(self.now + AGAIN, Event::PageConnects { page });
            }
        }
    }
}
