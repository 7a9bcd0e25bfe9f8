//! What happens when the store is written by others in between, or cannot be written.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use porchlight_protocol::Role;
use porchlight_server::{
    Hub,
    admin::{Admin, NewAgent},
    app,
    clock::SystemClock,
    config::Tunables,
    store::{Block, Contents, DataDirectory, SqliteStore, Store, StoreError, Write},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::PASSWORD;

/// A store with bad luck, on demand.
struct Unlucky {
    inner: SqliteStore,
    data: DataDirectory,
    luck: Arc<Luck>,
}

#[derive(Default)]
struct Luck {
    /// Before the next write, somebody else writes.
    race: AtomicBool,
    /// The disk is full.
    full: AtomicBool,
}

impl Store for Unlucky {
    fn snapshot(&mut self) -> Result<Contents, StoreError> {
        self.inner.snapshot()
    }

    fn get(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.get(key)
    }

    fn put_if(&mut self, expected: u64, writes: &[Write]) -> Result<(), StoreError> {
        if self.luck.full.load(Ordering::SeqCst) {
            return Err(StoreError::Io(std::io::ErrorKind::StorageFull.into()));
        }
        if self.luck.race.swap(false, Ordering::SeqCst) {
            let mut admin = Admin::open(self.data.clone()).unwrap();
            admin.add_office("new", "New", false).unwrap();
            admin
                .add_member("new", "ana@example.org", Role::Agent)
                .unwrap();
        }
        self.inner.put_if(expected, writes)
    }

    fn watch(&mut self, from: u64) -> Result<Contents, StoreError> {
        self.inner.watch(from)
    }

    fn reserve(&mut self) -> Result<Block, StoreError> {
        self.inner.reserve()
    }

    fn forget(&mut self, prefix: &str, before_ms: i64) -> Result<(), StoreError> {
        self.inner.forget(prefix, before_ms)
    }
}

struct Place {
    router: Router,
    luck: Arc<Luck>,
    token: String,
    _directory: tempfile::TempDir,
}

impl Place {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path().join("data"));
        let (mut admin, _) =
            Admin::init(data.clone(), "olga@example.org", "Olga", PASSWORD).unwrap();
        admin.add_office("library", "Library", true).unwrap();
        let ana = NewAgent {
            email: "ana@example.org",
            name: "Ana",
            owner: false,
            schedule: None,
        };
        admin.add_agent(&ana, Some(PASSWORD)).unwrap();
        admin
            .add_member("library", "ana@example.org", Role::Agent)
            .unwrap();
        let luck = Arc::new(Luck::default());
        let store = Unlucky {
            inner: data.open().unwrap(),
            data,
            luck: Arc::clone(&luck),
        };
        let (hub, _) = Hub::start(
            Box::new(store),
            Arc::new(SystemClock::new()),
            Tunables::default(),
        )
        .unwrap();
        let mut place = Self {
            router: app(hub),
            luck,
            token: String::new(),
            _directory: directory,
        };
        let (_, signed_in) = place.sign_in().await;
        signed_in["token"]
            .as_str()
            .unwrap()
            .clone_into(&mut place.token);
        place
    }

    async fn sign_in(&self) -> (u16, Value) {
        let body = json!({"email": "ana@example.org", "password": PASSWORD, "device": "test"});
        self.call("POST", "/v1/sign-in", Some(body)).await
    }

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json");
        if !self.token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let answer = self
            .router
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let status = answer.status().as_u16();
        let bytes = axum::body::to_bytes(answer.into_body(), 1_000_000)
            .await
            .unwrap();
        (
            status,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }

    async fn choose(&self, id: &str, status: &str) -> (u16, Value) {
        let body = json!({"id": id, "scope": "everywhere", "status": status});
        self.call("POST", "/v1/me/choices", Some(body)).await
    }

    async fn status(&self) -> Value {
        self.call("GET", "/v1/offices/library", None).await.1["agents"][0]["status"].clone()
    }
}

#[tokio::test]
async fn a_write_that_lost_a_race_is_decided_again_on_what_the_other_wrote() {
    let place = Place::new().await;
    place.luck.race.store(true, Ordering::SeqCst);
    let (status, first) = place.choose("one", "available").await;
    assert_eq!(status, 200, "{first}");
    assert!(
        !place.luck.race.load(Ordering::SeqCst),
        "somebody else did write"
    );
    let (_, offices) = place.call("GET", "/v1/offices", None).await;
    let seen: Vec<_> = offices
        .as_array()
        .unwrap()
        .iter()
        .map(|office| (&office["id"], &office["available"]))
        .collect();
    assert_eq!(
        seen,
        [(&json!("library"), &json!(1)), (&json!("new"), &json!(1))]
    );
    assert_eq!(
        place.choose("one", "available").await,
        (200, first),
        "it was written once"
    );
}

#[tokio::test]
async fn while_nothing_can_be_written_requests_are_refused_and_nothing_changes() {
    let place = Place::new().await;
    place.choose("one", "available").await;
    place.luck.full.store(true, Ordering::SeqCst);
    let (status, problem) = place.choose("two", "away").await;
    assert_eq!((status, &problem["code"]), (503, &json!("unavailable")));
    assert_eq!(
        place.status().await,
        "available",
        "what was not written does not hold"
    );
    assert_eq!(place.sign_in().await.0, 503);
    let (status, _) = place
        .call("PUT", "/v1/me/schedule", Some(json!(null)))
        .await;
    assert_eq!(status, 428, "what writes nothing is answered");
    place.luck.full.store(false, Ordering::SeqCst);
    assert_eq!(
        place.choose("two", "away").await.0,
        200,
        "the refused one was not remembered as done"
    );
    assert_eq!(place.status().await, "away");
}

#[tokio::test]
async fn a_device_that_is_gone_is_gone_also_while_nothing_can_be_written() {
    let place = Place::new().await;
    place.choose("one", "available").await;
    place.luck.full.store(true, Ordering::SeqCst);
    let (status, _) = place.call("DELETE", "/v1/me/session", None).await;
    assert_eq!(status, 503, "not acknowledged, as it is not on disk");
    assert_eq!(
        place
            .call("GET", "/v1/public/offices/library", None)
            .await
            .1["online"],
        false,
        "but customers fail closed"
    );
    assert_eq!(place.call("GET", "/readyz", None).await.0, 503);
    place.luck.full.store(false, Ordering::SeqCst);
    place.call("GET", "/v1/me", None).await;
    assert_eq!(
        place.call("GET", "/readyz", None).await.0,
        200,
        "written at the next chance"
    );
}
