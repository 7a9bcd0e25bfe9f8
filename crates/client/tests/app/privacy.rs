//! What leaves the machine.

use std::{collections::BTreeSet, time::Duration};

use porchlight_client::{Happening, Inhibitor};
use porchlight_core::intent::{Intent, Preferences};
use porchlight_protocol::{ChoiceStatus, Status};
use porchlight_server::config::Tunables;
use serde_json::{Map, Value};

use crate::{
    desk::{Desk, kept_on_by},
    office::{Office, quick},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_leaves_but_choices_and_whether_there_was_input() {
    let office = Office::open_with(Tunables {
        idle_after: Some(Duration::from_mins(1)),
        ..quick()
    })
    .await;
    let mut ana = Desk::of("ana@example.edu", &office).await;
    ana.choose(ChoiceStatus::Available).await;
    ana.until_everywhere(Status::Available).await;
    ana.happenings.send(Happening::Locked).await.unwrap();
    ana.until_everywhere(Status::Away).await;
    ana.happenings.send(Happening::Unlocked).await.unwrap();
    ana.until_everywhere(Status::Available).await;
    let film = kept_on_by(Inhibitor::program("A film of hers"));
    let film = Happening::Inhibitors(film);
    ana.happenings.send(film).await.unwrap();
    // It speaks only for somebody who was there when it began.
    ana.until("who tells of it", |view| {
        view.diagnostics.inhibitors == "a test"
    })
    .await;
    ana.idle_for(Duration::from_secs(100));
    ana.happenings.send(Happening::Unlocked).await.unwrap();
    ana.until("what she is told", |view| {
        view.vouched_for.contains("A film of hers")
    })
    .await;
    ana.until_everywhere(Status::Available).await;
    let preferences = Preferences {
        present_in_calls: false,
        ..Preferences::default()
    };
    ana.ask(Intent::SavePreferences { preferences })
        .await
        .unwrap();
    ana.until_everywhere(Status::Away).await;
    ana.quit().await;

    let requests = ana.wire.requests().await;
    assert!(
        !format!("{requests:?}").contains("film"),
        "what keeps the screen on is nobody's business"
    );
    let calls: BTreeSet<&str> = requests
        .iter()
        .filter_map(|(line, _)| line.strip_suffix(" HTTP/1.1"))
        .collect();
    let known = BTreeSet::from([
        "POST /v1/sign-in",
        "POST /v1/me/choices",
        "PUT /v1/me/activity",
        "GET /v1/me/events",
        "DELETE /v1/me/session",
    ]);
    assert_eq!(calls, known);

    let mut fields = BTreeSet::new();
    for (_, body) in requests.iter().filter(|(_, body)| !body.is_empty()) {
        let body: Map<String, Value> = serde_json::from_str(body).unwrap();
        fields.extend(body.into_iter().map(|(field, _)| field));
    }
    let said = [
        "base_revision",
        "device",
        "email",
        "hold",
        "id",
        "password",
        "scope",
        "since",
        "state",
        "status",
    ];
    assert_eq!(fields, said.map(ToOwned::to_owned).into());

    let sequences = ana.wire.sequences().await;
    let different: BTreeSet<_> = sequences.iter().copied().flatten().collect();
    assert!(sequences.len() > 1, "{sequences:?}");
    assert_eq!(
        different.len(),
        sequences.len(),
        "each has a number of its own: {sequences:?}"
    );
}
