//! Signing in, one's password, and one's devices.

use std::time::Duration;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use porchlight_campus::{PublishedAgent, TokenHash, edits::Change, records::PasswordRecord};
use porchlight_protocol::{
    AgentId, Code, PasswordChange, PasswordReset, SessionId, SignIn, SignedIn, SignedInDevice,
};

use super::{
    App,
    extract::{Json, Named, Origin},
    json,
    openapi::{Api, Operation},
    problem::Failure,
};
use crate::{
    auth::{self, Busy, PasswordError, email_key},
    hub::{Caller, Credentials, Refusal, sentence},
    origin::Client,
};

const LONGEST_EMAIL: usize = 254;
const LONGEST_PASSWORD: usize = 1024;
const LONGEST_DEVICE: usize = 100;

pub(super) fn add(api: Api) -> Api {
    let operation = Operation::post("/v1/sign-in", "Signs a device in")
        .about(
            "Five wrong passwords in a row slow that account down for the address they came from; many slow the \
             address, or the account for addresses from which it never signed in.",
        )
        .open()
        .body::<SignIn>()
        .answers::<SignedIn>(StatusCode::OK, "The session's token, told this once.")
        .refuses(&[
            StatusCode::UNAUTHORIZED,
            StatusCode::TOO_MANY_REQUESTS,
            StatusCode::SERVICE_UNAVAILABLE,
        ]);
    let api = api.route(operation, sign_in);
    let api = api.route(
        Operation::post("/v1/me/password", "Changes my password")
            .about(
                "Signs all other devices out. A wrong old password counts as one at sign-in does. The new one has at \
                 least 8 characters and at most 1024 bytes, and is another one.",
            )
            .body::<PasswordChange>()
            .empty(StatusCode::NO_CONTENT, "It is changed.")
            .refuses(&[
                StatusCode::FORBIDDEN,
                StatusCode::PRECONDITION_FAILED,
                StatusCode::TOO_MANY_REQUESTS,
            ]),
        change_password,
    );
    let api = api.route(
        Operation::post("/v1/password-reset", "Sets a password by a code")
            .about(
                "An owner gives the code out. It can be used once, within 24 hours, and signs all devices out. The \
                 password has at least 8 characters and at most 1024 bytes.",
            )
            .open()
            .body::<PasswordReset>()
            .empty(StatusCode::NO_CONTENT, "It is set: sign in with it.")
            .refuses(&[
                StatusCode::FORBIDDEN,
                StatusCode::NOT_FOUND,
                StatusCode::SERVICE_UNAVAILABLE,
            ]),
        reset_password,
    );
    let api = api.route(
        Operation::get("/v1/me/sessions", "Tells my devices").answers::<Vec<SignedInDevice>>(
            StatusCode::OK,
            "The devices that are signed in, the newest first.",
        ),
        devices,
    );
    api.route(
        Operation::delete("/v1/me/sessions/{id}", "Signs one of my devices out")
            .about("Its token ends, and it is gone at once.")
            .empty(StatusCode::NO_CONTENT, "It is signed out.")
            .refuses(&[StatusCode::NOT_FOUND]),
        end_device,
    )
}

async fn sign_in(
    State(app): State<App>,
    Origin(client): Origin,
    Json(asked): Json<SignIn>,
) -> Result<Response, Failure> {
    let SignIn {
        email,
        password,
        device,
    } = asked;
    Ok(json(
        &sign_in_as(&app, client, &email, password, &device).await?,
    ))
}

/// Opens a session for whoever has the password.
pub(super) async fn sign_in_as(
    app: &App,
    client: Option<Client>,
    email: &str,
    password: String,
    device: &str,
) -> Result<SignedIn, Failure> {
    let email = email_key(email);
    check(&email, &password, device)?;
    let agent = prove(app, client, &email, password).await?;
    let Some(known) = agent else {
        let detail = "The e-mail address and the password do not match; check both and try again.";
        return Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            Code::WrongPassword,
            detail,
        ));
    };
    // Only to somebody who has the password is it said.
    let Some(generation) = known.generation else {
        return Err(Refusal::Deactivated.into());
    };
    let device = device.trim().to_owned();
    Ok(app.hub.sign_in(known.agent, generation, device).await?)
}

/// Whose password it is, if it is right; slows down whoever guesses.
async fn prove(
    app: &App,
    client: Option<Client>,
    email: &str,
    password: String,
) -> Result<Option<Credentials>, Failure> {
    let now = || app.hub.clock().now().steady;
    let place = app.passwords.queue(client).map_err(busy)?;
    let attempt = app.throttle.begin(client, email, now).await;
    let attempt = attempt.map_err(|wait| {
        let detail = "There were too many wrong tries; wait, and try again.";
        Failure::new(StatusCode::TOO_MANY_REQUESTS, Code::SlowDown, detail).wait(wait)
    })?;
    let known = app.hub.credentials(email).await?;
    let hash = known.as_ref().map(|known| known.hash.hash.clone());
    let right = place.check(password, hash).await.map_err(busy)?;
    let Some(known) = known.filter(|_| right) else {
        attempt.wrong(now());
        return Ok(None);
    };
    attempt.right(now());
    Ok(Some(known))
}

