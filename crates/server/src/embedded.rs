//! A whole server inside another program, for `porchlight --demo` and *Try it on this computer*.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
};

use anyhow::Context as _;

use crate::{
    Server,
    admin::Admin,
    campus::{Campus, Credentials},
    config::Tunables,
    store::DataDirectory,
};

/// A server that runs in this process, listening on a free port of 127.0.0.1.
#[derive(Debug)]
pub struct Embedded {
    pub address: SocketAddr,
    /// The sample person's account, where a campus was asked for.
    pub credentials: Option<Credentials>,
    server: Server,
}

impl Embedded {
    /// Tells the streams to reconnect, finishes what was begun, and ends: within 5 s.
    pub async fn shutdown(self) {
        self.server.shutdown().await;
    }
}

/// Starts a server on a free port of 127.0.0.1, with its data in `data` (made when it is missing).
///
/// # Errors
/// If the directory cannot be made or written, or another server already serves it.
pub async fn start(
    data: &Path,
    campus: Option<Campus>,
    tunables: Tunables,
) -> anyhow::Result<Embedded> {
    let directory = DataDirectory::new(data);
    let credentials = tokio::task::spawn_blocking({
        let (directory, campus) = (directory.clone(), campus.clone());
        move || match campus {
            Some(campus) => campus
                .set_up(&directory)
                .map(Some)
                .context("the sample campus cannot be set up"),
            None => Admin::create_or_open(directory)
                .map(|_| None)
                .context("the data directory cannot be set up"),
        }
    })
    .await??;
    let server = Server::start(&directory, (Ipv4Addr::LOCALHOST, 0).into(), tunables).await?;
    if let Some(campus) = campus {
        campus.staff(server.hub()).await?;
    }
    Ok(Embedded {
        address: server.address(),
        credentials,
        server,
    })
}
