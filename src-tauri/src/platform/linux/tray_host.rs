//! Whether there is a panel that shows icons.

use futures_util::{StreamExt as _, stream};
use porchlight_core::view::Lack;
use zbus::{fdo::DBusProxy, proxy, proxy::CacheProperties};

/// The name under which a desktop collects tray icons.
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

#[proxy(
    interface = "org.kde.StatusNotifierWatcher",
    default_service = "org.kde.StatusNotifierWatcher",
    default_path = "/StatusNotifierWatcher",
    gen_blocking = false
)]
trait Watcher {
    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> zbus::Result<bool>;
    #[zbus(signal)]
    fn status_notifier_host_registered(&self) -> zbus::Result<()>;
    #[zbus(signal)]
    fn status_notifier_host_unregistered(&self) -> zbus::Result<()>;
}

pub(super) async fn watch(
    session: Result<zbus::Connection, Lack>,
    mut told: impl FnMut(Result<String, Lack>),
) {
    let session = match session {
        Ok(session) => session,
        Err(reason) => return told(Err(reason)),
    };
    if let Err(error) = follow(&session, &mut told).await {
        tracing::warn!(%error, "the tray's host cannot be watched");
        told(Err(Lack::SessionBusSilent));
    }
}

async fn follow(
    session: &zbus::Connection,
    told: &mut impl FnMut(Result<String, Lack>),
) -> zbus::Result<()> {
    let bus = DBusProxy::new(session).await?;
    let watcher = WatcherProxy::builder(session)
        .cache_properties(CacheProperties::No)
        .build()
        .await?;
    let mut changes = stream::select_all([
        bus.receive_name_owner_changed_with_args(&[(0, WATCHER)])
            .await?
            .map(drop)
            .boxed(),
        watcher
            .receive_status_notifier_host_registered()
            .await?
            .map(drop)
            .boxed(),
        watcher
            .receive_status_notifier_host_unregistered()
            .await?
            .map(drop)
            .boxed(),
    ]);
    loop {
        // Unlike a call to the watcher, this starts no program.
        told(if !bus.name_has_owner(WATCHER.try_into()?).await? {
            Err(Lack::Panel)
        } else if watcher
            .is_status_notifier_host_registered()
            .await
            .unwrap_or(false)
        {
            Ok(WATCHER.into())
        } else {
            Err(Lack::PanelIcons)
        });
        if changes.next().await.is_none() {
            return Err(zbus::Error::InputOutput(std::sync::Arc::new(
                std::io::ErrorKind::BrokenPipe.into(),
            )));
        }
    }
}
