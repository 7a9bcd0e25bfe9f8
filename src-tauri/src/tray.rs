//! Draws a [`TrayModel`](porchlight_core::tray::TrayModel) in the panel, and turns clicks into intents.
//!
//! On Linux the panel is another program, and the icon an object on the session bus: no toolkit, no event loop.
//! Elsewhere the icon belongs to this program's main thread and its event loop, which are Tauri's.

#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(target_os = "linux")]
mod status_notifier;

#[cfg(not(target_os = "linux"))]
pub(crate) use native::{MainThread, Tray, Way};
#[cfg(target_os = "linux")]
pub(crate) use status_notifier::{MainThread, Tray, Way};

use std::sync::{Arc, Mutex, PoisonError};

use porchlight_client::Happening;
use porchlight_core::intent::Intent;
use tokio::sync::mpsc;

/// What the desktop allows a window to come to the front with, after a click in the tray: an XDG activation token. Wayland
/// lets no window do so without one; elsewhere there is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Activation(Arc<Mutex<Option<String>>>);

impl Activation {
    /// Keeps what came with a click, or forgets what came with an earlier one.
    #[cfg(target_os = "linux")]
    fn came_with_click(&self, token: Option<String>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = token;
    }

    /// What may be used once.
    pub(crate) fn take(&self) -> Option<String> {
        let mut token = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        token.take()
    }
}

fn intend(happened: &mpsc::Sender<Happening>, intent: Intent) {
    tracing::info!(?intent, "clicked in the tray");
    // Full only if nothing is done any more; then a click more does not help.
    let _ = happened.try_send(Happening::Intent(intent));
}
