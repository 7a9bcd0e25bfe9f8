//! Where the socket stands: a file in the runtime directory on Unix, a named pipe on Windows.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(super) use unix::{connect, listen};
#[cfg(windows)]
pub(super) use windows::{connect, listen};
