//! What one reader is to be sent: everything, and then what is new.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use bytes::Bytes;
use porchlight_campus::{Caller, Command, Published, Refusal, Topic, log::Frames};
use porchlight_protocol::{OfficeId, SessionId};

use super::{
    Shared,
    subscribers::{Channel, End, Reader},
};

/// The events from a cursor on. A reader who has fallen behind what is remembered gets a snapshot in place of them.
/// Ends with its session or its office, and at shutdown.
pub(super) struct Feed {
    shared: Arc<Shared>,
    reader: Arc<Reader>,
    audience: Audience,
    channels: Vec<Arc<Channel>>,
    cursor: u64,
    framing: Framing,
    /// To be sent next, as it goes over the wire.
    pieces: VecDeque<Bytes>,
    over: bool,
}

/// How the end of the body is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// In chunks, as in HTTP/1.1.
    Chunked,
    /// By the end of the connection, as in HTTP/1.0.
    Plain,
}

const CHUNK_END: &[u8] = b"\r\n";
const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// Whose stream it is.
#[derive(Clone, Debug)]
enum Audience {
    Session(Caller),
    Page(Vec<OfficeId>),
    Organization(Caller),
    /// The server's own.
    Server,
}

impl Feed {
    pub(super) fn of_session(
        shared: &Arc<Shared>,
        caller: &Caller,
        last_event_id: Option<&str>,
        framing: Framing,
    ) -> Result<Self, Refusal> {
        let mut stream = Self::new(shared, Audience::Session(caller.clone()), framing);
        shared.signal(Command::StreamOpened {
            caller: caller.clone(),
        });
        let published = stream.subscribe();
        if !published.has_session(caller) {
            return Err(Refusal::SignedOut);
        }
        if !stream.resume(&published, last_event_id) {
            stream.start_over(&published)?;
        }
        Ok(stream)
    }

    pub(super) fn of_page(
        shared: &Arc<Shared>,
        mut offices: Vec<OfficeId>,
        framing: Framing,
    ) -> Result<Self, Refusal> {
        let known = shared.published.load_full();
        // Nothing is kept for an office that there is not.
        offices.retain(|office| known.public_office(office).is_ok());
        let mut stream = Self::new(shared, Audience::Page(offices), framing);
        let published = stream.subscribe();
        stream.start_over(&published)?;
        Ok(stream)
    }

    /// Not a device's: whoever reads it is not there for that.
    pub(super) fn of_organization(
        shared: &Arc<Shared>,
        caller: &Caller,
        last_event_id: Option<&str>,
        framing: Framing,
    ) -> Result<Self, Refusal> {
        let mut stream = Self::new(shared, Audience::Organization(caller.clone()), framing);
        let published = stream.subscribe();
        let everything = published.organization_frame(caller, shared.clock.now().wall)?;
        if !stream.resume(&published, last_event_id) {
            stream.append(&[everything]);
            stream.cursor = published.cursor;
        }
        Ok(stream)
    }

    /// All offices and the audit log, for the server itself.
    pub(super) fn of_server(shared: &Arc<Shared>) -> Self {
        let mut stream = Self::new(shared, Audience::Server, Framing::Plain);
        let published = stream.subscribe();
        stream.append(&[published.all_offices_frame(shared.clock.now().wall)]);
        stream.cursor = published.cursor;
        stream
    }

    fn new(shared: &Arc<Shared>, audience: Audience, framing: Framing) -> Self {
        let reader = shared.subscribers.open(audience.session());
        Self {
            shared: Arc::clone(shared),
            reader,
            audience,
            channels: Vec::new(),
            cursor: 0,
            framing,
            pieces: VecDeque::new(),
            over: false,
        }
    }

    /// Goes on behind an event; not if it is not known any more what came after it.
    fn resume(&mut self, published: &Published, last_event_id: Option<&str>) -> bool {
        last_event_id
            .and_then(|id| published.cursor_of(id))
            .is_some_and(|cursor| {
                self.cursor = cursor;
                self.read_on().is_ok()
            })
    }

    /// Subscribes to what concerns the reader. Answers what is published at an instant from which on nothing is missed.
    fn subscribe(&mut self) -> Arc<Published> {
        loop {
            let before = self.shared.published.load_full();
            let topics = self.audience.topics(&before);
            self.unsubscribe();
            let subscribe = |topic: &Topic| self.shared.subscribers.subscribe(topic, &self.reader);
            self.channels = topics.iter().map(subscribe).collect();
            let published = self.shared.published.load_full();
            if self.audience.topics(&published) == topics {
                return published;
            }
        }
    }

