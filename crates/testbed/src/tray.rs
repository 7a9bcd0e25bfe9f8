//! The tray icon as the panel gets it: read over D-Bus from the StatusNotifierItem and its menu.

use std::{
    collections::BTreeMap,
    fmt::{self, Write as _},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use zbus::{
    MatchRule, Message,
    blocking::{Connection, Proxy, fdo::DBusProxy},
    message,
    names::BusName,
    zvariant::{OwnedObjectPath, OwnedValue, Value},
};

use super::{Messages, PATIENCE};

const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// The tray icon of one process.
#[derive(Debug)]
pub struct Tray {
    connection: Connection,
    process: u32,
    signals: Messages,
}

/// Width, height and ARGB bytes.
pub type Pixmap = (i32, i32, Vec<u8>);

/// What a tray icon shows at one moment.
#[derive(Clone, PartialEq, Eq)]
pub struct TrayState {
    pub id: String,
    /// `Active`, `Passive` or `NeedsAttention`.
    pub status: String,
    pub tooltip: String,
    /// A size each.
    pub icons: Vec<Pixmap>,
    /// What is shown in their place where it needs attention; none where they go on being shown.
    pub attention_icons: Vec<Pixmap>,
    pub menu: Vec<MenuItem>,
    /// `ltr` or `rtl`.
    pub direction: String,
}

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    pub number: i32,
    /// Empty for a separator.
    pub label: String,
    pub enabled: bool,
    /// None if it is no checkbox.
    pub checked: Option<bool>,
    pub items: Vec<MenuItem>,
}

impl Tray {
    pub(super) fn of(connection: &Connection, process: u32) -> Result<Self> {
        let rule = MatchRule::builder().msg_type(message::Type::Signal).build();
        Ok(Self {
            connection: connection.clone(),
            process,
            signals: Messages::matching(connection, &rule)?,
        })
    }

    /// What it shows now, all of it at one moment.
    ///
    /// # Errors
    /// If the panel shows no icon of this process.
    pub fn read(&self) -> Result<TrayState> {
        let item = self.item()?;
        let mut before = tooltip(&item)?;
        loop {
            let state = TrayState {
                id: item.get_property("Id")?,
                status: item.get_property("Status")?,
                tooltip: before,
                icons: seen(item.get_property("IconPixmap")?),
                attention_icons: seen(item.get_property("AttentionIconPixmap")?),
                menu: self.menu(&item)?,
                direction: self.menu_proxy(&item)?.get_property("TextDirection")?,
            };
            // What is read one after the other may have changed in between.
            let after = tooltip(&item)?;
            if state.tooltip == after {
                return Ok(state);
            }
            before = after;
        }
    }

    /// Waits until what it shows is as `wanted`, woken by the icon's own signals.
    ///
    /// # Errors
    /// If that does not come to pass within `patience`; the error says what it showed last.
    pub fn wait_for(
        &self,
        what: &str,
        patience: Duration,
        wanted: impl Fn(&TrayState) -> bool,
    ) -> Result<TrayState> {
        let deadline = Instant::now() + patience;
        loop {
            let last = self.read();
            if let Ok(state) = &last
                && wanted(state)
            {
                return last;
            }
            if self.signals.next(deadline).is_none() {
                return Err(match last {
                    Ok(state) => anyhow!("the tray never showed {what}. It shows:\n{state}"),
                    Err(error) => error.context(format!("the tray never showed {what}")),
                });
            }
        }
    }

    /// Watches that what it shows stays as `wanted` for this long, and returns it.
    ///
    /// # Errors
    /// If it shows something else in between.
    pub fn keeps(
        &self,
        how_long: Duration,
        wanted: impl Fn(&TrayState) -> bool,
    ) -> Result<TrayState> {
        let deadline = Instant::now() + how_long;
        loop {
            let state = self.read()?;
            ensure!(
                wanted(&state),
                "the tray did not stay as it was. It shows:\n{state}"
            );
            if self.signals.next(deadline).is_none() {
                return Ok(state);
            }
        }
    }

    /// Waits until the tooltip, or the line in words that begins the menu, contains a text.
    ///
    /// # Errors
    /// If it does not in time.
    pub fn says(&self, text: &str) -> Result<TrayState> {
        self.wait_for(&format!("\"{text}\""), PATIENCE, |state| {
            state.tooltip.contains(text) || state.headline().contains(text)
        })
    }

    /// The left click, as the panel reports it.
    ///
    /// # Errors
    /// If there is no icon, or it does not take clicks.
    pub fn activate(&self) -> Result<()> {
        Ok(self.item()?.call("Activate", &(0, 0))?)
    }

