//! What the handler of a request knows of a connection that cannot be taken over.

use std::sync::Arc;

use axum::body::Body;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::hub::{EventStream, pipe};

/// A connection on which a stream of events is one answer among others. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Piped {
    /// Where a stream takes a place of its own; none on a connection that serves one answer at a time.
    pub(super) places: Option<Arc<Semaphore>>,
}

/// A place for a stream.
#[derive(Debug)]
pub(crate) struct Place(#[expect(dead_code, reason = "it is held")] Option<OwnedSemaphorePermit>);

impl Piped {
    /// A place for a stream; none if all are taken.
    pub(crate) fn place(&self) -> Option<Place> {
        let Some(places) = &self.places else {
            return Some(Place(None));
        };
        let taken = Arc::clone(places).try_acquire_owned().ok()?;
        Some(Place(Some(taken)))
    }
}

/// The body of an answer that a stream is to be, for as long as somebody reads it.
pub(crate) fn piped(stream: EventStream, place: impl Send + 'static) -> Body {
    let (pipe, body) = pipe();
    tokio::spawn(async move {
        stream.serve(pipe).await;
        drop(place);
    });
    Body::new(body)
}
