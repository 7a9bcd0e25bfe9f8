//! Idle, lock, and the return from both.

use chrono::Duration;
use porchlight_core::{
    Subject,
    agent::{IdleClock, Input, Request},
    intent::{Holding, Intent, Preferences},
    view::{BannerKind, Report},
};
use porchlight_protocol::{Activity, Cause, ChoiceStatus, Status};

use crate::world::{World, at, minutes, seconds};

#[test]
fn input_in_other_programs_keeps_an_agent_available_for_hours() {
    let mut world = World::on_shift();
    world.work(minutes(180));
    assert!(world.everywhere(Status::Available));
    assert_eq!(world.activity(), Activity::Active);
}

#[test]
fn nobody_is_asked_for_idle_time_more_than_once_a_timeout_while_there_is_input() {
    let mut world = World::on_shift();
    let asked = world.idle_asked.len();
    world.work(minutes(180));
    assert!(
        world.idle_asked.len() - asked <= 4,
        "asked {} times in three hours",
        world.idle_asked.len() - asked
    );
}

#[test]
fn no_input_for_the_timeout_is_away_in_every_office_dated_back_to_the_last_input() {
    let mut world = World::on_shift();
    world.work(minutes(10));
    let last_input = world.last_input.wall;
    world.pass(minutes(60) - seconds(2));
    assert!(
        world.everywhere(Status::Available),
        "not before the hour is over"
    );

    world.pass(seconds(3));
    assert!(world.everywhere(Status::Away));
    assert_eq!(world.office("library").cause, Cause::Idle);
    let office = world.office("library");
    let me = office.agents.iter().find(|agent| agent.you).unwrap();
    assert_eq!(
        (me.status, me.since),
        (Status::Away, Some(last_input)),
        "colleagues see the same"
    );
    assert_eq!(world.activity(), Activity::Idle { since: last_input });
}

#[test]
fn the_first_input_after_idle_is_available_within_two_seconds_and_the_server_knows() {
    let mut world = World::on_shift();
    world.pass(minutes(90));
    assert!(world.everywhere(Status::Away));

    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available));
    assert_eq!(world.activity(), Activity::Active);
}

#[test]
fn a_source_that_announces_input_is_left_alone_all_night_and_the_first_input_counts_at_once() {
    let mut world = World::on_shift();
    world.announces = true;
    world.choose(ChoiceStatus::Available, Holding::UntilChanged);
    world.pass(minutes(60));
    assert!(world.everywhere(Status::Away));
    let asked = world.idle_asked.len();
    world.pass(minutes(8 * 60));
    let asked = world.idle_asked.len() - asked;
    assert!(asked <= 8 * 12 + 1, "asked {asked} times in a night");

    world.input();
    assert!(world.everywhere(Status::Available), "without any delay");
    assert_eq!(world.activity(), Activity::Active);

    world.pass(minutes(61));
    assert!(world.everywhere(Status::Away), "and idle again");
    world.input();
    assert!(world.everywhere(Status::Available));
}

#[test]
fn on_waking_input_is_announced_anew() {
    let mut world = World::on_shift();
    world.announces = true;
    world.sleep(minutes(90));
    world.wake();
    assert!(world.everywhere(Status::Away));
    world.pass(seconds(20));

    world.input();
    assert!(world.everywhere(Status::Available));
}

#[test]
fn an_announcement_that_never_came_costs_five_minutes_and_not_the_day() {
    let mut world = World::on_shift();
    world.announces = true;
    world.pass(minutes(90));
    world.source_hangs = true;
    world.input();
    world.source_hangs = false;
    world.pass(minutes(5));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn a_source_that_hangs_is_said_and_not_taken_for_somebody_who_works() {
    let mut world = World::on_shift();
    world.work(minutes(10));
    world.source_hangs = true;
    world.pass(minutes(60) + seconds(11));
    assert_eq!(world.activity(), Activity::Unknown);
    let banner = world.banner(BannerKind::NoIdleSource).unwrap();
    assert!(banner.contains("does not answer"), "{banner}");

    world.source_hangs = false;
    world.pass(minutes(1));
    assert!(world.everywhere(Status::Away), "it answers again");
    assert_eq!(world.banner(BannerKind::NoIdleSource), None);

    world.source_hangs = true;
    world.pass(minutes(10));
    assert!(
        world.everywhere(Status::Away),
        "and it brings back nobody by that"
    );
}

#[test]
fn a_manual_away_or_offline_outlives_idle_and_input() {
    for (choice, status) in [
        (ChoiceStatus::Away, Status::Away),
        (ChoiceStatus::Offline, Status::Offline),
    ] {
        let mut world = World::on_shift();
        world.choose(choice, Holding::NextEdge);
        world.pass(minutes(90));
        assert!(world.everywhere(status));
        assert_eq!(
            world.office("library").cause,
            Cause::Manual { by: "ana".into() },
            "idle does not touch a choice"
        );
        world.input();
        world.pass(seconds(2));
        assert!(world.everywhere(status));
    }
}

#[test]
fn who_returns_after_the_end_of_the_shift_is_offline() {
    let mut world = World::on_shift();
    world.work(at("16:30") - world.now);
    world.pass(minutes(90));
    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Offline));
    assert_eq!(world.office("library").cause, Cause::Schedule);
}

