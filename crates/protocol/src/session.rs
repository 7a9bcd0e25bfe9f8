//! Devices, what they say of their person, and how that is numbered.

use serde::{Deserialize, Deserializer, Serialize, de::Error};

use crate::{Agent, SessionId, Timestamp};

/// The header that numbers what a session sends of itself, each with a greater number than all before: its activity,
/// goodbye, and choices. An activity or a goodbye that arrives with a number that is not above every earlier one of the two
/// was overtaken, and is refused with [`Code::Overtaken`](crate::Code::Overtaken); and so is a choice without `set_at`, which
/// is stamped as it arrives, if a later choice arrived before. Without the header nothing is compared.
pub const SEQUENCE: &str = "porchlight-sequence";

/// The header that names something that is asked for, so that asking twice is asking once: a request that a proxy sends again
/// much later, or that is repeated because its answer was lost, does nothing and is answered the same. New for each thing that
/// is asked.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// What a device knows of its person. Never what she does, only whether there was input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum Activity {
    Active,
    /// The device cannot tell. Never counts as inactive.
    Unknown,
    /// The last input was at `since`.
    Idle {
        since: Timestamp,
    },
    /// Locked at `since`.
    Locked {
        since: Timestamp,
    },
}

impl<'de> Deserialize<'de> for Activity {
    /// Refuses unknown fields for every state: a derived one would let them pass where a state has none of its own.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Activity {
            state: State,
            #[serde(default, deserialize_with = "crate::instant::in_four_digit_years")]
            since: Option<Timestamp>,
        }

        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum State {
            Active,
            Unknown,
            Idle,
            Locked,
        }

        let Activity { state, since } = Activity::deserialize(deserializer)?;
        let since = since.ok_or_else(|| D::Error::missing_field("since"));
        Ok(match state {
            State::Active => Self::Active,
            State::Unknown => Self::Unknown,
            State::Idle => Self::Idle { since: since? },
            State::Locked => Self::Locked { since: since? },
        })
    }
}

/// One signed-in device, as its agent sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Session {
    pub id: SessionId,
    /// The name the device gave itself at sign-in.
    pub device: String,
    /// Whether its lease runs.
    pub live: bool,
    pub activity: Activity,
}

/// The answer to `PUT /v1/me/activity`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ActivityAnswer {
    /// The server's clock, from which a client knows its own offset.
    pub server_time: Timestamp,
    pub lease_until: Timestamp,
}

/// The body of `POST /v1/sign-in`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    pub email: String,
    pub password: String,
    /// What to call this device, such as its host name.
    pub device: String,
}

impl std::fmt::Debug for SignIn {
    /// Leaves the password out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn")
            .field("email", &self.email)
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

/// The answer to `POST /v1/sign-in`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignedIn {
    /// Belongs to this one session. Told once, kept hashed by the server.
    pub token: String,
    pub session_id: SessionId,
    pub agent: Agent,
}

impl std::fmt::Debug for SignedIn {
    /// Leaves the token out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn")
            .field("session_id", &self.session_id)
            .field("agent", &self.agent)
            .finish_non_exhaustive()
    }
}

/// The body of `POST /v1/browser`: a browser signs in, and keeps its token in a cookie that no script can read.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BrowserSignIn {
    pub email: String,
    pub password: String,
    /// Whether the browser stays signed in once it is closed.
    #[serde(default)]
    pub remember: bool,
}

impl std::fmt::Debug for BrowserSignIn {
    /// Leaves the password out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BrowserSignIn")
            .field("email", &self.email)
            .field("remember", &self.remember)
            .finish_non_exhaustive()
    }
}
