use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use porchlight_protocol::{OfficeId, PublicOffice};

use super::{
    App, event_stream,
    extract::{Named, Origin, StreamConnection},
    json,
    openapi::{Api, Operation},
    problem::Failure,
};

/// Where customers' pages see an office.
const OFFICE: &str = "/v1/public/offices/{id}";
/// Where they follow it.
const EVENTS: &str = "/v1/public/offices/{id}/events";

pub(super) fn add(api: Api) -> Api {
    let api = [OFFICE, EVENTS].into_iter().fold(api, |api, path| {
        api.route(
            Operation::options(path, "Tells a browser what a page of any origin may ask")
                .about("GET, with the headers that libraries for event streams send.")
                .open()
                .empty(StatusCode::NO_CONTENT, "It may ask that."),
            preflight,
        )
    });
    let api = api.route(
        Operation::get(OFFICE, "Tells customers whether somebody is home")
            .about("From any origin, without signing in; only for offices made public.")
            .open()
            .answers::<PublicOffice>(
                StatusCode::OK,
                "Whether the office is online, and how many agents are.",
            )
            .refuses(&[StatusCode::NOT_FOUND]),
        public_office,
    );
    api.route(
        Operation::get(EVENTS, "Tells customers when that changes")
            .about(
                "Server-sent events named `office` (of `PublicOffice`): how it is now, and then every change. Their ids are opaque. A \
                 reader who comes back is told how it is now, whatever event it saw last.",
            )
            .open()
            .streams("The events, for as long as the connection stands.")
            .refuses(&[StatusCode::NOT_FOUND]),
        public_events,
    )
}

async fn public_office(State(app): State<App>, id: Result<Named<OfficeId>, Failure>) -> Response {
    let answer = async {
        let Named(id) = id?;
        Ok::<_, Failure>(json(&app.hub.published().public_office(&id)?))
    };
    from_any_origin(answer.await)
}

async fn public_events(
    State(app): State<App>,
    Origin(client): Origin,
    connection: Result<StreamConnection, Failure>,
    id: Result<Named<OfficeId>, Failure>,
) -> Response {
    let answer = async {
        let place = app.public_streams.take(client)?;
        let (Named(id), connection) = (id?, connection?);
        let stream = app.hub.open_page(&id, connection.framing)?;
        let stream = stream.holding(place);
        Ok::<_, Failure>(event_stream(stream, &connection))
    };
    from_any_origin(answer.await)
}

/// A browser asks before a page's script sends headers of its own, as libraries for event streams do.
async fn preflight() -> Response {
    let mut response = from_any_origin(Ok(axum::response::IntoResponse::into_response(
        StatusCode::NO_CONTENT,
    )));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "Last-Event-ID, Cache-Control, Accept",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Lets a page of any origin read the answer.
fn from_any_origin(answer: Result<Response, Failure>) -> Response {
    let mut response = axum::response::IntoResponse::into_response(answer);
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}
