//! Offices, who belongs to them, and the organization's settings.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use porchlight_campus::edits::{self, Change, Changed};
use porchlight_protocol::{
    AgentId, IDEMPOTENCY_KEY, Member, MemberChange, NewOffice, Office, OfficeChange, OfficeId,
    OrganizationChange, OrganizationSettings,
};

use super::{REASON, Why};
use crate::{
    http::{
        App,
        extract::{Asked, Json, NAMED, Name, Named},
        json,
        openapi::{Api, Operation},
        problem::Failure,
    },
    hub::{Caller, Refusal},
};

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::get("/v1/admin/offices", "Tells all offices")
            .about("Owners only.")
            .answers::<Vec<Office>>(StatusCode::OK, "All offices by name.")
            .refuses(&[StatusCode::FORBIDDEN]),
        offices,
    );
    let api = api.route(
        Operation::post("/v1/admin/offices", "Adds an office")
            .about("Owners only.")
            .header(IDEMPOTENCY_KEY, false, NAMED)
            .body::<NewOffice>()
            .answers::<Office>(StatusCode::CREATED, "The office.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::CONFLICT]),
        add_office,
    );
    let api = api.route(
        Operation::patch("/v1/admin/offices/{id}", "Changes an office")
            .about("Owners only. Its members and customers' pages are told at once.")
            .body::<OfficeChange>()
            .answers::<Office>(StatusCode::OK, "The office as it is now.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        change_office,
    );
    let api = api.route(
        Operation::delete("/v1/admin/offices/{id}", "Removes an office")
            .about("Owners only. Its memberships go with it, and customers' pages end.")
            .query("reason", "string", REASON)
            .empty(StatusCode::NO_CONTENT, "It is removed.")
            .refuses(&[
                StatusCode::FORBIDDEN,
                StatusCode::NOT_FOUND,
                StatusCode::UNPROCESSABLE_ENTITY,
            ]),
        remove_office,
    );
    add_settings(add_members(api))
}

fn add_members(api: Api) -> Api {
    let api = api.route(
        Operation::get(
            "/v1/admin/offices/{id}/members",
            "Tells the members of an office",
        )
        .about("Owners, and administrators of that office.")
        .answers::<Vec<Member>>(StatusCode::OK, "All members by name, active or not.")
        .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        members,
    );
    let api = api.route(
        Operation::put(
            "/v1/admin/offices/{id}/members/{agent}",
            "Makes an agent a member of an office",
        )
        .about(
            "Owners, and administrators of that office. Changes her role where she is one already.",
        )
        .body::<MemberChange>()
        .answers::<Member>(StatusCode::OK, "The member.")
        .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        set_member,
    );
    api.route(
        Operation::delete(
            "/v1/admin/offices/{id}/members/{agent}",
            "Takes an agent out of an office",
        )
        .about("Owners, and administrators of that office.")
        .query("reason", "string", REASON)
        .empty(StatusCode::NO_CONTENT, "She is no member any more.")
        .refuses(&[
            StatusCode::FORBIDDEN,
            StatusCode::NOT_FOUND,
            StatusCode::UNPROCESSABLE_ENTITY,
        ]),
        remove_member,
    )
}

fn add_settings(api: Api) -> Api {
    let api = api.route(
        Operation::get("/v1/admin/settings", "Tells the organization's settings")
            .about("Owners only.")
            .answers::<OrganizationSettings>(StatusCode::OK, "The settings.")
            .refuses(&[StatusCode::FORBIDDEN]),
        settings,
    );
    api.route(
        Operation::patch("/v1/admin/settings", "Changes the organization's settings")
            .about("Owners only.")
            .body::<OrganizationChange>()
            .answers::<OrganizationSettings>(StatusCode::OK, "The settings as they are now.")
            .refuses(&[StatusCode::FORBIDDEN]),
        change_settings,
    )
}

async fn offices(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_owner(&caller).await?;
    Ok(json(&edits::offices(&facts)))
}

async fn add_office(
    State(app): State<App>,
    caller: Caller,
    Name(name): Name,
    Json(asked): Json<NewOffice>,
) -> Result<Response, Failure> {
    let change = Change::AddOffice {
        id: asked.id,
        name: asked.name,
        public: asked.public,
    };
    let office = change_one(&app, caller, change, asked.reason, name).await?;
    Ok((StatusCode::CREATED, office).into_response())
}

async fn change_office(
    State(app): State<App>,
    caller: Caller,
    Named(office): Named<OfficeId>,
    Json(mut change): Json<OfficeChange>,
) -> Result<Response, Failure> {
    let reason = change.reason.take();
    let change = Change::ChangeOffice { office, change };
    change_one(&app, caller, change, reason, None).await
}

async fn remove_office(
    State(app): State<App>,
    caller: Caller,
    Named(office): Named<OfficeId>,
    Asked(why): Asked<Why>,
) -> Result<Response, Failure> {
    let change = Change::RemoveOffice { office };
    app.hub
        .change(Some(caller), change, why.reason, None)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn members(
    State(app): State<App>,
    caller: Caller,
    Named(office): Named<OfficeId>,
) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_administrator(&caller, &office).await?;
    Ok(json(&edits::members(&facts, &office)))
}

async fn set_member(
    State(app): State<App>,
    caller: Caller,
    Named((office, agent)): Named<(OfficeId, AgentId)>,
    Json(asked): Json<MemberChange>,
) -> Result<Response, Failure> {
    let change = Change::SetMember {
        office,
        agent,
        role: asked.role,
    };
    change_one(&app, caller, change, asked.reason, None).await
}

async fn remove_member(
    State(app): State<App>,
    caller: Caller,
    Named((office, agent)): Named<(OfficeId, AgentId)>,
    Asked(why): Asked<Why>,
) -> Result<Response, Failure> {
    let change = Change::RemoveMember { office, agent };
    app.hub
        .change(Some(caller), change, why.reason, None)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn settings(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_owner(&caller).await?;
    Ok(json(&edits::settings(&facts)))
}

async fn change_settings(
    State(app): State<App>,
    caller: Caller,
    Json(asked): Json<OrganizationChange>,
) -> Result<Response, Failure> {
    let change = Change::ChangeSettings {
        idle_after_seconds: asked.idle_after_seconds,
    };
    change_one(&app, caller, change, asked.reason, None).await
}

/// Makes a change, and answers what it came to.
async fn change_one(
    app: &App,
    caller: Caller,
    change: Change,
    reason: Option<String>,
    name: Option<String>,
) -> Result<Response, Failure> {
    match app.hub.change(Some(caller), change, reason, name).await? {
        Changed::Office(office) => Ok(json(&office)),
        Changed::Member(member) => Ok(json(&member)),
        Changed::Settings(settings) => Ok(json(&settings)),
        _ => Err(Refusal::Unavailable.into()),
    }
}
