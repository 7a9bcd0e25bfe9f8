//! What stands under which key. Shapes only ever grow: an older store must be read by a newer server.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use bytes::Bytes;
use porchlight_protocol::{
    Activity, AgentId, AwayAnswer, Choice, ChoiceAnswer, ChoiceId, Interval, NewChoice, OfficeId,
    OfflineNotice, Role, Schedule, SessionId, Settings, SettingsChange, Timestamp, TokenScope,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub use crate::{
    attendance::AttendanceRecord,
    runs::{UnheardRecord, UptimeRecord},
};
use crate::{edits::Changed, token::TokenHash};

/// Counts the commits of a store: every record carries that of the commit which last wrote it. Assigned by the store;
/// 0 stands for "never".
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Revision(pub u64);

/// A record as the store has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub key: String,
    /// None where it was removed.
    pub value: Option<Bytes>,
    pub revision: Revision,
}

/// A record to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub key: String,
    /// None removes it.
    pub value: Option<Bytes>,
}

/// What must still be so for a commit to hold: nobody has written the key since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub key: String,
    /// [`Revision`] 0 where there must be no such record.
    pub revision: Revision,
}

/// All or nothing, and only if every condition holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    pub writes: Vec<Write>,
    pub conditions: Vec<Condition>,
}

/// All records as of a revision, without the history.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Of the last commit.
    pub revision: Revision,
    pub records: Vec<Record>,
}

/// Prefixes of keys that are written and looked up, but not held in memory.
const HISTORY: [&str; 8] = [
    "answered/",
    "asked/",
    "attendance/",
    "audit/",
    "password/",
    "delivery/",
    "outbox/",
    "told/",
];

/// Whether a key belongs to the history, which is looked up when it is needed and not held in memory.
pub fn is_history(key: &str) -> bool {
    HISTORY.iter().any(|prefix| key.starts_with(prefix))
}

/// Whether who follows a store is told of a key: of all that is held in memory, and of the audit log.
pub fn is_watched(key: &str) -> bool {
    !is_history(key) || is_audit(key)
}

pub(crate) fn is_audit(key: &str) -> bool {
    key.starts_with("audit/")
}

/// A key of the store, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Organization,
    Agent(AgentId),
    Password(AgentId),
    /// Whose an e-mail address is, so that two who ask for it at once cannot both have it.
    Email(String),
    Office(OfficeId),
    Member(OfficeId, AgentId),
    Choices(AgentId),
    Schedule(AgentId),
    Busy(AgentId),
    /// An administrator's last act on an agent in an office.
    Act(AgentId, OfficeId),
    Session(SessionId),
    /// What was answered to a choice, so that asking again answers the same.
    Asked(AgentId, ChoiceId),
    /// What was answered to something else that an agent named, so that asking again answers the same.
    Answered(AgentId, String),
    /// By the instant in milliseconds since 1970, the batch, and what tells the rows of a batch apart: in the order of
    /// time.
    Audit(i64, String, String),
    /// A code that can be used once, by its hash.
    Code(TokenHash),
    /// Another system that is told of what happens.
    Webhook(String),
    /// Something that a webhook is to be sent by hand.
    Dispatch(String, String),
    /// What was left of leases that devices got without being heard.
    Unheard,
    /// What came of those since then.
    Uptime,
    /// Who was Available in an office, from an instant on, in seconds since 1970.
    Attendance(OfficeId, i64),
    /// Means nothing: written to find out whether anything can be.
    Probe,
}

impl Key {
    /// The key of an e-mail address, in whatever case.
    pub fn email(address: &str) -> Self {
        Self::Email(address.trim().to_lowercase())
    }

