//! A server on a real socket, with a clock that the test moves.

use std::{
    pin::Pin,
    sync::{Arc, Once},
    time::Duration,
};

use chrono::{DateTime, Utc};
use eventsource_stream::Eventsource as _;
use futures_util::{Stream, StreamExt as _};
use porchlight_protocol::{OfficePresence, Role, SignedIn};
use porchlight_server::{
    Hub, Server,
    admin::{Admin, NewAgent},
    clock::ManualClock,
    config::Tunables,
    store::DataDirectory,
};
use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "correct horse";

/// A Monday morning.
pub(crate) const MORNING: &str = "2026-11-23T08:00:00Z";

/// Nothing that is waited for takes longer, however busy the machine.
const DEADLINE: Duration = Duration::from_secs(30);

pub(crate) struct World {
    pub(crate) data: DataDirectory,
    pub(crate) clock: Arc<ManualClock>,
    server: Option<Server>,
    tunables: Tunables,
    http: reqwest::Client,
    _directory: TempDir,
}

impl World {
    /// Two offices: the public library, and the private desk. Olga owns them.
    pub(crate) async fn new() -> Self {
        Self::with(Tunables::default()).await
    }

    pub(crate) async fn with(tunables: Tunables) -> Self {
        Self::with_client(tunables, reqwest::Client::builder()).await
    }

    /// The same, met by a client of a certain kind.
    pub(crate) async fn with_client(tunables: Tunables, client: reqwest::ClientBuilder) -> Self {
        static CRYPTOGRAPHY: Once = Once::new();
        CRYPTOGRAPHY.call_once(|| {
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path().join("data"));
        let clock = Arc::new(ManualClock::new(at(MORNING)));
        let (mut admin, _) =
            Admin::init(data.clone(), "olga@example.org", "Olga", PASSWORD).unwrap();
        admin.add_office("library", "Library", true).unwrap();
        admin.add_office("desk", "Desk", false).unwrap();
        let http = client.no_proxy().build().unwrap();
        let mut world = Self {
            data,
            clock,
            server: None,
            tunables,
            http,
            _directory: directory,
        };
        world.start("127.0.0.1:0").await;
        world
    }

    async fn start(&mut self, listen: &str) {
        let clock = Arc::clone(&self.clock);
        let server = Server::start_by(
            &self.data,
            listen.parse().unwrap(),
            self.tunables.clone(),
            clock,
        )
        .await;
        self.server = Some(server.unwrap());
    }

    /// Ends the server in an orderly way, and starts it again at the same address.
    pub(crate) async fn restart(&mut self) {
        let server = self.server.take().unwrap();
        let address = server.address().to_string();
        server.shutdown().await;
        self.start(&address).await;
    }

    pub(crate) async fn shut_down(&mut self) {
        self.server.take().unwrap().shutdown().await;
    }

    /// Starts the server that was shut down.
    pub(crate) async fn start_again(&mut self) {
        self.start("127.0.0.1:0").await;
    }

    pub(crate) fn hub(&self) -> &Hub {
        self.server.as_ref().unwrap().hub()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.as_ref().unwrap().url())
    }

    pub(crate) fn admin(&self) -> Admin {
        Admin::open(self.data.clone()).unwrap()
    }

    /// Adds an agent who belongs to these offices.
    pub(crate) async fn agent(&self, name: &str, offices: &[(&str, Role)]) {
        let email = format!("{name}@example.org");
        let mut admin = self.admin();
        let (name, offices) = (
            name.to_owned(),
            offices
                .iter()
                .map(|(id, role)| ((*id).to_owned(), *role))
                .collect::<Vec<_>>(),
        );
        tokio::task::spawn_blocking(move || {
            let name = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
            admin
                .add_agent(
                    &NewAgent {
                        email: &email,
                        name: &name,
                        owner: false,
                        schedule: None,
                    },
                    Some(PASSWORD),
                )
                .unwrap();
            for (office, role) in offices {
                admin.add_member(&office, &email, role).unwrap();
            }
        })
        .await
        .unwrap();
    }

