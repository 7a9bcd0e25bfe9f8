//! The window, as far as the resident decides about it.

use porchlight_core::{
    agent::{Input, WindowEvent},
    intent::Intent,
    view::{BannerKind, Report},
};

use crate::world::World;

#[test]
fn a_window_opened_anew_starts_on_its_first_page() {
    let mut world = World::on_shift();
    world.ask(Intent::ShowPage {
        page: "settings".to_owned(),
    });
    let wish = world.view().page.map(|wish| wish.page);
    assert_eq!(wish.as_deref(), Some("settings"));

    world.happen(Input::Window(WindowEvent::Closed));
    world.ask(Intent::ToggleWindow);
    assert_eq!(world.view().page, None);
}

#[test]
fn times_are_shown_in_the_zone_that_the_computer_is_in_now() {
    let mut world = World::on_shift();
    assert!(
        world.view().reason.contains("until 17:00"),
        "{}",
        world.view().reason
    );
    world.happen(Input::Zone(chrono_tz::America::New_York));
    let view = world.view();
    assert!(view.reason.contains("until 12:00"), "{}", view.reason);
    assert_eq!(view.schedule.local_zone, "America/New_York");
}

#[test]
fn a_banner_put_aside_stays_so_over_a_restart_until_it_says_something_else_or_was_over() {
    let missing = |why: &str| Input::Tray(Report::Missing(why.into()));
    let shown = |world: &World| {
        let view = world.view();
        let mut banners = view.banners.into_iter();
        banners
            .find(|banner| banner.kind == BannerKind::NoTray)
            .map(|banner| banner.text)
    };
    let mut world = World::on_shift();
    world.happen(missing("no panel shows icons"));
    let text = shown(&world).unwrap();
    let kind = BannerKind::NoTray;
    world.ask(Intent::PutAside { kind, text });
    assert_eq!(shown(&world), None);

    let mut world = World::starting(world.kept.clone(), world.now);
    world.settle();
    world.happen(missing("no panel shows icons"));
    assert_eq!(shown(&world), None, "after a restart");
    world.happen(missing("there is no session bus"));
    assert!(shown(&world).is_some(), "that is news");

    world.happen(Input::Tray(Report::Works("a panel".to_owned())));
    world.happen(missing("no panel shows icons"));
    assert!(shown(&world).is_some(), "it was over meanwhile");
}

#[test]
fn what_goes_on_cannot_be_put_aside() {
    let mut world = World::on_shift();
    world.break_off();
    world.pass(chrono::Duration::minutes(1));
    let banner = world.view().banners.remove(0);
    assert_eq!(banner.kind, BannerKind::NotConnected);
    let (kind, text) = (banner.kind, banner.text.clone());
    world.ask(Intent::PutAside { kind, text });
    assert_eq!(world.view().banners, [banner]);
}
