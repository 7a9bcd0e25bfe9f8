//! Wrong input never becomes a 500, and nothing is half written.

use porchlight_protocol::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Answer, Device, World};

async fn raw(world: &World, device: &Device, method: Method, path: &str, body: &[u8]) -> Answer {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = http
        .request(method, world.url(path))
        .bearer_auth(&device.token);
    Answer::of(
        request
            .header("content-type", "application/json")
            .header("if-match", "*")
            .body(body.to_vec()),
    )
    .await
}

#[tokio::test]
async fn a_field_that_does_not_fit_is_named() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let before = ana.get("/v1/me").await.ok();
    let choice = |change: &dyn Fn(&mut Value)| {
        let mut choice =
            json!({"id": "x", "scope": "everywhere", "status": "away", "hold": "next_edge"});
        change(&mut choice);
        ("/v1/me/choices", Method::POST, choice)
    };
    let schedule = |change: &dyn Fn(&mut Value)| {
        let mut schedule = json!({"zone": "UTC", "shifts": [{"days": ["mon"], "start": "09:00", "end": "17:00"}], "dates": {}, "time_off": []});
        change(&mut schedule);
        ("/v1/me/schedule", Method::PUT, schedule)
    };
    let cases: Vec<((&str, Method, Value), &str)> = vec![
        (choice(&|c| c["status"] = json!("busy")), "status"),
        (choice(&|c| c["colour"] = json!("red")), "colour"),
        (choice(&|c| c["id"] = json!("")), "id"),
        (choice(&|c| c["id"] = json!("x".repeat(101))), "id"),
        (choice(&|c| c["id"] = json!("a\nb")), "id"),
        (choice(&|c| c["id"] = json!(5)), "id"),
        (
            choice(&|c| drop(c.as_object_mut().unwrap().remove("id"))),
            "id",
        ),
        (
            choice(&|c| c["hold"] = json!({"until": "tomorrow"})),
            "hold.until",
        ),
        (
            choice(&|c| c["hold"] = json!({"until": "2026-11-23T07:59:59Z"})),
            "hold.until",
        ),
        (
            choice(&|c| c["hold"] = json!({"until": "2029-11-23T08:00:00Z"})),
            "hold.until",
        ),
        (choice(&|c| c["hold"] = json!("forever")), "hold"),
        (choice(&|c| c["scope"] = json!("nowhere")), "scope"),
        (choice(&|c| c["scope"] = json!({"room": "5"})), "scope"),
        (choice(&|c| c["base_revision"] = json!(-1)), "base_revision"),
        (
            choice(&|c| c["set_at"] = json!("+275760-09-13T00:00:00Z")),
            "set_at",
        ),
        (schedule(&|s| s["zone"] = json!("Mars/Olympus")), "zone"),
        (
            schedule(&|s| s["shifts"][0]["start"] = json!("9 o'clock")),
            "shifts[0].start",
        ),
        (
            schedule(&|s| s["shifts"][0]["start"] = json!("24:00")),
            "shifts[0].start",
        ),
        (
            schedule(&|s| s["shifts"][0]["days"] = json!(["monday"])),
            "shifts[0].days[0]",
        ),
        (
            schedule(&|s| s["shifts"][0]["room"] = json!("5")),
            "shifts[0].room",
        ),
        (
            schedule(&|s| {
                s["time_off"] =
                    json!([{"from": "2026-12-02T00:00:00Z", "until": "2026-12-01T00:00:00Z"}]);
            }),
            "time_off[0].until",
        ),
        (
            ("/v1/me/activity", Method::PUT, json!({"state": "asleep"})),
            "state",
        ),
        (
            ("/v1/me/activity", Method::PUT, json!({"state": "idle"})),
            "since",
        ),
        (
            (
                "/v1/me/settings",
                Method::PUT,
                json!({"own_idle_after_seconds": 59}),
            ),
            "own_idle_after_seconds",
        ),
        (
            (
                "/v1/me/settings",
                Method::PUT,
                json!({"own_idle_after_seconds": 3601}),
            ),
            "own_idle_after_seconds",
        ),
        (
            ("/v1/me/settings", Method::PUT, json!({"theme": "dark"})),
            "theme",
        ),
        (
            (
                "/v1/offices/library/away",
                Method::POST,
                json!({"why": "x"}),
            ),
            "why",
        ),
        (
            (
                "/v1/sign-in",
                Method::POST,
                json!({"email": "a@b.c", "password": "x", "device": ""}),
            ),
            "device",
        ),
        (
            (
                "/v1/sign-in",
                Method::POST,
                json!({"email": "", "password": "x", "device": "x"}),
            ),
            "email",
        ),
        (
            (
                "/v1/sign-in",
                Method::POST,
                json!({"email": "a@b.c", "device": "x"}),
            ),
            "password",
        ),
    ];
    for ((path, method, body), field) in cases {
        let answer = raw(&world, &ana, method, path, body.to_string().as_bytes()).await;
        assert_eq!(
            answer.problem(),
            (422, "invalid_field".to_owned()),
            "{path} {body}: {}",
            answer.body
        );
        let named = answer.body["field"].as_str().unwrap();
        assert!(
            named == field || named.starts_with(&format!("{field}.")),
            "{path} {body}: {named}, not {field}"
        );
    }
    let mut after = ana.get("/v1/me").await.ok();
    after["revision"] = before["revision"].clone();
    assert_eq!(after, before, "nothing is half written");
}

