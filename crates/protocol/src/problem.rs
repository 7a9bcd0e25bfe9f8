//! Errors on the wire.

use serde::{Deserialize, Serialize};

/// An error on the wire: `application/problem+json` (RFC 9457) with a stable code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Problem {
    /// `about:blank`, as the code says it all.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status' own words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    pub code: Code,
    /// What happened and what to do, in a sentence.
    pub detail: String,
    /// The field at fault, as a path such as `hold.until`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Seconds to wait before trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u64>,
    /// The greatest [`SEQUENCE`](crate::SEQUENCE) number that was taken from this session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overtaken_by: Option<u64>,
}

/// What went wrong, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// 400: not JSON, or not of the shape asked for.
    InvalidBody,
    /// 422: a field's value makes no sense.
    InvalidField,
    /// 401: no token, or one that is not known (any more).
    NotSignedIn,
    /// 401: the e-mail address and password do not match. 403: the password to be changed is another one.
    WrongPassword,
    /// 403: an owner took the account out of use.
    Deactivated,
    /// 403: a role is missing.
    NotAllowed,
    /// 403: a browser sent it for a page of another site.
    CrossSite,
    /// 403: a browser keeps no secret cookie of an address that does not begin with `https://`.
    Insecure,
    /// 404: unknown, or somebody else's.
    NotFound,
    /// 404: a one-time code that was used, has expired, was replaced, or never was.
    CodeNotValid,
    /// 405
    MethodNotAllowed,
    /// 408: the body took too long to arrive.
    TooSlow,
    /// 409: the id was used for something else.
    IdTaken,
    /// 409: there is one already.
    Exists,
    /// 409: the organization would be left without an owner who can sign in.
    LastOwner,
    /// 409: what this session sent later arrived before this.
    Overtaken,
    /// 412: somebody else wrote in between.
    Stale,
    /// 413
    TooLarge,
    /// 415
    NotJson,
    /// 428: `If-Match` is missing.
    IfMatchRequired,
    /// 429
    SlowDown,
    /// 503: shutting down, or the store cannot be written.
    Unavailable,
    /// 500
    Internal,
    /// A code that this version does not know.
    #[serde(other)]
    Other,
}
