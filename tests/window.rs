//! The window, driven by WebDriver.

use std::fs;

use porchlight_testbed::{Button, PATIENCE};
use serde_json::json;

use crate::harness::{App, Changes, PASSWORD, Server, desktop, until, without_app};

#[test]
fn signing_in_through_the_window() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start(&desktop, "ana");
    ana.tray.says("not signed in").unwrap();

    let window = ana.window();
    window
        .find("sign-in-server")
        .unwrap()
        .types(&server.url)
        .unwrap();
    window
        .find("sign-in-email")
        .unwrap()
        .types("ana@example.edu")
        .unwrap();
    window
        .find("sign-in-password")
        .unwrap()
        .types(PASSWORD)
        .unwrap();
    window.find("sign-in-submit").unwrap().click().unwrap();

    window.saying("link-state", "Connected").unwrap();
    window.saying("office-library", "Library").unwrap();
    ana.tray.says("Offline").unwrap();
}

#[test]
fn a_wrong_password_is_said_in_a_sentence() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start(&desktop, "ana");

    let window = ana.window();
    window
        .find("sign-in-server")
        .unwrap()
        .types(&server.url)
        .unwrap();
    window
        .find("sign-in-email")
        .unwrap()
        .types("ana@example.edu")
        .unwrap();
    window
        .find("sign-in-password")
        .unwrap()
        .types("not this one")
        .unwrap();
    window.find("sign-in-submit").unwrap().click().unwrap();

    window.saying("sign-in-error", "password").unwrap();
}

#[test]
fn the_windows_switches_move_the_tray_and_the_offices() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let library = Changes::of_office(&server.url, "library");
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let window = ana.window();

    window.find("switch-available").unwrap().click().unwrap();
    library.reach(1);
    ana.tray.says("Available everywhere").unwrap();
    window.saying("office-library-count", "1").unwrap();

    window
        .find("office-library-toggle")
        .unwrap()
        .click()
        .unwrap();
    library.reach(0);
    ana.tray.says("Available in 2 of 3 offices").unwrap();
    window
        .saying("headline", "Available in 2 of 3 offices")
        .unwrap();
    window.saying("office-library-count", "0").unwrap();

    window.find("switch-offline").unwrap().click().unwrap();
    ana.tray.says("Offline").unwrap();
}

#[test]
fn an_administrators_bolt_sets_a_colleague_away() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let dana = App::start_signed_in(&desktop, "dana", &server.url);
    let window = dana.window();

    let library = window.find("office-library-open").unwrap();
    if library.attribute("aria-expanded").unwrap().as_deref() != Some("true") {
        library.click().unwrap();
    }
    window.find("bolt-library-ana").unwrap().click().unwrap();
    window.find("act-now").unwrap().click().unwrap();

    ana.tray.says("Dana").unwrap();
}

#[test]
fn whether_to_start_at_login_is_asked_once_after_the_first_sign_in() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let asked = |ana: &App<'_>| {
        let state = fs::read_to_string(ana.folder().join("state.json")).unwrap();
        let state: serde_json::Value = serde_json::from_str(&state).unwrap();
        state["preferences"]["asked_start_at_login"] == true
    };
    assert!(!asked(&ana));
    let window = ana.window();
    window.find("ask-at-login-yes").unwrap().click().unwrap();
    window.find("nav-settings").unwrap().click().unwrap();
    window
        .saying("autostart-text", "Porchlight starts when you log in")
        .unwrap();
    // It is not asked again, also after a restart.
    until("it is noted that she was asked", || asked(&ana));

    // Whoever decides by a command was asked, too.
    let bo = App::start_signed_in(&desktop, "bo", &server.url);
    bo.does(&["autostart", "off"]);
    until("it is noted that he decided", || asked(&bo));
}

