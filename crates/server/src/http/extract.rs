//! What handlers take from a request. Whatever does not fit is a problem with the field's name.

use std::{future::poll_fn, net::SocketAddr, pin::Pin, sync::Arc, time::Duration};

use axum::{
    RequestPartsExt,
    body::{Body, Bytes, HttpBody as _},
    extract::{
        FromRequest, FromRequestParts, MatchedPath, OptionalFromRequest, Path, Query, Request,
    },
    http::{HeaderMap, StatusCode, Version, header, request::Parts},
};
use bytes::BytesMut;
use porchlight_protocol::{Code, IDEMPOTENCY_KEY, SEQUENCE};
use serde::de::{DeserializeOwned, IgnoredAny};

use porchlight_campus::Holder;

use super::{App, browser, problem::Failure, scopes};
use crate::{
    hub::{Caller, EventStream, Framing, Refusal},
    origin::Client,
    serve::{Piped, Place, TakeOver, piped},
};

/// Nothing that is sent here is larger.
pub(super) const LARGEST_BODY: usize = 64 * 1024;

/// A table of this size has some ten thousand lines; larger ones are for the command line.
const LARGEST_TABLE: usize = 1024 * 1024;

/// No name of something that is asked is longer.
const LONGEST_NAME: usize = 100;

/// What documents the header that names something that is asked.
pub(super) const NAMED: &str = "Names what is asked, new each time. The same again does nothing and is answered the same, for thirty days.";

/// A body of JSON.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let bytes = read(&parts.headers, body, LARGEST_BODY, app.edge.body).await?;
        if !is_json(&parts.headers) {
            let detail = "Send the body as JSON, with `Content-Type: application/json`.";
            return Err(Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Code::NotJson,
                detail,
            ));
        }
        parse(&bytes).map(Self)
    }
}

impl<T: DeserializeOwned> OptionalFromRequest<App> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Option<Self>, Failure> {
        let (parts, body) = request.into_parts();
        let bytes = read(&parts.headers, body, LARGEST_BODY, app.edge.body).await?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let request = Request::from_parts(parts, Body::from(bytes));
        <Self as FromRequest<App>>::from_request(request, app)
            .await
            .map(Some)
    }
}

/// A body that is a table, as text.
#[derive(Clone, Debug)]
pub(crate) struct Table(pub(crate) String);

impl FromRequest<App> for Table {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let bytes = read(&parts.headers, body, LARGEST_TABLE, app.edge.body).await?;
        let kind = parts.headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("text/csv")
        {
            let detail = "Send the table as CSV, with `Content-Type: text/csv`.";
            return Err(Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Code::NotJson,
                detail,
            ));
        }
        let text = String::from_utf8(bytes.to_vec());
        text.map(Self)
            .map_err(|_| Failure::invalid("file", "The table is not UTF-8; save it as CSV UTF-8."))
    }
}

async fn read(
    headers: &HeaderMap,
    body: Body,
    most: usize,
    within: Duration,
) -> Result<Bytes, Failure> {
    let too_large = || {
        let detail = format!("The body is too large; {} kB is the most.", most / 1024);
        Failure::new(StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge, detail)
    };
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > most as u64) {
        return Err(too_large());
    }
    let Ok(read) = tokio::time::timeout(within, read_all(body, most)).await else {
        let detail = "The body arrived too slowly; send it again, all at once.";
        return Err(Failure::new(
            StatusCode::REQUEST_TIMEOUT,
            Code::TooSlow,
            detail,
        ));
    };
    read.map_err(|unread| match unread {
        Unread::TooLarge => too_large(),
        Unread::Broken => Failure::new(
            StatusCode::BAD_REQUEST,
            Code::InvalidBody,
            "The body broke off; send it again.",
        ),
    })
}

/// Why a body was not read.
enum Unread {
    TooLarge,
    Broken,
}

async fn read_all(mut body: Body, most: usize) -> Result<Bytes, Unread> {
    let mut bytes = BytesMut::new();
    // Most are there whole. To ask for more would be to wait until somebody says that there is none.
    while !body.is_end_stream() {
        let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await else {
            break;
        };
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else {
            continue;
        };
        if bytes.len() + data.len() > most {
            return Err(Unread::TooLarge);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
    else {
        return false;
    };
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    let mut text = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut text).map_err(|error| {
        let path = error.path().to_string();
        explain(bytes, &path, error.inner())
    })?;
    text.end().map_err(|error| explain(bytes, ".", &error))?;
    Ok(value)
}

fn explain(bytes: &[u8], path: &str, error: &serde_json::Error) -> Failure {
    let message = error.to_string();
    // JSON has numbers and characters that fit into no field of ours; the parser takes them for broken text.
    let is_json = std::str::from_utf8(bytes)
        .is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok());
    if !error.is_data() && !is_json {
        let detail = format!("The body is not JSON: {message}.");
        return Failure::new(StatusCode::BAD_REQUEST, Code::InvalidBody, detail);
    }
    let named = ["unknown field `", "missing field `", "duplicate field `"]
        .iter()
        .find_map(|words| message.strip_prefix(words)?.split('`').next());
    let field = match (path, named) {
        (".", None) => {
            return Failure::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                Code::InvalidBody,
                detail(&message),
            );
        }
        (".", Some(name)) => name.to_owned(),
        (path, None) => path.trim_end_matches(".?").to_owned(),
        (path, Some(name)) if path == name || path.ends_with(&format!(".{name}")) => {
            path.to_owned()
        }
        (path, Some(name)) => format!("{path}.{name}"),
    };
    Failure::invalid(field, detail(&message))
}

