//! Browsers: they keep the token of their session in a cookie, and other sites cannot use it.
//!
//! A request that is signed in by the cookie has to come from a page of this server. Browsers say so themselves, in
//! `Sec-Fetch-Site` (Fetch Metadata) or, where that is missing, in `Origin`; a request that changes something and says
//! neither is refused. Beside that stands `SameSite=Lax`.

use axum::{
    Form,
    extract::{FromRequestParts, State, rejection::FormRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts, uri::Authority},
    response::{IntoResponse as _, Redirect, Response},
};
use porchlight_protocol::{Agent, BrowserSignIn, Code};
use serde::Deserialize;

use super::{
    App, account,
    extract::{Json, Origin},
    json,
    openapi::{Api, Operation},
    pages::{self, Page},
    problem::Failure,
};
use crate::{hub::Caller, origin::Client};

/// The cookie's name where TLS protects it. The prefix keeps other hosts of the same domain from setting it (RFC
/// 6265bis, section 4.1.3.2).
const SECURE: &str = "__Host-porchlight";
/// Its name for a server on the same machine as the browser, which is spoken to without TLS.
const LOCAL: &str = "porchlight";

/// How long a browser stays signed in that is asked to, in seconds.
const REMEMBERED: u32 = 30 * 86_400;

pub(super) fn add(api: Api) -> Api {
    let api = api.route(
        Operation::post("/v1/browser", "Signs a browser in")
            .about(
                "As `POST /v1/sign-in` does; the token comes in a cookie that no script can read: `__Host-porchlight`, or \
                 `porchlight` from a server on the same machine without TLS. Only for pages of this server.",
            )
            .open()
            .body::<BrowserSignIn>()
            .answers::<Agent>(StatusCode::OK, "Who is signed in.")
            .refuses(&[
                StatusCode::UNAUTHORIZED,
                StatusCode::FORBIDDEN,
                StatusCode::TOO_MANY_REQUESTS,
                StatusCode::SERVICE_UNAVAILABLE,
            ]),
        sign_in,
    );
    let api = api.route(
        Operation::delete("/v1/browser", "Signs a browser out")
            .about("Its session and its cookie end. Only for pages of this server.")
            .open()
            .empty(StatusCode::NO_CONTENT, "It is signed out.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::SERVICE_UNAVAILABLE]),
        sign_out,
    );
    let api = api.route(
        Operation::post("/sign-in", "Signs a browser in by a form")
            .called("post_sign_in_form")
            .about("For where no script runs. Leads to the page that was asked for, or back with what is wrong.")
            .open()
            .empty(StatusCode::SEE_OTHER, "Where to go on."),
        sign_in_by_form,
    );
    api.route(
        Operation::post("/sign-out", "Signs a browser out by a form")
            .called("post_sign_out_form")
            .open()
            .empty(StatusCode::SEE_OTHER, "Where to go on.")
            .refuses(&[StatusCode::FORBIDDEN, StatusCode::SERVICE_UNAVAILABLE]),
        sign_out_by_form,
    )
}

/// Who is signed in by a cookie, if somebody is; for reading alone.
#[derive(Clone, Debug)]
pub(super) struct Visitor(pub(super) Option<Caller>);

impl FromRequestParts<App> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(Self(token(parts).and_then(|token| app.hub.caller(token))))
    }
}

/// What a request says of the page that it comes from.
#[derive(Clone, Debug)]
pub(super) struct FromPage {
    is_own: bool,
    /// As the browser has it, such as `https://presence.example.edu`.
    origin: Option<String>,
}

impl FromRequestParts<App> for FromPage {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts))
    }
}

impl FromPage {
    fn of(parts: &Parts) -> Self {
        let origin = text(&parts.headers, "origin");
        let is_own = match text(&parts.headers, "sec-fetch-site") {
            Some(site) => site == "same-origin",
            None => origin
                .map(authority)
                .is_some_and(|authority| !authority.is_empty() && Some(authority) == host(parts)),
        };
        Self {
            is_own,
            origin: origin.map(str::to_owned),
        }
    }

    fn require_own(&self) -> Result<(), Failure> {
        if self.is_own {
            return Ok(());
        }
        let detail =
            "A page of another site sent this; open this server's own page, and do it there.";
        Err(Failure::new(StatusCode::FORBIDDEN, Code::CrossSite, detail))
    }

