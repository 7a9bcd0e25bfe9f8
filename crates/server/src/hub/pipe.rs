//! The way of a stream of events where the connection is not its own: over TLS, and beside other requests in HTTP/2. What
//! a socket would take is kept here for as long as it would be in there, and read by whoever speaks HTTP.

use std::{
    convert::Infallible,
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use axum::body::HttpBody;
use bytes::Bytes;
use hyper::body::Frame;
use tokio::net::TcpStream;

/// Bytes that are kept for a reader who does not read: what is new stays in the logs then.
const ROOM: usize = 64 * 1024;
/// Bytes that a reader may send after its request.
pub(super) const MOST_IGNORED: usize = 64 * 1024;

/// What a stream of events is written to.
pub(crate) enum Socket {
    /// A connection of its own.
    Tcp(TcpStream),
    Pipe(Pipe),
}

/// The end that is written to. Dropping it ends the body, once all was read.
pub(crate) struct Pipe(Arc<Shared>);

/// The end that is read. Dropping it tells the other one that the reader has left.
pub(crate) struct PipeBody(Arc<Shared>);

#[derive(Default)]
struct Shared(Mutex<State>);

#[derive(Default)]
struct State {
    bytes: Vec<u8>,
    /// Nothing is added any more.
    ended: bool,
    /// Nobody reads any more.
    left: bool,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

/// Makes a pipe.
pub(crate) fn pipe() -> (Pipe, PipeBody) {
    let shared = Arc::<Shared>::default();
    (Pipe(Arc::clone(&shared)), PipeBody(shared))
}

impl From<TcpStream> for Socket {
    fn from(socket: TcpStream) -> Self {
        Self::Tcp(socket)
    }
}

impl From<Pipe> for Socket {
    fn from(pipe: Pipe) -> Self {
        Self::Pipe(pipe)
    }
}

impl Socket {
    pub(super) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(socket) => socket.try_write(bytes),
            Self::Pipe(pipe) => pipe.try_write(&[IoSlice::new(bytes)]),
        }
    }

    pub(super) fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Tcp(socket) => socket.try_write_vectored(slices),
            Self::Pipe(pipe) => pipe.try_write(slices),
        }
    }

    /// Ready once there is room, or nobody reads any more.
    pub(super) fn poll_write_ready(&self, context: &mut Context<'_>) -> Poll<()> {
        match self {
            Self::Tcp(socket) => socket.poll_write_ready(context).map(drop),
            Self::Pipe(pipe) => pipe.poll(context, |state| state.left || state.room() > 0),
        }
    }

    /// Ready once the other side has closed. What it sends is of no interest: it has its answer. Who sends on and on has
    /// left too.
    pub(super) fn poll_left(&self, ignored: &mut usize, context: &mut Context<'_>) -> Poll<()> {
        match self {
            Self::Tcp(socket) => poll_left(socket, ignored, context),
            Self::Pipe(pipe) => pipe.poll(context, |state| state.left),
        }
    }
}

fn poll_left(socket: &TcpStream, ignored: &mut usize, context: &mut Context<'_>) -> Poll<()> {
    let mut bytes = [0; 256];
    loop {
        if std::task::ready!(socket.poll_read_ready(context)).is_err() {
            return Poll::Ready(());
        }
        match socket.try_read(&mut bytes) {
            Ok(0) => return Poll::Ready(()),
            Ok(_) if *ignored > MOST_IGNORED => return Poll::Ready(()),
            Ok(length) => *ignored += length,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => return Poll::Ready(()),
        }
    }
}

impl Pipe {
    fn try_write(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut state = self.0.state();
        if state.left {
            return Err(ErrorKind::BrokenPipe.into());
        }
        if state.room() == 0 {
            return Err(ErrorKind::WouldBlock.into());
        }
        let before = state.bytes.len();
        for slice in slices {
            let fits = slice.len().min(state.room());
            state.bytes.extend_from_slice(&slice[..fits]);
        }
        let written = state.bytes.len() - before;
        let reader = state.reader.take();
        drop(state);
        wake(reader);
        Ok(written)
    }

    /// One task waits, whatever for.
    fn poll(&self, context: &mut Context<'_>, ready: impl Fn(&State) -> bool) -> Poll<()> {
        let mut state = self.0.state();
        if ready(&state) {
            return Poll::Ready(());
        }
        state.writer = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.ended = true;
        let reader = state.reader.take();
        drop(state);
        wake(reader);
    }
}

impl HttpBody for PipeBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let mut state = self.0.state();
        if !state.bytes.is_empty() {
            // Whole, so that an idle stream keeps no room.
            let bytes = std::mem::take(&mut state.bytes);
            let writer = state.writer.take();
            drop(state);
            wake(writer);
            return Poll::Ready(Some(Ok(Frame::data(bytes.into()))));
        }
        if state.ended {
            return Poll::Ready(None);
        }
        state.reader = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Drop for PipeBody {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.left = true;
        let writer = state.writer.take();
        drop(state);
        wake(writer);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    const fn room(&self) -> usize {
        ROOM.saturating_sub(self.bytes.len())
    }
}

/// Outside of the lock, which the one who is woken takes.
fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use futures_util::FutureExt as _;

    use super::*;

    async fn frame(body: &mut PipeBody) -> Option<Bytes> {
        let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
        Some(frame.unwrap().into_data().unwrap())
    }

    #[tokio::test]
    async fn a_reader_that_does_not_read_is_full_and_goes_on_where_it_stopped() {
        let (pipe, mut body) = pipe();
        let socket = Socket::from(pipe);
        let much = vec![b'x'; ROOM + 1];
        assert_eq!(socket.try_write(&much).unwrap(), ROOM);
        let full = socket.try_write(b"y").unwrap_err();
        assert_eq!(full.kind(), ErrorKind::WouldBlock);
        let mut room = Box::pin(poll_fn(|context| socket.poll_write_ready(context)));
        assert!(room.as_mut().now_or_never().is_none());
        assert_eq!(frame(&mut body).await.unwrap().len(), ROOM);
        room.await;
        let slices = [IoSlice::new(b"y"), IoSlice::new(b"z")];
        assert_eq!(socket.try_write_vectored(&slices).unwrap(), 2);
        drop(socket);
        assert_eq!(frame(&mut body).await.as_deref(), Some(&b"yz"[..]));
        assert_eq!(frame(&mut body).await, None);
    }

    #[tokio::test]
    async fn a_reader_that_leaves_is_noticed() {
        let (pipe, body) = pipe();
        let socket = Socket::from(pipe);
        let mut ignored = 0;
        let mut left = Box::pin(poll_fn(|context| socket.poll_left(&mut ignored, context)));
        assert!(left.as_mut().now_or_never().is_none());
        drop(body);
        left.await;
        assert!(socket.try_write(b"x").is_err());
    }
}
