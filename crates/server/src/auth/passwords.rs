//! Passwords: hashed for keeping, and checked a few at a time.
//!
//! A check fills 19 MiB. As long as anybody waits for a turn, such an area goes from one check to the next; after that it
//! is given back to the system. So at rest the server holds none, and a burst none but one for each turn.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        self, Output, PasswordHash, PasswordHasher as _, SaltString, errors::InvalidValue,
    },
};
use rand::RngCore as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::origin::Client;

/// At most this many passwords are checked at a time.
const TURNS: usize = 2;
/// At most this many more wait for a turn.
const WAITING: usize = 256;
/// At most this many of all those come from one address, so that no address takes the places of all others.
const OF_AN_ADDRESS: usize = 64;
/// An area, in blocks of 1 KiB: what a hash of this server's own needs.
const AREA_BLOCKS: usize = Params::DEFAULT_M_COST as usize;
/// What is allocated for it: glibc maps more than 32 MiB on their own and unmaps them when they are freed, while a smaller
/// area comes from the heap, where what is allocated behind it would keep it for good. The rest is never touched.
const AREA_CAPACITY: usize = 33 * 1024;
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
    check_password(password)?;
    let mut salt = [0; 16];
    rand::rng().fill_bytes(&mut salt);
    let salt =
        SaltString::encode_b64(&salt).map_err(|error| PasswordError::Hash(error.to_string()))?;
    let hash = Argon2::default().hash_password(password.as_bytes(), &salt);
    Ok(hash
        .map_err(|error| PasswordError::Hash(error.to_string()))?
        .to_string())
}

/// Whether a password is one that is taken.
///
/// # Errors
/// If it is shorter than 8 characters, or longer than 1024 bytes.
pub(crate) fn check_password(password: &str) -> Result<(), PasswordError> {
    if password.chars().count() < 8 {
        return Err(PasswordError::TooShort);
    }
    if password.len() > 1024 {
        return Err(PasswordError::TooLong);
    }
    Ok(())
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
    /// How many of those in the queue come from each address.
    addresses: Arc<Mutex<BTreeMap<Option<Client>, usize>>>,
    turns: Arc<Semaphore>,
    areas: Arc<Mutex<Areas>>,
}

/// What is filled in turn.
#[derive(Debug, Default)]
struct Areas {
    /// Those who have a turn, or wait for one.
    wanted_by: usize,
    /// Not in use now. Never more than there are others who will want one.
    free: Vec<WorkArea>,
}

/// So many sign-ins are waiting that another would only be late.
#[derive(Debug)]
pub(crate) struct Busy;

impl Passwords {
    pub(crate) fn new() -> Self {
        Self {
            queue: Arc::new(Semaphore::new(TURNS + WAITING)),
            addresses: Arc::default(),
            turns: Arc::new(Semaphore::new(TURNS)),
            areas: Arc::default(),
        }
    }

    /// Takes a place in the queue.
    ///
    /// # Errors
    /// If all are taken, or all that one address may have.
    pub(crate) fn queue(&self, client: Option<Client>) -> Result<Place, Busy> {
        let queued = Arc::clone(&self.queue)
            .try_acquire_owned()
            .map_err(|_| Busy)?;
        let mut addresses = lock(&self.addresses);
        let taken = addresses.entry(client).or_default();
        if *taken >= OF_AN_ADDRESS {
            return Err(Busy);
        }
        *taken += 1;
        Ok(Place {
            passwords: self.clone(),
            client,
            _queued: queued,
        })
    }

    /// Works with one of the areas when it is free. Begun, it goes on when nobody waits for it any more, and keeps its
    /// turn until then.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WorkArea) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let mut turn = Turn::want(&self.areas);
        let permit = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| Busy)?;
        tokio::task::spawn_blocking(move || {
            let done = work(turn.area());
            // Whoever has the next turn finds the area.
            drop(turn);
            drop(permit);
            done
        })
        .await
        .map_err(|_| Busy)
    }
}

/// A place among those whose password will be checked.
#[derive(Debug)]
pub(crate) struct Place {
    passwords: Passwords,
    client: Option<Client>,
    _queued: OwnedSemaphorePermit,
}

impl Place {
    /// Whether the password belongs to the hash; never, and as slowly, for an account that does not exist.
    ///
    /// # Errors
    /// If the server is ending.
    pub(crate) async fn check(&self, password: String, hash: Option<String>) -> Result<bool, Busy> {
        self.passwords
            .in_turn(move |area| area.verify(&password, hash.as_deref()))
            .await
    }

