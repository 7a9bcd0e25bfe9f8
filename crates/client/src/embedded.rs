//! The presence server inside the app, with its sample campus.

#[cfg(feature = "embedded-server")]
pub(crate) use with_server::EmbeddedServer;
#[cfg(not(feature = "embedded-server"))]
pub(crate) use without_server::EmbeddedServer;

#[cfg(feature = "embedded-server")]
mod with_server {
    use std::{
        env,
        net::SocketAddr,
        path::Path,
        sync::{Arc, Mutex, PoisonError},
    };

    use anyhow::Context as _;
    use porchlight_core::agent::Secret;
    use porchlight_server::{
        campus::Campus,
        clock::{Clock, SystemClock},
        config::{HumanDuration, Tunables},
        embedded,
    };
    use tokio::task::JoinHandle;
    use tokio_util::sync::CancellationToken;

    /// A server that runs in this process.
    #[derive(Clone, Debug)]
    pub(crate) struct EmbeddedServer {
        address: SocketAddr,
        email: String,
        password: Secret,
        stop: CancellationToken,
        /// Looks after it, until it was told to end or has failed. Taken by whoever waits for the end.
        running: Arc<Mutex<Option<JoinHandle<()>>>>,
        ended: CancellationToken,
    }

    impl EmbeddedServer {
        pub(crate) async fn start(data: &Path) -> anyhow::Result<Self> {
            Self::start_by(data, Arc::new(SystemClock::new())).await
        }

        async fn start_by(data: &Path, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
            let campus = Some(Campus::default());
            let server = embedded::start_by(data, campus, tunables()?, clock).await?;
            let credentials = server
                .credentials
                .clone()
                .context("there is no sample person")?;
            let address = server.address;
            let (stop, ended) = (CancellationToken::new(), CancellationToken::new());
            let (told, over) = (stop.clone(), ended.clone().drop_guard());
            let running = tokio::spawn(async move {
                if let Err(failed) = server.run(told.cancelled()).await {
                    tracing::error!(%failed, "the sample campus");
                }
                drop(over);
            });
            Ok(Self {
                address,
                email: credentials.email,
                password: Secret(credentials.password),
                stop,
                running: Arc::new(Mutex::new(Some(running))),
                ended,
            })
        }

        /// Whether it neither was told to end nor failed.
        pub(crate) fn runs(&self) -> bool {
            !self.ended.is_cancelled()
        }

        pub(crate) fn address(&self) -> SocketAddr {
            self.address
        }

        pub(crate) fn credentials(&self) -> (String, Secret) {
            (self.email.clone(), self.password.clone())
        }

        pub(crate) async fn shutdown(self) {
            self.stop.cancel();
            let running = {
                let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
                running.take()
            };
            if let Some(running) = running {
                // One that panicked has ended, too.
                let _ = running.await;
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

    #[cfg(test)]
    mod tests {
        use std::time::Duration;

        use porchlight_server::clock::BreakingClock;
        use tokio::{io::AsyncWriteExt as _, net::TcpStream, time::timeout};

        use super::*;

        const DEADLINE: Duration = Duration::from_secs(30);

        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn a_campus_whose_server_failed_listens_no_more_and_is_known_to_have_ended() {
            let directory = tempfile::tempdir().unwrap();
            let clock = Arc::new(BreakingClock::default());
            let data = directory.path().join("campus");
            let embedded = EmbeddedServer::start_by(&data, Arc::clone(&clock) as _)
                .await
                .unwrap();
            assert!(embedded.runs());
            let address = embedded.address();
            clock.break_the_campus();
            let mut asking = TcpStream::connect(address).await.unwrap();
            let ask = b"GET /readyz HTTP/1.1\r\nhost: x\r\n\r\n";
            asking.write_all(ask).await.unwrap();
            timeout(DEADLINE, embedded.ended.cancelled()).await.unwrap();
            assert!(!embedded.runs());
            let refused = async { while TcpStream::connect(address).await.is_ok() {} };
            timeout(DEADLINE, refused).await.unwrap();
            embedded.shutdown().await;
            let again = EmbeddedServer::start(&data).await.unwrap();
            assert!(again.runs());
            again.shutdown().await;
        }
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

        pub(crate) fn runs(&self) -> bool {
            match self.0 {}
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
