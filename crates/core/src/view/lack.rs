//! Why a part of this computer that the app needs does not serve: worded in the person's language where it is shown.

use crate::locale::Locale;

/// Why a part of this computer that the app needs does not serve. The messages `lack-…` say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    Display,
    DisplayUnreachable,
    ScreenSaverExtension,
    XIdleTime,
    GnomeIdleMonitor,
    WaylandIdle,
    WaylandSilent,
    IdleAnswer,
    IdleTime,
    SystemBus,
    LoginService,
    Session,
    SessionBus,
    SessionBusSilent,
    Panel,
    PanelIcons,
    PanelRefused,
    NotificationService,
    NotificationServiceSilent,
    /// The system did not show one; its own words.
    Notification(String),
    Inhibitors,
    Presentation,
    SessionMessages,
    NotAsked,
    /// In the system's own words, without a full stop.
    Other(String),
}

impl Lack {
    /// To stand within a sentence, without a full stop: `no panel on this desktop shows tray icons`.
    pub fn words(&self, locale: &Locale) -> String {
        let messages = locale.messages();
        match self {
            Self::Display => messages.lack_display(),
            Self::DisplayUnreachable => messages.lack_display_unreachable(),
            Self::ScreenSaverExtension => messages.lack_screen_saver_extension(),
            Self::XIdleTime => messages.lack_x_idle_time(),
            Self::GnomeIdleMonitor => messages.lack_gnome_idle_monitor(),
            Self::WaylandIdle => messages.lack_wayland_idle(),
            Self::WaylandSilent => messages.lack_wayland_silent(),
            Self::IdleAnswer => messages.lack_idle_answer(),
            Self::IdleTime => messages.lack_idle_time(),
            Self::SystemBus => messages.lack_system_bus(),
            Self::LoginService => messages.lack_login_service(),
            Self::Session => messages.lack_session(),
            Self::SessionBus => messages.lack_session_bus(),
            Self::SessionBusSilent => messages.lack_session_bus_silent(),
            Self::Panel => messages.lack_panel(),
            Self::PanelIcons => messages.lack_panel_icons(),
            Self::PanelRefused => messages.lack_panel_refused(),
            Self::NotificationService => messages.lack_notification_service(),
            Self::NotificationServiceSilent => messages.lack_notification_service_silent(),
            Self::Notification(error) => messages.lack_notification(error),
            Self::Inhibitors => messages.lack_inhibitors(),
            Self::Presentation => messages.lack_presentation(),
            Self::SessionMessages => messages.lack_session_messages(),
            Self::NotAsked => messages.lack_not_asked(),
            Self::Other(words) => words.trim_end_matches('.').to_owned(),
        }
    }
}

impl From<&str> for Lack {
    fn from(words: &str) -> Self {
        Self::Other(words.to_owned())
    }
}
