//! Notifications, as the system shows them.

use notify_rust::Notification as Bubble;
use porchlight_client::Happening;
use porchlight_core::{Notification, Subject, view::Lack};
use tokio::sync::mpsc;

/// Shows notifications; their buttons are not offered here yet.
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
                .body(&notification.body)
                .show();
            let report = match shown {
                Ok(_) => Ok("this computer's notifications".to_owned()),
                Err(error) => Err(Lack::Notification(error.to_string())),
            };
            let _ = happenings.blocking_send(Happening::Notifications(report));
        });
    }

    /// The system takes them back by itself.
    pub fn withdraw(&self, _subject: &Subject) {}
}
