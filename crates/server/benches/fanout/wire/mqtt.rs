//! As much of MQTT 3.1.1 as it takes to subscribe and to publish at most once.

use anyhow::{Context, Result, bail};

use super::{Decoder, Received};

const CONNECTED: u8 = 2;
const PUBLISH: u8 = 3;
const SUBSCRIBED: u8 = 9;

/// A message is the payload of what was published.
#[derive(Default)]
pub(crate) struct Mqtt {
    /// What is not a whole packet yet.
    pending: Vec<u8>,
}

impl Decoder for Mqtt {
    fn feed(
        &mut self,
        bytes: &[u8],
        _reply: &mut Vec<u8>,
        receive: &mut dyn FnMut(Received<'_>),
    ) -> Result<()> {
        self.pending.extend_from_slice(bytes);
        let mut start = 0;
        while let Some((kind, body)) = packet(&self.pending[start..]) {
            let body = start + body.start..start + body.end;
            start = body.end;
            let body = &self.pending[body];
            match kind {
                CONNECTED if body.get(1) != Some(&0) => bail!("the broker refused a connection"),
                SUBSCRIBED if body.get(2) != Some(&0) => bail!("the broker refused a subscription"),
                SUBSCRIBED => receive(Received::Subscribed),
                PUBLISH => receive(Received::Message(payload(body)?)),
                _ => {}
            }
        }
        self.pending.drain(..start);
        Ok(())
    }
}

/// Opens a connection that need not be kept alive, by a client that the broker names.
pub(crate) fn connect_packet() -> Vec<u8> {
    let mut body = text("MQTT");
    // Version 4 is 3.1.1; then a clean session, and no interval within which to be heard.
    body.extend([4, 2, 0, 0]);
    body.extend(text(""));
    whole(0x10, &body)
}

/// Subscribes to what comes at most once.
pub(crate) fn subscribe_packet(topic: &str) -> Vec<u8> {
    let mut body = vec![0, 1];
    body.extend(text(topic));
    body.push(0);
    whole(0x82, &body)
}

/// Publishes at most once.
pub(crate) fn publish_packet(topic: &str, payload: &[u8]) -> Vec<u8> {
    let mut body = text(topic);
    body.extend_from_slice(payload);
    whole(0x30, &body)
}

/// The kind of the first packet, and where its body is, once it is there in whole.
fn packet(bytes: &[u8]) -> Option<(u8, std::ops::Range<usize>)> {
    let kind = bytes.first()? >> 4;
    let mut length = 0;
    for (place, &byte) in bytes.iter().skip(1).take(4).enumerate() {
        length |= usize::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            let start = place + 2;
            return (bytes.len() >= start + length).then_some((kind, start..start + length));
        }
    }
    None
}

/// What follows the topic.
fn payload(body: &[u8]) -> Result<&[u8]> {
    let (length, rest) = body
        .split_first_chunk::<2>()
        .context("a message without a topic")?;
    rest.get(usize::from(u16::from_be_bytes(*length))..)
        .context("a message that ends within its topic")
}

fn whole(head: u8, body: &[u8]) -> Vec<u8> {
    let mut packet = vec![head];
    let mut length = body.len();
    loop {
        let seven = u8::try_from(length % 128).unwrap_or_default();
        length /= 128;
        packet.push(if length > 0 { seven | 0x80 } else { seven });
        if length == 0 {
            break;
        }
    }
    packet.extend_from_slice(body);
    packet
}

fn text(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    let mut bytes = length.to_be_bytes().to_vec();
    bytes.extend_from_slice(text.as_bytes());
    bytes
}
