//! Agents as owners set them up: who may sign in, and who may no more.

use porchlight_protocol::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{Answer, Device, PASSWORD, World};

const NEW: &str = "battery staple";

/// The rows of the audit log, oldest first.
fn audit(world: &World) -> Vec<Value> {
    let file = rusqlite::Connection::open(world.data.path().join("porchlight.db")).unwrap();
    let mut rows = file
        .prepare("SELECT value FROM entries WHERE key LIKE 'audit/%' ORDER BY revision, key")
        .unwrap();
    let rows = rows.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    rows.map(|row| serde_json::from_slice(&row.unwrap()).unwrap())
        .collect()
}

/// The rows that a piece of work leaves.
async fn rows_of<T>(world: &World, work: impl Future<Output = T>) -> (T, Vec<Value>) {
    let before = audit(world).len();
    let done = work.await;
    (done, audit(world).split_off(before))
}

async fn patch(owner: &Device, agent: &str, change: Value) -> Answer {
    let path = format!("/v1/admin/agents/{agent}");
    owner.call(Method::PATCH, &path, Some(change)).await
}

async fn sign_in_with(world: &World, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password, "device": "phone"});
    world
        .call(Method::POST, "/v1/sign-in", None, Some(body))
        .await
}

async fn use_code(world: &World, code: &Value, password: &str) -> Answer {
    let body = json!({"code": code, "password": password});
    world
        .call(Method::POST, "/v1/password-reset", None, Some(body))
        .await
}

async fn is_signed_in(device: &Device) -> bool {
    device.get("/v1/me").await.status == StatusCode::OK
}

#[tokio::test]
async fn whoever_is_deactivated_is_gone_for_customers_at_once_and_her_app_is_told() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let olga = world.sign_in("olga").await;
    let mut page = world.page("library").await;
    assert_eq!(page.next().await.data["online"], true);
    let mut events = ana.events().await;
    let change = json!({"active": false, "reason": "Left the team"});
    let (answer, rows) = rows_of(&world, patch(&olga, "ana", change)).await;
    assert_eq!(answer.ok()["active"], false);
    assert_eq!(page.next().await.data["online"], false);
    while events.next_or_end().await.is_some() {}
    let refused = ana.get("/v1/me").await;
    assert_eq!(refused.problem(), (401, "not_signed_in".to_owned()));
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (
            &rows[0]["act"],
            &rows[0]["by"],
            &rows[0]["agent"],
            &rows[0]["reason"]
        ),
        (
            &json!("agent_changed"),
            &json!("olga"),
            &json!("ana"),
            &json!("Left the team")
        )
    );
    assert_eq!(
        rows[0]["changes"]["active"],
        json!({"from": "true", "to": "false"})
    );
    let refused = sign_in_with(&world, "ana@example.org", PASSWORD).await;
    assert_eq!(refused.problem(), (403, "deactivated".to_owned()));
    let wrong = sign_in_with(&world, "ana@example.org", "wrong horse").await;
    assert_eq!(
        wrong.problem(),
        (401, "wrong_password".to_owned()),
        "only whoever has the password is told more"
    );
    let (_, rows) = rows_of(&world, patch(&olga, "ana", json!({"active": false}))).await;
    assert_eq!(rows.len(), 0, "nothing changed");
    patch(&olga, "ana", json!({"active": true})).await.ok();
    assert!(!is_signed_in(&ana).await, "her old devices stay signed out");
    let ana = world.sign_in("ana").await;
    assert_eq!(
        ana.sees("library", "ana").await,
        "available manual",
        "what is hers stayed"
    );
}

