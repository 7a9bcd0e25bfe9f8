//! Where a request comes from: the other end of its connection, or what a trusted proxy says of it.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use axum::http::{HeaderMap, header};
use ipnet::IpNet;

/// Whom limits are kept for: an IPv4 address, or the /64 of an IPv6 one, which is what one customer of a provider gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Client(IpAddr);

impl Client {
    pub(crate) fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::from([a, b, c, d, 0, 0, 0, 0])
            }
            address @ IpAddr::V4(_) => address,
        })
    }
}

/// The networks of the proxies that are believed when they say whom they pass on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

/// Why a text is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a network: write an address such as 127.0.0.1, or a range such as 10.0.0.0/8"
)]
pub struct ParseProxyError(String);

impl FromIterator<TrustedProxy> for TrustedProxies {
    fn from_iter<I: IntoIterator<Item = TrustedProxy>>(proxies: I) -> Self {
        Self(proxies.into_iter().map(|proxy| proxy.0).collect())
    }
}

/// The network of one proxy, or of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustedProxy(IpNet);

impl FromStr for TrustedProxy {
    type Err = ParseProxyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        text.parse()
            .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
            .map(Self)
            .map_err(|_| ParseProxyError(text.chars().take(64).collect()))
    }
}

impl fmt::Display for TrustedProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for TrustedProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        for (place, network) in self.0.iter().enumerate() {
            let comma = if place > 0 { "," } else { "" };
            write!(f, "{comma}{network}")?;
        }
        Ok(())
    }
}

impl TrustedProxies {
    /// Who sent a request. Proxies append to what they were sent, so only the rightmost entries can be believed: those
    /// that a trusted proxy added. Whatever cannot be read there, and two headers that disagree (one of them is passed
    /// on as the client made it up), leave the connection's own other end.
    pub(crate) fn client(&self, peer: SocketAddr, headers: &HeaderMap) -> Client {
        let peer = peer.ip().to_canonical();
        if !self.trusts(peer) {
            return Client::of(peer);
        }
        let forwarded = self.beyond(headers.get_all(header::FORWARDED), forwarded_for);
        let x_forwarded_for = self.beyond(headers.get_all("x-forwarded-for"), |line| {
            line.split(',').map(node).collect()
        });
        Client::of(match (forwarded, x_forwarded_for) {
            (Named::Nobody, Named::Client(client)) | (Named::Client(client), Named::Nobody) => {
                client
            }
            (Named::Client(one), Named::Client(other)) if one == other => one,
            _ => peer,
        })
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// From the right, the first address that is no trusted proxy; if all are, the last.
    fn beyond<'a, V>(&self, lines: V, nodes: impl Fn(&str) -> Vec<Option<IpAddr>>) -> Named
    where
        V: IntoIterator<Item = &'a axum::http::HeaderValue, IntoIter: DoubleEndedIterator>,
    {
        let mut named = Named::Nobody;
        for line in lines.into_iter().rev() {
            let Ok(line) = line.to_str() else {
                return Named::Unreadable;
            };
            for address in nodes(line).into_iter().rev() {
                let Some(address) = address else {
                    return Named::Unreadable;
                };
                named = Named::Client(address);
                if !self.trusts(address) {
                    return named;
                }
            }
        }
        named
    }
}

/// Whom a header names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Nobody,
    Client(IpAddr),
    Unreadable,
}

/// The `for` of each element of a `Forwarded` header (RFC 7239, section 4).
fn forwarded_for(line: &str) -> Vec<Option<IpAddr>> {
    split_unquoted(line, ',')
        .into_iter()
        .map(|element| {
            let mut named = split_unquoted(element, ';').into_iter().filter_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                name.trim().eq_ignore_ascii_case("for").then_some(value)
            });
            let value = named.next()?.trim();
            if named.next().is_some() {
                return None;
            }
            match value.strip_prefix('"') {
                Some(quoted) => node(quoted.strip_suffix('"')?),
                None => node(value),
            }
        })
        .collect()
}

/// Splits where the separator does not stand in quotes.
fn split_unquoted(text: &str, separator: char) -> Vec<&str> {
    let (mut quoted, mut escaped) = (false, false);
    text.split(|c| {
        let splits = c == separator && !quoted;
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && c == '\\' && !escaped;
        splits
    })
    .collect()
}

