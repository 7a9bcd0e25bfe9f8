//! One request of the app as HTTP, and what came of it.

use porchlight_core::agent::{Answer, Failure, Request, Secret, Unreachable};
use porchlight_protocol::{
    AwayRequest, Code, IDEMPOTENCY_KEY, Problem, SEQUENCE, SettingsChange, SignIn, SignedIn,
};
use reqwest::{RequestBuilder, Response, StatusCode, header};
use serde::de::DeserializeOwned;

use super::{
    REQUEST, Server, Session,
    connection::Caller,
    failure::{is_page, stranger, unreachable},
    unusable,
};

pub(super) async fn sign_in(
    server: &Server,
    email: String,
    password: Secret,
    device: String,
) -> Result<SignedIn, Failure> {
    let body = SignIn {
        email,
        password: password.0,
        device,
    };
    let client = server.client(REQUEST).map_err(|error| unusable(&error))?;
    let url = server.address.at(["v1", "sign-in"]);
    read(client.post(url).json(&body)).await
}

/// Sends what belongs to a session, under this number, and reads the answer.
pub(super) async fn send(
    caller: &Caller,
    number: u64,
    request: Request,
) -> Result<Answer, Failure> {
    let Caller { client, session } = caller;
    let Session { server, token, .. } = session;
    let address = &server.address;
    let me = |last: &str| address.at(["v1", "me", last]);
    let signed = |request: RequestBuilder| request.bearer_auth(&token.0);
    let numbered = |request: RequestBuilder| signed(request).header(SEQUENCE, number);
    match request {
        Request::Choice(choice) => Ok(Answer::Choice(
            read(numbered(client.post(me("choices")).json(&choice))).await?,
        )),
        Request::Activity(activity) => Ok(Answer::Activity(
            read(numbered(client.put(me("activity")).json(&activity))).await?,
        )),
        Request::Schedule { schedule, etag } => {
            let saved = response_to(signed(
                client
                    .put(me("schedule"))
                    .header(header::IF_MATCH, etag)
                    .json(&schedule),
            ))
            .await?;
            Ok(Answer::Schedule {
                etag: etag_of(&saved),
            })
        }
        Request::Busy(intervals) => done(signed(client.put(me("busy")).json(&intervals))).await,
        Request::OwnIdleAfter { seconds, name } => {
            let change = SettingsChange {
                own_idle_after_seconds: seconds,
            };
            done(signed(
                client
                    .put(me("settings"))
                    .header(IDEMPOTENCY_KEY, name)
                    .json(&change),
            ))
            .await
        }
        Request::Away {
            office,
            agent,
            reason,
            name,
        } => {
            let url = match &agent {
                Some(agent) => address.at([
                    "v1",
                    "offices",
                    office.as_str(),
                    "agents",
                    agent.as_str(),
                    "away",
                ]),
                None => address.at(["v1", "offices", office.as_str(), "away"]),
            };
            Ok(Answer::Away(
                read(signed(
                    client
                        .post(url)
                        .header(IDEMPOTENCY_KEY, name)
                        .json(&AwayRequest { reason }),
                ))
                .await?,
            ))
        }
        Request::Goodbye => done(numbered(client.delete(me("session")))).await,
        Request::SignOut => {
            let mut url = me("session");
            url.set_query(Some("sign_out=true"));
            done(numbered(client.delete(url))).await
        }
        Request::SignIn(_) | Request::TryHere => Ok(Answer::Done),
    }
}

/// Whether the server accepted, or what it said instead. A refusal without a problem document is not the server's word,
/// but that of a network or a proxy on the way; a failure may be either's.
pub(super) async fn accepted(response: Response) -> Result<Response, Failure> {
    if let Some(why) = stranger(&response) {
        return Err(Failure::Unreachable(why));
    }
    if response.status().is_success() {
        return Ok(response);
    }
    let status = response.status();
    let retry_after = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    let is_page = is_page(&response);
    let mut problem = match response
        .bytes()
        .await
        .ok()
        .and_then(|body| serde_json::from_slice(&body).ok())
    {
        Some(problem) => problem,
        None if status.is_server_error() => no_problem_document(status),
        None if is_page => return Err(Failure::Unreachable(Unreachable::CaptivePortal)),
        None => return Err(Failure::Unreachable(Unreachable::NotUnderstood)),
    };
    problem.status = status.as_u16();
    problem.retry_after_seconds = problem.retry_after_seconds.or(retry_after);
    Err(Failure::Refused(Box::new(problem)))
}

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Failure> {
    let body = response_to(request)
        .await?
        .bytes()
        .await
        .map_err(|error| unreachable(&error))?;
    serde_json::from_slice(&body).map_err(|_| Failure::Unreachable(Unreachable::NotUnderstood))
}

async fn done(request: RequestBuilder) -> Result<Answer, Failure> {
    response_to(request).await?;
    Ok(Answer::Done)
}

async fn response_to(request: RequestBuilder) -> Result<Response, Failure> {
    let response = request.timeout(REQUEST).send().await;
    accepted(response.map_err(|error| unreachable(&error))?).await
}

/// The server's strong `ETag`, also where a proxy that compresses has made a weak one of it.
fn etag_of(response: &Response) -> Option<String> {
    let etag = response.headers().get(header::ETAG)?.to_str().ok()?;
    Some(etag.strip_prefix("W/").unwrap_or(etag).to_owned())
}

/// For a failure of the server, or of something in front of it.
fn no_problem_document(status: StatusCode) -> Problem {
    Problem {
        kind: "about:blank".to_owned(),
        title: status.canonical_reason().unwrap_or("Unknown").to_owned(),
        status: status.as_u16(),
        code: Code::Unavailable,
        detail: format!("The server answered {status} without saying why. Try again later."),
        field: None,
        retry_after_seconds: None,
        overtaken_by: None,
    }
}
