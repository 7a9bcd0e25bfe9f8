//! The console of the terminal that a command was given in.

use std::env;

use windows_sys::Win32::System::Console::{ATTACH_PARENT_PROCESS, AttachConsole};

/// Writes to the terminal where a command was given in one. The program has no console of its own, so that none opens
/// beside the tray; and the tray, which is started without arguments, must not end with somebody's terminal.
pub(super) fn attach() {
    if env::args_os().len() > 1 {
        // SAFETY: it takes a number. It fails where there is no terminal, which is as good.
        unsafe { AttachConsole(ATTACH_PARENT_PROCESS) };
    }
}
