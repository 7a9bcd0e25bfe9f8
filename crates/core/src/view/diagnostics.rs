//! What is going on inside, in parts for the window and as one text to pass on.

use chrono_tz::Tz;
use porchlight_protocol::Timestamp;

use super::{Diagnostics, LinkState, Report, Situation, View};
use crate::words;

impl View {
    /// All of it as one text, to be passed on to whoever helps: it names neither the person nor her token.
    pub fn diagnostics_text(&self) -> String {
        let Diagnostics {
            idle_source,
            tray,
            session_watch,
            notifications,
            inhibitors,
            last_sync,
            last_failure,
            last_sent,
            token,
            version,
            system,
            log,
            events,
        } = &self.diagnostics;
        let last_sync = match (self.link.state, last_sync) {
            (LinkState::Connected, _) => "Now".to_owned(),
            (_, Some(at)) => at.to_rfc3339(),
            (_, None) => "Not yet".to_owned(),
        };
        let lines = [
            ("Version", version.as_str()),
            ("System", system),
            ("Idle time", idle_source),
            ("Lock and sleep", session_watch),
            ("Calls and presentations", inhibitors),
            ("Tray", tray),
            ("Notifications", notifications),
            ("Server", self.link.server.as_deref().unwrap_or("None")),
            ("Link", &self.link.text),
            ("Last sync", &last_sync),
            ("Last failure", last_failure.as_deref().unwrap_or("None")),
            ("Last sent", last_sent),
            ("Token", token),
            ("Log", log),
        ];
        let lines = lines.map(|(name, value)| format!("{name}: {value}\n"));
        let events = events.iter().map(|event| format!("  {event}\n"));
        format!(
            "{}Last events:\n{}",
            lines.concat(),
            events.collect::<String>()
        )
    }
}

pub(super) fn diagnostics(situation: &Situation<'_>) -> Diagnostics {
    let report = |report: &Report| match report {
        Report::Untried => "Not tried yet".to_owned(),
        Report::Works(what) => what.clone(),
        Report::Missing(why) => format!("None: {why}"),
    };
    let platform = situation.platform;
    Diagnostics {
        idle_source: report(&platform.idle_source),
        tray: report(&platform.tray),
        session_watch: report(&platform.session_watch),
        notifications: report(&platform.notifications),
        inhibitors: report(&platform.inhibitors),
        // A view changes only with what it says, and not with every word from the server.
        last_sync: situation.last_sync.filter(|_| !situation.is_connected()),
        last_failure: situation.failure.map(|(failure, since)| {
            let at = words::capitalised(&situation.calendar().at(since));
            format!("{at}: {}", words::failure(failure, situation.server))
        }),
        last_sent: if situation.last_sent.is_empty() {
            "Nothing yet"
        } else {
            situation.last_sent
        }
        .to_owned(),
        token: situation.token.unwrap_or("Not known").to_owned(),
        version: situation.version.to_owned(),
        system: situation.system.to_owned(),
        log: situation.log.to_owned(),
        events: situation
            .events
            .iter()
            .map(|(at, what)| entry(situation.zone, *at, what))
            .collect(),
    }
}

/// `29 Nov 14:02:11 Connected`
fn entry(zone: Tz, at: Timestamp, what: &str) -> String {
    format!(
        "{} {what}",
        at.with_timezone(&zone).format("%-d %b %H:%M:%S")
    )
}
