use axum::{extract::State, http::StatusCode, response::Response};
use porchlight_campus::AwayTarget;
use porchlight_protocol::{
    AgentId, AwayAnswer, AwayRequest, DayCoverage, IDEMPOTENCY_KEY, OfficeId, OfficePresence,
};

use super::{
    App,
    extract::{Asked, Json, NAMED, Name, Named},
    json,
    openapi::{Api, Operation},
    problem::Failure,
};
use crate::hub::{Caller, DayAsked};

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::get("/v1/offices", "Tells who is where").answers::<Vec<OfficePresence>>(
            StatusCode::OK,
            "The caller's offices, each with its counter and agents.",
        ),
        offices,
    );
    let api = api.route(
        Operation::get("/v1/offices/{id}", "Tells who is in an office")
            .answers::<OfficePresence>(StatusCode::OK, "The office, with its counter and agents.")
            .refuses(&[StatusCode::NOT_FOUND]),
        office,
    );
    let api = api.route(
        Operation::get(
            "/v1/offices/{id}/coverage",
            "Tells how an office was covered on a day",
        )
        .about(
            "Who was Available and when, which of the office's hours nobody was, and of which time nothing is known. It is \
             kept for 35 days. Administrators only for other days than today.",
        )
        .query("date", "string", "Such as `2026-11-23`; today, if left out.")
        .query(
            "zone",
            "string",
            "By whose clocks, such as `Europe/Berlin`; by those of the office's hours, if left out, and in UTC if it has none.",
        )
        .answers::<DayCoverage>(StatusCode::OK, "The day, as far as it has been.")
        .refuses(&[
            StatusCode::FORBIDDEN,
            StatusCode::NOT_FOUND,
            StatusCode::UNPROCESSABLE_ENTITY,
        ]),
        coverage,
    );
    let api = api.route(
        Operation::post(
            "/v1/offices/{id}/agents/{agent}/away",
            "Sets an agent Away in an office",
        )
        .about("Administrators only, and only for an agent who is Available there.")
        .header(IDEMPOTENCY_KEY, false, NAMED)
        .optional_body::<AwayRequest>()
        .answers::<AwayAnswer>(StatusCode::OK, "Whether she was changed.")
        .refuses(&[
            StatusCode::FORBIDDEN,
            StatusCode::NOT_FOUND,
            StatusCode::CONFLICT,
        ]),
        set_agent_away,
    );
    api.route(
        Operation::post("/v1/offices/{id}/away", "Sets everybody Away in an office")
            .about("Administrators only. Those who come later are not concerned.")
            .header(IDEMPOTENCY_KEY, false, NAMED)
            .optional_body::<AwayRequest>()
            .answers::<AwayAnswer>(StatusCode::OK, "Who was changed, and who was not.")
            .refuses(&[
                StatusCode::FORBIDDEN,
                StatusCode::NOT_FOUND,
                StatusCode::CONFLICT,
            ]),
        set_everybody_away,
    )
}

async fn offices(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    Ok(json(&app.hub.read_as(&caller).offices_of(&caller)?))
}

async fn office(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<OfficeId>,
) -> Result<Response, Failure> {
    Ok(json(&app.hub.read_as(&caller).office_of(&caller, &id)?))
}

async fn coverage(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<OfficeId>,
    Asked(asked): Asked<DayAsked>,
) -> Result<Response, Failure> {
    Ok(json(&app.hub.day_coverage(&caller, &id, asked).await?))
}

async fn set_agent_away(
    State(app): State<App>,
    caller: Caller,
    Named((office, agent)): Named<(OfficeId, AgentId)>,
    Name(name): Name,
    request: Option<Json<AwayRequest>>,
) -> Result<Response, Failure> {
    set_away(app, caller, office, AwayTarget::One(agent), name, request).await
}

async fn set_everybody_away(
    State(app): State<App>,
    caller: Caller,
    Named(office): Named<OfficeId>,
    Name(name): Name,
    request: Option<Json<AwayRequest>>,
) -> Result<Response, Failure> {
    set_away(app, caller, office, AwayTarget::Everybody, name, request).await
}

async fn set_away(
    app: App,
    caller: Caller,
    office: OfficeId,
    target: AwayTarget,
    name: Option<String>,
    request: Option<Json<AwayRequest>>,
) -> Result<Response, Failure> {
    let reason = request.and_then(|Json(request)| request.reason);
    let reason = reason
        .map(|reason| reason.trim().to_owned())
        .filter(|reason| !reason.is_empty());
    Ok(json(
        &app.hub
            .set_away(caller, office, target, reason, name)
            .await?,
    ))
}