#[test]
fn starting_at_login_is_switched_in_settings_and_on_the_command_line_alike() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let entry = desktop.home().join("config/autostart/porchlight.desktop");

    let window = ana.window();
    window.find("nav-settings").unwrap().click().unwrap();
    window
        .saying("autostart-text", "does not start by itself")
        .unwrap();
    window.find("autostart").unwrap().click().unwrap();
    window
        .saying("autostart-text", "Porchlight starts when you log in")
        .unwrap();

    let written = fs::read_to_string(&entry).unwrap();
    let program = env!("CARGO_BIN_EXE_porchlight");
    assert!(
        written.contains(&format!("Exec=\"{program}\"")),
        "{written}"
    );
    let status: serde_json::Value =
        serde_json::from_str(&ana.does(&["autostart", "status", "--json"])).unwrap();
    assert_eq!(status["on"], true);

    ana.does(&["autostart", "off"]);
    assert!(!entry.exists());
    assert!(
        ana.does(&["autostart", "status"])
            .contains("does not start")
    );
}

#[test]
fn a_shift_drawn_with_the_mouse_is_previewed_outlives_the_window_and_is_on_the_server_once_saved() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let elsewhere = server.sign_in("ana@example.edu");
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let window = ana.window();
    window.find("nav-schedule").unwrap().click().unwrap();

    window.find("week-columns").unwrap();
    let point = |column: f64, hour: f64| {
        let script = "const box = document.querySelector('[data-testid=week-columns]').getBoundingClientRect(); \
            return [box.left + box.width * arguments[0] / 7, box.top + box.height * arguments[1] / 24]";
        let point = window.run(script, &[column.into(), hour.into()]).unwrap();
        (point[0].as_f64().unwrap(), point[1].as_f64().unwrap())
    };
    window.drag(point(2.5, 9.0), point(2.5, 17.0)).unwrap();
    let drawn = window.find("week-shift").unwrap();
    let label = drawn.attribute("aria-label").unwrap().unwrap();
    assert!(label.ends_with(", 09:00 to 17:00"), "{label}");
    window
        .saying(
            "ahead",
            "09:00 to 17:00: available everywhere by your schedule",
        )
        .unwrap();
    assert_eq!(elsewhere.get("/v1/me")["schedule"], serde_json::Value::Null);

    drop(window);
    let window = ana.window();
    window
        .saying("schedule-unsaved", "do not hold yet")
        .unwrap();
    window.find("schedule-save").unwrap().click().unwrap();
    window.saying("schedule-announced", "Saved").unwrap();

    let saved = elsewhere.get("/v1/me")["schedule"].clone();
    let shift = &saved["shifts"][0];
    assert_eq!(
        (&shift["start"], &shift["end"]),
        (&"09:00".into(), &"17:00".into())
    );
    let day = shift["days"][0].as_str().unwrap();
    assert!(label.to_lowercase().starts_with(day), "{label}, {saved}");
}

#[test]
fn shifts_of_a_calendar_are_drawn_in_the_window_before_they_are_saved_and_written_out_again() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let elsewhere = server.sign_in("ana@example.edu");
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let window = ana.window();
    window.find("nav-schedule").unwrap().click().unwrap();
    let event = |uid: &str, rest: &str| {
        format!("BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART{rest}\r\nEND:VEVENT\r\n")
    };
    let night = event(
        "1",
        ":20240101T220000\r\nDURATION:PT8H\r\nRRULE:FREQ=WEEKLY",
    );
    let holiday = event("2", ";VALUE=DATE:20300101");
    let roster = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{night}{holiday}END:VCALENDAR\r\n");
    let file = ana.folder().join("roster.ics");
    fs::write(&file, roster).unwrap();

    let input = window.find("schedule-file").unwrap();
    input.types(file.to_str().unwrap()).unwrap();
    window
        .saying("schedule-calendar", "Weekly shifts: 1.")
        .unwrap();
    window
        .xpath("//li[contains(., 'takes whole days')]")
        .unwrap();
    let monday = "//*[contains(@aria-label, 'Monday, 22:00 to 06:00 on Tuesday')]";
    window.xpath(monday).unwrap();
    assert_eq!(elsewhere.get("/v1/me")["schedule"], serde_json::Value::Null);
    window.find("schedule-save").unwrap().click().unwrap();
    window.saying("schedule-announced", "Saved").unwrap();
    let saved = elsewhere.get("/v1/me")["schedule"].clone();
    assert_eq!(saved["shifts"][0]["days"], json!(["mon"]), "{saved}");

    window.find("schedule-export").unwrap().click().unwrap();
    let said = window.saying("schedule-calendar", "Written to ").unwrap();
    let said = said.text().unwrap();
    let path = said.trim_start_matches("Written to ").trim_end_matches('.');
    let read = ana.does(&["schedule", "import", path]);
    assert!(read.contains("like that already"), "{read}");
}

