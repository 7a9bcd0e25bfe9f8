//! Drops what need not be remembered any more, a little at a time, so that nobody waits for it.

use std::{sync::Arc, time::Duration};

use porchlight_campus::attendance::KEPT_DAYS;
use tokio::task::AbortHandle;

use crate::{clock::Clock, store::Store};

/// How long what was answered to a choice is remembered.
const REMEMBER_ANSWERS: chrono::Duration = chrono::Duration::days(30);
/// How soon after the start, so that also a server that is started anew every day comes to it.
const FIRST: Duration = Duration::from_mins(2);
const EVERY: Duration = Duration::from_hours(6);
/// Between two pieces.
const REST: Duration = Duration::from_millis(200);

/// Begins; goes on until it is aborted.
pub(super) fn start<S: Store>(store: S, clock: Arc<dyn Clock>) -> AbortHandle {
    let sweep = async move {
        tokio::time::sleep(FIRST).await;
        loop {
            let attendance = chrono::Duration::days(KEPT_DAYS);
            for (prefix, kept_for) in [
                ("asked/", REMEMBER_ANSWERS),
                ("answered/", REMEMBER_ANSWERS),
                ("attendance/", attendance),
            ] {
                let before = (clock.now().wall - kept_for).timestamp_millis();
                loop {
                    match store.sweep(prefix, before).await {
                        Ok(true) => tokio::time::sleep(REST).await,
                        Ok(false) => break,
                        Err(error) => {
                            tracing::warn!(%error, "what is old cannot be dropped; tried again later");
                            break;
                        }
                    }
                }
            }
            tokio::time::sleep(EVERY).await;
        }
    };
    tokio::spawn(sweep).abort_handle()
}
