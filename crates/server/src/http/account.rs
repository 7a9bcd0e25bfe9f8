//! Signing in.

use std::time::Duration;

use axum::{extract::State, http::StatusCode, response::Response};
use porchlight_protocol::{Code, SignIn, SignedIn};

use super::{
    App,
    extract::{Json, Origin},
    json,
    openapi::{Api, Operation},
    problem::Failure,
};
use crate::auth::{Busy, email_key};

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
    api.route(operation, sign_in)
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
    let email = email_key(&email);
    check(&email, &password, &device)?;
    let now = || app.hub.clock().now().steady;
    let place = app.passwords.queue(client).map_err(busy)?;
    let attempt = app.throttle.begin(client, &email, now).await;
    let attempt = attempt.map_err(|wait| {
        let detail = "There were too many wrong tries; wait, and try again.";
        Failure::new(StatusCode::TOO_MANY_REQUESTS, Code::SlowDown, detail).wait(wait)
    })?;
    let (agent, hash) = app.hub.account(&email).await?.unzip();
    let right = place.check(password, hash).await.map_err(busy)?;
    let Some(agent) = agent.filter(|_| right) else {
        attempt.wrong(now());
        let detail = "The e-mail address and the password do not match; check both and try again.";
        return Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            Code::WrongPassword,
            detail,
        ));
    };
    attempt.right(now());
    Ok(json(
        &app.hub.sign_in(agent, device.trim().to_owned()).await?,
    ))
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
