//! What happens in the organization, as a stream for reports and other systems.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use porchlight_protocol::{
    AllOffices, AuditEntry, CoverageChange, OfficePresence, OfficeRemoved, PresenceChange,
};

use crate::{
    http::{
        App, event_stream,
        extract::StreamConnection,
        openapi::{Api, Operation},
        problem::Failure,
    },
    hub::Caller,
};

pub(super) fn add(api: Api) -> Api {
    let operation = Operation::get("/v1/admin/events", "Tells what happens in all offices")
        .about(
            "Owners only; the stream ends when she is none any more, and keeps no device of hers there. Server-sent \
             events, each with `id: <epoch>-<revision>`: `offices` (of `AllOffices`) first, and again where it is no \
             longer known what was missed: then the audit log tells which of its rows are missing. After it `presence` \
             (of `PresenceChange`), `coverage` (of `CoverageChange`), `office` (of `OfficePresence`: its members, or what it is called, are others), \
             `office_removed` (of `OfficeRemoved`) and `audit` (of `AuditEntry`). Comments keep the stream alive.",
        )
        .header(
            "Last-Event-ID",
            false,
            "The last event seen: only what was missed is sent, if it is still known.",
        )
        .streams("The events, for as long as the connection stands.")
        .schema::<AllOffices>()
        .schema::<PresenceChange>()
        .schema::<CoverageChange>()
        .schema::<OfficePresence>()
        .schema::<OfficeRemoved>()
        .schema::<AuditEntry>()
        .refuses(&[StatusCode::FORBIDDEN]);
    api.route(operation, events)
}

async fn events(
    State(app): State<App>,
    caller: Caller,
    connection: StreamConnection,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let stream = app
        .hub
        .open_organization(&caller, last, connection.framing)?;
    Ok(event_stream(stream, &connection))
}
