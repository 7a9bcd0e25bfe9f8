//! A Wayland compositor's word on pauses, and on what keeps its screen on, by `ext-idle-notify-v1` or by what KDE had before it, which Sway 1.7 speaks.

use std::{
    collections::BTreeSet,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use porchlight_client::{Bell, IdleClock, IdleSource, Inhibitor};
use porchlight_core::view::Lack;
use wayland_client::{
    Connection, Dispatch, EventQueue, Proxy as _, QueueHandle, delegate_noop,
    globals::{GlobalList, GlobalListContents, registry_queue_init},
    protocol::{wl_callback, wl_registry, wl_seat::WlSeat},
};
use wayland_protocols::ext::idle_notify::v1::client::{
    ext_idle_notification_v1::{self, ExtIdleNotificationV1},
    ext_idle_notifier_v1::ExtIdleNotifierV1,
};
use wayland_protocols_plasma::idle::client::{
    org_kde_kwin_idle::OrgKdeKwinIdle,
    org_kde_kwin_idle_timeout::{self, OrgKdeKwinIdleTimeout},
};

use super::super::inhibitors::Known;

/// After this long without input the compositor tells. Shorter pauses cannot be told from one another, and each that is
/// longer wakes this process twice: of people who type and read, few are.
const PAUSE: Duration = Duration::from_secs(5);
/// A screen that nothing keeps on counts as unused a little before that.
const UNUSED: Duration = Duration::from_secs(4);
/// As Diagnostics calls what is kept on by the windows that a compositor shows.
const INHIBITORS: &str = "Wayland idle inhibitors";
/// Waiting for events needs little.
const STACK: usize = 64 * 1024;

/// The compositor tells of each pause and of its end; nothing is polled.
#[derive(Debug)]
pub(super) struct Wayland {
    connection: Connection,
    queue: QueueHandle<Listener>,
    heard: Arc<Shared>,
    name: &'static str,
}

#[derive(Debug)]
struct Shared {
    heard: Mutex<Heard>,
    changed: Condvar,
    inhibitors: Known,
}

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Watched {
    Input,
    /// Also what a window keeps on counts as use.
    Screen,
}

/// What the compositor has told.
#[derive(Debug)]
struct Heard {
    input: Input,
    /// Whether the screen counts as unused, where that is told apart from pauses.
    unused: Option<bool>,
    /// Rung when a pause ends.
    bell: Option<Bell>,
    /// How many questions it was asked, and has answered.
    asked: u64,
    answered: u64,
    is_gone: bool,
}

#[derive(Clone, Copy, Debug)]
enum Input {
    /// Nothing was told since it was connected to; the last input before that is known.
    Untold { connected: Instant, last: Instant },
    /// There is input, from then on.
    From(Instant),
    /// There is none since then.
    Since(Instant),
}

impl Wayland {
    /// Fails where the compositor speaks none of the protocols. Until it has told of a pause, the last input that is known
    /// counts.
    pub(super) fn connect(last_input: Instant, inhibitors: Known) -> anyhow::Result<Self> {
        let connection =
            Connection::connect_to_env().context("the Wayland display cannot be reached")?;
        let (globals, mut events) = registry_queue_init::<Listener>(&connection)?;
        let queue = events.handle();
        let (name, tells_use) = watch(&globals, &queue)?;
        let heard = Arc::new(Shared::new(last_input, tells_use, inhibitors));
        let mut listener = Listener(Arc::clone(&heard));
        events.roundtrip(&mut listener)?;
        thread::Builder::new()
            .name("wayland-idle".into())
            .stack_size(STACK)
            .spawn(move || listen(events, listener))?;
        Ok(Self {
            connection,
            queue,
            heard,
            name,
        })
    }

    /// Waits until everything is heard that the compositor has told before. Waits for ever if it hangs.
    fn catch_up(&self) -> Result<MutexGuard<'_, Heard>, Lack> {
        let mut heard = self.heard.lock();
        heard.asked += 1;
        let number = heard.asked;
        drop(heard);
        self.connection.display().sync(&self.queue, ());
        let _ = self.connection.flush();
        let waiting = |heard: &mut Heard| heard.answered < number && !heard.is_gone;
        let heard = self.heard.changed.wait_while(self.heard.lock(), waiting);
        let heard = heard.unwrap_or_else(PoisonError::into_inner);
        if heard.is_gone {
            return Err(Lack::WaylandSilent);
        }
        Ok(heard)
    }
}

