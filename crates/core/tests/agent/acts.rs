//! Set Away by an administrator.

use porchlight_core::{Subject, agent::Input, intent::Holding, view::BannerKind};
use porchlight_protocol::{Cause, Choice, ChoiceStatus, Event, Hold, Scope, Status};

use crate::world::{World, minutes, seconds};

#[test]
fn who_is_set_away_is_told_by_whom_and_why_and_only_there() {
    let mut world = World::on_shift();
    world.set_away("library", Some("The desk is closed."));
    assert_eq!(world.statuses(), (Status::Away, Status::Available));
    assert_eq!(
        world.office("library").cause,
        Cause::Manual { by: "dana".into() }
    );

    let notification = &world.notifications[&Subject::SetAway("library".into())];
    assert_eq!(notification.title, "Dana Fox set you Away in Library");
    assert!(
        notification.body.contains("The desk is closed."),
        "{}",
        notification.body
    );
    let view = world.view();
    let banner = view
        .banners
        .iter()
        .find(|banner| banner.kind == BannerKind::SetAway)
        .unwrap();
    assert!(
        banner.text.contains("Dana Fox") && banner.text.contains("09:30"),
        "{}",
        banner.text
    );
}

#[test]
fn idle_return_and_reconnecting_do_not_undo_it_but_the_agent_can() {
    let mut world = World::on_shift();
    world.set_away("library", None);
    world.pass(minutes(70));
    world.input();
    world.pass(seconds(2));
    assert_eq!(world.statuses(), (Status::Away, Status::Available));
    world.cut();
    world.mend();
    world.restart();
    assert_eq!(world.statuses(), (Status::Away, Status::Available));

    world.choose_in("library", ChoiceStatus::Available, Holding::NextEdge);
    assert!(world.everywhere(Status::Available));
}

#[test]
fn going_back_from_the_notification_takes_it_and_the_banner_back() {
    let mut world = World::on_shift();
    world.set_away("library", None);
    let notification = world.notifications[&Subject::SetAway("library".into())].clone();
    assert_eq!(notification.actions[0].label, "Go back");
    world.happen(Input::Asked {
        ticket: None,
        intent: notification.actions[0].intent.clone(),
    });
    assert!(world.everywhere(Status::Available));
    assert!(world.notifications.is_empty());
    assert!(
        world.view().banners.is_empty(),
        "{:?}",
        world.view().banners
    );
}

#[test]
fn an_act_while_out_of_reach_is_told_on_reconnecting_and_once() {
    let mut world = World::on_shift();
    world.cut();
    let now = world.now;
    world.server.set_away("d9", "it", None, now);
    world.mend();
    assert_eq!(world.statuses(), (Status::Available, Status::Away));
    let told = |world: &World| {
        world
            .told
            .iter()
            .filter(|told| matches!(told.subject, Subject::SetAway(_)))
            .count()
    };
    assert_eq!(told(&world), 1);
    assert!(world.told.last().unwrap().title.contains("Dana Fox"));
    world.drop_stream();
    world.pass(seconds(31));
    assert_eq!(told(&world), 1);
}

#[test]
fn an_older_offline_choice_says_what_it_had_seen() {
    let mut world = World::on_shift();
    let seen = world.server.me.revision;
    world.cut();
    world.choose_in("it", ChoiceStatus::Available, Holding::NextEdge);
    let now = world.now;
    world.server.set_away("d9", "it", None, now + seconds(1));
    world.mend();
    assert_eq!(
        world.choices_sent()[0].base_revision,
        Some(seen),
        "so that the server can put the act after it"
    );
    assert_eq!(world.office("it").status, Status::Away);
}

#[test]
fn an_act_that_did_not_last_leaves_nothing_behind() {
    let mut world = World::on_shift();
    let now = world.now;
    let notice = world.server.set_away("d9", "library", None, now);
    world
        .server
        .events
        .push_back(Event::Me(Box::new(world.server.me.clone())));
    // She went back on another device before the notice arrived here.
    let back = Choice {
        id: "l1".into(),
        scope: Scope::Office("library".into()),
        status: ChoiceStatus::Available,
        set_at: now + seconds(1),
        hold: Hold::NextEdge,
        by: "ana".into(),
    };
    world.server.me.revision += 1;
    world.server.me.choices.push(back);
    world
        .server
        .events
        .push_back(Event::Me(Box::new(world.server.me.clone())));
    world.server.events.push_back(Event::Notice(notice));
    world.settle();
    world.work(seconds(5));
    assert!(world.everywhere(Status::Available));
    assert_eq!(world.banner(BannerKind::SetAway), None);
    assert!(world.notifications.is_empty());
}

#[test]
fn the_notice_may_come_before_the_choice_that_it_tells_of() {
    let mut world = World::on_shift();
    let now = world.now;
    let notice = world.server.set_away("d9", "library", None, now);
    world.server.events.push_back(Event::Notice(notice));
    world.settle();
    assert!(world.banner(BannerKind::SetAway).is_some());
    world
        .server
        .events
        .push_back(Event::Me(Box::new(world.server.me.clone())));
    world.settle();
    assert!(world.banner(BannerKind::SetAway).is_some());
    world.work(minutes(8 * 60));
    assert_eq!(
        world.banner(BannerKind::SetAway),
        None,
        "over with the shift"
    );
}

#[test]
fn after_midnight_the_banner_says_that_it_was_yesterday() {
    let mut world = World::without_schedule();
    world.work(minutes(14 * 60 + 20));
    world.choose(ChoiceStatus::Available, Holding::UntilChanged);
    world.set_away("library", None);
    let banner = world.banner(BannerKind::SetAway).unwrap();
    assert_eq!(banner, "Dana Fox set you Away in Library at 23:50.");
    world.work(minutes(20));
    let banner = world.banner(BannerKind::SetAway).unwrap();
    assert_eq!(
        banner,
        "Dana Fox set you Away in Library yesterday at 23:50."
    );
}
