//! What happens when the store is written by others in between, or cannot be written.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use porchlight_campus::{
    State,
    edits::{Author, Edit, NewAgent},
    records::{AskedRecord, Commit, Condition, Key, Revision, Write, read},
};
use porchlight_protocol::Role;
use porchlight_server::{
    Hub, app,
    clock::SystemClock,
    config::Tunables,
    hash_password,
    store::{
        Store as _,
        testing::{Fault, MemoryStore},
    },
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::PASSWORD;

#[derive(Clone)]
struct Place {
    router: Router,
    hub: Hub,
    store: MemoryStore,
    token: String,
}

impl Place {
    async fn new() -> Self {
        Self::with(Tunables::default()).await
    }

    async fn with(tunables: Tunables) -> Self {
        let store = MemoryStore::new();
        let now = chrono::Utc::now();
        let mut edit = Edit::on(&State::default(), now, Author::command_line("one"));
        let hash = hash_password(PASSWORD).unwrap();
        edit.add_office("library", "Library", true).unwrap();
        edit.add_office("new", "New", false).unwrap();
        let ana = NewAgent::new("ana@example.org", "Ana");
        edit.add_agent(&ana, Some(&hash)).unwrap();
        edit.add_member("library", "ana@example.org", Role::Agent)
            .unwrap();
        store.commit(edit.commit()).await.unwrap();
        let (hub, _) = Hub::start(store.clone(), Arc::new(SystemClock::new()), tunables)
            .await
            .unwrap();
        let mut place = Self {
            router: app(hub.clone()),
            hub,
            store,
            token: String::new(),
        };
        let (_, signed_in) = place.sign_in().await;
        signed_in["token"]
            .as_str()
            .unwrap()
            .clone_into(&mut place.token);
        let active = json!({"state": "active"});
        assert_eq!(
            place.call("PUT", "/v1/me/activity", Some(active)).await.0,
            200
        );
        place
    }

    /// What another process would write to make Ana a member of the other office.
    async fn join_the_new_one(&self) -> Commit {
        let snapshot = self.store.snapshot().await.unwrap();
        let mut edit = Edit::on(
            &State::new(&snapshot, chrono::Utc::now()),
            chrono::Utc::now(),
            Author::command_line("two"),
        );
        edit.add_member("new", "ana@example.org", Role::Agent)
            .unwrap();
        let mut commit = edit.commit();
        // So that it is in the way of her choice.
        let key = Key::Asked("ana".into(), "one".into()).to_string();
        commit.conditions.push(Condition {
            key: key.clone(),
            revision: Revision(0),
        });
        commit
    }

    async fn sign_in(&self) -> (u16, Value) {
        let body = json!({"email": "ana@example.org", "password": PASSWORD, "device": "test"});
        self.call("POST", "/v1/sign-in", Some(body)).await
    }

    /// What was found out of a store that fails is the answer for a second.
    async fn until_ready(&self) {
        let ready = async { while self.call("GET", "/readyz", None).await.0 != 200 {} };
        tokio::time::timeout(Duration::from_secs(30), ready)
            .await
            .unwrap();
    }

    async fn call(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json");
        if !self.token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let answer = self
            .router
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        let status = answer.status().as_u16();
        let bytes = axum::body::to_bytes(answer.into_body(), 1_000_000)
            .await
            .unwrap();
        (
            status,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }

    async fn choose(&self, id: &str, status: &str) -> (u16, Value) {
        let body = json!({"id": id, "scope": "everywhere", "status": status});
        self.call("POST", "/v1/me/choices", Some(body)).await
    }

    async fn status(&self) -> Value {
        self.call("GET", "/v1/offices/library", None).await.1["agents"][0]["status"].clone()
    }
}

#[tokio::test]
async fn a_write_that_lost_a_race_is_decided_again_on_what_the_other_wrote() {
    let place = Place::new().await;
    place.choose("zero", "away").await;
    let mut commit = place.join_the_new_one().await;
    let choices = Key::Choices("ana".into()).to_string();
    let known = place.store.get(&choices).await.unwrap().unwrap();
    commit.writes.push(Write {
        key: choices,
        value: known.value,
    });
    place.store.race_next_commit(commit);
    let (status, first) = place.choose("one", "available").await;
    assert_eq!(status, 200, "{first}");
    assert!(!place.store.race_is_pending(), "somebody else did write");
    let (_, offices) = place.call("GET", "/v1/offices", None).await;
    let seen: Vec<_> = offices
        .as_array()
        .unwrap()
        .iter()
        .map(|office| (&office["id"], &office["available"]))
        .collect();
    assert_eq!(
        seen,
        [(&json!("library"), &json!(1)), (&json!("new"), &json!(1))]
    );
    assert_eq!(
        place.choose("one", "available").await,
        (200, first),
        "it was written once"
    );
}

#[tokio::test]
async fn a_write_that_others_have_nothing_to_do_with_loses_no_race() {
    let place = Place::new().await;
    let commit = place.join_the_new_one().await;
    place.store.race_next_commit(commit);
    let (status, answer) = place.choose("one", "available").await;
    assert_eq!(status, 200, "{answer}");
    place.hub.wake().await.unwrap();
    let (_, offices) = place.call("GET", "/v1/offices", None).await;
    assert_eq!(offices.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn while_nothing_can_be_written_requests_are_refused_and_nothing_changes() {
    for (fault, refused) in [(Fault::Full, 507), (Fault::Unavailable, 503)] {
        let place = Place::new().await;
        place.choose("one", "available").await;
        place.store.fail_commits(Some(fault));
        let (status, problem) = place.choose("two", "away").await;
        assert_eq!((status, &problem["code"]), (refused, &json!("unavailable")));
        assert_eq!(
            place.status().await,
            "available",
            "what was not written does not hold"
        );
        assert_eq!(place.sign_in().await.0, refused);
        let (status, _) = place
            .call("PUT", "/v1/me/schedule", Some(json!(null)))
            .await;
        assert_eq!(status, 428, "what writes nothing is answered");
        assert_ne!(place.call("GET", "/readyz", None).await.0, 200);
        place.store.fail_commits(None);
        assert_eq!(
            place.choose("two", "away").await.0,
            200,
            "the refused one was not remembered as done"
        );
        assert_eq!(place.status().await, "away");
        place.until_ready().await;
    }
}

#[tokio::test]
async fn whether_it_was_written_or_not_a_choice_that_cannot_be_told_of_is_there_once() {
    for fault in [Fault::IndeterminateWritten, Fault::IndeterminateLost] {
        let place = Place::new().await;
        place.store.hold_commits();
        place.store.fail_commits(Some(fault));
        let heal = async {
            place.store.commits_waiting(1).await;
            place.store.release_commits();
        };
        let (answer, ()) = tokio::join!(place.choose("one", "available"), heal);
        place.store.fail_commits(None);
        let again = place.choose("one", "available").await;
        assert_eq!(again.0, 200, "{fault:?}: {again:?}");
        if answer.0 == 200 {
            assert_eq!(answer, again, "{fault:?}");
        }
        let key = Key::Asked("ana".into(), "one".into()).to_string();
        let record = place.store.get(&key).await.unwrap().unwrap();
        let asked: AskedRecord = read(&key, &record.value.unwrap()).unwrap();
        let stamped = json!(asked.answer.choice.set_at);
        assert_eq!(again.1["choice"]["set_at"], stamped, "{fault:?}");
        assert_eq!(place.status().await, "available");
    }
}

#[tokio::test]
async fn a_new_choice_reads_nothing_and_once_one_was_repeated_each_is_looked_up_first() {
    let place = Place::new().await;
    let first = place.choose("one", "available").await;
    place.store.fail_reads(true);
    assert_eq!(place.choose("two", "away").await.0, 200);
    let elsewhere = json!({"id": "three", "scope": {"office": "nowhere"}, "status": "away"});
    let (status, _) = place.call("POST", "/v1/me/choices", Some(elsewhere)).await;
    assert_eq!(status, 503, "it may have been answered before");
    assert_eq!(place.choose("one", "available").await.0, 503);
    place.store.fail_reads(false);
    assert_eq!(place.choose("one", "available").await, first);
    place.store.fail_reads(true);
    assert_eq!(
        place.choose("four", "available").await.0,
        503,
        "nobody has others decided again by repeating a choice again and again"
    );
    place.store.fail_reads(false);
    assert_eq!(place.choose("four", "available").await.0, 200);
    assert_eq!(place.status().await, "available");
}

#[tokio::test]
async fn whoever_waits_for_too_long_is_told_so_and_asking_again_answers_what_came_of_it() {
    let place = Place::with(Tunables {
        longest_wait: Duration::from_millis(50),
        ..Tunables::default()
    })
    .await;
    place.store.hold_commits();
    assert_eq!(place.choose("one", "available").await.0, 503);
    assert_eq!(place.status().await, "offline", "nobody knows of it yet");
    place.store.release_commits();
    place.hub.wake().await.unwrap();
    let (status, answer) = place.choose("one", "available").await;
    assert_eq!((status, &answer["choice"]["id"]), (200, &json!("one")));
    assert_eq!(place.status().await, "available");
}

#[tokio::test]
async fn reads_go_on_and_the_gone_are_gone_while_the_disk_does_not_answer() {
    let place = Place::new().await;
    place.choose("one", "available").await;
    place.store.hold_commits();
    let (status, _) = place.call("DELETE", "/v1/me/session", None).await;
    assert_eq!(status, 204, "she is gone, whenever that is written");
    let public = place.call("GET", "/v1/public/offices/library", None).await;
    assert_eq!(public.1["online"], false);
    assert_eq!(place.status().await, "offline");
    assert_ne!(place.call("GET", "/readyz", None).await.0, 200);
    place.store.release_commits();
    place.hub.wake().await.unwrap();
    place.until_ready().await;
    let snapshot = place.store.snapshot().await.unwrap();
    let state = State::new(&snapshot, chrono::Utc::now());
    let gone = state
        .sessions()
        .all(|(_, session)| session.gone_at.is_some());
    assert!(gone, "and it was written");
}

#[tokio::test]
async fn signing_out_is_acknowledged_only_once_the_token_has_ended_for_good() {
    let place = Place::new().await;
    place.choose("one", "available").await;
    place.store.fail_commits(Some(Fault::Unavailable));
    let (status, _) = place
        .call("DELETE", "/v1/me/session?sign_out=true", None)
        .await;
    assert_eq!(status, 503, "not acknowledged, as it is not on disk");
    let public = place.call("GET", "/v1/public/offices/library", None).await;
    assert_eq!(public.1["online"], false, "but customers fail closed");
    assert_eq!(place.call("GET", "/v1/me", None).await.0, 401);
}

#[tokio::test]
async fn while_everything_is_read_anew_devices_are_heard_and_what_is_written_is_answered_after_it()
{
    let place = Place::new().await;
    place.choose("one", "available").await;
    let other = place.store.another_server();
    let mut joining = place.join_the_new_one().await;
    joining.conditions.clear();
    other.commit(joining).await.unwrap();
    let gone = Key::Email("nobody@example.org".to_owned()).to_string();
    for value in [Some("{}".into()), None] {
        let key = gone.clone();
        let writes = vec![Write { key, value }];
        let commit = Commit {
            writes,
            ..Commit::default()
        };
        other.commit(commit).await.unwrap();
    }
    other.sweep("probe", i64::MAX).await.unwrap();
    place.store.hold_snapshots(true);
    place.store.catch_up().await.unwrap();
    // Were it not so, this would take as long as a request may wait, and then be refused.
    for state in ["unknown", "active"] {
        let activity = Some(json!({"state": state}));
        let (status, answer) = place.call("PUT", "/v1/me/activity", activity).await;
        assert_eq!(status, 200, "{answer}");
    }
    assert_eq!(place.call("DELETE", "/v1/me/session", None).await.0, 204);
    let public = place.call("GET", "/v1/public/offices/library", None).await;
    assert_eq!(public.1["online"], false);
    let choosing = place.clone();
    let mut choice = tokio::spawn(async move { choosing.choose("two", "away").await });
    let early = tokio::time::timeout(Duration::from_millis(50), &mut choice).await;
    assert!(early.is_err(), "what became of it is not known yet");
    place.store.hold_snapshots(false);
    assert_eq!(choice.await.unwrap().0, 200);
    place.hub.wake().await.unwrap();
    let (_, offices) = place.call("GET", "/v1/offices", None).await;
    assert_eq!(offices.as_array().unwrap().len(), 2, "what others wrote");
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_choices_wait_for_the_disk_devices_are_heard_and_go() {
    let place = Place::new().await;
    place.choose("zero", "available").await;
    place.store.hold_commits();
    let choices: Vec<tokio::task::JoinHandle<u16>> = (0..1500)
        .map(|number| {
            let place = place.clone();
            tokio::spawn(async move { place.choose(&format!("c{number}"), "available").await.0 })
        })
        .collect();
    place.store.commits_waiting(1).await;
    // All have been handed over, or wait for room.
    while !place.hub.is_crowded() {
        let early = choices.iter().filter(|choice| choice.is_finished()).count();
        assert_eq!(early, 0, "answered while nothing can be written");
        tokio::task::yield_now().await;
    }
    let locked = json!({"state": "locked", "since": chrono::Utc::now()});
    let (status, answer) = place.call("PUT", "/v1/me/activity", Some(locked)).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(place.status().await, "away");
    assert_eq!(place.call("DELETE", "/v1/me/session", None).await.0, 204);
    assert_eq!(place.status().await, "offline");
    place.store.release_commits();
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for choice in choices {
        *statuses.entry(choice.await.unwrap()).or_default() += 1;
    }
    assert_eq!(statuses, [(200, 1500)].into());
}

#[tokio::test]
async fn goodbye_is_answered_once_it_is_published_however_long_that_takes() {
    let place = Place::new().await;
    place.choose("one", "available").await;
    place.store.hold_commits();
    let other = place.clone();
    let choice = tokio::spawn(async move { other.choose("two", "away").await });
    place.store.commits_waiting(1).await;
    let stands = place.store.stand_still();
    place.store.release_commits();
    let other = place.clone();
    let mut goodbye =
        tokio::spawn(async move { other.call("DELETE", "/v1/me/session", None).await });
    // Longer than a goodbye waits to be written.
    let early = tokio::time::timeout(Duration::from_secs(2), &mut goodbye).await;
    assert!(early.is_err(), "{early:?}");
    drop(stands);
    assert_eq!(goodbye.await.unwrap().0, 204);
    assert_eq!(choice.await.unwrap().0, 200);
}

#[tokio::test]
async fn a_server_whose_deciding_thread_fails_says_so_and_acknowledges_nothing() {
    let place = Place::new().await;
    assert_eq!(place.call("GET", "/healthz", None).await.0, 200);
    place.store.fail_commits(Some(Fault::Panics));
    assert_eq!(place.choose("one", "available").await.0, 503);
    place.hub.ended().await;
    assert_eq!(place.call("GET", "/healthz", None).await.0, 503);
    assert_eq!(place.call("DELETE", "/v1/me/session", None).await.0, 503);
}

#[tokio::test]
async fn what_could_not_be_written_before_is_written_at_the_end() {
    let place = Place::new().await;
    place.choose("one", "available").await;
    place.store.fail_commits(Some(Fault::Unavailable));
    assert_eq!(place.call("DELETE", "/v1/me/session", None).await.0, 204);
    let heal = async {
        place.store.fail_commits(None);
    };
    let (stopped, ()) = tokio::join!(place.hub.stop(), heal);
    stopped.unwrap();
    let snapshot = place.store.snapshot().await.unwrap();
    let state = State::new(&snapshot, chrono::Utc::now());
    let gone: Vec<_> = state
        .sessions()
        .map(|(_, session)| session.gone_at.is_some())
        .collect();
    assert_eq!(gone, [true]);
}
