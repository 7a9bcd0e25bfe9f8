//! The server, with a small campus.

use std::{
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Stdio,
};

use porchlight_testbed::{Process, VirtualDesktop};
use serde_json::json;

use super::Api;

/// Everybody's on this campus.
pub(crate) const PASSWORD: &str = "a lantern on the porch";

/// The real `porchlight-server serve` with a fresh SQLite file, and a small campus in it: Dana administers the
/// offices `library`, `it` and `admissions`, and works in the library, as Bo does; Ana works in all three. All are public.
#[derive(Debug)]
pub(crate) struct Server<'a> {
    pub(crate) url: String,
    desktop: &'a VirtualDesktop,
    durations: Durations,
    process: Process,
}

/// The server's durations as its environment has them: the acceptance cases' thresholds, shortened.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Durations {
    pub(crate) idle_after: &'static str,
    pub(crate) lease: &'static str,
    pub(crate) grace: &'static str,
}

impl Default for Durations {
    fn default() -> Self {
        Self {
            idle_after: "60m",
            lease: "60s",
            grace: "15s",
        }
    }
}

impl<'a> Server<'a> {
    /// Starts with the durations that are shipped.
    pub(crate) fn start(desktop: &'a VirtualDesktop) -> Self {
        Self::start_with(desktop, Durations::default())
    }

    pub(crate) fn start_with(desktop: &'a VirtualDesktop, durations: Durations) -> Self {
        let data = desktop.home().join("server");
        furnish(desktop, &data);
        // The same port again after a restart, as a server's is.
        let free = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .unwrap();
        let url = format!("http://{free}");
        let process = serve(desktop, &data, &url, durations);
        Self {
            url,
            desktop,
            durations,
            process,
        }
    }

    /// Signs in somebody's other device.
    pub(crate) fn sign_in(&self, email: &str) -> Api {
        Api::sign_in(&self.url, email)
    }

    /// Signs in a device of somebody who is there, and Available.
    pub(crate) fn available(&self, email: &str) -> Api {
        let device = self.sign_in(email);
        device.put("/v1/me/activity", json!({"state": "active"}));
        device.chooses(&json!("everywhere"), "available");
        device
    }

    /// Has it stand still, with all its connections open.
    pub(crate) fn freeze(&self) {
        self.process.freeze().unwrap();
    }

    /// Has it go on.
    pub(crate) fn thaw(&self) {
        self.process.thaw().unwrap();
    }

    /// Pulls the plug.
    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
    }

    /// Starts it again, at the same address with the same data.
    pub(crate) fn start_again(&mut self) {
        let data = self.desktop.home().join("server");
        self.process = serve(self.desktop, &data, &self.url, self.durations);
    }
}

fn furnish(desktop: &VirtualDesktop, data: &Path) {
    let data = data.to_str().unwrap();
    let run = |words: &[&str]| administer(desktop, words);
    run(&[
        "init",
        "--data",
        data,
        "--email",
        "dana@example.edu",
        "--name",
        "Dana Fox",
        "--password-stdin",
    ]);
    for (email, name) in [("ana@example.edu", "Ana Lee"), ("bo@example.edu", "Bo Ray")] {
        run(&[
            "agent",
            "add",
            "--data",
            data,
            "--email",
            email,
            "--name",
            name,
            "--password-stdin",
        ]);
    }
    for (id, name) in [
        ("library", "Library"),
        ("it", "IT desk"),
        ("admissions", "Admissions"),
    ] {
        run(&[
            "office", "add", "--data", data, id, "--name", name, "--public",
        ]);
        run(&["member", "add", "--data", data, id, "ana@example.edu"]);
    }
    run(&["member", "add", "--data", data, "library", "bo@example.edu"]);
    run(&[
        "member",
        "add",
        "--data",
        data,
        "library",
        "dana@example.edu",
        "--role",
        "admin",
    ]);
}

fn administer(desktop: &VirtualDesktop, words: &[&str]) {
    let mut command = desktop.command(binary());
    let mut child = command
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // Those that take no password end without reading.
    let _ = child.stdin.take().unwrap().write_all(PASSWORD.as_bytes());
    assert!(
        child.wait().unwrap().success(),
        "porchlight-server {words:?}"
    );
}

fn serve(desktop: &VirtualDesktop, data: &Path, url: &str, durations: Durations) -> Process {
    let address = url.trim_start_matches("http://");
    let mut command = desktop.command(binary());
    command
        .args(["serve", "--listen", address, "--data"])
        .arg(data);
    command
        .env("PORCHLIGHT_IDLE_AFTER", durations.idle_after)
        .env("PORCHLIGHT_LEASE", durations.lease)
        .env("PORCHLIGHT_GRACE", durations.grace)
        .env("PORCHLIGHT_HEARTBEAT", "1s")
        .env("PORCHLIGHT_KEEP_ALIVE", "1s");
    let is_ready = |line: &str| line.contains(address).then_some(());
    desktop
        .spawn_until("porchlight-server", command, is_ready)
        .unwrap()
        .0
}

/// Cargo builds it with the workspace's tests; it stands beside the app.
fn binary() -> PathBuf {
    let path = Path::new(env!("CARGO_BIN_EXE_porchlight")).with_file_name("porchlight-server");
    assert!(
        path.exists(),
        "{} is missing: run `cargo build --package porchlight-server` first",
        path.display()
    );
    path
}
