//! Notifications, as the system shows them.

use notify_rust::Notification as Bubble;
use porchlight_client::Happening;
use porchlight_core::{Notification, Subject, view::Lack};
use tokio::sync::mpsc;

/// Shows notifications, without buttons: they say where else to answer. One of the same subject does not replace another.
#[derive(Debug)]
pub struct Notices {
    happenings: mpsc::Sender<Happening>,
}

impl Notices {
    pub(super) fn new(happenings: mpsc::Sender<Happening>) -> Self {
        Self { happenings }
    }

    pub fn show(&self, notification: Notification) {
        let happenings = self.happenings.clone();
        tokio::task::spawn_blocking(move || {
            let shown = Bubble::new()
                .appname("Porchlight")
                .summary(&notification.title)
                .body(notification.text(false))
                .show();
            let report = match shown {
                Ok(_) => Ok("this computer's notifications, without buttons".to_owned()),
                Err(error) => Err(Lack::Notification(error.to_string())),
            };
            let _ = happenings.blocking_send(Happening::Notifications(report));
        });
    }

    /// What was shown cannot be taken back.
    pub fn withdraw(&self, _subject: &Subject) {}
}
