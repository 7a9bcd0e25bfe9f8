//! The session as macOS tells of it: lock, sleep, its end, and a clock that was set. It calls back on the main thread,
//! whose event loop is Tauri's, and goes to sleep once all whom it called have returned.

use std::{ptr::NonNull, rc::Rc, time::Duration};

use block2::RcBlock;
use dispatch2::DispatchQueue;
use objc2_app_kit::{
    NSWorkspace, NSWorkspaceDidWakeNotification, NSWorkspaceSessionDidBecomeActiveNotification,
    NSWorkspaceSessionDidResignActiveNotification, NSWorkspaceWillPowerOffNotification,
    NSWorkspaceWillSleepNotification,
};
use objc2_core_foundation::{CFBoolean, CFDictionary, CFString, CFType};
use objc2_core_graphics::CGSessionCopyCurrentDictionary;
use objc2_foundation::{
    NSDistributedNotificationCenter, NSNotification, NSNotificationCenter, NSNotificationName,
    NSString, NSSystemClockDidChangeNotification, NSSystemTimeZoneDidChangeNotification,
};
use porchlight_client::Happening;
use tokio::sync::mpsc;

use super::super::session::{Event, Listener, Patience};

/// What Diagnostics calls it.
const NAME: &str = "macOS workspace notifications";
/// What the login window says to every program; Apple documents neither.
const LOCKED: &str = "com.apple.screenIsLocked";
const UNLOCKED: &str = "com.apple.screenIsUnlocked";
/// What a session says of itself while it is locked.
const IS_LOCKED: &str = "CGSSessionScreenIsLocked";
/// The system waits for longer before it sleeps, and at the end for five seconds.
const PATIENCE: Patience = Patience {
    sleep: Duration::from_millis(4500),
    end: Duration::from_millis(4500),
};

/// Reports lock, sleep and the end of the session for as long as the app runs.
pub(super) fn watch(happenings: mpsc::Sender<Happening>) {
    let listener = Listener::new(happenings, is_locked, PATIENCE);
    DispatchQueue::main().exec_async(move || listen(listener));
}

/// On the main thread.
fn listen(listener: Listener) {
    let listener = Rc::new(listener);
    let workspace = NSWorkspace::sharedWorkspace().notificationCenter();
    let everybody = NSDistributedNotificationCenter::defaultCenter();
    let own = NSNotificationCenter::defaultCenter();
    // SAFETY: the names are constants of the system's.
    let told = unsafe {
        [
            (&workspace, NSWorkspaceWillSleepNotification, Event::Leaving),
            (&workspace, NSWorkspaceDidWakeNotification, Event::Woke),
            (
                &workspace,
                NSWorkspaceWillPowerOffNotification,
                Event::Ending,
            ),
            (
                &workspace,
                NSWorkspaceSessionDidResignActiveNotification,
                Event::Locked,
            ),
            (
                &workspace,
                NSWorkspaceSessionDidBecomeActiveNotification,
                Event::Connected,
            ),
            (&own, NSSystemClockDidChangeNotification, Event::ClockSet),
            (&own, NSSystemTimeZoneDidChangeNotification, Event::ClockSet),
        ]
    };
    for (center, name, event) in told {
        observe(center, name, event, &listener);
    }
    for (name, event) in [(LOCKED, Event::Locked), (UNLOCKED, Event::Unlocked)] {
        observe(&everybody, &NSString::from_str(name), event, &listener);
    }
    listener.start(NAME);
}

/// For good: nobody takes the observer away again.
fn observe(
    center: &NSNotificationCenter,
    name: &NSNotificationName,
    event: Event,
    listener: &Rc<Listener>,
) {
    let listener = Rc::clone(listener);
    let block = RcBlock::new(move |_: NonNull<NSNotification>| listener.on(event));
    // SAFETY: there is no object to be of a wrong type. Without a queue the block runs where the notification is posted,
    // which for these is the main thread: it is never sent to another one.
    let observer = unsafe {
        center.addObserverForName_object_queue_usingBlock(Some(name), None, None, &block)
    };
    std::mem::forget(observer);
}

/// Whether the session is locked; none where macOS does not say.
fn is_locked() -> Option<bool> {
    let session = CGSessionCopyCurrentDictionary()?;
    // SAFETY: its keys are strings, and what it holds are objects.
    let session: &CFDictionary<CFString, CFType> = unsafe { session.cast_unchecked() };
    let locked = session.get(&CFString::from_static_str(IS_LOCKED));
    // Only a locked one says anything of it.
    Some(locked.is_some_and(|value| {
        value
            .downcast_ref::<CFBoolean>()
            .is_none_or(CFBoolean::as_bool)
    }))
}
