//! The thread that drives the campus: one turn after another, each decided in memory.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use porchlight_campus::{
    Campus, Command, CommitFailure, LookedUp, Refusal, Reply, Retry, State, Ticket,
    attendance::Block,
    records::{Commit, Revision, Snapshot},
};
use porchlight_protocol::{OfficeId, Timestamp};
use tokio::{
    sync::{mpsc, oneshot},
    task::AbortHandle,
    time::Instant,
};

use super::Shared;
use crate::store::{CommitError, Store, StoreError, Watch, WatchEvent};

/// Requests that are taken up in one turn.
const TURN: usize = 128;
/// How soon it is tried again to read everything anew.
const WATCH_AGAIN: Duration = Duration::from_secs(1);
/// How long the end tries to write what is true of devices and could not be written so far.
const LAST_WRITES: Duration = Duration::from_secs(3);
/// How soon it tries again.
const LAST_WRITES_AGAIN: Duration = Duration::from_millis(100);

/// Something to be answered.
#[expect(
    clippy::large_enum_variant,
    reason = "the largest is also the most frequent, and none lives long"
)]
pub(super) enum Request {
    Command {
        command: Command,
        answer: oneshot::Sender<Result<Reply, Refusal>>,
        taken_up: Option<oneshot::Sender<()>>,
    },
    /// Look at the clock and at what other processes wrote.
    Wake(oneshot::Sender<()>),
    /// Tell all facts as they are kept.
    Facts(oneshot::Sender<State>),
    /// Tell who was Available in an office of late.
    Attendance(OfficeId, oneshot::Sender<(Timestamp, Vec<Block>)>),
    /// End, once everything that was begun is kept.
    Stop(oneshot::Sender<()>),
}

/// How the server is, in numbers.
#[derive(Debug)]
pub(crate) struct Health {
    /// Records that cannot be read and are left out.
    pub damaged: AtomicUsize,
    /// Nothing could be written when it was last tried.
    pub store_fails: AtomicBool,
    pub webhooks: WebhookHealth,
}

/// How webhooks are, in numbers.
#[derive(Debug, Default)]
pub(crate) struct WebhookHealth {
    pub webhooks: AtomicUsize,
    /// Deliveries that are still tried.
    pub owed: AtomicUsize,
    /// Deliveries that were given up and are remembered.
    pub dead: AtomicUsize,
    /// Requests of this run that arrived.
    pub arrived: AtomicUsize,
    /// Those that did not.
    pub failed: AtomicUsize,
}

impl Health {
    pub(super) fn new(campus: &Campus) -> Self {
        Self {
            damaged: AtomicUsize::new(campus.state().damaged().count()),
            store_fails: AtomicBool::new(false),
            webhooks: WebhookHealth::default(),
        }
    }
}

/// The thread; it ends when it is told to.
#[derive(Debug)]
pub struct HubThread {
    thread: thread::JoinHandle<()>,
    housekeeping: AbortHandle,
}

impl HubThread {
    /// Waits until everything is written and the store is closed.
    pub async fn ended(self) {
        self.housekeeping.abort();
        // A panic there has been logged where it happened.
        let _ = tokio::task::spawn_blocking(move || self.thread.join()).await;
    }
}

pub(super) fn start<S: Store>(
    campus: Campus,
    store: S,
    watch: Watch,
    shared: Arc<Shared>,
    (requests, facts, signals): (
        mpsc::Receiver<Request>,
        mpsc::Receiver<Request>,
        mpsc::UnboundedReceiver<Command>,
    ),
    housekeeping: AbortHandle,
) -> Result<HubThread, StoreError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    let (retries, retried) = mpsc::unbounded_channel();
    let (catching_up, caught_up) = mpsc::unbounded_channel();
    let end = End(Arc::clone(&shared));
    let driver = Driver {
        campus,
        store,
        following: Following::Watch(watch),
        shared,
        answers: BTreeMap::new(),
        taken_up: Vec::new(),
        next_ticket: 0,
        flight: None,
        retries,
        caught_up,
        catching_up,
    };
    let thread = thread::Builder::new()
        .name("campus".to_owned())
        .spawn(move || {
            let end = end;
            runtime.block_on(driver.run(requests, facts, signals, retried));
            drop(end);
        })?;
    Ok(HubThread {
        thread,
        housekeeping,
    })
}