    /// Signs in a device that takes part, and opens no stream yet.
    pub(crate) async fn sign_in(&self, name: &str) -> Device {
        let device = self.merely_sign_in(name).await;
        device.report(json!({"state": "unknown"})).await;
        device
    }

    /// Signs in a device that has not said anything of its person.
    pub(crate) async fn merely_sign_in(&self, name: &str) -> Device {
        let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD, "device": "laptop"});
        let answer = self
            .call(Method::POST, "/v1/sign-in", None, Some(body))
            .await;
        let signed_in: SignedIn = answer.read();
        Device {
            token: signed_in.token,
            session: signed_in.session_id.to_string(),
            base: self.url(""),
            http: self.http.clone(),
        }
    }

    /// An agent of the library who is signed in and Available.
    pub(crate) async fn available(&self, name: &str) -> Device {
        self.agent(name, &[("library", Role::Agent)]).await;
        let device = self.sign_in(name).await;
        device
            .choose(json!("everywhere"), "available", json!("until_changed"))
            .await;
        device
    }

    /// Time goes on, second by second, and the server keeps up.
    pub(crate) async fn pass(&self, time: Duration) {
        let mut left = time;
        while left > Duration::ZERO {
            let step = left.min(Duration::from_secs(1));
            self.clock.advance(step);
            self.hub().wake().await.unwrap();
            left -= step;
        }
    }

    /// Time goes on while these devices give their signs of life.
    pub(crate) async fn pass_heard(&self, time: Duration, devices: &[(&Device, Value)]) {
        let mut left = time;
        while left > Duration::ZERO {
            let step = left.min(Duration::from_secs(25));
            self.pass(step).await;
            for (device, activity) in devices {
                device.put("/v1/me/activity", activity.clone()).await.ok();
            }
            left -= step;
        }
    }

    /// Everything stands still, and then it is later.
    pub(crate) async fn freeze(&self, time: Duration) {
        self.clock.advance(time);
        self.hub().wake().await.unwrap();
    }

    /// Waits until the server noticed that streams closed.
    pub(crate) async fn streams_open(&self, count: usize) {
        let noticed = async {
            while self.hub().open_streams() != count {
                tokio::task::yield_now().await;
            }
            self.hub().wake().await.unwrap();
        };
        tokio::time::timeout(DEADLINE, noticed)
            .await
            .expect("the server did not notice a stream in time");
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Value>,
    ) -> Answer {
        call(&self.http, method, self.url(path), token, body).await
    }

    /// Posts a table in CSV.
    pub(crate) async fn send_table(
        &self,
        path: &str,
        token: Option<&str>,
        table: String,
    ) -> Answer {
        let mut request = self.http.post(self.url(path));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        Answer::of(request.header("content-type", "text/csv").body(table)).await
    }

    pub(crate) async fn public(&self, office: &str) -> Value {
        self.call(
            Method::GET,
            &format!("/v1/public/offices/{office}"),
            None,
            None,
        )
        .await
        .ok()
    }

    pub(crate) async fn page(&self, office: &str) -> Events {
        open(
            self.http
                .get(self.url(&format!("/v1/public/offices/{office}/events"))),
        )
        .await
    }

    /// A page's stream, unless there is no room for it.
    pub(crate) async fn try_page(&self, office: &str) -> Option<reqwest::Response> {
        let url = self.url(&format!("/v1/public/offices/{office}/events"));
        let response = self.http.get(url).send().await.unwrap();
        (response.status() == StatusCode::OK).then_some(response)
    }

    /// A stream that anybody may open.
    pub(crate) async fn stream(&self, path: &str) -> Events {
        open(self.http.get(self.url(path))).await
    }

    pub(crate) async fn page_after(&self, office: &str, seen: &str) -> Events {
        let url = self.url(&format!("/v1/public/offices/{office}/events"));
        open(self.http.get(url).header("last-event-id", seen)).await
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        use porchlight_server::clock::Clock as _;
        self.clock.now().wall
    }
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A signed-in device.
#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) token: String,
    pub(crate) session: String,
    base: String,
    http: reqwest::Client,
}

