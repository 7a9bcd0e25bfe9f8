//! One truth: every surface says the same.

use porchlight_testbed::{PATIENCE, TrayState};
use serde_json::json;

use crate::harness::{App, Changes, Server, desktop, public_office, until};

const OFFICES: [(&str, &str); 3] = [
    ("library", "Library"),
    ("it", "IT desk"),
    ("admissions", "Admissions"),
];
const STATUSES: [&str; 3] = ["available", "away", "offline"];

/// A fixed walk through choices that looks random: a linear congruence picks scope and status of each step.
fn walk(steps: u32) -> impl Iterator<Item = (usize, usize)> {
    (0..steps).scan(20_261_123_u32, |state, _| {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Some(((*state >> 16) as usize % 4, (*state >> 24) as usize % 3))
    })
}

#[test]
fn tray_window_counter_list_and_public_indicator_say_the_same() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let bo = server.sign_in("bo@example.edu");
    let dana = server.sign_in("dana@example.edu");
    bo.put("/v1/me/activity", json!({"state": "active"}));
    let ana = App::start_available(&desktop, "ana", &server.url);
    let window = ana.window();
    let everywhere = OFFICES.len();

    for (scope, status) in walk(12) {
        let status = STATUSES[status];
        if scope == everywhere {
            ana.does(&[status, "--hold"]);
        } else {
            ana.does(&[status, "--hold", "--office", OFFICES[scope].0]);
        }
        let facts = ana.status();
        let headline = facts["headline"].as_str().unwrap();
        let tray = ana.tray.says(headline).unwrap();
        let head = format!("You are {headline}");
        assert!(tray.headline().starts_with(&head), "{}", tray.headline());
        window.saying("headline", headline).unwrap();
        for office in facts["offices"].as_array().unwrap() {
            let id = office["id"].as_str().unwrap();
            let name = office["name"].as_str().unwrap();
            let status = office["status"].as_str().unwrap();
            let count = u64::from(status == "available");
            Changes::of_office(&server.url, id).reach(count);
            assert_eq!(
                public_office(&server.url, id)["online"],
                status == "available",
                "public {id}"
            );
            let seen = dana.get(&format!("/v1/offices/{id}"));
            assert_eq!(seen["available"], count, "counter of {id}");
            assert_eq!(
                dana.presence(id, "Ana Lee")["status"],
                status,
                "list of {id}"
            );
            let entry = format!("{name} ({count})");
            let ticked = |state: &TrayState| {
                state
                    .entry(&["Offices", &entry])
                    .is_some_and(|entry| entry.checked == Some(count == 1))
            };
            ana.tray
                .wait_for(&format!("{entry} in its menu"), PATIENCE, ticked)
                .unwrap();
            window
                .saying(&format!("office-{id}-count"), &count.to_string())
                .unwrap();
            window
                .xpath(&format!(
                    "//*[@data-testid='office-{id}' and @data-status='{status}']"
                ))
                .unwrap();
        }
    }
}

#[test]
fn two_apps_of_colleagues_keep_in_step() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let bo = App::start_signed_in(&desktop, "bo", &server.url);
    bo.tray.says("1 agent online").unwrap();

    bo.does(&["available", "--hold"]);
    ana.tray.says("2 agents online").unwrap();
    bo.tray.says("2 agents online").unwrap();

    ana.does(&["away", "--office", "library", "--hold"]);
    let menu = |state: &TrayState| state.entry(&["Offices", "Library (1)"]).is_some();
    bo.tray
        .wait_for("one agent in the library", PATIENCE, menu)
        .unwrap();
}

#[test]
fn two_devices_of_one_person_show_the_same() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let laptop = App::start(&desktop, "ana-laptop");
    laptop.signs_in(&server.url, "ana@example.edu");
    laptop.tray.says("Available everywhere").unwrap();

    laptop.does(&["away", "--office", "it", "--hold"]);

    // Words, picture and menu reach the panel one after the other.
    let settled = |state: &TrayState| {
        state.tooltip.contains("Away in IT desk")
            && state.headline().contains("Available in 2 of 3 offices")
    };
    laptop.tray.wait_for("both", PATIENCE, settled).unwrap();
    ana.tray.wait_for("both", PATIENCE, settled).unwrap();
    // The laptop says when she chose it, until the server has stamped it: maybe in the next minute.
    until("both trays show the same", || {
        let (here, there) = (ana.tray.read().unwrap(), laptop.tray.read().unwrap());
        here.tooltip == there.tooltip && here.icons == there.icons
    });
}
