//! Whether the screen is locked: one answer from all who know of it. The login service says so of the session, which is
//! also shut off while another one is in front; and there are screen savers that never tell it.

use porchlight_client::Happening;
use porchlight_core::view::Lack;
use tokio::sync::{Mutex, mpsc};

/// What is known of the lock, and by whom.
#[derive(Debug)]
pub(super) struct Lock {
    happenings: mpsc::Sender<Happening>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// By the login service; none while that does not answer.
    session: Option<Session>,
    screen_saver: bool,
    /// As it was reported last; none if that may not hold any more.
    reported: Option<bool>,
    /// That nobody watches the session is not said while a screen saver has the lock: it will say when it opens.
    withheld: Option<Lack>,
}

/// A session as the login service has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Session {
    pub(super) locked: bool,
    /// Somebody else's session is in front, or it is at another seat.
    pub(super) inactive: bool,
}

/// Nobody listens any more: the app ends.
#[derive(Debug, thiserror::Error)]
#[error("the app ends")]
pub(super) struct Ended;

impl Lock {
    pub(super) fn new(happenings: mpsc::Sender<Happening>) -> Self {
        Self {
            happenings,
            known: Mutex::default(),
        }
    }

    /// The login service is there anew: whatever was said before may have changed while nobody answered.
    pub(super) async fn watch_session(&self, session: Session, watcher: &str) -> Result<(), Ended> {
        let mut known = self.known.lock().await;
        known.session = Some(session);
        known.reported = None;
        known.withheld = None;
        self.report(&mut known).await?;
        // Until then, input may open the lock.
        self.send(Happening::SessionWatch(Ok(watcher.to_owned())))
            .await
    }

    pub(super) async fn session_changed(&self, session: Session) -> Result<(), Ended> {
        let mut known = self.known.lock().await;
        known.session = Some(session);
        self.report(&mut known).await
    }

    /// The login service says nothing of the session, for this reason.
    pub(super) async fn session_unknown(&self, reason: Lack) -> Result<(), Ended> {
        let mut known = self.known.lock().await;
        known.session = None;
        if known.screen_saver {
            known.withheld = Some(reason);
            return Ok(());
        }
        // Input opens the lock from now on, and that is not said here.
        known.reported = None;
        self.send(Happening::SessionWatch(Err(reason))).await
    }

    pub(super) async fn screen_saver(&self, active: bool) -> Result<(), Ended> {
        let mut known = self.known.lock().await;
        let was_active = std::mem::replace(&mut known.screen_saver, active);
        if was_active == active {
            return Ok(());
        }
        self.report(&mut known).await?;
        match known.withheld.take() {
            Some(reason) => self.send(Happening::SessionWatch(Err(reason))).await,
            None => Ok(()),
        }
    }

    async fn report(&self, known: &mut Known) -> Result<(), Ended> {
        let by_session = known
            .session
            .is_some_and(|session| session.locked || session.inactive);
        let locked = by_session || known.screen_saver;
        if known.reported == Some(locked) {
            return Ok(());
        }
        tracing::info!(locked, "the session");
        known.reported = Some(locked);
        self.send(if locked {
            Happening::Locked
        } else {
            Happening::Unlocked
        })
        .await
    }

    async fn send(&self, happening: Happening) -> Result<(), Ended> {
        self.happenings.send(happening).await.map_err(|_| Ended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCKED: Session = Session {
        locked: true,
        inactive: false,
    };

    #[tokio::test]
    async fn it_is_open_when_all_say_so() {
        let (happenings, mut told) = mpsc::channel(8);
        let lock = Lock::new(happenings);
        let mut said = move || std::iter::from_fn(|| told.try_recv().ok()).collect::<Vec<_>>();
        lock.watch_session(Session::default(), "logind")
            .await
            .unwrap();
        assert!(matches!(
            said()[..],
            [Happening::Unlocked, Happening::SessionWatch(Ok(_))]
        ));
        lock.screen_saver(true).await.unwrap();
        lock.session_changed(LOCKED).await.unwrap();
        assert!(matches!(said()[..], [Happening::Locked]));
        lock.screen_saver(false).await.unwrap();
        assert!(said().is_empty());
        let elsewhere = Session {
            locked: false,
            inactive: true,
        };
        lock.session_changed(elsewhere).await.unwrap();
        assert!(said().is_empty(), "another session is in front");
        lock.session_changed(Session::default()).await.unwrap();
        assert!(matches!(said()[..], [Happening::Unlocked]));
    }

    #[tokio::test]
    async fn a_login_service_that_is_gone_leaves_the_lock_to_the_screen_saver_that_has_it() {
        let (happenings, mut told) = mpsc::channel(8);
        let lock = Lock::new(happenings);
        let mut said = move || std::iter::from_fn(|| told.try_recv().ok()).collect::<Vec<_>>();
        lock.screen_saver(true).await.unwrap();
        lock.session_unknown("gone".into()).await.unwrap();
        assert!(
            matches!(said()[..], [Happening::Locked]),
            "input opens no lock that somebody watches"
        );
        lock.screen_saver(false).await.unwrap();
        assert!(matches!(
            said()[..],
            [Happening::Unlocked, Happening::SessionWatch(Err(_))]
        ));
    }

    #[tokio::test]
    async fn a_screen_saver_that_locks_after_the_login_service_has_gone_is_heard_whatever_that_said_last()
     {
        let (happenings, mut told) = mpsc::channel(8);
        let lock = Lock::new(happenings);
        let mut said = move || std::iter::from_fn(|| told.try_recv().ok()).collect::<Vec<_>>();
        lock.watch_session(LOCKED, "logind").await.unwrap();
        lock.session_unknown("gone".into()).await.unwrap();
        // Input has opened that lock meanwhile.
        said();
        lock.screen_saver(true).await.unwrap();
        assert!(matches!(said()[..], [Happening::Locked]));
    }
}
