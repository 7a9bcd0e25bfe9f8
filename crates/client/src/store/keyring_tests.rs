//! The token between its file and a keyring.

use std::{sync::atomic::Ordering, sync::mpsc::channel, time::Duration};

use porchlight_core::agent::Account;

use super::*;
use crate::keyring::fake::FakeKeyring;

/// Nothing takes this long unless it hangs.
const LIMIT: Duration = Duration::from_secs(10);

#[test]
fn todays_file_moves_into_the_keyring_in_silence_and_is_found_there() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(TOKEN), "secret").unwrap();
    let keyring = FakeKeyring::default();
    with(&dir, &keyring).save(&afresh()).unwrap();

    let mut store = with(&dir, &keyring);
    let found = store.load(nobody());
    assert_eq!(found.token, Some(token()));
    assert_eq!(keyring.holds(), None, "nobody waits for that");
    store.settle();
    assert_eq!(keyring.holds(), Some("secret".to_owned()));
    assert!(!dir.path().join(TOKEN).exists());
    assert_eq!(store.token_place().unwrap(), "In your keyring");

    let mut next = with(&dir, &keyring);
    let found = next.load(nobody());
    assert_eq!((found.token, found.trouble), (Some(token()), None));
    assert_eq!(next.token_place().unwrap(), "In your keyring");
}

#[test]
fn the_file_stays_until_the_keyring_has_shown_that_it_has_the_token() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(TOKEN), "secret").unwrap();
    let keyring = FakeKeyring::default();
    with(&dir, &keyring).save(&afresh()).unwrap();
    keyring.forgets.store(true, Ordering::Release);

    let mut store = with(&dir, &keyring);
    store.load(nobody());
    store.settle();
    assert_eq!(fs::read(dir.path().join(TOKEN)).unwrap(), b"secret");
    let place = store.token_place().unwrap();
    assert!(place.contains("did not keep"), "{place}");
    assert_eq!(with(&dir, &keyring).load(nobody()).token, Some(token()));
}

#[test]
fn whatever_is_wrong_with_the_keyring_the_token_is_in_a_file_for_its_owner_alone_and_that_is_said()
{
    for (wrong, words) in [
        (KeyringError::Missing, "no keyring runs"),
        (KeyringError::Locked, "locked"),
        (KeyringError::Failed("no space".to_owned()), "no space"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let keyring = FakeKeyring::default();
        keyring.goes_wrong(Some(wrong));
        let mut store = with(&dir, &keyring);
        store.save(&signed_in()).unwrap();
        let place = store.token_place().unwrap();
        assert!(
            place.contains("only you can read") && place.contains(words),
            "{place}"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let file = fs::metadata(dir.path().join(TOKEN)).unwrap();
            assert_eq!(file.permissions().mode() & 0o777, 0o600);
        }
        let mut next = with(&dir, &keyring);
        assert_eq!(next.load(nobody()).token, Some(token()));

        // Once it works, the token moves there.
        keyring.goes_wrong(None);
        next.settle();
        assert_eq!(keyring.holds(), Some("secret".to_owned()));
        assert!(!dir.path().join(TOKEN).exists());
    }
}

#[test]
fn a_keyring_that_hangs_delays_a_sign_in_by_its_time_limit_and_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = FakeKeyring::default();
    keyring.hangs.store(true, Ordering::Release);
    let limited = keyring.limited(Duration::from_millis(20));
    let mut store = Store::new(dir.path().to_owned(), Some(limited));
    store.save(&signed_in()).unwrap();
    assert_eq!(fs::read(dir.path().join(TOKEN)).unwrap(), b"secret");
    let place = store.token_place().unwrap();
    assert!(place.contains("does not answer"), "{place}");

    // Once it answers after all, the token moves there.
    assert!(!store.settle());
    keyring.hangs.store(false, Ordering::Release);
    while !store.settle() {}
    assert_eq!(keyring.holds(), Some("secret".to_owned()));
    assert!(!dir.path().join(TOKEN).exists());
}

