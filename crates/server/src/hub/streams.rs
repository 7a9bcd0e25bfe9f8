//! Streams of events: who listens, what was told, and what a reader who was away has missed.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_util::Stream;
use porchlight_protocol::{AgentId, OfficeId, SessionId};
use serde::Serialize;
use tokio::{
    sync::{Notify, mpsc},
    time::{Instant, Sleep},
};

/// Events that a reader may be behind before it is cut off.
const BEHIND: usize = 64;
/// Streams of one session; the oldest gives way.
const STREAMS_OF_A_SESSION: usize = 4;
/// Events that are remembered for readers who come back.
const REMEMBERED: usize = 4096;
/// The same, in bytes.
const REMEMBERED_BYTES: usize = 4 * 1024 * 1024;

const KEEP_ALIVE: &[u8] = b": keep-alive\n\n";

pub(super) type StreamId = u64;

/// Whom an event is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// Everybody who has the office.
    Office(OfficeId),
    /// The agent's own streams.
    Agent(AgentId),
    /// One stream. Not remembered.
    Stream(StreamId),
    /// Customers' pages. Not remembered.
    Public(OfficeId),
}

/// An event that is told once what it rests on is on disk.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub revision: u64,
    pub to: Audience,
    /// None stands for something of the agent's own that is worded anew for each stream.
    pub frame: Option<Bytes>,
    /// Whether a reader who missed this needs everything again.
    pub starts_over: bool,
}

/// Whose stream it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Session { agent: AgentId, session: SessionId },
    Page(OfficeId),
}

#[derive(Clone, Debug)]
struct Line {
    sender: mpsc::Sender<Bytes>,
    /// What the stream began with includes everything up to this revision.
    from: u64,
}

/// The open streams, and the events of late.
#[derive(Debug)]
pub(super) struct Streams {
    next: StreamId,
    readers: BTreeMap<StreamId, Reader>,
    offices: BTreeMap<OfficeId, BTreeMap<StreamId, Line>>,
    agents: BTreeMap<AgentId, BTreeMap<StreamId, Line>>,
    pages: BTreeMap<OfficeId, BTreeMap<StreamId, Line>>,
    told: VecDeque<Told>,
    told_bytes: usize,
    /// Readers whose last event is before this one cannot be helped.
    forgotten: u64,
    closed: Arc<Closed>,
}

/// What a reader has missed.
pub(super) struct Missed {
    pub frames: BytesMut,
    /// Whether something of the agent's own changed.
    pub own: bool,
}

impl Streams {
    pub(super) fn new(revision: u64) -> Self {
        Self {
            next: 0,
            readers: BTreeMap::new(),
            offices: BTreeMap::new(),
            agents: BTreeMap::new(),
            pages: BTreeMap::new(),
            told: VecDeque::new(),
            told_bytes: 0,
            forgotten: revision,
            closed: Arc::default(),
        }
    }

    pub(super) fn closed(&self) -> Arc<Closed> {
        Arc::clone(&self.closed)
    }

    pub(super) fn len(&self) -> usize {
        self.readers.len()
    }

    /// Opens a stream that begins with `first`. Also names an older stream that gave way.
    pub(super) fn open(
        &mut self,
        reader: Reader,
        offices: &[OfficeId],
        from: u64,
        first: Vec<Bytes>,
        keep_alive: Duration,
    ) -> (EventStream, StreamId, Option<StreamId>) {
        let id = self.next;
        self.next += 1;
        let (sender, receiver) = mpsc::channel(BEHIND);
        let line = Line { sender, from };
        let mut gives_way = None;
        match &reader {
            Reader::Session { agent, session } => {
                for office in offices {
                    self.offices
                        .entry(office.clone())
                        .or_default()
                        .insert(id, line.clone());
                }
                self.agents
                    .entry(agent.clone())
                    .or_default()
                    .insert(id, line);
                let of_session = self
                    .of_agent(agent)
                    .into_iter()
                    .filter(|(_, of)| of == session);
                let of_session: Vec<_> = of_session.map(|(stream, _)| stream).collect();
                if of_session.len() >= STREAMS_OF_A_SESSION {
                    gives_way = of_session.first().copied();
                }
            }
            Reader::Page(office) => {
                self.pages
                    .entry(office.clone())
                    .or_default()
                    .insert(id, line);
            }
        }
        self.readers.insert(id, reader);
        let stream = EventStream {
            first: first.into_iter(),
            events: receiver,
            keep_alive,
            timer: None,
            said: Instant::now(),
            _closes: Closes {
                id,
                closed: Arc::clone(&self.closed),
            },
        };
        (stream, id, gives_way)
    }

