//! What keeps the screen on: programs in a call, with slides or a film. Each service that is asked to tells by signals, and
//! what they say is one answer. What keeps the *screen* on counts: music and downloads only keep the machine awake, and say
//! nothing of a person. Where a desktop knows of nothing else (Xfce), what keeps the machine awake counts, too, as calls do.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    time::Duration,
};

use anyhow::Context as _;
use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use porchlight_client::{Happening, Inhibitor, Inhibitors};
use porchlight_core::view::Lack;
use serde::de::DeserializeOwned;
use tokio::{
    sync::{mpsc, watch},
    time::{sleep, timeout},
};
use zbus::{
    MatchRule, MessageStream, Proxy,
    fdo::DBusProxy,
    message::Type,
    proxy::{CacheProperties, MethodFlags},
    zvariant::{DynamicType, OwnedObjectPath},
};

use super::{ANSWER, screensaver};

/// When a session bus that is gone is looked for again.
const RETRY: Duration = Duration::from_mins(1);
/// Of GNOME's session manager: the session must not count as idle.
const IDLE: u32 = 8;
/// Of KDE's: the screen must stay as it is.
const SCREEN_SETTINGS: u32 = 4;
/// More programs than this do not fit into a sentence.
const MOST: usize = 8;

/// What is known, by whom.
#[derive(Clone, Debug)]
pub(super) struct Known(watch::Sender<BTreeMap<&'static str, BTreeSet<Inhibitor>>>);

impl Known {
    pub(super) fn new() -> Self {
        Self(watch::Sender::default())
    }

    /// Who tells says what keeps the screen on now.
    pub(super) fn told(&self, who: &'static str, by: BTreeSet<Inhibitor>) {
        self.0.send_if_modified(|known| {
            let is_news = known.get(who) != Some(&by);
            known.insert(who, by);
            is_news
        });
    }

    /// Nobody tells under this name any more.
    pub(super) fn gone(&self, who: &'static str) {
        self.0.send_if_modified(|known| known.remove(who).is_some());
    }

    #[cfg(test)]
    pub(super) fn now(&self) -> Inhibitors {
        inhibitors(&self.0.borrow())
    }

    /// Reports for as long as the app runs.
    pub(super) async fn report(&self, happenings: mpsc::Sender<Happening>) {
        let mut changes = self.0.subscribe();
        loop {
            let inhibitors = inhibitors(&changes.borrow_and_update());
            if happenings
                .send(Happening::Inhibitors(inhibitors))
                .await
                .is_err()
                || changes.changed().await.is_err()
            {
                return;
            }
        }
    }
}

fn inhibitors(known: &BTreeMap<&'static str, BTreeSet<Inhibitor>>) -> Inhibitors {
    let sources: Vec<_> = known.keys().copied().collect();
    let by = known.values().flatten().cloned().collect();
    Inhibitors {
        source: if sources.is_empty() {
            Err(Lack::Inhibitors)
        } else {
            Ok(sources.join(", "))
        },
        by,
    }
}

/// A service on the session bus. Its name is that of the interface, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    /// Also that of MATE and of Cinnamon.
    Gnome,
    Kde,
    /// Xfce's and others'. It knows only what keeps the machine awake, and is asked where nobody knows better.
    PowerManagement,
}

const SERVICES: [Service; 3] = [Service::Gnome, Service::Kde, Service::PowerManagement];

/// Tells for as long as the app runs, also across a restart of the bus.
pub(super) async fn watch(mut bus: Option<zbus::Connection>, known: &Known) {
    loop {
        if bus.is_none() {
            bus = screensaver::connect().await.ok();
        }
        if let Some(bus) = bus.take() {
            let Err(error) = follow(&bus, known).await;
            tracing::warn!(error = %format_args!("{error:#}"), "calls and presentations are not noticed");
            for service in SERVICES {
                known.gone(service.name());
            }
        }
        sleep(RETRY).await;
    }
}