#[tokio::test]
async fn bodies_that_are_no_json_are_refused_whatever_they_are() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let deep = "[".repeat(10_000);
    let bodies: [&[u8]; 8] = [
        b"",
        b"{",
        b"nonsense",
        b"\xff\xfe",
        b"{\"id\": \"\\ud800\"}",
        deep.as_bytes(),
        b"{} {}",
        b"\0",
    ];
    let calls = [
        (Method::POST, "/v1/sign-in"),
        (Method::POST, "/v1/me/choices"),
        (Method::PUT, "/v1/me/schedule"),
        (Method::PUT, "/v1/me/activity"),
        (Method::PUT, "/v1/me/settings"),
    ];
    for (method, path) in &calls {
        for body in bodies {
            let answer = raw(&world, &ana, method.clone(), path, body).await;
            let (status, _) = answer.problem();
            assert!(status == 400 || status == 422, "{path} {body:?}: {status}");
        }
        for shape in [json!([]), json!("text"), json!(5), json!({})] {
            let answer = raw(
                &world,
                &ana,
                method.clone(),
                path,
                shape.to_string().as_bytes(),
            )
            .await;
            // `{}` is how the organization's idle time is followed.
            if answer.status.is_success() {
                assert_eq!((*path, shape), ("/v1/me/settings", json!({})));
                continue;
            }
            assert!([400, 422].contains(&answer.problem().0), "{path} {shape}");
        }
        let large = format!("{{\"id\": \"{}\"}}", "x".repeat(70_000));
        let answer = raw(&world, &ana, method.clone(), path, large.as_bytes()).await;
        assert_eq!(answer.problem(), (413, "too_large".to_owned()), "{path}");
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let text = http
            .request(method.clone(), world.url(path))
            .bearer_auth(&ana.token)
            .header("if-match", "*")
            .body("{}");
        assert_eq!(
            Answer::of(text).await.problem(),
            (415, "not_json".to_owned()),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_body_too_large_is_refused_also_when_its_length_is_not_told() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let pieces = (0..100).map(|_| Ok::<_, std::io::Error>(vec![b' '; 1024]));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = http
        .post(world.url("/v1/me/choices"))
        .bearer_auth(&ana.token)
        .header("content-type", "application/json");
    let answer = Answer::of(
        request.body(reqwest::Body::wrap_stream(futures_util::stream::iter(
            pieces,
        ))),
    )
    .await;
    assert_eq!(answer.problem(), (413, "too_large".to_owned()));
}

#[tokio::test]
async fn what_is_not_there_or_somebody_elses_is_404() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let elsewhere = json!({"id": "x", "scope": {"office": "desk"}, "status": "away"});
    assert_eq!(
        ana.post("/v1/me/choices", elsewhere).await.problem(),
        (404, "not_found".to_owned())
    );
    for path in [
        "/v1/offices/desk",
        "/v1/offices/nowhere",
        "/v1/offices/%ff",
        "/v1/offices/..%2flibrary",
        "/v2/me",
        "/nowhere",
    ] {
        assert_eq!(
            ana.get(path).await.problem(),
            (404, "not_found".to_owned()),
            "{path}"
        );
    }
    for path in [
        "/v1/offices/desk/away",
        "/v1/offices/nowhere/agents/ana/away",
    ] {
        assert_eq!(
            ana.post(path, json!({})).await.problem(),
            (404, "not_found".to_owned()),
            "{path}"
        );
    }
    for path in [
        "/v1/public/offices/desk",
        "/v1/public/offices/nowhere",
        "/v1/public/offices/desk/events",
        "/v1/public/offices/%ff",
    ] {
        let answer = world.call(Method::GET, path, None, None).await;
        assert_eq!(
            answer.problem(),
            (404, "not_found".to_owned()),
            "{path}: a private office is as good as none"
        );
    }
    let asked = ana
        .call(Method::DELETE, "/v1/me/session?sign_out=maybe", None)
        .await;
    assert_eq!(asked.problem(), (422, "invalid_field".to_owned()));
    let asked = ana
        .call(Method::DELETE, "/v1/me/session?signout=true", None)
        .await;
    assert_eq!(asked.body["field"], "signout");
    assert_eq!(
        ana.sees("library", "ana").await,
        "available manual",
        "that was no goodbye"
    );
}

