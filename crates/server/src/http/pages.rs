//! The pages for the organization's own people. They are built from `ui/pages` and kept in `pages`, so that the server
//! is built without Node. What they show comes over the interface that programs use as well.

use std::{collections::BTreeMap, io::Write as _, sync::LazyLock};

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use porchlight_core::locale::Locale;
use porchlight_protocol::Code;

use super::{
    App,
    browser::Visitor,
    extract::{Asked, Named},
    openapi::{Api, Operation},
    painted,
    problem::Failure,
};

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Nothing from elsewhere, nothing written into a page, and no frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

/// What holds for each page. Browsers send `Origin: null` with a form of a page that has no referrer at all.
const HEADERS: [(HeaderName, &str); 9] = [
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
    // After she signed out, going back shows nothing.
    (header::CACHE_CONTROL, "no-store"),
];

/// A part of a page has its content's hash in its name.
const FOR_EVER: &str = "max-age=31536000, immutable";

/// One of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    WhoIsOnline,
    Me,
    Admin,
    /// Where one-time codes are used. The code stands behind the `#`, which browsers keep to themselves.
    Join,
    SignIn,
}

impl Page {
    const ALL: [Self; 5] = [
        Self::WhoIsOnline,
        Self::Me,
        Self::Admin,
        Self::Join,
        Self::SignIn,
    ];

    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::WhoIsOnline => "/",
            Self::Me => "/me",
            Self::Admin => "/admin",
            Self::Join => "/join",
            Self::SignIn => "/sign-in",
        }
    }

    /// The page at this path.
    pub(super) fn named(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|page| page.path() == path)
    }

    const fn summary(self) -> &'static str {
        match self {
            Self::WhoIsOnline => "Serves the page Who's Online",
            Self::Me => "Serves the page for one's own status",
            Self::Admin => "Serves the page for those who set up",
            Self::Join => "Serves the page where one-time codes are used",
            Self::SignIn => "Serves the page for signing in",
        }
    }

    const fn operation(self) -> &'static str {
        match self {
            Self::WhoIsOnline => "get_online_page",
            Self::Me => "get_me_page",
            Self::Admin => "get_admin_page",
            Self::Join => "get_join_page",
            Self::SignIn => "get_sign_in_page",
        }
    }

    const fn file(self) -> &'static str {
        match self {
            Self::WhoIsOnline => "online.html",
            Self::Me => "me.html",
            Self::Admin => "admin.html",
            Self::Join => "join.html",
            Self::SignIn => "sign-in.html",
        }
    }
}

pub(super) fn add(api: Api) -> Api {
    let api = Page::ALL.into_iter().fold(api, |api, page| {
        let operation = Operation::get(page.path(), page.summary())
            .called(page.operation())
            .open()
            .serves("text/html", "The page.");
        let operation = match page {
            Page::Join => operation,
            _ => operation.or(
                StatusCode::SEE_OTHER,
                "Where to go instead: to sign in first, or on, for whoever is signed in.",
            ),
        };
        api.route(
            operation,
            async move |State(app): State<App>,
                        visitor: Visitor,
                        headers: HeaderMap,
                        asked: Asked<BTreeMap<String, String>>| {
                answer(page, &app, visitor, &headers, asked)
            },
        )
    });
    api.route(
        Operation::get("/assets/{file}", "Serves a part of a page")
            .about("It never changes: its name has the hash of what it is.")
            .open()
            .header("Accept-Encoding", false, "Whether it may be compressed.")
            .serves("application/octet-stream", "The part.")
            .refuses(&[StatusCode::NOT_FOUND]),
        asset,
    )
}

/// Back to the page for signing in, with what is wrong.
pub(super) fn back_to_sign_in(problem: Code, next: Page) -> Redirect {
    let problem = serde_json::to_value(problem).unwrap_or_default();
    let problem = problem.as_str().unwrap_or("other");
    Redirect::to(&format!("/sign-in?problem={problem}&next={}", next.path()))
}

