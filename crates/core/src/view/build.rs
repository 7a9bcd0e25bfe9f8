use porchlight_protocol::{Cause, Me, Settings, Timestamp};

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
        let (headline, reason, tooltip) = if connected {
            let tooltip = format!("{} · {online_text}", summary.tooltip);
            (summary.headline, summary.reason, tooltip)
        } else {
            unconnected(situation, &summary)
        };
        Self {
            look: if connected {
                summary.look
            } else {
                Look::NotConnected
            },
            headline,
            reason,
            tooltip,
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

/// Headline, reason and tooltip while nothing is known of the others.
fn unconnected(situation: &Situation<'_>, summary: &Summary) -> (String, String, String) {
    if situation.link() == LinkState::SignedOut {
        let reason = "Sign in to your team's server, or try Porchlight on this computer.";
        return (
            SIGNED_OUT.to_owned(),
            reason.to_owned(),
            "Porchlight: not signed in".to_owned(),
        );
    }
    let headline = match situation.link() {
        LinkState::Disconnected => not_connected(situation),
        _ => CONNECTING.to_owned(),
    };
    if situation.me.is_none() {
        let reason = format!(
            "Waiting for {} to answer.",
            situation.server.unwrap_or("the server")
        );
        return (headline.clone(), reason, headline);
    }
    if situation
        .resolution
        .is_none_or(|resolution| resolution.offices.is_empty())
    {
        return (
            headline.clone(),
            "What you choose now is sent once connected.".to_owned(),
            headline,
        );
    }
    let reason = format!(
        "Once connected: {}. What you choose now is sent then.",
        words::uncapitalised(&summary.sentence)
    );
    let tooltip = format!(
        "{headline} · Once connected {}",
        words::uncapitalised(&summary.tooltip)
    );
    (headline, reason, tooltip)
}

const SIGNED_OUT: &str = "Not signed in";
const CONNECTING: &str = "Connecting…";

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
    let text = match situation.link() {
        LinkState::SignedOut => SIGNED_OUT.to_owned(),
        LinkState::Connecting => CONNECTING.to_owned(),
        LinkState::Connected => "Connected".to_owned(),
        LinkState::Disconnected => not_connected(situation),
    };
    LinkView {
        state: situation.link(),
        text,
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