/// Has pauses told, and returns by what, and whether the use of the screen is told apart from them.
fn watch(
    globals: &GlobalList,
    queue: &QueueHandle<Listener>,
) -> anyhow::Result<(&'static str, bool)> {
    let seat: WlSeat = globals.bind(queue, 1..=1, ()).context("there is no seat")?;
    let pause = u32::try_from(PAUSE.as_millis())?;
    if let Ok(notifier) = globals.bind::<ExtIdleNotifierV1, _, _>(queue, 1..=2, ()) {
        let tells_use = notifier.version() >= 2;
        if tells_use {
            let unused = u32::try_from(UNUSED.as_millis())?;
            notifier.get_input_idle_notification(pause, &seat, queue, Watched::Input);
            notifier.get_idle_notification(unused, &seat, queue, Watched::Screen);
        } else {
            notifier.get_idle_notification(pause, &seat, queue, Watched::Input);
        }
        return Ok(("Wayland idle notifications", tells_use));
    }
    let idle: OrgKdeKwinIdle = globals
        .bind(queue, 1..=1, ())
        .context("the compositor offers neither ext-idle-notify-v1 nor org_kde_kwin_idle")?;
    idle.get_idle_timeout(&seat, pause, queue, ());
    Ok(("Wayland idle timeouts of KDE's protocol", false))
}

fn listen(mut events: EventQueue<Listener>, mut listener: Listener) {
    while events.blocking_dispatch(&mut listener).is_ok() {}
    tracing::warn!("the Wayland display is gone");
    listener.0.hear(|heard| {
        heard.is_gone = true;
        heard.ring();
    });
    listener.0.inhibitors.gone(INHIBITORS);
}

