use std::{
    env,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::Context as _;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    time::timeout,
};

/// What the resident says once its socket is open.
pub(crate) const READY: &str = "ready";

/// Starts the app in the background and waits until it can be reached.
///
/// # Errors
/// If it cannot; the sentence is the app's own.
pub(crate) async fn start_resident() -> anyhow::Result<()> {
    let program =
        env::current_exe().context("Porchlight does not know where its own program is")?;
    let mut command = Command::new(program);
    command
        .arg("--announce")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut resident = tokio::process::Command::from(command)
        .spawn()
        .context("Porchlight could not be started")?;
    let said = resident
        .stdout
        .take()
        .context("Porchlight could not be heard")?;
    let line = timeout(
        Duration::from_secs(10),
        BufReader::new(said).lines().next_line(),
    )
    .await
    .context("Porchlight did not start within 10 seconds; run `porchlight` to see why")??;
    match line.as_deref() {
        Some(READY) => Ok(()),
        Some(reason) => anyhow::bail!("{reason}"),
        None => anyhow::bail!("Porchlight could not be started; run `porchlight` to see why"),
    }
}
