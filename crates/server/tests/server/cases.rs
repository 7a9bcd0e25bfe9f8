//! The server's half of the cases that must hold.

use std::time::Duration;

use porchlight_protocol::Role;
use reqwest::StatusCode;
use serde_json::json;

use crate::world::{World, at};

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);

fn office_hours() -> serde_json::Value {
    json!({"zone": "UTC", "shifts": [{"days": ["mon", "tue", "wed", "thu", "fri"], "start": "09:00", "end": "17:00"}]})
}

// Case 1
#[tokio::test]
async fn a_crashed_app_leaves_no_ghost() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let events = ana.events().await;
    let mut page = world.page("library").await;
    assert_eq!(
        page.next().await.data,
        json!({"office": "library", "online": true, "agents_available": 1})
    );
    drop(events);
    world.streams_open(1).await;
    world.pass(14 * SECOND).await;
    assert_eq!(
        world.public("library").await["online"],
        true,
        "within the grace nobody sees anything"
    );
    world.pass(SECOND).await;
    assert_eq!(
        page.next().await.data,
        json!({"office": "library", "online": false, "agents_available": 0})
    );
    assert_eq!(world.public("library").await["online"], false);
}

// Case 1
#[tokio::test]
async fn a_machine_that_vanished_from_the_network_is_offline_within_90_seconds() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let _silent = ana.events().await;
    world.pass(59 * SECOND).await;
    assert_eq!(world.public("library").await["online"], true);
    world.pass(2 * SECOND).await;
    assert_eq!(world.public("library").await["online"], false);
}

// Case 2
#[tokio::test]
async fn goodbye_before_sleep_is_seen_at_once_and_waking_computes_anew() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    ana.put_schedule(office_hours()).await;
    ana.choose(json!("everywhere"), "available", json!("next_edge"))
        .await;
    let mut page = world.page("library").await;
    assert_eq!(page.next().await.data["online"], true);
    ana.goodbye().await;
    assert_eq!(page.next().await.data["online"], false);
    assert_eq!(
        ana.get("/v1/me").await.status,
        StatusCode::OK,
        "the token is still good"
    );
    assert_eq!(
        world.public("library").await["online"],
        false,
        "reading is no sign of life after a goodbye"
    );
    // The choice held until the shift began, at nine, and the shift is over by now.
    world.pass(10 * HOUR).await;
    ana.report(json!({"state": "active"})).await;
    assert_eq!(ana.sees("library", "ana").await, "offline schedule");
}

// Case 6
#[tokio::test]
async fn idle_never_touches_a_choice() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    for status in ["away", "offline"] {
        ana.choose(json!("everywhere"), status, json!("until_changed"))
            .await;
        let since = world.now();
        for activity in [
            json!({"state": "idle", "since": since}),
            json!({"state": "active"}),
        ] {
            world.pass_heard(61 * MINUTE, &[(&ana, activity)]).await;
            assert_eq!(ana.sees("library", "ana").await, format!("{status} manual"));
        }
    }
}

// Case 6
#[tokio::test]
async fn the_shift_that_ended_while_idle_leaves_her_offline_on_return() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    ana.put_schedule(office_hours()).await;
    ana.choose(json!("everywhere"), "follow_schedule", json!("next_edge"))
        .await;
    world
        .pass_heard(7 * HOUR, &[(&ana, json!({"state": "active"}))])
        .await;
    assert_eq!(ana.sees("library", "ana").await, "available schedule");
    let idle = json!({"state": "idle", "since": world.now()});
    world.pass_heard(90 * MINUTE, &[(&ana, idle.clone())]).await;
    assert_eq!(ana.sees("library", "ana").await, "away idle");
    world.pass_heard(60 * MINUTE, &[(&ana, idle)]).await;
    ana.report(json!({"state": "active"})).await;
    assert_eq!(ana.sees("library", "ana").await, "offline schedule");
}