fn answer(
    page: Page,
    app: &App,
    Visitor(visitor): Visitor,
    headers: &HeaderMap,
    Asked(asked): Asked<BTreeMap<String, String>>,
) -> Response {
    let next = asked.get("next").and_then(|path| Page::named(path));
    let next = next.unwrap_or(Page::WhoIsOnline).path();
    let locale = painted::locale(headers);
    let content = match (page, visitor) {
        (Page::SignIn, Some(_)) => return Redirect::to(next).into_response(),
        (Page::SignIn, None) => {
            painted::sign_in(&locale, asked.get("problem").map(String::as_str), next)
        }
        (Page::Join, _) | (_, Some(_)) if page != Page::WhoIsOnline => {
            painted::needs_script(&locale)
        }
        (_, Some(caller)) => {
            // She reads, and is no device by that.
            let published = app.hub.published();
            match (published.me(&caller), published.offices_of(&caller)) {
                (Ok(me), Ok(offices)) => {
                    painted::online(&locale, &me, &offices, app.hub.clock().now().wall)
                }
                _ => String::new(),
            }
        }
        (page, None) => {
            return Redirect::to(&format!("/sign-in?next={}", page.path())).into_response();
        }
    };
    html(page, &locale, &content)
}

fn html(page: Page, locale: &Locale, content: &str) -> Response {
    let file = FILES.iter().find(|(name, _)| *name == page.file());
    let text = file.and_then(|(_, text)| std::str::from_utf8(text).ok());
    let text = painted::page(text.unwrap_or_default(), locale, content);
    let mut response = text.into_response();
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A part of a page, and the same compressed where that makes it smaller.
struct Asset {
    content_type: &'static str,
    body: &'static [u8],
    compressed: Option<Bytes>,
}

static ASSETS: LazyLock<BTreeMap<&'static str, Asset>> = LazyLock::new(|| {
    let named = FILES.iter().filter_map(|(name, body)| {
        let name = name.strip_prefix("assets/")?;
        let compressed = gzip(body).filter(|compressed| compressed.len() < body.len());
        let asset = Asset {
            content_type: content_type(name),
            body,
            compressed,
        };
        Some((name, asset))
    });
    named.collect()
});

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

fn gzip(body: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

async fn asset(
    State(_): State<App>,
    Named(file): Named<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(asset) = ASSETS.get(&*file) else {
        let detail = "There is no such part of a page any more; load the page again.";
        return Err(Failure::new(StatusCode::NOT_FOUND, Code::NotFound, detail));
    };
    let compressed = asset.compressed.as_ref().filter(|_| takes_gzip(&headers));
    let mut response = match compressed {
        Some(compressed) => compressed.clone().into_response(),
        None => Bytes::from_static(asset.body).into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::VARY, "accept-encoding"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if compressed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

/// Whether `Accept-Encoding` (RFC 9110, section 12.5.3) names gzip, and not with the weight of nothing.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).into_iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let name = parts.next()?;
            let weight = parts.next().and_then(|weight| weight.strip_prefix("q="));
            Some((name, weight.and_then(|weight| weight.parse::<f32>().ok())))
        })
        .any(|(name, weight)| name.eq_ignore_ascii_case("gzip") && weight != Some(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_a_page_names_is_there() {
        for page in Page::ALL {
            let (_, text) = FILES.iter().find(|(name, _)| *name == page.file()).unwrap();
            let text = std::str::from_utf8(text).unwrap();
            let parts: Vec<_> = text.split("=\"/assets/").skip(1).collect();
            assert!(parts.len() >= 2, "{page:?} has a script and a style");
            for part in parts {
                let name = part.split('"').next().unwrap();
                assert!(ASSETS.contains_key(name), "{page:?}: {name}");
            }
            assert!(
                !text.contains("<style") && !text.contains(" style="),
                "{page:?}"
            );
        }
    }

    #[test]
    fn a_part_is_compressed_for_whoever_takes_it() {
        let takes = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            takes_gzip(&headers)
        };
        for value in ["gzip", "gzip, deflate, br, zstd", "br;q=1.0, GZIP;q=0.5"] {
            assert!(takes(value), "{value}");
        }
        for value in ["", "br", "gzip;q=0", "x-gzip2", "identity"] {
            assert!(!takes(value), "{value}");
        }
    }
}
