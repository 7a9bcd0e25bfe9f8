//! How many streams of customers' pages one address may have open. Those of signed-in devices are bounded by session.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::http::StatusCode;
use porchlight_protocol::Code;

use super::problem::Failure;
use crate::origin::Client;

/// When somebody may have left.
const TRY_AGAIN: Duration = Duration::from_secs(30);

/// The open streams of each address. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct PublicStreams {
    max: usize,
    open: Arc<Mutex<BTreeMap<Option<Client>, usize>>>,
}

impl PublicStreams {
    pub(super) fn new(max: usize) -> Self {
        Self {
            max,
            open: Arc::default(),
        }
    }

    /// Room for one more.
    ///
    /// # Errors
    /// If the address has as many open as it may.
    pub(super) fn take(&self, client: Option<Client>) -> Result<Place, Failure> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(client).or_default();
        if *count >= self.max {
            let detail =
                "Too many pages at your address follow an office at this moment; try again later.";
            let failure = Failure::new(StatusCode::TOO_MANY_REQUESTS, Code::SlowDown, detail);
            return Err(failure.wait(TRY_AGAIN));
        }
        *count += 1;
        Ok(Place {
            streams: self.clone(),
            client,
        })
    }
}

/// One of an address' streams, for as long as it is open.
#[derive(Debug)]
pub(super) struct Place {
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
