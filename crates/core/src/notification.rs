//! What the person is told, and what she can answer.

use porchlight_protocol::OfficeId;
use serde::{Deserialize, Serialize};

use crate::intent::Intent;

/// Something to tell the person, with what she can answer. Same subject replaces, never stacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    pub subject: Subject,
    pub title: String,
    pub body: String,
    pub actions: Vec<NotificationAction>,
    /// Stays until it is answered or withdrawn: she is not there to see it now.
    pub stays: bool,
    /// What a click beside its buttons does: opens the window.
    pub open: String,
    /// In place of the body where no buttons are shown: how else she can answer. None where there is nothing to answer.
    pub without_buttons: Option<String>,
}

impl Notification {
    /// The body. Where no buttons are shown, it says where else she can answer.
    pub fn text(&self, has_buttons: bool) -> &str {
        let instead = self.without_buttons.as_ref();
        instead.filter(|_| !has_buttons).unwrap_or(&self.body)
    }
}

/// A button of a notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationAction {
    pub label: String,
    pub intent: Intent,
}

/// What a notification is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Away after idle, or in a moment.
    Idle,
    /// Set Away by an administrator in this office.
    SetAway(OfficeId),
    /// The schedule took me on or off.
    Schedule,
    /// A timed choice is about to end.
    Timer,
    /// I was the last one available in this office.
    LastOne(OfficeId),
    /// A request was refused.
    Refused,
}
