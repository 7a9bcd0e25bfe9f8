use axum::{extract::State, http::StatusCode, response::Response};
use porchlight_protocol::{Code, SignIn, SignedIn};

use super::{
    App,
    extract::{Json, Origin},
    json,
    openapi::{Api, Operation},
    problem::Failure,
};

const LONGEST_EMAIL: usize = 254;
const LONGEST_PASSWORD: usize = 1024;
const LONGEST_DEVICE: usize = 100;

pub(super) fn add(api: Api) -> Api {
    let operation = Operation::post("/v1/sign-in", "Signs a device in")
        .about("Five wrong tries in a row slow that address and account down.")
        .open()
        .body::<SignIn>()
        .answers::<SignedIn>(StatusCode::OK, "The session's token, told this once.")
        .refuses(&[StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS]);
    api.route(operation, sign_in)
}

async fn sign_in(
    State(app): State<App>,
    Origin(address): Origin,
    Json(asked): Json<SignIn>,
) -> Result<Response, Failure> {
    let SignIn {
        email,
        password,
        device,
    } = asked;
    let email = email.trim().to_lowercase();
    check(&email, &password, &device)?;
    app.throttle
        .begin(address, &email, app.hub.clock().now().steady)
        .map_err(|wait| {
            let detail = "There were too many wrong tries; wait, and try again.";
            Failure::new(StatusCode::TOO_MANY_REQUESTS, Code::SlowDown, detail).wait(wait)
        })?;
    let decided = decide(&app, email.clone(), password, device.trim().to_owned()).await;
    match &decided {
        Ok(Some(_)) => app.throttle.right(address, &email),
        Ok(None) => {}
        Err(_) => app.throttle.undecided(address, &email),
    }
    let Some(signed_in) = decided? else {
        let detail = "The e-mail address and the password do not match; check both and try again.";
        return Err(Failure::new(
            StatusCode::UNAUTHORIZED,
            Code::WrongPassword,
            detail,
        ));
    };
    Ok(json(&signed_in))
}

async fn decide(
    app: &App,
    email: String,
    password: String,
    device: String,
) -> Result<Option<SignedIn>, Failure> {
    let account = app.hub.account(&email).await?;
    let (agent, hash) = account.unzip();
    let right = app.passwords.check(password, hash).await.map_err(|_| {
        let detail = "Too many people are signing in at this moment; try again in a moment.";
        let failure = Failure::new(StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable, detail);
        failure.wait(std::time::Duration::from_secs(2))
    })?;
    let Some(agent) = agent.filter(|_| right) else {
        return Ok(None);
    };
    Ok(Some(app.hub.sign_in(agent, device).await?))
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
