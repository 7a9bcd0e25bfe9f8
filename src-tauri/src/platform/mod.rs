//! What differs between operating systems: idle time, lock and sleep, the tray's host, notifications.
//! The one place with `unsafe` code.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(not(target_os = "linux"))]
mod session;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::{Autostart, Notices, System, check_display, forget_start};
#[cfg(target_os = "macos")]
pub use macos::{Autostart, Notices, System, check_display};
#[cfg(windows)]
pub use windows::{
    Autostart, Notices, System, check_display, check_web_view, say, start_process, tray_icon_size,
};

use std::time::Duration;

use porchlight_client::{IdleClock, IdleSource};
use porchlight_core::view::Lack;

/// The window has nothing to be shown by.
#[derive(Debug, thiserror::Error)]
#[error(
    "The window needs Microsoft's WebView2 runtime, which is missing. Install it from \
     https://go.microsoft.com/fwlink/p/?LinkId=2124703, then open the window again. The icon's menu and the command line \
     work without it."
)]
pub struct NoWebView;

/// Nothing to do: a program has its terminal by itself, and its name from its desktop entry or its bundle.
#[cfg(not(windows))]
pub fn start_process() {}

/// Nothing to do: what a process at rest takes is not measured here.
#[cfg(not(target_os = "linux"))]
pub fn forget_start() {}

/// Looks for what shows the window. Here, what is missing stops the program from being installed.
///
/// # Errors
/// Never here.
#[cfg(not(windows))]
pub fn check_web_view() -> Result<(), NoWebView> {
    Ok(())
}

/// Ends a process of this user at once. Returns whether it is over.
#[cfg(target_os = "linux")]
pub fn end_process(process: u32) -> bool {
    use rustix::process::{Pid, Signal, kill_process};

    // There, each start counts processes by itself: this number is another one's.
    if porchlight_client::flatpak_id().is_some() {
        return false;
    }
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    process.is_some_and(|process| kill_process(process, Signal::KILL).is_ok())
}

/// Here only a window that the resident started itself is ended, which needs no number.
#[cfg(not(target_os = "linux"))]
pub fn end_process(_process: u32) -> bool {
    false
}

/// Says something that must be seen where nothing else can show it. Here, the notification that goes with it does.
#[cfg(not(windows))]
pub fn say(_sentence: &str) {}

/// How large the tray draws an icon, in pixels; none where it scales.
#[cfg(not(windows))]
pub fn tray_icon_size() -> Option<u32> {
    None
}

/// No idle source works here: the activity is unknown; this is the reason.
#[derive(Debug)]
pub struct NoIdleSource(pub(crate) Lack);

impl IdleSource for NoIdleSource {
    fn name(&self) -> String {
        String::new()
    }

    fn idle_for(&mut self) -> Result<Duration, Lack> {
        Err(self.0.clone())
    }

    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }
}