// Cases 4 and 5, as far as the server decides them
#[tokio::test]
async fn idle_counts_from_the_last_input_and_ends_with_the_next() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let last_input = world.now();
    world
        .pass_heard(
            59 * MINUTE,
            &[(&ana, json!({"state": "idle", "since": last_input}))],
        )
        .await;
    assert_eq!(ana.sees("library", "ana").await, "available manual");
    world
        .pass_heard(
            2 * MINUTE,
            &[(&ana, json!({"state": "idle", "since": last_input}))],
        )
        .await;
    assert_eq!(ana.sees("library", "ana").await, "away idle");
    let library = ana.get("/v1/offices/library").await.ok();
    assert_eq!(
        library["agents"][0]["since"], "2026-11-23T08:00:00Z",
        "dated back to the last input"
    );
    assert_eq!(library["available"], 0);
    ana.report(json!({"state": "active"})).await;
    assert_eq!(ana.sees("library", "ana").await, "available manual");
}

// Case 3, as far as the server decides it
#[tokio::test]
async fn a_locked_device_is_away_at_once() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    ana.report(json!({"state": "locked", "since": world.now()}))
        .await;
    assert_eq!(ana.sees("library", "ana").await, "away locked");
    ana.report(json!({"state": "active"})).await;
    assert_eq!(ana.sees("library", "ana").await, "available manual");
}

// Case 7
#[tokio::test]
async fn a_device_that_cannot_tell_is_never_idle() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    world
        .pass_heard(3 * HOUR, &[(&ana, json!({"state": "unknown"}))])
        .await;
    assert_eq!(ana.sees("library", "ana").await, "available manual");
}

// Case 8
#[tokio::test]
async fn devices_do_not_fight() {
    let world = World::new().await;
    world.agent("ben", &[("library", Role::Agent)]).await;
    let ben = world.sign_in("ben").await;
    let mut events = ben.events().await;
    let idle_one = world.available("ana").await;
    let active_one = world.sign_in("ana").await;
    let idle = json!({"state": "idle", "since": world.now() - chrono::Duration::hours(2)});
    active_one.report(json!({"state": "active"})).await;
    idle_one.report(idle.clone()).await;
    events.presences_so_far(&ben).await;
    let heard = [
        (&idle_one, idle),
        (&active_one, json!({"state": "active"})),
        (&ben, json!({"state": "active"})),
    ];
    world.pass_heard(10 * MINUTE, &heard).await;
    assert_eq!(
        events.presences_so_far(&ben).await,
        Vec::<String>::new(),
        "nothing is broadcast for ten minutes"
    );
    let third = world.sign_in("ana").await;
    let _connected = third.events().await;
    third
        .report(json!({"state": "idle", "since": world.now() - chrono::Duration::hours(3)}))
        .await;
    assert_eq!(
        events.presences_so_far(&ben).await,
        Vec::<String>::new(),
        "a third device changes nothing"
    );
    active_one.goodbye().await;
    assert_eq!(
        events.presences_so_far(&ben).await,
        ["ana library away idle"]
    );
}

// Case 9
#[tokio::test]
async fn twenty_drops_shorter_than_the_grace_are_never_seen_and_a_longer_one_once() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    world.agent("ben", &[("library", Role::Agent)]).await;
    let ben = world.sign_in("ben").await;
    let mut seen = ben.events().await;
    seen.presences_so_far(&ben).await;
    for _ in 0..20 {
        let events = ana.events().await;
        world.streams_open(2).await;
        drop(events);
        world.streams_open(1).await;
        world.pass(10 * SECOND).await;
        ben.report(json!({"state": "active"})).await;
    }
    let events = ana.events().await;
    assert_eq!(seen.presences_so_far(&ben).await, Vec::<String>::new());
    world.streams_open(2).await;
    drop(events);
    world.streams_open(1).await;
    world.pass(16 * SECOND).await;
    let _events = ana.events().await;
    ana.report(json!({"state": "active"})).await;
    assert_eq!(
        seen.presences_so_far(&ben).await,
        [
            "ana library offline no_device",
            "ana library available manual"
        ]
    );
}

