//! The person in front of the screen.

use std::{
    fs,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use rustix::process::Pid;

use super::{VirtualDesktop, process};

/// Moves the mouse and types, by `xdotool`: to the programs it is a person, who also resets the idle time.
#[derive(Debug)]
pub struct Person<'a>(&'a VirtualDesktop);

/// Higher than the panel and its tooltips, in pixels.
const MENU_HEIGHT: u32 = 120;
/// A window without content has its background and its frame.
const PLAIN_COLOURS: u32 = 250;

/// Pixels of the panel's corner that an icon fills, one way.
const ICON_PLACE: u32 = 20;
/// The panel has no more colours there as long as it is empty; a drawn lantern has many shades.
const EMPTY_PANEL_COLOURS: u32 = 12;

/// Looks again and again at what tells nobody that it has changed.
pub(super) fn until_deadline<T>(look: impl Fn() -> Result<T>) -> Result<T> {
    let deadline = Instant::now() + super::PATIENCE;
    loop {
        match look() {
            Err(_) if Instant::now() < deadline => thread::sleep(Duration::from_millis(50)),
            answer => return answer,
        }
    }
}

/// A window on the screen.
#[derive(Clone, Debug)]
pub struct SeenWindow {
    /// What `xdotool` calls it.
    pub id: String,
    process: i32,
}

impl SeenWindow {
    /// What the process that showed it was started with under this name in its environment.
    ///
    /// # Errors
    /// If it is gone.
    pub fn started_with(&self, name: &str) -> Result<Option<String>> {
        let environment = fs::read(format!("/proc/{}/environ", self.process))?;
        let entries = environment.split(|byte| *byte == 0);
        let entries = entries.filter_map(|entry| std::str::from_utf8(entry).ok());
        let value = entries
            .filter_map(|entry| entry.split_once('='))
            .find(|(known, _)| *known == name);
        Ok(value.map(|(_, value)| value.to_owned()))
    }

    /// Waits until the process that showed it is gone.
    ///
    /// # Errors
    /// If it still runs after `patience`.
    pub fn goes_away(&self, patience: Duration) -> Result<()> {
        let process = Pid::from_raw(self.process).context("a window without a process")?;
        ensure!(
            process::ends_within(process, patience)?,
            "the window is still there after {patience:?}"
        );
        Ok(())
    }
}

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

    /// Waits until the panel has drawn the icon: what is clicked before reaches nobody. The screen tells nobody, so this
    /// looks again and again.
    ///
    /// # Errors
    /// If its place stays empty.
    pub fn waits_for_icon(&self) -> Result<()> {
        let (x, y) = self.0.icon_position();
        let (half, size) = (ICON_PLACE / 2, ICON_PLACE);
        let place = format!("{size}x{size}+{}+{}", x - half, y - half);
        until_deadline(|| {
            let mut picture = self.0.command("import");
            picture.args([
                "-silent", "-window", "root", "-crop", &place, "-format", "%k", "info:-",
            ]);
            let colours: u32 = super::output(&mut picture)?.parse()?;
            ensure!(
                colours > EMPTY_PANEL_COLOURS,
                "the panel shows no icon: {colours} colours"
            );
            Ok(())
        })
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

    /// The panel's open menu: the one window of its that is tall and on the screen.
    ///
    /// # Errors
    /// If no menu is open.
    pub fn sees_menu(&self) -> Result<String> {
        let windows = self.xdotool(&["search", "--onlyvisible", "--class", "panel|wrapper"])?;
        let is_tall = |id: &&str| {
            let geometry = self
                .xdotool(&["getwindowgeometry", "--shell", id])
                .unwrap_or_default();
            let height = geometry
                .lines()
                .find_map(|line| line.strip_prefix("HEIGHT=")?.parse().ok());
            height.is_some_and(|height: u32| height > MENU_HEIGHT)
        };
        Ok(windows
            .lines()
            .find(is_tall)
            .context("no menu is open")?
            .to_owned())
    }

    /// Waits until the panel's menu is open. The panel tells nobody, so this looks again and again.
    ///
    /// # Errors
    /// If none opens in time.
    pub fn waits_for_menu(&self) -> Result<String> {
        until_deadline(|| self.sees_menu())
    }

    /// Waits until a window shows more than its background. The screen tells nobody, so this looks again and again.
    ///
    /// # Errors
    /// If it stays blank.
    pub fn waits_for_content(&self, window: &SeenWindow) -> Result<()> {
        until_deadline(|| {
            let mut picture = self.0.command("import");
            picture.args(["-silent", "-window", &window.id, "-format", "%k", "info:-"]);
            let colours: u32 = super::output(&mut picture)?.parse()?;
            ensure!(colours > PLAIN_COLOURS, "the window is blank");
            Ok(())
        })
    }

    /// Waits until a window of this title is visible, and returns it. The screen tells nobody, so this looks again and again.
    ///
    /// # Errors
    /// If none shows in time.
    pub fn waits_for_window(&self, title: &str) -> Result<SeenWindow> {
        // `search --sync` would give up where another window goes away while it looks.
        until_deadline(|| {
            let found = self.xdotool(&["search", "--onlyvisible", "--name", title])?;
            let id = found.lines().next().context("no window")?.to_owned();
            let process = self.xdotool(&["getwindowpid", &id])?.parse()?;
            Ok(SeenWindow { id, process })
        })
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
