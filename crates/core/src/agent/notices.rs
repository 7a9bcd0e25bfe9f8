//! What the person is told by notifications, and whether it still holds: what does not is withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use porchlight_protocol::{AgentId, Cause, ChoiceStatus, EndsWhy, OfficeId, Status, Timestamp};

use super::{App, Now, Output, decided::Decided, now::Boot};
use crate::{
    Afterwards, Notification, NotificationAction, OfficeStatus, Resolution, Subject,
    intent::{Holding, Intent},
    locale::Locale,
    words::{self, Calendar, Who},
};

/// How long before its end a timer is told of.
const WARNING: Duration = Duration::minutes(5);
/// A timer shorter than this is not told of: its end is still in mind.
const SHORT_TIMER: Duration = Duration::minutes(10);

/// How long before she is Away for want of input she is told.
pub(super) const BEFORE_IDLE: Duration = Duration::minutes(1);
/// Whoever is Away sooner than this looks at the icon often enough.
const LONG_IDLE: Duration = Duration::minutes(5);

/// Two clocks that are read one after the other differ by less than this.
const JITTER: Duration = Duration::seconds(1);

/// What the person was told, so that she is told once.
#[derive(Debug, Default)]
pub(super) struct Notices {
    shown: BTreeSet<Subject>,
    /// What she could last answer to each subject, whether or not it is still shown.
    offered: BTreeMap<Subject, Vec<Intent>>,
    /// She has just chosen: what changes now is what she asked for.
    chosen: bool,
    was_connected: bool,
    /// The last evaluation: when by this computer's boot clock, and when by the server's.
    looked_at: Option<(Boot, Timestamp)>,
    /// The edge that she was told of.
    edge: Option<Timestamp>,
    /// The ends of timers that she was warned of.
    warned: BTreeSet<Timestamp>,
    pub(super) set_away: BTreeMap<OfficeId, SetAway>,
    /// Acts of administrators up to here were told.
    pub(super) told_until: Option<Timestamp>,
    pub(super) told_revision: u64,
    /// The offices that she is Away in for want of input, and since when, until a reading says that there still was none.
    idle_in: Vec<(OfficeId, Boot)>,
    /// The offices that she leaves as the last one, until the server knows.
    leaving: Vec<OfficeId>,
    /// The offices that each shown notice of the last one is about.
    last_one: BTreeMap<Subject, Vec<OfficeId>>,
}

#[derive(Debug)]
pub(super) struct SetAway {
    pub(super) by: AgentId,
    /// Her name, where it is known.
    pub(super) name: Option<String>,
    pub(super) office_name: String,
    pub(super) at: Timestamp,
    /// As she wrote it.
    pub(super) reason: Option<String>,
    /// The revision that holds it: from then on it counts only as long as it is in force.
    pub(super) revision: u64,
}

impl SetAway {
    /// As it reads now.
    pub(super) fn words(&self, calendar: Calendar<'_>) -> String {
        let (messages, at) = (calendar.messages(), calendar.at(self.at));
        let who = Who::named(self.name.as_deref());
        let (key, name, office) = (who.key(), who.name(), &self.office_name);
        match &self.reason {
            Some(reason) => messages.banner_set_away_reason(key, office, at, reason, name),
            None => messages.banner_set_away(key, office, at, name),
        }
    }
}

/// What a [`Notification`] says.
pub(super) struct Notice {
    pub(super) subject: Subject,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) actions: Vec<NotificationAction>,
    pub(super) stays: bool,
}

impl Notices {
    pub(super) fn chosen(&mut self) {
        self.chosen = true;
    }

    /// Somebody else may sign in: nothing that was told is hers. Returns what is to be withdrawn, also what would have gone
    /// by itself.
    pub(super) fn forget(&mut self) -> impl Iterator<Item = Subject> + use<> {
        std::mem::take(self).offered.into_keys()
    }

    /// Whether whoever is signed in was offered this answer.
    pub(super) fn offers(&self, subject: &Subject, intent: &Intent) -> bool {
        let offered = self.offered.get(subject);
        offered.is_some_and(|offered| offered.contains(intent))
    }

    /// When the next timer is to be told of.
    pub(super) fn next_timer_warning(&self, resolution: &Resolution) -> Option<Timestamp> {
        let timers = resolution.offices.iter().filter_map(long_timer);
        timers
            .filter(|end| !self.warned.contains(end))
            .map(|end| end - WARNING)
            .min()
    }
}

