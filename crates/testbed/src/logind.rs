//! A fake of systemd's login service, for lock and sleep: the one part of the desktop that is not the real program,
//! since the real one would put the machine to sleep.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{self, PipeReader, Read},
    os::fd::OwnedFd,
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

use anyhow::{Context, Result};
use zbus::{
    blocking::{Connection, object_server::InterfaceRef},
    fdo, interface,
    zvariant::{self, OwnedObjectPath},
};

use super::VirtualDesktop;

const NAME: &str = "org.freedesktop.login1";
const MANAGER: &str = "/org/freedesktop/login1";
const SESSION: &str = "/org/freedesktop/login1/session/_31";
/// The one session by all the names that a client may use for its own.
const SESSIONS: [&str; 3] = [
    SESSION,
    "/org/freedesktop/login1/session/auto",
    "/org/freedesktop/login1/session/self",
];

/// Pretends to be `org.freedesktop.login1` on a desktop's system bus.
#[derive(Debug)]
pub struct FakeLogind {
    connection: Connection,
    /// Of a program on the desktop.
    program: Connection,
    inhibitors: Inhibitors,
    asked: mpsc::Receiver<()>,
}

/// Keeps the screen on until it is dropped.
#[derive(Debug)]
pub struct ScreenKeptOn {
    _pipe: zvariant::OwnedFd,
}

/// Who wants a word before the machine sleeps: what for, and the pipe that closes once it is said.
type Inhibitors = Arc<Mutex<VecDeque<PipeReader>>>;

impl FakeLogind {
    /// Starts it.
    ///
    /// # Errors
    /// If the bus refuses the name.
    pub fn start(desktop: &VirtualDesktop) -> Result<Self> {
        let connection = desktop.system_bus()?;
        let inhibitors = Inhibitors::default();
        let (sender, asked) = mpsc::channel();
        let manager = Manager {
            connection: connection.clone(),
            blocks: Blocks::default(),
            inhibitors: Arc::clone(&inhibitors),
            asked: sender,
            sleeping: false,
        };
        connection.object_server().at(MANAGER, manager)?;
        for path in SESSIONS {
            let session = Session {
                locked: false,
                active: true,
            };
            connection.object_server().at(path, session)?;
        }
        connection.request_name(NAME)?;
        Ok(Self {
            connection,
            program: desktop.system_bus()?,
            inhibitors,
            asked,
        })
    }

    /// Waits until somebody has asked for a word before sleep.
    ///
    /// # Errors
    /// If nobody does in time.
    pub fn wait_for_inhibitor(&self) -> Result<()> {
        self.asked
            .recv_timeout(super::PATIENCE)
            .context("nobody asked logind for a delay before sleep")
    }

    /// A program keeps the screen on, as in a call.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn program_keeps_screen_on(&self, name: &str) -> Result<ScreenKeptOn> {
        let interface = "org.freedesktop.login1.Manager";
        let answer = self.program.call_method(
            Some(NAME),
            MANAGER,
            Some(interface),
            "Inhibit",
            &("idle:sleep", name, "In a call", "block"),
        )?;
        Ok(ScreenKeptOn {
            _pipe: answer.body().deserialize()?,
        })
    }

    /// Locks or unlocks the screen, as a locker says that it has.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn lock(&self, locked: bool) -> Result<()> {
        for path in SESSIONS {
            let session: InterfaceRef<Session> = self.connection.object_server().interface(path)?;
            session.get_mut().locked = locked;
            let emitter = session.signal_emitter();
            zbus::block_on(session.get().locked_hint_changed(emitter))?;
        }
        Ok(())
    }

    /// Asks for the screen to be locked, as `loginctl lock-session` does. Whether it is depends on lockers.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn asks_for_lock(&self) -> Result<()> {
        for path in SESSIONS {
            let interface = "org.freedesktop.login1.Session";
            self.connection
                .emit_signal(None::<&str>, path, interface, "Lock", &())?;
        }
        Ok(())
    }

    /// Puts another user's session in front of this one, or this one back in front.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn switches_user(&self, away: bool) -> Result<()> {
        for path in SESSIONS {
            let session: InterfaceRef<Session> = self.connection.object_server().interface(path)?;
            session.get_mut().active = !away;
            let emitter = session.signal_emitter();
            zbus::block_on(session.get().active_changed(emitter))?;
        }
        Ok(())
    }

    /// Unlocks the screen while nobody is told: logind is away meanwhile, as during an update.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn unlocks_while_it_is_away(&self) -> Result<()> {
        self.connection.release_name(NAME)?;
        for path in SESSIONS {
            let session: InterfaceRef<Session> = self.connection.object_server().interface(path)?;
            session.get_mut().locked = false;
        }
        self.connection.request_name(NAME)?;
        Ok(())
    }

    /// Announces what time zone the computer is set to, as systemd's time service does.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn announces_time_zone(&self, zone: &str) -> Result<()> {
        let changed = BTreeMap::from([("Timezone", zvariant::Value::from(zone))]);
        let invalidated: [&str; 0] = [];
        Ok(self.connection.emit_signal(
            None::<&str>,
            "/org/freedesktop/timedate1",
            "org.freedesktop.DBus.Properties",
            "PropertiesChanged",
            &("org.freedesktop.timedate1", changed, &invalidated[..]),
        )?)
    }

    /// Announces sleep, and waits until everybody who asked for a word has had it, or `patience` is over.
    /// Returns whether they all had.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn sleep(&self, patience: Duration) -> Result<bool> {
        let waiting: Vec<PipeReader> = self
            .inhibitors
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .drain(..)
            .collect();
        self.prepare_for_sleep(true)?;
        let (sender, said) = mpsc::channel();
        thread::spawn(move || {
            for mut pipe in waiting {
                let _ = pipe.read(&mut [0]);
            }
            let _ = sender.send(());
        });
        Ok(said.recv_timeout(patience).is_ok())
    }

    /// Announces that the machine is awake again.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn wake(&self) -> Result<()> {
        self.prepare_for_sleep(false)
    }

    fn prepare_for_sleep(&self, sleeping: bool) -> Result<()> {
        let manager: InterfaceRef<Manager> = self.connection.object_server().interface(MANAGER)?;
        manager.get_mut().sleeping = sleeping;
        let name = "PrepareForSleep";
        Ok(self.connection.emit_signal(
            None::<&str>,
            MANAGER,
            "org.freedesktop.login1.Manager",
            name,
            &(sleeping,),
        )?)
    }
}

