//! The app's link to the server, as the app's client is: requests, one stream, and what comes of them.

use bytes::Bytes;
use porchlight_core::agent::{Account, Answer, Failure, Input, Request, StreamEvent, Unreachable};
use porchlight_protocol::{
    ActivityAnswer, AwayAnswer, AwayRequest, ChoiceAnswer, SettingsChange, SignIn, SignedIn,
};

use super::MachineEvent;
use crate::{
    observer::Cause,
    server::Sent,
    time::{Millis, SECOND},
    wire::{Connection, HttpRequest, HttpResponse, Route, event, frames, to_json},
    world::World,
};

/// How long a request may take as a whole, as in the app's client.
const REQUEST: Millis = 10 * SECOND;

#[derive(Debug)]
pub(super) struct ClientStream {
    pub(super) number: u64,
    pub(super) connection: Connection,
    pub(super) opened: bool,
}

#[derive(Debug)]
pub(crate) enum FromServer {
    Sent(Sent),
    Failed(Unreachable),
}

impl World {
    pub(super) fn send(&mut self, machine: usize, number: u64, request: Request) {
        let now = self.now;
        let device = self.machines[machine].plan.name.clone();
        let Some(app) = &mut self.machines[machine].app else {
            return;
        };
        let run = app.run;
        let (route, body) = match &request {
            Request::SignIn(asked) => {
                let body = SignIn {
                    email: asked.email.clone(),
                    password: asked.password.0.clone(),
                    device,
                };
                (Route::SignIn, to_json(&body))
            }
            Request::TryHere => return,
            Request::Choice(choice) => (Route::Choices { sequence: number }, to_json(choice)),
            Request::Schedule { schedule, etag } => (
                Route::Schedule {
                    if_match: etag.clone(),
                },
                to_json(schedule),
            ),
            Request::OwnIdleAfter { seconds, name } => {
                let own_idle_after_seconds = *seconds;
                let name = name.clone();
                (
                    Route::Settings { name },
                    to_json(&SettingsChange {
                        own_idle_after_seconds,
                    }),
                )
            }
            Request::Busy(intervals) => (Route::Busy, to_json(intervals)),
            Request::Activity(activity) => {
                (Route::Activity { sequence: number }, to_json(activity))
            }
            Request::Away {
                office,
                agent,
                reason,
                name,
            } => {
                let body = to_json(&AwayRequest {
                    reason: reason.clone(),
                });
                (
                    Route::Away {
                        office: office.clone(),
                        agent: agent.clone(),
                        name: name.clone(),
                    },
                    body,
                )
            }
            Request::Goodbye | Request::SignOut => {
                let sign_out = request == Request::SignOut;
                let sequence = number;
                (Route::Session { sign_out, sequence }, Bytes::new())
            }
        };
        let token = app.token.clone();
        let connection = self.next_connection();
        let Some(app) = &mut self.machines[machine].app else {
            return;
        };
        app.requests.insert(connection, (number, request));
        self.uplink(machine, connection, HttpRequest { token, route, body });
        self.on_machine(
            machine,
            now + REQUEST,
            MachineEvent::TooLong { run, connection },
        );
    }

    pub(super) fn listen(&mut self, machine: usize, number: u64, last_event_id: Option<String>) {
        let now = self.now;
        self.close_stream(machine);
        let connection = self.next_connection();
        let Some(app) = &mut self.machines[machine].app else {
            return;
        };
        let (run, token) = (app.run, app.token.clone());
        app.stream = Some(ClientStream {
            number,
            connection,
            opened: false,
        });
        app.last_arrival = now;
        let request = HttpRequest {
            token,
            route: Route::Events { last_event_id },
            body: Bytes::new(),
        };
        self.uplink(machine, connection, request);
        self.on_machine(
            machine,
            now + REQUEST,
            MachineEvent::TooLong { run, connection },
        );
    }

    pub(super) fn hang_up(&mut self, machine: usize) {
        self.close_stream(machine);
        let Some(app) = &mut self.machines[machine].app else {
            return;
        };
        let cancelled: Vec<_> = app
            .requests
            .iter()
            .filter(|(_, (_, request))| !matches!(request, Request::SignIn(_) | Request::TryHere))
            .map(|(connection, _)| *connection)
            .collect();
        for connection in &cancelled {
            app.requests.remove(connection);
        }
        for connection in cancelled {
            self.client_closes(machine, connection);
        }
    }

    fn close_stream(&mut self, machine: usize) {
        let stream = self.machines[machine]
            .app
            .as_mut()
            .and_then(|app| app.stream.take());
        if let Some(stream) = stream {
            self.client_closes(machine, stream.connection);
        }
    }

