//! Who reads what: a log per topic, and the readers to wake when something is appended. A reader has a cursor and
//! nothing else here, so one that does not read costs nothing.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering},
    },
    task::Waker,
};

use futures_util::task::AtomicWaker;
use porchlight_campus::{
    Publication, Topic,
    log::{Behind, Frames, Log},
};
use porchlight_protocol::SessionId;
use tokio::runtime::Handle;

use super::{
    Shared,
    event_stream::{Progress, Sender},
};

/// Streams of one session; the oldest gives way.
const STREAMS_OF_A_SESSION: usize = 4;
/// Bytes that all logs keep together, for readers who come back.
const KEPT_BYTES: usize = 16 * 1024 * 1024;

/// Readers that are sent to without a break: enough to be worth it, few enough that others are not held up.
const BATCH: usize = 32;

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
    /// Which entry is the oldest of all.
    order: Mutex<Order>,
    sessions: Mutex<BTreeMap<SessionId, VecDeque<Arc<Reader>>>>,
    open: AtomicUsize,
    ending: AtomicBool,
}

#[derive(Debug, Default)]
struct Order {
    /// By the cursor of its last event. A topic's log may have forgotten it by itself.
    entries: VecDeque<(Arc<Channel>, u64)>,
    /// What the logs keep, and what the entries here take.
    bytes: usize,
}

/// One topic.
#[derive(Debug)]
pub(super) struct Channel {
    log: Mutex<Log>,
    /// The cursor of the last entry.
    last: AtomicU64,
    readers: Mutex<BTreeMap<u64, Arc<Reader>>>,
}

