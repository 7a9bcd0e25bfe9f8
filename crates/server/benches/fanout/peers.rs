//! Other servers that push changes to many, under Porchlight's load: one publishes, all subscribers read.

pub(crate) mod mosquitto;
pub(crate) mod nchan;
pub(crate) mod socket_io;

use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

use super::process::Process;

const PATIENCE: Duration = Duration::from_secs(10);
/// What all of them publish on.
const TOPIC: &str = "library";

/// As long as what Porchlight publishes to customers' pages.
fn payload(number: usize) -> String {
    format!(r#"{{"n":{number},"office":"library","online":true,"agents_available":1}}"#)
}

/// The words by which a watcher knows change `number`.
fn word(number: usize) -> String {
    format!(r#""n":{number},"#)
}

/// An address that nobody listens at.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Waits until the program takes connections.
fn until_it_listens(process: &mut Process, address: SocketAddr) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while TcpStream::connect(address).is_err() {
        ensure!(!process.has_ended()?, "it ended before it listened");
        ensure!(
            Instant::now() < deadline,
            "it does not listen after {PATIENCE:?}"
        );
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}
