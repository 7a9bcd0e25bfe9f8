//! WebView2, which the window is shown by. Windows 11 has it, Windows 10 mostly.

use std::env;

use super::{
    super::NoWebView,
    registry::{self, Root},
};

/// WebView2's number at the updater that keeps it.
const RUNTIME: &str = "{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";

/// Looks for WebView2 as its documentation says.
///
/// # Errors
/// If it is not installed.
pub fn check_web_view() -> Result<(), NoWebView> {
    // One that stands in a folder of its own is nobody's to find.
    if env::var_os("WEBVIEW2_BROWSER_EXECUTABLE_FOLDER").is_some() {
        return Ok(());
    }
    let places = [
        (
            Root::Machine,
            r"SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients",
        ),
        (Root::User, r"Software\Microsoft\EdgeUpdate\Clients"),
    ];
    let is_there = |(root, clients)| {
        registry::text(root, &format!(r"{clients}\{RUNTIME}"), "pv")
            .is_some_and(|version| !version.is_empty() && version != "0.0.0.0")
    };
    if places.into_iter().any(is_there) {
        Ok(())
    } else {
        Err(NoWebView)
    }
}
