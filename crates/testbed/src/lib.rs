//! A desktop of its own: a screen, a session bus, a panel with a tray, a window manager and a notification daemon,
//! every one of them the real program from Debian. It ends, with all that was started on it, when it is dropped.

#![cfg(target_os = "linux")]

mod bus;
mod compositors;
#[expect(
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "the shape of the methods is that of the D-Bus interface"
)]
mod logind;
mod notifications;
#[expect(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "the shape of the methods is that of the D-Bus interface"
)]
mod panel;
mod person;
mod process;
mod screensaver;
mod session_manager;
mod shell;
mod tray;
mod webdriver;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use zbus::blocking::Connection;

pub use self::{
    bus::{Messages, connect, wait_for_name},
    compositors::{Compositor, Kind},
    logind::{FakeLogind, ScreenKeptOn},
    notifications::{Notifications, Shown},
    panel::FakePanel,
    person::{Button, Person, SeenWindow},
    process::Process,
    screensaver::{FakeScreenSaver, OtherScreenSaver},
    session_manager::FakeSessionManager,
    shell::Shell,
    tray::{MenuItem, Pixmap, Tray, TrayState},
    webdriver::{Browser, Element, WebDriver},
};
use process::Group;
use shell::PANEL_HEIGHT;

/// How long anything on a desktop may take before it counts as broken.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// What a desktop has. By default everything.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// A panel that shows tray icons.
    pub panel: bool,
    /// Whose.
    pub shell: Shell,
    /// The screen tells when the last input was.
    pub idle_time: bool,
    /// Somebody shows notifications.
    pub notifications: bool,
    /// Panel and programs are dark.
    pub dark: bool,
    /// Width and height in pixels.
    pub screen: (u32, u32),
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            panel: true,
            shell: Shell::Xfce,
            idle_time: true,
            notifications: true,
            dark: false,
            screen: (1024, 768),
        }
    }
}

/// A running desktop.
#[derive(Debug)]
pub struct VirtualDesktop {
    // Dropped first: everything else may still be connected.
    group: Group,
    processes: Vec<Process>,
    panel: Mutex<Vec<Process>>,
    environment: Vec<(&'static str, String)>,
    session_bus: String,
    system_bus: String,
    system_bus_process: Mutex<Option<Process>>,
    setup: Setup,
    home: TempDir,
}

impl VirtualDesktop {
    /// Starts a desktop and waits until its parts are ready.
    ///
    /// # Errors
    /// If a part is missing or does not get ready; the error holds what it wrote.
    pub fn start(setup: Setup) -> Result<Self> {
        let home = tempfile::Builder::new()
            .prefix("porchlight-desktop-")
            .tempdir()?;
        for folder in ["run", "config", "data", "state", "cache", "logs"] {
            fs::create_dir(home.path().join(folder))?;
        }
        fs::set_permissions(home.path().join("run"), fs::Permissions::from_mode(0o700))?;
        let xvfb = screen(setup, home.path());
        let (group, display) = Group::lead(&home.path().join("logs"), "Xvfb", xvfb, display_name)?;
        let environment = environment(home.path(), &display, setup);
        let mut desktop = Self {
            group,
            processes: Vec::new(),
            panel: Mutex::default(),
            environment,
            session_bus: String::new(),
            system_bus: String::new(),
            system_bus_process: Mutex::new(None),
            setup,
            home,
        };
        desktop.start_buses()?;
        desktop.paint_background()?;
        if !setup.shell.manages_windows() {
            desktop.spawn_part("xfwm4", &["--compositor=off"])?;
        }
        if setup.notifications {
            desktop.start_notifications()?;
        }
        if setup.panel {
            desktop.start_panel()?;
        }
        Ok(desktop)
    }

    /// A command whose program runs on this desktop, with a home of its own.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = process::tethered(program.as_ref());
        for name in [
            "WAYLAND_DISPLAY",
            "XDG_SESSION_ID",
            "XDG_CURRENT_DESKTOP",
            "DESKTOP_SESSION",
            "XAUTHORITY",
        ] {
            command.env_remove(name);
        }
        command
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(self.home.path());
        command
    }

