//! Webhooks: which other systems are told of what.

use std::collections::BTreeSet;

use chrono::Duration;
use porchlight_protocol::{Act, NewWebhook, OfficeId, Webhook, WebhookChange, WebhookEvent};

use super::{Edit, EditError, Row, checked};
use crate::{
    group::Draft,
    records::Key,
    state::State,
    webhooks::{DispatchRecord, PreviousSecret, Secret, WebhookRecord},
};

/// How long requests are signed with the secret before, too.
const OVERLAP: Duration = Duration::days(1);
/// Webhooks that there can be.
const MOST: usize = 20;
/// Things to be sent by hand that may wait for the server.
const DISPATCHES_MAX: usize = 100;

/// What a new webhook is called, and signs with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issued {
    pub id: String,
    pub secret: Secret,
}

/// All webhooks, in the order of their ids.
pub fn webhooks(state: &State) -> Vec<Webhook> {
    let webhooks = state.webhooks();
    webhooks.map(|(id, record)| shown(id, record)).collect()
}

/// A webhook.
///
/// # Errors
/// If there is no such webhook.
pub fn webhook(state: &State, id: &str) -> Result<Webhook, EditError> {
    existing(state, id).map(|record| shown(id, record))
}

impl Edit {
    /// Adds a webhook.
    ///
    /// # Errors
    /// If its address, its offices or its events make no sense, or there are too many.
    pub fn add_webhook(&mut self, new: &NewWebhook, issued: &Issued) -> Result<Webhook, EditError> {
        if self.after.webhooks().count() >= MOST {
            let detail = format!("There are {MOST} webhooks; remove one that nobody needs.");
            return Err(EditError::Exists(detail));
        }
        let all = WebhookEvent::ALL.to_vec();
        let record = WebhookRecord {
            url: checked::receiver(&new.url)?,
            events: checked_events(new.events.as_ref().unwrap_or(&all))?,
            offices: self.checked_offices(&new.offices)?,
            active: true,
            secret: issued.secret.clone(),
            previous: None,
        };
        let mut draft = Draft::default();
        draft.put(Key::Webhook(issued.id.clone()), &record);
        let row = Row::of(Act::WebhookAdded)
            .became("webhook", &issued.id)
            .became("url", &record.url)
            .became("events", &names(&record.events))
            .became("offices", &ids(&record.offices));
        self.take_up(draft, row);
        webhook(&self.after, &issued.id)
    }

    /// Changes a webhook. `secret` is what it signs with from now on, if that is to be rotated.
    ///
    /// # Errors
    /// If there is no such webhook, or something makes no sense.
    pub fn change_webhook(
        &mut self,
        id: &str,
        change: &WebhookChange,
        secret: &Secret,
    ) -> Result<Webhook, EditError> {
        let before = existing(&self.after, id)?.clone();
        let mut after = before.clone();
        if let Some(url) = &change.url {
            after.url = checked::receiver(url)?;
        }
        if let Some(events) = &change.events {
            after.events = checked_events(events)?;
        }
        if let Some(offices) = &change.offices {
            after.offices = self.checked_offices(offices)?;
        }
        after.active = change.active.unwrap_or(before.active);
        if change.rotate_secret {
            after.previous = Some(PreviousSecret {
                secret: before.secret.clone(),
                until: self.now + OVERLAP,
            });
            after.secret = secret.clone();
        }
        let mut draft = Draft::default();
        if after != before {
            draft.put(Key::Webhook(id.to_owned()), &after);
        }
        let rotated = change.rotate_secret.then(|| "another one".to_owned());
        let row = Row::of(Act::WebhookChanged)
            .became("webhook", &id)
            .change("url", Some(before.url), Some(after.url))
            .change(
                "events",
                Some(names(&before.events)),
                Some(names(&after.events)),
            )
            .change(
                "offices",
                Some(ids(&before.offices)),
                Some(ids(&after.offices)),
            )
            .change(
                "active",
                Some(before.active.to_string()),
                Some(after.active.to_string()),
            )
            .change("secret", None, rotated);
        self.take_up(draft, row);
        webhook(&self.after, id)
    }