impl Device {
    /// A device whose token is known.
    pub(crate) fn of(world: &World, token: &str) -> Self {
        Self {
            token: token.to_owned(),
            session: String::new(),
            base: world.url(""),
            http: world.http.clone(),
        }
    }

    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        call(
            &self.http,
            method,
            format!("{}{path}", self.base),
            Some(&self.token),
            body,
        )
        .await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    /// The same with a header more.
    pub(crate) async fn post_with(&self, path: &str, body: Value, header: (&str, &str)) -> Answer {
        let url = format!("{}{path}", self.base);
        let request = self.http.post(url).bearer_auth(&self.token);
        Answer::of(request.header(header.0, header.1).json(&body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn goodbye(&self) {
        assert_eq!(
            self.call(Method::DELETE, "/v1/me/session", None)
                .await
                .status,
            StatusCode::NO_CONTENT
        );
    }

    pub(crate) async fn choose(&self, scope: Value, status: &str, hold: Value) -> Value {
        let id = uuid::Uuid::now_v7().to_string();
        self.post(
            "/v1/me/choices",
            json!({"id": id, "scope": scope, "status": status, "hold": hold}),
        )
        .await
        .ok()
    }

    pub(crate) async fn report(&self, activity: Value) {
        self.put("/v1/me/activity", activity).await.ok();
    }

    pub(crate) async fn put_schedule(&self, schedule: Value) {
        let etag = self.get("/v1/me/schedule").await.etag();
        let answer = self.put_schedule_if(&etag, schedule).await;
        assert_eq!(answer.status, StatusCode::OK, "{:?}", answer.body);
    }

    pub(crate) async fn put_schedule_if(&self, etag: &str, schedule: Value) -> Answer {
        let request = self
            .http
            .put(format!("{}/v1/me/schedule", self.base))
            .bearer_auth(&self.token);
        Answer::of(request.header("if-match", etag).json(&schedule)).await
    }

    pub(crate) async fn offices(&self) -> Vec<OfficePresence> {
        self.get("/v1/offices").await.read()
    }

    /// What an agent is in an office, as this device's agent sees it: `available manual`.
    pub(crate) async fn sees(&self, office: &str, agent: &str) -> String {
        let office: Value = self.get(&format!("/v1/offices/{office}")).await.ok();
        let agents = office["agents"].as_array().unwrap();
        let agent = agents.iter().find(|one| one["id"] == agent).unwrap();
        format!(
            "{} {}",
            agent["status"].as_str().unwrap(),
            agent["cause"]["kind"].as_str().unwrap()
        )
    }

    pub(crate) async fn events(&self) -> Events {
        open(
            self.http
                .get(format!("{}/v1/me/events", self.base))
                .bearer_auth(&self.token),
        )
        .await
    }

    /// All that happens in the organization, behind an event if one is given.
    pub(crate) async fn all_events(&self, last: Option<&str>) -> Events {
        let request = self
            .http
            .get(format!("{}/v1/admin/events", self.base))
            .bearer_auth(&self.token);
        open(match last {
            Some(last) => request.header("last-event-id", last),
            None => request,
        })
        .await
    }

    pub(crate) async fn events_after(&self, last: &str) -> Events {
        let request = self
            .http
            .get(format!("{}/v1/me/events", self.base))
            .bearer_auth(&self.token);
        open(request.header("last-event-id", last)).await
    }
}

async fn call(
    http: &reqwest::Client,
    method: Method,
    url: String,
    token: Option<&str>,
    body: Option<Value>,
) -> Answer {
    let mut request = http.request(method, url);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if let Some(body) = body {
        request = request.json(&body);
    }
    Answer::of(request).await
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) async fn of(request: reqwest::RequestBuilder) -> Self {
        let response = tokio::time::timeout(DEADLINE, request.send())
            .await
            .expect("no answer in time")
            .unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap();
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            // What is for other programs is text.
            serde_json::from_slice(&bytes)
                .unwrap_or_else(|_| String::from_utf8(bytes.to_vec()).unwrap().into())
        };
        Self {
            status,
            headers,
            body,
        }
    }

    /// The body of a success.
    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.body);
        self.body
    }

    pub(crate) fn read<T: DeserializeOwned>(self) -> T {
        serde_json::from_value(self.ok()).unwrap()
    }

    pub(crate) fn etag(&self) -> String {
        self.headers["etag"].to_str().unwrap().to_owned()
    }

    /// Status and code of a problem that is worded as one.
    pub(crate) fn problem(&self) -> (u16, String) {
        assert_eq!(
            self.headers["content-type"], "application/problem+json",
            "{}",
            self.body
        );
        assert_eq!(self.body["status"], self.status.as_u16());
        let detail = self.body["detail"].as_str().unwrap();
        assert!(
            detail.ends_with('.') && detail.len() > 10,
            "`{detail}` is no sentence"
        );
        (
            self.status.as_u16(),
            self.body["code"].as_str().unwrap().to_owned(),
        )
    }
}

