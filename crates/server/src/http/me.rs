use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use porchlight_protocol::{
    Activity, ActivityAnswer, ChoiceAnswer, Code, IDEMPOTENCY_KEY, Interval, Me, NewChoice,
    SEQUENCE, Schedule, Settings, SettingsChange,
};
use serde::Deserialize;

use super::{
    App, event_stream,
    extract::{Asked, Json, NAMED, Name, Sequence, StreamConnection},
    json,
    openapi::{Api, Operation},
    problem::Failure,
};
use crate::hub::Caller;

const NUMBERED: &str = "A whole number, greater than with all that this session sent before. What is overtaken on its way by something with a \
                        greater one is refused, with the greatest in `overtaken_by`. Without it, nothing is compared.";

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::get("/v1/me", "Tells who I am")
            .about("The agent, her offices with her role in each, settings, choices, schedule, and signed-in devices.")
            .answers::<Me>(StatusCode::OK, "Everything of the agent's own."),
        me,
    );
    let api = api.route(
        Operation::put("/v1/me/settings", "Changes my settings")
            .header(IDEMPOTENCY_KEY, false, NAMED)
            .body::<SettingsChange>()
            .answers::<Settings>(StatusCode::OK, "The settings as they are now.")
            .refuses(&[StatusCode::CONFLICT]),
        change_settings,
    );
    let api = api.route(
        Operation::post("/v1/me/choices", "Chooses a status")
            .about(
                "The same `id` again changes nothing and answers the same, for thirty days. One without `set_at` is stamped as it \
                 arrives, and refused if something that the session chose after it arrived before.",
            )
            .header(SEQUENCE, false, NUMBERED)
            .body::<NewChoice>()
            .answers::<ChoiceAnswer>(StatusCode::OK, "The choice as it was stamped.")
            .refuses(&[StatusCode::NOT_FOUND, StatusCode::CONFLICT]),
        choose,
    );
    let api = api.route(
        Operation::get("/v1/me/schedule", "Tells my schedule").answers::<Option<Schedule>>(
            StatusCode::OK,
            "The schedule, or null. Its `ETag` names it as it is.",
        ),
        schedule,
    );
    let api = api.route(
        Operation::put("/v1/me/schedule", "Replaces my schedule")
            .about("`null` takes it away.")
            .header(
                "If-Match",
                true,
                "The `ETag` of the schedule that was edited.",
            )
            .body::<Option<Schedule>>()
            .answers::<Option<Schedule>>(
                StatusCode::OK,
                "The schedule as it is now, with its new `ETag`.",
            )
            .refuses(&[
                StatusCode::PRECONDITION_FAILED,
                StatusCode::PRECONDITION_REQUIRED,
            ]),
        put_schedule,
    );
    let api = api.route(
        Operation::get("/v1/me/busy", "Tells when my calendar says that I am busy")
            .answers::<Vec<Interval>>(
                StatusCode::OK,
                "The busy times that have not passed: joined where they touch, in order.",
            ),
        busy,
    );
    let api = api.route(
        Operation::put("/v1/me/busy", "Replaces when my calendar says that I am busy")
            .about(
                "An empty list takes all of it away. The times reach 60 days ahead at most, and nothing else of a calendar is                  taken. While one lasts, whoever would be Available is Away.",
            )
            .body::<Vec<Interval>>()
            .answers::<Vec<Interval>>(
                StatusCode::OK,
                "The busy times that have not passed: joined where they touch, in order.",
            ),
        put_busy,
    );
    let api = api.route(
        Operation::put("/v1/me/activity", "Tells this session's activity")
            .about("Also its sign of life: to be sent as often as the settings say.")
            .header(SEQUENCE, false, NUMBERED)
            .body::<Activity>()
            .answers::<ActivityAnswer>(
                StatusCode::OK,
                "The server's clock, and until when the session lives.",
            )
            .refuses(&[StatusCode::CONFLICT]),
        report_activity,
    );
    let api = api.route(
        Operation::get("/v1/me/events", "Tells me what happens")
            .about(
                "Server-sent events: `snapshot` (of `Snapshot`), `presence` (of `PresenceChange`), `coverage` (of \
                 `CoverageChange`), `me` (of `Me`) and `notice` (of `Notice`), each with `id: <epoch>-<revision>`, and comments that keep the stream alive. \
                 A reader who falls too far behind is cut off, and resumes.",
            )
            .header("Last-Event-ID", false, "The last event seen: only what was missed is sent, if it is still known.")
            .streams("The events, for as long as the connection stands.")
            .schema::<porchlight_protocol::Snapshot>()
            .schema::<porchlight_protocol::PresenceChange>()
            .schema::<porchlight_protocol::CoverageChange>()
            .schema::<porchlight_protocol::Notice>(),
        events,
    );
    api.route(
        Operation::delete("/v1/me/session", "Says goodbye")
            .about("This session is gone at once.")
            .header(SEQUENCE, false, NUMBERED)
            .query(
                "sign_out",
                "boolean",
                "Whether the token ends too, whatever was sent after it.",
            )
            .empty(StatusCode::NO_CONTENT, "Goodbye.")
            .refuses(&[StatusCode::CONFLICT]),
        say_goodbye,
    )
}

