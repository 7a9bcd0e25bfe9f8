//! The app for Windows under Wine: its task bar, its command line and its pipe, with the real server outside.
//!
//! `cargo xtask windows` builds the app for Windows and makes the disk that Wine needs; then it runs these. Wine neither
//! locks nor sleeps: the tests send what Windows would. The rest is a person's hands, and the real server.

mod installer;
mod wine;

use std::fs;

use porchlight_testbed::Button;
use porchlight_xtask::windows;

use self::wine::{OnWindows, SCREEN, agents_available};
use crate::harness::{Durations, Server, desktop_with, until};

/// The lantern's light on a dark and on a light task bar, as the screen keeps it: blue, green, red.
const LIGHT_ON_DARK: [u8; 3] = [0x7d, 0xcb, 0x3e];
const LIGHT_ON_LIGHT: [u8; 3] = [0x57, 0x9d, 0x1f];
/// The clock that Away has in place of it.
const CLOCK_ON_DARK: [u8; 3] = [0x34, 0xb1, 0xf2];
/// The windows that Windows tells of the session: ours, and that of Tauri's event loop.
const OURS: &str = "PorchlightSession";
const TAURIS: &str = "Tao Thread Event Target";
/// Windows' own kinds of windows.
const TOOLTIP: &str = "tooltips_class32";
const MENU: &str = "#32768";
const DIALOG: &str = "#32770";
/// Messages, and what they say.
const WM_ENDSESSION: u32 = 22;
const WM_POWERBROADCAST: u32 = 536;
const PBT_APMSUSPEND: u32 = 4;
const PBT_APMRESUMEAUTOMATIC: u32 = 18;
const WM_WTSSESSION_CHANGE: u32 = 689;
const WTS_SESSION_LOCK: u32 = 7;
const WTS_SESSION_UNLOCK: u32 = 8;
/// Where Windows keeps the colour of its task bar, and what it starts at login.
const COLOURS: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";
const RUN: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";

const SHORT_IDLE: Durations = Durations {
    idle_after: "4s",
    lease: "60s",
    grace: "15s",
};

#[test]
#[ignore = "needs the app for Windows, which `cargo xtask windows` builds"]
fn on_windows_the_icon_shows_what_the_command_line_says_and_quit_says_goodbye() {
    let desktop = desktop_with(SCREEN);
    let server = Server::start(&desktop);
    let ana = OnWindows::start(&desktop);

    assert_eq!(ana.run(&["status"], "").code, 4, "not signed in yet");
    ana.signs_in(&server.url);
    ana.does(&["away", "--hold"]);
    ana.shows(LIGHT_ON_DARK, false);
    ana.does(&["available", "--hold"]);
    ana.shows(LIGHT_ON_DARK, true);
    assert!(ana.does(&["status"]).contains("Available"));
    assert_eq!(agents_available(&server), 1);

    ana.paints_the_task_bar("1");
    ana.shows(LIGHT_ON_LIGHT, true);
    ana.paints_the_task_bar("0");
    ana.shows(LIGHT_ON_DARK, true);

    ana.does(&["quit"]);
    // A goodbye has no grace.
    assert_eq!(agents_available(&server), 0);
    assert_eq!(ana.run(&["status"], "").code, 3, "it does not run any more");
}

#[test]
#[ignore = "needs the app for Windows, which `cargo xtask windows` builds"]
fn on_windows_the_icon_has_a_tooltip_and_a_menu_whose_entries_do_what_they_say() {
    let desktop = desktop_with(SCREEN);
    let server = Server::start(&desktop);
    let ana = OnWindows::start(&desktop);
    ana.is_available(&server);

    ana.points_at_the_icon();
    until("the tooltip says it", || {
        ana.sees(TOOLTIP).contains("Available everywhere")
    });

    ana.clicks(Button::Right);
    ana.picks(1, "Away everywhere");
    until("Away by the menu", || agents_available(&server) == 0);
    assert!(ana.does(&["status"]).contains("Away"));

    ana.clicks(Button::Right);
    ana.picks(1, "Available for");
    ana.picks(2, "2 hours");
    until("Available by the submenu", || {
        agents_available(&server) == 1
    });
    assert!(ana.does(&["status"]).contains("until"));

    ana.clicks(Button::Right);
    ana.picks(1, "Quit");
    until("it has ended", || ana.run(&["status"], "").code == 3);
    assert_eq!(agents_available(&server), 0, "goodbye was said");
}

#[test]
#[ignore = "needs the app for Windows, which `cargo xtask windows` builds"]
fn on_windows_without_webview2_a_click_says_what_to_install_and_the_rest_goes_on() {
    let desktop = desktop_with(SCREEN);
    let server = Server::start(&desktop);
    let ana = OnWindows::start(&desktop);
    ana.is_available(&server);
    assert_eq!(ana.sees(DIALOG), "");

    ana.clicks(Button::Left);
    until("a sentence is shown", || {
        ana.sees(DIALOG).contains("Microsoft's WebView2 runtime")
    });

    let said = ana.run(&["window"], "");
    assert!(
        said.code == 1
            && said
                .text
                .contains("https://go.microsoft.com/fwlink/p/?LinkId=2124703"),
        "{}",
        said.text
    );
    ana.does(&["away", "--hold"]);
    assert_eq!(agents_available(&server), 0);
    desktop.person().presses("Return").unwrap();
    until("the sentence has been read", || ana.sees(DIALOG).is_empty());

    // A second Porchlight asks the first to show itself, and ends.
    assert_eq!(ana.run(&[], "").code, 0);
    until("the first is asked", || !ana.sees(DIALOG).is_empty());
    assert!(ana.does(&["status"]).contains("Away"));
}

