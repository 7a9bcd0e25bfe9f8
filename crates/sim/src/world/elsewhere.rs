//! Clients that sign in and say nothing of their person.

use porchlight_protocol::{SignIn, SignedIn};

use super::World;
use super::event::Event;
use crate::{
    server::{Arrival, Peer, Sent},
    time::MINUTE,
    wire::{Connection, HttpRequest, Route, to_json},
    world::say,
};

impl World {
    pub(super) fn sign_in_elsewhere(&mut self, agent: usize) {
        say!(self, "{} signs in elsewhere", self.script.agents[agent].id);
        let connection = self.next_connection();
        let body = SignIn {
            email: email(self.script.agents[agent].id.as_str()),
            password: "secret".to_owned(),
            device: "elsewhere".to_owned(),
        };
        let request = HttpRequest {
            token: None,
            route: Route::SignIn,
            body: to_json(&body),
        };
        self.at(
            self.now + 20,
            Event::Arrives(Arrival::Request {
                connection,
                peer: Peer::Elsewhere { agent },
                request,
            }),
        );
    }

    pub(super) fn elsewhere(&mut self, agent: usize, connection: Connection, sent: &Sent) {
        match sent {
            Sent::Response(response) => {
                let Ok(SignedIn { token, .. }) = response.read::<SignedIn>() else {
                    return;
                };
                let connection = self.next_connection();
                let request = HttpRequest {
                    token: Some(token),
                    route: Route::Events {
                        last_event_id: None,
                    },
                    body: bytes::Bytes::new(),
                };
                self.at(
                    self.now + 20,
                    Event::Arrives(Arrival::Request {
                        connection,
                        peer: Peer::Elsewhere { agent },
                        request,
                    }),
                );
            }
            Sent::StreamOpened => self.at(
                self.now + 10 * MINUTE,
                Event::ElsewhereLeaves { connection },
            ),
            Sent::Chunk(_) | Sent::End => {}
        }
    }
}

/// An agent's address.
pub(crate) fn email(agent: &str) -> String {
    format!("{agent}@campus.example")
}
