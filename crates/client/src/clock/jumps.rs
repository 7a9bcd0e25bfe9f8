//! Says at once when the clocks jump: the machine woke, or somebody set the calendar. The loop's own timers stood still
//! meanwhile, and whatever happens before they end could as well have happened before the sleep.

/// The kernel cancels a timer that waits for a date when the calendar jumps, as it does on waking.
#[cfg(any(target_os = "linux", target_os = "android"))]
#[derive(Debug)]
pub(crate) struct Jumps {
    /// None where the kernel offers no such timer: then the loop's own timers have to do.
    timer: Option<tokio::io::unix::AsyncFd<rustix::fd::OwnedFd>>,
}

#[cfg(any(target_os = "linux", target_os = "android"))]
impl Jumps {
    #[expect(
        deprecated,
        reason = "its successor is unsafe, for what may be given another descriptor; what is owned here never is"
    )]
    pub(crate) fn watch() -> Self {
        let timer = never().map_err(std::io::Error::from);
        let timer = timer.and_then(tokio::io::unix::AsyncFd::new);
        let timer = timer.inspect_err(|error| tracing::warn!(%error, "waking is noticed late"));
        Self { timer: timer.ok() }
    }

    /// Returns after the next jump. Nothing is lost if it is dropped before.
    pub(crate) async fn next(&self) {
        while let Some(timer) = &self.timer {
            let Ok(mut ready) = timer.readable().await else {
                break;
            };
            let read = ready.try_io(|timer| Ok(rustix::io::read(timer, &mut [0_u8; 8])?));
            match read {
                Ok(Err(error)) if is_cancelled(&error) => return,
                // Nothing yet.
                Err(_) => {}
                Ok(_) => break,
            }
        }
        std::future::pending::<()>().await;
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_cancelled(error: &std::io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::CANCELED.raw_os_error())
}

/// A timer for a date that never comes.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn never() -> rustix::io::Result<rustix::fd::OwnedFd> {
    use rustix::time::{
        Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
        timerfd_settime,
    };
    let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
    let timer = timerfd_create(TimerfdClockId::Realtime, flags)?;
    let at = |tv_sec| Timespec { tv_sec, tv_nsec: 0 };
    let never = Itimerspec {
        it_interval: at(0),
        it_value: at(i64::MAX / 2),
    };
    let flags = TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET;
    timerfd_settime(&timer, flags, &never)?;
    Ok(timer)
}

/// Nobody says so here: the loop's own timers have to do.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
#[derive(Debug)]
pub(crate) struct Jumps;

#[cfg(not(any(target_os = "linux", target_os = "android")))]
impl Jumps {
    pub(crate) const fn watch() -> Self {
        Self
    }

    pub(crate) async fn next(&self) {
        std::future::pending::<()>().await;
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn nobody_is_woken_while_the_clocks_go_on() {
        let jumps = Jumps::watch();
        assert!(jumps.timer.is_some(), "this kernel has such a timer");
        for _ in 0..10 {
            tokio::task::yield_now().await;
            assert_eq!(jumps.next().now_or_never(), None);
        }
    }
}
