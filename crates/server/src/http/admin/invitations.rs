//! Invitations: made by owners, accepted by whoever has the code.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use porchlight_campus::{
    TokenHash,
    edits::{self, Change, Changed},
};
use porchlight_protocol::{
    Account, CodeUse, CodedAcceptance, GivenCode, Invitation, InvitationAcceptance, MadeInvitation,
    NewInvitation,
};

use super::{REASON, Why};
use crate::{
    auth,
    http::{
        App, account,
        extract::{Asked, Json, Named, Origin},
        json,
        openapi::{Api, Operation},
        problem::Failure,
    },
    hub::{Caller, Refusal},
};

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::get("/v1/admin/invitations", "Tells the open invitations")
            .about("Owners only.")
            .answers::<Vec<Invitation>>(StatusCode::OK, "Those that can be accepted.")
            .refuses(&[StatusCode::FORBIDDEN]),
        invitations,
    );
    let api = api.route(
        Operation::post("/v1/admin/invitations", "Invites somebody")
            .about(
                "Owners only. The code is told this once, and can be used once. It takes the place of the one that the \
                 same address got before.",
            )
            .body::<NewInvitation>()
            .answers::<MadeInvitation>(StatusCode::CREATED, "The invitation, and its code.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::CONFLICT]),
        invite,
    );
    let api = api.route(
        Operation::delete("/v1/admin/invitations/{id}", "Ends an invitation")
            .about("Owners only.")
            .query("reason", "string", REASON)
            .empty(StatusCode::NO_CONTENT, "Nobody can accept it any more.")
            .refuses(&[
                StatusCode::FORBIDDEN,
                StatusCode::NOT_FOUND,
                StatusCode::UNPROCESSABLE_ENTITY,
            ]),
        revoke,
    );
    let api = api.route(
        Operation::post("/v1/codes", "Tells what a one-time code is good for")
            .about("Whoever has it is told whom it is for, and until when it can be used.")
            .open()
            .body::<GivenCode>()
            .answers::<CodeUse>(StatusCode::OK, "What it is good for.")
            .refuses(&[
                StatusCode::FORBIDDEN,
                StatusCode::NOT_FOUND,
                StatusCode::SERVICE_UNAVAILABLE,
            ]),
        look_up,
    );
    let api = api.route(
        Operation::post("/v1/invitations", "Accepts an invitation")
            .about("Whoever has the code is an agent from now on, and signs in with the password.")
            .open()
            .body::<CodedAcceptance>()
            .answers::<Account>(StatusCode::CREATED, "The new agent.")
            .refuses(&[
                StatusCode::NOT_FOUND,
                StatusCode::CONFLICT,
                StatusCode::SERVICE_UNAVAILABLE,
            ]),
        accept,
    );
    api.route(
        Operation::post("/v1/invitations/{code}", "Accepts an invitation named by its address")
            .about(
                "As `POST /v1/invitations`, for programs that go by this address. What stands between them and the server may \
                 write the address down.",
            )
            .open()
            .body::<InvitationAcceptance>()
            .answers::<Account>(StatusCode::CREATED, "The new agent.")
            .refuses(&[
                StatusCode::NOT_FOUND,
                StatusCode::CONFLICT,
                StatusCode::SERVICE_UNAVAILABLE,
            ]),
        accept_by_address,
    )
}

async fn invitations(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let facts = app.hub.facts_for_owner(&caller).await?;
    Ok(json(&edits::invitations(
        &facts,
        app.hub.clock().now().wall,
    )))
}

async fn invite(
    State(app): State<App>,
    caller: Caller,
    Json(asked): Json<NewInvitation>,
) -> Result<Response, Failure> {
    let code = auth::new_code();
    let change = Change::Invite {
        email: asked.email,
        owner: asked.owner,
        offices: asked.offices,
        expires_in_seconds: asked.expires_in_seconds,
        code: TokenHash::of(&code),
    };
    match app
        .hub
        .change(Some(caller), change, asked.reason, None)
        .await?
    {
        Changed::Invitation(invitation) => {
            let made = MadeInvitation { code, invitation };
            Ok((StatusCode::CREATED, json(&made)).into_response())
        }
        _ => Err(Refusal::Unavailable.into()),
    }
}

async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<String>,
    Asked(why): Asked<Why>,
) -> Result<Response, Failure> {
    let change = Change::RevokeInvitation { id };
    app.hub
        .change(Some(caller), change, why.reason, None)
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn look_up(
    State(app): State<App>,
    Json(given): Json<GivenCode>,
) -> Result<Response, Failure> {
    let facts = app.hub.facts().await?;
    let code = TokenHash::of(given.code.trim());
    let good_for = edits::use_of_code(&facts, &code, app.hub.clock().now().wall);
    Ok(json(&good_for.map_err(Refusal::from)?))
}

async fn accept_by_address(
    State(app): State<App>,
    Named(code): Named<String>,
    origin: Origin,
    Json(asked): Json<InvitationAcceptance>,
) -> Result<Response, Failure> {
    let InvitationAcceptance { name, password } = asked;
    let asked = CodedAcceptance {
        code,
        name,
        password,
    };
    accept(State(app), origin, Json(asked)).await
}

async fn accept(
    State(app): State<App>,
    Origin(client): Origin,
    Json(asked): Json<CodedAcceptance>,
) -> Result<Response, Failure> {
    account::check_new("password", &asked.password)?;
    let code = TokenHash::of(asked.code.trim());
    let facts = app.hub.facts().await?;
    // Before anything is hashed, which costs something.
    edits::check_invitation(&facts, &code, app.hub.clock().now().wall).map_err(Refusal::from)?;
    let password = account::hash(&app, client, "password", asked.password).await?;
    let change = Change::AcceptInvitation {
        code,
        name: asked.name,
        password,
    };
    match app.hub.change(None, change, None, None).await? {
        Changed::Account(account) => Ok((StatusCode::CREATED, json(&account)).into_response()),
        _ => Err(Refusal::Unavailable.into()),
    }
}
