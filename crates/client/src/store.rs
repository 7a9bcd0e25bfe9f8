//! What is kept: the state in a file, and the token in the keyring, or else in another file that only its owner may read.
//!
//! A file that could not be read may be readable later, so nothing is written over it: see [`Store::protect`].

mod writer;

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;
use porchlight_core::agent::Kept;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::{
    keyring::{Keyring, KeyringError, Late},
    link::Token,
};
pub(crate) use writer::{Patience, Writer};

const STATE: &str = "state.json";
const TOKEN: &str = "token";
/// Stands there while the keyring may hold the token: it is asked for none that it does not have.
const IN_KEYRING: &str = "token-in-keyring";
/// The format of the state that this version writes. Files without one are of the first.
const FORMAT: u32 = 1;
/// How many files of one kind may be set aside.
const SET_ASIDE: usize = 99;

/// The disk as the writer's thread uses it. A home directory that hangs lets any of these calls hang.
pub(crate) trait Files: Send + 'static {
    /// Reads what is there.
    /// A token that the keyring does not hand out in time comes by `late`.
    fn load(&mut self, late: Late) -> Found;
    /// Moves a token from its file to the keyring. Called when nobody waits for the disk. False if it may work later.
    fn settle(&mut self) -> bool {
        true
    }
    /// Where the token is, in words for the person.
    fn token_place(&self) -> Option<String> {
        None
    }
    /// Lets nothing be written over what is there, because it was not taken up.
    fn protect(&mut self, why: String);
    /// Writes what differs from what was written before.
    ///
    /// # Errors
    /// A sentence for the person.
    fn save(&mut self, contents: &Contents) -> Result<(), String>;
}

/// What was found at the start.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) kept: Kept,
    pub(crate) token: Option<Token>,
    /// Why there is no token yet although there is one, in sentences.
    pub(crate) awaited: Option<String>,
    /// What could not be read, in sentences for the person.
    pub(crate) trouble: Option<String>,
}

/// What is to be on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    pub(crate) token: TokenFile,
    /// None: as it was found.
    pub(crate) kept: Option<Arc<Kept>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum TokenFile {
    #[default]
    AsFound,
    Holds(Token),
    Removed,
}

/// The state directory.
#[derive(Debug)]
pub(crate) struct Store {
    dir: PathBuf,
    written: Contents,
    /// Why nothing is saved.
    protected: Option<String>,
    keyring: Option<Keyring>,
    place: Place,
    /// The token of the file that was read, until it is moved.
    to_move: Option<Token>,
}

/// Where the token is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Nowhere,
    Keyring,
    /// And why not in the keyring, if that was tried.
    File(Option<KeyringError>),
    /// The keyring has not handed it out.
    Awaited(KeyringError),
}

impl Store {
    /// Keeps the token in this keyring, where that can be.
    pub(crate) fn new(dir: PathBuf, keyring: Option<Keyring>) -> Self {
        Self {
            dir,
            written: Contents::default(),
            protected: None,
            keyring,
            place: Place::default(),
            to_move: None,
        }
    }

    /// Reads both files before it moves either.
    ///
    /// # Errors
    /// A sentence that says what could not be read; nothing was changed on disk.
    fn read(&mut self, late: Late) -> Result<Found, String> {
        let state = read(&self.path(STATE))?;
        let token = read(&self.path(TOKEN))?;
        let mut found = Found::default();
        match state.map(|bytes| parse_state(&bytes)) {
            None => {}
            Some(State::Readable(kept)) => found.kept = *kept,
            Some(State::Newer) => return Err(self.newer()),
            Some(State::Damaged) => found.trouble = Some(self.set_damaged_aside(STATE)?),
        }
        match token.map(parse_token) {
            // Of nobody any more, where it could not be removed as she signed out: she is asked for nothing, and it goes.
            None if found.kept.account.is_none() && found.trouble.is_none() => {
                if let Err(why) = self.remove_token() {
                    tracing::warn!(why, "a token that is of nobody any more");
                }
            }
            None => self.read_keyring(late, &mut found)?,
            Some(Some(token)) => {
                self.place = Place::File(None);
                self.to_move = Some(token.clone());
                found.token = Some(token);
            }
            Some(None) => {
                let trouble = self.set_damaged_aside(TOKEN)?;
                found.trouble.get_or_insert(trouble);
            }
        }
        Ok(found)
    }

