//! The same load on other servers, in turns, so that what else the machine does meets all of them alike.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use serde_json::json;

use super::{OFFICE, Scale, fan_out::public_events};
use crate::{
    campus::Campus,
    desk::{Desk, FanOut, Pace, Publisher, View},
    measure::{kilobytes, number, percentile_ms, say},
    peers::{mosquitto::Mosquitto, nchan::Nchan, socket_io::SocketIo},
    process::Process,
    server::Server,
    watchers::Watchers,
};

const PATIENCE: Duration = Duration::from_secs(20);
const WATCHERS: [usize; 2] = [50, 1_000];
/// Streams before those that are measured.
const FIRST: usize = 20;
const SETTLING: Duration = Duration::from_secs(1);

#[derive(Clone, Copy)]
enum System {
    Porchlight,
    Nchan,
    Mosquitto,
    SocketIo,
}

const SYSTEMS: [System; 4] = [
    System::Porchlight,
    System::Nchan,
    System::Mosquitto,
    System::SocketIo,
];

impl System {
    fn name(self) -> &'static str {
        match self {
            Self::Porchlight => "Porchlight",
            Self::Nchan => "nginx with nchan",
            Self::Mosquitto => "mosquitto",
            Self::SocketIo => "Socket.IO",
        }
    }
}

/// What all rounds of a system with so many watchers took.
struct Taken {
    system: System,
    watchers: usize,
    fan_out: FanOut,
    /// In kilobytes, of each round.
    stream: Vec<f64>,
}

pub(crate) fn measure(scale: Scale, folder: &Path) -> Result<()> {
    let rounds = scale.or(1, 3);
    let pace = Pace {
        changes: scale.or(20, 100),
        ..scale.pace
    };
    let mut results: Vec<Taken> = WATCHERS
        .into_iter()
        .flat_map(|watchers| {
            SYSTEMS.map(|system| Taken {
                system,
                watchers,
                fan_out: FanOut::default(),
                stream: Vec::new(),
            })
        })
        .collect();
    for round in 1..=rounds {
        for taken in &mut results {
            let (name, watchers) = (taken.system.name(), taken.watchers);
            say(&format!(
                "round {round} of {rounds}: {watchers} watch {name}"
            ));
            let (fan_out, stream) = once(taken.system, watchers, pace, folder)
                .with_context(|| format!("{name} with {watchers} watchers"))?;
            taken.fan_out.extend(fan_out);
            taken.stream.push(stream);
        }
    }
    results.into_iter().for_each(Taken::print);
    Ok(())
}

impl Taken {
    fn print(mut self) {
        self.stream.sort_by(f64::total_cmp);
        let taken = &mut self.fan_out;
        println!(
            "{}",
            json!({
                "system": self.system.name(),
                "watchers": self.watchers,
                "all_p50_ms": percentile_ms(&mut taken.all, 50),
                "all_p99_ms": percentile_ms(&mut taken.all, 99),
                "each_p50_ms": percentile_ms(&mut taken.each, 50),
                "each_p99_ms": percentile_ms(&mut taken.each, 99),
                "delivery_us": taken.server_us_per_delivery(),
                "stream_kilobytes": self.stream[self.stream.len() / 2],
            })
        );
    }
}

/// One round of one system, newly started; also returns what a stream takes of its memory, in kilobytes.
fn once(system: System, count: usize, pace: Pace, folder: &Path) -> Result<(FanOut, f64)> {
    match system {
        System::Porchlight => {
            let campus = Campus::found(OFFICE)?;
            let server = Server::start(campus.data())?;
            let mut desk = Desk::sit_down(&server, 0, View::Office)?;
            let path = public_events();
            let open = |count| Watchers::open(server.address, &path, (0..count).map(|_| None));
            change_before(&server, &mut desk, open, count, pace)
        }
        System::Nchan => {
            let nchan = Nchan::start()?;
            let mut publisher = nchan.publisher()?;
            change_before(
                &nchan.process,
                &mut publisher,
                |count| nchan.watchers(count),
                count,
                pace,
            )
        }
        System::Mosquitto => {
            let mosquitto = Mosquitto::start()?;
            let mut publisher = mosquitto.publisher()?;
            change_before(
                &mosquitto.process,
                &mut publisher,
                |count| mosquitto.watchers(count),
                count,
                pace,
            )
        }
        System::SocketIo => {
            let socket_io = SocketIo::start(folder)?;
            let mut publisher = socket_io.publisher()?;
            change_before(
                &socket_io.process,
                &mut publisher,
                |count| socket_io.watchers(count),
                count,
                pace,
            )
        }
    }
}

fn change_before(
    process: &Process,
    publisher: &mut impl Publisher,
    open: impl Fn(usize) -> Result<Watchers>,
    count: usize,
    pace: Pace,
) -> Result<(FanOut, f64)> {
    // What the first streams make a server set up once is not the price of each.
    let mut first = open(FIRST)?;
    first.until_subscribed(PATIENCE)?;
    first.idle_until(Instant::now() + SETTLING)?;
    let before = process.proportional()?;
    let mut watchers = open(count)?;
    watchers.until_subscribed(PATIENCE)?;
    watchers.idle_until(Instant::now() + SETTLING)?;
    let growth = process.proportional()?.saturating_sub(before);
    let stream = kilobytes(growth) / number(watchers.count());
    drop(first);
    watchers.idle_until(Instant::now() + SETTLING)?;
    let taken = FanOut::measure(process, publisher, &mut watchers, pace)?;
    Ok((taken, stream))
}
