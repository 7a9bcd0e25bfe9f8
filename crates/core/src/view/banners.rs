use super::{Banner, BannerKind, LinkState, Report, Situation};
use crate::words;

/// What the person ought to know, the most important first: the app's own banners among those of link and computer.
pub(super) fn banners(situation: &Situation<'_>) -> Vec<Banner> {
    let signed_in = situation.link() != LinkState::SignedOut;
    let platform = situation.platform;
    let notifications = signed_in && situation.preferences.notifications;
    let own = [
        not_connected(situation),
        no_idle_source(&platform.idle_source).filter(|_| signed_in),
        no_tray(&platform.tray),
        no_notifications(&platform.notifications).filter(|_| notifications),
    ];
    let mut banners: Vec<_> = own
        .into_iter()
        .flatten()
        .chain(situation.banners.iter().cloned())
        .collect();
    banners.retain(|banner| {
        let aside = situation.put_aside.get(&banner.kind.name());
        aside != Some(&banner.text) || !banner.kind.can_be_put_aside()
    });
    banners.sort_by_key(|banner| rank(banner.kind));
    banners
}

/// Smaller is more important.
const fn rank(kind: BannerKind) -> u8 {
    match kind {
        BannerKind::NotConnected => 0,
        BannerKind::Refused => 1,
        BannerKind::SetAway => 2,
        BannerKind::AreYouBack => 3,
        BannerKind::Storage => 4,
        BannerKind::NoIdleSource => 5,
        BannerKind::NoTray => 6,
        BannerKind::NoNotifications => 7,
    }
}

fn not_connected(situation: &Situation<'_>) -> Option<Banner> {
    if situation.link() != LinkState::Disconnected {
        return None;
    }
    if situation.unseen_since.is_some() {
        let text = format!(
            "{}, so nobody else sees it. It is kept, and sent as soon as the server answers.",
            words::UNSEEN_CHOICE
        );
        return Some(Banner {
            kind: BannerKind::NotConnected,
            text,
            action: None,
        });
    }
    let since = situation
        .link_since
        .map(|at| format!(" {}", situation.calendar().since(at)))
        .unwrap_or_default();
    let why = match situation.failure {
        Some((failure, _)) => words::failure(failure, situation.server),
        None => "Check your network.".to_owned(),
    };
    let goes_on = if situation.timeline.is_some() {
        "Your schedule goes on, and what you choose here is sent as soon as it is connected."
    } else {
        "What you choose here is sent as soon as it is connected."
    };
    // The reason names the server.
    let text = format!(
        "Not connected{since}, so customers may see you as offline. {why} Porchlight keeps trying. {goes_on}"
    );
    Some(Banner {
        kind: BannerKind::NotConnected,
        text,
        action: None,
    })
}

fn no_idle_source(report: &Report) -> Option<Banner> {
    missing(report, BannerKind::NoIdleSource, |why| {
        format!(
            "Porchlight cannot tell when you are away from this computer: {why}. \
             You will stay as you chose; set yourself Away by hand."
        )
    })
}

fn no_tray(report: &Report) -> Option<Banner> {
    missing(report, BannerKind::NoTray, |why| {
        format!(
            "Porchlight's icon cannot be shown: {why}. Everything works in this window; start Porchlight again to \
             open it. On GNOME, install the extension “AppIndicator and KStatusNotifierItem Support” for the icon."
        )
    })
}

fn no_notifications(report: &Report) -> Option<Banner> {
    missing(report, BannerKind::NoNotifications, |why| {
        format!(
            "Porchlight cannot show notifications: {why}. \
             Start a notification service, or look here and at the icon for what changes."
        )
    })
}

fn missing(report: &Report, kind: BannerKind, text: impl Fn(&str) -> String) -> Option<Banner> {
    let Report::Missing(why) = report else {
        return None;
    };
    Some(Banner {
        kind,
        text: text(why.trim_end_matches('.')),
        action: None,
    })
}
