//! As much of Socket.IO as it takes to subscribe: its packets, in Engine.IO's, in frames of a WebSocket.

use std::net::SocketAddr;

use anyhow::{Result, bail};

use super::{Decoder, Received};

/// A message is an event's packet, with its name.
#[derive(Default)]
pub(crate) struct SocketIo {
    upgraded: bool,
    /// What is not a whole head or frame yet.
    pending: Vec<u8>,
}

impl SocketIo {
    /// The request that opens the WebSocket.
    pub(crate) fn upgrade(server: SocketAddr) -> Vec<u8> {
        // The key proves to browsers that no cache answered; here nothing stands between.
        format!(
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {server}\r\nConnection: Upgrade\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        .into_bytes()
    }
}

impl Decoder for SocketIo {
    fn feed(
        &mut self,
        bytes: &[u8],
        reply: &mut Vec<u8>,
        receive: &mut dyn FnMut(Received<'_>),
    ) -> Result<()> {
        self.pending.extend_from_slice(bytes);
        let mut start = 0;
        if !self.upgraded {
            let Some(end) = memchr::memmem::find(&self.pending, b"\r\n\r\n") else {
                return Ok(());
            };
            if !self.pending.starts_with(b"HTTP/1.1 101") {
                bail!("the server opens no WebSocket");
            }
            self.upgraded = true;
            start = end + 4;
        }
        while let Some((code, payload)) = frame(&self.pending[start..]) {
            let payload = start + payload.start..start + payload.end;
            start = payload.end;
            let payload = &self.pending[payload];
            match (code, payload) {
                (8, _) => bail!("the server closed a WebSocket"),
                (9, payload) => push_frame(reply, 10, payload),
                // Engine.IO: open, then ping. Socket.IO within its messages: connected, refused, event.
                (1, [b'0', ..]) => push_frame(reply, 1, b"40"),
                (1, [b'2']) => push_frame(reply, 1, b"3"),
                (1, [b'4', b'0', ..]) => receive(Received::Subscribed),
                (1, [b'4', b'4', ..]) => bail!("the server refused a connection"),
                (1, [b'4', b'2', event @ ..]) => receive(Received::Message(event)),
                _ => {}
            }
        }
        self.pending.drain(..start);
        Ok(())
    }
}

/// The first frame's code, and where its payload is, once it is there in whole. Servers mask nothing.
fn frame(bytes: &[u8]) -> Option<(u8, std::ops::Range<usize>)> {
    let (&[head, short], rest) = bytes.split_first_chunk::<2>()?;
    let (length, start) = match short {
        126 => (u64::from(u16::from_be_bytes(*rest.first_chunk()?)), 4),
        127 => (u64::from_be_bytes(*rest.first_chunk()?), 10),
        short => (u64::from(short), 2),
    };
    let end = start + usize::try_from(length).ok()?;
    (bytes.len() >= end).then_some((head & 0x0f, start..end))
}

/// A client has to mask; with zeros, the payload stays as it is. Never longer than 125 bytes.
fn push_frame(frames: &mut Vec<u8>, code: u8, payload: &[u8]) {
    let payload = &payload[..payload.len().min(125)];
    let length = u8::try_from(payload.len()).unwrap_or_default();
    frames.extend([0x80 | code, 0x80 | length, 0, 0, 0, 0]);
    frames.extend_from_slice(payload);
}