#[test]
#[ignore = "needs the app for Windows, which `cargo xtask windows` builds"]
fn on_windows_no_input_is_away_and_the_first_input_brings_her_back() {
    let desktop = desktop_with(SCREEN);
    let server = Server::start_with(&desktop, SHORT_IDLE);
    let ana = OnWindows::start(&desktop);
    ana.signs_in(&server.url);
    ana.does(&["available", "--hold"]);

    until("no input is away", || agents_available(&server) == 0);
    let said = ana.does(&["status"]);
    assert!(said.contains("No input"), "{said}");
    until("the first input is seen", || {
        desktop.person().moves_the_mouse().unwrap();
        agents_available(&server) == 1
    });
}

#[test]
#[ignore = "needs the app for Windows, which `cargo xtask windows` builds"]
fn on_windows_it_starts_at_login_when_asked_to_and_opens_no_console() {
    let desktop = desktop_with(SCREEN);
    let ana = OnWindows::start(&desktop);

    assert!(
        ana.does(&["autostart", "status"])
            .contains("does not start")
    );
    assert!(ana.does(&["autostart", "on"]).contains("Porchlight starts"));
    let entry = ana.reg(&["query", RUN, "/v", "Porchlight"]);
    assert!(entry.contains("porchlight.exe\""), "{entry}");
    assert!(ana.does(&["autostart", "off"]).contains("does not start"));
    let entries = ana.reg(&["query", RUN]);
    assert!(!entries.contains("porchlight.exe"), "{entries}");

    // By this name Windows shows its notifications.
    let name = r"HKCU\Software\Classes\AppUserModelId\chat.porchlight.app";
    let known = ana.reg(&["query", name, "/v", "DisplayName"]);
    assert!(known.contains("Porchlight"), "{known}");

    for program in ["porchlight", "porchlight-window"] {
        let program = fs::read(windows::program(windows::TESTED, program)).unwrap();
        // A program without a console (2), and one that is sharp on every screen.
        let header = u32::from_le_bytes(program[0x3c..0x40].try_into().unwrap()) as usize;
        assert_eq!(program[header + 0x5c..header + 0x5e], [2, 0]);
        let says = |text: &[u8]| program.windows(text.len()).any(|part| part == text);
        assert!(says(b"PerMonitorV2"));
    }
}

#[test]
#[ignore = "needs the app for Windows, which `cargo xtask windows` builds"]
fn on_windows_locking_is_away_and_whoever_wakes_is_back_with_the_first_input() {
    let desktop = desktop_with(SCREEN);
    let server = Server::start(&desktop);
    let ana = OnWindows::start(&desktop);
    ana.is_available(&server);

    ana.hears(OURS, WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK);
    until("locked is away", || agents_available(&server) == 0);
    let said = ana.does(&["status"]);
    assert!(said.contains("Locked"), "{said}");
    ana.hears(OURS, WM_WTSSESSION_CHANGE, WTS_SESSION_UNLOCK);
    until("unlocked is back", || agents_available(&server) == 1);

    ana.hears(OURS, WM_POWERBROADCAST, PBT_APMSUSPEND);
    // The message is answered once goodbye is said.
    assert_eq!(agents_available(&server), 0, "asleep is gone");
    ana.hears(OURS, WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC);
    until("the first input is seen", || {
        desktop.person().moves_the_mouse().unwrap();
        agents_available(&server) == 1
    });
}

#[test]
#[ignore = "needs the app for Windows, which `cargo xtask windows` builds"]
fn on_windows_goodbye_is_said_before_the_session_ends() {
    let desktop = desktop_with(SCREEN);
    let server = Server::start(&desktop);
    let ana = OnWindows::start(&desktop);
    ana.is_available(&server);

    ana.logs_out();

    // Nobody would miss her before the lease and the grace are over, which is later than this waits.
    until("goodbye is said", || agents_available(&server) == 0);
    until("it has ended", || ana.run(&["status"], "").code == 3);
}

#[test]
#[ignore = "needs the app for Windows, which `cargo xtask windows` builds"]
fn on_windows_goodbye_is_said_whichever_window_is_told_first_that_the_session_ends() {
    let desktop = desktop_with(SCREEN);
    let server = Server::start(&desktop);
    let ana = OnWindows::start(&desktop);
    ana.is_available(&server);

    // Tauri's event loop ends the process in its answer to this.
    ana.hears(TAURIS, WM_ENDSESSION, 1);

    assert_eq!(agents_available(&server), 0, "goodbye was said");
    until("it has ended", || ana.run(&["status"], "").code == 3);
}