// Case 12
#[tokio::test]
async fn away_until_changed_survives_the_next_opening_and_another_device() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    ana.put_schedule(office_hours()).await;
    ana.choose(json!("everywhere"), "away", json!("until_changed"))
        .await;
    world
        .pass_heard(2 * HOUR, &[(&ana, json!({"state": "active"}))])
        .await;
    assert_eq!(ana.sees("library", "ana").await, "away manual");
    let other = world.sign_in("ana").await;
    other.report(json!({"state": "active"})).await;
    ana.goodbye().await;
    assert_eq!(other.sees("library", "ana").await, "away manual");
}

// Case 12
#[tokio::test]
async fn available_for_two_hours_ends_on_time_also_across_a_restart_of_the_server() {
    let mut world = World::new().await;
    world.agent("ana", &[("library", Role::Agent)]).await;
    let ana = world.sign_in("ana").await;
    let until = world.now() + chrono::Duration::hours(2);
    ana.choose(json!("everywhere"), "available", json!({"until": until}))
        .await;
    let active = json!({"state": "active"});
    world.pass_heard(HOUR, &[(&ana, active.clone())]).await;
    world.restart().await;
    world
        .pass_heard(59 * MINUTE + 59 * SECOND, &[(&ana, active.clone())])
        .await;
    assert_eq!(ana.sees("library", "ana").await, "available manual");
    world.pass(SECOND).await;
    assert_eq!(
        ana.sees("library", "ana").await,
        "offline default",
        "back to the schedule, of which there is none"
    );
}

// Case 13
#[tokio::test]
async fn an_administrator_sets_an_agent_away_in_one_office_and_she_is_told() {
    let world = World::new().await;
    world
        .agent("ana", &[("library", Role::Agent), ("desk", Role::Agent)])
        .await;
    world.agent("dana", &[("library", Role::Admin)]).await;
    let ana = world.sign_in("ana").await;
    let dana = world.sign_in("dana").await;
    ana.choose(json!("everywhere"), "available", json!("until_changed"))
        .await;
    let mut events = ana.events().await;
    events.next_named("snapshot").await;
    let answer = dana
        .post(
            "/v1/offices/library/agents/ana/away",
            json!({"reason": "gone home"}),
        )
        .await
        .ok();
    assert_eq!(answer["changed"], json!(["ana"]));
    let notice = events.next_named("notice").await.data;
    assert_eq!(
        (&notice["by"]["name"], &notice["office"], &notice["reason"]),
        (&json!("Dana"), &json!("library"), &json!("gone home"))
    );
    assert_eq!(notice["batch"], answer["batch"]);
    let me = events.next_named("me").await.data;
    assert_eq!(
        me["names"]["dana"], "Dana",
        "whoever made a choice has a name"
    );
    assert_eq!(
        events.next_named("presence").await.presence(),
        "ana library away manual"
    );
    assert_eq!(
        ana.sees("desk", "ana").await,
        "available manual",
        "other offices are untouched"
    );

    let idle = json!({"state": "idle", "since": world.now() - chrono::Duration::hours(2)});
    ana.report(idle).await;
    ana.report(json!({"state": "active"})).await;
    drop(events);
    let _reconnected = ana.events().await;
    assert_eq!(
        ana.sees("library", "ana").await,
        "away manual",
        "idle return and reconnect cannot undo it"
    );

    let again = dana
        .call(
            reqwest::Method::POST,
            "/v1/offices/library/agents/ana/away",
            None,
        )
        .await
        .ok();
    assert_eq!(
        (&again["changed"], &again["unchanged"]),
        (&json!([]), &json!([{"agent": "ana", "status": "away"}]))
    );

    ana.choose(
        json!({"office": "library"}),
        "available",
        json!("next_edge"),
    )
    .await;
    assert_eq!(
        ana.sees("library", "ana").await,
        "available manual",
        "she can go back by hand"
    );
}

