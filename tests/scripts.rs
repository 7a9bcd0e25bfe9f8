//! What scripts and status bars follow.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    os::unix::{
        fs::{PermissionsExt as _, symlink},
        net::UnixListener,
    },
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde_json::Value;

use crate::harness::{App, Server, desktop};

const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn who_watches_reads_each_change_once_and_that_the_app_has_ended() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let mut json = Watch::start(ana.command().args(["watch", "--json"]));
    let format = "{class} {counter}";
    let mut bar = Watch::start(ana.command().args(["watch", "--format", format]));
    let status = |line: &str| serde_json::from_str::<Value>(line).unwrap()["status"].clone();

    json.until(|line| status(line) == "available");
    bar.until(|line| line == "available 1");
    ana.does(&["away", "--hold"]);
    let last = json.until(|line| status(line) == "away");
    bar.until(|line| line == "away 0");
    ana.does(&["away", "--hold"]);
    let said = ana.does(&["status", "--json"]);
    assert_eq!(
        status(&last),
        status(&said),
        "the document is that of status"
    );
    assert_eq!(ana.does(&["status", "--format", format]).trim(), "away 0");

    ana.quit();
    for watch in [&mut json, &mut bar] {
        let mut before = String::new();
        while let Some(line) = watch.next() {
            assert_ne!(line, before, "the same twice");
            before = line;
        }
        let (code, said) = watch.ended();
        assert_eq!(code, 3, "{said}");
        assert!(said.contains("Porchlight is not running"), "{said}");
    }
}

#[test]
fn a_watch_ends_quietly_with_its_reader_also_while_nothing_changes() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let mut watch = ana.command();
    watch.args(["watch"]).stdout(Stdio::piped());
    let mut watch = watch.stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(watch.stdout.take().unwrap());
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    assert!(first.contains("Available"), "{first}");

    drop(lines);

    let ended = watch.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert!(ended.stderr.is_empty(), "{ended:?}");
}

#[test]
fn a_watch_goes_on_as_the_newer_version_that_took_over() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    let folder = ana.folder().to_owned();
    let program = folder.join("program");
    symlink(env!("CARGO_BIN_EXE_porchlight"), &program).unwrap();
    let mut command = desktop.command(&program);
    command.arg("watch").env("PORCHLIGHT_RUNTIME_DIR", &folder);
    let mut watch = Watch::start(command.env("PORCHLIGHT_STATE_DIR", &folder));
    watch.until(|line| line.contains("Available"));

    fs::remove_file(&program).unwrap();
    fs::write(&program, "#!/bin/sh\necho newer \"$@\"\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    ana.quit();
    let lock = File::create(folder.join("porchlight.lock")).unwrap();
    lock.try_lock().unwrap();
    let socket = folder.join("porchlight.sock");
    let _ = fs::remove_file(&socket);
    let listener = UnixListener::bind(socket).unwrap();
    let (mut guest, _) = listener.accept().unwrap();
    writeln!(guest, r#"{{"type":"hello","version":"99.0.0"}}"#).unwrap();

    watch.until(|line| line == "newer watch");
    assert_eq!(watch.ended().0, 0);
}

#[test]
fn why_she_is_what_she_is_stands_fact_by_fact_and_agrees_with_the_status() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_available(&desktop, "ana", &server.url);
    ana.does(&["away", "--office", "library", "--hold"]);

    let words = ana.does(&["why", "--office", "library"]);
    let lines: Vec<_> = words.lines().collect();
    assert_eq!(lines[0], "Away in Library", "{words}");
    assert!(
        lines[1].starts_with("  1. Away in Library, set by you at "),
        "{words}"
    );
    assert!(
        lines[1].ends_with(", until you change it: this decides."),
        "{words}"
    );
    assert!(
        lines[2].starts_with("  2. Available everywhere, set by you"),
        "{words}"
    );
    assert!(lines[2].ends_with("goes before it."), "{words}");

    let why: Value = serde_json::from_str(&ana.does(&["why", "--json"])).unwrap();
    let status = ana.status();
    for (told, office) in why["offices"]
        .as_array()
        .unwrap()
        .iter()
        .zip(status["offices"].as_array().unwrap())
    {
        assert_eq!(
            (&told["id"], &told["status"]),
            (&office["id"], &office["status"])
        );
    }
    assert_eq!(why["everywhere"], Value::Null);
    ana.does(&["available", "--hold"]);
    assert!(
        ana.does(&["why"])
            .starts_with("Available everywhere\n  1. "),
        "said once for all"
    );
    assert_eq!(ana.tries(&["why", "--office", "cellar"]).code, 1);
    ana.does(&["sign-out"]);
    assert_eq!(ana.tries(&["why"]).code, 4);
}

