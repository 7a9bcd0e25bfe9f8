//! Whether a server serves a data directory, and how it is: for `porchlight-server status`. It is asked on the way by which
//! it is told of other processes' writes, so that neither an address nor a certificate matters.

use std::{fmt, sync::atomic::Ordering};

use serde::{Deserialize, Serialize};

use crate::{
    hub::Hub,
    store::{DataDirectory, Running, StoreError},
};

/// How a running server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vitals {
    pub agents: usize,
    /// Devices that are signed in, browsers too.
    pub devices: usize,
    pub offices: usize,
    /// Of these, in how many somebody is Available.
    pub offices_online: usize,
    /// Streams of events that are open, of devices and of customers' pages.
    pub streams: usize,
    /// What was last to be written could be.
    pub writes: bool,
    /// Records that cannot be read; `doctor` says which.
    pub damaged: usize,
}

/// What there is to say of a data directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// A server serves it.
    pub running: bool,
    /// Which one, as far as it is known.
    #[serde(flatten)]
    pub server: Option<Running>,
    /// None where none runs, or where it does not answer.
    #[serde(flatten)]
    pub vitals: Option<Vitals>,
}

impl Vitals {
    pub(crate) fn of(hub: &Hub) -> Self {
        let (published, health) = (hub.published(), hub.health());
        let online = published
            .offices()
            .filter(|(_, office)| office.available() > 0);
        Self {
            agents: published.agents().count(),
            devices: published.devices(),
            offices: published.offices().count(),
            offices_online: online.count(),
            streams: hub.open_streams(),
            writes: !health.store_fails.load(Ordering::Relaxed),
            damaged: health.damaged.load(Ordering::Relaxed),
        }
    }
}

impl Status {
    /// Finds out.
    ///
    /// # Errors
    /// [`StoreError::Missing`] if there is no data.
    pub fn of(directory: &DataDirectory) -> Result<Self, StoreError> {
        if !directory.database().exists() {
            return Err(StoreError::Missing);
        }
        let vitals = directory
            .ask()
            .and_then(|answer| serde_json::from_slice(&answer).ok());
        // Whoever does not answer may be there all the same.
        let running = vitals.is_some() || directory.is_locked();
        Ok(Self {
            running,
            server: directory.last_run().filter(|_| running),
            vitals,
        })
    }

    /// It runs, answers, and keeps what it is told.
    pub fn is_well(&self) -> bool {
        self.vitals.is_some_and(|vitals| vitals.writes)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.running {
            return f.write_str("No server serves this.");
        }
        match &self.server {
            Some(server) => write!(
                f,
                "A server runs at {}, version {}, process {}, since {}.",
                server.url,
                server.version,
                server.process,
                server.since.format("%F %T UTC")
            )?,
            None => f.write_str("A server runs, of a version that says no more of itself.")?,
        }
        let Some(vitals) = self.vitals else {
            return f
                .write_str("\nIt does not answer; look at its log, and whether it stands still.");
        };
        write!(
            f,
            "\nAgents {}, devices {}, offices {}, online {}, streams {}.",
            vitals.agents, vitals.devices, vitals.offices, vitals.offices_online, vitals.streams
        )?;
        if !vitals.writes {
            f.write_str("\nNothing could be written when it was last tried; look at the disk.")?;
        }
        if vitals.damaged > 0 {
            write!(
                f,
                "\nRecords that cannot be read: {}; `doctor` says which.",
                vitals.damaged
            )?;
        }
        Ok(())
    }
}
