//! One SQLite file, read and written where it is called: what the command line uses, and what [`super::SqliteStore`]
//! puts on threads.
//!
//! Several processes may share the file. Whoever writes reads the last revision and the conditions in the transaction
//! that writes, under SQLite's lock. The file is in WAL mode: who reads sees the last commit, and waits for nobody.

use std::{
    fs::OpenOptions,
    io::ErrorKind,
    path::{Path, PathBuf},
    time::Duration,
};

use bytes::Bytes;
use porchlight_campus::records::{
    Commit, Condition, Record, Revision, Snapshot, Write, is_history,
};
use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, Row, TransactionBehavior, params,
    types::ValueRef,
};

use super::{
    CommitError, StoreError,
    watch::{Change, Changes, WATCH_EVENTS_MAX},
};
use crate::auth;

/// The format that this version writes.
pub(super) const FORMAT: i64 = 2;
/// The first one: two counters, of what was written and what was set aside, and no name.
pub(super) const FORMAT_WITH_COUNTERS: i64 = 1;
/// `Prch`, so that `file` and a careless path tell the file apart from any other SQLite database.
const APPLICATION_ID: i64 = 0x5072_6368;

/// How long a commit waits for another process' one.
const WRITE_PATIENCE: Duration = Duration::from_secs(1);
/// Reading waits for no commit, only while another process repairs the file after a crash.
pub(super) const READ_PATIENCE: Duration = Duration::from_millis(100);

/// Commits after which the log is taken into the file, once nobody waits. A commit writes some five pages.
const CHECKPOINT_COMMITS: u32 = 200;
/// Pages of the log after which a commit takes it in by itself, whoever waits: 32 MiB.
const CHECKPOINT_PAGES: u32 = 8192;

/// How many entries a sweep looks at in one transaction.
const SWEEP_ENTRIES_MAX: usize = 500;
/// How many entries are read at most to say what changed.
const CHANGED_ENTRIES_MAX: usize = 64 * WATCH_EVENTS_MAX;

