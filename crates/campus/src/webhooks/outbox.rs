//! What each webhook is owed, in which order, and when it is tried next.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use bytes::Bytes;
use porchlight_protocol::{
    AllOffices, CoverageChange, Delivery, DeliveryState, OfficeId, OfficePresence, OfficeRemoved,
    PresenceChange, WebhookEvent, WebhookPayload,
};

use super::{
    DispatchRecord, OutboxRecord, Secret, ToldRecord, WebhookRecord, delivery_key, outbox_key,
    told_key,
};
use crate::{
    clock::Now,
    records::{self, Damaged, Key, Record, Write, to_value},
    state::State,
};

/// How long and how often something is tried, and how much is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// After the first attempt that failed. Doubles each time.
    pub first_retry: Duration,
    pub longest_retry: Duration,
    pub attempts: u32,
    /// Deliveries that a webhook may be owed; the oldest is given up for another one.
    pub owed: usize,
    /// Deliveries that have arrived and are remembered.
    pub delivered: usize,
    /// Deliveries that were given up and are remembered.
    pub dead: usize,
    /// Requests under way for a webhook, each of another office.
    pub under_way: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            first_retry: Duration::from_secs(1),
            longest_retry: Duration::from_hours(1),
            attempts: 20,
            owed: 10_000,
            delivered: 200,
            dead: 1_000,
            under_way: 4,
        }
    }
}

/// What all webhooks are owed.
#[derive(Debug)]
pub struct Outbox {
    limits: Limits,
    webhooks: BTreeMap<String, Queue>,
    /// What is published; none as long as nobody follows it.
    offices: Option<BTreeMap<OfficeId, OfficePresence>>,
    /// To be kept, before anything more is tried.
    writes: BTreeMap<String, Option<Bytes>>,
}

/// What one webhook is owed.
#[derive(Debug)]
struct Queue {
    /// None until it is known whether there still is such a webhook.
    record: Option<WebhookRecord>,
    progress: OutboxRecord,
    told: BTreeMap<OfficeId, ToldRecord>,
    owed: BTreeMap<u64, Owed>,
    /// What is told one after the other.
    lanes: BTreeMap<Lane, BTreeSet<u64>>,
    /// Where a request is under way.
    busy: BTreeMap<Lane, u64>,
    delivered: BTreeSet<u64>,
    dead: BTreeSet<u64>,
}

/// An office; none for what is of no office.
type Lane = Option<OfficeId>;

#[derive(Debug)]
struct Owed {
    delivery: Delivery,
    /// On the steady clock.
    due: Duration,
}

/// How much there is of everything, of all webhooks together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub webhooks: usize,
    /// Deliveries that are still tried.
    pub owed: usize,
    /// Deliveries that were given up and are remembered.
    pub dead: usize,
}

/// A request to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub webhook: String,
    pub number: u64,
    pub url: String,
    /// The newest first.
    pub secrets: Vec<Secret>,
    pub id: String,
    pub event: WebhookEvent,
    pub body: Bytes,
}

/// What came of a request, with a sentence about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Arrived(String),
    Failed(String),
    /// It does not make sense to try again.
    Refused(String),
}

