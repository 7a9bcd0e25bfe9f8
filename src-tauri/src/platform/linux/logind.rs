//! The session as systemd's login service tells of it: lock, sleep and shutdown. That somebody asked it to have the session
//! locked (`loginctl lock-session`) is no lock: it is one when a locker says that it is (`LockedHint`).

use std::{convert::Infallible, time::Duration};

use anyhow::Context as _;
use chrono_tz::Tz;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use porchlight_client::{Happening, Inhibitor};
use porchlight_core::view::Lack;
use tokio::{
    sync::{mpsc, oneshot},
    time::{sleep, timeout},
};
use zbus::{
    fdo::{DBusProxy, NameOwnerChangedStream, PeerProxy, PropertiesChangedStream, PropertiesProxy},
    proxy,
    proxy::CacheProperties,
    zvariant::{OwnedFd, OwnedObjectPath},
};

use super::{
    ANSWER,
    inhibitors::Known,
    lock::{Lock, Session},
    zone,
};

const NAME: &str = "org.freedesktop.login1";
/// logind waits five seconds for those who asked for a delay, unless it is configured otherwise.
const GOODBYE: Duration = Duration::from_millis(4500);
/// When a bus or a logind that is gone is looked for again: at first, and at most.
const FIRST_RETRY: Duration = Duration::from_millis(500);
const LAST_RETRY: Duration = Duration::from_mins(1);

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
    fn list_inhibitors(&self) -> zbus::Result<Vec<Listed>>;
    #[zbus(signal)]
    fn prepare_for_sleep(&self, start: bool) -> zbus::Result<()>;
    #[zbus(signal)]
    fn prepare_for_shutdown(&self, start: bool) -> zbus::Result<()>;
    #[zbus(property)]
    fn preparing_for_sleep(&self) -> zbus::Result<bool>;
    #[zbus(property)]
    fn preparing_for_shutdown(&self) -> zbus::Result<bool>;
}

/// An inhibitor: what it keeps from happening, who holds it, why, by refusal or for a moment, whose, and in which process.
type Listed = (String, String, String, String, u32, u32);

#[proxy(
    interface = "org.freedesktop.login1.Session",
    default_service = "org.freedesktop.login1",
    gen_blocking = false
)]
trait LoginSession {
    #[zbus(property)]
    fn locked_hint(&self) -> zbus::Result<bool>;
    #[zbus(property)]
    fn active(&self) -> zbus::Result<bool>;
}

/// Reports lock, sleep and shutdown for as long as the app runs, also across a restart of logind or of the bus.
pub(super) async fn watch(happenings: mpsc::Sender<Happening>, lock: &Lock, known: &Known) {
    let mut watch = Watch {
        happenings,
        lock,
        known,
        session: Session::default(),
        leaving: false,
    };
    let mut wait = FIRST_RETRY;
    loop {
        let (reason, bus) = watch.connect_and_follow(&mut wait).await;
        if watch.lock.session_unknown(reason).await.is_err() {
            return;
        }
        watch.known.gone(NAME);
        let _ = timeout(wait, came_back(bus.as_ref())).await;
        wait = (wait * 2).min(LAST_RETRY);
    }
}

/// Waits until logind is there anew; forever where that cannot be learned.
async fn came_back(bus: Option<&zbus::Connection>) {
    if let Some(bus) = bus
        && let Ok(mut owners) = owners(bus).await
    {
        while let Some(change) = owners.next().await {
            if change.args().is_ok_and(|args| args.new_owner().is_some()) {
                return;
            }
        }
    }
    std::future::pending::<()>().await;
}

/// Whenever the list of inhibitors may have changed.
async fn inhibitor_changes(bus: &zbus::Connection) -> zbus::Result<PropertiesChangedStream> {
    let properties = PropertiesProxy::builder(bus)
        .destination(NAME)?
        .path("/org/freedesktop/login1")?
        .build()
        .await?;
    let manager = "org.freedesktop.login1.Manager";
    properties
        .receive_properties_changed_with_args(&[(0, manager)])
        .await
}

