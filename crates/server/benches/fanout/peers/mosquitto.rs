//! mosquitto, an MQTT broker, at most once and without persistence.

use std::{
    fs,
    io::Write,
    net::{SocketAddr, TcpStream},
    process::Stdio,
};

use anyhow::Result;
use tempfile::TempDir;

use super::{TOPIC, free_address, payload, until_it_listens, word};
use crate::{
    desk::Publisher,
    process::{Process, leashed},
    watchers::Watchers,
    wire::{Decoder, Mqtt, connect_packet, publish_packet, subscribe_packet},
};

pub(crate) struct Mosquitto {
    pub(crate) process: Process,
    address: SocketAddr,
    _folder: TempDir,
}

impl Mosquitto {
    pub(crate) fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let address = free_address()?;
        let file = folder.path().join("mosquitto.conf");
        let configuration = format!(
            "listener {} {}\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\nlog_type error\n",
            address.port(),
            address.ip()
        );
        fs::write(&file, configuration)?;
        let mut command = leashed("mosquitto");
        command
            .arg("-c")
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let mut process = Process::start(command)?;
        until_it_listens(&mut process, address)?;
        Ok(Self {
            process,
            address,
            _folder: folder,
        })
    }

    pub(crate) fn watchers(&self, count: usize) -> Result<Watchers> {
        let streams = (0..count).map(|_| {
            let mut packets = connect_packet();
            packets.extend(subscribe_packet(TOPIC));
            (packets, Box::new(Mqtt::default()) as Box<dyn Decoder>)
        });
        Watchers::subscribe(self.address, streams)
    }

    pub(crate) fn publisher(&self) -> Result<impl Publisher + use<>> {
        let mut connection = TcpStream::connect(self.address)?;
        connection.set_nodelay(true)?;
        connection.write_all(&connect_packet())?;
        Ok(Sender(connection))
    }
}

/// What is published at most once is never answered.
struct Sender(TcpStream);

impl Publisher for Sender {
    fn publish(&mut self, number: usize) -> Result<()> {
        let packet = publish_packet(TOPIC, payload(number).as_bytes());
        Ok(self.0.write_all(&packet)?)
    }

    fn answer(&mut self) -> Result<()> {
        Ok(())
    }

    fn words(&self, number: usize) -> Vec<String> {
        vec![word(number)]
    }
}
