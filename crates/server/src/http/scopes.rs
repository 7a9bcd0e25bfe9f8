//! What each call needs of a personal access token. Whoever signs in on a device needs none of it.

use axum::http::Method;
use porchlight_campus::{Refusal, records::AccessRecord};
use porchlight_protocol::{Timestamp, TokenScope};

use super::problem::Failure;

/// The scope that a call needs, by its path as the document has it; none for what only a device may do: passwords, devices,
/// tokens, and saying what its person does.
pub(super) fn needed(method: &Method, path: &str) -> Option<TokenScope> {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    if path.starts_with("/v1/admin/") {
        return Some(if reads {
            TokenScope::AdminRead
        } else {
            TokenScope::Admin
        });
    }
    match path {
        "/v1/me" | "/v1/me/schedule" | "/v1/me/busy" | "/v1/me/events" if reads => {
            Some(TokenScope::Read)
        }
        "/v1/me/choices" | "/v1/me/schedule" | "/v1/me/busy" => Some(TokenScope::Presence),
        _ if path == "/v1/offices" || path.starts_with("/v1/offices/") => Some(if reads {
            TokenScope::Read
        } else {
            TokenScope::Away
        }),
        _ => None,
    }
}

/// Refuses a token that has expired, or is not good for a call.
pub(super) fn check(
    access: &AccessRecord,
    method: &Method,
    path: &str,
    now: Timestamp,
) -> Result<(), Failure> {
    if access.expires_at <= now {
        return Err(Failure::not_signed_in());
    }
    let detail = match needed(method, path) {
        Some(scope) if access.allows(scope) => return Ok(()),
        Some(scope) => format!(
            "This token lacks the scope `{}`; make one that has it.",
            scope.name()
        ),
        None => "No token may do this, only a device that is signed in.".to_owned(),
    };
    Err(Refusal::NotAllowed(detail).into())
}
