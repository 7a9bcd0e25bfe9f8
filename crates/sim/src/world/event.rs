//! Everything that happens, and who takes it in.

use porchlight_core::{Subject, intent::Intent};
use porchlight_protocol::OfficeId;
use rand::Rng as _;

use super::World;
use crate::{
    machine::MachineEvent,
    observer::Cause,
    server::{Arrival, Sent},
    time::{HOUR, MINUTE, Millis},
    wire::Connection,
};

/// Something that happens.
#[derive(Debug)]
pub(crate) enum Event {
    Begins(usize),
    Ends(usize),
    Machine {
        machine: usize,
        event: MachineEvent,
    },
    /// Something reaches the server's host.
    Arrives(Arrival),
    ServerTime {
        run: u32,
        timer: u64,
    },
    DiskApplies {
        run: u32,
    },
    DiskFinishes {
        run: u32,
    },
    ServerStarts,
    /// A kernel gives up on a connection to a machine that is silent.
    Dies {
        machine: usize,
        connection: Connection,
    },
    Elsewhere {
        agent: usize,
        connection: Connection,
        sent: Sent,
    },
    ElsewhereLeaves {
        connection: Connection,
    },
    Page {
        page: usize,
        connection: Connection,
        sent: Option<Sent>,
    },
    PageConnects {
        page: usize,
    },
    PageChecked {
        office: OfficeId,
    },
    Truth {
        agent: usize,
        turn: u64,
    },
    Look,
    TrayChecked {
        item: usize,
    },
    FlickerChecked {
        item: usize,
    },
    NoticesChecked {
        machine: usize,
    },
    NoticeAnswered {
        machine: usize,
        subject: Subject,
        intent: Intent,
    },
    Unattended {
        machine: usize,
        input: Millis,
    },
    Sits {
        machine: usize,
    },
    TakesOver {
        machine: usize,
    },
    WatchedSoon {
        run: u32,
    },
}

impl World {
    pub(super) fn handle_event(&mut self, event: Event) {
        match event {
            Event::Begins(item) => self.begins(item),
            Event::Ends(item) => self.ends(item),
            Event::Machine { machine, event } => self.machine_event(machine, event),
            Event::Arrives(arrival) => self.arrives(arrival),
            Event::ServerTime { run, timer } => {
                if self.server.run == run && self.server.timer == timer && !self.server.frozen {
                    self.turn(vec![Arrival::Time]);
                }
            }
            Event::DiskApplies { run } => {
                if self.server.run == run {
                    self.disk.apply();
                }
            }
            Event::DiskFinishes { run } => self.disk_finishes(run),
            Event::ServerStarts => self.server_starts(),
            Event::Dies {
                machine,
                connection,
            } => {
                if !self.machines[machine].is_on() {
                    self.arrives(Arrival::Closed { connection });
                }
            }
            Event::Elsewhere {
                agent,
                connection,
                sent,
            } => self.elsewhere(agent, connection, &sent),
            Event::ElsewhereLeaves { connection } => self.arrives(Arrival::Closed { connection }),
            Event::Page {
                page,
                connection,
                sent,
            } => self.on_page_event(page, connection, sent),
            Event::PageConnects { page } => self.page_connects(page),
            Event::PageChecked { office } => self.check_page(&office),
            Event::Truth { agent, turn } => {
                if self.truth_turns[agent] == turn {
                    self.truth(agent, Cause::Clock);
                }
            }
            Event::Look => {
                self.look();
                let next = self.now + HOUR + self.dice.random_range(0..10 * MINUTE);
                self.at(next, Event::Look);
            }
            Event::TrayChecked { item } => self.check_tray(item),
            Event::FlickerChecked { item } => self.check_flicker(item),
            Event::NoticesChecked { machine } => self.check_notices(machine),
            Event::NoticeAnswered {
                machine,
                subject,
                intent,
            } => self.answer_notice(machine, subject, intent),
            Event::Sits { machine } => self.sit_down(machine),
            Event::TakesOver { machine } => self.takes_over(machine),
            Event::Unattended { machine, input } => self.unattended(machine, input),
            Event::WatchedSoon { run } => {
                if self.server.run == run {
                    self.arrives(Arrival::Watched);
                }
            }
        }
    }
}
