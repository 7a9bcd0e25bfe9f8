//! Screen savers on the session bus: many lock the screen and never tell the login service.

use std::{collections::BTreeSet, convert::Infallible, future::ready, time::Duration};

use anyhow::Context as _;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use tokio::{
    process::Command,
    sync::oneshot,
    task::spawn_blocking,
    time::{sleep, timeout},
};
use zbus::{
    MatchRule, MessageStream, Proxy,
    fdo::DBusProxy,
    message::Type,
    proxy::{CacheProperties, MethodFlags},
};

use super::{
    ANSWER, idle,
    lock::{Ended, Lock},
    theme::xfce_switch,
};

/// GNOME's, and who else may have that name: its shell.
const GNOME: &str = "org.gnome.ScreenSaver";
const GNOME_SHELL: &str = "org.gnome.Shell";
const CINNAMON: &str = "org.cinnamon.ScreenSaver";
const MATE: &str = "org.mate.ScreenSaver";
const XFCE: &str = "org.xfce.ScreenSaver";
/// Each with where it is found: those of the freedesktop.org draft (KDE, light-locker), GNOME, Cinnamon, MATE and Xfce.
const SAVERS: [Saver; 5] = [
    Saver(
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
    ),
    Saver(GNOME, "/org/gnome/ScreenSaver"),
    Saver(CINNAMON, "/org/cinnamon/ScreenSaver"),
    Saver(MATE, "/org/mate/ScreenSaver"),
    Saver(XFCE, "/org/xfce/ScreenSaver"),
];
/// Xfce's settings, each with its channel: whether its saver ever locks, and whether it does when it comes by itself.
const XFCE_LOCKS: (&str, &str) = ("xfce4-screensaver", "/lock/enabled");
const XFCE_LOCKS_BY_ITSELF: (&str, &str) = ("xfce4-screensaver", "/lock/saver-activation/enabled");
/// The schemas of the settings in which Cinnamon and MATE have `lock-enabled`.
const CINNAMON_SETTINGS: &str = "org.cinnamon.desktop.screensaver";
const MATE_SETTINGS: &str = "org.mate.screensaver";
/// A saver that comes this soon after some input was called by hand: by itself, none comes before a minute has passed.
const BY_HAND: Duration = Duration::from_secs(10);
/// When a session bus that is gone is looked for again.
const RETRY: Duration = Duration::from_mins(1);

/// A name on the bus, which is that of the interface, too; and the object's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Saver(&'static str, &'static str);

enum Signal {
    Active(Saver, bool),
    /// There is another one of that name, or none any more.
    Replaced(Saver, bool),
}

/// Tells the lock for as long as the app runs, also across a restart of the bus; `known` is dropped after the first look.
pub(super) async fn watch(
    mut bus: Option<zbus::Connection>,
    lock: &Lock,
    known: oneshot::Sender<()>,
) {
    let mut known = Some(known);
    loop {
        if bus.is_none() {
            bus = connect().await.ok();
        }
        if let Some(bus) = bus.take() {
            let Err(error) = follow(&bus, lock, &mut known).await;
            if error.is::<Ended>() {
                return;
            }
            tracing::warn!(error = %format_args!("{error:#}"), "screen savers are not heard");
            // Whatever they said: they are gone with the bus.
            if lock.screen_saver(false).await.is_err() {
                return;
            }
        }
        known = None;
        sleep(RETRY).await;
    }
}

pub(super) async fn connect() -> zbus::Result<zbus::Connection> {
    zbus::connection::Builder::session()?
        .method_timeout(ANSWER)
        .build()
        .await
}

async fn follow(
    bus: &zbus::Connection,
    lock: &Lock,
    known: &mut Option<oneshot::Sender<()>>,
) -> anyhow::Result<Infallible> {
    let names = DBusProxy::new(bus).await?;
    let mut signals = Vec::new();
    for saver in SAVERS {
        signals.extend(saver.signals(bus, &names).await?);
    }
    let mut active = BTreeSet::new();
    // What was so before the signals were subscribed to.
    for saver in SAVERS {
        let runs = names.name_has_owner(saver.0.try_into()?).await?;
        if runs && saver.is_active(bus).await && !saver.only_blanks(bus, &names).await {
            active.insert(saver);
        }
    }
    lock.screen_saver(!active.is_empty()).await?;
    *known = None;
    let mut signals = stream::select_all(signals);
    // A stream of a bus that is gone may stay silent; this one of all its messages ends.
    let mut alive = MessageStream::from(bus);
    loop {
        let signal = tokio::select! {
            signal = signals.next() => signal.context("the session bus is gone")?,
            message = alive.next() => match message {
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => anyhow::bail!("the session bus is gone"),
            },
        };
        let (saver, locks) = match signal {
            Signal::Active(saver, is_active) => {
                let may_lock = is_active && !saver.only_blanks(bus, &names).await;
                (saver, may_lock && saver.locks(bus).await)
            }
            // Who called it is not known any more.
            Signal::Replaced(saver, runs) => {
                let is_active = runs && saver.is_active(bus).await;
                (saver, is_active && !saver.only_blanks(bus, &names).await)
            }
        };
        tracing::info!(saver = saver.0, locks, "the screen saver");
        if locks {
            active.insert(saver);
        } else {
            active.remove(&saver);
        }
        lock.screen_saver(!active.is_empty()).await?;
    }
}

