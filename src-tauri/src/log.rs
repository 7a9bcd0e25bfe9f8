//! What the programs have to say: to standard error what `PORCHLIGHT_LOG` asks for, and to a file what may be wanted
//! after months: warnings, what Porchlight did, and panics.
//!
//! The file is for its owner alone, and bounded: a full one becomes the older of two. A thread of its own writes it, from a
//! queue that loses what does not fit, so that a disk that hangs holds up nobody.

use std::{
    backtrace::Backtrace,
    fs::{self, File, OpenOptions},
    io::{self, IsTerminal as _, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use chrono::{SecondsFormat, Utc};
use tracing_subscriber::{
    Layer as _, filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// How large one of the two files may become, in bytes.
const LARGEST: u64 = 1 << 20;
/// A line is cut off here.
const LONGEST_LINE: usize = 16 << 10;
/// Lines that wait for the disk.
const WAITING: usize = 512;
/// How long the disk may take for what is said last.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// Writing a line and making a folder need little.
const STACK: usize = 256 << 10;
/// Whatever `PORCHLIGHT_LOG` asks for: other libraries may write more than they should into a file that stays.
const IN_THE_FILE: &str = "warn,porchlight=info";

/// Writes what is waiting as it is dropped.
#[derive(Debug)]
#[must_use = "what is said last is lost without it"]
pub struct Log {
    queue: Option<Queue>,
}

/// Begins to log; call it once. `default` is what goes to standard error where `PORCHLIGHT_LOG` does not say, and `file`
/// is where the rest is kept.
pub fn start(default: &str, file: Option<PathBuf>) -> Log {
    let wanted = std::env::var("PORCHLIGHT_LOG")
        .ok()
        .and_then(|wanted| wanted.parse::<Targets>().ok());
    let wanted = wanted.unwrap_or_else(|| default.parse().unwrap_or_default());
    let on_screen = tracing_subscriber::fmt::layer()
        .with_ansi(takes_colours())
        .with_writer(io::stderr)
        .with_filter(wanted);
    let queue = file.and_then(|file| Queue::start(Rotating::new(file, LARGEST)));
    let in_file = queue.clone().map(|queue| {
        tracing_subscriber::fmt::layer()
            .with_ansi(false)
            .with_writer(move || queue.clone())
            .with_filter(IN_THE_FILE.parse::<Targets>().unwrap_or_default())
    });
    tracing_subscriber::registry()
        .with(on_screen)
        .with(in_file)
        .init();
    if let Some(queue) = queue.clone() {
        note_panics(queue);
    }
    Log { queue }
}

/// Only a terminal makes colours of what stands for them, and only if its owner wants any (<https://no-color.org>).
fn takes_colours() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|no| no.is_empty())
}

impl Drop for Log {
    fn drop(&mut self) {
        if let Some(queue) = &self.queue {
            queue.flush();
        }
    }
}

/// Whoever panics may be about to take the whole program along.
fn note_panics(queue: Queue) {
    let otherwise = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let at = Utc::now().to_rfc3339_opts(SecondsFormat::Micros, true);
        let thread = thread::current();
        let name = thread.name().unwrap_or("unnamed").to_owned();
        let trace = Backtrace::force_capture();
        queue.put(format!("{at} PANIC in thread {name}: {panic}\n{trace}\n").into_bytes());
        queue.flush();
        otherwise(panic);
    }));
}

/// The way to the thread that writes.
#[derive(Clone, Debug)]
struct Queue {
    words: SyncSender<Word>,
    lost: Arc<AtomicU64>,
}

#[derive(Debug)]
enum Word {
    Line(Vec<u8>),
    /// Answered once all before it is written.
    Flush(SyncSender<()>),
}

impl Queue {
    fn start(file: Rotating) -> Option<Self> {
        let (words, said) = sync_channel(WAITING);
        let lost = Arc::new(AtomicU64::new(0));
        let queue = Self {
            words,
            lost: Arc::clone(&lost),
        };
        let writer = thread::Builder::new()
            .name("log".to_owned())
            .stack_size(STACK);
        writer
            .spawn(move || write_down(file, &said, &lost))
            .ok()
            .map(|_| queue)
    }

    fn put(&self, mut line: Vec<u8>) {
        if line.len() > LONGEST_LINE {
            line.truncate(LONGEST_LINE);
            line.push(b'\n');
        }
        if self.words.try_send(Word::Line(line)).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn flush(&self) {
        let (done, written) = sync_channel(1);
        if self.words.try_send(Word::Flush(done)).is_ok() {
            // A disk that hangs is not waited for.
            let _ = written.recv_timeout(LAST_WORDS);
        }
    }
}

impl Write for Queue {
    /// Takes a whole line at a time, as it is formatted.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.put(line.to_vec());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_down(mut file: Rotating, said: &Receiver<Word>, lost: &AtomicU64) {
    while let Ok(word) = said.recv() {
        match word {
            Word::Line(line) => {
                let missing = lost.swap(0, Ordering::Relaxed);
                if missing > 0 {
                    file.put(format!("{missing} lines are lost here\n").as_bytes());
                }
                file.put(&line);
            }
            Word::Flush(done) => {
                // Whoever asked may not wait any longer.
                let _ = done.send(());
            }
        }
    }
}

/// A file that gives way to a new one when it is full, and is kept as the older one until that is full, too.
#[derive(Debug)]
struct Rotating {
    path: PathBuf,
    largest: u64,
    open: Option<(File, u64)>,
}

impl Rotating {
    fn new(path: PathBuf, largest: u64) -> Self {
        Self {
            path,
            largest,
            open: None,
        }
    }

