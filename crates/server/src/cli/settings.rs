//! The settings of `serve`: an option comes before the environment, that before the file, that before the default. Enters:
//! what was given; leaves: what a server runs by, and where each of it comes from.

use std::{
    fmt,
    net::SocketAddr,
    num::{NonZeroU32, NonZeroUsize},
    path::{Path, PathBuf},
    str::FromStr,
};

use anyhow::{Context as _, bail};
use clap::{ArgMatches, Args, parser::ValueSource};
use ipnet::IpNet;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use tracing_subscriber::EnvFilter;

use super::webhooks::WebhookOptions;
use crate::{
    config::{Edge, HumanDuration, TlsFiles, TrustedProxies, TrustedProxy, Tunables},
    store::DataDirectory,
};

/// What is set where it is run, by options or by the environment.
#[derive(Debug, Args)]
pub(super) struct Settings {
    /// The data directory.
    #[arg(long, env = "PORCHLIGHT_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where to listen; port 0 picks a free one. [default: 127.0.0.1:8787]
    #[arg(long, env = "PORCHLIGHT_LISTEN", value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Away after this long without input, instead of the stored setting.
    #[arg(long, env = "PORCHLIGHT_IDLE_AFTER", value_name = "DURATION")]
    idle_after: Option<HumanDuration>,
    /// How long a session lives after the last thing heard from it. [default: 60s]
    #[arg(long, env = "PORCHLIGHT_LEASE", value_name = "DURATION")]
    lease: Option<HumanDuration>,
    /// What is left of that once its stream closed without goodbye. [default: 15s]
    #[arg(long, env = "PORCHLIGHT_GRACE", value_name = "DURATION")]
    grace: Option<HumanDuration>,
    /// How often clients are asked to give a sign of life. [default: 25s]
    #[arg(long, env = "PORCHLIGHT_HEARTBEAT", value_name = "DURATION")]
    heartbeat: Option<HumanDuration>,
    /// How often something is said on every stream. [default: 15s]
    #[arg(long, env = "PORCHLIGHT_KEEP_ALIVE", value_name = "DURATION")]
    keep_alive: Option<HumanDuration>,
    /// Proxies in front whose `Forwarded` and `X-Forwarded-For` headers are believed: addresses and ranges, separated
    /// by commas, such as `127.0.0.1,10.0.0.0/8`. [default: none]
    #[arg(
        long,
        env = "PORCHLIGHT_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        value_delimiter = ','
    )]
    trusted_proxies: Option<Vec<TrustedProxy>>,
    #[command(flatten)]
    tls: Tls,
    /// Connections that are open at a time, as far as the limit of open files allows; more wait. [default: 20000]
    #[arg(long, env = "PORCHLIGHT_MAX_CONNECTIONS", value_name = "NUMBER")]
    max_connections: Option<NonZeroUsize>,
    /// Streams of customers' pages that one address may have open; all of a campus may share one. [default: 1000]
    #[arg(
        long,
        env = "PORCHLIGHT_MAX_PUBLIC_STREAMS_PER_ADDRESS",
        value_name = "NUMBER"
    )]
    max_public_streams_per_address: Option<NonZeroUsize>,
    #[command(flatten)]
    webhooks: WebhookOptions,
    /// What is written to the log: `error`, `warn`, `info`, `debug`, or by part of the program, such as
    /// `info,porchlight_server::serve=debug`. [default: info]
    #[arg(long, env = "PORCHLIGHT_LOG", value_name = "FILTER")]
    log: Option<String>,
    #[command(flatten)]
    file: File,
}

/// The certificate, and its key.
#[derive(Debug, Args)]
pub(super) struct Tls {
    /// The server's certificate, a PEM file with those of its issuers behind it: serves by TLS, without a proxy. Read
    /// anew when it changes.
    #[arg(long, env = "PORCHLIGHT_TLS_CERT", value_name = "FILE")]
    tls_cert: Option<PathBuf>,
    /// The certificate's key, a PEM file that nobody else can read.
    #[arg(long, env = "PORCHLIGHT_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,
}

/// The file with settings.
#[derive(Debug, Args)]
pub(super) struct File {
    /// A TOML file with the same settings, such as `lease = "60s"`. Options come first, then the environment, then the
    /// file; `config check` shows what comes of it.
    #[arg(long, env = "PORCHLIGHT_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
}

