//! Sleep, waking, and clocks that are set.

use chrono::Duration;
use porchlight_core::{
    Subject,
    agent::{Answer, IdleClock, Input, Output, Request, WakeReason},
    intent::{Holding, Intent},
    view::Look,
};
use porchlight_protocol::{Activity, ChoiceStatus, Event, Status, Timestamp};

use crate::world::{World, at, minutes, seconds};

/// What idle sources count.
const CLOCKS: [IdleClock; 2] = [IdleClock::Awake, IdleClock::Boot];

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
    let last_input = world.last_input.wall;
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
    world.advance(Duration::milliseconds(1));
    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn an_app_that_starts_again_just_after_a_sleep_knows_of_it() {
    for clock in CLOCKS {
        let mut world = at_work(clock);
        world.pass(minutes(5));
        world.sleep(minutes(70));
        world.wake();
        world.pass(seconds(10));
        world.restart();
        assert!(
            world.everywhere(Status::Away),
            "{clock:?}: it had nothing but the idle time of a source that stands still meanwhile"
        );
        world.input();
        world.pass(seconds(2));
        assert!(world.everywhere(Status::Available), "{clock:?}");
    }
}

#[test]
fn a_sleep_while_no_app_ran_makes_an_absence_no_shorter() {
    let mut world = at_work(IdleClock::Awake);
    let last_input = world.last_input.wall;
    world.nap(seconds(45));
    world.call();
    // It crashes, the machine sleeps again, and it is started by nobody.
    world.nap(minutes(70));
    world.restart();
    world.pass(seconds(3));
    assert!(world.everywhere(Status::Away));
    assert_eq!(idle_since(&world), last_input);
}

