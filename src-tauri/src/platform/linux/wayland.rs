use std::time::{Duration, Instant};

use anyhow::Context as _;
use porchlight_client::{IdleClock, IdleSource};
use tokio::sync::watch;
use wayland_client::{
    Connection, Dispatch, QueueHandle, delegate_noop,
    globals::{GlobalListContents, registry_queue_init},
    protocol::{wl_registry, wl_seat},
};
use wayland_protocols::ext::idle_notify::v1::client::{
    ext_idle_notification_v1::{Event, ExtIdleNotificationV1},
    ext_idle_notifier_v1::ExtIdleNotifierV1,
};

/// After this long without input the compositor tells. Shorter pauses cannot be told from one another.
const PAUSE: Duration = Duration::from_secs(2);

/// `ext-idle-notify-v1`: the compositor tells of each pause and of its end, nothing is polled.
#[derive(Debug)]
pub(super) struct Wayland {
    input: watch::Receiver<Input>,
}

#[derive(Clone, Copy, Debug)]
enum Input {
    /// There is input, from then on.
    From(Instant),
    /// There is none since then.
    Since(Instant),
}

impl Wayland {
    /// Fails where the compositor does not speak the protocol.
    pub(super) fn connect() -> anyhow::Result<Self> {
        let connection =
            Connection::connect_to_env().context("the Wayland display cannot be reached")?;
        let (globals, mut queue) = registry_queue_init::<Listener>(&connection)?;
        let handle = queue.handle();
        let seat: wl_seat::WlSeat = globals
            .bind(&handle, 1..=1, ())
            .context("there is no seat")?;
        let notifier: ExtIdleNotifierV1 = globals
            .bind(&handle, 1..=2, ())
            .context("the compositor does not offer ext-idle-notify-v1")?;
        let pause = u32::try_from(PAUSE.as_millis())?;
        if notifier.version_at_least(2) {
            // A film that keeps the screen on is no sign of a person at the desk.
            notifier.get_input_idle_notification(pause, &seat, &handle, ());
        } else {
            notifier.get_idle_notification(pause, &seat, &handle, ());
        }
        let (told, input) = watch::channel(Input::From(Instant::now()));
        let mut listener = Listener { told };
        queue.roundtrip(&mut listener)?;
        std::thread::Builder::new()
            .name("wayland-idle".into())
            .stack_size(256 * 1024)
            .spawn(move || {
                while queue.blocking_dispatch(&mut listener).is_ok() {}
                tracing::warn!("the Wayland display is gone");
            })?;
        Ok(Self { input })
    }
}

impl IdleSource for Wayland {
    fn name(&self) -> String {
        "Wayland idle notifications".into()
    }

    fn idle_for(&mut self) -> Result<Duration, String> {
        if self.input.has_changed().is_err() {
            return Err("the Wayland compositor no longer tells about pauses".into());
        }
        Ok(match *self.input.borrow() {
            // At the longest.
            Input::From(first) => first.elapsed().min(PAUSE),
            Input::Since(last) => last.elapsed(),
        })
    }

    /// The compositor's timer, like `Instant`, goes by `CLOCK_MONOTONIC`.
    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }
}

trait AtLeast {
    fn version_at_least(&self, version: u32) -> bool;
}

impl AtLeast for ExtIdleNotifierV1 {
    fn version_at_least(&self, version: u32) -> bool {
        wayland_client::Proxy::version(self) >= version
    }
}

struct Listener {
    told: watch::Sender<Input>,
}

impl Dispatch<ExtIdleNotificationV1, ()> for Listener {
    fn event(
        listener: &mut Self,
        _: &ExtIdleNotificationV1,
        event: Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            Event::Idled => {
                let now = Instant::now();
                listener
                    .told
                    .send_replace(Input::Since(now.checked_sub(PAUSE).unwrap_or(now)));
            }
            Event::Resumed => {
                listener.told.send_replace(Input::From(Instant::now()));
            }
            _ => {}
        }
    }
}

impl Dispatch<wl_registry::WlRegistry, GlobalListContents> for Listener {
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

delegate_noop!(Listener: ignore wl_seat::WlSeat);
delegate_noop!(Listener: ignore ExtIdleNotifierV1);
