//! Other systems are told what happens here, by requests of this server. What they are owed is decided in the campus
//! ([`Outbox`]); here is what does it.
//!
//! ```text
//!  published ── events ──┐                       ┌── records ──> store     (before anything more is tried)
//!  store ── webhooks ────┼──> Courier ─ Outbox ──┤
//!  the clock ────────────┘        ^              └── attempts ──> receivers, each a task of its own
//!                                 └── what came of them ──────────────┘
//! ```
//!
//! Nobody who publishes, and no request, waits for any of it.

mod addresses;
mod sending;

use std::{fmt, panic::AssertUnwindSafe, sync::atomic::Ordering, time::Duration};

use futures_util::FutureExt as _;
use porchlight_campus::{
    Now, State,
    records::{self, Record, Snapshot},
    webhooks::{Counts, DispatchRecord, Limits, Outbox, Outcome, delivery_key},
};
use porchlight_protocol::Delivery;
use serde::de::DeserializeOwned;
use tokio::task::{JoinHandle, JoinSet};

use self::sending::Sender;
pub use addresses::AllowedNetworks;

use crate::{
    hub::{Following, Hub, StreamedEvent},
    store::{Store, StoreError, Watch, WatchEvent},
};

/// Records that are read at once.
const READ_ROWS: usize = 500;
/// After something could not be kept or read.
const REST: Duration = Duration::from_secs(1);

/// What webhooks go by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookSettings {
    /// Networks that are not on the internet and may be sent to.
    pub networks: AllowedNetworks,
    /// How long a request may take.
    pub timeout: Duration,
    pub limits: Limits,
}

impl Default for WebhookSettings {
    fn default() -> Self {
        Self {
            networks: AllowedNetworks::default(),
            timeout: Duration::from_secs(10),
            limits: Limits::default(),
        }
    }
}

/// Sends what is owed, until it is aborted or the hub ends.
pub(crate) fn start<S: Store>(hub: Hub, store: S, settings: WebhookSettings) -> JoinHandle<()> {
    tokio::spawn(async move {
        let sender = match Sender::new(&settings.networks, settings.timeout) {
            Ok(sender) => sender,
            Err(error) => {
                tracing::error!(%error, "webhooks cannot be sent");
                return;
            }
        };
        while hub.lives() {
            let result = Courier::start(&hub, &store, &sender, settings.limits).await;
            let ended = match result {
                Ok(courier) => courier.run().await,
                Err(error) => Err(error),
            };
            match ended {
                Ok(()) => return,
                Err(error) => {
                    tracing::error!(%error, "webhooks cannot be looked after; tried again soon");
                }
            }
            tokio::time::sleep(REST).await;
        }
    })
}

struct Courier<S> {
    hub: Hub,
    store: S,
    sender: Sender,
    outbox: Outbox,
    watch: Watch,
    /// What is published, as long as there are webhooks.
    following: Option<Following>,
    under_way: JoinSet<(String, u64, Outcome)>,
}

impl<S> fmt::Debug for Courier<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Courier").finish_non_exhaustive()
    }
}

impl<S: Store> Courier<S> {
    async fn start(
        hub: &Hub,
        store: &S,
        sender: &Sender,
        limits: Limits,
    ) -> Result<Self, StoreError> {
        let watch = store.watch(store.catch_up().await?).await?;
        let mut kept = Vec::new();
        for kind in ["outbox", "told", "delivery"] {
            kept.extend(read_all(store, kind).await?);
        }
        let (outbox, damaged) = Outbox::new(limits, &kept, hub.clock().now());
        for damaged in damaged {
            tracing::error!(%damaged, "what a webhook is owed cannot be read and is left out");
        }
        let mut courier = Self {
            hub: hub.clone(),
            store: store.clone(),
            sender: sender.clone(),
            outbox,
            watch,
            following: None,
            under_way: JoinSet::new(),
        };
        courier.look_at_webhooks().await?;
        Ok(courier)
    }

    /// Ends with the hub.
    async fn run(mut self) -> Result<(), StoreError> {
        loop {
            if self.outbox.is_empty() {
                self.following = None;
            } else if self.following.is_none() {
                self.following = Some(self.hub.follow());
            }
            self.count();
            let kept = self.keep().await;
            self.start_attempts();
            let due = self.outbox.next_due();
            let wait = due.and_then(|due| self.hub.clock().until(due));
            let wait = if kept { wait } else { Some(REST) };
            tokio::select! {
                changed = self.watch.next() => self.take_change(changed).await?,
                events = next(&mut self.following) => match events {
                    Some(events) => self.take_events(&events),
                    None => return Ok(()),
                },
                Some(done) = self.under_way.join_next() => {
                    let now = self.now();
                    // Nothing in there panics or is aborted.
                    if let Ok((webhook, number, outcome)) = done {
                        let health = &self.hub.health().webhooks;
                        let of_kind = match outcome {
                            Outcome::Arrived(_) => &health.arrived,
                            Outcome::Failed(_) | Outcome::Refused(_) => &health.failed,
                        };
                        of_kind.fetch_add(1, Ordering::Relaxed);
                        self.outbox.finished(&webhook, number, outcome, now, rand::random());
                    }
                }
                () = sleep(wait) => {}
            }
        }
    }

