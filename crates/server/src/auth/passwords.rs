//! Passwords: hashed for keeping, and checked a few at a time.
//!
//! A check fills 19 MiB. Freed in between, each such area gathers small allocations that outlive it, and the process
//! never shrinks again; so there is one area for each turn, allocated once and kept.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        self, Output, PasswordHash, PasswordHasher as _, SaltString, errors::InvalidValue,
    },
};
use rand::RngCore as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// At most this many passwords are checked at a time.
const TURNS: usize = 2;
/// At most this many more wait for a turn.
const WAITING: usize = 256;
/// An area that is kept, in blocks of 1 KiB: what a hash of this server's own needs.
const KEPT_BLOCKS: usize = Params::DEFAULT_M_COST as usize;
/// The most that a hash made elsewhere may ask for, in blocks of 1 KiB and in passes.
const BLOCKS_MAX: usize = 256 * 1024;
const PASSES_MAX: u32 = 16;
/// What the password of an account that does not exist is hashed with.
const DECOY_SALT: &[u8] = b"nobody's account";

/// Hashes a password for keeping. Slow on purpose.
///
/// # Errors
/// If it is shorter than 8 characters, longer than 1024 bytes, or cannot be hashed.
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < 8 {
        return Err(PasswordError::TooShort);
    }
    if password.len() > 1024 {
        return Err(PasswordError::TooLong);
    }
    let mut salt = [0; 16];
    rand::rng().fill_bytes(&mut salt);
    let salt =
        SaltString::encode_b64(&salt).map_err(|error| PasswordError::Hash(error.to_string()))?;
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
    Ok(hash
        .map_err(|error| PasswordError::Hash(error.to_string()))?
        .to_string())
}

/// Why a password is not taken.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    #[error("the password is too short; use at least 8 characters")]
    TooShort,
    #[error("the password is too long; use at most 1024 bytes")]
    TooLong,
    #[error("the password cannot be hashed: {0}")]
    Hash(String),
}

/// Checks passwords, [`TURNS`] at a time. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Passwords {
    queue: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    areas: Arc<Mutex<Vec<WorkArea>>>,
}

/// So many sign-ins are waiting that another would only be late.
#[derive(Debug)]
pub(crate) struct Busy;

impl Passwords {
    pub(crate) fn new() -> Self {
        Self {
            queue: Arc::new(Semaphore::new(TURNS + WAITING)),
            turns: Arc::new(Semaphore::new(TURNS)),
            areas: Arc::default(),
        }
    }

    /// Takes a place in the queue.
    ///
    /// # Errors
    /// If all are taken.
    pub(crate) fn queue(&self) -> Result<Place, Busy> {
        let queued = Arc::clone(&self.queue)
            .try_acquire_owned()
            .map_err(|_| Busy)?;
        Ok(Place {
            passwords: self.clone(),
            _queued: queued,
        })
    }

    /// Works with one of the areas when it is free. Begun, it goes on when nobody waits for it any more, and keeps its
    /// turn until then.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WorkArea) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let permit = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| Busy)?;
        let mut turn = Turn {
            area: lock(&self.areas).pop().unwrap_or_default(),
            areas: Arc::clone(&self.areas),
            _permit: permit,
        };
        tokio::task::spawn_blocking(move || work(&mut turn.area))
            .await
            .map_err(|_| Busy)
    }
}

/// A place among those whose password will be checked.
#[derive(Debug)]
pub(crate) struct Place {
    passwords: Passwords,
    _queued: OwnedSemaphorePermit,
}

impl Place {
    /// Whether the password belongs to the hash; never, and as slowly, for an account that does not exist.
    ///
    /// # Errors
    /// If the server is ending.
    pub(crate) async fn check(self, password: String, hash: Option<String>) -> Result<bool, Busy> {
        self.passwords
            .in_turn(move |area| area.verify(&password, hash.as_deref()))
            .await
    }
}

/// The right to use one of the areas, which goes back when the turn is over.
#[derive(Debug)]
struct Turn {
    area: WorkArea,
    areas: Arc<Mutex<Vec<WorkArea>>>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Turn {
    fn drop(&mut self) {
        lock(&self.areas).push(std::mem::take(&mut self.area));
    }
}

fn lock(areas: &Mutex<Vec<WorkArea>>) -> std::sync::MutexGuard<'_, Vec<WorkArea>> {
    areas.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The memory that hashing fills: allocated at its first use, and then never again.
#[derive(Default)]
struct WorkArea {
    blocks: Vec<Block>,
}

impl std::fmt::Debug for WorkArea {
    /// Leaves out what was hashed.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkArea")
            .field("blocks", &self.blocks.len())
            .finish()
    }
}

impl WorkArea {
    fn verify(&mut self, password: &str, hash: Option<&str>) -> bool {
        let Some(hash) = hash else {
            let mut nothing = [0; Params::DEFAULT_OUTPUT_LEN];
            // Only the time that it takes matters.
            let _ = self.hash(&Argon2::default(), password, DECOY_SALT, &mut nothing);
            return false;
        };
        self.matches(password, hash).unwrap_or_else(|error| {
            tracing::error!(%error, "a kept password hash cannot be checked; set that password anew");
            false
        })
    }

    fn matches(&mut self, password: &str, hash: &str) -> password_hash::Result<bool> {
        let hash = PasswordHash::new(hash)?;
        let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else {
            return Ok(false);
        };
        let mut salt_bytes = [0; 64];
        let salt = salt.decode_b64(&mut salt_bytes)?;
        let version = hash.version.map(Version::try_from).transpose()?;
        let argon2 = Argon2::new(
            Algorithm::try_from(hash.algorithm)?,
            version.unwrap_or_default(),
            Params::try_from(&hash)?,
        );
        let computed = Output::init_with(expected.len(), |out| {
            self.hash(&argon2, password, salt, out)
        })?;
        // `Output` compares in constant time.
        Ok(computed == expected)
    }

