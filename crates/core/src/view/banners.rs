//! The banners of the window: what a person ought to know, the most important first.

use super::{Banner, BannerKind, LinkState, Report, Situation};
use crate::{locale::Locale, words};

/// What the person ought to know, the most important first: the app's own banners among those of link and computer.
pub(super) fn banners(situation: &Situation<'_>) -> Vec<Banner> {
    let signed_in = situation.link() != LinkState::SignedOut;
    let platform = situation.platform;
    let notifications = signed_in && situation.preferences.notifications;
    let messages = situation.messages();
    let no_idle_source = missing(
        situation.locale,
        &platform.idle_source,
        BannerKind::NoIdleSource,
        |why| messages.banner_no_idle_source(why),
    );
    let no_tray = missing(
        situation.locale,
        &platform.tray,
        BannerKind::NoTray,
        |why| messages.banner_no_tray(why),
    );
    let no_notifications = missing(
        situation.locale,
        &platform.notifications,
        BannerKind::NoNotifications,
        |why| messages.banner_no_notifications(why),
    );
    let own = [
        not_connected(situation),
        no_idle_source.filter(|_| signed_in),
        no_tray,
        no_notifications.filter(|_| notifications),
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
    let messages = situation.messages();
    if situation.unseen_since.is_some() {
        return Some(Banner {
            kind: BannerKind::NotConnected,
            text: messages.banner_unseen_choice(),
            action: None,
        });
    }
    let link = super::build::not_connected(situation);
    // The reason names the server.
    let why = match situation.failure {
        Some((failure, _)) => words::failure(situation.locale, failure, situation.server),
        None => messages.check_network(),
    };
    // Nobody is a customer of a sample campus.
    let text = match (situation.demo, situation.timeline.is_some()) {
        (false, true) => messages.banner_not_connected_schedule(link, why),
        (false, false) => messages.banner_not_connected(link, why),
        (true, true) => messages.banner_campus_not_connected_schedule(link, why),
        (true, false) => messages.banner_campus_not_connected(link, why),
    };
    Some(Banner {
        kind: BannerKind::NotConnected,
        text,
        action: None,
    })
}

fn missing(
    locale: &Locale,
    report: &Report,
    kind: BannerKind,
    text: impl Fn(String) -> String,
) -> Option<Banner> {
    let Report::Missing(why) = report else {
        return None;
    };
    Some(Banner {
        kind,
        text: text(why.words(locale)),
        action: None,
    })
}