async fn me(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    Ok(json(&app.hub.read_as(&caller).me(&caller)?))
}

async fn change_settings(
    State(app): State<App>,
    caller: Caller,
    Name(name): Name,
    Json(change): Json<SettingsChange>,
) -> Result<Response, Failure> {
    Ok(json(&app.hub.change_settings(caller, change, name).await?))
}

async fn choose(
    State(app): State<App>,
    caller: Caller,
    Sequence(sequence): Sequence,
    Json(choice): Json<NewChoice>,
) -> Result<Response, Failure> {
    Ok(json(&app.hub.choose(caller, choice, sequence).await?))
}

async fn schedule(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let me = app.hub.read_as(&caller).me(&caller)?;
    Ok(with_etag(&me.schedule_etag, json(&me.schedule)))
}

async fn put_schedule(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Json(schedule): Json<Option<Schedule>>,
) -> Result<Response, Failure> {
    let mut if_match = Vec::new();
    for value in headers.get_all(header::IF_MATCH) {
        let value = value.to_str().unwrap_or_default();
        if_match.extend(
            value
                .split(',')
                .map(|tag| tag.trim().to_owned())
                .filter(|tag| !tag.is_empty()),
        );
    }
    if if_match.is_empty() {
        let detail = "Send `If-Match` with the `ETag` of the schedule that you edited, so that nobody's change is lost.";
        return Err(Failure::new(
            StatusCode::PRECONDITION_REQUIRED,
            Code::IfMatchRequired,
            detail,
        ));
    }
    let tagged = app.hub.put_schedule(caller, schedule, if_match).await?;
    Ok(with_etag(&tagged.etag, json(&tagged.schedule)))
}

async fn busy(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    Ok(json(&app.hub.busy(&caller)?))
}

async fn put_busy(
    State(app): State<App>,
    caller: Caller,
    Json(intervals): Json<Vec<Interval>>,
) -> Result<Response, Failure> {
    Ok(json(&app.hub.put_busy(caller, intervals).await?))
}

fn with_etag(etag: &str, mut response: Response) -> Response {
    if let Ok(etag) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    response
}

async fn report_activity(
    State(app): State<App>,
    caller: Caller,
    Sequence(sequence): Sequence,
    Json(activity): Json<Activity>,
) -> Result<Response, Failure> {
    let answer = app.hub.report_activity(caller, activity, sequence).await?;
    Ok(json(&answer))
}

async fn events(
    State(app): State<App>,
    caller: Caller,
    connection: StreamConnection,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let stream = app.hub.open_events(&caller, last, connection.framing)?;
    Ok(event_stream(stream, &connection))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Goodbye {
    #[serde(default)]
    sign_out: bool,
}

async fn say_goodbye(
    State(app): State<App>,
    caller: Caller,
    Sequence(sequence): Sequence,
    Asked(goodbye): Asked<Goodbye>,
) -> Result<Response, Failure> {
    app.hub
        .say_goodbye(caller, goodbye.sign_out, sequence)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