#[tokio::test]
async fn the_last_owner_can_neither_be_deactivated_nor_demoted() {
    let world = World::new().await;
    world.agent("ana", &[]).await;
    let olga = world.sign_in("olga").await;
    let last = (409, "last_owner".to_owned());
    for change in [json!({"owner": false}), json!({"active": false})] {
        assert_eq!(patch(&olga, "olga", change).await.problem(), last);
    }
    patch(&olga, "ana", json!({"owner": true})).await.ok();
    patch(&olga, "ana", json!({"active": false})).await.ok();
    let demoted = patch(&olga, "olga", json!({"owner": false})).await;
    assert_eq!(demoted.problem(), last, "one who cannot sign in is none");
    patch(&olga, "ana", json!({"active": true})).await.ok();
    patch(&olga, "olga", json!({"owner": false})).await.ok();
    let refused = olga.get("/v1/admin/agents").await;
    assert_eq!(refused.problem(), (403, "not_allowed".to_owned()));
    let ana = world.sign_in("ana").await;
    assert_eq!(
        ana.get("/v1/admin/agents")
            .await
            .ok()
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn two_owners_who_demote_each_other_at_once_leave_one() {
    let world = World::new().await;
    world.agent("ana", &[]).await;
    let olga = world.sign_in("olga").await;
    patch(&olga, "ana", json!({"owner": true})).await.ok();
    let ana = world.sign_in("ana").await;
    let (one, other) = tokio::join!(
        patch(&olga, "ana", json!({"owner": false})),
        patch(&ana, "olga", json!({"owner": false}))
    );
    let done = [&one, &other].map(|answer| answer.status == StatusCode::OK);
    assert!(done[0] != done[1], "{} {}", one.body, other.body);
}

#[tokio::test]
async fn an_agent_is_added_once_however_often_that_is_asked_by_one_name() {
    let world = World::new().await;
    let olga = world.sign_in("olga").await;
    let body = json!({"email": "ana@example.org", "name": "Ana", "password": PASSWORD});
    let named = ("idempotency-key", "first");
    let add = || olga.post_with("/v1/admin/agents", body.clone(), named);
    let (first, rows) = rows_of(&world, add()).await;
    assert_eq!(first.status, StatusCode::CREATED);
    assert_eq!(rows.len(), 1);
    let (again, rows) = rows_of(&world, add()).await;
    assert_eq!((again.ok(), rows.len()), (first.body, 0));
    let other = json!({"email": "ben@example.org", "name": "Ben"});
    let other = olga.post_with("/v1/admin/agents", other, named).await;
    assert_eq!(other.problem(), (409, "id_taken".to_owned()));
    let twice = olga.post("/v1/admin/agents", body).await;
    assert_eq!(twice.problem(), (409, "exists".to_owned()));
    world.sign_in("ana").await;
    for (body, field) in [
        (json!({"email": "ana", "name": "Ana"}), "email"),
        (json!({"email": "b@example.org", "name": ""}), "name"),
        (
            json!({"email": "b@example.org", "name": "B", "password": "short"}),
            "password",
        ),
        (
            json!({"email": "b@example.org", "name": "B", "reason": "x".repeat(201)}),
            "reason",
        ),
        (
            json!({"email": "b@example.org", "name": "B", "admin": true}),
            "admin",
        ),
    ] {
        let refused = olga.post("/v1/admin/agents", body).await;
        assert_eq!(refused.problem().0, 422);
        assert_eq!(refused.body["field"], field);
    }
}

#[tokio::test]
async fn whoever_is_renamed_or_made_an_owner_is_told_and_so_are_the_others() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let olga = world.sign_in("olga").await;
    world.agent("ben", &[("library", Role::Agent)]).await;
    let ben = world.sign_in("ben").await;
    let (mut hers, mut his) = (ana.events().await, ben.events().await);
    hers.next_named("snapshot").await;
    his.next_named("snapshot").await;
    patch(&olga, "ana", json!({"name": "Ana Lee"})).await.ok();
    assert_eq!(hers.next_named("me").await.data["agent"]["name"], "Ana Lee");
    assert_eq!(
        his.next_named("presence").await.data["agent"]["name"],
        "Ana Lee"
    );
    patch(&olga, "ana", json!({"owner": true})).await.ok();
    let told = hers.next_named("snapshot").await.data;
    assert_eq!(told["me"]["owner"], true);
    assert_eq!(told["offices"][0]["role"], "admin");
    patch(&olga, "ana", json!({"email": "ana@new.org"}))
        .await
        .ok();
    assert_eq!(
        hers.next_named("me").await.data["agent"]["email"],
        "ana@new.org"
    );
    assert!(is_signed_in(&ana).await);
    sign_in_with(&world, "ana@new.org", PASSWORD).await.ok();
    let old = sign_in_with(&world, "ana@example.org", PASSWORD).await;
    assert_eq!(old.problem().0, 401);
    let taken = patch(&olga, "ben", json!({"email": "Ana@New.org"})).await;
    assert_eq!(taken.problem(), (409, "exists".to_owned()));
    let free = json!({"email": "ana@example.org", "name": "Another"});
    assert_eq!(
        olga.post("/v1/admin/agents", free).await.ok()["id"],
        "ana-2"
    );
}

#[tokio::test]
async fn whoever_chose_for_others_is_renamed_with_them_too() {
    let world = World::new().await;
    world.agent("dana", &[("library", Role::Admin)]).await;
    let dana = world.sign_in("dana").await;
    let ana = world.available("ana").await;
    let away = "/v1/offices/library/agents/ana/away";
    dana.call(Method::POST, away, None).await.ok();
    let olga = world.sign_in("olga").await;
    let mut events = ana.events().await;
    events.next_named("snapshot").await;
    patch(&olga, "dana", json!({"name": "Dana Fox"})).await.ok();
    assert_eq!(
        events.next_named("me").await.data["names"]["dana"],
        "Dana Fox"
    );
    patch(&olga, "dana", json!({"active": false})).await.ok();
    assert_eq!(ana.get("/v1/me").await.ok()["names"]["dana"], "Dana Fox");
    assert_eq!(ana.sees("library", "ana").await, "away manual");
}

#[tokio::test]
async fn a_new_password_signs_all_other_devices_out() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let phone = world.sign_in("ana").await;
    let change = async |old: &str, new: &str| {
        ana.post("/v1/me/password", json!({"old": old, "new": new}))
            .await
    };
    for (old, new, field) in [
        (PASSWORD, "short", "new"),
        (PASSWORD, PASSWORD, "new"),
        ("", NEW, "old"),
    ] {
        let refused = change(old, new).await;
        assert_eq!(refused.problem(), (422, "invalid_field".to_owned()));
        assert_eq!(refused.body["field"], field);
    }
    let wrong = change("wrong horse", NEW).await;
    assert_eq!(wrong.problem(), (403, "wrong_password".to_owned()));
    let (changed, rows) = rows_of(&world, change(PASSWORD, NEW)).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    assert_eq!(
        (rows.len(), &rows[0]["act"]),
        (1, &json!("password_changed"))
    );
    assert!(is_signed_in(&ana).await);
    assert!(!is_signed_in(&phone).await);
    assert_eq!(
        ana.sees("library", "ana").await,
        "available manual",
        "she never left"
    );
    let old = sign_in_with(&world, "ana@example.org", PASSWORD).await;
    assert_eq!(old.problem().0, 401);
    sign_in_with(&world, "ana@example.org", NEW).await.ok();
}

