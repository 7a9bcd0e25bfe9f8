//! The last input, of the mouse or the keyboard, in any program of the session; and whether somebody watches without any.

use std::{collections::BTreeSet, io, time::Duration};

use porchlight_client::{IdleClock, IdleSource, Inhibitor, Inhibitors};
use porchlight_core::view::Lack;
use windows_sys::Win32::{
    System::SystemInformation::GetTickCount,
    UI::{
        Input::KeyboardAndMouse::{GetLastInputInfo, LASTINPUTINFO},
        Shell::{
            QUERY_USER_NOTIFICATION_STATE, QUNS_BUSY, QUNS_PRESENTATION_MODE,
            QUNS_RUNNING_D3D_FULL_SCREEN, SHQueryUserNotificationState,
        },
    },
};

/// `GetLastInputInfo`.
#[derive(Debug)]
pub(super) struct LastInput;

impl IdleSource for LastInput {
    fn name(&self) -> String {
        "Windows last input".into()
    }

    fn idle_for(&mut self) -> Result<Duration, Lack> {
        match ticks() {
            Ok((last, now)) => Ok(between(last, now)),
            Err(error) => {
                tracing::warn!(%error, "no idle time");
                Err(Lack::IdleTime)
            }
        }
    }

    /// Windows tells of it only when it is asked.
    fn inhibitors(&mut self) -> Option<Inhibitors> {
        Some(match notification_state() {
            Ok(state) => Inhibitors {
                source: Ok("Windows notification state".into()),
                by: inhibitors_in(state),
            },
            Err(code) => {
                tracing::warn!(code, "no notification state");
                Inhibitors {
                    source: Err(Lack::Presentation),
                    by: BTreeSet::new(),
                }
            }
        })
    }

    /// `GetTickCount` goes on while the machine sleeps.
    fn counts(&self) -> IdleClock {
        IdleClock::Boot
    }
}

/// When the last input was, and what time it is: both in milliseconds since the start, of which 32 bits are kept.
fn ticks() -> io::Result<(u32, u32)> {
    let mut input = LASTINPUTINFO {
        cbSize: size_of::<LASTINPUTINFO>().try_into().unwrap_or(u32::MAX),
        dwTime: 0,
    };
    // SAFETY: the structure says how large it is, and outlives the call.
    if unsafe { GetLastInputInfo(&raw mut input) } == 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it takes nothing and returns a number.
    Ok((input.dwTime, unsafe { GetTickCount() }))
}

/// Whether this is a moment for notifications, or why not; else the error's code.
fn notification_state() -> Result<QUERY_USER_NOTIFICATION_STATE, i32> {
    let mut state = 0;
    // SAFETY: the number that it writes to outlives the call.
    let result = unsafe { SHQueryUserNotificationState(&raw mut state) };
    if result < 0 { Err(result) } else { Ok(state) }
}

/// A locked screen, or one without a person, is no presentation.
fn inhibitors_in(state: QUERY_USER_NOTIFICATION_STATE) -> BTreeSet<Inhibitor> {
    match state {
        QUNS_PRESENTATION_MODE => [Inhibitor::Presentation].into(),
        QUNS_BUSY | QUNS_RUNNING_D3D_FULL_SCREEN => [Inhibitor::FullScreen].into(),
        _ => BTreeSet::new(),
    }
}

/// The ticks start anew after 49.7 days. An input may be stamped a little later than this was read: that is now.
fn between(last: u32, now: u32) -> Duration {
    let idle = now.wrapping_sub(last);
    let ahead = last.wrapping_sub(now);
    Duration::from_millis(if ahead < 1000 { 0 } else { idle }.into())
}

#[cfg(test)]
mod tests {
    use windows_sys::Win32::UI::Shell::{QUNS_ACCEPTS_NOTIFICATIONS, QUNS_NOT_PRESENT};

    use super::*;

    #[test]
    fn the_idle_time_is_right_across_the_start_of_the_ticks_and_never_weeks_for_an_input_of_this_moment()
     {
        assert_eq!(between(1000, 4000), Duration::from_secs(3));
        assert_eq!(between(u32::MAX - 999, 2000), Duration::from_secs(3));
        assert_eq!(between(4000, 4000), Duration::ZERO);
        assert_eq!(between(4016, 4000), Duration::ZERO);
    }

    #[test]
    fn slides_and_full_screens_speak_for_whoever_watches_and_a_locked_screen_does_not() {
        assert_eq!(inhibitors_in(QUNS_PRESENTATION_MODE).len(), 1);
        assert_eq!(inhibitors_in(QUNS_BUSY).len(), 1);
        assert_eq!(inhibitors_in(QUNS_NOT_PRESENT).len(), 0);
        assert_eq!(inhibitors_in(QUNS_ACCEPTS_NOTIFICATIONS).len(), 0);
    }

    #[test]
    fn windows_tells_the_last_input() {
        assert!(LastInput.idle_for().is_ok());
    }
}