impl App {
    /// Tells what changed since the last evaluation, as far as it did not come from the person herself. Without `before`,
    /// nothing did.
    pub(super) fn notice(&mut self, before: Option<&Resolution>, now: Now) {
        let here = self.session.server_time(now);
        let chosen = std::mem::take(&mut self.notices.chosen);
        let connected = self.is_vouched_for(now);
        let same_link = std::mem::replace(&mut self.notices.was_connected, connected) == connected;
        let looked_at = self.notices.looked_at.replace((now.at(), here));
        let Some(decided) = self.decided.take() else {
            return;
        };
        let after = decided.resolution();

        if let Some(before) = before {
            let pairs: Vec<_> = before
                .offices
                .iter()
                .filter_map(|old| {
                    Some((
                        old,
                        after.offices.iter().find(|new| new.office == old.office)?,
                    ))
                })
                .collect();
            if chosen {
                self.leave_alone(&pairs, now);
            } else {
                if same_link {
                    self.idle_begins(&pairs, now);
                }
                if let Some(looked_at) = looked_at {
                    self.tell_schedule(&pairs, looked_at, now);
                }
            }
        }
        self.tell_idle(&decided, now);
        self.tell_last_one(after, now);
        self.tell_timers(&decided, here);
        self.forget_what_passed(&decided, here);
        self.decided = Some(decided);
    }

    /// Whether a warning before she is Away for want of input is worth its questions.
    pub(super) fn warns_before_idle(&self) -> bool {
        let is_available = self.resolution().is_some_and(|resolution| {
            let mut offices = resolution.offices.iter();
            offices.any(|office| office.status == Status::Available)
        });
        self.preferences.notifications && is_available && self.idle_after() >= LONG_IDLE
    }

    /// There was no input for almost as long as it takes to be Away.
    pub(super) fn tell_almost_idle(&mut self) {
        let decided = self.decided.as_ref();
        if self.notices.shown.contains(&Subject::Idle)
            || !self.warns_before_idle()
            || decided.is_some_and(|decided| self.is_there_elsewhere(decided))
        {
            return;
        }
        let messages = self.locale.messages();
        let passed = length(&self.locale, self.idle_after() - BEFORE_IDLE);
        self.notify(Notice {
            subject: Subject::Idle,
            title: messages.notice_almost_idle(),
            body: messages.notice_almost_idle_body(passed),
            actions: vec![action(messages.action_im_here(), Intent::ImBack)],
            stays: false,
        });
    }

    /// Whether she is at another device, so that she will not be Away for want of input at this one.
    fn is_there_elsewhere(&self, decided: &Decided) -> bool {
        let me = self.replica.me.as_ref();
        me.is_some_and(|me| decided.is_there_beside(&me.session_id))
    }

    /// Input is back: what she was told while she was not there is still to be seen, and says for how long that was.
    pub(super) fn tell_return(&mut self, since: Timestamp, now: Now) {
        if !self.notices.shown.contains(&Subject::Idle) {
            return;
        }
        let asks = self.preferences.ask_on_return;
        let messages = self.locale.messages();
        let (body, actions) = if asks {
            let back = action(messages.action_im_back(), Intent::ImBack);
            (messages.notice_return_asks(), vec![back])
        } else {
            (messages.notice_returned(), Vec::new())
        };
        self.notify(Notice {
            subject: Subject::Idle,
            title: messages.notice_idle(length(&self.locale, now.wall - since)),
            body,
            actions,
            stays: asks,
        });
        if !asks {
            // It goes by itself, and nothing takes it back.
            self.notices.shown.remove(&Subject::Idle);
        }
    }

    pub(super) fn notify(&mut self, notice: Notice) {
        if !self.preferences.notifications {
            return;
        }
        let messages = self.locale.messages();
        let Notice {
            subject,
            title,
            body,
            actions,
            stays,
        } = notice;
        let first = actions.first();
        let notification = Notification {
            without_buttons: first
                .map(|action| messages.notice_without_buttons(&body, &action.label)),
            open: messages.action_open(),
            subject,
            title,
            body,
            actions,
            stays,
        };
        let Notification {
            subject, actions, ..
        } = &notification;
        let offered = actions.iter().map(|action| action.intent.clone());
        let offered = offered.collect();
        self.notices.offered.insert(subject.clone(), offered);
        self.notices.shown.insert(subject.clone());
        let told = self.words_for_told(subject);
        self.diary.note(self.called.wall, told);
        self.outputs.push_back(Output::Notify(notification));
    }

