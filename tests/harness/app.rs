//! The app on a desktop.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use porchlight_testbed::{Browser, PATIENCE, Process, Tray, VirtualDesktop, WebDriver};
use serde_json::Value;

use super::server::PASSWORD;

/// Whoever looks for input again and again does so within this time.
const RESTING: Duration = Duration::from_secs(3);

/// A person's app on a desktop, with settings of its own.
#[derive(Debug)]
pub(crate) struct App<'a> {
    pub(crate) tray: Tray,
    pub(crate) process: Process,
    desktop: &'a VirtualDesktop,
    folder: PathBuf,
}

/// What a command of the command line came to.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    /// What it answered, or why it failed.
    pub(crate) text: String,
    /// What it answered, also where it failed.
    pub(crate) out: String,
}

impl<'a> App<'a> {
    /// Starts the app of `person`, who may have used it before, and waits until it hears commands.
    pub(crate) fn start(desktop: &'a VirtualDesktop, person: &str) -> Self {
        Self::start_in(desktop, person, &[])
    }

    /// Starts it with these variables set otherwise.
    pub(crate) fn start_in(
        desktop: &'a VirtualDesktop,
        person: &str,
        environment: &[(&str, &str)],
    ) -> Self {
        let folder = desktop.home().join(person);
        std::fs::create_dir_all(&folder).unwrap();
        let mut command = command_for(desktop, &folder);
        command.arg("--announce").envs(environment.iter().copied());
        let is_ready = |line: &str| (line == "ready").then_some(());
        let (process, ()) = desktop
            .spawn_until(&format!("porchlight-{person}"), command, is_ready)
            .unwrap();
        let tray = desktop.tray_of(&process).unwrap();
        Self {
            tray,
            process,
            desktop,
            folder,
        }
    }

    /// Starts it, and signs in by the command line.
    pub(crate) fn start_signed_in(desktop: &'a VirtualDesktop, person: &str, server: &str) -> Self {
        let app = Self::start(desktop, person);
        app.signs_in(server, &format!("{person}@example.edu"));
        app
    }

    /// Starts it, signs in, and is Available until that is changed.
    pub(crate) fn start_available(desktop: &'a VirtualDesktop, person: &str, server: &str) -> Self {
        let app = Self::start_signed_in(desktop, person, server);
        app.does(&["available", "--hold"]);
        app.tray.says("Available").unwrap();
        app
    }

    /// Waits until the threads that look for input rest: nobody looks again and again.
    pub(crate) fn rests(&self, threads: &[&str]) {
        let naps = || -> u64 {
            let naps = threads
                .iter()
                .map(|name| self.process.naps_of(name).unwrap());
            naps.sum()
        };
        let deadline = Instant::now() + PATIENCE;
        loop {
            let before = naps();
            std::thread::sleep(RESTING);
            if naps() == before {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "{threads:?} are woken again and again"
            );
        }
    }

    /// Signs in by the command line.
    pub(crate) fn signs_in(&self, server: &str, email: &str) {
        self.does_with(
            &[
                "sign-in",
                "--server",
                server,
                "--email",
                email,
                "--password-stdin",
            ],
            PASSWORD,
        );
    }

    /// Runs a command that must succeed, and returns what it says.
    pub(crate) fn does(&self, words: &[&str]) -> String {
        self.does_with(words, "")
    }

    /// Runs a command that cannot reach the server, and is kept for it.
    pub(crate) fn keeps(&self, words: &[&str]) {
        let said = self.tries(words);
        assert_eq!(said.code, 4, "porchlight {words:?} said {}", said.text);
    }

    /// Runs a command.
    pub(crate) fn tries(&self, words: &[&str]) -> Said {
        self.run(words, "")
    }

    /// Runs a command that reads this from standard input.
    pub(crate) fn tries_with(&self, words: &[&str], input: &str) -> Said {
        self.run(words, input)
    }

    /// A command of the command line, to be run as one likes.
    pub(crate) fn command(&self) -> Command {
        command_for(self.desktop, &self.folder)
    }

    /// Its folder for state and sockets.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What `porchlight status --json` says.
    pub(crate) fn status(&self) -> Value {
        serde_json::from_str(&self.does(&["status", "--json"])).unwrap()
    }

    /// Its status in an office, by the command line.
    pub(crate) fn status_in(&self, office: &str) -> String {
        let status = self.status();
        let offices = status["offices"].as_array().unwrap();
        let office = offices.iter().find(|other| other["id"] == office).unwrap();
        office["status"].as_str().unwrap().to_owned()
    }

    /// Opens its window under control.
    pub(crate) fn window(&self) -> Window {
        self.window_of(&[])
    }

    /// Opens a window with these words behind its program's name, under control.
    pub(crate) fn window_of(&self, words: &[&str]) -> Window {
        let folder = self.folder.to_str().unwrap();
        let environment = [
            ("PORCHLIGHT_STATE_DIR", folder),
            ("PORCHLIGHT_RUNTIME_DIR", folder),
            // As where the app starts it.
            ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
        ];
        let driver = WebDriver::start(self.desktop, &environment).unwrap();
        let page = driver
            .open(Path::new(env!("CARGO_BIN_EXE_porchlight-window")), words)
            .unwrap();
        Window {
            page,
            _driver: driver,
        }
    }

    /// Quits by the command line, and waits until the process is gone.
    pub(crate) fn quit(mut self) {
        self.does(&["quit"]);
        self.process.ended(Duration::from_secs(5)).unwrap();
    }

    fn does_with(&self, words: &[&str], input: &str) -> String {
        let said = self.run(words, input);
        assert_eq!(
            said.code,
            0,
            "porchlight {words:?} said {}\nThe app wrote:\n{}",
            said.text,
            self.process.log()
        );
        said.text
    }

    fn run(&self, words: &[&str], input: &str) -> Said {
        run(command_for(self.desktop, &self.folder), words, input)
    }
}

/// Runs a command of somebody whose app does not run.
pub(crate) fn without_app(desktop: &VirtualDesktop, person: &str, words: &[&str]) -> Said {
    run(
        command_for(desktop, &desktop.home().join(person)),
        words,
        "",
    )
}

fn run(mut command: Command, words: &[&str], input: &str) -> Said {
    command
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that asks for nothing ends without reading.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let answer = child.wait_with_output().unwrap();
    let out = String::from_utf8(answer.stdout).unwrap();
    Said {
        code: answer.status.code().unwrap_or(-1),
        text: if answer.status.success() {
            out.clone()
        } else {
            String::from_utf8(answer.stderr).unwrap()
        },
        out,
    }
}

/// The app's window, steered by WebDriver. Closed when it is dropped.
#[derive(Debug)]
pub(crate) struct Window {
    page: Browser,
    _driver: WebDriver,
}

impl std::ops::Deref for Window {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.page
    }
}

/// `porchlight` with the settings of one person.
fn command_for(desktop: &VirtualDesktop, folder: &Path) -> Command {
    let mut command = desktop.command(env!("CARGO_BIN_EXE_porchlight"));
    command
        .env("PORCHLIGHT_STATE_DIR", folder)
        .env("PORCHLIGHT_RUNTIME_DIR", folder)
        .env("PORCHLIGHT_LOG", "debug");
    command
}