const ENTRIES: &str = "
    CREATE TABLE entries (
        key TEXT PRIMARY KEY NOT NULL,
        -- null where it was removed
        value BLOB,
        -- of the commit that last wrote it
        revision INTEGER NOT NULL,
        written_ms INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX entries_by_revision ON entries (revision);
";

const STORE: &str = "
    CREATE TABLE store (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        identity TEXT NOT NULL,
        -- of the last commit
        revision INTEGER NOT NULL,
        -- up to this revision, entries that were removed may be missing
        swept INTEGER NOT NULL
    );
    CREATE INDEX entries_removed ON entries (written_ms) WHERE value IS NULL;
";

/// The file, for reading only: it neither waits for those who write nor holds them up.
#[derive(Debug)]
pub(super) struct SqliteReader {
    place: Place,
    /// How long it waits where SQLite says that it is busy.
    patience: Duration,
    connection: Connection,
}

/// Where the file is, and which file that was when it was opened first.
#[derive(Clone, Debug)]
struct Place {
    path: PathBuf,
    file: Option<FileId>,
}

/// Tells a file apart from another one that was put in its place. Windows does not let go of a file that is open.
#[cfg(unix)]
type FileId = (u64, u64);
#[cfg(not(unix))]
type FileId = std::convert::Infallible;

/// The file.
#[derive(Debug)]
pub struct SqliteFile {
    reader: SqliteReader,
    identity: String,
    /// Commits since the log was last taken into the file here.
    unmerged: u32,
    /// Where the sweep of a prefix goes on: the last key that it looked at.
    swept_to: Option<String>,
}

/// What came of trying to commit.
#[derive(Debug)]
pub(super) struct Attempt {
    /// What others had committed until it began, and the last revision by then; none if it could not begin.
    pub others: Option<(Changes, Revision)>,
    pub result: Result<Revision, CommitError>,
}

/// Why nothing was acknowledged.
enum Failure {
    Conflict(String),
    Moved,
    BeforeCommit(rusqlite::Error),
    DuringCommit(rusqlite::Error),
}

impl SqliteFile {
    /// Makes the file.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is one already; anything else if it cannot be written.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // The file exists before SQLite opens it, so that it and the files beside it are never readable by others.
        match options.open(path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
            // One without tables is what is left of an earlier attempt.
            Err(_) if format(&connect(path, WRITE_PATIENCE)?)? != 0 => {
                return Err(StoreError::Exists);
            }
            _ => {}
        }
        let mut connection = connect(path, WRITE_PATIENCE)?;
        lay_down(&mut connection)?;
        Self::with(path, connection)
    }

    /// Opens the file, and brings one of an older format up to date. An older server that still runs on it can no
    /// longer write then.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if there is none, [`StoreError::Newer`] if a newer version wrote it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing);
        }
        let mut connection = connect(path, WRITE_PATIENCE)?;
        match format(&connection)? {
            0 => return Err(StoreError::Missing),
            FORMAT_WITH_COUNTERS => bring_up_to_date(&mut connection)?,
            FORMAT => {}
            found => {
                return Err(StoreError::Newer {
                    found,
                    known: FORMAT,
                });
            }
        }
        Self::with(path, connection)
    }

    /// Names the store for good.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// All records as of the last commit, in the order of their keys, without the history.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        self.reader.snapshot()
    }

    /// One record, also of the history; none where it was removed.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn get(&self, key: &str) -> Result<Option<Record>, StoreError> {
        self.reader.get(key)
    }

    /// Records of the history, as [`super::Store::history`] tells them.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn history(
        &self,
        from: &str,
        before: &str,
        most: usize,
    ) -> Result<Vec<Record>, StoreError> {
        self.reader.history(from, before, most)
    }

    /// Writes all or nothing, if every condition holds. Once this returns, the writes are on disk.
    ///
    /// # Errors
    /// As [`super::Store::commit`] does.
    pub fn commit(&mut self, commit: &Commit) -> Result<Revision, CommitError> {
        self.try_commit(commit, |_, _| Ok(()))
            .map_err(|failure| self.recover(failure))
    }

    /// Commits, and says what others had committed after a revision, whether or not it succeeds itself.
    pub(super) fn commit_after(&mut self, seen: Revision, commit: &Commit) -> Attempt {
        let mut others = None;
        let result = self.try_commit(commit, |transaction, last| {
            others = Some((changes(transaction, seen, last)?, last));
            Ok(())
        });
        self.unmerged += u32::from(result.is_ok());
        Attempt {
            others,
            result: result.map_err(|failure| self.recover(failure)),
        }
    }

    /// Takes the log into the file, if that is worth it. Whoever commits meanwhile would wait.
    pub(super) fn checkpoint_if_due(&mut self) {
        if self.unmerged < CHECKPOINT_COMMITS {
            return;
        }
        self.unmerged = 0;
        // What others still read stays in the log, and is taken in the next time.
        let checkpoint = "PRAGMA wal_checkpoint(PASSIVE)";
        let done = self.reader.connection.query_row(checkpoint, [], |_| Ok(()));
        if let Err(error) = done {
            tracing::warn!(%error, "the database's log cannot be taken into it; it grows until it can");
        }
    }

    /// Of the last commit.
    pub(super) fn last_revision(&mut self) -> Result<Revision, StoreError> {
        let result = last_revision(&self.reader.connection);
        Ok(result.inspect_err(|_| self.reader.reconnect())?)
    }

    /// What was committed after a revision, up to another one.
    pub(super) fn changes(&self, from: Revision, up_to: Revision) -> Result<Changes, StoreError> {
        let view = self.reader.connection.unchecked_transaction()?;
        Ok(changes(&view, from, up_to)?)
    }

    /// Drops what was written under a prefix before an instant, and the memory of what was removed before it by commits
    /// up to a revision; answers whether there is more.
    pub(super) fn sweep(
        &mut self,
        up_to: Revision,
        prefix: &str,
        before_ms: i64,
    ) -> Result<bool, StoreError> {
        let removed = sweep_removed(&mut self.reader.connection, up_to, before_ms)?;
        let start = self
            .swept_to
            .take()
            .filter(|key| key.starts_with(prefix))
            .unwrap_or_else(|| prefix.to_owned());
        self.swept_to = sweep_prefix(&mut self.reader.connection, prefix, &start, before_ms)?;
        Ok(removed || self.swept_to.is_some())
    }

    /// Another connection, for reading beside this one.
    pub(super) fn reader(&self) -> Result<SqliteReader, StoreError> {
        let connection = connect(&self.reader.place.path, READ_PATIENCE)?;
        Ok(SqliteReader {
            place: self.reader.place.clone(),
            patience: READ_PATIENCE,
            connection,
        })
    }

    fn with(path: &Path, connection: Connection) -> Result<Self, StoreError> {
        let identity = connection.query_row("SELECT identity FROM store", [], |row| row.get(0))?;
        Ok(Self {
            reader: SqliteReader {
                place: Place::of(path),
                patience: WRITE_PATIENCE,
                connection,
            },
            identity,
            unmerged: 0,
            swept_to: None,
        })
    }

    fn try_commit(
        &mut self,
        commit: &Commit,
        begun: impl FnOnce(&Connection, Revision) -> rusqlite::Result<()>,
    ) -> Result<Revision, Failure> {
        // What is written to a file that nobody finds any more is lost, however durably.
        if self.reader.place.is_moved() {
            return Err(Failure::Moved);
        }
        try_commit(&mut self.reader.connection, commit, begun)
    }

    /// Says what a failure means, and opens the file anew where the connection may be of no use any more.
    fn recover(&mut self, failure: Failure) -> CommitError {
        let (error, perhaps_written) = match failure {
            Failure::Conflict(key) => return CommitError::Conflict { key },
            Failure::Moved => {
                return CommitError::Unavailable(
                    "the database was moved, or another file was put in its place; restart the server to go on with \
                     what is there"
                        .to_owned(),
                );
            }
            Failure::BeforeCommit(error) => (error, false),
            Failure::DuringCommit(error) => (error, true),
        };
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => return CommitError::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                return CommitError::Unavailable(
                    "another program holds the database and did not let go of it in time"
                        .to_owned(),
                );
            }
            _ => self.reader.reconnect(),
        }
        if perhaps_written {
            CommitError::Indeterminate(error.to_string())
        } else {
            CommitError::Unavailable(error.to_string())
        }
    }
}

