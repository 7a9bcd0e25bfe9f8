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

use porchlight_client::Happening;
use porchlight_core::intent::Intent;
use tokio::sync::mpsc;

fn intend(happened: &mpsc::Sender<Happening>, intent: Intent) {
    tracing::info!(?intent, "clicked in the tray");
    // Full only if nothing is done any more; then a click more does not help.
    let _ = happened.try_send(Happening::Intent(intent));
}
