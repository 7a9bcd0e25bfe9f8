//! Offices, memberships and settings as owners set them up, and the log of it all.

use porchlight_protocol::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{Answer, Device, World};

const LIBRARY: &str = "/v1/admin/offices/library";

async fn patch(owner: &Device, path: &str, change: Value) -> Answer {
    owner.call(Method::PATCH, path, Some(change)).await
}

async fn log(owner: &Device, query: &str) -> Vec<Value> {
    let page = owner.get(&format!("/v1/admin/audit{query}")).await.ok();
    page["entries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_renamed_office_is_called_so_by_everybody_at_once() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let olga = world.sign_in("olga").await;
    let mut events = ana.events().await;
    events.next_named("snapshot").await;
    patch(&olga, LIBRARY, json!({"name": "Reading room"}))
        .await
        .ok();
    let told = events.next_named("snapshot").await.data;
    assert_eq!(told["offices"][0]["name"], "Reading room");
    assert_eq!(told["me"]["offices"][0]["name"], "Reading room");
    let mut page = world.page("library").await;
    page.next().await;
    patch(&olga, LIBRARY, json!({"public": false})).await.ok();
    assert!(
        page.next_or_end().await.is_none(),
        "no page may see it any more"
    );
}

#[tokio::test]
async fn hours_and_words_for_customers_are_kept_and_bounded() {
    let world = World::new().await;
    let olga = world.sign_in("olga").await;
    let hours = json!({
        "zone": "Europe/Berlin", "dates": {}, "time_off": [],
        "shifts": [{"days": ["mon"], "start": "09:00", "end": "17:00"}],
    });
    let offline = json!({"text": "Write to us.", "link": "https://example.org/contact?a=b"});
    let change = json!({"hours": hours, "offline": offline});
    let kept = patch(&olga, LIBRARY, change).await.ok();
    assert_eq!((&kept["hours"], &kept["offline"]), (&hours, &offline));
    let listed = olga.get("/v1/admin/offices").await.ok();
    assert_eq!(listed[1], kept);
    for (change, field) in [
        (json!({"hours": {"zone": "Mars/Olympus"}}), "hours"),
        (
            json!({"offline": {"link": "javascript:alert(1)"}}),
            "offline.link",
        ),
        (
            json!({"offline": {"link": "https://\"onclick="}}),
            "offline.link",
        ),
        (
            json!({"offline": {"link": "//example.org"}}),
            "offline.link",
        ),
        (
            json!({"offline": {"text": "x".repeat(301)}}),
            "offline.text",
        ),
        (json!({"offline": {"text": "a\u{1b}b"}}), "offline.text"),
        (json!({"name": ""}), "name"),
        (json!({"colour": "red"}), "colour"),
    ] {
        let refused = patch(&olga, LIBRARY, change.clone()).await;
        assert_eq!(refused.problem().0, 422, "{change}");
        assert_eq!(refused.body["field"], field);
    }
    assert_eq!(
        olga.get("/v1/admin/offices").await.ok()[1],
        kept,
        "nothing changed"
    );
    let gone = patch(
        &olga,
        LIBRARY,
        json!({"hours": null, "offline": {"text": " "}}),
    )
    .await;
    let gone = gone.ok();
    assert_eq!(
        (&gone["hours"], &gone["offline"]),
        (&Value::Null, &Value::Null)
    );
}

#[tokio::test]
async fn members_are_told_at_once_whether_anybody_covers_the_office_in_its_hours() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let olga = world.sign_in("olga").await;
    let mut events = ana.events().await;
    let snapshot = events.next_named("snapshot").await.data;
    assert_eq!(snapshot["offices"][0].get("coverage"), None);

    let always = json!({"zone": "UTC", "shifts": [{
        "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": "00:00", "end": "24:00",
    }]});
    patch(&olga, LIBRARY, json!({"hours": always})).await.ok();
    let told = events.next_named("coverage").await.data;
    assert_eq!(told["coverage"], json!({"state": "covered", "until": null}));

    ana.choose(json!("everywhere"), "away", json!("until_changed"))
        .await;
    let told = events.next_named("coverage").await.data;
    assert_eq!(
        (&told["office"], &told["coverage"]["state"]),
        (&json!("library"), &json!("uncovered"))
    );
    assert!(told["coverage"]["since"].is_string());
    let asked = ana.get("/v1/offices/library").await.ok();
    assert_eq!(asked["coverage"], told["coverage"]);

    patch(&olga, LIBRARY, json!({"hours": null})).await.ok();
    let told = events.next_named("coverage").await.data;
    assert_eq!(told["coverage"], Value::Null);
}

