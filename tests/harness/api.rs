//! The server by HTTP, as another device or a page would speak to it.

use std::{
    io::{BufRead, BufReader},
    sync::mpsc,
    thread,
    time::Instant,
};

use porchlight_testbed::PATIENCE;
use serde_json::{Value, json};
use ureq::Agent;

use super::{server::PASSWORD, until};

/// A person's other device, or a customer: speaks HTTP to the server as the documentation has it.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) session: String,
    url: String,
    token: String,
    http: Agent,
}

impl Api {
    pub(super) fn sign_in(url: &str, email: &str) -> Self {
        let body = json!({"email": email, "password": PASSWORD, "device": "Another device"});
        let answer: Value = http()
            .post(format!("{url}/v1/sign-in"))
            .send_json(body)
            .unwrap()
            .body_mut()
            .read_json()
            .unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        Self {
            session: text(&answer["session_id"]),
            url: url.to_owned(),
            token: text(&answer["token"]),
            http: http(),
        }
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        let request = self
            .http
            .get(format!("{}{path}", self.url))
            .header("Authorization", self.bearer());
        request.call().unwrap().body_mut().read_json().unwrap()
    }

    pub(crate) fn put(&self, path: &str, body: Value) -> Value {
        let request = self
            .http
            .put(format!("{}{path}", self.url))
            .header("Authorization", self.bearer());
        request
            .send_json(body)
            .unwrap()
            .body_mut()
            .read_json()
            .unwrap_or_default()
    }

    pub(crate) fn post(&self, path: &str, body: Value) -> Value {
        let request = self
            .http
            .post(format!("{}{path}", self.url))
            .header("Authorization", self.bearer());
        request
            .send_json(body)
            .unwrap()
            .body_mut()
            .read_json()
            .unwrap()
    }

    /// Ends something.
    pub(crate) fn delete(&self, path: &str) {
        let request = self
            .http
            .delete(format!("{}{path}", self.url))
            .header("Authorization", self.bearer());
        request.call().unwrap();
    }

    /// Sets up an office, as an owner.
    pub(crate) fn changes_office(&self, office: &str, change: &Value) {
        let request = self
            .http
            .patch(format!("{}/v1/admin/offices/{office}", self.url))
            .header("Authorization", self.bearer());
        request.send_json(change).unwrap();
    }

    /// Makes a choice that holds until it is changed.
    pub(crate) fn chooses(&self, scope: &Value, status: &str) {
        let id = format!("{}-{}", self.session, chrono::Utc::now().timestamp_micros());
        self.post(
            "/v1/me/choices",
            json!({"id": id, "scope": scope, "status": status, "hold": "until_changed"}),
        );
    }

    /// Replaces the person's schedule.
    pub(crate) fn saves_schedule(&self, schedule: &Value) {
        let etag = self.get("/v1/me")["schedule_etag"]
            .as_str()
            .unwrap()
            .to_owned();
        let request = self
            .http
            .put(format!("{}/v1/me/schedule", self.url))
            .header("Authorization", self.bearer());
        request
            .header("If-Match", etag)
            .send_json(schedule)
            .unwrap();
    }

    /// What an office's list says of an agent: id, status, cause and since.
    pub(crate) fn presence(&self, office: &str, name: &str) -> Value {
        let office = self.get(&format!("/v1/offices/{office}"));
        let agents = office["agents"].as_array().unwrap();
        let agent = agents.iter().find(|other| other["name"] == name);
        agent.unwrap().clone()
    }

    /// Says goodbye: this device is gone.
    pub(crate) fn leaves(&self) {
        let request = self
            .http
            .delete(format!("{}/v1/me/session", self.url))
            .header("Authorization", self.bearer());
        request.call().unwrap();
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }
}

/// The stream that customers' pages follow: every change of a public office.
#[derive(Debug)]
pub(crate) struct Changes {
    events: mpsc::Receiver<Value>,
}

impl Changes {
    pub(crate) fn of_office(server: &str, office: &str) -> Self {
        let url = format!("{server}/v1/public/offices/{office}/events");
        let stream = http().get(url).call().unwrap().into_body().into_reader();
        let (sender, events) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let Some(event) = line
                    .strip_prefix("data:")
                    .and_then(|data| serde_json::from_str(data).ok())
                else {
                    continue;
                };
                if sender.send(event).is_err() {
                    return;
                }
            }
        });
        Self { events }
    }

    /// Waits until the office has this many agents, and is online only if that is not none.
    pub(crate) fn reach(&self, agents: u64) {
        self.up_to(agents);
    }

    /// Everything that is told from now on until the office has this many agents: how many it has each time.
    pub(crate) fn up_to(&self, agents: u64) -> Vec<u64> {
        let deadline = Instant::now() + PATIENCE;
        let mut told = Vec::new();
        while told.last() != Some(&agents) {
            told.push(self.next(deadline, agents));
        }
        told
    }

    fn next(&self, deadline: Instant, agents: u64) -> u64 {
        let left = deadline.saturating_duration_since(Instant::now());
        let event = self
            .events
            .recv_timeout(left)
            .unwrap_or_else(|_| panic!("never {agents} agents"));
        assert_eq!(
            event["online"],
            json!(event["agents_available"] != 0),
            "{event}"
        );
        event["agents_available"].as_u64().unwrap()
    }
}

/// What everybody may ask of an office.
pub(crate) fn public_office(server: &str, office: &str) -> Value {
    let url = format!("{server}/v1/public/offices/{office}");
    http()
        .get(url)
        .call()
        .unwrap()
        .body_mut()
        .read_json()
        .unwrap()
}

/// Waits until the server has so many streams open, of pages and apps.
pub(crate) fn open_streams(server: &str, count: usize) {
    let wanted = format!("porchlight_streams_open {count}");
    until(&format!("{count} streams"), || {
        let mut numbers = http().get(format!("{server}/metrics")).call().unwrap();
        let numbers = numbers.body_mut().read_to_string().unwrap();
        numbers.lines().any(|line| line == wanted)
    });
}

fn http() -> Agent {
    Agent::config_builder()
        .timeout_connect(Some(PATIENCE))
        .build()
        .new_agent()
}
