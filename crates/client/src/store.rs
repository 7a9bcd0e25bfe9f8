//! What is kept on disk: the state in one file, the token in another that only its owner may read.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use porchlight_core::agent::Kept;
use tempfile::NamedTempFile;

use crate::link::Token;

/// The state directory.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    dir: PathBuf,
}

/// What was found at the start.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) kept: Kept,
    pub(crate) token: Option<Token>,
    /// What could not be read, in sentences for the person.
    pub(crate) trouble: Option<String>,
}

impl Store {
    /// Opens the directory and makes it if it is missing, for this user only.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(crate) fn open(dir: &Path) -> anyhow::Result<Self> {
        private_dir(dir)?;
        Ok(Self {
            dir: dir.to_owned(),
        })
    }

    /// Reads what is there. What cannot be read is put aside, and the app starts afresh.
    pub(crate) fn load(&self) -> Found {
        let (kept, trouble) = match read(&self.state()) {
            Ok(None) => (Kept::default(), None),
            Ok(Some(text)) => match serde_json::from_str(&text) {
                Ok(kept) => (kept, None),
                Err(error) => {
                    tracing::warn!(%error, "the kept state is unreadable");
                    (Kept::default(), Some(self.put_aside()))
                }
            },
            Err(error) => (Kept::default(), Some(cannot_read(&self.state(), &error))),
        };
        let (token, trouble) = match read(&self.token()) {
            Ok(text) => (
                text.map(|text| Token(text.trim().to_owned()))
                    .filter(|token| !token.0.is_empty()),
                trouble,
            ),
            Err(error) => (
                None,
                trouble.or_else(|| Some(cannot_read(&self.token(), &error))),
            ),
        };
        Found {
            kept,
            token,
            trouble,
        }
    }

    /// Writes the state: all of it, or nothing.
    ///
    /// # Errors
    /// A sentence for the person.
    pub(crate) fn save(&self, kept: &Kept) -> Result<(), String> {
        let text = serde_json::to_vec(kept).map_err(io::Error::from);
        text.and_then(|text| self.write(&self.state(), &text))
            .map_err(|error| cannot_write(&self.dir, &error))
    }

    /// Writes the token.
    ///
    /// # Errors
    /// A sentence for the person.
    pub(crate) fn save_token(&self, token: &Token) -> Result<(), String> {
        self.write(&self.token(), token.0.as_bytes())
            .map_err(|error| cannot_write(&self.dir, &error))
    }

    /// Removes the token.
    pub(crate) fn forget_token(&self) {
        match fs::remove_file(self.token()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "the token could not be removed");
            }
            _ => {}
        }
    }

    fn state(&self) -> PathBuf {
        self.dir.join("state.json")
    }

    fn token(&self) -> PathBuf {
        self.dir.join("token")
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        // A temporary file is for its owner alone (0600), and keeps that when it is renamed.
        let mut file = NamedTempFile::new_in(&self.dir)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        #[cfg(unix)]
        fs::File::open(&self.dir)?.sync_all()?;
        Ok(())
    }

    fn put_aside(&self) -> String {
        let aside = self.dir.join("state.json.bad");
        let kept = match fs::rename(self.state(), &aside) {
            Ok(()) => format!(" The old one is kept as {}.", aside.display()),
            Err(_) => String::new(),
        };
        format!(
            "Porchlight's saved state could not be read, so it starts afresh: please sign in again.{kept}"
        )
    }
}

/// Makes a directory that only this user may enter.
pub(crate) fn private_dir(dir: &Path) -> anyhow::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(dir)
        .with_context(|| format!("The directory {} cannot be made", dir.display()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
            .with_context(|| format!("The directory {} cannot be made private", dir.display()))?;
    }
    Ok(())
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        // Not text at all: as unreadable as text that means nothing.
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(Some(String::new())),
        Err(error) => Err(error),
    }
}

fn cannot_read(path: &Path, error: &io::Error) -> String {
    format!(
        "Porchlight could not read {} ({error}). Check who owns it, then start Porchlight again.",
        path.display()
    )
}

fn cannot_write(dir: &Path, error: &io::Error) -> String {
    format!(
        "Porchlight could not save its state in {} ({error}). Check that the disk has room.",
        dir.display()
    )
}

#[cfg(test)]
mod tests {
    use porchlight_core::intent::Preferences;

    use super::*;

    #[test]
    fn what_was_saved_is_found_again() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("porchlight")).unwrap();
        let kept = Kept {
            preferences: Preferences {
                notifications: false,
                ..Preferences::default()
            },
            offset_milliseconds: -1500,
            ..Kept::default()
        };
        store.save(&kept).unwrap();
        store.save_token(&Token("secret".to_owned())).unwrap();

        let found = store.load();
        assert_eq!(found.kept, kept);
        assert_eq!(found.token, Some(Token("secret".to_owned())));
        assert_eq!(found.trouble, None);

        store.forget_token();
        assert_eq!(store.load().token, None);
    }

    #[test]
    fn unreadable_state_is_told_put_aside_and_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        for rubbish in [&b"{\"account\":"[..], b"", b"\xff\xfe\x00", b"7"] {
            fs::write(dir.path().join("state.json"), rubbish).unwrap();
            let found = store.load();
            assert_eq!(found.kept, Kept::default());
            assert!(
                found.trouble.unwrap().contains("sign in again"),
                "{rubbish:?}"
            );
            assert_eq!(
                fs::read(dir.path().join("state.json.bad")).unwrap(),
                rubbish
            );
            assert_eq!(
                store.load().trouble,
                None,
                "the next start is an ordinary first one"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_token_or_the_state() {
        use std::os::unix::fs::PermissionsExt as _;

        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("porchlight")).unwrap();
        store.save(&Kept::default()).unwrap();
        store.save_token(&Token("secret".to_owned())).unwrap();
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(store.token()), 0o600);
        assert_eq!(mode(store.state()), 0o600);
        assert_eq!(mode(store.dir.clone()), 0o700);
    }
}
