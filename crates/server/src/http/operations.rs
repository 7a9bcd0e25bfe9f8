use std::{fmt::Write as _, sync::atomic::Ordering};

use axum::{
    Router,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::Response,
    routing::get,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::{
    App, json,
    openapi::{Api, Operation},
    problem::Failure,
};
use crate::hub::Refusal;

/// How the server is.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
struct Health {
    /// Always `ok`.
    status: &'static str,
}

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::get("/healthz", "Tells whether the process lives")
            .open()
            .answers::<Health>(StatusCode::OK, "It does.")
            .refuses(&[StatusCode::SERVICE_UNAVAILABLE]),
        healthz,
    );
    let api = api.route(
        Operation::get("/readyz", "Tells whether the server can serve")
            .open()
            .answers::<Health>(StatusCode::OK, "It decides and writes.")
            .refuses(&[StatusCode::SERVICE_UNAVAILABLE]),
        readyz,
    );
    let api = api.route(
        Operation::get("/metrics", "Tells how the server is, in numbers")
            .about("In the text format of Prometheus.")
            .open()
            .serves("text/plain", "The numbers."),
        metrics,
    );
    api.describe(
        Operation::get("/openapi.json", "Tells all this to programs")
            .open()
            .answers::<serde_json::Value>(StatusCode::OK, "This document."),
    )
}

async fn healthz(State(app): State<App>) -> Result<Response, Failure> {
    if !app.hub.lives() {
        return Err(Refusal::Unavailable.into());
    }
    Ok(json(&Health { status: "ok" }))
}

async fn readyz(State(app): State<App>) -> Result<Response, Failure> {
    app.hub.ready().await?;
    Ok(json(&Health { status: "ok" }))
}

async fn metrics(State(app): State<App>) -> Response {
    let published = app.hub.published();
    let health = app.hub.health();
    let available: u64 = published
        .offices()
        .map(|(_, office)| u64::from(office.available()))
        .sum();
    let gauges = [
        (
            "streams_open",
            "Streams that are open.",
            app.hub.open_streams() as u64,
        ),
        ("agents", "Agents.", published.agents().count() as u64),
        ("offices", "Offices.", published.offices().count() as u64),
        (
            "available",
            "Agents Available, counted once in each of their offices.",
            available,
        ),
        (
            "records_damaged",
            "Records that cannot be read and are left out; `porchlight-server doctor` says which.",
            health.damaged.load(Ordering::Relaxed) as u64,
        ),
        (
            "store_fails",
            "1 if nothing could be written when it was last tried.",
            u64::from(health.store_fails.load(Ordering::Relaxed)),
        ),
    ];
    let mut text = String::new();
    for (name, help, value) in gauges {
        // Writing to memory cannot fail.
        let _ = writeln!(
            text,
            "# HELP porchlight_{name} {help}\n# TYPE porchlight_{name} gauge\nporchlight_{name} {value}"
        );
    }
    let mut response = Response::new(axum::body::Body::from(text));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; version=0.0.4"),
    );
    response
}

/// Serves the document about the interface.
pub(super) fn serve_document(router: Router<App>, document: String) -> Router<App> {
    let document = bytes::Bytes::from(document);
    let serve = move || {
        let document = document.clone();
        async move {
            let mut response = Response::new(axum::body::Body::from(document));
            response.headers_mut().insert(
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/json"),
            );
            response
        }
    };
    router.route("/openapi.json", get(serve))
}
