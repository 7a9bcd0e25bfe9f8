//! Passwords and tokens.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use argon2::{
    Argon2,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use rand::RngCore as _;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

/// At most this many passwords are hashed at a time: each takes 19 MiB.
const HASHING: usize = 2;
/// At most this many sign-ins wait for that.
const WAITING: usize = 64;
/// Wrong tries in a row before an address and account are slowed down.
const TRIES: u32 = 5;
/// The same for one address, whatever accounts it tries.
const TRIES_OF_AN_ADDRESS: u32 = 50;
/// The longest that anybody is made to wait.
const LONGEST_WAIT: Duration = Duration::from_mins(15);
/// At most this many addresses and accounts are remembered.
const REMEMBERED: usize = 10_000;

/// The SHA-256 of a token: all that the server keeps of it. A token has 256 random bits, so a slow hash adds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TokenHash([u8; 32]);

impl TokenHash {
    pub(crate) fn of(token: &str) -> Self {
        Self(Sha256::digest(token.as_bytes()).into())
    }

    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[index * 2..index * 2 + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }

    pub(crate) fn to_hex(self) -> String {
        hex(&self.0)
    }
}

/// A new token; told once, never kept.
pub(crate) fn new_token() -> String {
    format!("plt_{}", random_hex())
}

/// 256 random bits.
pub(crate) fn random_hex() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    hex(&bytes)
}

/// Compares in a time that says nothing about where the difference is.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    Sha256::digest(left) == Sha256::digest(right)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Hashes a password for keeping, in the PHC format. Slow on purpose.
///
/// # Errors
/// If it is too short or too long.
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

/// Checks passwords, a few at a time.
#[derive(Debug)]
pub(crate) struct Passwords {
    turns: Semaphore,
    queue: Semaphore,
    /// A hash of nothing anybody knows: an unknown account takes as long as a known one.
    decoy: std::sync::OnceLock<String>,
}

/// So many sign-ins are waiting that another would only be late.
#[derive(Debug)]
pub(crate) struct Busy;

impl Passwords {
    pub(crate) fn new() -> Self {
        Self {
            turns: Semaphore::new(HASHING),
            queue: Semaphore::new(WAITING + HASHING),
            decoy: std::sync::OnceLock::new(),
        }
    }

    /// Whether the password belongs to the hash; never, for an account that does not exist.
    pub(crate) async fn check(&self, password: String, hash: Option<String>) -> Result<bool, Busy> {
        let Ok(_queued) = self.queue.try_acquire() else {
            return Err(Busy);
        };
        let Ok(_turn) = self.turns.acquire().await else {
            return Err(Busy);
        };
        let known = hash.is_some();
        let hash = hash.or_else(|| self.decoy.get().cloned());
        let (right, hash) = tokio::task::spawn_blocking(move || {
            // Only the first sign-in to an unknown account since the start takes longer.
            let hash = hash.unwrap_or_else(|| hash_password(&random_hex()).unwrap_or_default());
            (verify(&password, &hash), hash)
        })
        .await
        .map_err(|_| Busy)?;
        if !known {
            let _ = self.decoy.set(hash);
        }
        Ok(known && right)
    }
}

fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

/// Slows down whoever guesses passwords.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    wrong: Mutex<BTreeMap<Guesser, Guesses>>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Guesser {
    Address(Option<IpAddr>),
    Account(Option<IpAddr>, String),
}

impl Guesser {
    fn tries(&self) -> u32 {
        match self {
            Self::Address(_) => TRIES_OF_AN_ADDRESS,
            Self::Account(..) => TRIES,
        }
    }
}

#[derive(Debug)]
struct Guesses {
    count: u32,
    last: Duration,
}

impl Guesses {
    /// Until when there must be no other try: 5 s after the last allowed one, then twice as long each time.
    fn blocked_until(&self, tries: u32) -> Duration {
        let Some(beyond) = self.count.checked_sub(tries) else {
            return Duration::ZERO;
        };
        let wait = Duration::from_secs(5)
            .saturating_mul(2_u32.saturating_pow(beyond))
            .min(LONGEST_WAIT);
        self.last.saturating_add(wait)
    }
}

