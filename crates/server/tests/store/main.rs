//! What every store engine promises, and what only the embedded one does.

#![expect(
    clippy::unwrap_used,
    reason = "a test without what it needs has failed"
)]

mod memory;
mod promises;
mod sqlite;

use bytes::Bytes;
use porchlight_campus::records::{Commit, Condition, Record, Revision, Write};
use porchlight_server::store::{Store, Watch, WatchEvent};

fn put(key: &str, value: &str) -> Write {
    Write {
        key: key.to_owned(),
        value: Some(Bytes::copy_from_slice(value.as_bytes())),
    }
}

fn remove(key: &str) -> Write {
    Write {
        key: key.to_owned(),
        value: None,
    }
}

fn commit<const N: usize>(writes: [Write; N]) -> Commit {
    Commit {
        writes: writes.into(),
        conditions: Vec::new(),
    }
}

/// Only if the key still has a revision.
fn commit_if<const N: usize>(key: &str, revision: Revision, writes: [Write; N]) -> Commit {
    Commit {
        writes: writes.into(),
        conditions: vec![Condition {
            key: key.to_owned(),
            revision,
        }],
    }
}

fn record(write: &Write, revision: Revision) -> Record {
    Record {
        key: write.key.clone(),
        value: write.value.clone(),
        revision,
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "what is expected reads better without a reference"
)]
fn changed<const N: usize>(revision: Revision, writes: [Write; N]) -> WatchEvent {
    WatchEvent::Changed {
        revision,
        records: writes.iter().map(|write| record(write, revision)).collect(),
    }
}

/// Everything that is in the watch by now.
fn drain(watch: &mut Watch) -> Vec<WatchEvent> {
    std::iter::from_fn(|| watch.try_next()).collect()
}

async fn value(store: &impl Store, key: &str) -> Option<String> {
    let found = store.get(key).await.unwrap()?;
    Some(String::from_utf8(found.value.unwrap().to_vec()).unwrap())
}
