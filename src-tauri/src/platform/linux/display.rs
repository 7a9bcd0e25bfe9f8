//! The display that this session is seen on. Nothing is drawn on it here: it is there, and one day it is gone.

use std::{
    env, io,
    os::fd::{AsFd, OwnedFd},
};

use anyhow::Context as _;
use tokio::io::unix::AsyncFd;
use x11rb::{connection::Connection as _, rust_connection::RustConnection};

use super::on_wayland;

/// Looks whether there is a display.
///
/// # Errors
/// If there is none, or it cannot be reached; the sentence says what to do.
pub fn check_display() -> Result<(), String> {
    if env::var_os("DISPLAY").is_none() && env::var_os("WAYLAND_DISPLAY").is_none() {
        return Err(
            "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set. Start Porchlight inside a desktop session."
                .into(),
        );
    }
    Display::connect().map(drop).map_err(|error| {
        tracing::warn!(error = %format_args!("{error:#}"), "no display");
        "The display cannot be reached. Check DISPLAY and XAUTHORITY (or WAYLAND_DISPLAY), then start Porchlight again."
            .into()
    })
}

/// Waits until the display is gone; forever where it cannot be watched.
pub(super) async fn gone() {
    let watched = match Display::connect() {
        Ok(Display::Wayland(connection)) => wayland_gone(&connection).await,
        Ok(Display::X11(connection)) => x11_gone(&connection).await,
        Err(error) => Err(error),
    };
    if let Err(error) = watched {
        tracing::warn!(error = %format_args!("{error:#}"), "the display cannot be watched");
        std::future::pending::<()>().await;
    }
    tracing::info!("the display is gone");
}

enum Display {
    Wayland(wayland_client::Connection),
    X11(Box<RustConnection>),
}

impl Display {
    /// Wayland's where there are both, as the windows do.
    fn connect() -> anyhow::Result<Self> {
        if on_wayland()
            && let Ok(connection) = wayland_client::Connection::connect_to_env()
        {
            return Ok(Self::Wayland(connection));
        }
        let (connection, _) = x11rb::connect(None).context("no X display")?;
        Ok(Self::X11(Box::new(connection)))
    }
}

/// Nothing was asked of the server, so whatever comes is read and forgotten, until the end comes.
async fn x11_gone(connection: &RustConnection) -> anyhow::Result<()> {
    let socket = watched(connection.stream())?;
    loop {
        let mut ready = socket.readable().await?;
        loop {
            match connection.poll_for_event() {
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(_) => return Ok(()),
            }
        }
        ready.clear_ready();
    }
}

async fn wayland_gone(connection: &wayland_client::Connection) -> anyhow::Result<()> {
    let socket = watched(connection)?;
    loop {
        let mut ready = socket.readable().await?;
        // Nobody else reads from this connection.
        if let Some(read) = connection.prepare_read()
            && let Err(wayland_client::backend::WaylandError::Io(error)) = read.read()
            && error.kind() != io::ErrorKind::WouldBlock
        {
            return Ok(());
        }
        ready.clear_ready();
    }
}

#[expect(
    deprecated,
    reason = "its successor is unsafe, for what may be given another descriptor; what is owned here never is"
)]
fn watched(socket: &impl AsFd) -> io::Result<AsyncFd<OwnedFd>> {
    AsyncFd::new(socket.as_fd().try_clone_to_owned()?)
}