#[tokio::test]
async fn whoever_guesses_the_old_password_with_a_stolen_device_is_slowed_down() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    for _ in 0..5 {
        let body = json!({"old": "wrong horse", "new": NEW});
        assert_eq!(ana.post("/v1/me/password", body).await.problem().0, 403);
    }
    let body = json!({"old": PASSWORD, "new": NEW});
    let slowed = ana.post("/v1/me/password", body).await;
    assert_eq!(slowed.problem(), (429, "slow_down".to_owned()));
}

#[tokio::test]
async fn a_device_is_shut_out_by_its_agent_or_by_an_owner() {
    let world = World::new().await;
    let ana = world.available("ana").await;
    let phone = world.sign_in("ana").await;
    let tablet = world.sign_in("ana").await;
    let devices = ana.get("/v1/me/sessions").await.ok();
    let devices = devices.as_array().unwrap().clone();
    assert_eq!(devices.len(), 3);
    let current = |device: &&Value| device["current"] == true;
    let own = devices.iter().find(current).unwrap();
    assert_eq!(
        (&own["id"], &own["live"]),
        (&json!(ana.session), &json!(true))
    );
    let end = async |device: &Device, path: String| device.call(Method::DELETE, &path, None).await;
    let path = format!("/v1/me/sessions/{}", phone.session);
    let (ended, rows) = rows_of(&world, end(&ana, path.clone())).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert_eq!((rows.len(), &rows[0]["act"]), (1, &json!("sessions_ended")));
    assert!(!is_signed_in(&phone).await);
    assert_eq!(end(&ana, path).await.problem().0, 404, "it is gone already");
    let olga = world.sign_in("olga").await;
    let stranger = format!("/v1/me/sessions/{}", olga.session);
    assert_eq!(
        end(&ana, stranger).await.problem().0,
        404,
        "somebody else's"
    );
    let listed = olga.get("/v1/admin/agents/ana/sessions").await.ok();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    let path = format!("/v1/admin/agents/ana/sessions/{}", tablet.session);
    let ended = end(&olga, format!("{path}?reason=lost")).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert!(is_signed_in(&ana).await && !is_signed_in(&tablet).await);
    let all = "/v1/admin/agents/ana/sessions".to_owned();
    let (_, rows) = rows_of(&world, end(&olga, all)).await;
    assert_eq!(rows.len(), 1);
    assert!(!is_signed_in(&ana).await);
    assert_eq!(world.public("library").await["online"], false);
}