impl SqliteReader {
    pub(super) fn snapshot(&self) -> Result<Snapshot, StoreError> {
        // One transaction, one view of the file: the revision belongs to the records.
        let view = self.connection.unchecked_transaction()?;
        Ok(Snapshot {
            revision: last_revision(&view)?,
            records: records(&view)?,
        })
    }

    pub(super) fn get(&self, key: &str) -> Result<Option<Record>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT key, value, revision FROM entries WHERE key = ?1 AND value IS NOT NULL",
        )?;
        Ok(statement.query_row([key], record).optional()?)
    }

    pub(super) fn history(
        &self,
        from: &str,
        before: &str,
        most: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT key, value, revision FROM entries
             WHERE key >= ?1 AND key < ?2 AND value IS NOT NULL ORDER BY key DESC LIMIT ?3",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![from, before, most], record)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Opens the file anew, as far as that is possible, and no other.
    pub(super) fn reconnect(&mut self) {
        if self.place.is_moved() {
            return;
        }
        match connect(&self.place.path, self.patience) {
            Ok(connection) => self.connection = connection,
            // The next failure tries again.
            Err(error) => tracing::warn!(%error, "the database cannot be opened anew"),
        }
    }
}

impl Place {
    fn of(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            file: file_id(path),
        }
    }

    fn is_moved(&self) -> bool {
        file_id(&self.path) != self.file
    }
}

#[cfg(unix)]
fn file_id(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt as _;

    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
const fn file_id(_: &Path) -> Option<FileId> {
    None
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::BeforeCommit(error)
    }
}

fn connect(path: &Path, patience: Duration) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(patience)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

pub(super) fn format(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn lay_down(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if format(&transaction)? != 0 {
        // Somebody else made it in the same moment.
        return Err(StoreError::Exists);
    }
    transaction.execute_batch(ENTRIES)?;
    transaction.execute_batch(STORE)?;
    transaction.execute("INSERT INTO store VALUES (1, ?1, 0, 0)", [new_identity()])?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    Ok(transaction.commit()?)
}

/// Goes on above every revision that was written or only set aside. Dropping the counters keeps an older server that
/// still runs from writing with revisions of its own.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if format(&transaction)? != FORMAT_WITH_COUNTERS {
        // Somebody else did it in the same moment.
        return Ok(());
    }
    transaction.execute_batch(STORE)?;
    transaction.execute(
        "INSERT INTO store
         SELECT 1, ?1, max(written, reserved), max(written, reserved) FROM counters",
        [new_identity()],
    )?;
    transaction.execute_batch("DROP TABLE counters")?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    Ok(transaction.commit()?)
}

pub(super) fn new_identity() -> String {
    let mut identity = auth::random_hex();
    identity.truncate(32);
    identity
}