impl Throttle {
    /// Counts a try as wrong in advance, so that many at once gain nothing.
    ///
    /// # Errors
    /// How long to wait, if there were too many.
    pub(crate) fn begin(
        &self,
        address: Option<IpAddr>,
        email: &str,
        now: Duration,
    ) -> Result<(), Duration> {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let guessers = [
            Guesser::Account(address, email.to_owned()),
            Guesser::Address(address),
        ];
        let blocked = guessers
            .iter()
            .filter_map(|guesser| {
                wrong
                    .get(guesser)
                    .map(|guesses| guesses.blocked_until(guesser.tries()))
            })
            .max()
            .unwrap_or_default();
        if blocked > now {
            return Err(blocked.saturating_sub(now));
        }
        wrong.retain(|_, guesses| guesses.last + LONGEST_WAIT * 4 > now);
        for guesser in guessers {
            let guesses = wrong.entry(guesser).or_insert(Guesses {
                count: 0,
                last: now,
            });
            guesses.count = guesses.count.saturating_add(1);
            guesses.last = now;
        }
        while wrong.len() > REMEMBERED {
            let Some(oldest) = wrong
                .iter()
                .min_by_key(|(_, guesses)| guesses.last)
                .map(|(key, _)| key.clone())
            else {
                break;
            };
            wrong.remove(&oldest);
        }
        Ok(())
    }

    /// Forgets an account's wrong tries after a right one. The address keeps its own, less this one.
    pub(crate) fn right(&self, address: Option<IpAddr>, email: &str) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.remove(&Guesser::Account(address, email.to_owned()));
        self.give_back(&mut wrong, &Guesser::Address(address));
    }

    /// Takes back a try that was not decided.
    pub(crate) fn undecided(&self, address: Option<IpAddr>, email: &str) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        self.give_back(&mut wrong, &Guesser::Account(address, email.to_owned()));
        self.give_back(&mut wrong, &Guesser::Address(address));
    }

    #[expect(clippy::unused_self, reason = "belongs to the two above")]
    fn give_back(&self, wrong: &mut BTreeMap<Guesser, Guesses>, guesser: &Guesser) {
        if let Some(guesses) = wrong.get_mut(guesser) {
            guesses.count = guesses.count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn five_wrong_tries_in_a_row_cost_a_wait_that_grows() {
        let throttle = Throttle::default();
        let mut now = Duration::from_secs(100);
        for _ in 0..5 {
            throttle.begin(None, "ana@example.org", now).unwrap();
        }
        assert_eq!(
            throttle.begin(None, "ana@example.org", now),
            Err(5 * SECOND)
        );
        assert_eq!(
            throttle.begin(None, "ben@example.org", now),
            Ok(()),
            "other accounts are not slowed"
        );
        now += 5 * SECOND;
        throttle.begin(None, "ana@example.org", now).unwrap();
        assert_eq!(
            throttle.begin(None, "ana@example.org", now),
            Err(10 * SECOND)
        );
        throttle.right(None, "ana@example.org");
        assert_eq!(
            throttle.begin(None, "ana@example.org", now),
            Ok(()),
            "a right one ends the row"
        );
    }

    #[test]
    fn an_address_that_tries_many_accounts_is_slowed_too() {
        let throttle = Throttle::default();
        let tried = (0..60)
            .filter(|n| {
                throttle
                    .begin(None, &format!("{n}@example.org"), SECOND)
                    .is_ok()
            })
            .count();
        assert_eq!(tried, 50);
        let elsewhere = Some(IpAddr::from([192, 0, 2, 1]));
        assert_eq!(throttle.begin(elsewhere, "1@example.org", SECOND), Ok(()));
    }

    #[test]
    fn a_password_is_known_by_its_hash_alone() {
        let hash = hash_password("correct horse").unwrap();
        assert!(verify("correct horse", &hash));
        assert!(!verify("wrong horse", &hash));
        assert!(!hash.contains("horse"));
        assert!(matches!(
            hash_password("short"),
            Err(PasswordError::TooShort)
        ));
    }

    #[test]
    fn a_token_hash_survives_being_written_down() {
        let hash = TokenHash::of(&new_token());
        assert_eq!(TokenHash::from_hex(&hash.to_hex()), Some(hash));
        assert_eq!(TokenHash::from_hex("zz"), None);
    }
}