#[test]
fn a_token_in_a_keyring_that_is_locked_at_the_start_is_awaited_and_not_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = FakeKeyring::default();
    with(&dir, &keyring).save(&signed_in()).unwrap();
    keyring.goes_wrong(Some(KeyringError::Locked));

    let (hand_out, late) = channel();
    let mut store = with(&dir, &keyring);
    let found = store.load(Box::new(move |token| hand_out.send(token).unwrap()));
    assert_eq!((found.token, found.trouble), (None, None));
    let awaited = found.awaited.unwrap();
    assert!(awaited.contains("is locked"), "{awaited}");
    assert!(store.token_place().unwrap().contains("is locked"));
    store.save(&afresh()).unwrap();
    assert_eq!(keyring.holds(), Some("secret".to_owned()));

    keyring.goes_wrong(None);
    assert_eq!(late.recv_timeout(LIMIT), Ok(Some(token())));
}

#[test]
fn signing_out_leaves_no_token_anywhere_and_what_could_not_be_removed_is_said_and_tried_again() {
    let dir = tempfile::tempdir().unwrap();
    let keyring = FakeKeyring::default();
    let mut store = with(&dir, &keyring);
    store.save(&signed_in()).unwrap();
    let signed_out = Contents {
        token: TokenFile::Removed,
        ..signed_in()
    };
    keyring.goes_wrong(Some(KeyringError::Locked));
    let refused = store.save(&signed_out).unwrap_err();
    assert!(refused.contains("keyring is locked"), "{refused}");
    keyring.goes_wrong(None);
    store.save(&signed_out).unwrap();
    assert_eq!(keyring.holds(), None);
    assert_eq!(store.token_place(), None);
    for name in [TOKEN, IN_KEYRING] {
        assert!(!dir.path().join(name).exists(), "{name}");
    }
    assert_eq!(with(&dir, &keyring).load(nobody()).token, None);
}

#[test]
fn a_token_that_could_not_be_removed_before_the_app_ended_asks_nobody_anything_and_goes_when_it_can()
 {
    let dir = tempfile::tempdir().unwrap();
    let keyring = FakeKeyring::default();
    let mut store = with(&dir, &keyring);
    store.save(&signed_in()).unwrap();
    keyring.goes_wrong(Some(KeyringError::Locked));
    let nobody_s = Contents {
        token: TokenFile::Removed,
        kept: Some(Arc::default()),
    };
    store.save(&nobody_s).unwrap_err();

    let found = with(&dir, &keyring).load(nobody());
    assert_eq!((found.token, found.awaited), (None, None));
    assert_eq!(
        keyring.holds(),
        Some("secret".to_owned()),
        "it is still locked"
    );
    keyring.goes_wrong(None);
    with(&dir, &keyring).load(nobody());
    assert_eq!(keyring.holds(), None);
    assert!(!dir.path().join(IN_KEYRING).exists());
}

fn with(dir: &tempfile::TempDir, keyring: &FakeKeyring) -> Store {
    Store::new(dir.path().to_owned(), Some(keyring.limited(LIMIT)))
}

fn token() -> Token {
    Token("secret".to_owned())
}

fn nobody() -> Late {
    Box::new(|_| panic!("a token came late"))
}

fn signed_in() -> Contents {
    Contents {
        token: TokenFile::Holds(token()),
        kept: Some(kept()),
    }
}

/// Somebody's: a token of nobody is not kept.
fn kept() -> Arc<Kept> {
    Arc::new(Kept {
        account: Some(Account {
            server: "https://chat.example.edu".to_owned(),
            url: "https://chat.example.edu".to_owned(),
            embedded: false,
            plain_http: false,
            agent: "ana".into(),
            email: "ana@example.edu".to_owned(),
        }),
        ..Kept::default()
    })
}

/// What is kept of a run that found no token.
fn afresh() -> Contents {
    Contents {
        token: TokenFile::AsFound,
        kept: Some(kept()),
    }
}