/// What holds at the thread's end, also at one by a panic: what is published is looked after by nobody.
struct End(Arc<Shared>);

impl Drop for End {
    fn drop(&mut self) {
        // First, so that whoever runs the server ends it even if more is broken.
        self.0.ended.cancel();
        self.0.end_streams();
    }
}

type Flight = Pin<Box<dyn Future<Output = Result<Revision, CommitFailure>> + Send>>;
type Resync = Pin<Box<dyn Future<Output = Result<(Snapshot, Watch), StoreError>> + Send>>;

/// It was told to end.
struct Stop {
    done: oneshot::Sender<()>,
    /// How long it is tried to write what could not be written before.
    until: Instant,
}

impl Stop {
    fn now(done: oneshot::Sender<()>) -> Self {
        Self {
            done,
            until: Instant::now() + LAST_WRITES,
        }
    }
}

/// How it is known what the store holds.
enum Following {
    Watch(Watch),
    /// The watch could not say what changed: everything is being read anew. Meanwhile devices are heard and leases run
    /// out as ever; what became of a commit is taken in after what it changed.
    Resync(Resync),
}

struct Driver<S> {
    campus: Campus,
    store: S,
    following: Following,
    shared: Arc<Shared>,
    answers: BTreeMap<Ticket, Waiting>,
    /// Those who wait until what they said is published, kept or not.
    taken_up: Vec<oneshot::Sender<()>>,
    next_ticket: u64,
    /// The commit that the store is busy with.
    flight: Option<Flight>,
    /// Commands to be given again, with what they need looked up anew.
    retries: mpsc::UnboundedSender<Vec<Retried>>,
    /// Those who wait until what others wrote is known here, once it is.
    caught_up: mpsc::UnboundedReceiver<oneshot::Sender<()>>,
    catching_up: mpsc::UnboundedSender<oneshot::Sender<()>>,
}

/// Somebody who waits for the answer to a command.
struct Waiting {
    until: Instant,
    answer: oneshot::Sender<Result<Reply, Refusal>>,
}

/// A command to be given again, and whether what it needs could be looked up.
type Retried = (Retry, Result<(), Refusal>);

/// What ended a wait.
enum Event {
    Request(Option<Request>),
    Signal(Command),
    CaughtUp(oneshot::Sender<()>),
    Retried(Vec<Retried>),
    Changed(Option<WatchEvent>),
    Resynced(Result<(Snapshot, Watch), StoreError>),
    Committed(Result<Revision, CommitFailure>),
    Time,
}

