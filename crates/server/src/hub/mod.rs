//! The I/O around the [`Campus`](porchlight_campus::Campus): the way in, the thread that drives it, and who is told.
//!
//! ```text
//!  handlers ── commands ──> thread (one, drives the campus) ── commits ──> store
//!     │                        │ publications            <── changes, results ──┘
//!     │                        v
//!     └── reads <── published (immutable) ── subscribers (a log per topic, a cursor per reader) ──> event streams
//! ```
//!
//! Reads never wait for the thread, and so never for a write.

mod attendance;
mod changes;
mod event_stream;
mod feed;
mod following;
mod housekeeping;
mod pipe;
mod readiness;
mod subscribers;
mod thread;

use std::{
    fmt,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use arc_swap::ArcSwap;
use porchlight_campus::{
    At, AwayTarget, Campus, Command, Holder, LookedUp, Named, Published, Reply, TokenHash,
    records::{self, AnsweredRecord, AskedRecord, Key, Record},
};
use porchlight_core::Timeline;
use porchlight_protocol::{
    Activity, ActivityAnswer, Agent, AgentId, AwayAnswer, ChoiceAnswer, Interval, NewChoice,
    OfficeId, Schedule, SessionId, Settings, SettingsChange, SignedIn,
};
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
};
use tokio_util::sync::CancellationToken;

pub use self::event_stream::EventStream;
pub(crate) use self::{
    attendance::DayAsked,
    changes::{Credentials, delivery_page},
    feed::Framing,
    following::{Following, StreamedEvent},
    pipe::pipe,
};
pub use porchlight_campus::{Caller, Refusal};
pub use thread::HubThread;

use self::{
    readiness::Probed,
    subscribers::Subscribers,
    thread::{Health, Request},
};
use crate::{
    audit::READ_ROWS,
    auth,
    clock::Clock,
    config::Tunables,
    store::{Store, StoreError},
};

/// Requests that may wait for the thread; more wait outside.
const WAITING: usize = 1024;
/// How long a goodbye waits to be written: it is true all the same, and is written later.
const WRITTEN_WITHIN: Duration = Duration::from_secs(1);

/// For how long choices are looked up first once one was given a second time.
const REPEATS_WITHIN: Duration = Duration::from_secs(1);

type Lookup = dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<Option<Record>, StoreError>> + Send>>
    + Send
    + Sync;

type History = dyn Fn(String, String) -> Pin<Box<dyn Future<Output = Result<Vec<Record>, StoreError>> + Send>>
    + Send
    + Sync;

/// The way to the campus. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    shared: Arc<Shared>,
}

/// What handlers, streams and the thread share.
struct Shared {
    requests: mpsc::Sender<Request>,
    /// What devices say of themselves. Never closed while commands wait for the store: it is true all the same.
    facts: mpsc::Sender<Request>,
    /// What is told without an answer, in order. As many as there are streams.
    signals: mpsc::UnboundedSender<Command>,
    published: ArcSwap<Published>,
    subscribers: Subscribers,
    /// Where the streams are served.
    runtime: Handle,
    clock: Arc<dyn Clock>,
    tunables: Tunables,
    /// Reads one record from the store.
    lookup: Box<Lookup>,
    /// Reads some of the history between two keys, the newest first.
    history: Box<History>,
    health: Health,
    repeats: Repeats,
    ending: AtomicBool,
    /// The thread has ended, however it came to that.
    ended: CancellationToken,
    /// Whether anything can be written, as it was last found out.
    probed: tokio::sync::Mutex<Option<Probed>>,
}

/// When a choice was last given that had been answered before. For a while after it each is looked up first.
#[derive(Debug, Default)]
struct Repeats {
    /// On the steady clock, in milliseconds; 0 if there was none.
    looked_for_until: AtomicU64,
}

/// A schedule, and what names it as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TaggedSchedule {
    pub schedule: Option<Schedule>,
    pub etag: String,
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").finish_non_exhaustive()
    }
}

