//! Starting at login. It is a fact of this computer, and not of the account: nothing else remembers it, so what another
//! program changes about it is what is said here. Where it is written down differs between systems.

use std::{
    io,
    path::{Path, PathBuf},
};

use porchlight_core::locale::Locale;
use serde::Serialize;

pub use crate::platform::Autostart;

/// What happens at the next login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AtLogin {
    StartsThisOne,
    /// By the unit of whoever packaged it.
    StartsBySystemd,
    StartsAnother {
        program: String,
    },
    StartsNone,
    /// The system's own list of what starts has it turned off.
    TurnedOff,
}

/// The same, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AtLoginReport {
    pub on: bool,
    /// A sentence, also where another Porchlight than this one starts.
    pub text: String,
}

impl AtLogin {
    /// Whether a Porchlight starts.
    pub const fn is_on(&self) -> bool {
        match self {
            Self::StartsThisOne | Self::StartsBySystemd | Self::StartsAnother { .. } => true,
            Self::StartsNone | Self::TurnedOff => false,
        }
    }

    /// In the person's language.
    pub fn report(&self, locale: &Locale) -> AtLoginReport {
        let messages = locale.messages();
        AtLoginReport {
            on: self.is_on(),
            text: match self {
                Self::StartsThisOne => messages.autostart_on(),
                Self::StartsBySystemd => messages.autostart_by_systemd(),
                Self::StartsAnother { program } => messages.autostart_another(program),
                Self::StartsNone => messages.autostart_off(),
                Self::TurnedOff => messages.autostart_turned_off(),
            },
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
#[derive(Debug)]
pub enum AutostartError {
    Demo,
    /// None of these variables is set.
    NoFolder(&'static str),
    /// The person, or the desktop for her, said no.
    Refused,
    /// The desktop cannot be asked, and why.
    NoPortal(String),
    NoProgram(anyhow::Error),
    /// A character of this path stands for something else in what starts at login.
    Path(PathBuf),
    Denied {
        /// A file's path, or a key's.
        place: String,
        act: Act,
        source: io::Error,
    },
}

/// What was to be done with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Read,
    Write,
    Remove,
}

impl AutostartError {
    pub(crate) fn denied(act: Act, place: &Path, source: io::Error) -> Self {
        Self::Denied {
            place: place.display().to_string(),
            act,
            source,
        }
    }

    /// What happened and what to do, in the person's language.
    pub fn words(&self, locale: &Locale) -> String {
        let messages = locale.messages();
        match self {
            Self::Demo => messages.autostart_demo(),
            Self::NoFolder(variables) => messages.autostart_no_folder(variables),
            Self::Refused => messages.autostart_refused(),
            Self::NoPortal(error) => messages.autostart_no_portal(error),
            Self::NoProgram(error) => format!("{error:#}"),
            Self::Path(path) => messages.autostart_path(path.display().to_string()),
            Self::Denied { place, act, source } => {
                let act = match act {
                    Act::Read => "read",
                    Act::Write => "write",
                    Act::Remove => "remove",
                };
                messages.autostart_denied(act, place, source.to_string())
            }
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
        AutostartError::denied(Act::Write, path, error)
    })
}

/// Removes a file, if there is one.
#[cfg(unix)]
pub(crate) fn remove(path: &Path) -> Result<(), AutostartError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(AutostartError::denied(Act::Remove, path, error))
        }
        _ => Ok(()),
    }
}
