//! What the command line prints for programs.

use porchlight_core::{
    Why,
    locale::Locale,
    view::{BannerKind, LinkState, OfficeView, View},
};
use porchlight_protocol::{Ends, OfficeId, Overall, Status, Timestamp};
use serde::Serialize;

/// What `status --json` answers. Only ever grows.
#[derive(Debug, Serialize)]
pub(super) struct StatusReport<'a> {
    status: Overall,
    headline: &'a str,
    reason: &'a str,
    /// Why she is available though there is no input; empty where that is not so.
    vouched_for: &'a str,
    /// Which of her offices nobody covers in its hours although she could; empty where that is not so.
    attention: &'a str,
    ends: Option<Ends>,
    following_schedule: bool,
    online: Option<u32>,
    /// Whether the server vouches for this: otherwise it is what was last known and what the schedule says.
    connected: bool,
    /// Why not, in sentences; null while connected.
    not_connected: Option<String>,
    link: LinkState,
    link_since: Option<Timestamp>,
    server: Option<&'a str>,
    email: Option<&'a str>,
    offices: Vec<OfficeReport<'a>>,
}

/// What `offices --json` answers for each office. Only ever grows.
#[derive(Debug, Serialize)]
pub(super) struct OfficeReport<'a> {
    id: &'a OfficeId,
    name: &'a str,
    status: Status,
    reason: &'a str,
    ends: Option<Ends>,
    /// How many agents are available there; null while not connected.
    available: Option<u32>,
    /// Since when nobody is there in its hours, in words; empty where that is not so.
    uncovered: &'a str,
    administrator: bool,
}

impl<'a> StatusReport<'a> {
    pub(super) fn new(view: &'a View) -> Self {
        Self {
            status: view.status,
            headline: &view.headline,
            reason: &view.reason,
            vouched_for: &view.vouched_for,
            attention: &view.attention,
            ends: view.ends,
            following_schedule: view.following_schedule,
            online: view.online,
            connected: view.link.state == LinkState::Connected,
            not_connected: not_connected(view),
            link: view.link.state,
            link_since: view.link.since,
            server: view.link.server.as_deref(),
            email: view.me.as_ref().map(|me| me.email.as_str()),
            offices: offices(view),
        }
    }
}

/// Why server and app do not hear each other.
pub(super) fn not_connected(view: &View) -> Option<String> {
    let mut banners = view.banners.iter();
    let banner = banners.find(|banner| banner.kind == BannerKind::NotConnected);
    match view.link.state {
        LinkState::Connected => None,
        _ => Some(
            banner
                .map_or(&view.link.text, |banner| &banner.text)
                .clone(),
        ),
    }
}

pub(super) fn offices(view: &View) -> Vec<OfficeReport<'_>> {
    view.offices.iter().map(OfficeReport::new).collect()
}

impl<'a> OfficeReport<'a> {
    fn new(office: &'a OfficeView) -> Self {
        Self {
            id: &office.id,
            name: &office.name,
            status: office.status,
            reason: &office.reason,
            ends: office.ends,
            available: office.available,
            uncovered: &office.uncovered,
            administrator: office.administrator,
        }
    }
}

/// The status in words, a line each. Where it is not vouched for, that is said with why, and apart from it.
pub(super) fn status_text(view: &View) -> String {
    let link = match view.link.state {
        LinkState::Connected if view.demo => view.locale.locale().messages().cli_demo(),
        LinkState::Connected => view.link.text.clone(),
        LinkState::SignedOut | LinkState::Connecting | LinkState::Disconnected => String::new(),
    };
    let mut lines = vec![
        view.headline.as_str(),
        &view.reason,
        &view.vouched_for,
        &view.attention,
        &view.online_text,
        &link,
    ];
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// Each office below its headline, fact by fact in order; all at once where they are the same.
pub(super) fn why_text(why: &Why, locale: &Locale) -> String {
    if why.offices.is_empty() {
        return locale.messages().cli_no_office();
    }
    let offices = match &why.everywhere {
        Some(_) => &why.offices[..1],
        None => &why.offices,
    };
    let lines = offices.iter().flat_map(|office| {
        let headline = why.everywhere.as_ref().unwrap_or(&office.headline);
        let facts = office.facts.iter().enumerate();
        let facts = facts.map(|(index, fact)| format!("  {}. {}", index + 1, fact.text));
        std::iter::once(headline.clone()).chain(facts)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The offices as a table below its headings.
pub(super) fn offices_text(locale: &Locale, offices: &[OfficeView]) -> String {
    let messages = locale.messages();
    if offices.is_empty() {
        return messages.cli_no_office();
    }
    let online = |office: &OfficeView| {
        let available = office.available.map(|available| available.to_string());
        available.unwrap_or_else(|| "?".to_owned())
    };
    let rows = offices.iter().map(|office| {
        let cells = [office.id.to_string(), office.name.clone(), online(office)];
        (cells, office.reason.clone())
    });
    let head = (
        [
            messages.cli_heading_id(),
            messages.cli_heading_office(),
            messages.cli_heading_online(),
        ],
        messages.cli_heading_you(),
    );
    let table: Vec<_> = std::iter::once(head).chain(rows).collect();
    let widest = |column: usize| {
        let cells = table.iter().map(|(cells, _)| cells[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let [id, name, count] = [0, 1, 2].map(widest);
    let line = |(cells, you): &([String; 3], String)| {
        let [first, second, third] = cells;
        format!("{first:id$}  {second:name$}  {third:>count$}  {you}")
    };
    table.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use porchlight_protocol::Cause;

    use super::*;

    #[test]
    fn the_offices_stand_aligned_below_headings() {
        let offices = [
            (
                "library",
                "Library",
                Some(2),
                "Available by your schedule, until 17:00",
            ),
            (
                "it",
                "IT desk",
                Some(0),
                "Away, set by Dana Fox at 14:02, until 17:00",
            ),
            ("post", "Post room", None, "Offline by your schedule"),
        ]
        .map(office);

        assert_eq!(
            offices_text(&Locale::english(), &offices),
            "\
ID       OFFICE     ONLINE  YOU
library  Library         2  Available by your schedule, until 17:00
it       IT desk         0  Away, set by Dana Fox at 14:02, until 17:00
post     Post room       ?  Offline by your schedule"
        );
    }

    #[test]
    fn whoever_is_in_no_office_reads_whom_to_ask() {
        assert!(offices_text(&Locale::english(), &[]).contains("an administrator can add you"));
    }

    fn office((id, name, available, reason): (&str, &str, Option<u32>, &str)) -> OfficeView {
        OfficeView {
            id: id.into(),
            name: name.to_owned(),
            status: Status::Offline,
            cause: Cause::Default,
            on: false,
            reason: reason.to_owned(),
            ends: None,
            available,
            uncovered: String::new(),
            administrator: false,
            can_set_everybody_away: false,
            agents: Vec::new(),
        }
    }
}