/// What programs keep from happening, by a number of their own.
type Blocks = Arc<Mutex<BTreeMap<u32, Listed>>>;

/// What for, who, why, how, whose, and in which process.
type Listed = (String, String, String, String, u32, u32);

struct Manager {
    connection: Connection,
    blocks: Blocks,
    inhibitors: Inhibitors,
    asked: mpsc::Sender<()>,
    sleeping: bool,
}

#[interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn inhibit(
        &self,
        what: &str,
        who: &str,
        why: &str,
        mode: &str,
    ) -> fdo::Result<zvariant::OwnedFd> {
        let (reader, writer) = io::pipe().map_err(|error| fdo::Error::Failed(error.to_string()))?;
        if mode == "block" {
            let texts = [what, who, why, mode].map(ToOwned::to_owned);
            self.block(texts, reader)?;
            return Ok(OwnedFd::from(writer).into());
        }
        if what.contains("sleep") && mode == "delay" {
            self.inhibitors
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push_back(reader);
            let _ = self.asked.send(());
        }
        Ok(OwnedFd::from(writer).into())
    }

    #[zbus(name = "ListInhibitors")]
    fn listed(&self) -> Vec<Listed> {
        let mut all: Vec<_> = blocks(&self.blocks).values().cloned().collect();
        // The system updates itself meanwhile, and somebody waits for a word before sleep.
        let of = |what: &str, who: &str, mode: &str, user| {
            let [what, who, why, mode] = [what, who, "", mode].map(ToOwned::to_owned);
            (what, who, why, mode, user, 1)
        };
        all.push(of("shutdown:idle", "Updates", "block", u32::MAX));
        all.push(of("sleep:idle", "Porchlight", "delay", me()));
        all
    }

    #[zbus(property)]
    fn block_inhibited(&self) -> String {
        blocked(&self.blocks)
    }

    #[zbus(property)]
    fn preparing_for_sleep(&self) -> bool {
        self.sleeping
    }

    #[zbus(property)]
    fn preparing_for_shutdown(&self) -> bool {
        false
    }

    #[zbus(name = "GetSession")]
    fn session(&self, _id: &str) -> OwnedObjectPath {
        path()
    }

    #[zbus(name = "GetSessionByPID")]
    fn session_by_pid(&self, _process: u32) -> OwnedObjectPath {
        path()
    }

    #[zbus(name = "GetUser")]
    fn user(&self, _id: u32) -> fdo::Result<OwnedObjectPath> {
        Err(fdo::Error::UnknownMethod(
            "this is a fake with one session".to_owned(),
        ))
    }

    #[zbus(name = "ListSessions")]
    fn sessions(&self) -> Vec<(String, u32, String, String, OwnedObjectPath)> {
        vec![(
            "1".to_owned(),
            me(),
            "agent".to_owned(),
            "seat0".to_owned(),
            path(),
        )]
    }
}

impl Manager {
    fn block(&self, texts: [String; 4], mut pipe: PipeReader) -> fdo::Result<()> {
        let [what, who, why, mode] = texts;
        let listed = (what, who, why, mode, me(), std::process::id());
        let number = {
            let mut blocks = blocks(&self.blocks);
            let number = blocks
                .last_key_value()
                .map_or(1, |(number, _)| number.saturating_add(1));
            blocks.insert(number, listed);
            number
        };
        announce_blocks(&self.connection, &self.blocks)
            .map_err(|error| fdo::Error::Failed(error.to_string()))?;
        let (connection, all) = (self.connection.clone(), Arc::clone(&self.blocks));
        thread::spawn(move || {
            let _ = pipe.read(&mut [0]);
            blocks(&all).remove(&number);
            // The desktop may have ended meanwhile.
            let _ = announce_blocks(&connection, &all);
        });
        Ok(())
    }
}

fn announce_blocks(connection: &Connection, all: &Blocks) -> zbus::Result<()> {
    let changed = BTreeMap::from([("BlockInhibited", zvariant::Value::from(blocked(all)))]);
    let invalidated: [&str; 0] = [];
    connection.emit_signal(
        None::<&str>,
        MANAGER,
        "org.freedesktop.DBus.Properties",
        "PropertiesChanged",
        &("org.freedesktop.login1.Manager", changed, &invalidated[..]),
    )
}

fn blocked(all: &Blocks) -> String {
    let all: Vec<_> = blocks(all).values().map(|held| held.0.clone()).collect();
    all.join(":")
}

fn blocks(all: &Blocks) -> std::sync::MutexGuard<'_, BTreeMap<u32, Listed>> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

fn me() -> u32 {
    rustix::process::getuid().as_raw()
}

fn path() -> OwnedObjectPath {
    zvariant::ObjectPath::from_static_str_unchecked(SESSION).into()
}

struct Session {
    locked: bool,
    active: bool,
}

#[interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.locked
    }

    #[zbus(property)]
    fn active(&self) -> bool {
        self.active
    }

    #[zbus(property)]
    fn id(&self) -> &'static str {
        "1"
    }
}
