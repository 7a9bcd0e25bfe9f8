//! Programs that a desktop starts, and that never outlive it.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, BufRead, BufReader, Write},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Pid, PidfdFlags, Signal, kill_process, kill_process_group, pidfd_open},
};

/// A running program. Dropping it kills it.
#[derive(Debug)]
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Process {
    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has written so far, to standard output and standard error.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Kills it, like a crash, and waits until it is gone.
    ///
    /// # Errors
    /// If it cannot be waited for.
    pub fn kill(&mut self) -> Result<()> {
        self.child
            .kill()
            .and_then(|()| self.child.wait())
            .with_context(|| format!("{} cannot be killed", self.name))?;
        Ok(())
    }

    /// Asks it to end (SIGTERM).
    ///
    /// # Errors
    /// If the signal cannot be sent.
    pub fn terminate(&self) -> Result<()> {
        Ok(kill_process(self.pid(), Signal::TERM)?)
    }

    /// Has it stand still, as if it hung (SIGSTOP), until [`Process::thaw`].
    ///
    /// # Errors
    /// If the signal cannot be sent.
    pub fn freeze(&self) -> Result<()> {
        Ok(kill_process(self.pid(), Signal::STOP)?)
    }

    /// Has it go on.
    ///
    /// # Errors
    /// If the signal cannot be sent.
    pub fn thaw(&self) -> Result<()> {
        Ok(kill_process(self.pid(), Signal::CONT)?)
    }

    /// How often its threads of this name have gone to sleep so far, and so were woken before.
    ///
    /// # Errors
    /// If it has ended.
    pub fn naps_of(&self, thread: &str) -> Result<u64> {
        let mut naps = 0;
        for task in fs::read_dir(format!("/proc/{}/task", self.id()))? {
            let task = task?.path();
            // A thread may end meanwhile.
            let (Ok(name), Ok(status)) = (
                fs::read_to_string(task.join("comm")),
                fs::read_to_string(task.join("status")),
            ) else {
                continue;
            };
            let count = status
                .lines()
                .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            if name.trim() == thread {
                naps += count
                    .context("no count of switches")?
                    .trim()
                    .parse::<u64>()?;
            }
        }
        Ok(naps)
    }

    /// Waits until it has ended by itself.
    ///
    /// # Errors
    /// If it still runs after `patience`.
    pub fn ended(&mut self, patience: Duration) -> Result<ExitStatus> {
        if !ends_within(self.pid(), patience)? {
            bail!(
                "{} still runs after {patience:?}. It wrote:\n{}",
                self.name,
                self.log()
            );
        }
        Ok(self.child.wait()?)
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until a process has ended, and returns whether it did in time. One that is gone already did.
pub(super) fn ends_within(process: Pid, patience: Duration) -> Result<bool> {
    let Ok(fd) = pidfd_open(process, PidfdFlags::empty()) else {
        return Ok(true);
    };
    let patience = Timespec::try_from(patience)?;
    Ok(poll(&mut [PollFd::new(&fd, PollFlags::IN)], Some(&patience))? > 0)
}

/// A process group that everything on one desktop is started into, so that it can all be ended at once.
#[derive(Debug)]
pub(super) struct Group {
    logs: PathBuf,
    leader: Process,
}

impl Group {
    /// Starts the group's first program, and waits until it has written a line that `is_ready` recognises.
    pub(super) fn lead<T>(
        logs: &Path,
        name: &str,
        mut command: Command,
        is_ready: impl Fn(&str) -> Option<T>,
    ) -> Result<(Self, T)> {
        let (leader, ready) = start_until(logs, name, command.process_group(0), is_ready)?;
        Ok((
            Self {
                logs: logs.to_owned(),
                leader,
            },
            ready,
        ))
    }

    /// Starts one more.
    pub(super) fn start(&self, name: &str, mut command: Command) -> Result<Process> {
        let log = self.logs.join(format!("{name}.log"));
        let file = File::options().create(true).append(true).open(&log)?;
        spawn(
            name,
            log,
            self.joined(&mut command)
                .stdout(file.try_clone()?)
                .stderr(file),
        )
    }

    /// Starts one more, and waits until it has written a line that `is_ready` recognises.
    pub(super) fn start_until<T>(
        &self,
        name: &str,
        mut command: Command,
        is_ready: impl Fn(&str) -> Option<T>,
    ) -> Result<(Process, T)> {
        start_until(&self.logs, name, self.joined(&mut command), is_ready)
    }

    fn joined<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.process_group(i32::try_from(self.leader.id()).unwrap_or(0))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _ = kill_process_group(self.leader.pid(), Signal::KILL);
    }
}

/// A command that the kernel kills when the thread that started it ends, so that an interrupted run leaves nothing behind.
pub(super) fn tethered(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]).arg(program);
    command
}

fn start_until<T>(
    logs: &Path,
    name: &str,
    command: &mut Command,
    is_ready: impl Fn(&str) -> Option<T>,
) -> Result<(Process, T)> {
    let log = logs.join(format!("{name}.log"));
    let (reader, writer) = io::pipe()?;
    let process = spawn(
        name,
        log.clone(),
        command.stdout(writer.try_clone()?).stderr(writer),
    )?;
    let lines = lines_into(reader, &log)?;
    let deadline = Instant::now() + super::PATIENCE;
    while let Ok(line) = lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        if let Some(ready) = is_ready(&line) {
            return Ok((process, ready));
        }
    }
    bail!("{name} did not get ready. It wrote:\n{}", process.log())
}

/// Copies what is written into the log for as long as the program runs, and hands on the lines.
fn lines_into(reader: io::PipeReader, log: &Path) -> Result<mpsc::Receiver<String>> {
    let (sender, lines) = mpsc::sync_channel(64);
    let mut file = File::options().create(true).append(true).open(log)?;
    thread::spawn(move || {
        for line in BufReader::new(reader).lines().map_while(Result::ok) {
            let _ = writeln!(file, "{line}");
            let _ = sender.try_send(line);
        }
    });
    Ok(lines)
}

fn spawn(name: &str, log: PathBuf, command: &mut Command) -> Result<Process> {
    let child = command.stdin(Stdio::null()).spawn().with_context(|| {
        format!("{name} cannot be started; `cargo xtask test` installs what the desktop needs")
    })?;
    // The command holds this end of the pipe: the reader would never see the end of it.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    Ok(Process {
        name: name.to_owned(),
        child,
        log,
    })
}
