use porchlight_core::view::{BannerKind, LinkState, OfficeView, View};
use porchlight_protocol::{Ends, OfficeId, Overall, Status, Timestamp};
use serde::Serialize;

/// What `status --json` answers. Only ever grows.
#[derive(Debug, Serialize)]
pub(super) struct StatusReport<'a> {
    status: Overall,
    headline: &'a str,
    reason: &'a str,
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
    administrator: bool,
}

impl<'a> StatusReport<'a> {
    pub(super) fn new(view: &'a View) -> Self {
        Self {
            status: view.status,
            headline: &view.headline,
            reason: &view.reason,
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
fn not_connected(view: &View) -> Option<String> {
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
            administrator: office.administrator,
        }
    }
}

/// The status in words, a line each.
pub(super) fn status_text(view: &View) -> String {
    let mut lines = vec![view.headline.as_str()];
    let optional = [
        view.reason.as_str(),
        view.online_text.as_str(),
        view.link.text.as_str(),
    ];
    lines.extend(optional.into_iter().filter(|line| !line.is_empty()));
    lines.join("\n")
}

/// The offices as a table: the counter, the name, and what the agent is there.
pub(super) fn offices_text(view: &View) -> String {
    if view.offices.is_empty() {
        return "You are in no office yet; an administrator can add you to one.".into();
    }
    let name_width = view
        .offices
        .iter()
        .map(|office| office.name.chars().count())
        .max()
        .unwrap_or_default();
    let line = |office: &OfficeView| {
        let counter = office
            .available
            .map_or_else(|| "?".to_owned(), |available| available.to_string());
        format!(
            "{counter:>3}  {:name_width$}  {}",
            office.name, office.reason
        )
    };
    view.offices.iter().map(line).collect::<Vec<_>>().join("\n")
}