impl Hub {
    /// Reads all facts and starts the thread.
    ///
    /// # Errors
    /// If the store cannot be read, or no thread can be started.
    pub async fn start<S: Store>(
        store: S,
        clock: Arc<dyn Clock>,
        tunables: Tunables,
    ) -> Result<(Self, HubThread), StoreError> {
        let snapshot = store.snapshot().await?;
        let watch = store.watch(snapshot.revision).await?;
        // The store's name, so that revisions can be compared, and this run's, since not everything told is a revision.
        let name: String = store.identity().chars().take(12).collect();
        let epoch = format!("{name}{}", &auth::random_hex()[..4]);
        let config = tunables.campus();
        let now = clock.now();
        let campus = tokio::task::spawn_blocking(move || {
            let campus = Campus::new(config, &snapshot, &epoch, now);
            // Thousands of records are dropped where they were read.
            drop(snapshot);
            campus
        })
        .await
        .map_err(|error| StoreError::from(std::io::Error::other(error)))?;
        for (key, reason) in campus.state().damaged() {
            tracing::error!(
                key,
                reason,
                "a record cannot be read and is left out; `porchlight-server doctor` says more"
            );
        }
        let (requests, received) = mpsc::channel(WAITING);
        let (facts, facts_received) = mpsc::channel(WAITING);
        let (signals, signalled) = mpsc::unbounded_channel();
        let published = campus.published().clone();
        let (lookup_store, history_store) = (store.clone(), store.clone());
        let shared = Arc::new(Shared {
            requests,
            facts,
            signals,
            subscribers: Subscribers::new(published.cursor),
            published: ArcSwap::from_pointee(published),
            runtime: Handle::current(),
            clock,
            tunables,
            lookup: Box::new(move |key| {
                let store = lookup_store.clone();
                Box::pin(async move { store.get(&key).await })
            }),
            history: Box::new(move |from, before| {
                let store = history_store.clone();
                Box::pin(async move { store.history(&from, &before, READ_ROWS).await })
            }),
            health: Health::new(&campus),
            repeats: Repeats::default(),
            ending: AtomicBool::new(false),
            ended: CancellationToken::new(),
            probed: tokio::sync::Mutex::new(None),
        });
        let housekeeping = housekeeping::start(store.clone(), Arc::clone(&shared.clock));
        let thread = thread::start(
            campus,
            store,
            watch,
            Arc::clone(&shared),
            (received, facts_received, signalled),
            housekeeping,
        )?;
        Ok((Self { shared }, thread))
    }

    /// All that is published, as of now.
    pub fn published(&self) -> Arc<Published> {
        self.shared.published.load_full()
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.shared.clock
    }

    /// How the server is, in numbers.
    pub(crate) fn health(&self) -> &Health {
        &self.shared.health
    }

    /// Whose token this is, also one for scripts.
    pub(crate) fn holder(&self, token: &str) -> Option<Holder> {
        self.published().holder(&TokenHash::of(token)).cloned()
    }

    /// Whose token this is, if it is a device's.
    pub(crate) fn caller(&self, token: &str) -> Option<Caller> {
        self.published().caller(&TokenHash::of(token)).cloned()
    }

    /// All that is published, for a caller: she was heard.
    pub(crate) fn read_as(&self, caller: &Caller) -> Arc<Published> {
        let caller = caller.clone();
        self.shared.signal(Command::RenewLease { caller });
        self.published()
    }

    /// Has the thread look at the clock and at what other processes wrote, and waits until it did.
    ///
    /// # Errors
    /// If the server is shutting down.
    pub async fn wake(&self) -> Result<(), Refusal> {
        let (done, waits) = oneshot::channel();
        self.send(Request::Wake(done)).await?;
        waits.await.map_err(|_| Refusal::Unavailable)
    }

    /// Whether what is asked for waits outside, since there is no room for more.
    #[doc(hidden)]
    pub fn is_crowded(&self) -> bool {
        self.shared.requests.capacity() == 0
    }

    /// How many streams are open.
    pub fn open_streams(&self) -> usize {
        self.shared.subscribers.len()
    }

    /// Tells all readers to come back, and closes their streams; new ones are refused.
    pub fn end_streams(&self) {
        self.shared.end_streams();
    }

