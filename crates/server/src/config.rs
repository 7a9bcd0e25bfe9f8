use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

pub use crate::{
    origin::{ParseProxyError, TrustedProxies, TrustedProxy},
    webhooks::{AllowedNetworks, WebhookSettings},
};

/// What a server runs by. Tests shorten it; nothing else differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tunables {
    /// The organization's Live Assistant Timeout, instead of the one stored.
    pub idle_after: Option<Duration>,
    /// How long a session lives after the last thing heard from it.
    pub lease: Duration,
    /// What is left of that once its stream closed without goodbye.
    pub grace: Duration,
    /// How often clients are asked to give a sign of life.
    pub heartbeat: Duration,
    /// How often something is said on every stream.
    pub keep_alive: Duration,
    /// How long a request waits for the store at most: then whoever asked is told that it is not known what became of it.
    pub longest_wait: Duration,
    /// Who may connect.
    pub edge: Edge,
    /// How other systems are told what happens.
    pub webhooks: WebhookSettings,
}

impl Tunables {
    /// What the campus goes by.
    pub(crate) fn campus(&self) -> porchlight_campus::Config {
        porchlight_campus::Config {
            idle_after: self.idle_after,
            lease: self.lease,
            grace: self.grace,
            heartbeat: self.heartbeat,
            keep_alive: self.keep_alive,
        }
    }
}

impl Default for Tunables {
    /// As the rule book has it.
    fn default() -> Self {
        Self {
            idle_after: None,
            lease: Duration::from_mins(1),
            grace: Duration::from_secs(15),
            heartbeat: Duration::from_secs(25),
            keep_alive: Duration::from_secs(15),
            longest_wait: Duration::from_secs(10),
            edge: Edge::default(),
            webhooks: WebhookSettings::default(),
        }
    }
}

/// The files that have the server's certificate and its key, in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The server's own first, its issuers' behind it.
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// Who may connect, how many at a time, and how slowly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// For TLS; without, a proxy in front has it.
    pub tls: Option<TlsFiles>,
    /// The proxies that are believed when they say whom they pass on.
    pub trusted_proxies: TrustedProxies,
    /// Connections that are open at a time. More wait to be taken.
    pub max_connections: usize,
    /// Streams of customers' pages that one address may have open. All of a campus may share one.
    pub max_public_streams_per_address: usize,
    /// How long the first head on a connection may take, and a handshake before it.
    pub first_head: Duration,
    /// How long a later request's head may take, counted from the last answer.
    pub head: Duration,
    /// How long a request's body may take.
    pub body: Duration,
}

impl Default for Edge {
    fn default() -> Self {
        Self {
            tls: None,
            trusted_proxies: TrustedProxies::default(),
            max_connections: 20_000,
            max_public_streams_per_address: 1_000,
            first_head: Duration::from_secs(10),
            head: Duration::from_secs(75),
            body: Duration::from_secs(10),
        }
    }
}

/// A duration as people write it: `500ms`, `15s`, `60m`, `2h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HumanDuration(pub Duration);

/// Why a text is no duration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a duration: write a number and a unit, such as 500ms, 15s, 60m or 2h")]
pub struct ParseDurationError(String);

impl FromStr for HumanDuration {
    type Err = ParseDurationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || ParseDurationError(text.chars().take(32).collect());
        let split = text
            .find(|c: char| !c.is_ascii_digit())
            .ok_or_else(refused)?;
        let (number, unit) = text.split_at(split);
        let number: u64 = number.parse().map_err(|_| refused())?;
        let milliseconds = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => return Err(refused()),
        };
        number
            .checked_mul(milliseconds)
            .filter(|ms| *ms > 0)
            .map(Duration::from_millis)
            .map(Self)
            .ok_or_else(refused)
    }
}

impl fmt::Display for HumanDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = self.0.as_millis();
        for (unit, length) in [("h", 3_600_000), ("m", 60_000), ("s", 1_000)] {
            if milliseconds.is_multiple_of(length) {
                return write!(f, "{}{unit}", milliseconds / length);
            }
        }
        write!(f, "{milliseconds}ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_as_people_write_them() {
        for text in ["500ms", "15s", "60s", "90m", "2h"] {
            let duration: HumanDuration = text.parse().unwrap();
            assert_eq!(duration.to_string().parse(), Ok(duration), "{text}");
        }
        assert_eq!("60m".parse(), Ok(HumanDuration(Duration::from_hours(1))));
        for text in [
            "",
            "5",
            "s",
            "-5s",
            "5 s",
            "5d",
            "0s",
            "99999999999999999999s",
            "18446744073709551615h",
        ] {
            assert!(text.parse::<HumanDuration>().is_err(), "{text}");
        }
    }
}
