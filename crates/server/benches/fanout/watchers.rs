//! Many open streams of events, read by one thread.

use std::{
    io::{ErrorKind, Read},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use rustix::{
    buffer::spare_capacity,
    event::{Timespec, epoll},
    fd::OwnedFd,
};

use super::call::open_stream;

/// Between two rounds of reading. Watchers sit at machines of their own: what they read there does not hold up the
/// server, and reading in rounds takes a third of the processor time. Makes what is measured longer by this at most.
const NAP: Duration = Duration::from_micros(300);

pub(crate) struct Watchers {
    epoll: OwnedFd,
    streams: Vec<Stream>,
    ready: Vec<epoll::Event>,
    buffer: Vec<u8>,
}

struct Stream {
    socket: TcpStream,
    inside: Inside,
    /// The line of HTTP's own that is not whole yet.
    frame: Vec<u8>,
    /// The line of an event that is not whole yet.
    line: Vec<u8>,
}

/// Which part of the answer comes next: its head, or of its body the size of a chunk, or that many bytes of one.
#[derive(Clone, Copy)]
enum Inside {
    Head,
    Size,
    Chunk(usize),
}

impl Watchers {
    /// Opens a stream for each token, or without one. Waits for nothing.
    pub(crate) fn open(server: SocketAddr, path: &str, tokens: &[Option<&str>]) -> Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let mut streams = Vec::with_capacity(tokens.len());
        for (number, token) in (0..).zip(tokens) {
            let socket = open_stream(server, path, *token)?;
            epoll::add(
                &epoll,
                &socket,
                epoll::EventData::new_u64(number),
                epoll::EventFlags::IN,
            )?;
            streams.push(Stream {
                socket,
                inside: Inside::Head,
                frame: Vec::new(),
                line: Vec::new(),
            });
        }
        Ok(Self {
            epoll,
            ready: Vec::with_capacity(streams.len()),
            streams,
            buffer: vec![0; 256 * 1024],
        })
    }

    /// Waits until every stream has brought an event whose data `is_it`, and returns when the last one did.
    pub(crate) fn all_told(
        &mut self,
        patience: Duration,
        mut is_it: impl FnMut(usize, &[u8]) -> bool,
    ) -> Result<Instant> {
        let mut told = vec![false; self.streams.len()];
        let mut waiting = told.len();
        let deadline = Instant::now() + patience;
        while waiting > 0 {
            self.read_until(deadline, |number, line| {
                let Some(data) = line.strip_prefix(b"data:") else {
                    return;
                };
                if !told[number] && is_it(number, data) {
                    told[number] = true;
                    waiting -= 1;
                }
            })?;
            if waiting > 0 {
                thread::sleep(NAP);
            }
            if waiting > 0 && Instant::now() >= deadline {
                bail!(
                    "{waiting} of {} streams were not told within {patience:?}",
                    told.len()
                );
            }
        }
        Ok(Instant::now())
    }

    /// Reads whatever comes until then, and forgets it.
    pub(crate) fn idle_until(&mut self, until: Instant) -> Result<()> {
        while Instant::now() < until {
            self.read_until(until, |_, _| ())?;
        }
        Ok(())
    }

    /// Waits once, reads every stream that has something, and hands on its whole lines.
    fn read_until(&mut self, until: Instant, mut hear: impl FnMut(usize, &[u8])) -> Result<()> {
        let patience = Timespec::try_from(until.saturating_duration_since(Instant::now()))?;
        self.ready.clear();
        epoll::wait(
            &self.epoll,
            spare_capacity(&mut self.ready),
            Some(&patience),
        )?;
        for event in &self.ready {
            let number = usize::try_from(event.data.u64())?;
            self.streams[number].read(&mut self.buffer, |line| hear(number, line))?;
        }
        Ok(())
    }
}

impl Stream {
    fn read(&mut self, buffer: &mut [u8], mut hear: impl FnMut(&[u8])) -> Result<()> {
        let length = match self.socket.read(buffer) {
            Ok(0) => bail!("the server closed a stream"),
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let mut rest = &buffer[..length];
        while !rest.is_empty() {
            rest = match self.inside {
                Inside::Head => self.read_head(rest),
                Inside::Size => self.read_size(rest)?,
                Inside::Chunk(left) => self.read_chunk(rest, left, &mut hear),
            };
        }
        Ok(())
    }

    /// Up to the empty line.
    fn read_head<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let (line, rest) = self.take_line(bytes);
        if line.is_some_and(|line| line.is_empty()) {
            self.inside = Inside::Size;
        }
        rest
    }

    /// A chunk's size, in a line of its own. The line break that ends the chunk before it is passed over.
    fn read_size<'a>(&mut self, bytes: &'a [u8]) -> Result<&'a [u8]> {
        let (line, rest) = self.take_line(bytes);
        if let Some(line) = line.filter(|line| !line.is_empty()) {
            let size = usize::from_str_radix(std::str::from_utf8(&line)?, 16)?;
            self.inside = Inside::Chunk(size);
        }
        Ok(rest)
    }

    /// Events do not end where chunks do: a line may go on in the next one.
    fn read_chunk<'a>(
        &mut self,
        bytes: &'a [u8],
        left: usize,
        mut hear: impl FnMut(&[u8]),
    ) -> &'a [u8] {
        let (chunk, rest) = bytes.split_at(left.min(bytes.len()));
        let mut lines = chunk;
        while let Some(end) = lines.iter().position(|&byte| byte == b'\n') {
            self.line.extend_from_slice(&lines[..end]);
            hear(&self.line);
            self.line.clear();
            lines = &lines[end + 1..];
        }
        self.line.extend_from_slice(lines);
        self.inside = if chunk.len() == left {
            Inside::Size
        } else {
            Inside::Chunk(left - chunk.len())
        };
        rest
    }

    /// A line of the protocol's own, once it is whole, and what comes after it.
    fn take_line<'a>(&mut self, bytes: &'a [u8]) -> (Option<Vec<u8>>, &'a [u8]) {
        let Some(end) = bytes.iter().position(|&byte| byte == b'\n') else {
            self.frame.extend_from_slice(bytes);
            return (None, &[]);
        };
        self.frame.extend_from_slice(&bytes[..end]);
        let mut line = std::mem::take(&mut self.frame);
        while line.last() == Some(&b'\r') {
            line.pop();
        }
        (Some(line), &bytes[end + 1..])
    }
}
