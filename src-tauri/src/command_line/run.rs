//! Each command: asks the app that runs, or starts it, and says what came of it.

use std::{
    io::{self, IsTerminal as _, Read as _, Write as _},
    process::ExitCode,
    time::Duration,
};

use anyhow::Context as _;
use chrono::Utc;
use clap::CommandFactory as _;
use porchlight_app::{
    VERSION,
    autostart::{self, AutostartError},
    platform, start,
};
use porchlight_client::{
    Config,
    socket::{Guest, GuestKind, Refusal, ToGuest, Unreached, is_older},
};
use porchlight_core::{
    intent::{CalendarAddress, Holding, Intent, Preferences},
    locale::{Clock, Locale},
    view::{LinkState, View},
    words,
};
use porchlight_protocol::{ChoiceStatus, OfficeId};

use super::{
    Arguments, Autostart, Calendar, Choose, Command, HoldingArguments, Output, Start, StatusOutput,
    report, schedule, time, watch,
};

/// A connection that has just been started is given this long to come up.
const CONNECTING: Duration = Duration::from_secs(5);

/// Why a command was not done; each kind has an exit code of its own.
#[derive(Debug)]
pub(super) enum Failure {
    Failed(anyhow::Error),
    Usage(String),
    NotRunning,
    /// One runs, and cannot be used.
    Unreached(Unreached),
    NotConnected(String),
    SignedOut,
}

impl Failure {
    fn exit_code(&self) -> u8 {
        match self {
            Self::Failed(_) | Self::Unreached(_) => 1,
            Self::Usage(_) => 2,
            Self::NotRunning => 3,
            Self::NotConnected(_) | Self::SignedOut => 4,
        }
    }

