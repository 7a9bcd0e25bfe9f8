//! Notifications through the desktop's daemon, all from one sender that stays on the bus: a daemon may take back what a
//! sender that left had shown, tell nobody else of its answer, and let nobody else replace it.

use std::collections::BTreeMap;

use futures_util::{
    StreamExt as _,
    stream::{self, BoxStream},
};
use porchlight_client::Happening;
use porchlight_core::{Notification, NotificationAction, Subject, intent::Intent, view::Lack};
use tokio::sync::mpsc;
use zbus::{fdo::DBusProxy, proxy, proxy::CacheProperties, zvariant::Value};

const SERVICE: &str = "org.freedesktop.Notifications";
/// How many are told of before the daemon has answered the first; further ones are dropped.
const WAITING: usize = 32;
/// The daemon decides how long it shows one; or it shows it until it is closed.
const ITS_OWN_TIME: i32 = -1;
const UNTIL_CLOSED: i32 = 0;
/// What a click on the notification itself does, where that is no button.
const DEFAULT: &str = "default";

#[proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications",
    gen_blocking = false
)]
trait Daemon {
    fn get_server_information(&self) -> zbus::Result<(String, String, String, String)>;
    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;
    fn close_notification(&self, id: u32) -> zbus::Result<()>;
    #[zbus(signal)]
    fn action_invoked(&self, id: u32, key: &str) -> zbus::Result<()>;
    #[zbus(signal)]
    fn notification_closed(&self, id: u32, reason: u32) -> zbus::Result<()>;
}

/// Shows notifications through the desktop's daemon. The same subject replaces.
#[derive(Debug)]
pub struct Notices {
    wishes: mpsc::Sender<Wish>,
}

#[derive(Debug)]
enum Wish {
    Show(Notification),
    Withdraw(Subject),
}

impl Notices {
    pub(super) fn new(
        session: Result<zbus::Connection, Lack>,
        happenings: mpsc::Sender<Happening>,
    ) -> Self {
        let (wishes, waiting) = mpsc::channel(WAITING);
        tokio::spawn(
            Board {
                session,
                happenings,
                shown: BTreeMap::new(),
                reported: None,
            }
            .run(waiting),
        );
        Self { wishes }
    }

    pub fn show(&self, notification: Notification) {
        self.wish(Wish::Show(notification));
    }

    pub fn withdraw(&self, subject: &Subject) {
        self.wish(Wish::Withdraw(subject.clone()));
    }

    fn wish(&self, wish: Wish) {
        if self.wishes.try_send(wish).is_err() {
            tracing::warn!("the notification daemon is too slow; a notification was dropped");
        }
    }
}

/// Whether a daemon that the bus would start for a notification is to be started.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Yes,
    No,
}

struct Board {
    session: Result<zbus::Connection, Lack>,
    happenings: mpsc::Sender<Happening>,
    shown: BTreeMap<Subject, Shown>,
    reported: Option<Result<String, Lack>>,
}

/// A daemon, and what it can do.
#[derive(Clone, Debug, Default)]
struct Service {
    name: String,
    reads_markup: bool,
    has_actions: bool,
}

/// A notification that the daemon has not closed.
struct Shown {
    id: u32,
    /// The daemon's own name on the bus, which no other ever has.
    daemon: String,
    actions: Vec<NotificationAction>,
}

/// What a person did with a notification.
enum Signal {
    Invoked {
        id: u32,
        key: String,
    },
    Closed {
        id: u32,
    },
    /// This is the daemon from now on, by its own name, or none is: it knows nothing of what another one showed.
    Replaced {
        daemon: Option<String>,
    },
}

impl Board {
    async fn run(mut self, mut wishes: mpsc::Receiver<Wish>) {
        let service = self.service(Start::No).await;
        self.report(service.map(|service| service.name)).await;
        let mut signals = self.signals().await;
        loop {
            tokio::select! {
                wish = wishes.recv() => match wish {
                    Some(Wish::Withdraw(subject)) => self.withdraw(&subject).await,
                    Some(Wish::Show(notification)) => self.show(notification).await,
                    None => return,
                },
                Some(signal) = signals.next() => self.on_signal(signal).await,
            }
        }
    }