#[test]
fn a_schedule_in_a_zone_that_the_web_view_does_not_know_is_shown_by_its_clocks_and_saved() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let elsewhere = server.sign_in("ana@example.edu");
    // Three hours behind UTC all year, since 2025.
    let off = json!([{"from": "2026-07-01T03:00:00Z", "until": "2026-07-04T03:00:00Z"}]);
    elsewhere.saves_schedule(&json!({"zone": "America/Coyhaique", "shifts": [], "time_off": off}));
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let window = ana.window();
    let intl = "try { new Intl.DateTimeFormat('en', {timeZone: 'America/Coyhaique'}); return true } catch { return false }";
    assert_eq!(
        window.run(intl, &[]).unwrap(),
        false,
        "the web view knows it by now: take a newer zone"
    );
    window.find("nav-schedule").unwrap().click().unwrap();

    let zone = window.find("schedule-zone").unwrap();
    assert_eq!(
        zone.attribute("value").unwrap().as_deref(),
        Some("America/Coyhaique")
    );
    let shown = "return ['First date', 'From, time', 'Last date', 'Until, time'].map((label) => \
        document.querySelector(`[aria-label='${label}']`).value)";
    assert_eq!(
        window.run(shown, &[]).unwrap(),
        json!(["2026-07-01", "00:00", "2026-07-03", "24:00"])
    );

    window.find("week-mon").unwrap().types("+").unwrap();
    window.find("schedule-save").unwrap().click().unwrap();
    window.saying("schedule-announced", "Saved").unwrap();
    let saved = elsewhere.get("/v1/me")["schedule"].clone();
    assert_eq!(
        (&saved["zone"], &saved["time_off"]),
        (&"America/Coyhaique".into(), &off)
    );
    assert_eq!(saved["shifts"][0]["start"], "09:00");
}

#[test]
fn the_window_is_zoomed_by_keys_to_twice_its_size_and_back_and_shows_everything() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let window = ana.window();
    let width = || {
        window
            .run("return innerWidth", &[])
            .unwrap()
            .as_f64()
            .unwrap()
    };
    let keys = |keys: &str| window.find("nav-status").unwrap().types(keys).unwrap();
    let plain = width();

    keys("\u{e009}+++++\u{e000}");
    until("it is twice as large", || width() <= plain * 0.51);
    for page in ["status", "schedule", "settings"] {
        window
            .find(&format!("nav-{page}"))
            .unwrap()
            .click()
            .unwrap();
        let beyond = "return document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth";
        assert_eq!(window.run(beyond, &[]).unwrap(), 0, "{page}");
    }
    keys("\u{e009}0\u{e000}");
    until("it is as before", || (width() - plain).abs() < 2.0);
}

