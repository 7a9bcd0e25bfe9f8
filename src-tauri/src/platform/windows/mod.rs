#![expect(
    unsafe_code,
    reason = "Windows is spoken to by calls that the compiler cannot check"
)]

mod autostart;
mod console;
mod dialog;
mod input;
mod notifications;
mod registry;
mod session;
mod theme;
mod web_view;

use porchlight_client::{Happening, IdleSource};
use porchlight_core::view::Lack;
use tokio::sync::mpsc;
use windows_sys::Win32::UI::{
    Shell::SetCurrentProcessExplicitAppUserModelID,
    WindowsAndMessaging::{GetSystemMetrics, SM_CXSMICON},
};

pub use autostart::Autostart;
pub use dialog::say;
pub use notifications::Notices;
pub use web_view::check_web_view;

/// What Windows knows the app by, in the task bar and for its notifications.
const APP_ID: &str = "chat.porchlight.app";

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

    /// The source that counts all input on this desktop.
    pub fn idle_source(&self) -> Box<dyn IdleSource> {
        Box::new(input::LastInput)
    }

    /// Reports lock, sleep and the end of the session for as long as the app runs.
    pub async fn watch_session(self, happenings: mpsc::Sender<Happening>) {
        session::watch(happenings).await;
    }

    /// There always is a host here.
    #[expect(clippy::unused_async, reason = "elsewhere a panel comes and goes")]
    pub async fn watch_tray_host(self, mut told: impl FnMut(Result<String, Lack>)) {
        told(Ok("notification area".into()));
    }

    /// Tells whether the task bar is dark, now and whenever that changes.
    pub async fn watch_panel(self, dark: impl FnMut(bool)) {
        theme::watch_panel(dark).await;
    }

    /// The web view follows the system by itself.
    #[expect(
        clippy::unused_async,
        reason = "elsewhere the settings portal is asked"
    )]
    pub async fn watch_windows(self, _dark: impl FnMut(Option<bool>)) {}

    /// Shows notifications.
    pub fn notices(&self, happenings: mpsc::Sender<Happening>) -> Notices {
        Notices::new(happenings)
    }
}

/// Gives the command line its console, and the process its name. Call it first.
pub fn start_process() {
    console::attach();
    let id = wide(APP_ID);
    // SAFETY: the string ends with a zero and outlives the call.
    let named = unsafe { SetCurrentProcessExplicitAppUserModelID(id.as_ptr()) };
    if named < 0 {
        tracing::warn!(named, "Windows did not take the app's name");
    }
}

/// Nothing to check: the system gives every program a display.
///
/// # Errors
/// Never here.
pub fn check_display() -> Result<(), String> {
    Ok(())
}

/// How large the task bar draws an icon, in pixels. It scales what is not of this size, and badly.
pub fn tray_icon_size() -> Option<u32> {
    // SAFETY: it takes a number and returns one.
    let size = unsafe { GetSystemMetrics(SM_CXSMICON) };
    u32::try_from(size).ok().filter(|size| *size > 0)
}

/// As the system takes strings: UTF-16 with a zero at the end.
fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}