    /// Forgets a stream; says whose it was, once.
    pub(super) fn close(&mut self, id: StreamId) -> Option<Reader> {
        let reader = self.readers.remove(&id)?;
        match &reader {
            Reader::Session { agent, .. } => {
                remove_line(&mut self.agents, agent, id);
                self.offices.retain(|_, lines| {
                    lines.remove(&id);
                    !lines.is_empty()
                });
            }
            Reader::Page(office) => remove_line(&mut self.pages, office, id),
        }
        Some(reader)
    }

    /// The agent's streams, oldest first, with the session of each.
    pub(super) fn of_agent(&self, agent: &AgentId) -> Vec<(StreamId, SessionId)> {
        let lines = self.agents.get(agent).into_iter().flatten();
        lines
            .filter_map(|(id, _)| match self.readers.get(id) {
                Some(Reader::Session { session, .. }) => Some((*id, session.clone())),
                _ => None,
            })
            .collect()
    }

    pub(super) fn of_page(&self, office: &OfficeId) -> Vec<StreamId> {
        self.pages
            .get(office)
            .into_iter()
            .flatten()
            .map(|(id, _)| *id)
            .collect()
    }

    /// From now on the agent's streams hear of an office, or not any more.
    pub(super) fn set_member(&mut self, agent: &AgentId, office: &OfficeId, member: bool) {
        let Some(lines) = self.agents.get(agent) else {
            return;
        };
        let of_office = self.offices.entry(office.clone()).or_default();
        for (id, line) in lines {
            if member {
                of_office.insert(*id, line.clone());
            } else {
                of_office.remove(id);
            }
        }
    }

    /// Tells everybody concerned, and remembers it. Names the streams that were too far behind.
    pub(super) fn tell(&mut self, told: Told) -> Vec<StreamId> {
        let mut behind = Vec::new();
        if let Some(frame) = &told.frame {
            let one = match &told.to {
                Audience::Stream(id) => self.line(*id).map(|line| (*id, line)),
                _ => None,
            };
            let many = match &told.to {
                Audience::Office(office) => self.offices.get(office),
                Audience::Agent(agent) => self.agents.get(agent),
                Audience::Public(office) => self.pages.get(office),
                Audience::Stream(_) => None,
            };
            for (id, line) in many
                .into_iter()
                .flatten()
                .map(|(id, line)| (*id, line))
                .chain(one)
            {
                if line.from < told.revision && line.sender.try_send(frame.clone()).is_err() {
                    behind.push(id);
                }
            }
        }
        if matches!(told.to, Audience::Office(_) | Audience::Agent(_)) {
            self.remember(told);
        }
        behind
    }

    fn line(&self, id: StreamId) -> Option<&Line> {
        match self.readers.get(&id)? {
            Reader::Session { agent, .. } => self.agents.get(agent)?.get(&id),
            Reader::Page(office) => self.pages.get(office)?.get(&id),
        }
    }

    fn remember(&mut self, told: Told) {
        self.told_bytes += told.frame.as_ref().map_or(0, Bytes::len);
        self.told.push_back(told);
        while self.told.len() > REMEMBERED || self.told_bytes > REMEMBERED_BYTES {
            let Some(oldest) = self.told.pop_front() else {
                break;
            };
            self.told_bytes -= oldest.frame.as_ref().map_or(0, Bytes::len);
            self.forgotten = oldest.revision;
        }
    }

