//! `watch`: a line whenever what is shown changes, for as long as the app runs and somebody reads.

use std::{
    io::{self, Write as _},
    time::Duration,
};

use anyhow::Context as _;
use porchlight_app::VERSION;
use porchlight_client::{
    Config,
    socket::{Guest, GuestKind, ToGuest, Unreached, is_older},
};
use porchlight_core::view::View;
use tokio::time::{Instant, sleep};

use super::{
    StatusOutput,
    run::{Failure, status_line},
};

/// The app that goes on in place of one that has gone is there within this.
const TAKEN_OVER: Duration = Duration::from_secs(5);
const AGAIN: Duration = Duration::from_millis(100);

/// Follows the app until nobody reads on, which is no failure, or until it ends.
pub(super) async fn watch(
    guest: Guest,
    output: &StatusOutput,
    config: &Config,
) -> Result<(), Failure> {
    tokio::select! {
        outcome = follow(guest, output, config) => outcome,
        () = nobody_reads() => Ok(()),
    }
}

async fn follow(mut guest: Guest, output: &StatusOutput, config: &Config) -> Result<(), Failure> {
    let mut said = String::new();
    loop {
        while let Some(told) = guest.next().await {
            let ToGuest::View { view } = told else {
                continue;
            };
            let line = status_line(output, &view, config, in_short)?;
            if line == said {
                continue;
            }
            match writeln!(io::stdout().lock(), "{line}") {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
                written => written.context("The change could not be written")?,
            }
            said = line;
        }
        guest = successor(config).await?;
    }
}

/// All in one line: what the icon's tooltip says.
fn in_short(view: &View) -> String {
    view.tooltip.lines().collect::<Vec<_>>().join(" · ")
}

/// The app that goes on in place of the one that has gone. A newer version is followed by its own `watch`, in place of this one.
async fn successor(config: &Config) -> Result<Guest, Failure> {
    let patience = Instant::now() + TAKEN_OVER;
    loop {
        match Guest::connect(&config.runtime_dir, GuestKind::CommandLine, true).await {
            Err(Unreached::NotRunning) if Instant::now() < patience => sleep(AGAIN).await,
            Err(Unreached::OtherVersion { running }) if is_older(VERSION, &running) => {
                return Err(go_on_as_newer(running));
            }
            reached => return Ok(reached?),
        }
    }
}

/// Runs the same command again by the program that stands where this one did. Returns only if that cannot be.
#[cfg(unix)]
fn go_on_as_newer(running: String) -> Failure {
    use std::os::unix::process::CommandExt as _;

    let mut words = std::env::args_os();
    let Some(program) = words.next() else {
        return Unreached::OtherVersion { running }.into();
    };
    let error = std::process::Command::new(program).args(words).exec();
    tracing::warn!(%error, "the newer version could not be run");
    Unreached::OtherVersion { running }.into()
}

#[cfg(not(unix))]
fn go_on_as_newer(running: String) -> Failure {
    Unreached::OtherVersion { running }.into()
}

/// Resolves once the reader of standard output has gone, also while there is nothing to write; never where it is no pipe.
#[cfg(target_os = "linux")]
async fn nobody_reads() {
    use rustix::event::{PollFd, PollFlags, poll};

    let (tell, gone) = tokio::sync::oneshot::channel();
    // A thread that nobody waits for: it rests in the kernel until the reader goes or this process ends.
    std::thread::spawn(move || {
        let output = io::stdout();
        let mut ended = [PollFd::new(&output, PollFlags::empty())];
        let outcome = loop {
            match poll(&mut ended, None) {
                Err(rustix::io::Errno::INTR) => {}
                outcome => break outcome,
            }
        };
        if outcome.is_ok() {
            // Only who no longer runs does not hear it.
            let _ = tell.send(());
        }
    });
    if gone.await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(not(target_os = "linux"))]
async fn nobody_reads() {
    std::future::pending::<()>().await;
}