    /// Nothing, for good, where there is no session bus, or it is gone.
    async fn signals(&self) -> BoxStream<'static, Signal> {
        let subscribe = async {
            let daemon = daemon(self.session.as_ref().ok()?).await.ok()?;
            let invoked = daemon.receive_action_invoked().await.ok()?;
            let closed = daemon.receive_notification_closed().await.ok()?;
            let invoked = invoked.filter_map(async |signal| {
                let args = signal.args().ok()?;
                Some(Signal::Invoked {
                    id: args.id,
                    key: args.key.to_owned(),
                })
            });
            let closed = closed.filter_map(async |signal| {
                let id = signal.args().ok()?.id;
                Some(Signal::Closed { id })
            });
            let bus = DBusProxy::new(self.session.as_ref().ok()?).await.ok()?;
            let owners = bus.receive_name_owner_changed_with_args(&[(0, SERVICE)]);
            let replaced = owners.await.ok()?.filter_map(async |change| {
                let args = change.args().ok()?;
                let daemon = args.new_owner.as_ref().map(ToString::to_string);
                Some(Signal::Replaced { daemon })
            });
            Some(stream::select_all([invoked.boxed(), closed.boxed(), replaced.boxed()]).boxed())
        };
        subscribe.await.unwrap_or_else(|| stream::empty().boxed())
    }

    async fn show(&mut self, notification: Notification) {
        let service = self.service(Start::Yes).await;
        let can = service.clone().unwrap_or_default();
        self.report(service.map(|service| service.name)).await;
        match self.send(&notification, &can).await {
            Ok((id, daemon)) => {
                tracing::info!(subject = ?notification.subject, "notification shown");
                let Notification {
                    subject, actions, ..
                } = notification;
                let shown = Shown {
                    id,
                    daemon,
                    actions,
                };
                self.shown.insert(subject, shown);
            }
            Err(error) => {
                tracing::warn!(error, subject = ?notification.subject, "a notification could not be shown");
                self.report(Err(Lack::NotificationServiceSilent)).await;
            }
        }
    }

    /// Sends it in place of the one of the same subject, if that is still shown. Returns its number, and which daemon gave it:
    /// a number means nothing to another one.
    async fn send(
        &self,
        notification: &Notification,
        can: &Service,
    ) -> Result<(u32, String), String> {
        let session = self.session.as_ref();
        let session = session.map_err(|lack| format!("{lack:?}"))?;
        let replaces = self.shown.get(&notification.subject);
        let keys = keys(notification.actions.len());
        let buttons = keys
            .iter()
            .zip(&notification.actions)
            .flat_map(|(key, action)| [key.as_str(), &action.label]);
        let actions: Vec<&str> = if can.has_actions {
            [DEFAULT, &notification.open]
                .into_iter()
                .chain(buttons)
                .collect()
        } else {
            Vec::new()
        };
        let hints = BTreeMap::from([
            ("desktop-entry", Value::from("porchlight")),
            ("category", Value::from("presence")),
        ]);
        let milliseconds = if notification.stays {
            UNTIL_CLOSED
        } else {
            ITS_OWN_TIME
        };
        let arguments = (
            "Porchlight",
            replaces.map_or(0, |shown| shown.id),
            "porchlight",
            &notification.title,
            body(notification, can),
            actions,
            hints,
            milliseconds,
        );
        let send = async {
            let daemon = daemon(session).await?;
            let answer = daemon.inner().call_method("Notify", &arguments).await?;
            let id = answer.body().deserialize()?;
            let sender = answer.header().sender().map(ToString::to_string);
            zbus::Result::Ok((id, sender.unwrap_or_default()))
        };
        send.await.map_err(|error| error.to_string())
    }

    async fn withdraw(&mut self, subject: &Subject) {
        if let Some(shown) = self.shown.remove(subject) {
            self.close(shown.id).await;
        }
    }

    async fn on_signal(&mut self, signal: Signal) {
        let id = match &signal {
            Signal::Invoked { id, .. } | Signal::Closed { id } => *id,
            // One that was started for what it shows is said to have come only after it has shown it.
            Signal::Replaced { daemon } => {
                self.shown
                    .retain(|_, shown| daemon.as_ref() == Some(&shown.daemon));
                return;
            }
        };
        let subject = self.shown.iter().find(|(_, shown)| shown.id == id);
        let Some((subject, shown)) = subject
            .map(|(subject, _)| subject.clone())
            .and_then(|subject| self.shown.remove_entry(&subject))
        else {
            return;
        };
        let Signal::Invoked { key, .. } = signal else {
            return;
        };
        if key == DEFAULT {
            let intent = Happening::Intent(Intent::ShowWindow);
            let _ = self.happenings.send(intent).await;
            self.close(id).await;
            return;
        }
        let nth = keys(shown.actions.len())
            .iter()
            .position(|other| *other == key);
        if let Some(action) = nth.and_then(|nth| shown.actions.into_iter().nth(nth)) {
            tracing::info!(intent = ?action.intent, "answered in a notification");
            let intent = action.intent;
            let _ = self
                .happenings
                .send(Happening::Replied { subject, intent })
                .await;
            self.close(id).await;
        }
    }

    /// One that is closed already, or a daemon that is gone, is as good.
    async fn close(&self, id: u32) {
        if let Ok(session) = &self.session
            && let Ok(daemon) = daemon(session).await
        {
            let _ = daemon.close_notification(id).await;
        }
    }

    /// The daemon, and what it can do.
    async fn service(&self, start: Start) -> Result<Service, Lack> {
        let session = self.session.clone()?;
        let ask = async {
            let bus = DBusProxy::new(&session).await?;
            let running = bus.name_has_owner(SERVICE.try_into()?).await?;
            if !running
                && !bus
                    .list_activatable_names()
                    .await?
                    .iter()
                    .any(|name| name.as_str() == SERVICE)
            {
                return Ok(None);
            }
            if !running && start == Start::No {
                return Ok(Some(Service {
                    name: SERVICE.to_owned(),
                    ..Service::default()
                }));
            }
            let daemon = daemon(&session).await?;
            let (name, ..) = daemon.get_server_information().await?;
            let known = daemon.get_capabilities().await?;
            let can = |what: &str| known.iter().any(|known| known == what);
            zbus::Result::Ok(Some(Service {
                name,
                reads_markup: can("body-markup"),
                has_actions: can("actions"),
            }))
        };
        match ask.await {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err(Lack::NotificationService),
            Err(error) => {
                tracing::warn!(%error, "the notification service was asked in vain");
                Err(Lack::NotificationServiceSilent)
            }
        }
    }

    async fn report(&mut self, service: Result<String, Lack>) {
        if self.reported.as_ref() != Some(&service) {
            self.reported = Some(service.clone());
            let _ = self
                .happenings
                .send(Happening::Notifications(service))
                .await;
        }
    }
}