// Case 13
#[tokio::test]
async fn a_late_choice_made_offline_cannot_undo_an_administrators_act_but_a_later_one_can() {
    let world = World::new().await;
    world.agent("dana", &[("library", Role::Admin)]).await;
    let dana = world.sign_in("dana").await;
    let ana = world.available("ana").await;
    let seen = ana.get("/v1/me").await.ok()["revision"].as_u64().unwrap();
    world.pass(MINUTE / 2).await;
    dana.post("/v1/offices/library/agents/ana/away", json!({}))
        .await
        .ok();
    world.pass(20 * SECOND).await;
    ana.report(json!({"state": "active"})).await;
    // Made after the act by the clock, but without knowing of it.
    for (id, scope) in [
        ("late-1", json!({"office": "library"})),
        ("late-2", json!("everywhere")),
    ] {
        let late = json!({"id": id, "scope": scope, "status": "available", "set_at": world.now(), "base_revision": seen});
        ana.post("/v1/me/choices", late).await.ok();
        assert_eq!(ana.sees("library", "ana").await, "away manual", "{id}");
        world.pass(SECOND).await;
    }
    let knows = ana.get("/v1/me").await.ok()["revision"].as_u64().unwrap();
    let choice = json!({"id": "knows", "scope": {"office": "library"}, "status": "available", "set_at": world.now(), "base_revision": knows});
    ana.post("/v1/me/choices", choice).await.ok();
    assert_eq!(ana.sees("library", "ana").await, "available manual");
    // Once she has answered it, an even later arrival revives nothing.
    let latest = json!({"id": "late-3", "scope": {"office": "library"}, "status": "available", "set_at": world.now(), "base_revision": seen});
    ana.post("/v1/me/choices", latest).await.ok();
    assert_eq!(ana.sees("library", "ana").await, "available manual");
}

#[tokio::test]
async fn an_administrators_act_that_ended_by_itself_is_not_revived() {
    let world = World::new().await;
    world.agent("dana", &[("library", Role::Admin)]).await;
    let dana = world.sign_in("dana").await;
    let ana = world.available("ana").await;
    ana.put_schedule(office_hours()).await;
    ana.choose(json!("everywhere"), "available", json!("until_changed"))
        .await;
    let seen = ana.get("/v1/me").await.ok()["revision"].as_u64().unwrap();
    dana.post("/v1/offices/library/agents/ana/away", json!({}))
        .await
        .ok();
    // At nine the shift begins, and with it ends what the administrator did.
    world
        .pass_heard(2 * HOUR, &[(&ana, json!({"state": "active"}))])
        .await;
    let late = json!({"id": "late", "scope": {"office": "library"}, "status": "available", "hold": "until_changed",
                      "set_at": world.now(), "base_revision": seen});
    ana.post("/v1/me/choices", late).await.ok();
    assert_eq!(ana.sees("library", "ana").await, "available manual");
}

// Case 13
#[tokio::test]
async fn only_administrators_of_the_office_set_others_away_and_nobody_sets_others_available() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    world
        .agent("ben", &[("library", Role::Agent), ("desk", Role::Admin)])
        .await;
    world.agent("eve", &[("desk", Role::Admin)]).await;
    let (ben, eve, olga) = (
        world.sign_in("ben").await,
        world.sign_in("eve").await,
        world.sign_in("olga").await,
    );
    for path in [
        "/v1/offices/library/agents/ana/away",
        "/v1/offices/library/away",
    ] {
        let refused = ben.post(path, json!({})).await;
        assert_eq!(
            refused.problem(),
            (403, "not_allowed".to_owned()),
            "an administrator elsewhere is none here"
        );
        assert_eq!(
            eve.post(path, json!({})).await.problem(),
            (404, "not_found".to_owned()),
            "nor does a stranger see it"
        );
    }
    let available = olga
        .post("/v1/offices/library/agents/ana/available", json!({}))
        .await;
    assert_eq!(
        available.problem(),
        (404, "not_found".to_owned()),
        "there is no such call"
    );
    let other_status = olga
        .post(
            "/v1/offices/library/agents/ana/away",
            json!({"status": "available"}),
        )
        .await;
    assert_eq!(other_status.problem(), (422, "invalid_field".to_owned()));
    assert_eq!(ana.sees("library", "ana").await, "available manual");
    assert_eq!(
        olga.post("/v1/offices/library/agents/ana/away", json!({}))
            .await
            .ok()["changed"],
        json!(["ana"]),
        "an owner may"
    );
    assert_eq!(
        olga.post("/v1/offices/desk/agents/ana/away", json!({}))
            .await
            .problem(),
        (404, "not_found".to_owned())
    );
}

