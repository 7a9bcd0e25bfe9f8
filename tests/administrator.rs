//! An administrator sets people Away.

use porchlight_testbed::PATIENCE;
use serde_json::json;

use crate::harness::{App, Changes, Relay, Server, desktop, public_office};

/// The server names agents by their address.
const ANA: &str = "ana";

#[test]
fn set_away_by_an_administrator_the_tray_says_who_and_go_back_goes_back() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let dana = server.sign_in("dana@example.edu");
    let library = Changes::of_office(&server.url, "library");
    let notifications = desktop.notifications().unwrap();
    let ana = App::start_available(&desktop, "ana", &server.url);
    library.reach(1);

    let answer = dana.post(
        &format!("/v1/offices/library/agents/{ANA}/away"),
        json!({"reason": "Lunch"}),
    );

    assert_eq!(answer["changed"], json!([ANA]));
    let state = ana.tray.says("Dana").unwrap();
    assert!(state.tooltip.contains("Library"), "{state}");
    library.reach(0);
    assert_eq!(
        public_office(&server.url, "it")["online"],
        true,
        "other offices are untouched"
    );
    let told = notifications
        .wait_for("who did it", PATIENCE, |shown| {
            shown.title == "Dana Fox set you Away in Library"
        })
        .unwrap();
    assert!(told.body.contains("Lunch"), "{told:?}");

    notifications.press("Go back").unwrap();

    library.reach(1);
    ana.tray.says("Available everywhere").unwrap();
}

#[test]
fn neither_a_reconnect_nor_an_older_offline_choice_undoes_an_administrator() {
    let desktop = desktop();
    let mut server = Server::start(&desktop);
    let network = Relay::to(&server.url);
    let ana = App::start_available(&desktop, "ana", &network.url);
    let dana = server.sign_in("dana@example.edu");
    let library = Changes::of_office(&server.url, "library");
    library.reach(1);

    // She chooses while her network is cut, and Dana acts before it is back.
    network.cut();
    ana.tray.says("Not connected").unwrap();
    ana.keeps(&["available", "--office", "library", "--hold"]);
    dana.post(&format!("/v1/offices/library/agents/{ANA}/away"), json!({}));
    library.reach(0);
    network.mend();

    ana.tray.says("Dana").unwrap();
    server.kill();
    ana.tray.says("Not connected").unwrap();
    server.start_again();
    let state = ana.tray.says("Available in 2 of 3 offices").unwrap();
    assert!(state.tooltip.contains("Dana"), "{state}");
    assert_eq!(public_office(&server.url, "library")["online"], false);
}

#[test]
fn everybody_away_empties_the_office_and_touches_no_other() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_available(&desktop, "ana", &server.url);
    let bo = App::start_available(&desktop, "bo", &server.url);
    library.reach(2);
    let dana = server.sign_in("dana@example.edu");

    let answer = dana.post("/v1/offices/library/away", json!({}));

    assert_eq!(answer["changed"].as_array().unwrap().len(), 2, "{answer}");
    library.reach(0);
    ana.tray.says("Available in 2 of 3 offices").unwrap();
    bo.tray.says("Away").unwrap();
}
