//! Leases, restarts, a server that stood still, and clocks that are set.

use std::{net::Ipv4Addr, sync::Arc, time::Duration};

use porchlight_protocol::Role;
use porchlight_server::{
    Failed, Server,
    clock::{BreakingClock, Clock},
    config::Tunables,
};
use serde_json::json;

use crate::world::{World, at};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_hours(1);

#[tokio::test]
async fn a_restarted_server_gives_every_live_session_one_lease_to_be_heard() {
    let mut world = World::new().await;
    let ana = world.available("ana").await;
    let ben = world.available("ben").await;
    let gone = world.available("gone").await;
    gone.goodbye().await;
    ana.report(json!({"state": "idle", "since": world.now() - chrono::Duration::hours(2)}))
        .await;
    world.pass(50 * SECOND).await;
    world.restart().await;
    assert_eq!(
        ben.sees("library", "ana").await,
        "away idle",
        "what a device knew of its person is still known"
    );
    assert_eq!(
        ben.sees("library", "gone").await,
        "offline no_device",
        "a goodbye is still one"
    );
    world.pass(55 * SECOND).await;
    assert_eq!(ben.sees("library", "ben").await, "available manual");
    assert_eq!(ben.sees("library", "ana").await, "away idle");
    world.pass(6 * SECOND).await;
    assert_eq!(
        ben.sees("library", "ana").await,
        "offline no_device",
        "the lease ran out unheard"
    );
}

#[tokio::test]
async fn a_server_that_stood_still_takes_nobody_for_gone() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let mut page = world.page("library").await;
    assert_eq!(page.next().await.data["online"], true);
    world.freeze(HOUR).await;
    assert_eq!(world.public("library").await["online"], true);
    world.pass(59 * SECOND).await;
    assert_eq!(world.public("library").await["online"], true);
    world.pass(2 * SECOND).await;
    assert_eq!(
        page.next().await.data["online"],
        false,
        "but after one more lease it does"
    );
    ana.report(json!({"state": "active"})).await;
    assert_eq!(page.next().await.data["online"], true);
}

#[tokio::test]
async fn setting_the_clock_kills_no_session_and_decides_anew() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let office_hours =
        json!({"zone": "UTC", "shifts": [{"days": ["mon"], "start": "09:00", "end": "17:00"}]});
    ana.put_schedule(office_hours).await;
    ana.choose(json!("everywhere"), "follow_schedule", json!("next_edge"))
        .await;
    assert_eq!(ana.sees("library", "ana").await, "offline schedule");
    let mut events = ana.events().await;
    events.next_named("snapshot").await;
    world.clock.set_wall(at("2026-11-23T09:30:00Z"));
    world.hub().wake().await.unwrap();
    assert_eq!(
        events.next_named("presence").await.presence(),
        "ana library available schedule"
    );
    world.clock.set_wall(at("2026-11-23T08:30:00Z"));
    world.hub().wake().await.unwrap();
    assert_eq!(
        events.next_named("presence").await.presence(),
        "ana library offline schedule"
    );
    world.clock.set_wall(at("2026-11-22T23:00:00Z"));
    world.pass(59 * SECOND).await;
    assert_eq!(
        ana.sees("library", "ana").await,
        "offline schedule",
        "not for want of a device"
    );
}

#[tokio::test]
async fn the_schedule_opens_and_closes_the_office_by_itself() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    ana.put_schedule(
        json!({"zone": "UTC", "shifts": [{"days": ["mon"], "start": "08:05", "end": "08:10"}]}),
    )
    .await;
    ana.choose(json!("everywhere"), "follow_schedule", json!("next_edge"))
        .await;
    let mut page = world.page("library").await;
    assert_eq!(page.next().await.data["online"], false);
    let active = json!({"state": "active"});
    world
        .pass_heard(300 * SECOND, &[(&ana, active.clone())])
        .await;
    assert_eq!(page.next().await.data["online"], true);
    assert_eq!(world.now(), at("2026-11-23T08:05:00Z"), "on the second");
    world.pass_heard(300 * SECOND, &[(&ana, active)]).await;
    assert_eq!(page.next().await.data["online"], false);
}

#[tokio::test]
async fn what_an_administrator_of_the_machine_changes_is_in_force_at_once() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let mut events = ana.events().await;
    events.next_named("snapshot").await;
    ana.report(json!({"state": "idle", "since": world.now() - chrono::Duration::minutes(45)}))
        .await;
    assert_eq!(ana.sees("library", "ana").await, "available manual");
    let mut admin = world.admin();
    tokio::task::spawn_blocking(move || admin.set_idle_after(30 * 60).unwrap())
        .await
        .unwrap();
    assert_eq!(
        events.next_named("presence").await.presence(),
        "ana library away idle"
    );
    assert_eq!(
        ana.get("/v1/me").await.ok()["settings"]["organization_idle_after_seconds"],
        1800
    );
    let longer = ana
        .put("/v1/me/settings", json!({"own_idle_after_seconds": 3600}))
        .await;
    assert_eq!(longer.problem(), (422, "invalid_field".to_owned()));
    assert_eq!(longer.body["field"], "own_idle_after_seconds");
}