impl Shared {
    fn new(last_input: Instant, tells_use: bool, inhibitors: Known) -> Self {
        if tells_use {
            inhibitors.told(INHIBITORS, BTreeSet::new());
        }
        Self {
            inhibitors,
            heard: Mutex::new(Heard {
                input: Input::Untold {
                    connected: Instant::now(),
                    last: last_input,
                },
                unused: tells_use.then_some(false),
                bell: None,
                asked: 0,
                answered: 0,
                is_gone: false,
            }),
            changed: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, change: impl FnOnce(&mut Heard)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    fn paused(&self) {
        let now = Instant::now();
        let since = now.checked_sub(PAUSE).unwrap_or(now);
        self.hear(|heard| {
            heard.input = heard.input.paused(since);
            self.tell_inhibitors(heard);
        });
    }

    fn screen_is(&self, unused: bool) {
        self.hear(|heard| {
            heard.unused = Some(unused);
            // A screen that is used again may be so by input, of which it is not told yet.
            if unused {
                self.tell_inhibitors(heard);
            }
        });
    }

    /// What keeps the screen on is seen in pauses alone.
    fn tell_inhibitors(&self, heard: &Heard) {
        if let Some(kept_on) = heard.is_kept_on() {
            let by = kept_on.then_some(Inhibitor::SomeProgram);
            self.inhibitors.told(INHIBITORS, by.into_iter().collect());
        }
    }

    fn resumed(&self) {
        self.hear(|heard| {
            heard.input = Input::From(Instant::now());
            heard.ring();
        });
    }
}

impl Heard {
    /// Whether something keeps the screen on though there is no input; none where that cannot be told.
    fn is_kept_on(&self) -> Option<bool> {
        let unused = self.unused?;
        (unused || matches!(self.input, Input::Since(_))).then_some(!unused)
    }

    fn ring(&mut self) {
        if let Some(bell) = self.bell.take() {
            bell.ring();
        }
    }
}

impl Input {
    /// At the longest.
    fn idle_for(self, now: Instant) -> Duration {
        let since = |then| now.saturating_duration_since(then);
        match self {
            Self::Untold { connected, last } if since(connected) < 2 * PAUSE => since(last),
            // A pause would have been told by now.
            Self::Untold { .. } => PAUSE,
            Self::From(first) => since(first).min(PAUSE),
            Self::Since(last) => since(last),
        }
    }

    /// A pause that was there already when it was connected to began at the last input before.
    fn paused(self, since: Instant) -> Self {
        match self {
            Self::Untold { connected, last } if since < connected + PAUSE / 2 => Self::Since(last),
            _ => Self::Since(since),
        }
    }
}

impl IdleSource for Wayland {
    fn name(&self) -> String {
        self.name.into()
    }

    fn idle_for(&mut self) -> Result<Duration, Lack> {
        let input = self.catch_up()?.input;
        Ok(input.idle_for(Instant::now()))
    }

    /// The compositor's timer, like `Instant`, goes by `CLOCK_MONOTONIC`.
    fn counts(&self) -> IdleClock {
        IdleClock::Awake
    }

    /// Only the end of a pause is told.
    fn announce_input(&mut self, bell: &Bell) -> bool {
        let mut heard = self.heard.lock();
        let pauses = matches!(heard.input, Input::Since(_)) && !heard.is_gone;
        heard.bell = pauses.then(|| bell.clone());
        pauses
    }
}

#[derive(Debug)]
struct Listener(Arc<Shared>);

impl Dispatch<ExtIdleNotificationV1, Watched> for Listener {
    fn event(
        listener: &mut Self,
        _: &ExtIdleNotificationV1,
        event: ext_idle_notification_v1::Event,
        watched: &Watched,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        let idled = match event {
            ext_idle_notification_v1::Event::Idled => true,
            ext_idle_notification_v1::Event::Resumed => false,
            _ => return,
        };
        match watched {
            Watched::Input if idled => listener.0.paused(),
            Watched::Input => listener.0.resumed(),
            Watched::Screen => listener.0.screen_is(idled),
        }
    }
}

impl Dispatch<OrgKdeKwinIdleTimeout, ()> for Listener {
    fn event(
        listener: &mut Self,
        _: &OrgKdeKwinIdleTimeout,
        event: org_kde_kwin_idle_timeout::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        match event {
            org_kde_kwin_idle_timeout::Event::Idle => listener.0.paused(),
            org_kde_kwin_idle_timeout::Event::Resumed => listener.0.resumed(),
            _ => {}
        }
    }
}

impl Dispatch<wl_callback::WlCallback, ()> for Listener {
    fn event(
        listener: &mut Self,
        _: &wl_callback::WlCallback,
        _: wl_callback::Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        listener.0.hear(|heard| heard.answered += 1);
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

delegate_noop!(Listener: ignore WlSeat);
delegate_noop!(Listener: ignore ExtIdleNotifierV1);
delegate_noop!(Listener: ignore OrgKdeKwinIdle);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_that_was_there_before_a_reconnection_is_as_long_as_it_was() {
        let last = Instant::now();
        let connected = last + Duration::from_hours(1);
        let untold = Input::Untold { connected, last };
        assert_eq!(untold.idle_for(connected), connected - last);
        let since = connected + Duration::from_millis(30);
        let told = since + PAUSE;
        assert_eq!(untold.paused(since).idle_for(told), told - last);
    }

    #[test]
    fn a_screen_that_is_used_in_a_pause_is_kept_on_and_one_that_is_not_told_of_says_nothing() {
        let kept_on = |known: &Known| known.now().by == [Inhibitor::SomeProgram].into();
        let known = Known::new();
        let shared = Shared::new(Instant::now(), true, known.clone());
        shared.screen_is(true);
        shared.paused();
        assert!(!kept_on(&known), "nothing keeps it on");

        shared.screen_is(false);
        shared.resumed();
        assert!(!kept_on(&known), "there is input");
        shared.paused();
        assert!(kept_on(&known));
        shared.resumed();
        assert!(kept_on(&known), "input says nothing of it");
        shared.screen_is(true);
        assert!(!kept_on(&known));

        let known = Known::new();
        let shared = Shared::new(Instant::now(), false, known.clone());
        shared.paused();
        assert!(known.now().source.is_err());
    }

    #[test]
    fn whoever_works_on_while_it_is_connected_to_is_not_idle() {
        let last = Instant::now();
        let connected = last + Duration::from_hours(1);
        let untold = Input::Untold { connected, last };
        let later = connected + Duration::from_mins(1);
        assert_eq!(untold.idle_for(later), PAUSE);
        assert_eq!(untold.paused(later).idle_for(later + PAUSE), PAUSE);
    }
}
