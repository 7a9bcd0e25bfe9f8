//! Notifications, as Windows shows them for programs that have a name: one of a subject replaces another, also in the
//! notification centre, and is taken back from there.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use porchlight_client::Happening;
use porchlight_core::{Notification, Subject, view::Lack};
use tokio::sync::mpsc;
use windows::{
    UI::Notifications::{ToastNotification, ToastNotificationManager, ToastTemplateType},
    core::HSTRING,
};

use super::{APP_ID, registry};

/// What all of them belong to.
const GROUP: &str = "presence";
/// How many are told of before Windows has shown the first; further ones are dropped.
const WAITING: usize = 32;

/// Shows notifications, without buttons: they say where else to answer.
#[derive(Debug)]
pub struct Notices {
    orders: SyncSender<Order>,
}

#[derive(Debug)]
enum Order {
    Show(Notification),
    Withdraw(Subject),
}

impl Notices {
    pub(super) fn new(happenings: mpsc::Sender<Happening>) -> Self {
        if let Err(error) = introduce() {
            tracing::warn!(%error, "Windows may not show notifications of a program that it does not know");
        }
        let (orders, ordered) = sync_channel(WAITING);
        // One after the other, as they were told of.
        let started = thread::Builder::new()
            .name("notifications".to_owned())
            .spawn(move || follow(&ordered, &happenings));
        if let Err(error) = started {
            tracing::warn!(%error, "there will be no notifications");
        }
        Self { orders }
    }

    pub fn show(&self, notification: Notification) {
        self.order(Order::Show(notification));
    }

    pub fn withdraw(&self, subject: &Subject) {
        self.order(Order::Withdraw(subject.clone()));
    }

    fn order(&self, order: Order) {
        if self.orders.try_send(order).is_err() {
            tracing::warn!("Windows is too slow; a notification was dropped");
        }
    }
}

fn follow(ordered: &Receiver<Order>, happenings: &mpsc::Sender<Happening>) {
    for order in ordered {
        match order {
            Order::Show(notification) => {
                let report = match show(&notification) {
                    Ok(()) => Ok("Windows notifications, without buttons".to_owned()),
                    Err(error) => Err(Lack::Notification(error.to_string())),
                };
                let _ = happenings.blocking_send(Happening::Notifications(report));
            }
            Order::Withdraw(subject) => {
                if let Err(error) = withdraw(&subject) {
                    tracing::debug!(%error, ?subject, "a notification could not be taken back");
                }
            }
        }
    }
}

fn show(notification: &Notification) -> windows::core::Result<()> {
    let template = ToastTemplateType::ToastText02;
    let content = ToastNotificationManager::GetTemplateContent(template)?;
    let texts = content.GetElementsByTagName(&HSTRING::from("text"))?;
    let lines = [notification.title.as_str(), notification.text(false)];
    for (nth, line) in (0..).zip(lines) {
        texts.Item(nth)?.SetInnerText(&HSTRING::from(line))?;
    }
    let toast = ToastNotification::CreateToastNotification(&content)?;
    toast.SetTag(&HSTRING::from(tag(&notification.subject)))?;
    toast.SetGroup(&HSTRING::from(GROUP))?;
    ToastNotificationManager::CreateToastNotifierWithId(&HSTRING::from(APP_ID))?.Show(&toast)
}

fn withdraw(subject: &Subject) -> windows::core::Result<()> {
    ToastNotificationManager::History()?.RemoveGroupedTagWithId(
        &HSTRING::from(tag(subject)),
        &HSTRING::from(GROUP),
        &HSTRING::from(APP_ID),
    )
}

/// The name of a subject, of the sixteen letters that every Windows takes.
fn tag(subject: &Subject) -> String {
    let mut hasher = DefaultHasher::new();
    subject.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Says what stands above a notification of this app. An installer's shortcut in the start menu says the same.
fn introduce() -> std::io::Result<()> {
    registry::set_text(
        &format!(r"Software\Classes\AppUserModelId\{APP_ID}"),
        "DisplayName",
        "Porchlight",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_subject_has_a_name_of_its_own_that_windows_takes() {
        let office = |id: &str| Subject::SetAway(id.into());
        let tags = [
            tag(&Subject::Idle),
            tag(&Subject::LastOne("library".into())),
            tag(&office("library")),
            tag(&office(&"it".repeat(100))),
        ];
        assert!(tags.iter().all(|tag| tag.len() == 16));
        let different: std::collections::BTreeSet<_> = tags.iter().collect();
        assert_eq!(different.len(), tags.len());
        assert_eq!(tag(&office("library")), tags[2]);
    }
}