/// One open stream, as far as others have to do with it.
pub(super) struct Reader {
    id: u64,
    /// Where what concerns it is sent to, once that is known.
    sender: Mutex<Option<Sender>>,
    /// What looks after its stream otherwise.
    waker: AtomicWaker,
    /// About to be sent what is new.
    queued: AtomicBool,
    end: AtomicU8,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
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
            sender: Mutex::default(),
            waker: AtomicWaker::new(),
            queued: AtomicBool::new(false),
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
            last: AtomicU64::new(self.start),
            readers: Mutex::default(),
        });
        channels.insert(topic.clone(), Arc::clone(&channel));
        channel
    }

    fn append(&self, topic: &Topic, frames: Frames) -> Arc<Channel> {
        let channel = self.channel(topic);
        let (last, bytes) = (frames.last(), frames.size() + ENTRY_BYTES);
        let forgotten = lock(&channel.log).append(frames);
        channel.last.store(last, Ordering::SeqCst);
        let mut order = lock(&self.order);
        order.bytes = (order.bytes + bytes).saturating_sub(forgotten);
        order.entries.push_back((Arc::clone(&channel), last));
        while order.bytes > KEPT_BYTES && order.entries.len() > 1 {
            let Some((oldest, cursor)) = order.entries.pop_front() else {
                break;
            };
            let forgotten = lock(&oldest.log).forget_up_to(cursor);
            order.bytes = order.bytes.saturating_sub(forgotten + ENTRY_BYTES);
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
            ..
        } = publication;
        let last = published.cursor;
        self.published.store(Arc::new(published));
        let mut appended = Vec::with_capacity(frames.len());
        for (topic, frames) in frames {
            appended.push(self.subscribers.append(&topic, frames));
        }
        self.subscribers.appended.store(last, Ordering::SeqCst);
        self.send_to(appended);
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

impl Shared {
    /// Sends what is new to the readers of these channels, many at the same time and each once.
    fn send_to(&self, mut channels: Vec<Arc<Channel>>) {
        // Nobody is woken for what nobody reads. Whoever comes now begins behind it, or reads it by herself.
        channels.retain(|channel| !lock(&channel.readers).is_empty());
        if channels.is_empty() {
            return;
        }
        self.runtime.spawn(async move {
            let mut readers = Vec::new();
            for channel in channels {
                let of_channel = lock(&channel.readers);
                readers.extend(of_channel.values().filter(|reader| reader.queue()).cloned());
            }
            send_to_all(readers.into()).await;
        });
    }
}

/// Sends to readers, a batch on each of the runtime's workers at a time: whatever else is ready to run waits for a batch,
/// and not for all of them.
async fn send_to_all(readers: Arc<[Arc<Reader>]>) {
    let workers = Handle::current().metrics().num_workers();
    let next = Arc::new(AtomicUsize::new(0));
    for _ in 1..workers.min(readers.len().div_ceil(BATCH)) {
        tokio::spawn(send_batches(Arc::clone(&readers), Arc::clone(&next)));
    }
    send_batches(readers, next).await;
}

async fn send_batches(readers: Arc<[Arc<Reader>]>, next: Arc<AtomicUsize>) {
    loop {
        let first = next.fetch_add(BATCH, Ordering::Relaxed);
        let last = readers.len().min(first + BATCH);
        let Some(batch) = readers.get(first..last).filter(|batch| !batch.is_empty()) else {
            break;
        };
        for reader in batch {
            reader.send();
        }
        tokio::task::yield_now().await;
    }
}

impl Channel {
    /// Appends what comes after a cursor.
    ///
    /// # Errors
    /// If that is not remembered any more.
    pub(super) fn read(&self, cursor: u64, into: &mut Vec<Frames>) -> Result<(), Behind> {
        // Who has many offices reads of one or two at a time.
        if self.last.load(Ordering::SeqCst) <= cursor {
            return Ok(());
        }
        into.extend(lock(&self.log).read(cursor)?);
        Ok(())
    }

    pub(super) fn unsubscribe(&self, reader: &Reader) {
        lock(&self.readers).remove(&reader.id);
    }
}

impl Reader {
    /// To be called before looking at the channels.
    pub(super) fn register(&self, waker: &Waker) {
        self.waker.register(waker);
        // Whoever publishes from now on sends to it, also if a batch that it was in came to nothing.
        self.queued.store(false, Ordering::SeqCst);
    }

    pub(super) fn sender(&self) -> MutexGuard<'_, Option<Sender>> {
        lock(&self.sender)
    }

    /// Sends what is new; where that cannot be all of it, wakes whoever looks after the stream.
    fn send(&self) {
        self.queued.store(false, Ordering::SeqCst);
        let progress = self.sender().as_mut().map(Sender::push);
        if progress != Some(Progress::Sent) {
            self.waker.wake();
        }
    }

    /// Whether nobody is about to send to it yet.
    fn queue(&self) -> bool {
        !self.queued.swap(true, Ordering::SeqCst)
    }

    pub(super) fn end(&self) -> End {
        match self.end.load(Ordering::SeqCst) {
            ENDED => End::Ended,
            COME_BACK => End::ComeBack,
            _ => End::Open,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(cursor: u64, size: usize) -> Frames {
        Frames::shared(vec![(cursor, 0)], &vec![b'x'; size])
    }

    fn read(channel: &Channel, cursor: u64) -> Option<usize> {
        let mut frames = Vec::new();
        channel.read(cursor, &mut frames).ok()?;
        Some(frames.len())
    }

    #[test]
    fn what_a_busy_topic_forgets_by_itself_costs_neither_others_nor_its_own_newer_events_anything()
    {
        const SIZE: usize = 64 * 1024;
        let subscribers = Subscribers::new(0);
        let quiet = subscribers.append(&Topic::Page("quiet".into()), frames(1, 10));
        let topic = Topic::Page("busy".into());
        let mut last = 1;
        while last < 2 * (KEPT_BYTES / SIZE) as u64 {
            last += 1;
            subscribers.append(&topic, frames(last, SIZE));
        }
        let busy = subscribers.channel(&topic);
        let behind = (1..last).take_while(|back| read(&busy, last - back).is_some());
        let kept = behind.count();
        assert!((7..=8).contains(&kept), "as much as a topic keeps: {kept}");
        assert_eq!(read(&quiet, 0), Some(1), "there is room for it");
        let order = lock(&subscribers.order);
        let room = kept * SIZE + 10 + order.entries.len() * ENTRY_BYTES;
        assert_eq!(order.bytes, room);
    }

    #[test]
    fn all_topics_together_keep_so_much_and_the_oldest_goes_first() {
        let subscribers = Subscribers::new(0);
        let topic = |number: u64| Topic::Page(format!("office-{number}").into());
        let size = 256 * 1024;
        let topics = (KEPT_BYTES / size) as u64 + 10;
        for number in 0..topics {
            subscribers.append(&topic(number), frames(number + 1, size));
        }
        let kept = |number| read(&subscribers.channel(&topic(number)), number).is_some();
        assert!(lock(&subscribers.order).bytes <= KEPT_BYTES);
        assert!((0..10).all(|number| !kept(number)), "the oldest are gone");
        assert!((11..topics).all(kept), "the others are there");
    }
}
