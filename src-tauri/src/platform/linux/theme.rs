use std::env;

use futures_util::StreamExt as _;
use zbus::{
    proxy,
    proxy::MethodFlags,
    zvariant::{OwnedValue, Value},
};

const NAMESPACE: &str = "org.freedesktop.appearance";
const KEY: &str = "color-scheme";

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

/// Whether the panel is dark when the windows are to be like this.
///
/// GNOME's top bar and, unless somebody changes it, Xfce's panel are dark whatever the windows are.
pub(super) fn panel_is_dark(windows: Scheme) -> bool {
    let desktop = env::var("XDG_CURRENT_DESKTOP")
        .unwrap_or_default()
        .to_lowercase();
    let always_dark = desktop
        .split(':')
        .any(|name| matches!(name, "gnome" | "ubuntu" | "xfce"));
    always_dark || windows != Scheme::Light
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