    fn words(&self, config: &Config) -> String {
        let locale = spoken(config);
        let messages = locale.messages();
        match self {
            Self::Failed(error) => sentence(error),
            Self::Usage(words) | Self::NotConnected(words) => words.clone(),
            Self::NotRunning | Self::Unreached(Unreached::NotRunning) if config.demo => {
                messages.cli_no_campus()
            }
            Self::NotRunning | Self::Unreached(Unreached::NotRunning) => messages.cli_not_running(),
            Self::Unreached(Unreached::Silent) => messages.cli_silent(),
            Self::Unreached(Unreached::OtherVersion { running }) => {
                messages.cli_other_version(running, VERSION)
            }
            Self::SignedOut => messages.cli_sign_in_first(),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Unreached> for Failure {
    fn from(why: Unreached) -> Self {
        match why {
            Unreached::NotRunning => Self::NotRunning,
            Unreached::Silent | Unreached::OtherVersion { .. } => Self::Unreached(why),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal.code.as_str() {
            "not_running" => Self::NotRunning,
            "signed_out" => Self::SignedOut,
            "not_connected" => Self::NotConnected(refusal.message),
            _ => Self::Failed(anyhow::anyhow!(refusal.message)),
        }
    }
}

/// Does a command with the running app, and says how it went in an exit code.
pub(crate) fn run(command: Command, config: &Config) -> ExitCode {
    let outcome = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the command line could not be set up")
        .map_err(Failure::Failed)
        .and_then(|runtime| runtime.block_on(execute(command, config)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Without anybody to read it, the exit code says enough.
            let _ = writeln!(io::stderr(), "{}", failure.words(config));
            ExitCode::from(failure.exit_code())
        }
    }
}

/// The system's language, where the app's is not known.
pub(super) fn spoken(config: &Config) -> Locale {
    Locale::new(&config.locale, "system", Clock::System)
}

async fn execute(command: Command, config: &Config) -> Result<(), Failure> {
    match command {
        Command::Window { start } => {
            platform::check_web_view().map_err(anyhow::Error::from)?;
            let mut guest = connect(config, &start).await?;
            guest.ask(Intent::ShowWindow).await?;
            Ok(())
        }
        Command::SignIn {
            server,
            email,
            password_stdin,
            allow_plain_http,
            start,
        } => {
            // Nobody writes a password for nothing. How long she takes is nothing for a connection to wait for.
            drop(connect(config, &start).await?);
            let password = password(config, password_stdin)?;
            let mut guest = connect(config, &start).await?;
            guest
                .ask(Intent::SignIn {
                    server,
                    email: email.clone(),
                    password,
                    allow_plain_http,
                })
                .await?;
            say(&spoken(config).messages().cli_signed_in(email))
        }
        Command::SignOut { start } => {
            let mut guest = connect(config, &start).await?;
            match guest.ask(Intent::SignOut).await {
                Err(refusal) if refusal.code != "signed_out" => Err(refusal.into()),
                _ => say(&spoken(config).messages().cli_signed_out()),
            }
        }
        Command::Status { output, start } => {
            let view = settled(&mut connect(config, &start).await?).await?;
            // Without anybody there is nothing to say but how to sign in.
            let for_programs = output.json || output.format.is_some();
            if for_programs || view.link.state != LinkState::SignedOut {
                say(&status_line(&output, &view, config, report::status_text)?)?;
            }
            connected(&view)
        }
        Command::Watch { output, start } => {
            let guest = connect(config, &start).await?;
            watch::watch(guest, &output, config).await
        }
        Command::Why {
            offices,
            output,
            start,
        } => {
            let mut guest = connect(config, &start).await?;
            let view = settled(&mut guest).await?;
            connected_once(&view)?;
            let named = offices.iter().map(|name| office(&view, name));
            let named = named.collect::<Result<Vec<_>, _>>()?;
            let mut why = guest.why().await?;
            if !named.is_empty() {
                why.offices.retain(|office| named.contains(&office.id));
                why.everywhere = None;
            }
            print(&output, &why, || {
                report::why_text(&why, &view.locale.locale())
            })?;
            connected(&view)
        }
        Command::Offices { output, start } => {
            let view = settled(&mut connect(config, &start).await?).await?;
            connected_once(&view)?;
            print(&output, &report::offices(&view), || {
                report::offices_text(&view.locale.locale(), &view.offices)
            })?;
            connected(&view)
        }
        Command::Diagnostics { start } => {
            let view = settled(&mut connect(config, &start).await?).await?;
            say(view.diagnostics_text().trim_end())
        }
        Command::Available(choose) => self::choose(config, ChoiceStatus::Available, choose).await,
        Command::Away(choose) => self::choose(config, ChoiceStatus::Away, choose).await,
        Command::Offline(choose) => self::choose(config, ChoiceStatus::Offline, choose).await,
        Command::FollowSchedule { start } => {
            let mut guest = connect(config, &start).await?;
            settled(&mut guest).await?;
            guest
                .ask(Intent::everywhere(
                    ChoiceStatus::FollowSchedule,
                    Holding::NextEdge,
                ))
                .await?;
            say_status(&mut guest).await
        }
        Command::Calendar(command) => calendar(command, config).await,
        Command::Schedule(command) => schedule::schedule(command, config).await,
        Command::Autostart(command) => autostart(command, config).await,
        Command::Manuals { date, folder } => {
            porchlight_manuals::write(Arguments::command(), &date, &folder)
                .with_context(|| format!("{} could not be written to", folder.display()))?;
            Ok(())
        }
        Command::Quit => quit(config).await,
    }
}

async fn choose(config: &Config, status: ChoiceStatus, choose: Choose) -> Result<(), Failure> {
    let hold = holding(&choose.holding, config)?;
    let mut guest = connect(config, &choose.start).await?;
    let view = settled(&mut guest).await?;
    let offices = choose
        .offices
        .iter()
        .map(|name| office(&view, name))
        .collect::<Result<_, _>>()?;
    guest
        .ask(Intent::Choose {
            offices,
            status,
            hold,
        })
        .await?;
    say_status(&mut guest).await
}

async fn calendar(command: Calendar, config: &Config) -> Result<(), Failure> {
    let (address, start) = match command {
        Calendar::Status { output, start } => {
            let view = settled(&mut connect(config, &start).await?).await?;
            let calendar = view.settings.calendar.clone();
            return print(&output, &calendar, || calendar_text(&view));
        }
        Calendar::Off { start } => (None, start),
        Calendar::Follow { file, start, .. } => {
            let address = match file {
                Some(file) => std::path::absolute(&file)
                    .with_context(|| format!("{} is no path", file.display()))?
                    .display()
                    .to_string(),
                None => address_from_stdin(config)?,
            };
            (Some(CalendarAddress(address)), start)
        }
    };
    let mut guest = connect(config, &start).await?;
    settled(&mut guest).await?;
    guest.ask(Intent::FollowCalendar { address }).await?;
    let view = read_calendar(&mut guest).await?;
    match &view.settings.calendar {
        Some(calendar) if calendar.read && !calendar.works => {
            Err(Failure::Failed(anyhow::anyhow!(calendar.text.clone())))
        }
        _ => say(&calendar_text(&view)),
    }
}

fn calendar_text(view: &View) -> String {
    match &view.settings.calendar {
        None => view.locale.locale().messages().cli_no_calendar(),
        Some(calendar) => format!("{}\n{}", calendar.place, calendar.text),
    }
}

/// The view once the calendar was read, or could not be.
async fn read_calendar(guest: &mut Guest) -> Result<View, Failure> {
    let mut view = guest.look().await?;
    let is_read = |view: &View| view.settings.calendar.as_ref().is_none_or(|it| it.read);
    while !is_read(&view) {
        match guest.next().await {
            Some(ToGuest::View { view: told }) => view = *told,
            Some(_) => {}
            None => return Err(Failure::NotRunning),
        }
    }
    Ok(view)
}

pub(super) fn address_from_stdin(config: &Config) -> Result<String, Failure> {
    let mut address = String::new();
    io::stdin()
        .read_to_string(&mut address)
        .context("the calendar's address could not be read")?;
    let address = address.trim().to_owned();
    if address.is_empty() {
        let messages = spoken(config);
        return Err(Failure::Usage(messages.messages().cli_calendar_empty()));
    }
    Ok(address)
}

async fn autostart(command: Autostart, config: &Config) -> Result<(), Failure> {
    let locale = spoken(config);
    let refused = |error: AutostartError| Failure::Failed(anyhow::anyhow!(error.words(&locale)));
    let here = autostart::here(config.demo).map_err(refused)?;
    let (at_login, output, answers) = match command {
        Autostart::On => (here.set(true), Output::default(), true),
        Autostart::Off => (here.set(false), Output::default(), true),
        Autostart::Status { output } => (here.status(), output, false),
    };
    let at_login = at_login.map_err(refused)?.report(&locale);
    if answers {
        stop_asking_at_login(config).await;
    }
    print(&output, &at_login, || at_login.text.clone())
}

/// Whoever has decided need not be asked in the window. Without the app, she may be asked once more.
async fn stop_asking_at_login(config: &Config) {
    let Ok(mut guest) = Guest::connect(&config.runtime_dir, GuestKind::CommandLine, false).await
    else {
        return;
    };
    let Ok(view) = guest.look().await else { return };
    let preferences = Preferences {
        asked_start_at_login: true,
        ..view.settings.preferences
    };
    let _ = guest.ask(Intent::SavePreferences { preferences }).await;
}

/// Already not running is as good as done. A resident of another version understands this, too.
async fn quit(config: &Config) -> Result<(), Failure> {
    let locale = spoken(config);
    let messages = locale.messages();
    let reached = Guest::connect_to_any(&config.runtime_dir, GuestKind::CommandLine, false).await;
    let mut guest = match reached {
        Ok((guest, _)) => guest,
        Err(Unreached::NotRunning) if config.demo => {
            return say(&messages.cli_campus_is_not_running());
        }
        Err(Unreached::NotRunning) => return say(&messages.cli_is_not_running()),
        Err(error) => return Err(error.into()),
    };
    match guest.ask(Intent::Quit).await {
        Err(refusal) if refusal.code != "not_running" => return Err(refusal.into()),
        _ => {}
    }
    while guest.next().await.is_some() {}
    say(&if config.demo {
        messages.cli_campus_ended()
    } else {
        messages.cli_ended()
    })
}

pub(super) async fn connect(config: &Config, start: &Start) -> Result<Guest, Failure> {
    let attempt = async || Guest::connect(&config.runtime_dir, GuestKind::CommandLine, true).await;
    match attempt().await {
        Err(Unreached::NotRunning) if start.start => {}
        // The one that is started takes over from the older one.
        Err(Unreached::OtherVersion { running }) if start.start && is_older(&running, VERSION) => {}
        reached => return Ok(reached?),
    }
    start::start_resident(config).await?;
    Ok(attempt().await?)
}

/// The view once the first attempt to connect has ended, either way.
pub(super) async fn settled(guest: &mut Guest) -> Result<View, Failure> {
    let come_up = async {
        while let Some(told) = guest.next().await {
            if let ToGuest::View { view } = told
                && view.link.state != LinkState::Connecting
            {
                return Some(*view);
            }
        }
        None
    };
    match tokio::time::timeout(CONNECTING, come_up).await {
        Ok(Some(view)) => Ok(view),
        Ok(None) => Err(Failure::NotRunning),
        Err(_) => Ok(guest.look().await?),
    }
}

/// What holds after a choice that was answered: by the server, or because it is kept for it.
async fn say_status(guest: &mut Guest) -> Result<(), Failure> {
    let view = guest.look().await?;
    say(&report::status_text(&view))?;
    sent(&view)
}

/// The status as it was asked for; in words where nothing else was.
pub(super) fn status_line(
    output: &StatusOutput,
    view: &View,
    config: &Config,
    words: impl FnOnce(&View) -> String,
) -> Result<String, Failure> {
    if let Some(format) = &output.format {
        return Ok(format.line(view, (Utc::now(), config.zone)));
    }
    if output.json {
        let json = serde_json::to_string(&report::StatusReport::new(view));
        return Ok(json.context("The answer could not be written")?);
    }
    Ok(words(view))
}

pub(super) fn print(
    output: &Output,
    report: &impl serde::Serialize,
    text: impl FnOnce() -> String,
) -> Result<(), Failure> {
    if output.json {
        say(&serde_json::to_string(report).context("The answer could not be written")?)
    } else {
        say(&text())
    }
}

/// Says it on standard output. Whoever has read enough, as `head` has, has it all.
pub(super) fn say(text: &str) -> Result<(), Failure> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Failed(
            anyhow::Error::new(error).context("The answer could not be written to standard output"),
        )),
        _ => Ok(()),
    }
}

/// The chain of causes as one sentence.
fn sentence(error: &anyhow::Error) -> String {
    let text = words::capitalised(&format!("{error:#}"));
    let end = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    format!("{text}{end}")
}

fn sent(view: &View) -> Result<(), Failure> {
    match view.link.state {
        LinkState::Connected => Ok(()),
        LinkState::SignedOut => Err(Failure::SignedOut),
        LinkState::Connecting | LinkState::Disconnected => {
            let kept = view.locale.locale().messages().cli_kept();
            Err(Failure::NotConnected(kept))
        }
    }
}

pub(super) fn connected(view: &View) -> Result<(), Failure> {
    match view.link.state {
        LinkState::Connected => Ok(()),
        LinkState::SignedOut => Err(Failure::SignedOut),
        LinkState::Connecting | LinkState::Disconnected => {
            let why = report::not_connected(view).unwrap_or_default();
            Err(Failure::NotConnected(why))
        }
    }
}

pub(super) fn connected_once(view: &View) -> Result<(), Failure> {
    if view.me.is_some() {
        Ok(())
    } else {
        connected(view)
    }
}

fn office(view: &View, name: &str) -> Result<OfficeId, Failure> {
    if view.link.state == LinkState::SignedOut {
        return Err(Failure::SignedOut);
    }
    let by_id = view
        .offices
        .iter()
        .find(|office| office.id.as_str() == name);
    let by_name = || {
        view.offices
            .iter()
            .find(|office| office.name.to_lowercase() == name.to_lowercase())
    };
    by_id
        .or_else(by_name)
        .map(|office| office.id.clone())
        .ok_or_else(|| {
            let known: Vec<&str> = view
                .offices
                .iter()
                .map(|office| office.id.as_str())
                .collect();
            let locale = view.locale.locale();
            let messages = locale.messages();
            let message = messages.cli_unknown_office(name, known.join(", "));
            Failure::Failed(anyhow::anyhow!(message))
        })
}

fn holding(arguments: &HoldingArguments, config: &Config) -> Result<Holding, Failure> {
    if let Some(duration) = arguments.duration {
        return Ok(Holding::For {
            seconds: duration.as_secs(),
        });
    }
    if let Some(text) = &arguments.until {
        let at = time::until(text, Utc::now(), config.zone)
            .map_err(|wrong| Failure::Usage(wrong.words(&spoken(config))))?;
        return Ok(Holding::Until { at });
    }
    Ok(if arguments.hold {
        Holding::UntilChanged
    } else {
        Holding::NextEdge
    })
}

fn password(config: &Config, from_stdin: bool) -> Result<String, Failure> {
    let locale = spoken(config);
    let messages = locale.messages();
    if !from_stdin {
        if !io::stdin().is_terminal() {
            return Err(Failure::Usage(messages.cli_no_terminal()));
        }
        let prompt = messages.cli_password() + " ";
        return Ok(rpassword::prompt_password(prompt).context("the password could not be read")?);
    }
    let mut password = String::new();
    io::stdin()
        .read_to_string(&mut password)
        .context("the password could not be read")?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    if password.is_empty() {
        return Err(Failure::Usage(messages.cli_password_empty()));
    }
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: &str) -> u8 {
        Failure::from(Refusal {
            code: code.into(),
            message: "No.".into(),
        })
        .exit_code()
    }

    #[test]
    fn each_kind_of_failure_has_the_exit_code_that_the_help_promises() {
        assert_eq!(code("forbidden"), 1);
        assert_eq!(Failure::Usage(String::new()).exit_code(), 2);
        assert_eq!(code("not_running"), 3);
        assert_eq!(code("signed_out"), 4);
        assert_eq!(code("not_connected"), 4);
    }
}