#[test]
fn a_window_that_hangs_is_replaced_by_the_next_click() {
    let desktop = desktop();
    let ana = App::start(&desktop, "ana");
    let person = desktop.person();
    person.waits_for_icon().unwrap();
    let click = || {
        person
            .clicks(desktop.icon_position(), Button::Left)
            .unwrap();
    };
    click();
    let hung = person.waits_for_window("Porchlight").unwrap();
    person.waits_for_content(&hung).unwrap();
    let resident = ana.process.id().to_string();
    let window = std::process::Command::new("pgrep")
        .args(["-P", &resident])
        .output()
        .unwrap();
    let window = String::from_utf8(window.stdout).unwrap();
    let stopped = std::process::Command::new("kill")
        .args(["-STOP", window.trim()])
        .status();
    assert!(stopped.unwrap().success(), "the window is {window:?}");

    click();

    hung.goes_away(PATIENCE).unwrap();
    let another = person.waits_for_window("Porchlight").unwrap();
    person.waits_for_content(&another).unwrap();
    click();
    another.goes_away(PATIENCE).unwrap();
}

#[test]
fn the_sample_campus_runs_beside_the_app_and_neither_takes_the_others_place() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let mut command = ana.command();
    command.args(["--demo", "--announce"]);
    let is_ready = |line: &str| (line == "ready").then_some(());
    let (mut demo, ()) = desktop
        .spawn_until("porchlight-demo", command, is_ready)
        .unwrap();

    let tray = desktop.tray_of(&demo).unwrap();
    tray.wait_for("the sample campus", PATIENCE, |state| {
        state.entry(&["Offices"]).is_some()
    })
    .unwrap();

    let campus = ana.does(&["--demo", "offices"]);
    assert_eq!(campus.lines().count(), 1 + 4, "{campus}");
    let own = ana.does(&["offices"]);
    assert_eq!(own.lines().count(), 1 + 3, "{own}");
    assert!(campus.starts_with("ID "), "{campus}");
    assert!(own.starts_with("ID "), "{own}");
    assert!(tray.read().unwrap().headline().starts_with("Demo"));
    assert!(!ana.tray.read().unwrap().headline().contains("Demo"));
    ana.does(&["quit", "--demo"]);
    demo.ended(PATIENCE).unwrap();
    assert_eq!(ana.status()["connected"], true);

    let said = ana.tries(&["window", "--demo"]);
    assert_eq!(said.code, 3);
    assert!(said.text.contains("porchlight --demo"), "{}", said.text);
}

#[test]
fn the_sample_campus_changes_nothing_of_what_starts_at_login() {
    let desktop = desktop();
    let ana = App::start(&desktop, "ana");
    let entry = desktop.home().join("config/autostart/porchlight.desktop");
    ana.does(&["autostart", "on"]);
    let before = fs::read_to_string(&entry).unwrap();

    for word in ["on", "off", "status"] {
        let said = ana.tries(&["autostart", word, "--demo"]);
        assert_eq!(said.code, 1);
        assert!(said.text.contains("the real app"), "{}", said.text);
    }

    assert_eq!(fs::read_to_string(&entry).unwrap(), before);
    let mut command = ana.command();
    command.args(["--demo", "--announce"]);
    let is_ready = |line: &str| (line == "ready").then_some(());
    let (_demo, ()) = desktop
        .spawn_until("porchlight-demo", command, is_ready)
        .unwrap();
    let window = ana.window_of(&["--demo"]);
    window.find("demo").unwrap();
    window.find("nav-settings").unwrap().click().unwrap();
    window
        .saying("autostart-text", "The sample campus")
        .unwrap();
}

#[test]
fn the_window_command_opens_the_window_and_returns_and_a_second_one_opens_no_other() {
    let desktop = desktop();
    let nobody = without_app(&desktop, "ana", &["window"]);
    assert_eq!(nobody.code, 3);
    assert!(nobody.text.contains("--start"), "{}", nobody.text);

    let ana = App::start(&desktop, "ana");
    ana.does(&["window"]);
    let person = desktop.person();
    let window = person.waits_for_window("Porchlight").unwrap();
    person.waits_for_content(&window).unwrap();
    ana.does(&["window"]);
    assert_eq!(person.waits_for_window("Porchlight").unwrap().id, window.id);
    ana.quit();
    window.goes_away(PATIENCE).unwrap();
}
