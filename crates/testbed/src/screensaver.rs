//! Fakes of screen savers: GNOME's, which is a part of its shell and opens with a password, and those of other desktops.

use anyhow::Result;
use zbus::{
    blocking::{Connection, object_server::InterfaceRef},
    interface,
    object_server::SignalEmitter,
};

use super::VirtualDesktop;

const NAME: &str = "org.gnome.ScreenSaver";
const SHELL: &str = "org.gnome.Shell";
const PATH: &str = "/org/gnome/ScreenSaver";

/// Pretends to be the screen saver on a desktop's session bus. It is gone, as after a crash, when it is dropped.
#[derive(Debug)]
pub struct FakeScreenSaver {
    connection: Connection,
}

impl FakeScreenSaver {
    /// Starts it.
    ///
    /// # Errors
    /// If the bus refuses the name.
    pub fn start(desktop: &VirtualDesktop) -> Result<Self> {
        let connection = desktop.session_bus()?;
        let saver = Saver { active: false };
        connection.object_server().at(PATH, saver)?;
        connection.request_name(NAME)?;
        Ok(Self { connection })
    }

    /// Says that it is a part of GNOME's shell, which covers the screen also where it does not lock it.
    ///
    /// # Errors
    /// If the bus refuses the name.
    pub fn is_of_the_shell(&self) -> Result<()> {
        Ok(self.connection.request_name(SHELL)?)
    }

    /// Covers the screen, or uncovers it.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn covers(&self, active: bool) -> Result<()> {
        let saver: InterfaceRef<Saver> = self.connection.object_server().interface(PATH)?;
        saver.get_mut().active = active;
        let changed = Saver::active_changed(saver.signal_emitter(), active);
        Ok(zbus::block_on(changed)?)
    }
}

struct Saver {
    active: bool,
}

#[interface(name = "org.gnome.ScreenSaver")]
impl Saver {
    #[zbus(name = "GetActive")]
    fn is_active(&self) -> bool {
        self.active
    }

    #[zbus(signal)]
    async fn active_changed(emitter: &SignalEmitter<'_>, active: bool) -> zbus::Result<()>;
}

/// Pretends to be another desktop's screen saver, which answers nobody.
#[derive(Debug)]
pub struct OtherScreenSaver {
    connection: Connection,
    name: &'static str,
    path: &'static str,
}

impl OtherScreenSaver {
    /// Xfce's.
    ///
    /// # Errors
    /// If the bus refuses the name.
    pub fn of_xfce(desktop: &VirtualDesktop) -> Result<Self> {
        Self::start(desktop, "org.xfce.ScreenSaver", "/org/xfce/ScreenSaver")
    }

    /// MATE's.
    ///
    /// # Errors
    /// If the bus refuses the name.
    pub fn of_mate(desktop: &VirtualDesktop) -> Result<Self> {
        Self::start(desktop, "org.mate.ScreenSaver", "/org/mate/ScreenSaver")
    }

    /// Covers the screen, or uncovers it.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn covers(&self, active: bool) -> Result<()> {
        let Self {
            connection,
            name,
            path,
        } = self;
        Ok(connection.emit_signal(None::<&str>, *path, *name, "ActiveChanged", &active)?)
    }

    fn start(desktop: &VirtualDesktop, name: &'static str, path: &'static str) -> Result<Self> {
        let connection = desktop.session_bus()?;
        connection.request_name(name)?;
        Ok(Self {
            connection,
            name,
            path,
        })
    }
}
