//! The file as it is, for whoever wants to know what is wrong with it: only read, so that nothing is brought up to date
//! or repaired on the way, and a server that runs is not disturbed.

use std::path::Path;

use porchlight_campus::records::{Record, Revision, Snapshot};
use rusqlite::{Connection, OpenFlags};

use super::{
    StoreError,
    sqlite_file::{FORMAT, READ_PATIENCE, format, record, records},
};

/// How many faults SQLite looks for; who has that many needs a backup, not a list.
const FAULTS_MAX: usize = 20;

/// One view of the file.
#[derive(Debug)]
pub struct SqliteInspection {
    connection: Connection,
    format: i64,
}

impl SqliteInspection {
    /// Opens the file.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if there is none, [`StoreError::Newer`] if a newer version wrote it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing);
        }
        // Opened for reading only, SQLite would leave the files behind that it makes beside this one.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.busy_timeout(READ_PATIENCE)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        let format = format(&connection)?;
        match format {
            0 => return Err(StoreError::Missing),
            found if found > FORMAT => {
                return Err(StoreError::Newer {
                    found,
                    known: FORMAT,
                });
            }
            _ => {}
        }
        // Everything that is read belongs to the same commit.
        connection.execute_batch("BEGIN")?;
        Ok(Self { connection, format })
    }

    /// Which format it has: that of an older version is brought up to date when a server starts.
    pub const fn format(&self) -> i64 {
        self.format
    }

    pub(super) const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The connection, free of the one view.
    pub(super) fn into_connection(self) -> Result<Connection, StoreError> {
        self.connection.execute_batch("ROLLBACK")?;
        self.connection.pragma_update(None, "query_only", false)?;
        Ok(self.connection)
    }

    /// What SQLite itself finds wrong.
    ///
    /// # Errors
    /// If the file cannot be read at all.
    pub fn faults(&self) -> Result<Vec<String>, StoreError> {
        let check = format!("PRAGMA integrity_check({FAULTS_MAX})");
        let mut statement = self.connection.prepare(&check)?;
        let mut faults: Vec<String> = statement
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        faults.retain(|fault| fault != "ok");
        Ok(faults)
    }

    /// All records, without the history.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Ok(Snapshot {
            // Nothing is decided on it.
            revision: Revision::default(),
            records: records(&self.connection)?,
        })
    }

    /// Hands out every record, also of the history, one at a time: there may be more of it than fits into memory.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn for_each(&self, mut look: impl FnMut(&Record)) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare("SELECT key, value, revision FROM entries WHERE value IS NOT NULL")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            look(&record(row)?);
        }
        Ok(())
    }
}
