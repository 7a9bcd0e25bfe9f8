//! The least that this machine takes for what the other parts measure: a bare loop of writes, and a write to disk. No
//! server can be faster here, so what is measured is to be read beside it.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow};
use rustix::time::{ClockId, clock_gettime};

use super::Scale;
use crate::{
    measure::{measured, milliseconds, number, percentile_ms, say},
    watchers::Watchers,
};

const PATIENCE: Duration = Duration::from_secs(20);
/// As large as the event of one change is.
const EVENT: usize = 290;
/// As much as a change adds to the database's journal.
const COMMIT: usize = 2 * 4_120;
/// Apart, so that none profits from the one before.
const EVERY: Duration = Duration::from_millis(20);

pub(crate) fn measure(scale: Scale) -> Result<()> {
    let changes = scale.or(10, 100);
    for count in [50, 1_000] {
        say(&format!("a bare loop writes to {count} connections"));
        write_to_all(count, changes)?;
    }
    say("writing to disk, again and again");
    write_to_disk(scale.or(20, 300))
}

fn write_to_all(count: usize, changes: usize) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let (ask, asked) = channel();
    let (answer, answered) = channel();
    let server = thread::spawn(move || serve(&listener, count, &asked, &answer));
    let mut watchers = Watchers::open(address, "/", (0..count).map(|_| None))?;
    watchers.until_subscribed(PATIENCE)?;
    let (mut taken, mut busy) = (Vec::new(), Duration::ZERO);
    for _ in 0..changes {
        watchers.idle_until(Instant::now() + EVERY)?;
        let sent = Instant::now();
        ask.send(())?;
        let times = watchers.until_each_message(PATIENCE, |_, _| true)?;
        taken.extend(times.last().map(|last| *last - sent));
        busy += answered.recv()?;
    }
    drop(ask);
    server
        .join()
        .map_err(|_| anyhow!("the bare loop panicked"))??;
    for (name, share) in [("p50", 50), ("p99", 99)] {
        let value = percentile_ms(&mut taken, share);
        measured(&format!("bare_{count}_all_{name}_ms"), value);
    }
    let each = busy.as_secs_f64() * 1e6 / number(changes * count);
    measured(&format!("bare_{count}_delivery_us"), each);
    Ok(())
}

/// Writes an event to every connection whenever it is asked to, and answers how much processor time that took.
fn serve(
    listener: &TcpListener,
    count: usize,
    asked: &Receiver<()>,
    answer: &Sender<Duration>,
) -> Result<()> {
    let connections = (0..count).map(|_| {
        let (stream, _) = listener.accept()?;
        stream.set_nodelay(true)?;
        let mut lines = BufReader::new(&stream).lines();
        lines
            .find(|line| line.as_ref().is_ok_and(String::is_empty))
            .context("a watcher left")??;
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        (&stream).write_all(head.as_bytes())?;
        Ok(stream)
    });
    let connections = connections.collect::<Result<Vec<TcpStream>>>()?;
    let event = format!("data: {}\n\n", "x".repeat(EVENT - 8));
    let event = format!("{:x}\r\n{event}\r\n", event.len());
    while asked.recv().is_ok() {
        let before = processor_time_of_thread()?;
        for mut connection in &connections {
            connection.write_all(event.as_bytes())?;
        }
        answer.send(processor_time_of_thread()?.saturating_sub(before))?;
    }
    Ok(())
}

fn processor_time_of_thread() -> Result<Duration> {
    Ok(clock_gettime(ClockId::ThreadCPUTime).try_into()?)
}

/// Where the servers under load have their data, too.
fn write_to_disk(commits: usize) -> Result<()> {
    let directory = tempfile::tempdir()?;
    let mut file = File::create(directory.path().join("journal"))?;
    let commit = vec![0x5a; COMMIT];
    let (mut taken, mut busy) = (Vec::with_capacity(commits), Duration::ZERO);
    for _ in 0..commits {
        thread::sleep(EVERY);
        let (begun, before) = (Instant::now(), processor_time_of_thread()?);
        file.write_all(&commit)?;
        file.sync_data()?;
        busy += processor_time_of_thread()?.saturating_sub(before);
        taken.push(begun.elapsed());
    }
    let each = milliseconds(busy) / number(commits);
    measured("bare_commit_processor_ms", each);
    for (name, share) in [("p50", 50), ("p99", 99)] {
        measured(
            &format!("bare_commit_{name}_ms"),
            percentile_ms(&mut taken, share),
        );
    }
    Ok(())
}