#[test]
fn without_an_idle_source_the_server_hears_unknown_and_the_person_a_sentence() {
    let mut world = World::on_shift();
    world.no_idle_source = Some("DISPLAY is not set".to_owned());
    world.pass(minutes(180));

    assert!(
        world.everywhere(Status::Available),
        "unknown never counts as inactive"
    );
    assert_eq!(world.activity(), Activity::Unknown);
    let view = world.view();
    let banner = view
        .banners
        .iter()
        .find(|banner| banner.kind == BannerKind::NoIdleSource)
        .unwrap();
    assert!(
        banner.text.contains("DISPLAY is not set"),
        "{}",
        banner.text
    );
    assert!(
        !view.diagnostics.idle_source.contains("0 s"),
        "{}",
        view.diagnostics.idle_source
    );

    world.no_idle_source = None;
    world.input();
    world.pass(minutes(2));
    assert_eq!(
        world.activity(),
        Activity::Active,
        "a source that works again is used again"
    );
}

#[test]
fn locking_is_away_at_once_and_unlocking_available_again() {
    let mut world = World::on_shift();
    world.work(minutes(5));
    world.happen(Input::Locked);
    let locked = world.now;
    assert!(world.everywhere(Status::Away));
    assert_eq!(world.office("library").cause, Cause::Locked);
    assert_eq!(world.activity(), Activity::Locked { since: locked });

    world.pass(minutes(10));
    world.input();
    world.happen(Input::Unlocked);
    assert!(world.everywhere(Status::Available));
    assert_eq!(world.activity(), Activity::Active);
}

#[test]
fn unlocking_is_not_available_if_something_else_forbids_it() {
    let mut world = World::on_shift();
    world.happen(Input::Locked);
    world.choose(ChoiceStatus::Offline, Holding::UntilChanged);
    world.input();
    world.happen(Input::Unlocked);
    assert!(world.everywhere(Status::Offline));

    let mut world = World::on_shift();
    world.happen(Input::Locked);
    world.pass(at("17:10") - world.now);
    world.input();
    world.happen(Input::Unlocked);
    assert!(
        world.everywhere(Status::Offline),
        "the shift has ended meanwhile"
    );
}

#[test]
fn locking_changes_nothing_for_who_prefers_so() {
    let mut world = World::on_shift();
    let preferences = Preferences {
        away_on_lock: false,
        ..Preferences::default()
    };
    world.ask(Intent::SavePreferences { preferences });
    world.happen(Input::Locked);
    assert!(world.everywhere(Status::Available));
    world.pass(minutes(61));
    assert_eq!(
        world.office("library").cause,
        Cause::Idle,
        "idle counts all the same"
    );
}

#[test]
fn who_wants_to_be_asked_stays_away_until_she_says_that_she_is_back() {
    let mut world = World::on_shift();
    let preferences = Preferences {
        ask_on_return: true,
        ..Preferences::default()
    };
    world.ask(Intent::SavePreferences { preferences });
    world.pass(minutes(70));
    world.input();
    world.work(minutes(5));
    assert!(world.everywhere(Status::Away));
    assert!(
        world
            .view()
            .banners
            .iter()
            .any(|banner| banner.kind == BannerKind::AreYouBack)
    );
    let notification = world.notifications.get(&Subject::Idle).unwrap().clone();
    assert_eq!(notification.actions[0].intent, Intent::ImBack);

    world.happen(Input::Asked {
        ticket: None,
        intent: Intent::ImBack,
    });
    assert!(world.everywhere(Status::Available));
    assert!(
        !world
            .view()
            .banners
            .iter()
            .any(|banner| banner.kind == BannerKind::AreYouBack)
    );
    assert!(
        world.notifications.is_empty(),
        "answered, the question is taken back"
    );
}