    pub(super) fn receive(&mut self, machine: usize, connection: Connection, sent: FromServer) {
        let now = self.now;
        let Some(app) = &mut self.machines[machine].app else {
            return;
        };
        if let Some((number, request)) = app.requests.remove(&connection) {
            let answer = match sent {
                FromServer::Failed(why) => Err(Failure::Unreachable(why)),
                FromServer::Sent(Sent::Response(response)) => {
                    self.read(machine, &request, &response)
                }
                FromServer::Sent(_) => Err(Failure::Unreachable(Unreachable::NotUnderstood)),
            };
            self.input(machine, Input::Answered { number, answer });
            return;
        }
        let Some(stream) = app
            .stream
            .as_mut()
            .filter(|stream| stream.connection == connection)
        else {
            return;
        };
        let number = stream.number;
        match sent {
            FromServer::Sent(Sent::StreamOpened) => {
                stream.opened = true;
                app.connected_at = Some(now);
                self.input(
                    machine,
                    Input::Stream {
                        stream: number,
                        event: StreamEvent::Opened,
                    },
                );
            }
            FromServer::Sent(Sent::Chunk(parts)) => self.chunk(machine, connection, &parts),
            FromServer::Sent(Sent::End) => {
                self.lost(machine, Failure::Unreachable(Unreachable::Closed));
            }
            FromServer::Failed(why) => self.lost(machine, Failure::Unreachable(why)),
            FromServer::Sent(Sent::Response(response)) => {
                let failure = response
                    .accepted()
                    .err()
                    .unwrap_or(Failure::Unreachable(Unreachable::Closed));
                self.lost(machine, failure);
            }
        }
    }

    fn lost(&mut self, machine: usize, failure: Failure) {
        let stream = self.machines[machine]
            .app
            .as_mut()
            .and_then(|app| app.stream.take());
        if let Some(stream) = stream {
            self.input(
                machine,
                Input::Stream {
                    stream: stream.number,
                    event: StreamEvent::Lost(failure),
                },
            );
        }
    }

    fn chunk(&mut self, machine: usize, connection: Connection, parts: &[Bytes]) {
        let bytes = parts.concat();
        let text = String::from_utf8_lossy(&bytes);
        for frame in frames(&text) {
            if self.stream_of(machine) != Some(connection) {
                return;
            }
            let Some(number) = self.machines[machine]
                .app
                .as_ref()
                .and_then(|app| Some(app.stream.as_ref()?.number))
            else {
                return;
            };
            match event(&frame) {
                Ok(Some(content)) => {
                    let event = StreamEvent::Event {
                        id: frame.id.to_owned(),
                        event: content,
                    };
                    self.input(
                        machine,
                        Input::Stream {
                            stream: number,
                            event,
                        },
                    );
                }
                Ok(None) => {}
                Err(failure) => {
                    self.client_closes(machine, connection);
                    self.lost(machine, failure);
                    return;
                }
            }
        }
    }

    /// Reads an answer as the app's client does.
    pub(crate) fn read(
        &mut self,
        machine: usize,
        request: &Request,
        response: &HttpResponse,
    ) -> Result<Answer, Failure> {
        match request {
            Request::SignIn(asked) => {
                let signed_in: SignedIn = response.read()?;
                let this = &mut self.machines[machine];
                this.disk.token = Some(signed_in.token.clone());
                if let Some(app) = &mut this.app {
                    app.token = Some(signed_in.token);
                }
                let agent = this.plan.agent;
                self.truth(agent, Cause::Started);
                Ok(Answer::SignedIn(Account {
                    server: asked.server.clone(),
                    url: asked.server.clone(),
                    embedded: false,
                    plain_http: false,
                    agent: signed_in.agent.id,
                    email: asked.email.clone(),
                }))
            }
            Request::Choice(_) => response.read::<ChoiceAnswer>().map(Answer::Choice),
            Request::Activity(_) => response.read::<ActivityAnswer>().map(Answer::Activity),
            Request::Away { .. } => response.read::<AwayAnswer>().map(Answer::Away),
            // Nobody here edits a schedule that could be stale.
            Request::Schedule { .. } => response
                .accepted()
                .map(|()| Answer::Schedule { etag: None }),
            Request::OwnIdleAfter { .. }
            | Request::Busy(_)
            | Request::Goodbye
            | Request::SignOut
            | Request::TryHere => response.accepted().map(|()| Answer::Done),
        }
    }

    pub(super) fn stream_of(&self, machine: usize) -> Option<Connection> {
        self.machines[machine]
            .app
            .as_ref()
            .and_then(|app| app.stream.as_ref())
            .map(|stream| stream.connection)
    }
}