impl Waiting {
    fn patience(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}

impl<S: Store> Driver<S> {
    async fn run(
        mut self,
        mut requests: mpsc::Receiver<Request>,
        mut facts: mpsc::Receiver<Request>,
        mut signals: mpsc::UnboundedReceiver<Command>,
        mut retried: mpsc::UnboundedReceiver<Vec<Retried>>,
    ) {
        let mut stop: Option<Stop> = None;
        self.settle();
        while self.goes_on(stop.as_ref()) {
            let event = self
                .next(
                    &mut requests,
                    &mut facts,
                    &mut signals,
                    &mut retried,
                    stop.is_some(),
                )
                .await;
            let now = self.shared.clock.now();
            if matches!(event, Event::Time) {
                self.campus.handle_time(now);
            } else {
                self.campus.handle_time_in_passing(now);
            }
            match event {
                Event::Request(None) => break,
                Event::Request(Some(request)) => {
                    // Whoever waits for an answer may have given signals before.
                    self.take_signals(&mut signals);
                    let full = self.campus.is_full();
                    let more = std::iter::from_fn(|| {
                        let fact = facts.try_recv().ok();
                        // What there is no room for stays where it waits.
                        let room = || (!full).then(|| requests.try_recv().ok()).flatten();
                        fact.or_else(room)
                    });
                    for request in std::iter::once(request).chain(more).take(TURN) {
                        stop = self.request(request).map(Stop::now).or(stop);
                    }
                }
                Event::Signal(command) => {
                    self.command(command);
                    self.take_signals(&mut signals);
                }
                Event::Retried(again) => {
                    for (retry, looked_up) in again {
                        self.retry(retry, looked_up);
                    }
                }
                Event::Changed(event) => self.changed(event),
                Event::Resynced(read) => self.resynced(read),
                Event::Committed(result) => {
                    self.flight = None;
                    // What it wrote is in the watch already, and comes first.
                    self.take_changes();
                    if self.is_following() || stop.is_some() {
                        self.campus.handle_commit(result);
                        let fails = self.campus.trouble().is_some();
                        let health = &self.shared.health;
                        health.store_fails.store(fails, Ordering::Relaxed);
                    } else {
                        self.flight = Some(Box::pin(std::future::ready(result)));
                    }
                }
                Event::CaughtUp(done) => {
                    self.take_changes();
                    if self.is_following() || stop.is_some() {
                        self.take_signals(&mut signals);
                        self.take_due();
                        // Whoever asked may have gone.
                        let _ = done.send(());
                    } else {
                        // It ends only with this.
                        let _ = self.catching_up.send(done);
                    }
                }
                Event::Time if stop.is_some() => self.campus.write_now(),
                Event::Time => {}
            }
            self.settle();
            self.give_up();
        }
        let unwritten = self.campus.unwritten_count();
        if unwritten > 0 {
            tracing::error!(
                unwritten,
                "what devices said last could not be written; at the next start it is as if they had not said it"
            );
        }
        drop(self.store);
        if let Some(stop) = stop {
            // Whoever asked may have gone.
            let _ = stop.done.send(());
        }
    }

    /// Until it is told to stop, and then until everything is kept that can be kept in time.
    fn goes_on(&self, stop: Option<&Stop>) -> bool {
        stop.is_none_or(|stop| {
            self.flight.is_some()
                || !self.answers.is_empty()
                || Instant::now() < stop.until && self.campus.unwritten_count() > 0
        })
    }

    async fn next(
        &mut self,
        requests: &mut mpsc::Receiver<Request>,
        facts: &mut mpsc::Receiver<Request>,
        signals: &mut mpsc::UnboundedReceiver<Command>,
        retried: &mut mpsc::UnboundedReceiver<Vec<Retried>>,
        stopping: bool,
    ) -> Event {
        let timeout = self.campus.poll_timeout();
        let sleep = if stopping {
            Some(LAST_WRITES_AGAIN)
        } else {
            timeout.and_then(|at| self.shared.clock.until(at))
        };
        // One timer here is for all who wait: one each would wake the workers for it.
        let oldest = self.answers.values().next().map(Waiting::patience);
        let sleep = sleep.into_iter().chain(oldest).min();
        let full = self.campus.is_full();
        let (flight, following) = (&mut self.flight, &mut self.following);
        // Nobody waits at the end for a store that cannot be read.
        let follows = stopping || matches!(following, Following::Watch(_));
        tokio::select! {
            biased;
            result = async {
                match flight {
                    Some(flight) => flight.await,
                    None => std::future::pending().await,
                }
            }, if follows => Event::Committed(result),
            event = async {
                match following {
                    Following::Watch(watch) => Event::Changed(watch.next().await),
                    Following::Resync(reading) => Event::Resynced(reading.await),
                }
            } => event,
            done = self.caught_up.recv(), if follows => match done {
                Some(done) => Event::CaughtUp(done),
                None => Event::Time,
            },
            again = retried.recv() => Event::Retried(again.unwrap_or_default()),
            request = facts.recv() => Event::Request(request),
            request = requests.recv(), if !full => Event::Request(request),
            signal = signals.recv() => match signal {
                Some(signal) => Event::Signal(signal),
                None => Event::Time,
            },
            () = async {
                match sleep {
                    Some(sleep) => tokio::time::sleep(sleep).await,
                    None => std::future::pending().await,
                }
            } => Event::Time,
        }
    }

