//! Copies of the file that stand alone, and say of themselves what is in them.
//!
//! A copy has a table of its own with a digest of all entries, so that whoever takes it into use can tell whether it is
//! as it was made, to the last bit. It is read in one transaction, beside whoever writes.

use std::path::Path;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};

use super::{
    SqliteInspection, StoreError,
    sqlite_file::{FORMAT_WITH_COUNTERS, READ_PATIENCE, bring_up_to_date, format, new_identity},
};

/// By how much revisions go on above those of the copy. What was written after it was made had revisions that others may
/// remember, and none of them may come to name something else.
const REVISIONS_AHEAD: i64 = 1 << 24;

const MANIFEST: &str = "
    CREATE TABLE backup (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        made_ms INTEGER NOT NULL,
        -- of the program that made it
        version TEXT NOT NULL,
        entries INTEGER NOT NULL,
        digest BLOB NOT NULL
    );
";

/// What a copy says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub made_at: DateTime<Utc>,
    /// Of the program that made it.
    pub version: String,
    pub entries: u64,
    digest: Vec<u8>,
}

/// Copies the store's file, as it is at one moment, into an empty file.
///
/// # Errors
/// [`StoreError::Missing`] if there is no store, [`StoreError::Newer`] if a newer version wrote it.
pub(crate) fn copy(database: &Path, to: &Path) -> Result<(), StoreError> {
    let made_at = Utc::now();
    let source = SqliteInspection::open(database)?.into_connection()?;
    let to_name = to.to_str().ok_or_else(|| {
        let reason = format!("{} is no text; choose another name", to.display());
        std::io::Error::new(std::io::ErrorKind::InvalidInput, reason)
    })?;
    source.execute("VACUUM INTO ?1", [to_name])?;
    drop(source);
    let copy = open_alone(to)?;
    let (entries, digest) = digest(&copy)?;
    copy.execute_batch(MANIFEST)?;
    copy.execute(
        "INSERT INTO backup VALUES (1, ?1, ?2, ?3, ?4)",
        params![
            made_at.timestamp_millis(),
            env!("CARGO_PKG_VERSION"),
            i64::try_from(entries).unwrap_or(i64::MAX),
            digest
        ],
    )?;
    drop(copy);
    Ok(std::fs::File::open(to)?.sync_all()?)
}

/// Makes a store of a copy, in its place. It goes on above every revision that was ever given out, under another name.
///
/// # Errors
/// If the file cannot be read or written.
pub(crate) fn take_into_use(copy: &Path) -> Result<(), StoreError> {
    let mut connection = open_alone(copy)?;
    if format(&connection)? == FORMAT_WITH_COUNTERS {
        bring_up_to_date(&mut connection)?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch("DROP TABLE backup")?;
    transaction.execute(
        "UPDATE store SET revision = revision + ?1, swept = revision + ?1, identity = ?2",
        params![REVISIONS_AHEAD, new_identity()],
    )?;
    transaction.commit()?;
    drop(connection);
    Ok(std::fs::File::open(copy)?.sync_all()?)
}

impl SqliteInspection {
    /// What the file says of itself; none if it is no copy.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn manifest(&self) -> Result<Option<Manifest>, StoreError> {
        let connection = self.connection();
        let known = connection.query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('backup', 'entries')",
            [],
            |row| row.get::<_, i64>(0),
        )?;
        if known != 2 {
            return Ok(None);
        }
        let row = connection.query_row(
            "SELECT made_ms, version, entries, digest FROM backup",
            [],
            |row| {
                Ok(Manifest {
                    made_at: DateTime::from_timestamp_millis(row.get(0)?).unwrap_or_default(),
                    version: row.get(1)?,
                    entries: u64::try_from(row.get::<_, i64>(2)?).unwrap_or(0),
                    digest: row.get(3)?,
                })
            },
        );
        Ok(row.optional()?)
    }

    /// Whether all entries are those that a copy was made of.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn is_as_made(&self, manifest: &Manifest) -> Result<bool, StoreError> {
        let (entries, digest) = digest(self.connection())?;
        Ok(entries == manifest.entries && digest == manifest.digest)
    }
}

/// Nobody else has the file yet, and nobody misses it if this does not finish: no journal beside it.
fn open_alone(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(READ_PATIENCE)?;
    connection.pragma_update_and_check(None, "journal_mode", "MEMORY", |_| Ok(()))?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

/// How many entries there are, and a digest of them all and of the counters that go with them.
fn digest(connection: &Connection) -> Result<(u64, Vec<u8>), StoreError> {
    let mut sum = Sha256::new();
    let counters = match format(connection)? {
        FORMAT_WITH_COUNTERS => "SELECT written, reserved FROM counters",
        _ => "SELECT revision, swept FROM store",
    };
    let (first, second) = connection.query_row(counters, [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    })?;
    sum.update(first.to_be_bytes());
    sum.update(second.to_be_bytes());
    let mut statement = connection.prepare(
        "SELECT CAST(key AS BLOB), value, revision, written_ms FROM entries ORDER BY key",
    )?;
    let mut rows = statement.query([])?;
    let mut entries = 0;
    while let Some(row) = rows.next()? {
        let mut add = |bytes: Option<&[u8]>| {
            // A length that no value has stands for one that was removed.
            let length = bytes.map_or(u64::MAX, |bytes| bytes.len() as u64);
            sum.update(length.to_be_bytes());
            sum.update(bytes.unwrap_or_default());
        };
        add(Some(row.get_ref(0)?.as_bytes().unwrap_or_default()));
        add(row.get_ref(1)?.as_bytes_or_null().unwrap_or_default());
        add(Some(&row.get::<_, i64>(2)?.to_be_bytes()));
        add(Some(&row.get::<_, i64>(3)?.to_be_bytes()));
        entries += 1;
    }
    Ok((entries, sum.finalize().to_vec()))
}
