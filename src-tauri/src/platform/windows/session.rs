//! The session as Windows tells of it: lock, sleep, its end, and a clock that was set. It tells by messages to windows, so
//! there is one that nobody sees, on a thread of its own. What comes in is read by [`read`]; what is done about it, by
//! the [`Listener`].
//!
//! The window is an ordinary one that is not shown: those that are made for messages alone are told nothing of this.

use std::{
    cell::OnceCell,
    io,
    ptr::{null, null_mut},
    thread,
    time::Duration,
};

use porchlight_client::Happening;
use porchlight_core::view::Lack;
use tokio::sync::{mpsc, oneshot};
use windows_sys::{
    Win32::{
        Foundation::{HWND, LPARAM, LRESULT, WPARAM},
        System::{
            LibraryLoader::GetModuleHandleW,
            Power::RegisterSuspendResumeNotification,
            RemoteDesktop::{
                NOTIFY_FOR_THIS_SESSION, WTS_CURRENT_SERVER_HANDLE, WTS_CURRENT_SESSION,
                WTS_SESSIONSTATE_LOCK, WTS_SESSIONSTATE_UNLOCK, WTSFreeMemory, WTSINFOEXW,
                WTSQuerySessionInformationW, WTSRegisterSessionNotification, WTSSessionInfoEx,
            },
        },
        UI::WindowsAndMessaging::{
            CreateWindowExW, DEVICE_NOTIFY_WINDOW_HANDLE, DefWindowProcW, DispatchMessageW,
            GetMessageW, MSG, PBT_APMRESUMEAUTOMATIC, PBT_APMRESUMESUSPEND, PBT_APMSUSPEND,
            RegisterClassW, WM_ENDSESSION, WM_POWERBROADCAST, WM_TIMECHANGE, WM_WTSSESSION_CHANGE,
            WNDCLASSW, WTS_CONSOLE_CONNECT, WTS_CONSOLE_DISCONNECT, WTS_REMOTE_CONNECT,
            WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK, WTS_SESSION_UNLOCK,
        },
    },
    core::PWSTR,
};

use super::{
    super::session::{Event, Listener, Patience},
    wide,
};

/// What Diagnostics calls it.
const NAME: &str = "Windows session messages";
/// The window's class, by which it can be found.
const CLASS: &str = "PorchlightSession";
/// Windows goes to sleep two seconds after it has said so; and a program that does not answer within five seconds is ended
/// with the session.
const PATIENCE: Patience = Patience {
    sleep: Duration::from_millis(1800),
    end: Duration::from_millis(4500),
};

/// Reports lock, sleep and the end of the session for as long as the app runs.
pub(super) async fn watch(happenings: mpsc::Sender<Happening>) {
    let listener = Listener::new(happenings.clone(), is_locked, PATIENCE);
    let (failed, failure) = oneshot::channel();
    let listening = thread::Builder::new()
        .name("session".to_owned())
        .spawn(move || {
            // Nobody waits for it once the app has ended.
            let _ = failed.send(listen(listener));
        });
    let outcome = match listening {
        Ok(_) => match failure.await {
            Ok(Ok(())) | Err(_) => return,
            Ok(Err(error)) => error,
        },
        Err(error) => error,
    };
    tracing::warn!(error = %outcome, "lock and sleep are not noticed");
    let untold = Happening::SessionWatch(Err(Lack::SessionMessages));
    let _ = happenings.send(untold).await;
}

thread_local! {
    /// Who hears what this thread's window is told.
    static LISTENER: OnceCell<Listener> = const { OnceCell::new() };
}

/// Reads a message.
fn read(message: u32, what: WPARAM) -> Option<Event> {
    let number = u32::try_from(what).unwrap_or(u32::MAX);
    Some(match (message, number) {
        (
            WM_WTSSESSION_CHANGE,
            WTS_SESSION_LOCK | WTS_CONSOLE_DISCONNECT | WTS_REMOTE_DISCONNECT,
        ) => Event::Locked,
        (WM_WTSSESSION_CHANGE, WTS_SESSION_UNLOCK) => Event::Unlocked,
        (WM_WTSSESSION_CHANGE, WTS_CONSOLE_CONNECT | WTS_REMOTE_CONNECT) => Event::Connected,
        (WM_POWERBROADCAST, PBT_APMSUSPEND) => Event::Leaving,
        (WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC | PBT_APMRESUMESUSPEND) => Event::Woke,
        // With 0 it has been called off.
        (WM_ENDSESSION, 1..) => Event::Ending,
        (WM_TIMECHANGE, _) => Event::ClockSet,
        _ => return None,
    })
}

