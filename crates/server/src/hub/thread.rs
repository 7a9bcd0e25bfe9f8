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
    Campus, Command, CommitFailure, Refusal, Reply, Retry, Ticket,
    records::{AskedRecord, Commit, Key, Revision},
};
use tokio::sync::{mpsc, oneshot};

use super::Shared;
use crate::store::{CommitError, Store, StoreError, Watch, WatchEvent};

/// Requests that are taken up in one turn.
const TURN: usize = 128;
/// How soon a watch is begun again that ended.
const WATCH_AGAIN: Duration = Duration::from_secs(1);

/// Something to be answered.
pub(super) enum Request {
    Command {
        command: Command,
        answer: oneshot::Sender<Result<Reply, Refusal>>,
    },
    /// Look at the clock and at what other processes wrote.
    Wake(oneshot::Sender<()>),
    /// End, once everything that was begun is kept.
    Stop(oneshot::Sender<()>),
}

/// Something that is not answered.
pub(super) enum Signal {
    Command(Command),
}

/// How the server is, in numbers.
#[derive(Debug)]
pub(crate) struct Health {
    /// Records that cannot be read and are left out.
    pub damaged: AtomicUsize,
    /// Nothing could be written when it was last tried.
    pub store_fails: AtomicBool,
}

impl Health {
    pub(super) fn new(campus: &Campus) -> Self {
        Self {
            damaged: AtomicUsize::new(campus.state().damaged().count()),
            store_fails: AtomicBool::new(false),
        }
    }
}

/// The thread; it ends when it is told to.
#[derive(Debug)]
pub struct HubThread {
    thread: thread::JoinHandle<()>,
}

impl HubThread {
    /// Waits until everything is written and the store is closed.
    pub async fn ended(self) {
        // A panic there has been logged where it happened.
        let _ = tokio::task::spawn_blocking(move || self.thread.join()).await;
    }
}

pub(super) fn start<S: Store>(
    campus: Campus,
    store: S,
    watch: Watch,
    shared: Arc<Shared>,
    requests: mpsc::Receiver<Request>,
    signals: mpsc::UnboundedReceiver<Signal>,
) -> Result<HubThread, StoreError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    let (retries, retried) = mpsc::unbounded_channel();
    let driver = Driver {
        campus,
        store,
        watch: Some(watch),
        shared,
        answers: BTreeMap::new(),
        next_ticket: 0,
        flight: None,
        retries,
    };
    let thread = thread::Builder::new()
        .name("campus".to_owned())
        .spawn(move || runtime.block_on(driver.run(requests, signals, retried)))?;
    Ok(HubThread { thread })
}

type Flight = Pin<Box<dyn Future<Output = Result<Revision, CommitFailure>> + Send>>;

struct Driver<S> {
    campus: Campus,
    store: S,
    /// None while it is to be begun again.
    watch: Option<Watch>,
    shared: Arc<Shared>,
    answers: BTreeMap<Ticket, oneshot::Sender<Result<Reply, Refusal>>>,
    next_ticket: u64,
    /// The commit that the store is busy with.
    flight: Option<Flight>,
    /// Commands to be given again, with what they need looked up anew.
    retries: mpsc::UnboundedSender<Vec<Retry>>,
}

/// What ended a wait.
enum Event {
    Requests,
    Signals,
    Retried(Vec<Retry>),
    Changed(Option<WatchEvent>),
    Committed(Result<Revision, CommitFailure>),
    Time,
}

impl<S: Store> Driver<S> {
    async fn run(
        mut self,
        mut requests: mpsc::Receiver<Request>,
        mut signals: mpsc::UnboundedReceiver<Signal>,
        mut retried: mpsc::UnboundedReceiver<Vec<Retry>>,
    ) {
        let mut taken = Vec::with_capacity(TURN);
        let mut signalled = Vec::with_capacity(TURN);
        let mut stop = None;
        self.settle();
        loop {
            if stop.is_some() && self.flight.is_none() && self.answers.is_empty() {
                break;
            }
            let event = self
                .next(
                    &mut requests,
                    &mut taken,
                    &mut signals,
                    &mut signalled,
                    &mut retried,
                )
                .await;
            self.campus.handle_time(self.shared.clock.now());
            match event {
                Event::Requests => {
                    if taken.is_empty() {
                        break;
                    }
                    for request in taken.drain(..) {
                        match request {
                            Request::Command { command, answer } => {
                                let ticket = self.ticket();
                                self.answers.insert(ticket, answer);
                                self.campus.handle_command(ticket, command, 0);
                            }
                            Request::Wake(done) => {
                                self.catch_up().await;
                                // Whoever asked may have gone.
                                let _ = done.send(());
                            }
                            Request::Stop(done) => stop = Some(done),
                        }
                    }
                }
                Event::Signals => {
                    for Signal::Command(command) in signalled.drain(..) {
                        let ticket = self.ticket();
                        self.campus.handle_command(ticket, command, 0);
                    }
                }
                Event::Retried(again) => {
                    for Retry {
                        ticket,
                        command,
                        tries,
                    } in again
                    {
                        self.campus.handle_command(ticket, command, tries);
                    }
                }
                Event::Changed(event) => self.changed(event).await,
                Event::Committed(result) => {
                    self.flight = None;
                    // What it wrote is in the watch already, and comes first.
                    self.take_changes().await;
                    self.campus.handle_commit(result);
                    let fails = self.campus.trouble().is_some();
                    let health = &self.shared.health;
                    health.store_fails.store(fails, Ordering::Relaxed);
                }
                Event::Time => {}
            }
            self.settle();
        }
        drop(self.store);
        if let Some(done) = stop {
            let _ = done.send(());
        }
    }

