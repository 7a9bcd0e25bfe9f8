//! How an office was covered on a day, as its members and administrators are told.

use std::time::Duration;

use porchlight_protocol::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{Device, World};

const DAY: &str = "/v1/offices/library/coverage";

fn stretch(from: &str, until: &str) -> Value {
    json!({"from": format!("2026-11-23T{from}Z"), "until": format!("2026-11-23T{until}Z")})
}

async fn set_hours(owner: &Device) {
    let hours = json!({"zone": "Europe/Berlin", "shifts": [{"days": ["mon"], "start": "09:00", "end": "12:00"}]});
    let change = json!({"hours": hours});
    let path = "/v1/admin/offices/library";
    owner.call(Method::PATCH, path, Some(change)).await.ok();
}

#[tokio::test]
async fn the_day_says_who_was_there_what_was_missing_and_what_nobody_knows_across_a_restart() {
    let mut world = World::new().await;
    let olga = world.sign_in("olga").await;
    set_hours(&olga).await;
    world.pass(Duration::from_mins(1)).await;
    let ana = world.available("ana").await;
    let active = json!({"state": "active"});
    let stays = [(&ana, active.clone())];
    world.pass_heard(Duration::from_mins(2), &stays).await;
    world.shut_down().await;
    world.clock.advance(Duration::from_mins(10));
    world.start_again().await;
    let ana = Device::of(&world, &ana.token);
    world
        .pass_heard(Duration::from_secs(50), &[(&ana, active)])
        .await;
    ana.goodbye().await;
    world.pass(Duration::from_secs(30)).await;
    let olga = world.sign_in("olga").await;
    let day = olga.get(DAY).await.ok();
    assert_eq!(day["date"], "2026-11-23");
    assert_eq!(day["zone"], "Europe/Berlin");
    assert_eq!(day["from"], "2026-11-22T23:00:00Z");
    assert_eq!(day["until"], "2026-11-23T23:00:00Z");
    assert_eq!(day["as_of"], "2026-11-23T08:14:20Z");
    assert_eq!(day["hours"], json!([stretch("08:00:00", "11:00:00")]));
    let on = json!([
        stretch("08:01:00", "08:03:00"),
        stretch("08:13:00", "08:13:50")
    ]);
    assert_eq!(
        day["agents"],
        json!([{"id": "ana", "name": "Ana", "available": on}])
    );
    assert_eq!(
        day["gaps"],
        json!([
            stretch("08:00:00", "08:01:00"),
            stretch("08:13:50", "08:14:20")
        ])
    );
    let before = json!({"from": "2026-11-22T23:00:00Z", "until": "2026-11-23T08:00:00Z"});
    assert_eq!(
        day["unknown"],
        json!([before, stretch("08:03:00", "08:13:00")])
    );
}

#[tokio::test]
async fn a_day_is_one_by_the_clocks_that_are_asked_for() {
    let world = World::new().await;
    let olga = world.sign_in("olga").await;
    let day = olga.get("/v1/offices/desk/coverage").await.ok();
    assert_eq!((&day["zone"], &day["hours"]), (&json!("UTC"), &Value::Null));
    let day = format!("{DAY}?zone=Pacific/Auckland");
    assert_eq!(olga.get(&day).await.ok()["from"], "2026-11-22T11:00:00Z");
    let autumn = format!("{DAY}?zone=Europe/Berlin&date=2026-10-25");
    let autumn = olga.get(&autumn).await.ok();
    assert_eq!(autumn["from"], "2026-10-24T22:00:00Z");
    assert_eq!(autumn["until"], "2026-10-25T23:00:00Z");
    let tomorrow = format!("{DAY}?date=2026-11-24");
    let tomorrow = olga.get(&tomorrow).await.ok();
    assert_eq!(tomorrow["as_of"], tomorrow["from"]);
    assert_eq!(tomorrow["unknown"], json!([]));
    for (query, field) in [
        ("date=yesterday", "date"),
        ("date=2026-02-30", "date"),
        ("date=2026-1-1", "date"),
        ("date=%2B262142-12-31", "date"),
        ("date=-262143-01-01", "date"),
        ("zone=Mars/Olympus", "zone"),
        ("day=2026-11-23", "day"),
    ] {
        let refused = olga.get(&format!("{DAY}?{query}")).await;
        assert_eq!(refused.problem().0, 422, "{query}");
        assert_eq!(refused.body["field"], field, "{query}");
    }
}

/// Today is what every member may watch; what was before is for those who are responsible.
#[tokio::test]
async fn members_see_today_administrators_all_days_and_nobody_else_anything() {
    let world = World::new().await;
    for (name, offices) in [
        ("ana", &[("library", Role::Agent)][..]),
        ("elsa", &[("desk", Role::Admin)]),
        ("hanna", &[("library", Role::Admin)]),
    ] {
        world.agent(name, offices).await;
    }
    let past = format!("{DAY}?date=2026-11-22");
    for (who, today, before) in [
        ("ana", 200, 403),
        ("elsa", 404, 404),
        ("hanna", 200, 200),
        ("olga", 200, 200),
    ] {
        let who_asks = world.sign_in(who).await;
        assert_eq!(who_asks.get(DAY).await.status.as_u16(), today, "{who}");
        assert_eq!(who_asks.get(&past).await.status.as_u16(), before, "{who}");
    }
    let nobody = world.call(Method::GET, DAY, None, None).await;
    assert_eq!(nobody.problem(), (401, "not_signed_in".to_owned()));
}