    /// What a panel on Wayland says before a click, for the window to come to the front with.
    ///
    /// # Errors
    /// If there is no icon.
    pub fn provides_activation(&self, token: &str) -> Result<()> {
        Ok(self.item()?.call("ProvideXdgActivationToken", &token)?)
    }

    /// Chooses an entry of the menu, by its labels from the outside in.
    ///
    /// # Errors
    /// If there is no such entry, or it is disabled.
    pub fn choose(&self, labels: &[&str]) -> Result<()> {
        self.click(labels).map(drop)
    }

    /// Like [`Tray::choose`]; tells when the click was sent, after the menu had been read.
    ///
    /// # Errors
    /// If there is no such entry, or it is disabled.
    pub fn click(&self, labels: &[&str]) -> Result<Instant> {
        let state = self.read()?;
        let entry = state
            .entry(labels)
            .with_context(|| format!("no entry {labels:?} in:\n{state}"))?;
        if !entry.enabled {
            bail!("the entry {labels:?} is disabled in:\n{state}");
        }
        let menu = self.menu_proxy(&self.item()?)?;
        let clicked = Instant::now();
        menu.call::<_, _, ()>("Event", &(entry.number, "clicked", Value::from(0i32), 0u32))?;
        Ok(clicked)
    }

    /// What the icon has told the panel since this was asked last: names of signals, such as `NewIcon`.
    ///
    /// # Errors
    /// If the panel shows no icon of this process.
    pub fn told_the_panel(&self) -> Result<Vec<String>> {
        let is_ours = self.is_signal_of_the_icon()?;
        let told = self.signals.arrived().into_iter().filter(is_ours);
        Ok(told.filter_map(|message| member(&message)).collect())
    }

    /// Waits until the icon has told the panel this, and returns what it told since this was asked last. An icon reads as new
    /// before it says so.
    ///
    /// # Errors
    /// If it does not in time, or the panel shows no icon of this process.
    pub fn tells_the_panel(&self, signal: &str) -> Result<Vec<String>> {
        let is_ours = self.is_signal_of_the_icon()?;
        let deadline = Instant::now() + PATIENCE;
        let mut told = Vec::new();
        while told.last().is_none_or(|last| last != signal) {
            let Some(message) = self.signals.next(deadline) else {
                bail!("the icon never told the panel {signal}, but {told:?}");
            };
            if is_ours(&message) {
                told.extend(member(&message));
            }
        }
        Ok(told)
    }

    fn is_signal_of_the_icon(&self) -> Result<impl Fn(&Message) -> bool> {
        let item = self.item()?;
        let sender =
            DBusProxy::new(&self.connection)?.get_name_owner(item.destination().clone())?;
        Ok(move |message: &Message| {
            let header = message.header();
            header
                .sender()
                .is_some_and(|name| name.as_str() == sender.as_str())
                && header
                    .interface()
                    .is_some_and(|name| [ITEM, MENU].contains(&name.as_str()))
        })
    }

    fn item(&self) -> Result<Proxy<'static>> {
        let watcher = Proxy::new(&self.connection, WATCHER, "/StatusNotifierWatcher", WATCHER)?;
        let items: Vec<String> = watcher.get_property("RegisteredStatusNotifierItems")?;
        let bus = DBusProxy::new(&self.connection)?;
        for item in items {
            let (name, path) = item
                .split_once('/')
                .unwrap_or((&item, "StatusNotifierItem"));
            // GNOME's extension puts a sign between name and path.
            let name = name.trim_end_matches('@');
            let Ok(name) = BusName::try_from(name.to_owned()) else {
                continue;
            };
            if bus
                .get_connection_unix_process_id(name.clone())
                .is_ok_and(|process| process == self.process)
            {
                return Ok(uncached(&self.connection, name, format!("/{path}"), ITEM)?);
            }
        }
        bail!("the panel shows no icon of process {}", self.process)
    }

    fn menu_proxy(&self, item: &Proxy<'_>) -> Result<Proxy<'static>> {
        let path: OwnedObjectPath = item.get_property("Menu")?;
        Ok(uncached(
            &self.connection,
            item.destination().to_owned(),
            path.to_string(),
            MENU,
        )?)
    }

    fn menu(&self, item: &Proxy<'_>) -> Result<Vec<MenuItem>> {
        type Layout = (u32, (i32, BTreeMap<String, OwnedValue>, Vec<OwnedValue>));
        let (_, (_, _, children)): Layout = self
            .menu_proxy(item)?
            .call("GetLayout", &(0i32, -1i32, Vec::<&str>::new()))?;
        let items = children.iter().map(|child| menu_item(child));
        items.filter_map(Result::transpose).collect()
    }
}

