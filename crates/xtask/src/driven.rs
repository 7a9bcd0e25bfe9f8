//! What runs on a virtual desktop: the app with its sample campus, driven as a person would.

pub(crate) mod demo;
pub(crate) mod panels;
pub(crate) mod pictures;

use std::time::Duration;

use anyhow::{Context, Result};
use porchlight_testbed::{PATIENCE, Process, Tray, VirtualDesktop, output};
use porchlight_xtask::workspace::built;

/// `porchlight --demo` on a virtual desktop.
pub(crate) struct DemoApp<'a> {
    pub(crate) tray: Tray,
    desktop: &'a VirtualDesktop,
    process: Process,
}

impl<'a> DemoApp<'a> {
    /// Starts it, and waits until its sample campus is in the tray.
    pub(crate) fn start(desktop: &'a VirtualDesktop, idle_after: &str) -> Result<Self> {
        let mut command = desktop.command(built("release", "porchlight"));
        command
            .args(["--demo", "--announce"])
            .env("PORCHLIGHT_IDLE_AFTER", idle_after);
        let (process, ()) = desktop.spawn_until("porchlight", command, |line| {
            (line == "ready").then_some(())
        })?;
        let tray = desktop.tray_of(&process)?;
        tray.wait_for("the sample campus", PATIENCE, |state| {
            state.entry(&["Offices"]).is_some()
        })
        .with_context(|| format!("Porchlight wrote:\n{}", process.log()))?;
        Ok(Self {
            tray,
            desktop,
            process,
        })
    }

    /// Runs `porchlight` with these words, as in a terminal, and returns what it says.
    pub(crate) fn says(&self, words: &[&str]) -> Result<String> {
        let mut command = self.desktop.command(built("release", "porchlight"));
        command.args(words).arg("--demo");
        output(&mut command)
    }

    /// Quits, and waits until it is gone.
    pub(crate) fn quit(mut self) -> Result<()> {
        self.says(&["quit"])?;
        self.process.ended(Duration::from_secs(5)).map(drop)
    }
}