    fn hash(
        &mut self,
        argon2: &Argon2<'_>,
        password: &str,
        salt: &[u8],
        out: &mut [u8],
    ) -> password_hash::Result<()> {
        let params = argon2.params();
        let needed = params.block_count();
        if needed > BLOCKS_MAX || params.t_cost() > PASSES_MAX {
            return Err(password_hash::Error::ParamValueInvalid(
                InvalidValue::TooLong,
            ));
        }
        let mut once = Vec::new();
        let blocks = if needed > KEPT_BLOCKS {
            &mut once
        } else {
            &mut self.blocks
        };
        if blocks.is_empty() {
            *blocks = vec![Block::new(); needed.max(KEPT_BLOCKS)];
        }
        argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, blocks)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn kept(password: &str, algorithm: Algorithm, params: Params) -> String {
        let salt = SaltString::encode_b64(b"sixteen salt byt").unwrap();
        Argon2::new(algorithm, Version::V0x13, params)
            .hash_password(password.as_bytes(), &salt)
            .unwrap()
            .to_string()
    }

    #[test]
    fn a_password_is_known_by_its_hash_alone() {
        let hash = hash_password("correct horse").unwrap();
        let mut area = WorkArea::default();
        assert!(area.verify("correct horse", Some(&hash)));
        assert!(!area.verify("wrong horse", Some(&hash)));
        assert!(!area.verify("correct horse", None), "there is no account");
        assert!(
            area.verify("correct horse", Some(&hash)),
            "what was hashed before leaves nothing in the area"
        );
        assert!(!hash.contains("horse"));
        assert!(matches!(
            hash_password("short"),
            Err(PasswordError::TooShort)
        ));
    }

    #[test]
    fn a_hash_made_elsewhere_is_checked_by_its_own_parameters() {
        let mut area = WorkArea::default();
        let hashes = [
            kept(
                "correct horse",
                Algorithm::Argon2id,
                Params::new(64, 3, 2, Some(16)).unwrap(),
            ),
            kept(
                "correct horse",
                Algorithm::Argon2i,
                Params::new(512, 1, 1, None).unwrap(),
            ),
            kept(
                "correct horse",
                Algorithm::Argon2d,
                Params::new(40 * 1024, 1, 1, Some(64)).unwrap(),
            ),
        ];
        for hash in &hashes {
            assert!(area.verify("correct horse", Some(hash)), "{hash}");
            assert!(!area.verify("wrong horse", Some(hash)), "{hash}");
        }
        assert_eq!(area.blocks.len(), KEPT_BLOCKS, "a larger area is not kept");
    }

    #[test]
    fn a_damaged_hash_and_one_that_asks_for_too_much_let_nobody_in() {
        let mut area = WorkArea::default();
        let modest = kept(
            "correct horse",
            Algorithm::Argon2id,
            Params::new(64, 1, 1, None).unwrap(),
        );
        assert!(area.verify("correct horse", Some(&modest)));
        for hash in [
            String::new(),
            "$argon2id$".to_owned(),
            "$2b$12$abcdefghijklmnopqrstuv".to_owned(),
            modest.replace("m=64", "m=4194304"),
            modest.replace("t=1", "t=4294967295"),
            modest.rsplit_once('$').unwrap().0.to_owned(),
        ] {
            assert_ne!(hash, modest);
            assert!(!area.verify("correct horse", Some(&hash)), "{hash}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn many_checks_use_two_areas_that_are_never_given_back() {
        let passwords = Passwords::new();
        let hash = kept(
            "correct horse",
            Algorithm::Argon2id,
            Params::new(64, 1, 1, None).unwrap(),
        );
        let mut places = BTreeSet::new();
        for _ in 0..8 {
            let checks = (0..20).map(|_| {
                let place = passwords.queue().unwrap();
                place.check("correct horse".to_owned(), Some(hash.clone()))
            });
            let answers = futures_util::future::join_all(checks).await;
            assert!(answers.iter().all(|answer| matches!(answer, Ok(true))));
            let areas = lock(&passwords.areas);
            assert!((1..=TURNS).contains(&areas.len()), "{areas:?}");
            for area in areas.iter() {
                assert_eq!(area.blocks.len(), KEPT_BLOCKS);
                places.insert(area.blocks.as_ptr().addr());
            }
        }
        assert!(places.len() <= TURNS, "an area was allocated anew");
    }

    #[tokio::test]
    async fn a_check_that_nobody_waits_for_any_more_keeps_its_turn_until_it_is_done() {
        let passwords = Passwords::new();
        let (finish, finished) = std::sync::mpsc::channel::<()>();
        let finished = Arc::new(Mutex::new(finished));
        for _ in 0..10 {
            let finished = Arc::clone(&finished);
            let mut check = Box::pin(passwords.in_turn(move |_| {
                let _ = finished.lock().unwrap().recv();
            }));
            assert!(futures_util::poll!(&mut check).is_pending());
        }
        assert_eq!(passwords.turns.available_permits(), 0);
        drop(finish);
        let _both = passwords.turns.acquire_many(2).await.unwrap();
        assert_eq!(lock(&passwords.areas).len(), TURNS);
    }

    #[tokio::test]
    async fn those_who_would_only_be_late_are_sent_away() {
        let passwords = Passwords::new();
        let mut places: Vec<_> = (0..TURNS + WAITING)
            .map(|_| passwords.queue().unwrap())
            .collect();
        assert!(matches!(passwords.queue(), Err(Busy)));
        places.pop();
        assert!(passwords.queue().is_ok());
    }
}