    fn read_keyring(&mut self, late: Late, found: &mut Found) -> Result<(), String> {
        let marker = self.path(IN_KEYRING);
        let is_marked = exists(&marker).map_err(|error| cannot_read(&marker, &error))?;
        let Some(keyring) = self.keyring.as_ref().filter(|_| is_marked) else {
            return Ok(());
        };
        match keyring.read(late) {
            Ok(Some(token)) => {
                self.place = Place::Keyring;
                found.token = Some(token);
            }
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(%error, "the keyring does not hand out the token yet");
                found.awaited = Some(format!(
                    "The token of this device is in your keyring, and {error}. Unlock or start it, and Porchlight goes on by \
                     itself; or sign out, and sign in again."
                ));
                self.place = Place::Awaited(error);
            }
        }
        Ok(())
    }

    fn save_token(&mut self, wanted: &TokenFile) -> Result<(), String> {
        if self.written.token == *wanted {
            return Ok(());
        }
        self.to_move = None;
        match wanted {
            TokenFile::AsFound => {}
            TokenFile::Holds(token) => self.keep_token(token)?,
            TokenFile::Removed => self.remove_token()?,
        }
        self.written.token = wanted.clone();
        Ok(())
    }

    fn keep_token(&mut self, token: &Token) -> Result<(), String> {
        let refused = match self.put_into_keyring(token) {
            Ok(true) => return Ok(()),
            Ok(false) => None,
            Err(error) => {
                self.try_again(token, &error);
                Some(error)
            }
        };
        self.write(TOKEN, token.0.as_bytes())
            .map_err(|error| cannot_write(&self.path(TOKEN), &error))?;
        self.place = Place::File(refused);
        Ok(())
    }

    /// A keyring that starts, opens or answers later than the app waited gets the token then. One that still hangs costs
    /// nothing: it is not asked again before it has answered.
    fn try_again(&mut self, token: &Token, error: &KeyringError) {
        let may_come = !matches!(error, KeyringError::Failed(_));
        self.to_move = may_come.then(|| token.clone());
    }

    /// Removes the file only once the keyring has shown that it has the token. False where there is no keyring.
    fn put_into_keyring(&mut self, token: &Token) -> Result<bool, KeyringError> {
        let Some(keyring) = &self.keyring else {
            return Ok(false);
        };
        let disk = |error: io::Error| KeyringError::Failed(error.to_string());
        let was_marked = exists(&self.path(IN_KEYRING)).map_err(disk)?;
        self.write(IN_KEYRING, b"The token of this device is in the keyring.\n")
            .map_err(disk)?;
        if let Err(error) = keyring.keep(token) {
            tracing::info!(%error, "the token is kept in a file");
            if error == KeyringError::Missing && !was_marked {
                self.remove(IN_KEYRING).map_err(disk)?;
            }
            return Err(error);
        }
        self.place = Place::Keyring;
        self.remove(TOKEN).map_err(disk)?;
        Ok(true)
    }

    fn remove_token(&mut self) -> Result<(), String> {
        let not_removed = |path: PathBuf, error: &io::Error| {
            format!(
                "The token of this device could not be removed ({error}). Delete the file {}.",
                path.display()
            )
        };
        self.remove(TOKEN)
            .map_err(|error| not_removed(self.path(TOKEN), &error))?;
        let marker = self.path(IN_KEYRING);
        let is_marked = exists(&marker).map_err(|error| not_removed(marker, &error))?;
        if let Some(keyring) = self.keyring.as_ref().filter(|_| is_marked) {
            keyring.remove().map_err(|error| {
                format!(
                    "The token of this device could not be removed from your keyring, because {error}. It is tried again; or \
                     remove the entry “Porchlight” there."
                )
            })?;
            self.remove(IN_KEYRING)
                .map_err(|error| not_removed(self.path(IN_KEYRING), &error))?;
        }
        self.place = Place::Nowhere;
        Ok(())
    }

    fn save_state(&mut self, wanted: Option<&Arc<Kept>>) -> Result<(), String> {
        let Some(kept) = wanted.filter(|kept| self.written.kept.as_ref() != Some(*kept)) else {
            return Ok(());
        };
        let document = Document {
            format: FORMAT,
            kept,
        };
        let text = serde_json::to_vec(&document).map_err(io::Error::from);
        text.and_then(|text| self.write(STATE, &text))
            .map_err(|error| cannot_write(&self.path(STATE), &error))?;
        self.written.kept = Some(Arc::clone(kept));
        Ok(())
    }

    /// Writes all of it, or nothing.
    fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        // A temporary file is for its owner alone (0600), and keeps that when it is renamed.
        let mut file = NamedTempFile::new_in(&self.dir)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        file.persist(self.path(name))?;
        self.sync()
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.path(name)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed.and_then(|()| self.sync()),
        }
    }

    /// Gives what is called so, be it a file or not, the first free name of this kind. None if it is not there.
    fn set_aside(&self, name: &str, kind: &str) -> io::Result<Option<PathBuf>> {
        let path = self.path(name);
        if !exists(&path)? {
            return Ok(None);
        }
        for nth in 1..=SET_ASIDE {
            let aside = self.path(&match nth {
                1 => format!("{name}.{kind}"),
                nth => format!("{name}.{kind}-{nth}"),
            });
            if !exists(&aside)? {
                fs::rename(&path, &aside)?;
                self.sync()?;
                return Ok(Some(aside));
            }
        }
        Err(io::Error::other("too many are kept already"))
    }

    fn set_damaged_aside(&self, name: &str) -> Result<String, String> {
        let path = self.path(name);
        match self.set_aside(name, "damaged") {
            Ok(Some(aside)) => Ok(format!(
                "{} was damaged, so Porchlight starts afresh: please sign in again. The damaged file is kept as {}.",
                path.display(),
                aside.display()
            )),
            Ok(None) => Err(cannot_read(&path, &io::ErrorKind::NotFound)),
            Err(error) => Err(cannot_read(
                &path,
                &format_args!("it is damaged, and cannot be kept under another name: {error}"),
            )),
        }
    }

    /// She signed in anew, so what was not read gives way to that; it is kept.
    fn set_unread_aside(&self) -> Result<(), String> {
        for name in [STATE, TOKEN] {
            self.set_aside(name, "unread")
                .map_err(|error| cannot_write(&self.path(name), &error))?;
        }
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        #[cfg(unix)]
        fs::File::open(&self.dir)?.sync_all()?;
        Ok(())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    fn newer(&self) -> String {
        let state = self.path(STATE);
        format!(
            "{} was written by a newer Porchlight, so it was not read. {AS_IT_IS} Install the newer version again, {OR_AFRESH}",
            state.display()
        )
    }
}

