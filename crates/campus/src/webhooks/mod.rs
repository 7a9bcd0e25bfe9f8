//! What other systems are owed, decided without I/O. Enters: what is published, which webhooks there are, what came of
//! each attempt, the time. Leaves: records to keep, and attempts to make.
//!
//! What always holds: an attempt is made only of what is kept. What a webhook was last told of an office is kept in one
//! commit with what it is owed since, so that after a crash the difference to what is published is owed again, and nothing
//! else. Of one office, a webhook is told one thing at a time, in the order in which it came to be.

mod outbox;
mod told;

use std::fmt;

use porchlight_protocol::{OfficeId, Timestamp, WebhookEvent};
use serde::{Deserialize, Serialize};

pub use outbox::{Attempt, Counts, Limits, Outbox, Outcome};
pub use told::ToldRecord;

/// What somebody may sign requests with. Told once, and kept, as nobody could sign with its hash.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    /// Leaves the secret out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A webhook as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRecord {
    pub url: String,
    pub events: Vec<WebhookEvent>,
    /// Of all, if there are none.
    #[serde(default)]
    pub offices: Vec<OfficeId>,
    pub active: bool,
    pub secret: Secret,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<PreviousSecret>,
}

/// A secret that was rotated out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousSecret {
    pub secret: Secret,
    pub until: Timestamp,
}

impl WebhookRecord {
    /// What requests are signed with now, the newest first.
    pub fn secrets(&self, now: Timestamp) -> Vec<Secret> {
        let previous = self.previous.iter().filter(|previous| previous.until > now);
        let previous = previous.map(|previous| &previous.secret);
        std::iter::once(&self.secret)
            .chain(previous)
            .cloned()
            .collect()
    }

    fn wants(&self, office: &OfficeId) -> bool {
        self.offices.is_empty() || self.offices.contains(office)
    }
}

/// Something to be sent that nothing in the organization has caused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "dispatch", rename_all = "snake_case")]
pub enum DispatchRecord {
    /// To try the webhook.
    Ping,
    /// A delivery once more.
    Again { number: u64 },
}

/// How far a webhook has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxRecord {
    /// The number of its next delivery.
    pub next: u64,
    /// Whether it was compared with what is published: nothing from before that is owed.
    pub begun: bool,
}

impl Default for OutboxRecord {
    fn default() -> Self {
        Self {
            next: 1,
            begun: false,
        }
    }
}

/// The key of a delivery; they sort by their numbers.
pub fn delivery_key(webhook: &str, number: u64) -> String {
    format!("delivery/{webhook}/{number:016}")
}

/// The keys of a webhook's deliveries before one of them, or of all: from the first on, and before the second.
pub fn delivery_keys(webhook: &str, before: Option<u64>) -> (String, String) {
    let end = before.map_or_else(
        || format!("delivery/{webhook}0"),
        |number| delivery_key(webhook, number),
    );
    (format!("delivery/{webhook}/"), end)
}

fn told_key(webhook: &str, office: &OfficeId) -> String {
    format!("told/{webhook}/{office}")
}

fn outbox_key(webhook: &str) -> String {
    format!("outbox/{webhook}")
}
