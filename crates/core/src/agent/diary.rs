//! The last things that happened, for whoever has to find out why: what changed of the machine's state is compared
//! after every input, and what leaves no state behind is noted as it happens.
//!
//! Always holds: no more than [`KEPT`] entries, and nothing of what the person types: no password, no token.

use porchlight_protocol::{Activity, Timestamp};

use super::{App, Lifecycle, Now};
use crate::view::{LinkState, Platform, Report};

/// How many are kept.
const KEPT: usize = 10;

#[derive(Debug, Default)]
pub(super) struct Diary {
    entries: Vec<(Timestamp, String)>,
    state: State,
}

/// What is compared.
#[derive(Clone, Debug, Default)]
struct State {
    link: Option<LinkState>,
    activity: Option<Activity>,
    vouched_for: Option<Timestamp>,
    asleep: bool,
    storage: Option<String>,
    platform: Platform,
    token: Option<String>,
}

impl Diary {
    /// Notes something, at an instant of this computer's calendar.
    pub(super) fn note(&mut self, at: Timestamp, what: impl Into<String>) {
        if self.entries.len() == KEPT {
            self.entries.remove(0);
        }
        self.entries.push((at, what.into()));
    }

    /// The oldest first.
    pub(super) fn entries(&self) -> &[(Timestamp, String)] {
        &self.entries
    }
}

impl App {
    /// Notes what is not as it was.
    pub(super) fn keep_diary(&mut self, now: Now) {
        let link = Some(self.link_state(now));
        let activity = Some(self.desk.activity(&self.preferences));
        let vouched_for = self.desk.vouched_for().map(|(since, _)| since);
        let asleep = matches!(self.lifecycle, Lifecycle::Asleep { .. });
        let known = &self.diary.state;
        if known.link == link
            && known.activity == activity
            && known.vouched_for == vouched_for
            && known.asleep == asleep
            && known.storage == self.storage
            && known.platform == self.platform
            && known.token == self.token_place
        {
            return;
        }
        let state = State {
            link,
            activity,
            vouched_for,
            asleep,
            storage: self.storage.clone(),
            platform: self.platform.clone(),
            token: self.token_place.clone(),
        };
        let before = std::mem::replace(&mut self.diary.state, state.clone());
        let (is, was) = (&state.platform, &before.platform);
        let changes = [
            (state.link != before.link).then(|| self.words_for_link(state.link)),
            (state.activity != before.activity)
                .then(|| self.words_for_activity(state.activity, now)),
            // Not by what: this is passed on, and programs are nobody's business.
            state
                .vouched_for
                .filter(|_| before.vouched_for.is_none())
                .map(|since| {
                    let since = self.calendar(now.wall).since(since);
                    format!("No input {since}, but the screen is kept on")
                }),
            (state.asleep && !before.asleep).then(|| "Went to sleep".to_owned()),
            (!state.asleep && before.asleep).then(|| "Woke".to_owned()),
            state
                .storage
                .filter(|why| before.storage.as_ref() != Some(why)),
            lost("The tray", &is.tray, &was.tray),
            lost("Idle time", &is.idle_source, &was.idle_source),
            lost("Lock and sleep", &is.session_watch, &was.session_watch),
            lost("Calls and presentations", &is.inhibitors, &was.inhibitors),
            lost("Notifications", &is.notifications, &was.notifications),
            state
                .token
                .filter(|place| before.token.as_ref() != Some(place))
                .map(|place| format!("Token: {place}")),
        ];
        for change in changes.into_iter().flatten() {
            self.diary.note(now.wall, change);
        }
    }

    fn words_for_link(&self, link: Option<LinkState>) -> String {
        match link {
            Some(LinkState::Connected) => "Connected".to_owned(),
            Some(LinkState::SignedOut) => "Nobody is signed in".to_owned(),
            Some(LinkState::Disconnected) => {
                let why = self.session.failure();
                let why = why.map(|last| self.refusal(&last.failure).message);
                format!("Not connected. {}", why.unwrap_or_default())
            }
            Some(LinkState::Connecting) | None => "Connecting".to_owned(),
        }
    }

    fn words_for_activity(&self, activity: Option<Activity>, now: Now) -> String {
        let calendar = self.calendar(now.wall);
        match activity {
            Some(Activity::Active) => "Input".to_owned(),
            Some(Activity::Idle { since }) => format!("No input {}", calendar.since(since)),
            Some(Activity::Locked { since }) => format!("Locked {}", calendar.since(since)),
            Some(Activity::Unknown) | None => "Whether there is input is not known".to_owned(),
        }
    }
}

/// Says what is missing that was not, and what came back.
fn lost(what: &str, now: &Report, before: &Report) -> Option<String> {
    match (now, before) {
        (now, before) if now == before => None,
        (Report::Missing(why), _) => Some(format!("{what}: none, {why}")),
        (Report::Works(by), Report::Missing(_)) => Some(format!("{what}: {by}")),
        _ => None,
    }
}