impl Files for Store {
    fn load(&mut self, late: Late) -> Found {
        self.read(late).unwrap_or_else(|trouble| {
            tracing::warn!(trouble, "what was kept is left as it is");
            self.protect(NOT_SAVED.to_owned());
            Found {
                trouble: Some(trouble),
                ..Found::default()
            }
        })
    }

    fn settle(&mut self) -> bool {
        if let Some(token) = self.to_move.take()
            && self.protected.is_none()
            && let Err(error) = self.put_into_keyring(&token)
        {
            self.try_again(&token, &error);
            self.place = Place::File(Some(error));
        }
        self.to_move.is_none()
    }

    fn token_place(&self) -> Option<String> {
        let file = "In a file that only you can read";
        match &self.place {
            Place::Nowhere => None,
            Place::Keyring => Some("In your keyring".to_owned()),
            Place::File(None) => Some(file.to_owned()),
            Place::File(Some(error)) => Some(format!("{file}, because {error}")),
            Place::Awaited(error) => Some(format!("In your keyring, but {error}")),
        }
    }

    fn protect(&mut self, why: String) {
        self.protected = Some(why);
    }

    fn save(&mut self, contents: &Contents) -> Result<(), String> {
        if let Some(why) = &self.protected {
            let TokenFile::Holds(_) = contents.token else {
                return Err(why.clone());
            };
            self.set_unread_aside()?;
            self.protected = None;
        }
        make_private(&self.dir).map_err(|error| cannot_write(&self.dir, &error))?;
        let token = self.save_token(&contents.token);
        let state = self.save_state(contents.kept.as_ref());
        token.and(state)
    }
}

