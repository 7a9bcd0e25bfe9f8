//! An open stream of events on a socket of its own, or what stands for one.
//!
//! ```text
//!  publication ── a batch of readers ──> Sender::push ──> socket          (what nearly always happens)
//!                                            │ the socket is full, or it ends
//!                                            v
//!  EventStream::serve, a task a stream: sends the rest once there is room, keep-alives, and notices who leaves
//! ```

use std::{
    collections::VecDeque,
    fmt,
    future::poll_fn,
    io::{self, ErrorKind, IoSlice},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::{Buf as _, Bytes};
use porchlight_campus::{Caller, Refusal};
use porchlight_protocol::OfficeId;
use tokio::time::{Duration, Instant, Sleep, sleep};

use super::{
    Shared,
    feed::{Feed, Framing},
    pipe::Socket,
    subscribers::{End, Reader},
};

/// Buffers that are handed to the system at once; it takes 1,024 at most.
const SLICES: usize = 64;

/// A keep-alive at once, then the events from a cursor on, and a keep-alive whenever nothing else was said for a while.
/// Nothing is sent before it is served on a socket; dropping it ends it.
pub struct EventStream {
    feed: Feed,
    /// Dropped with the stream.
    held: Option<Box<dyn Send>>,
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}

impl EventStream {
    pub(super) fn of_session(
        shared: &Arc<Shared>,
        caller: &Caller,
        last_event_id: Option<&str>,
        framing: Framing,
    ) -> Result<Self, Refusal> {
        Feed::of_session(shared, caller, last_event_id, framing).map(Self::of)
    }

    pub(super) fn of_page(
        shared: &Arc<Shared>,
        offices: Vec<OfficeId>,
        framing: Framing,
    ) -> Result<Self, Refusal> {
        Feed::of_page(shared, offices, framing).map(Self::of)
    }

    pub(super) fn of_organization(
        shared: &Arc<Shared>,
        caller: &Caller,
        last_event_id: Option<&str>,
        framing: Framing,
    ) -> Result<Self, Refusal> {
        Feed::of_organization(shared, caller, last_event_id, framing).map(Self::of)
    }

    const fn of(feed: Feed) -> Self {
        Self { feed, held: None }
    }

    /// After how long a silence something is said.
    pub(crate) fn longest_silence(&self) -> Duration {
        self.feed.longest_silence()
    }

    /// Holds something for as long as the stream is open.
    pub(crate) fn holding(mut self, held: impl Send + 'static) -> Self {
        self.held = Some(Box::new(held));
        self
    }

    /// Sends the body over a connection on which its head was sent already, until it is over or the reader leaves.
    pub(crate) async fn serve(self, socket: impl Into<Socket>) {
        let Self { feed, held } = self;
        let socket = Arc::new(socket.into());
        let every = feed.longest_silence();
        let reader = Arc::clone(feed.reader());
        let attached = Attached::new(&reader, Sender::new(feed, Arc::clone(&socket)));
        let mut timer = pin!(sleep(every));
        let mut ignored = 0;
        poll_fn(|context| {
            reader.register(context.waker());
            if socket.poll_left(&mut ignored, context).is_ready() {
                return Poll::Ready(());
            }
            attached.poll_send(timer.as_mut(), every, context)
        })
        .await;
        drop(attached);
        drop(held);
    }
}

/// A reader whose socket is written to by whoever publishes; not any more once this is dropped.
struct Attached<'a>(&'a Reader);

impl<'a> Attached<'a> {
    fn new(reader: &'a Reader, sender: Sender) -> Self {
        *reader.sender() = Some(sender);
        Self(reader)
    }

    /// Ready once nothing is left to be sent and nothing is to come, or sending failed.
    fn poll_send(
        &self,
        mut timer: Pin<&mut Sleep>,
        every: Duration,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        let mut sender = self.0.sender();
        let Some(sender) = sender.as_mut() else {
            return Poll::Ready(());
        };
        loop {
            match sender.push() {
                Progress::Full if sender.socket.poll_write_ready(context).is_ready() => continue,
                Progress::Sent | Progress::Full => {}
                Progress::Ended => return Poll::Ready(()),
            }
            ready!(timer.as_mut().poll(context));
            if sender.full && self.0.end() != End::Open {
                // It had its time for the rest.
                return Poll::Ready(());
            }
            sender.keep_alive(every);
            timer.as_mut().reset(sender.said + every);
        }
    }
}

impl Drop for Attached<'_> {
    fn drop(&mut self) {
        let sender = self.0.sender().take();
        // Outside of its lock: it takes others.
        drop(sender);
    }
}

/// What a reader is to be sent, and where to.
pub(super) struct Sender {
    feed: Feed,
    socket: Arc<Socket>,
    /// To be sent next.
    unsent: VecDeque<Bytes>,
    /// The socket has no room for it.
    full: bool,
    /// When something was last said.
    said: Instant,
}

/// How far sending came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// All that there is.
    Sent,
    /// There is more, and no room for it.
    Full,
    /// Nothing comes any more.
    Ended,
}

impl Sender {
    fn new(feed: Feed, socket: Arc<Socket>) -> Self {
        Self {
            unsent: [feed.keep_alive()].into(),
            feed,
            socket,
            full: false,
            said: Instant::now(),
        }
    }

