//! The colour of the task bar.

use std::{io, thread};

use tokio::sync::mpsc;

use super::registry::Watched;

/// Where Windows keeps the colours that were chosen.
const KEY: &str = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";

/// Tells whether the task bar is dark, now and whenever that changes.
pub(super) async fn watch_panel(mut dark: impl FnMut(bool)) {
    let (told, mut tells) = mpsc::channel(1);
    let followed = thread::Builder::new()
        .name("theme".to_owned())
        .spawn(move || {
            if let Err(error) = follow(&told) {
                tracing::warn!(%error, "the task bar's colour is not noticed");
            }
        });
    if let Err(error) = followed {
        tracing::warn!(%error, "the task bar's colour is not noticed");
    }
    while let Some(is_dark) = tells.recv().await {
        dark(is_dark);
    }
}

/// Ends when nobody listens any more.
fn follow(told: &mpsc::Sender<bool>) -> io::Result<()> {
    let key = Watched::open(KEY)?;
    loop {
        // Watched before it is read, so that no change falls in between.
        let change = key.next_change()?;
        // Where there was no choice yet, the task bar was dark.
        let light = key
            .number("SystemUsesLightTheme")
            .is_some_and(|light| light != 0);
        if told.blocking_send(!light).is_err() {
            return Ok(());
        }
        change.wait()?;
    }
}