    async fn next(
        &mut self,
        requests: &mut mpsc::Receiver<Request>,
        taken: &mut Vec<Request>,
        signals: &mut mpsc::UnboundedReceiver<Signal>,
        signalled: &mut Vec<Signal>,
        retried: &mut mpsc::UnboundedReceiver<Vec<Retry>>,
    ) -> Event {
        let timeout = self.campus.poll_timeout();
        let sleep = timeout.and_then(|at| self.shared.clock.until(at));
        let full = self.campus.is_full();
        let (flight, watch) = (&mut self.flight, &mut self.watch);
        tokio::select! {
            biased;
            result = async {
                match flight {
                    Some(flight) => flight.await,
                    None => std::future::pending().await,
                }
            } => Event::Committed(result),
            event = async {
                match watch {
                    Some(watch) => watch.next().await,
                    None => {
                        tokio::time::sleep(WATCH_AGAIN).await;
                        Some(WatchEvent::Compacted)
                    }
                }
            } => Event::Changed(event),
            again = retried.recv() => Event::Retried(again.unwrap_or_default()),
            _ = requests.recv_many(taken, TURN), if !full => Event::Requests,
            _ = signals.recv_many(signalled, TURN) => Event::Signals,
            () = async {
                match sleep {
                    Some(sleep) => tokio::time::sleep(sleep).await,
                    None => std::future::pending().await,
                }
            } => Event::Time,
        }
    }

    /// Publishes, answers, and hands the next commit over.
    fn settle(&mut self) {
        loop {
            if let Some(publication) = self.campus.publish() {
                self.shared.publish(publication);
            }
            for (ticket, result) in self.campus.answers() {
                if let Some(answer) = self.answers.remove(&ticket) {
                    // Whoever asked may have gone.
                    let _ = answer.send(result);
                }
            }
            self.give_again();
            match self.campus.next_commit() {
                Some(commit) => self.flight = Some(Box::pin(keep(self.store.clone(), commit))),
                None => break,
            }
        }
        // Answers that needed no commit.
        for (ticket, result) in self.campus.answers() {
            if let Some(answer) = self.answers.remove(&ticket) {
                let _ = answer.send(result);
            }
        }
    }

    /// Looks up anew what commands need that are to be decided again, and brings them back in their order.
    fn give_again(&mut self) {
        let mut again = self.campus.retries();
        if again.is_empty() {
            return;
        }
        let (shared, retries) = (Arc::clone(&self.shared), self.retries.clone());
        tokio::spawn(async move {
            for Retry { command, .. } in &mut again {
                let Command::Choose {
                    caller,
                    choice,
                    asked,
                } = command
                else {
                    continue;
                };
                let key = Key::Asked(caller.agent.clone(), choice.id.clone());
                if let Ok(found) = shared.look_up::<AskedRecord>(&key).await {
                    *asked = found
                        .map(|(value, revision)| porchlight_campus::At { value, revision });
                }
            }
            // The thread may have ended.
            let _ = retries.send(again);
        });
    }

    /// Takes in what other processes wrote, and everything that is due.
    async fn catch_up(&mut self) {
        if let Err(error) = self.store.catch_up().await {
            tracing::error!(%error, "what others wrote cannot be read");
        }
        self.take_changes().await;
        self.settle();
        let now = self.shared.clock.now();
        while self.campus.poll_timeout().is_some_and(|at| at <= now.steady) {
            self.campus.handle_time(now);
            self.settle();
            if self.flight.is_some() || self.campus.trouble().is_some() {
                break;
            }
        }
    }

    /// Everything that is in the watch.
    async fn take_changes(&mut self) {
        while let Some(event) = self.watch.as_mut().and_then(Watch::try_next) {
            self.changed(Some(event)).await;
        }
    }

    async fn changed(&mut self, event: Option<WatchEvent>) {
        match event {
            Some(WatchEvent::Changed { revision, records }) => {
                self.campus.handle_changes(revision, &records);
                let damaged = self.campus.state().damaged().count();
                self.shared.health.damaged.store(damaged, Ordering::Relaxed);
            }
            Some(WatchEvent::Compacted) | None => self.begin_again().await,
        }
    }

    /// The watch cannot say what changed: everything is read anew.
    async fn begin_again(&mut self) {
        self.watch = None;
        let read = async {
            let snapshot = self.store.snapshot().await?;
            let watch = self.store.watch(snapshot.revision).await?;
            Ok::<_, StoreError>((snapshot, watch))
        };
        match read.await {
            Ok((snapshot, watch)) => {
                self.campus.reset(&snapshot);
                self.watch = Some(watch);
            }
            Err(error) => tracing::error!(%error, "the store cannot be read; trying again"),
        }
    }

    fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        Ticket(self.next_ticket)
    }
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
