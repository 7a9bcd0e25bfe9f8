//! When the last input was, and a bell for the next one: by GNOME's idle monitor, a Wayland compositor, or the X server.

mod mutter;
mod wayland;
mod x11;

use std::time::{Duration, Instant};

use porchlight_client::{Bell, IdleClock, IdleSource};
use porchlight_core::view::Lack;
use tokio::runtime::Handle;
use zbus::blocking;

use super::{ANSWER, inhibitors::Known, on_wayland};
use crate::platform::NoIdleSource;

/// The first source that works on this desktop; looked for anew once it fails.
pub(super) struct AnySource {
    /// The one bus of the process, until it is gone.
    bus: Option<zbus::Connection>,
    inhibitors: Known,
    /// Runs what waits for signals.
    runtime: Handle,
    found: Option<Box<dyn IdleSource>>,
    /// The last input that is known of. The start of the app is one.
    last_input: Instant,
}

impl AnySource {
    /// Call it inside a runtime.
    pub(super) fn new(bus: Option<zbus::Connection>, inhibitors: Known) -> Self {
        Self {
            bus,
            inhibitors,
            runtime: Handle::current(),
            found: None,
            last_input: Instant::now(),
        }
    }

    fn source(&mut self) -> &mut dyn IdleSource {
        if self.found.is_none() {
            self.found = Some(self.find());
        }
        // Just found.
        self.found.get_or_insert_with(no_source).as_mut()
    }

    fn find(&mut self) -> Box<dyn IdleSource> {
        if let Some(bus) = self.live_bus()
            && let Some(source) = mutter::Mutter::find(bus, self.runtime.clone())
        {
            return Box::new(source);
        }
        if !on_wayland() {
            return Box::new(x11::X11::default());
        }
        match wayland::Wayland::connect(self.last_input, self.inhibitors.clone()) {
            Ok(source) => Box::new(source),
            Err(error) => {
                tracing::warn!(error = %format_args!("{error:#}"), "no idle notifications from the compositor");
                no_source()
            }
        }
    }

    /// The session bus, also after it was started anew.
    fn live_bus(&mut self) -> Option<zbus::Connection> {
        if let Some(bus) = &self.bus
            && is_alive(bus)
        {
            return Some(bus.clone());
        }
        let again = blocking::connection::Builder::session();
        let again = again.and_then(|builder| builder.method_timeout(ANSWER).build());
        self.bus = again.ok().map(blocking::Connection::into_inner);
        self.bus.clone()
    }
}

impl IdleSource for AnySource {
    fn name(&self) -> String {
        self.found
            .as_ref()
            .map(|source| source.name())
            .unwrap_or_default()
    }

    fn idle_for(&mut self) -> Result<Duration, Lack> {
        let idle = self.source().idle_for();
        match idle {
            Ok(idle) => {
                let last_input = Instant::now().checked_sub(idle);
                self.last_input = last_input.unwrap_or(self.last_input);
            }
            Err(_) => self.found = None,
        }
        idle
    }

    fn counts(&self) -> IdleClock {
        let found = self.found.as_ref();
        found.map_or(IdleClock::Awake, |source| source.counts())
    }

    fn announce_input(&mut self, bell: &Bell) -> bool {
        self.source().announce_input(bell)
    }
}

/// How long ago the last input was on this X display, asked once over a connection of its own.
pub(super) fn idle_on_x11() -> Option<Duration> {
    if on_wayland() {
        return None;
    }
    x11::X11::default().idle_for().ok()
}

fn no_source() -> Box<dyn IdleSource> {
    Box::new(NoIdleSource(Lack::WaylandIdle))
}

fn is_alive(bus: &zbus::Connection) -> bool {
    let bus = blocking::Connection::from(bus.clone());
    blocking::fdo::DBusProxy::new(&bus).is_ok_and(|bus| bus.get_id().is_ok())
}
