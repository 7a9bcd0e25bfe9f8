//! The language that is set is spoken by everything, at once; what is not in the catalogue would show in one whose every
//! letter is accented.

use porchlight_core::{
    agent::Unreachable,
    intent::{Holding, Intent, Preferences},
    locale::{Clock, Locale},
    tray::Item,
    words,
};
use porchlight_protocol::{ChoiceStatus, Code};

use crate::world::{World, minutes, problem, seconds};

#[test]
fn a_language_that_is_set_is_spoken_at_once_and_after_a_restart() {
    let mut world = World::on_shift();
    assert_eq!(world.view().headline, "Available everywhere");

    speak(&mut world, "en-XA", Clock::System);
    let entries = menu(&world);
    assert_eq!(own_letters(&world.view().headline), "");
    assert!(
        entries.iter().all(|text| own_letters(text).is_empty()),
        "{entries:?}"
    );
    assert_eq!(world.view().locale.language, "en-XA");

    world.restart();
    world.settle();
    assert_eq!(own_letters(&world.view().headline), "");

    speak(&mut world, "en", Clock::System);
    assert_eq!(world.view().headline, "Available everywhere");
    assert!(menu(&world).contains(&"Open Porchlight".to_owned()));
}

#[test]
fn the_clock_that_is_set_is_the_one_of_all_texts() {
    let mut world = World::on_shift();
    assert_eq!(world.view().reason, "By your schedule, until 17:00");
    speak(&mut world, "system", Clock::H12);
    assert_eq!(
        world.view().reason,
        "By your schedule, until 5:00\u{202f}pm"
    );
    speak(&mut world, "system", Clock::H23);
    assert_eq!(world.view().reason, "By your schedule, until 17:00");
}

#[test]
fn what_is_told_is_all_from_the_catalogue() {
    let mut world = World::on_shift();
    speak(&mut world, "en-XA", Clock::System);
    world.told.clear();

    // About to be idle, idle, and back.
    world.pass(minutes(61));
    world.pass(minutes(2));
    world.input();
    world.pass(seconds(2));
    // Set Away, with a reason and without.
    world.set_away("library", Some("?!"));
    world.settle();
    world.choose_in("library", ChoiceStatus::Available, Holding::NextEdge);
    world.set_away("library", None);
    world.settle();
    // A choice that ends, and the last one in an office.
    world.choose(ChoiceStatus::Away, Holding::For { seconds: 1200 });
    world.work(minutes(25));
    world.choose(ChoiceStatus::Offline, Holding::NextEdge);
    world.choose(ChoiceStatus::Available, Holding::For { seconds: 601 });
    world.work(minutes(12));
    // Refused.
    world.ask(Intent::everywhere(
        ChoiceStatus::Away,
        Holding::For { seconds: 0 },
    ));
    world.ask(Intent::SaveIdleAfter { seconds: Some(1) });
    world.cut();
    world.pass(minutes(3));
    world.ask(Intent::SaveIdleAfter { seconds: None });
    world.mend();
    world.settle();
    // The shift ends, in spite of a choice or not.
    world.choose(ChoiceStatus::FollowSchedule, Holding::NextEdge);
    world.work(minutes(9 * 60));

    assert!(world.told.len() >= 8, "{:?}", world.told);
    let view = world.view();
    let told = world.told.iter().flat_map(|told| {
        let labels = told.actions.iter().map(|action| action.label.clone());
        [told.title.clone(), told.body.clone()]
            .into_iter()
            .chain(labels)
    });
    let refusals = world
        .answers
        .values()
        .filter_map(|answer| answer.as_ref().err());
    let refusals = refusals.map(|refusal| refusal.message.clone());
    let events = view.diagnostics.events.iter().cloned();
    for text in told.chain(refusals).chain(events) {
        assert_eq!(own_letters(&text), "", "{text}");
    }
}

#[test]
fn what_the_server_refuses_is_said_by_its_code_and_an_unknown_one_in_its_own_words() {
    let (english, pseudo) = (Locale::english(), Locale::pseudo());
    let wrong = problem(Code::WrongPassword, 401, "The server's own words.");
    assert_eq!(words::problem(&english, &wrong), "The server's own words.");
    assert_eq!(own_letters(&words::problem(&pseudo, &wrong)), "");
    let new = problem(Code::Other, 409, "The server's own words.");
    assert_eq!(words::problem(&pseudo, &new), "The server's own words.");
    let moved = Unreachable::Moved {
        to: Some("7".to_owned()),
    };
    assert_eq!(own_letters(&words::unreachable(&pseudo, &moved, None)), "");
}

fn speak(world: &mut World, language: &str, clock: Clock) {
    let preferences = Preferences {
        language: language.to_owned(),
        clock,
        ..Preferences::default()
    };
    world.ask(Intent::SavePreferences { preferences });
    world.settle();
}

fn menu(world: &World) -> Vec<String> {
    let items = world.tray().menu.into_iter();
    items
        .filter_map(|item| match item {
            Item::Label { text } | Item::Action { text, .. } => Some(text),
            Item::Check { .. } | Item::Submenu { .. } | Item::Separator => None,
        })
        .collect()
}

/// The letters that no name has and no accent.
fn own_letters(text: &str) -> String {
    let names = [
        "Dana Fox",
        "Dana",
        "Library",
        "IT desk",
        "Nov",
        " and ",
        "chat.example.edu",
        "Monday",
        "Tuesday",
    ];
    let mut left = text.to_owned();
    for name in names {
        left = left.replace(name, "");
    }
    left.retain(|letter| letter.is_ascii_alphabetic());
    left
}
