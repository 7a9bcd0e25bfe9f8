//! One connection to the server. What it holds open, and what it has under way, ends with it: nothing of a connection that
//! died unnoticed is ever used again.

use std::future::Future;

use porchlight_core::agent::{Failure, Request};
use reqwest::Client;
use tokio::{
    sync::mpsc,
    task::{AbortHandle, JoinSet},
};

use super::{Reply, Session, request, stream, unusable};
use crate::controller::Tick;

/// What calls the server for one connection.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) client: Client,
    pub(super) session: Session,
}

#[derive(Debug)]
pub(super) struct Connection {
    caller: Caller,
    /// Aborted as the connection is dropped.
    tasks: JoinSet<()>,
    stream: Option<AbortHandle>,
}

impl Caller {
    /// Looks up names and proxies anew, and connects with the first call.
    ///
    /// # Errors
    /// If the network cannot be used at all.
    pub(super) fn new(session: Session) -> Result<Self, Failure> {
        let client = session.server.client(session.keep_alive());
        let client = client.map_err(|error| unusable(&error))?;
        Ok(Self { client, session })
    }
}

impl Connection {
    pub(super) fn new(caller: Caller) -> Self {
        Self {
            caller,
            tasks: JoinSet::new(),
            stream: None,
        }
    }

    /// Opens the stream after the last event that was accepted, instead of the one before.
    pub(super) fn listen(
        &mut self,
        stream: u64,
        last_event_id: Option<String>,
        ticks: mpsc::Sender<Tick>,
    ) {
        if let Some(stream) = self.stream.take() {
            stream.abort();
        }
        let listening = stream::listen(self.caller.clone(), last_event_id, stream, ticks);
        self.stream = Some(self.tasks.spawn(listening));
    }

    /// Sends a request on its way.
    pub(super) fn send<A>(
        &mut self,
        number: u64,
        request: Request,
        answer: impl FnOnce(Result<Reply, Failure>) -> A + Send + 'static,
    ) where
        A: Future<Output = ()> + Send,
    {
        while self.tasks.try_join_next().is_some() {}
        let caller = self.caller.clone();
        self.tasks.spawn(async move {
            let reply = request::send(&caller, number, request).await;
            answer(reply.map(Reply::Answer)).await;
        });
    }
}
