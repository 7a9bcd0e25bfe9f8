use std::{path::Path, time::Duration};

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};

use super::{Block, Contents, HISTORY, Store, StoreError, Write};

/// The format that this version writes.
const FORMAT: i64 = 1;
/// `Prch`, so that `file` and a careless path tell the file apart from any other SQLite database.
const APPLICATION_ID: i64 = 0x5072_6368;
/// How many revisions are set aside at once. An event that is not written costs one of them.
const BLOCK: u64 = 100_000;

const SCHEMA: &str = "
    CREATE TABLE entries (
        key TEXT PRIMARY KEY NOT NULL,
        value BLOB,
        revision INTEGER NOT NULL,
        written_ms INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX entries_by_revision ON entries (revision);
    CREATE TABLE counters (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        -- the revision of the last write
        written INTEGER NOT NULL,
        -- the last revision that was set aside
        reserved INTEGER NOT NULL
    );
    INSERT INTO counters VALUES (1, 0, 0);
";

/// The embedded store: one SQLite file, also shared with other processes of the same machine.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
    /// SQLite's mark of the file as last read; another process' commit changes it.
    seen: Option<i64>,
}

impl SqliteStore {
    /// Makes the file.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if there is one already; anything else if it cannot be written.
    pub fn create(file: &Path) -> Result<Self, StoreError> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        // The file exists before SQLite opens it, so that it and the files beside it are never readable by others.
        match options.open(file) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let made = Self::open(file);
                return match made {
                    Err(StoreError::Missing) => Self::connect(file).and_then(Self::lay_down),
                    Ok(_) => Err(StoreError::Exists),
                    Err(error) => Err(error),
                };
            }
            Err(error) => return Err(error.into()),
        }
        Self::connect(file).and_then(Self::lay_down)
    }

    /// Opens the file.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if there is none, [`StoreError::Newer`] if a newer version wrote it.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        if !file.exists() {
            return Err(StoreError::Missing);
        }
        let store = Self::connect(file)?;
        let found: i64 = store
            .connection
            .query_row("PRAGMA user_version", [], |row| row.get(0))?;
        match found {
            0 => Err(StoreError::Missing),
            FORMAT => Ok(store),
            found => Err(StoreError::Newer {
                found,
                known: FORMAT,
            }),
        }
    }

    fn connect(file: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.set_prepared_statement_cache_capacity(32);
        Ok(Self {
            connection,
            seen: None,
        })
    }

    fn lay_down(mut self) -> Result<Self, StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", FORMAT)?;
        transaction.commit()?;
        Ok(self)
    }

    fn data_version(&self) -> Result<i64, StoreError> {
        Ok(self
            .connection
            .prepare_cached("PRAGMA data_version")?
            .query_row([], |row| row.get(0))?)
    }

    fn read(&self, from: u64, removed: bool) -> Result<Contents, StoreError> {
        // One statement, one view of the file: the counter belongs to the entries.
        let mut statement = self.connection.prepare_cached(
            "SELECT c.written, e.key, e.value, e.revision FROM counters c LEFT JOIN entries e
             ON e.revision > ?1 AND (?2 OR e.value IS NOT NULL) ORDER BY e.revision, e.key",
        )?;
        let mut rows = statement.query(params![signed(from), removed])?;
        let mut contents = Contents {
            revision: from,
            writes: Vec::new(),
        };
        while let Some(row) = rows.next()? {
            contents.revision = unsigned(row.get(0)?);
            let Some(key) = row.get::<_, Option<String>>(1)? else {
                continue;
            };
            if HISTORY.iter().any(|prefix| key.starts_with(prefix)) {
                continue;
            }
            contents.writes.push(Write {
                key,
                value: row.get(2)?,
                revision: unsigned(row.get(3)?),
            });
        }
        Ok(contents)
    }
}

impl Store for SqliteStore {
    fn snapshot(&mut self) -> Result<Contents, StoreError> {
        self.seen = Some(self.data_version()?);
        self.read(0, false)
    }

    fn get(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT value FROM entries WHERE key = ?1")?;
        Ok(statement
            .query_row([key], |row| row.get(0))
            .optional()?
            .flatten())
    }

    fn put_if(&mut self, expected: u64, writes: &[Write]) -> Result<(), StoreError> {
        let Some(last) = writes.iter().map(|write| write.revision).max() else {
            return Ok(());
        };
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let written: i64 = transaction
                .prepare_cached("SELECT written FROM counters")?
                .query_row([], |row| row.get(0))?;
            if unsigned(written) != expected {
                return Err(StoreError::Conflict);
            }
            let now = chrono::Utc::now().timestamp_millis();
            let mut put = transaction.prepare_cached(
                "INSERT INTO entries (key, value, revision, written_ms) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (key) DO UPDATE SET value = ?2, revision = ?3, written_ms = ?4",
            )?;
            for write in writes {
                put.execute(params![write.key, write.value, signed(write.revision), now])?;
            }
            transaction
                .prepare_cached("UPDATE counters SET written = ?1, reserved = max(reserved, ?1)")?
                .execute([signed(last)])?;
        }
        transaction.commit()?;
        Ok(())
    }

    fn watch(&mut self, from: u64) -> Result<Contents, StoreError> {
        let version = self.data_version()?;
        if self.seen == Some(version) {
            return Ok(Contents {
                revision: from,
                writes: Vec::new(),
            });
        }
        let contents = self.read(from, true)?;
        self.seen = Some(version);
        Ok(contents)
    }

    fn reserve(&mut self) -> Result<Block, StoreError> {
        let last: i64 = self
            .connection
            .prepare_cached("UPDATE counters SET reserved = reserved + ?1 RETURNING reserved")?
            .query_row([signed(BLOCK)], |row| row.get(0))?;
        let last = unsigned(last);
        Ok(Block {
            after: last - BLOCK,
            last,
        })
    }

    fn forget(&mut self, prefix: &str, before_ms: i64) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "DELETE FROM entries WHERE written_ms < ?2 AND (substr(key, 1, length(?1)) = ?1 OR value IS NULL)",
            )?
            .execute(params![prefix, before_ms])?;
        Ok(())
    }
}

/// SQLite's integers are signed; revisions never come near the difference.
fn signed(revision: u64) -> i64 {
    i64::try_from(revision).unwrap_or(i64::MAX)
}

fn unsigned(revision: i64) -> u64 {
    u64::try_from(revision).unwrap_or(0)
}