fn detail(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or_default();
    format!(
        "The body does not fit: {}.",
        message.chars().take(300).collect::<String>()
    )
}

/// Parts of the path. What cannot be read names nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<T>(pub(crate) T);

impl<T: DeserializeOwned + Send + 'static> FromRequestParts<App> for Named<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        match parts.extract::<Path<T>>().await {
            Ok(Path(named)) => Ok(Self(named)),
            Err(_) => Err(Failure::new(
                StatusCode::NOT_FOUND,
                Code::NotFound,
                "There is nothing of this name.",
            )),
        }
    }
}

/// What follows the question mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned + Send + 'static> FromRequestParts<App> for Asked<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        match parts.extract::<Query<T>>().await {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(error) => {
                let text = error.body_text();
                let field = ["unknown field `", "duplicate field `"]
                    .iter()
                    .find_map(|words| text.split_once(words)?.1.split('`').next())
                    .unwrap_or("query")
                    .to_owned();
                Err(Failure::invalid(field, format!("{text}.")))
            }
        }
    }
}

/// The number that a session gave to what it sends; none from a client that does not count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sequence(pub(crate) Option<u64>);

impl FromRequestParts<App> for Sequence {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        let Some(value) = parts.headers.get(SEQUENCE) else {
            return Ok(Self(None));
        };
        let number = value.to_str().ok().and_then(|value| value.parse().ok());
        // A larger one would shut out all that come after it, and JSON could not say it.
        let number = number.filter(|number| *number < 1 << 53).ok_or_else(|| {
            let detail = "The header has to be a whole number below 2^53.";
            Failure::invalid(SEQUENCE, detail)
        })?;
        Ok(Self(Some(number)))
    }
}

/// What names something that is asked, so that asking twice is asking once; none where it has no name.
#[derive(Clone, Debug)]
pub(crate) struct Name(pub(crate) Option<String>);

impl FromRequestParts<App> for Name {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        let Some(value) = parts.headers.get(IDEMPOTENCY_KEY) else {
            return Ok(Self(None));
        };
        let name = value.to_str().unwrap_or_default();
        let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(fits) {
            let detail = format!(
                "The header has to be 1 to {LONGEST_NAME} letters, digits, `-`, `_` or `.`, such as a UUID."
            );
            return Err(Failure::invalid(IDEMPOTENCY_KEY, detail));
        }
        Ok(Self(Some(name.to_owned())))
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let Some(value) = parts.headers.get(header::AUTHORIZATION) else {
            return browser::caller(parts, app)?.ok_or_else(Failure::not_signed_in);
        };
        let token = value.to_str().ok().and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let holder = token.and_then(|token| app.hub.holder(token));
        let Holder { caller, access } = holder.ok_or_else(Failure::not_signed_in)?;
        if let Some(access) = access {
            let path = parts.extensions.get::<MatchedPath>();
            let path = path.map_or("", MatchedPath::as_str);
            scopes::check(&access, &parts.method, path, app.hub.clock().now().wall)?;
        }
        Ok(caller)
    }
}

/// The other end's address, where there is a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Whom a request comes from, also through a trusted proxy; none where there is no connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin(pub(crate) Option<Client>);

impl FromRequestParts<App> for Origin {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let proxies = &app.edge.trusted_proxies;
        let peer = parts.extensions.get::<Peer>();
        Ok(Self(
            peer.map(|peer| proxies.client(peer.0, &parts.headers)),
        ))
    }
}

/// A connection that can become a stream of events, or carry one.
#[derive(Clone, Debug)]
pub(crate) struct StreamConnection {
    way: Way,
    pub(crate) framing: Framing,
}

#[derive(Clone, Debug)]
enum Way {
    /// It becomes one.
    TakeOver(TakeOver),
    /// It carries one, in a place that is held for it.
    Piped(Arc<Place>),
}

impl StreamConnection {
    /// The body of an answer that a stream is to be.
    pub(crate) fn body(&self, stream: EventStream) -> Body {
        match &self.way {
            Way::TakeOver(take_over) => take_over.body(stream),
            Way::Piped(place) => piped(stream, Arc::clone(place)),
        }
    }
}

impl FromRequestParts<App> for StreamConnection {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Failure> {
        if let Some(piped) = parts.extensions.get::<Piped>() {
            let place = piped.place().ok_or(Refusal::Unavailable)?;
            return Ok(Self {
                way: Way::Piped(Arc::new(place)),
                // Whoever speaks HTTP there frames what it is given.
                framing: Framing::Plain,
            });
        }
        let framing = match parts.version {
            Version::HTTP_09 | Version::HTTP_10 => Framing::Plain,
            _ => Framing::Chunked,
        };
        let take_over = parts.extensions.get::<TakeOver>().cloned();
        take_over
            .map(|take_over| Self {
                way: Way::TakeOver(take_over),
                framing,
            })
            .ok_or_else(|| {
                let detail = "This server was built into a program that cannot serve streams.";
                Failure::new(StatusCode::NOT_IMPLEMENTED, Code::Internal, detail)
            })
    }
}
