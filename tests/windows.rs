//! The app for Windows under Wine: its task bar, its command line and its pipe, with the real server outside.
//!
//! `cargo xtask test` builds the app for Windows and makes the disk that Wine needs; then it runs these.

use std::{
    fs,
    io::Write as _,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use porchlight_testbed::{PATIENCE, Process, Setup, Shell, VirtualDesktop};
use porchlight_xtask::windows;

use crate::harness::{PASSWORD, Server, desktop_with, public_office};

/// The lantern's light on a dark and on a light task bar, as the screen keeps it: blue, green, red.
const LIGHT_ON_DARK: [u8; 3] = [0x7d, 0xcb, 0x3e];
const LIGHT_ON_LIGHT: [u8; 3] = [0x57, 0x9d, 0x1f];
/// Messages, and what they say.
const WM_POWERBROADCAST: u32 = 536;
const PBT_APMSUSPEND: u32 = 4;
const PBT_APMRESUMEAUTOMATIC: u32 = 18;
const WM_WTSSESSION_CHANGE: u32 = 689;
const WTS_SESSION_LOCK: u32 = 7;
const WTS_SESSION_UNLOCK: u32 = 8;
/// Where Windows keeps the colour of its task bar.
const COLOURS: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize";

#[test]
#[ignore = "needs the app for Windows, which `cargo xtask test` builds"]
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
#[ignore = "needs the app for Windows, which `cargo xtask test` builds"]
fn on_windows_locking_is_away_and_whoever_wakes_is_back_with_the_first_input() {
    let desktop = desktop_with(SCREEN);
    let server = Server::start(&desktop);
    let ana = OnWindows::start(&desktop);
    ana.signs_in(&server.url);
    ana.does(&["available", "--hold"]);
    assert_eq!(agents_available(&server), 1);

    ana.hears(WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK);
    until("locked is away", || agents_available(&server) == 0);
    assert!(ana.does(&["status"]).contains("locked"));
    ana.hears(WM_WTSSESSION_CHANGE, WTS_SESSION_UNLOCK);
    until("unlocked is back", || agents_available(&server) == 1);

    ana.hears(WM_POWERBROADCAST, PBT_APMSUSPEND);
    until("asleep is gone", || agents_available(&server) == 0);
    ana.hears(WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC);
    until("the first input is seen", || {
        desktop.person().moves_the_mouse().unwrap();
        agents_available(&server) == 1
    });
}

#[test]
#[ignore = "needs the app for Windows, which `cargo xtask test` builds"]
fn on_windows_goodbye_is_said_before_the_session_ends() {
    let desktop = desktop_with(SCREEN);
    let server = Server::start(&desktop);
    let ana = OnWindows::start(&desktop);
    ana.signs_in(&server.url);
    ana.does(&["available", "--hold"]);
    assert_eq!(agents_available(&server), 1);

    ana.logs_out();

    // Nobody would miss her before the lease and the grace are over, which is later than this waits.
    until("goodbye is said", || agents_available(&server) == 0);
    until("it has ended", || ana.run(&["status"], "").code == 3);
}

/// Wine brings what a panel would.
const SCREEN: Setup = Setup {
    panel: false,
    shell: Shell::Xfce,
    idle_time: true,
    notifications: false,
    dark: false,
    screen: (1024, 768),
};

/// The app on Wine's desktop.
struct OnWindows<'a> {
    desktop: &'a VirtualDesktop,
    _explorer: Process,
}

/// What a command came to.
struct Said {
    code: i32,
    text: String,
}

impl<'a> OnWindows<'a> {
    /// Starts it, and waits until it hears commands.
    fn start(desktop: &'a VirtualDesktop) -> Self {
        fs::create_dir(desktop.home().join("ana")).unwrap();
        let mut command = wine(desktop, "wine");
        command
            .args(["explorer", "/desktop=porchlight,1000x700"])
            .arg(windows::program("porchlight"));
        let explorer = desktop.spawn("explorer", command).unwrap();
        let started = Self {
            desktop,
            _explorer: explorer,
        };
        started.paints_the_task_bar("0");
        until("the app hears commands", || {
            started.run(&["status"], "").code != 3
        });
        started
    }

    fn signs_in(&self, server: &str) {
        let said = self.run(
            &[
                "sign-in",
                "--server",
                server,
                "--email",
                "ana@example.edu",
                "--password-stdin",
            ],
            PASSWORD,
        );
        assert_eq!(said.code, 0, "{}", said.text);
    }

    /// Runs a command that must succeed, and returns what it says.
    fn does(&self, words: &[&str]) -> String {
        let said = self.run(words, "");
        assert_eq!(said.code, 0, "porchlight {words:?} said {}", said.text);
        said.text
    }

    fn run(&self, words: &[&str], input: &str) -> Said {
        let mut command = wine(self.desktop, "wine");
        command
            .arg(windows::program("porchlight"))
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that asks for nothing ends without reading.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let answer = child.wait_with_output().unwrap();
        Said {
            code: answer.status.code().unwrap_or(-1),
            text: String::from_utf8_lossy(&[answer.stdout, answer.stderr].concat()).into_owned(),
        }
    }

    /// Chooses a dark task bar (`0`) or a light one (`1`), as the settings do.
    fn paints_the_task_bar(&self, light: &str) {
        let mut command = wine(self.desktop, "wine");
        command.args(["reg", "add", COLOURS, "/v", "SystemUsesLightTheme"]);
        command.args(["/t", "REG_DWORD", "/d", light, "/f"]);
        assert!(command.status().unwrap().success());
    }

    /// Gives the app a message that Windows would send; Wine never does.
    fn hears(&self, message: u32, what: u32) {
        let mut command = wine(self.desktop, "wine");
        command
            .args(["explorer", "/desktop=porchlight"])
            .arg(windows::message())
            .args([message.to_string(), what.to_string()]);
        assert!(command.status().unwrap().success());
    }

    /// Ends the session as the start menu does: everybody is asked, and told, and waited for.
    fn logs_out(&self) {
        let mut command = wine(self.desktop, "wine");
        command.args([
            "explorer",
            "/desktop=porchlight",
            "wineboot",
            "--end-session",
        ]);
        assert!(command.status().unwrap().success());
    }

    /// Waits until the screen has this colour, or has not.
    fn shows(&self, colour: [u8; 3], wanted: bool) {
        until("the icon has the colour of its state", || {
            let pixels = fs::read(self.desktop.pixels()).unwrap();
            pixels.windows(3).any(|pixel| pixel == colour) == wanted
        });
    }
}

impl Drop for OnWindows<'_> {
    fn drop(&mut self) {
        let _ = wine(self.desktop, "wineserver").arg("--kill").status();
        let _ = wine(self.desktop, "wineserver").arg("--wait").status();
    }
}

/// A program of Wine's on this desktop, with the settings of one person.
fn wine(desktop: &VirtualDesktop, program: &str) -> Command {
    let folder = format!("Z:{}", desktop.home().join("ana").display());
    let mut command = desktop.command(program);
    command
        .envs(windows::environment())
        .env("PORCHLIGHT_STATE_DIR", &folder)
        .env("PORCHLIGHT_RUNTIME_DIR", &folder);
    command
}

fn agents_available(server: &Server<'_>) -> u64 {
    public_office(&server.url, "it")["agents_available"]
        .as_u64()
        .unwrap()
}

/// Neither Wine nor the screen tells, so this looks again and again.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "not within {PATIENCE:?}: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}