#[tokio::test]
async fn a_token_that_is_none_opens_nothing() {
    let world = World::new().await;
    world.agent("ana", &[("library", Role::Admin)]).await;
    for token in [
        None,
        Some(""),
        Some("plt_0000"),
        Some("\u{7f}"),
        Some("a b c"),
    ] {
        for route in porchlight_server::routes() {
            if !(route.path.starts_with("/v1/me") || route.path.starts_with("/v1/offices")) {
                continue;
            }
            let path = route
                .path
                .replace("{id}", "library")
                .replace("{agent}", "ana");
            let method: Method = route.method.parse().unwrap();
            let mut request = reqwest::Client::builder()
                .no_proxy()
                .build()
                .unwrap()
                .request(method, world.url(&path));
            if let Some(Ok(token)) = token.map(|token| {
                reqwest::header::HeaderValue::from_bytes(format!("Bearer {token}").as_bytes())
            }) {
                request = request.header("authorization", token);
            }
            let answer = Answer::of(request).await;
            assert_eq!(
                answer.problem(),
                (401, "not_signed_in".to_owned()),
                "{} {path}",
                route.method
            );
            assert_eq!(answer.headers["www-authenticate"], "Bearer");
        }
    }
}

#[tokio::test]
async fn json_that_fits_into_no_field_is_still_json_and_the_field_is_named() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    for (body, field) in [
        (
            r#"{"id": "1", "scope": "everywhere", "status": "away", "base_revision": 1e400}"#,
            "base_revision",
        ),
        (
            r#"{"id": "\ud800", "scope": "everywhere", "status": "away"}"#,
            "id",
        ),
    ] {
        let answer = raw(
            &world,
            &ana,
            Method::POST,
            "/v1/me/choices",
            body.as_bytes(),
        )
        .await;
        assert_eq!(
            answer.problem(),
            (422, "invalid_field".to_owned()),
            "{body}"
        );
        assert_eq!(answer.body["field"], field);
    }
    let broken = raw(
        &world,
        &ana,
        Method::POST,
        "/v1/me/choices",
        b"{\"id\": \"\xff\"}",
    )
    .await;
    assert_eq!(broken.problem(), (400, "invalid_body".to_owned()));
}
