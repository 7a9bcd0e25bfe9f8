//! The state on disk, whatever is found there.

use porchlight_core::intent::Preferences;

use super::*;

#[test]
fn what_was_saved_is_found_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("home").join("porchlight");
    let contents = contents();
    files(path.clone()).save(&contents).unwrap();

    let found = files(path.clone()).load(nobody());
    assert_eq!(Some(Arc::new(found.kept)), contents.kept);
    assert_eq!(found.token, Some(Token("secret".to_owned())));
    assert_eq!(found.trouble, None);

    let signed_out = Contents {
        token: TokenFile::Removed,
        ..contents
    };
    files(path.clone()).save(&signed_out).unwrap();
    assert!(!path.join(TOKEN).exists());
    assert_eq!(files(path).load(nobody()).token, None);
}

#[test]
fn what_the_first_versions_saved_is_found() {
    let dir = tempfile::tempdir().unwrap();
    let text = serde_json::to_vec(&*contents().kept.unwrap()).unwrap();
    fs::write(dir.path().join(STATE), text).unwrap();
    let found = files(dir.path().to_owned()).load(nobody());
    assert_eq!(Some(Arc::new(found.kept)), contents().kept);
    assert_eq!(found.trouble, None);
}

#[test]
fn a_damaged_file_is_said_kept_under_another_name_and_replaced() {
    let dir = tempfile::tempdir().unwrap();
    for name in [STATE, TOKEN] {
        let damaged = [&b"{\"account\": {"[..], b"", b"\xff\xfe\x00", b"7 7"];
        for (nth, rubbish) in damaged.into_iter().enumerate() {
            fs::write(dir.path().join(name), rubbish).unwrap();
            let found = files(dir.path().to_owned()).load(nobody());
            assert_eq!(found.kept, Kept::default());
            assert_eq!(found.token, None);
            let trouble = found.trouble.unwrap();
            assert!(trouble.contains("sign in again"), "{trouble}");
            let aside = match nth {
                0 => format!("{name}.damaged"),
                nth => format!("{name}.damaged-{}", nth + 1),
            };
            assert!(trouble.contains(&aside), "{trouble}");
            assert_eq!(fs::read(dir.path().join(aside)).unwrap(), rubbish);

            let next = files(dir.path().to_owned()).load(nobody());
            assert_eq!(next.trouble, None, "the next start is an ordinary one");
        }
    }
}

#[test]
fn a_damaged_state_costs_no_token() {
    let dir = tempfile::tempdir().unwrap();
    files(dir.path().to_owned()).save(&contents()).unwrap();
    fs::write(dir.path().join(STATE), "{").unwrap();
    let mut store = files(dir.path().to_owned());
    let found = store.load(nobody());
    assert_eq!(found.token, Some(Token("secret".to_owned())));
    store.save(&afresh()).unwrap();
    assert_eq!(fs::read(dir.path().join(TOKEN)).unwrap(), b"secret");
}

