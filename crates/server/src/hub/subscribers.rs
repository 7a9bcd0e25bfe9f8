//! Who reads what: a log per topic, and the readers to wake when something is appended. A reader has a cursor and
//! nothing else here, so one that does not read costs nothing.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering},
    },
};

use futures_util::task::AtomicWaker;
use porchlight_campus::{
    Publication, Topic,
    log::{Behind, Frames, Log},
};
use porchlight_protocol::SessionId;

use super::Shared;

/// Streams of one session; the oldest gives way.
const STREAMS_OF_A_SESSION: usize = 4;
/// Bytes that all logs keep together, for readers who come back.
const KEPT_BYTES: usize = 16 * 1024 * 1024;

/// What an entry takes beside its bytes.
const ENTRY_BYTES: usize = 128;

/// The topics' logs and readers.
#[derive(Debug)]
pub(super) struct Subscribers {
    /// Before this, nothing is known.
    start: u64,
    /// Up to here, every log is complete: what is beyond may be there in one and not yet in another.
    appended: AtomicU64,
    channels: Mutex<BTreeMap<Topic, Arc<Channel>>>,
    /// Which channel's oldest entry is the oldest of all.
    order: Mutex<Order>,
    sessions: Mutex<BTreeMap<SessionId, VecDeque<Arc<Reader>>>>,
    open: AtomicUsize,
    ending: AtomicBool,
}

#[derive(Debug, Default)]
struct Order {
    entries: VecDeque<(Arc<Channel>, usize)>,
    bytes: usize,
}

/// One topic.
#[derive(Debug)]
pub(super) struct Channel {
    log: Mutex<Log>,
    readers: Mutex<BTreeMap<u64, Arc<Reader>>>,
}

/// One open stream, as far as others have to do with it.
#[derive(Debug)]
pub(super) struct Reader {
    id: u64,
    waker: AtomicWaker,
    /// Woken, and has not looked yet.
    woken: AtomicBool,
    end: AtomicU8,
}

const OPEN: u8 = 0;
const ENDED: u8 = 1;
const COME_BACK: u8 = 2;

/// Whether a stream goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Open,
    Ended,
    /// The server ends; the reader is to come back.
    ComeBack,
}

impl Subscribers {
    pub(super) fn new(start: u64) -> Self {
        Self {
            start,
            appended: AtomicU64::new(start),
            channels: Mutex::default(),
            order: Mutex::default(),
            sessions: Mutex::default(),
            open: AtomicUsize::new(0),
            ending: AtomicBool::new(false),
        }
    }

    /// Up to which cursor every log is complete.
    pub(super) fn appended(&self) -> u64 {
        self.appended.load(Ordering::SeqCst)
    }

    pub(super) fn len(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// A reader that is woken when something is appended to one of its channels.
    pub(super) fn open(&self, session: Option<&SessionId>) -> Arc<Reader> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let reader = Arc::new(Reader {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            waker: AtomicWaker::new(),
            woken: AtomicBool::new(false),
            end: AtomicU8::new(OPEN),
        });
        self.open.fetch_add(1, Ordering::Relaxed);
        if let Some(session) = session {
            let mut sessions = lock(&self.sessions);
            let readers = sessions.entry(session.clone()).or_default();
            if readers.len() >= STREAMS_OF_A_SESSION
                && let Some(oldest) = readers.pop_front()
            {
                oldest.finish(ENDED);
            }
            readers.push_back(Arc::clone(&reader));
        }
        reader
    }

    pub(super) fn close(&self, reader: &Arc<Reader>, session: Option<&SessionId>) {
        self.open.fetch_sub(1, Ordering::Relaxed);
        if let Some(session) = session {
            let mut sessions = lock(&self.sessions);
            if let Some(readers) = sessions.get_mut(session) {
                readers.retain(|other| other.id != reader.id);
                if readers.is_empty() {
                    sessions.remove(session);
                }
            }
        }
    }

