//! Just enough HTTP/1.1 that the load costs less than what it loads.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// A connection that stays open between calls.
pub(crate) struct Connection {
    stream: TcpStream,
    server: SocketAddr,
}

impl Connection {
    pub(crate) fn open(server: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(server).context("the server takes no connection")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
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

    /// Waits for the answer to the oldest request, and refuses any but a success.
    pub(crate) fn answer(&mut self) -> Result<Value> {
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
            return if body.is_empty() {
                Ok(Value::Null)
            } else {
                Ok(serde_json::from_slice(body)?)
            };
        }
    }

    pub(crate) fn call(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &Value,
    ) -> Result<Value> {
        self.send(method, path, token, body)?;
        self.answer()
    }
}

/// Opens a stream of events and asks for it.
pub(crate) fn open_stream(
    server: SocketAddr,
    path: &str,
    token: Option<&str>,
) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(server).context("the server takes no connection")?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {server}\r\n{}Accept: text/event-stream\r\n\r\n",
        authorization(token)
    );
    stream.write_all(request.as_bytes())?;
    stream.set_nonblocking(true)?;
    Ok(stream)
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
