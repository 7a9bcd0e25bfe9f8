//! The link to the server: requests up, one stream of events down. What they mean is decided elsewhere.

mod address;
mod connection;
mod failure;
mod request;
mod server;
mod stream;

use std::{
    fmt,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use porchlight_core::agent::{Account, Answer, Failure, Request, SignIn, StreamEvent, Unreachable};
use porchlight_protocol::Settings;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::{controller::Tick, embedded::EmbeddedServer};
use address::Address;
use connection::{Caller, Connection};
use server::Server;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a request may take as a whole.
const REQUEST: Duration = Duration::from_secs(10);

/// What lets this device in. Says nothing of itself in logs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Token(pub(crate) String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// What a request brought back.
#[derive(Debug)]
pub(crate) enum Reply {
    Answer(Answer),
    SignedIn {
        account: Account,
        session: Session,
        embedded: Option<EmbeddedServer>,
    },
}

/// Where the server is, and what lets this device in there.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    server: Server,
    token: Token,
    /// How often the server shows on a silent stream that it is there, in seconds. Known from the first snapshot on,
    /// also to streams that resume and bring none.
    keep_alive: Arc<AtomicU64>,
}

impl Session {
    fn new(server: Server, token: Token) -> Self {
        let keep_alive = Settings::default().keep_alive_seconds;
        Self {
            server,
            token,
            keep_alive: Arc::new(AtomicU64::new(keep_alive)),
        }
    }

    pub(crate) fn token(&self) -> &Token {
        &self.token
    }

    fn keep_alive(&self) -> Duration {
        Duration::from_secs(self.keep_alive.load(Ordering::Relaxed))
    }
}

/// The controller's hand on the link. Everything it starts reports back as a [`Tick`].
#[derive(Debug)]
pub(crate) struct Link {
    ticks: mpsc::Sender<Tick>,
    device: String,
    campus_dir: PathBuf,
    session: Option<Session>,
    /// Why there is no session although somebody is signed in.
    out_of_order: Option<Unreachable>,
    embedded: Option<EmbeddedServer>,
    /// None until something is to be sent after the last one ended.
    connection: Option<Connection>,
}

impl Link {
    pub(crate) fn new(ticks: mpsc::Sender<Tick>, device: String, campus_dir: PathBuf) -> Self {
        Self {
            ticks,
            device,
            campus_dir,
            session: None,
            out_of_order: None,
            embedded: None,
            connection: None,
        }
    }

    /// Takes up the account of an earlier run.
    pub(crate) async fn resume(&mut self, account: &Account, token: Token) {
        match self.session_of(account, token).await {
            Ok(session) => {
                self.session = Some(session);
                self.out_of_order = None;
            }
            Err(why) => self.out_of_order = Some(why),
        }
    }

    /// Says why there is no session yet, although somebody is signed in.
    pub(crate) fn wait_for_token(&mut self, why: String) {
        self.out_of_order = Some(Unreachable::NoServer(why));
    }

    /// Goes on with the session that a sign-in brought.
    pub(crate) fn signed_in(&mut self, session: Session, embedded: Option<EmbeddedServer>) {
        self.hang_up();
        self.session = Some(session);
        self.embedded = embedded.or(self.embedded.take());
        self.out_of_order = None;
    }

    pub(crate) fn forget(&mut self) {
        self.hang_up();
        self.session = None;
        self.out_of_order = None;
    }

    /// Opens the stream, after the last event that was accepted.
    pub(crate) fn listen(&mut self, stream: u64, last_event_id: Option<String>) {
        let ticks = self.ticks.clone();
        match self.connection() {
            Ok(connection) => connection.listen(stream, last_event_id, ticks),
            Err(failure) => {
                let event = StreamEvent::Lost(failure);
                tokio::spawn(async move { ticks.send(Tick::Stream { stream, event }).await });
            }
        }
    }

    /// Ends the stream, what was sent and not answered, and all that is open to the server: what comes next connects anew.
    pub(crate) fn hang_up(&mut self) {
        self.connection = None;
    }