    /// What cannot be written is lost; the next line is tried again.
    fn put(&mut self, line: &[u8]) {
        if self.try_put(line).is_err() {
            self.open = None;
        }
    }

    fn try_put(&mut self, line: &[u8]) -> io::Result<()> {
        let length = u64::try_from(line.len()).unwrap_or(u64::MAX);
        let (mut file, mut size) = match self.open.take() {
            Some(open) => open,
            None => open(&self.path)?,
        };
        if size > 0 && size.saturating_add(length) > self.largest {
            drop(file);
            fs::rename(&self.path, older(&self.path))?;
            (file, size) = open(&self.path)?;
        }
        file.write_all(line)?;
        self.open = Some((file, size + length));
        Ok(())
    }
}

/// The name of the older one of the two files: `porchlight.log.1`
fn older(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".1");
    name.into()
}

/// Opens a file for its owner alone, at its end.
fn open(path: &Path) -> io::Result<(File, u64)> {
    if let Some(folder) = path.parent() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    let size = file.metadata()?.len();
    Ok((file, size))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn the_two_files_never_hold_more_than_they_may_and_the_newest_lines_are_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/porchlight.log");
        let mut file = Rotating::new(path.clone(), 1000);
        for number in 0..500 {
            file.put(format!("line {number}\n").as_bytes());
        }

        let (newer, older) = (
            fs::read_to_string(&path).unwrap(),
            fs::read_to_string(older(&path)).unwrap(),
        );
        assert!(newer.len() <= 1000 && older.len() <= 1000);
        assert!(newer.len() + older.len() > 1000, "the older one is kept");
        assert!(newer.ends_with("line 499\n"), "{newer}");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 2);
        #[cfg(unix)]
        for path in [&path, &super::older(&path)] {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_restart_goes_on_in_the_same_file_and_within_the_same_bound() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("porchlight.log");
        for run in 0..10 {
            Rotating::new(path.clone(), 100).put(format!("run {run} of ten in all\n").as_bytes());
        }
        let newer = fs::read_to_string(&path).unwrap();
        assert!(
            newer.contains("run 9") && newer.contains("run 8"),
            "{newer}"
        );
        assert!(newer.len() <= 100);
    }

    #[test]
    fn a_line_without_end_is_cut_off_and_a_file_that_cannot_be_written_ends_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("porchlight.log");
        let queue = Queue::start(Rotating::new(path.clone(), LARGEST)).unwrap();
        queue.put(vec![b'x'; 1 << 20]);
        queue.flush();
        assert_eq!(fs::metadata(&path).unwrap().len(), 1 + LONGEST_LINE as u64);

        let nowhere = Queue::start(Rotating::new(path.join("inside"), LARGEST)).unwrap();
        nowhere.put(b"a line\n".to_vec());
        nowhere.flush();
    }

    /// In a process of its own, whose standard error is a pipe.
    #[test]
    fn what_goes_into_a_pipe_has_no_colours() {
        const CHILD: &str = "PORCHLIGHT_TEST_LOGS";
        if std::env::var_os(CHILD).is_some() {
            let _log = start("info", None);
            tracing::info!(lamp = "lit", "the porch");
            return;
        }
        let ran = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "log::tests::what_goes_into_a_pipe_has_no_colours",
            ])
            .env(CHILD, "1")
            .env_remove("NO_COLOR")
            .env_remove("PORCHLIGHT_LOG")
            .output()
            .unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        assert!(said.contains("the porch lamp=\"lit\""), "{said:?}");
        assert!(!said.contains('\u{1b}'), "{said:?}");
    }

    /// Panics in a process of its own, for the hook is the process's.
    #[test]
    fn a_panic_of_any_thread_is_in_the_file_with_where_it_was() {
        const FOLDER: &str = "PORCHLIGHT_TEST_PANICS_IN";
        if let Some(folder) = std::env::var_os(FOLDER) {
            let _log = start("off", Some(PathBuf::from(folder).join("porchlight.log")));
            let ended = thread::Builder::new()
                .name("unlucky".to_owned())
                .spawn(|| panic!("the lamp is out of oil"))
                .unwrap();
            ended.join().unwrap_err();
            tracing::info!(target: "porchlight_client::link", "and on it goes");
            tracing::info!(target: "hyper", "what libraries say");
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let test = "log::tests::a_panic_of_any_thread_is_in_the_file_with_where_it_was";
        let ran = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", test])
            .env(FOLDER, folder.path())
            .output()
            .unwrap();
        assert!(ran.status.success(), "{ran:?}");
        let log = fs::read_to_string(folder.path().join("porchlight.log")).unwrap();
        assert!(log.contains("PANIC in thread unlucky"), "{log}");
        assert!(log.contains("the lamp is out of oil"), "{log}");
        assert!(log.contains("log.rs:"), "{log}");
        assert!(log.contains("and on it goes"), "{log}");
        assert!(!log.contains("what libraries say"), "{log}");
    }
}