#[tokio::test]
async fn a_code_sets_a_password_once_and_only_its_hash_is_kept() {
    let mut world = World::new().await;
    let ana = world.available("ana").await;
    let olga = world.sign_in("olga").await;
    let give = async |olga: &Device, body: Option<Value>| {
        let path = "/v1/admin/agents/ana/password-reset";
        olga.call(Method::POST, path, body).await.ok()["code"].clone()
    };
    let replaced = give(&olga, None).await;
    let code = give(&olga, None).await;
    assert!(is_signed_in(&ana).await, "until it is used all stays");
    let not_valid = (404, "code_not_valid".to_owned());
    for invalid in [&replaced, &json!("plc_guess")] {
        assert_eq!(use_code(&world, invalid, NEW).await.problem(), not_valid);
    }
    assert_eq!(use_code(&world, &code, "short").await.problem().0, 422);
    world.restart().await;
    let (used, rows) = rows_of(&world, use_code(&world, &code, NEW)).await;
    assert_eq!(used.status, StatusCode::NO_CONTENT);
    assert_eq!((rows.len(), &rows[0]["by"]), (1, &json!("ana")));
    assert!(!is_signed_in(&ana).await);
    sign_in_with(&world, "ana@example.org", NEW).await.ok();
    assert_eq!(use_code(&world, &code, PASSWORD).await.problem(), not_valid);
    let olga = Device::of(&world, &olga.token);
    let late = give(&olga, None).await;
    world.clock.advance(std::time::Duration::from_hours(24));
    world.hub().wake().await.unwrap();
    assert_eq!(use_code(&world, &late, PASSWORD).await.problem(), not_valid);
    let read = std::fs::read_dir(world.data.path()).unwrap();
    let read: Vec<u8> = read
        .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect();
    let code = late.as_str().unwrap().as_bytes();
    assert!(!read.windows(code.len()).any(|window| window == code));
}