#[test]
fn while_idle_another_active_device_keeps_the_agent_available() {
    let mut world = World::on_shift();
    world.server.other_device(true, Activity::Active);
    world.settle();
    world.pass(minutes(70));
    assert!(world.everywhere(Status::Available));
    assert!(
        matches!(world.activity(), Activity::Idle { .. }),
        "the server is told of this device all the same"
    );

    let sent = world.sent.len();
    world.pass(minutes(10));
    let heartbeats = world.sent.len() - sent;
    assert!(
        heartbeats <= 25,
        "nothing but the sign of life, every 25 s: {heartbeats}"
    );

    world.server.other_device(false, Activity::Active);
    world.settle();
    assert!(world.everywhere(Status::Away), "the other device has quit");
    world
        .server
        .other_device(true, Activity::Idle { since: at("9:00") });
    world.settle();
    assert!(
        world.everywhere(Status::Away),
        "a third one that merely connects changes nothing"
    );
}

#[test]
fn while_the_server_is_out_of_reach_other_devices_count_for_nothing() {
    let mut world = World::on_shift();
    world.server.other_device(true, Activity::Active);
    world.settle();
    world.pass(minutes(70));
    assert!(world.everywhere(Status::Available));
    let told = world.told.len();
    world.cut();
    assert!(world.everywhere(Status::Away));
    assert_eq!(
        world.told.len(),
        told,
        "and nobody is told of an idleness that began long ago"
    );
}

