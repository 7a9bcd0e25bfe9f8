//! Notifications: few, and each can be answered.

use chrono::Duration;
use porchlight_core::{
    Subject,
    agent::{Account, Answer, Input},
    intent::{Holding, Intent, Preferences},
};
use porchlight_protocol::{Activity, ChoiceStatus, Event, Status};

use crate::world::{World, ana_account, at, colleague, minutes, seconds};

#[test]
fn away_after_idle_is_told_with_for_how_long_and_taken_back_on_return() {
    let mut world = World::on_shift();
    world.pass(minutes(61));
    let notification = &world.notifications[&Subject::Idle];
    assert_eq!(notification.title, "You were away for 60 min");
    assert_eq!(notification.actions[0].label, "I'm back");
    assert!(notification.stays, "she is not there to see it");
    assert_eq!(
        notification.text(false),
        format!(
            "{} To answer (I'm back), click Porchlight's icon.",
            notification.text(true)
        )
    );
    world.pass(minutes(29));
    world.input();
    world.pass(seconds(2));
    let notification = &world.notifications[&Subject::Idle];
    assert_eq!(notification.title, "You were away for 90 min");
    assert!(!notification.stays && notification.actions.is_empty());
    let told = world.told.len();
    world.work(minutes(5));
    assert_eq!(world.told.len(), told, "and no more is said of it");
}

#[test]
fn who_sits_down_at_this_computer_just_before_the_other_one_goes_is_not_told_that_she_was_away() {
    let mut world = World::on_shift();
    world.server.other_device(true, Activity::Active);
    world.pass(minutes(90));
    assert!(world.everywhere(Status::Available) && world.told.is_empty());
    // This one is looked at once a minute meanwhile.
    world.input();
    world.advance(seconds(1));
    world.server.other_device(false, Activity::Active);
    world.settle();
    world.work(seconds(5));
    assert!(world.everywhere(Status::Available));
    assert!(world.told.is_empty(), "{:?}", world.told);

    world.server.other_device(true, Activity::Active);
    world.pass(minutes(90));
    world.server.other_device(false, Activity::Active);
    world.pass(seconds(5));
    assert!(world.everywhere(Status::Away));
    assert_eq!(world.told.len(), 1, "and who did not is");
}

#[test]
fn another_idle_time_is_no_return() {
    let mut world = World::on_shift();
    world.pass(minutes(70));
    assert!(world.everywhere(Status::Away));
    let told = world.told.len();
    world.server.me.settings.organization_idle_after_seconds = 2 * 3600;
    world.server.me.revision += 1;
    let me = Event::Me(Box::new(world.server.me.clone()));
    world.server.events.push_back(me);
    world.pass(seconds(5));
    assert!(world.everywhere(Status::Available));
    assert_eq!(world.told.len(), told, "she did not come back");
    assert!(world.notifications.is_empty(), "and is not Away");
}

#[test]
fn what_was_told_while_she_was_idle_is_still_there_when_the_screen_locks_meanwhile() {
    let mut world = World::on_shift();
    world.pass(minutes(61));
    world.happen(Input::Locked);
    world.pass(minutes(10));
    assert!(world.notifications.contains_key(&Subject::Idle));
}

#[test]
fn a_minute_before_she_is_away_she_is_warned_and_input_takes_that_back() {
    let mut world = World::on_shift();
    world.pass(minutes(58));
    assert!(world.notifications.is_empty());
    world.pass(seconds(70));
    let warning = world.notifications[&Subject::Idle].clone();
    assert_eq!(warning.title, "You will be Away in a minute");
    assert_eq!(warning.actions[0].intent, Intent::ImBack);
    world.input();
    world.pass(seconds(2));
    assert!(world.notifications.is_empty());
    assert!(world.everywhere(Status::Available));

    // The next time nobody moves, and the notification takes the warning's place.
    world.pass(minutes(61));
    let titles: Vec<_> = world.told.iter().map(|told| told.title.as_str()).collect();
    let warned = "You will be Away in a minute";
    assert_eq!(titles, [warned, warned, "You were away for 60 min"]);
}

#[test]
fn nobody_is_warned_who_would_be_no_less_available() {
    let mut world = World::on_shift();
    world.choose(ChoiceStatus::Away, Holding::UntilChanged);
    world.pass(minutes(65));
    assert!(world.told.iter().all(|told| told.subject != Subject::Idle));
}

#[test]
fn the_end_of_a_shift_is_told_and_staying_keeps_the_status() {
    let mut world = World::on_shift();
    world.work(at("17:00") - world.now + seconds(1));
    let notification = world.notifications[&Subject::Schedule].clone();
    assert_eq!(notification.title, "Your shift is over: you are Offline");
    assert!(world.everywhere(Status::Offline));
    world.happen(Input::Asked {
        ticket: None,
        intent: notification.actions[0].intent.clone(),
    });
    assert!(world.everywhere(Status::Available));
    world.work(minutes(60));
    assert!(
        world.everywhere(Status::Available),
        "until the schedule next says something"
    );
}