#[test]
fn a_newer_format_is_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let newer = br#"{"format":2,"account":"in words of its own"}"#;
    fs::write(dir.path().join(STATE), newer).unwrap();
    fs::write(dir.path().join(TOKEN), "secret").unwrap();

    let mut store = files(dir.path().to_owned());
    let found = store.load(nobody());
    assert_eq!((found.kept, found.token), (Kept::default(), None));
    assert!(found.trouble.unwrap().contains("newer Porchlight"));
    store.save(&afresh()).unwrap_err();
    assert_eq!(fs::read(dir.path().join(STATE)).unwrap(), newer);
    assert_eq!(fs::read(dir.path().join(TOKEN)).unwrap(), b"secret");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_left_as_it_is_until_somebody_signs_in_anew() {
    for name in [STATE, TOKEN] {
        for (what, put) in IN_THE_WAY {
            let dir = tempfile::tempdir().unwrap();
            files(dir.path().to_owned()).save(&contents()).unwrap();
            let other = if name == STATE { TOKEN } else { STATE };
            let readable = fs::read(dir.path().join(other)).unwrap();
            fs::remove_file(dir.path().join(name)).unwrap();
            put(&dir.path().join(name));
            let there = kind_of(&dir.path().join(name));

            let mut store = files(dir.path().to_owned());
            let found = store.load(nobody());
            assert_eq!((found.kept, found.token), (Kept::default(), None), "{what}");
            let trouble = found.trouble.unwrap();
            let path = dir.path().join(name);
            assert!(trouble.contains(path.to_str().unwrap()), "{trouble}");
            assert!(trouble.contains("start Porchlight again"), "{trouble}");

            // Neither what she changes, nor a token that the server no longer knows, destroys anything.
            store.save(&afresh()).unwrap_err();
            let removed = Contents {
                token: TokenFile::Removed,
                ..afresh()
            };
            store.save(&removed).unwrap_err();
            assert_eq!(kind_of(&path), there, "{what}");
            assert_eq!(fs::read(dir.path().join(other)).unwrap(), readable);

            let anew = Contents {
                token: TokenFile::Holds(Token("new".to_owned())),
                ..afresh()
            };
            store.save(&anew).unwrap();
            let unread = |name: &str| dir.path().join(format!("{name}.unread"));
            assert_eq!(kind_of(&unread(name)), there, "{what} is kept");
            assert_eq!(fs::read(unread(other)).unwrap(), readable);
            let found = files(dir.path().to_owned()).load(nobody());
            assert_eq!(found.token, Some(Token("new".to_owned())));
            assert_eq!(found.trouble, None);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_directory_that_cannot_be_reached_is_said_and_is_no_first_start() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    std::os::unix::fs::symlink("home", &home).unwrap();
    let mut store = files(home.join("porchlight"));
    assert!(
        store
            .load(nobody())
            .trouble
            .unwrap()
            .contains("could not read")
    );
    store.save(&afresh()).unwrap_err();

    // The home directory is there after all, and so is what was kept in it.
    fs::remove_file(&home).unwrap();
    files(home.join("porchlight")).save(&contents()).unwrap();
    store.save(&afresh()).unwrap_err();
    let found = files(home.join("porchlight")).load(nobody());
    assert_eq!(Some(Arc::new(found.kept)), contents().kept);
}

#[test]
fn a_write_that_failed_is_written_at_the_next_save() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = files(dir.path().to_owned());
    fs::create_dir(dir.path().join(STATE)).unwrap();
    let refused = store.save(&contents()).unwrap_err();
    assert!(refused.contains("could not save"), "{refused}");
    fs::remove_dir(dir.path().join(STATE)).unwrap();
    store.save(&contents()).unwrap();
    let found = files(dir.path().to_owned()).load(nobody());
    assert_eq!(Some(Arc::new(found.kept)), contents().kept);
}

#[test]
fn why_nothing_could_be_saved_is_said_in_words_with_the_path_once() {
    let state = Path::new("/home/ana/porchlight/state.json");
    let full = io::Error::new(
        io::ErrorKind::StorageFull,
        "No space left on device (os error 28) at path \"/home/ana/porchlight/.tmpDEtOII\"",
    );
    assert_eq!(
        cannot_write(state, &full),
        "Porchlight could not save /home/ana/porchlight/state.json: the disk is full. Free some space; it is tried again."
    );

    let dir = tempfile::tempdir().unwrap();
    let gone = dir.path().join("gone");
    let error = NamedTempFile::new_in(&gone).unwrap_err();
    assert!(error.to_string().contains(".tmp"), "{error}");
    let said = cannot_write(&gone, &error);
    assert_eq!(said.matches(gone.to_str().unwrap()).count(), 1, "{said}");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_the_token_or_the_state() {
    use std::os::unix::fs::PermissionsExt as _;

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("porchlight");
    files(path.clone()).save(&contents()).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path.join(TOKEN)), 0o600);
    assert_eq!(mode(&path.join(STATE)), 0o600);
    assert_eq!(mode(&path), 0o700);
}

#[cfg(unix)]
type Put = fn(&Path);

/// What may be found in place of a file, each such that not even root can read it as one.
#[cfg(unix)]
const IN_THE_WAY: &[(&str, Put)] = &[
    ("a directory", |path| {
        fs::create_dir(path).unwrap();
        fs::write(path.join("inside"), "something").unwrap();
    }),
    ("a link to itself", |path| {
        std::os::unix::fs::symlink(path, path).unwrap();
    }),
    ("a link into a home that is not mounted", |path| {
        std::os::unix::fs::symlink("/nowhere/porchlight", path).unwrap();
    }),
    #[cfg(target_os = "linux")]
    ("a pipe that nobody writes to", |path| {
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mkfifoat(rustix::fs::CWD, path, mode).unwrap();
    }),
];

#[cfg(unix)]
fn kind_of(path: &Path) -> (fs::FileType, u64) {
    use std::os::unix::fs::MetadataExt as _;

    let metadata = fs::symlink_metadata(path).unwrap();
    (metadata.file_type(), metadata.ino())
}

fn files(dir: PathBuf) -> Store {
    Store::new(dir, None)
}

/// No token comes late.
fn nobody() -> Late {
    Box::new(|_| panic!("a token came late"))
}

fn contents() -> Contents {
    let kept = Kept {
        preferences: Preferences {
            notifications: false,
            ..Preferences::default()
        },
        offset_milliseconds: -1500,
        ..Kept::default()
    };
    Contents {
        token: TokenFile::Holds(Token("secret".to_owned())),
        kept: Some(Arc::new(kept)),
    }
}

/// What an app that found nothing would keep.
fn afresh() -> Contents {
    Contents {
        token: TokenFile::AsFound,
        kept: Some(Arc::default()),
    }
}