async fn daemon(session: &zbus::Connection) -> zbus::Result<DaemonProxy<'static>> {
    DaemonProxy::builder(session)
        .cache_properties(CacheProperties::No)
        .build()
        .await
}

/// The names of so many actions: their places.
fn keys(actions: usize) -> Vec<String> {
    (0..actions).map(|nth| nth.to_string()).collect()
}

/// The text as this daemon reads it.
fn body(notification: &Notification, can: &Service) -> String {
    let text = notification.text(can.has_actions);
    if can.reads_markup {
        escape(text)
    } else {
        text.to_owned()
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_an_ampersand_is_not_read_as_markup() {
        let away = Notification {
            subject: Subject::Idle,
            title: "You were away for 60 min".into(),
            body: "Research & <Teaching>".into(),
            actions: Vec::new(),
            stays: true,
            open: String::new(),
            without_buttons: None,
        };
        let markup = Service {
            reads_markup: true,
            ..Service::default()
        };
        assert_eq!(body(&away, &markup), "Research &amp; &lt;Teaching&gt;");
        assert_eq!(body(&away, &Service::default()), "Research & <Teaching>");
    }

    #[tokio::test]
    async fn what_a_daemon_showed_is_its_own_also_if_it_is_said_late_that_it_came() {
        let (happenings, _) = mpsc::channel(1);
        let shown = |id, daemon: &str| Shown {
            id,
            daemon: daemon.to_owned(),
            actions: Vec::new(),
        };
        let mut board = Board {
            session: Err("there is no session bus".into()),
            happenings,
            shown: BTreeMap::from([
                (Subject::Idle, shown(1, ":1.7")),
                (Subject::Timer, shown(1, ":1.3")),
            ]),
            reported: None,
        };
        let came = |daemon: Option<&str>| Signal::Replaced {
            daemon: daemon.map(ToOwned::to_owned),
        };
        board.on_signal(came(Some(":1.7"))).await;
        assert!(board.shown.keys().eq([&Subject::Idle]));
        board.on_signal(came(None)).await;
        assert!(board.shown.is_empty());
    }
}
