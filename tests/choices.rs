//! What a person chooses, by whichever surface.

use serde_json::json;

use crate::harness::{App, Changes, Server, desktop, public_office, without_app};

#[test]
fn one_office_only_then_away_everywhere_then_available_everywhere() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_signed_in(&desktop, "ana", &server.url);

    ana.does(&["available", "--office", "library", "--hold"]);
    library.reach(1);
    ana.tray.says("Available in 1 of 3 offices").unwrap();
    assert_eq!(public_office(&server.url, "it")["online"], false);

    ana.does(&["away", "--hold"]);
    library.reach(0);
    ana.tray.says("Away everywhere").unwrap();

    ana.does(&["available", "--hold"]);
    library.reach(1);
    ana.tray.says("Available everywhere").unwrap();
    for office in ["library", "it", "admissions"] {
        assert_eq!(
            public_office(&server.url, office)["online"],
            true,
            "{office}"
        );
    }
    let choices = server.sign_in("ana@example.edu").get("/v1/me")["choices"].clone();
    assert_eq!(
        choices.as_array().unwrap().len(),
        1,
        "the earlier choice for one office is gone: {choices}"
    );
}

#[test]
fn the_same_choice_twice_is_one_change() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_available(&desktop, "ana", &server.url);
    library.reach(1);
    let bo = server.sign_in("bo@example.edu");
    let before = bo.get("/v1/me")["revision"].clone();

    let choice = json!({"id": "the-same", "scope": {"office": "library"}, "status": "away", "hold": "until_changed"});
    let elsewhere = server.sign_in("ana@example.edu");
    let first = elsewhere.post("/v1/me/choices", choice.clone());
    let second = elsewhere.post("/v1/me/choices", choice);

    assert_eq!(first, second);
    assert_ne!(first["revision"], before);
    ana.tray.says("Available in 2 of 3 offices").unwrap();
    server.available("bo@example.edu");
    server.available("dana@example.edu");
    assert_eq!(
        library.up_to(2),
        [0, 1, 2],
        "customers were told once, until Bo and Dana came"
    );
}

#[test]
fn every_command_of_the_command_line_does_what_it_says_and_answers_with_a_code() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start(&desktop, "ana");

    let signed_out = ana.tries(&["available"]);
    assert_eq!(signed_out.code, 4, "{}", signed_out.text);
    ana.signs_in(&server.url, "ana@example.edu");

    assert!(
        ana.does(&["available", "--for", "2h"])
            .contains("Available everywhere")
    );
    assert_eq!(ana.status()["ends"]["why"], "timer");
    // The older of two timed choices does not come back, so that is said.
    let away = ana.does(&["away", "--for", "15m"]);
    assert!(away.contains(", then Offline"), "{away}");
    ana.tray.says(", then Offline").unwrap();
    ana.does(&["available", "--for", "2h"]);
    ana.does(&["away", "--office", "library", "--office", "it", "--hold"]);
    assert_eq!(ana.status_in("library"), "away");
    assert_eq!(ana.status_in("admissions"), "available");
    ana.does(&["offline"]);
    ana.does(&["offline"]);
    assert_eq!(ana.status()["status"], "offline");
    ana.does(&["follow-schedule"]);
    assert!(ana.does(&["offices"]).contains("IT desk"));

    let unknown = ana.tries(&["away", "--office", "cellar"]);
    assert_eq!(unknown.code, 1, "{}", unknown.text);
    assert!(unknown.text.contains("cellar"), "{}", unknown.text);
    assert_eq!(ana.tries(&["be", "nice"]).code, 2);
    ana.quit();
    let gone = without_app(&desktop, "ana", &["status"]);
    assert_eq!(gone.code, 3, "{}", gone.text);
    let words = [
        "sign-in",
        "--server",
        &server.url,
        "--email",
        "ana@example.edu",
    ];
    let gone = without_app(&desktop, "ana", &words);
    assert_eq!(
        gone.code, 3,
        "before any password is asked for: {}",
        gone.text
    );
}

#[test]
fn what_is_chosen_while_the_server_is_away_is_sent_when_it_is_back() {
    let desktop = desktop();
    let mut server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    server.kill();
    ana.tray.says("Not connected").unwrap();

    ana.keeps(&["away", "--office", "library", "--hold"]);
    server.start_again();

    ana.tray.says("Available in 2 of 3 offices").unwrap();
    Changes::of_office(&server.url, "library").reach(0);
    Changes::of_office(&server.url, "it").reach(1);
}
