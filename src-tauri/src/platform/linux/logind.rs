use std::time::Duration;

use anyhow::Context as _;
use futures_util::{StreamExt as _, stream};
use porchlight_client::Happening;
use tokio::sync::{mpsc, oneshot};
use zbus::{
    fdo::{DBusProxy, NameOwnerChangedStream, PeerProxy},
    proxy,
    zvariant::{OwnedFd, OwnedObjectPath},
};

const NAME: &str = "org.freedesktop.login1";
/// logind waits five seconds for those who asked for a delay, unless it is configured otherwise.
const GOODBYE: Duration = Duration::from_millis(4500);

#[proxy(
    interface = "org.freedesktop.login1.Manager",
    default_service = "org.freedesktop.login1",
    default_path = "/org/freedesktop/login1",
    gen_blocking = false
)]
trait Manager {
    fn get_session(&self, id: &str) -> zbus::Result<OwnedObjectPath>;
    #[zbus(name = "GetSessionByPID")]
    fn get_session_by_pid(&self, pid: u32) -> zbus::Result<OwnedObjectPath>;
    fn inhibit(&self, what: &str, who: &str, why: &str, mode: &str) -> zbus::Result<OwnedFd>;
    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
    #[zbus(signal)]
    fn prepare_for_shutdown(&self, start: bool) -> zbus::Result<()>;
}

#[proxy(
    interface = "org.freedesktop.login1.Session",
    default_service = "org.freedesktop.login1",
    gen_blocking = false
)]
trait Session {
    #[zbus(property)]
    fn locked_hint(&self) -> zbus::Result<bool>;
    #[zbus(signal)]
    fn lock(&self) -> zbus::Result<()>;
    #[zbus(signal)]
    fn unlock(&self) -> zbus::Result<()>;
}

/// Hears of lock, sleep and shutdown for as long as the app runs, also across a restart of logind.
pub(super) async fn watch(happenings: mpsc::Sender<Happening>) {
    let (bus, mut owners) = match connect().await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(error = %format_args!("{error:#}"), "no system bus");
            let reason = "the system bus cannot be reached";
            let _ = happenings
                .send(Happening::SessionWatch(Err(reason.into())))
                .await;
            return;
        }
    };
    loop {
        tokio::select! {
            Err(error) = follow(&bus, &happenings) => {
                tracing::warn!(error = %format_args!("{error:#}"), "lock and sleep are not heard");
                let reason = "the login service (logind) does not answer";
                let _ = happenings.send(Happening::SessionWatch(Err(reason.into()))).await;
                if !came_back(&mut owners).await {
                    return;
                }
            }
            back = came_back(&mut owners) => if !back { return },
        }
    }
}

async fn connect() -> zbus::Result<(zbus::Connection, NameOwnerChangedStream)> {
    let bus = zbus::Connection::system().await?;
    let owners = DBusProxy::new(&bus)
        .await?
        .receive_name_owner_changed_with_args(&[(0, NAME)])
        .await?;
    Ok((bus, owners))
}

/// Waits until logind is there anew; false when the bus itself is gone.
async fn came_back(owners: &mut NameOwnerChangedStream) -> bool {
    while let Some(change) = owners.next().await {
        if change.args().is_ok_and(|args| args.new_owner().is_some()) {
            return true;
        }
    }
    false
}

enum Heard {
    /// About to sleep or shut down (true), or back from it.
    Leaving(bool),
    Locked(bool),
}

/// Returns only when logind does not answer.
async fn follow(
    bus: &zbus::Connection,
    happenings: &mpsc::Sender<Happening>,
) -> anyhow::Result<()> {
    let manager = ManagerProxy::new(bus).await?;
    let sleep = manager.receive_prepare_for_sleep().await?;
    let shutdown = manager.receive_prepare_for_shutdown().await?;
    let mut heard = vec![
        sleep
            .filter_map(async |signal| signal.args().ok().map(|args| Heard::Leaving(args.start)))
            .boxed(),
        shutdown
            .filter_map(async |signal| signal.args().ok().map(|args| Heard::Leaving(args.start)))
            .boxed(),
    ];
    let mut delay = delay(&manager).await;
    let watch = match session(bus, &manager).await {
        Ok(session) => {
            heard.push(
                session
                    .receive_lock()
                    .await?
                    .map(|_| Heard::Locked(true))
                    .boxed(),
            );
            heard.push(
                session
                    .receive_unlock()
                    .await?
                    .map(|_| Heard::Locked(false))
                    .boxed(),
            );
            let hints = session.receive_locked_hint_changed().await;
            heard.push(
                hints
                    .filter_map(async |hint| hint.get().await.ok().map(Heard::Locked))
                    .boxed(),
            );
            Ok(NAME.to_owned())
        }
        Err(error) => {
            PeerProxy::new(bus, NAME, "/org/freedesktop/login1")
                .await?
                .ping()
                .await
                .context("logind does not answer")?;
            tracing::warn!(error = %format_args!("{error:#}"), "logind does not know this session");
            Err(
                "the login service (logind) does not know this session, so only sleep is noticed"
                    .to_owned(),
            )
        }
    };
    happenings.send(Happening::SessionWatch(watch)).await?;

    let mut locked = false;
    let mut heard = stream::select_all(heard);
    while let Some(heard) = heard.next().await {
        match heard {
            Heard::Locked(now) if now == locked => {}
            Heard::Locked(now) => {
                tracing::info!(locked = now, "the session");
                locked = now;
                happenings
                    .send(if now {
                        Happening::Locked
                    } else {
                        Happening::Unlocked
                    })
                    .await?;
            }
            Heard::Leaving(true) => {
                tracing::info!("the machine is about to sleep or to shut down");
                let (said, goodbye) = oneshot::channel();
                happenings.send(Happening::Sleeping(said)).await?;
                let _ = tokio::time::timeout(GOODBYE, goodbye).await;
                delay = None;
            }
            Heard::Leaving(false) => {
                tracing::info!("the machine woke");
                happenings.send(Happening::Woke).await?;
                if delay.is_none() {
                    delay = self::delay(&manager).await;
                }
            }
        }
    }
    anyhow::bail!("the system bus is gone")
}

/// Asks logind to wait a moment before sleep and shutdown; dropping the answer lets it go on.
async fn delay(manager: &ManagerProxy<'_>) -> Option<OwnedFd> {
    let why = "Telling colleagues and customers that you are leaving";
    match manager
        .inhibit("sleep:shutdown", "Porchlight", why, "delay")
        .await
    {
        Ok(delay) => Some(delay),
        Err(error) => {
            tracing::warn!(%error, "logind does not wait for the goodbye");
            None
        }
    }
}

async fn session(
    bus: &zbus::Connection,
    manager: &ManagerProxy<'_>,
) -> anyhow::Result<SessionProxy<'static>> {
    let path = match std::env::var("XDG_SESSION_ID") {
        Ok(id) => manager.get_session(&id).await,
        Err(_) => manager.get_session("auto").await,
    };
    let path = match path {
        Ok(path) => path,
        Err(_) => manager.get_session_by_pid(std::process::id()).await?,
    };
    let session = SessionProxy::builder(bus).path(path)?.build().await?;
    session.locked_hint().await?;
    Ok(session)
}