    fn idle_begins(&mut self, pairs: &[(&OfficeStatus, &OfficeStatus)], now: Now) {
        let gone = pairs
            .iter()
            .filter(|(old, new)| old.status == Status::Available && is_idle(new));
        let gone = gone.map(|(_, new)| (new.office.clone(), now.at()));
        self.notices.idle_in.extend(gone);
    }

    /// Says that she is Away for want of input. Where another device has spoken for her until now, this one is looked at
    /// first: she may have come here from there.
    fn tell_idle(&mut self, decided: &Decided, now: Now) {
        let waits = |(_, at): &(OfficeId, Boot)| !self.desk.was_read_since(*at);
        if self.notices.idle_in.is_empty() || self.notices.idle_in.iter().any(waits) {
            return;
        }
        let here = self.session.server_time(now);
        let began = std::mem::take(&mut self.notices.idle_in);
        let offices = decided.resolution().offices.iter();
        let gone: Vec<_> = offices
            .filter(|office| {
                let has_begun = began.iter().any(|(began, _)| *began == office.office);
                has_begun && is_idle(office)
            })
            .collect();
        let Some(since) = gone.first().and_then(|office| office.since) else {
            return;
        };
        // She may have locked another device since.
        let since = decided.last_sign().map_or(since, |sign| sign.max(since));
        let offices: Vec<_> = gone.iter().map(|office| office.office.clone()).collect();
        let alone = self.alone_in(&offices, now);
        let messages = self.locale.messages();
        let (last, gone) = (self.list(&alone), self.calendar(here).since(since));
        self.notify(Notice {
            subject: Subject::Idle,
            title: messages.notice_idle(length(&self.locale, here - since)),
            body: if alone.is_empty() {
                messages.notice_idle_body(gone)
            } else {
                messages.notice_idle_body_last_one(gone, last)
            },
            actions: vec![action(messages.action_im_back(), Intent::ImBack)],
            stays: true,
        });
    }

    fn tell_schedule(
        &mut self,
        pairs: &[(&OfficeStatus, &OfficeStatus)],
        looked_at: (Boot, Timestamp),
        now: Now,
    ) {
        let here = self.session.server_time(now);
        // As much time has passed as the boot clock says: a clock that was set brings no shift to its end.
        let (looked_at, there) = looked_at;
        let lived = there.max(here - (now.at() - looked_at) - JITTER);
        let timeline = self.replica.timeline.as_ref();
        let edge = timeline.and_then(|timeline| timeline.last_edge(here));
        let Some(edge) = edge.filter(|edge| lived < *edge) else {
            return;
        };
        let masked = |cause: &Cause| {
            matches!(
                cause,
                Cause::Idle | Cause::Locked | Cause::Busy { .. } | Cause::NoDevice
            )
        };
        let moved: Vec<_> = pairs
            .iter()
            .filter(|(old, new)| {
                old.status != new.status && new.cause == Cause::Schedule && !masked(&old.cause)
            })
            .collect();
        let Some((first, new)) = moved.first() else {
            return;
        };
        let (was, is) = (first.status, new.status);
        let offices: Vec<_> = moved
            .iter()
            .filter(|(old, _)| old.status == was)
            .map(|(_, new)| new.office.clone())
            .collect();

        let messages = self.locale.messages();
        let title = match is {
            Status::Available => messages.notice_shift_begins(),
            Status::Away | Status::Offline => messages.notice_shift_ends(),
        };
        let body = match new.ends {
            Some(ends) => messages.notice_by_schedule_until(self.calendar(here).until(ends.at)),
            None => messages.notice_by_schedule(),
        };
        let alone = if is == Status::Available {
            Vec::new()
        } else {
            self.alone_in(&offices, now)
        };
        let body = if alone.is_empty() {
            body
        } else {
            messages.notice_by_schedule_last_one(body, self.list(&alone))
        };
        let stay = messages.action_stay(words::status_key(was));
        let intent = Intent::Choose {
            offices: self.all_or(&offices),
            status: chosen(was),
            hold: Holding::NextEdge,
        };
        self.notices.edge = Some(edge);
        self.notify(Notice {
            subject: Subject::Schedule,
            title,
            body,
            actions: vec![action(stay, intent)],
            stays: false,
        });
    }

    /// She leaves offices as the last one.
    fn leave_alone(&mut self, pairs: &[(&OfficeStatus, &OfficeStatus)], now: Now) {
        let left: Vec<_> = pairs
            .iter()
            .filter(|(old, new)| old.status == Status::Available && new.status != Status::Available)
            .map(|(_, new)| new.office.clone())
            .collect();
        for office in self.alone_in(&left, now) {
            // She may have come back and left again before the server knew.
            if !self.notices.leaving.contains(&office) {
                self.notices.leaving.push(office);
            }
        }
    }

