//! A server with a small campus, and the apps of its people.

use std::{
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use porchlight_testbed::{PATIENCE, Process, Tray, VirtualDesktop};
use porchlight_xtask::workspace::built;

const PASSWORD: &str = "a lantern on the porch";
const PEOPLE: [(&str, &str); 2] = [("ana", "Ana Lee"), ("bo", "Bo Ray")];
const OFFICES: [(&str, &str); 3] = [
    ("library", "Library"),
    ("it", "IT desk"),
    ("admissions", "Admissions"),
];

/// A running server with its defaults.
pub(crate) struct Campus {
    url: String,
    _server: Process,
}

impl Campus {
    /// Three offices; Ana and Bo work in all of them.
    pub(crate) fn open(desktop: &VirtualDesktop) -> Result<Self> {
        let server = built("release", "porchlight-server");
        let data = desktop.home().join("server");
        let administer = |words: &[&str]| {
            let mut command = desktop.command(&server);
            command.args(words).arg("--data").arg(&data);
            said(command, PASSWORD).map(drop)
        };
        administer(&[
            "init",
            "--email",
            "dana@example.edu",
            "--name",
            "Dana Fox",
            "--password-stdin",
        ])?;
        for (person, name) in PEOPLE {
            administer(&[
                "agent",
                "add",
                "--email",
                &email(person),
                "--name",
                name,
                "--password-stdin",
            ])?;
        }
        for (office, name) in OFFICES {
            administer(&["office", "add", office, "--name", name])?;
            for (person, _) in PEOPLE {
                administer(&["member", "add", office, &email(person)])?;
            }
        }
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut command = desktop.command(&server);
        command
            .args(["serve", "--listen", &address, "--data"])
            .arg(&data);
        let is_ready = |line: &str| line.contains(&address).then_some(());
        let (process, ()) = desktop.spawn_until("porchlight-server", command, is_ready)?;
        Ok(Self {
            url: format!("http://{address}"),
            _server: process,
        })
    }
}

/// A person's app, with settings of its own.
pub(crate) struct App<'a> {
    pub(crate) process: Process,
    pub(crate) tray: Tray,
    desktop: &'a VirtualDesktop,
    folder: PathBuf,
}

impl<'a> App<'a> {
    /// Starts it, and waits for nothing.
    pub(crate) fn launch(desktop: &'a VirtualDesktop, person: &str) -> Result<Self> {
        let folder = desktop.home().join(person);
        std::fs::create_dir_all(&folder)?;
        let process = desktop.spawn(person, command(desktop, &folder))?;
        let tray = desktop.tray_of(&process)?;
        Ok(Self {
            process,
            tray,
            desktop,
            folder,
        })
    }

    /// Starts it, and waits until its icon is in the panel.
    pub(crate) fn start(desktop: &'a VirtualDesktop, person: &str) -> Result<Self> {
        let app = Self::launch(desktop, person)?;
        app.tray.wait_for("any state", PATIENCE, |_| true)?;
        Ok(app)
    }

    /// Starts it for the first time, and signs in.
    pub(crate) fn start_signed_in(
        desktop: &'a VirtualDesktop,
        person: &str,
        campus: &Campus,
    ) -> Result<Self> {
        let app = Self::start(desktop, person)?;
        app.does(&[
            "sign-in",
            "--server",
            &campus.url,
            "--email",
            &email(person),
            "--password-stdin",
        ])?;
        app.does(&["available", "--hold"])?;
        app.tray.says("Available")?;
        Ok(app)
    }

    /// Runs a command of the command line.
    pub(crate) fn does(&self, words: &[&str]) -> Result<String> {
        let mut command = command(self.desktop, &self.folder);
        command.args(words);
        said(command, PASSWORD)
    }

    /// Quits it, and waits until the process is gone.
    pub(crate) fn quit(mut self) -> Result<()> {
        self.does(&["quit"])?;
        self.process.ended(PATIENCE).map(drop)
    }
}

/// `porchlight` with the settings of one person.
fn command(desktop: &VirtualDesktop, folder: &Path) -> Command {
    let mut command = desktop.command(built("release", "porchlight"));
    command
        .env("PORCHLIGHT_STATE_DIR", folder)
        .env("PORCHLIGHT_RUNTIME_DIR", folder);
    command
}

fn email(person: &str) -> String {
    format!("{person}@example.edu")
}

fn said(mut command: Command, input: &str) -> Result<String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that asks for nothing ends without reading.
        let _ = stdin.write_all(input.as_bytes());
    }
    let answer = child
        .wait_with_output()
        .context("a command cannot be waited for")?;
    if !answer.status.success() {
        bail!(
            "{command:?} failed: {}",
            String::from_utf8_lossy(&answer.stderr).trim()
        );
    }
    Ok(String::from_utf8(answer.stdout)?)
}
