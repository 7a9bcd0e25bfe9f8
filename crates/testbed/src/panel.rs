//! A fake of a panel that is just starting: it shows a tray icon as it read it first, and listens to it when it is told to.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use zbus::{
    MatchRule, Message,
    blocking::{Connection, MessageIterator, Proxy, object_server::InterfaceRef},
    interface,
    message::{Header, Type},
    names::{MemberName, UniqueName},
    object_server::SignalEmitter,
};

use super::{Pixmap, VirtualDesktop};

const NAME: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const ITEM_PATH: &str = "/StatusNotifierItem";

/// Pretends to be a desktop's panel, for one icon. It is gone when it is dropped.
#[derive(Debug)]
pub struct FakePanel {
    connection: Connection,
    shown: Arc<Shown>,
}

/// What is on the panel, and whoever waits for it to change.
#[derive(Debug, Default)]
struct Shown {
    icon: Mutex<Icon>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Icon {
    /// Who it is of.
    item: Option<UniqueName<'static>>,
    pictures: Vec<Pixmap>,
    tooltip: String,
}

impl FakePanel {
    /// Starts it. It takes icons, and hears nothing of them.
    ///
    /// # Errors
    /// If the bus refuses the name.
    pub fn start(desktop: &VirtualDesktop) -> Result<Self> {
        let connection = desktop.session_bus()?;
        let shown = Arc::<Shown>::default();
        let watcher = Watcher {
            reader: desktop.session_bus()?,
            shown: Arc::clone(&shown),
        };
        connection.object_server().at(PATH, watcher)?;
        connection.request_name(NAME)?;
        Ok(Self { connection, shown })
    }

    /// Listens to what icons announce from now on, and says that it is there.
    ///
    /// # Errors
    /// If the bus is gone.
    pub fn listens(&self) -> Result<()> {
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .interface(ITEM)?
            .build();
        let signals = MessageIterator::for_match_rule(rule, &self.connection, Some(1024))?;
        let shown = Arc::clone(&self.shown);
        let reader = self.connection.clone();
        thread::spawn(move || {
            for signal in signals.map_while(Result::ok) {
                // What is gone is read no more.
                let _ = shown.reads_what_is_new(&reader, &signal);
            }
        });
        let watcher: InterfaceRef<Watcher> = self.connection.object_server().interface(PATH)?;
        let said = Watcher::status_notifier_host_registered(watcher.signal_emitter());
        Ok(zbus::block_on(said)?)
    }

    /// Waits until a person sees these pictures, and a tooltip that contains this.
    ///
    /// # Errors
    /// If she does not within `patience`; the error holds the tooltip that she sees.
    pub fn shows(&self, pictures: &[Pixmap], tooltip: &str, patience: Duration) -> Result<()> {
        let pictures = visible(pictures.to_vec());
        let deadline = Instant::now() + patience;
        let mut icon = self.shown.lock();
        loop {
            let right_pictures = icon.pictures == pictures;
            if right_pictures && icon.tooltip.contains(tooltip) {
                return Ok(());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                bail!(
                    "the panel shows {} lantern and \"{}\"",
                    if right_pictures { "the" } else { "another" },
                    icon.tooltip
                );
            }
            let changed = self.shown.changed.wait_timeout(icon, left);
            (icon, _) = changed.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Asks for the icon again and again without waiting for an answer, as a program may that is no panel.
    ///
    /// # Errors
    /// If there is no icon yet, or the bus is gone.
    pub fn pesters(&self, desktop: &VirtualDesktop, times: usize) -> Result<()> {
        let Some(item) = self.shown.lock().item.clone() else {
            bail!("the panel has no icon")
        };
        let other = desktop.session_bus()?;
        for _ in 0..times {
            for property in ["IconPixmap", "ToolTip"] {
                let question = Message::method_call(ITEM_PATH, "Get")?
                    .destination(item.clone())?
                    .interface("org.freedesktop.DBus.Properties")?
                    .build(&(ITEM, property))?;
                other.send(&question)?;
            }
        }
        Ok(())
    }
}

impl Shown {
    fn lock(&self) -> std::sync::MutexGuard<'_, Icon> {
        self.icon.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what is announced and nothing else.
    fn reads_what_is_new(&self, reader: &Connection, signal: &Message) -> Result<()> {
        let header = signal.header();
        let of = header.sender().cloned();
        let Some(item) = self
            .lock()
            .item
            .clone()
            .filter(|item| of.as_ref() == Some(item))
        else {
            return Ok(());
        };
        let item = proxy(reader, item)?;
        match header.member().map(MemberName::as_str) {
            Some("NewIcon") => {
                let pictures = visible(item.get_property("IconPixmap")?);
                self.lock().pictures = pictures;
            }
            Some("NewToolTip") => {
                let tooltip = tooltip(&item)?;
                self.lock().tooltip = tooltip;
            }
            _ => {}
        }
        self.changed.notify_all();
        Ok(())
    }
}

fn proxy(reader: &Connection, item: UniqueName<'static>) -> Result<Proxy<'static>> {
    Ok(zbus::blocking::proxy::Builder::new(reader)
        .destination(item)?
        .path(ITEM_PATH)?
        .interface(ITEM)?
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()?)
}

fn tooltip(item: &Proxy<'_>) -> Result<String> {
    let (_, _, _, description): (String, Vec<Pixmap>, String, String) =
        item.get_property("ToolTip")?;
    Ok(description)
}

/// Without what a person cannot see: the colours of transparent pixels.
fn visible(mut pictures: Vec<Pixmap>) -> Vec<Pixmap> {
    for (_, _, argb) in &mut pictures {
        for pixel in argb.chunks_exact_mut(4).filter(|pixel| pixel[0] == 0) {
            pixel.fill(0);
        }
    }
    pictures
}

struct Watcher {
    reader: Connection,
    shown: Arc<Shown>,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// Shows it as it is now.
    fn register_status_notifier_item(
        &self,
        _service: &str,
        #[zbus(header)] header: Header<'_>,
    ) -> zbus::fdo::Result<()> {
        let Some(sender) = header.sender().map(UniqueName::to_owned) else {
            return Ok(());
        };
        let read = || -> Result<Icon> {
            let item = proxy(&self.reader, sender.clone())?;
            Ok(Icon {
                item: Some(sender),
                pictures: visible(item.get_property("IconPixmap")?),
                tooltip: tooltip(&item)?,
            })
        };
        *self.shown.lock() = read().map_err(|error| zbus::fdo::Error::Failed(error.to_string()))?;
        self.shown.changed.notify_all();
        Ok(())
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let item = self.shown.lock().item.clone();
        item.map(|item| format!("{item}{ITEM_PATH}"))
            .into_iter()
            .collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(signal)]
    async fn status_notifier_host_registered(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}