#[tokio::test]
async fn a_stolen_account_is_shut_out_at_once_and_comes_back_by_a_code() {
    let world = World::new().await;
    let thief = world.available("ana").await;
    let olga = world.sign_in("olga").await;
    let path = "/v1/admin/agents/ana/password-reset";
    let body = json!({"shut_out": true, "reason": "Password on a note"});
    let code = olga.post(path, body).await.ok()["code"].clone();
    assert!(!is_signed_in(&thief).await);
    let refused = sign_in_with(&world, "ana@example.org", PASSWORD).await;
    assert_eq!(refused.problem().0, 401);
    assert_eq!(world.public("library").await["online"], false);
    use_code(&world, &code, NEW).await;
    sign_in_with(&world, "ana@example.org", NEW).await.ok();
    let unused = olga.call(Method::POST, path, None).await.ok()["code"].clone();
    patch(&olga, "ana", json!({"active": false})).await.ok();
    patch(&olga, "ana", json!({"active": true})).await.ok();
    let refused = use_code(&world, &unused, PASSWORD).await;
    assert_eq!(
        refused.problem().1,
        "code_not_valid",
        "deactivation ends codes too"
    );
}

#[tokio::test]
async fn whoever_is_invited_becomes_an_agent_once_with_her_offices() {
    let world = World::new().await;
    let olga = world.sign_in("olga").await;
    let path = "/v1/admin/invitations";
    let body = json!({"email": "ana@example.org", "offices": [
        {"office": "library", "role": "admin"}, {"office": "desk", "role": "agent"},
    ]});
    let invite = async || olga.post(path, body.clone()).await.ok();
    let replaced = invite().await;
    let made = invite().await;
    let open = olga.get(path).await.ok();
    assert_eq!(
        open.as_array().unwrap().len(),
        1,
        "the latest for an address"
    );
    assert_eq!(open[0], made["invitation"]);
    let accept = async |made: &Value, body: Value| {
        let path = format!("/v1/invitations/{}", made["code"].as_str().unwrap());
        world.call(Method::POST, &path, None, Some(body)).await
    };
    let ana = json!({"name": "Ana Lee", "password": NEW});
    let not_valid = (404, "code_not_valid".to_owned());
    assert_eq!(accept(&replaced, ana.clone()).await.problem(), not_valid);
    let nameless = accept(&made, json!({"name": "", "password": NEW})).await;
    assert_eq!(nameless.body["field"], "name", "and the code is good still");
    olga.call(Method::DELETE, "/v1/admin/offices/desk", None)
        .await;
    let (accepted, rows) = rows_of(&world, accept(&made, ana.clone())).await;
    assert_eq!(accepted.status, StatusCode::CREATED);
    let offices = accepted.body["offices"].as_array().unwrap();
    assert_eq!(
        (offices.len(), &offices[0]["role"]),
        (1, &json!("admin")),
        "that there still are"
    );
    assert_eq!(
        (rows.len(), &rows[0]["act"]),
        (1, &json!("invitation_accepted"))
    );
    assert_eq!(rows[0]["changes"]["invited_by"]["to"], "olga");
    sign_in_with(&world, "ana@example.org", NEW).await.ok();
    assert_eq!(accept(&made, ana).await.problem(), not_valid);
    let twice = olga.post(path, json!({"email": "ANA@example.org"})).await;
    assert_eq!(twice.problem(), (409, "exists".to_owned()));
    for (body, field) in [
        (json!({"email": "b"}), "email"),
        (
            json!({"email": "b@c", "expires_in_seconds": 5}),
            "expires_in_seconds",
        ),
        (
            json!({"email": "b@c", "offices": [{"office": "x", "role": "agent"}]}),
            "offices",
        ),
    ] {
        assert_eq!(olga.post(path, body).await.body["field"], field);
    }
}