/// Makes the window, and hears what it is told until the process ends.
fn listen(listener: Listener) -> io::Result<()> {
    let window = window()?;
    // SAFETY: the window is this thread's, and lives as long as the thread.
    unsafe {
        if WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION) == 0 {
            return Err(io::Error::last_os_error());
        }
        // Machines that are never quite asleep tell those alone who asked for it; all others tell every window.
        if RegisterSuspendResumeNotification(window, DEVICE_NOTIFY_WINDOW_HANDLE) == 0 {
            let error = io::Error::last_os_error();
            tracing::warn!(%error, "sleep may not be noticed on this machine");
        }
    }
    LISTENER.with(|place| {
        let listener = place.get_or_init(|| listener);
        listener.start(NAME);
    });
    let mut message = MSG::default();
    // SAFETY: the message outlives both calls, and is what the first has put there.
    while unsafe { GetMessageW(&raw mut message, null_mut(), 0, 0) } > 0 {
        unsafe { DispatchMessageW(&raw const message) };
    }
    Ok(())
}

fn window() -> io::Result<HWND> {
    let (class, title) = (wide(CLASS), wide("Porchlight"));
    // SAFETY: the strings end with a zero and outlive the calls; the procedure is one for windows and stays for good.
    let window = unsafe {
        let program = GetModuleHandleW(null());
        let description = WNDCLASSW {
            lpfnWndProc: Some(on_message),
            hInstance: program,
            lpszClassName: class.as_ptr(),
            ..WNDCLASSW::default()
        };
        if RegisterClassW(&raw const description) == 0 {
            return Err(io::Error::last_os_error());
        }
        CreateWindowExW(
            0,
            class.as_ptr(),
            title.as_ptr(),
            0,
            0,
            0,
            0,
            0,
            null_mut(),
            null_mut(),
            program,
            null(),
        )
    };
    if window.is_null() {
        return Err(io::Error::last_os_error());
    }
    Ok(window)
}

unsafe extern "system" fn on_message(
    window: HWND,
    message: u32,
    what: WPARAM,
    more: LPARAM,
) -> LRESULT {
    if let Some(event) = read(message, what) {
        LISTENER.with(|listener| {
            if let Some(listener) = listener.get() {
                listener.on(event);
            }
        });
    }
    // SAFETY: it is the message as it came. Asked whether the session may end, this answers yes.
    unsafe { DefWindowProcW(window, message, what, more) }
}

/// Whether the session is locked; none where Windows does not say.
fn is_locked() -> Option<bool> {
    let mut answer: PWSTR = null_mut();
    let mut size = 0;
    // SAFETY: both places outlive the call.
    let answered = unsafe {
        WTSQuerySessionInformationW(
            WTS_CURRENT_SERVER_HANDLE,
            WTS_CURRENT_SESSION,
            WTSSessionInfoEx,
            &raw mut answer,
            &raw mut size,
        )
    };
    if answered == 0 || answer.is_null() {
        return None;
    }
    let is_whole = usize::try_from(size).is_ok_and(|size| size >= size_of::<WTSINFOEXW>());
    // SAFETY: it is as large as such an answer, and is given back once, after it was read.
    let flags = unsafe {
        let info = is_whole.then(|| answer.cast::<WTSINFOEXW>().read_unaligned());
        WTSFreeMemory(answer.cast());
        info.filter(|info| info.Level == 1)?
            .Data
            .WTSInfoExLevel1
            .SessionFlags
    };
    match flags.cast_unsigned() {
        WTS_SESSIONSTATE_LOCK => Some(true),
        WTS_SESSIONSTATE_UNLOCK => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_and_whoever_else_takes_the_screen_are_away_and_an_end_that_was_called_off_is_none() {
        let change = |what| read(WM_WTSSESSION_CHANGE, what as WPARAM);
        assert_eq!(change(WTS_SESSION_LOCK), Some(Event::Locked));
        assert_eq!(change(WTS_CONSOLE_DISCONNECT), Some(Event::Locked));
        assert_eq!(change(WTS_REMOTE_DISCONNECT), Some(Event::Locked));
        assert_eq!(change(WTS_SESSION_UNLOCK), Some(Event::Unlocked));
        assert_eq!(change(WTS_REMOTE_CONNECT), Some(Event::Connected));
        let power = |what| read(WM_POWERBROADCAST, what as WPARAM);
        assert_eq!(power(PBT_APMSUSPEND), Some(Event::Leaving));
        assert_eq!(power(PBT_APMRESUMEAUTOMATIC), Some(Event::Woke));
        assert_eq!(read(WM_ENDSESSION, 0), None);
        assert_eq!(read(WM_ENDSESSION, 1), Some(Event::Ending));
    }
}
