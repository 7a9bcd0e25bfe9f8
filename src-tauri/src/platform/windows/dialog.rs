//! A sentence in a box of Windows' own, for where there is nothing else to show it by.

use std::{
    ptr::null_mut,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use windows_sys::Win32::UI::WindowsAndMessaging::{
    MB_ICONINFORMATION, MB_OK, MB_SETFOREGROUND, MessageBoxW,
};

use super::wide;

/// One at a time: a second click asks for what is there already.
static OPEN: AtomicBool = AtomicBool::new(false);

/// Says something that must be seen where nothing else can show it. Waits for nobody.
pub fn say(sentence: &str) {
    if OPEN.swap(true, Ordering::Relaxed) {
        return;
    }
    let (text, title) = (wide(sentence), wide("Porchlight"));
    let shown = thread::Builder::new()
        .name("dialog".to_owned())
        .spawn(move || {
            // SAFETY: the strings end with a zero and outlive the call, which returns once the box is closed.
            unsafe {
                MessageBoxW(
                    null_mut(),
                    text.as_ptr(),
                    title.as_ptr(),
                    MB_OK | MB_ICONINFORMATION | MB_SETFOREGROUND,
                )
            };
            OPEN.store(false, Ordering::Relaxed);
        });
    if let Err(error) = shown {
        OPEN.store(false, Ordering::Relaxed);
        tracing::warn!(%error, sentence, "nothing could show this");
    }
}
