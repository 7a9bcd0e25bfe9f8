//! What every surface shows: one [`View`], made in one place, read by tray, window and command line.

mod banners;
mod build;
mod diagnostics;
mod holds;
mod lack;
mod rows;
mod situation;
mod summary;

use chrono::NaiveDate;
use porchlight_protocol::{
    AgentId, Cause, ChoiceStatus, Ends, OfficeId, Overall, Status, Timestamp,
};
use serde::{Deserialize, Serialize};

pub(crate) use build::on_shift;
pub use lack::Lack;
pub use situation::{Platform, Report, Situation};

use crate::{
    LocalSchedule,
    intent::{Intent, Preferences, ScheduleDraft},
    locale::{Clock, Direction, HourCycle, Locale, SystemLocale},
};

/// Everything that is shown, in words and in parts. All texts are whole and ready to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct View {
    /// The language of all these texts, for whoever has texts of its own.
    pub locale: LocaleView,
    pub link: LinkView,
    /// None while signed out.
    pub me: Option<PersonView>,
    pub look: Look,
    /// `Available in 2 of 3 offices`, `Once connected: available in 2 of 3 offices`
    pub headline: String,
    /// `By your schedule, until 17:00`
    pub reason: String,
    /// The state as a sentence, where the menu's entries follow: `You are Away everywhere until 14:15, then Offline`
    pub menu_head: String,
    /// Both in short, for the tray: `Away in Library: set by Dana at 14:02, until 17:00 · 3 agents online`
    pub tooltip: String,
    /// A sample campus on this computer, whose customers and colleagues nobody is.
    pub demo: bool,
    /// `No input since 13:10, but Zoom keeps the screen on, so you stay Available.`; empty where that is not so.
    pub vouched_for: String,
    /// `Library has nobody since 11:20`: where I could help; empty where nobody is missed, or could not be me.
    pub attention: String,
    /// What the offices share; while disconnected, what the local evaluation says.
    pub status: Overall,
    pub ends: Option<Ends>,
    /// Whether the schedule decides everywhere at the moment, so that *Follow my schedule* would change nothing.
    pub following_schedule: bool,
    pub has_schedule: bool,
    /// Distinct agents online in my offices. None while not connected: unknown.
    pub online: Option<u32>,
    /// `3 agents online`
    pub online_text: String,
    pub offices: Vec<OfficeView>,
    /// For how long a status may be chosen: the entries of the *Available for* and *Away for* menus.
    pub available_for: Vec<HoldOption>,
    pub away_for: Vec<HoldOption>,
    pub banners: Vec<Banner>,
    pub schedule: ScheduleView,
    pub settings: SettingsView,
    pub diagnostics: Diagnostics,
    /// A page the window is asked to turn to, with a counter that grows with every such wish.
    pub page: Option<PageWish>,
}

/// A language and its ways of writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LocaleView {
    /// The catalogue's: `en`, `ar`.
    pub language: String,
    /// The BCP 47 tag by which dates and times are written: `en-GB`, `ar-EG-u-nu-latn`. Digits are Latin in each.
    pub formats: String,
    pub direction: Direction,
    pub hour_cycle: HourCycle,
}

impl From<&Locale> for LocaleView {
    fn from(locale: &Locale) -> Self {
        Self {
            language: locale.language().to_owned(),
            formats: locale.formats(),
            direction: locale.direction(),
            hour_cycle: locale.hour_cycle(),
        }
    }
}

impl LocaleView {
    /// The same language, ready to speak.
    pub fn locale(&self) -> Locale {
        let system = SystemLocale {
            languages: Vec::new(),
            formats: Some(self.formats.clone()),
        };
        let clock = match self.hour_cycle {
            HourCycle::H12 => Clock::H12,
            HourCycle::H23 => Clock::H23,
        };
        Locale::new(&system, &self.language, clock)
    }
}

/// What the tray's lantern looks like. Told apart by shape as well as by colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// Available everywhere: lit, green.
    Available,
    /// Available in some offices: half lit.
    Some,
    /// Away (in all, or mixed with offline): a clock, amber.
    Away,
    /// Offline: unlit, grey.
    Offline,
    /// Not connected, or signed out: a slash, whatever the last state was.
    NotConnected,
}

/// Whether the server and this app hear each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LinkView {
    pub state: LinkState,
    /// `Connected`, `Not connected since 14:02`
    pub text: String,
    pub since: Option<Timestamp>,
    pub server: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LinkState {
    SignedOut,
    Connecting,
    Connected,
    Disconnected,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PersonView {
    pub id: AgentId,
    pub name: String,
    /// One or two letters.
    pub initials: String,
    pub email: String,
}

/// A row of the *Offices* list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OfficeView {
    pub id: OfficeId,
    pub name: String,
    pub status: Status,
    pub cause: Cause,
    /// Whether the row's toggle is on: whether I am Available here, as decided, before idle or a missing device lower it.
    pub on: bool,
    /// `Away, set by Dana Fox at 14:02, until 17:00`
    pub reason: String,
    pub ends: Option<Ends>,
    /// The counter: red at 0, green otherwise. None while not connected: unknown.
    pub available: Option<u32>,
    /// `Nobody here since 11:20`, in the hours in which somebody should be; empty otherwise, and where it is unknown.
    pub uncovered: String,
    /// I may set others Away here.
    pub administrator: bool,
    /// Somebody else is Available here, so that *Everybody away* would change something.
    pub can_set_everybody_away: bool,
    /// All members. Empty while not connected: unknown.
    pub agents: Vec<AgentView>,
}

