//! *Try it on this computer*: a server inside the app.

use porchlight_core::{intent::Intent, view::LinkState};
use porchlight_protocol::{ChoiceStatus, Status};

use crate::{
    desk::{Desk, office_in},
    office::Office,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trying_it_here_signs_in_to_a_campus_and_a_restart_finds_it_again() {
    let office = Office::open().await;
    let mut desk = Desk::bare(&office).await;
    desk.ask(Intent::TryHere).await.unwrap();
    let view = desk
        .until("the campus", |view| view.link.state == LinkState::Connected)
        .await;
    assert_eq!(view.offices.len(), 4);
    assert!(
        view.offices.iter().all(|office| office.agents.len() > 1),
        "with people in it"
    );
    desk.choose(ChoiceStatus::Available).await;
    desk.until_everywhere(Status::Available).await;

    let mut desk = desk.restart().await;
    let view = desk.until_everywhere(Status::Available).await;
    let first = view.offices[0].id.as_str();
    assert!(office_in(&view, first).unwrap().available > Some(0));
    assert!(
        desk.wire.requests().await.is_empty(),
        "nothing went anywhere else"
    );
}
