//! What every end-to-end test stands on: a desktop, a server with a small campus, and the app of a person.

mod api;
mod app;
mod relay;
mod server;

use std::sync::{Condvar, Mutex, PoisonError};

use porchlight_testbed::{Setup, VirtualDesktop};

pub(crate) use api::{Api, Changes, public_office};
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