impl Outbox {
    /// Goes on with what is kept. Records that cannot be read are left out, and told.
    pub fn new<'r>(
        limits: Limits,
        kept: impl IntoIterator<Item = &'r Record>,
        now: Now,
    ) -> (Self, Vec<Damaged>) {
        let mut outbox = Self {
            limits,
            webhooks: BTreeMap::new(),
            offices: None,
            writes: BTreeMap::new(),
        };
        let kept = kept.into_iter();
        let damaged = kept.filter_map(|record| outbox.take_in(record, now).err());
        let damaged = damaged.collect();
        (outbox, damaged)
    }

    fn take_in(&mut self, record: &Record, now: Now) -> Result<(), Damaged> {
        let Some(value) = record.value.as_deref() else {
            return Ok(());
        };
        let mut parts = record.key.splitn(3, '/');
        let (Some(kind), Some(webhook)) = (parts.next(), parts.next()) else {
            return Ok(());
        };
        let rest = parts.next().unwrap_or_default();
        let limits = self.limits;
        let queue = self.queue(webhook);
        match kind {
            "outbox" => {
                let kept: OutboxRecord = records::read(&record.key, value)?;
                queue.progress = kept;
            }
            "told" => {
                let told = records::read(&record.key, value)?;
                queue.told.insert(rest.into(), told);
            }
            "delivery" => {
                let delivery: Delivery = records::read(&record.key, value)?;
                match delivery.state {
                    DeliveryState::Pending => {
                        let wait = delivery.next_at.map(|next| next - now.wall);
                        let wait = wait.and_then(|wait| wait.to_std().ok()).unwrap_or_default();
                        let due = now.steady + wait.min(limits.longest_retry * 2);
                        queue.owe(delivery, due);
                    }
                    DeliveryState::Delivered => drop(queue.delivered.insert(delivery.number)),
                    DeliveryState::Dead => drop(queue.dead.insert(delivery.number)),
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn queue(&mut self, webhook: &str) -> &mut Queue {
        let queue = self.webhooks.entry(webhook.to_owned());
        queue.or_insert_with(|| Queue {
            record: None,
            progress: OutboxRecord::default(),
            told: BTreeMap::new(),
            owed: BTreeMap::new(),
            lanes: BTreeMap::new(),
            busy: BTreeMap::new(),
            delivered: BTreeSet::new(),
            dead: BTreeSet::new(),
        })
    }

    /// How much there is of everything.
    pub fn counts(&self) -> Counts {
        let sum = |of: fn(&Queue) -> usize| self.webhooks.values().map(of).sum();
        Counts {
            webhooks: self.webhooks.len(),
            owed: sum(|queue| queue.owed.len()),
            dead: sum(|queue| queue.dead.len()),
        }
    }

    /// Whether there are any webhooks.
    pub fn is_empty(&self) -> bool {
        self.webhooks.is_empty()
    }

    /// Which webhooks there are now.
    pub fn set_webhooks(&mut self, facts: &State, now: Now) {
        let known: BTreeSet<String> = self.webhooks.keys().cloned().collect();
        for webhook in known {
            // What one that cannot be read is owed waits for it.
            let damaged = facts.is_damaged(&Key::Webhook(webhook.clone()));
            if facts.webhook(&webhook).is_none() && !damaged {
                self.forget(&webhook);
            }
        }
        for (id, record) in facts.webhooks() {
            let queue = self.queue(id);
            let before = queue.record.replace(record.clone());
            if before.as_ref() == Some(record) {
                continue;
            }
            let unwanted = queue.told.keys().filter(|office| !record.wants(office));
            let unwanted: Vec<OfficeId> = unwanted.cloned().collect();
            queue.told.retain(|office, _| record.wants(office));
            for office in unwanted {
                self.writes.insert(told_key(id, &office), None);
            }
            if !record.active {
                self.give_up(id, "The webhook was switched off.", now);
            }
            self.compare(id, now);
        }
        if self.webhooks.is_empty() {
            self.offices = None;
        }
    }

    fn forget(&mut self, webhook: &str) {
        let Some(queue) = self.webhooks.remove(webhook) else {
            return;
        };
        let numbers = queue.owed.keys().chain(&queue.delivered).chain(&queue.dead);
        for number in numbers {
            self.writes.insert(delivery_key(webhook, *number), None);
        }
        for office in queue.told.keys() {
            self.writes.insert(told_key(webhook, office), None);
        }
        self.writes.insert(outbox_key(webhook), None);
    }

    fn give_up(&mut self, webhook: &str, why: &str, now: Now) {
        let owed = self.webhooks.get(webhook).into_iter();
        let owed: Vec<u64> = owed.flat_map(|queue| queue.owed.keys().copied()).collect();
        for number in owed {
            self.end(webhook, number, DeliveryState::Dead, why.to_owned(), now);
        }
    }

    /// Whether what is published is followed.
    pub fn follows(&self) -> bool {
        self.offices.is_some()
    }

    /// How everything is, whatever was missed.
    pub fn everything(&mut self, all: AllOffices, now: Now) {
        let offices = all.offices.into_iter();
        self.offices = Some(offices.map(|office| (office.id.clone(), office)).collect());
        let webhooks: Vec<String> = self.webhooks.keys().cloned().collect();
        for webhook in webhooks {
            self.compare(&webhook, now);
        }
    }

    /// An agent changed in an office.
    pub fn presence(&mut self, change: PresenceChange, now: Now) {
        let PresenceChange {
            office: id,
            available,
            agent,
            ..
        } = change;
        let Some(office) = self.office_mut(&id) else {
            return;
        };
        office.available = available;
        match office.agents.iter_mut().find(|known| known.id == agent.id) {
            Some(known) => *known = agent,
            None => office.agents.push(agent),
        }
        self.compare_office(&id, now);
    }

    /// An office has somebody in its hours, or has not.
    pub fn coverage(&mut self, change: &CoverageChange, now: Now) {
        let Some(office) = self.office_mut(&change.office) else {
            return;
        };
        office.coverage = change.coverage;
        self.compare_office(&change.office, now);
    }

    /// An office is new, or has other members, or another name.
    pub fn office(&mut self, office: OfficePresence, now: Now) {
        let id = office.id.clone();
        if let Some(offices) = &mut self.offices {
            offices.insert(id.clone(), office);
        }
        self.compare_office(&id, now);
    }

    /// An office is none any more.
    pub fn removed(&mut self, removed: &OfficeRemoved, now: Now) {
        if let Some(offices) = &mut self.offices {
            offices.remove(&removed.office);
        }
        self.compare_office(&removed.office, now);
    }

    fn office_mut(&mut self, id: &OfficeId) -> Option<&mut OfficePresence> {
        self.offices.as_mut()?.get_mut(id)
    }

    fn compare_office(&mut self, office: &OfficeId, now: Now) {
        let webhooks: Vec<String> = self.webhooks.keys().cloned().collect();
        for webhook in webhooks {
            self.compare_one(&webhook, office, now);
        }
    }

    /// Compares what a webhook was told with all that is published.
    fn compare(&mut self, webhook: &str, now: Now) {
        let (Some(offices), Some(queue)) = (&self.offices, self.webhooks.get_mut(webhook)) else {
            return;
        };
        let Some(record) = &queue.record else {
            return;
        };
        if !queue.progress.begun {
            // It is new: it is told of what comes.
            for (id, office) in offices.iter().filter(|(id, _)| record.wants(id)) {
                let told = ToldRecord::of(office, &record.events);
                self.writes
                    .insert(told_key(webhook, id), Some(to_value(&told)));
                queue.told.insert(id.clone(), told);
            }
            queue.progress.begun = true;
            let progress = to_value(&queue.progress);
            self.writes.insert(outbox_key(webhook), Some(progress));
            return;
        }
        let all: BTreeSet<OfficeId> = offices.keys().chain(queue.told.keys()).cloned().collect();
        for office in all {
            self.compare_one(webhook, &office, now);
        }
    }

    fn compare_one(&mut self, webhook: &str, id: &OfficeId, now: Now) {
        let (Some(offices), Some(queue)) = (&self.offices, self.webhooks.get_mut(webhook)) else {
            return;
        };
        let Some(record) = &queue.record else {
            return;
        };
        if !queue.progress.begun || !record.active || !record.wants(id) {
            return;
        }
        let is = offices.get(id);
        let is = is.map(|office| ToldRecord::of(office, &record.events));
        let was = queue.told.get(id).cloned().unwrap_or_default();
        if is.as_ref() == Some(&was) || is.is_none() && !queue.told.contains_key(id) {
            return;
        }
        let events = record.events.clone();
        let mut payloads = was.differences(id, is.as_ref(), now.wall);
        payloads.retain(|payload| events.contains(&payload.event));
        self.writes
            .insert(told_key(webhook, id), is.as_ref().map(to_value));
        match is {
            Some(is) => drop(queue.told.insert(id.clone(), is)),
            None => drop(queue.told.remove(id)),
        }
        for payload in payloads {
            self.owe(webhook, payload, now);
        }
    }

    /// Sends something that somebody asked for. `again` is the delivery that it is about, as it is kept.
    pub fn dispatch(
        &mut self,
        webhook: &str,
        id: &str,
        what: &DispatchRecord,
        again: Option<Delivery>,
        now: Now,
    ) {
        let key = Key::Dispatch(webhook.to_owned(), id.to_owned()).to_string();
        if self.writes.insert(key, None).is_some() {
            // It was done, and is not kept yet.
            return;
        }
        let Some(queue) = self.webhooks.get_mut(webhook) else {
            return;
        };
        match what {
            DispatchRecord::Ping => {
                let payload = WebhookPayload {
                    id: String::new(),
                    event: WebhookEvent::Ping,
                    at: now.wall,
                    office: None,
                    online: None,
                    agents_available: None,
                    coverage: None,
                    agent: None,
                };
                self.owe(webhook, payload, now);
            }
            DispatchRecord::Again { number } if queue.owed.contains_key(number) => {
                if let Some(owed) = queue.owed.get_mut(number) {
                    owed.due = now.steady;
                }
            }
            DispatchRecord::Again { number } => {
                let ended = queue.dead.remove(number) | queue.delivered.remove(number);
                let Some(mut delivery) = again.filter(|_| ended) else {
                    return;
                };
                delivery.state = DeliveryState::Pending;
                delivery.attempts = 0;
                delivery.next_at = Some(now.wall);
                let key = delivery_key(webhook, *number);
                self.writes.insert(key, Some(to_value(&delivery)));
                queue.owe(delivery, now.steady);
            }
        }
    }

    fn owe(&mut self, webhook: &str, mut payload: WebhookPayload, now: Now) {
        let most = self.limits.owed;
        let queue = self.queue(webhook);
        let number = queue.progress.next;
        queue.progress.next += 1;
        let progress = to_value(&queue.progress);
        payload.id = format!("{webhook}-{number}");
        let delivery = Delivery {
            number,
            state: DeliveryState::Pending,
            attempts: 0,
            last: None,
            last_at: None,
            next_at: Some(now.wall),
            payload,
        };
        let (key, value) = (delivery_key(webhook, number), to_value(&delivery));
        queue.owe(delivery, now.steady);
        let busy: BTreeSet<u64> = queue.busy.values().copied().collect();
        let crowded = queue.owed.len() > most;
        let oldest = queue.owed.keys().find(|number| !busy.contains(number));
        let oldest = oldest.copied().filter(|_| crowded);
        self.writes.insert(key, Some(value));
        self.writes.insert(outbox_key(webhook), Some(progress));
        if let Some(oldest) = oldest {
            let why = format!("Given up for newer ones: {most} are waiting.");
            self.end(webhook, oldest, DeliveryState::Dead, why, now);
        }
    }

    /// What is to be kept now. It is handed over again by [`Self::put_back`] where it could not be.
    pub fn take_writes(&mut self) -> Vec<Write> {
        let writes = std::mem::take(&mut self.writes).into_iter();
        writes.map(|(key, value)| Write { key, value }).collect()
    }

    /// What could not be kept is to be kept still.
    pub fn put_back(&mut self, writes: Vec<Write>) {
        for Write { key, value } in writes {
            self.writes.entry(key).or_insert(value);
        }
    }

    /// The requests to be made now; none as long as something is not kept, or it is not known how everything is.
    pub fn start(&mut self, now: Now) -> Vec<Attempt> {
        if !self.writes.is_empty() || !self.follows() {
            return Vec::new();
        }
        let mut attempts = Vec::new();
        for (id, queue) in &mut self.webhooks {
            let Some(record) = queue.record.as_ref().filter(|record| record.active) else {
                continue;
            };
            let mut ready = queue.first_of_lanes();
            ready.retain(|(due, _, _)| *due <= now.steady);
            // Whose time came first goes first, so that no office waits for others again and again.
            ready.sort();
            let free = self.limits.under_way.saturating_sub(queue.busy.len());
            for (_, number, lane) in ready.into_iter().take(free) {
                let Some(owed) = queue.owed.get(&number) else {
                    continue;
                };
                queue.busy.insert(lane, number);
                let payload = &owed.delivery.payload;
                attempts.push(Attempt {
                    webhook: id.clone(),
                    number,
                    url: record.url.clone(),
                    secrets: record.secrets(now.wall),
                    id: payload.id.clone(),
                    event: payload.event,
                    body: to_value(payload),
                });
            }
        }
        attempts
    }

    /// When something can be started next, on the steady clock; none before something else happens.
    pub fn next_due(&self) -> Option<Duration> {
        let webhooks = self.webhooks.values();
        let free = webhooks.filter(|queue| {
            queue.record.as_ref().is_some_and(|record| record.active)
                && queue.busy.len() < self.limits.under_way
        });
        let first = free.flat_map(Queue::first_of_lanes);
        first.map(|(due, _, _)| due).min()
    }

    /// Takes in what came of a request. `jitter` is from 0 to 1.
    pub fn finished(
        &mut self,
        webhook: &str,
        number: u64,
        outcome: Outcome,
        now: Now,
        jitter: f64,
    ) {
        let limits = self.limits;
        let Some(queue) = self.webhooks.get_mut(webhook) else {
            return;
        };
        queue.busy.retain(|_, busy| *busy != number);
        let Some(owed) = queue.owed.get_mut(&number) else {
            // It was given up meanwhile. If it has arrived all the same, that is told.
            if let Outcome::Arrived(said) = outcome {
                tracing::debug!(webhook, number, said, "arrived after it was given up");
            }
            return;
        };
        owed.delivery.attempts += 1;
        let (state, said) = match outcome {
            Outcome::Arrived(said) => (DeliveryState::Delivered, said),
            Outcome::Refused(said) => (DeliveryState::Dead, said),
            Outcome::Failed(said) if owed.delivery.attempts >= limits.attempts => {
                (DeliveryState::Dead, said)
            }
            Outcome::Failed(said) => {
                let wait = limits.retry_after(owed.delivery.attempts, jitter);
                owed.due = now.steady + wait;
                owed.delivery.last = Some(said);
                owed.delivery.last_at = Some(now.wall);
                let wait = chrono::Duration::from_std(wait).unwrap_or_default();
                owed.delivery.next_at = Some(now.wall + wait);
                let value = to_value(&owed.delivery);
                self.writes
                    .insert(delivery_key(webhook, number), Some(value));
                return;
            }
        };
        self.end(webhook, number, state, said, now);
    }

    fn end(&mut self, webhook: &str, number: u64, state: DeliveryState, said: String, now: Now) {
        let limits = self.limits;
        let Some(queue) = self.webhooks.get_mut(webhook) else {
            return;
        };
        let Some(mut delivery) = queue.pay(number) else {
            return;
        };
        delivery.state = state;
        delivery.last = Some(said);
        delivery.last_at = Some(now.wall);
        delivery.next_at = None;
        self.writes
            .insert(delivery_key(webhook, number), Some(to_value(&delivery)));
        let (ended, most) = match state {
            DeliveryState::Delivered => (&mut queue.delivered, limits.delivered),
            DeliveryState::Dead | DeliveryState::Pending => (&mut queue.dead, limits.dead),
        };
        ended.insert(number);
        while ended.len() > most {
            let Some(oldest) = ended.pop_first() else {
                break;
            };
            self.writes.insert(delivery_key(webhook, oldest), None);
        }
    }
}

impl Queue {
    fn owe(&mut self, delivery: Delivery, due: Duration) {
        let number = delivery.number;
        let lane = lane(&delivery);
        self.lanes.entry(lane).or_default().insert(number);
        self.owed.insert(number, Owed { delivery, due });
    }

    fn pay(&mut self, number: u64) -> Option<Delivery> {
        let owed = self.owed.remove(&number)?;
        let lane = lane(&owed.delivery);
        if let Some(numbers) = self.lanes.get_mut(&lane) {
            numbers.remove(&number);
            if numbers.is_empty() {
                self.lanes.remove(&lane);
            }
        }
        Some(owed.delivery)
    }

    /// What can be told next of each office of which nothing is being told, and when.
    fn first_of_lanes(&self) -> Vec<(Duration, u64, Lane)> {
        let lanes = self.lanes.iter();
        let idle = lanes.filter(|(lane, _)| !self.busy.contains_key(*lane));
        let first = idle.filter_map(|(lane, numbers)| {
            let number = *numbers.first()?;
            Some((self.owed.get(&number)?.due, number, lane.clone()))
        });
        first.collect()
    }
}

impl Limits {
    /// Twice as long each time, and within a quarter of that either way, so that what failed at once is not tried again at
    /// once.
    fn retry_after(self, attempts: u32, jitter: f64) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        let wait = self.first_retry.saturating_mul(1 << doublings);
        wait.min(self.longest_retry)
            .mul_f64(jitter.clamp(0.0, 1.0).mul_add(0.5, 0.75))
    }
}

fn lane(delivery: &Delivery) -> Lane {
    let office = delivery.payload.office.as_ref();
    office.map(|office| office.id.clone())
}
