use std::time::Duration;

use notify_rust::Notification as Bubble;
use porchlight_client::{Happening, IdleClock, IdleSource};
use porchlight_core::{Notification, Subject};
use tokio::sync::mpsc;
use user_idle::UserIdle;

use super::NoIdleSource;

/// The desktop session as this process finds it.
#[derive(Clone, Copy, Debug)]
pub struct System;

impl System {
    #[expect(
        clippy::unused_async,
        reason = "elsewhere this connects to the session bus"
    )]
    pub async fn connect() -> Self {
        Self
    }

    /// The source that counts all input on this desktop, or one that says why there is none.
    pub fn idle_source(&self) -> Box<dyn IdleSource> {
        match UserIdle::get_time() {
            Ok(_) => Box::new(Input),
            Err(_) => Box::new(NoIdleSource(
                "this computer does not tell the idle time".into(),
            )),
        }
    }

    /// Lock and sleep are not heard here yet.
    pub async fn watch_session(self, happenings: mpsc::Sender<Happening>) {
        let reason = "lock and sleep are not heard on this operating system yet";
        let _ = happenings
            .send(Happening::SessionWatch(Err(reason.into())))
            .await;
    }

    /// There always is a host here.
    #[expect(clippy::unused_async, reason = "elsewhere a panel comes and goes")]
    pub async fn watch_tray_host(self, mut told: impl FnMut(Result<String, String>)) {
        told(Ok("menu bar".into()));
    }

    #[expect(
        clippy::unused_async,
        reason = "elsewhere the settings portal is asked"
    )]
    pub async fn watch_panel(self, _dark: impl FnMut(bool)) {}

    /// The web view follows the system by itself.
    #[expect(
        clippy::unused_async,
        reason = "elsewhere the settings portal is asked"
    )]
    pub async fn watch_windows(self, _dark: impl FnMut(bool)) {}

    pub fn notices(&self, happenings: mpsc::Sender<Happening>) -> Notices {
        Notices { happenings }
    }
}

#[derive(Debug)]
struct Input;

impl IdleSource for Input {
    fn name(&self) -> String {
        "macOS input idle time".into()
    }

    fn idle_for(&mut self) -> Result<Duration, String> {
        let answer = UserIdle::get_time();
        answer
            .map(|idle| idle.duration())
            .map_err(|_| "the system does not tell the idle time".into())
    }

    /// `HIDIdleTime` is a difference of `mach_absolute_time`, which stands still while the machine sleeps.
    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }
}

/// Shows notifications; their buttons are not offered here yet.
#[derive(Debug)]
pub struct Notices {
    happenings: mpsc::Sender<Happening>,
}

impl Notices {
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
                Err(error) => Err(format!("a notification could not be shown ({error})")),
            };
            let _ = happenings.blocking_send(Happening::Notifications(report));
        });
    }

    /// The system takes them back by itself.
    pub fn withdraw(&self, _subject: &Subject) {}
}

/// Nothing to check: the system gives every program a display.
///
/// # Errors
/// Never here.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there may be none")]
pub fn check_display() -> Result<(), String> {
    Ok(())
}