    /// Says what customers see, once they do.
    fn tell_last_one(&mut self, after: &Resolution, now: Now) {
        if self.notices.leaving.is_empty() || !self.outbox.is_confirmed() {
            return;
        }
        let mut left = std::mem::take(&mut self.notices.leaving);
        left.retain(|office| {
            let mut offices = after.offices.iter();
            offices.any(|now| now.office == *office && now.status != Status::Available)
        });
        let alone = self.alone_in(&left, now);
        let Some(first) = alone.first() else { return };
        let (messages, places) = (self.locale.messages(), self.list(&alone));
        let intent = Intent::Choose {
            offices: self.all_or(&alone),
            status: ChoiceStatus::Available,
            hold: Holding::NextEdge,
        };
        let subject = Subject::LastOne(first.clone());
        self.notices.last_one.insert(subject.clone(), alone.clone());
        self.notify(Notice {
            subject,
            title: messages.notice_last_one(places),
            body: messages.notice_last_one_body(),
            actions: vec![action(messages.action_go_back(), intent)],
            stays: false,
        });
    }

    fn tell_timers(&mut self, decided: &Decided, here: Timestamp) {
        let after = decided.resolution();
        let ends: BTreeSet<Timestamp> = after.offices.iter().filter_map(long_timer).collect();
        for end in ends {
            if end - here > WARNING || !self.notices.warned.insert(end) {
                continue;
            }
            let about: Vec<_> = after
                .offices
                .iter()
                .filter(|office| long_timer(office) == Some(end))
                .collect();
            let Some(status) = about.first().map(|office| office.status) else {
                continue;
            };
            let offices: Vec<_> = about
                .iter()
                .filter(|office| office.status == status)
                .map(|office| office.office.clone())
                .collect();
            let messages = self.locale.messages();
            let (key, clock) = (words::status_key(status), self.calendar(here).clock(end));
            let title = if self.all_or(&offices).is_empty() {
                messages.notice_timer(key, clock)
            } else {
                messages.notice_timer_in(key, self.list(&offices), clock)
            };
            let mut thens = offices
                .iter()
                .map(|office| decided.afterwards().get(office));
            let first = thens.next().flatten();
            let then = first.filter(|first| thens.all(|then| then == Some(*first)));
            let length = length(&self.locale, end - here);
            let body = match then {
                Some(Afterwards { status, by }) => messages.notice_timer_body_then(
                    words::afterwards_key(*by),
                    words::status_key(*status),
                    length,
                ),
                None => messages.notice_timer_body(length),
            };
            let hold = Holding::Until {
                at: end + Duration::hours(1),
            };
            let intent = Intent::Choose {
                offices: self.all_or(&offices),
                status: chosen(status),
                hold,
            };
            self.notify(Notice {
                subject: Subject::Timer,
                title,
                body,
                actions: vec![action(messages.action_one_more_hour(), intent)],
                stays: false,
            });
        }
    }

    /// Takes back what is no longer so.
    fn forget_what_passed(&mut self, decided: &Decided, here: Timestamp) {
        let after = decided.resolution();
        let revision = self.replica.me.as_ref().map_or(0, |me| me.revision);
        let set_by = |office: &OfficeId, by: &AgentId| {
            let now = after.offices.iter().find(|status| status.office == *office);
            now.is_some_and(|now| {
                now.status == Status::Away && now.cause == Cause::Manual { by: by.clone() }
            })
        };
        let mut over = Vec::new();
        self.notices.set_away.retain(|office, act| {
            // The notice may come before the choice that it tells of.
            let keep = revision < act.revision || set_by(office, &act.by);
            if !keep {
                over.push(Subject::SetAway(office.clone()));
            }
            keep
        });
        let timeline = self.replica.timeline.as_ref();
        let edge = timeline.and_then(|timeline| timeline.last_edge(here));
        if self.notices.edge.is_some() && self.notices.edge != edge {
            self.notices.edge = None;
            over.push(Subject::Schedule);
        }
        let is_away = |office: &OfficeStatus| matches!(office.cause, Cause::Idle | Cause::Locked);
        let idle = self.desk.awaits_word().is_some()
            || (self.desk.is_almost_idle() && !self.is_there_elsewhere(decided))
            || after.offices.iter().any(is_away);
        if !idle {
            over.push(Subject::Idle);
        }
        if !after
            .offices
            .iter()
            .filter_map(long_timer)
            .any(|end| self.notices.warned.contains(&end))
        {
            over.push(Subject::Timer);
        }
        let manned: BTreeSet<_> = after
            .offices
            .iter()
            .filter(|office| office.status == Status::Available)
            .map(|office| office.office.clone())
            .chain(self.offices_of_others())
            .collect();
        let last_one = &mut self.notices.last_one;
        let ended = last_one.extract_if(.., |_, left| left.iter().any(|it| manned.contains(it)));
        over.extend(ended.map(|(subject, _)| subject));
        for subject in over {
            if self.notices.shown.remove(&subject) {
                self.outputs.push_back(Output::Withdraw(subject));
            }
        }
    }

