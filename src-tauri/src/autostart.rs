//! Starting at login. It is a fact of this computer, and not of the account: nothing else remembers it, so what another
//! program changes about it is what is said here. Where it is written down differs between systems.

use std::{
    io,
    path::{Path, PathBuf},
};

use serde::Serialize;

pub use crate::platform::Autostart;

/// Whether Porchlight starts at login, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AtLogin {
    pub on: bool,
    /// A sentence, also where another Porchlight than this one starts.
    pub text: String,
}

impl AtLogin {
    pub(crate) fn starts_this_one() -> Self {
        Self::new(true, "Porchlight starts when you log in.")
    }

    pub(crate) fn starts_another(program: &str) -> Self {
        let text = format!(
            "Another Porchlight than this one starts when you log in: {program}. Turn it off and on again to start this one."
        );
        Self { on: true, text }
    }

    pub(crate) fn starts_none() -> Self {
        Self::new(
            false,
            "Porchlight does not start by itself when you log in.",
        )
    }

    pub(crate) fn new(on: bool, text: &str) -> Self {
        Self {
            on,
            text: text.to_owned(),
        }
    }
}

/// What starts at login on this computer, to be asked and changed.
///
/// # Errors
/// If this computer has no place for it, and in the sample campus, whose it is not.
pub fn here(demo: bool) -> Result<Autostart, AutostartError> {
    if demo {
        return Err(AutostartError::Demo);
    }
    Autostart::here()
}

/// Why it could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum AutostartError {
    #[error(
        "The sample campus does not start at login, and nothing was changed. Whether Porchlight itself does is set in the \
         real app: in its Settings, or with `porchlight autostart` and without `--demo`."
    )]
    Demo,
    #[error("There is no folder for what starts at login. Set {0} and try again.")]
    NoFolder(&'static str),
    #[error(
        "Porchlight runs as a Flatpak, which cannot see or change what starts when you log in. Add it by hand to what your desktop starts: its settings call that Autostart or Startup Applications."
    )]
    Flatpak,
    #[error("{0:#}")]
    NoProgram(anyhow::Error),
    #[error("A program at {} cannot be started at login, because of a character in its path. Move it and try again.", .0.display())]
    Path(PathBuf),
    #[error("{place} could not be {verb} ({source}). Make it yours to change and try again.")]
    Denied {
        /// A file's path, or a key's.
        place: String,
        verb: &'static str,
        source: io::Error,
    },
}

impl AutostartError {
    pub(crate) fn denied(verb: &'static str, place: &Path, source: io::Error) -> Self {
        Self::Denied {
            place: place.display().to_string(),
            verb,
            source,
        }
    }
}

/// Writes a file whole or not at all: the system may read it at any moment.
#[cfg(unix)]
pub(crate) fn write(path: &Path, text: &str) -> Result<(), AutostartError> {
    use std::{fs, io::Write as _};

    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::File::create(&draft))
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&draft, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&draft);
        AutostartError::denied("written", path, error)
    })
}

/// Removes a file, if there is one.
#[cfg(unix)]
pub(crate) fn remove(path: &Path) -> Result<(), AutostartError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(AutostartError::denied("removed", path, error))
        }
        _ => Ok(()),
    }
}
