//! What goes over the wire: requests and answers with real JSON, and streams with real frames.

use bytes::Bytes;
use porchlight_campus::Refusal;
use porchlight_core::agent::{Failure, Unreachable};
use porchlight_protocol::{AgentId, Code, Event, OfficeId, Problem};
use serde::{Serialize, de::DeserializeOwned};

use crate::script::Interceptor;

/// The page that something in between answers with.
const PAGE: &str = "<!doctype html><title>Welcome to our network</title>";

/// Names a connection: one request, or one stream.
pub(crate) type Connection = u64;

#[derive(Clone, Debug)]
pub(crate) struct HttpRequest {
    pub token: Option<String>,
    pub route: Route,
    pub body: Bytes,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Route {
    SignIn,
    Choices {
        sequence: u64,
    },
    Activity {
        sequence: u64,
    },
    Schedule {
        if_match: String,
    },
    Busy,
    Settings {
        name: String,
    },
    Away {
        office: OfficeId,
        agent: Option<AgentId>,
        name: String,
    },
    Session {
        sign_out: bool,
        sequence: u64,
    },
    Events {
        last_event_id: Option<String>,
    },
    Page {
        office: OfficeId,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct HttpResponse {
    pub status: u16,
    pub body: Bytes,
}

impl HttpResponse {
    pub(crate) fn ok(body: &impl Serialize) -> Self {
        Self {
            status: 200,
            body: to_json(body),
        }
    }

    pub(crate) fn done() -> Self {
        Self {
            status: 204,
            body: Bytes::new(),
        }
    }

    /// What comes back where something in between answers in the server's place.
    ///
    /// # Errors
    /// If the connection itself is refused by the app.
    pub(crate) fn instead(interceptor: Interceptor) -> Result<Self, Unreachable> {
        let (status, body) = match interceptor {
            Interceptor::Redirect => (302, ""),
            Interceptor::Page => (200, PAGE),
            Interceptor::SignInRequired => (511, PAGE),
            Interceptor::Forbidden => (403, PAGE),
            Interceptor::Unavailable => (503, PAGE),
            Interceptor::Certificate => return Err(Unreachable::WrongCertificate),
        };
        Ok(Self {
            status,
            body: Bytes::from_static(body.as_bytes()),
        })
    }

    pub(crate) fn not_signed_in() -> Self {
        Self::problem(401, Code::NotSignedIn, "Sign in first.", None)
    }

    pub(crate) fn refused(refusal: &Refusal) -> Self {
        let (status, code) = match refusal {
            Refusal::NotFound(_) => (404, Code::NotFound),
            Refusal::NotAllowed(_) => (403, Code::NotAllowed),
            Refusal::Invalid { .. } => (422, Code::InvalidField),
            Refusal::Deactivated => (403, Code::Deactivated),
            Refusal::CodeNotValid => (404, Code::CodeNotValid),
            Refusal::Exists(_) => (409, Code::Exists),
            Refusal::LastOwner => (409, Code::LastOwner),
            Refusal::IdTaken => (409, Code::IdTaken),
            Refusal::Overtaken { .. } => (409, Code::Overtaken),
            Refusal::Stale => (412, Code::Stale),
            Refusal::SignedOut => (401, Code::NotSignedIn),
            Refusal::Full => (507, Code::Unavailable),
            Refusal::Unavailable => (503, Code::Unavailable),
        };
        let overtaken_by = match refusal {
            Refusal::Overtaken { by } => Some(*by),
            _ => None,
        };
        Self::problem(status, code, &refusal.to_string(), overtaken_by)
    }

    fn problem(status: u16, code: Code, detail: &str, overtaken_by: Option<u64>) -> Self {
        let problem = Problem {
            kind: "about:blank".to_owned(),
            title: "Refused".to_owned(),
            status,
            code,
            detail: detail.to_owned(),
            field: None,
            retry_after_seconds: (status >= 503).then_some(1),
            overtaken_by,
        };
        Self {
            status,
            body: to_json(&problem),
        }
    }

    /// Reads an answer as the app's client does.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        self.accepted()?;
        serde_json::from_slice(&self.body)
            .map_err(|_| Failure::Unreachable(Unreachable::NotUnderstood))
    }

    /// Whether the server accepted, as the app's client sees it.
    pub(crate) fn accepted(&self) -> Result<(), Failure> {
        let is_page = self.body.starts_with(PAGE.as_bytes());
        match self.status {
            200..300 if is_page => return Err(Failure::Unreachable(Unreachable::CaptivePortal)),
            200..300 => return Ok(()),
            300..400 | 511 => return Err(Failure::Unreachable(Unreachable::CaptivePortal)),
            _ => {}
        }
        let mut problem = match serde_json::from_slice(&self.body) {
            Ok(problem) => problem,
            Err(_) if self.status >= 500 => Problem {
                kind: "about:blank".to_owned(),
                title: "Unknown".to_owned(),
                status: self.status,
                code: Code::Unavailable,
                detail: format!("The server answered {} without saying why.", self.status),
                field: None,
                retry_after_seconds: None,
                overtaken_by: None,
            },
            Err(_) if is_page => return Err(Failure::Unreachable(Unreachable::CaptivePortal)),
            Err(_) => return Err(Failure::Unreachable(Unreachable::NotUnderstood)),
        };
        problem.status = self.status;
        Err(Failure::Refused(Box::new(problem)))
    }
}

pub(crate) fn to_json(value: &impl Serialize) -> Bytes {
    serde_json::to_vec(value).unwrap_or_default().into()
}

/// An event as it stands on a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub data: &'a str,
}

/// The events in bytes of a stream. Each piece that is sent ends where an event ends.
pub(crate) fn frames(text: &str) -> impl Iterator<Item = Frame<'_>> {
    text.split("\n\n")
        .filter(|part| !part.is_empty() && !part.starts_with(':'))
        .map(|part| {
            let mut frame = Frame {
                id: "",
                name: "",
                data: "",
            };
            for line in part.lines() {
                if let Some(id) = line.strip_prefix("id: ") {
                    frame.id = id;
                } else if let Some(name) = line.strip_prefix("event: ") {
                    frame.name = name;
                } else if let Some(data) = line.strip_prefix("data: ") {
                    frame.data = data;
                }
            }
            frame
        })
}

/// Reads an event as the app's client does; none is one that it does not know.
pub(crate) fn event(frame: &Frame<'_>) -> Result<Option<Event>, Failure> {
    let event = match frame.name {
        "snapshot" => serde_json::from_str(frame.data).map(Event::Snapshot),
        "presence" => serde_json::from_str(frame.data).map(Event::Presence),
        "coverage" => serde_json::from_str(frame.data).map(Event::Coverage),
        "me" => serde_json::from_str(frame.data).map(Event::Me),
        "notice" => serde_json::from_str(frame.data).map(Event::Notice),
        _ => return Ok(None),
    };
    event
        .map(Some)
        .map_err(|_| Failure::Unreachable(Unreachable::NotUnderstood))
}
