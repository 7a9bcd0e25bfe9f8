//! The tray icon in a real panel.

use std::time::Duration;

use porchlight_testbed::{Button, FakePanel, PATIENCE, Pixmap, SeenWindow, Setup, TrayState};
use serde_json::json;

use crate::harness::{App, Changes, Server, desktop, desktop_with};

#[test]
fn a_left_click_on_the_icon_opens_the_window_and_another_closes_it() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let person = desktop.person();
    person.waits_for_icon().unwrap();

    person
        .clicks(desktop.icon_position(), Button::Left)
        .unwrap();
    let window = person.waits_for_window("Porchlight").unwrap();
    person
        .clicks(desktop.icon_position(), Button::Left)
        .unwrap();

    window.goes_away(PATIENCE).unwrap();
    ana.tray.says("Available everywhere").unwrap();
}

#[test]
fn an_entry_of_the_menu_does_what_it_says() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);

    ana.tray.choose(&["Offices", "Library"]).unwrap();
    let state = ana.tray.says("Available in 2 of 3 offices").unwrap();
    assert_eq!(
        state.entry(&["Offices", "Library"]).unwrap().checked,
        Some(false)
    );
    assert_eq!(
        state.entry(&["Offices", "IT desk"]).unwrap().checked,
        Some(true)
    );

    ana.tray
        .choose(&["Away for", "30 minutes"])
        .or_else(|_| ana.tray.choose(&["Away for", "15 minutes"]))
        .unwrap();
    ana.tray.says("Away everywhere").unwrap();
    assert_eq!(ana.status()["ends"]["why"], "timer");

    ana.tray.choose(&["Available everywhere"]).unwrap();
    ana.tray.says("Available everywhere").unwrap();
}

#[test]
fn every_state_has_a_look_of_its_own() {
    let desktop = desktop();
    let mut server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let mut looks = vec![ana.tray.says("Available everywhere").unwrap().icons];
    ana.does(&["away", "--office", "it"]);
    looks.push(ana.tray.says("Available in 2 of 3 offices").unwrap().icons);
    ana.does(&["away"]);
    looks.push(ana.tray.says("Away everywhere").unwrap().icons);
    ana.does(&["offline"]);
    looks.push(ana.tray.says("Offline").unwrap().icons);
    server.kill();
    // The words may reach the panel before the picture.
    let disconnected = ana.tray.wait_for("a look of its own", PATIENCE, |state| {
        state.tooltip.contains("Not connected") && !looks.contains(&state.icons)
    });
    looks.push(disconnected.unwrap().icons);

    assert!(
        looks.iter().all(|look| !look.is_empty()),
        "icons are sent as pictures"
    );
    for (index, look) in looks.iter().enumerate() {
        assert!(
            !looks[..index].contains(look),
            "state {index} looks like an earlier one"
        );
    }
}

#[test]
fn the_lantern_is_drawn_for_the_panel_it_stands_in() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let has_light_frame = |state: &TrayState| is_light(&state.icons[0]);
    ana.tray
        .wait_for("a dark frame", PATIENCE, |state| !has_light_frame(state))
        .unwrap();

    let mut settings = desktop.command("xfconf-query");
    settings.args(["-c", "xfce4-panel", "-p", "/panels/dark-mode", "-s", "true"]);
    assert!(settings.status().unwrap().success());

    ana.tray
        .wait_for("a light frame", PATIENCE, has_light_frame)
        .unwrap();
}

#[test]
fn the_lantern_is_drawn_for_the_panel_also_where_xfces_settings_do_not_run_when_the_app_starts() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let mut end_settings = desktop.command("sh");
    end_settings.args(["-c", END_XFCONF]);
    assert!(end_settings.status().unwrap().success());

    let ana = App::start_available(&desktop, "ana", &server.url);

    ana.tray
        .wait_for("a dark frame", PATIENCE, |state| !is_light(&state.icons[0]))
        .unwrap();
}

/// Ends the process that keeps Xfce's settings, as the session bus knows it.
const END_XFCONF: &str = "kill $(dbus-send --print-reply=literal --dest=org.freedesktop.DBus / \
     org.freedesktop.DBus.GetConnectionUnixProcessID string:org.xfce.Xfconf | awk '{print $2}')";

