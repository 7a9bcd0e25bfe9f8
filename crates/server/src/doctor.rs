//! Says what is wrong with a data directory, and what to do: for `porchlight-server doctor`. Changes nothing.

use std::{fmt, path::Path};

use porchlight_campus::{
    State,
    inspect::{Finding, inspect, inspect_record},
};
use serde::Serialize;

use crate::{
    config::TlsFiles,
    hub::sentence,
    serve::{Pair, TlsConcern},
    store::{DataDirectory, SqliteInspection, StoreError},
};

/// Below this much room, in bytes, the disk may be full before anybody looks again.
const ROOM_MIN: u64 = 256 * 1024 * 1024;
/// How many records that are wrong are listed; of more, only the number is said.
const FINDINGS_MAX: usize = 1000;

/// What was looked at, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// Nothing is wrong.
    pub well: bool,
    pub statements: Vec<Statement>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    pub about: About,
    pub what: String,
    /// What to do; none where nothing is wrong.
    pub remedy: Option<String>,
    /// The record it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// What a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Directory,
    Files,
    Room,
    Certificate,
    Database,
    Records,
}

/// Looks at a data directory, and at the certificate that is shown for it if there is one.
///
/// # Errors
/// [`StoreError::Missing`] if there is no data.
pub fn diagnose(
    directory: &DataDirectory,
    tls: Option<&TlsFiles>,
) -> Result<Diagnosis, StoreError> {
    let path = directory.path();
    if !path.exists() {
        return Err(StoreError::Missing);
    }
    let mut diagnosis = Diagnosis {
        well: true,
        statements: Vec::new(),
    };
    diagnosis.look_at_directory(path);
    diagnosis.look_at_files(path);
    diagnosis.look_at_room(path);
    if let Some(files) = tls {
        diagnosis.look_at_certificate(files);
    }
    diagnosis.look_at_database(&directory.database())?;
    Ok(diagnosis)
}

impl Diagnosis {
    fn look_at_directory(&mut self, path: &Path) {
        let shown = path.display();
        match is_private(path) {
            Ok(true) => self.fine(About::Directory, format!("{shown} is its owner's alone.")),
            Ok(false) => self.wrong(
                About::Directory,
                format!("{shown} can be read by others than its owner."),
                format!("Run `chmod 700 {shown}`."),
            ),
            Err(error) => self.wrong(
                About::Directory,
                format!("{shown} cannot be looked at: {error}."),
                "Run this as the user whom the server runs as.",
            ),
        }
        if !may_write(path) {
            self.wrong(
                About::Directory,
                format!("{shown} cannot be written by whoever runs this."),
                "Run this, and the server, as the user who owns the directory.",
            );
        }
    }

