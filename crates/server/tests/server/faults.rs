//! What was once tried from outside and found wanting: a database that another process locks, answers that were lost,
//! a mere sign-in, and bursts.

use porchlight_campus::{
    State,
    edits::{Author, Edit, NewAgent},
    records::{ChoicesRecord, Key, SessionRecord, Write, to_value},
};
use porchlight_protocol::{Activity, Choice, ChoiceStatus, Hold, Role, Scope};
use serde_json::json;

use crate::world::{Device, World, at};

#[tokio::test]
async fn while_another_process_locks_the_database_reads_go_on_and_whoever_left_is_gone() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let mut page = world.page("library").await;
    assert_eq!(page.next_named("office").await.data["online"], true);
    let file = rusqlite::Connection::open(world.data.path().join("porchlight.db")).unwrap();
    file.execute_batch("BEGIN IMMEDIATE").unwrap();
    ana.goodbye().await;
    assert_eq!(page.next_named("office").await.data["online"], false);
    assert_eq!(world.public("library").await["online"], false);
    let choice = json!({"id": "1", "scope": "everywhere", "status": "available"});
    let refused = ana.post("/v1/me/choices", choice.clone()).await;
    assert_eq!(refused.problem(), (503, "unavailable".to_owned()));
    file.execute_batch("ROLLBACK").unwrap();
    let answer = ana.post("/v1/me/choices", choice).await;
    assert_eq!(answer.status.as_u16(), 200, "{:?}", answer.body);
    assert_eq!(world.public("library").await["online"], false);
    let other = world.page("library").await.next_named("office").await;
    assert_eq!(other.data["online"], false);
}

// Case 23
#[tokio::test]
async fn a_choice_whose_answer_was_lost_is_answered_the_same_in_whatever_shape_it_comes_again() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let choice = json!({"id": "1", "scope": {"office": "library"}, "status": "away", "hold": "until_changed"});
    let first = ana.post("/v1/me/choices", choice.clone()).await.ok();
    let mut late = choice.clone();
    late["set_at"] = json!("2026-11-23T07:59:00Z");
    late["base_revision"] = json!(0);
    assert_eq!(ana.post("/v1/me/choices", late.clone()).await.ok(), first);
    let mut elsewhere = choice;
    elsewhere["status"] = json!("offline");
    let other = ana.post("/v1/me/choices", elsewhere).await;
    assert_eq!(other.problem(), (409, "id_taken".to_owned()));
}

// Case 25
#[tokio::test]
async fn merely_signing_in_or_opening_a_stream_brings_nobody_back() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    world.agent("ben", &[("library", Role::Agent)]).await;
    let ben = world.sign_in("ben").await;
    ana.report(json!({"state": "locked", "since": world.now()}))
        .await;
    let mut seen = ben.events().await;
    seen.next_named("snapshot").await;
    let other = world.merely_sign_in("ana").await;
    let mut events = other.events().await;
    events.next_named("snapshot").await;
    other.get("/v1/me").await.ok();
    assert_eq!(world.public("library").await["online"], false);
    assert_eq!(ben.sees("library", "ana").await, "away locked");
    assert_eq!(seen.presences_so_far(&ben).await, Vec::<String>::new());
    other.report(json!({"state": "active"})).await;
    assert_eq!(world.public("library").await["online"], true);
}

// Case 26
#[tokio::test]
async fn everybody_away_reaches_a_healthy_reader_whole_and_cuts_nobody_off() {
    const AGENTS: usize = 500;
    let mut world = World::new().await;
    world.agent("dana", &[("library", Role::Admin)]).await;
    world.shut_down().await;
    crowd(&world, AGENTS);
    world.start_again().await;
    let dana = world.sign_in("dana").await;
    assert_eq!(world.public("library").await["agents_available"], AGENTS);
    let mut events = dana.events().await;
    events.next_named("snapshot").await;
    let answer = dana.post("/v1/offices/library/away", json!({})).await.ok();
    assert_eq!(answer["changed"].as_array().unwrap().len(), AGENTS);
    for left in (0..AGENTS).rev() {
        let event = events.next_named("presence").await;
        assert_eq!(event.data["agent"]["status"], "away");
        assert_eq!(event.data["available"], 0, "{left} are to come");
    }
    assert_eq!(world.public("library").await["online"], false);
    let own = Device::of(&world, "token-7");
    let mut told = own.events().await;
    let me = told.next_named("snapshot").await.data["me"].clone();
    let choices = me["choices"].as_array().unwrap();
    assert!(
        choices.iter().any(|choice| choice["by"] == "dana"),
        "{choices:?}"
    );
}

