//! Programs under load, and what they take of the machine.

use std::{
    fs,
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use rustix::process::{Pid, Resource, Signal, getrlimit, kill_process, setrlimit};

/// How long a program that was asked to end may take.
const FAREWELL: Duration = Duration::from_secs(5);

/// A running program. Dropping it ends it, with all that it started.
pub(crate) struct Process {
    child: Child,
}

impl Process {
    pub(crate) fn start(mut command: Command) -> Result<Self> {
        let child = command.spawn().with_context(|| {
            let words: Vec<_> = command
                .get_args()
                .map(|word| word.to_string_lossy())
                .collect();
            format!("`{}` cannot be started", words.join(" "))
        })?;
        Ok(Self { child })
    }

    /// Asks it to end, and waits until it has; after five seconds it is killed.
    pub(crate) fn stop(mut self) -> Result<()> {
        self.end()
    }

    pub(crate) fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Resident memory in bytes.
    pub(crate) fn resident(&self) -> Result<u64> {
        kilobytes_in("status", self.child.id(), "VmRSS:")
    }

    /// The most resident memory that it ever had, in bytes.
    pub(crate) fn peak_resident(&self) -> Result<u64> {
        kilobytes_in("status", self.child.id(), "VmHWM:")
    }

    /// Resident memory in bytes, of it and of what it started; what several of them share is counted once.
    pub(crate) fn proportional(&self) -> Result<u64> {
        family(self.child.id())
            .into_iter()
            .map(|process| kilobytes_in("smaps_rollup", process, "Pss:"))
            .sum()
    }

    /// The processor time that it, and what it started, have taken so far.
    pub(crate) fn processor_time(&self) -> Result<Duration> {
        family(self.child.id())
            .into_iter()
            .map(|process| processor_time(&process.to_string()))
            .sum()
    }

    fn end(&mut self) -> Result<()> {
        if self.has_ended()? {
            return Ok(());
        }
        kill_process(Pid::from_child(&self.child), Signal::TERM)?;
        let deadline = Instant::now() + FAREWELL;
        while !self.has_ended()? {
            if Instant::now() > deadline {
                self.child.kill()?;
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.end().is_err() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// A call of a program that is asked to end when this one does, however that comes about.
pub(crate) fn leashed(program: &str) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", program]);
    command
}

/// The processor time that the load itself has taken so far.
pub(crate) fn own_processor_time() -> Result<Duration> {
    processor_time("self")
}

/// Lets this process, and with it those that it starts, have as many connections open as the system permits.
pub(crate) fn raise_open_files() -> Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    Ok(setrlimit(Resource::Nofile, limit)?)
}

/// A process and all that descend from it.
fn family(process: u32) -> Vec<u32> {
    let mut members = vec![process];
    let threads = fs::read_dir(format!("/proc/{process}/task"));
    for thread in threads.into_iter().flatten().flatten() {
        let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
        let children = children
            .split_whitespace()
            .filter_map(|child| child.parse().ok());
        members.extend(children.flat_map(family));
    }
    members
}

/// Of a file in /proc, the value in bytes after this word.
fn kilobytes_in(file: &str, process: u32, word: &str) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/{file}"))?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(word))
        .with_context(|| format!("no {word} in /proc"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes * 1024)
}

fn processor_time(process: &str) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name in parentheses may hold anything; of what follows it, the 12th and 13th are user and system time.
    let (_, fields) = stat.rsplit_once(')').context("no process name in /proc")?;
    let ticks: u64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .map(str::parse::<u64>)
        .sum::<Result<_, _>>()?;
    // Linux counts a hundred ticks a second here, whatever its own timer does.
    Ok(Duration::from_millis(ticks * 10))
}