    /// Takes a key apart; none for one that a later version may have added.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('/').unwrap_or((text, ""));
        Some(match kind {
            "organization" => Self::Organization,
            "agent" => Self::Agent(rest.into()),
            "password" => Self::Password(rest.into()),
            "email" => Self::Email(rest.to_owned()),
            "office" => Self::Office(rest.into()),
            "member" => rest
                .split_once('/')
                .map(|(office, agent)| Self::Member(office.into(), agent.into()))?,
            "choices" => Self::Choices(rest.into()),
            "schedule" => Self::Schedule(rest.into()),
            "busy" => Self::Busy(rest.into()),
            "act" => rest
                .split_once('/')
                .map(|(agent, office)| Self::Act(agent.into(), office.into()))?,
            "session" => Self::Session(rest.into()),
            "code" => Self::Code(TokenHash::from_hex(rest)?),
            "webhook" => Self::Webhook(rest.to_owned()),
            "dispatch" => rest
                .split_once('/')
                .map(|(webhook, id)| Self::Dispatch(webhook.to_owned(), id.to_owned()))?,
            "unheard" => Self::Unheard,
            "uptime" => Self::Uptime,
            _ => return None,
        })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organization => f.write_str("organization"),
            Self::Agent(agent) => write!(f, "agent/{agent}"),
            Self::Password(agent) => write!(f, "password/{agent}"),
            Self::Email(email) => write!(f, "email/{email}"),
            Self::Office(office) => write!(f, "office/{office}"),
            Self::Member(office, agent) => write!(f, "member/{office}/{agent}"),
            Self::Choices(agent) => write!(f, "choices/{agent}"),
            Self::Schedule(agent) => write!(f, "schedule/{agent}"),
            Self::Busy(agent) => write!(f, "busy/{agent}"),
            Self::Act(agent, office) => write!(f, "act/{agent}/{office}"),
            Self::Session(session) => write!(f, "session/{session}"),
            Self::Asked(agent, choice) => write!(f, "asked/{agent}/{choice}"),
            Self::Answered(agent, name) => write!(f, "answered/{agent}/{name}"),
            Self::Webhook(id) => write!(f, "webhook/{id}"),
            Self::Dispatch(webhook, id) => write!(f, "dispatch/{webhook}/{id}"),
            Self::Unheard => f.write_str("unheard"),
            Self::Uptime => f.write_str("uptime"),
            Self::Attendance(office, from) => write!(f, "attendance/{office}/{from:011}"),
            Self::Probe => f.write_str("probe"),
            Self::Audit(at, batch, row) => write!(f, "audit/{at:016}/{batch}/{row}"),
            Self::Code(hash) => write!(f, "code/{}", hash.to_hex()),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationRecord {
    pub idle_after_seconds: u64,
}

impl Default for OrganizationRecord {
    fn default() -> Self {
        Self {
            idle_after_seconds: 3600,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentRecord {
    pub name: String,
    pub email: String,
    #[serde(default)]
    pub owner: bool,
    #[serde(default)]
    pub own_idle_after_seconds: Option<u64>,
    /// She cannot sign in, and nobody sees her; what is hers waits for her.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deactivated: bool,
    /// Grows whenever all her devices are signed out: one that signed in under an earlier one is signed out, whether or
    /// not its record is gone already.
    #[serde(default, skip_serializing_if = "is_default")]
    pub generation: u64,
}

/// Whose an e-mail address is. Addresses of agents who were added by an older version have none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailRecord {
    pub agent: AgentId,
}

#[derive(Clone, Default, Serialize, Deserialize)]
pub struct PasswordRecord {
    /// In the PHC format, with its own salt and parameters.
    pub hash: String,
}

impl fmt::Debug for PasswordRecord {
    /// Leaves the hash out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordRecord")
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeRecord {
    pub name: String,
    #[serde(default)]
    pub public: bool,
    /// When it should be covered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Schedule>,
    /// What customers are told while nobody is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline: Option<OfflineNotice>,
    /// The web sites whose pages may show it; those of any, if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRecord {
    pub role: Role,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoicesRecord {
    pub choices: Vec<Choice>,
    /// The greatest stamp given so far.
    pub last_stamp: Timestamp,
    /// Of each of her devices that count, the greatest number of a choice.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<SessionId, u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleRecord {
    /// None once it was taken back, so that its revision goes on.
    pub schedule: Option<Schedule>,
}

/// When an agent's calendar says that she is busy, and nothing else of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusyRecord {
    /// Merged, in order.
    pub intervals: Vec<Interval>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActRecord {
    pub choice: ChoiceId,
    /// What the agent is told of it.
    #[serde(default)]
    pub notice: Option<NoticeRecord>,
}

/// What an agent is told of an administrator's act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRecord {
    pub at: Timestamp,
    pub by: AgentId,
    pub reason: Option<String>,
    pub batch: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRecord {
    pub agent: AgentId,
    pub device: String,
    /// SHA-256 of the token, in hexadecimal.
    pub token: String,
    pub signed_in_at: Timestamp,
    /// None until it has reported for the first time since it was gone: until then it is as if it were not there.
    #[serde(default)]
    pub activity: Option<Activity>,
    /// When it was last seen to go; none while it is live.
    pub gone_at: Option<Timestamp>,
    /// When it was last seen to ask for something while it took no part, to the day.
    #[serde(default)]
    pub used_at: Option<Timestamp>,
    /// The greatest number that was taken from it, as of when this was written.
    #[serde(default)]
    pub sequence: Option<u64>,
    /// That of its agent when it signed in.
    #[serde(default, skip_serializing_if = "is_default")]
    pub generation: u64,
    /// It is no device, but a personal access token: it never takes part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<AccessRecord>,
}

/// What a personal access token is good for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessRecord {
    pub scopes: BTreeSet<TokenScope>,
    pub expires_at: Timestamp,
}

impl AccessRecord {
    /// Whether it lets its holder do what needs a scope, now.
    pub fn allows(&self, needed: TokenScope) -> bool {
        self.scopes.iter().any(|scope| scope.covers(needed))
    }
}

/// What a code that can be used once is good for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRecord {
    pub expires_at: Timestamp,
    /// Who gave it out; none for the command line.
    pub by: Option<AgentId>,
    #[serde(flatten)]
    pub purpose: Purpose,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "purpose", rename_all = "snake_case")]
pub enum Purpose {
    /// Sets an agent's password.
    PasswordReset { agent: AgentId },
    /// Makes whoever has it an agent.
    Invitation {
        email: String,
        #[serde(default)]
        owner: bool,
        offices: BTreeMap<OfficeId, Role>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedRecord {
    pub asked: NewChoice,
    pub answer: ChoiceAnswer,
}

/// What was asked by a name, and answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "asked", rename_all = "snake_case")]
pub enum AnsweredRecord {
    Away {
        office: OfficeId,
        /// None is everybody.
        agent: Option<AgentId>,
        answer: AwayAnswer,
    },
    Settings {
        change: SettingsChange,
        answer: Settings,
    },
    /// Something that was set up.
    Change {
        /// Tells it apart from others under the same name.
        digest: String,
        answer: Box<Changed>,
    },
}

/// A record that cannot be read back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{key}` cannot be read back: {reason}")]
pub struct Damaged {
    pub key: String,
    pub reason: String,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Reads a record back.
///
/// # Errors
/// If it does not have the shape that its key promises.
pub fn read<T: DeserializeOwned>(key: &str, value: &[u8]) -> Result<T, Damaged> {
    serde_json::from_slice(value).map_err(|error| Damaged {
        key: key.to_owned(),
        reason: error.to_string(),
    })
}

/// A record as it is kept.
pub fn to_value(record: &impl Serialize) -> Bytes {
    // Records have string keys only, so this cannot fail.
    serde_json::to_vec(record).unwrap_or_default().into()
}
