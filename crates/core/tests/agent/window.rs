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
