mod display;
mod logind;
mod mutter;
mod notifications;
mod theme;
mod tray_host;
mod wayland;
mod x11;
mod zone;

use std::{env, time::Duration};

use porchlight_client::{Happening, IdleClock, IdleSource};
use tokio::sync::mpsc;

use super::NoIdleSource;

pub use display::check_display;
pub use notifications::Notices;

/// How long another program on the session bus may take to answer.
const ANSWER: Duration = Duration::from_secs(2);

/// The desktop session as this process finds it.
#[derive(Clone, Debug)]
pub struct System {
    session: Result<zbus::Connection, String>,
}

impl System {
    /// Connects to the session bus; without one, everything that needs it says so.
    pub async fn connect() -> Self {
        Self {
            session: session_bus().await,
        }
    }

    /// The source that counts all input on this desktop, looked for at the first question.
    pub fn idle_source(&self) -> Box<dyn IdleSource> {
        Box::new(AnyIdleSource {
            system: self.clone(),
            found: None,
        })
    }

    /// Reports lock, sleep and shutdown for as long as the app runs.
    pub async fn watch_session(self, happenings: mpsc::Sender<Happening>) {
        logind::watch(happenings).await;
    }

    /// Waits until the display is gone, and with it whatever is to be seen of this session.
    pub async fn display_gone(&self) {
        display::gone().await;
    }

    /// Calls `told` whenever a panel that shows tray icons has come (`Ok`, with its name) or is missing (`Err`, why).
    pub async fn watch_tray_host(self, told: impl FnMut(Result<String, String>)) {
        tray_host::watch(self.session, told).await;
    }

    /// Tells whether the panel is dark, now and whenever that changes; says nothing where it is not known.
    pub async fn watch_panel(self, dark: impl FnMut(bool)) {
        if let Ok(session) = &self.session {
            theme::watch_panel(session, dark).await;
        }
    }

    /// Tells whether the person prefers dark windows, now and whenever that changes; says nothing where it is not known.
    pub async fn watch_windows(self, mut dark: impl FnMut(bool)) {
        if let Ok(session) = &self.session {
            theme::watch(session, |scheme| dark(scheme == theme::Scheme::Dark)).await;
        }
    }

    /// Shows notifications, and reports the answers to them.
    pub fn notices(&self, happenings: mpsc::Sender<Happening>) -> Notices {
        Notices::new(self.session.clone(), happenings)
    }
}

/// The first source that works on this desktop; looked for anew once it fails.
struct AnyIdleSource {
    system: System,
    found: Option<Box<dyn IdleSource>>,
}

impl IdleSource for AnyIdleSource {
    fn name(&self) -> String {
        self.found
            .as_ref()
            .map(|source| source.name())
            .unwrap_or_default()
    }

    fn idle_for(&mut self) -> Result<Duration, String> {
        let system = &self.system;
        let source = self.found.get_or_insert_with(|| system.find_idle_source());
        let idle = source.idle_for();
        if idle.is_err() {
            self.found = None;
        }
        idle
    }

    fn counts(&self) -> IdleClock {
        let found = self.found.as_ref();
        found.map_or(IdleClock::Awake, |source| source.counts())
    }
}

impl System {
    fn find_idle_source(&self) -> Box<dyn IdleSource> {
        if let Some(source) = self.session.as_ref().ok().and_then(mutter::Mutter::find) {
            return Box::new(source);
        }
        if on_wayland() {
            return match wayland::Wayland::connect() {
                Ok(source) => Box::new(source),
                Err(error) => {
                    tracing::warn!(error = %format_args!("{error:#}"), "no idle notifications from the compositor");
                    let reason = "this Wayland compositor does not tell about idleness (it lacks ext-idle-notify-v1)";
                    Box::new(NoIdleSource(reason.into()))
                }
            };
        }
        Box::new(x11::X11::default())
    }
}

async fn session_bus() -> Result<zbus::Connection, String> {
    let connect = async {
        zbus::connection::Builder::session()?
            .method_timeout(ANSWER)
            .build()
            .await
    };
    connect.await.map_err(|error| {
        tracing::warn!(%error, "no session bus");
        "there is no session bus".into()
    })
}

fn on_wayland() -> bool {
    env::var_os("WAYLAND_DISPLAY").is_some()
        || env::var("XDG_SESSION_TYPE").is_ok_and(|kind| kind == "wayland")
}
