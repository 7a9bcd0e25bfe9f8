//! The embedded engine: a file that several processes share, that an older version may have made, on a disk that fails.

use std::{
    path::{Path, PathBuf},
    pin::pin,
};

use futures_util::poll;
use porchlight_campus::records::{Revision, Snapshot};
use porchlight_server::store::{
    CommitError, SqliteFile, SqliteStore, Store as _, StoreError, WatchEvent,
};
use rusqlite::Connection;

use crate::{
    changed, commit, commit_if, drain,
    promises::{Engine, store_keeps_its_promises},
    put, record, remove, value,
};

/// A directory with a store in it.
struct Place {
    directory: tempfile::TempDir,
}

impl Engine for Place {
    type Store = SqliteStore;

    fn new() -> Self {
        let place = Self::empty();
        SqliteFile::create(&place.file()).unwrap();
        place
    }

    fn open(&self) -> SqliteStore {
        SqliteStore::start(SqliteFile::open(&self.file()).unwrap()).unwrap()
    }
}

impl Place {
    fn empty() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("porchlight.db")
    }

    /// The file, as another program has it that knows nothing of stores.
    fn connect(&self) -> Connection {
        Connection::open(self.file()).unwrap()
    }
}

store_keeps_its_promises!(Place);

#[test]
fn a_store_is_made_once_and_opened_only_where_there_is_one_that_is_known() {
    let place = Place::empty();
    let open = || SqliteFile::open(&place.file()).unwrap_err();
    assert!(matches!(open(), StoreError::Missing));
    std::fs::write(place.file(), "").unwrap();
    assert!(matches!(open(), StoreError::Missing), "begun, not made");
    SqliteFile::create(&place.file()).unwrap();
    let again = SqliteFile::create(&place.file()).unwrap_err();
    assert!(matches!(again, StoreError::Exists));
    SqliteFile::open(&place.file()).unwrap();
    place
        .connect()
        .pragma_update(None, "user_version", 3)
        .unwrap();
    assert!(matches!(open(), StoreError::Newer { found: 3, .. }));
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let mut file = SqliteFile::open(&place.file()).unwrap();
    file.commit(&commit([put("a", "1")])).unwrap();
    let files: Vec<_> = std::fs::read_dir(place.directory.path()).unwrap().collect();
    assert!(files.len() > 1, "the log is beside it");
    for file in files {
        let mode = file.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[tokio::test]
async fn the_last_clone_closes_the_file() {
    let place = Place::new();
    let store = place.open();
    let clone = store.clone();
    let mut watch = clone.watch(Revision(0)).await.unwrap();
    drop(store);
    let last = clone.commit(commit([put("a", "1")])).await.unwrap();
    drop(clone);
    let log = place.directory.path().join("porchlight.db-wal");
    assert!(!log.exists(), "SQLite removes it as the last one leaves");
    assert_eq!(watch.next().await, Some(changed(last, [put("a", "1")])));
    assert_eq!(watch.next().await, None);
}

/// Whatever is acknowledged into a file that nobody finds any more is lost.
#[cfg(unix)]
#[tokio::test]
async fn nothing_is_written_once_another_file_is_in_its_place_and_what_was_read_stays_the_first_ones()
 {
    let place = Place::new();
    let store = place.open();
    store.commit(commit([put("a", "1")])).await.unwrap();
    let directory = place.directory.path();
    let aside = directory.join("aside");
    std::fs::create_dir(&aside).unwrap();
    for name in ["porchlight.db", "porchlight.db-wal", "porchlight.db-shm"] {
        std::fs::rename(directory.join(name), aside.join(name)).unwrap();
    }
    SqliteFile::create(&place.file()).unwrap();
    let refused = store.commit(commit([put("a", "2")])).await;
    assert!(
        matches!(&refused, Err(CommitError::Unavailable(why)) if why.contains("restart the server")),
        "{refused:?}"
    );
    assert_eq!(value(&store, "a").await.as_deref(), Some("1"));
}

/// As version 0.1.0 left it: revisions 8 to 100,000 were set aside by a server that was then killed.
fn lay_down_format_1(place: &Place) {
    place
        .connect()
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE TABLE entries (
                 key TEXT PRIMARY KEY NOT NULL,
                 value BLOB,
                 revision INTEGER NOT NULL,
                 written_ms INTEGER NOT NULL
             ) WITHOUT ROWID;
             CREATE INDEX entries_by_revision ON entries (revision);
             CREATE TABLE counters (
                 only INTEGER PRIMARY KEY CHECK (only = 1),
                 written INTEGER NOT NULL,
                 reserved INTEGER NOT NULL
             );
             INSERT INTO counters VALUES (1, 7, 100000);
             INSERT INTO entries VALUES
                 ('agent/ana', CAST('Ana' AS BLOB), 5, 0),
                 ('agent/ben', NULL, 7, 0),
                 ('password/ana', CAST('secret' AS BLOB), 6, 0);
             PRAGMA application_id = 1349673832;
             PRAGMA user_version = 1;",
        )
        .unwrap();
}

#[tokio::test]
async fn a_file_of_an_older_version_goes_on_above_all_revisions_that_it_ever_set_aside() {
    let place = Place::empty();
    lay_down_format_1(&place);
    let store = place.open();
    let name = store.identity().to_owned();
    let Snapshot { revision, records } = store.snapshot().await.unwrap();
    assert_eq!(revision, Revision(100_000));
    assert_eq!(records, [record(&put("agent/ana", "Ana"), Revision(5))]);
    assert_eq!(
        value(&store, "password/ana").await.as_deref(),
        Some("secret")
    );
    let change = commit_if("agent/ana", Revision(5), [put("agent/ana", "Anna")]);
    assert_eq!(store.commit(change).await, Ok(Revision(100_001)));
    drop(store);
    let store = place.open();
    assert_eq!(store.identity(), name, "also one that got its name late");
    assert_eq!(
        store.snapshot().await.unwrap().revision,
        Revision(100_001),
        "brought up to date once"
    );
    let mut watch = store.watch(Revision(7)).await.unwrap();
    assert_eq!(
        watch.next().await,
        Some(WatchEvent::Compacted),
        "the older version did not say what it had dropped"
    );
}

#[tokio::test]
async fn an_older_server_that_still_runs_can_no_longer_turn_revisions_back() {
    let place = Place::empty();
    lay_down_format_1(&place);
    let older = place.connect();
    let put_if = "UPDATE counters SET written = 8, reserved = max(reserved, 8)";
    older.execute(put_if, []).unwrap();
    let store = place.open();
    older.execute(put_if, []).unwrap_err();
    let revision = store.commit(commit([put("a", "1")])).await.unwrap();
    assert_eq!(revision, Revision(100_001));
}

#[tokio::test]
async fn reading_waits_neither_for_another_program_nor_for_a_commit_that_does() {
    let place = Place::new();
    let store = place.open();
    let last = store.commit(commit([put("a", "1")])).await.unwrap();
    for begin in ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] {
        let another = place.connect();
        another.execute_batch(begin).unwrap();
        let mut committing = pin!(store.commit(commit([put("b", "1")])));
        assert!(poll!(&mut committing).is_pending());
        assert_eq!(value(&store, "a").await.as_deref(), Some("1"));
        assert!(store.snapshot().await.unwrap().revision >= last);
        assert!(
            poll!(&mut committing).is_pending(),
            "{begin}: both were read while it waits"
        );
        another.execute_batch("ROLLBACK").unwrap();
        committing.await.unwrap();
    }
}

