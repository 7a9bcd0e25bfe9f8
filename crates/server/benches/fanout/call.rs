//! Just enough HTTP/1.1 that the load costs less than what it loads.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, connect, socket_with};
use serde_json::Value;

/// Streams that share an address. A browser opens six at most, and a server may count them.
const STREAMS_OF_AN_ADDRESS: usize = 4;

/// A connection that stays open between calls.
pub(crate) struct Connection {
    stream: TcpStream,
    server: SocketAddr,
}

impl Connection {
    pub(crate) fn open(server: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(server).context("the server takes no connection")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self { stream, server })
    }

    /// Sends a request and does not wait for its answer.
    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> Result<()> {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.server,
            authorization(token),
            body.len()
        );
        Ok(self.stream.write_all(request.as_bytes())?)
    }

    /// Waits for the answer to the oldest request, refuses any but a success, and returns its body.
    pub(crate) fn answer(&mut self) -> Result<Vec<u8>> {
        let mut answer = Vec::new();
        let mut buffer = [0; 16 * 1024];
        loop {
            let length = self.stream.read(&mut buffer).context("no answer came")?;
            if length == 0 {
                bail!("the server hung up instead of answering");
            }
            answer.extend_from_slice(&buffer[..length]);
            let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
                continue;
            };
            let head = std::str::from_utf8(&answer[..end])?.to_ascii_lowercase();
            let body = &answer[end + 4..];
            if body.len() < content_length(&head)? {
                continue;
            }
            if !head.starts_with("http/1.1 2") {
                bail!("the server refused: {}", String::from_utf8_lossy(&answer));
            }
            return Ok(body.to_vec());
        }
    }

    /// Sends a request, and reads its answer as JSON.
    pub(crate) fn call(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> Result<Value> {
        self.send(method, path, token, body)?;
        let answer = self.answer()?;
        if answer.is_empty() {
            return Ok(Value::Null);
        }
        Ok(serde_json::from_slice(&answer)?)
    }
}

/// Connects as one of many clients: a few of them share a loopback address, as those of one household would.
pub(crate) fn connect_as(client: usize, server: SocketAddr) -> Result<TcpStream> {
    let household = u32::try_from(client / STREAMS_OF_AN_ADDRESS)?;
    let address = Ipv4Addr::from_bits(Ipv4Addr::new(127, 1, 0, 1).to_bits() + household);
    let socket = socket_with(
        AddressFamily::INET,
        SocketType::STREAM,
        SocketFlags::CLOEXEC,
        None,
    )?;
    bind(&socket, &SocketAddr::from((address, 0)))?;
    connect(&socket, &server).context("the server takes no connection")?;
    Ok(socket.into())
}

/// The request that opens a stream of events.
pub(crate) fn stream_request(server: SocketAddr, path: &str, token: Option<&str>) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nHost: {server}\r\n{}Accept: text/event-stream\r\n\r\n",
        authorization(token)
    )
    .into_bytes()
}

fn authorization(token: Option<&str>) -> String {
    token
        .map(|token| format!("Authorization: Bearer {token}\r\n"))
        .unwrap_or_default()
}

fn content_length(head: &str) -> Result<usize> {
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    length.map_or(Ok(0), |length| {
        length
            .trim()
            .parse()
            .context("the answer has no proper length")
    })
}
