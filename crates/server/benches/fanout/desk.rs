//! Whoever changes something, and how long it takes until all who watch have read of it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::Result;
use memchr::memmem::Finder;
use serde_json::json;

use super::{
    call::Connection,
    campus::{agent_id, token},
    measure::number,
    process::{Process, own_processor_time},
    server::Server,
    watchers::Watchers,
};

const PATIENCE: Duration = Duration::from_secs(20);

/// Changes what is watched, one change after the other.
pub(crate) trait Publisher {
    /// Sends change `number`, and does not wait for its answer.
    fn publish(&mut self, number: usize) -> Result<()>;
    /// Waits for that answer, if there is any.
    fn answer(&mut self) -> Result<()>;
    /// The words by which a watcher knows change `number`.
    fn words(&self, number: usize) -> Vec<String>;
}

/// How often something is changed, and how far apart.
#[derive(Clone, Copy)]
pub(crate) struct Pace {
    pub(crate) changes: usize,
    pub(crate) every: Duration,
}

/// What changes took.
#[derive(Default)]
pub(crate) struct FanOut {
    /// For each change, from the request until the last watcher had read of it.
    pub(crate) all: Vec<Duration>,
    /// For each change and watcher, from the request until she had read of it.
    pub(crate) each: Vec<Duration>,
    pub(crate) server_time: Duration,
    pub(crate) load_time: Duration,
}

impl FanOut {
    /// Changes things before watchers that are there already.
    pub(crate) fn measure(
        process: &Process,
        publisher: &mut impl Publisher,
        watchers: &mut Watchers,
        pace: Pace,
    ) -> Result<Self> {
        let mut taken = Self::default();
        let before = (process.processor_time()?, own_processor_time()?);
        let mut next = Instant::now();
        for change in 0..pace.changes {
            let words = publisher.words(change);
            let words: Vec<_> = words.iter().map(Finder::new).collect();
            watchers.idle_until(next)?;
            next += pace.every;
            let sent = Instant::now();
            publisher.publish(change)?;
            let times = watchers.until_each_message(PATIENCE, |_, message| {
                words.iter().all(|word| word.find(message).is_some())
            })?;
            taken.all.extend(times.last().map(|last| *last - sent));
            taken.each.extend(times.iter().map(|time| *time - sent));
            publisher.answer()?;
        }
        let after = (process.processor_time()?, own_processor_time()?);
        taken.server_time = after.0.saturating_sub(before.0);
        taken.load_time = after.1.saturating_sub(before.1);
        Ok(taken)
    }

    pub(crate) fn extend(&mut self, other: Self) {
        self.all.extend(other.all);
        self.each.extend(other.each);
        self.server_time += other.server_time;
        self.load_time += other.load_time;
    }

    /// Processor time of the server, all of it, for one watcher to read of one change; microseconds.
    pub(crate) fn server_us_per_delivery(&self) -> f64 {
        self.server_time.as_secs_f64() * 1e6 / number(self.each.len())
    }

    /// Processor time of the load for one change; milliseconds.
    pub(crate) fn load_ms_per_change(&self) -> f64 {
        self.load_time.as_secs_f64() * 1e3 / number(self.all.len())
    }
}

/// Where somebody sits who comes and goes: signed in, active, with an open connection.
pub(crate) struct Desk {
    connection: Connection,
    agent: usize,
    token: String,
    view: View,
}

/// As what she is seen by those who watch.
#[derive(Clone, Copy)]
pub(crate) enum View {
    Colleague,
    /// By customers: the only one of her office, so it is online as long as she is Available.
    Office,
}

impl Desk {
    /// Takes part with this agent's first device, and is Away.
    pub(crate) fn sit_down(server: &Server, agent: usize, view: View) -> Result<Self> {
        let mut desk = Self {
            connection: Connection::open(server.address)?,
            agent,
            token: token(agent, 0),
            view,
        };
        let active = json!({ "state": "active" });
        desk.connection
            .call("PUT", "/v1/me/activity", Some(&desk.token), &active)?;
        desk.choose("away")?;
        Ok(desk)
    }

    pub(crate) fn choose(&mut self, status: &str) -> Result<()> {
        self.send(status)?;
        self.answer()
    }

    fn send(&mut self, status: &str) -> Result<()> {
        // Never one that an earlier desk used: the server would change nothing.
        let id = format!(
            "{:032}",
            SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos()
        );
        let body =
            json!({ "id": id, "scope": "everywhere", "status": status, "hold": "until_changed" });
        self.connection
            .send("POST", "/v1/me/choices", Some(&self.token), &body)
    }
}

impl Publisher for Desk {
    fn publish(&mut self, number: usize) -> Result<()> {
        self.send(status(number))
    }

    fn answer(&mut self) -> Result<()> {
        self.connection.answer().map(drop)
    }

    fn words(&self, number: usize) -> Vec<String> {
        let status = status(number);
        match self.view {
            View::Colleague => vec![
                format!(r#""id":"{}""#, agent_id(self.agent)),
                format!(r#""status":"{status}""#),
            ],
            View::Office => vec![format!(r#""online":{}"#, status == "available")],
        }
    }
}

/// Every change is one: she is Away when she sits down.
fn status(number: usize) -> &'static str {
    if number.is_multiple_of(2) {
        "available"
    } else {
        "away"
    }
}
