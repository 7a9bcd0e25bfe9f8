//! Browsers that are signed in by a cookie, the pages they open, and other sites that would like to use both.

use porchlight_protocol::Role;
use reqwest::{
    Client, Method, RequestBuilder, StatusCode,
    header::{COOKIE, SET_COOKIE},
    redirect,
};
use serde_json::{Value, json};

use crate::world::{Answer, PASSWORD, World};

const FORM: &str = "application/x-www-form-urlencoded";

/// A browser as the server sees it: it names the page that a request comes from, and keeps one cookie.
struct Browser<'w> {
    world: &'w World,
    http: Client,
    cookie: Option<String>,
}

impl<'w> Browser<'w> {
    fn of(world: &'w World) -> Self {
        let http = Client::builder().no_proxy();
        let http = http.redirect(redirect::Policy::none()).build().unwrap();
        Self {
            world,
            http,
            cookie: None,
        }
    }

    async fn signed_in(world: &'w World, name: &str) -> Self {
        let mut browser = Self::of(world);
        let answer = browser.sign_in(name).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let cookie = answer.headers[SET_COOKIE].to_str().unwrap();
        browser.cookie = Some(cookie.split(';').next().unwrap().to_owned());
        browser
    }

    async fn sign_in(&self, name: &str) -> Answer {
        let body = json!({"email": format!("{name}@example.org"), "password": PASSWORD});
        Answer::of(self.own(Method::POST, "/v1/browser").json(&body)).await
    }

    fn origin(&self) -> String {
        self.world.url("")
    }

    /// A request that says nothing of where it comes from.
    fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, self.world.url(path));
        match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        }
    }

    /// A request of one of the server's own pages.
    fn own(&self, method: Method, path: &str) -> RequestBuilder {
        self.ask(method, path)
            .header("origin", self.origin())
            .header("sec-fetch-site", "same-origin")
    }

    async fn get(&self, path: &str) -> Answer {
        Answer::of(self.own(Method::GET, path)).await
    }
}

#[tokio::test]
async fn a_browsers_cookie_is_hidden_from_scripts_and_from_other_sites_and_its_session_is_a_device()
{
    let world = World::new().await;
    let browser = Browser::of(&world);
    let answer = browser.sign_in("olga").await;
    assert_eq!(answer.body["email"], "olga@example.org");
    assert!(!answer.body.to_string().contains("plt_"), "{}", answer.body);
    let cookie = answer.headers[SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("porchlight=plt_"), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
        "{cookie}"
    );
    let secure = json!({"email": "olga@example.org", "password": PASSWORD, "remember": true});
    let secure = browser
        .ask(Method::POST, "/v1/browser")
        .header("host", "presence.example.edu")
        .header("origin", "https://presence.example.edu")
        .json(&secure);
    let secure = Answer::of(secure).await;
    let cookie = secure.headers[SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-porchlight=plt_"), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=2592000"),
        "{cookie}"
    );
    let plain = browser
        .ask(Method::POST, "/v1/browser")
        .header("host", "10.0.0.1:8787")
        .header("origin", "http://10.0.0.1:8787")
        .json(&json!({"email": "olga@example.org", "password": PASSWORD}));
    let plain = Answer::of(plain).await;
    assert_eq!(plain.problem(), (403, "insecure".to_owned()));

    let browser = Browser::signed_in(&world, "olga").await;
    let me = browser.get("/v1/me").await.ok();
    assert_eq!(me["sessions"].as_array().unwrap().len(), 3);
    assert_eq!(me["agent"]["name"], "Olga");
}