impl Saver {
    async fn signals(
        self,
        bus: &zbus::Connection,
        names: &DBusProxy<'_>,
    ) -> zbus::Result<[BoxStream<'static, Signal>; 2]> {
        let changes = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(self.0)?
            .interface(self.0)?
            .member("ActiveChanged")?
            .build();
        let changes = MessageStream::for_match_rule(changes, bus, None).await?;
        let changes = changes.filter_map(move |message| {
            let active = message.and_then(|message| message.body().deserialize());
            ready(active.ok().map(|active| Signal::Active(self, active)))
        });
        let owners = names
            .receive_name_owner_changed_with_args(&[(0, self.0)])
            .await?;
        let owners = owners.filter_map(move |change| {
            let runs = change.args().map(|change| change.new_owner().is_some());
            ready(runs.ok().map(|runs| Signal::Replaced(self, runs)))
        });
        Ok([changes.boxed(), owners.boxed()])
    }

    /// Whether it never locks when it covers the screen. GNOME's shell blanks first, and locks later or never; when it does, it
    /// tells the login service. Xfce's saver does not lock where that is switched off.
    async fn only_blanks(self, bus: &zbus::Connection, names: &DBusProxy<'_>) -> bool {
        match self.0 {
            GNOME => match GNOME_SHELL.try_into() {
                Ok(shell) => names.name_has_owner(shell).await.unwrap_or(false),
                Err(_) => false,
            },
            XFCE => xfce_switch(bus, XFCE_LOCKS).await == Some(false),
            _ => false,
        }
    }

    /// Whether it locks the screen that it has just covered: it does when it was called by hand, and else where it is set to. A
    /// saver that does not tell is taken to lock.
    async fn locks(self, bus: &zbus::Connection) -> bool {
        let locks_by_itself = match self.0 {
            CINNAMON => gsettings_switch(CINNAMON_SETTINGS).await,
            MATE => gsettings_switch(MATE_SETTINGS).await,
            XFCE => xfce_switch(bus, XFCE_LOCKS_BY_ITSELF).await,
            _ => None,
        };
        locks_by_itself != Some(false) || was_called_by_hand().await
    }

    /// One that does not answer hides nothing. None is started.
    async fn is_active(self, bus: &zbus::Connection) -> bool {
        let Self(name, path) = self;
        let ask = async {
            let saver: Proxy<'_> = zbus::proxy::Builder::new(bus)
                .destination(name)?
                .path(path)?
                .interface(name)?
                .cache_properties(CacheProperties::No)
                .build()
                .await?;
            let no_start = MethodFlags::NoAutoStart.into();
            let answer = saver.call_with_flags("GetActive", no_start, &());
            answer
                .await
                .map(|answer: Option<bool>| answer == Some(true))
        };
        // The connection's own time limit is not for calls with flags.
        match timeout(ANSWER, ask).await {
            Ok(Ok(active)) => active,
            Ok(Err(error)) => {
                let error: zbus::Error = error;
                tracing::debug!(%error, name, "the screen saver refuses to answer");
                false
            }
            Err(_) => {
                tracing::warn!(name, "the screen saver does not answer");
                false
            }
        }
    }
}

/// Also where that cannot be told: a screen that may be locked counts as locked.
async fn was_called_by_hand() -> bool {
    let idle = spawn_blocking(idle::idle_on_x11).await.ok().flatten();
    idle.is_none_or(|idle| idle < BY_HAND)
}

/// `lock-enabled` in the settings of this schema. They are kept in a file whose place and format only `GLib` knows.
async fn gsettings_switch(schema: &str) -> Option<bool> {
    let mut gsettings = Command::new("gsettings");
    gsettings
        .args(["get", schema, "lock-enabled"])
        .kill_on_drop(true);
    let answer = timeout(ANSWER, gsettings.output()).await.ok()?.ok()?;
    String::from_utf8_lossy(&answer.stdout).trim().parse().ok()
}
