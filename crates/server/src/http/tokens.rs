//! Personal access tokens: what scripts sign in with.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use porchlight_campus::{
    TokenHash,
    edits::{self, Change, Changed, IssuedToken},
};
use porchlight_protocol::{AccessToken, MadeAccessToken, NewAccessToken, SessionId};

use super::{
    App,
    extract::{Json, Named},
    json,
    openapi::{Api, Operation},
    problem::Failure,
};
use crate::{
    auth,
    hub::{Caller, Refusal, new_session_id},
};

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::get("/v1/me/tokens", "Tells my tokens for scripts")
            .about("No token itself is told.")
            .answers::<Vec<AccessToken>>(StatusCode::OK, "Those that are valid, the newest first.")
            .refuses(&[StatusCode::FORBIDDEN]),
        tokens,
    );
    let api = api.route(
        Operation::post("/v1/me/tokens", "Makes a token for a script")
            .about(
                "A script sends it as `Authorization: Bearer <token>`, and may do in my name what its scopes say, until it \
                 expires or is revoked, my password is changed, or I am signed out everywhere. It is no device: it makes \
                 nobody Available. Only a device that is signed in may make one.",
            )
            .body::<NewAccessToken>()
            .answers::<MadeAccessToken>(StatusCode::CREATED, "The token, which is told this once.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::CONFLICT]),
        make,
    );
    api.route(
        Operation::delete("/v1/me/tokens/{id}", "Revokes one of my tokens")
            .empty(StatusCode::NO_CONTENT, "Nobody can use it any more.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        revoke,
    )
}

async fn tokens(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let facts = app.hub.facts().await?;
    let now = app.hub.clock().now().wall;
    let mut tokens = edits::tokens(&facts, &caller.agent);
    tokens.retain(|token| token.expires_at > now);
    Ok(json(&tokens))
}

async fn make(
    State(app): State<App>,
    caller: Caller,
    Json(new): Json<NewAccessToken>,
) -> Result<Response, Failure> {
    let token = auth::new_access_token();
    let change = Change::AddToken {
        agent: caller.agent.clone(),
        token: new,
        issued: IssuedToken {
            id: new_session_id(),
            hash: TokenHash::of(&token),
        },
    };
    match app.hub.change(Some(caller), change, None, None).await? {
        Changed::Token(access) => {
            let made = MadeAccessToken { token, access };
            Ok((StatusCode::CREATED, json(&made)).into_response())
        }
        _ => Err(Refusal::Unavailable.into()),
    }
}

async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SessionId>,
) -> Result<Response, Failure> {
    let change = Change::RevokeToken {
        agent: caller.agent.clone(),
        id,
    };
    app.hub.change(Some(caller), change, None, None).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