#[test]
fn the_beginning_of_a_shift_is_told_too() {
    let mut world = World::on_shift();
    world.work(at("17:00") - world.now + minutes(16 * 60) + seconds(1));
    let notification = &world.notifications[&Subject::Schedule];
    assert_eq!(
        notification.title,
        "Your shift has begun: you are Available"
    );
    let stay = Intent::everywhere(ChoiceStatus::Offline, Holding::NextEdge);
    assert_eq!(notification.actions[0].intent, stay);
}

#[test]
fn a_timer_is_told_five_minutes_before_its_end_and_an_hour_can_be_added() {
    let mut world = World::on_shift();
    world.choose_in("it", ChoiceStatus::Away, Holding::For { seconds: 3600 });
    world.work(minutes(54));
    assert!(world.notifications.is_empty());
    world.work(minutes(2));
    let notification = world.notifications[&Subject::Timer].clone();
    assert_eq!(notification.title, "Away in IT desk until 10:30");
    assert_eq!(
        notification.body,
        "That is in 5 min, then Available by your schedule."
    );
    world.happen(Input::Asked {
        ticket: None,
        intent: notification.actions[0].intent.clone(),
    });
    assert!(
        !world.notifications.contains_key(&Subject::Timer),
        "answered, it is taken back"
    );
    world.work(minutes(50));
    assert_eq!(world.office("it").status, Status::Away);
    assert_eq!(
        world
            .told
            .iter()
            .filter(|told| told.subject == Subject::Timer)
            .count(),
        1
    );
}

#[test]
fn a_short_timer_ends_without_a_word() {
    let mut world = World::on_shift();
    world.choose(ChoiceStatus::Away, Holding::For { seconds: 300 });
    world.work(minutes(6));
    assert!(world.told.iter().all(|told| told.subject != Subject::Timer));
}

#[test]
fn leaving_an_office_as_the_last_one_is_told_once_for_all_such_offices() {
    let mut world = World::on_shift();
    world.server.colleagues = vec![colleague("ben", "Ben Ode", Status::Away)];
    world.drop_stream();
    world.pass(seconds(1));
    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    let last: Vec<_> = world
        .told
        .iter()
        .filter(|told| matches!(told.subject, Subject::LastOne(_)))
        .collect();
    assert_eq!(last.len(), 1);
    assert_eq!(
        last[0].title,
        "You were the last one Available in Library and IT desk"
    );
}

#[test]
fn leaving_colleagues_behind_is_nobodys_business() {
    let mut world = World::on_shift();
    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    assert!(world.told.is_empty(), "{:?}", world.told);
}

#[test]
fn who_wants_no_notifications_gets_none() {
    let mut world = World::on_shift();
    let preferences = Preferences {
        notifications: false,
        ..Preferences::default()
    };
    world.ask(Intent::SavePreferences { preferences });
    world.set_away("library", None);
    world.pass(minutes(70));
    world.work(at("17:01") - world.now);
    assert!(world.told.is_empty());
}

#[test]
fn what_customers_see_is_told_once_the_server_knows() {
    let mut world = World::on_shift();
    world.server.colleagues = vec![colleague("ana", "Ana Ruiz", Status::Available)];
    world.drop_stream();
    world.pass(seconds(5));
    world.break_off();
    world.told.clear();
    // She changes her mind twice before the server knows of any of it.
    for status in [
        ChoiceStatus::Away,
        ChoiceStatus::Available,
        ChoiceStatus::Away,
    ] {
        world.ask(Intent::everywhere(status, Holding::NextEdge));
        world.pass(seconds(1));
    }
    assert!(world.told.is_empty(), "customers see her: {:?}", world.told);
    world.server.reachable = true;
    world.pass(seconds(5));
    let titles: Vec<_> = world.told.iter().map(|told| told.title.as_str()).collect();
    assert_eq!(
        titles,
        ["You were the last one Available in Library and IT desk"]
    );
}

/// Takes the last key, locks, and comes back to the lock screen only.
fn away_and_locked_and_touched() -> World {
    let mut world = World::on_shift();
    world.announces = true;
    world.pass(minutes(61));
    world.happen(Input::Locked);
    world.pass(minutes(9));
    world.input();
    world.pass(seconds(10));
    world
}

fn idle_title(world: &World) -> Option<&str> {
    let idle = world.notifications.get(&Subject::Idle)?;
    Some(&idle.title)
}

#[test]
fn a_mouse_that_is_touched_at_the_lock_screen_brings_nobody_back_and_unlocking_does() {
    let mut world = away_and_locked_and_touched();
    assert!(world.everywhere(Status::Away));
    assert_eq!(idle_title(&world), Some("You were away for 60 min"));
    world.pass(minutes(10));
    world.input();
    world.happen(Input::Unlocked);
    world.pass(seconds(2));
    assert!(world.everywhere(Status::Available));
    assert_eq!(idle_title(&world), Some("You were away for 80 min"));
    let back = world.told.iter().filter(|told| told.body.contains("back"));
    assert_eq!(back.count(), 1);
}

