//! What the app says of itself to whoever has to find out why.

use porchlight_core::{
    agent::{Input, Kept},
    intent::{Holding, Intent},
    view::Report,
};
use porchlight_protocol::ChoiceStatus;

use crate::world::{World, at, minutes, seconds};

#[test]
fn the_last_ten_things_that_happened_are_there_with_when_and_no_more() {
    let mut world = World::on_shift();
    world.choose(ChoiceStatus::Away, Holding::UntilChanged);
    world.choose_in("library", ChoiceStatus::Available, Holding::UntilChanged);
    world.happen(Input::Locked);
    world.happen(Input::Unlocked);
    world.happen(Input::Tray(Report::Missing("no panel shows icons".into())));
    world.break_off();
    world.pass(minutes(1));
    let events = world.view().diagnostics.events;
    for (part, what) in [
        ("23 Nov 09:30:", "Choice: Away everywhere"),
        ("23 Nov 09:30:", "Choice: Available in Library"),
        ("23 Nov 09:30:", "Locked since 09:30"),
        ("23 Nov 09:30:", "Tray: none, no panel shows icons"),
        ("23 Nov 09:3", "Not connected. "),
    ] {
        let said = |event: &&String| event.starts_with(part) && event.contains(what);
        assert!(
            events.iter().any(|event| said(&event)),
            "{what}: {events:#?}"
        );
    }

    for _ in 0..20 {
        world.happen(Input::Locked);
        world.happen(Input::Unlocked);
    }
    assert_eq!(world.view().diagnostics.events.len(), 10);
}

#[test]
fn a_day_at_work_is_no_event() {
    let mut world = World::on_shift();
    world.work(seconds(60));
    let before = world.view().diagnostics.events;
    world.work(minutes(120));
    assert_eq!(world.view().diagnostics.events, before);
}

#[test]
fn the_text_to_pass_on_has_all_that_helps_and_no_secret() {
    let mut world = World::starting(Kept::default(), at("9:30"));
    world.settle();
    world.ask(Intent::SignIn {
        server: "https://chat.example.edu".into(),
        email: "ana@example.edu".into(),
        password: "hunter2".into(),
        allow_plain_http: false,
    });
    world.happen(Input::TokenKept("In your keyring".into()));
    world.pass(seconds(5));
    let text = world.view().diagnostics_text();
    for part in [
        "Version: 0.1.0\n",
        "System: Debian 12, Xfce\n",
        "Server: https://chat.example.edu\n",
        "Link: Connected\n",
        "Last sync: Now\n",
        "Token: In your keyring\n",
        "Log: /home/ana/porchlight.log\n",
        "Last events:\n",
        " Connected\n",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    for secret in ["hunter2", "ana@example.edu"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn the_text_to_pass_on_names_no_colleague_either() {
    let mut world = World::on_shift();
    world.set_away("library", Some("All hands."));
    let text = world.view().diagnostics_text();
    assert!(text.contains("Told: set Away in Library"), "{text}");
    for secret in ["Dana", "All hands", "Ana"] {
        assert!(!text.contains(secret), "{text}");
    }
}
