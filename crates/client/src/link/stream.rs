//! The server's stream of events: read until it ends, and reported as it comes.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use eventsource_stream::Eventsource as _;
use futures_util::{Stream, StreamExt as _, pin_mut, stream};
use porchlight_core::agent::{Failure, StreamEvent, Unreachable};
use porchlight_protocol::{Event, Settings};
use reqwest::{Response, header};
use tokio::{sync::mpsc, time::timeout};

use super::{
    REQUEST, Session,
    connection::Caller,
    failure::{content_type, unreachable},
    request::accepted,
};
use crate::controller::Tick;

/// Reads the server's stream until it ends, and reports all of it.
pub(super) async fn listen(
    caller: Caller,
    last_event_id: Option<String>,
    stream: u64,
    ticks: mpsc::Sender<Tick>,
) {
    let reports = Reports { stream, ticks };
    if let Err(failure) = read(&caller, last_event_id, &reports).await {
        reports.report(StreamEvent::Lost(failure)).await;
    }
}

struct Reports {
    stream: u64,
    ticks: mpsc::Sender<Tick>,
}

impl Reports {
    async fn report(&self, event: StreamEvent) {
        // The receiver is the loop that asked; without it nobody wants to know.
        let _ = self
            .ticks
            .send(Tick::Stream {
                stream: self.stream,
                event,
            })
            .await;
    }
}

async fn read(
    caller: &Caller,
    last_event_id: Option<String>,
    reports: &Reports,
) -> Result<(), Failure> {
    let Caller { client, session } = caller;
    let mut request = client
        .get(session.server.address.at(["v1", "me", "events"]))
        .bearer_auth(&session.token.0)
        .header(header::ACCEPT, "text/event-stream")
        .header(header::CACHE_CONTROL, "no-store");
    if let Some(id) = last_event_id {
        request = request.header("Last-Event-ID", id);
    }
    let response = timeout(REQUEST, request.send())
        .await
        .map_err(|_| Failure::Unreachable(Unreachable::TimedOut))?
        .map_err(|error| unreachable(&error))?;
    let response = accepted(response).await?;
    if !content_type(&response).is_some_and(|kind| kind.starts_with("text/event-stream")) {
        return Err(not_understood());
    }
    reports.report(StreamEvent::Opened).await;

    let events = chunks(response, &session.keep_alive).eventsource();
    pin_mut!(events);
    while let Some(event) = events.next().await {
        let event = event.map_err(|error| match error {
            eventsource_stream::EventStreamError::Transport(failure) => failure,
            _ => not_understood(),
        })?;
        let Some(content) = parse(&event.event, &event.data)? else {
            continue;
        };
        if let Event::Snapshot(snapshot) = &content {
            learn(session, &snapshot.me.settings);
        }
        if let Event::Me(me) = &content {
            learn(session, &me.settings);
        }
        reports
            .report(StreamEvent::Event {
                id: event.id,
                event: content,
            })
            .await;
    }
    Err(Failure::Unreachable(Unreachable::Closed))
}

fn learn(session: &Session, settings: &Settings) {
    let seconds = settings.keep_alive_seconds.max(1);
    session.keep_alive.store(seconds, Ordering::Relaxed);
}

/// The bytes as they come. Three keep-alives in silence mean that the other end is gone.
fn chunks(
    response: Response,
    keep_alive: &AtomicU64,
) -> impl Stream<Item = Result<bytes::Bytes, Failure>> {
    stream::unfold(Some(response), move |response| {
        let silence = Duration::from_secs(3 * keep_alive.load(Ordering::Relaxed));
        async move {
            let mut response = response?;
            match timeout(silence, response.chunk()).await {
                Ok(Ok(Some(bytes))) => Some((Ok(bytes), Some(response))),
                Ok(Ok(None)) => None,
                Ok(Err(error)) => Some((Err(unreachable(&error)), None)),
                Err(_) => Some((Err(Failure::Unreachable(Unreachable::TimedOut)), None)),
            }
        }
    })
}

/// None is an event that this version does not know.
fn parse(name: &str, data: &str) -> Result<Option<Event>, Failure> {
    let event = match name {
        "snapshot" => serde_json::from_str(data).map(Event::Snapshot),
        "presence" => serde_json::from_str(data).map(Event::Presence),
        "coverage" => serde_json::from_str(data).map(Event::Coverage),
        "me" => serde_json::from_str(data).map(Event::Me),
        "notice" => serde_json::from_str(data).map(Event::Notice),
        _ => return Ok(None),
    };
    event.map(Some).map_err(|error| {
        tracing::warn!(%error, name, "an event was not understood");
        not_understood()
    })
}

fn not_understood() -> Failure {
    Failure::Unreachable(Unreachable::NotUnderstood)
}
