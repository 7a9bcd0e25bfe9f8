//! Sleep, waking, and clocks that are set.

use chrono::Duration;
use porchlight_core::{
    Subject,
    agent::{Answer, Input, Output, Request, WakeReason},
    intent::Holding,
    view::Look,
};
use porchlight_protocol::{Activity, ChoiceStatus, Event, Status};

use crate::world::{World, at, minutes, seconds};

#[test]
fn goodbye_is_said_before_the_machine_sleeps() {
    let mut world = World::on_shift();
    world.sleep(minutes(1));
    assert_eq!(
        world.sent.last().map(|(_, request)| request),
        Some(&Request::Goodbye)
    );
}

#[test]
fn a_server_that_does_not_answer_holds_up_sleep_for_two_seconds_at_most() {
    let mut world = World::on_shift();
    world.server.silent = true;
    world.happen(Input::Sleeping);
    assert!(!world.sleep_ready);
    let (due, why) = world.due().unwrap();
    assert_eq!((due, why), (seconds(2), WakeReason::Deadline));
    world.pass(seconds(2));
    assert!(world.sleep_ready);
}

#[test]
fn nothing_is_sent_while_the_machine_falls_asleep() {
    let mut world = World::on_shift();
    world.happen(Input::Sleeping);
    let sent = world.sent.len();
    world.pass(seconds(60));
    assert_eq!(world.sent.len(), sent);
}

