//! Connections: taken as long as there is room for them, served, and ended in good order.

use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
    pin::pin,
    sync::Arc,
    time::Duration,
};

use axum::{Router, body::Body};
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

use super::{
    open_files::connections_that_fit,
    take_over::{self, TakeOver},
    tls::Shown,
    tls_connections::OverTls,
};
use crate::{config::Edge, http::Peer};

/// How long requests that were begun may take to finish at shutdown. All is over within 5 s, if the disk is well.
const FINISH: Duration = Duration::from_secs(3);
/// Connections that may wait to be taken; the system may allow fewer. All of a campus comes back at once when the
/// network does, and one that finds no place tries again a second later.
const KNOCKING: u32 = 4096;
/// How long a peer may leave what was sent to it unacknowledged.
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED_MS: u32 = 60_000;

pub(super) fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
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

/// Serves whoever connects, over TLS if there is a certificate, until it is told to stop; then finishes what was begun.
pub(super) async fn accept(
    listener: TcpListener,
    router: Router,
    edge: Edge,
    tls: Option<Shown>,
    stop: CancellationToken,
) {
    let open = TaskTracker::new();
    // Browsers speak HTTP/2 over TLS only; speaking it here too would cost every stream memory.
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(edge.head);
    let mut places = Places::new(connections_that_fit(edge.max_connections));
    let over_tls = tls.map(|shown| OverTls {
        acceptor: shown.config().into(),
        router: router.clone(),
        edge: edge.clone(),
        places: Arc::clone(&places.free),
        stop: stop.clone(),
    });
    loop {
        let accepted = tokio::select! {
            accepted = places.accept(&listener) => accepted,
            () = stop.cancelled() => break,
        };
        let (stream, peer, place) = match accepted {
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
        if let Some(over_tls) = &over_tls {
            let served = over_tls.clone().serve(stream, peer);
            open.spawn(async move {
                served.await;
                drop(place);
            });
            continue;
        }
        let take_over = TakeOver::default();
        let (router, of_connection) = (router.clone(), take_over.clone());
        let first_head = CancellationToken::new();
        let head_came = first_head.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            head_came.cancel();
            request.extensions_mut().insert(Peer(peer));
            request.extensions_mut().insert(of_connection.clone());
            router.clone().oneshot(request.map(Body::new))
        });
        let socket = take_over.watch(stream);
        let connection = builder.serve_connection(TokioIo::new(socket), service);
        let connection = take_over::until_taken(connection, take_over, stop.clone());
        let streams = open.clone();
        let within = edge.first_head;
        open.spawn(async move {
            let served = async {
                let mut connection = pin!(connection);
                tokio::select! {
                    served = &mut connection => return served,
                    () = first_head.cancelled() => {}
                    () = tokio::time::sleep(within) => {
                        tracing::debug!("a connection asked for nothing in time and is closed");
                        return Ok(None);
                    }
                }
                connection.await
            };
            match served.await {
                // A task of its own, so that the larger one that serves requests is freed.
                Ok(Some((stream, socket))) => {
                    streams.spawn(async move {
                        stream.serve(socket).await;
                        drop(place);
                    });
                }
                Ok(None) => {}
                Err(error) => tracing::debug!(%error, "a connection broke off"),
            }
        });
    }
    drop(listener);
    open.close();
    if tokio::time::timeout(FINISH, open.wait()).await.is_err() {
        tracing::info!("some connections did not end in time and are closed");
    }
}

/// Room for so many connections.
struct Places {
    max: usize,
    free: Arc<Semaphore>,
    /// Whether it was said that there is none left. Not said again until a tenth is free.
    said_full: bool,
}

impl Places {
    fn new(max: usize) -> Self {
        Self {
            max,
            free: Arc::new(Semaphore::new(max)),
            said_full: false,
        }
    }

    /// Takes the next connection once there is room for it: until then it waits with the system, and nobody is refused.
    async fn accept(
        &mut self,
        listener: &TcpListener,
    ) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
        let free = self.free.available_permits();
        if free == 0 && !self.said_full {
            tracing::warn!(
                max = self.max,
                "all connections are in use; others wait until one ends"
            );
        }
        self.said_full = free == 0 || self.said_full && free <= self.max / 10;
        let place = Arc::clone(&self.free)
            .acquire_owned()
            .await
            .map_err(io::Error::other)?;
        let (stream, peer) = listener.accept().await?;
        Ok((stream, peer, place))
    }
}

/// Small events must not wait for each other, and a peer that vanished must not be written to for ever.
fn tune(stream: &TcpStream) {
    // Both only make things better; a connection without them works.
    let _ = stream.set_nodelay(true);
    #[cfg(target_os = "linux")]
    let _ = rustix::net::sockopt::set_tcp_user_timeout(stream, UNACKNOWLEDGED_MS);
}
