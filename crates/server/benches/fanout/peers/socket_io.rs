//! Socket.IO on Node: a `WebSocket` down, a POST up.

use std::{fs, net::SocketAddr, path::Path, process::Stdio};

use anyhow::Result;

use super::{free_address, nchan::Poster, until_it_listens};
use crate::{
    call::Connection,
    desk::Publisher,
    process::{Process, leashed},
    watchers::Watchers,
    wire::{Decoder, SocketIo as SocketIoDecoder},
};

const SERVER: &str = include_str!("socket_io.cjs");

pub(crate) struct SocketIo {
    pub(crate) process: Process,
    address: SocketAddr,
}

impl SocketIo {
    /// Starts it from the folder that it is installed in.
    pub(crate) fn start(folder: &Path) -> Result<Self> {
        let address = free_address()?;
        let file = folder.join("server.cjs");
        fs::write(&file, SERVER)?;
        let mut command = leashed("node");
        command
            .arg(&file)
            .arg(address.port().to_string())
            .env("NODE_ENV", "production")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let mut process = Process::start(command)?;
        until_it_listens(&mut process, address)?;
        Ok(Self { process, address })
    }

    pub(crate) fn watchers(&self, count: usize) -> Result<Watchers> {
        let streams = (0..count).map(|_| {
            let decoder = Box::new(SocketIoDecoder::default()) as Box<dyn Decoder>;
            (SocketIoDecoder::upgrade(self.address), decoder)
        });
        Watchers::subscribe(self.address, streams)
    }

    pub(crate) fn publisher(&self) -> Result<impl Publisher + use<>> {
        Ok(Poster(Connection::open(self.address)?))
    }
}
