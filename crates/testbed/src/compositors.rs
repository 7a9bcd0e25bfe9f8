//! Real Wayland compositors without a screen, beside the desktop that they borrow buses and panel from, each with a hand
//! that moves its mouse.

use std::{
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;
use wayland_client::{
    Connection, Dispatch, EventQueue, QueueHandle, delegate_noop,
    globals::{GlobalListContents, registry_queue_init},
    protocol::{wl_registry, wl_seat::WlSeat},
};
use wayland_protocols_plasma::fake_input::client::org_kde_kwin_fake_input::OrgKdeKwinFakeInput;
use wayland_protocols_wlr::virtual_pointer::v1::client::{
    zwlr_virtual_pointer_manager_v1::ZwlrVirtualPointerManagerV1,
    zwlr_virtual_pointer_v1::ZwlrVirtualPointerV1,
};
use zbus::{blocking, zvariant::OwnedObjectPath};

use super::{Process, VirtualDesktop, person::until_deadline};

/// Debian's `nobody`: Sway does not run as root.
const NOBODY: u32 = 65534;
const SOCKET: &str = "wayland-test";

/// Whose compositor it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Mutter.
    Gnome,
    /// `KWin`.
    Kde,
    Sway,
}

/// A running compositor. It ends when it is dropped.
#[derive(Debug)]
pub struct Compositor {
    /// The compositor's own process.
    pub process: Process,
    hand: Hand,
    socket: PathBuf,
    _folder: TempDir,
}

impl Compositor {
    /// Starts one, and waits until programs can connect to it.
    ///
    /// # Errors
    /// If it is not installed, or does not get ready; the error holds what it wrote.
    pub fn start(desktop: &VirtualDesktop, kind: Kind) -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("porchlight-wayland-")
            .tempdir()?;
        let program = kind.program();
        if !Path::new(program).exists() {
            bail!(
                "{program} is not installed; `cargo xtask test` installs it, and `--without compositors` does without"
            );
        }
        let command = kind.command(desktop, folder.path())?;
        let process = desktop.spawn(kind.name(), command)?;
        let socket = until_deadline(|| socket_in(folder.path()))
            .and_then(|socket| Ok((until_deadline(|| Hand::of(kind, desktop, &socket))?, socket)))
            .with_context(|| format!("{program} did not get ready. It wrote:\n{}", process.log()));
        let (hand, socket) = socket?;
        Ok(Self {
            process,
            hand,
            socket,
            _folder: folder,
        })
    }

    /// What makes a program run on it.
    pub fn environment(&self) -> [(&'static str, String); 3] {
        [
            ("WAYLAND_DISPLAY", self.socket.display().to_string()),
            ("XDG_SESSION_TYPE", "wayland".to_owned()),
            ("DISPLAY", String::new()),
        ]
    }

    /// Nudges the mouse.
    ///
    /// # Errors
    /// If the compositor is gone.
    pub fn moves_the_mouse(&mut self) -> Result<()> {
        self.hand.moves_the_mouse()
    }
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Gnome => "mutter",
            Self::Kde => "kwin",
            Self::Sway => "sway",
        }
    }

    const fn program(self) -> &'static str {
        match self {
            Self::Gnome => "/usr/bin/mutter",
            Self::Kde => "/usr/bin/kwin_wayland",
            Self::Sway => "/usr/bin/sway",
        }
    }

    fn command(self, desktop: &VirtualDesktop, folder: &Path) -> Result<Command> {
        let mut command = match self {
            Self::Gnome => {
                let mut mutter = desktop.command(self.program());
                mutter.args(["--wayland", "--headless", "--no-x11"]);
                mutter.args(["--virtual-monitor", "1280x720"]);
                mutter.arg(format!("--wayland-display={SOCKET}"));
                mutter
            }
            Self::Kde => {
                // A copy has no capability to run at a higher priority, which not every sandbox grants. It goes by its name.
                let copy = folder.join("kwin_wayland");
                fs::copy(self.program(), &copy)?;
                let mut kwin = desktop.command(copy);
                kwin.args(["--virtual", "--no-lockscreen", "--socket", SOCKET]);
                // Whoever connects may move the mouse.
                kwin.env("KWIN_WAYLAND_NO_PERMISSION_CHECKS", "1");
                kwin
            }
            Self::Sway => {
                let config = folder.join("config");
                fs::write(&config, "xwayland disable\n")?;
                let mut sway = unprivileged(desktop, self.program(), folder)?;
                sway.arg("--config").arg(config);
                sway.env("WLR_BACKENDS", "headless");
                sway.env("WLR_LIBINPUT_NO_DEVICES", "1");
                sway.env("WLR_RENDERER", "pixman");
                sway
            }
        };
        command.env("XDG_RUNTIME_DIR", folder).env_remove("DISPLAY");
        Ok(command)
    }
}

