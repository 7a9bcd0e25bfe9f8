//! A device is live only while it is heard: crash, sleep, lock, quit, restart.

use std::{fs, os::unix::fs::PermissionsExt as _, time::Duration};

use porchlight_testbed::{
    FakeLogind, FakeScreenSaver, OtherScreenSaver, PATIENCE, TrayState, VirtualDesktop,
};
use serde_json::json;

use crate::harness::{App, Changes, Durations, Server, desktop};

/// Long enough that only a goodbye can explain an office that goes offline.
const ONLY_BY_GOODBYE: Durations = Durations {
    idle_after: "60m",
    lease: "10m",
    grace: "10m",
};

#[test]
fn a_killed_app_leaves_its_office_offline_within_the_grace() {
    let desktop = desktop();
    let server = Server::start_with(
        &desktop,
        Durations {
            grace: "1s",
            lease: "10m",
            ..Durations::default()
        },
    );
    let bo = server.sign_in("bo@example.edu");
    let library = Changes::of_office(&server.url, "library");
    let mut ana = App::start_available(&desktop, "ana", &server.url);
    library.reach(1);

    ana.process.kill().unwrap();

    library.reach(0);
    assert_eq!(
        bo.get("/v1/offices/library")["available"],
        0,
        "the colleagues' counter is a red 0 too"
    );
}

#[test]
fn a_display_that_goes_first_ends_the_app_with_a_goodbye() {
    let desktop = desktop();
    let server = Server::start_with(&desktop, ONLY_BY_GOODBYE);
    let library = Changes::of_office(&server.url, "library");
    let (mut screen, display) = desktop.another_screen().unwrap();
    let mut ana = App::start_in(&desktop, "ana", &[("DISPLAY", &display)]);
    ana.signs_in(&server.url, "ana@example.edu");
    ana.does(&["available", "--hold"]);
    library.reach(1);

    screen.kill().unwrap();

    library.reach(0);
    assert!(ana.process.ended(PATIENCE).unwrap().success());
}

#[test]
fn before_sleep_the_app_says_goodbye_and_on_waking_the_facts_decide_anew() {
    let desktop = desktop();
    let logind = FakeLogind::start(&desktop).unwrap();
    let server = Server::start_with(&desktop, ONLY_BY_GOODBYE);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_available(&desktop, "ana", &server.url);
    library.reach(1);
    logind.wait_for_inhibitor().unwrap();

    assert!(
        logind.sleep(PATIENCE).unwrap(),
        "the machine may sleep once goodbye is said"
    );
    library.reach(0);

    // While the machine sleeps she decides otherwise, elsewhere.
    let elsewhere = server.sign_in("ana@example.edu");
    elsewhere.chooses(&json!({"office": "it"}), "away");
    elsewhere.leaves();
    server.available("bo@example.edu");
    logind.wake().unwrap();

    assert_eq!(
        library.up_to(2),
        [1, 2],
        "a device that has not said what its person does brings nobody back: only Bo came, and then she"
    );
    ana.tray.says("Available in 2 of 3 offices").unwrap();
}

#[test]
fn locking_is_away_at_once_and_unlocking_brings_back_only_what_nothing_else_forbids() {
    let desktop = desktop();
    let logind = FakeLogind::start(&desktop).unwrap();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_available(&desktop, "ana", &server.url);
    ana.does(&["away", "--office", "it", "--hold"]);
    library.reach(1);
    logind.wait_for_inhibitor().unwrap();

    logind.lock(true).unwrap();

    library.reach(0);
    ana.tray.says("locked").unwrap();
    assert_eq!(ana.status_in("library"), "away");

    logind.lock(false).unwrap();

    library.reach(1);
    ana.tray.says("Available in 2 of 3 offices").unwrap();
    assert_eq!(ana.status_in("it"), "away", "what she chose by hand stays");
}

#[test]
fn another_users_session_in_front_is_away_and_a_mere_request_to_lock_is_not() {
    let desktop = desktop();
    let logind = FakeLogind::start(&desktop).unwrap();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_available(&desktop, "ana", &server.url);
    library.reach(1);
    logind.wait_for_inhibitor().unwrap();

    // No locker is there to do it.
    logind.asks_for_lock().unwrap();
    // What comes after it is heard after it.
    logind.switches_user(true).unwrap();
    library.reach(0);
    ana.tray.says("locked").unwrap();
    logind.switches_user(false).unwrap();
    library.reach(1);
    ana.tray.says("Available everywhere").unwrap();
}

