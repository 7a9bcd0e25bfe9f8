//! The server lost and found.

use porchlight_core::{
    intent::{Holding, Intent},
    view::{LinkState, Look},
};
use porchlight_protocol::{ChoiceStatus, Status};

use crate::{
    desk::{Desk, office_in},
    office::Office,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_stops_is_shown_as_not_connected_and_found_again() {
    let mut office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ana.until_everywhere(Status::Available).await;

    office.stop().await;
    let view = ana
        .until("not connected", |view| view.look == Look::NotConnected)
        .await;
    assert_eq!(view.link.state, LinkState::Disconnected);
    assert_eq!(
        office_in(&view, "library").unwrap().available,
        None,
        "the counter is unknown"
    );
    assert_eq!(
        office_in(&view, "library").unwrap().status,
        Status::Available,
        "evaluated here"
    );
    ana.tray
        .wait_for(|tray| {
            tray.as_ref()
                .is_some_and(|tray| tray.icon.look == Look::NotConnected)
        })
        .await
        .unwrap();

    office.start_again().await;
    ana.until_everywhere(Status::Available).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_that_swallows_everything_is_noticed() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ana.until_everywhere(Status::Available).await;
    ana.wire.freeze();
    ana.until("not connected", |view| view.look == Look::NotConnected)
        .await;
    ana.wire.mend();
    ana.until_everywhere(Status::Available).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_break_the_app_asks_only_for_what_it_missed() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;
    ana.wire.cut();
    ana.until("not connected", |view| view.look == Look::NotConnected)
        .await;
    ben.choose(ChoiceStatus::Available).await;
    ben.until_everywhere(Status::Available).await;

    ana.wire.mend();

    ana.until_seen("library", "Ben Ode", Status::Available)
        .await;
    let heard = ana.wire.heard_before_streams().await;
    assert_eq!(heard.first(), Some(&None), "the first stream starts afresh");
    let resumed = heard.last().unwrap().as_ref().expect("resumes");
    assert!(resumed.contains('-'), "epoch and revision: {resumed}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn choices_made_offline_are_merged_in_order_also_across_a_restart() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let mut ben = Desk::of("ben@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ben.until_seen("it", "Ana Ruiz", Status::Available).await;

    ana.wire.cut();
    ana.until("not connected", |view| {
        view.link.state == LinkState::Disconnected
    })
    .await;
    ana.choose(ChoiceStatus::Away).await;
    ana.choose_in("library", ChoiceStatus::Available).await;
    let mut ana = ana.restart().await;
    ana.until("what was chosen offline", |view| {
        office_in(view, "library").is_some_and(|office| office.status == Status::Available)
            && office_in(view, "it").is_some_and(|office| office.status == Status::Away)
    })
    .await;

    ana.wire.mend();
    ben.until_seen("it", "Ana Ruiz", Status::Away).await;
    ben.until_seen("library", "Ana Ruiz", Status::Available)
        .await;
    let kept = std::fs::read_to_string(ana.state_dir().join("state.json")).unwrap();
    assert!(!kept.contains("correct horse"), "no password is kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offline_choice_does_not_undo_what_an_administrator_did_meanwhile() {
    let office = Office::open().await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    let mut dana = Desk::of("dana@example.edu", &office).await;
    let _laptop = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    dana.until_seen("library", "Ana Ruiz", Status::Available)
        .await;

    ana.wire.cut();
    ana.until("not connected", |view| {
        view.link.state == LinkState::Disconnected
    })
    .await;
    dana.ask(Intent::SetAway {
        office: "library".into(),
        agent: None,
        reason: None,
    })
    .await
    .unwrap();
    ana.ask(Intent::office(
        "library".into(),
        ChoiceStatus::Available,
        Holding::NextEdge,
    ))
    .await
    .unwrap();
    ana.wire.mend();
    let view = ana
        .until("Dana's act", |view| {
            view.link.state == LinkState::Connected
                && office_in(view, "library").is_some_and(|office| office.status == Status::Away)
        })
        .await;
    assert!(
        office_in(&view, "library")
            .unwrap()
            .reason
            .contains("Dana Fox"),
        "{view:?}"
    );
    assert_eq!(office_in(&view, "it").unwrap().status, Status::Available);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_and_a_wrong_address_are_told_in_words() {
    let office = Office::open().await;
    let desk = Desk::bare(&office).await;
    let sign_in = |server: &str, password: &str| Intent::SignIn {
        server: server.to_owned(),
        email: "ana@example.edu".to_owned(),
        password: password.to_owned(),
    };
    let refusal = desk
        .ask(sign_in(&desk.wire.url(), "wrong"))
        .await
        .unwrap_err();
    assert_eq!(refusal.code, "wrong_password");
    let refusal = desk
        .ask(sign_in("http://127.0.0.1:1", "wrong"))
        .await
        .unwrap_err();
    assert_eq!(refusal.code, "not_connected");
    assert!(refusal.message.ends_with('.'), "{refusal}");
    let refusal = desk.ask(sign_in("two words", "wrong")).await.unwrap_err();
    assert_eq!(refusal.code, "invalid_server");
}
