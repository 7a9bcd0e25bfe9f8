//! Many open streams of events, read by one thread.

use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use rustix::{
    buffer::spare_capacity,
    event::{Timespec, epoll},
    fd::OwnedFd,
};

use super::{
    call::{connect_as, stream_request},
    wire::{Decoder, EventStream, Received},
};

/// Between two rounds of reading many. Watchers sit at machines of their own: what they read there does not hold up the
/// server, and reading in rounds takes a third of the processor time. Makes what is measured longer by this at most.
const NAP: Duration = Duration::from_micros(300);
/// Fewer than this are read as it comes: a nap would be longer than what is measured.
const MANY: usize = 500;

pub(crate) struct Watchers {
    epoll: OwnedFd,
    streams: Vec<Stream>,
    ready: Vec<epoll::Event>,
    buffer: Vec<u8>,
    closed: usize,
}

struct Stream {
    socket: TcpStream,
    decoder: Box<dyn Decoder>,
}

impl Watchers {
    /// Opens a stream of server-sent events for each token, or without one. Waits for nothing.
    pub(crate) fn open(
        server: SocketAddr,
        path: &str,
        tokens: impl IntoIterator<Item = Option<String>>,
    ) -> Result<Self> {
        let streams = tokens.into_iter().map(|token| {
            let request = stream_request(server, path, token.as_deref());
            (
                request,
                Box::new(EventStream::default()) as Box<dyn Decoder>,
            )
        });
        Self::subscribe(server, streams)
    }

    /// Opens a connection for each, and sends what asks for its stream. Waits for nothing.
    pub(crate) fn subscribe(
        server: SocketAddr,
        streams: impl IntoIterator<Item = (Vec<u8>, Box<dyn Decoder>)>,
    ) -> Result<Self> {
        let mut watchers = Self {
            epoll: epoll::create(epoll::CreateFlags::CLOEXEC)?,
            streams: Vec::new(),
            ready: Vec::new(),
            buffer: vec![0; 256 * 1024],
            closed: 0,
        };
        for (number, (request, decoder)) in streams.into_iter().enumerate() {
            let mut socket = connect_as(number, server)?;
            socket.write_all(&request)?;
            socket.set_nonblocking(true)?;
            epoll::add(
                &watchers.epoll,
                &socket,
                epoll::EventData::new_u64(u64::try_from(number)?),
                epoll::EventFlags::IN,
            )?;
            watchers.streams.push(Stream { socket, decoder });
        }
        watchers.ready.reserve(watchers.streams.len());
        Ok(watchers)
    }

    pub(crate) fn count(&self) -> usize {
        self.streams.len()
    }

    /// How many the server has closed.
    pub(crate) fn closed(&self) -> usize {
        self.closed
    }

    /// Waits until every stream is there.
    pub(crate) fn until_subscribed(&mut self, patience: Duration) -> Result<()> {
        self.until_each(patience, |_, received| {
            matches!(received, Received::Subscribed)
        })
        .map(drop)
    }

    /// Waits until every stream has brought a message that `is_it`, and returns when each of them did, in that order.
    pub(crate) fn until_each_message(
        &mut self,
        patience: Duration,
        mut is_it: impl FnMut(usize, &[u8]) -> bool,
    ) -> Result<Vec<Instant>> {
        self.until_each(patience, |number, received| match received {
            Received::Message(message) => is_it(number, message),
            Received::Subscribed => false,
        })
    }

    /// # Errors
    /// If a stream is closed, or one does not bring it in time.
    fn until_each(
        &mut self,
        patience: Duration,
        mut is_it: impl FnMut(usize, Received<'_>) -> bool,
    ) -> Result<Vec<Instant>> {
        let count = self.streams.len();
        let mut brought = vec![false; count];
        let mut times = Vec::with_capacity(count);
        let deadline = Instant::now() + patience;
        while times.len() < count {
            self.read_round(deadline, |number, received| {
                if !brought[number] && is_it(number, received) {
                    brought[number] = true;
                    times.push(Instant::now());
                }
            })?;
            ensure!(
                self.closed == 0,
                "the server closed {} of {count} streams",
                self.closed
            );
            ensure!(
                times.len() == count || Instant::now() < deadline,
                "{} of {count} streams did not bring within {patience:?} what they should",
                count - times.len()
            );
        }
        Ok(times)
    }

    /// Reads whatever comes until then, and forgets it.
    pub(crate) fn idle_until(&mut self, until: Instant) -> Result<()> {
        while Instant::now() < until {
            self.read_round(until, |_, _| ())?;
        }
        Ok(())
    }

    /// Waits until there is something, at most until then, reads every stream that has something, and takes a nap if
    /// they are many.
    pub(crate) fn read_round(
        &mut self,
        until: Instant,
        mut receive: impl FnMut(usize, Received<'_>),
    ) -> Result<()> {
        let patience = Timespec::try_from(until.saturating_duration_since(Instant::now()))?;
        self.ready.clear();
        epoll::wait(
            &self.epoll,
            spare_capacity(&mut self.ready),
            Some(&patience),
        )?;
        for event in &self.ready {
            let number = usize::try_from(event.data.u64())?;
            let stream = &mut self.streams[number];
            if !stream.read(&mut self.buffer, &mut |received| receive(number, received))? {
                epoll::delete(&self.epoll, &stream.socket)?;
                self.closed += 1;
            }
        }
        if !self.ready.is_empty() && self.streams.len() >= MANY {
            thread::sleep(NAP);
        }
        Ok(())
    }
}

impl Stream {
    /// Reads once; false if the other side has closed it.
    fn read(&mut self, buffer: &mut [u8], receive: &mut dyn FnMut(Received<'_>)) -> Result<bool> {
        let length = match self.socket.read(buffer) {
            Ok(0) => return Ok(false),
            Ok(length) => length,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let mut reply = Vec::new();
        self.decoder.feed(&buffer[..length], &mut reply, receive)?;
        self.socket.write_all(&reply)?;
        Ok(true)
    }
}
