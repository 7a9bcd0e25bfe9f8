//! A running server: connections in, and an orderly end.

mod connections;
mod open_files;
mod piped;
mod take_over;
mod tls;
mod tls_connections;
mod tls_reload;

use std::{net::SocketAddr, sync::Arc};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use self::tls::TlsError;
pub(crate) use self::{
    open_files::raise_open_files,
    piped::{Piped, Place, piped},
    take_over::TakeOver,
    tls::{Pair, Shown, TlsConcern},
};

use crate::{
    clock::{Clock, SystemClock},
    config::Tunables,
    http,
    hub::{Hub, HubThread},
    status::Vitals,
    store::{DataDirectory, Knock, Lock, Running, SqliteStore, StoreError, Wake},
    webhooks,
};

/// A server that runs in this process.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    hub: Hub,
    thread: HubThread,
    stop: CancellationToken,
    connections: JoinHandle<()>,
    /// Looks after the certificate; none without TLS.
    certificate: Option<JoinHandle<()>>,
    wake: JoinHandle<()>,
    webhooks: JoinHandle<()>,
    _lock: Lock,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("cannot listen on {address}: {reason}; choose another address or port")]
    Listen {
        address: SocketAddr,
        reason: std::io::Error,
    },
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("TLS cannot be set up: {0}")]
    Rustls(#[from] rustls::Error),
}

/// What decides in a server has ended without being told to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what decides here has ended, so the server ends too; start it again")]
pub struct Failed;

impl Server {
    /// Serves a data directory at an address; port 0 picks a free one.
    ///
    /// # Errors
    /// If there is no data, another server serves it, or the address is taken.
    pub async fn start(
        data: &DataDirectory,
        listen: SocketAddr,
        tunables: Tunables,
    ) -> Result<Self, StartError> {
        Self::start_by(data, listen, tunables, Arc::new(SystemClock::new())).await
    }

    /// The same by a given clock.
    ///
    /// # Errors
    /// As [`Server::start`].
    pub async fn start_by(
        data: &DataDirectory,
        listen: SocketAddr,
        tunables: Tunables,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StartError> {
        let pair = tunables.edge.tls.as_ref().map(Pair::read).transpose()?;
        let file = data.open()?;
        let lock = data.lock()?;
        let refused = |reason| StartError::Listen {
            address: listen,
            reason,
        };
        let listener = connections::listen_at(listen).map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let edge = tunables.edge.clone();
        let settings = tunables.webhooks.clone();
        let store = SqliteStore::start(file)?;
        let (hub, thread) = Hub::start(store.clone(), clock, tunables).await?;
        let running = Running {
            url: url(address, pair.is_some()),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            process: std::process::id(),
            since: chrono::Utc::now(),
        };
        let wake = data.listen_for_writes(running).await?;
        let wake = tokio::spawn(answer_other_processes(wake, hub.clone()));
        // What was written before anybody listened.
        let _ = hub.wake().await;
        let webhooks = webhooks::start(hub.clone(), store, settings);
        let stop = CancellationToken::new();
        let router = http::app_behind(hub.clone(), edge.clone());
        let tls = pair.as_ref().map(Shown::new).transpose()?;
        let certificate = match (edge.tls.clone(), pair, tls.clone()) {
            (Some(files), Some(pair), Some(shown)) => {
                tracing::info!(certificate = %pair.certificate, "TLS");
                tls_reload::remind(&pair, chrono::Utc::now());
                let watched = tls_reload::keep_up_to_date(files, pair, shown);
                Some(tokio::spawn(watched))
            }
            _ => None,
        };
        let accepting = connections::accept(listener, router, edge, tls, stop.clone());
        let connections = tokio::spawn(accepting);
        Ok(Self {
            address,
            hub,
            thread,
            stop,
            connections,
            certificate,
            wake,
            webhooks,
            _lock: lock,
        })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it listens, as browsers write it.
    pub fn url(&self) -> String {
        url(self.address, self.certificate.is_some())
    }

    /// The facts behind it.
    pub const fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Serves until it is `told` to end, and ends in order.
    ///
    /// # Errors
    /// If what decides has ended without being told to: all streams are closed then, and nobody is listened to any more,
    /// so that nobody is shown what is not looked after.
    pub async fn run(self, told: impl Future<Output = ()>) -> Result<(), Failed> {
        tokio::select! {
            () = told => {}
            () = self.hub.ended() => {
                self.stop.cancel();
                self.wake.abort();
                if let Some(certificate) = &self.certificate {
                    certificate.abort();
                }
                self.webhooks.abort();
                return Err(Failed);
            }
        }
        tracing::info!("ending");
        self.shutdown().await;
        tracing::info!("ended");
        Ok(())
    }

    /// Takes no more connections, tells the streams to come back, finishes what was begun, and closes the store:
    /// within 5 s, or 8 s if the disk does not take what it should.
    pub async fn shutdown(self) {
        self.stop.cancel();
        if let Some(certificate) = &self.certificate {
            certificate.abort();
        }
        self.hub.end_streams();
        // A task that panicked has nothing left to finish.
        let _ = self.connections.await;
        self.wake.abort();
        self.webhooks.abort();
        let _ = self.webhooks.await;
        let _ = self.hub.stop().await;
        self.thread.ended().await;
    }
}

fn url(address: SocketAddr, over_tls: bool) -> String {
    let scheme = if over_tls { "https" } else { "http" };
    format!("{scheme}://{address}")
}

async fn answer_other_processes(wake: Wake, hub: Hub) {
    loop {
        match wake.next().await {
            Knock::Wrote(by) => {
                if hub.wake().await.is_err() {
                    return;
                }
                wake.noted(by).await;
            }
            Knock::Asks(by) => {
                let vitals = serde_json::to_vec(&Vitals::of(&hub)).unwrap_or_default();
                wake.tell(by, &vitals).await;
            }
        }
    }
}
