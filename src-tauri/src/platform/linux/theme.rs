//! Whether windows and panel are dark: as the settings portal tells, and Xfce of its own panel.

use std::{env, future::ready};

use futures_util::StreamExt as _;
use tokio::{sync::mpsc, time::timeout};
use zbus::{
    Error,
    fdo::DBusProxy,
    proxy,
    proxy::MethodFlags,
    zvariant::{OwnedValue, Value},
};

use super::ANSWER;

const NAMESPACE: &str = "org.freedesktop.appearance";
const KEY: &str = "color-scheme";

/// The name that Xfce's panel has on the session bus.
const XFCE_PANEL: &str = "org.xfce.Panel";
/// The name that Xfce's settings have there, and what they answer for one that was never set.
const XFCONF: &str = "org.xfce.Xfconf";
const NOT_SET: &str = "org.xfce.Xfconf.Error.PropertyNotFound";
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
    let mut panels = names
        .receive_name_owner_changed_with_args(&[(0, XFCE_PANEL)])
        .await?;
    let mut settings = names
        .receive_name_owner_changed_with_args(&[(0, XFCONF)])
        .await?;
    let mut changes = xfconf
        .receive_setting_changed()
        .await?
        .filter(|change| ready(is_about_panel(change)));
    let mut runs = names.name_has_owner(XFCE_PANEL.try_into()?).await?;
    let mut may_start = true;
    loop {
        if runs {
            match xfce_panel_is_dark(&xfconf, may_start).await {
                Ok(dark) => told(Some(dark)),
                Err(error) => tracing::debug!(%error, "Xfce's settings do not answer"),
            }
        } else {
            told(None);
        }
        may_start = tokio::select! {
            Some(owner) = panels.next() => {
                runs = owner.args()?.new_owner.is_some();
                true
            }
            // One that ends as soon as it is started would be started without end.
            Some(_) = settings.next() => false,
            Some(_) = changes.next() => false,
            else => return Ok(()),
        };
    }
}

fn is_about_panel(change: &PropertyChanged) -> bool {
    change
        .args()
        .is_ok_and(|change| [PANEL_IS_DARK, WINDOW_THEME].contains(&(change.channel, change.key)))
}

/// A panel that is not dark of its own looks like the windows. Where nothing is set, Xfce's is dark.
///
/// # Errors
/// If the settings do not answer: whether the panel is dark is not known then.
async fn xfce_panel_is_dark(xfconf: &XfconfProxy<'_>, may_start: bool) -> zbus::Result<bool> {
    let own = xfce_setting(xfconf, PANEL_IS_DARK, may_start).await?;
    if own.is_none_or(|dark| bool::try_from(dark).unwrap_or(true)) {
        return Ok(true);
    }
    let theme = xfce_setting(xfconf, WINDOW_THEME, may_start).await?;
    let name = theme.and_then(|name| String::try_from(name).ok());
    Ok(name.is_some_and(|name| name.to_lowercase().contains("dark")))
}

/// A switch in Xfce's settings, with its channel; none where it is not set, or they do not answer. Starts nothing.
pub(super) async fn xfce_switch(session: &zbus::Connection, setting: (&str, &str)) -> Option<bool> {
    let ask = async {
        let xfconf = XfconfProxy::new(session).await?;
        xfce_setting(&xfconf, setting, false).await
    };
    let value = timeout(ANSWER, ask).await.ok()?;
    bool::try_from(value.ok()??).ok()
}

/// None where it is not set.
async fn xfce_setting(
    xfconf: &XfconfProxy<'_>,
    setting: (&str, &str),
    may_start: bool,
) -> zbus::Result<Option<OwnedValue>> {
    let flags = (!may_start).then_some(MethodFlags::NoAutoStart);
    let answer =
        xfconf
            .inner()
            .call_with_flags("GetProperty", flags.into_iter().collect(), &setting);
    match answer.await {
        Err(Error::MethodError(name, ..)) if name == NOT_SET => Ok(None),
        answer => answer,
    }
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