async fn change_password(
    State(app): State<App>,
    caller: Caller,
    Origin(client): Origin,
    Json(asked): Json<PasswordChange>,
) -> Result<Response, Failure> {
    let PasswordChange { old, new } = asked;
    if old.is_empty() || old.len() > LONGEST_PASSWORD {
        return Err(Failure::invalid("old", "Give the password that you have."));
    }
    check_new("new", &new)?;
    if old == new {
        let detail = "This is the password that you have; choose another one.";
        return Err(Failure::invalid("new", detail));
    }
    let email = app.hub.read_as(&caller).me(&caller)?.agent.email;
    let known = prove(&app, client, &email_key(&email), old).await?;
    let known = known.filter(|known| known.agent == caller.agent);
    let Some(generation) = known.and_then(|known| known.generation) else {
        let detail = "This is not the password that you have; check it and try again.";
        let wrong = Failure::new(StatusCode::FORBIDDEN, Code::WrongPassword, detail);
        return Err(wrong.at("old"));
    };
    let change = Change::SetOwnPassword {
        agent: caller.agent.clone(),
        generation,
        keep: caller.session.clone(),
        password: hash(&app, client, "new", new).await?,
    };
    app.hub.change(Some(caller), change, None, None).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn reset_password(
    State(app): State<App>,
    Origin(client): Origin,
    Json(asked): Json<PasswordReset>,
) -> Result<Response, Failure> {
    check_new("password", &asked.password)?;
    let code = TokenHash::of(asked.code.trim());
    // Before anything is hashed, which costs something.
    app.hub.check_reset_code(&code).await?;
    let password = hash(&app, client, "password", asked.password).await?;
    let change = Change::FinishPasswordReset { code, password };
    app.hub.change(None, change, None, None).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn devices(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    Ok(json(
        &devices_of(&app, &caller.agent, Some(&caller.session)).await?,
    ))
}

async fn end_device(
    State(app): State<App>,
    caller: Caller,
    Named(id): Named<SessionId>,
) -> Result<Response, Failure> {
    let change = Change::EndSessions {
        agent: caller.agent.clone(),
        session: Some(id),
    };
    app.hub.change(Some(caller), change, None, None).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// An agent's signed-in devices, the newest first.
pub(super) async fn devices_of(
    app: &App,
    agent: &AgentId,
    current: Option<&SessionId>,
) -> Result<Vec<SignedInDevice>, Failure> {
    let facts = app.hub.facts().await?;
    let published = app.hub.published();
    let live = published.agent(agent).map(PublishedAgent::sessions);
    let live = live.unwrap_or_default().iter();
    let mut devices: Vec<_> = live
        .filter_map(|session| {
            Some(SignedInDevice {
                signed_in_at: facts.session(&session.id)?.signed_in_at,
                current: current == Some(&session.id),
                id: session.id.clone(),
                device: session.device.clone(),
                live: session.live,
                activity: session.activity,
            })
        })
        .collect();
    devices.sort_by(|a, b| (b.signed_in_at, &b.id).cmp(&(a.signed_in_at, &a.id)));
    Ok(devices)
}

/// Refuses a password that cannot be one, by its field.
pub(super) fn check_new(field: &str, password: &str) -> Result<(), Failure> {
    auth::check_password(password).map_err(|error| refused(field, &error))
}

/// Hashes a password for keeping, in turn with those that are checked.
pub(super) async fn hash(
    app: &App,
    client: Option<Client>,
    field: &str,
    password: String,
) -> Result<PasswordRecord, Failure> {
    let place = app.passwords.queue(client).map_err(busy)?;
    let hash = place.hash(password).await.map_err(busy)?;
    let hash = hash.map_err(|error| refused(field, &error))?;
    Ok(PasswordRecord { hash })
}

fn refused(field: &str, error: &PasswordError) -> Failure {
    Failure::invalid(field, sentence(&error.to_string()))
}

fn busy(_: Busy) -> Failure {
    let detail = "Too many people are signing in at this moment; try again in a moment.";
    Failure::new(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, detail)
        .wait(Duration::from_secs(2))
}

fn check(email: &str, password: &str, device: &str) -> Result<(), Failure> {
    if email.is_empty() || email.len() > LONGEST_EMAIL {
        return Err(Failure::invalid(
            "email",
            "Give the e-mail address of your account.",
        ));
    }
    if password.is_empty() || password.len() > LONGEST_PASSWORD {
        return Err(Failure::invalid(
            "password",
            "Give the password of your account.",
        ));
    }
    if device.trim().is_empty()
        || device.chars().count() > LONGEST_DEVICE
        || device.chars().any(char::is_control)
    {
        let detail = format!("Give the device a name of at most {LONGEST_DEVICE} characters.");
        return Err(Failure::invalid("device", detail));
    }
    Ok(())
}
