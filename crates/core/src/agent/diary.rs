//! The last things that happened, for whoever has to find out why: what changed of the machine's state is compared
//! after every input, and what leaves no state behind is noted as it happens.
//!
//! Always holds: no more than [`KEPT`] entries, all of whoever is signed in, and nothing of what she types: no password, no
//! token, no name.

use porchlight_protocol::{Activity, Timestamp};

use super::{App, Lifecycle, Now};
use crate::{
    locale::Locale,
    view::{LinkState, Platform, Report},
};

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

    /// Somebody else may sign in.
    pub(super) fn forget(&mut self) {
        self.entries.clear();
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
            && known.storage == self.keeping.storage
            && known.platform == self.platform
            && known.token == self.keeping.token_place
        {
            return;
        }
        let state = State {
            link,
            activity,
            vouched_for,
            asleep,
            storage: self.keeping.storage.clone(),
            platform: self.platform.clone(),
            token: self.keeping.token_place.clone(),
        };
        let before = std::mem::replace(&mut self.diary.state, state.clone());
        let (is, was) = (&state.platform, &before.platform);
        let messages = self.locale.messages();
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
                    messages.event_screen_kept_on(since)
                }),
            (state.asleep && !before.asleep).then(|| messages.event_slept()),
            (!state.asleep && before.asleep).then(|| messages.event_woke()),
            state
                .storage
                .filter(|why| before.storage.as_ref() != Some(why)),
            lost(
                &self.locale,
                messages.diagnostics_label_tray(),
                &is.tray,
                &was.tray,
            ),
            lost(
                &self.locale,
                messages.diagnostics_label_idle(),
                &is.idle_source,
                &was.idle_source,
            ),
            lost(
                &self.locale,
                messages.diagnostics_label_lock(),
                &is.session_watch,
                &was.session_watch,
            ),
            lost(
                &self.locale,
                messages.diagnostics_label_calls(),
                &is.inhibitors,
                &was.inhibitors,
            ),
            lost(
                &self.locale,
                messages.diagnostics_label_notifications(),
                &is.notifications,
                &was.notifications,
            ),
            state
                .token
                .filter(|place| before.token.as_ref() != Some(place))
                .map(|place| messages.event_token(place)),
        ];
        for change in changes.into_iter().flatten() {
            self.diary.note(now.wall, change);
        }
    }

    fn words_for_link(&self, link: Option<LinkState>) -> String {
        let messages = self.locale.messages();
        match link {
            Some(LinkState::Connected) => messages.event_connected(),
            Some(LinkState::SignedOut) => messages.event_signed_out(),
            Some(LinkState::Disconnected) => {
                let why = self.session.failure();
                match why.map(|last| self.refusal(&last.failure).message) {
                    Some(why) => messages.event_not_connected_why(why),
                    None => messages.event_not_connected(),
                }
            }
            Some(LinkState::Connecting) | None => messages.event_connecting(),
        }
    }

    fn words_for_activity(&self, activity: Option<Activity>, now: Now) -> String {
        let (messages, calendar) = (self.locale.messages(), self.calendar(now.wall));
        match activity {
            Some(Activity::Active) => messages.event_input(),
            Some(Activity::Idle { since }) => messages.event_no_input(calendar.since(since)),
            Some(Activity::Locked { since }) => messages.event_locked(calendar.since(since)),
            Some(Activity::Unknown) | None => messages.event_input_unknown(),
        }
    }
}

/// Says what is missing that was not, and what came back.
fn lost(locale: &Locale, part: String, now: &Report, before: &Report) -> Option<String> {
    let messages = locale.messages();
    match (now, before) {
        (now, before) if now == before => None,
        (Report::Missing(why), _) => Some(messages.event_lost(part, why.words(locale))),
        (Report::Works(by), Report::Missing(_)) => Some(messages.event_found(part, by)),
        _ => None,
    }
}