#[test]
fn a_screen_saver_that_tells_logind_nothing_is_a_lock_also_when_it_was_there_first_and_until_it_crashes()
 {
    let desktop = desktop();
    let _logind = FakeLogind::start(&desktop).unwrap();
    let saver = FakeScreenSaver::start(&desktop).unwrap();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_available(&desktop, "ana", &server.url);
    library.reach(1);

    saver.covers(true).unwrap();
    library.reach(0);
    ana.tray.says("locked").unwrap();
    saver.covers(false).unwrap();
    library.reach(1);

    saver.covers(true).unwrap();
    library.reach(0);
    ana.quit();
    let ana = App::start(&desktop, "ana");
    ana.tray.says("locked").unwrap();
    drop(saver);
    library.reach(1);
}

#[test]
fn gnomes_shell_may_blank_the_screen_without_locking_it_and_locks_by_logind() {
    let desktop = desktop();
    let logind = FakeLogind::start(&desktop).unwrap();
    let saver = FakeScreenSaver::start(&desktop).unwrap();
    saver.is_of_the_shell().unwrap();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_available(&desktop, "ana", &server.url);
    library.reach(1);
    logind.wait_for_inhibitor().unwrap();

    saver.covers(true).unwrap();
    ana.tray
        .keeps(Duration::from_secs(2), |state| {
            state.tooltip.contains("Available")
        })
        .unwrap();
    logind.lock(true).unwrap();
    library.reach(0);
    ana.tray.says("locked").unwrap();
}

#[test]
fn a_screen_saver_that_only_blanks_is_no_lock_and_one_that_she_called_herself_is() {
    let desktop = desktop();
    let _logind = FakeLogind::start(&desktop).unwrap();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let path = format!(
        "{}:{}",
        mates_settings(&desktop).display(),
        std::env::var("PATH").unwrap()
    );
    switches_off(&desktop, "/lock/saver-activation/enabled");
    let xfce = OtherScreenSaver::of_xfce(&desktop).unwrap();
    let mate = OtherScreenSaver::of_mate(&desktop).unwrap();
    let ana = App::start_in(&desktop, "ana", &[("PATH", &path)]);
    ana.signs_in(&server.url, "ana@example.edu");
    ana.does(&["available", "--hold"]);
    library.reach(1);
    let stays_available = |how_long| {
        let available = |state: &TrayState| state.tooltip.contains("Available");
        ana.tray.keeps(how_long, available).unwrap();
    };

    for saver in [&xfce, &mate] {
        stays_available(BY_ITSELF);
        saver.covers(true).unwrap();
        stays_available(Duration::from_secs(2));
        saver.covers(false).unwrap();

        desktop.person().moves_the_mouse().unwrap();
        saver.covers(true).unwrap();
        library.reach(0);
        ana.tray.says("locked").unwrap();
        saver.covers(false).unwrap();
        library.reach(1);
    }

    switches_off(&desktop, "/lock/enabled");
    desktop.person().moves_the_mouse().unwrap();
    xfce.covers(true).unwrap();
    stays_available(Duration::from_secs(2));
}

/// A screen saver that comes after this long without any input came by itself.
const BY_ITSELF: Duration = Duration::from_secs(12);

/// One of Xfce's settings of its screen saver.
fn switches_off(desktop: &VirtualDesktop, setting: &str) {
    let mut settings = desktop.command("xfconf-query");
    settings.args(["-c", "xfce4-screensaver", "-p", setting]);
    settings.args(["-n", "-t", "bool", "-s", "false"]);
    assert!(settings.status().unwrap().success());
}