    /// Starts a program made by [`VirtualDesktop::command`]. Its output goes into a log of that name.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn spawn(&self, name: &str, command: Command) -> Result<Process> {
        self.group.start(name, command)
    }

    /// Starts a program, and waits until it has written a line that `is_ready` recognises.
    ///
    /// # Errors
    /// If it cannot be started, or does not get ready.
    pub fn spawn_until<T>(
        &self,
        name: &str,
        command: Command,
        is_ready: impl Fn(&str) -> Option<T>,
    ) -> Result<(Process, T)> {
        self.group.start_until(name, command, is_ready)
    }

    /// Starts a screen that only what is sent there uses, and returns its name, too.
    ///
    /// # Errors
    /// If it does not get ready.
    pub fn another_screen(&self) -> Result<(Process, String)> {
        let mut screen = self.command("Xvfb");
        screen.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset"]);
        self.spawn_until("another-screen", screen, display_name)
    }

    /// Starts the panel, and waits until it shows tray icons.
    ///
    /// # Errors
    /// If it does not get ready.
    pub fn start_panel(&self) -> Result<()> {
        let shell = self.setup.shell;
        shell.prepare(&self.home.path().join("config"), self.setup.dark)?;
        for words in shell.programs() {
            let Some((program, arguments)) = words.split_first() else {
                continue;
            };
            let name = program.rsplit('/').next().unwrap_or(program);
            let mut command = self.command(program);
            command.args(arguments);
            let started = self.spawn(name, command)?;
            self.panel().push(started);
        }
        let name = "org.kde.StatusNotifierWatcher";
        wait_for_name(&self.session_bus()?, name, PATIENCE)
            .with_context(|| format!("{}'s panel shows no tray", shell.name()))
    }

    /// Ends the panel, and the tray with it.
    pub fn stop_panel(&self) {
        self.panel().clear();
    }

    fn panel(&self) -> MutexGuard<'_, Vec<Process>> {
        self.panel.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session bus.
    ///
    /// # Errors
    /// If it is gone.
    pub fn session_bus(&self) -> Result<Connection> {
        connect(&self.session_bus)
    }

    /// The system bus, which has nothing on it but what a test puts there.
    ///
    /// # Errors
    /// If it is gone.
    pub fn system_bus(&self) -> Result<Connection> {
        connect(&self.system_bus)
    }

    /// Ends the system bus with everything on it, and starts an empty one in its place.
    ///
    /// # Errors
    /// If it does not get ready.
    pub fn restart_system_bus(&self) -> Result<()> {
        let mut running = self
            .system_bus_process
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *running = None;
        *running = Some(self.start_bus("system-bus")?.0);
        Ok(())
    }

    /// The tray icon of a program.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn tray_of(&self, process: &Process) -> Result<Tray> {
        Tray::of(&self.session_bus()?, process.id())
    }

    /// The notifications that are shown from now on.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn notifications(&self) -> Result<Notifications<'_>> {
        Notifications::listen(self, &self.session_bus)
    }

    /// The person in front of the screen.
    pub fn person(&self) -> Person<'_> {
        Person::new(self)
    }

    /// Where the panel shows the icon, if there is only one.
    pub fn icon_position(&self) -> (u32, u32) {
        (self.setup.screen.0 - PANEL_HEIGHT / 2, PANEL_HEIGHT / 2)
    }

    /// A picture of the screen once it stands still. A screen does not say that it does, so this looks twice.
    ///
    /// # Errors
    /// If it cannot be taken or written.
    pub fn screenshot(&self, to: &Path) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        let mut before = Vec::new();
        loop {
            let mut command = self.command("import");
            command
                .args(["-silent", "-window", "root", "-strip"])
                .arg(to);
            output(&mut command)?;
            let now = fs::read(to)?;
            if now == before || Instant::now() > deadline {
                return Ok(());
            }
            before = now;
            thread::sleep(Duration::from_millis(400));
        }
    }

    /// The file that Xvfb keeps the screen's pixels in, four bytes each, as they are at any moment.
    pub fn pixels(&self) -> PathBuf {
        self.home.path().join("Xvfb_screen0")
    }

    /// A folder that goes away with the desktop.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// What a program has written.
    pub fn log(&self, name: &str) -> String {
        fs::read_to_string(self.home.path().join("logs").join(format!("{name}.log")))
            .unwrap_or_default()
    }

    fn start_buses(&mut self) -> Result<()> {
        let (session_bus, address) = self.start_bus("session-bus")?;
        self.processes.push(session_bus);
        self.environment
            .push(("DBUS_SESSION_BUS_ADDRESS", address.clone()));
        self.session_bus = address;
        let (system_bus, address) = self.start_bus("system-bus")?;
        self.system_bus_process = Mutex::new(Some(system_bus));
        self.environment
            .push(("DBUS_SYSTEM_BUS_ADDRESS", address.clone()));
        self.system_bus = address;
        Ok(())
    }

    fn start_bus(&self, name: &str) -> Result<(Process, String)> {
        let socket = self.home.path().join("run").join(name);
        let config = self.home.path().join(format!("{name}.conf"));
        fs::write(&config, bus_config(&socket, name == "session-bus"))?;
        let mut command = self.command("dbus-daemon");
        command
            .args([
                "--nofork",
                "--nopidfile",
                "--print-address=1",
                "--config-file",
            ])
            .arg(&config);
        self.group.start_until(name, command, |line| {
            // The rest names this one run of the bus.
            let (address, _) = line.trim().split_once(",guid=")?;
            address.starts_with("unix:").then(|| address.to_owned())
        })
    }

    fn paint_background(&self) -> Result<()> {
        let mut command = self.command("xsetroot");
        command.args([
            "-solid",
            if self.setup.dark {
                "#3a3733"
            } else {
                "#d8d3cc"
            },
        ]);
        output(&mut command).map(drop)
    }

    fn start_notifications(&mut self) -> Result<()> {
        let folder = self.home.path().join("config/dunst");
        fs::create_dir_all(&folder)?;
        fs::write(
            folder.join("dunstrc"),
            notifications::dunst_config(self.home.path())?,
        )?;
        self.spawn_part("dunst", &[])?;
        wait_for_name(
            &self.session_bus()?,
            "org.freedesktop.Notifications",
            PATIENCE,
        )
        .with_context(|| {
            format!(
                "dunst shows no notifications. It wrote:\n{}",
                self.log("dunst")
            )
        })
    }

    fn spawn_part(&mut self, program: &str, arguments: &[&str]) -> Result<()> {
        let mut command = self.command(program);
        command.args(arguments);
        self.processes.push(self.spawn(program, command)?);
        Ok(())
    }
}

