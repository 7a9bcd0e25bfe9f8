//! A real server with two offices: Dana administers them, Ana and Ben work there.

use std::{net::SocketAddr, time::Duration};

use porchlight_protocol::Role;
use porchlight_server::{
    Server,
    admin::{Admin, NewAgent},
    config::Tunables,
    store::DataDirectory,
};
use tempfile::TempDir;

use crate::wire::Wire;

pub(crate) const PASSWORD: &str = "correct horse battery staple";

pub(crate) struct Office {
    directory: DataDirectory,
    tunables: Tunables,
    address: SocketAddr,
    server: Option<Server>,
    _data: TempDir,
}

impl Office {
    pub(crate) async fn open() -> Self {
        Self::open_with(quick()).await
    }

    pub(crate) async fn open_with(tunables: Tunables) -> Self {
        let data = tempfile::tempdir().unwrap();
        let directory = DataDirectory::new(data.path());
        let setting_up = directory.clone();
        tokio::task::spawn_blocking(move || set_up(setting_up))
            .await
            .unwrap();
        let any = "127.0.0.1:0".parse().unwrap();
        let server = Server::start(&directory, any, tunables.clone())
            .await
            .unwrap();
        Self {
            directory,
            tunables,
            address: server.address(),
            server: Some(server),
            _data: data,
        }
    }

    /// A wire of its own for one app.
    pub(crate) async fn wire(&self) -> Wire {
        Wire::to(self.address).await
    }

    pub(crate) async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.shutdown().await;
        }
    }

    pub(crate) async fn start_again(&mut self) {
        self.server = Some(
            Server::start(&self.directory, self.address, self.tunables.clone())
                .await
                .unwrap(),
        );
    }
}

/// As the rule book has it, but in a hurry.
pub(crate) fn quick() -> Tunables {
    Tunables {
        idle_after: None,
        lease: Duration::from_secs(8),
        grace: Duration::from_secs(1),
        heartbeat: Duration::from_secs(1),
        keep_alive: Duration::from_secs(1),
        ..Tunables::default()
    }
}

fn set_up(directory: DataDirectory) {
    let (mut admin, _) = Admin::init(directory, "dana@example.edu", "Dana Fox", PASSWORD).unwrap();
    for (email, name) in [
        ("ana@example.edu", "Ana Ruiz"),
        ("ben@example.edu", "Ben Ode"),
    ] {
        let agent = NewAgent {
            email,
            name,
            owner: false,
            schedule: None,
        };
        admin.add_agent(&agent, Some(PASSWORD)).unwrap();
    }
    for (office, name) in [("library", "Library"), ("it", "IT desk")] {
        admin.add_office(office, name, true).unwrap();
        admin
            .add_member(office, "dana@example.edu", Role::Admin)
            .unwrap();
        for email in ["ana@example.edu", "ben@example.edu"] {
            admin.add_member(office, email, Role::Agent).unwrap();
        }
    }
}
