//! Who is signed in, and where.

use porchlight_protocol::AgentId;
use serde::{Deserialize, Serialize};

/// Who is signed in, and where. The token is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// As the person wrote it at sign-in.
    pub server: String,
    /// The same as a URL, as whoever connects there reads it: one server has one, however it is written. Read anew at each start;
    /// empty of the server inside the app.
    #[serde(skip)]
    pub url: String,
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
        let is_same_server = if self.url.is_empty() || other.url.is_empty() {
            self.server == other.server
        } else {
            self.url == other.url
        };
        self.agent == other.agent && self.embedded == other.embedded && is_same_server
    }
}