#[test]
fn the_icon_needs_attention_while_an_office_has_nobody_in_its_hours_and_no_longer() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let always = json!({"zone": "UTC", "shifts": [{
        "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "start": "00:00", "end": "24:00",
    }]});
    let dana = server.sign_in("dana@example.edu");
    dana.changes_office("it", &json!({"hours": always}));
    let calm = ana.tray.read().unwrap();
    assert_eq!(calm.status, "Active");
    assert!(calm.attention_icons.is_empty());
    let panel = desktop.tray_of(&ana.process).unwrap();

    ana.does(&["away", "--office", "it"]);

    let is = |status: &'static str| move |state: &TrayState| state.status == status;
    let shown = ana
        .tray
        .wait_for("attention", PATIENCE, is("NeedsAttention"));
    let shown = shown.unwrap();
    assert!(
        shown.tooltip.contains("IT desk has nobody since "),
        "{shown}"
    );
    assert!(
        shown.menu[1].label.starts_with("IT desk has nobody since "),
        "{shown}"
    );
    assert_eq!(
        shown.attention_icons, shown.icons,
        "whichever a panel shows"
    );
    assert!(ana.does(&["status"]).contains("IT desk has nobody since "));
    panel.tells_the_panel("NewStatus").unwrap();

    // Whoever is sent away by an administrator is not asked to help.
    ana.does(&["available"]);
    ana.tray.wait_for("calm", PATIENCE, is("Active")).unwrap();
    dana.post("/v1/offices/it/agents/ana/away", json!({}));
    let away = ana.tray.wait_for("Dana's act", PATIENCE, |state| {
        state.entry(&["Offices", "IT desk (0)"]).is_some()
    });
    assert_eq!(away.unwrap().status, "Active");
    let offices = ana.does(&["offices", "--json"]);
    assert!(offices.contains("Nobody here since "), "{offices}");
}

#[test]
fn when_the_server_is_gone_the_tray_says_so_and_not_the_last_green() {
    let desktop = desktop();
    let mut server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let green = ana.tray.read().unwrap().icons;

    server.kill();

    let state = ana
        .tray
        .wait_for("the loss", Duration::from_secs(45), |state| {
            state.tooltip.contains("Not connected")
        });
    assert_ne!(state.unwrap().icons, green);
    server.start_again();
    ana.tray.says("Available everywhere").unwrap();
}

#[test]
fn updates_of_the_same_meaning_send_nothing_to_the_panel() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let elsewhere = server.sign_in("ana@example.edu");
    let bo = App::start_signed_in(&desktop, "bo", &server.url);
    let panel = desktop.tray_of(&ana.process).unwrap();
    let bo_is = |status: &str, counter: &str| {
        bo.does(&[status, "--hold"]);
        let is_counted = |state: &TrayState| state.entry(&["Offices", counter]).is_some();
        ana.tray.wait_for(counter, PATIENCE, is_counted).unwrap();
        panel.tells_the_panel("NewToolTip").unwrap()
    };
    bo_is("away", "Library (1)");
    let for_one_arrival = bo_is("available", "Library (2)");
    bo_is("away", "Library (1)");

    // Another device that is active or cannot tell: a thousand updates without a new meaning, and then one with.
    for _ in 0..500 {
        elsewhere.put("/v1/me/activity", json!({"state": "unknown"}));
        elsewhere.put("/v1/me/activity", json!({"state": "active"}));
    }
    let told = bo_is("available", "Library (2)");

    let times = |name: &str| told.iter().filter(|told| *told == name).count();
    // And all of it once more, if it was then that the panel was taken to listen.
    let icons = times("NewIcon");
    assert!(
        (1..=2).contains(&icons),
        "only Bo's arrival was news: {told:?}"
    );
    assert!(
        told.len() <= for_one_arrival.len() + 3,
        "only Bo's arrival was news: {told:?}, not {for_one_arrival:?}"
    );
    assert_eq!(
        times("LayoutUpdated"),
        0,
        "an open menu would be replaced: {told:?}"
    );
}

