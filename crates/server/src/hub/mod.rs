//! The hub: every fact in memory, one thread that decides.
//!
//! Requests are closures that run one after another on that thread. Those that wait are run together and written in
//! one commit; answers and events go out once it is on disk. The same thread sleeps until the next instant at which
//! some agent's status changes by itself.

mod acts;
mod apply;
mod presence;
mod sessions;
mod state;
mod streams;

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
    thread,
};

use porchlight_protocol::{AgentId, SessionId};
use tokio::sync::{mpsc, oneshot};

pub use self::streams::EventStream;
pub(crate) use self::{acts::Whom, state::State};
use self::{sessions::Tokens, streams::Closed};
use crate::{
    auth::TokenHash,
    clock::Clock,
    config::Tunables,
    store::{Store, StoreError},
};

/// Requests that may wait for the hub's thread; more wait outside.
const WAITING: usize = 1024;
/// Requests that are written in one commit at most.
const GROUP: usize = 64;

/// Who asks: a signed-in agent's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub agent: AgentId,
    pub session: SessionId,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{0}")]
    NotFound(String),
    #[error("{0}")]
    NotAllowed(String),
    #[error("{detail}")]
    Invalid { field: String, detail: String },
    #[error("This id was used for a different choice; make a new id.")]
    IdTaken,
    #[error("Somebody else changed this in between; read it again and make your change to that.")]
    Stale,
    #[error("You are signed out; sign in again.")]
    SignedOut,
    #[error("The server cannot do this now; try again in a moment.")]
    Unavailable,
}

impl Refusal {
    pub(crate) fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::Invalid {
            field: field.into(),
            detail: detail.into(),
        }
    }

    pub(crate) fn no_such_office() -> Self {
        Self::NotFound("There is no such office among yours.".to_owned())
    }
}

/// The way to the hub's thread. Cheap to clone.
#[derive(Clone)]
pub struct Hub {
    requests: mpsc::Sender<Box<dyn Request>>,
    tokens: Arc<RwLock<Tokens>>,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").finish_non_exhaustive()
    }
}

/// The hub's thread; it ends when it is told to.
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

impl Hub {
    /// Reads all facts and starts the thread.
    ///
    /// # Errors
    /// If the store cannot be read, or no thread can be started.
    pub fn start(
        store: Box<dyn Store>,
        clock: Arc<dyn Clock>,
        tunables: Tunables,
    ) -> Result<(Self, HubThread), StoreError> {
        let tokens = Arc::new(RwLock::new(Tokens::new()));
        let state = State::load(store, Arc::clone(&clock), tunables, Arc::clone(&tokens))?;
        let (sender, receiver) = mpsc::channel(WAITING);
        let closed = state.closed_streams();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()?;
        let thread = thread::Builder::new()
            .name("hub".to_owned())
            .spawn(move || runtime.block_on(run(state, receiver, closed)))?;
        Ok((
            Self {
                requests: sender,
                tokens,
                clock,
            },
            HubThread { thread },
        ))
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Whose token this is.
    pub(crate) fn caller(&self, token: &str) -> Option<Caller> {
        self.tokens
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&TokenHash::of(token))
            .cloned()
    }

    /// Has the thread look at the clock and at what other processes wrote, and waits until it did.
    ///
    /// # Errors
    /// If the server is shutting down.
    pub async fn wake(&self) -> Result<(), Refusal> {
        self.ask(|_| Ok(())).await
    }

    /// How many streams are open.
    ///
    /// # Errors
    /// If the hub has ended.
    pub async fn open_streams(&self) -> Result<usize, Refusal> {
        self.ask(|state| Ok(state.open_streams())).await
    }

    /// Tells all readers to come back, and closes their streams; new ones are refused.
    ///
    /// # Errors
    /// If the hub has ended already.
    pub async fn end_streams(&self) -> Result<(), Refusal> {
        self.ask(|state| {
            state.end_streams();
            Ok(())
        })
        .await
    }

    /// Ends the hub's thread; everything acknowledged is on disk.
    ///
    /// # Errors
    /// If the hub has ended already.
    pub async fn stop(&self) -> Result<(), Refusal> {
        self.ask(|state| {
            state.stop();
            Ok(())
        })
        .await
    }

    /// Keeps an agent's device within this process live for as long as it runs.
    ///
    /// # Errors
    /// If there is no such agent.
    pub async fn hold_session(&self, agent: &AgentId) -> Result<(), Refusal> {
        let agent = agent.clone();
        self.ask(move |state| state.hold_session(&agent)).await
    }

    /// The agents of these e-mail addresses, as far as there are any.
    ///
    /// # Errors
    /// If the hub has ended.
    pub async fn agents_by_email(&self, emails: Vec<String>) -> Result<Vec<AgentId>, Refusal> {
        self.ask(move |state| {
            Ok(emails
                .iter()
                .filter_map(|email| state.agent_by_email(email))
                .collect())
        })
        .await
    }

    /// Runs a request on the hub's thread, and answers once what it wrote is on disk. It may run more than once.
    pub(crate) async fn ask<T, F>(&self, question: F) -> Result<T, Refusal>
    where
        T: Send + 'static,
        F: FnMut(&mut State) -> Result<T, Refusal> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let request = Box::new(Ask {
            question,
            result: None,
            answer,
        });
        self.requests
            .send(request)
            .await
            .map_err(|_| Refusal::Unavailable)?;
        answered.await.map_err(|_| Refusal::Unavailable)?
    }
}

pub(crate) trait Request: Send {
    fn run(&mut self, state: &mut State);
    fn answer(self: Box<Self>, written: bool);
}

struct Ask<T, F> {
    question: F,
    result: Option<Result<T, Refusal>>,
    answer: oneshot::Sender<Result<T, Refusal>>,
}

impl<T: Send, F: FnMut(&mut State) -> Result<T, Refusal> + Send> Request for Ask<T, F> {
    fn run(&mut self, state: &mut State) {
        self.result = Some((self.question)(state));
    }

    fn answer(self: Box<Self>, written: bool) {
        let result = match self.result {
            Some(result) if written => result,
            _ => Err(Refusal::Unavailable),
        };
        // Whoever asked may have gone.
        let _ = self.answer.send(result);
    }
}

async fn run(
    mut state: State,
    mut requests: mpsc::Receiver<Box<dyn Request>>,
    closed: Arc<Closed>,
) {
    let mut group = Vec::with_capacity(GROUP);
    while !state.stopped() {
        let sleep = state.sleep();
        tokio::select! {
            count = requests.recv_many(&mut group, GROUP) => {
                if count == 0 {
                    break;
                }
            }
            () = closed.some() => {}
            () = async {
                match sleep {
                    Some(sleep) => tokio::time::sleep(sleep).await,
                    None => std::future::pending().await,
                }
            } => {}
        }
        state.turn(&mut group);
    }
}