async fn owners(bus: &zbus::Connection) -> zbus::Result<NameOwnerChangedStream> {
    let bus = DBusProxy::new(bus).await?;
    bus.receive_name_owner_changed_with_args(&[(0, NAME)]).await
}

/// What is known of the session, also while nobody answers.
struct Watch<'a> {
    happenings: mpsc::Sender<Happening>,
    lock: &'a Lock,
    known: &'a Known,
    session: Session,
    /// Sleep or shutdown was announced, and not yet its end.
    leaving: bool,
}

enum Signal {
    /// About to sleep or shut down (true), or back from it.
    Leaving(bool),
    Locked(bool),
    Active(bool),
    Zone(Tz),
    /// Somebody keeps something from happening, or does no longer.
    Inhibitors,
    /// The session was not known; it may be now.
    SessionAgain,
    /// Another logind has taken over, or none has.
    Restarted,
}

impl Watch<'_> {
    /// Returns when nothing can be learned any more, with the reason, and the bus if that is still there. What works is
    /// reason enough to try again soon.
    async fn connect_and_follow(
        &mut self,
        wait: &mut Duration,
    ) -> (Lack, Option<zbus::Connection>) {
        let bus = match zbus::connection::Builder::system() {
            Ok(builder) => builder.method_timeout(ANSWER).build().await,
            Err(error) => Err(error),
        };
        let bus = match bus {
            Ok(bus) => bus,
            Err(error) => {
                // Once: it is looked for every minute.
                if *wait == FIRST_RETRY {
                    tracing::warn!(%error, "no system bus");
                }
                return (Lack::SystemBus, None);
            }
        };
        let Err(error) = self.follow(&bus, wait).await;
        tracing::warn!(error = %format_args!("{error:#}"), "lock and sleep are not noticed");
        (Lack::LoginService, Some(bus))
    }

    async fn follow(
        &mut self,
        bus: &zbus::Connection,
        wait: &mut Duration,
    ) -> anyhow::Result<Infallible> {
        let manager = ManagerProxy::builder(bus)
            .cache_properties(CacheProperties::No)
            .build()
            .await?;
        let mut signals = vec![
            manager
                .receive_prepare_for_sleep()
                .await?
                .filter_map(async |signal| Some(Signal::Leaving(signal.args().ok()?.start)))
                .boxed(),
            manager
                .receive_prepare_for_shutdown()
                .await?
                .filter_map(async |signal| Some(Signal::Leaving(signal.args().ok()?.start)))
                .boxed(),
            owners(bus).await?.map(|_| Signal::Restarted).boxed(),
            zone::changes(bus).await?.map(Signal::Zone).boxed(),
            inhibitor_changes(bus)
                .await?
                .map(|_| Signal::Inhibitors)
                .boxed(),
        ];
        let mut delay = delay(&manager).await;
        signals.extend(self.follow_session(bus, &manager).await?);
        *wait = FIRST_RETRY;
        // What changed before the signals were subscribed to, or while nobody answered.
        let leaving = manager.preparing_for_sleep().await.unwrap_or(false)
            || manager.preparing_for_shutdown().await.unwrap_or(false);
        self.on_leaving(leaving, &manager, &mut delay).await?;
        self.happenings
            .send(Happening::Zone(porchlight_client::zone(None)))
            .await?;
        self.look_at_inhibitors(&manager).await;

        let mut signals = stream::select_all(signals);
        // A stream of a bus that is gone may stay silent; this one of all its messages ends.
        let mut alive = zbus::MessageStream::from(bus);
        loop {
            let signal = tokio::select! {
                signal = signals.next() => signal.context("the system bus is gone")?,
                message = alive.next() => match message {
                    Some(Ok(_)) => continue,
                    Some(Err(_)) | None => anyhow::bail!("the system bus is gone"),
                },
            };
            match signal {
                Signal::Locked(locked) => {
                    self.session.locked = locked;
                    self.lock.session_changed(self.session).await?;
                }
                Signal::Active(active) => {
                    self.session.inactive = !active;
                    self.lock.session_changed(self.session).await?;
                }
                Signal::Leaving(leaving) => {
                    self.on_leaving(leaving, &manager, &mut delay).await?;
                }
                Signal::Zone(zone) => self.happenings.send(Happening::Zone(zone)).await?,
                Signal::Inhibitors => self.look_at_inhibitors(&manager).await,
                Signal::SessionAgain => signals.extend(self.follow_session(bus, &manager).await?),
                Signal::Restarted => anyhow::bail!("logind has ended or was started anew"),
            }
        }
    }

    /// Subscribes to the session's lock, and reports whether it is locked before it reports that it is watched: until
    /// then, input may open the lock. A session that is not known says nothing of the lock.
    async fn follow_session(
        &mut self,
        bus: &zbus::Connection,
        manager: &ManagerProxy<'_>,
    ) -> anyhow::Result<Vec<BoxStream<'static, Signal>>> {
        let session = match session(bus, manager).await {
            Ok(session) => session,
            Err(error) => {
                PeerProxy::new(bus, NAME, "/org/freedesktop/login1")
                    .await?
                    .ping()
                    .await
                    .context("logind does not answer")?;
                tracing::warn!(error = %format_args!("{error:#}"), "logind does not know this session");
                self.lock.session_unknown(Lack::Session).await?;
                let again = stream::once(sleep(LAST_RETRY)).map(|()| Signal::SessionAgain);
                return Ok(vec![again.boxed()]);
            }
        };
        let hints = session.receive_locked_hint_changed().await;
        let activity = session.receive_active_changed().await;
        self.session = Session {
            locked: session.locked_hint().await?,
            // Where it is not told there is only one.
            inactive: !session.active().await.unwrap_or(true),
        };
        self.lock.watch_session(self.session, NAME).await?;
        Ok(vec![
            hints
                .filter_map(async |hint| hint.get().await.ok().map(Signal::Locked))
                .boxed(),
            activity
                .filter_map(async |active| active.get().await.ok().map(Signal::Active))
                .boxed(),
        ])
    }

    /// Other users, such as the system that installs updates, say nothing of this person; and what waits for a moment, as
    /// this app does before sleep, keeps nothing from happening.
    async fn look_at_inhibitors(&self, manager: &ManagerProxy<'_>) {
        let all = match manager.list_inhibitors().await {
            Ok(all) => all,
            Err(error) => {
                tracing::warn!(%error, "logind does not tell what keeps the screen on");
                self.known.gone(NAME);
                return;
            }
        };
        let me = rustix::process::getuid().as_raw();
        let mine = all.iter().filter(|(what, _, _, mode, user, _)| {
            what.split(':').any(|what| what == "idle") && mode == "block" && *user == me
        });
        let by = mine.map(|(_, who, ..)| Inhibitor::program(who));
        self.known.told(NAME, by.collect());
    }

    async fn on_leaving(
        &mut self,
        leaving: bool,
        manager: &ManagerProxy<'_>,
        delay: &mut Option<OwnedFd>,
    ) -> anyhow::Result<()> {
        if self.leaving == leaving {
            return Ok(());
        }
        self.leaving = leaving;
        if leaving {
            tracing::info!("the machine is about to sleep or to shut down");
            let (ready, goodbye) = oneshot::channel();
            self.happenings.send(Happening::Sleeping(ready)).await?;
            let _ = timeout(GOODBYE, goodbye).await;
            *delay = None;
        } else {
            tracing::info!("the machine woke");
            self.happenings.send(Happening::Woke).await?;
            self.happenings
                .send(Happening::Zone(porchlight_client::zone(None)))
                .await?;
            if delay.is_none() {
                *delay = self::delay(manager).await;
            }
        }
        Ok(())
    }
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
) -> anyhow::Result<LoginSessionProxy<'static>> {
    let path = match std::env::var("XDG_SESSION_ID") {
        Ok(id) => manager.get_session(&id).await,
        Err(_) => manager.get_session("auto").await,
    };
    let path = match path {
        Ok(path) => path,
        Err(_) => manager.get_session_by_pid(std::process::id()).await?,
    };
    let session = LoginSessionProxy::builder(bus).path(path)?.build().await?;
    session.locked_hint().await?;
    Ok(session)
}
