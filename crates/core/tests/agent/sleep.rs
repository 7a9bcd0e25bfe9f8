//! Sleep, waking, and clocks that are set.

use chrono::Duration;
use porchlight_core::{
    agent::{Input, Request, WakeReason},
    intent::Holding,
    view::Look,
};
use porchlight_protocol::{Activity, ChoiceStatus, Status};

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
