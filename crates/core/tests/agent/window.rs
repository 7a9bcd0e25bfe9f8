//! The window, as far as the resident decides about it.

use porchlight_core::{
    agent::{Input, WindowEvent},
    intent::Intent,
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
