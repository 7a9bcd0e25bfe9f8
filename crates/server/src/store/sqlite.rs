//! The embedded engine: one SQLite file, with a thread that writes and a thread that reads.
//!
//! What enters: commits, sweeps, and requests to catch up, through one bounded queue to the writing thread. What leaves:
//! answers, and what was committed, to every watch. Only the writing thread publishes, so everything comes in the order
//! of revisions, and once. A commit's own event is in the watches before its answer, and so is what made it fail.
//! Reading has a connection of its own: it queues behind other reading only.

use std::{
    sync::Arc,
    thread::{Builder, JoinHandle},
};

use porchlight_campus::records::{Commit, Record, Revision, Snapshot};
use tokio::sync::{mpsc, oneshot};

use super::{
    CommitError, Store, StoreError,
    sqlite_file::{Attempt, SqliteFile, SqliteReader},
    watch::{Change, Changes, Publisher, Watch},
};

/// How many requests wait for a thread; who comes later waits for a place among them.
const QUEUE_MAX: usize = 64;

/// The embedded store. Dropping the last clone waits until what was begun is done, and closes the file.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    threads: Arc<Threads>,
}

#[derive(Debug)]
struct Threads {
    identity: String,
    /// None only while it is dropped, as dropping them ends the threads.
    queues: Option<Queues>,
    reading: Option<JoinHandle<()>>,
    writing: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Queues {
    write: mpsc::Sender<WriteRequest>,
    read: mpsc::Sender<ReadRequest>,
}

type Answer<T> = oneshot::Sender<T>;

enum WriteRequest {
    Commit(Commit, Answer<Result<Revision, CommitError>>),
    Watch(Revision, Answer<Result<Watch, StoreError>>),
    CatchUp(Answer<Result<Revision, StoreError>>),
    Sweep(String, i64, Answer<Result<bool, StoreError>>),
}

enum ReadRequest {
    Snapshot(Answer<Result<Snapshot, StoreError>>),
    Get(String, Answer<Result<Option<Record>, StoreError>>),
    History {
        from: String,
        before: String,
        most: usize,
        answer: Answer<Result<Vec<Record>, StoreError>>,
    },
}

/// What the writing thread owns.
struct Writer {
    file: SqliteFile,
    publisher: Publisher,
    /// Everything up to it was published, nothing above it.
    published: Revision,
}

impl SqliteStore {
    /// Puts a file on threads of its own.
    ///
    /// # Errors
    /// If the file cannot be read, or no thread can be started.
    pub fn start(mut file: SqliteFile) -> Result<Self, StoreError> {
        let identity = file.identity().to_owned();
        let reader = file.reader()?;
        let mut writer = Writer {
            published: file.last_revision()?,
            publisher: Publisher::default(),
            file,
        };
        let (write, mut to_write) = mpsc::channel(QUEUE_MAX);
        let (read, mut to_read) = mpsc::channel(QUEUE_MAX);
        // From here on a failure ends the thread that was started, as it drops the queues.
        let writing = Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || {
                while let Some(request) = to_write.blocking_recv() {
                    writer.serve(request);
                    // Nobody waits for what tidies up.
                    if to_write.is_empty() {
                        writer.file.checkpoint_if_due();
                    }
                }
            })?;
        let reading = Builder::new()
            .name("store-reader".to_owned())
            .spawn(move || {
                let mut reader = reader;
                while let Some(request) = to_read.blocking_recv() {
                    serve_reading(&mut reader, request);
                }
            })?;
        Ok(Self {
            threads: Arc::new(Threads {
                identity,
                queues: Some(Queues { write, read }),
                reading: Some(reading),
                writing: Some(writing),
            }),
        })
    }

    async fn write<T>(&self, request: impl FnOnce(Answer<T>) -> WriteRequest) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        let queues = self.threads.queues.as_ref()?;
        queues.write.send(request(answer)).await.ok()?;
        answered.await.ok()
    }

    async fn read<T>(&self, request: impl FnOnce(Answer<T>) -> ReadRequest) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        let queues = self.threads.queues.as_ref()?;
        queues.read.send(request(answer)).await.ok()?;
        answered.await.ok()
    }
}

impl Store for SqliteStore {
    fn identity(&self) -> &str {
        &self.threads.identity
    }