#[test]
fn shifts_of_a_calendar_are_shown_before_they_are_taken_and_what_is_exported_is_read_as_the_same() {
    let desktop = desktop();
    let server = Server::start(&desktop);
    let ana = App::start_signed_in(&desktop, "ana", &server.url);
    let schedule = || server.sign_in("ana@example.edu").get("/v1/me/schedule");
    let roster = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20240101T220000\r\n\
                  DURATION:PT8H\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TH\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\n\
                  DTSTART;VALUE=DATE:20300101\r\nSUMMARY:Secret\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let file = ana.folder().join("roster.ics");
    fs::write(&file, roster).unwrap();
    let file = file.to_str().unwrap();

    let unlike = ana.tries_with(&["schedule", "import", "-"], "no calendar");
    assert_eq!(unlike.code, 1, "{}", unlike.text);
    assert!(unlike.text.contains("no whole calendar"), "{}", unlike.text);
    assert_eq!(ana.tries(&["schedule", "export"]).code, 1, "there is none");
    for _ in ["first", "again"] {
        let shown = ana.does(&["schedule", "import", file]);
        for part in [
            "Monday and Thursday: 22:00–06:00",
            "Line 9: takes whole days",
            "Nothing is saved yet",
        ] {
            assert!(shown.contains(part), "{part} is missing in {shown}");
        }
        assert_eq!(schedule(), Value::Null);
    }
    let other = roster.replace("BYDAY=MO,TH", "BYDAY=TU");
    let other = ana.tries_with(&["schedule", "import", "-", "--save"], &other);
    assert_eq!(other.code, 1, "{}", other.text);
    assert!(other.text.contains("are not saved"), "{}", other.text);

    let saved = ana.does(&["schedule", "import", file, "--save", "--json"]);
    let saved: Value = serde_json::from_str(&saved).unwrap();
    assert_eq!(saved["not_understood"][0]["why"], "whole-day");
    assert_eq!(schedule()["shifts"], saved["shifts"]);
    let exported = ana.folder().join("exported.ics");
    ana.does(&["schedule", "export", exported.to_str().unwrap()]);
    let read = ana.does(&["schedule", "import", exported.to_str().unwrap()]);
    assert!(read.contains("like that already"), "{read}");
    assert_eq!(
        ana.does(&["schedule", "export"]).lines().next(),
        Some("BEGIN:VCALENDAR")
    );
}

/// A watch that runs, and the lines that it says.
struct Watch {
    process: Child,
    lines: mpsc::Receiver<String>,
}

impl Watch {
    fn start(command: &mut Command) -> Self {
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let lines = follow(process.stdout.take().unwrap());
        Self { process, lines }
    }

    /// The next line; none once it has ended.
    fn next(&self) -> Option<String> {
        match self.lines.recv_timeout(PATIENCE) {
            Ok(line) => Some(line),
            Err(mpsc::RecvTimeoutError::Disconnected) => None,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("the watch says nothing"),
        }
    }

    fn until(&mut self, is_it: impl Fn(&str) -> bool) -> String {
        let mut said = Vec::new();
        while let Some(line) = self.next() {
            if is_it(&line) {
                return line;
            }
            said.push(line);
        }
        panic!("it said {said:?}, and ended: {:?}", self.ended());
    }

    /// Its exit code, and what it said of that.
    fn ended(&mut self) -> (i32, String) {
        let code = self.process.wait().unwrap().code().unwrap();
        let mut said = String::new();
        let mut stderr = self.process.stderr.take().unwrap();
        stderr.read_to_string(&mut said).unwrap();
        (code, said)
    }
}

fn follow(stdout: ChildStdout) -> mpsc::Receiver<String> {
    let (send, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    lines
}