#[tokio::test]
async fn what_a_page_of_another_site_sends_is_refused_whatever_cookie_comes_with_it() {
    let world = World::new().await;
    world.agent("ana", &[("library", Role::Agent)]).await;
    let ana = Browser::signed_in(&world, "ana").await;
    let settings = json!({"own_idle_after_seconds": 600});
    let change = |request: RequestBuilder| Answer::of(request.json(&settings));
    let put = || ana.ask(Method::PUT, "/v1/me/settings");
    let refused = (403, "cross_site".to_owned());
    for site in ["cross-site", "same-site", "none"] {
        let forged = put().header("sec-fetch-site", site);
        assert_eq!(change(forged).await.problem(), refused, "{site}");
    }
    for origin in ["https://evil.example.org", "null"] {
        let forged = put().header("origin", origin);
        assert_eq!(change(forged).await.problem(), refused, "{origin}");
    }
    assert_eq!(change(put()).await.problem(), refused, "it says nothing");
    let read = ana
        .ask(Method::GET, "/v1/me")
        .header("sec-fetch-site", "cross-site");
    assert_eq!(Answer::of(read).await.problem(), refused);
    for (method, path) in [
        (Method::POST, "/v1/browser"),
        (Method::DELETE, "/v1/browser"),
        (Method::POST, "/sign-out"),
    ] {
        let forged = ana
            .ask(method, path)
            .header("sec-fetch-site", "cross-site")
            .json(&json!({"email": "ana@example.org", "password": PASSWORD}));
        assert_eq!(Answer::of(forged).await.problem(), refused, "{path}");
    }
    let form = ana
        .ask(Method::POST, "/sign-in")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", FORM)
        .body("email=ana%40example.org&password=correct+horse");
    let form = Answer::of(form).await;
    assert_eq!(
        form.headers["location"],
        "/sign-in?problem=cross_site&next=/"
    );
    assert!(!form.headers.contains_key(SET_COOKIE));
    let me = ana.get("/v1/me").await.ok();
    assert_eq!(me["settings"]["own_idle_after_seconds"], Value::Null);
    change(ana.own(Method::PUT, "/v1/me/settings")).await.ok();
}

#[tokio::test]
async fn a_browser_that_is_signed_out_or_shut_out_is_led_to_where_one_signs_in() {
    let world = World::new().await;
    let olga = Browser::signed_in(&world, "olga").await;
    let other = Browser::signed_in(&world, "olga").await;
    for path in ["/", "/me", "/admin"] {
        assert_eq!(olga.get(path).await.status, StatusCode::OK, "{path}");
        let stranger = Browser::of(&world).get(path).await;
        assert_eq!(stranger.status, StatusCode::SEE_OTHER);
        let to = stranger.headers["location"].to_str().unwrap();
        assert_eq!(to, format!("/sign-in?next={path}"));
    }
    let there = olga.get("/sign-in?next=/me").await;
    assert_eq!(there.headers["location"], "/me");
    let elsewhere = olga.get("/sign-in?next=//evil.example.org").await;
    assert_eq!(elsewhere.headers["location"], "/");

    let out = Answer::of(olga.own(Method::DELETE, "/v1/browser")).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    let forgotten: Vec<_> = out.headers.get_all(SET_COOKIE).iter().collect();
    assert_eq!(forgotten.len(), 2, "{forgotten:?}");
    assert_eq!(olga.get("/v1/me").await.problem().1, "not_signed_in");
    assert_eq!(olga.get("/").await.status, StatusCode::SEE_OTHER);

    let me = other.get("/v1/me").await.ok();
    let session = me["session_id"].as_str().unwrap();
    let end = other.own(Method::DELETE, &format!("/v1/me/sessions/{session}"));
    Answer::of(end).await.ok();
    assert_eq!(other.get("/v1/me").await.problem().1, "not_signed_in");
}

#[tokio::test]
async fn without_a_script_one_signs_in_and_out_by_forms() {
    let world = World::new().await;
    let mut browser = Browser::of(&world);
    let form = |password: &str| {
        let fields = format!("email=olga%40example.org&password={password}&next=%2Fadmin");
        let request = browser.own(Method::POST, "/sign-in");
        request.header("content-type", FORM).body(fields)
    };
    let wrong = Answer::of(form("guess")).await;
    assert_eq!(
        wrong.headers["location"],
        "/sign-in?problem=wrong_password&next=/admin"
    );
    let right = Answer::of(form("correct+horse")).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
    assert_eq!(right.headers["location"], "/admin");
    let cookie = right.headers[SET_COOKIE].to_str().unwrap();
    browser.cookie = Some(cookie.split(';').next().unwrap().to_owned());
    browser.get("/v1/me").await.ok();
    let out = Answer::of(browser.own(Method::POST, "/sign-out")).await;
    assert_eq!(out.headers["location"], "/sign-in");
    assert_eq!(browser.get("/v1/me").await.problem().1, "not_signed_in");
}