    /// Waits until the thread has ended, because it was told to or because it failed. All streams are closed then.
    pub async fn ended(&self) {
        self.shared.ended.cancelled().await;
    }

    /// Whether the thread looks after what is published.
    pub(crate) fn lives(&self) -> bool {
        !self.shared.ended.is_cancelled()
    }

    /// Ends the thread; everything acknowledged is on disk.
    ///
    /// # Errors
    /// If it has ended already.
    pub async fn stop(&self) -> Result<(), Refusal> {
        self.end_streams();
        let (done, waits) = oneshot::channel();
        self.send(Request::Stop(done)).await?;
        waits.await.map_err(|_| Refusal::Unavailable)
    }

    /// Keeps an agent's device within this process live for as long as it runs.
    ///
    /// # Errors
    /// If there is no such agent.
    pub async fn hold_session(&self, agent: &AgentId) -> Result<(), Refusal> {
        let (agent, session) = (agent.clone(), new_session_id());
        let held = Command::HoldSession { agent, session };
        self.command(held).await.map(|_| ())
    }

    /// The agents of these e-mail addresses, as far as there are any.
    pub fn agents_by_email(&self, emails: &[String]) -> Vec<AgentId> {
        let published = self.published();
        emails
            .iter()
            .filter_map(|email| published.agent_by_email(email).cloned())
            .collect()
    }

    /// Signs a device in. Whoever asks has proven to be the agent, in a generation of hers.
    pub(crate) async fn sign_in(
        &self,
        agent: AgentId,
        generation: u64,
        device: String,
    ) -> Result<SignedIn, Refusal> {
        let token = auth::new_token();
        let session = new_session_id();
        let sign_in = Command::SignIn {
            agent,
            generation,
            session: session.clone(),
            device,
            token: TokenHash::of(&token),
        };
        let agent: Agent = match self.command(sign_in).await? {
            Reply::SignedIn(agent) => agent,
            _ => return Err(Refusal::Unavailable),
        };
        tracing::info!(agent = %agent.id, %session, "signed in");
        Ok(SignedIn {
            token,
            session_id: session,
            agent,
        })
    }

    pub(crate) async fn choose(
        &self,
        caller: Caller,
        choice: NewChoice,
        sequence: Option<u64>,
    ) -> Result<ChoiceAnswer, Refusal> {
        // Nearly all are new, and the commit finds out. Who was taken for new and is not has others decided again, too,
        // so that it must not happen again and again.
        let now = self.clock().now();
        let asked = if self.shared.repeats.seen_lately(now.steady) {
            let asked = self.shared.look_up_choice(&caller, &choice).await?;
            LookedUp::Found(asked)
        } else {
            LookedUp::Not
        };
        let choose = Command::Choose {
            caller,
            choice,
            asked,
            sequence,
            given_at: now.wall,
        };
        match self.command(choose).await? {
            Reply::Chosen(answer) => Ok(answer),
            _ => Err(Refusal::Unavailable),
        }
    }

    pub(crate) async fn set_away(
        &self,
        caller: Caller,
        office: OfficeId,
        target: AwayTarget,
        reason: Option<String>,
        name: Option<String>,
    ) -> Result<AwayAnswer, Refusal> {
        let named = self.shared.look_up_named(&caller.agent, name).await?;
        let set_away = Command::SetAway {
            caller,
            office,
            target,
            reason,
            batch: uuid::Uuid::now_v7().to_string(),
            named,
        };
        match self.command(set_away).await? {
            Reply::Away(answer) => Ok(answer),
            _ => Err(Refusal::Unavailable),
        }
    }

    pub(crate) async fn put_schedule(
        &self,
        caller: Caller,
        schedule: Option<Schedule>,
        if_match: Vec<String>,
    ) -> Result<TaggedSchedule, Refusal> {
        let now = self.clock().now().wall;
        // Laying out four hundred days takes time that others need not wait for.
        let schedule = schedule
            .map(|schedule| Timeline::new(&schedule, now))
            .transpose()
            .map_err(|error| Refusal::Invalid {
                field: error.field(),
                detail: sentence(&error.to_string()),
            })?;
        let put = Command::PutSchedule {
            caller,
            schedule,
            if_match,
        };
        match self.command(put).await? {
            Reply::Schedule { schedule, etag } => Ok(TaggedSchedule { schedule, etag }),
            _ => Err(Refusal::Unavailable),
        }
    }

