//! All that a view is made of.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use porchlight_protocol::{Me, OfficeId, OfficePresence, Timestamp};

use super::{Banner, CalendarView, Lack, LinkState, PageWish};
use crate::{
    Afterwards, Resolution, Timeline,
    agent::{Failure, Inhibitor},
    intent::{Preferences, ScheduleDraft},
    locale::{Locale, Messages},
    words::Calendar,
};

/// Everything that a [`View`](super::View) is made of.
#[derive(Clone, Debug)]
pub struct Situation<'a> {
    /// The language in which it is all said.
    pub locale: &'a Locale,
    pub now: Timestamp,
    /// The person's time zone: every time is shown in it.
    pub zone: Tz,
    /// `Connecting` until the first attempt has ended; trying again after a failure stays `Disconnected`.
    pub link: LinkState,
    /// Since when server and app hear each other, or do not. Further attempts do not move it.
    pub link_since: Option<Timestamp>,
    /// Since when the server owes its word on a choice although it seems to be connected: as good as not connected.
    pub unseen_since: Option<Timestamp>,
    /// Why server and app did not hear each other, last, and since when. Kept also after that is over.
    pub failure: Option<(&'a Failure, Timestamp)>,
    /// A sample campus on this computer, whose customers and colleagues nobody is.
    pub demo: bool,
    /// Where the server is, as the person wrote it at sign-in.
    pub server: Option<&'a str>,
    /// As last heard, with the choices that are under way applied. None while signed out.
    pub me: Option<&'a Me>,
    /// As last heard. The builder puts my own row and the counters right where `resolution` knows better.
    pub offices: &'a [OfficePresence],
    /// The own, local evaluation, with the choices that are under way and this device counted as connected.
    /// None until `me` was heard once.
    pub resolution: Option<&'a Resolution>,
    /// What comes after the timed choices in force.
    pub afterwards: &'a BTreeMap<OfficeId, Afterwards>,
    pub timeline: Option<&'a Timeline>,
    /// Changes to the schedule that are not saved yet.
    pub draft: Option<&'a ScheduleDraft>,
    pub platform: &'a Platform,
    pub preferences: &'a Preferences,
    pub calendar: Option<CalendarView>,
    /// What the app itself has to say: refusals, set Away by somebody, are you back, storage.
    pub banners: &'a [Banner],
    /// Banners that need not be shown, by kind, as long as they say the same.
    pub put_aside: &'a BTreeMap<String, String>,
    /// When something last came from the server.
    pub last_sync: Option<Timestamp>,
    /// The last thing that left this machine, in words. Empty for nothing yet.
    pub last_sent: &'a str,
    pub version: &'a str,
    /// The operating system and the desktop.
    pub system: &'a str,
    /// Where the log is.
    pub log: &'a str,
    /// Since when there is no input, and what speaks for her all the same, if anything does.
    pub vouched_for: Option<(Timestamp, &'a BTreeSet<Inhibitor>)>,
    /// Where the token of this device is kept, in words. None while that is not known.
    pub token: Option<&'a str>,
    /// The last things that happened, by this computer's calendar, the oldest first.
    pub events: &'a [(Timestamp, String)],
    pub page: Option<&'a PageWish>,
}

/// What this computer offers the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Platform {
    pub idle_source: Report,
    pub tray: Report,
    pub session_watch: Report,
    pub notifications: Report,
    /// Who tells what keeps the screen on.
    pub inhibitors: Report,
}

/// What is known of something that the app needs from the computer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Report {
    /// Not tried yet: nothing is said of it.
    #[default]
    Untried,
    /// Works; what it is, such as `X11 screen saver extension`.
    Works(String),
    /// Does not work; why.
    Missing(Lack),
}

impl Situation<'_> {
    /// Whether what was heard of the others still holds: connected, and told everything once.
    pub(super) fn is_connected(&self) -> bool {
        self.link() == LinkState::Connected && self.me.is_some()
    }

    /// How server and app stand with each other, for all eyes.
    pub(super) fn link(&self) -> LinkState {
        match self.unseen_since {
            Some(_) => LinkState::Disconnected,
            None => self.link,
        }
    }

    pub(super) fn messages(&self) -> &Messages {
        self.locale.messages()
    }

    pub(super) const fn calendar(&self) -> Calendar<'_> {
        Calendar {
            locale: self.locale,
            now: self.now,
            zone: self.zone,
        }
    }
}