#[tokio::test]
async fn a_commit_is_refused_while_another_program_writes_and_works_once_that_is_done() {
    let place = Place::new();
    let store = place.open();
    let mut watch = store.watch(Revision(0)).await.unwrap();
    let another = place.connect();
    another.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = store.commit(commit([put("a", "1")])).await;
    let Err(CommitError::Unavailable(reason)) = refused else {
        panic!("{refused:?}");
    };
    assert!(reason.starts_with("another program holds the database"));
    assert_eq!(store.catch_up().await.unwrap(), Revision(0));
    another.execute_batch("ROLLBACK").unwrap();
    let first = store.commit(commit([put("a", "2")])).await.unwrap();
    assert_eq!(first, Revision(1), "the refused one did not count");
    assert_eq!(drain(&mut watch), [changed(first, [put("a", "2")])]);
}

#[tokio::test]
async fn what_the_command_line_writes_is_in_the_watch_and_conflicts_with_what_was_decided_before() {
    let place = Place::new();
    let store = place.open();
    let mut watch = store.watch(Revision(0)).await.unwrap();
    let mut command = SqliteFile::open(&place.file()).unwrap();
    let added = command
        .commit(&commit_if("a", Revision(0), [put("a", "1")]))
        .unwrap();
    let stale = commit_if("a", Revision(0), [put("a", "2")]);
    assert!(matches!(
        store.commit(stale).await,
        Err(CommitError::Conflict { key }) if key == "a"
    ));
    assert_eq!(
        drain(&mut watch),
        [changed(added, [put("a", "1")])],
        "what it lost to is known at once"
    );
    let removed = store.commit(commit([remove("a")])).await.unwrap();
    assert_eq!(command.get("a").unwrap(), None);
    assert_eq!(command.snapshot().unwrap().revision, removed);
}

