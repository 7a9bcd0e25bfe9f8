use std::collections::BTreeMap;

use notify_rust::{Notification as Bubble, NotificationHandle, NotificationResponse};
use porchlight_client::Happening;
use porchlight_core::{Notification, NotificationAction, Subject};
use tokio::{
    sync::{mpsc, oneshot},
    task,
};
use zbus::{fdo::DBusProxy, proxy, proxy::CacheProperties};

const SERVICE: &str = "org.freedesktop.Notifications";
/// How many are told of before the daemon has answered the first; further ones are dropped.
const WAITING: usize = 32;

#[proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications",
    gen_blocking = false
)]
trait Daemon {
    fn get_server_information(&self) -> zbus::Result<(String, String, String, String)>;
    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;
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
        session: Result<zbus::Connection, String>,
        happenings: mpsc::Sender<Happening>,
    ) -> Self {
        let (wishes, waiting) = mpsc::channel(WAITING);
        tokio::spawn(
            Board {
                session,
                happenings,
                bubbles: BTreeMap::new(),
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
    session: Result<zbus::Connection, String>,
    happenings: mpsc::Sender<Happening>,
    bubbles: BTreeMap<Subject, Shown>,
    reported: Option<Result<String, String>>,
}

/// A bubble on the screen; its task waits for the answer. The handle keeps the sender on the bus, without which GNOME
/// takes the bubble back.
struct Shown {
    call_back: oneshot::Sender<()>,
    waiter: task::JoinHandle<Option<NotificationHandle>>,
}

impl Board {
    async fn run(mut self, mut wishes: mpsc::Receiver<Wish>) {
        let service = self.service(Start::No).await;
        self.report(service.map(|(name, _)| name)).await;
        while let Some(wish) = wishes.recv().await {
            match wish {
                Wish::Withdraw(subject) => {
                    if let Some(handle) = self.take(&subject).await {
                        handle.close_async().await;
                    }
                }
                Wish::Show(notification) => self.show(notification).await,
            }
        }
    }

    async fn show(&mut self, notification: Notification) {
        let subject = notification.subject.clone();
        let service = self.service(Start::Yes).await;
        let markup = service.as_ref().is_ok_and(|(_, markup)| *markup);
        self.report(service.map(|(name, _)| name)).await;
        let bubble = bubble(&notification, markup);
        let shown = match self.take(&subject).await {
            Some(handle) => replace(handle, &bubble).await,
            None => bubble.show_async().await.map_err(anyhow::Error::from),
        };
        match shown {
            Ok(handle) => {
                tracing::info!(?subject, "notification shown");
                let shown = wait(handle, notification.actions, self.happenings.clone());
                self.bubbles.insert(subject, shown);
            }
            Err(error) => {
                tracing::warn!(error = %format_args!("{error:#}"), ?subject, "a notification could not be shown");
                self.report(Err(
                    "the desktop's notification service does not answer".into()
                ))
                .await;
            }
        }
    }

    /// The bubble about this subject, if it is still on the screen; nobody waits for its answer any more.
    async fn take(&mut self, subject: &Subject) -> Option<NotificationHandle> {
        let shown = self.bubbles.remove(subject)?;
        drop(shown.call_back);
        shown.waiter.await.ok().flatten()
    }

    /// The daemon's name, and whether it reads markup.
    async fn service(&self, start: Start) -> Result<(String, bool), String> {
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
                return Ok(Some((SERVICE.to_owned(), false)));
            }
            let daemon = DaemonProxy::builder(&session)
                .cache_properties(CacheProperties::No)
                .build()
                .await?;
            let (name, ..) = daemon.get_server_information().await?;
            let markup = daemon
                .get_capabilities()
                .await?
                .iter()
                .any(|can| can == "body-markup");
            zbus::Result::Ok(Some((name, markup)))
        };
        match ask.await {
            Ok(Some(found)) => Ok(found),
            Ok(None) => Err("this desktop has no notification service".into()),
            Err(error) => {
                tracing::warn!(%error, "the notification service was asked in vain");
                Err("the desktop's notification service does not answer".into())
            }
        }
    }

    async fn report(&mut self, service: Result<String, String>) {
        if self.reported.as_ref() != Some(&service) {
            self.reported = Some(service.clone());
            let _ = self
                .happenings
                .send(Happening::Notifications(service))
                .await;
        }
    }
}

fn wait(
    handle: NotificationHandle,
    actions: Vec<NotificationAction>,
    happenings: mpsc::Sender<Happening>,
) -> Shown {
    let (call_back, called_back) = oneshot::channel::<()>();
    let waiter = tokio::spawn(async move {
        let mut answer = None;
        tokio::select! {
            () = handle.wait_for_action_async(|response| answer = Some(response.clone())) => {}
            _ = called_back => return Some(handle),
        }
        if let Some(NotificationResponse::Action(key)) = answer
            && let Some(action) = key
                .parse()
                .ok()
                .and_then(|nth: usize| actions.into_iter().nth(nth))
        {
            tracing::info!(intent = ?action.intent, "answered in a notification");
            let _ = happenings.send(Happening::Intent(action.intent)).await;
            handle.close_async().await;
        }
        None
    });
    Shown { call_back, waiter }
}

fn bubble(notification: &Notification, markup: bool) -> Bubble {
    let mut bubble = Bubble::new();
    bubble
        .appname("Porchlight")
        .icon("porchlight")
        .summary(&notification.title);
    bubble.hint(notify_rust::Hint::DesktopEntry("porchlight".into()));
    bubble.hint(notify_rust::Hint::Category("presence".into()));
    if markup {
        bubble.body(&escape(&notification.body));
    } else {
        bubble.body(&notification.body);
    }
    for (nth, action) in notification.actions.iter().enumerate() {
        bubble.action(&nth.to_string(), &action.label);
    }
    bubble
}

/// Puts the new text where the old one was, on the same connection: GNOME lets nobody else replace it.
async fn replace(
    mut handle: NotificationHandle,
    bubble: &Bubble,
) -> anyhow::Result<NotificationHandle> {
    *handle = bubble.clone();
    task::spawn_blocking(move || handle.update().map(|()| handle))
        .await?
        .map_err(Into::into)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use porchlight_core::intent::Intent;

    use super::*;

    fn away() -> Notification {
        Notification {
            subject: Subject::Idle,
            title: "You were away for 60 min".into(),
            body: "Research & <Teaching>".into(),
            actions: vec![NotificationAction {
                label: "I'm back".into(),
                intent: Intent::ImBack,
            }],
        }
    }

    #[test]
    fn a_name_with_an_ampersand_is_not_read_as_markup() {
        assert_eq!(
            bubble(&away(), true).body,
            "Research &amp; &lt;Teaching&gt;"
        );
        assert_eq!(bubble(&away(), false).body, "Research & <Teaching>");
    }

    #[test]
    fn each_action_is_known_by_its_place() {
        assert_eq!(bubble(&away(), true).actions, ["0", "I'm back"]);
    }
}
