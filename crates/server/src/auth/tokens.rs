//! Random secrets: sessions' tokens, of which the server keeps the hash alone, and others.

use porchlight_campus::{edits::Issued, webhooks::Secret};
use rand::RngCore as _;
use sha2::{Digest as _, Sha256};

/// A new token; told once, never kept.
pub(crate) fn new_token() -> String {
    format!("plt_{}", random_hex())
}

/// A new personal access token; told once, never kept.
pub(crate) fn new_access_token() -> String {
    format!("plp_{}", random_hex())
}

/// A new code that can be used once; told once, never kept.
pub(crate) fn new_code() -> String {
    format!("plc_{}", random_hex())
}

/// What a new webhook is called, and a secret for it; the secret is told once.
pub(crate) fn new_webhook() -> Issued {
    let mut id = random_hex();
    id.truncate(16);
    Issued {
        id,
        secret: Secret(format!("plw_{}", random_hex())),
    }
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
