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

use porchlight_core::agent::{
    Account, Answer, Failure, Impossible, Kept, Request, SignIn, StreamEvent, Unreachable,
};
use porchlight_protocol::Settings;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use crate::{controller::Tick, embedded::EmbeddedServer};
use address::Address;
use connection::{Caller, Connection};
use server::Server;

pub(crate) use server::client_elsewhere;

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
        session: Box<Session>,
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
    /// Who is signed in since an earlier run; the session is made of it by whatever needs one first.
    resumed: Option<(Account, Token)>,
    /// Why there is no session although somebody is signed in.
    out_of_order: Option<Unreachable>,
    embedded: Option<EmbeddedServer>,
    /// The embedded server is being started, and these are to be sent to it then.
    starting: bool,
    waiting: Vec<(u64, Request)>,
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
            resumed: None,
            out_of_order: None,
            embedded: None,
            starting: false,
            waiting: Vec::new(),
            connection: None,
        }
    }

    /// Takes up the account of an earlier run. What that needs of this computer is looked for with each attempt until it is
    /// there.
    pub(crate) fn resume(&mut self, account: Account, token: Token) {
        self.resumed = Some((account, token));
        self.out_of_order = None;
    }

    /// The embedded server was started for whoever is signed in there, or could not be: what waited for it is sent, or
    /// answered.
    pub(crate) fn campus_started(&mut self, started: anyhow::Result<EmbeddedServer>) {
        self.starting = false;
        match started {
            Ok(embedded) => {
                self.embedded = Some(embedded);
                let resumed = self.resumed.as_ref();
                if resumed.is_some_and(|(account, _)| account.embedded) {
                    // It stands at another address than one that ran before.
                    self.session = None;
                    self.connection = None;
                }
            }
            Err(error) => self.out_of_order = Some(Unreachable::Impossible(not_started(&error))),
        }
        for (number, request) in std::mem::take(&mut self.waiting) {
            if self.lacks_campus() {
                self.answer(number, Err(self.no_session()));
            } else {
                self.send(number, request);
            }
        }
    }

    /// Says why there is no session yet, although somebody is signed in.
    pub(crate) fn wait_for_token(&mut self, why: String) {
        self.out_of_order = Some(Unreachable::NoServer(why));
    }

    /// Goes on with the session that a sign-in brought.
    pub(crate) fn signed_in(
        &mut self,
        account: &Account,
        session: Session,
        embedded: Option<EmbeddedServer>,
    ) {
        self.hang_up();
        self.resumed = embedded
            .is_some()
            .then(|| (account.clone(), session.token.clone()));
        self.session = Some(session);
        self.embedded = embedded.or(self.embedded.take());
        self.out_of_order = None;
    }

    pub(crate) fn forget(&mut self) {
        self.hang_up();
        self.session = None;
        self.resumed = None;
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
        self.waiting.clear();
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
            // Not for a goodbye: whoever is not there has nobody to leave.
            Request::Choice(_)
            | Request::Schedule { .. }
            | Request::OwnIdleAfter { .. }
            | Request::Busy(_)
            | Request::Activity(_)
            | Request::Away { .. }
                if self.lacks_campus() =>
            {
                self.waiting.push((number, request));
                self.start_campus();
            }
            Request::Choice(_)
            | Request::Schedule { .. }
            | Request::OwnIdleAfter { .. }
            | Request::Busy(_)
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

    /// Whether whoever is signed in is so at the embedded server, and that does not run.
    fn lacks_campus(&self) -> bool {
        let resumed = self.resumed.as_ref();
        let runs = self.embedded.as_ref().is_some_and(EmbeddedServer::runs);
        !runs && resumed.is_some_and(|(account, _)| account.embedded)
    }

    /// Starts the embedded server, unless that is under way.
    fn start_campus(&mut self) {
        if std::mem::replace(&mut self.starting, true) {
            return;
        }
        let (dir, ticks) = (self.campus_dir.clone(), self.ticks.clone());
        tokio::spawn(async move {
            let started = EmbeddedServer::start(&dir).await;
            // The receiver is the loop that asked.
            let _ = ticks.send(Tick::Campus(started)).await;
        });
    }

    fn answer(&self, number: u64, answer: Result<Reply, Failure>) {
        let ticks = self.ticks.clone();
        tokio::spawn(async move { ticks.send(Tick::Answered { number, answer }).await });
    }

    /// The session that there is, or that is made of what is known of an earlier one.
    fn session(&mut self) -> Result<Session, Failure> {
        if self.lacks_campus() {
            self.session = None;
        }
        if let Some(session) = &self.session {
            return Ok(session.clone());
        }
        let Some((account, token)) = &self.resumed else {
            return Err(self.no_session());
        };
        let address = if account.embedded {
            let runs = |embedded: &&EmbeddedServer| embedded.runs();
            let embedded = self.embedded.as_ref().filter(runs);
            let embedded = embedded.ok_or_else(|| self.no_session())?;
            Address::of_socket(embedded.address())
        } else {
            Address::parse(&account.server)
                .and_then(|address| address.unless_readable(account.plain_http))
                .map_err(|why| Failure::Unreachable(Unreachable::Impossible(why)))?
        };
        let server = Server::new(address).map_err(|error| unusable(&error))?;
        let session = Session::new(server, token.clone());
        Ok(self.session.insert(session).clone())
    }

    /// The connection that there is, or a new one.
    fn connection(&mut self) -> Result<&mut Connection, Failure> {
        if self.lacks_campus() {
            self.connection = None;
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => Connection::new(self.caller()?),
        };
        Ok(self.connection.insert(connection))
    }

    fn caller(&mut self) -> Result<Caller, Failure> {
        Caller::new(self.session()?)
    }

    fn no_session(&self) -> Failure {
        let why = self.out_of_order.clone();
        Failure::Unreachable(why.unwrap_or(Unreachable::SignedOut))
    }
}