const AS_IT_IS: &str = "It is left as it is, and nothing is saved over it.";
const OR_AFRESH: &str = "or sign in to begin afresh: the old file is then kept under another name.";
pub(crate) const NOT_SAVED: &str = "What you change is not saved for now.";

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    #[serde(flatten)]
    kept: &'a Kept,
}

enum State {
    Readable(Box<Kept>),
    Damaged,
    Newer,
}

fn parse_state(bytes: &[u8]) -> State {
    #[derive(Deserialize)]
    struct Format {
        #[serde(default)]
        format: u32,
    }
    if let Ok(Format { format }) = serde_json::from_slice(bytes)
        && format > FORMAT
    {
        return State::Newer;
    }
    serde_json::from_slice(bytes).map_or_else(
        |error| {
            tracing::warn!(%error, "the kept state is damaged");
            State::Damaged
        },
        |kept| State::Readable(Box::new(kept)),
    )
}

/// None if nothing that is in there can be sent to a server.
fn parse_token(bytes: Vec<u8>) -> Option<Token> {
    let text = String::from_utf8(bytes).ok()?;
    let token = text.trim();
    let sendable = !token.is_empty() && token.chars().all(|letter| letter.is_ascii_graphic());
    sendable.then(|| Token(token.to_owned()))
}

/// None where there is nothing. What is no file is not opened: opening a pipe waits for its other end.
fn read(path: &Path) -> Result<Option<Vec<u8>>, String> {
    let content = || -> io::Result<Option<Vec<u8>>> {
        match fs::metadata(path) {
            Ok(found) if found.is_file() => fs::read(path).map(Some),
            Ok(_) => Err(io::Error::other("it is not a file")),
            Err(error) if error.kind() == io::ErrorKind::NotFound && exists(path)? => {
                Err(io::Error::other("it is a link to a file that is not there"))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    };
    content().map_err(|error| cannot_read(path, &error))
}

/// Whether there is anything of this name, be it a link to nowhere.
fn exists(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn cannot_read(path: &Path, error: &dyn std::fmt::Display) -> String {
    format!(
        "Porchlight could not read {} ({error}). {AS_IT_IS} Put that right and start Porchlight again, {OR_AFRESH}",
        path.display()
    )
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    let text = error.to_string();
    // What follows is the name of a temporary file, which is gone when somebody looks for it.
    let text = text.split(" at path ").next().unwrap_or_default();
    let (why, remedy) = match error.kind() {
        io::ErrorKind::StorageFull => ("the disk is full", "Free some space"),
        io::ErrorKind::QuotaExceeded => ("your share of the disk is full", "Free some space"),
        io::ErrorKind::ReadOnlyFilesystem => ("the disk can only be read", "Check the disk"),
        io::ErrorKind::PermissionDenied => ("you may not write there", "Check its owner"),
        _ => (text, "Check the disk"),
    };
    format!(
        "Porchlight could not save {}: {why}. {remedy}; it is tried again.",
        path.display()
    )
}

/// What is said when the disk did not answer in time at the start.
pub(crate) fn not_loaded() -> String {
    format!(
        "The disk did not answer when Porchlight wanted to read what it had saved. {AS_IT_IS} Start Porchlight again once \
         the disk answers, {OR_AFRESH}"
    )
}

/// Makes a directory that only this user may enter.
pub(crate) fn private_dir(dir: &Path) -> anyhow::Result<()> {
    make_private(dir).with_context(|| {
        format!(
            "The directory {} cannot be made for this user alone",
            dir.display()
        )
    })
}

fn make_private(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(dir, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod keyring_tests;
#[cfg(test)]
mod released_tests;
#[cfg(test)]
mod tests;