    fn unsubscribe(&mut self) {
        for channel in self.channels.drain(..) {
            channel.unsubscribe(&self.reader);
        }
    }

    /// Everything, as it is published.
    fn start_over(&mut self, published: &Published) -> Result<(), Refusal> {
        let snapshot = match &self.audience {
            Audience::Session(caller) => {
                let now = self.shared.clock.now().wall;
                published.snapshot_frames(caller, now)?
            }
            Audience::Page(offices) => published.page_frames(offices)?,
            Audience::Organization(caller) => {
                let now = self.shared.clock.now().wall;
                vec![published.organization_frame(caller, now)?]
            }
            Audience::Server => {
                let now = self.shared.clock.now().wall;
                vec![published.all_offices_frame(now)]
            }
        };
        self.append(&snapshot);
        self.cursor = published.cursor;
        Ok(())
    }

    /// What was published since; an error if that is not known any more, or needs a snapshot.
    fn read_on(&mut self) -> Result<(), NeedsSnapshot> {
        // A publication that is being appended may be in one log and not yet in another: it is read once it is in all.
        let complete = self.shared.subscribers.appended();
        let mut frames = Vec::new();
        for channel in &self.channels {
            channel
                .read(self.cursor, &mut frames)
                .map_err(|_| NeedsSnapshot)?;
        }
        frames.retain(|frames| frames.last() <= complete);
        if frames
            .iter()
            .any(|frames| matches!(frames, Frames::Resync { .. }))
        {
            return Err(NeedsSnapshot);
        }
        frames.sort_by_key(Frames::first);
        for frames in frames {
            self.cursor = frames.last();
            match frames {
                Frames::Shared {
                    chunk: Some(chunk), ..
                } if self.framing == Framing::Chunked => self.pieces.push_back(chunk),
                Frames::Shared { bytes, .. } => self.append(&[bytes]),
                Frames::PerSession { before, after, .. } => {
                    let session = self.audience.session().cloned().unwrap_or_default();
                    self.append(&[before, session.0.into(), after]);
                }
                Frames::Resync { .. } => {}
            }
        }
        Ok(())
    }

    pub(super) fn reader(&self) -> &Arc<Reader> {
        &self.reader
    }

    /// After how long a silence something is said.
    pub(super) fn longest_silence(&self) -> Duration {
        self.shared.tunables.keep_alive
    }

    /// Moves what is to be sent next behind what is there, if there is anything.
    pub(super) fn read(&mut self, into: &mut VecDeque<Bytes>) {
        if self.pieces.is_empty() && !self.over {
            self.refill();
            if self.over && self.framing == Framing::Chunked {
                self.pieces.push_back(Bytes::from_static(LAST_CHUNK));
            }
        }
        into.append(&mut self.pieces);
    }

    /// Something that says nothing, as it goes over the wire.
    pub(super) const fn keep_alive(&self) -> Bytes {
        Bytes::from_static(match self.framing {
            Framing::Chunked => b"e\r\n: keep-alive\n\n\r\n",
            Framing::Plain => b": keep-alive\n\n",
        })
    }

    /// Whether nothing comes after what was handed out.
    pub(super) fn is_over(&self) -> bool {
        self.over && self.pieces.is_empty()
    }

    /// Adds what belongs together to what is to be sent.
    fn append(&mut self, pieces: &[Bytes]) {
        if self.framing == Framing::Plain {
            self.pieces.extend(pieces.iter().cloned());
            return;
        }
        let size: usize = pieces.iter().map(Bytes::len).sum();
        self.pieces.push_back(format!("{size:x}\r\n").into());
        self.pieces.extend(pieces.iter().cloned());
        self.pieces.push_back(Bytes::from_static(CHUNK_END));
    }

    /// What is new, or everything; ends where there is nothing for this reader any more.
    fn refill(&mut self) {
        match self.reader.end() {
            End::Open if self.shared.subscribers.is_ending() => self.come_back(),
            // She is told of nothing that was written since she is no owner any more.
            End::Open if !self.audience.may_read(&self.shared) => self.over = true,
            End::Open => {
                if self.read_on().is_err() {
                    let published = self.subscribe();
                    if self.start_over(&published).is_err() {
                        self.over = true;
                    }
                }
            }
            End::Ended => self.over = true,
            End::ComeBack => self.come_back(),
        }
    }