    /// When an agent's calendar says that she is busy, as far as that has not passed.
    pub(crate) fn busy(&self, caller: &Caller) -> Result<Vec<Interval>, Refusal> {
        let now = self.clock().now().wall;
        let me = self.read_as(caller).me(caller)?;
        let ahead = me.busy.iter().filter(|interval| now < interval.until);
        Ok(ahead.copied().collect())
    }

    pub(crate) async fn put_busy(
        &self,
        caller: Caller,
        intervals: Vec<Interval>,
    ) -> Result<Vec<Interval>, Refusal> {
        match self.command(Command::PutBusy { caller, intervals }).await? {
            Reply::Busy(intervals) => Ok(intervals),
            _ => Err(Refusal::Unavailable),
        }
    }

    pub(crate) async fn change_settings(
        &self,
        caller: Caller,
        change: SettingsChange,
        name: Option<String>,
    ) -> Result<Settings, Refusal> {
        let named = self.shared.look_up_named(&caller.agent, name).await?;
        let change = Command::ChangeSettings {
            caller,
            change,
            named,
        };
        match self.command(change).await? {
            Reply::Settings(settings) => Ok(settings),
            _ => Err(Refusal::Unavailable),
        }
    }

    /// A session's activity, and its sign of life. It holds whether or not it can be written yet.
    pub(crate) async fn report_activity(
        &self,
        caller: Caller,
        activity: Activity,
        sequence: Option<u64>,
    ) -> Result<ActivityAnswer, Refusal> {
        let report = Command::ReportActivity {
            caller,
            activity,
            sequence,
        };
        match self.command(report).await? {
            Reply::Activity(answer) => Ok(answer),
            _ => Err(Refusal::Unavailable),
        }
    }

    /// Goodbye: the session is gone now, for everybody to see. That its token has ended is said only once it is kept.
    pub(crate) async fn say_goodbye(
        &self,
        caller: Caller,
        sign_out: bool,
        sequence: Option<u64>,
    ) -> Result<(), Refusal> {
        let goodbye = Command::Goodbye {
            caller,
            sign_out,
            sequence,
        };
        if sign_out {
            return self.command(goodbye).await.map(|_| ());
        }
        let (taken_up, published) = oneshot::channel();
        let kept = self.give(goodbye, Some(taken_up)).await?;
        published.await.map_err(|_| Refusal::Unavailable)?;
        match tokio::time::timeout(WRITTEN_WITHIN, kept).await {
            Ok(Ok(result)) => result.map(|_| ()),
            Ok(Err(_)) => Err(Refusal::Unavailable),
            Err(_) => Ok(()),
        }
    }

    /// Opens a stream of a caller's events: what was missed after `last_event_id`, or everything.
    pub(crate) fn open_events(
        &self,
        caller: &Caller,
        last_event_id: Option<&str>,
        framing: Framing,
    ) -> Result<EventStream, Refusal> {
        self.refuse_while_ending()?;
        EventStream::of_session(&self.shared, caller, last_event_id, framing)
    }

    /// Opens a stream for a customer's page: how those offices are now that are public, and then every change.
    pub(crate) fn open_page(
        &self,
        offices: Vec<OfficeId>,
        framing: Framing,
    ) -> Result<EventStream, Refusal> {
        self.refuse_while_ending()?;
        EventStream::of_page(&self.shared, offices, framing)
    }

    /// Opens a stream for an owner: all offices and the audit log, what was missed after `last_event_id` or everything.
    pub(crate) fn open_organization(
        &self,
        caller: &Caller,
        last_event_id: Option<&str>,
        framing: Framing,
    ) -> Result<EventStream, Refusal> {
        self.refuse_while_ending()?;
        EventStream::of_organization(&self.shared, caller, last_event_id, framing)
    }

    fn refuse_while_ending(&self) -> Result<(), Refusal> {
        if self.shared.ending.load(Ordering::SeqCst) {
            return Err(Refusal::Unavailable);
        }
        Ok(())
    }