    /// Takes a request up. Answers who waits for the end, if it is that.
    fn request(&mut self, request: Request) -> Option<oneshot::Sender<()>> {
        match request {
            Request::Command {
                command,
                answer,
                taken_up,
            } => {
                let ticket = self.command(command);
                self.taken_up.extend(taken_up);
                // Its answer is given out at the end of the turn at the earliest.
                let until = Instant::now() + self.shared.tunables.longest_wait;
                self.answers.insert(ticket, Waiting { until, answer });
            }
            Request::Wake(done) => self.catch_up(done),
            Request::Facts(answer) => {
                // Whoever asked may have gone.
                let _ = answer.send(self.campus.state().clone());
            }
            Request::Attendance(office, answer) => {
                // Whoever asked may have gone.
                let _ = answer.send(self.campus.attendance(&office));
            }
            Request::Stop(done) => {
                self.campus.end();
                return Some(done);
            }
        }
        None
    }

    fn command(&mut self, command: Command) -> Ticket {
        self.next_ticket += 1;
        let ticket = Ticket(self.next_ticket);
        self.campus.handle_command(ticket, command, 0);
        ticket
    }

    fn retry(&mut self, retry: Retry, looked_up: Result<(), Refusal>) {
        let Retry {
            ticket,
            command,
            tries,
        } = retry;
        match looked_up {
            Ok(()) => self.campus.handle_command(ticket, command, tries),
            Err(refusal) => {
                if let Some(waiting) = self.answers.remove(&ticket) {
                    // Whoever asked may have gone.
                    let _ = waiting.answer.send(Err(refusal));
                }
            }
        }
    }

    fn take_signals(&mut self, signals: &mut mpsc::UnboundedReceiver<Command>) {
        for _ in 0..TURN {
            let Ok(command) = signals.try_recv() else {
                break;
            };
            self.command(command);
        }
    }

    /// Everything that is due, also what would take more than one turn.
    fn take_due(&mut self) {
        let now = self.shared.clock.now();
        self.settle();
        while self.flight.is_none()
            && self
                .campus
                .poll_timeout()
                .is_some_and(|at| at <= now.steady)
        {
            self.campus.handle_time(now);
            self.settle();
        }
    }

    /// Publishes, then answers, then hands the next commit over.
    fn settle(&mut self) {
        loop {
            if let Some(publication) = self.campus.publish() {
                self.shared.publish(publication);
            }
            for taken_up in self.taken_up.drain(..) {
                // Whoever asked may have gone.
                let _ = taken_up.send(());
            }
            self.answer();
            self.give_again();
            let Some(commit) = self.campus.next_commit() else {
                break;
            };
            self.flight = Some(Box::pin(keep(self.store.clone(), commit)));
        }
        // What turned out to need no commit.
        self.answer();
    }

    fn answer(&mut self) {
        for (ticket, result) in self.campus.answers() {
            if let Some(waiting) = self.answers.remove(&ticket) {
                // Whoever asked may have gone.
                let _ = waiting.answer.send(result);
            }
        }
    }

    /// Whoever has waited for too long is told that it is not known what became of it.
    fn give_up(&mut self) {
        while let Some(oldest) = self.answers.first_entry() {
            if !oldest.get().patience().is_zero() {
                break;
            }
            oldest.remove();
        }
    }

    /// Looks up anew what commands need that are to be decided again, and brings them back in their order.
    fn give_again(&mut self) {
        let again = self.campus.retries();
        if again.is_empty() {
            return;
        }
        let (shared, retries) = (Arc::clone(&self.shared), self.retries.clone());
        tokio::spawn(async move {
            let mut looked_up = Vec::with_capacity(again.len());
            for mut retry in again {
                let result = look_up_again(&shared, &mut retry.command).await;
                looked_up.push((retry, result));
            }
            // The thread may have ended.
            let _ = retries.send(looked_up);
        });
    }