async fn follow(bus: &zbus::Connection, known: &Known) -> anyhow::Result<Infallible> {
    let names = DBusProxy::new(bus).await?;
    let mut signals = Vec::new();
    for service in SERVICES {
        signals.extend(service.signals(bus, &names).await?);
    }
    let mut signals = stream::select_all(signals);
    // A stream of a bus that is gone may stay silent; this one of all its messages ends.
    let mut alive = MessageStream::from(bus);
    loop {
        look(bus, &names, known).await?;
        loop {
            tokio::select! {
                signal = signals.next() => {
                    signal.context("the session bus is gone")?;
                    break;
                }
                message = alive.next() => match message {
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => anyhow::bail!("the session bus is gone"),
                },
            }
        }
    }
}

/// Asks all who are there.
async fn look(bus: &zbus::Connection, names: &DBusProxy<'_>, known: &Known) -> anyhow::Result<()> {
    let mut knows_better = false;
    for service in SERVICES {
        let is_there = names.name_has_owner(service.name().try_into()?).await?;
        if !is_there || (service == Service::PowerManagement && knows_better) {
            known.gone(service.name());
            continue;
        }
        match service.holders(bus).await {
            Ok(by) => {
                knows_better = true;
                known.told(service.name(), by);
            }
            Err(error) => {
                tracing::warn!(%error, name = service.name(), "what keeps the screen on is not told");
                known.gone(service.name());
            }
        }
    }
    Ok(())
}

impl Service {
    const fn name(self) -> &'static str {
        match self {
            Self::Gnome => "org.gnome.SessionManager",
            Self::Kde => "org.kde.Solid.PowerManagement.PolicyAgent",
            Self::PowerManagement => "org.freedesktop.PowerManagement.Inhibit",
        }
    }

    /// Under which it is found.
    const fn owner(self) -> &'static str {
        match self {
            Self::Gnome | Self::Kde => self.name(),
            Self::PowerManagement => "org.freedesktop.PowerManagement",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Gnome => "/org/gnome/SessionManager",
            Self::Kde => "/org/kde/Solid/PowerManagement/PolicyAgent",
            Self::PowerManagement => "/org/freedesktop/PowerManagement/Inhibit",
        }
    }

    const fn members(self) -> &'static [&'static str] {
        match self {
            Self::Gnome => &["InhibitorAdded", "InhibitorRemoved"],
            Self::Kde => &["InhibitionsChanged"],
            Self::PowerManagement => &["HasInhibitChanged"],
        }
    }

    /// Something may have changed.
    async fn signals(
        self,
        bus: &zbus::Connection,
        names: &DBusProxy<'_>,
    ) -> zbus::Result<Vec<BoxStream<'static, ()>>> {
        let owners = names
            .receive_name_owner_changed_with_args(&[(0, self.owner())])
            .await?;
        let mut signals = vec![owners.map(|_| ()).boxed()];
        for member in self.members() {
            let rule = MatchRule::builder()
                .msg_type(Type::Signal)
                .sender(self.owner())?
                .interface(self.name())?
                .member(*member)?
                .build();
            let changes = MessageStream::for_match_rule(rule, bus, None).await?;
            signals.push(changes.map(|_| ()).boxed());
        }
        Ok(signals)
    }

    async fn holders(self, bus: &zbus::Connection) -> zbus::Result<BTreeSet<Inhibitor>> {
        let ask = Ask::new(bus, self.owner(), self.path(), self.name()).await?;
        let (holds, names) = match self {
            Self::Gnome => {
                let holds: bool = ask.answer("IsInhibited", &IDLE).await?;
                let holders = if holds {
                    gnome_holders(bus, &ask).await
                } else {
                    Vec::new()
                };
                (holds, holders)
            }
            Self::Kde => {
                let holds: bool = ask.answer("HasInhibition", &SCREEN_SETTINGS).await?;
                let all: Vec<(String, String)> =
                    ask.answer("ListInhibitions", &()).await.unwrap_or_default();
                // Which of them keep the screen on is not told; a single one does.
                let only = (all.len() == 1).then_some(all);
                let names = only.into_iter().flatten().map(|(name, _)| name);
                (holds, names.collect())
            }
            Self::PowerManagement => {
                let holds = ask.answer("HasInhibit", &()).await?;
                (
                    holds,
                    ask.answer("GetInhibitors", &()).await.unwrap_or_default(),
                )
            }
        };
        Ok(if holds { by(&names) } else { BTreeSet::new() })
    }
}

