//! The last input, of the mouse or the keyboard, in any program of the session.

use std::{io, time::Duration};

use porchlight_client::{IdleClock, IdleSource};
use windows_sys::Win32::{
    System::SystemInformation::GetTickCount,
    UI::Input::KeyboardAndMouse::{GetLastInputInfo, LASTINPUTINFO},
};

/// `GetLastInputInfo`.
#[derive(Debug)]
pub(super) struct LastInput;

impl IdleSource for LastInput {
    fn name(&self) -> String {
        "Windows last input".into()
    }

    fn idle_for(&mut self) -> Result<Duration, String> {
        match ticks() {
            Ok((last, now)) => Ok(between(last, now)),
            Err(error) => {
                tracing::warn!(%error, "no idle time");
                Err("Windows does not tell the idle time".into())
            }
        }
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

/// The ticks start anew after 49.7 days. An input may be stamped a little later than this was read: that is now.
fn between(last: u32, now: u32) -> Duration {
    let idle = now.wrapping_sub(last);
    let ahead = last.wrapping_sub(now);
    Duration::from_millis(if ahead < 1000 { 0 } else { idle }.into())
}

#[cfg(test)]
mod tests {
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
    fn windows_tells_the_last_input() {
        assert!(LastInput.idle_for().is_ok());
    }
}
