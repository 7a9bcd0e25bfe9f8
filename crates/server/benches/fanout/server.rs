//! The server under load: the real program, as an operator starts it.

use std::{
    io::{BufRead, BufReader, Write},
    net::SocketAddr,
    ops::Deref,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use super::process::{Process, leashed};

const PROGRAM: &str = env!("CARGO_BIN_EXE_porchlight-server");

/// A running server. Dropping it ends it.
pub(crate) struct Server {
    process: Process,
    pub(crate) address: SocketAddr,
    /// From starting the program until it said that it is ready.
    pub(crate) started_in: Duration,
}

impl Server {
    /// Starts `serve` with its defaults, and waits until it says that it is ready.
    pub(crate) fn start(data: &Path) -> Result<Self> {
        let (reader, writer) = std::io::pipe()?;
        let mut command = leashed(PROGRAM);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(writer.try_clone()?)
            .stderr(writer);
        let started = Instant::now();
        // Takes the command, and with it our ends of the pipe: once the server ends, so do its lines.
        let process = Process::start(command)?;
        let mut lines = BufReader::new(reader).lines();
        let mut said = String::new();
        for line in lines.by_ref() {
            let line = line?;
            if let Some(address) = address_in(&line) {
                let started_in = started.elapsed();
                // What it logs from now on is read, as a journal would, so that it never has to wait.
                thread::spawn(move || lines.for_each(drop));
                return Ok(Self {
                    process,
                    address,
                    started_in,
                });
            }
            said.push_str(&line);
            said.push('\n');
        }
        bail!("the server ended before it was ready. It wrote:\n{said}");
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn stop(self) -> Result<()> {
        self.process.stop()
    }
}

impl Deref for Server {
    type Target = Process;

    fn deref(&self) -> &Process {
        &self.process
    }
}

/// Runs a command of the server's, with the password on its standard input where it wants one.
pub(crate) fn administer(data: &Path, arguments: &[&str], password: Option<&str>) -> Result<()> {
    let mut command = Command::new(PROGRAM);
    command
        .args(arguments)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    if password.is_some() {
        command.arg("--password-stdin");
    }
    let mut child = command.spawn()?;
    if let Some((mut input, password)) = child.stdin.take().zip(password) {
        writeln!(input, "{password}")?;
    }
    if !child.wait()?.success() {
        bail!("`porchlight-server {}` failed", arguments.join(" "));
    }
    Ok(())
}

fn address_in(line: &str) -> Option<SocketAddr> {
    let start = line.find("127.0.0.1:")?;
    let end = line[start..].find(|letter: char| !letter.is_ascii_digit() && !".:".contains(letter));
    line[start..end.map_or(line.len(), |end| start + end)]
        .parse()
        .ok()
}