#[test]
fn an_absurd_reading_is_survived() {
    let mut world = World::on_shift();
    world.counts = IdleClock::Boot;
    world.lingering = Duration::MAX;
    world.pass(minutes(61));
    assert!(world.everywhere(Status::Away));

    world.lingering = seconds(0);
    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn who_no_longer_wants_to_be_asked_is_back_by_her_input() {
    let mut world = World::on_shift();
    let asking = Preferences {
        ask_on_return: true,
        ..Preferences::default()
    };
    world.ask(Intent::SavePreferences {
        preferences: asking,
    });
    world.pass(minutes(70));
    world.work(minutes(1));
    assert!(world.everywhere(Status::Away));
    world.ask(Intent::SavePreferences {
        preferences: Preferences::default(),
    });
    world.work(seconds(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn a_reading_that_fails_ends_no_absence() {
    let mut world = World::on_shift();
    world.pass(minutes(90));
    world.no_idle_source = Some("the display is busy".to_owned());
    for _ in 0..300 {
        world.pass(seconds(1));
        assert!(world.everywhere(Status::Away));
        assert!(matches!(world.activity(), Activity::Idle { .. }));
    }
    world.no_idle_source = None;
    world.pass(seconds(61));
    assert!(
        world.everywhere(Status::Away),
        "nor does one that works again"
    );
    world.input();
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn who_cannot_be_seen_coming_back_can_say_so() {
    let mut world = World::on_shift();
    world.pass(minutes(90));
    world.no_idle_source = Some("the display is gone".to_owned());
    world.pass(seconds(10));
    assert!(world.banner(BannerKind::AreYouBack).is_some());
    world.ask(Intent::ImBack);
    world.pass(seconds(10));
    assert!(world.everywhere(Status::Available));
    assert_eq!(world.activity(), Activity::Unknown);
    assert_eq!(world.banner(BannerKind::AreYouBack), None);
}

#[test]
fn an_idle_app_asks_each_second_only_while_a_return_would_show() {
    let asked_in_an_hour = |world: &mut World| {
        let asked = world.idle_asked.len();
        world.pass(minutes(60));
        world.idle_asked.len() - asked
    };
    let mut world = World::on_shift();
    world.choose(ChoiceStatus::Away, Holding::UntilChanged);
    world.pass(minutes(90));
    let asked = asked_in_an_hour(&mut world);
    assert!(asked <= 61, "asked {asked} times while Away by choice");
    world.input();
    world.pass(seconds(61));
    assert_eq!(world.activity(), Activity::Active, "seen all the same");
    world.pass(minutes(61));
    world.choose(ChoiceStatus::Available, Holding::UntilChanged);
    world.pass(seconds(1));
    world.input();
    world.pass(seconds(2));
    assert!(
        world.everywhere(Status::Available),
        "at once where it shows"
    );

    let mut world = World::on_shift();
    world.ask(Intent::SignOut);
    world.pass(minutes(90));
    assert_eq!(asked_in_an_hour(&mut world), 0, "while signed out");
}

#[test]
fn who_is_at_her_desk_when_the_shift_begins_is_available_from_its_first_instant() {
    let mut world = World::on_shift();
    world.work(at("17:00") - world.now);
    world.pass(minutes(16 * 60) - seconds(20));
    world.work(seconds(19));
    let sent = world.sent.len();
    assert_eq!(world.activity(), Activity::Active, "told before the edge");
    world.work(seconds(2));
    assert!(world.everywhere(Status::Available));
    assert!(
        world.sent[sent..]
            .iter()
            .all(|(_, request)| *request == Request::Activity(Activity::Active))
    );
}

#[test]
fn a_lock_whose_end_nobody_will_tell_of_ends_with_input() {
    let mut world = World::on_shift();
    world.happen(Input::Locked);
    world.pass(minutes(5));
    let lost = Report::Missing("logind is gone".into());
    world.happen(Input::SessionWatch(lost));
    world.pass(minutes(1));
    assert!(world.everywhere(Status::Away), "no input, no return");
    world.work(seconds(2));
    assert!(world.everywhere(Status::Available));
    assert_eq!(world.activity(), Activity::Active);
}

#[test]
fn input_at_a_lock_screen_that_is_watched_does_not_unlock_it() {
    let mut world = World::on_shift();
    world.happen(Input::Locked);
    world.work(minutes(90));
    assert!(world.everywhere(Status::Away));
}

#[test]
fn input_from_before_the_watch_was_lost_does_not_unlock() {
    let mut world = World::on_shift();
    world.happen(Input::Locked);
    world.work(minutes(5));
    let lost = Report::Missing("logind is gone".into());
    world.happen(Input::SessionWatch(lost));
    world.pass(minutes(1));
    assert!(world.everywhere(Status::Away), "she tried a password");
    world.work(minutes(1));
    assert!(world.everywhere(Status::Available));
}

#[test]
fn who_starts_the_app_under_a_locked_screen_is_never_reported_as_active() {
    let kept = World::on_shift().kept;
    let mut world = World::unwatched(kept.clone(), at("10:00"));
    world.settle();
    assert_eq!(world.sent, [], "nobody has said whether it is locked");
    world.happen(Input::Locked);
    world.watch();
    world.settle();
    assert_eq!(
        world.sent[0].1,
        Request::Activity(Activity::Locked { since: world.now })
    );

    let mut world = World::unwatched(kept, at("10:00"));
    world.settle();
    world.pass(seconds(2));
    assert_eq!(world.activity(), Activity::Active, "and nobody ever will");
}

#[test]
fn an_idle_source_that_failed_for_half_a_minute_is_read_again_within_seconds() {
    let mut world = World::on_shift();
    world.pass(minutes(60) - seconds(1));
    world.no_idle_source = Some("the display is busy".to_owned());
    world.pass(seconds(33));
    assert!(world.everywhere(Status::Available), "nobody can tell");
    world.no_idle_source = None;
    world.pass(seconds(5));
    assert!(world.everywhere(Status::Away), "an hour is over");
}

#[test]
fn an_idle_source_that_is_not_there_is_asked_rarely() {
    let mut world = World::on_shift();
    world.no_idle_source = Some("DISPLAY is not set".to_owned());
    world.pass(minutes(120));
    let asked = world.idle_asked.len();
    world.pass(minutes(60));
    let asked = world.idle_asked.len() - asked;
    assert!(asked <= 61, "asked {asked} times in an hour");
}

#[test]
fn who_went_before_midnight_is_told_that_it_was_yesterday() {
    let mut world = World::without_schedule();
    world.ask(Intent::SavePreferences {
        preferences: Preferences {
            ask_on_return: true,
            ..Preferences::default()
        },
    });
    world.choose(ChoiceStatus::Available, Holding::UntilChanged);
    world.work(minutes(14 * 60 + 20));
    world.input();
    world.pass(minutes(61));
    let body = world.notifications[&Subject::Idle].body.clone();
    assert!(body.contains("no input since yesterday at 23:5"), "{body}");
    world.input();
    world.pass(seconds(2));
    let banner = world.banner(BannerKind::AreYouBack).unwrap();
    assert!(banner.contains("away since yesterday at 23:5"), "{banner}");
}
