#![expect(
    unsafe_code,
    reason = "Xlib has no safe binding; the display is closed in the function that opens it"
)]

use std::{ptr, time::Duration};

use porchlight_client::IdleSource;
use user_idle::UserIdle;
use x11::{xlib, xss};

/// The X server's own idle time, which counts the input of every program.
#[derive(Debug)]
pub(super) struct X11;

impl X11 {
    /// Fails with the reason where the X server cannot tell.
    pub(super) fn find() -> Result<Self, String> {
        check().map(|()| Self)
    }
}

impl IdleSource for X11 {
    fn name(&self) -> String {
        "X11 screen saver extension".into()
    }

    fn idle_for(&mut self) -> Result<Duration, String> {
        check()?;
        let answer = UserIdle::get_time();
        answer
            .map(|idle| idle.duration())
            .map_err(|_| "the X server does not tell the idle time".into())
    }
}

/// The library behind this source dereferences a null display, so each question is asked only of one that answers.
fn check() -> Result<(), String> {
    if std::env::var_os("DISPLAY").is_none_or(|display| display.is_empty()) {
        return Err("DISPLAY is not set".into());
    }
    // SAFETY: a null name means the one in DISPLAY; a null answer is checked before any use.
    let display = unsafe { xlib::XOpenDisplay(ptr::null()) };
    if display.is_null() {
        return Err("the X display in DISPLAY cannot be reached".into());
    }
    let (mut first_event, mut first_error) = (0, 0);
    // SAFETY: the display is open, both pointers are valid for the call, and it is closed exactly once.
    let present = unsafe {
        let present =
            xss::XScreenSaverQueryExtension(display, &raw mut first_event, &raw mut first_error);
        xlib::XCloseDisplay(display);
        present
    };
    if present == 0 {
        return Err("the X server has no screen saver extension".into());
    }
    Ok(())
}