fn member(signal: &Message) -> Option<String> {
    Some(signal.header().member()?.to_string())
}

fn tooltip(item: &Proxy<'_>) -> Result<String> {
    let (_, _, title, description): (String, Vec<Pixmap>, String, String) =
        item.get_property("ToolTip")?;
    // A space at the end is seen by nobody.
    Ok([title.trim_end(), description.trim_end()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n"))
}

/// What a person sees of pictures: nobody can tell transparent pixels apart.
fn seen(mut icons: Vec<Pixmap>) -> Vec<Pixmap> {
    let pixels = icons
        .iter_mut()
        .flat_map(|(_, _, argb)| argb.chunks_exact_mut(4));
    pixels
        .filter(|argb| argb[0] == 0)
        .for_each(|argb| argb.fill(0));
    icons
}

/// What the panel would see: read anew each time.
fn uncached(
    connection: &Connection,
    name: BusName<'static>,
    path: String,
    interface: &'static str,
) -> zbus::Result<Proxy<'static>> {
    zbus::blocking::proxy::Builder::new(connection)
        .destination(name)?
        .path(path)?
        .interface(interface)?
        .cache_properties(zbus::proxy::CacheProperties::No)
        .build()
}

/// None for an entry that is not to be seen.
fn menu_item(value: &Value<'_>) -> Result<Option<MenuItem>> {
    let Value::Structure(structure) = value else {
        bail!("an entry of the menu is no structure: {value:?}")
    };
    let [
        Value::I32(number),
        Value::Dict(properties),
        Value::Array(children),
    ] = structure.fields()
    else {
        bail!("an entry of the menu has the wrong shape: {value:?}")
    };
    let text = |name: &str| {
        properties
            .get::<&str, String>(&name)
            .ok()
            .flatten()
            .unwrap_or_default()
    };
    let is_checkbox = !text("toggle-type").is_empty();
    let state: Option<i32> = properties.get(&"toggle-state").ok().flatten();
    let enabled: Option<bool> = properties.get(&"enabled").ok().flatten();
    let visible: Option<bool> = properties.get(&"visible").ok().flatten();
    if visible == Some(false) {
        return Ok(None);
    }
    let items = children.iter().map(|child| match child {
        Value::Value(inner) => menu_item(inner),
        other => menu_item(other),
    });
    Ok(Some(MenuItem {
        number: *number,
        label: without_mnemonic(&text("label")),
        enabled: enabled.unwrap_or(true),
        checked: is_checkbox.then_some(state == Some(1)),
        items: items.filter_map(Result::transpose).collect::<Result<_>>()?,
    }))
}

/// A lone underscore marks the letter to press; two are one underscore.
fn without_mnemonic(label: &str) -> String {
    label
        .replace("__", "\0")
        .replace('_', "")
        .replace('\0', "_")
}

impl TrayState {
    /// The state in words: the menu's first entry.
    pub fn headline(&self) -> &str {
        self.menu.first().map_or("", |entry| &entry.label)
    }

    /// An entry, by its labels from the outside in. A label may be given by its beginning.
    pub fn entry(&self, labels: &[&str]) -> Option<&MenuItem> {
        let (last, outer) = labels.split_last()?;
        let mut items = &self.menu;
        for label in outer {
            items = &find(items, label)?.items;
        }
        find(items, last)
    }
}

fn find<'a>(items: &'a [MenuItem], label: &str) -> Option<&'a MenuItem> {
    items.iter().find(|item| item.label == label).or_else(|| {
        items
            .iter()
            .find(|item| !label.is_empty() && item.label.starts_with(label))
    })
}

impl fmt::Display for TrayState {
    /// The tooltip and the menu as a person reads them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "tooltip: {}", self.tooltip.replace('\n', " / "))?;
        let mut lines = String::new();
        write_items(&mut lines, &self.menu, 0)?;
        f.write_str(&lines)
    }
}

impl fmt::Debug for TrayState {
    /// Leaves the pixels out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn write_items(lines: &mut String, items: &[MenuItem], depth: usize) -> fmt::Result {
    for item in items {
        let indent = "  ".repeat(depth);
        let mark = match item.checked {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let label = if item.label.is_empty() {
            "----"
        } else {
            &item.label
        };
        let state = if item.enabled || item.label.is_empty() {
            ""
        } else {
            "  (disabled)"
        };
        writeln!(lines, "  {indent}{mark}{label}{state}")?;
        write_items(lines, &item.items, depth + 1)?;
    }
    Ok(())
}