    /// Sends a request on its way.
    pub(crate) fn send(&mut self, number: u64, request: Request) {
        let ticks = self.ticks.clone();
        let answer = move |answer| async move {
            // The receiver is the loop that asked; without it nobody wants the answer.
            let _ = ticks.send(Tick::Answered { number, answer }).await;
        };
        match request {
            Request::SignIn(asked) => {
                let device = self.device.clone();
                tokio::spawn(async move { answer(sign_in(asked, device).await).await });
            }
            Request::TryHere => {
                let (device, dir, running) = (
                    self.device.clone(),
                    self.campus_dir.clone(),
                    self.embedded.clone(),
                );
                tokio::spawn(async move { answer(try_here(running, dir, device).await).await });
            }
            Request::Choice(_)
            | Request::Schedule { .. }
            | Request::OwnIdleAfter { .. }
            | Request::Activity(_)
            | Request::Away { .. } => match self.connection() {
                Ok(connection) => connection.send(number, request, answer),
                Err(failure) => {
                    tokio::spawn(answer(Err(failure)));
                }
            },
            // Comes after the end of the connection, and is sent apart from any other.
            Request::Goodbye | Request::SignOut => {
                let caller = self.caller();
                tokio::spawn(async move {
                    let reply = match caller {
                        Ok(caller) => request::send(&caller, number, request).await,
                        Err(failure) => Err(failure),
                    };
                    answer(reply.map(Reply::Answer)).await;
                });
            }
        }
    }

    /// Ends the embedded server, if there is one.
    pub(crate) async fn shutdown(&mut self) {
        self.hang_up();
        if let Some(embedded) = self.embedded.take() {
            embedded.shutdown().await;
        }
    }

    async fn session_of(
        &mut self,
        account: &Account,
        token: Token,
    ) -> Result<Session, Unreachable> {
        let broken = |error: anyhow::Error| Unreachable::NoServer(format!("{error:#}"));
        let address = if account.embedded {
            let embedded = EmbeddedServer::start(&self.campus_dir)
                .await
                .map_err(broken)?;
            let address = Address::of_socket(embedded.address());
            self.embedded = Some(embedded);
            address
        } else {
            Address::parse(&account.server)
                .and_then(|address| address.unless_readable(account.plain_http))
                .map_err(Unreachable::Impossible)?
        };
        let server = Server::new(address).map_err(broken)?;
        Ok(Session::new(server, token))
    }

    /// The connection that there is, or a new one.
    fn connection(&mut self) -> Result<&mut Connection, Failure> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::new(self.caller()?),
        };
        Ok(self.connection.insert(connection))
    }

    fn caller(&self) -> Result<Caller, Failure> {
        let session = self.session.clone().ok_or_else(|| self.no_session())?;
        Caller::new(session)
    }

    fn no_session(&self) -> Failure {
        let why = self.out_of_order.clone();
        Failure::Unreachable(why.unwrap_or(Unreachable::SignedOut))
    }
}

async fn sign_in(asked: SignIn, device: String) -> Result<Reply, Failure> {
    let SignIn {
        server,
        email,
        password,
        allow_plain_http,
    } = asked;
    let address = Address::parse(&server)
        .and_then(|address| address.unless_readable(allow_plain_http))
        .map_err(Failure::Impossible)?;
    let there = Server::new(address).map_err(|error| unusable(&error))?;
    let signed_in = request::sign_in(&there, email.clone(), password, device).await?;
    let account = Account {
        server,
        embedded: false,
        plain_http: allow_plain_http,
        agent: signed_in.agent.id,
        email,
    };
    let session = Session::new(there, Token(signed_in.token));
    Ok(Reply::SignedIn {
        account,
        session,
        embedded: None,
    })
}

async fn try_here(
    running: Option<EmbeddedServer>,
    dir: PathBuf,
    device: String,
) -> Result<Reply, Failure> {
    let embedded = match running.filter(EmbeddedServer::runs) {
        Some(embedded) => embedded,
        None => EmbeddedServer::start(&dir).await.map_err(|error| {
            let error = format!("{error:#}");
            Failure::Impossible(porchlight_core::agent::Impossible::NoCampus { error })
        })?,
    };
    let address = Address::of_socket(embedded.address());
    let server = Server::new(address).map_err(|error| unusable(&error))?;
    let (email, password) = embedded.credentials();
    let signed_in = request::sign_in(&server, email.clone(), password, device).await?;
    let account = Account {
        server: "This computer".to_owned(),
        embedded: true,
        plain_http: false,
        agent: signed_in.agent.id,
        email,
    };
    let session = Session::new(server, Token(signed_in.token));
    Ok(Reply::SignedIn {
        account,
        session,
        embedded: Some(embedded),
    })
}

/// The network of this computer cannot be used at all.
fn unusable(error: &anyhow::Error) -> Failure {
    Failure::Unreachable(Unreachable::NoServer(format!("{error:#}.")))
}

#[cfg(test)]
mod tests;
