//! Personal access tokens: each call of the document with each scope, and what ends a token.

use std::time::Duration;

use porchlight_protocol::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{Device, World};

const SCOPES: [&str; 5] = ["read", "presence", "away", "admin:read", "admin"];
const TOKENS: &str = "/v1/me/tokens";

async fn make(device: &Device, scopes: &[&str]) -> (String, String) {
    let body = json!({"name": "report", "scopes": scopes});
    let made = device.post(TOKENS, body).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&made.body["token"]), text(&made.body["access"]["id"]))
}

/// Which scope a call needs, as a reader of the rules would say it.
fn needed(method: &str, path: &str) -> Option<&'static str> {
    let reads = method == "GET";
    match path.split('/').nth(2)? {
        "admin" => Some(if reads { "admin:read" } else { "admin" }),
        "offices" => Some(if reads { "read" } else { "away" }),
        "me" => match (path, reads) {
            ("/v1/me" | "/v1/me/schedule" | "/v1/me/busy" | "/v1/me/events", true) => Some("read"),
            ("/v1/me/choices" | "/v1/me/schedule" | "/v1/me/busy", false) => Some("presence"),
            _ => None,
        },
        _ => None,
    }
}

#[tokio::test]
async fn every_call_of_the_document_takes_a_token_with_its_scope_and_no_other() {
    let world = World::new().await;
    let olga = world.sign_in("olga").await;
    let document = world.call(Method::GET, "/openapi.json", None, None).await;
    let document = document.ok();
    let mut tried = 0;
    for scope in SCOPES {
        let (token, _) = make(&olga, &[scope]).await;
        for (path, calls) in document["paths"].as_object().unwrap() {
            for (method, call) in calls.as_object().unwrap() {
                if call["security"] == json!([]) {
                    continue;
                }
                let method = method.to_uppercase();
                let needed = needed(&method, path);
                let security = call["security"].as_array();
                let named = security
                    .into_iter()
                    .flatten()
                    .find_map(|way| way.get("token"));
                assert_eq!(
                    named,
                    needed.map(|scope| json!([scope])).as_ref(),
                    "{method} {path}"
                );
                let covers = needed.is_some_and(|needed| {
                    needed == scope || (scope, needed) == ("admin", "admin:read")
                });
                let text = method.parse().unwrap();
                let asked = path.replace("{id}", "none").replace("{agent}", "none");
                // A stream that is opened has no end.
                if covers && path.ends_with("/events") {
                    continue;
                }
                let answer = world.call(text, &asked, Some(&token), None).await;
                let refused = answer.status == StatusCode::FORBIDDEN;
                assert_eq!(
                    refused, !covers,
                    "{scope}: {method} {path}: {}",
                    answer.body
                );
                assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path}");
                assert!(!answer.status.is_server_error(), "{method} {path}");
                tried += 1;
            }
        }
    }
    assert!(tried > 200, "{tried} calls");
}

#[tokio::test]
async fn nobody_can_do_more_with_a_token_than_its_agent_can() {
    let world = World::new().await;
    world.agent("ana", &[("library", Role::Agent)]).await;
    let ana = world.sign_in("ana").await;
    let (token, _) = make(&ana, &SCOPES).await;
    let script = Device::of(&world, &token);
    let refused = script.get("/v1/admin/agents").await;
    assert_eq!(refused.problem(), (403, "not_allowed".to_owned()));
    assert_eq!(script.get("/v1/offices/desk").await.problem().0, 404);
    assert_eq!(script.get("/v1/me").await.ok()["agent"]["id"], "ana");
}

#[tokio::test]
async fn a_token_is_no_device_and_makes_nobody_available() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let (token, _) = make(&ana, &["read", "presence"]).await;
    let script = Device::of(&world, &token);
    script
        .choose(json!("everywhere"), "available", json!("until_changed"))
        .await;
    ana.goodbye().await;
    assert_eq!(script.get("/v1/offices/library").await.ok()["available"], 0);
    let active = json!({"state": "active"});
    assert_eq!(script.put("/v1/me/activity", active).await.problem().0, 403);
    let me = ana.get("/v1/me").await.ok();
    assert_eq!(me["sessions"].as_array().unwrap().len(), 1, "{me}");
    let devices = ana.get("/v1/me/sessions").await.ok();
    assert_eq!(devices.as_array().unwrap().len(), 1, "{devices}");
    // In a browser's cookie it is nothing.
    let cookie = format!("__Host-porchlight={token}; porchlight={token}");
    let page = reqwest::Client::new().get(world.url("/v1/me"));
    let page = page.header("cookie", cookie).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_token_ends_when_it_expires_is_revoked_or_its_agent_is_shut_out_and_each_is_on_record() {
    let mut world = World::new().await;
    let olga = world.sign_in("olga").await;
    let reads = async |world: &World, token: &str| {
        let answer = world.call(Method::GET, "/v1/me", Some(token), None).await;
        answer.status == StatusCode::OK
    };
    let (revoked, id) = make(&olga, &["read"]).await;
    let (lasting, _) = make(&olga, &["read"]).await;
    let day = json!({"name": "a day", "scopes": ["read"], "expires_in_days": 1});
    let expiring = olga.post(TOKENS, day).await.body["token"].clone();
    let expiring = expiring.as_str().unwrap().to_owned();
    world.restart().await;
    let olga = Device::of(&world, &olga.token);
    for token in [&revoked, &lasting, &expiring] {
        assert!(reads(&world, token).await);
    }
    let path = format!("{TOKENS}/{id}");
    let ended = olga.call(Method::DELETE, &path, None).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert!(!reads(&world, &revoked).await);
    assert_eq!(
        olga.call(Method::DELETE, &path, None).await.problem().0,
        404
    );
    world.clock.advance(Duration::from_hours(24));
    assert!(!reads(&world, &expiring).await, "at once");
    assert!(reads(&world, &lasting).await);
    let listed = olga.get(TOKENS).await.ok();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");
    assert!(!listed.to_string().contains(&lasting));
    let password = json!({"old": crate::world::PASSWORD, "new": "another horse"});
    let changed = olga.post("/v1/me/password", password).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    assert!(!reads(&world, &lasting).await);
    let log = olga.get("/v1/admin/audit").await.ok().to_string();
    assert_eq!(log.matches("token_made").count(), 3, "{log}");
    assert_eq!(log.matches("token_revoked").count(), 1);
    assert!(!log.contains("plp_"));
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_by_its_field_and_there_are_not_more_than_twenty() {
    let world = World::new().await;
    let olga = world.sign_in("olga").await;
    for (body, status, field) in [
        (json!({"name": "", "scopes": ["read"]}), 422, "name"),
        (json!({"name": "x", "scopes": []}), 422, "scopes"),
        (
            json!({"name": "x", "scopes": ["everything"]}),
            422,
            "scopes[0]",
        ),
        (
            json!({"name": "x", "scopes": ["read"], "expires_in_days": 0}),
            422,
            "expires_in_days",
        ),
        (
            json!({"name": "x", "scopes": ["read"], "expires_in_days": 367}),
            422,
            "expires_in_days",
        ),
    ] {
        let refused = olga.post(TOKENS, body.clone()).await;
        assert_eq!(refused.problem().0, status, "{body}");
        assert_eq!(refused.body["field"], field, "{body}");
    }
    for _ in 0..20 {
        make(&olga, &["read"]).await;
    }
    let more = json!({"name": "x", "scopes": ["read"]});
    assert_eq!(olga.post(TOKENS, more).await.problem().0, 409);
    assert_eq!(
        olga.get("/v1/me").await.status,
        StatusCode::OK,
        "in no device's place"
    );
}
