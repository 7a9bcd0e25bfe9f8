//! The certificate that the server shows, and its key: read, looked at, and shown until a newer pair is good.

use std::{
    fmt, fs,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use rustls::{
    ServerConfig,
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject as _},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use x509_parser::{extensions::GeneralName, prelude::FromDer as _};

use crate::config::TlsFiles;

/// How long before the end of a certificate somebody is told.
const REMIND: chrono::Duration = chrono::Duration::days(14);

/// Why a pair of files cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsError {
    #[error("the {what} {path} cannot be read: {reason}")]
    Unreadable {
        what: &'static str,
        path: PathBuf,
        reason: String,
    },
    #[error(
        "there is no certificate in {0}; it has to be a PEM file with the server's own first and its issuers' behind it"
    )]
    NoCertificate(PathBuf),
    #[error(
        "there is no private key in {0}; it has to be a PEM file with a key that needs no password"
    )]
    NoKey(PathBuf),
    #[error("the key {key} does not belong to the certificate {certificate}; name a pair")]
    NoPair { certificate: PathBuf, key: PathBuf },
    #[error("the certificate {path} cannot be used: {reason}")]
    Unusable { path: PathBuf, reason: String },
}

/// What is known of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Certificate {
    /// Hosts and addresses that it is for.
    pub names: Vec<String>,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// What is wrong with a pair that can be used all the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TlsConcern {
    #[error("the certificate ended at {0}, so that nobody connects any more; renew it")]
    Ended(DateTime<Utc>),
    #[error(
        "the certificate is not valid before {0}, so that nobody connects yet; look at the clock, or get another one"
    )]
    NotYet(DateTime<Utc>),
    #[error("the certificate ends at {0}; renew it")]
    EndsSoon(DateTime<Utc>),
    #[error("the key {0} can be read by others than its owner; run `chmod 600` on it")]
    KeyOpen(PathBuf),
}

/// A pair that can be used.
pub(crate) struct Pair {
    key: Arc<CertifiedKey>,
    pub(crate) certificate: Certificate,
    key_open: Option<PathBuf>,
}

/// The pair that is shown. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Shown {
    config: Arc<ServerConfig>,
    current: Arc<Current>,
}

struct Current(ArcSwap<CertifiedKey>);

impl Pair {
    /// Reads a pair of files, and finds out whether they can be used.
    pub(crate) fn read(files: &TlsFiles) -> Result<Self, TlsError> {
        let chain = read_chain(&files.certificate)?;
        let key = read_key(&files.key)?;
        let unusable = |reason: String| TlsError::Unusable {
            path: files.certificate.clone(),
            reason,
        };
        let first = chain
            .first()
            .ok_or_else(|| TlsError::NoCertificate(files.certificate.clone()))?;
        let certificate = Certificate::read(first).map_err(unusable)?;
        let key = CertifiedKey::from_der(chain, key, &provider()).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => TlsError::NoPair {
                certificate: files.certificate.clone(),
                key: files.key.clone(),
            },
            error => unusable(error.to_string()),
        })?;
        Ok(Self {
            key: Arc::new(key),
            certificate,
            key_open: is_open(&files.key).then(|| files.key.clone()),
        })
    }

    /// What somebody should look after.
    pub(crate) fn concerns(&self, now: DateTime<Utc>) -> Vec<TlsConcern> {
        let Certificate { from, until, .. } = self.certificate;
        let time = if until < now {
            Some(TlsConcern::Ended(until))
        } else if now < from {
            Some(TlsConcern::NotYet(from))
        } else if until < now + REMIND {
            Some(TlsConcern::EndsSoon(until))
        } else {
            None
        };
        let open = self.key_open.clone().map(TlsConcern::KeyOpen);
        time.into_iter().chain(open).collect()
    }

    /// Whether it is the other one, byte for byte.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.key.cert == other.key.cert
    }
}

impl Certificate {
    fn read(der: &CertificateDer<'_>) -> Result<Self, String> {
        let (_, certificate) = x509_parser::certificate::X509Certificate::from_der(der)
            .map_err(|error| error.to_string())?;
        let instant = |time: x509_parser::time::ASN1Time| {
            DateTime::from_timestamp(time.timestamp(), 0).unwrap_or_default()
        };
        let names = certificate
            .subject_alternative_name()
            .ok()
            .flatten()
            .map(|names| names.value.general_names.iter().filter_map(name).collect())
            .unwrap_or_default();
        let validity = certificate.validity();
        Ok(Self {
            names,
            from: instant(validity.not_before),
            until: instant(validity.not_after),
        })
    }
}

impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = if self.names.is_empty() {
            "no host".to_owned()
        } else {
            self.names.join(", ")
        };
        write!(f, "for {names}, until {}", self.until)
    }
}

impl fmt::Debug for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Pair");
        shown
            .field("certificate", &self.certificate)
            .finish_non_exhaustive()
    }
}

impl Shown {
    /// Shows a pair, over HTTP/2 and HTTP/1.1.
    pub(crate) fn new(pair: &Pair) -> Result<Self, rustls::Error> {
        let current = Arc::new(Current(ArcSwap::new(Arc::clone(&pair.key))));
        let mut config = ServerConfig::builder_with_provider(Arc::new(provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::<Current>::clone(&current));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        // All of a campus comes back at once; whoever was here shortens the handshake, and nothing is remembered for it.
        config.ticketer = ring::Ticketer::new()?;
        Ok(Self {
            config: Arc::new(config),
            current,
        })
    }

    /// Shows another pair to all who connect from now on.
    pub(crate) fn replace(&self, pair: &Pair) {
        self.current.0.store(Arc::clone(&pair.key));
    }

    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.load_full())
    }
}

impl fmt::Debug for Current {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Current").finish_non_exhaustive()
    }
}

fn provider() -> CryptoProvider {
    ring::default_provider()
}

fn read_chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let text = read("certificate", path)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    match chain {
        Ok(chain) if chain.is_empty() => Err(TlsError::NoCertificate(path.to_owned())),
        Ok(chain) => Ok(chain),
        Err(error) => Err(TlsError::Unusable {
            path: path.to_owned(),
            reason: error.to_string(),
        }),
    }
}

fn read_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let text = read("key", path)?;
    PrivateKeyDer::from_pem_slice(&text).map_err(|error| match error {
        pem::Error::NoItemsFound => TlsError::NoKey(path.to_owned()),
        // Without the reason, which may have a piece of the key in it.
        _ => TlsError::Unreadable {
            what: "key",
            path: path.to_owned(),
            reason: "it is no PEM file, or a damaged one".to_owned(),
        },
    })
}

fn read(what: &'static str, path: &Path) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|error| TlsError::Unreadable {
        what,
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => {
            let bytes = *bytes;
            let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
            let address = four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from));
            address.ok().map(|address| address.to_string())
        }
        _ => None,
    }
}

/// Whether everybody may read it; a group may be there for that.
fn is_open(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o007 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}