// Case 14
#[tokio::test]
async fn everybody_away_empties_the_office_and_leaves_an_audit_row_each() {
    let world = World::new().await;
    world.agent("dana", &[("library", Role::Admin)]).await;
    let dana = world.sign_in("dana").await;
    let ana = world.available("ana").await;
    let ben = world.available("ben").await;
    let mut page = world.page("library").await;
    assert_eq!(page.next().await.data["agents_available"], 2);
    let answer = dana
        .post("/v1/offices/library/away", json!({"reason": "fire drill"}))
        .await
        .ok();
    assert_eq!(answer["changed"], json!(["ana", "ben"]));
    assert_eq!(
        answer["unchanged"],
        json!([{"agent": "dana", "status": "offline"}])
    );
    while page.next().await.data
        != json!({"office": "library", "online": false, "agents_available": 0})
    {}
    assert_eq!(dana.offices().await[0].available, 0);

    let audit = audit(&world);
    assert_eq!(audit.len(), 2);
    for row in &audit {
        assert_eq!(
            (&row["batch"], &row["by"], &row["reason"]),
            (&answer["batch"], &json!("dana"), &json!("fire drill"))
        );
    }
    assert_eq!(
        (&audit[0]["agent"], &audit[1]["agent"]),
        (&json!("ana"), &json!("ben"))
    );

    let late = world.available("carl").await;
    assert_eq!(
        late.sees("library", "carl").await,
        "available manual",
        "later arrivals are untouched"
    );
    ana.choose(json!("everywhere"), "available", json!("next_edge"))
        .await;
    assert_eq!(
        ben.sees("library", "ana").await,
        "available manual",
        "and everybody may go back"
    );
}

fn audit(world: &World) -> Vec<serde_json::Value> {
    let file = rusqlite::Connection::open(world.data.path().join("porchlight.db")).unwrap();
    let mut rows = file
        .prepare("SELECT value FROM entries WHERE key LIKE 'audit/%' ORDER BY key")
        .unwrap();
    let rows = rows.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    rows.map(|row| serde_json::from_slice(&row.unwrap()).unwrap())
        .filter(|row: &serde_json::Value| row["act"] == "set_away")
        .collect()
}

// Case 15
#[tokio::test]
async fn the_open_page_follows_the_last_agent_and_comes_back_after_a_restart() {
    let mut world = World::new().await;
    let ana = world.available("ana").await;
    let mut page = world.page("library").await;
    assert_eq!(page.next().await.data["online"], true);
    ana.choose(json!("everywhere"), "away", json!("until_changed"))
        .await;
    assert_eq!(page.next().await.data["online"], false);
    ana.choose(json!("everywhere"), "available", json!("until_changed"))
        .await;
    assert_eq!(page.next().await.data["online"], true);
    world.restart().await;
    assert!(page.next_or_end().await.is_none(), "the old stream ends");
    let mut page = world.page("library").await;
    assert_eq!(
        page.next().await.data["online"],
        true,
        "a restart is never seen by customers"
    );
    world.pass(61 * SECOND).await;
    assert_eq!(
        page.next().await.data["online"],
        false,
        "unless nobody is heard for one lease"
    );
}

