//! The keyring of the desktop session, where the token of this device is kept: the Secret Service on Linux, the
//! Credential Manager on Windows, the keychain on macOS.
//!
//! A keyring may be missing, locked, or hang, and none of them holds up anybody: each call has a thread of its own and a
//! time limit. Only reading a token that is known to be there may have the desktop ask the person to unlock it; what is
//! found after the time limit is handed in later.

mod system;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
        mpsc::{RecvTimeoutError, sync_channel},
    },
    thread,
    time::Duration,
};

use crate::link::Token;

/// How long a keyring may take to answer.
const LIMIT: Duration = Duration::from_secs(2);
/// How often one that could not be read is looked at again where it does not tell that it has changed: soon at first, for it
/// may start later than the app.
const SOON: Duration = Duration::from_secs(2);
const LATER: Duration = Duration::from_mins(5);
const SOON_TIMES: u32 = 15;
/// The libraries of the keyrings encrypt what they pass on.
const STACK: usize = 1 << 20;

/// Why the keyring is not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KeyringError {
    /// So nothing can be in it.
    #[error("no keyring runs in this session")]
    Missing,
    #[error("the keyring is locked")]
    Locked,
    #[error("the keyring does not answer")]
    Silent,
    #[error("the keyring failed: {0}")]
    Failed(String),
}

/// What can be done with one entry of a keyring. Each of these may take as long as it likes.
pub(crate) trait Entry: Send + Sync + 'static {
    /// Whether there is a keyring, and it is open: then nothing asks the person anything.
    ///
    /// # Errors
    /// Why not.
    fn check(&self) -> Result<(), KeyringError>;
    /// None where there is no such entry. May ask the person to unlock the keyring.
    ///
    /// # Errors
    /// Why it could not be read.
    fn read(&self) -> Result<Option<String>, KeyringError>;
    /// # Errors
    /// Why it could not be written.
    fn write(&self, secret: &str) -> Result<(), KeyringError>;
    /// Where there is none, it is done.
    ///
    /// # Errors
    /// Why it could not be removed.
    fn remove(&self) -> Result<(), KeyringError>;
    /// Listens to what the keyring tells of itself from now on. None where it tells nothing.
    fn changes(&self) -> Option<Box<dyn Changes>>;
}

/// What a keyring tells of itself.
pub(crate) trait Changes {
    /// Waits until it has come, gone, opened or closed. False if it tells nothing any more.
    fn next(&mut self) -> bool;
}

/// Takes what was found after the time limit: the token, or that there is none.
pub(crate) type Late = Box<dyn FnOnce(Option<Token>) + Send>;

/// One entry of the keyring, with a time limit.
#[derive(Clone)]
pub(crate) struct Keyring {
    entry: Arc<dyn Entry>,
    limit: Duration,
    /// A call has not come back.
    busy: Arc<AtomicBool>,
}

impl Keyring {
    /// The entry of this name in the keyring of this session. Nothing is asked yet.
    pub(crate) fn of_session(name: String) -> Self {
        Self::over(system::SystemEntry::new(name), LIMIT)
    }

    pub(crate) fn over(entry: impl Entry, limit: Duration) -> Self {
        Self {
            entry: Arc::new(entry),
            limit,
            busy: Arc::default(),
        }
    }

    /// Reads what is known to be there. What takes longer, also because the person is asked to unlock the keyring or it is
    /// not there yet, is handed to `late`.
    ///
    /// # Errors
    /// Why there is nothing yet.
    pub(crate) fn read(&self, late: Late) -> Result<Option<Token>, KeyringError> {
        let late = Arc::new(Mutex::new(Some(late)));
        let (entry, handed) = (Arc::clone(&self.entry), Arc::clone(&late));
        let found = self.within_limit(move |answer| {
            // Nobody waits any longer for what took as long as a person at a dialog.
            if let Err(Ok(found)) = answer(look(&*entry)) {
                hand_out(found, &handed);
            }
        });
        match found {
            Ok(Ok(found)) => Ok(found.map(Token)),
            Ok(Err(error)) | Err(error) => {
                let entry = Arc::clone(&self.entry);
                let waiting = thread::Builder::new()
                    .name("keyring".to_owned())
                    .stack_size(STACK)
                    .spawn(move || wait_for(&*entry, &late));
                if let Err(error) = waiting {
                    tracing::warn!(%error, "the keyring is not looked at again");
                }
                Err(error)
            }
        }
    }

    /// Puts the token there, and looks whether it is.
    ///
    /// # Errors
    /// Why it cannot be relied on.
    pub(crate) fn keep(&self, token: &Token) -> Result<(), KeyringError> {
        let (entry, secret) = (Arc::clone(&self.entry), token.0.clone());
        self.within_limit(move |answer| {
            let keep = || {
                entry.check()?;
                entry.write(&secret)?;
                match entry.read()? {
                    Some(found) if found == secret => Ok(()),
                    _ => Err(KeyringError::Failed(
                        "it did not keep what was put into it".to_owned(),
                    )),
                }
            };
            let _ = answer(keep());
        })?
    }

