use std::{
    fmt::Write as _,
    sync::atomic::{AtomicUsize, Ordering},
};

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
use crate::{hub::Refusal, status::Vitals};

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

/// Each is written about in `METRICS.md`. None has a label that grows with the team.
async fn metrics(State(app): State<App>) -> Response {
    let published = app.hub.published();
    let vitals = Vitals::of(&app.hub);
    let available: u64 = published
        .offices()
        .map(|(_, office)| u64::from(office.available()))
        .sum();
    let webhooks = &app.hub.health().webhooks;
    let number = |number: &AtomicUsize| number.load(Ordering::Relaxed);
    let gauges = [
        ("streams_open", "Streams that are open.", vitals.streams),
        ("agents", "Agents.", vitals.agents),
        ("devices", "Devices that are signed in.", vitals.devices),
        ("offices", "Offices.", vitals.offices),
        (
            "offices_online",
            "Offices in which somebody is Available.",
            vitals.offices_online,
        ),
        (
            "available",
            "Agents Available, counted once in each of their offices.",
            usize::try_from(available).unwrap_or(usize::MAX),
        ),
        (
            "records_damaged",
            "Records that cannot be read and are left out; `porchlight-server doctor` says which.",
            vitals.damaged,
        ),
        (
            "store_fails",
            "1 if nothing could be written when it was last tried.",
            usize::from(!vitals.writes),
        ),
        ("webhooks", "Webhooks.", number(&webhooks.webhooks)),
        (
            "webhook_deliveries_owed",
            "Deliveries to webhooks that are still tried.",
            number(&webhooks.owed),
        ),
        (
            "webhook_deliveries_dead",
            "Deliveries to webhooks that were given up and are remembered.",
            number(&webhooks.dead),
        ),
    ];
    let mut text = concat!(
        "# HELP porchlight_info What runs.\n# TYPE porchlight_info gauge\nporchlight_info{version=\"",
        env!("CARGO_PKG_VERSION"),
        "\"} 1\n"
    )
    .to_owned();
    for (name, help, value) in gauges {
        // Writing to memory cannot fail.
        let _ = writeln!(
            text,
            "# HELP porchlight_{name} {help}\n# TYPE porchlight_{name} gauge\nporchlight_{name} {value}"
        );
    }
    text += "# HELP porchlight_webhook_requests_total Requests to webhooks since the start, by what came of them.\n\
             # TYPE porchlight_webhook_requests_total counter\n";
    let outcomes = [("arrived", &webhooks.arrived), ("failed", &webhooks.failed)];
    for (outcome, count) in outcomes {
        let count = number(count);
        let _ = writeln!(
            text,
            "porchlight_webhook_requests_total{{outcome=\"{outcome}\"}} {count}"
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
    let router = super::docs::serve(router, document.clone());
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