    /// Those of the offices where nobody else is Available, as far as that is known.
    fn alone_in(&self, offices: &[OfficeId], now: Now) -> Vec<OfficeId> {
        if !self.is_vouched_for(now) {
            return Vec::new();
        }
        let manned: BTreeSet<_> = self.offices_of_others().collect();
        let known = &self.replica.offices;
        let alone = |office: &&OfficeId| {
            known.iter().any(|known| known.id == **office) && !manned.contains(*office)
        };
        offices.iter().filter(alone).cloned().collect()
    }

    /// The offices where somebody else is Available, as last heard.
    fn offices_of_others(&self) -> impl Iterator<Item = OfficeId> {
        let me = self.replica.me.as_ref().map(|me| &me.agent.id);
        let offices = self.replica.offices.iter().filter(move |office| {
            let mut agents = office.agents.iter();
            agents.any(|agent| Some(&agent.id) != me && agent.status == Status::Available)
        });
        offices.map(|office| office.id.clone())
    }

    /// What it was about, without a name: this is passed on.
    fn words_for_told(&self, subject: &Subject) -> String {
        let messages = self.locale.messages();
        match subject {
            Subject::Idle => messages.event_told_idle(),
            Subject::SetAway(office) => {
                messages.event_told_set_away(self.replica.office_name(office))
            }
            Subject::Schedule => messages.event_told_schedule(),
            Subject::Timer => messages.event_told_timer(),
            Subject::LastOne(office) => {
                messages.event_told_last_one(self.replica.office_name(office))
            }
            Subject::Refused => messages.event_told_refused(),
        }
    }

    /// No office stands for all of them, also those joined later.
    fn all_or(&self, offices: &[OfficeId]) -> Vec<OfficeId> {
        let all = self
            .replica
            .me
            .as_ref()
            .is_some_and(|me| me.offices.len() == offices.len());
        if all { Vec::new() } else { offices.to_vec() }
    }

    fn list(&self, offices: &[OfficeId]) -> String {
        let names: Vec<_> = offices
            .iter()
            .map(|office| self.replica.office_name(office))
            .collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        self.locale.list(&names)
    }

    /// Puts the server's instants into words, as they are read at `now`.
    pub(super) fn calendar(&self, now: Timestamp) -> Calendar<'_> {
        Calendar {
            locale: &self.locale,
            now,
            zone: self.config.zone,
        }
    }
}

pub(super) fn action(label: String, intent: Intent) -> NotificationAction {
    NotificationAction { label, intent }
}

/// What is chosen to be that.
const fn chosen(status: Status) -> ChoiceStatus {
    match status {
        Status::Available => ChoiceStatus::Available,
        Status::Away => ChoiceStatus::Away,
        Status::Offline => ChoiceStatus::Offline,
    }
}

fn is_idle(office: &OfficeStatus) -> bool {
    office.status == Status::Away && office.cause == Cause::Idle
}

/// The end of the timed choice that holds in the office, if it was chosen for long enough to be worth a word.
fn long_timer(office: &OfficeStatus) -> Option<Timestamp> {
    let ends = office.ends.filter(|ends| ends.why == EndsWhy::Timer)?;
    office
        .since
        .filter(|since| ends.at - *since >= SHORT_TIMER)?;
    Some(ends.at)
}

/// A length of time in words: `40 s`, `60 min`, `2 h 5 min`.
fn length(locale: &Locale, duration: Duration) -> String {
    let messages = locale.messages();
    let seconds = duration.num_seconds().max(0);
    // To the nearest minute: a timer that is read a moment late still says 60.
    let minutes = (seconds + 30) / 60;
    match (seconds, minutes) {
        (..60, _) => messages.length_seconds(seconds),
        (_, ..120) => messages.length_minutes(minutes),
        _ if minutes % 60 == 0 => messages.length_hours(minutes / 60),
        _ => messages.length_hours_minutes(minutes / 60, minutes % 60),
    }
}
