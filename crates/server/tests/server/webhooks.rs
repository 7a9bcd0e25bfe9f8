//! Other systems are told: the real server, a real receiver that fails in every way, and kill -9 in between.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse as _, Response},
};
use reqwest::Method;
use ring::hmac;
use serde_json::{Value, json};

use crate::command_line::{Place, Serving, http, sign_in};

/// Nothing that is waited for takes longer, however busy the machine.
const DEADLINE: Duration = Duration::from_mins(1);

/// What a receiver does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Takes,
    Fails,
    /// Never answers.
    Hangs,
    /// Sends it elsewhere, on the same server.
    Redirects,
    /// Takes it in, and says that it failed.
    Forgets,
    /// Answers, and does not come to an end.
    Babbles,
}

/// A request that came.
#[derive(Clone, Debug)]
struct Received {
    path: String,
    signature: String,
    body: Bytes,
    mood: Mood,
}

#[derive(Debug)]
struct Book {
    received: Vec<Received>,
    /// One after the other, again and again.
    moods: Vec<Mood>,
}

#[derive(Clone)]
struct Receiver {
    book: Arc<Mutex<Book>>,
    address: std::net::SocketAddr,
}

impl Receiver {
    async fn start(moods: &[Mood]) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let book = Book {
            received: Vec::new(),
            moods: moods.to_vec(),
        };
        let receiver = Self {
            book: Arc::new(Mutex::new(book)),
            address,
        };
        let router = Router::new().fallback(receive).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        receiver
    }

    fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    fn mood(&self, mood: Mood) {
        self.book.lock().unwrap().moods = vec![mood];
    }

    fn received(&self) -> Vec<Received> {
        self.book.lock().unwrap().received.clone()
    }

    /// What was taken in, each once, in the order in which it was first.
    fn taken(&self) -> Vec<Value> {
        let mut seen = BTreeSet::new();
        let received = self.received().into_iter();
        let taken =
            received.filter(|one| matches!(one.mood, Mood::Takes | Mood::Forgets | Mood::Babbles));
        let bodies = taken.map(|one| serde_json::from_slice::<Value>(&one.body).unwrap());
        bodies
            .filter(|body| seen.insert(body["id"].as_str().unwrap().to_owned()))
            .collect()
    }

    /// Waits until something was taken in.
    async fn until(&self, what: &str, fits: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let waits = async {
            loop {
                let taken = self.taken();
                if fits(&taken) {
                    return taken;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(DEADLINE, waits).await;
        waited.unwrap_or_else(|_| panic!("{what}: {:#?}", self.taken()))
    }
}

async fn receive(
    State(receiver): State<Receiver>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mood = {
        let mut book = receiver.book.lock().unwrap();
        let mood = book.moods[book.received.len() % book.moods.len()];
        let header = |name: &str| headers[name].to_str().unwrap().to_owned();
        let value: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(header("porchlight-delivery"), value["id"]);
        assert_eq!(header("porchlight-event"), value["event"]);
        book.received.push(Received {
            path: uri.path().to_owned(),
            signature: header("porchlight-signature"),
            body,
            mood,
        });
        mood
    };
    match mood {
        Mood::Takes => StatusCode::NO_CONTENT.into_response(),
        Mood::Fails | Mood::Forgets => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mood::Hangs => std::future::pending().await,
        Mood::Redirects => {
            (StatusCode::TEMPORARY_REDIRECT, [("location", "/elsewhere")]).into_response()
        }
        Mood::Babbles => {
            let endless = futures_util::stream::repeat_with(|| {
                Ok::<_, std::convert::Infallible>(Bytes::from_static(&[b'x'; 1024]))
            });
            axum::body::Body::from_stream(endless).into_response()
        }
    }
}

/// Whether a `v1` of it was made with this secret, by another implementation's reading of the document.
fn is_signed_with(received: &Received, secret: &str) -> bool {
    let mut parts = received.signature.split(',');
    let time = parts.next().unwrap().strip_prefix("t=").unwrap();
    let age = chrono::Utc::now().timestamp() - time.parse::<i64>().unwrap();
    assert!((0..=60).contains(&age), "{age} seconds old");
    let mut signed = format!("{time}.").into_bytes();
    signed.extend(&received.body);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&key, &signed);
    let hex: Vec<_> = tag
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let hex = hex.concat();
    parts.any(|part| part.strip_prefix("v1=") == Some(hex.as_str()))
}

/// A server with the offices library and desk, and Ana in both.
struct Campus {
    place: Place,
    serving: Option<Serving>,
    ana: String,
    options: Vec<&'static str>,
}

const ALLOWED: [&str; 2] = ["--webhook-networks", "127.0.0.0/8"];

impl Campus {
    async fn new(options: &[&'static str]) -> Self {
        let place = Place::new();
        place.does(&["office", "add", "desk", "--name", "Desk"]);
        place.does(&["member", "add", "desk", "ana@example.org"]);
        let serving = Serving::start(&place.data(), options);
        let ana = sign_in(&http(), &serving.url, "ana@example.org").await;
        let campus = Self {
            place,
            serving: Some(serving),
            ana,
            options: options.to_vec(),
        };
        campus
            .call(Method::PUT, "/v1/me/activity", json!({"state": "active"}))
            .await;
        campus
    }

    fn kill(&mut self) {
        self.serving.take().unwrap().kill();
    }

    fn start(&mut self) {
        self.serving = Some(Serving::start(&self.place.data(), &self.options));
    }

    async fn call(&self, method: Method, path: &str, body: Value) {
        let url = format!("{}{path}", self.serving.as_ref().unwrap().url);
        let request = http().request(method, url).bearer_auth(&self.ana);
        let answer = request.json(&body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
    }

    async fn metrics(&self) -> String {
        let url = format!("{}/metrics", self.serving.as_ref().unwrap().url);
        http().get(url).send().await.unwrap().text().await.unwrap()
    }

    async fn choose(&self, status: &str) {
        let id = uuid::Uuid::now_v7().to_string();
        let choice =
            json!({"id": id, "scope": "everywhere", "status": status, "hold": "until_changed"});
        self.call(Method::POST, "/v1/me/choices", choice).await;
    }

    /// Adds a webhook that is told from now on; its id and its secret.
    async fn webhook(&self, receiver: &Receiver) -> (String, String) {
        let made = self
            .place
            .does(&["webhook", "add", &receiver.url(), "--json"]);
        let made: Value = serde_json::from_str(&made).unwrap();
        let id = made["webhook"]["id"].as_str().unwrap().to_owned();
        self.place.does(&["webhook", "test", &id]);
        receiver.until("a ping", |taken| !taken.is_empty()).await;
        (id, made["secret"].as_str().unwrap().to_owned())
    }

    fn deliveries(&self, webhook: &str) -> Vec<Value> {
        let told = self.place.does(&[
            "webhook",
            "deliveries",
            webhook,
            "--json",
            "--limit",
            "1000",
        ]);
        serde_json::from_str(&told).unwrap()
    }
}

/// The statuses of Ana in an office that were told.
fn statuses<'v>(taken: &'v [Value], office: &str) -> Vec<&'v str> {
    let of_office = taken
        .iter()
        .filter(|one| one["event"] == "agent.changed" && one["office"]["id"] == office);
    of_office
        .map(|one| one["agent"]["status"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn whatever_the_receiver_does_and_whenever_the_server_is_killed_nothing_is_lost() {
    let options = [
        &ALLOWED[..],
        &["--webhook-retry", "10ms", "--webhook-timeout", "400ms"],
    ]
    .concat();
    let mut campus = Campus::new(&options).await;
    let receiver = Receiver::start(&[Mood::Takes]).await;
    let (webhook, secret) = campus.webhook(&receiver).await;
    receiver.book.lock().unwrap().moods = vec![
        Mood::Fails,
        Mood::Forgets,
        Mood::Takes,
        Mood::Redirects,
        Mood::Hangs,
        Mood::Takes,
        Mood::Babbles,
    ];
    let turns = 12;
    for turn in 0..turns {
        let status = ["available", "away"][turn % 2];
        campus.choose(status).await;
        if turn % 3 == 2 {
            // At once: what was acknowledged may not have been noted for the webhook yet.
            campus.kill();
            campus.start();
        }
        // Further changes before it was noticed would be one.
        let noticed = async {
            let noticed = || {
                let all = campus.deliveries(&webhook);
                let all: Vec<_> = all.iter().map(|one| one["payload"].clone()).collect();
                ["library", "desk"].map(|office| statuses(&all, office).len())
            };
            while noticed() != [turn + 1; 2] {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(DEADLINE, noticed).await.unwrap();
    }
    let all = turns * 4 + 1;
    let taken = receiver.until("all", |taken| taken.len() == all).await;
    let expected = ["available", "away"].repeat(turns / 2);
    let mut numbers: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for one in &taken {
        let number = one["id"].as_str().unwrap().rsplit('-').next().unwrap();
        let office = one["office"]["id"].as_str().unwrap_or_default();
        let of_office = numbers.entry(office.to_owned()).or_default();
        of_office.push(number.parse().unwrap());
    }
    for office in ["library", "desk"] {
        assert_eq!(statuses(&taken, office), expected);
        assert!(
            numbers[office].is_sorted(),
            "{office}: {:?}",
            numbers[office]
        );
    }
    let received = receiver.received();
    assert!(received.len() > taken.len(), "some came again");
    for one in &received {
        assert_eq!(one.path, "/hook", "no redirect was followed");
        assert!(is_signed_with(one, &secret), "{one:?}");
        assert!(!is_signed_with(one, "another"), "{one:?}");
    }
}

#[tokio::test]
async fn what_was_given_up_is_seen_and_sent_again_by_hand_under_the_same_id() {
    let options = [
        &ALLOWED[..],
        &["--webhook-retry", "1ms", "--webhook-attempts", "3"],
    ]
    .concat();
    let campus = Campus::new(&options).await;
    let receiver = Receiver::start(&[Mood::Takes]).await;
    let (webhook, _) = campus.webhook(&receiver).await;
    receiver.mood(Mood::Fails);
    campus.choose("available").await;
    let dead = || -> Vec<Value> {
        let told = campus
            .place
            .does(&["webhook", "deliveries", &webhook, "--dead", "--json"]);
        serde_json::from_str(&told).unwrap()
    };
    while dead().len() < 4 {
        tokio::task::yield_now().await;
    }
    let given_up = dead();
    assert_eq!(given_up[0]["attempts"], 3);
    assert_eq!(given_up[0]["last"], "Answered 500 Internal Server Error.");
    let metrics = campus.metrics().await;
    for line in [
        "webhooks 1",
        "webhook_deliveries_dead 4",
        "webhook_deliveries_owed 0",
    ] {
        assert!(
            metrics.contains(&format!("\nporchlight_{line}\n")),
            "{metrics}"
        );
    }
    assert!(
        metrics.contains("requests_total{outcome=\"failed\"} 12\n"),
        "{metrics}"
    );
    receiver.mood(Mood::Takes);
    campus
        .place
        .does(&["webhook", "resend", &webhook, "--dead"]);
    let taken = receiver.until("all again", |taken| taken.len() == 5).await;
    let ids = |all: &[Value]| -> BTreeSet<String> {
        all.iter().map(|one| one["id"].to_string()).collect()
    };
    let payloads: Vec<_> = given_up.iter().map(|one| one["payload"].clone()).collect();
    assert!(ids(&taken).is_superset(&ids(&payloads)));
    while !dead().is_empty() {
        tokio::task::yield_now().await;
    }
    let audit = campus.place.does(&["audit", "--json"]);
    assert!(
        audit.contains("delivery_resent") && audit.contains("webhook_tested"),
        "{audit}"
    );
    assert_eq!(
        campus.place.exits(&["webhook", "resend", &webhook, "999"]),
        3
    );
}

#[tokio::test]
async fn one_receiver_that_hangs_holds_up_neither_others_nor_anybody_else() {
    let campus = Campus::new(&ALLOWED).await;
    let hangs = Receiver::start(&[Mood::Takes]).await;
    let fine = Receiver::start(&[Mood::Takes]).await;
    campus.webhook(&hangs).await;
    campus.webhook(&fine).await;
    hangs.mood(Mood::Hangs);
    let begun = std::time::Instant::now();
    for status in ["available", "away", "available", "away"] {
        campus.choose(status).await;
    }
    fine.until("all", |taken| taken.len() == 17).await;
    // The first one hangs for ten seconds each time.
    assert!(
        begun.elapsed() < Duration::from_secs(9),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(hangs.taken().len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_to_this_machine_or_its_network_unless_that_is_allowed() {
    let campus = Campus::new(&["--webhook-retry", "1h"]).await;
    let receiver = Receiver::start(&[Mood::Takes]).await;
    let port = receiver.address.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
    ] {
        let url = format!("http://{host}:{port}/hook");
        let made = campus.place.does(&["webhook", "add", &url, "--json"]);
        let made: Value = serde_json::from_str(&made).unwrap();
        let webhook = made["webhook"]["id"].as_str().unwrap();
        campus.place.does(&["webhook", "test", webhook]);
        let last = async {
            loop {
                let deliveries = campus.deliveries(webhook);
                if let Some(last) = deliveries.first().and_then(|one| one["last"].as_str()) {
                    return last.to_owned();
                }
                tokio::task::yield_now().await;
            }
        };
        let last = tokio::time::timeout(DEADLINE, last).await.unwrap();
        assert!(last.contains("in a network of its own"), "{host}: {last}");
    }
    assert_eq!(receiver.received().len(), 0);
}

#[tokio::test]
async fn while_a_secret_is_rotated_whoever_knows_either_can_check() {
    let campus = Campus::new(&ALLOWED).await;
    let receiver = Receiver::start(&[Mood::Takes]).await;
    let (webhook, old) = campus.webhook(&receiver).await;
    let changed = campus
        .place
        .does(&["webhook", "change", &webhook, "--rotate-secret", "--json"]);
    let changed: Value = serde_json::from_str(&changed).unwrap();
    let new = changed["secret"].as_str().unwrap();
    campus.choose("available").await;
    receiver
        .until("the changes", |taken| taken.len() == 5)
        .await;
    let received = receiver.received();
    let last = received.last().unwrap();
    assert!(
        is_signed_with(last, &old) && is_signed_with(last, new),
        "{last:?}"
    );
    assert!(!is_signed_with(&received[0], new));
    let listed = campus.place.does(&["webhook", "list", "--json"]);
    assert!(!listed.contains("plw_"), "{listed}");
    campus.place.does(&["webhook", "remove", &webhook]);
    assert_eq!(campus.place.exits(&["webhook", "deliveries", &webhook]), 3);
}
