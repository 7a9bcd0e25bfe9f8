//! What released versions kept, which every later one has to read: a file of SQL for each format, in `formats`.

use std::{collections::BTreeSet, path::PathBuf};

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::command_line::{Place, Serving, http, run, said, sign_in};

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/formats"))
}

/// Data that a server of this format left behind.
fn left_behind(format: u32) -> Place {
    let place = Place::empty();
    let sql = std::fs::read_to_string(folder().join(format!("{format}.sql"))).unwrap();
    std::fs::create_dir(place.data()).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    std::fs::set_permissions(place.data(), mode).unwrap();
    place.make_database(&sql);
    place
}

/// The same records as the first format kept them.
fn as_format_1(place: &Place) {
    place.execute(
        "CREATE TABLE counters (
             only INTEGER PRIMARY KEY CHECK (only = 1), written INTEGER NOT NULL, reserved INTEGER NOT NULL
         );
         INSERT INTO counters SELECT 1, revision, revision + 1000 FROM store;
         DROP TABLE store;
         DROP INDEX entries_removed;
         PRAGMA user_version = 1",
    );
}

async fn get(url: &str, token: &str, path: &str) -> Value {
    let answer = http().get(format!("{url}{path}")).bearer_auth(token);
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.json().await.unwrap()
}

/// All that the team had set up is there, in a server of this version.
async fn serves_it_all(place: &Place) {
    let diagnosis = place.does(&["doctor"]);
    assert!(diagnosis.ends_with("All is well.\n"), "{diagnosis}");
    let serving = Serving::start(&place.data(), &[]);
    let url = &serving.url;
    let token = sign_in(&http(), url, "ana@example.org").await;
    let me = get(url, &token, "/v1/me").await;
    assert_eq!(me["agent"]["name"], "Ana");
    let offices = me["offices"].as_array().unwrap().iter();
    let offices: BTreeSet<_> = offices
        .map(|office| {
            (
                office["id"].as_str().unwrap(),
                office["role"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(offices, [("desk", "admin"), ("library", "agent")].into());
    assert_eq!(me["settings"]["organization_idle_after_seconds"], 2700);
    assert_eq!(me["settings"]["own_idle_after_seconds"], 600);
    let schedule = get(url, &token, "/v1/me/schedule").await;
    assert_eq!(schedule["zone"], "Europe/Berlin");
    assert_eq!(schedule["dates"], json!({"2026-12-24": []}));
    let activity = http()
        .put(format!("{url}/v1/me/activity"))
        .bearer_auth(&token);
    let activity = activity.json(&json!({"state": "active"})).send().await;
    assert!(activity.unwrap().status().is_success());
    let desk = get(url, &token, "/v1/offices/desk").await;
    let seen = desk["agents"].as_array().unwrap().iter();
    let ana = seen.into_iter().find(|agent| agent["id"] == "ana").unwrap();
    assert_eq!(ana["status"], "away", "as she chose there");
    assert_eq!(ana["cause"]["kind"], "manual");
    let of_script = get(url, "plp_of_a_script", "/v1/me").await;
    assert_eq!(of_script["agent"]["name"], "Ana");
    let owner = sign_in(&http(), url, "olga@example.org").await;
    let agents = get(url, &owner, "/v1/admin/agents").await;
    let active = |id: &str| {
        let mut agents = agents.as_array().unwrap().iter();
        agents.find(|agent| agent["id"] == id).unwrap()["active"].clone()
    };
    assert_eq!((active("ben"), active("old")), (json!(true), json!(false)));
    let library = get(url, &owner, "/v1/admin/offices").await;
    assert!(library.to_string().contains("Write to us"), "{library}");
    let day = "/v1/offices/library/coverage?date=2026-11-30&zone=UTC";
    let day = get(url, &owner, day).await;
    let ana = json!([{"from": "2026-11-30T11:44:08Z", "until": "2026-11-30T11:45:00Z"}]);
    assert_eq!(day["agents"][0]["available"], ana);
    assert_eq!(serving.terminate(), Some(0));
}

#[tokio::test]
async fn what_every_released_format_kept_is_served_whole() {
    let formats = std::fs::read_dir(folder()).unwrap();
    for file in formats {
        let file = file.unwrap().path();
        let format = file.file_stem().unwrap().to_str().unwrap().parse().unwrap();
        serves_it_all(&left_behind(format)).await;
    }
    let older = left_behind(2);
    as_format_1(&older);
    serves_it_all(&older).await;
}

#[tokio::test]
async fn a_backup_of_every_released_format_is_restored_whole() {
    for to_format_1 in [false, true] {
        let place = left_behind(2);
        if to_format_1 {
            as_format_1(&place);
        }
        let file = place.file("backup.db");
        place.does(&["backup", file.to_str().unwrap()]);
        let restored = Place::empty();
        let data = restored.data();
        let arguments = [
            "restore",
            file.to_str().unwrap(),
            "--data",
            data.to_str().unwrap(),
        ];
        let output = run(&arguments, "");
        assert!(output.status.success(), "{output:?}");
        serves_it_all(&restored).await;
    }
}

/// A format that is written has to be in the folder, so that the version after it reads what this one keeps.
#[test]
fn the_format_that_this_version_writes_is_among_them_with_every_kind_of_record() {
    let new = Place::new();
    let format = new.asks("PRAGMA user_version");
    let place = left_behind(format.parse().unwrap());
    let kinds = place.asks(
        "SELECT group_concat(kind, ' ') FROM (
             SELECT DISTINCT substr(key, 1, instr(key || '/', '/') - 1) AS kind FROM entries ORDER BY kind
         )",
    );
    assert_eq!(
        kinds,
        "act agent answered asked attendance audit busy choices code email member office organization password schedule session \
         unheard uptime"
    );
    assert!(said(&place.run(&["doctor"])).contains("of format"));
}