    fn look_at_files(&mut self, path: &Path) {
        let entries = match std::fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => {
                return self.wrong(
                    About::Files,
                    format!("The files cannot be listed: {error}."),
                    "Run this as the user whom the server runs as.",
                );
            }
        };
        let mut open = Vec::new();
        // One that went away meanwhile needs no look.
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_file() && is_private(&path).is_ok_and(|private| !private) {
                open.push(path);
            }
        }
        open.sort();
        for path in &open {
            let shown = path.display();
            self.wrong(
                About::Files,
                format!("{shown} can be read by others than its owner."),
                format!("Run `chmod 600 {shown}`."),
            );
        }
        if open.is_empty() {
            self.fine(About::Files, "Every file is its owner's alone.");
        }
    }

    fn look_at_room(&mut self, path: &Path) {
        let Some(room) = room(path) else { return };
        let what = format!("{} MB are free on the disk.", room / 1_000_000);
        if room < ROOM_MIN {
            self.wrong(About::Room, what, "Make room, before nothing can be kept.");
        } else {
            self.fine(About::Room, what);
        }
    }

    fn look_at_certificate(&mut self, files: &TlsFiles) {
        let pair = match Pair::read(files) {
            Ok(pair) => pair,
            Err(error) => {
                let what = sentence(&error.to_string());
                return self.wrong(About::Certificate, what, "Without it, no server starts.");
            }
        };
        let concerns = pair.concerns(chrono::Utc::now());
        if concerns.is_empty() {
            self.fine(About::Certificate, format!("It is {}.", pair.certificate));
        }
        for concern in concerns {
            let remedy = match concern {
                TlsConcern::KeyOpen(_) => "Whoever read it can pretend to be this server.",
                _ => "A server that runs shows a new one as soon as its files are there.",
            };
            self.wrong(About::Certificate, sentence(&concern.to_string()), remedy);
        }
    }

    fn look_at_database(&mut self, file: &Path) -> Result<(), StoreError> {
        let result = SqliteInspection::open(file).and_then(|inspection| {
            self.look_for_faults(&inspection)?;
            self.look_at_records(&inspection)
        });
        match result {
            Ok(()) => {}
            Err(StoreError::Missing) => return Err(StoreError::Missing),
            Err(error @ StoreError::Newer { .. }) => self.wrong(
                About::Database,
                format!("It cannot be used: {error}."),
                "Update this server.",
            ),
            Err(error) => self.wrong(
                About::Database,
                format!("It cannot be read: {error}."),
                "Stop the server and look again; if it stays so, restore a backup.",
            ),
        }
        Ok(())
    }

    fn look_for_faults(&mut self, inspection: &SqliteInspection) -> Result<(), StoreError> {
        let faults = inspection.faults()?;
        if faults.is_empty() {
            let format = inspection.format();
            self.fine(
                About::Database,
                format!("It is whole, and of format {format}."),
            );
        }
        for fault in faults {
            self.wrong(
                About::Database,
                format!("It is damaged: {fault}."),
                "Stop the server and restore a backup.",
            );
        }
        Ok(())
    }

    fn look_at_records(&mut self, inspection: &SqliteInspection) -> Result<(), StoreError> {
        let state = State::new(&inspection.snapshot()?, chrono::Utc::now());
        let mut findings = inspect(&state);
        let mut records: u64 = 0;
        let mut more: u64 = 0;
        inspection.for_each(|record| {
            records += 1;
            let Some(finding) = inspect_record(record, &state) else {
                return;
            };
            if findings.len() < FINDINGS_MAX {
                findings.push(finding);
            } else {
                more += 1;
            }
        })?;
        if findings.is_empty() {
            let what = format!("All {records} can be read, and fit each other.");
            self.fine(About::Records, what);
        }
        for Finding { key, what, remedy } in findings {
            self.statements.push(Statement {
                about: About::Records,
                what,
                remedy: Some(remedy),
                key: Some(key),
            });
            self.well = false;
        }
        if more > 0 {
            self.wrong(
                About::Records,
                format!("{more} more are wrong."),
                "Restore a backup.",
            );
        }
        Ok(())
    }

    fn fine(&mut self, about: About, what: impl Into<String>) {
        self.statements.push(Statement {
            about,
            what: what.into(),
            remedy: None,
            key: None,
        });
    }

    fn wrong(&mut self, about: About, what: impl Into<String>, remedy: impl Into<String>) {
        self.well = false;
        self.statements.push(Statement {
            about,
            what: what.into(),
            remedy: Some(remedy.into()),
            key: None,
        });
    }
}

impl fmt::Display for Diagnosis {
    /// A line for each statement, and one more for what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for statement in &self.statements {
            write!(f, "{}: ", statement.about)?;
            if let Some(key) = &statement.key {
                write!(f, "`{key}`: ")?;
            }
            writeln!(f, "{}", statement.what)?;
            if let Some(remedy) = &statement.remedy {
                writeln!(f, "  {remedy}")?;
            }
        }
        let wrong = self.statements.iter();
        match wrong.filter(|statement| statement.remedy.is_some()).count() {
            0 => f.write_str("All is well."),
            1 => f.write_str("One thing is wrong."),
            wrong => write!(f, "{wrong} things are wrong."),
        }
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Directory => "Directory",
            Self::Files => "Files",
            Self::Room => "Room",
            Self::Certificate => "Certificate",
            Self::Database => "Database",
            Self::Records => "Records",
        })
    }
}

/// Whether nobody but the owner may do anything with it. Elsewhere than on Unix, that is the directory's to say.
fn is_private(path: &Path) -> std::io::Result<bool> {
    let metadata = std::fs::metadata(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let others = metadata.permissions().mode() & 0o077;
        Ok(others == 0)
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        Ok(true)
    }
}

/// Whether files can be made there by whoever runs this; yes where the system cannot say.
fn may_write(path: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{Access, access};
        access(path, Access::WRITE_OK | Access::EXEC_OK).is_ok()
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        true
    }
}

/// Bytes that the owner may still write there; none where the system cannot say.
fn room(path: &Path) -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        let disk = rustix::fs::statvfs(path).ok()?;
        Some(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = path;
        None
    }
}