#[tokio::test]
async fn an_older_copy_put_in_place_of_the_file_ends_the_watches() {
    let place = Place::new();
    let store = place.open();
    store.commit(commit([put("a", "1")])).await.unwrap();
    let mut watch = store.watch(Revision(0)).await.unwrap();
    store.commit(commit([put("a", "2")])).await.unwrap();
    drain(&mut watch);
    let another = place.connect();
    another
        .execute_batch("UPDATE store SET revision = 1; UPDATE entries SET revision = 1")
        .unwrap();
    assert_eq!(store.catch_up().await.unwrap(), Revision(1));
    assert_eq!(watch.next().await, Some(WatchEvent::Compacted));
}

/// Several processes.
#[cfg(unix)]
mod processes {
    use std::{
        io::{BufRead as _, BufReader, Write as _},
        process::{Child, Command, Stdio},
    };

    use super::*;

    /// Names the file for [`another_process`].
    const FILE: &str = "STORE_TEST_FILE";

    /// Commits until it is killed or something fails, and writes a line about each to standard error.
    #[tokio::test]
    async fn another_process() {
        let Some(file) = std::env::var_os(FILE) else {
            return;
        };
        let file = SqliteFile::open(Path::new(&file)).unwrap();
        let store = SqliteStore::start(file).unwrap();
        let value_of_a_page = "x".repeat(4096);
        for count in 0.. {
            let key = format!("agent/{count}");
            let answer = store.commit(commit([put(&key, &value_of_a_page)])).await;
            // At once, for a kill in between would leave half a line.
            let line = format!("{key} {answer:?}\n");
            std::io::stderr().write_all(line.as_bytes()).unwrap();
            if answer.is_err() {
                let kept = store.snapshot().await.unwrap();
                assert_eq!(kept.records.len(), count, "reading goes on");
                return;
            }
        }
    }

    /// Starts [`another_process`] from a shell, after some of its commands.
    fn start(place: &Place, before: &str) -> (Child, impl Iterator<Item = String> + use<>) {
        let mut child = Command::new("sh")
            .args(["-c", &format!("{before} exec \"$0\" \"$@\"")])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "sqlite::processes::another_process"])
            .arg("--nocapture")
            .env(FILE, place.file())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        (child, lines.map(Result::unwrap))
    }

    #[tokio::test]
    async fn what_was_acknowledged_survives_a_kill_at_any_moment() {
        let place = Place::new();
        for round in 1..=5 {
            let (mut child, mut lines) = start(&place, "");
            let mut acknowledged: Vec<_> = lines.by_ref().take(3 * round).collect();
            child.kill().unwrap();
            child.wait().unwrap();
            acknowledged.extend(lines);
            let store = place.open();
            let last = store.snapshot().await.unwrap().revision;
            for line in acknowledged {
                let (key, answer) = line.split_once(' ').unwrap();
                let found = store.get(key).await.unwrap().unwrap();
                assert_eq!(answer, format!("Ok({:?})", found.revision), "{key}");
                assert!(found.revision <= last);
            }
        }
    }

    #[tokio::test]
    async fn when_the_disk_fails_in_the_midst_of_committing_nobody_says_that_nothing_was_written() {
        let place = Place::new();
        let limit = "trap '' XFSZ; ulimit -f 200;";
        let (mut child, lines) = start(&place, limit);
        let lines: Vec<_> = lines.collect();
        let ended = child.wait().unwrap();
        assert!(ended.success(), "{lines:?}");
        let (failed, acknowledged) = lines.split_last().unwrap();
        assert!(failed.contains("Err(Indeterminate("), "{failed}");
        assert!(!acknowledged.is_empty());
        let store = place.open();
        for line in acknowledged {
            let (key, _) = line.split_once(' ').unwrap();
            assert!(value(&store, key).await.is_some(), "{key}");
        }
        store.commit(commit([put("a", "1")])).await.unwrap();
    }
}
