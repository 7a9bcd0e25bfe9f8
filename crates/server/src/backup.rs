//! Backups of a data directory, beside a running server, and the way back: for `porchlight-server backup` and `restore`.
//!
//! A backup is one file, readable by nobody else, which is there in whole or not at all, and which was read again before
//! it got its name. What is restored was compared with what was backed up, to the last bit.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use porchlight_campus::{State, inspect::inspect_record};
use serde::Serialize;

use crate::{
    auth,
    store::{DataDirectory, SqliteInspection, StoreError, backup},
};

/// Where a restored database stands until it is found to be good.
const RESTORING: &str = "porchlight.db.restoring";
/// What running servers leave behind, and what a restore that was killed did: none of it is anybody's data.
const NO_DATA: [&str; 3] = ["serving.lock", "serving.json", RESTORING];

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Backup {
    /// Where it is.
    pub file: PathBuf,
    pub bytes: u64,
    /// It has what was acknowledged before.
    pub made_at: DateTime<Utc>,
    /// Of the program that made it.
    pub version: String,
    pub agents: usize,
    pub offices: usize,
    /// All of them, the history as well.
    pub records: u64,
    /// Of these, how many cannot be read, as in the original.
    pub unreadable: usize,
}

/// Why nothing was backed up, or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} is there already, and a backup never replaces a file; choose another name")]
    Exists(PathBuf),
    #[error("there is no backup at {0}")]
    Missing(PathBuf),
    #[error("{0} is no backup that `porchlight-server backup` made; choose one that is")]
    NoBackup(PathBuf),
    #[error("{file} is damaged, so nothing was restored ({fault}); choose another backup")]
    Damaged { file: PathBuf, fault: String },
    #[error(
        "the backup could not be read again, so it was removed ({0}); look at the disk, and run `doctor`"
    )]
    NotWritten(String),
    #[error("{0} is not empty; choose an empty directory, or move elsewhere what is in it")]
    NotEmpty(PathBuf),
    #[error("cannot write {path}: {reason}")]
    Write { path: PathBuf, reason: io::Error },
    #[error("cannot read {path}: {reason}")]
    Read { path: PathBuf, reason: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Backs up into a file that there is not yet, or into a directory under a name made of the time.
///
/// # Errors
/// If there are no data, the file exists, or it cannot be written: then there is no file.
pub fn back_up(data: &DataDirectory, to: &Path) -> Result<Backup, BackupError> {
    if !data.database().exists() {
        return Err(StoreError::Missing.into());
    }
    let to = if to.is_dir() {
        to.join(format!(
            "porchlight-{}.db",
            Utc::now().format("%Y%m%dT%H%M%SZ")
        ))
    } else {
        to.to_owned()
    };
    if to.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(to));
    }
    let mut unfinished = to.clone().into_os_string();
    unfinished.push(format!(".{}.unfinished", &auth::random_hex()[..8]));
    let unfinished = Unfinished::create(PathBuf::from(unfinished))?;
    backup::copy(&data.database(), &unfinished.path).map_err(|error| written(&to, error))?;
    let mut made = match check(&unfinished.path) {
        Ok(Checked::Good(made)) => made,
        Ok(Checked::NoBackup) => return Err(BackupError::NotWritten("it has no manifest".into())),
        Ok(Checked::Damaged(fault)) => return Err(BackupError::NotWritten(fault)),
        Err(error) => return Err(BackupError::NotWritten(error.to_string())),
    };
    unfinished.becomes(&to)?;
    made.file = to;
    Ok(made)
}

/// Makes a data directory of a backup.
///
/// # Errors
/// If the directory is not empty, a server serves it, or the backup is none, is damaged, or of a newer version: then
/// nothing was made.
pub fn restore(file: &Path, data: &DataDirectory) -> Result<Backup, BackupError> {
    let source = File::open(file).map_err(|reason| match reason.kind() {
        io::ErrorKind::NotFound => BackupError::Missing(file.to_owned()),
        _ => BackupError::Read {
            path: file.to_owned(),
            reason,
        },
    })?;
    // A directory can be opened, too.
    if !source.metadata().is_ok_and(|found| found.is_file()) {
        return Err(BackupError::NoBackup(file.to_owned()));
    }
    let made_directory = !data.path().exists();
    let restored = restore_into(source, file, data);
    if restored.is_err() && made_directory {
        // Nothing else is in it, unless somebody else put it there.
        let _ = fs::remove_file(data.path().join("serving.lock"));
        let _ = fs::remove_dir(data.path());
    }
    restored
}

