//! Where the records are kept: a keyed log with revisions.
//!
//! The hub holds every record in memory; a [`Store`] makes commits durable, refuses those that were decided on records
//! that somebody has written since, and pushes what was committed, by this server and by others. [`SqliteStore`] is one
//! file; a replicated engine can stand behind the same trait.
//!
//! What always holds: revisions only grow, every commit is whole or was never there, and what [`Store::commit`] has
//! answered survives a power cut.

pub(crate) mod backup;
mod data;
mod inspection;
mod sqlite;
mod sqlite_file;
#[doc(hidden)]
pub mod testing;
mod watch;

use porchlight_campus::records::{Commit, Record, Revision, Snapshot};

pub use data::{DataDirectory, Knock, Lock, Running, Wake};
pub use inspection::SqliteInspection;
pub use sqlite::SqliteStore;
pub use sqlite_file::SqliteFile;
pub use watch::{WATCH_EVENTS_MAX, Watch, WatchEvent};

/// A keyed log with revisions. Clones are handles to the same store, which is closed when the last one is dropped.
///
/// The store counts its commits: each that succeeds gets a revision above every earlier one, and all that it writes
/// carries it.
pub trait Store: Clone + Send + Sync + 'static {
    /// Names the store for good, the same on every server that shares it: at least 12 hexadecimal digits.
    fn identity(&self) -> &str;

    /// All records as of a revision, in the order of their keys, without the history and what was removed. Never waits
    /// for a write.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn snapshot(&self) -> impl Future<Output = Result<Snapshot, StoreError>> + Send;

    /// One record, also of the history; none where it was removed. Never waits for a write.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn get(&self, key: &str) -> impl Future<Output = Result<Option<Record>, StoreError>> + Send;

    /// Records of the history from a key on and before another one, the greatest key first, at most so many. Never waits
    /// for a write.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn history(
        &self,
        from: &str,
        before: &str,
        most: usize,
    ) -> impl Future<Output = Result<Vec<Record>, StoreError>> + Send;

    /// Writes all or nothing, if every condition holds, and answers the revision. Once it has answered, the writes
    /// survive a power cut, and are in every watch of this store already.
    ///
    /// Without writes it only checks the conditions, and answers the last revision. Dropping the future takes nothing
    /// back: the commit may happen all the same.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] if a condition does not hold: nothing was written, as with every other error except
    /// [`CommitError::Indeterminate`].
    fn commit(&self, commit: Commit) -> impl Future<Output = Result<Revision, CommitError>> + Send;

    /// What is committed after a revision, pushed, in order, own commits too; of the history only the audit log.
    ///
    /// # Errors
    /// If the store cannot be read. A revision from which it is no longer known what changed is no error: the watch
    /// says [`WatchEvent::Compacted`] at once.
    fn watch(&self, from: Revision) -> impl Future<Output = Result<Watch, StoreError>> + Send;

    /// Takes in what others wrote, and answers the revision reached; everything up to it is in every watch by then.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn catch_up(&self) -> impl Future<Output = Result<Revision, StoreError>> + Send;

    /// Drops what was written under a prefix of the history before an instant, in milliseconds since 1970, and the
    /// memory of what was removed before it. Works in bounded pieces: answers whether there is more to do.
    ///
    /// # Errors
    /// If the store cannot be written.
    fn sweep(
        &self,
        prefix: &str,
        before_ms: i64,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;
}

/// Why a commit was not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// Nothing was written: decide anew, on what [`Store::catch_up`] brings.
    #[error("somebody else wrote `{key}` in between")]
    Conflict { key: String },
    /// Nothing was written.
    #[error("the disk is full; make room on it")]
    Full,
    /// Nothing was written.
    #[error("the data cannot be written: {0}")]
    Unavailable(String),
    /// It may have been written: read back before trying again.
    #[error("it is not known whether the data was written: {0}")]
    Indeterminate(String),
}

/// Why a store could not be opened, read or swept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
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
    #[error("the data cannot be read or written: {0}")]
    Unavailable(String),
    #[error("the data cannot be read or written: {0}")]
    Sqlite(#[from] rusqlite::Error),
    #[error("the data directory cannot be used: {0}")]
    Io(#[from] std::io::Error),
}