// Case 17
#[tokio::test]
async fn a_choice_everywhere_forces_all_offices_and_forgets_those_for_one() {
    let world = World::new().await;
    world
        .agent("ana", &[("library", Role::Agent), ("desk", Role::Agent)])
        .await;
    let ana = world.sign_in("ana").await;
    let counters = async || {
        let offices = ana.offices().await;
        offices
            .iter()
            .map(|office| (office.id.to_string(), office.available))
            .collect::<Vec<_>>()
    };
    let are = |desk, library| vec![("desk".to_owned(), desk), ("library".to_owned(), library)];
    ana.choose(
        json!({"office": "library"}),
        "available",
        json!("next_edge"),
    )
    .await;
    assert_eq!(counters().await, are(0, 1));
    ana.choose(json!("everywhere"), "away", json!("next_edge"))
        .await;
    assert_eq!(counters().await, are(0, 0));
    ana.choose(json!("everywhere"), "available", json!("next_edge"))
        .await;
    assert_eq!(counters().await, are(1, 1));
    let choices = ana.get("/v1/me").await.ok()["choices"].clone();
    assert!(
        choices
            .as_array()
            .unwrap()
            .iter()
            .all(|choice| choice["scope"] == "everywhere"),
        "{choices}"
    );
}

// Case 20
#[tokio::test]
async fn the_same_choice_twice_is_one_change_and_one_revision() {
    let mut world = World::new().await;
    let ana = world.available("ana").await;
    let choice = json!({"id": "once", "scope": "everywhere", "status": "away"});
    let first = ana.post("/v1/me/choices", choice.clone()).await.ok();
    let revision = ana.get("/v1/me").await.ok()["revision"].clone();
    world.pass(SECOND).await;
    assert_eq!(ana.post("/v1/me/choices", choice.clone()).await.ok(), first);
    assert_eq!(
        ana.get("/v1/me").await.ok()["revision"],
        revision,
        "nothing happened"
    );
    let different = json!({"id": "once", "scope": "everywhere", "status": "offline"});
    assert_eq!(
        ana.post("/v1/me/choices", different).await.problem(),
        (409, "id_taken".to_owned())
    );
    world.restart().await;
    assert_eq!(
        ana.post("/v1/me/choices", choice).await.ok(),
        first,
        "also after a restart"
    );
}

// Case 20
#[tokio::test]
async fn a_stale_schedule_is_refused_and_nothing_is_lost() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let empty = ana.get("/v1/me/schedule").await;
    assert_eq!((&empty.body, empty.status), (&json!(null), StatusCode::OK));
    let first = ana.put_schedule_if(&empty.etag(), office_hours()).await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(ana.get("/v1/me").await.ok()["schedule_etag"], first.etag());
    let other = json!({"zone": "Europe/Berlin", "shifts": []});
    assert_eq!(
        ana.put_schedule_if(&empty.etag(), other.clone())
            .await
            .problem(),
        (412, "stale".to_owned())
    );
    assert_eq!(ana.get("/v1/me/schedule").await.ok()["zone"], "UTC");
    assert_eq!(
        ana.put("/v1/me/schedule", other.clone()).await.problem(),
        (428, "if_match_required".to_owned())
    );
    let same = ana.put_schedule_if(&first.etag(), office_hours()).await;
    assert_eq!(
        same.etag(),
        first.etag(),
        "the same schedule again is no change"
    );
    let second = ana.put_schedule_if(&first.etag(), other).await;
    assert_ne!(second.etag(), first.etag());
    let none = ana.put_schedule_if(&second.etag(), json!(null)).await;
    assert_eq!((none.status, &none.body), (StatusCode::OK, &json!(null)));
    assert_eq!(
        ana.put_schedule_if(&empty.etag(), office_hours())
            .await
            .status,
        StatusCode::PRECONDITION_FAILED
    );
}