#[test]
fn what_was_kept_of_sleeps_counts_for_nothing_after_the_machine_was_started_again() {
    let mut world = World::on_shift();
    world.work(minutes(5));
    world.pass(minutes(5));
    world.sleep(minutes(70));
    world.wake();
    world.reboot();
    world.work(minutes(1));
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
    world.nap(at("13:25") - world.now);
    world.sent.clear();
    world.call();
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
    world.work(seconds(2));
    assert!(world.everywhere(Status::Offline));
    world.now -= Duration::hours(1);
    world.work(seconds(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn quitting_says_goodbye_and_waits_for_it_three_seconds_at_most() {
    let mut world = World::on_shift();
    world.ask(Intent::Quit);
    assert_eq!(
        world.sent.last().map(|(_, request)| request),
        Some(&Request::Goodbye)
    );
    assert!(world.quit);

    let mut world = World::on_shift();
    world.server.silent = true;
    world.ask(Intent::Quit);
    assert!(!world.quit);
    world.pass(seconds(3));
    assert!(world.quit);
}

#[test]
fn the_last_key_before_a_sleep_is_no_input_after_it() {
    for counts in CLOCKS {
        let mut world = World::on_shift();
        world.counts = counts;
        world.work(minutes(5));
        world.pass(seconds(1));
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
}

#[test]
fn a_wake_up_that_nobody_announces_is_noticed_by_the_first_call() {
    let mut world = World::on_shift();
    world.sleep(minutes(30));
    world.input();
    world.call();
    assert_eq!(
        world.view().look,
        Look::Available,
        "it is being called, and has slept"
    );

    let mut world = World::on_shift();
    world.sleep(seconds(10));
    world.work(seconds(1));
    assert_eq!(world.view().look, Look::Available, "however short it was");

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
    world.advance(Duration::milliseconds(1));
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
    world.nap(minutes(5));
    world.wake();
    world.happen(Input::Sleeping);
    world.sleep_ready = false;
    world.answer(goodbye, Ok(Answer::Done));
    assert!(!world.sleep_ready, "the server was not told yet");
    world.pass(seconds(2));
    assert!(world.sleep_ready);
}

#[test]
fn a_source_that_does_not_answer_holds_up_no_sleep() {
    let mut world = World::on_shift();
    world.app.handle_input(Input::Sleeping, world.clocks());
    let outputs: Vec<_> = std::iter::from_fn(|| world.app.poll_output()).collect();
    assert!(
        outputs.contains(&Output::AskIdle { announce: false }),
        "it is asked"
    );
    let goodbye = outputs.iter().find_map(|output| match output {
        Output::Send { number, .. } => Some(*number),
        _ => None,
    });
    let answered = Input::Answered {
        number: goodbye.unwrap(),
        answer: Ok(Answer::Done),
    };
    world.app.handle_input(answered, world.clocks());
    let outputs: Vec<_> = std::iter::from_fn(|| world.app.poll_output()).collect();
    assert!(outputs.contains(&Output::SleepReady), "and not waited for");
}

/// Works until a moment ago, with idleness counting from twenty minutes on. The idle source was last read minutes before.
fn at_work(counts: IdleClock) -> World {
    let mut world = World::on_shift();
    world.counts = counts;
    world.server.me.settings.organization_idle_after_seconds = 20 * 60;
    let me = Event::Me(Box::new(world.server.me.clone()));
    world.server.events.push_back(me);
    world.settle();
    world.work(minutes(10));
    world
}

/// Since when the server knows her to be idle.
#[track_caller]
fn idle_since(world: &World) -> Timestamp {
    let Activity::Idle { since } = world.activity() else {
        panic!("{:?}", world.activity());
    };
    since
}

#[test]
fn after_an_unannounced_nap_she_is_idle_to_the_second_whatever_her_source_counts() {
    for (counts, length) in [5, 20, 34, 45, 80, 15 * 60]
        .into_iter()
        .flat_map(|length| CLOCKS.map(|counts| (counts, length)))
    {
        let mut world = at_work(counts);
        let last_input = world.last_input.wall;
        world.pass(seconds(40));
        world.nap(seconds(length));
        world.call();
        world.pass(last_input + minutes(20) - seconds(1) - world.now);
        assert!(world.everywhere(Status::Available), "{counts:?} {length}");
        world.pass(seconds(1));
        assert!(world.everywhere(Status::Away), "{counts:?} {length}");
        assert_eq!(idle_since(&world), last_input, "{counts:?} {length}");
    }
}

#[test]
fn she_who_worked_until_an_unannounced_sleep_is_idle_from_its_first_moment_on() {
    for counts in CLOCKS {
        let mut world = at_work(counts);
        // Nobody calls in the last seconds before.
        world.advance(seconds(20));
        world.input();
        let last_input = world.last_input.wall;
        world.nap(minutes(15));
        world.call();
        assert!(world.everywhere(Status::Available), "{counts:?}");
        assert_eq!(world.told, [], "nobody is told that she was away");
        world.pass(minutes(5));
        assert!(world.everywhere(Status::Away), "{counts:?}");
        assert_eq!(idle_since(&world), last_input, "{counts:?}");
    }
}

#[test]
fn naps_of_all_lengths_add_up_to_the_second() {
    for counts in CLOCKS {
        let mut world = at_work(counts);
        let last_input = world.last_input.wall;
        for length in [45, 1, 20, 70, 33] {
            world.pass(seconds(10));
            world.advance(seconds(25));
            world.nap(seconds(length));
            world.call();
        }
        world.pass(last_input + minutes(20) - seconds(1) - world.now);
        assert!(world.everywhere(Status::Available), "{counts:?}");
        world.pass(seconds(1));
        assert!(world.everywhere(Status::Away), "{counts:?}");
        assert_eq!(idle_since(&world), last_input, "{counts:?}");
    }
}

#[test]
fn input_between_two_naps_is_put_between_them() {
    for counts in CLOCKS {
        let mut world = at_work(counts);
        world.nap(minutes(8));
        world.call();
        world.pass(seconds(30));
        world.input();
        let last_input = world.last_input.wall;
        world.pass(seconds(30));
        world.nap(minutes(8));
        world.call();
        world.pass(minutes(8));
        assert!(world.everywhere(Status::Available), "{counts:?}");
        world.pass(minutes(20));
        assert_eq!(idle_since(&world), last_input, "{counts:?}");
    }
}

#[test]
fn input_just_after_an_unannounced_sleep_is_seen_at_once_where_the_source_counts_all_time() {
    let mut world = at_work(IdleClock::Boot);
    world.nap(minutes(60));
    world.input();
    world.advance(seconds(20));
    world.call();
    assert!(world.everywhere(Status::Available));
}

#[test]
fn input_between_an_unannounced_sleep_and_the_next_call_counts_as_before_until_there_is_more() {
    let mut world = at_work(IdleClock::Awake);
    world.nap(minutes(60));
    world.advance(seconds(10));
    world.input();
    world.advance(seconds(10));
    world.call();
    world.pass(minutes(1));
    assert!(world.everywhere(Status::Away), "nobody can tell");
    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available));

    let mut world = at_work(IdleClock::Awake);
    world.nap(minutes(60));
    world.call();
    world.advance(seconds(1));
    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available), "called on waking");
}