#[test]
fn a_lock_that_opens_by_input_alone_tells_of_the_return_once() {
    let mut world = World::on_shift();
    world.announces = true;
    world.pass(minutes(61));
    world.happen(Input::Locked);
    world.pass(minutes(1));
    world.input();
    world.pass(seconds(5));
    let why = "logind is gone".into();
    world.happen(Input::SessionWatch(porchlight_core::view::Report::Missing(
        why,
    )));
    world.work(minutes(1));
    assert!(world.everywhere(Status::Available));
    let back = world.told.iter().filter(|told| told.body.contains("back"));
    assert_eq!(back.count(), 1, "{:?}", world.told);
}

#[test]
fn where_a_lock_makes_nobody_away_the_return_is_told_at_once() {
    let mut world = World::on_shift();
    let preferences = Preferences {
        away_on_lock: false,
        ..Preferences::default()
    };
    world.ask(Intent::SavePreferences { preferences });
    world.pass(minutes(61));
    world.happen(Input::Locked);
    world.pass(minutes(9));
    world.input();
    world.pass(minutes(1));
    assert!(world.everywhere(Status::Available));
    assert_eq!(idle_title(&world), Some("You were away for 70 min"));
}

/// The server knows of these people in both offices.
fn people(world: &mut World, colleagues: &[(&str, Status)]) {
    world.server.colleagues = colleagues
        .iter()
        .map(|(name, status)| colleague(name, name, *status))
        .collect();
    world.drop_stream();
    world.pass(seconds(1));
}

#[test]
fn that_she_was_the_last_one_is_taken_back_for_the_office_that_she_returns_to() {
    let mut world = World::on_shift();
    people(&mut world, &[("ben", Status::Away)]);
    for office in ["library", "it"] {
        world.choose_in(office, ChoiceStatus::Away, Holding::NextEdge);
    }
    let told = |world: &World, office: &str| {
        let subject = Subject::LastOne(office.into());
        world.notifications.contains_key(&subject)
    };
    assert!(told(&world, "library") && told(&world, "it"));
    world.choose_in("library", ChoiceStatus::Available, Holding::NextEdge);
    assert!(!told(&world, "library"), "customers see her there");
    assert!(told(&world, "it"), "and nobody here");
}

#[test]
fn that_nobody_is_left_is_taken_back_once_a_colleague_is_there() {
    let mut world = World::on_shift();
    people(&mut world, &[("ben", Status::Away)]);
    world.choose(ChoiceStatus::Away, Holding::NextEdge);
    let subject = Subject::LastOne("library".into());
    assert!(world.notifications.contains_key(&subject));
    people(&mut world, &[("ben", Status::Available)]);
    assert!(!world.notifications.contains_key(&subject));
}

#[test]
fn whoever_signs_in_next_finds_nothing_of_what_another_was_told_or_did() {
    let mut world = World::on_shift();
    world.choose_in("it", ChoiceStatus::Away, Holding::NextEdge);
    world.set_away("library", None);
    let back = world.notifications[&Subject::SetAway("library".into())].clone();
    world.ask(Intent::SignOut);
    assert!(world.notifications.is_empty(), "{:?}", world.notifications);

    world.server.silent = true;
    world.ask(Intent::SignIn {
        server: "https://chat.example.edu".into(),
        email: "bea@example.edu".into(),
        password: "p".into(),
        allow_plain_http: false,
    });
    world.server.silent = false;
    let bea = Account {
        agent: "bea".into(),
        email: "bea@example.edu".into(),
        ..ana_account()
    };
    world.answer(world.sent.len(), Ok(Answer::SignedIn(bea)));
    world.pass(seconds(5));
    let text = world.view().diagnostics_text();
    assert!(!text.contains("Away in"), "{text}");

    // A daemon was too slow to take it off the screen.
    let chosen = world.choices_sent().len();
    world.happen(Input::Replied {
        subject: back.subject,
        intent: back.actions[0].intent.clone(),
    });
    world.pass(Duration::seconds(1));
    assert_eq!(world.choices_sent().len(), chosen, "Bea asked for nothing");
}

#[test]
fn a_reply_to_what_has_just_been_taken_back_counts_all_the_same() {
    let mut world = World::on_shift();
    world.set_away("library", None);
    let back = world.notifications[&Subject::SetAway("library".into())].clone();
    world.choose_in("library", ChoiceStatus::Offline, Holding::NextEdge);
    assert!(!world.notifications.contains_key(&back.subject));
    world.happen(Input::Replied {
        subject: back.subject,
        intent: back.actions[0].intent.clone(),
    });
    assert_eq!(world.office("library").status, Status::Available);
}
