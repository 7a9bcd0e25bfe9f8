//! What owners and other systems are told of the whole organization as it happens.

use porchlight_protocol::Role;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn an_owner_follows_every_office_and_every_row_of_the_audit_log() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let olga = world.sign_in("olga").await;
    let mut all = olga.all_events(None).await;
    let first = all.next().await;
    assert_eq!(first.name, "offices");
    let offices = first.data["offices"].as_array().unwrap();
    let library = offices.iter().find(|office| office["id"] == "library");
    assert_eq!(library.unwrap()["available"], 1);

    ana.choose(json!("everywhere"), "away", json!("until_changed"))
        .await;
    let change = all.next().await;
    assert_eq!(change.name, "presence");
    assert_eq!(
        (&change.data["office"], &change.data["available"]),
        (&json!("library"), &json!(0))
    );

    let spare = json!({"id": "spare", "name": "Spare", "reason": "more room"});
    olga.post("/v1/admin/offices", spare).await.ok();
    let office = all.next().await;
    assert_eq!(
        (office.name.as_str(), &office.data["name"]),
        ("office", &json!("Spare"))
    );
    let row = all.next().await;
    assert_eq!(row.name, "audit");
    assert_eq!(
        (&row.data["act"], &row.data["by"], &row.data["reason"]),
        (&json!("office_added"), &json!("olga"), &json!("more room"))
    );
    // By another process.
    world.agent("ben", &[]).await;
    world.hub().wake().await.unwrap();
    let row = all.next_named("audit").await;
    assert_eq!(
        (&row.data["act"], &row.data["by"]),
        (&json!("agent_added"), &json!(null))
    );
}

#[tokio::test]
async fn whoever_comes_back_is_told_what_she_missed_and_no_more() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let olga = world.sign_in("olga").await;
    let mut all = olga.all_events(None).await;
    all.next_named("offices").await;
    ana.choose(json!("everywhere"), "away", json!("until_changed"))
        .await;
    let seen = all.next_named("presence").await.id;
    drop(all);
    let change = json!({"name": "Books"});
    olga.call(
        reqwest::Method::PATCH,
        "/v1/admin/offices/library",
        Some(change),
    )
    .await
    .ok();
    let mut all = olga.all_events(Some(&seen)).await;
    assert_eq!(all.next_named("office").await.data["name"], "Books");
    assert_eq!(all.next().await.name, "audit");
    let mut all = olga.all_events(Some("another-7")).await;
    assert_eq!(
        all.next().await.name,
        "offices",
        "that is of no run of this server"
    );
}

#[tokio::test]
async fn the_stream_ends_with_her_ownership_and_keeps_nobody_there() {
    let world = World::new().await;
    world.agent("ida", &[("library", Role::Agent)]).await;
    let olga = world.sign_in("olga").await;
    let owner = json!({"owner": true});
    let path = "/v1/admin/agents/ida";
    olga.call(reqwest::Method::PATCH, path, Some(owner))
        .await
        .ok();
    let ida = world.merely_sign_in("ida").await;
    let mut all = ida.all_events(None).await;
    all.next_named("offices").await;
    assert!(olga.get(&format!("{path}/sessions")).await.ok()[0]["live"] != true);
    let owner = json!({"owner": false});
    olga.call(reqwest::Method::PATCH, path, Some(owner))
        .await
        .ok();
    while let Some(event) = all.next_or_end().await {
        assert_ne!(event.name, "audit", "{:?}", event.data);
    }
    let again = ida.get("/v1/admin/events").await;
    assert_eq!(again.status.as_u16(), 403);
}
