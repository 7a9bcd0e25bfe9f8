//! Connections over TLS, in HTTP/2 or HTTP/1.1 as the client likes. Here a stream of events is one answer among others.

use std::{
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
};
use hyper::{
    Request,
    body::{Frame, Incoming, SizeHint},
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::graceful::GracefulConnection,
};
use tokio::{
    net::TcpStream,
    sync::{Semaphore, watch},
    time::timeout,
};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use super::Piped;
use crate::{config::Edge, http::Peer};

/// Requests that one connection may have open, streams of events among them.
const REQUESTS_MAX: u32 = 100;
/// Bytes that the heads of one request may have, in HTTP/2.
const HEAD_MAX: u32 = 16 * 1024;
/// Bytes that are kept for a client that does not read, a request.
const UNSENT_MAX: usize = 64 * 1024;
/// How often it is found out whether the other end of a connection in HTTP/2 is still there, and how long it has to say.
const PING_EVERY: Duration = Duration::from_secs(20);
/// How long a connection that is told to end has for it.
const FINISH: Duration = Duration::from_secs(3);

/// What all connections over TLS share. Cheap to clone.
#[derive(Clone)]
pub(super) struct OverTls {
    pub(super) acceptor: TlsAcceptor,
    pub(super) router: Router,
    pub(super) edge: Edge,
    /// Where each further stream of events on a connection takes a place, too.
    pub(super) places: Arc<Semaphore>,
    pub(super) stop: CancellationToken,
}

impl OverTls {
    /// Serves a connection until it ends.
    pub(super) async fn serve(self, stream: TcpStream, peer: SocketAddr) {
        let shake_hands = timeout(self.edge.first_head, self.acceptor.accept(stream));
        let accepted = tokio::select! {
            accepted = shake_hands => accepted,
            () = self.stop.cancelled() => return,
        };
        let stream = match accepted {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return tracing::debug!(%error, %peer, "no handshake"),
            Err(_) => return tracing::debug!(%peer, "a handshake took too long"),
        };
        let speaks_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let requests = Requests::default();
        let (router, counted) = (self.router.clone(), requests.clone());
        let piped = Piped {
            places: speaks_http2.then(|| Arc::clone(&self.places)),
        };
        let service = service_fn(move |mut request: Request<Incoming>| {
            let open = counted.begin();
            request.extensions_mut().insert(Peer(peer));
            request.extensions_mut().insert(piped.clone());
            let answer = router.clone().oneshot(request.map(Body::new));
            async move {
                Ok::<_, std::convert::Infallible>(
                    answer.await?.map(|body| Counted { body, _open: open }),
                )
            }
        });
        let stream = TokioIo::new(stream);
        let ended = if speaks_http2 {
            let mut builder = http2::Builder::new(TokioExecutor::new());
            builder
                .timer(TokioTimer::new())
                .max_concurrent_streams(REQUESTS_MAX)
                .max_header_list_size(HEAD_MAX)
                .max_send_buf_size(UNSENT_MAX)
                .keep_alive_interval(PING_EVERY)
                .keep_alive_timeout(PING_EVERY);
            self.until_ended(builder.serve_connection(stream, service), &requests)
                .await
        } else {
            let mut builder = http1::Builder::new();
            builder
                .timer(TokioTimer::new())
                .header_read_timeout(self.edge.head);
            self.until_ended(builder.serve_connection(stream, service), &requests)
                .await
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection broke off");
        }
    }

    /// Has it end in good order when the server is told to stop, or when nothing is asked for too long.
    async fn until_ended<C>(&self, connection: C, requests: &Requests) -> Result<(), C::Error>
    where
        C: GracefulConnection,
    {
        let mut connection = pin!(connection);
        let idle = requests.idle(self.edge.first_head, self.edge.head);
        let stopped = tokio::select! {
            ended = &mut connection => return ended,
            () = self.stop.cancelled() => true,
            () = idle => false,
        };
        connection.as_mut().graceful_shutdown();
        if stopped {
            // What was begun is finished, and whoever stops the server knows how long that may take.
            return connection.await;
        }
        timeout(FINISH, connection).await.unwrap_or(Ok(()))
    }
}

/// The requests of a connection. Cheap to clone.
#[derive(Clone, Default)]
struct Requests(watch::Sender<Count>);

#[derive(Clone, Copy, Default)]
struct Count {
    open: usize,
    /// There was one.
    any: bool,
}

/// A request that is open until this is dropped.
struct Open(watch::Sender<Count>);

impl Requests {
    fn begin(&self) -> Open {
        self.0.send_modify(|count| {
            count.open += 1;
            count.any = true;
        });
        Open(self.0.clone())
    }

    /// Waits until nothing was open for too long: the first request has another time than those after it.
    async fn idle(&self, first: Duration, later: Duration) {
        let mut counted = self.0.subscribe();
        loop {
            let Count { open, any } = *counted.borrow_and_update();
            let within = if any { later } else { first };
            // The sender is here.
            if open > 0 {
                let _ = counted.changed().await;
            } else if timeout(within, counted.changed()).await.is_err() {
                return;
            }
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.send_modify(|count| count.open -= 1);
    }
}

/// A body that counts as an open request until it was sent.
struct Counted {
    body: Body,
    _open: Open,
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
