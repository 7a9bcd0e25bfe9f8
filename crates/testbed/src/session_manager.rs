//! A fake of GNOME's session manager, as far as programs tell it to keep the session from counting as idle: the real one
//! starts a whole desktop.

use std::collections::BTreeMap;

use anyhow::Result;
use zbus::{
    blocking::{Connection, object_server::InterfaceRef},
    interface,
    object_server::SignalEmitter,
    zvariant::{ObjectPath, OwnedObjectPath},
};

use super::VirtualDesktop;

const NAME: &str = "org.gnome.SessionManager";
const PATH: &str = "/org/gnome/SessionManager";
/// The session must not be suspended; it must not count as idle.
const SUSPEND: u32 = 4;
const IDLE: u32 = 8;

/// Pretends to be the session manager on a desktop's session bus.
#[derive(Debug)]
pub struct FakeSessionManager {
    connection: Connection,
}

impl FakeSessionManager {
    /// Starts it.
    ///
    /// # Errors
    /// If the bus refuses the name.
    pub fn start(desktop: &VirtualDesktop) -> Result<Self> {
        let connection = desktop.session_bus()?;
        connection.object_server().at(PATH, Manager::default())?;
        connection.request_name(NAME)?;
        Ok(Self { connection })
    }

    /// A program begins to keep the screen on, as for a film, or only the machine awake, as for music.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn program_begins(&self, name: &str, screen: bool) -> Result<()> {
        let path = path_of(name)?;
        let flags = if screen { IDLE | SUSPEND } else { SUSPEND };
        let inhibitor = Inhibitor {
            name: name.to_owned(),
            flags,
        };
        self.connection.object_server().at(&path, inhibitor)?;
        let manager = self.manager()?;
        manager.get_mut().held.insert(path.to_string(), flags);
        let added = Manager::inhibitor_added(manager.signal_emitter(), path.as_ref());
        Ok(zbus::block_on(added)?)
    }

    /// It ends that.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn program_ends(&self, name: &str) -> Result<()> {
        let path = path_of(name)?;
        let manager = self.manager()?;
        manager.get_mut().held.remove(path.as_str());
        self.connection
            .object_server()
            .remove::<Inhibitor, _>(&path)?;
        let removed = Manager::inhibitor_removed(manager.signal_emitter(), path.as_ref());
        Ok(zbus::block_on(removed)?)
    }

    fn manager(&self) -> Result<InterfaceRef<Manager>> {
        Ok(self.connection.object_server().interface(PATH)?)
    }
}

fn path_of(name: &str) -> Result<OwnedObjectPath> {
    Ok(format!("{PATH}/{name}").try_into()?)
}

#[derive(Default)]
struct Manager {
    /// By path.
    held: BTreeMap<String, u32>,
}

#[interface(name = "org.gnome.SessionManager")]
impl Manager {
    fn is_inhibited(&self, flags: u32) -> bool {
        self.held.values().any(|held| held & flags != 0)
    }

    #[zbus(name = "GetInhibitors")]
    fn inhibitors(&self) -> Vec<OwnedObjectPath> {
        let paths = self.held.keys();
        paths
            .filter_map(|path| path.as_str().try_into().ok())
            .collect()
    }

    #[zbus(signal)]
    async fn inhibitor_added(emitter: &SignalEmitter<'_>, path: ObjectPath<'_>)
    -> zbus::Result<()>;

    #[zbus(signal)]
    async fn inhibitor_removed(
        emitter: &SignalEmitter<'_>,
        path: ObjectPath<'_>,
    ) -> zbus::Result<()>;
}

struct Inhibitor {
    name: String,
    flags: u32,
}

#[interface(name = "org.gnome.SessionManager.Inhibitor")]
impl Inhibitor {
    #[zbus(name = "GetAppId")]
    fn app_id(&self) -> &str {
        &self.name
    }

    #[zbus(name = "GetFlags")]
    fn flags(&self) -> u32 {
        self.flags
    }
}
