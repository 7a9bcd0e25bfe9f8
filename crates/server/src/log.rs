//! The log: its lines wait in memory for a thread that writes them. Whoever reads them may stop reading, go away, or
//! have no room; what the server does must never wait for that, nor fail because of it.

use std::{
    collections::VecDeque,
    io::{self, Write},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// What may wait to be written; what comes on top of it is lost.
const MOST_BYTES: usize = 1024 * 1024;
/// How long the end waits for the last lines to be written.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Where lines are written. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Queue {
    lines: VecDeque<Vec<u8>>,
    /// Of the lines that wait and of those that are being written.
    bytes: usize,
    /// Lines that nobody will read, and that it was not said of yet.
    lost: u64,
}

impl Log {
    /// Starts the thread that writes to an output.
    ///
    /// # Errors
    /// If there can be no thread.
    pub(crate) fn start(output: impl Write + Send + 'static) -> io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let written = Arc::clone(&shared);
        thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || write_for_ever(&written, output))?;
        Ok(Self { shared })
    }

    /// Waits until everything is written, for a second at most: perhaps nobody reads it.
    pub(crate) fn finish(&self) {
        let queue = self.shared.queue();
        let waits = |queue: &mut Queue| queue.bytes > 0;
        // Whether it was in time makes no difference.
        let _ = self
            .shared
            .changed
            .wait_timeout_while(queue, LAST_LINES, waits);
    }
}

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut queue = self.shared.queue();
        if queue.bytes + line.len() > MOST_BYTES {
            queue.lost += 1;
        } else {
            queue.bytes += line.len();
            queue.lines.push_back(line.to_vec());
            self.shared.changed.notify_all();
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Shared {
    /// Nothing panics half-way through a change of the queue.
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_line(&self) -> Vec<u8> {
        let mut queue = self.queue();
        loop {
            if let Some(line) = queue.lines.pop_front() {
                return line;
            }
            queue = self
                .changed
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Notes what became of a line. Says how many were lost, if that can be written now.
    fn done(&self, line: &[u8], written: bool) -> u64 {
        let mut queue = self.queue();
        queue.bytes -= line.len();
        if !written {
            queue.lost += 1;
        }
        self.changed.notify_all();
        // They were lost after those that still wait.
        if written && queue.lines.is_empty() {
            queue.lost
        } else {
            0
        }
    }
}

fn write_for_ever(shared: &Shared, mut output: impl Write) {
    loop {
        let line = shared.next_line();
        let written = output.write_all(&line).and_then(|()| output.flush());
        let lost = shared.done(&line, written.is_ok());
        if lost > 0
            && writeln!(
                output,
                "{lost} lines of this log are lost: they could not be written in time"
            )
            .is_ok()
        {
            shared.queue().lost -= lost;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// An output that takes a write each time it is told what comes of it.
    struct Told {
        begun: mpsc::Sender<String>,
        goes_well: mpsc::Receiver<bool>,
    }

    impl Write for Told {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let text = String::from_utf8_lossy(bytes).into_owned();
            // The test may have ended.
            let _ = self.begun.send(text);
            match self.goes_well.recv() {
                Ok(true) => Ok(bytes.len()),
                _ => Err(io::Error::from(io::ErrorKind::StorageFull)),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn log() -> (Log, mpsc::Receiver<String>, mpsc::Sender<bool>) {
        let (begun, begins) = mpsc::channel();
        let (tell, goes_well) = mpsc::channel();
        let log = Log::start(Told { begun, goes_well }).unwrap();
        (log, begins, tell)
    }

    #[test]
    fn what_nobody_reads_is_bounded_and_counted_and_that_is_said_once_it_can_be() {
        let (mut log, begins, tell) = log();
        let line = vec![b'x'; MOST_BYTES / 4];
        for _ in 0..7 {
            log.write_all(&line).unwrap();
        }
        for _ in 0..4 {
            begins.recv().unwrap();
            tell.send(true).unwrap();
        }
        let said = begins.recv().unwrap();
        assert!(said.starts_with('3'), "{said}");
    }

    #[test]
    fn what_cannot_be_written_is_counted_too_and_the_next_line_is_tried_again() {
        let (mut log, begins, tell) = log();
        for (line, well) in [("one\n", false), ("two\n", false), ("three\n", true)] {
            log.write_all(line.as_bytes()).unwrap();
            assert_eq!(begins.recv().unwrap(), line);
            tell.send(well).unwrap();
        }
        let said = begins.recv().unwrap();
        assert!(said.starts_with('2'), "{said}");
    }

    #[test]
    fn the_end_waits_for_the_last_lines_but_for_none_that_nobody_reads() {
        let (mut log, begins, tell) = log();
        log.write_all(b"last\n").unwrap();
        let reader = thread::spawn(move || {
            let line = begins.recv().unwrap();
            tell.send(true).unwrap();
            (line, begins, tell)
        });
        log.finish();
        assert_eq!(log.shared.queue().bytes, 0);
        let (line, _begins, _tell) = reader.join().unwrap();
        assert_eq!(line, "last\n");
        log.write_all(b"unread\n").unwrap();
        log.finish();
        assert_eq!(log.shared.queue().bytes, b"unread\n".len());
    }
}
