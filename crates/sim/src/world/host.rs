//! The server's host: the process starts, stands still, is killed, and takes its turns.

use porchlight_campus::records::Key;
use rand::Rng as _;

use super::World;
use super::event::Event;
use crate::{
    mutation::Mutation,
    observer::{Cause, Trouble},
    server::{Arrival, Peer, Process, Sent, Turn},
    time::{Clock, Millis, SECOND},
    wire::Connection,
    world::say,
};

/// The server's host.
pub(crate) struct Server {
    pub process: Option<Process>,
    pub frozen: bool,
    pub clock: Clock,
    pub(super) run: u32,
    pub(super) timer: u64,
    /// The host itself is off, so nobody refuses connections.
    pub(super) dark: bool,
    /// What arrived while the process stood still.
    pub(super) backlog: Vec<Arrival>,
    /// When it last published anything.
    pub(super) published_at: Millis,
}

impl World {
    pub(super) fn server_starts(&mut self) {
        let now = self.now;
        self.server.run += 1;
        self.server.dark = false;
        if self.server.run > 1 {
            say!(self, "the server starts again");
        }
        self.look_for_acknowledged();
        let wall = self.server.clock.wall(now);
        self.observer.kept = porchlight_campus::State::new(&self.disk.snapshot(), wall);
        self.disk.take_unseen();
        self.disk.take_unobserved();
        self.server.process = Some(Process::start(
            &self.disk,
            self.server.clock,
            now,
            self.server.run,
        ));
        self.observer.excuses.end(Trouble::ServerDown, now);
        for agent in 0..self.script.agents.len() {
            self.truth(agent, Cause::Edit);
        }
        self.observer.server_up = true;
        self.compare_published(Some(Cause::ServerStarted));
        self.turn(vec![Arrival::Time]);
    }

    pub(super) fn kill_server(&mut self, power: bool, until: Millis) {
        let now = self.now;
        if self.server.process.is_none() {
            return;
        }
        say!(
            self,
            "the server {}",
            if power {
                "loses its power"
            } else {
                "is killed"
            }
        );
        self.server.process = None;
        self.server.frozen = false;
        self.server.backlog.clear();
        self.server.dark = power;
        self.server.run += 1;
        self.disk.crash(power);
        self.observer.server_gone(now);
        self.observer.excuses.begin(Trouble::ServerDown, now);
        self.at(until, Event::ServerStarts);
        for machine in 0..self.machines.len() {
            if power {
                self.watch_silence(machine);
            } else {
                self.server_resets(machine);
            }
        }
        for page in 0..self.pages.len() {
            if let Some(connection) = self.pages[page].connection {
                self.at(
                    now + 20,
                    Event::Page {
                        page,
                        connection,
                        sent: None,
                    },
                );
            }
        }
    }

    pub(super) fn freeze_server(&mut self) {
        if self.server.process.is_none() || self.server.frozen {
            return;
        }
        say!(self, "the server stands still");
        self.server.frozen = true;
        self.observer.excuses.begin(Trouble::ServerFrozen, self.now);
        for machine in 0..self.machines.len() {
            self.watch_silence(machine);
        }
    }

    pub(super) fn thaw_server(&mut self) {
        if !self.server.frozen {
            return;
        }
        say!(self, "the server goes on");
        self.server.frozen = false;
        self.observer.excuses.end(Trouble::ServerFrozen, self.now);
        // The clock is looked at before what waits in the kernel's buffers has come through.
        self.turn(vec![Arrival::Time]);
        let mut at = self.now;
        for arrival in std::mem::take(&mut self.server.backlog) {
            at += self.dice.random_range(0..5);
            self.at(at, Event::Arrives(arrival));
        }
    }

    pub(super) fn set_server_clock(&mut self, by: Millis) {
        say!(self, "the server's clock is set by {} s", by / SECOND);
        self.server.clock.offset += by;
        let clock = self.server.clock;
        if let Some(process) = &mut self.server.process {
            process.set_clock(clock);
        }
        self.observer.excuses.begin(Trouble::ServerClock, self.now);
        self.observer.excuses.end(Trouble::ServerClock, self.now);
        for agent in 0..self.script.agents.len() {
            self.truth(agent, Cause::Clock);
        }
    }

    pub(crate) fn arrives(&mut self, arrival: Arrival) {
        if let Arrival::Request { connection, .. } = &arrival {
            self.hear_last_words(*connection);
        }
        if self.server.process.is_none() {
            if let Arrival::Request {
                connection, peer, ..
            } = arrival
            {
                self.nobody_listens(connection, peer);
            }
            return;
        }
        if self.mutation == Some(Mutation::IgnoreClosedStreams)
            && matches!(arrival, Arrival::Closed { .. })
        {
            return;
        }
        if self.server.frozen {
            self.server.backlog.push(arrival);
            return;
        }
        self.turn(vec![arrival]);
    }

    fn nobody_listens(&mut self, connection: Connection, peer: Peer) {
        if let Peer::Page { page } = peer {
            self.at(
                self.now + 20,
                Event::Page {
                    page,
                    connection,
                    sent: None,
                },
            );
        }
        if self.server.dark {
            return;
        }
        if let Peer::App { machine, run } = peer {
            self.refuse_connection(machine, run, connection);
        }
    }

    pub(super) fn turn(&mut self, arrivals: Vec<Arrival>) {
        let now = self.now;
        let Some(process) = &mut self.server.process else {
            return;
        };
        let Turn {
            sent,
            acknowledged,
            refused,
            published,
            pages,
            commit,
            next,
        } = process.turn(
            arrivals,
            &mut self.disk,
            now,
            self.mutation == Some(Mutation::ForgetAnswers),
        );
        if published {
            self.server.published_at = now;
            self.compare_published(None);
        }
        for office in pages {
            self.at(now + 2 * SECOND, Event::PageChecked { office });
        }
        for acknowledged in acknowledged {
            self.observer.acknowledge(acknowledged, now);
        }
        for (agent, choice) in refused {
            let kept = self
                .disk
                .get(&Key::Asked(agent.clone(), choice.clone()))
                .is_some();
            self.observer.refused(&agent, &choice, kept, now);
        }
        for (peer, connection, sent) in sent {
            if self.mutation == Some(Mutation::LoseEvents)
                && matches!(sent, Sent::Chunk(_))
                && self.dice.random_bool(0.05)
            {
                continue;
            }
            match peer {
                Peer::App { machine, run } => self.downlink(machine, run, connection, sent),
                Peer::Elsewhere { agent } => self.at(
                    now + 20,
                    Event::Elsewhere {
                        agent,
                        connection,
                        sent,
                    },
                ),
                Peer::Page { page } => self.page_downlink(page, connection, sent),
            }
        }
        if let Some(commit) = commit {
            self.commit(commit);
        }
        self.server.timer += 1;
        if let Some(next) = next {
            let (run, timer) = (self.server.run, self.server.timer);
            self.at(next, Event::ServerTime { run, timer });
        }
    }
}
