//! How many streams of customers' pages one address may have open. Those of signed-in devices are bounded by session.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use hyper::body::{Frame, SizeHint};
use porchlight_protocol::Code;

use super::{App, extract::Origin, problem::Failure};
use crate::origin::Client;

/// When somebody may have left.
const TRY_AGAIN: Duration = Duration::from_secs(30);

/// The open streams of each address. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct PublicStreams {
    max: usize,
    open: Arc<Mutex<BTreeMap<Option<Client>, usize>>>,
}

/// Answers a request for a public stream only while its address has room for one.
pub(super) async fn limit(
    State(app): State<App>,
    Origin(client): Origin,
    request: Request,
    next: Next,
) -> Response {
    if !is_public_stream(&request) {
        return next.run(request).await;
    }
    let Some(place) = app.public_streams.take(client) else {
        let detail =
            "Too many pages at your address follow an office at this moment; try again later.";
        let failure = Failure::new(StatusCode::TOO_MANY_REQUESTS, Code::SlowDown, detail);
        let mut response = failure.wait(TRY_AGAIN).into_response();
        // The page must be able to read that.
        response.headers_mut().insert(
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        );
        return response;
    };
    next.run(request).await.map(|body| {
        Body::new(Counted {
            body,
            _place: place,
        })
    })
}

fn is_public_stream(request: &Request) -> bool {
    request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str)
        .is_some_and(|path| path.starts_with("/v1/public/") && path.ends_with("/events"))
}

impl PublicStreams {
    pub(super) fn new(max: usize) -> Self {
        Self {
            max,
            open: Arc::default(),
        }
    }

    fn take(&self, client: Option<Client>) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(client).or_default();
        if *count >= self.max {
            return None;
        }
        *count += 1;
        Some(Place {
            streams: self.clone(),
            client,
        })
    }
}

/// One of an address' streams, for as long as it is open.
#[derive(Debug)]
struct Place {
    streams: PublicStreams,
    client: Option<Client>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self
            .streams
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.client) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.client);
            }
        }
    }
}

/// A body that holds a place.
#[derive(Debug)]
struct Counted {
    body: Body,
    _place: Place,
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
