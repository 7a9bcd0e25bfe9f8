//! Agents, their devices, and codes for those who cannot sign in.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use porchlight_campus::{
    Refusal,
    edits::{self, Change},
};
use porchlight_protocol::{
    Account, AccountChange, AgentId, IDEMPOTENCY_KEY, NewAccount, OneTimeCode,
    PasswordResetRequest, SessionId, SignedInDevice,
};

use super::{REASON, Why};
use crate::{
    http::{
        App, account,
        extract::{Asked, Json, NAMED, Name, Named, Origin},
        json,
        openapi::{Api, Operation},
        problem::Failure,
    },
    hub::Caller,
};

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::get("/v1/admin/agents", "Tells all agents")
            .about("Owners only.")
            .answers::<Vec<Account>>(StatusCode::OK, "All agents by name, active or not.")
            .refuses(&[StatusCode::FORBIDDEN]),
        agents,
    );
    let api = api.route(
        Operation::post("/v1/admin/agents", "Adds an agent")
            .about(
                "Owners only. Her password has at least 8 characters and at most 1024 bytes; without one she sets it \
                 by a code.",
            )
            .header(IDEMPOTENCY_KEY, false, NAMED)
            .body::<NewAccount>()
            .answers::<Account>(StatusCode::CREATED, "The agent, with an id of her own.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::CONFLICT]),
        add_agent,
    );
    let api = api.route(
        Operation::get("/v1/admin/agents/{id}", "Tells an agent")
            .about("Owners only.")
            .answers::<Account>(StatusCode::OK, "The agent.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        agent,
    );
    let api = api.route(
        Operation::patch("/v1/admin/agents/{id}", "Changes an agent")
            .about(
                "Owners only. `active: false` ends her sessions at once, and customers see her gone. The last active \
                 owner can be neither deactivated nor demoted (`last_owner`).",
            )
            .body::<AccountChange>()
            .answers::<Account>(StatusCode::OK, "The agent as she is now.")
            .refuses(&[
                StatusCode::FORBIDDEN,
                StatusCode::NOT_FOUND,
                StatusCode::CONFLICT,
            ]),
        change_agent,
    );
    let api = api.route(
        Operation::post(
            "/v1/admin/agents/{id}/password-reset",
            "Makes a code that sets an agent's password",
        )
        .about(
            "Owners only. The code is told this once, can be used once within 24 hours (`POST /v1/password-reset`), \
             and takes the place of the one before.",
        )
        .optional_body::<PasswordResetRequest>()
        .answers::<OneTimeCode>(StatusCode::CREATED, "The code.")
        .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        start_password_reset,
    );
    let api = api.route(
        Operation::get("/v1/admin/agents/{id}/sessions", "Tells an agent's devices")
            .about("Owners only.")
            .answers::<Vec<SignedInDevice>>(
                StatusCode::OK,
                "The devices that are signed in, the newest first.",
            )
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        devices,
    );
    let api = api.route(
        Operation::delete(
            "/v1/admin/agents/{id}/sessions",
            "Signs all devices of an agent out",
        )
        .about("Owners only. Their tokens end, and they are gone at once.")
        .query("reason", "string", REASON)
        .empty(StatusCode::NO_CONTENT, "They are signed out.")
        .refuses(&[
            StatusCode::FORBIDDEN,
            StatusCode::NOT_FOUND,
            StatusCode::UNPROCESSABLE_ENTITY,
        ]),
        end_devices,
    );
    api.route(
        Operation::delete(
            "/v1/admin/agents/{id}/sessions/{session}",
            "Signs a device of an agent out",
        )
        .about("Owners only. Its token ends, and it is gone at once.")
        .query("reason", "string", REASON)
        .empty(StatusCode::NO_CONTENT, "It is signed out.")
        .refuses(&[
            StatusCode::FORBIDDEN,
            StatusCode::NOT_FOUND,
            StatusCode::UNPROCESSABLE_ENTITY,
        ]),
        end_device,
    )
}

async fn agents(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_owner(&caller).await?;
    Ok(json(&edits::accounts(&facts)))
}

async fn agent(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AgentId>,
) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_owner(&caller).await?;
    let account = edits::account(&facts, &id).ok_or_else(no_such_agent)?;
    Ok(json(&account))
}

async fn add_agent(
    State(app): State<App>,
    caller: Caller,
    Origin(client): Origin,
    Name(name): Name,
    Json(asked): Json<NewAccount>,
) -> Result<Response, Failure> {
    // Nobody else has anything hashed.
    app.hub.facts_for_owner(&caller).await?;
    let password = match asked.password {
        Some(password) => {
            account::check_new("password", &password)?;
            Some(account::hash(&app, client, "password", password).await?)
        }
        None => None,
    };
    let change = Change::AddAgent {
        email: asked.email,
        name: asked.name,
        owner: asked.owner,
        password,
    };
    let account = app
        .hub
        .change_account(caller, change, asked.reason, name)
        .await?;
    Ok((StatusCode::CREATED, json(&account)).into_response())
}

async fn change_agent(
    State(app): State<App>,
    caller: Caller,
    Named(agent): Named<AgentId>,
    Json(mut change): Json<AccountChange>,
) -> Result<Response, Failure> {
    let reason = change.reason.take();
    let change = Change::ChangeAgent { agent, change };
    let account = app.hub.change_account(caller, change, reason, None).await?;
    Ok(json(&account))
}

async fn start_password_reset(
    State(app): State<App>,
    caller: Caller,
    Named(agent): Named<AgentId>,
    request: Option<Json<PasswordResetRequest>>,
) -> Result<Response, Failure> {
    let PasswordResetRequest { shut_out, reason } =
        request.map(|Json(request)| request).unwrap_or_default();
    let code = app
        .hub
        .start_password_reset(caller, agent, shut_out, reason)
        .await?;
    Ok((StatusCode::CREATED, json(&code)).into_response())
}

async fn devices(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<AgentId>,
) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_owner(&caller).await?;
    facts.account(&id).ok_or_else(no_such_agent)?;
    let devices = account::devices_of(&app, &id, Some(&caller.session)).await?;
    Ok(json(&devices))
}

async fn end_devices(
    State(app): State<App>,
    caller: Caller,
    Named(agent): Named<AgentId>,
    Asked(why): Asked<Why>,
) -> Result<Response, Failure> {
    end(&app, caller, agent, None, why).await
}

async fn end_device(
    State(app): State<App>,
    caller: Caller,
    Named((agent, session)): Named<(AgentId, SessionId)>,
    Asked(why): Asked<Why>,
) -> Result<Response, Failure> {
    end(&app, caller, agent, Some(session), why).await
}

async fn end(
    app: &App,
    caller: Caller,
    agent: AgentId,
    session: Option<SessionId>,
    why: Why,
) -> Result<Response, Failure> {
    // Through here nobody but owners ends even her own.
    app.hub.facts_for_owner(&caller).await?;
    let change = Change::EndSessions { agent, session };
    app.hub
        .change(Some(caller), change, why.reason, None)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn no_such_agent() -> Failure {
    Refusal::NotFound("There is no such agent.".to_owned()).into()
}