#[tokio::test]
async fn members_come_and_go_and_the_office_with_all_of_them() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    world.agent("ben", &[]).await;
    let olga = world.sign_in("olga").await;
    let ben = world.sign_in("ben").await;
    let mut his = ben.events().await;
    his.next_named("snapshot").await;
    let path = format!("{LIBRARY}/members/ben");
    let member = olga
        .put(&path, json!({"role": "admin", "reason": "Cover"}))
        .await
        .ok();
    assert_eq!(
        member,
        json!({"agent": "ben", "name": "Ben", "role": "admin", "active": true})
    );
    assert_eq!(
        his.next_named("snapshot").await.data["offices"][0]["role"],
        "admin"
    );
    olga.put(&path, json!({"role": "admin"})).await.ok();
    let rows = log(&olga, "?agent=ben&office=library").await;
    assert_eq!(rows.len(), 1, "the same role again is no change");
    assert_eq!(
        (&rows[0]["act"], &rows[0]["reason"]),
        (&json!("member_set"), &json!("Cover"))
    );
    let removed = ben
        .call(Method::DELETE, &format!("{LIBRARY}/members/ana"), None)
        .await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    assert_eq!(ana.offices().await.len(), 0);
    assert_eq!(world.public("library").await["agents_available"], 0);
    let again = ben
        .call(Method::DELETE, &format!("{LIBRARY}/members/ana"), None)
        .await;
    assert_eq!(again.problem().0, 404);
    let nobody = olga
        .put(&format!("{LIBRARY}/members/zoe"), json!({"role": "agent"}))
        .await;
    assert_eq!(nobody.problem().0, 404);
    let mut page = world.page("library").await;
    page.next().await;
    let removed = olga.call(Method::DELETE, LIBRARY, None).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    assert!(page.next_or_end().await.is_none());
    assert_eq!(ben.offices().await.len(), 0);
    assert_eq!(
        olga.call(Method::DELETE, LIBRARY, None).await.problem().0,
        404
    );
    let anew = json!({"id": "library", "name": "Library"});
    assert_eq!(
        olga.post("/v1/admin/offices", anew.clone()).await.status,
        StatusCode::CREATED
    );
    let twice = olga.post("/v1/admin/offices", anew).await;
    assert_eq!(twice.problem(), (409, "exists".to_owned()));
    assert_eq!(ben.offices().await.len(), 0, "nobody belongs to it");
}

#[tokio::test]
async fn the_organizations_idle_time_is_told_to_everybody() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let olga = world.sign_in("olga").await;
    let path = "/v1/admin/settings";
    assert_eq!(
        olga.get(path).await.ok(),
        json!({"idle_after_seconds": 3600})
    );
    patch(&olga, path, json!({"idle_after_seconds": 600}))
        .await
        .ok();
    let me = ana.get("/v1/me").await.ok();
    assert_eq!(me["settings"]["organization_idle_after_seconds"], 600);
    let refused = patch(&olga, path, json!({"idle_after_seconds": 5})).await;
    assert_eq!(refused.body["field"], "idle_after_seconds");
}

#[tokio::test]
async fn the_log_is_read_by_page_by_whom_where_and_when_and_as_a_table() {
    let world = World::new().await;
    world.agent("hanna", &[("library", Role::Admin)]).await;
    let (hanna, olga) = (world.sign_in("hanna").await, world.sign_in("olga").await);
    for number in 0..120 {
        let name = json!({"name": format!("Hanna {number}"), "reason": "=1+1"});
        patch(&olga, "/v1/admin/agents/hanna", name).await.ok();
    }
    let path = "/v1/admin/audit?agent=hanna&until=2026-11-24T00:00:00Z";
    let first = olga.get(path).await.ok();
    let entries = first["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 100);
    assert_eq!(
        entries[0]["changes"]["name"]["to"], "Hanna 119",
        "the newest first"
    );
    let next = first["next"].as_str().unwrap();
    let second = olga.get(&format!("{path}&cursor={next}")).await.ok();
    assert_eq!(second["entries"].as_array().unwrap().len(), 20);
    assert_eq!(second["next"], Value::Null);
    assert_eq!(
        log(
            &olga,
            "?from=2026-11-23T09:00:00Z&until=2026-11-24T00:00:00Z"
        )
        .await
        .len(),
        0
    );
    let own = log(&hanna, "?office=library").await;
    assert!(
        own.iter().all(|row| row["office"] == "library") && own.len() == 2,
        "{own:?}"
    );
    let refused = olga.get("/v1/admin/audit?since=yesterday").await;
    assert_eq!(refused.problem().0, 422);
    let table = reqwest::Client::builder().no_proxy().build().unwrap();
    let table = table
        .get(world.url(path))
        .bearer_auth(&olga.token)
        .header("accept", "text/csv");
    let table = Answer::of(table).await;
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    let text = table.body.as_str().unwrap();
    assert!(text.starts_with("at,act,by,agent,office,batch,reason,changes\r\n"));
    assert_eq!(text.lines().count(), 121);
    assert!(text.contains("\"'=1+1\"") && !text.contains("\"=1+1\""));
}
