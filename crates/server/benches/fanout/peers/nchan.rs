//! nginx with nchan: server-sent events down, a POST up.

use std::{fs, net::SocketAddr, process::Stdio};

use anyhow::Result;
use serde_json::Value;
use tempfile::TempDir;

use super::{TOPIC, free_address, payload, until_it_listens, word};
use crate::{
    call::Connection,
    desk::Publisher,
    process::{Process, leashed},
    watchers::Watchers,
};

const MODULE: &str = "/usr/lib/nginx/modules/ngx_nchan_module.so";

pub(crate) struct Nchan {
    pub(crate) process: Process,
    address: SocketAddr,
    _folder: TempDir,
}

impl Nchan {
    pub(crate) fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let address = free_address()?;
        fs::write(folder.path().join("nginx.conf"), configuration(address))?;
        let mut command = leashed("nginx");
        command
            .arg("-p")
            .arg(folder.path())
            .args(["-c", "nginx.conf", "-e", "stderr"])
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
        Watchers::open(self.address, "/events", (0..count).map(|_| None))
    }

    pub(crate) fn publisher(&self) -> Result<impl Publisher + use<>> {
        Ok(Poster(Connection::open(self.address)?))
    }
}

/// As Debian configures nginx, with one worker for each processor; nothing is logged.
fn configuration(address: SocketAddr) -> String {
    format!(
        "load_module {MODULE};
         daemon off;
         worker_processes auto;
         pid nginx.pid;
         error_log stderr error;
         events {{ worker_connections 4096; }}
         http {{
             access_log off;
             client_body_temp_path body;
             proxy_temp_path proxy;
             fastcgi_temp_path fastcgi;
             uwsgi_temp_path uwsgi;
             scgi_temp_path scgi;
             keepalive_requests 1000000;
             server {{
                 listen {address} backlog=4096;
                 location = /publish {{
                     nchan_publisher;
                     nchan_channel_id {TOPIC};
                     nchan_message_buffer_length 1;
                 }}
                 location = /events {{
                     nchan_subscriber eventsource;
                     nchan_channel_id {TOPIC};
                     nchan_subscriber_first_message newest;
                 }}
             }}
         }}"
    )
}

/// Publishes by a POST on a connection that stays open.
pub(super) struct Poster(pub(super) Connection);

impl Publisher for Poster {
    fn publish(&mut self, number: usize) -> Result<()> {
        let message: Value = serde_json::from_str(&payload(number))?;
        self.0.send("POST", "/publish", None, &message)
    }

    fn answer(&mut self) -> Result<()> {
        self.0.answer().map(drop)
    }

    fn words(&self, number: usize) -> Vec<String> {
        vec![word(number)]
    }
}