#[tokio::test]
async fn an_invitation_ends_with_its_time_its_revocation_and_whoever_gave_it_out() {
    let world = World::new().await;
    world.agent("dana", &[]).await;
    let olga = world.sign_in("olga").await;
    patch(&olga, "dana", json!({"owner": true})).await.ok();
    let dana = world.sign_in("dana").await;
    let invite = async |owner: &Device, email: &str, seconds: u64| {
        let body = json!({"email": email, "expires_in_seconds": seconds});
        owner.post("/v1/admin/invitations", body).await.ok()
    };
    let accept = async |made: &Value| {
        let path = format!("/v1/invitations/{}", made["code"].as_str().unwrap());
        let body = json!({"name": "Somebody", "password": NEW});
        world
            .call(Method::POST, &path, None, Some(body))
            .await
            .status
    };
    let backdoor = invite(&dana, "thief@example.org", 86400).await;
    patch(&olga, "dana", json!({"owner": false})).await.ok();
    assert_eq!(accept(&backdoor).await, StatusCode::NOT_FOUND);
    let revoked = invite(&olga, "ben@example.org", 86400).await;
    let id = revoked["invitation"]["id"].as_str().unwrap();
    let path = format!("/v1/admin/invitations/{id}");
    let ended = olga.call(Method::DELETE, &path, None).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert_eq!(accept(&revoked).await, StatusCode::NOT_FOUND);
    assert_eq!(
        olga.call(Method::DELETE, &path, None).await.problem().0,
        404
    );
    let late = invite(&olga, "cy@example.org", 300).await;
    world.clock.advance(std::time::Duration::from_mins(5));
    world.hub().wake().await.unwrap();
    assert_eq!(accept(&late).await, StatusCode::NOT_FOUND);
    let reset = "/v1/admin/agents/dana/password-reset";
    let reset = olga.call(Method::POST, reset, None).await.ok();
    assert_eq!(
        accept(&reset).await,
        StatusCode::NOT_FOUND,
        "a code of another kind"
    );
}

#[tokio::test]
async fn a_table_is_tried_first_and_taken_in_whole_or_not_at_all() {
    let world = World::new().await;
    let olga = world.sign_in("olga").await;
    let send = async |how: &str, table: &str| {
        let path = format!("/v1/admin/import{how}");
        let token = Some(olga.token.as_str());
        world.send_table(&path, token, table.to_owned()).await
    };
    let agents = async || {
        let agents = olga.get("/v1/admin/agents").await.ok();
        agents.as_array().unwrap().len()
    };
    let wrong = "email,name,office\nana@example.org,Ana,library\nben@example.org,Ben,nowhere\n";
    let tried = send("?dry_run=true", wrong).await.ok();
    assert_eq!(tried["errors"].as_array().unwrap().len(), 1);
    assert_eq!(tried["errors"][0]["line"], 3);
    let refused = send("", wrong).await;
    assert_eq!(refused.problem(), (422, "invalid_field".to_owned()));
    assert_eq!(refused.body["field"], "file");
    let right = "email,name,office\r\nana@example.org,Ana,library\r\nben@example.org,Ben,desk\r\n";
    let tried = send("?dry_run=true", right).await.ok();
    assert_eq!((&tried["agents_added"], agents().await), (&json!(2), 1));
    let (done, rows) = rows_of(&world, send("", right)).await;
    assert_eq!(
        done.ok(),
        json!({"dry_run": false, "agents_added": 2, "agents_changed": 0, "memberships_set": 2, "errors": []})
    );
    assert_eq!((rows.len(), agents().await), (4, 3));
    let again = send("", right).await.ok();
    assert_eq!(
        (&again["agents_added"], &again["memberships_set"]),
        (&json!(0), &json!(0)),
        "the same again changes nothing"
    );
    for (table, line) in [("email\na@b,c\n", "line 2"), ("mail\na@b\n", "line 2")] {
        let refused = send("?dry_run=true", table).await;
        assert_eq!(refused.problem().1, "invalid_field");
        assert!(
            refused.body["detail"].as_str().unwrap().contains(line),
            "{}",
            refused.body
        );
    }
}
