//! Who is signed in, and where.

use porchlight_protocol::AgentId;
use serde::{Deserialize, Serialize};

/// Who is signed in, and where. The token is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// As the person wrote it at sign-in.
    pub server: String,
    /// The server runs inside the app.
    #[serde(default)]
    pub embedded: bool,
    /// She allowed unencrypted HTTP to this server as she signed in.
    #[serde(default)]
    pub plain_http: bool,
    pub agent: AgentId,
    pub email: String,
}

impl Account {
    /// Whether both are one person's at one server, however its address was written.
    pub fn is_same(&self, other: &Self) -> bool {
        self.agent == other.agent
            && self.embedded == other.embedded
            && is_same_server(&self.server, &other.server)
    }
}

/// Whether two addresses lead to the same server: upper and lower case, a missing scheme, the scheme's own port and a
/// slash at the end make no difference.
pub(super) fn is_same_server(one: &str, other: &str) -> bool {
    normalized(one) == normalized(other)
}

fn normalized(address: &str) -> String {
    let address = address.trim();
    let (scheme, rest) = match address.split_once("://") {
        Some((scheme, rest)) => (Some(scheme.to_lowercase()), rest),
        None => (None, address),
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let authority = authority.to_lowercase();
    let scheme = scheme.unwrap_or_else(|| {
        let scheme = if is_this_computer(&authority) {
            "http"
        } else {
            "https"
        };
        scheme.to_owned()
    });
    let own_port = if scheme == "http" { ":80" } else { ":443" };
    let authority = authority.strip_suffix(own_port).unwrap_or(&authority);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    format!("{scheme}://{authority}{}", path.trim_end_matches('/'))
}

fn is_this_computer(authority: &str) -> bool {
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        _ => authority,
    };
    host == "localhost" || host == "[::1]" || host.starts_with("127.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_is_one_however_its_address_is_written() {
        for (one, other) in [
            ("https://chat.example.edu", "https://chat.example.edu/"),
            ("https://chat.example.edu", "HTTPS://Chat.Example.EDU:443"),
            ("chat.example.edu", " https://chat.example.edu "),
            ("localhost:8787", "http://LOCALHOST:8787/"),
            ("http://10.0.0.5", "http://10.0.0.5:80"),
            (
                "chat.example.edu/presence/",
                "https://chat.example.edu/presence",
            ),
        ] {
            assert!(is_same_server(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn another_port_path_scheme_or_name_is_another_server() {
        for other in [
            "https://chat.example.edu:8443",
            "https://chat.example.edu/presence",
            "http://chat.example.edu",
            "https://chat.example.org",
        ] {
            assert!(
                !is_same_server("https://chat.example.edu", other),
                "{other}"
            );
        }
    }
}