fn try_commit(
    connection: &mut Connection,
    commit: &Commit,
    begun: impl FnOnce(&Connection, Revision) -> rusqlite::Result<()>,
) -> Result<Revision, Failure> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let last = last_revision(&transaction)?;
    begun(&transaction, last)?;
    if let Some(key) = first_conflict(&transaction, &commit.conditions)? {
        return Err(Failure::Conflict(key));
    }
    if commit.writes.is_empty() {
        return Ok(last);
    }
    let revision = Revision(last.0 + 1);
    write(&transaction, revision, &commit.writes)?;
    transaction.commit().map_err(Failure::DuringCommit)?;
    Ok(revision)
}

fn last_revision(connection: &Connection) -> rusqlite::Result<Revision> {
    connection
        .prepare_cached("SELECT revision FROM store")?
        .query_row([], |row| revision(row, 0))
}

fn first_conflict(
    connection: &Connection,
    conditions: &[Condition],
) -> rusqlite::Result<Option<String>> {
    let mut statement = connection
        .prepare_cached("SELECT revision FROM entries WHERE key = ?1 AND value IS NOT NULL")?;
    for condition in conditions {
        let found = statement
            .query_row([&condition.key], |row| revision(row, 0))
            .optional()?;
        if found.unwrap_or_default() != condition.revision {
            return Ok(Some(condition.key.clone()));
        }
    }
    Ok(None)
}

fn write(connection: &Connection, revision: Revision, writes: &[Write]) -> rusqlite::Result<()> {
    let now = chrono::Utc::now().timestamp_millis();
    let revision = signed(revision);
    let mut put = connection.prepare_cached(
        "INSERT INTO entries (key, value, revision, written_ms) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (key) DO UPDATE SET value = ?2, revision = ?3, written_ms = ?4",
    )?;
    for write in writes {
        put.execute(params![write.key, write.value.as_deref(), revision, now])?;
    }
    connection
        .prepare_cached("UPDATE store SET revision = ?1")?
        .execute([revision])?;
    Ok(())
}

fn changes(connection: &Connection, from: Revision, up_to: Revision) -> rusqlite::Result<Changes> {
    if from == up_to {
        return Ok(Changes::Known(Vec::new()));
    }
    let swept = connection
        .prepare_cached("SELECT swept FROM store")?
        .query_row([], |row| revision(row, 0))?;
    // Above the last one: somebody put an older copy of the file in its place.
    if from < swept || from > up_to {
        return Ok(Changes::Compacted);
    }
    let mut statement = connection.prepare_cached(
        "SELECT key, value, revision FROM entries WHERE revision > ?1 AND revision <= ?2
         ORDER BY revision, key",
    )?;
    let mut known: Vec<Change> = Vec::new();
    let found = statement.query_map([signed(from), signed(up_to)], record)?;
    for (read, found) in found.enumerate() {
        if read == CHANGED_ENTRIES_MAX {
            return Ok(Changes::Compacted);
        }
        let found = found?;
        match known.last_mut() {
            Some(change) if change.revision == found.revision => change.records.push(found),
            _ => known.push(Change {
                revision: found.revision,
                records: vec![found],
            }),
        }
    }
    Ok(Changes::Known(known))
}

/// Reads in the order of keys and steps over each kind of history, which may be a thousand times longer.
pub(super) fn records(connection: &Connection) -> rusqlite::Result<Vec<Record>> {
    let mut statement = connection.prepare_cached(
        "SELECT key, value, revision FROM entries WHERE key >= ?1 AND value IS NOT NULL ORDER BY key",
    )?;
    let mut records = Vec::new();
    let mut start = Some(String::new());
    while let Some(from) = start.take() {
        let mut rows = statement.query([from])?;
        while let Some(row) = rows.next()? {
            let key: String = row.get(0)?;
            if is_history(&key) {
                start = Some(after_kind(&key));
                break;
            }
            records.push(record(row)?);
        }
    }
    Ok(records)
}

/// The least key behind all that begin with the same kind.
fn after_kind(key: &str) -> String {
    let kind = key.split_once('/').map_or(key, |(kind, _)| kind);
    // What follows `/` among the characters.
    format!("{kind}0")
}

fn sweep_removed(
    connection: &mut Connection,
    up_to: Revision,
    before_ms: i64,
) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: Vec<(String, Revision)> = transaction
        .prepare_cached(
            "SELECT key, revision FROM entries WHERE value IS NULL AND written_ms < ?1 AND revision <= ?2
             ORDER BY written_ms LIMIT ?3",
        )?
        .query_map(params![before_ms, signed(up_to), SWEEP_ENTRIES_MAX], |row| {
            Ok((row.get(0)?, revision(row, 1)?))
        })?
        .collect::<Result<_, _>>()?;
    let Some(swept) = found.iter().map(|(_, revision)| *revision).max() else {
        return Ok(false);
    };
    delete(&transaction, found.iter().map(|(key, _)| key.as_str()))?;
    transaction
        .prepare_cached("UPDATE store SET swept = max(swept, ?1)")?
        .execute([signed(swept)])?;
    transaction.commit()?;
    Ok(found.len() == SWEEP_ENTRIES_MAX)
}

