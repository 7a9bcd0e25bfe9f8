//! Where the facts are kept: a keyed log with revisions.
//!
//! The hub holds every fact in memory; a [`Store`] makes writes durable, refuses those that were decided on stale
//! facts, and tells what others wrote. A replicated engine can stand behind the same trait.

mod data;
pub mod next;
pub(crate) mod records;
mod sqlite;

pub use data::{DataDirectory, Lock, Wake};
pub use sqlite::SqliteStore;

/// Keys that are written and looked up, but not held in memory.
pub(crate) const HISTORY: [&str; 3] = ["asked/", "audit/", "password/"];

/// One fact to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub key: String,
    /// None removes it.
    pub value: Option<Vec<u8>>,
    pub revision: u64,
}

/// All facts as of a revision, without the history.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Of the last write.
    pub revision: u64,
    pub writes: Vec<Write>,
}

/// A run of revisions that nobody else has or will get: `after + 1 ..= last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub after: u64,
    pub last: u64,
}

/// Why something could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote since the revision named.
    #[error("somebody else wrote in between")]
    Conflict,
    #[error("there is no data here; run `porchlight-server init` first")]
    Missing,
    #[error("the data directory is already set up")]
    Exists,
    #[error("another server already serves this data directory; stop that one first")]
    Locked,
    #[error(
        "the data was written by a newer Porchlight (format {found}, this one knows {known}); update this server"
    )]
    Newer { found: i64, known: i64 },
    #[error("`{key}` cannot be read back: {reason}")]
    Damaged { key: String, reason: String },
    #[error("the data cannot be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the data directory cannot be used: {0}")]
    Io(#[from] std::io::Error),
}

/// A keyed log with revisions.
pub trait Store: Send {
    /// All facts, without the history.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn snapshot(&mut self) -> Result<Contents, StoreError>;

    /// One fact, also of the history.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn get(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Writes all or nothing, if nobody wrote after revision `expected`. Once this returns, the writes are on disk.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if somebody wrote; anything else if the store cannot be written.
    fn put_if(&mut self, expected: u64, writes: &[Write]) -> Result<(), StoreError>;

    /// What was written after revision `from`, in order, without the history. Cheap when that is nothing.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn watch(&mut self, from: u64) -> Result<Contents, StoreError>;

    /// Sets revisions aside, durably: none is ever given twice, also not after a crash.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn reserve(&mut self) -> Result<Block, StoreError>;

    /// Drops what is remembered under a prefix of the history and was written before, in milliseconds since 1970.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn forget(&mut self, prefix: &str, before_ms: i64) -> Result<(), StoreError>;
}
