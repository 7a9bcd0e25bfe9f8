//! A whole server inside another program, for `porchlight --demo` and *Try it on this computer*.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    sync::Arc,
};

use anyhow::Context as _;

use crate::{
    Failed, Server,
    admin::Admin,
    campus::{Campus, Credentials},
    clock::{Clock, SystemClock},
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
    /// Serves until it is `told` to end; then tells the streams to reconnect, finishes what was begun, and ends: within
    /// 5 s.
    ///
    /// # Errors
    /// If what decides has ended without being told to: nobody is listened to any more.
    pub async fn run(self, told: impl Future<Output = ()>) -> Result<(), Failed> {
        self.server.run(told).await
    }

    /// Ends at once, as when [`run`](Self::run) is told to.
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
    start_by(data, campus, tunables, Arc::new(SystemClock::new())).await
}

/// The same by a given clock.
///
/// # Errors
/// As [`start`].
pub async fn start_by(
    data: &Path,
    campus: Option<Campus>,
    tunables: Tunables,
    clock: Arc<dyn Clock>,
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
    let anywhere = (Ipv4Addr::LOCALHOST, 0).into();
    let server = Server::start_by(&directory, anywhere, tunables, clock).await?;
    if let Some(campus) = campus {
        campus.staff(server.hub()).await?;
    }
    Ok(Embedded {
        address: server.address(),
        credentials,
        server,
    })
}
