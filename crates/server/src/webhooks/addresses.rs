//! Which addresses webhooks may be sent to. Whoever can set one up must not reach with it what only this machine, or only
//! its network, can.

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, LazyLock},
};

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// What is not on the internet, or is no single machine there (RFC 6890 and its registry).
static NOT_PUBLIC: LazyLock<Vec<IpNet>> = LazyLock::new(|| {
    let networks = [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/128",
        "::1/128",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    ];
    networks
        .iter()
        .filter_map(|network| network.parse().ok())
        .collect()
});

/// Which addresses webhooks may be sent to besides those on the internet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedNetworks(pub Vec<IpNet>);

/// An address that webhooks may not be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotAllowed(IpAddr);

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} is in a network of its own; the server's setting webhook-networks can allow that",
            self.0
        )
    }
}

impl std::error::Error for NotAllowed {}

impl From<Vec<IpNet>> for AllowedNetworks {
    fn from(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }
}

impl fmt::Display for AllowedNetworks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let networks: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&networks.join(","))
    }
}

impl AllowedNetworks {
    pub(super) fn check(&self, address: IpAddr) -> Result<(), NotAllowed> {
        let real = embedded(address);
        let allowed = |address: IpAddr| self.0.iter().any(|network| network.contains(&address));
        let public = |address: IpAddr| !NOT_PUBLIC.iter().any(|network| network.contains(&address));
        if allowed(real) || public(real) && public(address) {
            return Ok(());
        }
        Err(NotAllowed(address))
    }
}

/// The IPv4 address that an IPv6 address stands for, where it stands for one: mapped, compatible, translated, or 6to4.
fn embedded(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else {
        return address;
    };
    if v6 == Ipv6Addr::UNSPECIFIED || v6 == Ipv6Addr::LOCALHOST {
        return address;
    }
    let segments = v6.segments();
    let v4 = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        IpAddr::V4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        _ => address,
    }
}

/// How names are looked up: by the system, except in tests.
pub(super) trait Lookup: Clone + Send + Sync + 'static {
    fn look_up(&self, name: String) -> impl Future<Output = io::Result<Vec<SocketAddr>>> + Send;
}

/// As the system does it.
#[derive(Clone, Copy, Debug)]
pub(super) struct SystemLookup;

impl Lookup for SystemLookup {
    async fn look_up(&self, name: String) -> io::Result<Vec<SocketAddr>> {
        Ok(tokio::net::lookup_host((name, 0)).await?.collect())
    }
}

/// Looks names up, and leaves out what may not be connected to. What it answers is connected to, so that no name can mean
/// one thing while it is checked and another one after that.
#[derive(Clone, Debug)]
pub(super) struct Resolver<L> {
    pub(super) allowed: Arc<AllowedNetworks>,
    pub(super) lookup: L,
}

impl<L: Lookup> Resolve for Resolver<L> {
    fn resolve(&self, name: Name) -> Resolving {
        let Self { allowed, lookup } = self.clone();
        Box::pin(async move {
            let found = lookup.look_up(name.as_str().to_owned()).await?;
            let (mut fine, mut refused) = (Vec::<SocketAddr>::new(), None);
            for address in found {
                match allowed.check(address.ip()) {
                    Ok(()) => fine.push(address),
                    Err(error) => refused = Some(error),
                }
            }
            match refused {
                Some(error) if fine.is_empty() => Err(error.into()),
                _ => Ok(Box::new(fine.into_iter()) as Addrs),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(allowed: &[&str], address: &str) -> bool {
        let networks = allowed.iter().map(|network| network.parse().unwrap());
        let allowed = AllowedNetworks(networks.collect());
        allowed.check(address.parse().unwrap()).is_ok()
    }

    #[test]
    fn every_network_of_the_list_is_one() {
        assert_eq!(NOT_PUBLIC.len(), 27);
    }

    #[test]
    fn what_is_not_on_the_internet_is_refused_however_it_is_written() {
        for address in [
            "127.0.0.1",
            "127.255.0.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.31.0.1",
            "192.168.1.1",
            "100.64.0.1",
            "169.254.169.254",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fd00::1",
            "fe80::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "::ffff:0:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::10.0.0.1",
            "2002:7f00:1::1",
            "2001:0:7f00:1::",
        ] {
            assert!(!check(&[], address), "{address}");
        }
        for address in [
            "9.9.9.9",
            "2620:fe::fe",
            "::ffff:9.9.9.9",
            "64:ff9b::9.9.9.9",
        ] {
            assert!(check(&[], address), "{address}");
        }
    }

    #[test]
    fn a_network_that_is_allowed_is_also_where_it_is_written_as_another_kind_of_address() {
        for address in ["127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::127.0.0.1"] {
            assert!(check(&["127.0.0.0/8"], address), "{address}");
        }
        assert!(!check(&["127.0.0.0/8"], "10.0.0.1"));
        assert!(!check(&["10.0.0.0/8"], "::1"));
        assert!(check(&["::1/128"], "::1"));
    }
}
