//! From a situation to the one view of all surfaces.

use chrono_tz::Tz;
use porchlight_protocol::{Cause, Me, Settings, Status, Timestamp};

use super::{
    LinkState, LinkView, LocaleView, Look, PersonView, ScheduleView, SettingsView, Situation, View,
    banners, diagnostics, holds,
    rows::{self, Row},
    summary::{self, Summary},
};
use crate::{
    LocalSchedule, Resolution, Timeline,
    locale::Locale,
    words::{self, Calendar, Names},
};

impl View {
    /// The one place where a view is made.
    pub fn new(situation: &Situation<'_>) -> Self {
        let names = names(situation);
        let rows = rows::rows(situation, &names);
        let summary = Summary::new(situation.locale, &rows);
        let link = link(situation);
        let connected = situation.is_connected();
        let online = connected.then(|| rows::online(&rows));
        let messages = situation.messages();
        let online_text = online.map(|online| messages.agents_online(online));
        let online_text = online_text.unwrap_or_default();
        let attention = summary::attention(situation.locale, &rows);
        let Words {
            headline,
            reason,
            menu_head,
            tooltip,
        } = if connected {
            connected_words(situation.locale, &summary, &attention, &online_text)
        } else {
            unconnected_words(situation, &summary)
        };
        let marked = |text: String| {
            if situation.demo {
                messages.demo_mark(text)
            } else {
                text
            }
        };
        Self {
            locale: LocaleView::from(situation.locale),
            look: if connected {
                summary.look
            } else {
                Look::NotConnected
            },
            headline,
            reason,
            menu_head: marked(menu_head),
            tooltip: marked(tooltip),
            demo: situation.demo,
            vouched_for: vouched_for(situation, &rows),
            attention,
            link,
            me: situation.me.map(person),
            status: summary.status,
            ends: summary.ends,
            following_schedule: situation.me.is_some() && following_schedule(situation, &rows),
            has_schedule: situation.me.is_some_and(|me| me.schedule.is_some()),
            online,
            online_text,
            available_for: holds::available_for(situation),
            away_for: holds::away_for(situation.locale),
            banners: banners::banners(situation),
            schedule: schedule(situation),
            settings: settings(situation),
            diagnostics: diagnostics::diagnostics(situation),
            page: situation.page.cloned(),
            offices: rows.into_iter().map(|row| row.view).collect(),
        }
    }

    /// The instant at which the words of a view may change although no status does: when a decision ends in another
    /// of the same kind, at the next edge of the schedule, or at the next local midnight, when `at 14:02` becomes
    /// `yesterday at 14:02`. Until then a view reads right, as long as no fact comes in.
    pub fn next_text_change(
        (now, zone): (Timestamp, Tz),
        resolution: &Resolution,
        timeline: Option<&Timeline>,
    ) -> Timestamp {
        let edge = timeline.and_then(|timeline| timeline.next_edge(now));
        let offices = resolution.offices.iter();
        let ends = offices.filter_map(|office| Some(office.decided.ends?.at));
        ends.chain(edge)
            .fold(words::next_midnight(now, zone), Timestamp::min)
    }
}

/// Everybody whom the situation names.
fn names<'a>(situation: &'a Situation<'_>) -> Names<'a> {
    let choosers = situation
        .me
        .into_iter()
        .flat_map(|me| &me.names)
        .map(|(id, name)| (id, name.as_str()));
    let members = situation
        .offices
        .iter()
        .flat_map(|office| &office.agents)
        .map(|agent| (&agent.id, agent.name.as_str()));
    Names::new(situation.me.map(|me| &me.agent.id), choosers.chain(members))
}

/// The words for a state as a whole.
struct Words {
    headline: String,
    reason: String,
    menu_head: String,
    tooltip: String,
}

fn connected_words(
    locale: &Locale,
    summary: &Summary,
    attention: &str,
    online_text: &str,
) -> Words {
    let messages = locale.messages();
    let Summary {
        headline,
        reason,
        tooltip,
        until,
        ..
    } = summary;
    Words {
        headline: headline.title.clone(),
        reason: reason.clone(),
        menu_head: if until.is_empty() {
            headline.you.clone()
        } else {
            messages.menu_head_until(&headline.you, until)
        },
        tooltip: if attention.is_empty() {
            messages.tooltip_online(&tooltip.title, online_text)
        } else {
            let tooltip = messages.tooltip_attention(&tooltip.title, attention);
            messages.tooltip_online(&tooltip, online_text)
        },
    }
}

