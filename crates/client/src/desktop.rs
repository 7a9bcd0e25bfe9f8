//! What the loop needs of a desktop, and what a desktop tells it.

use std::{collections::BTreeSet, time::Duration};

use chrono_tz::Tz;
use porchlight_core::{
    Notification, Subject,
    agent::{IdleClock, Inhibitor, WindowFailure},
    intent::Intent,
    tray::TrayModel,
    view::{Lack, View},
};
use tokio::sync::oneshot;

use crate::Bell;

/// What the controller needs of a desktop. The app implements it with Tauri and D-Bus, tests by hand.
/// Calls return at once; what they start reports back as a [`Happening`].
pub trait Desktop: Send + 'static {
    /// Shows this tray. Called when the model has changed.
    fn show_tray(&mut self, tray: &TrayModel);
    /// Shows this to other programs. Called when anything of it has changed.
    fn show_others(&mut self, view: &View) {
        let _ = view;
    }
    /// Shows a notification; one of the same subject replaces it.
    fn notify(&mut self, notification: Notification);
    /// Takes a notification back.
    fn withdraw(&mut self, subject: &Subject);
    /// Starts the window process. Only called while no window is connected.
    fn open_window(&mut self);
    /// Ends a window that hangs, with this process (0 where it is not known), and opens another one in its place.
    fn replace_window(&mut self, process: u32) {
        let _ = process;
    }
    /// Ends the app: goodbye has been said.
    fn quit(&mut self);
}

/// Tells how long ago the last input was.
pub trait IdleSource: Send + 'static {
    /// What Diagnostics calls it, such as `X11 screen saver extension`.
    fn name(&self) -> String;
    /// The time since the last input of any kind, in any program. Where it cannot be told exactly, the longest that it may
    /// be.
    ///
    /// # Errors
    /// Why it cannot be told; the activity is `unknown` then.
    fn idle_for(&mut self) -> Result<Duration, Lack>;
    /// Whether that counts the time that the machine sleeps.
    fn counts(&self) -> IdleClock;
    /// Has the bell rung at the first input from now on, of any kind and in any program; once, and instead of whatever it
    /// was asked to ring for before. Returns whether it will be rung: where it will not, the source is asked again and again.
    fn announce_input(&mut self, bell: &Bell) -> bool {
        let _ = bell;
        false
    }
    /// What keeps this computer from counting as idle, and by whom that is told, where only a question tells: none where it
    /// is told by [`Happening::Inhibitors`], or not at all.
    fn inhibitors(&mut self) -> Option<Inhibitors> {
        None
    }
}

/// What keeps this computer from counting as idle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inhibitors {
    /// Who tells, or why nobody does.
    pub source: Result<String, Lack>,
    pub by: BTreeSet<Inhibitor>,
}

/// What a desktop tells the controller.
#[derive(Debug)]
pub enum Happening {
    /// A click in the tray's menu, on the tray, or on a notification itself.
    Intent(Intent),
    /// A click on a button of the notification of this subject.
    Replied {
        subject: Subject,
        intent: Intent,
    },
    Locked,
    Unlocked,
    /// The machine is about to sleep or shut down. Answer once goodbye is said (or cannot be).
    Sleeping(oneshot::Sender<()>),
    Woke,
    /// The tray's icon is shown by this host, or there is none for this reason.
    Tray(Result<String, Lack>),
    /// Lock and sleep are heard by this service, or not for this reason.
    SessionWatch(Result<String, Lack>),
    /// What keeps this computer from counting as idle is this from now on.
    Inhibitors(Inhibitors),
    /// Notifications can be shown by this service, or not for this reason.
    Notifications(Result<String, Lack>),
    /// The computer is in this time zone now, be it the one that is known or not.
    Zone(Tz),
    /// The window process ended or could not be started.
    WindowFailed(WindowFailure),
}
