//! The person in front of the screen.

use std::process::Command;

use anyhow::Result;

use super::VirtualDesktop;

/// Moves the mouse and types, by `xdotool`: to the programs it is a person, who also resets the idle time.
#[derive(Debug)]
pub struct Person<'a>(&'a VirtualDesktop);

/// A mouse button.
#[derive(Clone, Copy, Debug)]
pub enum Button {
    Left = 1,
    Right = 3,
}

impl<'a> Person<'a> {
    pub(super) fn new(desktop: &'a VirtualDesktop) -> Self {
        Self(desktop)
    }

    /// Nudges the mouse.
    ///
    /// # Errors
    /// If `xdotool` fails, as everything here.
    pub fn moves_the_mouse(&self) -> Result<()> {
        self.xdotool(&["mousemove_relative", "--sync", "3", "3"])
            .map(drop)
    }

    /// Clicks at a place on the screen.
    ///
    /// # Errors
    /// If `xdotool` fails.
    pub fn clicks(&self, (x, y): (u32, u32), button: Button) -> Result<()> {
        let (x, y, button) = (x.to_string(), y.to_string(), (button as u8).to_string());
        self.xdotool(&["mousemove", &x, &y, "click", &button])
            .map(drop)
    }

    /// Presses a key, such as `Escape`.
    ///
    /// # Errors
    /// If `xdotool` fails.
    pub fn presses(&self, key: &str) -> Result<()> {
        self.xdotool(&["key", key]).map(drop)
    }

    /// The visible windows of this title.
    pub fn sees_windows(&self, title: &str) -> Vec<String> {
        let found = self.xdotool(&["search", "--onlyvisible", "--name", title]);
        found
            .map(|ids| ids.lines().map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// Waits until a window of this title is visible, and returns it.
    ///
    /// # Errors
    /// If none shows in time.
    pub fn waits_for_window(&self, title: &str) -> Result<String> {
        let patience = super::PATIENCE.as_secs().to_string();
        let mut command = self.0.command("timeout");
        command.args([
            &patience,
            "xdotool",
            "search",
            "--sync",
            "--onlyvisible",
            "--name",
            title,
        ]);
        Ok(self
            .answer(command)?
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned())
    }

    /// Runs `xdotool` and returns what it prints.
    ///
    /// # Errors
    /// If it fails.
    pub fn xdotool(&self, arguments: &[&str]) -> Result<String> {
        let mut command = self.0.command("xdotool");
        command.args(arguments);
        self.answer(command)
    }

    #[expect(clippy::unused_self, reason = "reads as what the person is told")]
    fn answer(&self, mut command: Command) -> Result<String> {
        super::output(&mut command)
    }
}
