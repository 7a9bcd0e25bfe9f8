//! Real idle time: xdotool is the person.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use porchlight_testbed::{FakeLogind, FakeSessionManager, PATIENCE, Setup, TrayState};

use crate::harness::{App, Changes, Durations, Server, desktop, desktop_with};

const SHORT_IDLE: Durations = Durations {
    idle_after: "4s",
    lease: "60s",
    grace: "15s",
};

#[test]
fn working_in_other_programs_stays_available_and_no_input_is_away_everywhere_since_the_last_one() {
    let desktop = desktop();
    let server = Server::start_with(&desktop, SHORT_IDLE);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    desktop.person().moves_the_mouse().unwrap();
    ana.does(&["available", "--hold"]);
    library.reach(1);
    ana.tray.says("Available everywhere").unwrap();

    // Twice the time without input, in which she works in other programs, with no window of Porchlight's open.
    let until = Instant::now() + Duration::from_secs(8);
    while Instant::now() < until {
        desktop.person().moves_the_mouse().unwrap();
        ana.tray
            .keeps(Duration::from_secs(1), |state| {
                state.tooltip.contains("Available everywhere")
            })
            .unwrap();
    }
    let bo = server.available("bo@example.edu");
    assert_eq!(library.up_to(2), [2], "customers saw nothing of it");
    bo.leaves();

    ana.tray.says("Away everywhere").unwrap();
    library.reach(0);
    let bo = server.sign_in("bo@example.edu");
    let dana = server.sign_in("dana@example.edu");
    for office in ["library", "it", "admissions"] {
        let presence = dana.presence(office, "Ana Lee");
        assert_eq!(presence["status"], "away", "in {office}");
        assert_eq!(presence["cause"]["kind"], "idle", "in {office}");
    }
    let since: DateTime<Utc> = bo.presence("library", "Ana Lee")["since"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!(
        Utc::now() - since >= chrono::Duration::seconds(4),
        "dated back to the last input, not to the change"
    );
}

#[test]
fn the_first_input_after_idle_brings_her_back() {
    let desktop = desktop();
    let server = Server::start_with(&desktop, SHORT_IDLE);
    let library = Changes::of_office(&server.url, "library");
    let notifications = desktop.notifications().unwrap();
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    ana.does(&["available", "--hold"]);
    desktop.person().moves_the_mouse().unwrap();
    library.reach(1);

    library.reach(0);
    ana.tray.says("Away everywhere").unwrap();
    let told = notifications
        .wait_for("being away", PATIENCE, |shown| {
            shown.title.contains("You were away")
        })
        .unwrap();
    assert!(
        told.buttons.iter().any(|button| button == "I'm back"),
        "{told:?}"
    );
    assert!(told.stays, "she is not there to see it");

    // The screen tells of the first input; nobody asks for it.
    ana.rests(&["idle", "x11-idle"]);
    desktop.person().moves_the_mouse().unwrap();

    ana.tray.says("Available everywhere").unwrap();
    library.reach(1);
    let still_there = notifications
        .wait_for("having been away", PATIENCE, |shown| {
            shown.title.contains("You were away") && !shown.stays
        })
        .unwrap();
    assert_ne!(still_there.replaces, 0, "{still_there:?}");
}

#[test]
fn a_call_keeps_her_available_without_input_and_idle_counts_from_its_end() {
    let desktop = desktop();
    let logind = FakeLogind::start(&desktop).unwrap();
    let server = Server::start_with(&desktop, SHORT_IDLE);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    logind.wait_for_inhibitor().unwrap();
    let window = ana.window();
    let call = logind.program_keeps_screen_on("Zoom").unwrap();
    desktop.person().moves_the_mouse().unwrap();
    ana.does(&["available", "--hold"]);
    library.reach(1);

    window
        .saying("vouched-for", "Zoom keeps the screen on")
        .unwrap();
    let text = ana.does(&["status"]);
    assert!(text.contains("Zoom keeps the screen on"), "{text}");
    let is_there = |state: &TrayState| state.tooltip.contains("Available everywhere");
    ana.tray.keeps(Duration::from_secs(6), is_there).unwrap();
    let bo = server.available("bo@example.edu");
    assert_eq!(library.up_to(2), [2], "customers saw nothing of it");
    bo.leaves();

    let ended = Utc::now();
    drop(call);
    library.reach(0);
    ana.tray.says("Away everywhere").unwrap();
    let bo = server.sign_in("bo@example.edu");
    let since = bo.presence("library", "Ana Lee")["since"].clone();
    let since: DateTime<Utc> = since.as_str().unwrap().parse().unwrap();
    assert!(
        since >= ended - chrono::Duration::seconds(1),
        "she was there until {ended}, and is idle since {since}"
    );
    assert_eq!(ana.status()["vouched_for"], "");

    // What begins while she is away brings nobody back; locking counts whatever goes on.
    let _film = logind.program_keeps_screen_on("A player").unwrap();
    desktop.person().moves_the_mouse().unwrap();
    library.reach(1);
    logind.lock(true).unwrap();
    library.reach(0);
}

#[test]
fn on_gnome_a_film_keeps_her_available_and_music_does_not() {
    let desktop = desktop();
    let manager = FakeSessionManager::start(&desktop).unwrap();
    let server = Server::start_with(&desktop, SHORT_IDLE);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let window = ana.window();
    manager.program_begins("music", false).unwrap();
    desktop.person().moves_the_mouse().unwrap();
    ana.does(&["available", "--hold"]);
    library.reach(1);
    library.reach(0);

    manager.program_begins("slides", true).unwrap();
    desktop.person().moves_the_mouse().unwrap();
    library.reach(1);
    window
        .saying("vouched-for", "slides keeps the screen on")
        .unwrap();
    let bo = server.available("bo@example.edu");
    assert_eq!(library.up_to(2), [2], "customers saw nothing of it");
    bo.leaves();

    // Who wants none of it is idle as ever.
    window.find("nav-settings").unwrap().click().unwrap();
    window.saying("diagnostics", "SessionManager").unwrap();
    window.find("present-in-calls").unwrap().click().unwrap();
    library.reach(0);
    manager.program_ends("slides").unwrap();
}

#[test]
fn a_screen_that_hangs_is_said_and_taken_for_nobodys_work_and_read_again_once_it_goes_on() {
    let desktop = desktop();
    let server = Server::start_with(&desktop, SHORT_IDLE);
    let (screen, display) = desktop.another_screen().unwrap();
    let ana = App::start_in(&desktop, "ana", &[("DISPLAY", &display)]);
    ana.signs_in(&server.url, "ana@example.edu");
    ana.does(&["available", "--hold"]);
    let window = ana.window();

    screen.freeze().unwrap();
    window.saying("banner", "does not answer").unwrap();

    screen.thaw().unwrap();
    ana.tray.says("Away everywhere").unwrap();
}

#[test]
fn idle_and_return_leave_a_manual_choice_as_it_was() {
    let desktop = desktop();
    let server = Server::start_with(&desktop, SHORT_IDLE);
    // The third office shows when idle begins and ends.
    let admissions = Changes::of_office(&server.url, "admissions");
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    ana.does(&["available", "--hold"]);
    ana.does(&["offline", "--office", "it", "--hold"]);
    ana.does(&["away", "--office", "library", "--hold"]);
    desktop.person().moves_the_mouse().unwrap();
    admissions.reach(1);
    admissions.reach(0);

    desktop.person().moves_the_mouse().unwrap();

    admissions.reach(1);
    ana.tray.says("Available in 1 of 3 offices").unwrap();
    assert_eq!(ana.status_in("it"), "offline");
    assert_eq!(ana.status_in("library"), "away");
    let mut reasons = ana.status()["offices"].as_array().unwrap().clone();
    reasons.retain(|office| office["id"] != "admissions");
    for office in reasons {
        assert!(
            office["reason"].as_str().unwrap().contains("set by you"),
            "{office}"
        );
    }
}

#[test]
fn a_screen_that_cannot_tell_idle_time_is_said_plainly_and_nothing_is_made_up() {
    let desktop = desktop_with(Setup {
        idle_time: false,
        ..Setup::default()
    });
    let server = Server::start_with(&desktop, SHORT_IDLE);
    let ana = App::start_available(&desktop, "ana", &server.url);

    let window = ana.window();
    window
        .saying("banner", "cannot tell when you are away from this computer")
        .unwrap();
    window.find("nav-settings").unwrap().click().unwrap();
    let diagnostics = window
        .saying("diagnostics", "None")
        .unwrap()
        .text()
        .unwrap();
    assert!(!diagnostics.contains("0 s"), "{diagnostics}");

    // Well past the idle time she is what she chose: unknown is not inactive.
    ana.tray
        .keeps(Duration::from_secs(6), |state| {
            state.tooltip.contains("Available everywhere")
        })
        .unwrap();
}
