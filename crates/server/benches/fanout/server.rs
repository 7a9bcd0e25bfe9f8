//! The server under load: the real program, as an operator starts it.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Resource, Signal, getrlimit, kill_process, setrlimit};

const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight-server");

/// A running server. Dropping it kills it.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts `serve` with its defaults, and waits until it says that it is ready.
    pub(crate) fn start(data: &Path) -> Result<Self> {
        let (reader, writer) = std::io::pipe()?;
        let mut child = command(&["serve", "--listen", "127.0.0.1:0"], data)
            .stdin(Stdio::null())
            .stdout(writer.try_clone()?)
            .stderr(writer)
            .spawn()
            .context("the server cannot be started")?;
        let mut lines = BufReader::new(reader).lines();
        let mut said = String::new();
        for line in lines.by_ref() {
            let line = line?;
            if let Some(address) = address_in(&line) {
                // What it logs from now on is read, as a journal would, so that it never has to wait.
                thread::spawn(move || lines.for_each(drop));
                return Ok(Self { child, address });
            }
            said.push_str(&line);
            said.push('\n');
        }
        let _ = child.kill();
        bail!("the server ended before it was ready. It wrote:\n{said}");
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn stop(mut self) -> Result<()> {
        kill_process(Pid::from_child(&self.child), Signal::TERM)?;
        self.child.wait()?;
        Ok(())
    }

    /// Resident memory in bytes.
    pub(crate) fn resident(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .context("no VmRSS in /proc")?;
        let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes * 1024)
    }

    /// The processor time it has taken so far.
    pub(crate) fn processor_time(&self) -> Result<Duration> {
        processor_time(&self.child.id().to_string())
    }
}

/// The processor time that the load itself has taken so far.
pub(crate) fn own_processor_time() -> Result<Duration> {
    processor_time("self")
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs one of the server's other commands; `password` goes to its standard input.
pub(crate) fn administer(data: &Path, arguments: &[&str], password: Option<&str>) -> Result<()> {
    let mut command = command(arguments, data);
    if password.is_some() {
        command.arg("--password-stdin");
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    if let (Some(mut input), Some(password)) = (child.stdin.take(), password) {
        writeln!(input, "{password}")?;
    }
    if !child.wait()?.success() {
        bail!("`porchlight-server {}` failed", arguments.join(" "));
    }
    Ok(())
}

/// Lets this process, and with it the server, have as many connections open as the system permits.
pub(crate) fn raise_open_files() -> Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    Ok(setrlimit(Resource::Nofile, limit)?)
}

fn command(arguments: &[&str], data: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).arg("--data").arg(data);
    command
}

fn address_in(line: &str) -> Option<SocketAddr> {
    let start = line.find("127.0.0.1:")?;
    let end = line[start..].find(|letter: char| !letter.is_ascii_digit() && !".:".contains(letter));
    line[start..end.map_or(line.len(), |end| start + end)]
        .parse()
        .ok()
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