    /// The channel of a topic; from now on the reader is woken for it.
    pub(super) fn subscribe(&self, topic: &Topic, reader: &Arc<Reader>) -> Arc<Channel> {
        let channel = self.channel(topic);
        lock(&channel.readers).insert(reader.id, Arc::clone(reader));
        channel
    }

    pub(super) fn end_all(&self) {
        self.ending.store(true, Ordering::SeqCst);
        for channel in lock(&self.channels).values() {
            for reader in lock(&channel.readers).values() {
                reader.finish(COME_BACK);
            }
        }
    }

    /// Whether all streams end.
    pub(super) fn is_ending(&self) -> bool {
        self.ending.load(Ordering::SeqCst)
    }

    fn channel(&self, topic: &Topic) -> Arc<Channel> {
        let mut channels = lock(&self.channels);
        if let Some(channel) = channels.get(topic) {
            return Arc::clone(channel);
        }
        let channel = Arc::new(Channel {
            log: Mutex::new(Log::new(self.start)),
            readers: Mutex::default(),
        });
        channels.insert(topic.clone(), Arc::clone(&channel));
        channel
    }

    fn append(&self, topic: &Topic, frames: Frames) -> Arc<Channel> {
        let channel = self.channel(topic);
        let bytes = frames.size() + ENTRY_BYTES;
        lock(&channel.log).append(frames);
        let mut order = lock(&self.order);
        order.bytes += bytes;
        order.entries.push_back((Arc::clone(&channel), bytes));
        while order.bytes > KEPT_BYTES && order.entries.len() > 1 {
            let Some((oldest, bytes)) = order.entries.pop_front() else {
                break;
            };
            order.bytes -= bytes;
            lock(&oldest.log).forget_oldest();
        }
        channel
    }
}

impl Shared {
    /// Makes a publication what everybody reads, and wakes whom it concerns: each once, after all of it is there.
    pub(super) fn publish(&self, publication: Publication) {
        let Publication {
            published,
            frames,
            ended_sessions,
            ended_pages,
        } = publication;
        let last = published.cursor;
        self.published.store(Arc::new(published));
        let mut appended = Vec::with_capacity(frames.len());
        for (topic, frames) in frames {
            appended.push(self.subscribers.append(&topic, frames));
        }
        self.subscribers.appended.store(last, Ordering::SeqCst);
        for channel in appended {
            for reader in lock(&channel.readers).values() {
                reader.wake();
            }
        }
        for session in ended_sessions {
            let sessions = lock(&self.subscribers.sessions);
            for reader in sessions.get(&session).into_iter().flatten() {
                reader.finish(ENDED);
            }
        }
        for office in ended_pages {
            let channel = self.subscribers.channel(&Topic::Page(office));
            for reader in lock(&channel.readers).values() {
                reader.finish(ENDED);
            }
        }
    }
}

impl Channel {
    pub(super) fn read(&self, cursor: u64, into: &mut Vec<Frames>) -> Result<(), Behind> {
        into.extend(lock(&self.log).read(cursor)?);
        Ok(())
    }

    pub(super) fn unsubscribe(&self, reader: &Reader) {
        lock(&self.readers).remove(&reader.id);
    }
}

impl Reader {
    /// To be called before looking at the channels.
    pub(super) fn register(&self, waker: &std::task::Waker) {
        self.waker.register(waker);
        self.woken.store(false, Ordering::SeqCst);
    }

    pub(super) fn end(&self) -> End {
        match self.end.load(Ordering::SeqCst) {
            ENDED => End::Ended,
            COME_BACK => End::ComeBack,
            _ => End::Open,
        }
    }

    fn wake(&self) {
        if !self.woken.swap(true, Ordering::SeqCst) {
            self.waker.wake();
        }
    }

    fn finish(&self, how: u8) {
        self.end.fetch_max(how, Ordering::SeqCst);
        self.waker.wake();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
