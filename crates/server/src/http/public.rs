//! What customers' pages may see: whether somebody is home, from any origin and without signing in.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use porchlight_protocol::{Code, OfficeId, PublicOffice};

use super::{
    App,
    badge::badge,
    cached::Cacheable,
    event_stream,
    extract::{Asked, Named, Origin, StreamConnection},
    openapi::{Api, Operation},
    problem::Failure,
};

/// Where customers' pages see an office.
const OFFICE: &str = "/v1/public/offices/{id}";
/// Where they follow it.
const OFFICE_EVENTS: &str = "/v1/public/offices/{id}/events";
/// Where they follow several.
const EVENTS: &str = "/v1/public/events";
/// Where it is a picture.
const BADGE: &str = "/v1/public/offices/{id}/badge.svg";

/// Offices that one stream follows at most.
const MOST_OFFICES: usize = 100;

/// Whatever stands in front of the server may answer for this long, and never with what it could not ask for again.
const FOR_FIVE_SECONDS: &str = "max-age=5, stale-if-error=0";

/// In milliseconds, how often something is said on a stream. Who hears nothing for much longer has lost it.
const KEEP_ALIVE: HeaderName = HeaderName::from_static("porchlight-keep-alive");

pub(super) fn add(api: Api) -> Api {
    let api = [OFFICE, OFFICE_EVENTS, EVENTS]
        .into_iter()
        .fold(api, |api, path| {
            api.route(
                Operation::options(path, "Tells a browser what a page of any origin may ask")
                    .about("GET, with the headers that libraries for event streams send.")
                    .open()
                    .empty(StatusCode::NO_CONTENT, "It may ask that."),
                preflight,
            )
        });
    let api = api.route(
        Operation::get(OFFICE, "Tells customers whether somebody is home")
            .about(
                "Without signing in; only for offices made public, and for pages of the web sites that the office names, or of any \
                 if it names none. May be kept for five seconds, and asked for again by \
                 its `ETag`.",
            )
            .open()
            .header("If-None-Match", false, "The `ETag` of what is known.")
            .answers::<PublicOffice>(
                StatusCode::OK,
                "Whether the office is online, and how many agents are.",
            )
            .or(StatusCode::NOT_MODIFIED, "It is what is known.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        public_office,
    );
    let api = api.route(
        Operation::get(BADGE, "Shows customers whether somebody is home")
            .about("A picture that is right whenever it is loaded, for where no script runs.")
            .open()
            .header("If-None-Match", false, "The `ETag` of what is known.")
            .serves(
                "image/svg+xml",
                "The picture, with a title that says the same.",
            )
            .or(StatusCode::NOT_MODIFIED, "It is what is known.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        public_badge,
    );
    let api = api.route(
        Operation::get(OFFICE_EVENTS, "Tells customers when that changes")
            .about(
                "Server-sent events named `office` (of `PublicOffice`): how it is now, and then every change. Their ids are opaque. A \
                 reader who comes back is told how it is now, whatever event it saw last. `Porchlight-Keep-Alive` says in milliseconds how \
                 often something is said at least: who hears nothing for much longer should take the office for offline.",
            )
            .open()
            .streams("The events, for as long as the connection stands.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::NOT_FOUND]),
        public_events,
    );
    api.route(
        Operation::get(EVENTS, "Tells customers when that changes in several offices")
            .about(
                "The same events of several offices on one stream. Those that are not public, or that the page's web site may not show, are left out. When one is public no more, the \
                 stream ends, and whoever comes back is told of the others.",
            )
            .open()
            .list(
                "office",
                MOST_OFFICES,
                "An office to follow; given once for each, such as `?office=library&office=it`.",
            )
            .streams("The events, for as long as the connection stands.")
            .refuses(&[
                StatusCode::FORBIDDEN,
                StatusCode::NOT_FOUND,
                StatusCode::UNPROCESSABLE_ENTITY,
            ]),
        public_events_of_several,
    )
}

async fn public_office(
    State(app): State<App>,
    id: Result<Named<OfficeId>, Failure>,
    request: HeaderMap,
) -> Response {
    let site = Site::of(&request);
    let shown = site.may_show(&app, id.as_ref().ok().map(|Named(id)| id));
    let answer = || {
        let office = app.hub.published().public_office(&id?.0)?;
        shown.or_refuse()?;
        let kept = Cacheable {
            content_type: "application/json",
            cache_control: FOR_FIVE_SECONDS,
            body: Bytes::from(serde_json::to_vec(&office).unwrap_or_default()),
        };
        Ok(kept.answer(&request))
    };
    site.allow(answer(), shown)
}

async fn public_badge(
    State(app): State<App>,
    id: Result<Named<OfficeId>, Failure>,
    request: HeaderMap,
) -> Response {
    let site = Site::of(&request);
    let shown = site.may_show(&app, id.as_ref().ok().map(|Named(id)| id));
    let answer = || {
        let office = app.hub.published().public_office(&id?.0)?;
        shown.or_refuse()?;
        Ok(badge(&office).answer(&request))
    };
    site.allow(answer(), shown)
}

async fn public_events(
    State(app): State<App>,
    origin: Origin,
    connection: Result<StreamConnection, Failure>,
    id: Result<Named<OfficeId>, Failure>,
    request: HeaderMap,
) -> Response {
    let offices = id.map(|Named(id)| vec![id]);
    follow(&app, origin, connection, offices, &Site::of(&request))
}

async fn public_events_of_several(
    State(app): State<App>,
    origin: Origin,
    connection: Result<StreamConnection, Failure>,
    asked: Result<Asked<Vec<(String, OfficeId)>>, Failure>,
    request: HeaderMap,
) -> Response {
    let offices = asked.and_then(|Asked(asked)| named_offices(asked));
    follow(&app, origin, connection, offices, &Site::of(&request))
}

/// The offices that are asked for, each once.
fn named_offices(asked: Vec<(String, OfficeId)>) -> Result<Vec<OfficeId>, Failure> {
    let unknown = asked.iter().find(|(name, _)| name != "office");
    if let Some((name, _)) = unknown {
        let name: String = name.chars().take(64).collect();
        let detail = format!("There is no `{name}` to ask by; there is `office`.");
        return Err(Failure::invalid(name, detail));
    }
    let mut offices: Vec<_> = asked.into_iter().map(|(_, office)| office).collect();
    offices.sort();
    offices.dedup();
    if offices.is_empty() {
        let detail = "Name the offices to follow, such as `?office=library&office=it`.";
        return Err(Failure::invalid("office", detail));
    }
    if offices.len() > MOST_OFFICES {
        let detail = format!(
            "One stream follows {MOST_OFFICES} offices at most; follow the others on another."
        );
        return Err(Failure::invalid("office", detail));
    }
    Ok(offices)
}

fn follow(
    app: &App,
    Origin(client): Origin,
    connection: Result<StreamConnection, Failure>,
    offices: Result<Vec<OfficeId>, Failure>,
    site: &Site,
) -> Response {
    // Those that the site may not show are left out, as those are that are not public.
    let (offices, shown) = match offices {
        Ok(offices) => site.among(app, offices),
        Err(failure) => (Err(failure), Shown::Everywhere),
    };
    let answer = || {
        let place = app.public_streams.take(client)?;
        let (offices, connection) = (offices?, connection?);
        shown.or_refuse()?;
        let stream = app.hub.open_page(offices, connection.framing)?;
        let keep_alive = stream.longest_silence().as_millis();
        let mut response = event_stream(stream.holding(place), &connection);
        let keep_alive = u64::try_from(keep_alive).unwrap_or(u64::MAX);
        response.headers_mut().insert(KEEP_ALIVE, keep_alive.into());
        Ok(response)
    };
    site.allow(answer(), shown)
}

/// A browser asks before a page's script sends headers of its own, as libraries for event streams do.
async fn preflight() -> Response {
    let site = Site { origin: None };
    let mut response = site.allow(
        Ok(StatusCode::NO_CONTENT.into_response()),
        Shown::Everywhere,
    );
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "Last-Event-ID, Cache-Control, Accept, If-None-Match",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The web site whose page asks. Browsers name it to every other one; whoever is no browser names what it likes, and
/// learns no more by that than by asking as nobody.
#[derive(Debug)]
struct Site {
    origin: Option<HeaderValue>,
}

/// Where what is asked for may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Everywhere,
    /// On some sites, of which this is one. Or no page of another site asks.
    Here,
    Elsewhere,
}

impl Site {
    fn of(request: &HeaderMap) -> Self {
        let origin = request.get(header::ORIGIN).cloned();
        Self { origin }
    }

    fn may_show(&self, app: &App, office: Option<&OfficeId>) -> Shown {
        let published = app.hub.published();
        let office = office.and_then(|office| published.office(office));
        let Some(office) = office.filter(|office| !office.origins.is_empty()) else {
            return Shown::Everywhere;
        };
        let origins = &office.origins;
        match &self.origin {
            Some(origin)
                if !origins
                    .iter()
                    .any(|one| one.as_bytes() == origin.as_bytes()) =>
            {
                Shown::Elsewhere
            }
            _ => Shown::Here,
        }
    }

    /// Those among offices that this site may show.
    fn among(&self, app: &App, offices: Vec<OfficeId>) -> (Result<Vec<OfficeId>, Failure>, Shown) {
        let asked = offices.into_iter().map(|office| {
            let shown = self.may_show(app, Some(&office));
            (office, shown)
        });
        let asked: Vec<_> = asked.collect();
        let restricted = asked.iter().any(|(_, shown)| *shown != Shown::Everywhere);
        let fine = asked
            .into_iter()
            .filter(|(_, shown)| *shown != Shown::Elsewhere);
        let fine: Vec<_> = fine.map(|(office, _)| office).collect();
        let shown = match (fine.is_empty(), restricted) {
            (true, true) => Shown::Elsewhere,
            (false, true) => Shown::Here,
            (_, false) => Shown::Everywhere,
        };
        (Ok(fine), shown)
    }

    /// Lets the page read the answer and embed it, if it may. Nobody keeps a refusal: it may be put right at any moment.
    fn allow(&self, answer: Result<Response, Failure>, shown: Shown) -> Response {
        let mut response = answer.into_response();
        let headers = response.headers_mut();
        for (name, value) in [
            (
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                "ETag, Retry-After, Porchlight-Keep-Alive",
            ),
            (
                HeaderName::from_static("cross-origin-resource-policy"),
                "cross-origin",
            ),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let allowed = match shown {
            Shown::Everywhere => Some(HeaderValue::from_static("*")),
            Shown::Here => self.origin.clone(),
            Shown::Elsewhere => None,
        };
        if let Some(allowed) = allowed {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        }
        if shown != Shown::Everywhere {
            // What is kept for one site is not for another one.
            headers.append(header::VARY, HeaderValue::from_static("Origin"));
        }
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
        response
    }
}

impl Shown {
    fn or_refuse(self) -> Result<(), Failure> {
        if self == Self::Elsewhere {
            let detail = "Pages of this web site may not show this office; an owner can name the site among its origins.";
            return Err(Failure::new(
                StatusCode::FORBIDDEN,
                Code::NotAllowed,
                detail,
            ));
        }
        Ok(())
    }
}
