//! The network between a machine and the server: what passes, when, and what becomes of connections.

use porchlight_core::agent::Unreachable;
use rand::Rng as _;

use super::{FromServer, MachineEvent};
use crate::{
    script::PathTrouble,
    server::{Arrival, Peer, Sent},
    time::{MINUTE, Millis, SECOND},
    wire::{Connection, HttpRequest, HttpResponse},
    world::{Event, World},
};

/// Three keep-alives in silence, as in the app's client.
const SILENCE: Millis = 45 * SECOND;
pub(super) const KEEP_ALIVE: Millis = 15 * SECOND;
/// What a machine's kernel has taken over it sends once a network is back that was silent for no longer than this.
const KERNEL_KEEPS: Millis = 30 * SECOND;
/// How long a server's kernel goes on sending to a machine that is silent.
const RETRANSMISSION: Millis = 15 * MINUTE;

impl World {
    /// A request on its way up.
    pub(super) fn uplink(&mut self, machine: usize, connection: Connection, request: HttpRequest) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let Some(run) = this.app.as_ref().map(|app| app.run) else {
            return;
        };
        let delay = this.delay();
        if delay > this.plan.delay.1 {
            self.observer
                .excuses
                .resent(this.plan.agent, now, now + delay);
        }
        let peer = Peer::App { machine, run };
        let instead = |sent| MachineEvent::FromServer {
            run,
            connection,
            sent,
        };
        match this.path {
            Some((PathTrouble::Cut, _)) => {
                self.on_machine(
                    machine,
                    now + 5,
                    instead(FromServer::Failed(Unreachable::Network)),
                );
            }
            Some((PathTrouble::HalfOpen, until)) => {
                // What the kernel has taken over it may deliver much later.
                let kept = until - this.path_since < KERNEL_KEEPS && this.dice.random_bool(0.5);
                if kept {
                    self.at(
                        until + delay,
                        Event::Arrives(Arrival::Request {
                            connection,
                            peer,
                            request,
                        }),
                    );
                }
            }
            Some((PathTrouble::Intercepted(interceptor), _)) => {
                let sent = match HttpResponse::instead(interceptor) {
                    Ok(response) => FromServer::Sent(Sent::Response(response)),
                    Err(why) => FromServer::Failed(why),
                };
                self.on_machine(machine, now + delay, instead(sent));
            }
            Some((
                PathTrouble::AnswersLost
                | PathTrouble::Repeats(_)
                | PathTrouble::Buffered(_)
                | PathTrouble::LateHeartbeats(_)
                | PathTrouble::Slow,
                _,
            ))
            | None => {
                let held = this.held_back(&request.route);
                if let Some(later) = this.repeated(&request.route) {
                    let request = request.clone();
                    self.at(
                        now + delay + later,
                        Event::Arrives(Arrival::Request {
                            connection,
                            peer,
                            request,
                        }),
                    );
                }
                self.at(
                    now + delay + held,
                    Event::Arrives(Arrival::Request {
                        connection,
                        peer,
                        request,
                    }),
                );
            }
        }
    }

    /// Something on its way down to a machine.
    pub(crate) fn downlink(
        &mut self,
        machine: usize,
        run: u32,
        connection: Connection,
        sent: Sent,
    ) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let mut at = now + this.delay();
        match this.path {
            Some((PathTrouble::Cut, _)) => return,
            Some((PathTrouble::HalfOpen, until)) => at = until + this.delay(),
            Some((PathTrouble::AnswersLost, _))
                if matches!(sent, Sent::Response(_)) && this.dice.random_bool(0.5) =>
            {
                return;
            }
            Some((PathTrouble::Buffered(held), _)) if !matches!(sent, Sent::Response(_)) => {
                at += this.dice.random_range(0..=held);
            }
            _ => {}
        }
        if let Some(app) = this.app.as_mut().filter(|app| {
            let stream = app.stream.as_ref();
            stream.is_some_and(|stream| stream.connection == connection)
        }) {
            // A stream keeps its order.
            at = at.max(app.last_arrival + 1);
            app.last_arrival = at;
        }
        self.on_machine(
            machine,
            at,
            MachineEvent::FromServer {
                run,
                connection,
                sent: FromServer::Sent(sent),
            },
        );
    }

    /// A client closes a connection; the server's kernel learns of it, if it can.
    pub(super) fn client_closes(&mut self, machine: usize, connection: Connection) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let at = match this.path {
            Some((PathTrouble::HalfOpen, until)) => until + this.delay(),
            _ => now + this.delay(),
        };
        self.at(at, Event::Arrives(Arrival::Closed { connection }));
    }

    /// The network breaks all connections of a machine, and both ends are told.
    pub(crate) fn reset_connections(&mut self, machine: usize) {
        let now = self.now;
        if let Some(app) = &self.machines[machine].app {
            let run = app.run;
            let stream = app.stream.as_ref().map(|stream| stream.connection);
            let connections: Vec<_> = app.requests.keys().copied().chain(stream).collect();
            for connection in connections {
                let sent = FromServer::Failed(Unreachable::Broken);
                self.on_machine(
                    machine,
                    now + 1,
                    MachineEvent::FromServer {
                        run,
                        connection,
                        sent,
                    },
                );
            }
        }
        for connection in self.connections_of(machine) {
            self.at(now + 20, Event::Arrives(Arrival::Closed { connection }));
        }
    }

    /// The app notices in a while that its stream is silent, if it still is then.
    pub(crate) fn watch_silence(&mut self, machine: usize) {
        let now = self.now;
        let Some(connection) = self.stream_of(machine) else {
            return;
        };
        let Some(run) = self.machines[machine].app.as_ref().map(|app| app.run) else {
            return;
        };
        let heard = now - self.machines[machine].dice.random_range(0..KEEP_ALIVE);
        self.on_machine(
            machine,
            heard + SILENCE,
            MachineEvent::Silent { run, connection },
        );
    }

    /// The server's process is gone; its kernel says so to those whom it can reach.
    pub(crate) fn server_resets(&mut self, machine: usize) {
        let now = self.now;
        let this = &mut self.machines[machine];
        let delay = this.delay();
        let at = match this.path {
            Some((PathTrouble::HalfOpen, until)) => until + delay,
            _ => now + delay,
        };
        let Some(app) = &this.app else { return };
        let run = app.run;
        let stream = app.stream.as_ref().map(|stream| stream.connection);
        let connections: Vec<_> = app.requests.keys().copied().chain(stream).collect();
        for connection in connections {
            let sent = FromServer::Failed(Unreachable::Broken);
            self.on_machine(
                machine,
                at,
                MachineEvent::FromServer {
                    run,
                    connection,
                    sent,
                },
            );
        }
    }

    /// Nothing listens where the server was.
    pub(crate) fn refuse_connection(&mut self, machine: usize, run: u32, connection: Connection) {
        let at = self.now + self.machines[machine].delay();
        let sent = FromServer::Failed(Unreachable::ConnectionRefused);
        self.on_machine(
            machine,
            at,
            MachineEvent::FromServer {
                run,
                connection,
                sent,
            },
        );
    }

    pub(super) fn connections_die(&mut self, machine: usize) {
        let now = self.now;
        for connection in self.connections_of(machine) {
            self.at(
                now + RETRANSMISSION,
                Event::Dies {
                    machine,
                    connection,
                },
            );
        }
    }

    pub(super) fn connections_of(&self, machine: usize) -> Vec<Connection> {
        let streams = self
            .server
            .process
            .iter()
            .flat_map(|process| &process.streams);
        let own = streams.filter(
            |(_, reader)| matches!(reader.peer, Peer::App { machine: of, .. } if of == machine),
        );
        own.map(|(connection, _)| *connection).collect()
    }
}
