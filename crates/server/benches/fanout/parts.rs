//! What is measured, in which order. Each part has a server and a campus of its own.

mod change;
mod comparison;
mod fan_out;
mod machine;
mod monday;
mod reconnect;
mod sign_ins;

use std::{
    path::PathBuf,
    process::exit,
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use anyhow::{Result, anyhow, bail};
use clap::{Parser, ValueEnum};

use super::{campus::Size, desk::Pace, measure::say, process::raise_open_files};

/// One office of fifty.
const OFFICE: Size = Size {
    offices: 1,
    members: 50,
    devices: 20,
    audit: 0,
};

#[derive(Parser)]
struct Arguments {
    #[arg(long)]
    bench: bool,
    /// Measures only this
    #[arg(long)]
    only: Option<Part>,
    /// Fewer agents, changes and rounds: shows that everything runs, and little else
    #[arg(long)]
    quick: bool,
    /// The folder that Socket.IO is installed in; without it, other servers are not measured
    #[arg(long)]
    peers: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Machine,
    SignedIn,
    Public,
    Few,
    Change,
    Reconnect,
    SignIns,
    Start,
    Monday,
    Peers,
}

/// How much of everything.
#[derive(Clone, Copy)]
struct Scale {
    quick: bool,
    /// One agent who comes and goes.
    pace: Pace,
}

impl Scale {
    fn of(quick: bool) -> Self {
        let pace = Pace {
            changes: if quick { 20 } else { 300 },
            every: Duration::from_millis(100),
        };
        Self { quick, pace }
    }

    fn or<T>(self, quick: T, full: T) -> T {
        if self.quick { quick } else { full }
    }
}

/// Measures what is asked for. A part that fails leaves its values out, and the others go on.
pub(crate) fn run() -> Result<()> {
    let arguments = Arguments::parse();
    let scale = Scale::of(arguments.quick);
    raise_open_files()?;
    let mut failed = Vec::new();
    for part in Part::value_variants() {
        let asked = arguments.only.is_none_or(|only| only == *part);
        if !asked || (*part == Part::Peers && arguments.peers.is_none()) {
            continue;
        }
        let limit = Duration::from_mins(if *part == Part::Peers { 20 } else { 10 });
        if let Err(error) = within(limit, || measure(*part, scale, &arguments)) {
            say(&format!("FAILED: {error:#}"));
            failed.push(*part);
        }
    }
    if !failed.is_empty() {
        bail!("{} of the parts failed", failed.len());
    }
    Ok(())
}

fn measure(part: Part, scale: Scale, arguments: &Arguments) -> Result<()> {
    match part {
        Part::Machine => machine::measure(scale),
        Part::SignedIn => fan_out::signed_in(scale, 1_000),
        Part::Public => fan_out::public(scale, 1_000),
        Part::Few => fan_out::signed_in(scale, 50).and_then(|()| fan_out::public(scale, 50)),
        Part::Change => change::measure(scale),
        Part::Reconnect => reconnect::measure(),
        Part::SignIns => sign_ins::measure(scale),
        Part::Start => monday::start(scale),
        Part::Monday => monday::measure(scale),
        Part::Peers => {
            let folder = arguments.peers.as_ref();
            comparison::measure(scale, folder.ok_or_else(|| anyhow!("no folder for peers"))?)
        }
    }
}

/// Ends this program, and with it all that it started, if the work takes longer.
fn within(limit: Duration, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let (done, is_done) = channel::<()>();
    let watchdog = thread::spawn(move || {
        if is_done.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
            say(&format!("FAILED: not done within {limit:?}"));
            exit(1);
        }
    });
    let result = work();
    drop(done);
    watchdog
        .join()
        .map_err(|_| anyhow!("the watchdog panicked"))?;
    result
}