/// A command that root runs as somebody else, in a folder of his.
fn unprivileged(desktop: &VirtualDesktop, program: &str, folder: &Path) -> Result<Command> {
    if fs::metadata(folder)?.uid() != 0 {
        return Ok(desktop.command(program));
    }
    chown(folder, Some(NOBODY), Some(NOBODY))?;
    let mut command = desktop.command("setpriv");
    let nobody = NOBODY.to_string();
    command.args(["--reuid", &nobody, "--regid", &nobody, "--clear-groups"]);
    command.args(["--pdeathsig", "KILL", "--", program]);
    command.current_dir(folder).env("HOME", folder);
    Ok(command)
}

/// The one socket that is not a compositor's own business.
fn socket_in(folder: &Path) -> Result<PathBuf> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("wayland-") && !name.ends_with(".lock") {
            return Ok(path);
        }
    }
    bail!("there is no socket yet")
}

/// Moves the mouse of a compositor, as each of them lets it be done.
#[derive(Debug)]
enum Hand {
    RemoteDesktop {
        bus: blocking::Connection,
        session: OwnedObjectPath,
    },
    FakeInput(OrgKdeKwinFakeInput, EventQueue<Nothing>),
    VirtualPointer(ZwlrVirtualPointerV1, EventQueue<Nothing>),
}

const REMOTE_DESKTOP: &str = "org.gnome.Mutter.RemoteDesktop";
const REMOTE_SESSION: &str = "org.gnome.Mutter.RemoteDesktop.Session";

impl Hand {
    fn of(kind: Kind, desktop: &VirtualDesktop, socket: &Path) -> Result<Self> {
        match kind {
            Kind::Gnome => Self::remote(desktop.session_bus()?),
            Kind::Kde => {
                let (globals, queue) = connect(socket)?;
                let input: OrgKdeKwinFakeInput = globals.bind(&queue.handle(), 1..=1, ())?;
                input.authenticate("Porchlight".into(), "its tests".into());
                Ok(Self::FakeInput(input, queue))
            }
            Kind::Sway => {
                let (globals, queue) = connect(socket)?;
                let handle = queue.handle();
                let seat: WlSeat = globals.bind(&handle, 1..=1, ())?;
                let pointers: ZwlrVirtualPointerManagerV1 = globals.bind(&handle, 1..=1, ())?;
                let pointer = pointers.create_virtual_pointer(Some(&seat), &handle, ());
                Ok(Self::VirtualPointer(pointer, queue))
            }
        }
    }

    fn remote(bus: blocking::Connection) -> Result<Self> {
        let reply = bus.call_method(
            Some(REMOTE_DESKTOP),
            "/org/gnome/Mutter/RemoteDesktop",
            Some(REMOTE_DESKTOP),
            "CreateSession",
            &(),
        )?;
        let session: OwnedObjectPath = reply.body().deserialize()?;
        bus.call_method(
            Some(REMOTE_DESKTOP),
            &session,
            Some(REMOTE_SESSION),
            "Start",
            &(),
        )?;
        Ok(Self::RemoteDesktop { bus, session })
    }

    fn moves_the_mouse(&mut self) -> Result<()> {
        match self {
            Self::RemoteDesktop { bus, session } => {
                bus.call_method(
                    Some(REMOTE_DESKTOP),
                    &*session,
                    Some(REMOTE_SESSION),
                    "NotifyPointerMotionRelative",
                    &(3.0, 3.0),
                )?;
            }
            Self::FakeInput(input, queue) => {
                input.pointer_motion(3.0, 3.0);
                queue.roundtrip(&mut Nothing)?;
            }
            Self::VirtualPointer(pointer, queue) => {
                pointer.motion(0, 3.0, 3.0);
                pointer.frame();
                queue.roundtrip(&mut Nothing)?;
            }
        }
        Ok(())
    }
}

fn connect(socket: &Path) -> Result<(wayland_client::globals::GlobalList, EventQueue<Nothing>)> {
    let stream = std::os::unix::net::UnixStream::connect(socket)?;
    let connection = Connection::from_socket(stream)?;
    Ok(registry_queue_init(&connection)?)
}

/// Hears nothing.
#[derive(Debug)]
struct Nothing;

impl Dispatch<wl_registry::WlRegistry, GlobalListContents> for Nothing {
    fn event(
        _: &mut Self,
        _: &wl_registry::WlRegistry,
        _: wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
    }
}

delegate_noop!(Nothing: ignore WlSeat);
delegate_noop!(Nothing: ignore OrgKdeKwinFakeInput);
delegate_noop!(Nothing: ignore ZwlrVirtualPointerManagerV1);
delegate_noop!(Nothing: ignore ZwlrVirtualPointerV1);