#[test]
fn waking_without_input_is_never_available() {
    let mut world = World::on_shift();
    world.work(minutes(5));
    let last_input = world.last_input;
    world.pass(minutes(5));
    world.sleep(minutes(70));
    let sent = world.sent.len();
    world.wake();

    assert!(world.everywhere(Status::Away));
    assert_eq!(
        world.sent[sent].1,
        Request::Activity(Activity::Idle { since: last_input }),
        "the first thing the server hears, though the idle source has lost the time asleep"
    );
    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn a_short_sleep_is_no_absence() {
    let mut world = World::on_shift();
    world.sleep(minutes(3));
    world.wake();
    assert!(world.everywhere(Status::Available));
    assert_eq!(world.view().look, Look::Available, "connected again");
}

#[test]
fn asleep_over_the_end_of_the_shift_is_offline_before_the_first_request() {
    let mut world = World::on_shift();
    world.work(at("16:50") - world.now);
    world.sleep(minutes(80));
    world.server.silent = true;
    let sent = world.sent.len();
    world.wake();
    assert!(
        world.everywhere(Status::Offline),
        "at 18:10, and nothing was heard from the server yet"
    );
    assert_eq!(world.sent.len(), sent + 1, "the first request is under way");
}

#[test]
fn a_sleep_that_nobody_announced_is_noticed_by_the_gap() {
    let mut world = World::on_shift();
    world.work(at("12:00") - world.now);
    world.pass(minutes(5));
    world.advance(at("13:25") - world.now);
    world.slept = minutes(80);
    world.sent.clear();
    world.app.handle_timeout(world.clocks());
    world.settle();
    assert!(
        world.everywhere(Status::Away),
        "though the idle source says five minutes"
    );
    assert!(matches!(world.activity(), Activity::Idle { .. }));
    assert_eq!(
        world.view().look,
        Look::Away,
        "and the server was connected to again"
    );
}

#[test]
fn a_clock_set_an_hour_either_way_is_put_right_by_the_server() {
    for hour in [Duration::hours(1), Duration::hours(-1)] {
        let mut world = World::on_shift();
        world.work(at("12:00") - world.now);
        world.now += hour;
        world.last_input += hour;
        world.server.ahead -= hour;
        world.sent.clear();
        world.work(seconds(31));
        assert!(
            !world.sent.is_empty(),
            "the sign of life does not wait for the old clock"
        );

        world.choose(ChoiceStatus::Available, Holding::For { seconds: 2 * 3600 });
        world.work(at("16:30") - world.server_time());
        assert!(
            world.everywhere(Status::Available),
            "by the schedule, after the timer"
        );
        world.work(minutes(31));
        assert!(
            world.everywhere(Status::Offline),
            "17:01 by the server's clock, whatever this computer's says"
        );
    }
}

#[test]
fn while_disconnected_a_clock_that_is_set_is_recomputed_from() {
    let mut world = World::on_shift();
    world.work(at("16:30") - world.now);
    world.cut();
    world.now += Duration::hours(1);
    world.last_input += Duration::hours(1);
    world.work(seconds(2));
    assert!(world.everywhere(Status::Offline));
    world.now -= Duration::hours(1);
    world.last_input -= Duration::hours(1);
    world.work(seconds(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn quitting_says_goodbye_and_waits_for_it_three_seconds_at_most() {
    let mut world = World::on_shift();
    world.ask(porchlight_core::intent::Intent::Quit);
    assert_eq!(
        world.sent.last().map(|(_, request)| request),
        Some(&Request::Goodbye)
    );
    assert!(world.quit);

    let mut world = World::on_shift();
    world.server.silent = true;
    world.ask(porchlight_core::intent::Intent::Quit);
    assert!(!world.quit);
    world.pass(seconds(3));
    assert!(world.quit);
}

#[test]
fn the_last_key_before_a_sleep_is_no_input_after_it() {
    for counted in [false, true] {
        let mut world = World::on_shift();
        world.work(minutes(5));
        world.pass(seconds(1));
        world.sleep(minutes(5 * 60));
        if counted {
            world.slept = Duration::zero();
        }
        world.wake();
        for _ in 0..100 {
            assert!(
                world.everywhere(Status::Away),
                "nobody has touched anything"
            );
            world.pass(seconds(1));
        }
        world.input();
        world.pass(seconds(2));
        assert!(world.everywhere(Status::Available));
    }
}

#[test]
fn a_wake_up_that_nobody_announces_is_noticed() {
    let mut world = World::on_shift();
    world.sleep(minutes(30));
    world.input();
    world.app.handle_timeout(world.clocks());
    world.settle();
    assert_eq!(
        world.view().look,
        Look::Available,
        "it is being called, so it is awake"
    );

    let mut world = World::on_shift();
    world.sleep(seconds(0));
    world.work(minutes(2));
    assert_eq!(world.view().look, Look::Available, "it never slept");
}

#[test]
fn waking_at_night_without_an_idle_source_makes_nobody_available() {
    let mut world = World::without_schedule();
    world.choose(ChoiceStatus::Available, Holding::UntilChanged);
    world.no_idle_source = Some("DISPLAY is not set".to_owned());
    world.pass(minutes(61));
    assert!(world.everywhere(Status::Available), "nobody can tell");
    world.sleep(minutes(6 * 60));
    let sent = world.sent.len();
    world.wake();
    world.pass(seconds(10));
    assert!(world.everywhere(Status::Away));
    let unsure = world.sent[sent..]
        .iter()
        .find(|(_, request)| *request == Request::Activity(Activity::Unknown));
    assert_eq!(unsure, None);
    world.happen(Input::Locked);
    world.happen(Input::Unlocked);
    assert!(world.everywhere(Status::Available), "who unlocks is there");
}

#[test]
fn a_clock_that_is_set_ends_no_shift() {
    for hour in [Duration::hours(1), Duration::hours(-1)] {
        let mut world = World::on_shift();
        world.work(at("16:30") - world.now);
        world.server.silent = true;
        world.now += hour;
        world.server.ahead -= hour;
        for _ in 0..10 {
            world.work(seconds(1));
            assert!(
                world.everywhere(Status::Available),
                "the server's time is known"
            );
        }
        assert_eq!(world.told, []);
    }
}

#[test]
fn out_of_reach_of_the_server_a_clock_that_is_set_tells_nobody_that_her_shift_is_over() {
    let mut world = World::on_shift();
    world.work(at("16:30") - world.now);
    world.cut();
    world.now += Duration::hours(1);
    world.work(seconds(2));
    assert!(world.everywhere(Status::Offline));
    assert_eq!(world.told, []);
}

#[test]
fn that_a_shift_is_over_is_withdrawn_once_it_is_not() {
    let mut world = World::on_shift();
    world.cut();
    world.work(at("17:00") - world.now + seconds(1));
    assert!(world.notifications.contains_key(&Subject::Schedule));
    world.now -= Duration::hours(1);
    world.work(seconds(2));
    assert!(world.everywhere(Status::Available));
    assert!(world.notifications.is_empty());
}

#[test]
fn a_sleep_and_a_clock_that_is_set_are_told_apart() {
    let mut world = World::on_shift();
    world.work(minutes(5));
    world.pass(minutes(5));
    let streams = world.listened.len();
    world.now += minutes(70);
    world.server.ahead -= minutes(70);
    world.pass(seconds(31));
    assert_eq!(world.listened.len(), streams, "the connection goes on");
    assert!(
        world.everywhere(Status::Available),
        "five minutes are not seventy"
    );
}

#[test]
fn who_unlocks_in_the_second_of_waking_is_there() {
    let mut world = World::on_shift();
    world.work(minutes(5));
    world.happen(Input::Locked);
    world.sleep(minutes(120));
    world.input();
    world.wake();
    world.happen(Input::Unlocked);
    assert!(world.everywhere(Status::Available));
}

#[test]
fn a_source_that_lingers_on_the_last_key_before_a_sleep_tells_of_no_input_after_it() {
    let mut world = World::on_shift();
    world.lingering = seconds(2);
    world.work(minutes(5));
    world.sleep(minutes(5 * 60));
    world.wake();
    for _ in 0..100 {
        assert!(
            world.everywhere(Status::Away),
            "nobody has touched anything"
        );
        world.pass(seconds(1));
    }
    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn a_goodbye_that_is_answered_after_waking_does_not_end_the_next_one() {
    let mut world = World::on_shift();
    world.server.silent = true;
    world.happen(Input::Sleeping);
    world.pass(seconds(2));
    let goodbye = world.sent.len();
    assert_eq!(world.sent[goodbye - 1].1, Request::Goodbye);
    world.advance(minutes(5));
    world.wake();
    world.happen(Input::Sleeping);
    world.sleep_ready = false;
    world.answer(goodbye, Ok(Answer::Done));
    assert!(!world.sleep_ready, "the server was not told yet");
    world.pass(seconds(2));
    assert!(world.sleep_ready);
}

#[test]
fn the_machine_does_not_sleep_before_it_is_known_when_the_last_input_was() {
    let mut world = World::on_shift();
    world.cut();
    world.app.handle_input(Input::Sleeping, world.clocks());
    let before: Vec<_> = std::iter::from_fn(|| world.app.poll_output()).collect();
    assert!(before.contains(&Output::AskIdle));
    assert!(!before.contains(&Output::SleepReady), "{before:?}");
    world.happen(Input::Idle {
        source: "a test".to_owned(),
        idle: Ok(std::time::Duration::ZERO),
    });
    assert!(world.sleep_ready);

    let mut world = World::on_shift();
    world.cut();
    world.app.handle_input(Input::Sleeping, world.clocks());
    while world.app.poll_output().is_some() {}
    world.pass(seconds(2));
    assert!(
        world.sleep_ready,
        "a source that does not answer holds up nothing"
    );
}

/// Works until a moment ago, though the idle source was last read minutes before; then sleeps without a word.
fn dropped_off(slept: Duration, counted: bool) -> World {
    let mut world = World::on_shift();
    world.server.me.settings.organization_idle_after_seconds = 20 * 60;
    let me = Event::Me(Box::new(world.server.me.clone()));
    world.server.events.push_back(me);
    world.settle();
    world.work(minutes(10));
    world.advance(slept);
    if !counted {
        world.slept = slept;
    }
    world.app.handle_timeout(world.clocks());
    world.settle();
    world
}

#[test]
fn who_worked_until_an_unannounced_sleep_is_absent_from_then_on_and_not_from_the_last_reading() {
    for counted in [false, true] {
        let mut world = dropped_off(minutes(15), counted);
        let fell_asleep = world.now - minutes(15);
        assert!(
            world.everywhere(Status::Available),
            "fifteen minutes are not twenty (counted: {counted})"
        );
        world.pass(minutes(5));
        assert!(world.everywhere(Status::Away));
        let Activity::Idle { since } = world.activity() else {
            panic!("{:?}", world.activity());
        };
        assert!((since - fell_asleep).abs() <= seconds(30), "{since}");
    }
}

#[test]
fn a_nap_of_a_minute_that_nobody_noticed_is_no_input() {
    let mut world = dropped_off(seconds(80), false);
    world.pass(minutes(20) - seconds(80) + seconds(1));
    assert!(world.everywhere(Status::Away), "twenty minutes are over");
}

/// Each may have been shorter than it seems, as nobody knows when it began.
#[test]
fn several_naps_that_nobody_noticed_are_no_input_either() {
    let mut world = dropped_off(seconds(80), false);
    let mut passed = seconds(80);
    for _ in 0..4 {
        world.pass(seconds(10));
        world.advance(seconds(70));
        world.slept += seconds(45);
        world.app.handle_timeout(world.clocks());
        world.settle();
        passed += seconds(80);
    }
    world.pass(minutes(20) - passed + seconds(1));
    assert!(world.everywhere(Status::Away), "twenty minutes are over");
}
