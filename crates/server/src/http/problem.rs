use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use porchlight_protocol::{Code, Problem};

use crate::hub::Refusal;

/// What a request is answered with instead. On the wire, `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    status: StatusCode,
    code: Code,
    detail: String,
    field: Option<String>,
    wait: Option<Duration>,
    overtaken_by: Option<u64>,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, code: Code, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            field: None,
            wait: None,
            overtaken_by: None,
        }
    }

    pub(crate) fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, Code::InvalidField, detail).at(field)
    }

    pub(crate) fn not_signed_in() -> Self {
        let detail = "Sign in first: send `Authorization: Bearer` with the token of a session.";
        Self::new(StatusCode::UNAUTHORIZED, Code::NotSignedIn, detail)
    }

    pub(crate) const fn code(&self) -> Code {
        self.code
    }

    pub(crate) fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    pub(crate) fn wait(mut self, wait: Duration) -> Self {
        self.wait = Some(wait);
        self
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let (status, code) = match &refusal {
            Refusal::NotFound(_) => (StatusCode::NOT_FOUND, Code::NotFound),
            Refusal::NotAllowed(_) => (StatusCode::FORBIDDEN, Code::NotAllowed),
            Refusal::Invalid { .. } => (StatusCode::UNPROCESSABLE_ENTITY, Code::InvalidField),
            Refusal::Deactivated => (StatusCode::FORBIDDEN, Code::Deactivated),
            Refusal::CodeNotValid => (StatusCode::NOT_FOUND, Code::CodeNotValid),
            Refusal::Exists(_) => (StatusCode::CONFLICT, Code::Exists),
            Refusal::LastOwner => (StatusCode::CONFLICT, Code::LastOwner),
            Refusal::IdTaken => (StatusCode::CONFLICT, Code::IdTaken),
            Refusal::Overtaken { .. } => (StatusCode::CONFLICT, Code::Overtaken),
            Refusal::Stale => (StatusCode::PRECONDITION_FAILED, Code::Stale),
            Refusal::SignedOut => (StatusCode::UNAUTHORIZED, Code::NotSignedIn),
            Refusal::Full => (StatusCode::INSUFFICIENT_STORAGE, Code::Unavailable),
            Refusal::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable),
        };
        let mut failure = Self::new(status, code, refusal.to_string());
        match refusal {
            Refusal::Invalid { field, .. } => failure.field = Some(field),
            Refusal::Overtaken { by } => failure.overtaken_by = Some(by),
            _ => {}
        }
        if failure.code == Code::Unavailable {
            failure.wait = Some(Duration::from_secs(1));
        }
        failure
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let wait = self.wait.map(|wait| {
            wait.as_millis()
                .div_ceil(1000)
                .try_into()
                .unwrap_or(u64::MAX)
                .max(1)
        });
        let problem = Problem {
            kind: "about:blank".to_owned(),
            title: self
                .status
                .canonical_reason()
                .unwrap_or_default()
                .to_owned(),
            status: self.status.as_u16(),
            code: self.code,
            detail: self.detail,
            field: self.field,
            retry_after_seconds: wait,
            overtaken_by: self.overtaken_by,
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if self.status == StatusCode::REQUEST_TIMEOUT {
            // The rest of the body may still arrive, and is no request.
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if let Some(wait) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }
}
