//! What shows the tray icons: the panels of the desktops that Debian has, each set up so that its tray is in sight.

use std::{fs, path::Path};

use anyhow::Result;

/// A desktop's panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    Xfce,
    Lxqt,
    Mate,
    Cinnamon,
    Plasma,
    /// With the extension that shows tray icons.
    Gnome,
}

/// The height of Xfce's and of `LXQt`'s panel in pixels. The others have their own.
pub(crate) const PANEL_HEIGHT: u32 = 30;

impl Shell {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Xfce,
        Self::Lxqt,
        Self::Mate,
        Self::Cinnamon,
        Self::Plasma,
        Self::Gnome,
    ];

    /// As a person calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Xfce => "Xfce",
            Self::Lxqt => "LXQt",
            Self::Mate => "MATE",
            Self::Cinnamon => "Cinnamon",
            Self::Plasma => "KDE Plasma",
            Self::Gnome => "GNOME",
        }
    }

    /// Whether it draws windows' frames and stacks them itself; the others need a window manager.
    pub(crate) fn manages_windows(self) -> bool {
        matches!(self, Self::Cinnamon | Self::Gnome)
    }

    /// What it wants to find in its environment.
    pub(crate) fn environment(self) -> &'static [(&'static str, &'static str)] {
        // Settings in a file that `prepare` has written.
        const KEYFILE: (&str, &str) = ("GSETTINGS_BACKEND", "keyfile");
        match self {
            Self::Xfce => &[("GSETTINGS_BACKEND", "memory")],
            Self::Lxqt => &[("XDG_CURRENT_DESKTOP", "LXQt")],
            Self::Mate => &[("XDG_CURRENT_DESKTOP", "MATE"), KEYFILE],
            Self::Cinnamon => &[
                ("XDG_CURRENT_DESKTOP", "X-Cinnamon"),
                ("CINNAMON_SOFTWARE_RENDERING", "1"),
                KEYFILE,
            ],
            Self::Plasma => &[
                ("XDG_CURRENT_DESKTOP", "KDE"),
                ("KDE_FULL_SESSION", "true"),
                ("KDE_SESSION_VERSION", "5"),
                ("QT_QUICK_BACKEND", "software"),
            ],
            Self::Gnome => &[("XDG_CURRENT_DESKTOP", "GNOME"), KEYFILE],
        }
    }

    /// The programs that make it up, with their arguments, in the order in which they start.
    pub(crate) fn programs(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Xfce => &[&["xfce4-panel"]],
            Self::Lxqt => &[&["lxqt-panel"]],
            Self::Mate => &[&["mate-panel"]],
            // The watcher stands apart, and hands what it is told to the panel in a way of its own.
            Self::Cinnamon => &[
                &["/usr/libexec/xapps/sn-watcher/xapp-sn-watcher"],
                &["cinnamon", "--replace"],
            ],
            Self::Plasma => &[
                &["kded5"],
                &["/usr/lib/x86_64-linux-gnu/libexec/kactivitymanagerd"],
                &["plasmashell"],
            ],
            Self::Gnome => &[&["gnome-shell", "--x11", "--replace"]],
        }
    }

    /// Writes its settings below the folder of a home's settings.
    pub(crate) fn prepare(self, config: &Path, dark: bool) -> Result<()> {
        let theme = if dark { "dark" } else { "light" };
        match self {
            Self::Xfce => write(
                &config.join("xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"),
                &xfce(dark),
            ),
            Self::Lxqt => {
                write(
                    &config.join("lxqt/lxqt.conf"),
                    &format!("[General]\ntheme={theme}\nicon_theme=Adwaita\n"),
                )?;
                write(&config.join("lxqt/panel.conf"), &lxqt())
            }
            Self::Mate => keyfile(config, "[org/mate/panel]\nenable-sni-support=true\n"),
            Self::Plasma if dark => {
                write(
                    &config.join("kdeglobals"),
                    "[General]\nColorScheme=BreezeDark\n",
                )?;
                write(&config.join("plasmarc"), "[Theme]\nname=breeze-dark\n")
            }
            Self::Cinnamon | Self::Plasma => Ok(()),
            Self::Gnome => keyfile(
                config,
                "[org/gnome/shell]\nenabled-extensions=['ubuntu-appindicators@ubuntu.com']\n\
                 disable-user-extensions=false\nwelcome-dialog-last-shown-version='99'\n",
            ),
        }
    }
}

fn keyfile(config: &Path, settings: &str) -> Result<()> {
    write(&config.join("glib-2.0/settings/keyfile"), settings)
}

fn write(file: &Path, text: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(file, text)?)
}

/// One panel along the top: an empty stretch, the clock, and the tray in the corner.
fn lxqt() -> String {
    format!(
        "[General]\npanels=panel1\n\
         [panel1]\nplugins=spacer, worldclock, statusnotifier\nposition=Top\npanelSize={PANEL_HEIGHT}\n\
         iconSize=22\nwidth=100\nwidth-percent=true\n\
         [spacer]\ntype=spacer\nexpandable=true\n\
         [worldclock]\ntype=worldclock\n\
         [statusnotifier]\ntype=statusnotifier\n"
    )
}

/// One panel along the top: an empty stretch, the clock, and the tray in the corner.
fn xfce(dark: bool) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="{dark}"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="{PANEL_HEIGHT}"/>
      <property name="icon-size" type="uint" value="22"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="clock"/>
    <property name="plugin-3" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
      <property name="icon-size" type="int" value="22"/>
      <property name="hide-new-items" type="bool" value="false"/>
    </property>
  </property>
</channel>
"#
    )
}