/// An address, with or without a port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`.
fn node(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    let address = text
        .parse()
        .ok()
        .or_else(bracketed)
        .or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn proxies(text: &str) -> TrustedProxies {
        text.split(',')
            .map(|proxy| proxy.parse::<TrustedProxy>().unwrap())
            .collect()
    }

    /// Whom a request from `10.0.0.1` comes from.
    fn from_proxy(headers: &[(&str, &str)]) -> String {
        seen("10.0.0.1", headers)
    }

    fn seen(peer: &str, headers: &[(&str, &str)]) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(
                name.parse::<HeaderName>().unwrap(),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        let peer = SocketAddr::new(peer.parse().unwrap(), 4711);
        proxies("10.0.0.0/8, 127.0.0.1,fd00::/8")
            .client(peer, &map)
            .0
            .to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let headers = [("x-forwarded-for", "203.0.113.5")];
        assert_eq!(seen("10.0.0.1", &headers), "203.0.113.5");
        assert_eq!(seen("127.0.0.1", &headers), "203.0.113.5");
        assert_eq!(seen("127.0.0.2", &headers), "127.0.0.2");
        assert_eq!(seen("198.51.100.7", &headers), "198.51.100.7");
        assert_eq!(seen("::ffff:10.0.0.1", &headers), "203.0.113.5");
        let nobody = TrustedProxies::default();
        let peer: SocketAddr = "10.0.0.1:80".parse().unwrap();
        let mut map = HeaderMap::new();
        map.insert("x-forwarded-for", HeaderValue::from_static("203.0.113.5"));
        assert_eq!(nobody.client(peer, &map).0.to_string(), "10.0.0.1");
    }

    #[test]
    fn what_stands_left_of_the_first_stranger_is_what_he_made_up() {
        for (header, seen) in [
            ("203.0.113.5", "203.0.113.5"),
            ("192.0.2.66, 203.0.113.5", "203.0.113.5"),
            ("10.9.9.9, 203.0.113.5, 10.0.0.2,127.0.0.1", "203.0.113.5"),
            ("nonsense, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
            ("10.0.0.3, 10.0.0.2", "10.0.0.3"),
            ("203.0.113.5:4711", "203.0.113.5"),
            ("[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::"),
            ("2001:db8:1:2:3::4", "2001:db8:1:2::"),
            ("::ffff:203.0.113.5", "203.0.113.5"),
        ] {
            assert_eq!(from_proxy(&[("x-forwarded-for", header)]), seen, "{header}");
        }
        let lines = [
            ("x-forwarded-for", "192.0.2.66"),
            ("x-forwarded-for", "203.0.113.5"),
        ];
        assert_eq!(from_proxy(&lines), "203.0.113.5", "lines are one list");
    }

    #[test]
    fn forwarded_is_read_as_rfc_7239_has_it() {
        for (header, seen) in [
            ("for=203.0.113.5", "203.0.113.5"),
            ("For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::"),
            ("for=192.0.2.43;proto=http;by=10.0.0.1", "192.0.2.43"),
            (
                "proto=https; for=\"192.0.2.43:80\" ;host=\"a,b;for=1.2.3.4\"",
                "192.0.2.43",
            ),
            (
                "for=192.0.2.66, for=203.0.113.5, for=10.0.0.2",
                "203.0.113.5",
            ),
            ("for=unknown, for=203.0.113.5", "203.0.113.5"),
            ("host=\"\\\"\";for=203.0.113.5", "203.0.113.5"),
        ] {
            assert_eq!(from_proxy(&[("forwarded", header)]), seen, "{header}");
        }
    }

    #[test]
    fn what_cannot_be_read_leaves_the_connections_own_other_end() {
        for header in [
            "",
            ",",
            "unknown",
            "_hidden",
            "203.0.113",
            "203.0.113.5, ",
            "203.0.113.5, unknown, 10.0.0.2",
            "203.0.113.5/24",
            "203.0.113.5 198.51.100.7",
        ] {
            assert_eq!(
                from_proxy(&[("x-forwarded-for", header)]),
                "10.0.0.1",
                "{header}"
            );
        }
        for header in [
            "203.0.113.5",
            "for=",
            "for=_hidden",
            "for=\"203.0.113.5",
            "by=203.0.113.5",
            "for=203.0.113.5;for=198.51.100.7",
            "for=\"x, for=203.0.113.5",
        ] {
            assert_eq!(from_proxy(&[("forwarded", header)]), "10.0.0.1", "{header}");
        }
    }

    #[test]
    fn of_two_headers_that_disagree_neither_is_believed() {
        let both = |one, other| from_proxy(&[("forwarded", one), ("x-forwarded-for", other)]);
        assert_eq!(both("for=203.0.113.5", "203.0.113.5"), "203.0.113.5");
        assert_eq!(both("for=192.0.2.66", "203.0.113.5"), "10.0.0.1");
        assert_eq!(both("for=unknown", "203.0.113.5"), "10.0.0.1");
    }

    #[test]
    fn a_network_is_an_address_or_a_range() {
        assert_eq!(
            "10.0.0.0/8".parse::<TrustedProxy>().unwrap().to_string(),
            "10.0.0.0/8"
        );
        assert_eq!(
            " ::1 ".parse::<TrustedProxy>().unwrap().to_string(),
            "::1/128"
        );
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0/8",
            "proxy.example.org",
            "10.0.0.1-10.0.0.9",
        ] {
            let error = text.parse::<TrustedProxy>().unwrap_err().to_string();
            assert!(error.contains("10.0.0.0/8"), "{error}");
        }
    }
}
