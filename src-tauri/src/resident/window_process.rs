//! The window's process: started, brought to the front, and ended where it hangs.

use std::{process::Stdio, time::Duration};

use anyhow::Context as _;
use porchlight_app::{
    platform::{self, NoWebView},
    start,
};
use porchlight_client::{Config, Happening};
use porchlight_core::agent::WindowFailure;
use tokio::{
    process::{Child, Command},
    sync::{mpsc, oneshot},
    task::JoinHandle,
};

/// Where a toolkit looks for what lets a window come to the front.
const ACTIVATION: &str = "XDG_ACTIVATION_TOKEN";
/// A window that was told to close is given this long.
const CLOSING: Duration = Duration::from_secs(2);

/// The window that this resident started.
pub(super) struct WindowProcess {
    process: Option<u32>,
    kill: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

impl WindowProcess {
    /// Starts it; a failure, now or later, is told as a happening. `activation` lets it come to the front.
    pub(super) fn start(
        config: &Config,
        happened: &mpsc::Sender<Happening>,
        activation: Option<String>,
    ) -> Option<Self> {
        let (kill, killed) = oneshot::channel();
        match spawn(config, activation) {
            Ok(child) => {
                let process = child.id();
                let ended = tokio::spawn(wait(child, killed, happened.clone()));
                Some(Self {
                    process,
                    kill,
                    ended,
                })
            }
            Err(error) => {
                tracing::error!("{error:#}");
                let why = match error.downcast::<NoWebView>() {
                    Ok(reason) => {
                        let sentence = reason.to_string();
                        // A notification is too short for it, and may not be seen.
                        platform::say(&sentence);
                        WindowFailure::Other(sentence)
                    }
                    Err(_) => WindowFailure::NotStarted,
                };
                let _ = happened.try_send(Happening::WindowFailed(why));
                None
            }
        }
    }

    pub(super) fn is_running(&self) -> bool {
        !self.ended.is_finished()
    }

    pub(super) fn is_process(&self, process: u32) -> bool {
        self.is_running() && self.process == Some(process)
    }

    /// Ends it without a word.
    pub(super) fn kill(self) {
        // It may have ended meanwhile.
        let _ = self.kill.send(());
    }

    /// Waits until it has closed, as it was told to, or ends it.
    pub(super) async fn end(mut self) {
        if tokio::time::timeout(CLOSING, &mut self.ended)
            .await
            .is_err()
        {
            tracing::warn!("the window does not close; ending it");
            let _ = self.kill.send(());
            let _ = self.ended.await;
        }
    }
}

fn spawn(config: &Config, activation: Option<String>) -> anyhow::Result<Child> {
    let mut command = Command::from(start::window(config)?);
    // That of whoever started the resident is used up.
    command.env_remove(ACTIVATION);
    if let Some(token) = activation {
        command.env(ACTIVATION, token);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.spawn().context("the window could not be started")
}

async fn wait(mut child: Child, killed: oneshot::Receiver<()>, happened: mpsc::Sender<Happening>) {
    let ended = tokio::select! {
        ended = child.wait() => ended,
        Ok(()) = killed => {
            let _ = child.kill().await;
            return;
        }
    };
    match ended {
        Ok(status) if status.success() => tracing::info!("the window closed"),
        ended => {
            tracing::warn!(?ended, "the window failed");
            let crashed = Happening::WindowFailed(WindowFailure::Crashed);
            let _ = happened.send(crashed).await;
        }
    }
}
