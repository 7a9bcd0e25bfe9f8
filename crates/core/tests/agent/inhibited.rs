//! Present without input: what keeps the screen on speaks for her, within bounds.

use chrono::Duration;
use porchlight_core::{
    Subject,
    agent::{Inhibitor, Input, Kept},
    intent::{Holding, Intent, Preferences},
    view::Report,
};
use porchlight_protocol::{Activity, Cause, ChoiceStatus, Status};

use crate::world::{World, ana_account, at, minutes, seconds};

#[test]
fn a_call_without_input_stays_available_and_is_said_to_her_alone() {
    let mut world = World::on_shift();
    world.work(minutes(10));
    let last_input = world.last_input.wall;
    keeps_on(&mut world, &["Zoom"]);
    world.pass(minutes(59));
    assert_eq!(world.view().vouched_for, "", "she may be typing");
    world.pass(minutes(41));

    assert!(world.everywhere(Status::Available));
    assert_eq!(world.activity(), Activity::Active);
    let view = world.view();
    let since = last_input.format("%H:%M");
    assert_eq!(
        view.vouched_for,
        format!("No input since {since}, but Zoom keeps the screen on, so you stay Available.")
    );
    let text = view.diagnostics_text();
    assert!(text.contains("but the screen is kept on"), "{text}");
    assert!(text.contains("Calls and presentations: a test"), "{text}");
    assert!(!text.contains("Zoom"), "{text}");
    assert!(!format!("{:?}", world.sent).contains("Zoom"));
}

#[test]
fn the_first_input_of_a_long_call_takes_the_sentence_back_at_once() {
    let mut world = World::on_shift();
    world.announces = true;
    keeps_on(&mut world, &["Zoom"]);
    world.pass(minutes(90));
    assert_ne!(world.view().vouched_for, "");
    world.input();
    assert_eq!(world.view().vouched_for, "");
    assert!(world.told.is_empty(), "she was never away");
}