    /// Sends what there is, as far as there is room for it.
    pub(super) fn push(&mut self) -> Progress {
        match self.try_push() {
            Ok(()) if self.full => Progress::Full,
            Ok(()) if self.feed.is_over() => Progress::Ended,
            Ok(()) => Progress::Sent,
            Err(_) => Progress::Ended,
        }
    }

    fn try_push(&mut self) -> io::Result<()> {
        // What a full socket left comes first, and nothing is added to it: what is new stays in the logs.
        if self.full {
            self.send()?;
        }
        // Until nothing is left: what was published before anybody could be woken for it, too.
        while !self.full {
            self.feed.read(&mut self.unsent);
            if self.unsent.is_empty() {
                break;
            }
            self.said = Instant::now();
            self.send()?;
        }
        Ok(())
    }

    /// Something to say when nothing was said for so long.
    fn keep_alive(&mut self, every: Duration) {
        let now = Instant::now();
        if self.said + every > now {
            return;
        }
        self.said = now;
        // Who has not read what was sent needs no more of it.
        if self.unsent.is_empty() {
            self.unsent.push_back(self.feed.keep_alive());
        }
    }

    /// Hands over what is to be sent, as far as the socket has room for it.
    fn send(&mut self) -> io::Result<()> {
        self.full = false;
        while !self.unsent.is_empty() {
            match self.try_write() {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(sent) => self.forget(sent),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.full = true;
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        // Most streams have nothing to send most of the time.
        self.unsent.shrink_to(4);
        Ok(())
    }

    fn try_write(&self) -> io::Result<usize> {
        // What nearly always is to be sent, and cheaper than several.
        if let (Some(only), 1) = (self.unsent.front(), self.unsent.len()) {
            return self.socket.try_write(only);
        }
        let mut slices = [IoSlice::new(&[]); SLICES];
        let count = self.unsent.len().min(SLICES);
        for (slice, piece) in slices.iter_mut().zip(&self.unsent) {
            *slice = IoSlice::new(piece);
        }
        self.socket.try_write_vectored(&slices[..count])
    }

    fn forget(&mut self, mut sent: usize) {
        while let Some(first) = self.unsent.front_mut() {
            if sent < first.len() {
                first.advance(sent);
                return;
            }
            sent -= first.len();
            self.unsent.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use porchlight_protocol::ChoiceStatus;
    use tokio::{
        io::AsyncReadExt as _,
        net::{TcpListener, TcpStream},
        time::timeout,
    };

    use super::{
        super::feed::tests::{choose, somebody_of_many_offices},
        *,
    };

    /// Nothing that is waited for takes longer, however busy the machine; a keep-alive is an hour away.
    const DEADLINE: Duration = Duration::from_secs(30);

    async fn served(stream: EventStream) -> TcpStream {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let reader = TcpStream::connect(listener.local_addr().unwrap())
            .await
            .unwrap();
        let (socket, _) = listener.accept().await.unwrap();
        tokio::spawn(stream.serve(socket));
        reader
    }

    #[tokio::test]
    async fn what_is_published_between_opening_a_stream_and_serving_it_is_sent_at_once() {
        let (hub, caller) = somebody_of_many_offices().await;
        let stream = hub.open_events(&caller, None, Framing::Plain).unwrap();
        choose(&hub, &caller, "away", ChoiceStatus::Away).await;
        let mut reader = served(stream).await;
        let mut read = Vec::new();
        let seen = async {
            while !String::from_utf8_lossy(&read).contains("event: presence") {
                assert_ne!(reader.read_buf(&mut read).await.unwrap(), 0);
            }
        };
        timeout(DEADLINE, seen).await.unwrap();
    }

    #[tokio::test]
    async fn a_stream_that_is_opened_while_all_end_is_told_to_come_back() {
        let (hub, caller) = somebody_of_many_offices().await;
        let stream = hub.open_events(&caller, None, Framing::Chunked).unwrap();
        hub.end_streams();
        let mut reader = served(stream).await;
        let mut read = String::new();
        timeout(DEADLINE, reader.read_to_string(&mut read))
            .await
            .unwrap()
            .unwrap();
        assert!(read.contains("retry: "), "{read}");
        assert!(read.ends_with("0\r\n\r\n"), "{read}");
    }

    #[tokio::test]
    async fn who_sends_on_and_on_is_let_go() {
        let (hub, caller) = somebody_of_many_offices().await;
        let stream = hub.open_events(&caller, None, Framing::Plain).unwrap();
        let reader = served(stream).await;
        let (mut read, mut write) = reader.into_split();
        let sends = tokio::spawn(async move {
            let bytes = vec![b'x'; super::super::pipe::MOST_IGNORED];
            while tokio::io::AsyncWriteExt::write_all(&mut write, &bytes)
                .await
                .is_ok()
            {}
        });
        let mut rest = Vec::new();
        // It may as well be reset.
        let _ = timeout(DEADLINE, read.read_to_end(&mut rest))
            .await
            .unwrap();
        timeout(DEADLINE, sends).await.unwrap().unwrap();
        assert_eq!(hub.open_streams(), 0);
    }
}