/// Agents of the library who are there and Available, written beside the server.
fn crowd(world: &World, count: usize) {
    let mut store = world.data.open().unwrap();
    let now = world.now();
    let facts = State::new(&store.snapshot().unwrap(), now);
    let mut edit = Edit::on(&facts, now, Author::command_line("crowd"));
    let mut writes = Vec::new();
    for number in 0..count {
        let email = format!("crowd{number}@example.org");
        let agent = NewAgent::new(&email, "One of many");
        let id = edit.add_agent(&agent, None).unwrap().id;
        edit.add_member("library", &email, Role::Agent).unwrap();
        let choices = ChoicesRecord {
            choices: vec![Choice {
                id: format!("choice-{number}").into(),
                scope: Scope::Everywhere,
                status: ChoiceStatus::Available,
                set_at: at("2026-11-23T07:00:00Z"),
                hold: Hold::UntilChanged,
                by: id.clone(),
            }],
            last_stamp: at("2026-11-23T07:00:00Z"),
            numbers: std::collections::BTreeMap::new(),
        };
        let session = SessionRecord {
            agent: id.clone(),
            device: "desk".to_owned(),
            token: porchlight_campus::TokenHash::of(&format!("token-{number}")).to_hex(),
            signed_in_at: at("2026-11-23T07:00:00Z"),
            activity: Some(Activity::Active),
            gone_at: None,
            used_at: None,
            sequence: None,
            generation: 0,
            access: None,
        };
        for (key, value) in [
            (Key::Choices(id), to_value(&choices)),
            (
                Key::Session(format!("session-{number}").into()),
                to_value(&session),
            ),
        ] {
            writes.push(Write {
                key: key.to_string(),
                value: Some(value),
            });
        }
    }
    let mut commit = edit.commit();
    commit.writes.extend(writes);
    store.commit(&commit).unwrap();
}

#[tokio::test]
async fn following_the_schedule_is_the_same_choice_whatever_hold_it_is_repeated_with() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let follow = |hold: &str| json!({"id": "1", "scope": "everywhere", "status": "follow_schedule", "hold": hold});
    let first = ana.post("/v1/me/choices", follow("next_edge")).await.ok();
    let again = ana
        .post("/v1/me/choices", follow("until_changed"))
        .await
        .ok();
    assert_eq!(again, first);
}

#[tokio::test]
async fn what_a_proxy_sends_once_more_much_later_does_nothing() {
    let mut world = World::new().await;
    world.agent("dana", &[("library", Role::Admin)]).await;
    let dana = world.sign_in("dana").await;
    let ana = world.available("ana").await;
    let away = "/v1/offices/library/agents/ana/away";
    let named = ("idempotency-key", "0198a2c4-one");
    let first = dana.post_with(away, json!({}), named).await.ok();
    assert_eq!(first["changed"], json!(["ana"]));
    let back = json!({"id": "back", "scope": "everywhere", "status": "available"});
    let numbered = |number| ("porchlight-sequence", number);
    let choices = "/v1/me/choices";
    ana.post_with(choices, back.clone(), numbered("7"))
        .await
        .ok();
    let again = dana.post_with(away, json!({}), named).await.ok();
    assert_eq!(again, first);
    assert_eq!(dana.sees("library", "ana").await, "available manual");
    world.restart().await;
    let dana = Device::of(&world, &dana.token);
    let ana = Device::of(&world, &ana.token);
    assert_eq!(dana.post_with(away, json!({}), named).await.ok(), first);
    assert_eq!(dana.sees("library", "ana").await, "available manual");
    // Another thing by the same name, and a name that is none.
    let everybody = dana.post_with("/v1/offices/library/away", json!({}), named);
    assert_eq!(everybody.await.problem(), (409, "id_taken".to_owned()));
    let none = dana.post_with(away, json!({}), ("idempotency-key", "no name"));
    assert_eq!(none.await.problem().0, 422);
    // An older attempt of another choice, which nothing was answered to.
    let late = json!({"id": "late", "scope": "everywhere", "status": "away"});
    let overtaken = ana.post_with(choices, late.clone(), numbered("5")).await;
    assert_eq!(overtaken.body["overtaken_by"], 7);
    assert_eq!(overtaken.problem(), (409, "overtaken".to_owned()));
    assert_eq!(dana.sees("library", "ana").await, "available manual");
    ana.post_with(choices, back, numbered("7")).await.ok();
    ana.post_with(choices, late, numbered("8")).await.ok();
    assert_eq!(dana.sees("library", "ana").await, "away manual");
}

#[tokio::test]
async fn a_server_whose_database_is_locked_is_not_ready_until_it_is_free_again() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let ready = || {
        // What was found out a moment ago is the answer for a second.
        world.clock.advance(std::time::Duration::from_secs(1));
        ana.get("/readyz")
    };
    assert_eq!(ready().await.status, 200);
    let file = rusqlite::Connection::open(world.data.path().join("porchlight.db")).unwrap();
    file.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(ready().await.status, 503);
    assert_eq!(ready().await.status, 503, "as long as it lasts");
    file.execute_batch("ROLLBACK").unwrap();
    let again = async { while ready().await.status != 200 {} };
    tokio::time::timeout(std::time::Duration::from_secs(30), again)
        .await
        .unwrap();
}
