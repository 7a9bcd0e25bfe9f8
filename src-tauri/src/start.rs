//! How each of the two programs starts the other, which stands beside it.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::Context as _;
use porchlight_client::Config;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    time::timeout,
};

use crate::platform;

/// Has a program be the sample campus', with folders of its own.
pub const DEMO: &str = "--demo";
/// What the resident says once its socket is open.
pub const READY: &str = "ready";
/// How long it may take until then, also where an older version has to go first.
const STARTED: Duration = Duration::from_secs(20);

/// Windows' name for: not in this terminal.
#[cfg(windows)]
const DETACHED_PROCESS: u32 = 8;

/// Has WebKit paint by itself. A window this small is there sooner without a graphics card, whose libraries take long
/// to load, and it is there where a driver would leave it blank.
const WITHOUT_GRAPHICS_CARD: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Starts the app in the background and waits until it can be reached.
///
/// # Errors
/// If it cannot; the sentence is the app's own.
pub async fn start_resident(config: &Config) -> anyhow::Result<()> {
    let mut command = resident_of(config)?;
    command
        .arg("--announce")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    // Whatever ends the terminal's programs is not meant for it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, DETACHED_PROCESS);
    let mut resident = tokio::process::Command::from(command)
        .spawn()
        .context("Porchlight could not be started")?;
    let said = resident
        .stdout
        .take()
        .context("Porchlight could not be heard")?;
    let line = timeout(STARTED, BufReader::new(said).lines().next_line())
        .await
        .with_context(|| {
            let seconds = STARTED.as_secs();
            format!(
                "Porchlight did not start within {seconds} seconds; run `porchlight` to see why"
            )
        })??;
    match line.as_deref() {
        Some(READY) => Ok(()),
        Some(reason) => anyhow::bail!("{reason}"),
        None => anyhow::bail!("Porchlight could not be started; run `porchlight` to see why"),
    }
}

/// Starts the app apart from this process, to take over from an older version that runs, and to show its window then.
///
/// # Errors
/// If it cannot be started.
pub fn take_over(config: &Config) -> anyhow::Result<()> {
    let mut command = resident_of(config)?;
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // What ends this process, as the older version does with its window, is not meant for it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, DETACHED_PROCESS);
    command
        .spawn()
        .context("The new version of Porchlight could not be started")?;
    Ok(())
}

/// The path of the resident's program, which is also the command line's.
///
/// # Errors
/// If this process does not know where its own program is.
pub fn resident() -> anyhow::Result<PathBuf> {
    beside_me("porchlight")
}

/// The window's program, to be started for this app: it finds the app's folders as the app did.
///
/// # Errors
/// If the system has nothing to show it by, or this process does not know where its own program is.
pub fn window(config: &Config) -> anyhow::Result<Command> {
    platform::check_web_view()?;
    let mut command = Command::new(beside_me("porchlight-window")?);
    command.args(config.demo.then_some(DEMO));
    if env::var_os(WITHOUT_GRAPHICS_CARD).is_none() {
        command.env(WITHOUT_GRAPHICS_CARD, "1");
    }
    Ok(command)
}

fn resident_of(config: &Config) -> anyhow::Result<Command> {
    let mut command = Command::new(resident()?);
    command.args(config.demo.then_some(DEMO));
    Ok(command)
}

fn beside_me(name: &str) -> anyhow::Result<PathBuf> {
    let me = env::current_exe().context("Porchlight does not know where its own program is")?;
    Ok(me.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX)))
}