    /// The name of the cookie that this browser would keep.
    fn cookie(&self) -> Result<&'static str, Failure> {
        let origin = self.origin.as_deref().unwrap_or_default();
        if origin.starts_with("https://") {
            return Ok(SECURE);
        }
        if is_this_machine(authority(origin)) {
            return Ok(LOCAL);
        }
        let detail = "A browser keeps nobody signed in at an address without TLS; open this page by its address that \
                      begins with https.";
        Err(Failure::new(StatusCode::FORBIDDEN, Code::Insecure, detail))
    }
}

/// Who sends a request that has a cookie and no token. Nothing that is asked by a page of another site counts.
pub(super) fn caller(parts: &Parts, app: &App) -> Result<Option<Caller>, Failure> {
    let Some(token) = token(parts) else {
        return Ok(None);
    };
    if parts.method == Method::GET || parts.method == Method::HEAD {
        // Whoever types an address comes from no page.
        let site = text(&parts.headers, "sec-fetch-site").unwrap_or("none");
        if !["same-origin", "none"].contains(&site) {
            FromPage {
                is_own: false,
                origin: None,
            }
            .require_own()?;
        }
    } else {
        FromPage::of(parts).require_own()?;
    }
    Ok(app.hub.caller(token))
}

async fn sign_in(
    State(app): State<App>,
    Origin(client): Origin,
    page: FromPage,
    headers: HeaderMap,
    Json(asked): Json<BrowserSignIn>,
) -> Result<Response, Failure> {
    let (agent, cookie) = open(&app, client, &page, &headers, asked).await?;
    let mut response = json(&agent);
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

async fn sign_out(
    State(app): State<App>,
    page: FromPage,
    Visitor(visitor): Visitor,
) -> Result<Response, Failure> {
    close(&app, &page, visitor).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    forget(&mut response);
    Ok(response)
}

/// The fields of the form on the page for signing in.
#[derive(Deserialize)]
struct SignInForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    remember: Option<String>,
    /// Where she wanted to go.
    #[serde(default)]
    next: Option<String>,
}

async fn sign_in_by_form(
    State(app): State<App>,
    Origin(client): Origin,
    page: FromPage,
    headers: HeaderMap,
    form: Result<Form<SignInForm>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return Redirect::to("/sign-in?problem=invalid_body").into_response();
    };
    let next = form
        .next
        .as_deref()
        .and_then(Page::named)
        .unwrap_or(Page::WhoIsOnline);
    let asked = BrowserSignIn {
        email: form.email,
        password: form.password,
        remember: form.remember.is_some(),
    };
    match open(&app, client, &page, &headers, asked).await {
        Ok((_, cookie)) => {
            let mut response = Redirect::to(next.path()).into_response();
            response.headers_mut().insert(header::SET_COOKIE, cookie);
            response
        }
        Err(failure) => pages::back_to_sign_in(failure.code(), next).into_response(),
    }
}

async fn sign_out_by_form(
    State(app): State<App>,
    page: FromPage,
    Visitor(visitor): Visitor,
) -> Result<Response, Failure> {
    close(&app, &page, visitor).await?;
    let mut response = Redirect::to(Page::SignIn.path()).into_response();
    forget(&mut response);
    Ok(response)
}

/// Opens a session for a browser, and words its cookie.
async fn open(
    app: &App,
    client: Option<Client>,
    page: &FromPage,
    headers: &HeaderMap,
    asked: BrowserSignIn,
) -> Result<(Agent, HeaderValue), Failure> {
    page.require_own()?;
    let cookie = page.cookie()?;
    let device = device(text(headers, "user-agent").unwrap_or_default());
    let signed_in = account::sign_in_as(app, client, &asked.email, asked.password, &device).await?;
    let lasts = asked.remember.then_some(REMEMBERED);
    Ok((signed_in.agent, worded(cookie, &signed_in.token, lasts)))
}

async fn close(app: &App, page: &FromPage, visitor: Option<Caller>) -> Result<(), Failure> {
    page.require_own()?;
    if let Some(caller) = visitor {
        app.hub.say_goodbye(caller, true, None).await?;
    }
    Ok(())
}

/// Has the browser drop both cookies.
fn forget(response: &mut Response) {
    for name in [SECURE, LOCAL] {
        response
            .headers_mut()
            .append(header::SET_COOKIE, worded(name, "", Some(0)));
    }
}