#[test]
fn a_lid_that_is_closed_at_night_and_opened_in_the_morning_is_away_since_the_evening_at_once() {
    for (counts, announced) in [(true, true), (true, false), (false, true), (false, false)]
        .map(|(boot, announced)| (CLOCKS[usize::from(boot)], announced))
    {
        let mut world = World::without_schedule();
        world.choose(ChoiceStatus::Available, Holding::UntilChanged);
        world.counts = counts;
        world.work(minutes(60));
        let last_input = world.last_input.wall;
        world.pass(minutes(2));
        if announced {
            world.sleep(minutes(10 * 60));
        } else {
            world.nap(minutes(10 * 60));
        }
        let sent = world.sent.len();
        world.call();
        let idle = Activity::Idle { since: last_input };
        assert_eq!(world.sent[sent].1, Request::Activity(idle), "{counts:?}");
        for _ in 0..100 {
            assert!(world.everywhere(Status::Away), "{counts:?}");
            assert_eq!(world.activity(), idle, "{counts:?}");
            world.pass(seconds(1));
        }
        world.input();
        world.pass(seconds(2));
        assert!(world.everywhere(Status::Available), "{counts:?}");
    }
}

#[test]
fn an_app_that_was_stopped_while_the_machine_was_awake_takes_nobody_for_asleep() {
    for counts in CLOCKS {
        let mut world = at_work(counts);
        world.pass(minutes(2));
        let streams = world.listened.len();
        world.advance(minutes(10));
        world.call();
        assert_eq!(
            world.listened.len(),
            streams + 1,
            "the connection may have ended meanwhile"
        );
        assert!(world.everywhere(Status::Available), "{counts:?}");
        world.pass(minutes(8) - seconds(1));
        assert!(world.everywhere(Status::Available), "{counts:?}");
        world.pass(seconds(2));
        assert!(world.everywhere(Status::Away), "{counts:?}");
    }

    let mut world = World::on_shift();
    world.no_idle_source = Some("DISPLAY is not set".to_owned());
    world.pass(minutes(5));
    world.advance(minutes(120));
    world.call();
    assert!(
        world.everywhere(Status::Available),
        "nobody can tell, and nobody slept"
    );
}

#[test]
fn an_app_that_was_stopped_for_seconds_goes_on_as_before() {
    let mut world = at_work(IdleClock::Awake);
    let streams = world.listened.len();
    world.advance(seconds(80));
    world.call();
    assert_eq!(world.listened.len(), streams);
}

#[test]
fn a_clock_that_is_set_during_a_sleep_moves_what_is_shown_and_nothing_else() {
    for (counts, hours) in [1, -1]
        .into_iter()
        .flat_map(|hours| CLOCKS.map(|counts| (counts, hours)))
    {
        let mut world = at_work(counts);
        world.pass(minutes(1));
        let step = Duration::hours(hours);
        world.nap(minutes(10));
        world.now += step;
        world.server.ahead -= step;
        world.call();
        assert!(world.everywhere(Status::Available), "{counts:?} {hours}");
        world.pass(minutes(9) - seconds(1));
        assert!(world.everywhere(Status::Available), "{counts:?} {hours}");
        world.pass(seconds(2));
        assert!(world.everywhere(Status::Away), "{counts:?} {hours}");
        let last_input = world.last_input.wall + step + world.server.ahead;
        assert_eq!(idle_since(&world), last_input, "{counts:?} {hours}");
    }
}

