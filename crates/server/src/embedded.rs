//! A whole server inside another program, for `porchlight --demo` and *Try it on this computer*.

use std::{net::SocketAddr, path::Path};

use crate::{
    campus::{Campus, Credentials},
    config::Tunables,
};

/// A server that runs in this process, listening on a free port of 127.0.0.1.
#[derive(Debug)]
pub struct Embedded {
    pub address: SocketAddr,
    /// The sample person's account, where a campus was asked for.
    pub credentials: Option<Credentials>,
}

impl Embedded {
    /// Tells the streams to reconnect, finishes what was begun, and ends.
    pub async fn shutdown(self) {}
}

/// Starts a server on a free port of 127.0.0.1, with its data in `data` (made when it is missing).
///
/// # Errors
/// If the directory cannot be made or written, or another server already serves it.
pub async fn start(data: &Path, campus: Option<Campus>, tunables: Tunables) -> anyhow::Result<Embedded> {
    let _ = (data, campus, tunables);
    anyhow::bail!("the embedded server is not built yet")
}