/// A `Set-Cookie`; one that lasts no given time ends with the browser.
fn worded(name: &str, value: &str, lasts: Option<u32>) -> HeaderValue {
    let secure = if name == SECURE { "; Secure" } else { "" };
    let lasts = lasts.map(|seconds| format!("; Max-Age={seconds}"));
    let lasts = lasts.unwrap_or_default();
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{lasts}");
    // A token is letters, digits and an underscore.
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

/// The token in a request's cookie. The one without a prefix, which any host of the domain can set, counts only on the
/// same machine.
fn token(parts: &Parts) -> Option<&str> {
    let named = |name: &str| {
        let cookies = parts.headers.get_all(header::COOKIE).into_iter();
        cookies
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    };
    named(SECURE).or_else(|| named(LOCAL).filter(|_| is_direct_and_local(parts)))
}

fn is_direct_and_local(parts: &Parts) -> bool {
    let passed_on = ["forwarded", "x-forwarded-for", "x-forwarded-proto", "via"]
        .iter()
        .any(|name| parts.headers.contains_key(*name));
    !passed_on && host(parts).is_some_and(is_this_machine)
}

fn host(parts: &Parts) -> Option<&str> {
    let named = parts.uri.authority().map(Authority::as_str);
    named.or_else(|| text(&parts.headers, "host"))
}

/// `https://presence.example.edu:8443` has `presence.example.edu:8443`.
fn authority(origin: &str) -> &str {
    origin
        .split_once("://")
        .map_or("", |(_, authority)| authority)
}

/// Whether it names the machine that asks.
fn is_this_machine(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// What to call a browser among somebody's devices, such as `Firefox, Linux`.
fn device(user_agent: &str) -> String {
    let named = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(mark, _)| user_agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    // Each names those before it, too.
    let browser = named(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    let known: Vec<_> = [browser, system].into_iter().flatten().collect();
    if known.is_empty() {
        return "Browser".to_owned();
    }
    known.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(headers: &[(&'static str, &'static str)]) -> Parts {
        let mut request = axum::http::Request::post("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_a_page_of_this_server_is_one_of_its_own() {
        let own = |headers: &[_]| FromPage::of(&request(headers)).is_own;
        let host = ("host", "presence.example.edu");
        assert!(own(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(own(&[host, ("origin", "https://presence.example.edu")]));
        for site in ["same-site", "cross-site", "none", ""] {
            let origin = ("origin", "https://presence.example.edu");
            assert!(!own(&[host, ("sec-fetch-site", site), origin]), "{site}");
        }
        for origin in [
            "https://evil.example.org",
            "https://presence.example.edu:8443",
            "https://presence.example.edu.evil.org",
            "null",
            "",
        ] {
            assert!(!own(&[host, ("origin", origin)]), "{origin}");
        }
        assert!(!own(&[host]));
        assert!(!own(&[("host", ""), ("origin", "null")]));
    }

    #[test]
    fn the_cookie_without_a_prefix_is_for_the_same_machine_alone() {
        let token_at = |host, more: &[_]| {
            let mut headers = vec![("host", host), ("cookie", "a=b; porchlight=plt_1")];
            headers.extend(more);
            token(&request(&headers)).map(str::to_owned)
        };
        for host in [
            "localhost:8787",
            "127.0.0.1:8787",
            "[::1]:8787",
            "127.0.0.2",
        ] {
            assert_eq!(token_at(host, &[]).as_deref(), Some("plt_1"), "{host}");
        }
        for host in [
            "presence.example.edu",
            "10.0.0.1:8787",
            "localhost.evil.org",
        ] {
            assert_eq!(token_at(host, &[]), None, "{host}");
        }
        let proxied = ("x-forwarded-for", "192.0.2.1");
        assert_eq!(token_at("localhost:8787", &[proxied]), None);
        let both = ("cookie", "__Host-porchlight=plt_2");
        assert_eq!(
            token_at("presence.example.edu", &[both]).as_deref(),
            Some("plt_2")
        );
    }

    #[test]
    fn where_a_browser_would_keep_no_cookie_nobody_is_signed_in() {
        let cookie = |origin| FromPage::of(&request(&[("origin", origin)])).cookie();
        assert_eq!(cookie("https://presence.example.edu").unwrap(), SECURE);
        assert_eq!(cookie("http://localhost:8787").unwrap(), LOCAL);
        assert!(cookie("http://10.0.0.1:8787").is_err());
        assert!(cookie("null").is_err());
        let cookie = worded(SECURE, "plt_1", None);
        assert_eq!(
            cookie,
            "__Host-porchlight=plt_1; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
    }

    #[test]
    fn a_device_is_called_by_its_browser_and_its_system() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            ("", "Browser"),
        ] {
            assert_eq!(device(user_agent), name);
        }
    }
}