#[test]
fn without_a_clock_that_stands_still_a_source_that_counts_all_time_needs_none() {
    let mut world = at_work(IdleClock::Boot);
    world.two_clocks = true;
    world.pass(minutes(1));
    world.nap(minutes(60));
    world.call();
    assert!(world.everywhere(Status::Away));
    assert_eq!(idle_since(&world), world.last_input.wall);
    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn without_that_clock_a_night_ends_her_presence_also_if_nothing_can_be_read_on_waking() {
    // Seed 82.
    let mut world = at_work(IdleClock::Boot);
    world.two_clocks = true;
    world.pass(minutes(1));
    world.no_idle_source = Some("it does not answer".to_owned());
    let asleep_since = world.now;
    world.nap(minutes(60));
    world.call();
    assert!(world.everywhere(Status::Away));
    assert_eq!(
        idle_since(&world),
        asleep_since,
        "there may have been input after what was read last"
    );
}

#[test]
fn two_hundred_sleeps_without_input_make_nobody_younger() {
    let mut world = World::without_schedule();
    world.choose(ChoiceStatus::Available, Holding::UntilChanged);
    let last_input = world.last_input.wall;
    for _ in 0..200 {
        world.nap(minutes(30));
        world.call();
        world.pass(minutes(1));
        assert!(world.now - last_input < minutes(60) || world.everywhere(Status::Away));
    }
    assert_eq!(idle_since(&world), last_input);
}

#[test]
fn who_unlocks_before_anything_told_that_the_machine_woke_is_there() {
    let mut world = at_work(IdleClock::Awake);
    world.happen(Input::Locked);
    world.nap(minutes(120));
    world.advance(seconds(5));
    world.input();
    world.advance(seconds(1));
    world.happen(Input::Unlocked);
    assert!(world.everywhere(Status::Available));
}

#[test]
fn a_reading_that_comes_while_the_machine_sleeps_changes_nothing() {
    let mut world = World::on_shift();
    world.no_idle_source = Some("it is late".to_owned());
    world.happen(Input::Sleeping);
    assert!(world.sleep_ready);
    world.no_idle_source = None;
    let before = (world.view(), world.sent.len(), world.due());
    let last_input = Err("the display is gone".into());
    world.happen(Input::Idle {
        source: "another source".to_owned(),
        last_input,
        announces: false,
    });
    assert_eq!((world.view(), world.sent.len(), world.due()), before);
}

fn goodbyes(world: &World) -> usize {
    let sent = world.sent.iter();
    sent.filter(|(_, request)| matches!(request, Request::Goodbye | Request::SignOut))
        .count()
}

#[test]
fn goodbye_is_said_also_between_two_attempts_to_connect() {
    for end in [Intent::Quit, Intent::SignOut] {
        let mut world = World::on_shift();
        world.break_off();
        world.work(seconds(20));
        world.server.reachable = true;
        assert_eq!(goodbyes(&world), 0);
        world.ask(end);
        assert_eq!(goodbyes(&world), 1);
    }
    let mut world = World::on_shift();
    world.break_off();
    world.server.reachable = true;
    world.happen(Input::Sleeping);
    assert_eq!(goodbyes(&world), 1);
    assert!(world.sleep_ready);
}

#[test]
fn goodbye_is_said_again_to_a_server_that_is_not_there_for_a_moment_and_in_bounded_time() {
    let mut world = World::on_shift();
    world.break_off();
    world.ask(Intent::Quit);
    assert!(!world.quit);
    world.work(seconds(1));
    world.server.reachable = true;
    world.work(seconds(1));
    assert!(world.quit);
    assert!((2..6).contains(&goodbyes(&world)), "{:?}", world.sent);

    let mut world = World::on_shift();
    world.break_off();
    world.ask(Intent::Quit);
    world.work(seconds(3));
    assert!(world.quit, "it does not wait for ever");

    let mut world = World::on_shift();
    world.break_off();
    world.work(minutes(2));
    world.ask(Intent::Quit);
    assert!(world.quit, "its lease has long run out");
}

#[test]
fn a_goodbye_under_way_is_not_cut_short_by_what_begins_meanwhile() {
    let mut world = World::on_shift();
    world.server.silent = true;
    let signed_out = world.ask(Intent::SignOut);
    world.ask(Intent::Quit);
    world.happen(Input::Sleeping);
    assert!(!world.quit && !world.sleep_ready);
    world.pass(seconds(1));
    world.pass(seconds(1));
    assert_eq!(world.sent.last().unwrap().1, Request::SignOut);
    assert!(!world.quit && !world.sleep_ready);
    let number = *world.numbers.last().unwrap();
    world.happen(Input::Answered {
        number,
        answer: Ok(Answer::Done),
    });
    assert_eq!(world.answers.remove(&signed_out), Some(Ok(())));
    assert!(world.quit && world.sleep_ready);
    assert!(!world.token);
}

#[test]
fn a_clock_that_is_set_just_before_a_sleep_changes_nothing_that_is_known_of_the_servers() {
    for announced in [true, false] {
        let mut world = World::on_shift();
        world.work(minutes(5));
        if announced {
            world.happen(Input::Sleeping);
        }
        let step = Duration::minutes(37);
        world.now += step;
        world.server.ahead -= step;
        world.nap(minutes(60));
        // Nothing of the server's is heard on waking: what is known of its clock is all there is.
        world.server.reachable = false;
        world.wake();
        world.call();
        world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
        let pending = &world.kept.pending;
        assert_eq!(pending[0].choice.set_at, world.server_time(), "{announced}");
    }
}

#[test]
fn handing_over_says_no_goodbye_and_waits_for_the_disk_if_that_is_all_that_keeps_a_choice() {
    let mut world = World::on_shift();
    world.ask(Intent::HandOver);
    assert!(world.quit, "there is nothing to wait for");
    assert_eq!(goodbyes(&world), 0);

    let mut world = World::on_shift();
    world.cut();
    world.disk_hangs = true;
    world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    world.ask(Intent::HandOver);
    assert!(!world.quit);
    world.mend_disk();
    assert!(world.quit);
    assert!(world.told.is_empty(), "nothing is lost");

    let mut world = World::on_shift();
    world.cut();
    world.disk_hangs = true;
    world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    world.ask(Intent::HandOver);
    world.pass(seconds(4));
    assert!(world.quit, "not for ever");
    let lost = &world.notifications[&Subject::Refused];
    assert!(lost.body.contains("Away everywhere"), "{}", lost.body);
}

#[test]
fn what_is_being_signed_out_is_signed_out_before_a_newer_version_takes_over() {
    let mut world = World::on_shift();
    world.server.unanswered = |request| matches!(request, Request::SignOut);
    let out = world.ask(Intent::SignOut);
    world.ask(Intent::HandOver);
    assert!(!world.quit);
    world.pass(seconds(4));
    assert!(world.quit);
    assert_eq!(
        world.kept.account, None,
        "nobody is signed in for the next one"
    );
    assert!(world.answers.contains_key(&out), "and that is answered");
}

#[test]
fn a_version_that_reached_the_disk_says_nothing_of_the_choice_after_it() {
    let mut world = World::on_shift();
    world.cut();
    world.disk_hangs = true;
    world.ask(Intent::everywhere(ChoiceStatus::Away, Holding::NextEdge));
    let first = world.unsaved_number();
    world.ask(Intent::everywhere(ChoiceStatus::Offline, Holding::NextEdge));
    world.happen(Input::Persisted {
        number: first,
        result: Ok(()),
    });
    world.ask(Intent::Quit);
    world.pass(seconds(5));
    assert!(world.quit);
    let lost = &world.notifications[&Subject::Refused];
    assert!(lost.body.contains("Offline everywhere"), "{}", lost.body);
}
