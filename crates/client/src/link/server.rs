//! A server and how it is known to be that one, and the clients that speak with it.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use reqwest::{Client, redirect};
use rustls::ClientConfig;
use rustls_platform_verifier::ConfigVerifierExt as _;

use super::{Address, CONNECT};

/// How long the other end of a connection may take to show that it is there.
const PROBE: Duration = Duration::from_secs(10);
/// The longest that nothing is heard on a connection before the other end is asked to show that it is there.
const SILENCE: Duration = Duration::from_secs(20);

/// Where a server is, and whose certificates are trusted there: those are read once, as there are many.
#[derive(Clone, Debug)]
pub(super) struct Server {
    pub(super) address: Address,
    /// None where nothing is encrypted.
    tls: Option<Arc<ClientConfig>>,
}

impl Server {
    /// Reads this computer's root certificates, if they are needed.
    pub(super) fn new(address: Address) -> anyhow::Result<Self> {
        // A second installation in one process is refused and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let tls = address
            .is_encrypted()
            .then(ClientConfig::with_platform_verifier)
            .transpose()
            .context("The certificates that this computer trusts cannot be read")?;
        Ok(Self::trusting(address, tls))
    }

    pub(super) fn trusting(address: Address, tls: Option<ClientConfig>) -> Self {
        let tls = tls.map(|mut tls| {
            tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
            Arc::new(tls)
        });
        Self { address, tls }
    }

    /// A client without any connection yet, which asks whether the other end is there after this much silence.
    pub(super) fn client(&self, silence: Duration) -> anyhow::Result<Client> {
        let mut builder = Client::builder()
            .user_agent(concat!("porchlight/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .pool_max_idle_per_host(2)
            .connect_timeout(CONNECT);
        builder = match &self.tls {
            Some(tls) => builder
                .tls_backend_preconfigured(ClientConfig::clone(tls))
                .http2_keep_alive_interval(silence.min(SILENCE))
                .http2_keep_alive_timeout(PROBE)
                .http2_keep_alive_while_idle(true),
            None => builder.tls_certs_only([]).http1_only(),
        };
        if self.address.is_this_computer() {
            builder = builder.no_proxy();
        }
        builder.build().context("The network cannot be used")
    }
}

/// A client for what is on other servers, by the certificates and the proxy of this computer. Where nothing is encrypted, it is
/// for this computer alone.
pub(crate) fn client_elsewhere(
    encrypted: bool,
    follow: redirect::Policy,
) -> anyhow::Result<Client> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .user_agent(concat!("porchlight/", env!("CARGO_PKG_VERSION")))
        .redirect(follow)
        .connect_timeout(CONNECT);
    let builder = if encrypted {
        let tls = ClientConfig::with_platform_verifier()
            .context("The certificates that this computer trusts cannot be read")?;
        builder.tls_backend_preconfigured(tls)
    } else {
        builder.tls_certs_only([]).no_proxy()
    };
    builder.build().context("The network cannot be used")
}
