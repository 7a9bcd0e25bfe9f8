//! What desktops of Linux tell, mostly over two buses, and what they are asked to show.

mod autostart;
mod display;
mod idle;
mod inhibitors;
mod lock;
mod logind;
mod memory;
mod notifications;
mod screensaver;
mod theme;
mod tray_host;
mod zone;

use std::{env, time::Duration};

use porchlight_client::{Happening, IdleSource};
use porchlight_core::view::Lack;
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};

pub use autostart::Autostart;
pub use display::check_display;
pub use memory::forget_start;
pub use notifications::Notices;

/// How long another program on the session bus may take to answer.
const ANSWER: Duration = Duration::from_secs(2);

/// The desktop session as this process finds it.
#[derive(Clone, Debug)]
pub struct System {
    session: Result<zbus::Connection, Lack>,
    inhibitors: inhibitors::Known,
}

impl System {
    /// Connects to the session bus; without one, everything that needs it says so.
    pub async fn connect() -> Self {
        Self {
            session: session_bus().await,
            inhibitors: inhibitors::Known::new(),
        }
    }

    /// The session bus, where there is one.
    pub fn session_bus(&self) -> Option<zbus::Connection> {
        self.session.clone().ok()
    }

    /// The source that counts all input on this desktop, looked for at the first question.
    pub fn idle_source(&self) -> Box<dyn IdleSource> {
        Box::new(idle::AnySource::new(
            self.session.clone().ok(),
            self.inhibitors.clone(),
        ))
    }

    /// Reports lock, sleep, shutdown and what keeps the screen on for as long as the app runs.
    pub async fn watch_session(self, happenings: mpsc::Sender<Happening>) {
        let lock = lock::Lock::new(happenings.clone());
        let (looking, looked) = oneshot::channel();
        // Nobody is taken to be there before every locker was asked.
        let session = async {
            let _ = timeout(ANSWER, looked).await;
            logind::watch(happenings.clone(), &lock, &self.inhibitors).await;
        };
        let bus = self.session.ok();
        tokio::join!(
            session,
            screensaver::watch(bus.clone(), &lock, looking),
            inhibitors::watch(bus, &self.inhibitors),
            self.inhibitors.report(happenings.clone()),
        );
    }

    /// Waits until the display is gone, and with it whatever is to be seen of this session.
    pub async fn display_gone(&self) {
        display::gone().await;
    }

    /// Calls `told` whenever a panel that shows tray icons has come (`Ok`, with its name) or is missing (`Err`, why).
    pub async fn watch_tray_host(self, told: impl FnMut(Result<String, Lack>)) {
        tray_host::watch(self.session, told).await;
    }

    /// Tells whether the panel is dark, now and whenever that changes; says nothing where it is not known.
    pub async fn watch_panel(self, dark: impl FnMut(bool)) {
        if let Ok(session) = &self.session {
            theme::watch_panel(session, dark).await;
        }
    }

    /// Tells whether the person prefers dark windows, or has no preference, now and whenever that changes; says nothing where
    /// it is not known.
    pub async fn watch_windows(self, mut dark: impl FnMut(Option<bool>)) {
        if let Ok(session) = &self.session {
            let told = |scheme| {
                dark(match scheme {
                    theme::Scheme::NoPreference => None,
                    theme::Scheme::Dark => Some(true),
                    theme::Scheme::Light => Some(false),
                });
            };
            theme::watch(session, told).await;
        }
    }

    /// Shows notifications, and reports the answers to them.
    pub fn notices(&self, happenings: mpsc::Sender<Happening>) -> Notices {
        Notices::new(self.session.clone(), happenings)
    }
}

async fn session_bus() -> Result<zbus::Connection, Lack> {
    let connect = async {
        zbus::connection::Builder::session()?
            .method_timeout(ANSWER)
            .build()
            .await
    };
    connect.await.map_err(|error| {
        tracing::warn!(%error, "no session bus");
        Lack::SessionBus
    })
}

fn on_wayland() -> bool {
    env::var_os("WAYLAND_DISPLAY").is_some()
        || env::var("XDG_SESSION_TYPE").is_ok_and(|kind| kind == "wayland")
}