    fn now(&self) -> Now {
        self.hub.clock().now()
    }

    /// Keeps what is to be kept; answers whether it could.
    async fn keep(&mut self) -> bool {
        let writes = self.outbox.take_writes();
        if writes.is_empty() {
            return true;
        }
        let commit = records::Commit {
            writes: writes.clone(),
            conditions: Vec::new(),
        };
        match self.store.commit(commit).await {
            Ok(_) => true,
            // Written twice, it is the same.
            Err(error) => {
                tracing::warn!(%error, "what webhooks are owed cannot be kept; tried again soon");
                self.outbox.put_back(writes);
                false
            }
        }
    }

    /// For who looks at how the server is.
    fn count(&self) {
        let Counts {
            webhooks,
            owed,
            dead,
        } = self.outbox.counts();
        let health = &self.hub.health().webhooks;
        health.webhooks.store(webhooks, Ordering::Relaxed);
        health.owed.store(owed, Ordering::Relaxed);
        health.dead.store(dead, Ordering::Relaxed);
    }

    fn start_attempts(&mut self) {
        let now = self.now();
        for attempt in self.outbox.start(now) {
            let sender = self.sender.clone();
            self.under_way.spawn(async move {
                let (webhook, number) = (attempt.webhook.clone(), attempt.number);
                let sent = AssertUnwindSafe(sender.send(attempt, now.wall)).catch_unwind();
                let failed = |_| Outcome::Failed("Not sent: this server is broken.".to_owned());
                (webhook, number, sent.await.unwrap_or_else(failed))
            });
        }
    }

    async fn take_change(&mut self, change: Option<WatchEvent>) -> Result<(), StoreError> {
        let about_webhooks = |record: &Record| {
            record.key.starts_with("webhook/") || record.key.starts_with("dispatch/")
        };
        match change {
            Some(WatchEvent::Changed { records, .. }) => {
                if records.iter().any(about_webhooks) {
                    self.look_at_webhooks().await?;
                }
                Ok(())
            }
            Some(WatchEvent::Compacted) => {
                self.watch = self.store.watch(self.store.catch_up().await?).await?;
                self.look_at_webhooks().await
            }
            None => Err(StoreError::Unavailable("the store is closed".to_owned())),
        }
    }

    /// Which webhooks there are, and what is to be sent by hand.
    async fn look_at_webhooks(&mut self) -> Result<(), StoreError> {
        let mut records = read_all(&self.store, "webhook").await?;
        records.extend(read_all(&self.store, "dispatch").await?);
        let now = self.now();
        let snapshot = Snapshot {
            records,
            ..Snapshot::default()
        };
        let facts = State::new(&snapshot, now.wall);
        self.outbox.set_webhooks(&facts, now);
        for (webhook, id, what) in facts.dispatches() {
            let again = match what {
                DispatchRecord::Ping => None,
                DispatchRecord::Again { number } => {
                    self.read::<Delivery>(&delivery_key(webhook, *number))
                        .await?
                }
            };
            self.outbox.dispatch(webhook, id, what, again, now);
        }
        Ok(())
    }

    async fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let record = self.store.get(key).await?;
        let value = record.and_then(|record| record.value);
        Ok(value.and_then(|value| records::read(key, &value).ok()))
    }

    fn take_events(&mut self, events: &[StreamedEvent]) {
        let now = self.now();
        for StreamedEvent { name, data } in events {
            let outbox = &mut self.outbox;
            let taken = match name.as_str() {
                "offices" => parse(data).map(|all| outbox.everything(all, now)),
                "presence" => parse(data).map(|change| outbox.presence(change, now)),
                "coverage" => parse(data).map(|change| outbox.coverage(&change, now)),
                "office" => parse(data).map(|office| outbox.office(office, now)),
                "office_removed" => parse(data).map(|removed| outbox.removed(&removed, now)),
                _ => Some(()),
            };
            if taken.is_none() {
                tracing::error!(name, "what was published cannot be read back");
            }
        }
    }
}

fn parse<T: DeserializeOwned>(data: &str) -> Option<T> {
    serde_json::from_str(data).ok()
}

async fn next(following: &mut Option<Following>) -> Option<Vec<StreamedEvent>> {
    match following {
        Some(following) => following.next().await,
        None => std::future::pending().await,
    }
}

async fn sleep(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}

/// All records of a kind, in pieces.
async fn read_all<S: Store>(store: &S, kind: &str) -> Result<Vec<Record>, StoreError> {
    let (from, mut before) = (format!("{kind}/"), format!("{kind}0"));
    let mut all = Vec::new();
    loop {
        let rows = store.history(&from, &before, READ_ROWS).await?;
        let more = rows.len() == READ_ROWS;
        if let Some(last) = rows.last() {
            before.clone_from(&last.key);
        }
        all.extend(rows);
        if !more {
            return Ok(all);
        }
    }
}
