//! Where a server is, as people write it.

use std::{fmt, net::SocketAddr};

use porchlight_core::agent::Impossible;
use reqwest::Url;

/// Where a server is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    base: Url,
}

impl Address {
    /// Reads what a person wrote: `https://chat.example.edu`, `chat.example.edu`, `localhost:8787`. Without a scheme
    /// it is HTTPS, but for this computer itself.
    pub(crate) fn parse(text: &str) -> Result<Self, Impossible> {
        let text = text.trim();
        let refused = || Impossible::NoAddress {
            text: text.to_owned(),
        };
        let whole = if text.contains("://") {
            text.to_owned()
        } else {
            with_scheme(text)
        };
        let base = Url::parse(&whole).map_err(|_| refused())?;
        let usable = matches!(base.scheme(), "http" | "https")
            && base.host_str().is_some_and(|host| !host.is_empty());
        if !usable || !base.username().is_empty() || base.password().is_some() {
            return Err(refused());
        }
        Ok(Self { base })
    }

    /// Refuses an address where anybody on the way could read along, unless that is allowed.
    pub(crate) fn unless_readable(self, allowed: bool) -> Result<Self, Impossible> {
        if allowed || self.is_encrypted() || self.is_this_computer() {
            return Ok(self);
        }
        let address = self.base.as_str().trim_end_matches('/').to_owned();
        Err(Impossible::PlainHttp { address })
    }

    pub(crate) fn of_socket(address: SocketAddr) -> Self {
        #[expect(clippy::expect_used, reason = "a socket address always makes a URL")]
        let base = Url::parse(&format!("http://{address}")).expect("a socket address makes a URL");
        Self { base }
    }

    /// The URL of a path below the server's root.
    pub(crate) fn at<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> Url {
        let mut url = self.base.clone();
        url.set_query(None);
        url.set_fragment(None);
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.base.scheme() == "https"
    }

    pub(super) fn is_this_computer(&self) -> bool {
        match self.base.host_str() {
            Some("localhost" | "[::1]") => true,
            Some(host) => host
                .parse::<std::net::Ipv4Addr>()
                .is_ok_and(|address| address.is_loopback()),
            None => false,
        }
    }
}

impl fmt::Display for Address {
    /// One server has one, however it was written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.at([]).as_str().trim_end_matches('/'))
    }
}

fn with_scheme(text: &str) -> String {
    let plain = format!("http://{text}");
    let here = Url::parse(&plain).is_ok_and(|base| Address { base }.is_this_computer());
    if here {
        plain
    } else {
        format!("https://{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_found_by_what_people_write() {
        for (text, url) in [
            ("https://chat.example.edu", "https://chat.example.edu/v1/me"),
            ("chat.example.edu", "https://chat.example.edu/v1/me"),
            (
                " chat.example.edu/presence/ ",
                "https://chat.example.edu/presence/v1/me",
            ),
            ("http://10.0.0.5:8787", "http://10.0.0.5:8787/v1/me"),
            ("localhost:8787", "http://localhost:8787/v1/me"),
            ("127.0.0.1:8787", "http://127.0.0.1:8787/v1/me"),
        ] {
            assert_eq!(
                Address::parse(text).unwrap().at(["v1", "me"]).as_str(),
                url,
                "{text}"
            );
        }
    }

    #[test]
    fn one_server_has_one_address_however_it_is_written() {
        let address = |text: &str| Address::parse(text).unwrap().to_string();
        for (one, other) in [
            ("https://chat.example.edu", "https://chat.example.edu/"),
            ("https://chat.example.edu", "HTTPS://Chat.Example.EDU:443"),
            ("chat.example.edu", " https://chat.example.edu "),
            ("localhost:8787", "http://LOCALHOST:8787/"),
            ("http://10.0.0.5", "http://10.0.0.5:80"),
            ("127.example.edu", "https://127.example.edu"),
            ("bücher.example", "https://xn--bcher-kva.example"),
            (
                "chat.example.edu/presence/",
                "https://chat.example.edu/presence?a=b#c",
            ),
        ] {
            assert_eq!(address(one), address(other));
        }
        for other in [
            "https://chat.example.edu:8443",
            "https://chat.example.edu/presence",
            "http://chat.example.edu",
            "https://chat.example.org",
        ] {
            assert_ne!(address("https://chat.example.edu"), address(other));
        }
    }

    #[test]
    fn what_anybody_on_the_way_could_read_is_refused_unless_it_is_allowed() {
        let refused = |text: &str| {
            let address = Address::parse(text).unwrap();
            address.unless_readable(false).err()
        };
        for text in [
            "http://chat.example.edu",
            "HTTP://10.0.0.5:8787",
            "http://localhost.example.edu",
            "http://127.0.0.1.example.edu",
            "http://[fe80::1]",
            "http://0.0.0.0:8787",
        ] {
            let refusal = refused(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(refusal.code(), "plain_http");
            let address = Address::parse(text).unwrap();
            assert_eq!(address.clone().unless_readable(true), Ok(address));
        }
        for text in [
            "https://chat.example.edu",
            "chat.example.edu",
            "http://localhost:8787",
            "http://127.3.2.1",
            "http://[::1]:8787",
        ] {
            assert_eq!(refused(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "ftp://chat.example.edu",
            "https://",
            "two words",
            "https://ana:secret@chat.example.edu",
        ] {
            let refusal = Address::parse(text).unwrap_err();
            assert_eq!(
                refusal,
                Impossible::NoAddress {
                    text: text.to_owned()
                }
            );
        }
    }
}