/// Runs a command and returns what it printed.
///
/// # Errors
/// If it fails; the error holds what it wrote.
pub fn output(command: &mut Command) -> Result<String> {
    let answer = command.output()?;
    if !answer.status.success() {
        let words: Vec<_> = command
            .get_args()
            .map(|word| word.to_string_lossy())
            .collect();
        bail!(
            "`{}` failed: {}",
            words.join(" "),
            String::from_utf8_lossy(&answer.stderr).trim()
        );
    }
    Ok(String::from_utf8(answer.stdout)?.trim().to_owned())
}

/// What Xvfb writes once it is ready is the number of its display.
fn display_name(line: &str) -> Option<String> {
    let number: u32 = line.trim().parse().ok()?;
    Some(format!(":{number}"))
}

fn screen(setup: Setup, keep: &Path) -> Command {
    let mut command = process::tethered("Xvfb");
    let (width, height) = setup.screen;
    command.args([
        "-displayfd",
        "1",
        "-nolisten",
        "tcp",
        "-noreset",
        "-dpi",
        "96",
    ]);
    command.args(["-screen", "0", &format!("{width}x{height}x24")]);
    command.arg("-fbdir").arg(keep);
    if !setup.idle_time {
        command.args(["-extension", "MIT-SCREEN-SAVER"]);
    }
    command
}

fn environment(home: &Path, display: &str, setup: Setup) -> Vec<(&'static str, String)> {
    let folder = |name: &str| home.join(name).display().to_string();
    let mut environment = vec![
        ("DISPLAY", display.to_owned()),
        ("HOME", home.display().to_string()),
        ("XDG_RUNTIME_DIR", folder("run")),
        ("XDG_CONFIG_HOME", folder("config")),
        ("XDG_DATA_HOME", folder("data")),
        ("XDG_STATE_HOME", folder("state")),
        ("XDG_CACHE_HOME", folder("cache")),
        ("XDG_SESSION_TYPE", "x11".to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
        (
            "GTK_THEME",
            if setup.dark {
                "Adwaita:dark"
            } else {
                "Adwaita"
            }
            .to_owned(),
        ),
        // Nothing outside this desktop is read, started or asked for.
        ("NO_AT_BRIDGE", "1".to_owned()),
        ("GIO_USE_VFS", "local".to_owned()),
        ("NO_PROXY", "*".to_owned()),
        ("LIBGL_ALWAYS_SOFTWARE", "1".to_owned()),
    ];
    let of_the_shell = setup.shell.environment().iter();
    environment.extend(of_the_shell.map(|(name, value)| (*name, (*value).to_owned())));
    environment
}

fn bus_config(socket: &Path, activates: bool) -> String {
    let services = if activates {
        "<standard_session_servicedirs/>"
    } else {
        ""
    };
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <auth>EXTERNAL</auth>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        socket.display()
    )
}
