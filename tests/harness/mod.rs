//! What every end-to-end test stands on: a desktop, a server with a small campus, and the app of a person.

mod api;
mod app;
mod relay;
mod server;

use std::{
    sync::{Condvar, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use porchlight_testbed::{PATIENCE, Setup, VirtualDesktop};

pub(crate) use api::{Api, Changes, open_streams, public_office};
pub(crate) use app::{App, Said, without_app};
pub(crate) use relay::Relay;
pub(crate) use server::{Durations, PASSWORD, Server};

/// A desktop with everything on it.
pub(crate) fn desktop() -> Desktop {
    desktop_with(Setup::default())
}

/// A desktop that lacks something.
pub(crate) fn desktop_with(setup: Setup) -> Desktop {
    let turn = Turn::wait();
    let desktop = VirtualDesktop::start(setup).expect("a desktop starts");
    Desktop {
        desktop,
        _turn: turn,
    }
}

/// Waits for what nobody tells of: a file, Wine, the screen. So this looks again and again.
pub(crate) fn until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "not within {PATIENCE:?}: {what}");
        thread::sleep(Duration::from_millis(50));
    }
}

/// A desktop, and the right to have one: more than a few at once would only wait for each other.
#[derive(Debug)]
pub(crate) struct Desktop {
    desktop: VirtualDesktop,
    _turn: Turn,
}

impl std::ops::Deref for Desktop {
    type Target = VirtualDesktop;

    fn deref(&self) -> &VirtualDesktop {
        &self.desktop
    }
}

const DESKTOPS_AT_ONCE: usize = 2;
static RUNNING: Mutex<usize> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

#[derive(Debug)]
struct Turn;

impl Turn {
    fn wait() -> Self {
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |running: &mut usize| *running >= DESKTOPS_AT_ONCE;
        *ENDED
            .wait_while(running, is_full)
            .unwrap_or_else(PoisonError::into_inner) += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        ENDED.notify_one();
    }
}
