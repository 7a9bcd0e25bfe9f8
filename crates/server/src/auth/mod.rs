//! Who may sign in: passwords, tokens, and a brake for those who guess.

mod passwords;
mod throttle;
mod tokens;

pub use self::passwords::{PasswordError, hash_password};
pub(crate) use self::{
    passwords::{Busy, Passwords, check_password},
    throttle::Throttle,
    tokens::{new_access_token, new_code, new_token, new_webhook, random_hex, same},
};

/// An e-mail address as accounts are looked up and wrong tries are counted by, however somebody writes it.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}