    /// Hashes a password for keeping, as [`hash_password`] does.
    ///
    /// # Errors
    /// If the server is ending.
    pub(crate) async fn hash(
        &self,
        password: String,
    ) -> Result<Result<String, PasswordError>, Busy> {
        self.passwords
            .in_turn(move |_| hash_password(&password))
            .await
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut addresses = lock(&self.passwords.addresses);
        if let Some(taken) = addresses.get_mut(&self.client) {
            *taken -= 1;
            if *taken == 0 {
                addresses.remove(&self.client);
            }
        }
    }
}

/// Somebody who has a turn or waits for one, and the area that she uses.
#[derive(Debug)]
struct Turn {
    area: Option<WorkArea>,
    areas: Arc<Mutex<Areas>>,
}

impl Turn {
    fn want(areas: &Arc<Mutex<Areas>>) -> Self {
        lock(areas).wanted_by += 1;
        Self {
            area: None,
            areas: Arc::clone(areas),
        }
    }

    fn area(&mut self) -> &mut WorkArea {
        let areas = &self.areas;
        self.area
            .get_or_insert_with(|| lock(areas).free.pop().unwrap_or_default())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut areas = lock(&self.areas);
        areas.wanted_by -= 1;
        areas.free.extend(self.area.take());
        let Areas { wanted_by, free } = &mut *areas;
        free.truncate(*wanted_by);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The memory that hashing fills, allocated at its first use.
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
        let blocks = if needed > AREA_BLOCKS {
            &mut once
        } else {
            &mut self.blocks
        };
        if blocks.is_empty() {
            blocks.reserve_exact(needed.max(AREA_CAPACITY));
            blocks.resize(needed.max(AREA_BLOCKS), Block::new());
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
        assert_eq!(area.blocks.len(), AREA_BLOCKS, "a larger area is not kept");
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

    #[tokio::test]
    async fn checks_hand_their_areas_on_and_the_last_ones_give_them_back() {
        let passwords = Passwords::new();
        let used = Arc::new(Mutex::new(BTreeSet::new()));
        let checks = (0..20).map(|_| {
            let used = Arc::clone(&used);
            passwords.in_turn(move |area| {
                assert!(!area.verify("correct horse", None));
                assert_eq!(area.blocks.len(), AREA_BLOCKS);
                used.lock().unwrap().insert(area.blocks.as_ptr().addr());
            })
        });
        let answers = futures_util::future::join_all(checks).await;
        assert!(answers.iter().all(Result::is_ok));
        assert!(
            used.lock().unwrap().len() <= TURNS,
            "an area was allocated anew"
        );
        let areas = lock(&passwords.areas);
        assert_eq!((areas.wanted_by, areas.free.len()), (0, 0));
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
        assert_eq!(
            lock(&passwords.areas).wanted_by,
            TURNS,
            "who waited for a turn, and left, still wants one"
        );
        drop(finish);
        let _both = passwords.turns.acquire_many(2).await.unwrap();
        let areas = lock(&passwords.areas);
        assert_eq!((areas.wanted_by, areas.free.len()), (0, 0));
    }

    #[tokio::test]
    async fn those_who_would_only_be_late_are_sent_away() {
        let passwords = Passwords::new();
        let mut places: Vec<_> = (0..TURNS + WAITING)
            .map(|number| passwords.queue(client(number / OF_AN_ADDRESS)).unwrap())
            .collect();
        assert!(matches!(passwords.queue(client(100)), Err(Busy)));
        places.pop();
        assert!(passwords.queue(client(100)).is_ok());
    }

    #[tokio::test]
    async fn one_address_takes_no_place_of_all_others() {
        let passwords = Passwords::new();
        let queue = || passwords.queue(client(1));
        let mut places: Vec<_> = (0..OF_AN_ADDRESS).map(|_| queue().unwrap()).collect();
        assert!(matches!(queue(), Err(Busy)));
        assert!(passwords.queue(client(2)).is_ok());
        places.pop();
        assert!(queue().is_ok());
        drop(places);
        assert!(lock(&passwords.addresses).is_empty(), "nothing is kept");
    }

    #[expect(clippy::unnecessary_wraps, reason = "as requests have it")]
    fn client(number: usize) -> Option<Client> {
        let number = u32::try_from(number).unwrap();
        Some(Client::of(std::net::IpAddr::from(number.to_be_bytes())))
    }
}