/// What may stand in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Written {
    data: Option<PathBuf>,
    listen: Option<SocketAddr>,
    idle_after: Option<Text<HumanDuration>>,
    lease: Option<Text<HumanDuration>>,
    grace: Option<Text<HumanDuration>>,
    heartbeat: Option<Text<HumanDuration>>,
    keep_alive: Option<Text<HumanDuration>>,
    trusted_proxies: Option<Vec<Text<TrustedProxy>>>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    max_connections: Option<NonZeroUsize>,
    max_public_streams_per_address: Option<NonZeroUsize>,
    webhook_networks: Option<Vec<IpNet>>,
    webhook_timeout: Option<Text<HumanDuration>>,
    webhook_retry: Option<Text<HumanDuration>>,
    webhook_attempts: Option<NonZeroU32>,
    log: Option<String>,
}

/// Something that is written as a text.
#[derive(Debug)]
struct Text<T>(T);

impl<'de, T: FromStr<Err: fmt::Display>> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

/// What a server runs by.
#[derive(Debug)]
pub(super) struct Settled {
    pub data: Option<DataDirectory>,
    pub listen: SocketAddr,
    pub tunables: Tunables,
    pub log: String,
    pub each: Vec<Setting>,
}

/// One setting as it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Setting {
    pub name: &'static str,
    /// None where nothing is set, and nothing stands for it.
    pub value: Option<String>,
    pub from: Source,
}

/// Where a setting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Source {
    Option,
    Environment,
    File,
    Default,
}

impl Settings {
    /// Puts together what was given; `matches` tell an option from the environment.
    pub(super) fn settle(&self, matches: &ArgMatches) -> anyhow::Result<Settled> {
        let written = self.file.read()?;
        let mut pick = Pick {
            matches,
            each: Vec::new(),
        };
        let default = Tunables::default();
        let lasts = |given: Option<Text<HumanDuration>>| given.map(|Text(duration)| duration);
        let data = pick.any("data", self.data.clone(), written.data);
        let listen = pick.or(
            "listen",
            self.listen,
            written.listen,
            SocketAddr::from(([127, 0, 0, 1], 8787)),
        );
        let idle_after = pick.any("idle-after", self.idle_after, lasts(written.idle_after));
        let lease = pick.or(
            "lease",
            self.lease,
            lasts(written.lease),
            HumanDuration(default.lease),
        );
        let grace = pick.or(
            "grace",
            self.grace,
            lasts(written.grace),
            HumanDuration(default.grace),
        );
        let heartbeat = pick.or(
            "heartbeat",
            self.heartbeat,
            lasts(written.heartbeat),
            HumanDuration(default.heartbeat),
        );
        let keep_alive = pick.or(
            "keep-alive",
            self.keep_alive,
            lasts(written.keep_alive),
            HumanDuration(default.keep_alive),
        );
        let proxies = |given: &Vec<TrustedProxy>| given.iter().copied().collect::<TrustedProxies>();
        let trusted_proxies: Option<TrustedProxies> = pick.any(
            "trusted-proxies",
            self.trusted_proxies.as_ref().map(proxies),
            written
                .trusted_proxies
                .map(|given| given.into_iter().map(|Text(proxy)| proxy).collect()),
        );
        let tls = self
            .tls
            .settle(&mut pick, written.tls_cert, written.tls_key)?;
        let max_connections = pick.or(
            "max-connections",
            self.max_connections.map(NonZeroUsize::get),
            written.max_connections.map(NonZeroUsize::get),
            default.edge.max_connections,
        );
        let max_public_streams_per_address = pick.or(
            "max-public-streams-per-address",
            self.max_public_streams_per_address.map(NonZeroUsize::get),
            written
                .max_public_streams_per_address
                .map(NonZeroUsize::get),
            default.edge.max_public_streams_per_address,
        );
        let webhooks = WebhookOptions {
            networks: written.webhook_networks,
            timeout: lasts(written.webhook_timeout),
            retry: lasts(written.webhook_retry),
            attempts: written.webhook_attempts,
        };
        let webhooks = self.webhooks.settle(&mut pick, webhooks);
        let log = pick.or("log", self.log.clone(), written.log, "info".to_owned());
        EnvFilter::try_new(&log).with_context(|| format!("cannot understand log = `{log}`"))?;
        Ok(Settled {
            data: data.map(|Shown(path)| DataDirectory::new(path)),
            listen,
            tunables: Tunables {
                idle_after: idle_after.map(|HumanDuration(duration)| duration),
                lease: lease.0,
                grace: grace.0,
                heartbeat: heartbeat.0,
                keep_alive: keep_alive.0,
                edge: Edge {
                    tls,
                    trusted_proxies: trusted_proxies.unwrap_or_default(),
                    max_connections,
                    max_public_streams_per_address,
                    ..default.edge
                },
                webhooks,
                ..default
            },
            log,
            each: pick.each,
        })
    }
}

