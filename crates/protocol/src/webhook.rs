//! Webhooks: what other systems are told, by requests that this server makes.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{AgentId, OfficeId, Status, Timestamp};

/// What a webhook can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum WebhookEvent {
    /// An office's counter, and so whether it is online.
    #[serde(rename = "office.changed")]
    OfficeChanged,
    /// Whether an office has somebody in the hours in which it should.
    #[serde(rename = "office.coverage")]
    OfficeCoverage,
    /// An office is none any more.
    #[serde(rename = "office.removed")]
    OfficeRemoved,
    /// An agent's status in an office.
    #[serde(rename = "agent.changed")]
    AgentChanged,
    /// An agent belongs to an office no more.
    #[serde(rename = "agent.left")]
    AgentLeft,
    /// Somebody tries the webhook. Every webhook is told.
    #[serde(rename = "ping")]
    Ping,
}

impl WebhookEvent {
    /// All that can be subscribed to.
    pub const ALL: [Self; 5] = [
        Self::OfficeChanged,
        Self::OfficeCoverage,
        Self::OfficeRemoved,
        Self::AgentChanged,
        Self::AgentLeft,
    ];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OfficeChanged => "office.changed",
            Self::OfficeCoverage => "office.coverage",
            Self::OfficeRemoved => "office.removed",
            Self::AgentChanged => "agent.changed",
            Self::AgentLeft => "agent.left",
            Self::Ping => "ping",
        }
    }
}

/// A webhook as owners see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Webhook {
    pub id: String,
    pub url: String,
    /// What it is told of.
    pub events: Vec<WebhookEvent>,
    /// Only of these offices; of all, if there are none here.
    pub offices: Vec<OfficeId>,
    /// Whether it is told anything.
    pub active: bool,
    /// Until when requests are also signed with the secret before this one; none if they are not.
    pub previous_secret_until: Option<Timestamp>,
}

/// The body of `POST /v1/admin/webhooks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// An address that begins with `https://` or `http://`, at most 500 characters.
    pub url: String,
    /// All, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEvent>>,
    /// Only of these offices; of all, if it is left out or empty.
    #[serde(default)]
    pub offices: Vec<OfficeId>,
    /// Kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The body of `PATCH /v1/admin/webhooks/{id}`. What is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WebhookChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<WebhookEvent>>,
    /// Empty for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offices: Option<Vec<OfficeId>>,
    /// `false` gives up what it is owed; `true` tells it once how everything is that changed meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Makes a new secret. For a day, requests are signed with the one before, too.
    #[serde(default)]
    pub rotate_secret: bool,
    /// Kept in the audit log; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A webhook, with its secret where that is new: it is told this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct MadeWebhook {
    /// The key of the signatures, as it stands here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    pub webhook: Webhook,
}

impl fmt::Debug for MadeWebhook {
    /// Leaves the secret out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeWebhook")
            .field("webhook", &self.webhook)
            .finish_non_exhaustive()
    }
}

/// What a webhook is told: the body of each request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookPayload {
    /// Of the delivery: the same when it comes again. Also in `Porchlight-Delivery`.
    pub id: String,
    pub event: WebhookEvent,
    /// When it was noticed.
    pub at: Timestamp,
    /// The office that it is about; none for a `ping`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<WebhookOffice>,
    /// Of an office that changed: what customers' pages may know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agents_available: Option<u32>,
    /// `outside_hours`, `covered` or `uncovered`; `none` for an office that has no hours any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<WebhookAgent>,
}

/// An office as webhooks are told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookOffice {
    pub id: OfficeId,
    pub name: String,
}

/// An agent as webhooks are told of her.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct WebhookAgent {
    pub id: AgentId,
    pub name: String,
    /// None of somebody who left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

/// Whether a delivery has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is tried, and tried again.
    Pending,
    /// It was answered with a status of 200 to 299.
    Delivered,
    /// Given up. It can be sent again by hand.
    Dead,
}

/// Something that a webhook is told, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Delivery {
    /// Within its webhook; in the order in which they came to be.
    pub number: u64,
    pub state: DeliveryState,
    /// How often it was tried since it came to be, or was last sent again by hand.
    pub attempts: u32,
    /// What came of the last attempt, in a sentence; none before the first.
    pub last: Option<String>,
    /// When that was.
    pub last_at: Option<Timestamp>,
    /// Not before this instant; none if it is not tried any more.
    pub next_at: Option<Timestamp>,
    pub payload: WebhookPayload,
}

/// The answer to `GET /v1/admin/webhooks/{id}/deliveries`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeliveryPage {
    /// The newest first.
    pub deliveries: Vec<Delivery>,
    /// The `before` of the next page; none where there is none.
    pub next: Option<u64>,
}