    /// Removes the token, if it is there.
    ///
    /// # Errors
    /// Why it may still be there.
    pub(crate) fn remove(&self) -> Result<(), KeyringError> {
        let entry = Arc::clone(&self.entry);
        self.within_limit(move |answer| {
            let _ = answer(entry.check().and_then(|()| entry.remove()));
        })?
    }

    /// Runs a call on a thread of its own. It is given a way to answer, once, which returns the answer where nobody waits for it.
    fn within_limit<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Fn(T) -> Result<(), T>) + Send + 'static,
    ) -> Result<T, KeyringError> {
        if self.busy.swap(true, Ordering::AcqRel) {
            return Err(KeyringError::Silent);
        }
        let busy = Arc::clone(&self.busy);
        let (answer, answered) = sync_channel(0);
        let started = thread::Builder::new()
            .name("keyring".to_owned())
            .stack_size(STACK)
            .spawn(move || {
                call(&|given| {
                    busy.store(false, Ordering::Release);
                    // A channel without room: taken, or there is nobody any more.
                    answer.send(given).map_err(|refused| refused.0)
                });
            });
        if started.is_err() {
            self.busy.store(false, Ordering::Release);
            return Err(KeyringError::Failed("no thread can be started".to_owned()));
        }
        match answered.recv_timeout(self.limit) {
            Ok(given) => Ok(given),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                Err(KeyringError::Silent)
            }
        }
    }
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring")
    }
}

/// None only if it is open: there are keyrings that show nothing of what they hold while they are locked.
fn look(entry: &dyn Entry) -> Result<Option<String>, KeyringError> {
    match entry.read() {
        Ok(None) => entry.check().map(|()| None),
        read => read,
    }
}

/// Looks again until the keyring is there and open, by whomever; asks nobody for anything. Ends with what is found, or with
/// the app.
fn wait_for(entry: &dyn Entry, late: &Mutex<Option<Late>>) {
    let mut changes = entry.changes();
    let mut pauses = Pauses::default();
    while late.lock().is_ok_and(|late| late.is_some()) {
        let tells = match entry.check() {
            Ok(()) => match look(entry) {
                Ok(found) => return hand_out(found, late),
                Err(error) => {
                    tracing::debug!(%error, "the keyring is not read yet");
                    false
                }
            },
            // Listened to before it was looked at, so nothing is missed.
            Err(_) => changes.as_mut().is_some_and(|changes| changes.next()),
        };
        if !tells {
            pauses.pause();
            changes = entry.changes();
        }
    }
}

/// The pauses between one look and the next.
#[derive(Default)]
struct Pauses(u32);

impl Pauses {
    fn pause(&mut self) {
        thread::sleep(if self.0 < SOON_TIMES { SOON } else { LATER });
        self.0 = (self.0 + 1).min(SOON_TIMES);
    }
}

/// Once.
fn hand_out(found: Option<String>, late: &Mutex<Option<Late>>) {
    let late = late.lock().ok().and_then(|mut late| late.take());
    if let Some(late) = late {
        late(found.map(Token));
    }
}

#[cfg(test)]
pub(crate) mod fake {
    //! A keyring by hand. A fake.

    use std::sync::{
        PoisonError,
        mpsc::{Receiver, Sender},
    };

    use super::*;

    /// What it holds, and what is wrong with it.
    #[derive(Clone, Default)]
    pub(crate) struct FakeKeyring {
        pub(crate) held: Arc<Mutex<Option<String>>>,
        pub(crate) wrong: Arc<Mutex<Option<KeyringError>>>,
        pub(crate) forgets: Arc<AtomicBool>,
        pub(crate) hangs: Arc<AtomicBool>,
        /// It shows nothing of what it holds while it is locked, as `KeePassXC` does.
        pub(crate) hides: Arc<AtomicBool>,
        /// What it tells of itself, and to whom it has nothing to tell at the moment.
        pub(crate) tells: Arc<Mutex<Option<FakeChanges>>>,
    }

    /// Each is told by hand.
    pub(crate) struct FakeChanges {
        pub(crate) told: Receiver<()>,
        pub(crate) waits: Sender<()>,
    }

    impl Changes for FakeChanges {
        fn next(&mut self) -> bool {
            self.waits.send(()).is_ok() && self.told.recv().is_ok()
        }
    }

    impl FakeKeyring {
        pub(crate) fn limited(&self, limit: Duration) -> Keyring {
            Keyring::over(self.clone(), limit)
        }

        pub(crate) fn holds(&self) -> Option<String> {
            self.held.lock().unwrap().clone()
        }

        pub(crate) fn goes_wrong(&self, how: Option<KeyringError>) {
            *self.wrong.lock().unwrap() = how;
        }
    }

    impl Entry for FakeKeyring {
        fn check(&self) -> Result<(), KeyringError> {
            while self.hangs.load(Ordering::Acquire) {
                thread::sleep(Duration::from_millis(1));
            }
            let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
            wrong.clone().map_or(Ok(()), Err)
        }

