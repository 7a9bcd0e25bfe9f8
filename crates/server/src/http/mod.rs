//! The HTTP interface. A handler takes a request apart, asks the hub, and words the answer; it decides nothing.

mod account;
mod admin;
mod badge;
mod browser;
mod cached;
mod demo;
mod docs;
mod extract;
mod me;
mod offices;
mod openapi;
mod operations;
mod pages;
mod painted;
mod problem;
mod public;
mod public_streams;
mod scopes;
mod tokens;
mod widget;

use std::{any::Any, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use porchlight_protocol::Code;
use tower_http::catch_panic::CatchPanicLayer;

pub(crate) use self::extract::Peer;
pub use self::openapi::Route;
use self::{
    extract::StreamConnection, openapi::Api, problem::Failure, public_streams::PublicStreams,
};
use crate::{
    auth::{Passwords, Throttle},
    config::Edge,
    hub::{EventStream, Framing, Hub},
};

/// What all handlers share.
#[derive(Clone, Debug)]
pub(crate) struct App {
    hub: Hub,
    passwords: Passwords,
    throttle: Arc<Throttle>,
    public_streams: PublicStreams,
    edge: Arc<Edge>,
}

/// The whole HTTP interface on top of a hub, within the usual limits. Streams of events need the connections of a
/// [`Server`](crate::Server); anywhere else they are answered 501.
pub fn app(hub: Hub) -> Router {
    app_behind(hub, Edge::default())
}

/// The same within given limits.
pub(crate) fn app_behind(hub: Hub, edge: Edge) -> Router {
    let (router, document) = api().build();
    within_limits(
        operations::serve_document(router, document),
        App::new(hub, edge),
    )
}

impl App {
    fn new(hub: Hub, edge: Edge) -> Self {
        Self {
            hub,
            passwords: Passwords::new(),
            throttle: Arc::default(),
            public_streams: PublicStreams::new(edge.max_public_streams_per_address),
            edge: Arc::new(edge),
        }
    }
}

/// What holds for every route.
fn within_limits(router: Router<App>, app: App) -> Router {
    router
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .layer(CatchPanicLayer::custom(panicked))
        .with_state(app)
}

/// Every route of the interface.
pub fn routes() -> Vec<Route> {
    api().routes()
}

fn api() -> Api {
    let api = Api::new();
    let api = account::add(api);
    let api = tokens::add(api);
    let api = browser::add(api);
    let api = me::add(api);
    let api = offices::add(api);
    let api = admin::add(api);
    let api = public::add(api);
    let api = widget::add(api);
    let api = demo::add(api);
    let api = pages::add(api);
    let api = docs::add(api);
    operations::add(api)
}

async fn nothing_here() -> Failure {
    Failure::new(
        StatusCode::NOT_FOUND,
        Code::NotFound,
        "There is nothing here; see /openapi.json for what there is.",
    )
}

async fn wrong_method() -> Failure {
    let detail = "This address does not take this method; see /openapi.json for those it takes.";
    Failure::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::MethodNotAllowed,
        detail,
    )
}

#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over")]
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let what = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(what, "a request failed in a way that it should not");
    let detail = "Something went wrong on the server; it was written to its log.";
    Failure::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Internal, detail).into_response()
}

/// A stream of events as it goes over the wire.
fn event_stream(stream: EventStream, connection: &StreamConnection) -> Response {
    let mut response = Response::new(connection.body(stream));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if connection.framing == Framing::Chunked {
        // Nothing else is served on it afterwards. In HTTP/1.0 that goes without saying.
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    // Proxies such as nginx would keep events back otherwise.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// An answer in JSON that nobody keeps.
fn json(value: &impl serde::Serialize) -> Response {
    let body = serde_json::to_vec(value).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tower::ServiceExt as _;

    use super::*;
    use crate::{
        clock::SystemClock,
        config::Tunables,
        store::{DataDirectory, SqliteStore},
    };

    /// A route that there is not.
    async fn broken() -> StatusCode {
        StatusCode::from_u16(0).unwrap()
    }

    #[tokio::test]
    async fn a_request_that_panics_is_a_500_and_the_next_one_is_served() {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path().join("data"));
        let store = SqliteStore::start(data.create().unwrap()).unwrap();
        let clock = Arc::new(SystemClock::new());
        let (hub, _thread) = Hub::start(store, clock, Tunables::default()).await.unwrap();
        let (router, _) = api().build();
        let router = router.route("/broken", get(broken));
        let router = within_limits(router, App::new(hub, Edge::default()));
        let ask = async |path: &str| {
            let request = axum::extract::Request::get(path).body(Body::empty());
            let response = router.clone().oneshot(request.unwrap()).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            (parts, String::from_utf8(body.to_vec()).unwrap())
        };
        let (head, body) = ask("/broken").await;
        assert_eq!(head.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(
            head.headers[header::CONTENT_TYPE],
            "application/problem+json"
        );
        assert!(
            body.contains("\"internal\"") && !body.contains("unwrap"),
            "{body}"
        );
        assert_eq!(ask("/healthz").await.0.status, StatusCode::OK);
    }

    #[test]
    fn what_is_released_unwinds_or_no_panic_could_be_caught() {
        let manifest = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml");
        let manifest: toml::Table =
            toml::from_str(&std::fs::read_to_string(manifest).unwrap()).unwrap();
        for profile in manifest["profile"].as_table().unwrap().values() {
            let panic = profile.get("panic").and_then(toml::Value::as_str);
            assert_eq!(panic.unwrap_or("unwind"), "unwind", "{profile:?}");
        }
    }
}
