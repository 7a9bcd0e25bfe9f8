//! What the notification daemon shows, and the person's answers to it.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use zbus::{MatchRule, message, zvariant::OwnedValue};

use super::{Messages, VirtualDesktop, output};

/// Listens to the notifications that are shown.
#[derive(Debug)]
pub struct Notifications<'a> {
    desktop: &'a VirtualDesktop,
    calls: Messages,
}

/// A notification as a program asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub title: String,
    pub body: String,
    /// The labels of its buttons.
    pub buttons: Vec<String>,
    /// It is shown until it is closed.
    pub stays: bool,
    /// The number of the one it takes the place of; 0 for none.
    pub replaces: u32,
}

impl<'a> Notifications<'a> {
    pub(super) fn listen(desktop: &'a VirtualDesktop, session_bus: &str) -> Result<Self> {
        let rule = MatchRule::builder()
            .msg_type(message::Type::MethodCall)
            .interface("org.freedesktop.Notifications")?
            .member("Notify")?
            .build();
        Ok(Self {
            desktop,
            calls: Messages::overheard(session_bus, rule)?,
        })
    }

    /// Waits for a notification as `wanted`.
    ///
    /// # Errors
    /// If none is shown within `patience`; the error says which ones were.
    pub fn wait_for(
        &self,
        what: &str,
        patience: Duration,
        wanted: impl Fn(&Shown) -> bool,
    ) -> Result<Shown> {
        let deadline = Instant::now() + patience;
        let mut others = Vec::new();
        while let Some(call) = self.calls.next(deadline) {
            let shown = Shown::parse(&call)?;
            if wanted(&shown) {
                return Ok(shown);
            }
            others.push(shown);
        }
        bail!("no notification about {what}; shown were {others:#?}")
    }

    /// The notifications that were shown and not waited for.
    ///
    /// # Errors
    /// If one is malformed.
    pub fn shown(&self) -> Result<Vec<Shown>> {
        self.calls.arrived().iter().map(Shown::parse).collect()
    }

    /// Presses a button of the notification that is on the screen.
    ///
    /// # Errors
    /// If the notification daemon does not take it.
    pub fn press(&self, button: &str) -> Result<()> {
        fs::write(answer_file(self.desktop.home()), button)?;
        let mut command = self.desktop.command("dunstctl");
        command.arg("context");
        output(&mut command).map(drop)
    }
}

impl Shown {
    fn parse(call: &zbus::Message) -> Result<Self> {
        type Notify = (
            String,
            u32,
            String,
            String,
            String,
            Vec<String>,
            BTreeMap<String, OwnedValue>,
            i32,
        );
        let (_, replaces, _, title, body, actions, _, milliseconds): Notify =
            call.body().deserialize()?;
        let buttons = actions
            .chunks_exact(2)
            // A click on the notification itself is no button.
            .filter(|pair| pair[0] != "default")
            .map(|pair| pair[1].clone())
            .collect();
        Ok(Self {
            title,
            body,
            buttons,
            stays: milliseconds == 0,
            replaces,
        })
    }
}

/// Dunst's own menu of a notification's buttons is a program that prints the chosen line: this one picks the
/// line that the test wrote into a file.
pub(super) fn dunst_config(home: &Path) -> Result<String> {
    let chooser = home.join("choose-button");
    fs::write(
        &chooser,
        format!(
            "#!/bin/sh\nexec grep -F -m1 -e \"$(cat '{}')\"\n",
            answer_file(home).display()
        ),
    )?;
    fs::set_permissions(&chooser, fs::Permissions::from_mode(0o755))?;
    Ok(format!(
        "[global]\nfont = Inter 10\nwidth = 320\noffset = 12x42\ncorner_radius = 8\nframe_width = 1\nshow_indicators = false\n\
         background = \"#2b2926\"\nforeground = \"#ffffff\"\nframe_color = \"#55504a\"\ndmenu = {}\n",
        chooser.display()
    ))
}

fn answer_file(home: &Path) -> std::path::PathBuf {
    home.join("button-to-press")
}
