//! The command line of `porchlight-server`.

mod agents;
mod audit;
mod backup;
mod config;
mod import;
mod offices;
mod settings;
mod tokens;
mod webhooks;

use std::{
    io::{BufRead as _, IsTerminal as _, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use clap::{ArgMatches, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use serde::Serialize;

use self::{
    agents::AgentCommand,
    config::ConfigCommand,
    offices::{MemberCommand, OfficeCommand},
    settings::{File, Settings, Settled, Tls},
    tokens::TokenCommand,
    webhooks::WebhookCommand,
};
use crate::{
    admin::{Admin, AdminError, EditError},
    backup::BackupError,
    config::HumanDuration,
    doctor,
    log::Log,
    serve::{Server, StartError, raise_open_files},
    status::Status,
    store::{DataDirectory, StoreError},
};

const EXIT_CODES: &str =
    "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 already there.";

/// The presence server that Porchlight's apps and customers' pages talk to.
#[derive(Debug, Parser)]
#[command(name = "porchlight-server", version, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Makes a data directory with its first owner.
    #[command(after_help = EXIT_CODES)]
    Init {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        person: Person,
        #[command(flatten)]
        output: Output,
    },
    /// Agents.
    #[command(subcommand, after_help = EXIT_CODES)]
    Agent(AgentCommand),
    /// Offices.
    #[command(subcommand, after_help = EXIT_CODES)]
    Office(OfficeCommand),
    /// Who belongs to which office.
    #[command(subcommand, after_help = EXIT_CODES)]
    Member(MemberCommand),
    /// What scripts sign in with.
    #[command(subcommand, after_help = EXIT_CODES)]
    Token(TokenCommand),
    /// Other systems that are told what happens.
    #[command(subcommand, after_help = EXIT_CODES)]
    Webhook(WebhookCommand),
    /// Adds and changes many agents and memberships at once, all of them or none; the same again changes nothing.
    #[command(after_help = EXIT_CODES)]
    Import(import::Import),
    /// Tells who did what, when and why.
    #[command(after_help = EXIT_CODES)]
    Audit(audit::Audit),
    /// Shows the organization's settings, or changes them.
    #[command(after_help = EXIT_CODES)]
    Settings {
        #[command(flatten)]
        data: Data,
        /// Away after this long without input, from 1m to 24h.
        #[arg(long, value_name = "DURATION")]
        idle_after: Option<HumanDuration>,
        #[command(flatten)]
        output: Output,
    },
    /// Serves until it is told to end (Ctrl-C, SIGTERM).
    #[command(after_help = EXIT_CODES)]
    Serve(Box<Settings>),
    /// The settings of `serve`.
    #[command(subcommand, after_help = EXIT_CODES)]
    Config(ConfigCommand),
    /// Says whether a server serves a data directory, where, and how it is; exits with 3 if none does, and with 1 if it does
    /// not answer or cannot write.
    #[command(after_help = EXIT_CODES)]
    Status {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        output: Output,
    },
    /// Writes a backup, beside a running server or without one: one file, which is read again before it gets its name.
    #[command(after_help = EXIT_CODES)]
    Backup(backup::BackUp),
    /// Makes a data directory of a backup, once that is found to be as it was made.
    #[command(after_help = EXIT_CODES)]
    Restore(backup::Restore),
    /// Says what is wrong with a data directory and what to do, beside a running server or without one; exits with 1 if
    /// anything is.
    #[command(after_help = EXIT_CODES)]
    Doctor {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        tls: Tls,
        #[command(flatten)]
        file: File,
        #[command(flatten)]
        output: Output,
    },
    /// Says what is decided from given facts, and why: reads JSON, prints JSON.
    #[command(after_help = EXIT_CODES)]
    Explain {
        /// One document a line, both ways.
        #[arg(long)]
        lines: bool,
        /// Where the facts are; standard input if left out.
        file: Option<PathBuf>,
    },
    /// Writes the man pages and the shell completions, for whoever packages the server.
    #[command(hide = true)]
    Manuals { date: String, folder: PathBuf },
}

#[derive(Debug, Args)]
struct Data {
    /// The data directory.
    #[arg(long = "data", env = "PORCHLIGHT_DATA", value_name = "DIR")]
    directory: PathBuf,
}

#[derive(Debug, Args)]
struct Person {
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    /// Reads the password, at least 8 characters, from standard input.
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
struct Reason {
    /// Why, for the audit log; at most 200 characters.
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,
}

#[derive(Debug, Args)]
struct Output {
    /// Answers in JSON.
    #[arg(long)]
    json: bool,
}

/// Does what the command line says.
pub fn run() -> ExitCode {
    let matches = CommandLine::command().get_matches();
    let command = CommandLine::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match obey(command.command, innermost(&matches)) {
        Ok(code) => code,
        Err(error) => {
            // Whoever started this may have closed the other end.
            let _ = writeln!(std::io::stderr(), "porchlight-server: {error:#}");
            exit_code(&error)
        }
    }
}

/// What was given to the command itself.
fn innermost(matches: &ArgMatches) -> &ArgMatches {
    matches
        .subcommand()
        .map_or(matches, |(_, matches)| innermost(matches))
}

fn exit_code(error: &anyhow::Error) -> ExitCode {
    if error.is::<NoDirectory>() {
        return ExitCode::from(2);
    }
    if let Some(error) = error.downcast_ref::<EditError>() {
        return edit_code(error);
    }
    if let Some(code) = error.downcast_ref::<BackupError>().and_then(backup_code) {
        return code;
    }
    let store = match error.downcast_ref::<AdminError>() {
        Some(AdminError::Store(store)) => Some(store),
        Some(AdminError::Password(_)) => return ExitCode::from(2),
        Some(AdminError::Edit(error)) => return edit_code(error),
        Some(AdminError::Commit(_)) => None,
        None => match error.downcast_ref::<StartError>() {
            Some(StartError::Store(store)) => Some(store),
            _ => match error.downcast_ref::<BackupError>() {
                Some(BackupError::Store(store)) => Some(store),
                _ => error.downcast_ref::<StoreError>(),
            },
        },
    };
    match store {
        Some(StoreError::Missing) => ExitCode::from(3),
        Some(StoreError::Exists | StoreError::Locked) => ExitCode::from(4),
        _ => ExitCode::FAILURE,
    }
}

/// A server without anything to serve.
#[derive(Debug, thiserror::Error)]
#[error(
    "no data directory is named; use --data, PORCHLIGHT_DATA, or `data` in the file of settings"
)]
struct NoDirectory;

fn backup_code(error: &BackupError) -> Option<ExitCode> {
    match error {
        BackupError::Missing(_) => Some(ExitCode::from(3)),
        BackupError::Exists(_) | BackupError::NotEmpty(_) => Some(ExitCode::from(4)),
        _ => None,
    }
}

fn edit_code(error: &EditError) -> ExitCode {
    match error {
        EditError::Invalid { .. } => ExitCode::from(2),
        EditError::NotFound(_) => ExitCode::from(3),
        EditError::Exists(_) => ExitCode::from(4),
        EditError::LastOwner
        | EditError::Deactivated
        | EditError::CodeNotValid
        | EditError::Stale => ExitCode::FAILURE,
    }
}

fn obey(command: Command, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    match command {
        Command::Init {
            data,
            person,
            output,
        } => {
            let password = read_password()?;
            let (_, owner) = Admin::init(data.directory(), &person.email, &person.name, &password)?;
            output.say(&owner, || {
                format!("{} owns {} now.", owner.name, data.directory.display())
            })?;
        }
        Command::Agent(command) => agents::run(command)?,
        Command::Office(command) => offices::run(command)?,
        Command::Member(command) => offices::run_member(command)?,
        Command::Token(command) => tokens::run(command)?,
        Command::Webhook(command) => webhooks::run(command)?,
        Command::Import(asked) => import::run(&asked)?,
        Command::Audit(asked) => audit::run(&asked)?,
        Command::Settings {
            data,
            idle_after,
            output,
        } => {
            let mut admin = Admin::open(data.directory())?;
            let settings = match idle_after {
                Some(HumanDuration(idle_after)) => admin.set_idle_after(idle_after.as_secs())?,
                None => admin.settings()?,
            };
            let idle_after = HumanDuration(Duration::from_secs(settings.idle_after_seconds));
            output.say(&settings, || {
                format!("Away after {idle_after} without input.")
            })?;
        }
        Command::Serve(settings) => return serve(&settings.settle(matches)?),
        Command::Config(ConfigCommand::Check(asked)) => return config::check(&asked, matches),
        Command::Status { data, output } => {
            let status = Status::of(&data.directory())?;
            output.say(&status, || status.to_string())?;
            return Ok(match (status.running, status.is_well()) {
                (false, _) => ExitCode::from(3),
                (true, false) => ExitCode::FAILURE,
                (true, true) => ExitCode::SUCCESS,
            });
        }
        Command::Backup(asked) => backup::back_up(&asked)?,
        Command::Restore(asked) => backup::restore(&asked)?,
        Command::Doctor {
            data,
            tls,
            file,
            output,
        } => {
            let tls = tls.files(&file, matches)?;
            let diagnosis = doctor::diagnose(&data.directory(), tls.as_ref())?;
            output.say(&diagnosis, || diagnosis.to_string())?;
            if !diagnosis.well {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::Explain { lines, file } => return explain(lines, file.as_deref()),
        Command::Manuals { date, folder } => {
            porchlight_manuals::write(CommandLine::command(), &date, &folder)
                .with_context(|| format!("cannot write to {}", folder.display()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Data {
    fn directory(&self) -> DataDirectory {
        DataDirectory::new(&self.directory)
    }

    fn open(&self) -> Result<Admin, AdminError> {
        Admin::open(self.directory())
    }
}

impl Reason {
    fn text(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl Output {
    fn say(&self, value: &impl Serialize, words: impl FnOnce() -> String) -> anyhow::Result<()> {
        let text = if self.json {
            serde_json::to_string(value)?
        } else {
            words()
        };
        written(writeln!(std::io::stdout(), "{text}")).map(drop)
    }
}

/// Whether whoever reads the answer still does: one who has seen enough, such as `head`, is no error.
fn written(result: std::io::Result<()>) -> anyhow::Result<bool> {
    match result {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        other => other.map(|()| true).context("the answer cannot be written"),
    }
}

/// The password is the first line, so that it never shows among the arguments.
fn read_password() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .take(4096)
        .read_line(&mut line)
        .context("the password cannot be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Only a terminal makes colours of what stands for them, and only if its owner wants any (<https://no-color.org>).
fn takes_colours() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty())
}

fn serve(settled: &Settled) -> anyhow::Result<ExitCode> {
    let Some(data) = &settled.data else {
        return Err(NoDirectory.into());
    };
    let log = Log::start(std::io::stderr())?;
    let lines = log.clone();
    tracing_subscriber::fmt()
        .with_writer(move || lines.clone())
        .with_ansi(takes_colours())
        // What it would say of a failed write it would say by a failing write.
        .log_internal_errors(false)
        .with_env_filter(tracing_subscriber::EnvFilter::new(&settled.log))
        .init();
    // The usual hook would wait for whoever reads the log.
    std::panic::set_hook(Box::new(|panic| {
        let backtrace = std::backtrace::Backtrace::capture();
        tracing::error!(%backtrace, "{panic}");
    }));
    raise_open_files();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let ended = runtime.block_on(serve_until_told(settled, data));
    // What still runs in it waits for something that does not come.
    runtime.shutdown_background();
    log.finish();
    ended
}

async fn serve_until_told(settled: &Settled, data: &DataDirectory) -> anyhow::Result<ExitCode> {
    survive_file_limit()?;
    if let Some(wrong) = config::times_that_do_not_fit(settled) {
        tracing::warn!("{wrong}");
    }
    let mut end = end_signal()?;
    let server = Server::start(data, settled.listen, settled.tunables.clone()).await?;
    let (address, url) = (server.address(), server.url());
    tracing::info!(%address, data = %data.path().display(), "ready");
    std::thread::Builder::new()
        .name("stdout".to_owned())
        .spawn(move || say_address(&url))?;
    // Whoever started this starts it again if it failed.
    server.run(end.recv()).await?;
    Ok(ExitCode::SUCCESS)
}

/// Whoever started this may have closed the other end, or may not read it.
fn say_address(url: &str) {
    let mut stdout = std::io::stdout();
    let _ = writeln!(stdout, "listening on {url}").and_then(|()| stdout.flush());
}

/// A write beyond the limit of a file's size (`ulimit -f`) fails, as on a full disk, instead of ending the process.
#[cfg(target_os = "linux")]
fn survive_file_limit() -> anyhow::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let limit = rustix::process::Signal::XFSZ.as_raw();
    // Once it is listened to it does nothing else, also when nobody listens any more.
    drop(signal(SignalKind::from_raw(limit))?);
    Ok(())
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail on Linux")]
const fn survive_file_limit() -> anyhow::Result<()> {
    Ok(())
}

#[cfg(unix)]
struct EndSignal {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl EndSignal {
    async fn recv(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(unix)]
fn end_signal() -> anyhow::Result<EndSignal> {
    use tokio::signal::unix::{SignalKind, signal};
    Ok(EndSignal {
        terminate: signal(SignalKind::terminate())?,
        interrupt: signal(SignalKind::interrupt())?,
    })
}

#[cfg(not(unix))]
struct EndSignal;

#[cfg(not(unix))]
impl EndSignal {
    async fn recv(&mut self) {
        // Without Ctrl-C, the process is ended from outside.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
fn end_signal() -> anyhow::Result<EndSignal> {
    Ok(EndSignal)
}

fn explain(lines: bool, file: Option<&Path>) -> anyhow::Result<ExitCode> {
    let mut input: Box<dyn std::io::BufRead> = match file {
        Some(path) => {
            let file = std::fs::File::open(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            Box::new(std::io::BufReader::new(file))
        }
        None => Box::new(std::io::stdin().lock()),
    };
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    if !lines {
        let mut document = String::new();
        input
            .read_to_string(&mut document)
            .context("the facts cannot be read")?;
        let (answer, code) = match porchlight_core::explain(&document) {
            Ok(answer) => (answer, ExitCode::SUCCESS),
            Err(error) => (error, ExitCode::FAILURE),
        };
        written(writeln!(output, "{answer}").and_then(|()| output.flush()))?;
        return Ok(code);
    }
    let mut line = Vec::new();
    loop {
        line.clear();
        if input
            .read_until(b'\n', &mut line)
            .context("the facts cannot be read")?
            == 0
        {
            return Ok(ExitCode::SUCCESS);
        }
        let document = String::from_utf8_lossy(&line);
        let document = document.trim();
        if document.is_empty() {
            continue;
        }
        let (Ok(answer) | Err(answer)) = porchlight_core::explain(document);
        if !written(writeln!(output, "{answer}").and_then(|()| output.flush()))? {
            return Ok(ExitCode::SUCCESS);
        }
    }
}
