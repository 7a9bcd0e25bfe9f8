use std::env;

use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use zbus::{
    fdo::DBusProxy,
    proxy,
    proxy::MethodFlags,
    zvariant::{OwnedValue, Value},
};

const NAMESPACE: &str = "org.freedesktop.appearance";
const KEY: &str = "color-scheme";

/// The name that Xfce's panel has on the session bus.
const XFCE_PANEL: &str = "org.xfce.Panel";
/// Xfce's settings, each with its channel: whether the panel is dark whatever the windows are, and their theme.
const PANEL_IS_DARK: (&str, &str) = ("xfce4-panel", "/panels/dark-mode");
const WINDOW_THEME: (&str, &str) = ("xsettings", "/Net/ThemeName");
/// News that may wait; they are taken at once.
const NEWS: usize = 8;

/// What the person prefers, as the desktop's settings portal tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    NoPreference,
    Dark,
    Light,
}

#[proxy(
    interface = "org.freedesktop.portal.Settings",
    default_service = "org.freedesktop.portal.Desktop",
    default_path = "/org/freedesktop/portal/desktop",
    gen_blocking = false
)]
trait Settings {
    #[zbus(signal)]
    fn setting_changed(&self, namespace: &str, key: &str, value: OwnedValue) -> zbus::Result<()>;
}

/// Tells the preference at once and at each change. Starts no portal where none runs.
pub(super) async fn watch(session: &zbus::Connection, mut told: impl FnMut(Scheme)) {
    let Ok(settings) = SettingsProxy::new(session).await else {
        return;
    };
    let Ok(mut changes) = settings.receive_setting_changed().await else {
        return;
    };
    if let Some(scheme) = read(&settings).await {
        told(scheme);
    }
    while let Some(change) = changes.next().await {
        let Ok(args) = change.args() else { continue };
        if args.namespace == NAMESPACE && args.key == KEY {
            told(scheme(&args.value));
        }
    }
}

#[proxy(
    interface = "org.xfce.Xfconf",
    default_service = "org.xfce.Xfconf",
    default_path = "/org/xfce/Xfconf",
    gen_blocking = false
)]
trait Xfconf {
    #[zbus(signal, name = "PropertyChanged")]
    fn setting_changed(&self, channel: &str, key: &str, value: OwnedValue) -> zbus::Result<()>;
}

/// Tells whether the panel is dark, at once and at each change, as far as the desktop lets it be known.
pub(super) async fn watch_panel(session: &zbus::Connection, mut dark: impl FnMut(bool)) {
    enum News {
        Windows(Scheme),
        XfcePanel(Option<bool>),
    }
    let (tell, mut told) = mpsc::channel(NEWS);
    let telling = tell.clone();
    let windows = watch(session, move |scheme| {
        let _ = telling.try_send(News::Windows(scheme));
    });
    let xfce = watch_xfce_panel(session, move |dark| {
        let _ = tell.try_send(News::XfcePanel(dark));
    });
    let follow = async {
        let (mut windows, mut xfce) = (None, None);
        while let Some(news) = told.recv().await {
            match news {
                News::Windows(scheme) => windows = Some(scheme),
                News::XfcePanel(known) => xfce = known,
            }
            if let Some(known) = xfce.or_else(|| windows.map(panel_is_dark)) {
                dark(known);
            }
        }
    };
    tokio::join!(windows, xfce, follow);
}

/// Whether a panel that does not tell is dark when the windows are to be like this: GNOME's top bar always is.
fn panel_is_dark(windows: Scheme) -> bool {
    let desktop = env::var("XDG_CURRENT_DESKTOP")
        .unwrap_or_default()
        .to_lowercase();
    let always_dark = desktop
        .split(':')
        .any(|name| matches!(name, "gnome" | "ubuntu"));
    always_dark || windows != Scheme::Light
}

/// Tells whether Xfce's panel is dark, at once and at each change; none while there is no such panel.
async fn watch_xfce_panel(session: &zbus::Connection, told: impl FnMut(Option<bool>)) {
    if let Err(error) = try_watch_xfce_panel(session, told).await {
        tracing::debug!(%error, "Xfce's settings cannot be followed");
    }
}

async fn try_watch_xfce_panel(
    session: &zbus::Connection,
    mut told: impl FnMut(Option<bool>),
) -> zbus::Result<()> {
    let names = DBusProxy::new(session).await?;
    let xfconf = XfconfProxy::new(session).await?;
    let mut owners = names
        .receive_name_owner_changed_with_args(&[(0, XFCE_PANEL)])
        .await?;
    let mut changes = xfconf.receive_setting_changed().await?;
    let mut runs = names.name_has_owner(XFCE_PANEL.try_into()?).await?;
    if runs {
        told(Some(xfce_panel_is_dark(&xfconf).await));
    }
    loop {
        tokio::select! {
            Some(owner) = owners.next() => runs = owner.args()?.new_owner.is_some(),
            Some(change) = changes.next() => {
                let change = change.args()?;
                if !runs || ![PANEL_IS_DARK, WINDOW_THEME].contains(&(change.channel, change.key)) {
                    continue;
                }
            }
            else => return Ok(()),
        }
        told(if runs {
            Some(xfce_panel_is_dark(&xfconf).await)
        } else {
            None
        });
    }
}

/// A panel that is not dark of its own looks like the windows. Where nothing is set, Xfce's is dark.
async fn xfce_panel_is_dark(xfconf: &XfconfProxy<'_>) -> bool {
    let own = xfce_setting(xfconf, PANEL_IS_DARK).await;
    if own.is_none_or(|dark| bool::try_from(dark).unwrap_or(true)) {
        return true;
    }
    let theme = xfce_setting(xfconf, WINDOW_THEME).await;
    theme
        .and_then(|name| String::try_from(name).ok())
        .is_some_and(|name| name.to_lowercase().contains("dark"))
}

/// None where it is not set.
async fn xfce_setting(xfconf: &XfconfProxy<'_>, setting: (&str, &str)) -> Option<OwnedValue> {
    let flags = MethodFlags::NoAutoStart.into();
    xfconf
        .inner()
        .call_with_flags("GetProperty", flags, &setting)
        .await
        .inspect_err(|error| tracing::debug!(%error, ?setting, "not set in Xfce"))
        .ok()?
}

async fn read(settings: &SettingsProxy<'_>) -> Option<Scheme> {
    let flags = MethodFlags::NoAutoStart.into();
    let answer: Option<OwnedValue> = settings
        .inner()
        .call_with_flags("Read", flags, &(NAMESPACE, KEY))
        .await
        .inspect_err(|error| tracing::debug!(%error, "no settings portal"))
        .ok()?;
    answer.map(|value| scheme(&value))
}

/// The portal wraps the number once, and its old `Read` twice.
fn scheme(value: &Value<'_>) -> Scheme {
    match value {
        Value::Value(inner) => scheme(inner),
        Value::U32(1) => Scheme::Dark,
        Value::U32(2) => Scheme::Light,
        _ => Scheme::NoPreference,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preference_is_read_however_often_the_portal_wraps_it() {
        let dark = Value::Value(Box::new(Value::Value(Box::new(Value::U32(1)))));

        assert_eq!(scheme(&dark), Scheme::Dark);
        assert_eq!(scheme(&Value::U32(2)), Scheme::Light);
        assert_eq!(scheme(&Value::U32(0)), Scheme::NoPreference);
    }
}