impl Tls {
    /// The pair, for what looks at it alone.
    pub(super) fn files(
        &self,
        file: &File,
        matches: &ArgMatches,
    ) -> anyhow::Result<Option<TlsFiles>> {
        let written = file.read()?;
        let mut pick = Pick {
            matches,
            each: Vec::new(),
        };
        self.settle(&mut pick, written.tls_cert, written.tls_key)
    }

    fn settle(
        &self,
        pick: &mut Pick<'_>,
        written_cert: Option<PathBuf>,
        written_key: Option<PathBuf>,
    ) -> anyhow::Result<Option<TlsFiles>> {
        let certificate = pick.any("tls-cert", self.tls_cert.clone(), written_cert);
        let key = pick.any("tls-key", self.tls_key.clone(), written_key);
        match (certificate, key) {
            (Some(Shown(certificate)), Some(Shown(key))) => Ok(Some(TlsFiles { certificate, key })),
            (None, None) => Ok(None),
            _ => bail!("tls-cert and tls-key go together; name both, or neither"),
        }
    }
}

impl File {
    fn read(&self) -> anyhow::Result<Written> {
        let Some(path) = &self.config else {
            return Ok(Written::default());
        };
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read {}", path.display()))?;
        let mut written: Written = toml::from_str(&text)
            .with_context(|| format!("cannot understand {}", path.display()))?;
        // A service starts wherever it likes; the file stands where it stands.
        let folder = path.parent().unwrap_or(Path::new(""));
        for named in [
            &mut written.data,
            &mut written.tls_cert,
            &mut written.tls_key,
        ] {
            *named = named.take().map(|path| folder.join(path));
        }
        Ok(written)
    }
}

/// Picks what comes first, and notes where it came from.
pub(super) struct Pick<'m> {
    matches: &'m ArgMatches,
    each: Vec<Setting>,
}

impl Pick<'_> {
    pub(super) fn or<T: fmt::Display>(
        &mut self,
        name: &'static str,
        given: Option<T>,
        written: Option<T>,
        default: T,
    ) -> T {
        let picked = self.any(name, given, written);
        picked.unwrap_or_else(|| {
            if let Some(setting) = self.each.last_mut() {
                setting.value = Some(default.to_string());
            }
            default
        })
    }

    pub(super) fn any<G, T: fmt::Display>(
        &mut self,
        name: &'static str,
        given: Option<G>,
        written: Option<G>,
    ) -> Option<T>
    where
        G: Into<T>,
    {
        let (picked, from) = match (given, written) {
            (Some(given), _) => (Some(given.into()), self.source(name)),
            (None, Some(written)) => (Some(written.into()), Source::File),
            (None, None) => (None, Source::Default),
        };
        self.each.push(Setting {
            name,
            value: picked.as_ref().map(T::to_string),
            from,
        });
        picked
    }

    fn source(&self, name: &str) -> Source {
        match self.matches.value_source(&name.replace('-', "_")) {
            Some(ValueSource::EnvVariable) => Source::Environment,
            _ => Source::Option,
        }
    }
}

/// A path that is shown.
struct Shown(PathBuf);

impl From<PathBuf> for Shown {
    fn from(path: PathBuf) -> Self {
        Self(path)
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(f)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Option => "option",
            Self::Environment => "environment",
            Self::File => "file",
            Self::Default => "default",
        })
    }
}