/// Makes the URLs of the accounts that were kept, of what was written at sign-in.
pub(crate) fn read_addresses(kept: &mut Kept) {
    let parked = kept.parked.iter_mut().map(|parked| &mut parked.account);
    let drafts = kept.drafts.iter_mut().map(|draft| &mut draft.account);
    let signed_in = kept.account.iter_mut().chain(&mut kept.former);
    for account in signed_in.chain(parked).chain(drafts) {
        if account.url.is_empty()
            && !account.embedded
            && let Ok(address) = Address::parse(&account.server)
        {
            account.url = address.to_string();
        }
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
    let url = address.to_string();
    let there = Server::new(address).map_err(|error| unusable(&error))?;
    let signed_in = request::sign_in(&there, email.clone(), password, device).await?;
    let account = Account {
        server,
        url,
        embedded: false,
        plain_http: allow_plain_http,
        agent: signed_in.agent.id,
        email,
    };
    let session = Session::new(there, Token(signed_in.token));
    Ok(Reply::SignedIn {
        account,
        session: Box::new(session),
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
        None => EmbeddedServer::start(&dir)
            .await
            .map_err(|error| Failure::Impossible(not_started(&error)))?,
    };
    let address = Address::of_socket(embedded.address());
    let server = Server::new(address).map_err(|error| unusable(&error))?;
    let (email, password) = embedded.credentials();
    let signed_in = request::sign_in(&server, email.clone(), password, device).await?;
    let account = Account {
        server: "This computer".to_owned(),
        url: String::new(),
        embedded: true,
        plain_http: false,
        agent: signed_in.agent.id,
        email,
    };
    let session = Session::new(server, Token(signed_in.token));
    Ok(Reply::SignedIn {
        account,
        session: Box::new(session),
        embedded: Some(embedded),
    })
}

fn not_started(error: &anyhow::Error) -> Impossible {
    let error = format!("{error:#}");
    Impossible::NoCampus { error }
}

/// The network of this computer cannot be used at all.
fn unusable(error: &anyhow::Error) -> Failure {
    Failure::Unreachable(Unreachable::NoServer(format!("{error:#}.")))
}

#[cfg(test)]
mod tests;
