//! What helps when something is wrong: the log, diagnostics, and a command line that ends as it should.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    process::Stdio,
};

use crate::harness::{App, PASSWORD, Server, desktop};

#[test]
fn window_and_command_line_have_the_same_diagnostics_and_neither_they_nor_the_log_a_secret() {
    let desktop = desktop();
    let mut server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let token = fs::read_to_string(ana.folder().join("token")).unwrap();
    server.kill();
    ana.tray.says("Not connected").unwrap();
    server.start_again();
    ana.tray.says("Available").unwrap();

    let said = ana.does(&["diagnostics"]);
    for part in [
        "Version: 0.",
        "System: ",
        "on X11",
        "Idle time: X11 screen saver extension",
        "Tray: org.kde.StatusNotifierWatcher",
        "Lock and sleep: ",
        "Link: Connected",
        "Last sync: Now",
        "Last failure: At ",
        "Token: In a file that only you can read",
        "porchlight.log",
        "Choice: Available everywhere",
        "Not connected. ",
    ] {
        assert!(said.contains(part), "{part} is missing in:\n{said}");
    }

    let window = ana.window();
    window.find("nav-settings").unwrap().click().unwrap();
    window.saying("diagnostics", "Connected").unwrap();
    window.find("copy-diagnostics").unwrap().click().unwrap();
    window.saying("copy-diagnostics-said", "Copied").unwrap();

    let log = ana.folder().join("porchlight.log");
    let logged = fs::read_to_string(&log).unwrap();
    assert!(logged.contains("Not connected. "), "{logged}");
    for path in [&log, &ana.folder().join("porchlight-window.log")] {
        if let Ok(file) = fs::metadata(path) {
            assert_eq!(file.permissions().mode() & 0o777, 0o600);
        }
    }
    for text in [&said, &logged] {
        assert!(!text.contains(token.trim()));
        assert!(!text.contains(PASSWORD));
    }
}

#[test]
fn a_reader_that_has_read_enough_ends_no_command_with_a_panic() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    for words in [
        &["status"][..],
        &["status", "--json"],
        &["offices"],
        &["diagnostics"],
    ] {
        let mut command = ana.command();
        command
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        errors.read_line(&mut said).unwrap();
        assert_eq!(said, "", "{words:?}");
        assert_eq!(child.wait().unwrap().code(), Some(0), "{words:?}");
    }
}

#[test]
fn how_long_a_choice_may_hold_is_said_and_not_guessed() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    for (words, code, said) in [
        (["away", "--for", "99999999h"], 2, "400 days"),
        (["away", "--until", "9999-12-31T00:00:00Z"], 2, "400 days"),
        (["away", "--until", "18:00 Atlantis"], 2, "no time zone"),
    ] {
        let answer = ana.tries(&words);
        assert_eq!(answer.code, code, "{words:?}: {}", answer.text);
        assert!(answer.text.contains(said), "{words:?}: {}", answer.text);
    }
    ana.does(&["away", "--until", "23:59 America/New_York"]);
}
