//! What comes down a stream, taken apart as it comes: server-sent events, MQTT, and Socket.IO.

mod event_stream;
mod mqtt;
mod socket_io;

use anyhow::Result;

pub(crate) use self::{
    event_stream::EventStream,
    mqtt::{Mqtt, connect_packet, publish_packet, subscribe_packet},
    socket_io::SocketIo,
};

/// What a stream brought.
pub(crate) enum Received<'a> {
    /// The other side says that the subscription stands.
    Subscribed,
    Message(&'a [u8]),
}

/// Takes one stream apart. What comes need not end where messages do.
pub(crate) trait Decoder {
    /// Reads on, hands over what is whole, and appends to `reply` what the protocol wants answered.
    ///
    /// # Errors
    /// If the other side refuses, or does not speak the protocol.
    fn feed(
        &mut self,
        bytes: &[u8],
        reply: &mut Vec<u8>,
        receive: &mut dyn FnMut(Received<'_>),
    ) -> Result<()>;
}