fn restore_into(
    mut source: File,
    file: &Path,
    data: &DataDirectory,
) -> Result<Backup, BackupError> {
    // A directory that is somebody's is not touched, also not its mode.
    if let Some(served) = holds_data(data.path())? {
        if served {
            // Whoever serves it is named before what is in it.
            data.lock()?;
        }
        return Err(BackupError::NotEmpty(data.path().to_owned()));
    }
    data.make()?;
    let _lock = data.lock()?;
    let path = data.path().join(RESTORING);
    // One that was killed left it.
    let _ = fs::remove_file(&path);
    let restoring = Unfinished::create(path)?;
    let mut copy = OpenOptions::new()
        .write(true)
        .open(&restoring.path)
        .map_err(|reason| cannot_write(&restoring.path, reason))?;
    io::copy(&mut source, &mut copy).map_err(|reason| cannot_write(&restoring.path, reason))?;
    drop(copy);
    let damaged = |fault: String| BackupError::Damaged {
        file: file.to_owned(),
        fault,
    };
    let made = match check(&restoring.path) {
        Ok(Checked::Good(made)) => made,
        Ok(Checked::Damaged(fault)) => return Err(damaged(fault)),
        Ok(Checked::NoBackup) | Err(StoreError::Missing) => {
            return Err(BackupError::NoBackup(file.to_owned()));
        }
        Err(StoreError::Sqlite(error)) => return Err(damaged(error.to_string())),
        Err(error) => return Err(error.into()),
    };
    backup::take_into_use(&restoring.path)?;
    restoring.becomes(&data.database())?;
    // As a server would.
    drop(data.open()?);
    give_to_owner(data.path())?;
    Ok(Backup {
        file: file.to_owned(),
        ..made
    })
}

/// What root has made in somebody else's directory is given to whoever that belongs to: a service that runs as another
/// user could not open it.
#[cfg(unix)]
fn give_to_owner(directory: &Path) -> Result<(), BackupError> {
    use std::os::unix::fs::{MetadataExt as _, lchown};
    let unreadable = |path: &Path, reason| BackupError::Read {
        path: path.to_owned(),
        reason,
    };
    let owner = fs::metadata(directory).map_err(|reason| unreadable(directory, reason))?;
    if owner.uid() == 0 {
        return Ok(());
    }
    for entry in fs::read_dir(directory).map_err(|reason| unreadable(directory, reason))? {
        let path = entry
            .map_err(|reason| unreadable(directory, reason))?
            .path();
        let found = path.symlink_metadata();
        let found = found.map_err(|reason| unreadable(&path, reason))?;
        // The directory was empty, so all in it that is root's is of this restore; but a link may lead elsewhere.
        if found.uid() == 0 && found.is_file() && found.nlink() == 1 {
            lchown(&path, Some(owner.uid()), Some(owner.gid()))
                .map_err(|reason| cannot_write(&path, reason))?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can fail on Unix")]
const fn give_to_owner(_: &Path) -> Result<(), BackupError> {
    Ok(())
}

/// Whether there is something in a directory that is not to be lost; and if so, whether it was ever served.
fn holds_data(directory: &Path) -> Result<Option<bool>, BackupError> {
    let read = |reason| BackupError::Read {
        path: directory.to_owned(),
        reason,
    };
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(read(error)),
    };
    let names: Vec<_> = entries
        .map(|entry| Ok(entry.map_err(read)?.file_name()))
        .collect::<Result<_, BackupError>>()?;
    let empty = names
        .iter()
        .all(|name| NO_DATA.iter().any(|none| name == *none));
    Ok((!empty).then(|| names.iter().any(|name| name == "serving.lock")))
}

enum Checked {
    Good(Backup),
    NoBackup,
    Damaged(String),
}

/// Reads all of a backup.
fn check(path: &Path) -> Result<Checked, StoreError> {
    let inspection = SqliteInspection::open(path)?;
    let Some(manifest) = inspection.manifest()? else {
        return Ok(Checked::NoBackup);
    };
    if let Some(fault) = inspection.faults()?.into_iter().next() {
        return Ok(Checked::Damaged(fault));
    }
    if !inspection.is_as_made(&manifest)? {
        return Ok(Checked::Damaged("it is not as it was made".to_owned()));
    }
    let state = State::new(&inspection.snapshot()?, Utc::now());
    let mut unreadable = state.damaged().count();
    let mut records = 0;
    inspection.for_each(|record| {
        records += 1;
        unreadable += usize::from(inspect_record(record, &state).is_some());
    })?;
    Ok(Checked::Good(Backup {
        file: path.to_owned(),
        bytes: fs::metadata(path)?.len(),
        made_at: manifest.made_at,
        version: manifest.version,
        agents: state.accounts().count(),
        offices: state.offices().count(),
        records,
        unreadable,
    }))
}

/// A file that is removed unless it gets its name.
struct Unfinished {
    path: PathBuf,
}

impl Unfinished {
    fn create(path: PathBuf) -> Result<Self, BackupError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&path) {
            Ok(_) => Ok(Self { path }),
            Err(reason) => Err(cannot_write(&path, reason)),
        }
    }

    /// Gives it its name, unless somebody else has it.
    fn becomes(self, name: &Path) -> Result<(), BackupError> {
        rename_new(&self.path, name).map_err(|reason| match reason.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Exists(name.to_owned()),
            _ => cannot_write(name, reason),
        })?;
        // Not every system can; the name is there, and at most lost with the power.
        if let Some(Ok(directory)) = name.parent().map(File::open) {
            let _ = directory.sync_all();
        }
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // It is gone if it got its name.
        let _ = fs::remove_file(&self.path);
    }
}

fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // Not every file system knows how.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            renamed => return Ok(renamed?),
        }
    }
    fs::hard_link(from, to)
}

fn written(to: &Path, error: StoreError) -> BackupError {
    match error {
        StoreError::Io(reason) => cannot_write(to, reason),
        error => error.into(),
    }
}

fn cannot_write(path: &Path, reason: io::Error) -> BackupError {
    BackupError::Write {
        path: path.to_owned(),
        reason,
    }
}
