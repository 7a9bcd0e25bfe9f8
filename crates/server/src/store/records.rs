//! What stands under which key. Shapes only ever grow: an older file must be read by a newer server.

use porchlight_protocol::{
    Activity, AgentId, Choice, ChoiceAnswer, ChoiceId, NewChoice, OfficeId, Role, Schedule,
    SessionId, Timestamp,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::StoreError;

/// A key of the store, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Organization,
    Agent(AgentId),
    Password(AgentId),
    Office(OfficeId),
    Member(OfficeId, AgentId),
    Choices(AgentId),
    Schedule(AgentId),
    /// An administrator's last act on an agent in an office.
    Act(AgentId, OfficeId),
    Session(SessionId),
    /// What was answered to a choice, so that asking again answers the same.
    Asked(AgentId, ChoiceId),
    Audit(u64, usize),
}

impl Key {
    /// Takes a key apart; none for one that a later version may have added.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('/').unwrap_or((text, ""));
        Some(match kind {
            "organization" => Self::Organization,
            "agent" => Self::Agent(rest.into()),
            "password" => Self::Password(rest.into()),
            "office" => Self::Office(rest.into()),
            "member" => rest
                .split_once('/')
                .map(|(office, agent)| Self::Member(office.into(), agent.into()))?,
            "choices" => Self::Choices(rest.into()),
            "schedule" => Self::Schedule(rest.into()),
            "act" => rest
                .split_once('/')
                .map(|(agent, office)| Self::Act(agent.into(), office.into()))?,
            "session" => Self::Session(rest.into()),
            _ => return None,
        })
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Organization => f.write_str("organization"),
            Self::Agent(agent) => write!(f, "agent/{agent}"),
            Self::Password(agent) => write!(f, "password/{agent}"),
            Self::Office(office) => write!(f, "office/{office}"),
            Self::Member(office, agent) => write!(f, "member/{office}/{agent}"),
            Self::Choices(agent) => write!(f, "choices/{agent}"),
            Self::Schedule(agent) => write!(f, "schedule/{agent}"),
            Self::Act(agent, office) => write!(f, "act/{agent}/{office}"),
            Self::Session(session) => write!(f, "session/{session}"),
            Self::Asked(agent, choice) => write!(f, "asked/{agent}/{choice}"),
            Self::Audit(revision, number) => write!(f, "audit/{revision:020}/{number}"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OrganizationRecord {
    pub idle_after_seconds: u64,
}

impl Default for OrganizationRecord {
    fn default() -> Self {
        Self {
            idle_after_seconds: 3600,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AgentRecord {
    pub name: String,
    pub email: String,
    #[serde(default)]
    pub owner: bool,
    #[serde(default)]
    pub own_idle_after_seconds: Option<u64>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PasswordRecord {
    /// In the PHC format, with its own salt and parameters.
    pub hash: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OfficeRecord {
    pub name: String,
    #[serde(default)]
    pub public: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MemberRecord {
    pub role: Role,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChoicesRecord {
    pub choices: Vec<Choice>,
    /// The greatest stamp given so far.
    pub last_stamp: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ScheduleRecord {
    /// None once it was taken back, so that the number goes on.
    pub schedule: Option<Schedule>,
    pub revision: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ActRecord {
    pub choice: ChoiceId,
    pub revision: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionRecord {
    pub agent: AgentId,
    pub device: String,
    /// SHA-256 of the token, in hexadecimal.
    pub token: String,
    pub signed_in_at: Timestamp,
    pub activity: Activity,
    /// When it was last seen to go; none while it is live.
    pub gone_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AskedRecord {
    pub asked: NewChoice,
    pub answer: ChoiceAnswer,
}

/// What an administrator did to an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuditRecord {
    pub at: Timestamp,
    pub act: String,
    pub by: AgentId,
    pub agent: AgentId,
    pub office: OfficeId,
    pub batch: String,
    pub reason: Option<String>,
}

pub(crate) fn read<T: DeserializeOwned>(key: &str, value: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(value).map_err(|error| StoreError::Damaged {
        key: key.to_owned(),
        reason: error.to_string(),
    })
}