/// The programs of these names; one that is not known, if there are none.
fn by(names: &[String]) -> BTreeSet<Inhibitor> {
    if names.is_empty() {
        return [Inhibitor::SomeProgram].into();
    }
    names
        .iter()
        .take(MOST)
        .map(|name| Inhibitor::program(name))
        .collect()
}

/// By name; those who went meanwhile are left out.
async fn gnome_holders(bus: &zbus::Connection, manager: &Ask<'_>) -> Vec<String> {
    let all: Vec<OwnedObjectPath> = manager
        .answer("GetInhibitors", &())
        .await
        .unwrap_or_default();
    let mut names = Vec::new();
    for path in all {
        let interface = "org.gnome.SessionManager.Inhibitor";
        let name = async {
            let ask = Ask::new(bus, Service::Gnome.owner(), path.as_str(), interface).await?;
            let flags: u32 = ask.answer("GetFlags", &()).await?;
            let name: String = ask.answer("GetAppId", &()).await?;
            zbus::Result::Ok((flags & IDLE != 0).then_some(name))
        };
        names.extend(name.await.ok().flatten());
    }
    names
}

/// An object on the bus that is asked, and never started.
struct Ask<'a>(Proxy<'a>);

impl<'a> Ask<'a> {
    async fn new(
        bus: &zbus::Connection,
        name: &'a str,
        path: &'a str,
        interface: &'a str,
    ) -> zbus::Result<Self> {
        let proxy = zbus::proxy::Builder::new(bus)
            .destination(name)?
            .path(path)?
            .interface(interface)?
            .cache_properties(CacheProperties::No)
            .build();
        Ok(Self(proxy.await?))
    }

    async fn answer<Answer>(
        &self,
        method: &str,
        body: &(impl serde::Serialize + DynamicType + Sync),
    ) -> zbus::Result<Answer>
    where
        Answer: DeserializeOwned + zbus::zvariant::Type,
    {
        let no_start = MethodFlags::NoAutoStart.into();
        let answer = self.0.call_with_flags(method, no_start, body);
        // The connection's own time limit is not for calls with flags.
        let Ok(answer) = timeout(ANSWER, answer).await else {
            return Err(zbus::Error::Failure("no answer in time".to_owned()));
        };
        answer?.ok_or(zbus::Error::InvalidReply)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_all_say_is_one_answer_and_who_is_gone_says_nothing() {
        let known = Known::new();
        let (happenings, mut told) = mpsc::channel(8);
        known.told("one", by(&["Zoom".to_owned()]));
        let reporting = known.clone();
        let reports = tokio::spawn(async move { reporting.report(happenings).await });
        let mut next = async || match told.recv().await {
            Some(Happening::Inhibitors(inhibitors)) => inhibitors,
            other => panic!("{other:?}"),
        };
        assert_eq!(next().await.by, [Inhibitor::program("Zoom")].into());
        known.told("two", by(&[]));
        let both = next().await;
        assert_eq!(both.source, Ok("one, two".to_owned()));
        assert_eq!(
            both.by,
            [Inhibitor::program("Zoom"), Inhibitor::SomeProgram].into()
        );
        // Nothing new.
        known.told("two", by(&[]));
        known.gone("one");
        let second = next().await;
        assert_eq!(second.by, [Inhibitor::SomeProgram].into());
        known.gone("two");
        assert!(next().await.source.is_err());
        reports.abort();
    }
}