    async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        self.read(ReadRequest::Snapshot).await.unwrap_or_else(ended)
    }

    async fn get(&self, key: &str) -> Result<Option<Record>, StoreError> {
        let key = key.to_owned();
        self.read(|answer| ReadRequest::Get(key, answer))
            .await
            .unwrap_or_else(ended)
    }

    async fn history(
        &self,
        from: &str,
        before: &str,
        most: usize,
    ) -> Result<Vec<Record>, StoreError> {
        let (from, before) = (from.to_owned(), before.to_owned());
        self.read(|answer| ReadRequest::History {
            from,
            before,
            most,
            answer,
        })
        .await
        .unwrap_or_else(ended)
    }

    async fn commit(&self, commit: Commit) -> Result<Revision, CommitError> {
        self.write(|answer| WriteRequest::Commit(commit, answer))
            .await
            .unwrap_or_else(|| Err(CommitError::Indeterminate(ENDED.to_owned())))
    }

    async fn watch(&self, from: Revision) -> Result<Watch, StoreError> {
        self.write(|answer| WriteRequest::Watch(from, answer))
            .await
            .unwrap_or_else(ended)
    }

    async fn catch_up(&self) -> Result<Revision, StoreError> {
        self.write(WriteRequest::CatchUp)
            .await
            .unwrap_or_else(ended)
    }

    async fn sweep(&self, prefix: &str, before_ms: i64) -> Result<bool, StoreError> {
        let prefix = prefix.to_owned();
        self.write(|answer| WriteRequest::Sweep(prefix, before_ms, answer))
            .await
            .unwrap_or_else(ended)
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        let Some(Queues { write, read }) = self.queues.take() else {
            return;
        };
        // One after the other: of two that close the file at the same time neither is the last, and the log would stay.
        drop(read);
        join(self.reading.take());
        drop(write);
        join(self.writing.take());
    }
}

/// One that panicked has nothing left to close.
fn join(thread: Option<JoinHandle<()>>) {
    let _ = thread.map(JoinHandle::join);
}

impl Writer {
    /// Who asked may no longer wait for the answer; that changes nothing here.
    fn serve(&mut self, request: WriteRequest) {
        match request {
            WriteRequest::Commit(commit, answer) => {
                let result = self.commit(&commit);
                let _ = answer.send(result);
            }
            WriteRequest::Watch(from, answer) => {
                let _ = answer.send(self.watch(from));
            }
            WriteRequest::CatchUp(answer) => {
                let _ = answer.send(self.catch_up());
            }
            WriteRequest::Sweep(prefix, before_ms, answer) => {
                let swept = self
                    .catch_up()
                    .and_then(|up_to| self.file.sweep(up_to, &prefix, before_ms));
                let _ = answer.send(swept);
            }
        }
    }

    fn commit(&mut self, commit: &Commit) -> Result<Revision, CommitError> {
        let Attempt { others, result } = self.file.commit_after(self.published, commit);
        if let Some((changes, last)) = others {
            self.publish(changes, last);
        }
        let revision = result?;
        if revision > self.published {
            let own = Change::of(revision, &commit.writes);
            self.publish(Changes::Known(vec![own]), revision);
        }
        Ok(revision)
    }

    fn watch(&mut self, from: Revision) -> Result<Watch, StoreError> {
        let published = self.catch_up()?;
        let before = self.file.changes(from, published)?;
        Ok(self.publisher.watch(before))
    }

    fn catch_up(&mut self) -> Result<Revision, StoreError> {
        let last = self.file.last_revision()?;
        let changes = self.file.changes(self.published, last)?;
        self.publish(changes, last);
        Ok(last)
    }

    fn publish(&mut self, changes: Changes, up_to: Revision) {
        self.publisher.publish(changes);
        self.published = up_to;
    }
}

fn serve_reading(reader: &mut SqliteReader, request: ReadRequest) {
    match request {
        ReadRequest::Snapshot(answer) => {
            let _ = answer.send(read(reader, SqliteReader::snapshot));
        }
        ReadRequest::Get(key, answer) => {
            let _ = answer.send(read(reader, |reader| reader.get(&key)));
        }
        ReadRequest::History {
            from,
            before,
            most,
            answer,
        } => {
            let _ = answer.send(read(reader, |reader| reader.history(&from, &before, most)));
        }
    }
}

/// Tries once more with a new connection, as nobody else would find out that the old one is of no use any more.
fn read<T>(
    reader: &mut SqliteReader,
    read: impl Fn(&SqliteReader) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    read(reader).or_else(|_| {
        reader.reconnect();
        read(reader)
    })
}

const ENDED: &str = "the store has ended";

/// What is answered when a thread is gone, which it never is while there is a store, unless it panicked.
fn ended<T>() -> Result<T, StoreError> {
    Err(StoreError::Unavailable(ENDED.to_owned()))
}
