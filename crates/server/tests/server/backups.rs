//! Backups, by the real binary: beside a server that writes, damaged in every way, and restored.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use serde_json::Value;

use crate::command_line::{Place, Serving, choose, http, run, said, sign_in};

/// A place, and where its backups go.
struct Backups {
    place: Place,
    folder: tempfile::TempDir,
}

impl Backups {
    fn new() -> Self {
        Self {
            place: Place::new(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Backs up, and answers what was said of it.
    fn back_up(&self, to: &Path) -> Value {
        let made = self.place.does(&["backup", to.to_str().unwrap(), "--json"]);
        serde_json::from_str(&made).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// Restores into a directory; answers the exit code, and what was said.
fn restore(file: &Path, directory: &Path) -> (i32, String) {
    let output = run(
        &[
            "restore",
            file.to_str().unwrap(),
            "--data",
            directory.to_str().unwrap(),
        ],
        "",
    );
    let words = said(&output) + &String::from_utf8(output.stderr.clone()).unwrap();
    (output.status.code().unwrap(), words)
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn what_was_acknowledged_before_a_backup_began_is_in_it_however_much_is_written_meanwhile() {
    let backups = Backups::new();
    let http = http();
    let serving = Serving::start(&backups.place.data(), &[]);
    let token = sign_in(&http, &serving.url, "ana@example.org").await;
    let acknowledged: Arc<Mutex<Vec<(String, Value)>>> = Arc::default();
    let enough = Arc::new(AtomicBool::new(false));
    let writing: Vec<_> = (0..4)
        .map(|writer| {
            let (http, url, token) = (http.clone(), serving.url.clone(), token.clone());
            let (acknowledged, enough) = (Arc::clone(&acknowledged), Arc::clone(&enough));
            tokio::spawn(async move {
                for number in 0.. {
                    if enough.load(Ordering::SeqCst) {
                        return;
                    }
                    let id = format!("{writer}-{number}");
                    let answer = choose(&http, &url, &token, &id).await.unwrap();
                    acknowledged.lock().unwrap().push((id, answer));
                }
            })
        })
        .collect();
    let mut taken = Vec::new();
    for round in 0..5 {
        while acknowledged.lock().unwrap().len() < 40 * (round + 1) {
            tokio::task::yield_now().await;
        }
        let before = acknowledged.lock().unwrap().clone();
        let file = backups.file(&format!("{round}.db"));
        let place = backups.place.data();
        let to = file.clone();
        let output = tokio::task::spawn_blocking(move || {
            let (to, data) = (to.to_str().unwrap(), place.to_str().unwrap());
            run(&["backup", to, "--data", data], "")
        });
        let output = output.await.unwrap();
        assert!(output.status.success(), "{output:?}");
        let after = acknowledged.lock().unwrap().len();
        assert!(after > before.len(), "nothing was written meanwhile");
        taken.push((file, before));
    }
    enough.store(true, Ordering::SeqCst);
    for writer in writing {
        writer.await.unwrap();
    }
    assert_eq!(serving.terminate(), Some(0));
    for (file, before) in taken {
        let directory = file.with_extension("restored");
        let (code, words) = restore(&file, &directory);
        assert_eq!(code, 0, "{words}");
        let serving = Serving::start(&directory, &[]);
        for (id, answer) in &before {
            let again = choose(&http, &serving.url, &token, id).await;
            assert_eq!(again.as_ref(), Some(answer), "`{id}` is not in {file:?}");
        }
        assert_eq!(serving.terminate(), Some(0));
    }
}

#[test]
fn a_backup_is_a_private_file_that_replaces_nothing() {
    let backups = Backups::new();
    let file = backups.file("first.db");
    let made = backups.back_up(&file);
    assert_eq!(made["file"], file.to_str().unwrap());
    assert_eq!((&made["agents"], &made["offices"]), (&2.into(), &1.into()));
    assert_eq!(made["unreadable"], 0);
    assert_eq!(made["bytes"], fs::metadata(&file).unwrap().len());
    assert_eq!(mode(&file), 0o600);
    let content = fs::read(&file).unwrap();
    let name = file.to_str().unwrap();
    assert_eq!(backups.place.exits(&["backup", name]), 4);
    assert_eq!(fs::read(&file).unwrap(), content);
    let dangling = backups.file("dangling.db");
    std::os::unix::fs::symlink(backups.file("nowhere"), &dangling).unwrap();
    assert_eq!(
        backups.place.exits(&["backup", dangling.to_str().unwrap()]),
        4
    );
    let nowhere = backups.file("no/such/directory.db");
    let output = backups.place.run(&["backup", nowhere.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(
        backups.names(),
        ["dangling.db", "first.db"],
        "nothing unfinished is left"
    );
    let made = backups.back_up(backups.folder.path());
    let named = Path::new(made["file"].as_str().unwrap());
    assert!(named.is_file() && named.parent() == Some(backups.folder.path()));
}

#[test]
fn a_backup_of_nothing_is_refused() {
    let nothing = tempfile::tempdir().unwrap();
    let file = nothing.path().join("backup.db");
    let output = run(
        &[
            "backup",
            file.to_str().unwrap(),
            "--data",
            nothing.path().to_str().unwrap(),
        ],
        "",
    );
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert!(!file.exists());
}

#[test]
fn only_what_is_as_it_was_made_is_restored_and_otherwise_nothing_is_left() {
    let backups = Backups::new();
    let file = backups.file("backup.db");
    backups.back_up(&file);
    let whole = fs::read(&file).unwrap();
    let directory = backups.file("restored");
    let refused = |content: &[u8], why: &str| {
        let damaged = backups.file("damaged.db");
        fs::write(&damaged, content).unwrap();
        let (code, words) = restore(&damaged, &directory);
        assert_eq!(code, 1, "{why}: {words}");
        assert!(
            words.contains("damaged.db is damaged, so nothing was restored")
                || words.contains("damaged.db is no backup"),
            "{why}: {words}"
        );
        assert!(!directory.exists(), "{why}");
    };
    refused(b"", "empty");
    refused(b"not at all", "something else");
    for part in 1..16 {
        refused(&whole[..whole.len() * part / 16], "truncated");
    }
    refused(&whole[..whole.len() - 1], "one byte is missing");
    // A name within a value, which SQLite itself takes for as good as any other.
    let name = whole.windows(9).position(|bytes| bytes == b"\"Library\"");
    let mut renamed = whole.clone();
    renamed[name.unwrap() + 1] ^= 1;
    refused(&renamed, "one bit of a value");
    let live = fs::read(backups.place.data().join("porchlight.db")).unwrap();
    refused(&live, "a copy of the file itself");
    let (code, words) = restore(&file, &directory);
    assert_eq!(code, 0, "{words}");
    assert!(words.contains("agents 2, offices 1, records"), "{words}");
    assert_eq!(mode(&directory), 0o700);
    assert_eq!(mode(&directory.join("porchlight.db")), 0o600);
}

#[test]
fn nothing_is_restored_over_anything() {
    let backups = Backups::new();
    let file = backups.file("backup.db");
    backups.back_up(&file);
    let (code, words) = restore(&file, &backups.place.data());
    assert_eq!(code, 4, "{words}");
    assert!(words.contains("is not empty"), "{words}");
    let serving = Serving::start(&backups.place.data(), &[]);
    let (code, words) = restore(&file, &backups.place.data());
    assert_eq!(code, 4, "{words}");
    assert!(words.contains("stop that one first"), "{words}");
    assert_eq!(serving.terminate(), Some(0));
    let home = backups.file("home");
    fs::create_dir(&home).unwrap();
    fs::write(home.join("letter"), "dear").unwrap();
    let before = mode(&home);
    assert_eq!(restore(&file, &home).0, 4);
    assert_eq!(mode(&home), before, "somebody else's directory");
    let (code, words) = restore(&backups.file("none.db"), &backups.file("new"));
    assert_eq!(code, 3, "{words}");
    let (code, words) = restore(&home, &backups.file("new"));
    assert_eq!(code, 1, "{words}");
    assert!(!backups.file("new").exists());
    // What a server that ended leaves there is nobody's data.
    let data = backups.place.data();
    fs::remove_file(data.join("porchlight.db")).unwrap();
    let (code, words) = restore(&file, &data);
    assert_eq!(code, 0, "{words}");
    assert!(backups.place.does(&["doctor"]).ends_with("All is well.\n"));
}

#[test]
fn a_backup_of_a_newer_version_is_refused_and_one_of_an_older_is_brought_up_to_date() {
    let backups = Backups::new();
    let newer = Backups::new();
    newer.place.execute("PRAGMA user_version = 99");
    let output = newer
        .place
        .run(&["backup", newer.file("b.db").to_str().unwrap()]);
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("update this server"), "{words}");
    let file = backups.file("newer.db");
    backups.back_up(&file);
    set_format(&file, 99);
    let (code, words) = restore(&file, &backups.file("restored"));
    assert_eq!(code, 1);
    assert!(words.contains("update this server"), "{words}");
    // As the first version left it.
    backups.place.execute(
        "CREATE TABLE counters (
             only INTEGER PRIMARY KEY CHECK (only = 1), written INTEGER NOT NULL, reserved INTEGER NOT NULL
         );
         INSERT INTO counters SELECT 1, revision, revision + 1000 FROM store;
         DROP TABLE store;
         DROP INDEX entries_removed;
         PRAGMA user_version = 1",
    );
    let file = backups.file("older.db");
    backups.back_up(&file);
    let directory = backups.file("restored");
    let (code, words) = restore(&file, &directory);
    assert_eq!(code, 0, "{words}");
    let diagnosis = run(&["doctor", "--data", directory.to_str().unwrap()], "");
    assert!(
        said(&diagnosis).ends_with("All is well.\n"),
        "{diagnosis:?}"
    );
}

fn set_format(file: &Path, format: i64) {
    let database = rusqlite::Connection::open(file).unwrap();
    database
        .pragma_update(None, "user_version", format)
        .unwrap();
}

/// A schedule that was seen after the backup was made must not be taken for one that is written after it was restored.
#[tokio::test]
async fn what_was_seen_before_a_restore_names_nothing_that_is_written_after_it() {
    let backups = Backups::new();
    let file = backups.file("backup.db");
    backups.back_up(&file);
    let revision = |directory: &Path| -> i64 {
        rusqlite::Connection::open(directory.join("porchlight.db"))
            .unwrap()
            .query_row("SELECT revision FROM store", [], |row| row.get(0))
            .unwrap()
    };
    for name in ["Reading Room", "Library"] {
        backups.place.does(&["office", "rename", "library", name]);
    }
    let directory = backups.file("restored");
    assert_eq!(restore(&file, &directory).0, 0);
    assert!(revision(&directory) > revision(&backups.place.data()));
}

#[test]
fn a_backup_of_a_damaged_database_is_refused_and_one_wrong_record_is_only_said() {
    let backups = Backups::new();
    backups
        .place
        .execute("UPDATE entries SET value = 'nonsense' WHERE key = 'office/library'");
    let made = backups.back_up(&backups.file("wrong.db"));
    assert_eq!(made["unreadable"], 1);
    let database = backups.place.data().join("porchlight.db");
    let mut content = fs::read(&database).unwrap();
    let middle = content.len() / 2;
    content[middle..].fill(0xA5);
    fs::write(&database, content).unwrap();
    let file = backups.file("refused.db");
    let output = backups.place.run(&["backup", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(backups.names(), ["wrong.db"]);
}

/// As when a service runs as a user of its own, and its backup is restored by whoever administers the machine.
#[test]
fn what_root_restores_into_somebody_elses_directory_is_hers() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    const NOBODY: u32 = 65534;
    let backups = Backups::new();
    let file = backups.file("backup.db");
    backups.back_up(&file);
    let home = tempfile::tempdir().unwrap();
    if chown(home.path(), Some(NOBODY), Some(NOBODY)).is_err() {
        // Only root can give anything away, or restore into what is not her own.
        return;
    }
    assert_eq!(restore(&file, home.path()).0, 0);
    let entries = fs::read_dir(home.path()).unwrap();
    let owners = entries.map(|entry| {
        let entry = entry.unwrap();
        let found = entry.metadata().unwrap();
        (entry.file_name(), found.uid(), found.gid())
    });
    let owners: Vec<_> = owners.collect();
    assert!(owners.iter().any(|(name, ..)| name == "porchlight.db"));
    let hers = |(_, user, group): &(_, u32, u32)| (*user, *group) == (NOBODY, NOBODY);
    assert!(owners.iter().all(hers), "{owners:?}");
}