    /// Gives a command, and waits until what it writes is on disk and published.
    async fn command(&self, command: Command) -> Result<Reply, Refusal> {
        let answered = self.give(command, None).await?;
        answered.await.map_err(|_| Refusal::Unavailable)?
    }

    /// Hands a command over. Its answer comes when it is decided and kept, or after the longest wait not at all.
    /// Whoever waits for it to be `taken_up` is told once that is published, kept or not.
    async fn give(
        &self,
        command: Command,
        taken_up: Option<oneshot::Sender<()>>,
    ) -> Result<oneshot::Receiver<Result<Reply, Refusal>>, Refusal> {
        let (answer, answered) = oneshot::channel();
        let way = match command {
            Command::ReportActivity { .. } | Command::Goodbye { .. } => &self.shared.facts,
            _ => &self.shared.requests,
        };
        let handed_over = way.send(Request::Command {
            command,
            answer,
            taken_up,
        });
        match tokio::time::timeout(self.shared.tunables.longest_wait, handed_over).await {
            Ok(Ok(())) => Ok(answered),
            Ok(Err(_)) | Err(_) => Err(Refusal::Unavailable),
        }
    }

    async fn send(&self, request: Request) -> Result<(), Refusal> {
        self.shared
            .requests
            .send(request)
            .await
            .map_err(|_| Refusal::Unavailable)
    }
}

impl Repeats {
    fn seen(&self, now: Duration) {
        let until = (now + REPEATS_WITHIN).as_millis();
        let until = u64::try_from(until).unwrap_or(u64::MAX);
        self.looked_for_until.store(until, Ordering::Relaxed);
    }

    fn seen_lately(&self, now: Duration) -> bool {
        now.as_millis() < u128::from(self.looked_for_until.load(Ordering::Relaxed))
    }
}

impl Shared {
    fn end_streams(&self) {
        self.ending.store(true, Ordering::SeqCst);
        self.subscribers.end_all();
    }

    fn signal(&self, signal: Command) {
        // The thread ends only with the server.
        let _ = self.signals.send(signal);
    }

    /// What was answered to whatever a caller asked by this name before.
    async fn look_up_named(&self, asker: &AgentId, name: Option<String>) -> Result<Named, Refusal> {
        let Some(name) = name else {
            return Ok(Named::default());
        };
        let key = Key::Answered(asker.clone(), name.clone());
        let answered = self.look_up::<AnsweredRecord>(&key).await?;
        Ok(Named {
            name: Some(name),
            answered: answered.map(|(record, _)| record),
        })
    }

    /// What was answered to the same choice before.
    async fn look_up_choice(
        &self,
        caller: &Caller,
        choice: &NewChoice,
    ) -> Result<Option<At<AskedRecord>>, Refusal> {
        let key = Key::Asked(caller.agent.clone(), choice.id.clone());
        let asked = self.look_up::<AskedRecord>(&key).await?;
        Ok(asked.map(|(value, revision)| At { value, revision }))
    }

    /// One record of the history, with its revision.
    async fn look_up<T: serde::de::DeserializeOwned>(
        &self,
        key: &Key,
    ) -> Result<Option<(T, records::Revision)>, Refusal> {
        let key = key.to_string();
        let record = (self.lookup)(key).await.map_err(|error| {
            tracing::error!(%error, "the store cannot be read");
            Refusal::Unavailable
        })?;
        let Some(record) = record else {
            return Ok(None);
        };
        let Some(value) = &record.value else {
            return Ok(None);
        };
        let value = records::read(&record.key, value).map_err(|error| {
            tracing::error!(%error, "a record is damaged");
            Refusal::Unavailable
        })?;
        Ok(Some((value, record.revision)))
    }
}

pub(crate) fn new_session_id() -> SessionId {
    SessionId(uuid::Uuid::now_v7().to_string())
}

/// Words as a sentence.
pub(crate) fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let text: String = first.to_uppercase().chain(characters).collect();
    if text.ends_with('.') {
        text
    } else {
        text + "."
    }
}