    /// Removes a webhook, and what it is owed.
    ///
    /// # Errors
    /// If there is no such webhook.
    pub fn remove_webhook(&mut self, id: &str) -> Result<(), EditError> {
        let url = existing(&self.after, id)?.url.clone();
        let mut draft = Draft::default();
        draft.remove(Key::Webhook(id.to_owned()));
        for (dispatch, _) in self.after.dispatches_of(id) {
            draft.remove(Key::Dispatch(id.to_owned(), dispatch.to_owned()));
        }
        let row =
            Row::of(Act::WebhookRemoved)
                .became("webhook", &id)
                .change("url", Some(url), None);
        self.take_up(draft, row);
        Ok(())
    }

    /// Has something sent to a webhook, as soon as a server runs. Whoever asks has seen the delivery that it is about.
    ///
    /// # Errors
    /// If there is no such webhook, it is switched off, or too much waits already.
    pub fn dispatch(&mut self, id: &str, what: &DispatchRecord) -> Result<(), EditError> {
        if !existing(&self.after, id)?.active {
            let detail = "The webhook is switched off; switch it on first.".to_owned();
            return Err(EditError::Exists(detail));
        }
        if self.after.dispatches_of(id).count() >= DISPATCHES_MAX {
            let detail = "Too much waits to be sent already; start the server first.".to_owned();
            return Err(EditError::Exists(detail));
        }
        let mut draft = Draft::default();
        let name = format!("{}-{}", self.author.batch(), self.rows);
        draft.put(Key::Dispatch(id.to_owned(), name), what);
        let row = match what {
            DispatchRecord::Ping => Row::of(Act::WebhookTested).became("webhook", &id),
            DispatchRecord::Again { number } => Row::of(Act::DeliveryResent)
                .became("webhook", &id)
                .became("delivery", number),
        };
        self.take_up(draft, row);
        Ok(())
    }

    fn checked_offices(&self, offices: &[OfficeId]) -> Result<Vec<OfficeId>, EditError> {
        let unknown = |office: &&OfficeId| self.after.office(office).is_none();
        if let Some(office) = offices.iter().find(unknown) {
            let id = checked::quoted(office.as_str());
            return Err(EditError::Invalid {
                field: "offices",
                detail: format!("There is no office {id}; add it first."),
            });
        }
        let offices: BTreeSet<_> = offices.iter().cloned().collect();
        Ok(offices.into_iter().collect())
    }
}

fn existing<'s>(state: &'s State, id: &str) -> Result<&'s WebhookRecord, EditError> {
    let none = || EditError::NotFound("There is no such webhook.".to_owned());
    state.webhook(id).ok_or_else(none)
}

fn checked_events(events: &[WebhookEvent]) -> Result<Vec<WebhookEvent>, EditError> {
    if events.is_empty() || events.contains(&WebhookEvent::Ping) {
        return Err(EditError::Invalid {
            field: "events",
            detail: format!("Name at least one of these: {}.", names(&WebhookEvent::ALL)),
        });
    }
    let events: BTreeSet<_> = events.iter().copied().collect();
    Ok(events.into_iter().collect())
}

fn names(events: &[WebhookEvent]) -> String {
    let names = events.iter().map(|event| event.name());
    names.collect::<Vec<_>>().join(" ")
}

fn ids(offices: &[OfficeId]) -> String {
    let ids = offices.iter().map(OfficeId::as_str);
    ids.collect::<Vec<_>>().join(" ")
}

fn shown(id: &str, record: &WebhookRecord) -> Webhook {
    Webhook {
        id: id.to_owned(),
        url: record.url.clone(),
        events: record.events.clone(),
        offices: record.offices.clone(),
        active: record.active,
        previous_secret_until: record.previous.as_ref().map(|previous| previous.until),
    }
}
