//! What a person can ask for, from wherever she does.

use porchlight_protocol::{AgentId, ChoiceStatus, OfficeId, Scope, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{LocalSchedule, locale::Clock, view::BannerKind};

/// What a person asked for, by tray, window, notification or command line. Serialised, it is also the id of a menu item.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Intent {
    /// Choose a status for these offices; none named means everywhere.
    Choose {
        #[serde(default)]
        offices: Vec<OfficeId>,
        status: ChoiceStatus,
        #[serde(default)]
        hold: Holding,
    },
    /// Administrators: set one agent, or everybody, Away in an office.
    SetAway {
        office: OfficeId,
        #[serde(default)]
        agent: Option<AgentId>,
        #[serde(default)]
        reason: Option<String>,
    },
    /// Replace the schedule. `etag` is of the one that was edited.
    SaveSchedule {
        schedule: LocalSchedule,
        etag: String,
    },
    /// Keep these changes to the schedule, which are not saved yet, instead of those before; none forgets them.
    KeepDraft {
        draft: Option<ScheduleDraft>,
    },
    /// A shorter idle time of one's own, seconds; none follows the organization.
    SaveIdleAfter {
        seconds: Option<u64>,
    },
    /// Settings of this device.
    SavePreferences {
        preferences: Preferences,
    },
    /// Be Away while this calendar says that I am busy; none follows none.
    FollowCalendar {
        address: Option<CalendarAddress>,
    },
    /// A banner of this kind that says this was read, and need not be shown again, also after a restart.
    PutAside {
        kind: BannerKind,
        text: String,
    },
    /// Input returned and the person says so, where the app asks first.
    ImBack,
    SignIn {
        server: String,
        email: String,
        password: String,
        /// Unencrypted HTTP is allowed to this server, also where it is another computer.
        #[serde(default)]
        allow_plain_http: bool,
    },
    SignOut,
    /// Starts the embedded server with its sample campus and signs in there.
    TryHere,
    /// Left click on the tray: opens the window, or closes it.
    ToggleWindow,
    ShowWindow,
    /// Opens the window on a page: `status`, `schedule` or `settings`.
    ShowPage {
        page: String,
    },
    Quit,
    /// Ends the app without a word to the server: a newer version takes its place at once, and nobody is to see that.
    HandOver,
}

/// Where a calendar is: the address of an `.ics` file, or a path of this computer. Whoever has an address can often read the
/// calendar, so it says only of itself whose computer it is on.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct CalendarAddress(pub String);

impl CalendarAddress {
    /// The computer's name, or the file's.
    pub fn place(&self) -> &str {
        if let Some((_, rest)) = self.0.split_once("://") {
            let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
            return authority.rsplit('@').next().unwrap_or_default();
        }
        let path = self.0.trim_end_matches('/');
        path.rsplit(['/', '\\']).next().unwrap_or_default()
    }
}

impl std::fmt::Debug for CalendarAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CalendarAddress({:?})", self.place())
    }
}

/// What came of something that was asked for and is done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Done {
    /// Names the schedule that was saved; none for everything else, and where the server did not say.
    pub etag: Option<String>,
}

impl std::fmt::Debug for Intent {
    /// Leaves the password and a calendar's address out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Self::SignIn { server, email, .. } = self {
            return f
                .debug_struct("SignIn")
                .field("server", server)
                .field("email", email)
                .finish_non_exhaustive();
        }
        if let Self::FollowCalendar { address } = self {
            return f
                .debug_struct("FollowCalendar")
                .field("address", address)
                .finish();
        }
        f.write_str(&serde_json::to_string(self).unwrap_or_default())
    }
}

/// Changes to a schedule that are not saved yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ScheduleDraft {
    pub schedule: LocalSchedule,
    /// The schedule that the changes were made to, so that they can be told from those of others.
    pub base: Option<LocalSchedule>,
    /// Of that schedule.
    pub etag: String,
}

/// How long a person wants a choice to hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Holding {
    /// Until the schedule next takes over.
    #[default]
    NextEdge,
    UntilChanged,
    For {
        seconds: u64,
    },
    Until {
        at: Timestamp,
    },
}

impl Intent {
    /// Chooses a status everywhere.
    pub fn everywhere(status: ChoiceStatus, hold: Holding) -> Self {
        Self::Choose {
            offices: Vec::new(),
            status,
            hold,
        }
    }

    /// Chooses a status in one office.
    pub fn office(office: OfficeId, status: ChoiceStatus, hold: Holding) -> Self {
        Self::Choose {
            offices: vec![office],
            status,
            hold,
        }
    }

    /// The scopes a `Choose` names.
    pub fn scopes(offices: &[OfficeId]) -> Vec<Scope> {
        if offices.is_empty() {
            return vec![Scope::Everywhere];
        }
        offices.iter().cloned().map(Scope::Office).collect()
    }
}

/// Settings that belong to this device and never leave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default, rename_all = "snake_case")]
pub struct Preferences {
    /// Locking the screen makes me Away at once.
    pub away_on_lock: bool,
    /// Coming back from idle: by itself, or after a click.
    pub ask_on_return: bool,
    pub notifications: bool,
    /// A program that keeps the screen on, as in a call or a presentation, counts as presence for a while.
    pub present_in_calls: bool,
    /// `system`, or a language of the catalogue: `es`.
    pub language: String,
    pub clock: Clock,
    /// Whether she was asked if Porchlight is to start when she logs in. She is asked once.
    pub asked_start_at_login: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            away_on_lock: true,
            ask_on_return: false,
            notifications: true,
            present_in_calls: true,
            language: "system".to_owned(),
            clock: Clock::System,
            asked_start_at_login: false,
        }
    }
}
