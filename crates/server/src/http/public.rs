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

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::get(
            "/v1/public/offices/{id}",
            "Tells customers whether somebody is home",
        )
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
        Operation::get("/v1/public/offices/{id}/events", "Tells customers when that changes")
            .about("Server-sent events named `office` (of `PublicOffice`): how it is now, and then every change.")
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

/// Lets a page of any origin read the answer. It needs no preflight: there is nothing but GET and no header of ours.
fn from_any_origin(answer: Result<Response, Failure>) -> Response {
    let mut response = axum::response::IntoResponse::into_response(answer);
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}
