#![expect(
    unsafe_code,
    reason = "macOS is spoken to by calls that the compiler cannot check"
)]

mod autostart;
mod input;
mod notifications;
mod session;

use porchlight_client::{Happening, IdleSource};
use porchlight_core::view::Lack;
use tokio::sync::mpsc;

pub use autostart::Autostart;
pub use notifications::Notices;

/// The desktop session as this process finds it.
#[derive(Clone, Debug)]
pub struct System;

impl System {
    #[expect(
        clippy::unused_async,
        reason = "elsewhere this connects to the session bus"
    )]
    pub async fn connect() -> Self {
        Self
    }

    /// The source that counts all input on this desktop, or one that says why there is none.
    pub fn idle_source(&self) -> Box<dyn IdleSource> {
        input::source()
    }

    /// Reports lock, sleep and the end of the session for as long as the app runs.
    #[expect(clippy::unused_async, reason = "elsewhere this waits for a bus")]
    pub async fn watch_session(self, happenings: mpsc::Sender<Happening>) {
        session::watch(happenings);
    }

    /// There always is a host here.
    #[expect(clippy::unused_async, reason = "elsewhere a panel comes and goes")]
    pub async fn watch_tray_host(self, mut told: impl FnMut(Result<String, Lack>)) {
        told(Ok("menu bar".into()));
    }

    /// The menu bar paints a template in its own colour.
    #[expect(
        clippy::unused_async,
        reason = "elsewhere the settings portal is asked"
    )]
    pub async fn watch_panel(self, _dark: impl FnMut(bool)) {}

    /// The web view follows the system by itself.
    #[expect(
        clippy::unused_async,
        reason = "elsewhere the settings portal is asked"
    )]
    pub async fn watch_windows(self, _dark: impl FnMut(Option<bool>)) {}

    pub fn notices(&self, happenings: mpsc::Sender<Happening>) -> Notices {
        Notices::new(happenings)
    }
}

/// Nothing to check: the system gives every program a display.
///
/// # Errors
/// Never here.
pub fn check_display() -> Result<(), String> {
    Ok(())
}