/// A folder with the program that reads MATE's settings: the screen saver does not lock when it comes by itself.
fn mates_settings(desktop: &VirtualDesktop) -> std::path::PathBuf {
    let folder = desktop.home().join("mate");
    fs::create_dir(&folder).unwrap();
    let program = folder.join("gsettings");
    let answers = "#!/bin/sh\n[ \"$*\" = 'get org.mate.screensaver lock-enabled' ] && echo false\n";
    fs::write(&program, answers).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

#[test]
fn whoever_unlocks_while_logind_is_away_is_back_once_it_returns() {
    let desktop = desktop();
    let logind = FakeLogind::start(&desktop).unwrap();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let _ana = App::start_available(&desktop, "ana", &server.url);
    library.reach(1);
    logind.wait_for_inhibitor().unwrap();
    logind.lock(true).unwrap();
    library.reach(0);

    logind.unlocks_while_it_is_away().unwrap();

    library.reach(1);
    logind.wait_for_inhibitor().unwrap();
    logind.lock(true).unwrap();
    library.reach(0);
}

#[test]
fn whoever_wakes_while_the_system_bus_is_away_is_back_once_it_returns() {
    let desktop = desktop();
    let logind = FakeLogind::start(&desktop).unwrap();
    let server = Server::start_with(&desktop, ONLY_BY_GOODBYE);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_available(&desktop, "ana", &server.url);
    library.reach(1);
    logind.wait_for_inhibitor().unwrap();
    assert!(logind.sleep(PATIENCE).unwrap());
    library.reach(0);

    desktop.restart_system_bus().unwrap();
    let window = ana.window();
    window.find("nav-settings").unwrap().click().unwrap();
    window
        .saying("diagnostics", "(logind) does not answer")
        .unwrap();
    let logind = FakeLogind::start(&desktop).unwrap();

    library.reach(1);
    logind.wait_for_inhibitor().unwrap();
    assert!(
        logind.sleep(PATIENCE).unwrap(),
        "goodbye is said before the next sleep, too"
    );
    library.reach(0);
}

#[test]
fn a_new_time_zone_of_the_computer_is_shown_at_once() {
    let desktop = desktop();
    let logind = FakeLogind::start(&desktop).unwrap();
    let server = Server::start(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    logind.wait_for_inhibitor().unwrap();
    let until = chrono::Utc::now() + Duration::from_hours(1);
    ana.does(&["available", "--until", &until.to_rfc3339()]);
    ana.tray.says("Available everywhere").unwrap();

    logind.announces_time_zone("Asia/Kathmandu").unwrap();

    let there = until + chrono::TimeDelta::minutes(5 * 60 + 45);
    ana.tray.says(&there.format("%H:%M").to_string()).unwrap();
}

#[test]
fn quitting_says_goodbye_and_ends_the_window_too() {
    let desktop = desktop();
    let server = Server::start_with(&desktop, ONLY_BY_GOODBYE);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_available(&desktop, "ana", &server.url);
    library.reach(1);
    ana.tray.activate().unwrap();
    desktop.person().waits_for_window("Porchlight").unwrap();

    ana.quit();

    library.reach(0);
    assert!(
        desktop.person().sees_windows("Porchlight").is_empty(),
        "the window is gone with the app"
    );
}

#[test]
fn a_timed_choice_ends_at_its_time_also_across_a_restart_of_the_app() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let until = chrono::Utc::now() + Duration::from_secs(8);
    ana.does(&["available", "--until", &until.to_rfc3339()]);
    library.reach(1);

    ana.quit();
    let ana = App::start(&desktop, "ana");
    ana.tray.says("Available everywhere").unwrap();

    // Until then it says what comes after.
    let is_offline = |state: &TrayState| {
        state.tooltip.contains("Offline") && !state.tooltip.contains("Available")
    };
    ana.tray.wait_for("the end", PATIENCE, is_offline).unwrap();
    library.reach(0);
    assert!(chrono::Utc::now() >= until, "not before its time");
}

#[test]
fn away_until_changed_survives_the_next_opening_and_another_device() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let elsewhere = server.sign_in("ana@example.edu");
    let schedule = json!({"zone": "UTC", "shifts": [
        {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": "00:00", "end": "24:00"}]});
    elsewhere.saves_schedule(&schedule);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    ana.tray
        .says("Available everywhere: by your schedule")
        .unwrap();
    ana.does(&["away", "--hold"]);
    ana.tray.says("Away everywhere").unwrap();

    ana.quit();
    let _another = server.sign_in("ana@example.edu");
    let ana = App::start(&desktop, "ana");

    ana.tray.says("Away everywhere").unwrap();
    assert_eq!(ana.status()["status"], "away");
}