/// Looks at a bounded number of entries, so that it holds nobody up, also where most are kept. Answers from where to go
/// on; none at the end.
fn sweep_prefix(
    connection: &mut Connection,
    prefix: &str,
    start: &str,
    before_ms: i64,
) -> Result<Option<String>, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: Vec<(String, i64)> = transaction
        .prepare_cached(
            "SELECT key, written_ms FROM entries WHERE key >= ?1 ORDER BY key LIMIT ?2",
        )?
        .query_map(params![start, SWEEP_ENTRIES_MAX], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?
        .collect::<Result<_, _>>()?;
    let old = found
        .iter()
        .filter(|(key, written_ms)| key.starts_with(prefix) && *written_ms < before_ms)
        // Whatever the prefix: what is held in memory never goes without a commit.
        .filter(|(key, _)| is_history(key));
    delete(&transaction, old.map(|(key, _)| key.as_str()))?;
    transaction.commit()?;
    let full = found.len() == SWEEP_ENTRIES_MAX;
    let last = found.into_iter().next_back().map(|(key, _)| key);
    Ok(last.filter(|key| full && key.starts_with(prefix)))
}

fn delete<'k>(
    connection: &Connection,
    keys: impl Iterator<Item = &'k str>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("DELETE FROM entries WHERE key = ?1")?;
    for key in keys {
        statement.execute([key])?;
    }
    Ok(())
}

pub(super) fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record {
        key: row.get(0)?,
        value: value(row, 1)?,
        revision: revision(row, 2)?,
    })
}

/// Whatever somebody else may have put there: one value that makes no sense must not keep the others from being read.
fn value(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Bytes>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => None,
        ValueRef::Blob(bytes) | ValueRef::Text(bytes) => Some(Bytes::copy_from_slice(bytes)),
        ValueRef::Integer(_) | ValueRef::Real(_) => Some(Bytes::new()),
    })
}

fn revision(row: &Row<'_>, column: usize) -> rusqlite::Result<Revision> {
    Ok(Revision(
        u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0),
    ))
}

/// SQLite's integers are signed; revisions never come near the difference.
fn signed(revision: Revision) -> i64 {
    i64::try_from(revision.0).unwrap_or(i64::MAX)
}

#[cfg(test)]
impl SqliteFile {
    /// As if the disk had no room for more than this.
    pub(crate) fn limit_pages(&self, pages: u32) {
        let connection = &self.reader.connection;
        connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
            .unwrap();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(key: &str, length: usize) -> Commit {
        let write = Write {
            key: key.to_owned(),
            value: Some(vec![0; length].into()),
        };
        Commit {
            writes: vec![write],
            conditions: Vec::new(),
        }
    }

    #[test]
    fn the_log_is_taken_in_between_commits_and_does_not_grow() {
        let directory = tempfile::tempdir().unwrap();
        let mut file = SqliteFile::create(&directory.path().join("porchlight.db")).unwrap();
        let mut seen = Revision(0);
        let mut log_after = |commits: u32| {
            for _ in 0..commits {
                seen = file.commit_after(seen, &put("key", 100)).result.unwrap();
                file.checkpoint_if_due();
            }
            std::fs::metadata(directory.path().join("porchlight.db-wal"))
                .unwrap()
                .len()
        };
        let once = log_after(CHECKPOINT_COMMITS);
        assert_eq!(log_after(3 * CHECKPOINT_COMMITS), once);
    }

    #[test]
    fn a_full_disk_is_named_and_once_there_is_room_again_it_goes_on() {
        let directory = tempfile::tempdir().unwrap();
        let mut file = SqliteFile::create(&directory.path().join("porchlight.db")).unwrap();
        file.limit_pages(12);
        assert_eq!(file.commit(&put("much", 100_000)), Err(CommitError::Full));
        assert_eq!(file.get("much").unwrap(), None);
        assert_eq!(file.commit(&put("little", 10)), Ok(Revision(1)));
        file.limit_pages(1_000);
        assert_eq!(file.commit(&put("much", 100_000)), Ok(Revision(2)));
    }
}