/// An open stream.
pub(crate) struct Events {
    stream: Pin<Box<dyn Stream<Item = Event> + Send>>,
    pub(crate) headers: reqwest::header::HeaderMap,
}

#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) data: Value,
}

impl Event {
    pub(crate) fn revision(&self) -> u64 {
        self.id.rsplit('-').next().unwrap().parse().unwrap()
    }

    /// `ana library available manual`, for a presence event.
    pub(crate) fn presence(&self) -> String {
        assert_eq!(self.name, "presence", "{}", self.data);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let agent = &self.data["agent"];
        let (id, office) = (text(&agent["id"]), text(&self.data["office"]));
        format!(
            "{id} {office} {} {}",
            text(&agent["status"]),
            text(&agent["cause"]["kind"])
        )
    }
}

pub(crate) async fn open(request: reqwest::RequestBuilder) -> Events {
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers().clone();
    let stream = response
        .bytes_stream()
        .eventsource()
        .filter_map(async |event| {
            let event = event.ok()?;
            let data = serde_json::from_str(&event.data).unwrap_or(Value::Null);
            Some(Event {
                id: event.id,
                name: event.event,
                data,
            })
        });
    Events {
        stream: Box::pin(stream),
        headers,
    }
}

impl Events {
    /// The next event.
    pub(crate) async fn next(&mut self) -> Event {
        self.next_or_end().await.expect("the stream ended")
    }

    pub(crate) async fn next_or_end(&mut self) -> Option<Event> {
        tokio::time::timeout(DEADLINE, self.stream.next())
            .await
            .expect("no event in time")
    }

    /// The next event of this name; others are passed over.
    pub(crate) async fn next_named(&mut self, name: &str) -> Event {
        loop {
            let event = self.next().await;
            if event.name == name {
                return event;
            }
        }
    }

    /// All the presence events until one of the reader's own settings arrives, which the caller causes: what was
    /// broadcast up to this moment.
    pub(crate) async fn presences_so_far(&mut self, mine: &Device) -> Vec<String> {
        let own = mine.get("/v1/me").await.ok()["settings"]["own_idle_after_seconds"]
            .as_u64()
            .unwrap_or(1800)
            - 1;
        mine.put("/v1/me/settings", json!({"own_idle_after_seconds": own}))
            .await
            .ok();
        let mut presences = Vec::new();
        loop {
            let event = self.next().await;
            match event.name.as_str() {
                "presence" => presences.push(event.presence()),
                "me" if event.data["settings"]["own_idle_after_seconds"] == own => {
                    return presences;
                }
                _ => {}
            }
        }
    }
}