#[tokio::test]
async fn a_shorter_idle_time_of_ones_own_counts_for_oneself_only() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let ben = world.available("ben").await;
    for device in [&ana, &ben] {
        device
            .report(json!({"state": "idle", "since": world.now() - chrono::Duration::minutes(10)}))
            .await;
    }
    let settings = ana
        .put("/v1/me/settings", json!({"own_idle_after_seconds": 300}))
        .await
        .ok();
    assert_eq!(settings["own_idle_after_seconds"], 300);
    assert_eq!(ben.sees("library", "ana").await, "away idle");
    assert_eq!(ben.sees("library", "ben").await, "available manual");
    ana.put("/v1/me/settings", json!({"own_idle_after_seconds": null}))
        .await
        .ok();
    assert_eq!(ben.sees("library", "ana").await, "available manual");
}

#[tokio::test]
async fn signing_out_ends_the_token_and_the_session() {
    let mut world = World::new().await;
    let ana = world.available("ana").await;
    let other = world.sign_in("ana").await;
    let mut events = ana.events().await;
    events.next_named("snapshot").await;
    let gone = ana
        .call(
            reqwest::Method::DELETE,
            "/v1/me/session?sign_out=true",
            None,
        )
        .await;
    assert_eq!(gone.status.as_u16(), 204);
    while events.next_or_end().await.is_some() {}
    assert_eq!(
        ana.get("/v1/me").await.problem(),
        (401, "not_signed_in".to_owned())
    );
    let sessions = other.get("/v1/me").await.ok()["sessions"].clone();
    assert_eq!(sessions.as_array().unwrap().len(), 1);
    world.restart().await;
    assert_eq!(
        ana.get("/v1/me").await.problem(),
        (401, "not_signed_in".to_owned()),
        "also after a restart"
    );
    assert_eq!(other.get("/v1/me").await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_device_that_was_away_long_is_told_who_changed_meanwhile() {
    let world = World::new().await;
    world.agent("ben", &[("library", Role::Agent)]).await;
    let ben = world.sign_in("ben").await;
    let ana = world.available("ana").await;
    world
        .pass_heard(300 * SECOND, &[(&ana, json!({"state": "active"}))])
        .await;
    let me = ana.get("/v1/me").await.ok();
    assert_eq!(me["sessions"][0]["live"], true);
    let library = ben.get("/v1/offices/library").await.ok();
    let agent = |index: usize| {
        (
            library["agents"][index]["id"].clone(),
            library["agents"][index]["cause"]["kind"].clone(),
        )
    };
    assert_eq!(
        agent(1),
        (json!("ben"), json!("no_device")),
        "a read does not wake a session that is gone"
    );
    assert_eq!(
        library["agents"][1]["since"], "2026-11-23T08:01:00Z",
        "since its lease ran out"
    );
    let _events = ben.events().await;
    assert_eq!(
        ana.sees("library", "ben").await,
        "offline no_device",
        "nor does opening its stream"
    );
    ben.report(json!({"state": "active"})).await;
    assert_eq!(
        ana.sees("library", "ben").await,
        "offline default",
        "saying what its person does is what wakes it"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_thread_that_decides_dies_streams_end_nobody_is_listened_to_and_the_server_says_so()
 {
    let mut world = World::new().await;
    let data = world.data.clone();
    world.shut_down().await;
    let clock = Arc::new(BreakingClock::default());
    let anywhere = (Ipv4Addr::LOCALHOST, 0).into();
    let by = Arc::clone(&clock) as Arc<dyn Clock>;
    let server = Server::start_by(&data, anywhere, Tunables::default(), by)
        .await
        .unwrap();
    let address = server.address();
    let url = |path: &str| format!("http://{address}{path}");
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let running = tokio::spawn(server.run(std::future::pending()));
    let page = http.get(url("/v1/public/offices/library/events"));
    let mut page = page.send().await.unwrap();
    assert!(page.chunk().await.unwrap().is_some());
    clock.break_the_campus();
    // It dies of what it is asked next.
    let asked = http.get(url("/readyz")).send().await;
    assert!(asked.is_err() || asked.unwrap().status() == 503);
    let deadline = Duration::from_secs(30);
    let ended = tokio::time::timeout(deadline, running).await.unwrap();
    assert_eq!(ended.unwrap(), Err(Failed));
    let over = async { while page.chunk().await.is_ok_and(|chunk| chunk.is_some()) {} };
    tokio::time::timeout(deadline, over).await.unwrap();
    let refused = async { while tokio::net::TcpStream::connect(address).await.is_ok() {} };
    tokio::time::timeout(deadline, refused).await.unwrap();
}