/// While nothing is known of the others. That it is so is said by the link, and above the offices; the rest says what will be.
fn unconnected_words(situation: &Situation<'_>, summary: &Summary) -> Words {
    let messages = situation.messages();
    let link = link_text(situation);
    if situation.link() == LinkState::SignedOut {
        return Words {
            headline: link.clone(),
            reason: messages.sign_in_or_try(),
            menu_head: link,
            tooltip: messages.tooltip_signed_out(),
        };
    }
    if situation.me.is_none() {
        let server = situation.server.map(str::to_owned);
        let server = server.unwrap_or_else(|| messages.the_server());
        return Words {
            headline: link.clone(),
            reason: messages.waiting_for_server(server),
            menu_head: link.clone(),
            tooltip: link,
        };
    }
    let (headline, tooltip) = (&summary.headline.within, &summary.tooltip.within);
    let (headline, tooltip) = match situation.unseen_since {
        Some(_) => (
            messages.headline_once_known(headline),
            messages.tooltip_once_known(&link, tooltip),
        ),
        None => (
            messages.headline_once_connected(headline),
            messages.tooltip_once_connected(&link, tooltip),
        ),
    };
    Words {
        headline,
        reason: summary.reason.clone(),
        tooltip,
        menu_head: link,
    }
}

fn link_text(situation: &Situation<'_>) -> String {
    match situation.link() {
        LinkState::SignedOut => situation.messages().link_signed_out(),
        LinkState::Connecting => situation.messages().link_connecting(),
        LinkState::Connected => situation.messages().link_connected(),
        LinkState::Disconnected => not_connected(situation),
    }
}

pub(super) fn not_connected(situation: &Situation<'_>) -> String {
    let messages = situation.messages();
    if situation.unseen_since.is_some() {
        return messages.link_unseen_choice();
    }
    match situation.link_since {
        Some(at) => messages.link_disconnected_since(situation.calendar().since(at)),
        None => messages.link_disconnected(),
    }
}

fn link(situation: &Situation<'_>) -> LinkView {
    LinkView {
        state: situation.link(),
        text: link_text(situation),
        since: situation.unseen_since.or(situation.link_since),
        server: situation.server.map(str::to_owned),
    }
}

fn person(me: &Me) -> PersonView {
    let agent = &me.agent;
    let name = if agent.name.trim().is_empty() {
        &agent.email
    } else {
        &agent.name
    };
    PersonView {
        id: agent.id.clone(),
        name: name.clone(),
        initials: words::initials(name),
        email: agent.email.clone(),
    }
}

fn following_schedule(situation: &Situation<'_>, rows: &[Row]) -> bool {
    match situation.resolution {
        Some(resolution) => resolution
            .offices
            .iter()
            .all(|office| !office.decided.chosen),
        None => rows
            .iter()
            .all(|row| matches!(row.view.cause, Cause::Schedule | Cause::Default)),
    }
}

/// Why she is Available though nobody gives input; empty where she is not, or somebody does.
fn vouched_for(situation: &Situation<'_>, rows: &[Row]) -> String {
    let is_available = rows.iter().any(|row| row.view.status == Status::Available);
    let vouched_for = situation.vouched_for.filter(|_| is_available);
    vouched_for
        .map(|(since, by)| words::vouched_for(situation.calendar(), since, by))
        .unwrap_or_default()
}

fn schedule(situation: &Situation<'_>) -> ScheduleView {
    let zone = situation.timeline.map_or(situation.zone, Timeline::zone);
    ScheduleView {
        schedule: situation
            .me
            .and_then(|me| me.schedule.as_ref().map(LocalSchedule::from)),
        etag: situation
            .me
            .map(|me| me.schedule_etag.clone())
            .unwrap_or_default(),
        summary: on_shift(situation.calendar(), situation.timeline),
        local_zone: situation.zone.name().to_owned(),
        today: situation.now.with_timezone(&zone).date_naive(),
        can_edit: situation.is_connected(),
        draft: situation.draft.cloned(),
    }
}

/// `On shift until 17:00`, `Off shift; next on Monday at 09:00`, `No schedule yet`
pub(crate) fn on_shift(calendar: Calendar<'_>, timeline: Option<&Timeline>) -> String {
    let messages = calendar.messages();
    let Some(timeline) = timeline else {
        return messages.schedule_none();
    };
    match (
        timeline.on_shift(calendar.now),
        timeline.next_edge(calendar.now),
    ) {
        (true, Some(end)) => messages.schedule_on_shift(calendar.until(end)),
        (true, None) => messages.schedule_always(),
        (false, Some(begin)) => messages.schedule_off_shift(calendar.at(begin)),
        (false, None) => messages.schedule_never(),
    }
}

fn settings(situation: &Situation<'_>) -> SettingsView {
    let settings = situation
        .me
        .map_or_else(Settings::default, |me| me.settings.clone());
    SettingsView {
        organization_idle_after_seconds: settings.organization_idle_after_seconds,
        own_idle_after_seconds: settings.own_idle_after_seconds,
        preferences: situation.preferences.clone(),
        calendar: situation.calendar.clone(),
        languages: Locale::languages().map(str::to_owned).collect(),
    }
}