#[tokio::test]
async fn a_choice_made_offline_keeps_its_time_but_never_a_later_one_than_now() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    world.pass(50 * SECOND).await;
    let stamp = async |id: &str, set_at: &str| {
        let choice = json!({"id": id, "scope": "everywhere", "status": "away", "set_at": set_at, "base_revision": 1});
        ana.post("/v1/me/choices", choice).await.ok()["choice"]["set_at"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        at(&stamp("earlier", "2026-11-23T08:00:20Z").await),
        at("2026-11-23T08:00:20Z")
    );
    assert_eq!(
        at(&stamp("later", "2026-11-23T12:00:00Z").await),
        world.now()
    );
    let stamps: Vec<_> = [
        ana.choose(json!("everywhere"), "away", json!("next_edge"))
            .await,
        ana.choose(json!("everywhere"), "away", json!("next_edge"))
            .await,
    ]
    .iter()
    .map(|answer| at(answer["choice"]["set_at"].as_str().unwrap()))
    .collect();
    assert!(
        stamps[0] < stamps[1] && stamps[0] > world.now(),
        "within one millisecond the order is still kept"
    );
}

#[tokio::test]
async fn what_her_calendar_says_is_away_for_everybody_until_it_ends_and_only_while_she_would_be_available()
 {
    let mut world = World::new().await;
    let ana = world.available("ana").await;
    let begin = world.now();
    let at_in = |minutes: i64| (begin + chrono::Duration::minutes(minutes)).to_rfc3339();
    let active = json!({"state": "active"});
    assert_eq!(ana.get("/v1/me/busy").await.ok(), json!([]));
    let meeting = json!([
        {"from": at_in(-30), "until": at_in(-10)},
        {"from": at_in(15), "until": at_in(20)},
        {"from": at_in(10), "until": at_in(15)},
    ]);
    let joined = json!([{"from": at_in(10), "until": at_in(20)}]);

    let kept = ana.put("/v1/me/busy", meeting.clone()).await.ok();

    assert_eq!(
        intervals(&kept),
        intervals(&joined),
        "joined, without what has passed"
    );
    assert_eq!(ana.get("/v1/me").await.ok()["busy"], kept);
    let revision = ana.get("/v1/me").await.ok()["revision"].clone();
    assert_eq!(ana.put("/v1/me/busy", meeting).await.ok(), kept);
    assert_eq!(ana.get("/v1/me").await.ok()["revision"], revision);
    let dana = world.available("dana").await;
    assert_eq!(dana.sees("library", "ana").await, "available manual");
    world
        .pass_heard(
            10 * MINUTE,
            &[(&ana, active.clone()), (&dana, active.clone())],
        )
        .await;
    assert_eq!(dana.sees("library", "ana").await, "away busy");
    assert_eq!(world.public("library").await["agents_available"], 1);
    world.restart().await;
    assert_eq!(dana.sees("library", "ana").await, "away busy");
    ana.choose(json!("everywhere"), "offline", json!("until_changed"))
        .await;
    assert_eq!(dana.sees("library", "ana").await, "offline manual");
    ana.choose(json!("everywhere"), "available", json!("until_changed"))
        .await;
    assert_eq!(dana.sees("library", "ana").await, "away busy");
    world
        .pass_heard(
            10 * MINUTE,
            &[(&ana, active.clone()), (&dana, active.clone())],
        )
        .await;
    assert_eq!(dana.sees("library", "ana").await, "available manual");
    assert_eq!(ana.get("/v1/me/busy").await.ok(), json!([]));

    for (wrong, field) in [
        (
            json!([{"from": at_in(20), "until": at_in(20)}]),
            "busy[0].until",
        ),
        (
            json!([{"from": at_in(1), "until": at_in(61 * 24 * 60)}]),
            "busy[0].until",
        ),
        (
            json!(vec![json!({"from": at_in(1), "until": at_in(2)}); 501]),
            "busy",
        ),
        (
            json!([{"from": at_in(1), "until": at_in(2), "title": "Dentist"}]),
            "[0].title",
        ),
    ] {
        let answer = ana.put("/v1/me/busy", wrong).await;
        assert!(answer.status.is_client_error(), "{}", answer.body);
        assert_eq!(answer.body["field"], field, "{}", answer.body);
        assert!(!answer.body.to_string().contains("Dentist"));
    }
    assert_eq!(ana.get("/v1/me/busy").await.ok(), json!([]));
}

fn intervals(busy: &serde_json::Value) -> Vec<porchlight_protocol::Interval> {
    serde_json::from_value(busy.clone()).unwrap()
}