#[tokio::test]
async fn pages_allow_nothing_from_elsewhere_and_no_frame_and_their_parts_are_compressed() {
    let world = World::new().await;
    let page = Browser::of(&world).get("/join").await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    for (name, value) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        assert_eq!(page.headers[name], value);
    }
    let html = page.body.as_str().unwrap();
    let script = html
        .split("src=\"")
        .find(|rest| rest.starts_with("/assets/"))
        .unwrap();
    let script = script.split('"').next().unwrap();
    let http = Client::builder().no_proxy().build().unwrap();
    let plain = http.get(world.url(script)).send().await.unwrap();
    let whole = plain.bytes().await.unwrap();
    let request = http
        .get(world.url(script))
        .header("accept-encoding", "gzip");
    let compressed = request.send().await.unwrap();
    let headers = compressed.headers().clone();
    assert_eq!(headers["content-encoding"], "gzip");
    assert_eq!(headers["vary"], "accept-encoding");
    assert_eq!(headers["cache-control"], "max-age=31536000, immutable");
    assert!(compressed.bytes().await.unwrap().len() < whole.len());
    let gone = Browser::of(&world).get("/assets/gone.js").await;
    assert_eq!(gone.problem(), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn a_code_says_what_it_is_good_for_and_is_used_without_standing_in_an_address() {
    let world = World::new().await;
    let olga = world.sign_in("olga").await;
    let body =
        json!({"email": "ana@example.org", "offices": [{"office": "library", "role": "agent"}]});
    let made = olga.post("/v1/admin/invitations", body).await.ok();
    let look_up = async |code: &Value| {
        let body = json!({"code": code});
        world
            .call(Method::POST, "/v1/codes", None, Some(body))
            .await
    };
    let known = look_up(&made["code"]).await.ok();
    assert_eq!(
        known,
        json!({"use": "invitation", "email": "ana@example.org", "offices": ["Library"],
               "expires_at": made["invitation"]["expires_at"]})
    );
    let accept = json!({"code": made["code"], "name": "Ana", "password": "a new password"});
    let accept = world.call(Method::POST, "/v1/invitations", None, Some(accept));
    assert_eq!(accept.await.status, StatusCode::CREATED);
    let used = look_up(&made["code"]).await;
    assert_eq!(used.problem(), (404, "code_not_valid".to_owned()));

    let reset = "/v1/admin/agents/ana/password-reset";
    let reset = olga.call(Method::POST, reset, None).await.ok();
    let known = look_up(&reset["code"]).await.ok();
    assert_eq!(
        (&known["use"], &known["name"], &known["email"]),
        (
            &json!("password_reset"),
            &json!("Ana"),
            &json!("ana@example.org")
        )
    );
    assert_eq!(look_up(&json!("plc_0")).await.problem().0, 404);
}

#[tokio::test]
async fn without_a_script_one_reads_who_is_online_in_the_language_that_the_browser_likes() {
    let world = World::new().await;
    let _ana = world.available("ana").await;
    world.agent("hanna", &[("library", Role::Admin)]).await;
    let hanna = Browser::signed_in(&world, "hanna").await;
    let page = hanna.get("/").await;
    let html = page.body.as_str().unwrap();
    for part in [
        "<html lang=\"en\" dir=\"ltr\">",
        "<h2>Library</h2><p>1 agent online</p>",
        "<li>Ana: available, since 08:00</li>",
        "<li>Hanna: offline</li>",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    let form = "/sign-in?problem=wrong_password&next=/admin";
    let form = Browser::of(&world).get(form).await;
    let html = form.body.as_str().unwrap();
    assert!(html.contains("do not match"), "{html}");
    assert!(html.contains("name=\"next\" value=\"/admin\""), "{html}");
    let accented = Browser::of(&world)
        .ask(Method::GET, "/sign-in")
        .header("accept-language", "en-XA, de;q=0.5");
    let accented = Answer::of(accented).await;
    assert!(!accented.body.as_str().unwrap().contains("Password"));
}