    /// Has what other processes wrote brought into the watch, without waiting for it here.
    fn catch_up(&self, done: oneshot::Sender<()>) {
        let (store, caught_up) = (self.store.clone(), self.catching_up.clone());
        tokio::spawn(async move {
            if let Err(error) = store.catch_up().await {
                tracing::error!(%error, "what others wrote cannot be read");
            }
            // The thread may have ended.
            let _ = caught_up.send(done);
        });
    }

    /// Everything that is in the watch.
    fn take_changes(&mut self) {
        while let Following::Watch(watch) = &mut self.following {
            let Some(event) = watch.try_next() else {
                break;
            };
            self.changed(Some(event));
        }
    }

    /// Whether what is known is what the store had when the watch was last looked at.
    const fn is_following(&self) -> bool {
        matches!(self.following, Following::Watch(_))
    }

    fn changed(&mut self, event: Option<WatchEvent>) {
        match event {
            Some(WatchEvent::Changed { revision, records }) => {
                self.campus.handle_changes(revision, &records);
                self.count_damaged();
            }
            Some(WatchEvent::Compacted) | None => {
                self.following = Following::Resync(resync(self.store.clone(), None));
            }
        }
    }

    fn resynced(&mut self, read: Result<(Snapshot, Watch), StoreError>) {
        self.following = match read {
            Ok((snapshot, watch)) => {
                self.campus.reset(&snapshot);
                self.count_damaged();
                Following::Watch(watch)
            }
            Err(error) => {
                tracing::error!(%error, "the store cannot be read; trying again");
                let again = Instant::now() + WATCH_AGAIN;
                Following::Resync(resync(self.store.clone(), Some(again)))
            }
        };
    }

    fn count_damaged(&self) {
        let damaged = self.campus.state().damaged().count();
        self.shared.health.damaged.store(damaged, Ordering::Relaxed);
    }
}

/// Looks up anew what a command needs.
async fn look_up_again(shared: &Shared, command: &mut Command) -> Result<(), Refusal> {
    match command {
        Command::Choose {
            caller,
            choice,
            asked,
            ..
        } => {
            let found = shared.look_up_choice(caller, choice).await?;
            if found.is_some() {
                shared.repeats.seen(shared.clock.now().steady);
            }
            *asked = LookedUp::Found(found);
        }
        Command::SetAway { caller, named, .. } | Command::ChangeSettings { caller, named, .. } => {
            let name = named.name.clone();
            *named = shared.look_up_named(&caller.agent, name).await?;
        }
        Command::Change { caller, named, .. } => {
            let asker = caller.as_ref().map(|caller| caller.agent.clone());
            let (asker, name) = (asker.unwrap_or_default(), named.name.clone());
            *named = shared.look_up_named(&asker, name).await?;
        }
        _ => {}
    }
    Ok(())
}

/// Reads everything anew, not before an instant.
fn resync<S: Store>(store: S, after: Option<Instant>) -> Resync {
    Box::pin(async move {
        if let Some(after) = after {
            tokio::time::sleep_until(after).await;
        }
        let snapshot = store.snapshot().await?;
        let watch = store.watch(snapshot.revision).await?;
        Ok((snapshot, watch))
    })
}

/// One commit; when it fails because of what others wrote, that is in the watch when this answers.
async fn keep<S: Store>(store: S, commit: Commit) -> Result<Revision, CommitFailure> {
    let failure = match store.commit(commit).await {
        Ok(revision) => return Ok(revision),
        Err(CommitError::Conflict { key }) => {
            tracing::debug!(key, "another process wrote in between");
            CommitFailure::Conflict
        }
        Err(error @ CommitError::Full) => {
            tracing::error!(%error);
            return Err(CommitFailure::Full);
        }
        Err(error @ CommitError::Unavailable(_)) => {
            tracing::error!(%error);
            return Err(CommitFailure::Unavailable);
        }
        Err(error @ CommitError::Indeterminate(_)) => {
            tracing::error!(%error);
            CommitFailure::Indeterminate
        }
    };
    match store.catch_up().await {
        Ok(_) => Err(failure),
        Err(error) => {
            tracing::error!(%error, "what others wrote cannot be read");
            Err(CommitFailure::Unavailable)
        }
    }
}
