//! Personal access tokens: what a script may do in an agent's name.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use crate::{SessionId, Timestamp};

/// Something that a token may be good for. Nobody can do more with one than its agent can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum TokenScope {
    /// To read what the agent sees: herself, her offices, and who is there.
    #[serde(rename = "read")]
    Read,
    /// To set her own status, schedule and busy times.
    #[serde(rename = "presence")]
    Presence,
    /// To set others Away where she is administrator.
    #[serde(rename = "away")]
    Away,
    /// To read what owners and administrators set up, and the audit log.
    #[serde(rename = "admin:read")]
    AdminRead,
    /// To read and change all of that.
    #[serde(rename = "admin")]
    Admin,
}

impl TokenScope {
    pub const ALL: [Self; 5] = [
        Self::Read,
        Self::Presence,
        Self::Away,
        Self::AdminRead,
        Self::Admin,
    ];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Presence => "presence",
            Self::Away => "away",
            Self::AdminRead => "admin:read",
            Self::Admin => "admin",
        }
    }

    /// Whether who has this may do what needs `other`.
    pub fn covers(self, other: Self) -> bool {
        self == other || (self, other) == (Self::Admin, Self::AdminRead)
    }
}

/// The body of `POST /v1/me/tokens`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccessToken {
    /// What it is for, in 1 to 100 characters.
    pub name: String,
    /// At least one.
    pub scopes: BTreeSet<TokenScope>,
    /// From 1 to 366 days from now on; 90, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_days: Option<u16>,
}

/// A token as its agent sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AccessToken {
    pub id: SessionId,
    pub name: String,
    pub scopes: BTreeSet<TokenScope>,
    pub made_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A new token: it is told this once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct MadeAccessToken {
    /// To be sent as `Authorization: Bearer <token>`.
    pub token: String,
    pub access: AccessToken,
}

impl fmt::Debug for MadeAccessToken {
    /// Leaves the token out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeAccessToken")
            .field("access", &self.access)
            .finish_non_exhaustive()
    }
}