    /// Spread, so that they do not all come back at once.
    fn come_back(&mut self) {
        let retry = rand::random_range(300..=1500);
        self.append(&[format!("retry: {retry}\n\n").into()]);
        self.over = true;
    }
}

/// Events cannot bring the reader up to date.
struct NeedsSnapshot;

impl Audience {
    fn session(&self) -> Option<&SessionId> {
        match self {
            Self::Session(caller) | Self::Organization(caller) => Some(&caller.session),
            Self::Page(_) | Self::Server => None,
        }
    }

    fn may_read(&self, shared: &Shared) -> bool {
        match self {
            Self::Organization(caller) => shared.published.load().is_owner(caller),
            Self::Session(_) | Self::Page(_) | Self::Server => true,
        }
    }

    fn topics(&self, published: &Published) -> Vec<Topic> {
        match self {
            Self::Session(caller) => {
                let own = Topic::Agent(caller.agent.clone());
                let offices = published.office_ids(&caller.agent).into_iter();
                std::iter::once(own)
                    .chain(offices.map(Topic::Office))
                    .collect()
            }
            Self::Page(offices) => offices.iter().cloned().map(Topic::Page).collect(),
            Self::Organization(_) | Self::Server => vec![Topic::Organization],
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.unsubscribe();
        self.shared
            .subscribers
            .close(&self.reader, self.audience.session());
        if let Audience::Session(caller) = &self.audience {
            self.shared.signal(Command::StreamClosed {
                caller: caller.clone(),
            });
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::{
        collections::BTreeMap,
        sync::atomic::{AtomicBool, Ordering},
        thread,
    };

    use porchlight_campus::{
        State,
        edits::{Author, Edit, NewAgent},
        records::{Commit, Key, OfficeRecord, Write, to_value},
    };
    use porchlight_protocol::{
        Activity, ChoiceStatus, Hold, NewChoice, PublicOffice, Role, Scope, Status,
    };

    use super::*;
    use crate::{
        Hub,
        clock::SystemClock,
        config::Tunables,
        store::{Store as _, testing::MemoryStore},
    };

    const OFFICES: usize = 60;
    const TURNS: usize = 60;

    /// A hub, and a caller who is in many offices, active and Available.
    pub(in crate::hub) async fn somebody_of_many_offices() -> (Hub, Caller) {
        let store = MemoryStore::new();
        let mut edit = Edit::on(
            &State::default(),
            chrono::Utc::now(),
            Author::command_line("test"),
        );
        let ana = NewAgent::new("ana@example.org", "Ana");
        edit.add_agent(&ana, None).unwrap();
        for number in 0..OFFICES {
            let id = format!("office-{number:02}");
            edit.add_office(&id, &id, false).unwrap();
            edit.add_member(&id, "ana@example.org", Role::Agent)
                .unwrap();
        }
        store.commit(edit.commit()).await.unwrap();
        let clock = Arc::new(SystemClock::new());
        let tunables = Tunables {
            keep_alive: Duration::from_hours(1),
            ..Tunables::default()
        };
        let (hub, _thread) = Hub::start(store, clock, tunables).await.unwrap();
        let ana = hub.agents_by_email(&["ana@example.org".to_owned()])[0].clone();
        let signed_in = hub.sign_in(ana, 0, "test".to_owned()).await.unwrap();
        let caller = hub.caller(&signed_in.token).unwrap();
        hub.report_activity(caller.clone(), Activity::Active, None)
            .await
            .unwrap();
        choose(&hub, &caller, "first", ChoiceStatus::Available).await;
        (hub, caller)
    }

    pub(in crate::hub) async fn choose(hub: &Hub, caller: &Caller, id: &str, status: ChoiceStatus) {
        let choice = NewChoice {
            id: id.into(),
            scope: Scope::Everywhere,
            status,
            hold: Hold::UntilChanged,
            set_at: None,
            base_revision: None,
        };
        hub.choose(caller.clone(), choice, None).await.unwrap();
    }

    /// Writes an office as another process would.
    async fn set_up(store: &MemoryStore, id: &str, public: bool) {
        let office = OfficeRecord {
            name: id.to_owned(),
            public,
            ..OfficeRecord::default()
        };
        let write = Write {
            key: Key::Office(id.into()).to_string(),
            value: Some(to_value(&office)),
        };
        let commit = Commit {
            writes: vec![write],
            conditions: Vec::new(),
        };
        store.commit(commit).await.unwrap();
    }

    /// The offices that a page is told of, and whether the stream is over.
    fn told(feed: &mut Feed) -> (Vec<String>, bool) {
        let mut pieces = VecDeque::new();
        feed.read(&mut pieces);
        let pieces: Vec<_> = pieces.iter().map(|piece| &piece[..]).collect();
        let text = String::from_utf8(pieces.concat()).unwrap();
        let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
        let offices = data.map(|data| {
            let office: PublicOffice = serde_json::from_str(data).unwrap();
            office.office.to_string()
        });
        (offices.collect(), feed.is_over())
    }

    #[tokio::test]
    async fn a_page_of_several_offices_is_told_nothing_more_of_one_that_is_public_no_more() {
        let store = MemoryStore::new();
        set_up(&store, "it", true).await;
        set_up(&store, "library", true).await;
        let clock = Arc::new(SystemClock::new());
        let (hub, _thread) = Hub::start(store.clone(), clock, Tunables::default())
            .await
            .unwrap();
        let both: Vec<OfficeId> = vec!["it".into(), "library".into()];
        let mut feed = Feed::of_page(&hub.shared, both.clone(), Framing::Plain).unwrap();
        let all = vec!["it".to_owned(), "library".to_owned()];
        assert_eq!(told(&mut feed), (all, false));

        set_up(&store, "library", false).await;
        hub.wake().await.unwrap();
        assert_eq!(told(&mut feed), (Vec::new(), true), "the page comes back");
        let mut feed = Feed::of_page(&hub.shared, both, Framing::Plain).unwrap();
        assert_eq!(told(&mut feed), (vec!["it".to_owned()], false));
        hub.stop().await.unwrap();
    }

    /// The cursor, the office and what the agent is there, of each event that tells of it.
    fn presences(text: &str) -> impl Iterator<Item = (u64, String, Status)> {
        text.split("\n\n").filter_map(|frame| {
            let mut lines = frame.lines();
            let id = lines.next()?.strip_prefix("id: ")?;
            let cursor = id.rsplit('-').next()?.parse().ok()?;
            if lines.next()? != "event: presence" {
                return None;
            }
            let data = lines.next()?.strip_prefix("data: ")?;
            let change: porchlight_protocol::PresenceChange = serde_json::from_str(data).unwrap();
            Some((cursor, change.office.to_string(), change.agent.status))
        })
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 3)]
    async fn who_reads_while_it_is_being_appended_misses_nothing() {
        let (hub, caller) = somebody_of_many_offices().await;
        let mut feed = Feed::of_session(&hub.shared, &caller, None, Framing::Plain).unwrap();
        let over = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&over);
        // Looks again and again, and not only when there is something: in the middle of an append, too.
        let reading = thread::spawn(move || {
            let mut pieces = VecDeque::new();
            loop {
                let last = ends.load(Ordering::SeqCst);
                feed.read(&mut pieces);
                if last {
                    break;
                }
            }
            let pieces: Vec<_> = pieces.iter().map(|piece| &piece[..]).collect();
            String::from_utf8(pieces.concat()).unwrap()
        });
        for turn in 0..TURNS {
            let status = [ChoiceStatus::Away, ChoiceStatus::Available][turn % 2];
            choose(&hub, &caller, &format!("t{turn}"), status).await;
        }
        over.store(true, Ordering::SeqCst);
        let text = tokio::task::spawn_blocking(|| reading.join().unwrap())
            .await
            .unwrap();
        let mut seen: BTreeMap<String, Vec<Status>> = BTreeMap::new();
        let mut last = 0;
        for (cursor, office, status) in presences(&text) {
            assert!(cursor > last, "{cursor} after {last}");
            last = cursor;
            seen.entry(office).or_default().push(status);
        }
        let all = [Status::Away, Status::Available].repeat(TURNS / 2);
        for number in 0..OFFICES {
            let office = format!("office-{number:02}");
            assert_eq!(seen.remove(&office).unwrap_or_default(), all, "{office}");
        }
        hub.stop().await.unwrap();
    }
}