/// A row of *who's online*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AgentView {
    pub id: AgentId,
    pub name: String,
    pub you: bool,
    pub status: Status,
    /// `idle`, `locked`, `set by Dana Fox`; empty where the status says it all.
    pub detail: String,
    pub since: Option<Timestamp>,
    /// `since 09:00`, `since yesterday`; empty where unknown.
    pub since_text: String,
    pub can_set_away: bool,
}

/// An entry of a menu of durations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct HoldOption {
    /// `30 minutes`, `until 18:00 (end of shift)`, `until I change it`
    pub label: String,
    pub intent: Intent,
}

/// Something the person ought to know, with what can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Banner {
    pub kind: BannerKind,
    /// What happened and what to do, in whole sentences.
    pub text: String,
    pub action: Option<BannerAction>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct BannerAction {
    pub label: String,
    pub intent: Intent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum BannerKind {
    NotConnected,
    NoTray,
    NoIdleSource,
    NoNotifications,
    /// A request was refused; the text says why.
    Refused,
    /// An administrator set me Away.
    SetAway,
    /// Back at the desk, and the app was told to ask first.
    AreYouBack,
    Storage,
}

impl BannerKind {
    /// As it is written in JSON.
    pub fn name(self) -> String {
        let name = serde_json::to_value(self).ok();
        name.and_then(|name| name.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Whether it is about nothing that goes on and asks for nothing, so that reading it once is enough.
    pub const fn can_be_put_aside(self) -> bool {
        match self {
            Self::NoTray | Self::NoIdleSource | Self::NoNotifications | Self::Refused => true,
            Self::NotConnected | Self::SetAway | Self::AreYouBack | Self::Storage => false,
        }
    }
}

/// The schedule as the window edits it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ScheduleView {
    pub schedule: Option<LocalSchedule>,
    /// Sent back with a change, so that a stale one is refused.
    pub etag: String,
    /// `On shift until 17:00`, `Off shift; next on Monday at 09:00`, `No schedule yet`
    pub summary: String,
    /// The time zone of this device, offered for a new schedule.
    pub local_zone: String,
    /// The date in the zone of the schedule, or of this device where there is none.
    pub today: NaiveDate,
    pub can_edit: bool,
    /// What was changed and not saved yet, also by a window that is closed meanwhile.
    pub draft: Option<ScheduleDraft>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SettingsView {
    pub organization_idle_after_seconds: u64,
    pub own_idle_after_seconds: Option<u64>,
    pub preferences: Preferences,
    /// The calendar that is followed, if there is one.
    pub calendar: Option<CalendarView>,
    /// The languages that can be chosen.
    pub languages: Vec<String>,
}

/// The calendar that says when I am busy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CalendarView {
    /// The name of the computer that it is on, or of its file.
    pub place: String,
    /// What came of the last reading, in a sentence.
    pub text: String,
    /// Whether it has been read at all.
    pub read: bool,
    pub works: bool,
}

/// What is going on inside, for the person who wonders. [`View::diagnostics_text`] has it as one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Diagnostics {
    /// `X11 screen saver extension`, or why there is none.
    pub idle_source: String,
    /// `org.kde.StatusNotifierWatcher`, or why there is none.
    pub tray: String,
    /// Whether the session's lock and sleep are heard.
    pub session_watch: String,
    pub notifications: String,
    /// Who tells what keeps the screen on, and so of calls and presentations, or why nobody does.
    pub inhibitors: String,
    /// When the server was last heard, while it is not: connected, that is now.
    pub last_sync: Option<Timestamp>,
    /// Why there was no connection, the last time, and when: `At 14:02: nothing answers at chat.example.edu. ...`
    pub last_failure: Option<String>,
    /// The last thing that left this machine, in words.
    pub last_sent: String,
    /// Where the token of this device is kept.
    pub token: String,
    pub version: String,
    /// The operating system and the desktop.
    pub system: String,
    /// Where the log is.
    pub log: String,
    /// The last things that happened, the oldest first: `29 Nov 14:02:11 Connected`.
    pub events: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PageWish {
    pub page: String,
    pub nth: u32,
}

/// A status that the segmented switch offers.
pub const SWITCH: [ChoiceStatus; 3] = [
    ChoiceStatus::Available,
    ChoiceStatus::Away,
    ChoiceStatus::Offline,
];