#[test]
fn once_the_call_ends_idle_counts_from_then() {
    let mut world = World::on_shift();
    keeps_on(&mut world, &["Zoom"]);
    world.pass(minutes(100));
    keeps_on(&mut world, &[]);
    let ended = world.now;
    assert_eq!(world.view().vouched_for, "");
    world.pass(minutes(60) - seconds(2));
    assert!(world.everywhere(Status::Available));
    world.pass(seconds(3));
    assert!(world.everywhere(Status::Away));
    assert_eq!(world.activity(), Activity::Idle { since: ended });

    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn two_calls_with_a_break_are_one_presence() {
    let mut world = World::on_shift();
    for _ in 0..2 {
        keeps_on(&mut world, &["Zoom"]);
        world.pass(minutes(50));
        keeps_on(&mut world, &[]);
        world.pass(minutes(30));
        assert!(world.everywhere(Status::Available));
    }
}

#[test]
fn nobody_is_warned_in_a_call_and_everybody_after_it() {
    let mut world = World::on_shift();
    keeps_on(&mut world, &["Zoom"]);
    world.pass(minutes(100));
    assert!(world.told.is_empty(), "{:?}", world.told);
    keeps_on(&mut world, &[]);
    world.pass(minutes(59) - seconds(2));
    assert!(world.told.is_empty(), "{:?}", world.told);
    world.pass(seconds(3));
    let warning = &world.notifications[&Subject::Idle];
    assert_eq!(warning.title, "You will be Away in a minute");

    keeps_on(&mut world, &["Zoom"]);
    assert!(
        world.notifications.is_empty(),
        "the next call takes it back"
    );
    world.pass(minutes(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn a_player_that_goes_on_through_the_night_keeps_nobody_available() {
    let mut world = World::without_schedule();
    world.choose(ChoiceStatus::Available, Holding::UntilChanged);
    world.work(minutes(5));
    let last_input = world.last_input.wall;
    keeps_on(&mut world, &["player"]);
    let asked = world.idle_asked.len();
    world.pass(minutes(180) - seconds(2));
    assert!(world.everywhere(Status::Available));
    let asked = world.idle_asked.len() - asked;
    assert!(asked < 3 * 12, "asked {asked} times in three hours");
    world.pass(seconds(5));
    assert!(world.everywhere(Status::Away));
    assert_eq!(
        world.activity(),
        Activity::Idle { since: last_input },
        "it never spoke for her, after all"
    );

    keeps_on(&mut world, &[]);
    keeps_on(&mut world, &["player"]);
    world.pass(minutes(8 * 60));
    keeps_on(&mut world, &[]);
    world.pass(minutes(1));
    assert!(world.everywhere(Status::Away), "nor does the next one");
}

#[test]
fn what_begins_after_she_went_brings_nobody_back() {
    let mut world = World::on_shift();
    world.pass(minutes(70));
    assert!(world.everywhere(Status::Away));
    keeps_on(&mut world, &["updates"]);
    world.pass(minutes(10));
    assert!(world.everywhere(Status::Away));
    keeps_on(&mut world, &[]);
    world.pass(minutes(1));
    assert!(world.everywhere(Status::Away), "nor does its end");

    keeps_on(&mut world, &["Zoom"]);
    world.input();
    world.pass(minutes(70));
    assert!(
        world.everywhere(Status::Available),
        "from her next input on it speaks for her"
    );
}

#[test]
fn locking_is_away_whatever_keeps_the_screen_on() {
    let mut world = World::on_shift();
    keeps_on(&mut world, &["Zoom"]);
    world.pass(minutes(70));
    world.happen(Input::Locked);
    let locked = world.now;
    assert!(world.everywhere(Status::Away));
    assert_eq!(world.office("library").cause, Cause::Locked);
    assert_eq!(world.activity(), Activity::Locked { since: locked });

    let mut world = World::on_shift();
    let preferences = Preferences {
        away_on_lock: false,
        ..Preferences::default()
    };
    world.ask(Intent::SavePreferences { preferences });
    keeps_on(&mut world, &["Zoom"]);
    world.pass(minutes(30));
    world.happen(Input::Locked);
    let locked = world.now;
    world.pass(minutes(61));
    assert_eq!(
        world.activity(),
        Activity::Idle { since: locked },
        "where locking is not Away at once, nothing speaks for her from then on"
    );
}

#[test]
fn who_wakes_the_computer_is_not_spoken_for_by_what_went_on_before() {
    let mut world = World::on_shift();
    keeps_on(&mut world, &["Zoom"]);
    world.pass(minutes(30));
    let asleep = world.now;
    world.sleep(minutes(90));
    world.wake();
    assert!(world.everywhere(Status::Away));
    assert_eq!(world.activity(), Activity::Idle { since: asleep });
    world.pass(minutes(10));
    assert!(world.everywhere(Status::Away));
    world.input();
    world.pass(minutes(70));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn who_wants_none_of_it_is_away_as_before_and_at_once() {
    let mut world = World::on_shift();
    let last_input = world.last_input.wall;
    keeps_on(&mut world, &["Zoom"]);
    world.pass(minutes(70));
    assert!(world.everywhere(Status::Available));
    let preferences = Preferences {
        present_in_calls: false,
        ..Preferences::default()
    };
    world.ask(Intent::SavePreferences { preferences });
    assert!(world.everywhere(Status::Away));
    assert_eq!(world.activity(), Activity::Idle { since: last_input });

    let preferences = Preferences::default();
    world.ask(Intent::SavePreferences { preferences });
    world.pass(minutes(5));
    assert!(
        world.everywhere(Status::Away),
        "and only input brings her back"
    );
}

#[test]
fn at_the_start_it_speaks_for_whoever_is_there_and_nobody_else() {
    for (idle, status) in [(10, Status::Available), (70, Status::Away)] {
        let kept = Kept {
            account: Some(ana_account()),
            ..Kept::default()
        };
        let mut world = World::starting(kept, at("9:30"));
        world.advance(minutes(idle));
        keeps_on(&mut world, &["Zoom"]);
        world.settle();
        world.pass(minutes(60));
        assert!(world.everywhere(status), "idle for {idle} minutes");
    }
}

#[test]
fn where_only_a_question_tells_it_is_asked_when_she_would_be_idle_and_hardly_more_often() {
    let mut world = World::on_shift();
    world.kept_on = Some([Inhibitor::Presentation].into());
    world.pass(minutes(10));
    let asked = world.idle_asked.len();
    world.pass(minutes(90));
    assert!(world.everywhere(Status::Available));
    let said = world.view().vouched_for;
    assert!(said.contains("shows a presentation"), "{said}");
    let asked = world.idle_asked.len() - asked;
    assert!(asked <= 12, "asked {asked} times in 90 minutes");

    world.kept_on = Some([].into());
    let seen_until = world.idle_asked.last().copied().unwrap();
    world.pass(minutes(61));
    assert!(world.everywhere(Status::Away));
    assert_eq!(
        world.activity(),
        Activity::Idle { since: seen_until },
        "it may have ended right after it was seen"
    );
}

fn keeps_on(world: &mut World, programs: &[&str]) {
    let by = programs.iter().map(|name| Inhibitor::program(name));
    world.happen(Input::Inhibitors {
        source: Report::Works("a test".to_owned()),
        by: by.collect(),
        announces: true,
    });
}

#[test]
fn a_programs_name_is_what_fits_into_a_sentence() {
    assert_eq!(Inhibitor::program(" \n"), Inhibitor::SomeProgram);
    let long = Inhibitor::program(&format!("a\u{7}\n{}", "b".repeat(1000)));
    assert_eq!(long, Inhibitor::Program(format!("a{}", "b".repeat(63))));
    let mut world = World::on_shift();
    for (programs, said) in [
        (&[""][..], "a program keeps the screen on"),
        (&["A", "B"], "A and B keep the screen on"),
        (&["A", "B", "C"], "A and other programs keep the screen on"),
    ] {
        world.input();
        keeps_on(&mut world, programs);
        world.pass(minutes(61) + Duration::seconds(1));
        let view = world.view();
        assert!(view.vouched_for.contains(said), "{}", view.vouched_for);
    }
}
