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
            .answers::<Health>(StatusCode::OK, "It does."),
        healthz,
    );
    let api = api.route(
        Operation::get("/readyz", "Tells whether the server can serve")
            .open()
            .answers::<Health>(StatusCode::OK, "It decides and writes.")
            .refuses(&[StatusCode::SERVICE_UNAVAILABLE]),
        readyz,
    );
    api.describe(
        Operation::get("/openapi.json", "Tells all this to programs")
            .open()
            .answers::<serde_json::Value>(StatusCode::OK, "This document."),
    )
}

async fn healthz() -> Response {
    json(&Health { status: "ok" })
}

async fn readyz(State(app): State<App>) -> Result<Response, Failure> {
    app.hub.ready().await?;
    Ok(json(&Health { status: "ok" }))
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
