use std::time::Duration;

use anyhow::Context as _;
use porchlight_client::{IdleClock, IdleSource};
use zbus::{blocking, names::BusName};

const NAME: &str = "org.gnome.Mutter.IdleMonitor";

/// GNOME's own idle time, which counts input on X11 and Wayland alike.
#[derive(Debug)]
pub(super) struct Mutter {
    bus: blocking::Connection,
}

impl Mutter {
    /// None where this desktop is not GNOME.
    pub(super) fn find(session: &zbus::Connection) -> Option<Self> {
        let bus = blocking::Connection::from(session.clone());
        let name = BusName::try_from(NAME).ok()?;
        let present = blocking::fdo::DBusProxy::new(&bus)
            .ok()?
            .name_has_owner(name)
            .ok()?;
        present.then_some(Self { bus })
    }

    fn ask(&self) -> anyhow::Result<u64> {
        let reply = self
            .bus
            .call_method(
                Some(NAME),
                "/org/gnome/Mutter/IdleMonitor/Core",
                Some(NAME),
                "GetIdletime",
                &(),
            )
            .context("no answer")?;
        Ok(reply.body().deserialize()?)
    }
}

impl IdleSource for Mutter {
    fn name(&self) -> String {
        "GNOME idle monitor".into()
    }

    fn idle_for(&mut self) -> Result<Duration, String> {
        self.ask().map(Duration::from_millis).map_err(|error| {
            tracing::warn!(error = %format_args!("{error:#}"), "the idle monitor did not answer");
            "GNOME's idle monitor does not answer".into()
        })
    }

    /// It goes by `g_get_monotonic_time`, which is `CLOCK_MONOTONIC`.
    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }
}
