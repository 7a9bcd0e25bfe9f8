//! A connection that became a stream of events is taken over: once the head of the answer is on its way, what speaks
//! HTTP is dropped with its buffers, and whoever publishes writes to the socket itself.

use std::{
    convert::Infallible,
    fmt,
    future::poll_fn,
    io::{self, IoSlice},
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::{body::Frame, server::conn::http1::Connection, service::HttpService};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_util::sync::CancellationToken;

use crate::hub::EventStream;

/// What the handler of a request and its connection share. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct TakeOver {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    stream: Mutex<Option<EventStream>>,
    /// The head of the answer was handed to the socket, as far as it had room.
    head: AtomicBool,
    /// The socket had no room for what was last written.
    full: AtomicBool,
}

impl fmt::Debug for TakeOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TakeOver").finish_non_exhaustive()
    }
}

impl TakeOver {
    /// The body of an answer that a stream is to be: the connection is taken over for it. If the answer has no body, as
    /// one to HEAD, the stream ends with it.
    pub(crate) fn body(&self, stream: EventStream) -> Body {
        self.shared.head.store(false, Ordering::SeqCst);
        *self.shared.stream() = Some(stream);
        Body::new(Head(Arc::clone(&self.shared)))
    }

    pub(super) fn watch(&self, socket: TcpStream) -> Watched {
        Watched {
            socket,
            shared: Arc::clone(&self.shared),
        }
    }
}

impl Shared {
    fn stream(&self) -> MutexGuard<'_, Option<EventStream>> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The stream, once all that comes before it is written.
    fn take(&self) -> Option<EventStream> {
        if !self.head.load(Ordering::SeqCst) || self.full.load(Ordering::SeqCst) {
            return None;
        }
        self.stream().take()
    }
}

/// Serves requests until the connection ends, or is taken over for a stream. Told to stop, finishes the request that
/// was begun.
pub(super) async fn until_taken<S>(
    mut connection: Connection<TokioIo<Watched>, S>,
    take_over: TakeOver,
    stop: CancellationToken,
) -> hyper::Result<Option<(EventStream, TcpStream)>>
where
    S: HttpService<hyper::body::Incoming, ResBody = Body>,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let stop = pin!(stop.cancelled());
    let mut stop = Some(stop);
    let taken = poll_fn(|context| {
        if let Some(stopped) = &mut stop
            && stopped.as_mut().poll(context).is_ready()
        {
            stop = None;
            Pin::new(&mut connection).graceful_shutdown();
        }
        match Pin::new(&mut connection).poll(context) {
            Poll::Ready(result) => Poll::Ready(result.map(|()| None)),
            Poll::Pending => match take_over.shared.take() {
                Some(taken) => Poll::Ready(Ok(Some(taken))),
                None => Poll::Pending,
            },
        }
    })
    .await?;
    Ok(taken.map(|stream| (stream, connection.into_parts().io.into_inner().socket)))
}

/// A body that never says anything: when it is asked, the head has been written.
struct Head(Arc<Shared>);

impl HttpBody for Head {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.head.store(true, Ordering::SeqCst);
        Poll::Pending
    }
}

impl Drop for Head {
    fn drop(&mut self) {
        let unused = self.0.stream().take();
        drop(unused);
    }
}

/// A socket that knows whether it was full.
pub(super) struct Watched {
    socket: TcpStream,
    shared: Arc<Shared>,
}

impl Watched {
    fn note<T>(&self, written: Poll<T>) -> Poll<T> {
        let full = written.is_pending();
        self.shared.full.store(full, Ordering::SeqCst);
        written
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(context, buffer)
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.note(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(context, slices);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}
