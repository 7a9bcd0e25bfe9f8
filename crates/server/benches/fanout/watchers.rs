//! Many open streams of events, read by one thread.

use std::{
    io::{ErrorKind, Read},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use rustix::{
    buffer::spare_capacity,
    event::{Timespec, epoll},
    fd::OwnedFd,
};

use super::call::open_stream;

pub(crate) struct Watchers {
    epoll: OwnedFd,
    streams: Vec<Stream>,
    ready: Vec<epoll::Event>,
    buffer: Vec<u8>,
}

struct Stream {
    socket: TcpStream,
    /// The line that is not whole yet.
    line: Vec<u8>,
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
        while let Some(end) = rest.iter().position(|&byte| byte == b'\n') {
            self.line.extend_from_slice(&rest[..end]);
            hear(&self.line);
            self.line.clear();
            rest = &rest[end + 1..];
        }
        self.line.extend_from_slice(rest);
        Ok(())
    }
}
