use porchlight_protocol::{Cause, Me, Settings, Status, Timestamp};

use super::{
    LinkState, LinkView, Look, PersonView, ScheduleView, SettingsView, Situation, View, banners,
    diagnostics, holds,
    rows::{self, Row},
    summary::Summary,
};
use crate::{
    Resolution, Timeline,
    words::{self, Calendar, Names},
};

impl View {
    /// The one place where a view is made.
    pub fn new(situation: &Situation<'_>) -> Self {
        let names = names(situation);
        let rows = rows::rows(situation, &names);
        let summary = Summary::new(&rows);
        let link = link(situation);
        let connected = situation.is_connected();
        let online = connected.then(|| rows::online(&rows));
        let online_text = online.map(words::online).unwrap_or_default();
        let Words {
            headline,
            reason,
            menu_head,
            tooltip,
        } = if connected {
            connected_words(&summary, &online_text)
        } else {
            unconnected_words(situation, &summary)
        };
        let marked = |text: String| {
            if situation.demo {
                format!("Demo · {text}")
            } else {
                text
            }
        };
        Self {
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
            link,
            me: situation.me.map(person),
            status: summary.status,
            ends: summary.ends,
            following_schedule: situation.me.is_some() && following_schedule(situation, &rows),
            has_schedule: situation.me.is_some_and(|me| me.schedule.is_some()),
            online,
            online_text,
            available_for: holds::available_for(situation),
            away_for: holds::away_for(),
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
        calendar: Calendar,
        resolution: &Resolution,
        timeline: Option<&Timeline>,
    ) -> Timestamp {
        let edge = timeline.and_then(|timeline| timeline.next_edge(calendar.now));
        let offices = resolution.offices.iter();
        let ends = offices.filter_map(|office| Some(office.decided.ends?.at));
        ends.chain(edge)
            .fold(calendar.next_midnight(), Timestamp::min)
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

fn connected_words(summary: &Summary, online_text: &str) -> Words {
    let Summary {
        headline,
        reason,
        tooltip,
        until,
        ..
    } = summary;
    Words {
        headline: headline.clone(),
        reason: reason.clone(),
        menu_head: format!("You are {headline} {until}").trim_end().to_owned(),
        tooltip: format!("{tooltip} · {online_text}"),
    }
}

/// While nothing is known of the others. That it is so is said by the link, and above the offices; the rest says what will be.
fn unconnected_words(situation: &Situation<'_>, summary: &Summary) -> Words {
    let link = link_text(situation);
    if situation.link() == LinkState::SignedOut {
        let reason = "Sign in to your team's server, or try Porchlight on this computer.";
        return Words {
            headline: link.clone(),
            reason: reason.to_owned(),
            menu_head: link,
            tooltip: "Porchlight: not signed in".to_owned(),
        };
    }
    if situation.me.is_none() {
        let server = situation.server.unwrap_or("the server");
        return Words {
            headline: link.clone(),
            reason: format!("Waiting for {server} to answer."),
            menu_head: link.clone(),
            tooltip: link,
        };
    }
    let once = match situation.unseen_since {
        Some(_) => "Once the server knows",
        None => "Once connected",
    };
    Words {
        headline: format!("{once}: {}", words::uncapitalised(&summary.headline)),
        reason: summary.reason.clone(),
        tooltip: format!("{link} · {once} {}", words::uncapitalised(&summary.tooltip)),
        menu_head: link,
    }
}

fn link_text(situation: &Situation<'_>) -> String {
    match situation.link() {
        LinkState::SignedOut => "Not signed in".to_owned(),
        LinkState::Connecting => "Connecting…".to_owned(),
        LinkState::Connected => "Connected".to_owned(),
        LinkState::Disconnected => not_connected(situation),
    }
}

fn not_connected(situation: &Situation<'_>) -> String {
    if situation.unseen_since.is_some() {
        return words::UNSEEN_CHOICE.to_owned();
    }
    let since = situation
        .link_since
        .map(|at| format!(" {}", situation.calendar().since(at)));
    format!("Not connected{}", since.unwrap_or_default())
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
    ScheduleView {
        schedule: situation.me.and_then(|me| me.schedule.clone()),
        etag: situation
            .me
            .map(|me| me.schedule_etag.clone())
            .unwrap_or_default(),
        summary: schedule_summary(situation),
        local_zone: situation.zone.name().to_owned(),
        can_edit: situation.is_connected(),
        draft: situation.draft.cloned(),
    }
}

fn schedule_summary(situation: &Situation<'_>) -> String {
    let Some(timeline) = situation.timeline else {
        return "No schedule yet".to_owned();
    };
    let calendar = situation.calendar();
    match (
        timeline.on_shift(situation.now),
        timeline.next_edge(situation.now),
    ) {
        (true, Some(end)) => format!("On shift {}", calendar.until(end)),
        (true, None) => "On shift around the clock".to_owned(),
        (false, Some(begin)) => format!("Off shift; next {}", calendar.at(begin)),
        (false, None) => "Off shift; no shift is planned".to_owned(),
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
    }
}
