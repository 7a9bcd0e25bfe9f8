//! A running server: connections in, and an orderly end.

use std::{io::ErrorKind, net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::{
    clock::{Clock, SystemClock},
    config::Tunables,
    http::{self, Peer},
    hub::{Hub, HubThread},
    store::{DataDirectory, Lock, SqliteStore, StoreError, Wake},
};

/// How long requests that were begun may take to finish at shutdown. All is over within 5 s.
const FINISH: Duration = Duration::from_secs(3);
/// Connections that may wait to be taken; the system may allow fewer. All of a campus comes back at once when the
/// network does, and one that finds no place tries again a second later.
const KNOCKING: u32 = 4096;
/// How long a client may take to send a request's head, counted from the last answer.
const HEAD: Duration = Duration::from_secs(75);
/// How long a peer may leave what was sent to it unacknowledged.
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED_MS: u32 = 60_000;

/// A server that runs in this process.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    hub: Hub,
    thread: HubThread,
    stop: CancellationToken,
    connections: JoinHandle<()>,
    wake: JoinHandle<()>,
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
}

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
        let file = data.open()?;
        let lock = data.lock()?;
        let refused = |reason| StartError::Listen {
            address: listen,
            reason,
        };
        let listener = listen_at(listen).map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let (hub, thread) = Hub::start(SqliteStore::start(file)?, clock, tunables).await?;
        let wake = tokio::spawn(note_writes(data.listen_for_writes().await?, hub.clone()));
        // What was written before anybody listened.
        let _ = hub.wake().await;
        let stop = CancellationToken::new();
        let connections = tokio::spawn(accept(listener, http::app(hub.clone()), stop.clone()));
        Ok(Self {
            address,
            hub,
            thread,
            stop,
            connections,
            wake,
            _lock: lock,
        })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The facts behind it.
    pub const fn hub(&self) -> &Hub {
        &self.hub
    }

    /// Takes no more connections, tells the streams to come back, finishes what was begun, and closes the store:
    /// within 5 s.
    pub async fn shutdown(self) {
        self.stop.cancel();
        self.hub.end_streams();
        // A task that panicked has nothing left to finish.
        let _ = self.connections.await;
        self.wake.abort();
        let _ = self.hub.stop().await;
        self.thread.ended().await;
    }
}

fn listen_at(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // As the standard library does: a server that is started anew must not wait for its old connections to fade.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(KNOCKING)
}

async fn note_writes(wake: Wake, hub: Hub) {
    loop {
        let by = wake.next().await;
        if hub.wake().await.is_err() {
            return;
        }
        wake.noted(by).await;
    }
}

async fn accept(listener: TcpListener, router: Router, stop: CancellationToken) {
    let graceful = GracefulShutdown::new();
    // Browsers reach HTTP/2 through the proxy that adds TLS; speaking it here too would cost every stream memory.
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.cancelled() => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                if !matches!(
                    error.kind(),
                    ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) {
                    tracing::error!(%error, "no connection can be taken; trying again in a second");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                continue;
            }
        };
        tune(&stream);
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(FINISH, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::info!("some connections did not end in time and are closed");
    }
}

/// Small events must not wait for each other, and a peer that vanished must not be written to for ever.
fn tune(stream: &TcpStream) {
    // Both only make things better; a connection without them works.
    let _ = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = rustix::net::sockopt::set_tcp_user_timeout(stream, UNACKNOWLEDGED_MS);
}
