//! What people see of each other.

use std::time::Duration;

use porchlight_client::{Happening, Inhibitor};
use porchlight_core::{
    Subject,
    intent::Intent,
    view::{BannerKind, Look},
};
use porchlight_protocol::{Cause, ChoiceStatus, Schedule, Status};
use porchlight_server::config::Tunables;
use tokio::sync::oneshot;

use crate::{
    desk::{Desk, agent_in, office_in},
    office::{Office, quick},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_choice_is_seen_by_colleagues_and_by_the_other_device() {
    let office = Office::open().await;
    let mut desk = Desk::of("ana@example.edu", &office).await;
    let mut laptop = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;

    desk.choose(ChoiceStatus::Available).await;
    laptop.until_everywhere(Status::Available).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    let view = desk.until_everywhere(Status::Available).await;
    assert_eq!(office_in(&view, "library").unwrap().available, Some(1));
    desk.tray
        .wait_for(|tray| {
            tray.as_ref()
                .is_some_and(|tray| tray.icon.look == Look::Available)
        })
        .await
        .unwrap();

    laptop.choose_in("it", ChoiceStatus::Away).await;
    ben.until_seen("it", "Ana Ruiz", Status::Away).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    desk.until("half lit", |view| view.look == Look::Some).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_schedule_that_is_saved_is_named_in_the_answer_as_it_will_be_in_the_view() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let before = ana.until("a schedule's name", |view| !view.schedule.etag.is_empty());
    let before = before.await.schedule.etag;
    let schedule = Schedule {
        zone: "Europe/Berlin".to_owned(),
        shifts: Vec::new(),
        dates: [].into(),
        time_off: Vec::new(),
    };
    let save = |etag| Intent::SaveSchedule {
        schedule: (&schedule).into(),
        etag,
    };

    let named = ana.ask(save(before.clone())).await.unwrap().etag.unwrap();
    assert_ne!(named, before);
    let view = ana.until("it saved", |view| view.schedule.etag != before);
    assert_eq!(view.await.schedule.etag, named);
    // The same again is no change, and has the name that it has.
    let again = ana.ask(save(named.clone())).await.unwrap();
    assert_eq!(again.etag, Some(named));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_sets_somebody_away_in_one_office_and_she_can_go_back() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let mut dana = Desk::of("dana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    dana.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    let id = dana
        .until("Ana", |view| {
            agent_in(view, "library", "Ana Ruiz").is_some()
        })
        .await;
    let agent = agent_in(&id, "library", "Ana Ruiz").unwrap().id.clone();

    let reason = Some("Fire drill".to_owned());
    dana.ask(Intent::SetAway {
        office: "library".into(),
        agent: Some(agent.clone()),
        reason,
    })
    .await
    .unwrap();
    let notification = ana.notification(&Subject::SetAway("library".into())).await;
    assert_eq!(notification.title, "Dana Fox set you Away in Library");
    assert!(
        notification.body.contains("Fire drill"),
        "{}",
        notification.body
    );
    let view = ana
        .until("away in the library alone", |view| {
            office_in(view, "library").is_some_and(|office| office.status == Status::Away)
                && office_in(view, "it").is_some_and(|office| office.status == Status::Available)
        })
        .await;
    assert!(
        view.banners
            .iter()
            .any(|banner| banner.kind == BannerKind::SetAway),
        "{:?}",
        view.banners
    );

    let again = Intent::SetAway {
        office: "library".into(),
        agent: Some(agent),
        reason: None,
    };
    let refusal = dana.ask(again).await.unwrap_err();
    assert_eq!(refusal.code, "unchanged");
    let not_allowed = Intent::SetAway {
        office: "library".into(),
        agent: None,
        reason: None,
    };
    assert_eq!(ana.ask(not_allowed).await.unwrap_err().code, "not_allowed");

    ana.happenings
        .send(Happening::Intent(notification.actions[0].intent.clone()))
        .await
        .unwrap();
    dana.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    ana.until("no banner", |view| view.banners.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_and_return_are_seen_by_colleagues() {
    let office = Office::open_with(Tunables {
        idle_after: Some(Duration::from_mins(1)),
        ..quick()
    })
    .await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;

    ana.idle_for(Duration::from_secs(100));
    // Any hint makes the app ask; unlocking is one.
    ana.happenings.send(Happening::Unlocked).await.unwrap();
    ben.until_seen("library", "Ana Ruiz", Status::Away).await;
    let view = ana.until_everywhere(Status::Away).await;
    assert_eq!(office_in(&view, "library").unwrap().cause, Cause::Idle);
    assert!(
        ana.notification(&Subject::Idle)
            .await
            .title
            .starts_with("You were away for")
    );

    ana.idle_for(Duration::ZERO);
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    ana.until_everywhere(Status::Available).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_announced_input_brings_her_back_though_nobody_asks() {
    let office = Office::open_with(Tunables {
        idle_after: Some(Duration::from_mins(1)),
        ..quick()
    })
    .await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ana.until_everywhere(Status::Available).await;
    let mut bells = ana.announces_input();
    ana.idle_for(Duration::from_secs(100));
    ana.happenings.send(Happening::Unlocked).await.unwrap();
    ana.until_everywhere(Status::Away).await;
    let bell = bells.recv().await.unwrap();

    ana.idle_for(Duration::ZERO);
    bell.ring();
    ana.until_everywhere(Status::Available).await;
    assert!(
        bells.try_recv().is_err(),
        "asked once, and not again until she is idle again"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_presentation_that_is_only_told_when_asked_keeps_her_available_without_input() {
    let office = Office::open_with(Tunables {
        idle_after: Some(Duration::from_mins(1)),
        ..quick()
    })
    .await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ana.until_everywhere(Status::Available).await;
    ana.kept_on_by(Inhibitor::Presentation);
    ana.idle_for(Duration::from_secs(100));
    ana.happenings.send(Happening::Unlocked).await.unwrap();

    let view = ana
        .until("why she is still available", |view| {
            !view.vouched_for.is_empty()
        })
        .await;
    assert!(
        view.vouched_for.contains("shows a presentation"),
        "{}",
        view.vouched_for
    );
    ana.until_everywhere(Status::Available).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_active_device_keeps_its_agent_available_until_it_quits() {
    let office = Office::open_with(Tunables {
        idle_after: Some(Duration::from_mins(1)),
        ..quick()
    })
    .await;
    let mut desk = Desk::of("ana@example.edu", &office).await;
    let mut laptop = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;
    desk.choose(ChoiceStatus::Available).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;

    desk.idle_for(Duration::from_secs(100));
    desk.happenings.send(Happening::Unlocked).await.unwrap();
    desk.until("idle told", |view| {
        view.diagnostics.last_sent.contains("idle")
    })
    .await;
    // What is asked after the heartbeat is answered after it.
    desk.choose_in("it", ChoiceStatus::Away).await;
    ben.until_seen("it", "Ana Ruiz", Status::Away).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    desk.until("available by the laptop", |view| {
        office_in(view, "library").is_some_and(|office| office.status == Status::Available)
    })
    .await;

    laptop.quit().await;
    ben.until_seen("library", "Ana Ruiz", Status::Away).await;
    desk.until("away without the laptop", |view| {
        office_in(view, "library").is_some_and(|office| office.status == Status::Away)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn locking_and_sleeping_are_seen_by_colleagues() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;

    ana.happenings.send(Happening::Locked).await.unwrap();
    ben.until_seen("library", "Ana Ruiz", Status::Away).await;
    ana.happenings.send(Happening::Unlocked).await.unwrap();
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;

    let (ready, may_sleep) = oneshot::channel();
    ana.happenings
        .send(Happening::Sleeping(ready))
        .await
        .unwrap();
    may_sleep.await.unwrap();
    ben.until_seen("library", "Ana Ruiz", Status::Offline).await;
    ana.happenings.send(Happening::Woke).await.unwrap();
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    ana.until_everywhere(Status::Available).await;
}