        fn read(&self) -> Result<Option<String>, KeyringError> {
            match self.check() {
                Err(_) if self.hides.load(Ordering::Acquire) => Ok(None),
                open => open.map(|()| self.holds()),
            }
        }

        fn write(&self, secret: &str) -> Result<(), KeyringError> {
            self.check()?;
            if !self.forgets.load(Ordering::Acquire) {
                *self.held.lock().unwrap() = Some(secret.to_owned());
            }
            Ok(())
        }

        fn remove(&self) -> Result<(), KeyringError> {
            *self.held.lock().unwrap() = None;
            Ok(())
        }

        fn changes(&self) -> Option<Box<dyn Changes>> {
            let changes = self.tells.lock().unwrap().take();
            changes.map(|changes| Box::new(changes) as Box<dyn Changes>)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::{
        fake::{FakeChanges, FakeKeyring},
        *,
    };

    #[test]
    fn a_keyring_that_hangs_costs_the_time_limit_once_and_what_it_has_comes_later() {
        let fake = FakeKeyring::default();
        *fake.held.lock().unwrap() = Some("secret".to_owned());
        fake.hangs.store(true, Ordering::Release);
        let keyring = fake.limited(Duration::from_millis(20));
        let (found, late) = channel();

        let read = keyring.read(Box::new(move |token| found.send(token).unwrap()));
        assert_eq!(read, Err(KeyringError::Silent));
        let patient = Keyring {
            limit: Duration::from_hours(1),
            ..keyring
        };
        let token = Token("another".to_owned());
        assert_eq!(patient.keep(&token), Err(KeyringError::Silent));
        assert_eq!(patient.remove(), Err(KeyringError::Silent));

        fake.hangs.store(false, Ordering::Release);
        assert_eq!(late.recv(), Ok(Some(Token("secret".to_owned()))));
    }

    #[test]
    fn one_that_tells_when_it_changes_is_looked_at_then_and_hands_out_what_it_has() {
        for held in [Some("secret".to_owned()), None] {
            let fake = FakeKeyring::default();
            fake.held.lock().unwrap().clone_from(&held);
            fake.goes_wrong(Some(KeyringError::Locked));
            let (tell, told) = channel();
            let (waits, waited) = channel();
            *fake.tells.lock().unwrap() = Some(FakeChanges { told, waits });
            let (found, late) = channel();

            let late_one = Box::new(move |token| found.send(token).unwrap());
            let read = fake.limited(LIMIT).read(late_one);
            assert_eq!(read, Err(KeyringError::Locked));
            waited.recv().unwrap();
            // It has changed, and is still locked.
            tell.send(()).unwrap();
            waited.recv().unwrap();
            fake.goes_wrong(None);
            tell.send(()).unwrap();
            assert_eq!(late.recv(), Ok(held.map(Token)));
        }
    }

    #[test]
    fn one_that_is_locked_is_left_alone_until_it_is_open() {
        let fake = FakeKeyring::default();
        *fake.held.lock().unwrap() = Some("secret".to_owned());
        fake.goes_wrong(Some(KeyringError::Locked));
        let keyring = fake.limited(LIMIT);
        let (found, late) = channel();

        let token = Token("another".to_owned());
        assert_eq!(keyring.keep(&token), Err(KeyringError::Locked));
        assert_eq!(fake.holds(), Some("secret".to_owned()));
        let read = keyring.read(Box::new(move |token| found.send(token).unwrap()));
        assert_eq!(read, Err(KeyringError::Locked));
        fake.goes_wrong(None);
        assert_eq!(late.recv(), Ok(Some(Token("secret".to_owned()))));
    }

    #[test]
    fn one_that_shows_nothing_while_it_is_locked_is_taken_for_locked_and_not_for_empty() {
        let fake = FakeKeyring::default();
        *fake.held.lock().unwrap() = Some("secret".to_owned());
        fake.hides.store(true, Ordering::Release);
        fake.goes_wrong(Some(KeyringError::Locked));
        let (found, late) = channel();

        let read = fake
            .limited(LIMIT)
            .read(Box::new(move |token| found.send(token).unwrap()));
        assert_eq!(read, Err(KeyringError::Locked));
        fake.goes_wrong(None);
        assert_eq!(late.recv(), Ok(Some(Token("secret".to_owned()))));
    }

    #[test]
    fn what_is_kept_was_read_back() {
        let fake = FakeKeyring::default();
        let keyring = fake.limited(LIMIT);
        let token = Token("secret".to_owned());
        assert_eq!(keyring.keep(&token), Ok(()));
        assert_eq!(fake.holds(), Some("secret".to_owned()));
        keyring.remove().unwrap();
        assert_eq!(fake.holds(), None);

        fake.forgets.store(true, Ordering::Release);
        let said = keyring.keep(&token).unwrap_err().to_string();
        assert!(said.contains("did not keep"), "{said}");
    }
}
