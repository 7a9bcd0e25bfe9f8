//! Server-sent events, in HTTP's chunks or bare.

use anyhow::{Result, bail};

use super::{Decoder, Received};

/// A message is one line of `data:`.
#[derive(Default)]
pub(crate) struct EventStream {
    inside: Inside,
    chunked: bool,
    /// The line of HTTP's own that is not whole yet.
    frame: Vec<u8>,
    /// The line of an event that is not whole yet.
    line: Vec<u8>,
}

/// Which part of the answer comes next: its head, or of its body the size of a chunk, or that many bytes of one.
#[derive(Clone, Copy, Default)]
enum Inside {
    #[default]
    Head,
    Size,
    Chunk(usize),
}

impl Decoder for EventStream {
    fn feed(
        &mut self,
        bytes: &[u8],
        _reply: &mut Vec<u8>,
        receive: &mut dyn FnMut(Received<'_>),
    ) -> Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match self.inside {
                Inside::Head => self.read_head(rest, receive)?,
                Inside::Size => self.read_size(rest)?,
                Inside::Chunk(left) => self.read_chunk(rest, left, receive),
            };
        }
        Ok(())
    }
}

impl EventStream {
    /// Up to the empty line.
    fn read_head<'a>(
        &mut self,
        bytes: &'a [u8],
        receive: &mut dyn FnMut(Received<'_>),
    ) -> Result<&'a [u8]> {
        let (line, rest) = self.take_line(bytes);
        let Some(line) = line else { return Ok(rest) };
        let line = String::from_utf8_lossy(&line).to_ascii_lowercase();
        if line.starts_with("http/") && !line.starts_with("http/1.1 200") {
            bail!("the server refused a stream: {line}");
        }
        self.chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
        if line.is_empty() {
            self.inside = if self.chunked {
                Inside::Size
            } else {
                Inside::Chunk(usize::MAX)
            };
            receive(Received::Subscribed);
        }
        Ok(rest)
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
        receive: &mut dyn FnMut(Received<'_>),
    ) -> &'a [u8] {
        let (chunk, rest) = bytes.split_at(left.min(bytes.len()));
        let mut lines = chunk;
        while let Some(end) = memchr::memchr(b'\n', lines) {
            self.line.extend_from_slice(&lines[..end]);
            if let Some(data) = self.line.strip_prefix(b"data:") {
                receive(Received::Message(data));
            }
            self.line.clear();
            lines = &lines[end + 1..];
        }
        self.line.extend_from_slice(lines);
        self.inside = if chunk.len() == left {
            Inside::Size
        } else if self.chunked {
            Inside::Chunk(left - chunk.len())
        } else {
            Inside::Chunk(usize::MAX)
        };
        rest
    }

    /// A line of the protocol's own, once it is whole, and what comes after it.
    fn take_line<'a>(&mut self, bytes: &'a [u8]) -> (Option<Vec<u8>>, &'a [u8]) {
        let Some(end) = memchr::memchr(b'\n', bytes) else {
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