    /// What an agent's reader missed after a revision; none if that is not known any more.
    pub(super) fn missed(
        &self,
        agent: &AgentId,
        offices: &[OfficeId],
        after: u64,
    ) -> Option<Missed> {
        if after < self.forgotten {
            return None;
        }
        let mut missed = Missed {
            frames: BytesMut::new(),
            own: false,
        };
        let first = self.told.partition_point(|told| told.revision <= after);
        for told in self.told.range(first..) {
            let concerned = match &told.to {
                Audience::Office(office) => offices.contains(office),
                Audience::Agent(id) => id == agent,
                Audience::Stream(_) | Audience::Public(_) => false,
            };
            if !concerned {
                continue;
            }
            if told.starts_over {
                return None;
            }
            match &told.frame {
                Some(frame) => missed.frames.extend_from_slice(frame),
                None => missed.own = true,
            }
        }
        Some(missed)
    }

    /// Tells every reader to come back, and closes all streams.
    pub(super) fn end_all(&mut self) {
        let lines = self.agents.values().chain(self.pages.values()).flatten();
        for (_, line) in lines {
            // Spread, so that they do not all come back at once.
            let retry = rand::random_range(300..=1500);
            let _ = line.sender.try_send(format!("retry: {retry}\n\n").into());
        }
        self.readers.clear();
        self.agents.clear();
        self.offices.clear();
        self.pages.clear();
    }
}

fn remove_line<K: Ord>(lines: &mut BTreeMap<K, BTreeMap<StreamId, Line>>, key: &K, id: StreamId) {
    let Some(of_key) = lines.get_mut(key) else {
        return;
    };
    of_key.remove(&id);
    if of_key.is_empty() {
        lines.remove(key);
    }
}

/// An event as it stands on the wire.
pub(super) fn frame(epoch: &str, revision: u64, name: &str, data: &impl Serialize) -> Bytes {
    let mut text = format!("id: {epoch}-{revision}\nevent: {name}\ndata: ").into_bytes();
    // The types on the wire have string keys only, so this cannot fail.
    let _ = serde_json::to_writer(&mut text, data);
    text.extend_from_slice(b"\n\n");
    text.into()
}

/// Streams whose readers went away; the hub's thread picks them up.
#[derive(Debug, Default)]
pub(super) struct Closed {
    ids: Mutex<Vec<StreamId>>,
    some: Notify,
}

impl Closed {
    pub(super) async fn some(&self) {
        self.some.notified().await;
    }

    pub(super) fn take(&self) -> Vec<StreamId> {
        std::mem::take(&mut *self.ids.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

struct Closes {
    id: StreamId,
    closed: Arc<Closed>,
}

impl Drop for Closes {
    fn drop(&mut self) {
        self.closed
            .ids
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(self.id);
        self.closed.some.notify_one();
    }
}

/// The bytes of one stream: a keep-alive at once, then the events, and a keep-alive whenever nothing else was said
/// for a while. Ends when the reader is too far behind, and at shutdown.
pub struct EventStream {
    /// What it begins with; shared pieces stay shared.
    first: std::vec::IntoIter<Bytes>,
    events: mpsc::Receiver<Bytes>,
    keep_alive: Duration,
    /// Made on the first use, so that it belongs to the runtime that serves the stream.
    timer: Option<Pin<Box<Sleep>>>,
    said: Instant,
    _closes: Closes,
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}

impl Stream for EventStream {
    type Item = Bytes;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let this = &mut *self;
        let Some(timer) = &mut this.timer else {
            this.said = Instant::now();
            this.timer = Some(Box::pin(tokio::time::sleep(this.keep_alive)));
            return Poll::Ready(Some(Bytes::from_static(KEEP_ALIVE)));
        };
        if let Some(part) = this.first.next() {
            if this.first.as_slice().is_empty() {
                this.first = Vec::new().into_iter();
            }
            return Poll::Ready(Some(part));
        }
        if let Poll::Ready(event) = this.events.poll_recv(context) {
            this.said = Instant::now();
            return Poll::Ready(event);
        }
        while timer.as_mut().poll(context).is_ready() {
            let silent = this.said + this.keep_alive <= Instant::now();
            if silent {
                this.said = Instant::now();
            }
            timer.as_mut().reset(this.said + this.keep_alive);
            if silent {
                return Poll::Ready(Some(Bytes::from_static(KEEP_ALIVE)));
            }
        }
        Poll::Pending
    }
}