#[test]
fn an_open_menu_stays_open_while_what_it_says_changes() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    ana.tray.says("1 agent online").unwrap();
    desktop.person().waits_for_icon().unwrap();
    desktop
        .person()
        .clicks(desktop.icon_position(), Button::Right)
        .unwrap();
    let menu = desktop.person().waits_for_menu().unwrap();

    let library = Changes::of_office(&server.url, "library");
    let bo = App::start_available(&desktop, "bo", &server.url);
    library.reach(2);
    ana.tray.says("2 agents online").unwrap();

    assert_eq!(
        desktop.person().sees_menu().unwrap(),
        menu,
        "it is still there"
    );
    bo.quit();
}

#[test]
fn a_panel_that_reads_the_icon_before_it_listens_shows_it_as_it_is_all_the_same() {
    let desktop = desktop_with(Setup {
        panel: false,
        ..Setup::default()
    });
    let server = Server::start(&desktop);
    let panel = FakePanel::start(&desktop).unwrap();
    let ana = App::start_available(&desktop, "ana", &server.url);
    let state = ana.tray.says("1 agent online").unwrap();

    panel.listens().unwrap();

    panel
        .shows(&state.icons, "Available everywhere", PATIENCE)
        .unwrap();
}

#[test]
fn a_panel_hears_of_every_change_whoever_else_reads_the_icon() {
    let desktop = desktop_with(Setup {
        panel: false,
        ..Setup::default()
    });
    let server = Server::start(&desktop);
    let panel = FakePanel::start(&desktop).unwrap();
    panel.listens().unwrap();
    let ana = App::start_available(&desktop, "ana", &server.url);
    ana.tray.says("1 agent online").unwrap();

    for _ in 0..CHANGES {
        for (status, words) in [("away", "Away everywhere"), ("available", "1 agent online")] {
            panel.pesters(&desktop, READINGS).unwrap();
            ana.does(&[status, "--hold"]);
            let state = ana.tray.says(words).unwrap();
            panel.shows(&state.icons, words, PATIENCE).unwrap();
        }
    }
}

/// So many that some of them are made while the app changes the icon.
const CHANGES: usize = 4;
const READINGS: usize = 500;

#[test]
fn without_a_tray_the_window_opens_and_says_so_and_with_a_panel_the_icon_comes() {
    let desktop = desktop_with(Setup {
        panel: false,
        ..Setup::default()
    });
    let server = Server::start(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);

    let by_itself = desktop.person().waits_for_window("Porchlight").unwrap();
    desktop
        .person()
        .xdotool(&["windowclose", &by_itself.id])
        .unwrap();
    by_itself.goes_away(PATIENCE).unwrap();
    let window = ana.window();
    window.saying("banner", "icon cannot be shown").unwrap();
    window.find("switch-available").unwrap().click().unwrap();
    window.saying("headline", "Available everywhere").unwrap();
    Changes::of_office(&server.url, "library").reach(1);

    desktop.start_panel().unwrap();

    ana.tray.says("Available everywhere").unwrap();
    window
        .xpath("//body[not(.//*[@data-testid='banner'])]")
        .unwrap();
}

/// Whether the top of what is drawn, which is the lantern's frame, is light.
fn is_light((_, _, argb): &Pixmap) -> bool {
    let pixels = argb.chunks_exact(4);
    let top = pixels.into_iter().find(|pixel| pixel[0] == 255).unwrap();
    top[1..].iter().all(|&shade| shade > 160)
}

#[test]
fn a_window_gets_what_the_panel_lets_it_come_to_the_front_with_and_only_after_that_click() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let person = desktop.person();
    let token = |window: &SeenWindow| window.started_with("XDG_ACTIVATION_TOKEN").unwrap();
    ana.tray.says("Offline").unwrap();

    ana.tray.provides_activation("a-token").unwrap();
    ana.tray.activate().unwrap();
    let window = person.waits_for_window("Porchlight").unwrap();
    assert_eq!(token(&window).as_deref(), Some("a-token"));

    ana.tray.activate().unwrap();
    window.goes_away(PATIENCE).unwrap();
    ana.tray.activate().unwrap();
    let window = person.waits_for_window("Porchlight").unwrap();
    assert_eq!(token(&window), None, "it may be used once");
}
