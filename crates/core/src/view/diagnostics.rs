//! What is going on inside, in parts for the window and as one text to pass on.

use porchlight_protocol::Timestamp;

use super::{Diagnostics, LinkState, Report, Situation, View};
use crate::words;

impl View {
    /// All of it as one text, to be passed on to whoever helps: it names neither the person nor her token.
    pub fn diagnostics_text(&self) -> String {
        let locale = self.locale.locale();
        let messages = locale.messages();
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
            (LinkState::Connected, _) => messages.diagnostics_now(),
            (_, Some(at)) => at.to_rfc3339(),
            (_, None) => messages.diagnostics_not_yet(),
        };
        let none = messages.diagnostics_no_value();
        let server = self.link.server.as_ref();
        let lines = [
            (messages.diagnostics_label_version(), version),
            (messages.diagnostics_label_system(), system),
            (messages.diagnostics_label_idle(), idle_source),
            (messages.diagnostics_label_lock(), session_watch),
            (messages.diagnostics_label_calls(), inhibitors),
            (messages.diagnostics_label_tray(), tray),
            (messages.diagnostics_label_notifications(), notifications),
            (messages.diagnostics_label_server(), server.unwrap_or(&none)),
            (messages.diagnostics_label_link(), &self.link.text),
            (messages.diagnostics_label_last_sync(), &last_sync),
            (
                messages.diagnostics_label_last_failure(),
                last_failure.as_ref().unwrap_or(&none),
            ),
            (messages.diagnostics_label_last_sent(), last_sent),
            (messages.diagnostics_label_token(), token),
            (messages.diagnostics_label_log(), log),
        ];
        let lines = lines.map(|(label, value)| messages.diagnostics_line(label, value) + "\n");
        let events = events.iter().map(|event| format!("  {event}\n"));
        // A line as the others are, with lines below it for a value.
        let head = messages.diagnostics_line(messages.diagnostics_label_events(), "");
        let head = head.trim_end();
        format!("{}{head}\n{}", lines.concat(), events.collect::<String>())
    }
}

pub(super) fn diagnostics(situation: &Situation<'_>) -> Diagnostics {
    let messages = situation.messages();
    let report = |report: &Report| match report {
        Report::Untried => messages.diagnostics_untried(),
        Report::Works(what) => what.clone(),
        Report::Missing(why) => messages.diagnostics_none(why.words(situation.locale)),
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
            let why = words::failure(situation.locale, failure, situation.server);
            messages.diagnostics_failed_at(at, why)
        }),
        last_sent: if situation.last_sent.is_empty() {
            messages.diagnostics_nothing_sent()
        } else {
            situation.last_sent.to_owned()
        },
        token: match situation.token {
            Some(place) => place.to_owned(),
            None => messages.diagnostics_not_known(),
        },
        version: situation.version.to_owned(),
        system: situation.system.to_owned(),
        log: situation.log.to_owned(),
        events: situation
            .events
            .iter()
            .map(|(at, what)| entry(situation, *at, what))
            .collect(),
    }
}

/// `29 Nov 14:02:11 Connected`
fn entry(situation: &Situation<'_>, at: Timestamp, what: &str) -> String {
    let at = words::local(situation.zone, at);
    let (date, time) = (
        situation.locale.date_short(at.date()),
        situation.locale.clock_seconds(at.time()),
    );
    situation.messages().event_at(date, time, what)
}
