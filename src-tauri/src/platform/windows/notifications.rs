//! Notifications, as Windows shows them for programs that have a name.

use notify_rust::Notification as Bubble;
use porchlight_client::Happening;
use porchlight_core::{Notification, Subject, view::Lack};
use tokio::sync::mpsc;

use super::{APP_ID, registry};

/// Shows notifications; their buttons are not offered here yet.
#[derive(Debug)]
pub struct Notices {
    happenings: mpsc::Sender<Happening>,
}

impl Notices {
    pub(super) fn new(happenings: mpsc::Sender<Happening>) -> Self {
        if let Err(error) = introduce() {
            tracing::warn!(%error, "Windows may not show notifications of a program that it does not know");
        }
        Self { happenings }
    }

    pub fn show(&self, notification: Notification) {
        let happenings = self.happenings.clone();
        tokio::task::spawn_blocking(move || {
            let shown = Bubble::new()
                .app_id(APP_ID)
                .summary(&notification.title)
                .body(&notification.body)
                .show();
            let report = match shown {
                Ok(_) => Ok("Windows notifications".to_owned()),
                Err(error) => Err(Lack::Notification(error.to_string())),
            };
            let _ = happenings.blocking_send(Happening::Notifications(report));
        });
    }

    /// The system takes them back by itself.
    pub fn withdraw(&self, _subject: &Subject) {}
}

/// Says what stands above a notification of this app. An installer's shortcut in the start menu says the same.
fn introduce() -> std::io::Result<()> {
    registry::set_text(
        &format!(r"Software\Classes\AppUserModelId\{APP_ID}"),
        "DisplayName",
        "Porchlight",
    )
}
