//! The presence server inside the app, with its sample campus.

#[cfg(feature = "embedded-server")]
pub(crate) use with_server::EmbeddedServer;
#[cfg(not(feature = "embedded-server"))]
pub(crate) use without_server::EmbeddedServer;

#[cfg(feature = "embedded-server")]
mod with_server {
    use std::{env, net::SocketAddr, path::Path, sync::Arc};

    use anyhow::Context as _;
    use porchlight_core::agent::Secret;
    use porchlight_server::{
        campus::Campus,
        config::{HumanDuration, Tunables},
        embedded::{self, Embedded},
    };

    /// A server that runs in this process.
    #[derive(Clone, Debug)]
    pub(crate) struct EmbeddedServer {
        server: Arc<Embedded>,
        email: String,
        password: Secret,
    }

    impl EmbeddedServer {
        pub(crate) async fn start(data: &Path) -> anyhow::Result<Self> {
            let server = embedded::start(data, Some(Campus::default()), tunables()?).await?;
            let credentials = server
                .credentials
                .clone()
                .context("there is no sample person")?;
            Ok(Self {
                server: Arc::new(server),
                email: credentials.email,
                password: Secret(credentials.password),
            })
        }

        pub(crate) fn address(&self) -> SocketAddr {
            self.server.address
        }

        pub(crate) fn credentials(&self) -> (String, Secret) {
            (self.email.clone(), self.password.clone())
        }

        pub(crate) async fn shutdown(self) {
            if let Some(server) = Arc::into_inner(self.server) {
                server.shutdown().await;
            }
        }
    }

    /// As shipped, but for the idle time: whoever shows Porchlight around cannot wait for an hour.
    fn tunables() -> anyhow::Result<Tunables> {
        let given = env::var("PORCHLIGHT_IDLE_AFTER")
            .ok()
            .map(|text| text.parse::<HumanDuration>())
            .transpose()
            .context("PORCHLIGHT_IDLE_AFTER cannot be read")?;
        Ok(Tunables {
            idle_after: given.map(|HumanDuration(time)| time),
            ..Tunables::default()
        })
    }
}

#[cfg(not(feature = "embedded-server"))]
mod without_server {
    use std::{convert::Infallible, net::SocketAddr, path::Path};

    use porchlight_core::agent::Secret;

    /// There is none in this build.
    #[derive(Clone, Debug)]
    pub(crate) struct EmbeddedServer(Infallible);

    impl EmbeddedServer {
        #[expect(clippy::unused_async, reason = "starting a server waits for it")]
        pub(crate) async fn start(_data: &Path) -> anyhow::Result<Self> {
            anyhow::bail!("this build of Porchlight comes without a server")
        }

        pub(crate) fn address(&self) -> SocketAddr {
            match self.0 {}
        }

        pub(crate) fn credentials(&self) -> (String, Secret) {
            match self.0 {}
        }

        #[expect(clippy::unused_async, reason = "ending a server waits for it")]
        pub(crate) async fn shutdown(self) {
            match self.0 {}
        }
    }
}
