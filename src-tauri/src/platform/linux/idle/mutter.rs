//! GNOME's idle monitor, on the session bus.

use std::time::Duration;

use anyhow::Context as _;
use futures_util::StreamExt as _;
use porchlight_client::{Bell, IdleClock, IdleSource};
use porchlight_core::view::Lack;
use tokio::{runtime::Handle, task::JoinHandle};
use zbus::{MatchRule, MessageStream, blocking, message::Type, names::BusName};

const NAME: &str = "org.gnome.Mutter.IdleMonitor";
const MONITOR: &str = "/org/gnome/Mutter/IdleMonitor/Core";

/// GNOME's own idle time, which counts input on X11 and Wayland alike.
#[derive(Debug)]
pub(super) struct Mutter {
    bus: blocking::Connection,
    runtime: Handle,
    announcing: Option<Announcing>,
}

/// The bell rings for as long as this exists.
#[derive(Debug)]
struct Announcing {
    ringing: JoinHandle<()>,
    /// The monitor forgets it when it has fired.
    watch: u32,
}

impl Mutter {
    /// None where this desktop is not GNOME.
    pub(super) fn find(session: zbus::Connection, runtime: Handle) -> Option<Self> {
        let bus = blocking::Connection::from(session);
        let name = BusName::try_from(NAME).ok()?;
        let present = blocking::fdo::DBusProxy::new(&bus)
            .ok()?
            .name_has_owner(name)
            .ok()?;
        present.then_some(Self {
            bus,
            runtime,
            announcing: None,
        })
    }

    fn ask<Answer>(
        &self,
        method: &str,
        body: &(impl serde::Serialize + zbus::zvariant::DynamicType),
    ) -> anyhow::Result<Answer>
    where
        Answer: for<'d> zbus::zvariant::DynamicDeserialize<'d>,
    {
        let reply = self
            .bus
            .call_method(Some(NAME), MONITOR, Some(NAME), method, body)
            .context("no answer")?;
        Ok(reply.body().deserialize()?)
    }

    /// Has the monitor tell of the next input. Who listens first misses nothing.
    fn announce(&mut self, bell: &Bell) -> anyhow::Result<()> {
        let ringing = self.ring_on_signals(bell.clone())?;
        if let Some(former) = self.announcing.take() {
            let _ = self.ask::<()>("RemoveWatch", &former.watch);
        }
        let watch = match self.ask("AddUserActiveWatch", &()) {
            Ok(watch) => watch,
            Err(error) => {
                ringing.abort();
                return Err(error);
            }
        };
        self.announcing = Some(Announcing { ringing, watch });
        Ok(())
    }

    /// Rings when the watch fires, which is told to this connection alone; and when there is another monitor or none any
    /// more, which knows nothing of it.
    fn ring_on_signals(&self, bell: Bell) -> anyhow::Result<JoinHandle<()>> {
        let fired = MatchRule::builder()
            .msg_type(Type::Signal)
            .interface(NAME)?
            .member("WatchFired")?
            .build();
        let replaced = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender("org.freedesktop.DBus")?
            .interface("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .add_arg(NAME)?
            .build();
        let bus = self.bus.inner();
        let fired = zbus::block_on(MessageStream::for_match_rule(fired, bus, None))?;
        let replaced = zbus::block_on(MessageStream::for_match_rule(replaced, bus, None))?;
        Ok(self.runtime.spawn(async move {
            let mut signals = futures_util::stream::select(fired, replaced);
            let _ = signals.next().await;
            bell.ring();
        }))
    }
}

impl Drop for Announcing {
    fn drop(&mut self) {
        self.ringing.abort();
    }
}

impl IdleSource for Mutter {
    fn name(&self) -> String {
        "GNOME idle monitor".into()
    }

    fn idle_for(&mut self) -> Result<Duration, Lack> {
        let idle = self.ask("GetIdletime", &());
        idle.map(Duration::from_millis).map_err(|error| {
            tracing::warn!(error = %format_args!("{error:#}"), "the idle monitor did not answer");
            Lack::GnomeIdleMonitor
        })
    }

    /// It goes by `g_get_monotonic_time`, which is `CLOCK_MONOTONIC`.
    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }

    fn announce_input(&mut self, bell: &Bell) -> bool {
        let announced = self.announce(bell);
        announced
            .inspect_err(|error| {
                tracing::warn!(error = %format_args!("{error:#}"), "the idle monitor announces no input");
            })
            .is_ok()
    }
}
